"""A prefix code has the entropy as its mean length exactly where each length is -log_2 p.

Kraft's inequality is cited. So a mean length equal to the entropy needs every probability to be a power of 1/2, as in
the document's three cases of 0, 1 and 2 bits.
"""

from qedtex import (
    Entropy,
    Sum,
    derivation,
    every,
    index,
    known,
    log,
    outcomes,
    pmf,
    positive_integer,
    sample,
    statement,
)
from qedtex.rules import (
    base_change,
    both_sides,
    distribute,
    instance,
    log_exp,
    log_quotient,
    normalisation,
    same_logarithm,
    split_sum,
    take_out,
    unfold,
)
from qedtex.sorts import POSITIVE, Integer
from qedtex.terms import term

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)
length = sample("l", Integer(term(0)), n)
a, b = sample("a", POSITIVE, n), sample("b", POSITIVE, n)
mean, own = Sum(p(x[i]) * length[i], (i, 1, n)), Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, n))
surplus = Sum(p(x[i]) * log(p(x[i]) / 2 ** (-length[i])), (i, 1, n))


@derivation(
    title="A code as short as the entropy has lengths -log_2 p",
    chinese="平均码长等于熵当且仅当码长为 -log_2 p",
    source="Cover & Thomas (2006), theorems 5.2.1 (Kraft) and 5.3.1",
    documents=("004_c49fcb28c16dac78.txt, 必要知识补充1",),
    claim=(
        statement(mean, "=", Entropy(p, 2)),
        "iff",
        every(statement(length[i], "=", -log(p(x[i]), 2)), (i, 1, n)),
    ),
    given=(
        known(
            "Kraft",
            Sum(2 ** (-length[i]), (i, 1, n)),
            1,
            relation="<=",
            kind="cited",
            english="Kraft's inequality for prefix codes",
            chinese="前缀码的 Kraft 不等式",
        ),
    ),
)
def code_length_equality(calc):
    masses = calc(Sum(p(x[i]), (i, 1, n))).eq(1, by=normalisation).qed("the masses sum to 1")
    kraft = calc(Sum(2 ** (-length[i]), (i, 1, n))).le(1, by="Kraft").qed("Kraft's inequality")
    formulas = (statement(a[i], "=", p(x[i])), statement(b[i], "=", 2 ** (-length[i])))
    in_nats = (
        calc(mean)
        .eq(-Sum(p(x[i]) * log(2 ** (-length[i]), 2), (i, 1, n)), by=[log_exp, split_sum])
        .eq(
            Sum(p(x[i]) * log(p(x[i]) / 2 ** (-length[i]), 2), (i, 1, n)) - own,
            by=[log_quotient, distribute, split_sum],
        )
        .eq(surplus / log(2) - own, by=[base_change, take_out])
    ).qed("the surplus in nats")
    return (
        calc(statement(mean, "=", Entropy(p, 2)))
        .iff(statement(surplus / log(2) - own, "=", -own), by=[in_nats, unfold(Entropy)])
        .iff(statement(surplus, "=", 0), by=both_sides(log(2)))
        .iff(
            every(statement(2 ** (-length[i]), "=", p(x[i])), (i, 1, n)),
            by=instance("divergence.gibbs_equality", *formulas, masses, kraft),
        )
        .iff(every(statement(log(2 ** (-length[i]), 2), "=", log(p(x[i]), 2)), (i, 1, n)), by=same_logarithm)
        .iff(every(statement(-length[i], "=", log(p(x[i]), 2)), (i, 1, n)), by=log_exp)
        .iff(every(statement(length[i], "=", -log(p(x[i]), 2)), (i, 1, n)), by=both_sides(-term(1)))
        .qed()
    )

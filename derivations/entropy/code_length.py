"""The mean length of a prefix code is at least the entropy in bits: Gibbs' inequality with b_i = 2^(-l_i).

That the lengths of a prefix code satisfy sum 2^(-l_i) <= 1 is Kraft's inequality, which is cited and not proved here.
The last document says that a code below the entropy must lose information (Shannon's first theorem): this is why.
"""

from qedtex import Entropy, Sum, derivation, index, known, log, outcomes, pmf, positive_integer, sample, statement
from qedtex.rules import (
    base_change,
    distribute,
    fold,
    instance,
    log_exp,
    log_quotient,
    normalisation,
    split_sum,
    take_out,
)
from qedtex.sorts import POSITIVE, Integer
from qedtex.terms import term

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)
length = sample("l", Integer(term(0)), n)
a, b = sample("a", POSITIVE, n), sample("b", POSITIVE, n)


@derivation(
    title="The mean length of a prefix code is at least the entropy",
    chinese="前缀码的平均码长不小于熵",
    source="Cover & Thomas (2006), theorems 5.2.1 (Kraft) and 5.3.1",
    documents=(
        "004_c49fcb28c16dac78.txt, 必要知识补充1",
        "002_7735c80afe1eea90.txt, 1. 熵（Entropy）与信息量（Information Content）",
    ),
    claim=(Sum(p(x[i]) * length[i], (i, 1, n)), ">=", Entropy(p, 2)),
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
def code_length(calc):
    masses = calc(Sum(p(x[i]), (i, 1, n))).eq(1, by=normalisation).qed("the masses sum to 1")
    kraft = calc(Sum(2 ** (-length[i]), (i, 1, n))).le(1, by="Kraft").qed("Kraft's inequality")
    surplus = Sum(p(x[i]) * log(p(x[i]) / 2 ** (-length[i])), (i, 1, n))
    return (
        calc(Sum(p(x[i]) * length[i], (i, 1, n)))
        .eq(-Sum(p(x[i]) * log(2 ** (-length[i]), 2), (i, 1, n)), by=[log_exp, split_sum])
        .eq(
            Sum(p(x[i]) * log(p(x[i]) / 2 ** (-length[i]), 2), (i, 1, n)) - Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, n)),
            by=[log_quotient, distribute, split_sum],
        )
        .eq(surplus / log(2) - Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, n)), by=[base_change, take_out])
        .ge(
            0 / log(2) - Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, n)),
            by=instance(
                "divergence.gibbs",
                statement(a[i], "=", p(x[i])),
                statement(b[i], "=", 2 ** (-length[i])),
                masses,
                kraft,
            ),
        )
        .eq(Entropy(p, 2), by=fold(Entropy))
        .qed()
    )

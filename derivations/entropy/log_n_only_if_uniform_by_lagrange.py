"""Entropy is log n for the uniform distribution alone, by a Lagrange multiplier: every term must be at its greatest.

With lambda = 1 - log n each term lambda p - p log p of the Lagrangian is at most exp(lambda - 1) = 1/n, and what it
lacks is p (r - 1 - ln r) with r = 1 / (n p), which is 0 for r = 1 alone.
"""

from qedtex import (
    Entropy,
    Sum,
    derivation,
    every,
    index,
    integer,
    ln,
    log,
    outcomes,
    pmf,
    positive_integer,
    statement,
)
from qedtex.rules import (
    arithmetic,
    both_sides,
    cite,
    constant_sum,
    distribute,
    log_one,
    log_quotient,
    normalisation,
    split_sum,
    take_out,
    unfold,
    zero_sum,
)

n, i = positive_integer("n"), index("i")
k = integer("k", 1, n)
x = outcomes("x", n)
p = pmf("p", x)


def ratio(at):
    return 1 / n / p(x[at])


def lack(at):
    return p(x[at]) * (ratio(at) - 1 - ln(ratio(at)))


@derivation(
    title="Entropy is log n for the uniform distribution alone, by a Lagrange multiplier",
    chinese="熵等于 log n 当且仅当均匀分布（拉格朗日乘子法）",
    source="Cover & Thomas (2006), theorem 2.6.4; Boyd & Vandenberghe (2004), section 5.5.3",
    documents=("000_0b61e9c244fb50f2.txt, 信息熵",),
    claim=(statement(Entropy(p), "=", log(n)), "iff", every(statement(p(x[i]), "=", 1 / n), (i, 1, n))),
)
def log_n_only_if_uniform_by_lagrange(calc):
    lacking = calc(lack(k)).ge(p(x[k]) * 0, by=cite("divergence.log_gap")).eq(0, by=arithmetic).qed("nothing_gained")
    information = Sum(p(x[i]) * log(p(x[i])), (i, 1, n))
    multiplied = log(n) + information + (1 - log(n)) * (1 - Sum(p(x[i]), (i, 1, n)))
    return (
        calc(statement(Entropy(p), "=", log(n)))
        .iff(statement(-information, "=", log(n)), by=unfold)
        .iff(statement(log(n) + information, "=", 0), by=both_sides)
        .iff(statement(multiplied, "=", 0), by=normalisation)
        .iff(
            statement(Sum(lack(i), (i, 1, n)), "=", 0),
            by=[distribute, split_sum, take_out, constant_sum, log_quotient, log_one],
        )
        .iff(every(statement(lack(i), "=", 0), (i, 1, n)), by=zero_sum(lacking))
        .iff(every(statement(ln(ratio(i)), "=", ratio(i) - 1), (i, 1, n)), by=both_sides(1 / p(x[i])))
        .iff(every(statement(ratio(i), "=", 1), (i, 1, n)), by=cite("divergence.log_bound_equality"))
        .iff(every(statement(p(x[i]), "=", 1 / n), (i, 1, n)), by=both_sides(p(x[i])))
        .qed()
    )

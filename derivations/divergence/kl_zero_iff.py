"""D(p || q) = 0 exactly where p = q: the gap between t - 1 and ln t is 0 at t = q/p for every outcome.

D(p || q) is the sum of p (q/p - 1 - ln q/p), since p and q have the same sum; no term of it is negative, so all are
0.
"""

from qedtex import KL, Sum, derivation, every, index, integer, ln, log, outcomes, pmf, positive_integer, statement
from qedtex.rules import (
    arithmetic,
    both_sides,
    cite,
    distribute,
    log_quotient,
    normalisation,
    split_sum,
    unfold,
    zero_sum,
)

n, i = positive_integer("n"), index("i")
x, k = outcomes("x", n), integer("k", 1, n)
p, q = pmf("p", x), pmf("q", x)


def ratio(j):
    return q(x[j]) / p(x[j])


@derivation(
    title="The KL divergence is 0 only between equal distributions",
    chinese="KL 散度为零当且仅当 P = Q",
    source="Cover & Thomas (2006), theorem 2.6.3",
    documents=(
        "003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量, (18)",
        "001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",
    ),
    claim=(statement(KL(p, q), "=", 0), "iff", every(statement(q(x[i]), "=", p(x[i])), (i, 1, n))),
)
def kl_zero_iff(calc):
    term_of = p(x[k]) * (ratio(k) - 1 - ln(ratio(k)))
    nonnegative = (
        calc(term_of)
        .ge(p(x[k]) * 0, by=cite("divergence.log_gap"))
        .eq(0, by=arithmetic)
        .qed("each term is not negative")
    )
    return (
        calc(statement(KL(p, q), "=", 0))
        .iff(statement(Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n)), "=", 0), by=unfold(KL))
        .iff(
            statement(Sum(p(x[i]) * (ratio(i) - 1 - ln(ratio(i))), (i, 1, n)), "=", 0),
            by=[distribute, split_sum, log_quotient, normalisation],
        )
        .iff(every(statement(p(x[i]) * (ratio(i) - 1 - ln(ratio(i))), "=", 0), (i, 1, n)), by=zero_sum(nonnegative))
        .iff(every(statement(ln(ratio(i)), "=", ratio(i) - 1), (i, 1, n)), by=both_sides(1 / p(x[i])))
        .iff(every(statement(ratio(i), "=", 1), (i, 1, n)), by=cite("divergence.log_bound_equality"))
        .iff(every(statement(q(x[i]), "=", p(x[i])), (i, 1, n)), by=both_sides(p(x[i])))
        .qed()
    )

"""C(P, P) <= C(P, Q) with C(P, Q) = -sum P log Q: C(P, P) - C(P, Q) = sum P log(Q/P) is at most 0.

The document applies Jensen's inequality "because log is convex"; it is concave, which is what the inequality needs.
"""

from qedtex import Sum, derivation, index, log, outcomes, pmf, positive_integer, sample, statement
from qedtex.rules import arithmetic, distribute, instance, log_one, log_quotient, normalisation, split_sum
from qedtex.sorts import POSITIVE

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
P, Q = pmf("P", x), pmf("Q", x)
a, r = sample("a", POSITIVE, n), sample("x", POSITIVE, n)


@derivation(
    title="No other distribution has a smaller cross-entropy from P than P itself",
    chinese="C(P, P) 不大于 C(P, Q)",
    source="Cover & Thomas (2006), theorem 2.6.3",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(-Sum(P(x[i]) * log(P(x[i])), (i, 1, n)), "<=", -Sum(P(x[i]) * log(Q(x[i])), (i, 1, n))),
)
def self_cross_entropy_least(calc):
    total = calc(Sum(P(x[i]), (i, 1, n))).eq(1, by=normalisation).qed("the masses sum to 1")
    other = -Sum(P(x[i]) * log(Q(x[i])), (i, 1, n))
    ratio = statement(r[i], "=", Q(x[i]) / P(x[i]))
    return (
        calc(-Sum(P(x[i]) * log(P(x[i])), (i, 1, n)))
        .eq(
            other + (Sum(P(x[i]) * log(Q(x[i])), (i, 1, n)) - Sum(P(x[i]) * log(P(x[i])), (i, 1, n))),
            by=arithmetic,
        )
        .eq(other + Sum(P(x[i]) * log(Q(x[i]) / P(x[i])), (i, 1, n)), by=[log_quotient, distribute, split_sum])
        .le(
            other + log(Sum(P(x[i]) * (Q(x[i]) / P(x[i])), (i, 1, n))),
            by=instance("divergence.jensen_log", statement(a[i], "=", P(x[i])), ratio, total),
        )
        .eq(other + log(Sum(Q(x[i]), (i, 1, n))), by=arithmetic)
        .eq(other + log(1), by=normalisation)
        .eq(other, by=[log_one, arithmetic])
        .qed()
    )

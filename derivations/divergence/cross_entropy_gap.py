"""H(P, P) - H(P, Q) is the sum of P log Q/P, to which the document then applies Jensen's inequality."""

from qedtex import CrossEntropy, Sum, derivation, index, log, outcomes, pmf, positive_integer
from qedtex.rules import arithmetic, distribute, log_quotient, split_sum, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
P, Q = pmf("P", x), pmf("Q", x)


@derivation(
    title="The gap between the cross-entropy with itself and with another",
    chinese="C(P, P) 与 C(P, Q) 之差",
    source="Cover & Thomas (2006), theorem 2.6.3",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(
        CrossEntropy(P, P) - CrossEntropy(P, Q),
        "=",
        Sum(P(x[i]) * log(Q(x[i]) / P(x[i])), (i, 1, n)),
    ),
)
def cross_entropy_gap(calc):
    return (
        calc(CrossEntropy(P, P) - CrossEntropy(P, Q))
        .eq(
            -Sum(P(x[i]) * log(P(x[i])), (i, 1, n)) - -Sum(P(x[i]) * log(Q(x[i])), (i, 1, n)),
            by=unfold(CrossEntropy),
        )
        .eq(Sum(P(x[i]) * log(Q(x[i])), (i, 1, n)) - Sum(P(x[i]) * log(P(x[i])), (i, 1, n)), by=arithmetic)
        .eq(Sum(P(x[i]) * (log(Q(x[i])) - log(P(x[i]))), (i, 1, n)), by=[split_sum, distribute])
        .eq(Sum(P(x[i]) * log(Q(x[i]) / P(x[i])), (i, 1, n)), by=log_quotient)
        .qed()
    )

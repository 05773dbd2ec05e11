"""Jensen's inequality for the logarithm with weights a_1, ..., a_n that sum to 1, from ln t <= t - 1 alone.

The document has it "because log(x) is convex"; the logarithm is concave. For a convex f it states f(E X) >= E f(X),
which is the wrong way round (and its parenthesis is not closed): with f(x) = x^2 and X = 1 or -1 that would be 0 >=
1. What it then uses is right. The mean m = sum a_k x_k is positive; ln(x_i / m) <= x_i / m - 1, weighted and summed,
is the claim.
"""

from qedtex import Sum, derivation, index, known, log, positive_integer, sample
from qedtex.rules import arithmetic, cite, distribute, log_quotient, split_sum, take_out
from qedtex.sorts import POSITIVE

n, i, k = positive_integer("n"), index("i"), index("k")
a, x = sample("a", POSITIVE, n), sample("x", POSITIVE, n)
mean = Sum(a[k] * x[k], (k, 1, n))


@derivation(
    title="Jensen's inequality for the logarithm",
    chinese="对数的 Jensen 不等式",
    source="Cover & Thomas (2006), theorem 2.6.2; Boyd & Vandenberghe (2004), section 3.1.8",
    documents=("001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",),
    claim=(Sum(a[i] * log(x[i]), (i, 1, n)), "<=", log(Sum(a[i] * x[i], (i, 1, n)))),
    given=(known("weights", Sum(a[i], (i, 1, n)), 1, english="weights that sum to 1", chinese="权重之和为 1"),),
)
def jensen_log(calc):
    return (
        calc(Sum(a[i] * log(x[i]), (i, 1, n)))
        .eq(Sum(a[i] * (log(x[i] / mean) + log(mean)), (i, 1, n)), by=log_quotient)
        .eq(
            Sum(a[i] * log(x[i] / mean), (i, 1, n)) + Sum(a[i], (i, 1, n)) * log(mean),
            by=[distribute, split_sum, take_out],
        )
        .eq(Sum(a[i] * log(x[i] / mean), (i, 1, n)) + log(mean), by="weights")
        .le(Sum(a[i] * (x[i] / mean - 1), (i, 1, n)) + log(mean), by=cite("divergence.log_bound"))
        .eq(mean / mean - Sum(a[i], (i, 1, n)) + log(mean), by=[distribute, split_sum, take_out])
        .eq(log(Sum(a[i] * x[i], (i, 1, n))), by=["weights", arithmetic])
        .qed()
    )

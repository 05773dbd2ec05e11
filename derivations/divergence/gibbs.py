"""Gibbs' inequality for positive numbers: sum a_i log(a_i / b_i) >= 0 if the a_i sum to 1 and the b_i to at most 1.

From ln t <= t - 1 at t = b_i / a_i. With b_i = 1/n it bounds the entropy by log n, with b_i = 2^(-l_i) by the mean
length of a code.
"""

from qedtex import Sum, derivation, index, known, log, positive_integer, sample
from qedtex.rules import arithmetic, cite, distribute, log_quotient, split_sum
from qedtex.sorts import POSITIVE
from qedtex.terms import term

n, i = positive_integer("n"), index("i")
a, b = sample("a", POSITIVE, n), sample("b", POSITIVE, n)


@derivation(
    title="Gibbs' inequality for positive numbers",
    chinese="正数的 Gibbs 不等式",
    source="Cover & Thomas (2006), theorems 2.6.3 and 2.7.1",
    documents=("003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量",),
    claim=(Sum(a[i] * log(a[i] / b[i]), (i, 1, n)), ">=", 0),
    given=(
        known("weights", Sum(a[i], (i, 1, n)), 1, english="weights that sum to 1", chinese="权重之和为 1"),
        known("total", Sum(b[i], (i, 1, n)), 1, relation="<=", english="sum at most 1", chinese="总和不超过 1"),
    ),
)
def gibbs(calc):
    return (
        calc(Sum(a[i] * log(a[i] / b[i]), (i, 1, n)))
        .eq(-Sum(a[i] * log(b[i] / a[i]), (i, 1, n)), by=[log_quotient, distribute, split_sum])
        .ge(-Sum(a[i] * (b[i] / a[i] - 1), (i, 1, n)), by=cite("divergence.log_bound"))
        .eq(Sum(a[i], (i, 1, n)) - Sum(b[i], (i, 1, n)), by=[distribute, split_sum])
        .eq(1 - Sum(b[i], (i, 1, n)), by="weights")
        .ge(term(1) - 1, by="total")
        .eq(0, by=arithmetic)
        .qed()
    )

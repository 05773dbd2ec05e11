"""The mean of -log q over an independent sample from p estimates the cross-entropy without bias.

The document has a factor P_data(y | x) inside the sample mean: it does not belong there, since drawing from the data
already weights each pair with its probability.
"""

from qedtex import CrossEntropy, E, Sum, alphabet, derivation, index, log, outcome, pmf, positive_integer, sample
from qedtex.rules import (
    arithmetic,
    constant_sum,
    expectation_linear,
    expectation_of_sum,
    fold,
    sample_member,
)

N, i = positive_integer("N"), index("i")
space = alphabet(r"\mathcal{X}")
x, xs = outcome("x", space), sample("bold_x", space, N)
p, q = pmf("p", space), pmf("q", space)


@derivation(
    title="The sample estimate of cross-entropy is unbiased",
    chinese="交叉熵的样本估计是无偏的",
    source="Casella & Berger (2002), theorem 5.2.6; Goodfellow et al. (2016), section 5.4.2",
    documents=("003_6fbb94e585105e4a.txt, 机器学习中的交叉熵损失, (23)",),
    claim=(E(-(1 / N * Sum(log(q(xs[i])), (i, 1, N))), xs, p), "=", CrossEntropy(p, q)),
)
def sample_mean_is_unbiased(calc):
    return (
        calc(E(-(1 / N * Sum(log(q(xs[i])), (i, 1, N))), xs, p))
        .eq(-(1 / N * E(Sum(log(q(xs[i])), (i, 1, N)), xs, p)), by=expectation_linear)
        .eq(-(1 / N * Sum(E(log(q(xs[i])), xs, p), (i, 1, N))), by=expectation_of_sum)
        .eq(-(1 / N * Sum(E(log(q(x)), x, p), (i, 1, N))), by=sample_member)
        .eq(-(1 / N * (N * E(log(q(x)), x, p))), by=constant_sum)
        .eq(-E(log(q(x)), x, p), by=arithmetic)
        .eq(E(-log(q(x)), x, p), by=expectation_linear)
        .eq(CrossEntropy(p, q), by=fold(CrossEntropy))
        .qed()
    )

"""D(p || q) >= 0 (Gibbs' inequality) from ln t <= t - 1 at t = q/p, weighted with p and summed.

The fourth document calls D(p || q) > 0 Gibbs' inequality; at p = q the divergence is 0, so only >= holds for all p
and q.
"""

from qedtex import KL, Sum, derivation, index, log, outcomes, pmf, positive_integer
from qedtex.rules import cite, distribute, log_quotient, normalisation, split_sum, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)


@derivation(
    title="Gibbs' inequality: the KL divergence is not negative",
    chinese="Gibbs 不等式：KL 散度非负",
    source="Cover & Thomas (2006), theorem 2.6.3",
    documents=(
        "000_0b61e9c244fb50f2.txt, 相对熵",
        "003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量",
        "002_7735c80afe1eea90.txt, 3. 交叉熵与 Kullback-Leibler 散度（KL Divergence）",
    ),
    claim=(KL(p, q), ">=", 0),
)
def kl_nonneg(calc):
    return (
        calc(KL(p, q))
        .eq(Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n)), by=unfold(KL))
        .eq(-Sum(p(x[i]) * log(q(x[i]) / p(x[i])), (i, 1, n)), by=[log_quotient, distribute, split_sum])
        .ge(-Sum(p(x[i]) * (q(x[i]) / p(x[i]) - 1), (i, 1, n)), by=cite("divergence.log_bound"))
        .eq(-(Sum(q(x[i]), (i, 1, n)) - Sum(p(x[i]), (i, 1, n))), by=[distribute, split_sum])
        .eq(0, by=normalisation)
        .qed()
    )

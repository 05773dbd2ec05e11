"""D(p || q) = H(p, q) - H(p), as the documents have it: over n outcomes, the logarithm of the quotient taken apart."""

from qedtex import KL, CrossEntropy, Entropy, Sum, derivation, index, log, outcomes, pmf, positive_integer
from qedtex.rules import arithmetic, distribute, fold, log_quotient, split_sum, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)


@derivation(
    title="The KL divergence is cross-entropy minus entropy",
    chinese="KL 散度等于交叉熵减去熵",
    source="Cover & Thomas (2006), section 2.3; Goodfellow et al. (2016), (3.51)",
    documents=("000_0b61e9c244fb50f2.txt, 交叉熵", "001_edc3c3577b10c7cc.txt, 相对熵（KL散度）"),
    claim=(KL(p, q), "=", CrossEntropy(p, q) - Entropy(p)),
)
def kl_decomposition(calc):
    return (
        calc(KL(p, q))
        .eq(Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n)), by=unfold(KL))
        .eq(Sum(p(x[i]) * (log(p(x[i])) - log(q(x[i]))), (i, 1, n)), by=log_quotient)
        .eq(
            Sum(p(x[i]) * log(p(x[i])), (i, 1, n)) - Sum(p(x[i]) * log(q(x[i])), (i, 1, n)),
            by=[distribute, split_sum],
        )
        .eq(-Entropy(p) - Sum(p(x[i]) * log(q(x[i])), (i, 1, n)), by=fold(Entropy))
        .eq(-Entropy(p) + CrossEntropy(p, q), by=fold(CrossEntropy))
        .eq(CrossEntropy(p, q) - Entropy(p), by=arithmetic)
        .qed()
    )

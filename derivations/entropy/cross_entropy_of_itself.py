"""The cross-entropy of a distribution with itself is its entropy: H(p, p) = H(p)."""

from qedtex import CrossEntropy, Entropy, Sum, derivation, index, log, outcomes, pmf, positive_integer
from qedtex.rules import fold, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p = pmf("p", x)


@derivation(
    title="The cross-entropy of a distribution with itself is its entropy",
    chinese="分布与自身的交叉熵等于熵",
    source="Goodfellow et al. (2016), (3.51); Cover & Thomas (2006), (2.1)",
    documents=(
        "002_7735c80afe1eea90.txt, 2. 交叉熵（Cross-Entropy）",
        "004_c49fcb28c16dac78.txt, 二、交叉熵(Cross Entropy)",
    ),
    claim=(CrossEntropy(p, p), "=", Entropy(p)),
)
def cross_entropy_of_itself(calc):
    return (
        calc(CrossEntropy(p, p))
        .eq(-Sum(p(x[i]) * log(p(x[i])), (i, 1, n)), by=unfold(CrossEntropy))
        .eq(Entropy(p), by=fold(Entropy))
        .qed()
    )

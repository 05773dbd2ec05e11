"""H(p, q) >= H(p): the cross-entropy is the entropy and a divergence that is not negative.

The documents (004, 二) infer it from Shannon's theorem on codes; it follows from Gibbs' inequality.
"""

from qedtex import KL, CrossEntropy, Entropy, derivation, outcomes, pmf, positive_integer
from qedtex.rules import arithmetic, cite

x = outcomes("x", positive_integer("n"))
p, q = pmf("p", x), pmf("q", x)


@derivation(
    title="Cross-entropy is at least the entropy",
    chinese="交叉熵不小于熵",
    source="Cover & Thomas (2006), theorems 2.6.3 and 5.4.3",
    documents=("004_c49fcb28c16dac78.txt, 二、交叉熵(Cross Entropy)",),
    claim=(CrossEntropy(p, q), ">=", Entropy(p)),
)
def cross_entropy_at_least_entropy(calc):
    return (
        calc(CrossEntropy(p, q))
        .eq(Entropy(p) + KL(p, q), by=cite("cross_entropy.is_entropy_plus_kl"))
        .ge(Entropy(p) + 0, by=cite("divergence.kl_nonneg"))
        .eq(Entropy(p), by=arithmetic)
        .qed()
    )

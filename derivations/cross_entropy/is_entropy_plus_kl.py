"""H(p, q) = H(p) + D(p || q): cross-entropy is the entropy and what the wrong model costs on top."""

from qedtex import KL, CrossEntropy, Entropy, derivation, outcomes, pmf, positive_integer
from qedtex.rules import arithmetic, cite

x = outcomes("x", positive_integer("n"))
p, q = pmf("p", x), pmf("q", x)


@derivation(
    title="Cross-entropy is entropy plus KL divergence",
    chinese="交叉熵等于熵加 KL 散度",
    source="Cover & Thomas (2006), section 2.3; Murphy (2012), (2.112)",
    documents=("002_7735c80afe1eea90.txt, 3. 交叉熵与 Kullback-Leibler 散度（KL Divergence）",),
    claim=(CrossEntropy(p, q), "=", Entropy(p) + KL(p, q)),
)
def is_entropy_plus_kl(calc):
    return (
        calc(CrossEntropy(p, q))
        .eq(Entropy(p) + (CrossEntropy(p, q) - Entropy(p)), by=arithmetic)
        .eq(Entropy(p) + KL(p, q), by=cite("divergence.kl_decomposition"))
        .qed()
    )

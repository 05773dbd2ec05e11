"""D(p || q) = H(p, q) - H(p) in expectation form: nothing is said of the outcomes but that they are finitely many."""

from qedtex import KL, CrossEntropy, E, Entropy, alphabet, derivation, log, outcome, pmf
from qedtex.rules import arithmetic, expectation_linear, fold, log_quotient, unfold

X = alphabet(r"\mathcal{X}")
x = outcome("x", X)
p, q = pmf("p", X), pmf("q", X)


@derivation(
    title="The KL divergence is cross-entropy minus entropy, in expectation form",
    chinese="KL 散度等于交叉熵减去熵（期望形式）",
    source="Cover & Thomas (2006), (2.27); Goodfellow et al. (2016), (3.50) and (3.51)",
    documents=("003_6fbb94e585105e4a.txt, KL 散度", "004_c49fcb28c16dac78.txt, 三、KL 散度"),
    claim=(KL(p, q), "=", CrossEntropy(p, q) - Entropy(p)),
)
def kl_decomposition_expectation(calc):
    return (
        calc(KL(p, q))
        .eq(E(log(p(x) / q(x)), x, p), by=unfold(KL))
        .eq(E(log(p(x)) - log(q(x)), x, p), by=log_quotient)
        .eq(E(-log(q(x)) - -log(p(x)), x, p), by=arithmetic)
        .eq(E(-log(q(x)), x, p) - E(-log(p(x)), x, p), by=expectation_linear)
        .eq(CrossEntropy(p, q) - Entropy(p), by=fold(CrossEntropy, Entropy))
        .qed()
    )

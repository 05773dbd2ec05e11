"""D(p || q) = -E[ln q/p] = H(p, q) - H(p): the quotient turned over, and a minus before the expectation.

The summary of the document drops the minus of the last difference (it has H(p, q) H(p)); with it the claim is the one
of the section on the KL divergence.
"""

from qedtex import KL, CrossEntropy, E, Entropy, alphabet, derivation, ln, outcome, pmf
from qedtex.rules import arithmetic, expectation_linear, fold, log_quotient, unfold

space = alphabet(r"\mathcal{X}")
x = outcome("x", space)
p, q = pmf("p", space), pmf("q", space)


@derivation(
    title="The KL divergence from the negative expectation",
    chinese="由负期望形式得到 KL 散度的分解",
    source="Goodfellow et al. (2016), (3.50) and (3.51)",
    documents=("004_c49fcb28c16dac78.txt, 三、KL 散度(Kullback-Leiber Divergence)",),
    claim=(KL(p, q), "=", CrossEntropy(p, q) - Entropy(p)),
)
def kl_decomposition_negative(calc):
    return (
        calc(KL(p, q))
        .eq(E(ln(p(x) / q(x)), x, p), by=unfold(KL))
        .eq(-E(ln(q(x) / p(x)), x, p), by=[log_quotient, expectation_linear])
        .eq(-E(ln(q(x)) - ln(p(x)), x, p), by=log_quotient)
        .eq(-(E(ln(q(x)), x, p) - E(ln(p(x)), x, p)), by=expectation_linear)
        .eq(E(-ln(q(x)), x, p) - E(-ln(p(x)), x, p), by=[expectation_linear, arithmetic])
        .eq(CrossEntropy(p, q) - Entropy(p), by=fold(CrossEntropy, Entropy))
        .qed()
    )

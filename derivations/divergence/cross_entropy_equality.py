"""H(p, q) = H(p) exactly where q = p: their difference is the divergence, which is 0 only there."""

from qedtex import KL, CrossEntropy, Entropy, derivation, every, index, outcomes, pmf, positive_integer, statement
from qedtex.rules import both_sides, cite

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)


@derivation(
    title="Cross-entropy equals the entropy only for equal distributions",
    chinese="交叉熵等于熵当且仅当 q = p",
    source="Cover & Thomas (2006), theorem 2.6.3",
    documents=(
        "004_c49fcb28c16dac78.txt, 二、交叉熵(Cross Entropy)",
        "001_edc3c3577b10c7cc.txt, 相对熵（KL散度）",
        "002_7735c80afe1eea90.txt, 2. 交叉熵（Cross-Entropy）",
    ),
    claim=(
        statement(CrossEntropy(p, q), "=", Entropy(p)),
        "iff",
        every(statement(q(x[i]), "=", p(x[i])), (i, 1, n)),
    ),
)
def cross_entropy_equality(calc):
    return (
        calc(statement(CrossEntropy(p, q), "=", Entropy(p)))
        .iff(statement(Entropy(p) + KL(p, q), "=", Entropy(p)), by=cite("cross_entropy.is_entropy_plus_kl"))
        .iff(statement(KL(p, q), "=", 0), by=both_sides)
        .iff(every(statement(q(x[i]), "=", p(x[i])), (i, 1, n)), by=cite("divergence.kl_zero_iff"))
        .qed()
    )

"""The parameters of least conditional KL divergence are those of least conditional cross-entropy."""

from qedtex import KL, CrossEntropy, E, Entropy, alphabet, argmin, derivation, log, outcome, pmf, real
from qedtex.rules import cite, extremum_drop_constant, unfold

inputs, labels, theta = alphabet(r"\mathcal{X}"), alphabet(r"\mathcal{Y}"), real("theta")
x, y = outcome("x", inputs), outcome("y", labels)
p, P, Q = pmf("p_data", inputs), pmf("P_data", labels), pmf("Q", labels)
true_law, model = P(y | x).distribution, Q(y | x, params=theta)
cross_entropy = CrossEntropy(true_law, model.distribution, 2)


@derivation(
    title="Least conditional KL divergence is least cross-entropy",
    chinese="最小化条件 KL 散度等价于最小化交叉熵",
    source="Goodfellow et al. (2016), section 5.5, (5.61); Cover & Thomas (2006), (2.65)",
    documents=("003_6fbb94e585105e4a.txt, 机器学习中的交叉熵损失, (20) to (22)",),
    claim=(
        argmin(E(KL(true_law, model.distribution, 2), x, p), theta),
        "=",
        argmin(E(E(-log(model, 2), y, true_law), x, p), theta),
    ),
)
def conditional_kl_argmin(calc):
    return (
        calc(argmin(E(KL(true_law, model.distribution, 2), x, p), theta))
        .eq(
            argmin(E(cross_entropy, x, p) - E(Entropy(true_law, 2), x, p), theta),
            by=cite("likelihood.conditional_kl"),
        )
        .eq(argmin(E(cross_entropy, x, p), theta), by=extremum_drop_constant)
        .eq(argmin(E(E(-log(model, 2), y, true_law), x, p), theta), by=unfold(CrossEntropy))
        .qed()
    )

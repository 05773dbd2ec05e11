"""The KL divergence of two conditional distributions, over inputs and labels of the data: cross-entropy minus entropy.

D(P(y | x) || Q(y | x)) is the mean over the inputs of the divergence at each: x is drawn from p_data, then y from
P_data( . | x), which together is (x, y) drawn from the data.
"""

from qedtex import KL, CrossEntropy, E, Entropy, alphabet, derivation, log, outcome, pmf, real
from qedtex.rules import arithmetic, expectation_linear, fold, log_quotient, unfold

inputs, labels, theta = alphabet(r"\mathcal{X}"), alphabet(r"\mathcal{Y}"), real("theta")
x, y = outcome("x", inputs), outcome("y", labels)
p, P, Q = pmf("p_data", inputs), pmf("P_data", labels), pmf("Q", labels)
true, model = P(y | x), Q(y | x, params=theta)
true_law, model_law = true.distribution, model.distribution


def mean(value):
    return E(E(value, y, true_law), x, p)


@derivation(
    title="The conditional KL divergence is cross-entropy minus entropy",
    chinese="条件 KL 散度等于交叉熵减去熵",
    source="Cover & Thomas (2006), (2.65); Goodfellow et al. (2016), section 5.5.1",
    documents=("003_6fbb94e585105e4a.txt, 机器学习中的交叉熵损失, (21)",),
    claim=(
        E(KL(true_law, model_law, 2), x, p),
        "=",
        E(CrossEntropy(true_law, model_law, 2), x, p) - E(Entropy(true_law, 2), x, p),
    ),
)
def conditional_kl(calc):
    return (
        calc(E(KL(true_law, model_law, 2), x, p))
        .eq(mean(log(true / model, 2)), by=unfold(KL))
        .eq(mean(log(true, 2) - log(model, 2)), by=log_quotient)
        .eq(mean(-log(model, 2) - -log(true, 2)), by=arithmetic)
        .eq(mean(-log(model, 2)) - mean(-log(true, 2)), by=expectation_linear)
        .eq(
            E(CrossEntropy(true_law, model_law, 2), x, p) - E(Entropy(true_law, 2), x, p),
            by=fold(CrossEntropy, Entropy),
        )
        .qed()
    )

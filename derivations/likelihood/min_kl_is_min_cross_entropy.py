"""Minimising the KL divergence from the data to the model is minimising their cross-entropy: the entropy is fixed."""

from qedtex import KL, CrossEntropy, E, Entropy, alphabet, argmin, derivation, log, outcome, pmf, real
from qedtex.rules import arithmetic, expectation_linear, extremum_drop_constant, fold, log_quotient, unfold

space, theta = alphabet(r"\mathcal{X}"), real("theta")
x = outcome("x", space)
p_data, p_model = pmf("p_data", space), pmf("p_model", space)


@derivation(
    title="Least KL divergence is least cross-entropy",
    chinese="最小化 KL 散度等价于最小化交叉熵",
    source="Goodfellow et al. (2016), section 5.5, (5.60) and (5.61)",
    documents=(
        "001_edc3c3577b10c7cc.txt, 交叉熵",
        "002_7735c80afe1eea90.txt, 3. 交叉熵与 Kullback-Leibler 散度（KL Divergence）",
        "004_c49fcb28c16dac78.txt, 三、KL 散度, 思考",
    ),
    claim=(argmin(KL(p_data, p_model.at(theta)), theta), "=", argmin(CrossEntropy(p_data, p_model.at(theta)), theta)),
)
def min_kl_is_min_cross_entropy(calc):
    cross_entropy, model = CrossEntropy(p_data, p_model.at(theta)), p_model(x, params=theta)
    return (
        calc(argmin(KL(p_data, p_model.at(theta)), theta))
        .eq(argmin(E(log(p_data(x) / model), x, p_data), theta), by=unfold(KL))
        .eq(argmin(E(log(p_data(x)) - log(model), x, p_data), theta), by=log_quotient)
        .eq(
            argmin(E(-log(model), x, p_data) - E(-log(p_data(x)), x, p_data), theta),
            by=[expectation_linear, arithmetic],
        )
        .eq(argmin(cross_entropy - Entropy(p_data), theta), by=fold(CrossEntropy, Entropy))
        .eq(argmin(cross_entropy, theta), by=extremum_drop_constant)
        .qed()
    )

"""The logarithm of the Laplace density with mean 0: a constant, and minus the absolute value over the scale."""

from qedtex import absolute, density, derivation, exp, law, ln, parameter, positive
from qedtex.rules import log_exp, log_product

theta, b, p = parameter("theta"), positive("b"), law("p")


@derivation(
    title="The log density of a Laplace distribution",
    chinese="拉普拉斯分布的对数密度",
    source="Goodfellow et al. (2016), section 3.9.4, (3.26); Murphy (2012), section 2.4.3",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(ln(p(theta)), "=", ln(1 / (2 * b)) - absolute(theta) / b),
    given=(
        density(
            p(theta),
            1 / (2 * b) * exp(-absolute(theta) / b),
            for_all=(theta,),
            name="Laplace",
            chinese="拉普拉斯分布的",
        ),
    ),
)
def laplace_log_density(calc):
    return (
        calc(ln(p(theta)))
        .eq(ln(1 / (2 * b) * exp(-absolute(theta) / b)), by="Laplace")
        .eq(ln(1 / (2 * b)) + ln(exp(-absolute(theta) / b)), by=log_product)
        .eq(ln(1 / (2 * b)) - absolute(theta) / b, by=log_exp)
        .qed()
    )

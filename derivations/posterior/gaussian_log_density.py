"""The logarithm of the Gaussian density with mean 0: a constant, and minus the square over twice the variance."""

from qedtex import density, derivation, exp, law, ln, parameter, pi, positive, sqrt
from qedtex.rules import log_exp, log_product

theta, sigma, p = parameter("theta"), positive("sigma"), law("p")


@derivation(
    title="The log density of a Gaussian",
    chinese="高斯分布的对数密度",
    source="Goodfellow et al. (2016), section 3.9.3, (3.21); Murphy (2012), section 2.4.1",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 2",),
    claim=(ln(p(theta)), "=", ln(1 / (sqrt(2 * pi) * sigma)) - theta**2 / (2 * sigma**2)),
    given=(
        density(
            p(theta),
            1 / (sqrt(2 * pi) * sigma) * exp(-(theta**2) / (2 * sigma**2)),
            for_all=(theta,),
            name="Gaussian",
            chinese="高斯分布的",
        ),
    ),
)
def gaussian_log_density(calc):
    constant = 1 / (sqrt(2 * pi) * sigma)
    return (
        calc(ln(p(theta)))
        .eq(ln(constant * exp(-(theta**2) / (2 * sigma**2))), by="Gaussian")
        .eq(ln(constant) + ln(exp(-(theta**2) / (2 * sigma**2))), by=log_product)
        .eq(ln(constant) - theta**2 / (2 * sigma**2), by=log_exp)
        .qed()
    )

"""The Gaussian density integrates to 1, by a change of variable to Gauss' integral."""

from qedtex import derivation, exp, oo, pi, positive, real, sqrt
from qedtex.rules import arithmetic, gauss_integral, integral_linear, integral_substitution
from qedtex.terms import Integral, Interval

x, mu, sigma = real("x"), real("mu"), positive("sigma")


def over_the_reals(body):
    return Integral(Interval(-oo, oo), x, body)


@derivation(
    title="The Gaussian density integrates to 1",
    chinese="高斯概率密度的积分为 1",
    source="Goodfellow et al. (2016), section 3.9.3, (3.21); Rudin (1976), section 8.21",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 2",),
    claim=(over_the_reals(1 / (sqrt(2 * pi) * sigma) * exp(-((x - mu) ** 2) / (2 * sigma**2))), "=", 1),
)
def gaussian_integrates_to_one(calc):
    constant = 1 / (sqrt(2 * pi) * sigma)
    scale = sqrt(2) * sigma
    return (
        calc(over_the_reals(constant * exp(-((x - mu) ** 2) / (2 * sigma**2))))
        .eq(constant * over_the_reals(exp(-((x - mu) ** 2) / (2 * sigma**2))), by=integral_linear)
        .eq(
            constant * (scale * over_the_reals(exp(-((scale * x + mu - mu) ** 2) / (2 * sigma**2)))),
            by=integral_substitution(scale, mu),
        )
        .eq(constant * scale * over_the_reals(exp(-(x**2))), by=arithmetic)
        .eq(constant * scale * sqrt(pi), by=gauss_integral)
        .eq(1)
        .qed()
    )

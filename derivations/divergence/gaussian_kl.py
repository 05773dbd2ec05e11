"""The divergence of two Gaussians in closed form, from the mean and variance of the first."""

from fractions import Fraction

from qedtex import derivation, exp, ln, oo, pi, positive, real, sqrt
from qedtex.rules import arithmetic, cite, log_exp, log_product, log_quotient
from qedtex.terms import Integral, Interval

x = real("x")
mu, nu, sigma, tau = real("mu_1"), real("mu_2"), positive("sigma_1"), positive("sigma_2")


def density(mean, deviation):
    return 1 / (sqrt(2 * pi) * deviation) * exp(-((x - mean) ** 2) / (2 * deviation**2))


def over_the_reals(body):
    return Integral(Interval(-oo, oo), x, body)


p, q = density(mu, sigma), density(nu, tau)


@derivation(
    title="The divergence of two Gaussians",
    chinese="两个高斯分布的 KL 散度",
    source="Bishop (2006), exercise 1.30",
    documents=("003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量",),
    claim=(
        over_the_reals(p * ln(p / q)),
        "=",
        ln(tau / sigma) + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2) - Fraction(1, 2),
    ),
)
def gaussian_kl(calc):
    a = ln(tau / sigma) + (mu - nu) ** 2 / (2 * tau**2)
    b = (mu - nu) / tau**2
    c = 1 / (2 * tau**2) - 1 / (2 * sigma**2)
    return (
        calc(over_the_reals(p * ln(p / q)))
        .eq(
            over_the_reals((ln(tau / sigma) - (x - mu) ** 2 / (2 * sigma**2) + (x - nu) ** 2 / (2 * tau**2)) * p),
            by=[log_quotient, log_product, log_exp],
        )
        .eq(over_the_reals((c * (x - mu) ** 2 + b * (x - mu) + a) * p), by=arithmetic)
        .eq(c * sigma**2 + a, by=cite("posterior.gaussian_quadratic_mean"))
        .eq(ln(tau / sigma) + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2) - Fraction(1, 2), by=arithmetic)
        .qed()
    )

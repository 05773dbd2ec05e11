"""The closed form of the divergence of two Gaussians is not negative: ln t <= t - 1 at the ratio of the variances."""

from fractions import Fraction

from qedtex import derivation, ln, positive, real
from qedtex.rules import arithmetic, cite, compare, log_power, log_quotient

mu, nu, sigma, tau = real("mu_1"), real("mu_2"), positive("sigma_1"), positive("sigma_2")
divergence = ln(tau / sigma) + (sigma**2 + (mu - nu) ** 2) / (2 * tau**2) - Fraction(1, 2)


@derivation(
    title="The divergence of two Gaussians is not negative",
    chinese="两个高斯分布的 KL 散度非负",
    source="Cover & Thomas (2006), theorem 2.6.3; Bishop (2006), exercise 1.30",
    documents=("003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量",),
    claim=(divergence, ">=", 0),
)
def gaussian_kl_nonneg(calc):
    half = Fraction(1, 2)
    rest = half * (sigma**2 / tau**2 - 1) + (mu - nu) ** 2 / (2 * tau**2)
    return (
        calc(divergence)
        .eq(rest - half * ln(sigma**2 / tau**2), by=[log_quotient, log_power])
        .ge(rest - half * (sigma**2 / tau**2 - 1), by=cite("divergence.log_bound"))
        .eq((mu - nu) ** 2 / (2 * tau**2), by=arithmetic)
        .ge(0, by=compare)
        .qed()
    )

"""The expectation of a quadratic under a Gaussian, from its mass, its mean and its variance."""

from qedtex import derivation, exp, oo, pi, positive, real, sqrt
from qedtex.rules import arithmetic, cite, integral_linear
from qedtex.terms import Integral, Interval

x, mu, sigma = real("x"), real("mu"), positive("sigma")
a, b, c = real("a"), real("b"), real("c")
density = 1 / (sqrt(2 * pi) * sigma) * exp(-((x - mu) ** 2) / (2 * sigma**2))


def over_the_reals(body):
    return Integral(Interval(-oo, oo), x, body)


@derivation(
    title="The expectation of a quadratic under a Gaussian",
    chinese="高斯分布下二次式的期望",
    source="Bishop (2006), (1.49) to (1.51)",
    documents=("003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量",),
    claim=(over_the_reals((c * (x - mu) ** 2 + b * (x - mu) + a) * density), "=", c * sigma**2 + a),
)
def gaussian_quadratic_mean(calc):
    mass, mean, variance = (over_the_reals(part) for part in (density, (x - mu) * density, (x - mu) ** 2 * density))
    return (
        calc(over_the_reals((c * (x - mu) ** 2 + b * (x - mu) + a) * density))
        .eq(over_the_reals(a * density + b * ((x - mu) * density) + c * ((x - mu) ** 2 * density)), by=arithmetic)
        .eq(a * mass + b * mean + c * variance, by=integral_linear)
        .eq(a * 1 + b * mean + c * variance, by=cite("posterior.gaussian_integrates_to_one"))
        .eq(a * 1 + b * 0 + c * variance, by=cite("posterior.gaussian_first_moment"))
        .eq(a * 1 + b * 0 + c * sigma**2, by=cite("posterior.gaussian_second_moment"))
        .eq(c * sigma**2 + a, by=arithmetic)
        .qed()
    )

"""The variance of a Gaussian, by parts: the derivative of (x - mu) p(x) integrates to 0."""

from qedtex import derivation, diff, exp, oo, pi, positive, real, sqrt
from qedtex.rules import (
    arithmetic,
    cite,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    derivative_product,
    integral_by_antiderivative,
    integral_linear,
)
from qedtex.terms import Integral, Interval, term

x, mu, sigma = real("x"), real("mu"), positive("sigma")
density = 1 / (sqrt(2 * pi) * sigma) * exp(-((x - mu) ** 2) / (2 * sigma**2))


def over_the_reals(body):
    return Integral(Interval(-oo, oo), x, body)


@derivation(
    title="The variance of a Gaussian",
    chinese="高斯分布的方差",
    source="Bishop (2006), (1.50) and (1.51)",
    documents=("003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量",),
    claim=(over_the_reals((x - mu) ** 2 * density), "=", sigma**2),
)
def gaussian_second_moment(calc):
    remainder = (x - mu) ** 2 * density - sigma**2 * density
    slope = (
        calc(diff(-(sigma**2) * (x - mu) * density, x))
        .eq(
            -(sigma**2) * (diff(x - mu, x) * density + (x - mu) * diff(density, x)),
            by=[derivative_linear, derivative_product],
        )
        .eq(
            -(sigma**2) * (density - (x - mu) * density * (2 * (x - mu) / (2 * sigma**2))),
            by=[derivative_linear, derivative_chain, derivative_identity],
        )
        .eq(remainder, by=arithmetic)
        .qed("slope")
    )
    gone = calc(over_the_reals(remainder)).eq(term(0) - 0, by=integral_by_antiderivative(slope)).eq(0).qed("by_parts")
    return (
        calc(over_the_reals((x - mu) ** 2 * density))
        .eq(over_the_reals(remainder + sigma**2 * density), by=arithmetic)
        .eq(over_the_reals(remainder) + sigma**2 * over_the_reals(density), by=integral_linear)
        .eq(0 + sigma**2 * over_the_reals(density), by=gone)
        .eq(0 + sigma**2 * 1, by=cite("posterior.gaussian_integrates_to_one"))
        .eq(sigma**2, by=arithmetic)
        .qed()
    )

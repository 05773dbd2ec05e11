"""The mean of a Gaussian: (x - mu) p(x) integrates to 0, as the derivative of what vanishes at both ends."""

from qedtex import derivation, diff, exp, oo, pi, positive, real, sqrt
from qedtex.rules import (
    arithmetic,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    integral_by_antiderivative,
)
from qedtex.terms import Integral, Interval, term

x, mu, sigma = real("x"), real("mu"), positive("sigma")
density = 1 / (sqrt(2 * pi) * sigma) * exp(-((x - mu) ** 2) / (2 * sigma**2))


def over_the_reals(body):
    return Integral(Interval(-oo, oo), x, body)


@derivation(
    title="The mean of a Gaussian",
    chinese="高斯分布的均值",
    source="Bishop (2006), (1.49)",
    documents=("003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量",),
    claim=(over_the_reals((x - mu) * density), "=", 0),
)
def gaussian_first_moment(calc):
    slope = (
        calc(diff(-(sigma**2) * density, x))
        .eq(
            sigma**2 * density * (2 * (x - mu) / (2 * sigma**2)),
            by=[derivative_linear, derivative_chain, derivative_identity],
        )
        .eq((x - mu) * density, by=arithmetic)
        .qed("slope")
    )
    return (
        calc(over_the_reals((x - mu) * density))
        .eq(term(0) - 0, by=integral_by_antiderivative(slope))
        .eq(0, by=arithmetic)
        .qed()
    )

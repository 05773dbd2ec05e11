"""The Laplace density integrates to 1: on each side of its centre it is an exponential."""

from qedtex import absolute, derivation, diff, exp, oo, positive, real
from qedtex.rules import (
    arithmetic,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    integral_absolute,
    integral_by_antiderivative,
    integral_linear,
    integral_split,
    integral_substitution,
)
from qedtex.terms import Integral, Interval, term

x, mu, b = real("x"), real("mu"), positive("b")


def between(lower, upper, body):
    return Integral(Interval(term(lower), term(upper)), x, body)


@derivation(
    title="The Laplace density integrates to 1",
    chinese="拉普拉斯概率密度的积分为 1",
    source="Goodfellow et al. (2016), section 3.9.4, (3.26)",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(between(-oo, oo, 1 / (2 * b) * exp(-absolute(x - mu) / b)), "=", 1),
)
def laplace_integrates_to_one(calc):
    reasons = [derivative_linear, derivative_chain, derivative_identity, arithmetic]
    right = calc(diff(-b * exp(-x / b), x)).eq(exp(-x / b), by=reasons[:3]).qed("right_side")
    left = calc(diff(b * exp(x / b), x)).eq(exp(x / b), by=reasons[:3]).qed("left_side")
    size = absolute(x)
    return (
        calc(between(-oo, oo, 1 / (2 * b) * exp(-absolute(x - mu) / b)))
        .eq(1 / (2 * b) * between(-oo, oo, exp(-absolute(x - mu) / b)), by=integral_linear)
        .eq(1 / (2 * b) * between(-oo, oo, exp(-size / b)), by=integral_substitution(term(1), mu))
        .eq(
            1 / (2 * b) * (between(-oo, 0, exp(-size / b)) + between(0, oo, exp(-size / b))), by=integral_split(term(0))
        )
        .eq(1 / (2 * b) * (between(-oo, 0, exp(x / b)) + between(0, oo, exp(-x / b))), by=integral_absolute)
        .eq(
            1 / (2 * b) * (b * exp(0 / b) - 0 + (0 - -b * exp(-term(0) / b))),
            by=[integral_by_antiderivative(left), integral_by_antiderivative(right)],
        )
        .eq(1, by=arithmetic)
        .qed()
    )

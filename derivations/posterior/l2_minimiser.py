"""With a penalty theta^2 / (2 sigma^2) the minimiser is proportional to the data's gradient at 0: small, but not 0.

The data term is g theta + a theta^2 / 2, its gradient at 0 is g and its curvature a >= 0.
"""

from qedtex import argmin, derivation, known, nonnegative, points, positive, real
from qedtex.rules import arithmetic, compare, unique_extremum

theta, g, a, sigma = real("theta"), real("g"), nonnegative("a"), positive("sigma")
curvature = a + 1 / sigma**2
least = -g / curvature


def objective(at):
    return g * at + a * at**2 / 2 + at**2 / (2 * sigma**2)


@derivation(
    title="The minimiser under an L2 penalty",
    chinese="L2 正则化的最小值点",
    source="Goodfellow et al. (2016), section 7.1.1; Murphy (2012), section 13.3.1",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(argmin(objective(theta), theta), "=", points(least)),
)
def l2_minimiser(calc):
    elsewhere = (
        calc(objective(theta), given=[known("elsewhere", theta, least, relation="!=")])
        .eq(objective(least) + curvature / 2 * (theta - least) ** 2, by=arithmetic)
        .gt(objective(least) + 0, by=compare)
        .eq(objective(least), by=arithmetic)
        .qed("greater_elsewhere")
    )
    return calc(argmin(objective(theta), theta)).eq(points(least), by=unique_extremum(elsewhere)).qed()

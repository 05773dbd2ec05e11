"""Under a penalty lambda |theta| a gradient g < -lambda moves the minimiser by g + lambda and not by g: soft threshold.

The data term is g theta + a theta^2 / 2; for g between -lambda and lambda the minimiser is 0, see
zero_is_only_l1_minimiser.
"""

from qedtex import absolute, argmin, derivation, known, points, positive, real
from qedtex.rules import absolute_bound, arithmetic, compare, square_of_absolute, unique_extremum

theta, g, a, strength = real("theta"), real("g"), positive("a"), positive("lambda")
least = -((g + strength) / a)


def objective(at):
    return g * at + a * at**2 / 2 + strength * absolute(at)


@derivation(
    title="The minimiser under an L1 penalty, large negative gradient",
    chinese="L1 正则化的最小值点（梯度小于 -λ）",
    source="Boyd & Vandenberghe (2004), section 6.3.2; Murphy (2012), section 13.3.2",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(argmin(objective(theta), theta), "=", points(least)),
    given=(known("large", g, -strength, relation="<", english="the gradient is large", chinese="梯度较大"),),
)
def l1_minimiser_positive(calc):
    elsewhere = (
        calc(objective(theta), given=[known("elsewhere", theta, least, relation="!=")])
        .ge(g * theta + a * theta**2 / 2 + strength * theta, by=absolute_bound)
        .eq(g * least + a * least**2 / 2 + strength * least + a / 2 * (theta - least) ** 2, by=arithmetic)
        .gt(g * least + a * least**2 / 2 + strength * least + 0, by=compare)
        .eq(objective(least), by=square_of_absolute)
        .qed("greater_elsewhere")
    )
    return calc(argmin(objective(theta), theta)).eq(points(least), by=unique_extremum(elsewhere)).qed()

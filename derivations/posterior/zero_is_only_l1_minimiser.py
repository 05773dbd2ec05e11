"""Under the penalty lambda |theta| 0 is the only minimiser where |g| < lambda, for g the data's gradient there.

At |g| = lambda itself there can be others: for L(theta) = -lambda theta and theta > 0 the objective is 0 throughout.
"""

from qedtex import absolute, argmin, derivation, function, known, points, positive, real
from qedtex.rules import absolute_bound, absolute_of_product, arithmetic, unique_extremum

theta, t, g, strength = real("theta"), real("t"), real("g"), positive("lambda")
L = function("L")


@derivation(
    title="Zero is the only minimiser under an L1 penalty",
    chinese="L1 正则化下 0 是唯一的最小值点",
    source="Boyd & Vandenberghe (2004), section 6.3.2; Murphy (2012), section 13.3.2",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(argmin(L(theta) + strength * absolute(theta), theta), "=", points(0)),
    given=(
        known(
            "convex",
            L(t),
            L(0) + g * t,
            relation=">=",
            for_all=(t,),
            english="the data term lies above its tangent at 0",
            chinese="数据项在 0 处的切线之上",
        ),
        known("small", absolute(g), strength, relation="<", english="the gradient is small", chinese="梯度较小"),
    ),
)
def zero_is_only_l1_minimiser(calc):
    penalty = strength * absolute(theta)
    elsewhere = (
        calc(L(theta) + penalty, given=[known("elsewhere", theta, 0, relation="!=")])
        .ge(L(0) + g * theta + penalty, by="convex")
        .ge(L(0) - absolute(g * theta) + penalty, by=absolute_bound)
        .eq(L(0) - absolute(g) * absolute(theta) + penalty, by=absolute_of_product)
        .gt(L(0) - strength * absolute(theta) + penalty, by="small")
        .eq(L(0) + strength * absolute(0), by=arithmetic)
        .qed("greater_elsewhere")
    )
    return calc(argmin(L(theta) + penalty, theta)).eq(points(0), by=unique_extremum(elsewhere)).qed()

"""Under the penalty lambda |theta| 0 is a minimiser wherever the data's gradient there is from -lambda to lambda.

The data term L is convex with gradient g at 0: it lies above its tangent, L(theta) >= L(0) + g theta. A Laplace prior
of scale b has lambda = 1/b (see l1_strength). This interval of gradients, up to its sign the subdifferential of the
penalty at 0, is why L1 regularisation is sparse.
"""

from qedtex import absolute, derivation, function, known, positive, real
from qedtex.rules import absolute_bound, absolute_of_product, arithmetic

theta, t, g, strength = real("theta"), real("t"), real("g"), positive("lambda")
L = function("L")


@derivation(
    title="Zero is a minimiser under an L1 penalty",
    chinese="L1 正则化下 0 是最小值点",
    source="Boyd & Vandenberghe (2004), section 6.3.2; Murphy (2012), section 13.3.2",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(L(theta) + strength * absolute(theta), ">=", L(0) + strength * absolute(0)),
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
        known("small", absolute(g), strength, relation="<=", english="the gradient is small", chinese="梯度较小"),
    ),
)
def zero_is_l1_minimiser(calc):
    penalty = strength * absolute(theta)
    return (
        calc(L(theta) + penalty)
        .ge(L(0) + g * theta + penalty, by="convex")
        .ge(L(0) - absolute(g * theta) + penalty, by=absolute_bound)
        .eq(L(0) - absolute(g) * absolute(theta) + penalty, by=absolute_of_product)
        .ge(L(0) - strength * absolute(theta) + penalty, by="small")
        .eq(L(0) + strength * absolute(0), by=arithmetic)
        .qed()
    )

"""Under an L1 penalty 0 has a greater objective than a step against the gradient g there, where g is below -lambda.

The data term L curves by at most c: L(theta) <= L(0) + g theta + c theta^2 / 2, as it does where its gradient is
c-Lipschitz. Together with zero_is_l1_minimiser the interval of gradients from -lambda to lambda is sharp.
"""

from qedtex import absolute, derivation, function, known, positive, real
from qedtex.rules import arithmetic, compare, square_of_absolute

t, g, strength, c = real("t"), real("g"), positive("lambda"), positive("c")
L = function("L")
step = -((g + strength) / c)


@derivation(
    title="Zero is no minimiser under an L1 penalty where the gradient is below -lambda",
    chinese="梯度小于 -λ时 0 不是 L1 正则化的最小值点",
    source="Boyd & Vandenberghe (2004), sections 6.3.2 and 9.1.2; Murphy (2012), section 13.3.2",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(L(step) + strength * absolute(step), "<", L(0) + strength * absolute(0)),
    given=(
        known(
            "smooth",
            L(t),
            L(0) + g * t + c * t**2 / 2,
            relation="<=",
            for_all=(t,),
            english="the data term curves by at most c",
            chinese="数据项的曲率不超过 c",
        ),
        known("large", g, -strength, relation="<", english="the gradient is large", chinese="梯度较大"),
    ),
)
def zero_is_no_l1_minimiser_below(calc):
    return (
        calc(L(step) + strength * absolute(step))
        .eq(L(step) + strength * step, by=square_of_absolute)
        .le(L(0) + g * step + c * step**2 / 2 + strength * step, by="smooth")
        .eq(L(0) - (g + strength) ** 2 / (2 * c), by=arithmetic)
        .lt(L(0) - 0, by=compare)
        .eq(L(0) + strength * absolute(0), by=arithmetic)
        .qed()
    )

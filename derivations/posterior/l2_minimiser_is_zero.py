"""Under an L2 penalty the minimiser is 0 for the one gradient 0 alone: L2 regularisation is not sparse."""

from qedtex import derivation, nonnegative, positive, real, statement
from qedtex.rules import both_sides

g, a, sigma = real("g"), nonnegative("a"), positive("sigma")
curvature = a + 1 / sigma**2


@derivation(
    title="When the minimiser under an L2 penalty is zero",
    chinese="L2 正则化的最小值点何时为 0",
    source="Goodfellow et al. (2016), section 7.1.2; Murphy (2012), section 13.3.1",
    documents=("004_c49fcb28c16dac78.txt, 五、最大后验估计(MAP), 思考 3",),
    claim=(statement(-g / curvature, "=", 0), "iff", statement(g, "=", 0)),
)
def l2_minimiser_is_zero(calc):
    return (
        calc(statement(-g / curvature, "=", 0))
        .iff(statement(-g, "=", 0), by=both_sides(curvature))
        .iff(statement(g, "=", 0), by=both_sides)
        .qed()
    )

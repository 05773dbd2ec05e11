"""The gradient of the binary cross-entropy in each component of the parameters, for an input of several features.

The document writes -(Yhat - Y) X for it, with a sign too many; see cross_entropy_gradient.
"""

from qedtex import Sum, derivation, diff, index, integer, label, ln, positive_integer, real, sigmoid, vector
from qedtex.rules import (
    arithmetic,
    cite,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    kronecker_sum,
)

d, j = positive_integer("d"), index("j")
k = integer("k", 1, d)
theta, x, y, z = vector("theta", d), vector("x", d), label("y"), real("z")
u = Sum(theta[j] * x[j], (j, 1, d))


@derivation(
    title="The gradient of the cross-entropy in each parameter",
    chinese="交叉熵损失对每个参数的梯度",
    source="Goodfellow et al. (2016), section 6.2.2.2; Murphy (2012), (8.5)",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(-(y * ln(sigmoid(u)) + (1 - y) * ln(1 - sigmoid(u))), theta[k]), "=", (sigmoid(u) - y) * x[k]),
)
def cross_entropy_gradient_vector(calc):
    s, slope = sigmoid(u), diff(sigmoid(u), theta[k])
    outer = -(y / s - (1 - y) / (1 - s))
    return (
        calc(diff(-(y * ln(s) + (1 - y) * ln(1 - s)), theta[k]))
        .eq(-(y * diff(ln(s), theta[k]) + (1 - y) * diff(ln(1 - s), theta[k])), by=derivative_linear)
        .eq(-(y * slope / s - (1 - y) * slope / (1 - s)), by=[derivative_chain, derivative_linear])
        .eq(outer * slope, by=arithmetic)
        .eq(outer * (diff(sigmoid(z), z, at=u) * diff(u, theta[k])), by=derivative_chain)
        .eq(
            outer * (diff(sigmoid(z), z, at=u) * x[k]),
            by=[derivative_linear, derivative_identity, kronecker_sum],
        )
        .eq(outer * (s * (1 - s) * x[k]), by=cite("gradients.sigmoid_derivative"))
        .eq((s - y) * x[k], by=arithmetic)
        .qed()
    )

"""The gradient of the binary cross-entropy through a sigmoid: prediction minus label, times the input.

The document has -(Yhat - Y) X, with a sign too many: at theta x = 4, x = 2, y = 0 that is about -1.96, yet raising
theta raises the loss there. The document's own number for that point, +1.96, agrees with what is shown here.
"""

from qedtex import derivation, diff, label, ln, real, sigmoid
from qedtex.rules import arithmetic, cite, derivative_chain, derivative_identity, derivative_linear

theta, x, y, z = real("theta"), real("x"), label("y"), real("z")
u = theta * x


@derivation(
    title="The gradient of the cross-entropy through a sigmoid",
    chinese="交叉熵损失经 sigmoid 的梯度",
    source="Goodfellow et al. (2016), section 6.2.2.2; Murphy (2012), (8.5)",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(-(y * ln(sigmoid(u)) + (1 - y) * ln(1 - sigmoid(u))), theta), "=", (sigmoid(u) - y) * x),
)
def cross_entropy_gradient(calc):
    s, slope = sigmoid(u), diff(sigmoid(u), theta)
    return (
        calc(diff(-(y * ln(s) + (1 - y) * ln(1 - s)), theta))
        .eq(-(y * diff(ln(s), theta) + (1 - y) * diff(ln(1 - s), theta)), by=derivative_linear)
        .eq(-(y * slope / s - (1 - y) * slope / (1 - s)), by=[derivative_chain, derivative_linear, derivative_identity])
        .eq(-(y / s - (1 - y) / (1 - s)) * slope, by=arithmetic)
        .eq(
            -(y / s - (1 - y) / (1 - s)) * (diff(sigmoid(z), z, at=u) * x),
            by=[derivative_chain, derivative_linear, derivative_identity],
        )
        .eq(-(y / s - (1 - y) / (1 - s)) * (s * (1 - s) * x), by=cite("gradients.sigmoid_derivative"))
        .eq((s - y) * x, by=arithmetic)
        .qed()
    )

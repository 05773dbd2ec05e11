"""The gradient of the squared error through a sigmoid carries the factor sigma (1 - sigma), which can be tiny.

The document has this gradient right, but its update rule has a stray theta: it writes theta - 0.04 eta theta, while
gradient descent subtracts eta times the gradient, theta - 0.04 eta (for eta = 1, theta = 2 they differ by 0.04).
"""

from qedtex import derivation, diff, label, real, sigmoid
from qedtex.rules import cite, derivative_chain, derivative_identity, derivative_linear

theta, x, y, z = real("theta"), real("x"), label("y"), real("z")
u = theta * x


@derivation(
    title="The gradient of the squared error through a sigmoid",
    chinese="均方差损失经 sigmoid 的梯度",
    source="Goodfellow et al. (2016), section 6.2.2.2",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff((sigmoid(u) - y) ** 2 / 2, theta), "=", (sigmoid(u) - y) * (sigmoid(u) * (1 - sigmoid(u))) * x),
)
def squared_error_gradient(calc):
    slope = diff(sigmoid(z), z, at=u)
    return (
        calc(diff((sigmoid(u) - y) ** 2 / 2, theta))
        .eq((sigmoid(u) - y) * diff(sigmoid(u), theta), by=[derivative_chain, derivative_linear, derivative_identity])
        .eq((sigmoid(u) - y) * slope * x, by=[derivative_chain, derivative_linear, derivative_identity])
        .eq(
            (sigmoid(u) - y) * (sigmoid(u) * (1 - sigmoid(u))) * x,
            by=cite("gradients.sigmoid_derivative"),
        )
        .qed()
    )

"""The document's example for the cross-entropy: theta x = 4, x = 2, y = 0 gives a gradient of about 1.96."""

from qedtex import decimal, derivation, diff, known, label, ln, real, sigmoid
from qedtex.rules import cite, rounded

theta, x, y = real("theta"), real("x"), label("y")
u = theta * x
loss = -(y * ln(sigmoid(u)) + (1 - y) * ln(1 - sigmoid(u)))


@derivation(
    title="The gradient of the cross-entropy in the example",
    chinese="例子中交叉熵损失的梯度",
    source="Goodfellow et al. (2016), section 6.2.2.2",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(loss, theta), "~=", decimal("1.96")),
    given=(known("product", theta * x, 4), known("input", x, 2), known("label", y, 0)),
)
def example_cross_entropy(calc):
    return (
        calc(diff(loss, theta))
        .eq((sigmoid(u) - y) * x, by=cite("gradients.cross_entropy_gradient"))
        .eq((sigmoid(4) - 0) * 2, by=["product", "input", "label"])
        .about(decimal("1.96"), by=rounded)
        .qed()
    )

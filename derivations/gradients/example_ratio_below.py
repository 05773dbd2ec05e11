"""In the document's example the cross-entropy gives a gradient less than 57 times that of the squared error.

The document's rounded numbers, 1.96 and 0.04, have a ratio of 49; the true one is 56.6."""

from qedtex import derivation, diff, known, label, ln, real, sigmoid
from qedtex.rules import bound, cite

theta, x, y = real("theta"), real("x"), label("y")
u = theta * x
cross_entropy = -(y * ln(sigmoid(u)) + (1 - y) * ln(1 - sigmoid(u)))
squared_error = (sigmoid(u) - y) ** 2 / 2


@derivation(
    title="In the example the cross-entropy's gradient is less than 57 times that of the squared error",
    chinese="例子中交叉熵的梯度不到均方差梯度的 57 倍",
    source="Goodfellow et al. (2016), section 6.2.2.2",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(cross_entropy, theta), "<", 57 * diff(squared_error, theta)),
    given=(known("product", theta * x, 4), known("input", x, 2), known("label", y, 0)),
)
def example_ratio_below(calc):
    return (
        calc(diff(cross_entropy, theta))
        .eq((sigmoid(u) - y) * x, by=cite("gradients.cross_entropy_gradient"))
        .eq((sigmoid(4) - 0) * 2, by=["product", "input", "label"])
        .lt(57 * ((sigmoid(4) - 0) * (sigmoid(4) * (1 - sigmoid(4))) * 2), by=bound)
        .eq(57 * ((sigmoid(u) - y) * (sigmoid(u) * (1 - sigmoid(u))) * x), by=["product", "input", "label"])
        .eq(57 * diff(squared_error, theta), by=cite("gradients.squared_error_gradient"))
        .qed()
    )

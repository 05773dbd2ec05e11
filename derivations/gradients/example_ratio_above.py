"""In the document's example the cross-entropy gives a gradient more than 56 times that of the squared error."""

from qedtex import derivation, diff, known, label, ln, real, sigmoid
from qedtex.rules import bound, cite

theta, x, y = real("theta"), real("x"), label("y")
u = theta * x
cross_entropy = -(y * ln(sigmoid(u)) + (1 - y) * ln(1 - sigmoid(u)))
squared_error = (sigmoid(u) - y) ** 2 / 2


@derivation(
    title="In the example the cross-entropy's gradient is more than 56 times that of the squared error",
    chinese="例子中交叉熵的梯度是均方差梯度的 56 倍以上",
    source="Goodfellow et al. (2016), section 6.2.2.2",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(cross_entropy, theta), ">", 56 * diff(squared_error, theta)),
    given=(known("product", theta * x, 4), known("input", x, 2), known("label", y, 0)),
)
def example_ratio_above(calc):
    return (
        calc(diff(cross_entropy, theta))
        .eq((sigmoid(u) - y) * x, by=cite("gradients.cross_entropy_gradient"))
        .eq((sigmoid(4) - 0) * 2, by=["product", "input", "label"])
        .gt(56 * ((sigmoid(4) - 0) * (sigmoid(4) * (1 - sigmoid(4))) * 2), by=bound)
        .eq(56 * ((sigmoid(u) - y) * (sigmoid(u) * (1 - sigmoid(u))) * x), by=["product", "input", "label"])
        .eq(56 * diff(squared_error, theta), by=cite("gradients.squared_error_gradient"))
        .qed()
    )

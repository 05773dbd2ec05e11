"""The document's example for the squared error: theta x = 4, x = 2, y = 0 gives a gradient of about 0.035.

The document rounds on the way, 2 * 0.98 * 0.02 = 0.0392, and shows 0.04; to two decimals the gradient is 0.03, since it
is 0.0346... Its second line also has 2 * 0.98 * sigma (1 - sigma), where 2 * 0.98 is already x sigma: that is right.
"""

from qedtex import decimal, derivation, diff, known, label, real, sigmoid
from qedtex.rules import cite, rounded

theta, x, y = real("theta"), real("x"), label("y")
u = theta * x


@derivation(
    title="The gradient of the squared error in the example",
    chinese="例子中均方差损失的梯度",
    source="Goodfellow et al. (2016), section 6.2.2.2",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff((sigmoid(u) - y) ** 2 / 2, theta), "~=", decimal("0.035")),
    given=(known("product", theta * x, 4), known("input", x, 2), known("label", y, 0)),
)
def example_squared_error(calc):
    return (
        calc(diff((sigmoid(u) - y) ** 2 / 2, theta))
        .eq((sigmoid(u) - y) * (sigmoid(u) * (1 - sigmoid(u))) * x, by=cite("gradients.squared_error_gradient"))
        .eq((sigmoid(4) - 0) * (sigmoid(4) * (1 - sigmoid(4))) * 2, by=["product", "input", "label"])
        .about(decimal("0.035"), by=rounded)
        .qed()
    )

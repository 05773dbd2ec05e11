"""The sigmoid of 4, which the document rounds to 0.98."""

from qedtex import decimal, derivation, exp, sigmoid
from qedtex.rules import rounded, unfold


@derivation(
    title="The sigmoid of 4",
    chinese="σ(4) 的数值",
    source="Goodfellow et al. (2016), section 3.10, (3.30)",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(sigmoid(4), "~=", decimal("0.98")),
)
def example_sigmoid(calc):
    return calc(sigmoid(4)).eq(1 / (1 + exp(-4)), by=unfold).about(decimal("0.98"), by=rounded).qed()

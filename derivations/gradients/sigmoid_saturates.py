"""Beyond 4 the sigmoid is nearly flat: its derivative is less than 0.018 there, and by symmetry below -4."""

from qedtex import between, decimal, derivation, diff, exp, real, sigmoid
from qedtex.rules import arithmetic, bound, cite, compare, unfold

z, t = between("z", 4, None), real("t")


@derivation(
    title="The sigmoid saturates",
    chinese="sigmoid 的饱和",
    source="Goodfellow et al. (2016), section 6.2.2.2",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(sigmoid(t), t, at=z), "<", decimal("0.018")),
)
def sigmoid_saturates(calc):
    return (
        calc(diff(sigmoid(t), t, at=z))
        .eq(sigmoid(z) * (1 - sigmoid(z)), by=cite("gradients.sigmoid_derivative"))
        .lt(1 * (1 - sigmoid(z)), by=compare)
        .eq(1 - 1 / (1 + exp(-z)), by=[arithmetic, unfold])
        .lt(1 - 1 / (1 + exp(-4)), by=compare)
        .lt(decimal("0.018"), by=bound)
        .qed()
    )

"""The derivative of the sigmoid is the same on both sides of 0: what is flat for z > 4 is as flat for z < -4."""

from qedtex import derivation, diff, exp, real, sigmoid
from qedtex.rules import arithmetic, cite, exp_negative, unfold

z, t = real("z"), real("t")


@derivation(
    title="The derivative of the sigmoid is even",
    chinese="sigmoid 的导数是偶函数",
    source="Goodfellow et al. (2016), section 3.10, (3.34) and (3.35)",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(sigmoid(t), t, at=-z), "=", diff(sigmoid(z), z)),
)
def sigmoid_derivative_even(calc):
    mirrored = 1 / (1 + exp(z))
    return (
        calc(diff(sigmoid(t), t, at=-z))
        .eq(sigmoid(-z) * (1 - sigmoid(-z)), by=cite("gradients.sigmoid_derivative"))
        .eq(mirrored * (1 - mirrored), by=unfold)
        .eq(exp(z) / (1 + exp(z)) ** 2, by=arithmetic)
        .eq(1 / (1 + exp(-z)) * (1 - 1 / (1 + exp(-z))), by=exp_negative)
        .eq(sigmoid(z) * (1 - sigmoid(z)), by=unfold)
        .eq(diff(sigmoid(z), z), by=cite("gradients.sigmoid_derivative"))
        .qed()
    )

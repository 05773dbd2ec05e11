"""The derivative of the logistic sigmoid in terms of its own value."""

from qedtex import derivation, diff, exp, real, sigmoid
from qedtex.rules import (
    arithmetic,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    derivative_quotient,
    unfold,
)

z, t = real("z"), real("t")


@derivation(
    title="The derivative of the sigmoid",
    chinese="sigmoid 函数的导数",
    source="Goodfellow et al. (2016), section 3.10, (3.34)",
    documents=("001_edc3c3577b10c7cc.txt, 分析",),
    claim=(diff(sigmoid(t), t, at=z), "=", sigmoid(z) * (1 - sigmoid(z))),
)
def sigmoid_derivative(calc):
    value = 1 / (1 + exp(-z))
    return (
        calc(diff(sigmoid(t), t, at=z))
        .eq(diff(value, z), by=unfold)
        .eq(-diff(1 + exp(-z), z) / (1 + exp(-z)) ** 2, by=derivative_quotient)
        .eq(exp(-z) / (1 + exp(-z)) ** 2, by=[derivative_linear, derivative_chain, derivative_identity])
        .eq(value * (1 - value), by=arithmetic)
        .eq(sigmoid(z) * (1 - sigmoid(z)), by=unfold)
        .qed()
    )

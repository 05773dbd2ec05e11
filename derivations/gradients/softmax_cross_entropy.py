"""The gradient of the cross-entropy through a softmax: predicted probability minus label, in every component."""

from qedtex import Sum, derivation, diff, exp, index, integer, known, log, positive_integer, vector
from qedtex.rules import (
    derivative_chain,
    derivative_identity,
    derivative_linear,
    distribute,
    kronecker_sum,
    log_exp,
    log_quotient,
    split_sum,
    take_out,
)

K, j, m = positive_integer("K"), index("j"), index("l")
k = integer("k", 1, K)
z, y = vector("z", K), vector("y", K)
total = Sum(exp(z[m]), (m, 1, K))
loss = -Sum(y[j] * log(exp(z[j]) / total), (j, 1, K))


@derivation(
    title="The gradient of the cross-entropy through a softmax",
    chinese="交叉熵损失经 softmax 的梯度",
    source="Goodfellow et al. (2016), section 6.2.2.3",
    documents=("002_7735c80afe1eea90.txt, 5. 交叉熵在机器学习中的应用",),
    claim=(diff(loss, z[k]), "=", exp(z[k]) / total - y[k]),
    given=(known("labels", Sum(y[j], (j, 1, K)), 1, english="the labels sum to 1", chinese="标签之和为 1"),),
)
def softmax_cross_entropy(calc):
    return (
        calc(diff(loss, z[k]))
        .eq(diff(-Sum(y[j] * (z[j] - log(total)), (j, 1, K)), z[k]), by=[log_quotient, log_exp])
        .eq(diff(log(total) - Sum(y[j] * z[j], (j, 1, K)), z[k]), by=[distribute, split_sum, take_out, "labels"])
        .eq(diff(log(total), z[k]) - Sum(y[j] * diff(z[j], z[k]), (j, 1, K)), by=derivative_linear)
        .eq(diff(log(total), z[k]) - y[k], by=[derivative_identity, kronecker_sum])
        .eq(Sum(diff(exp(z[m]), z[k]), (m, 1, K)) / total - y[k], by=[derivative_chain, derivative_linear])
        .eq(exp(z[k]) / total - y[k], by=[derivative_chain, derivative_identity, kronecker_sum])
        .qed()
    )

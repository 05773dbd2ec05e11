"""Maximising the Bernoulli likelihood of labels under a logistic model is minimising the summed binary cross-entropy.

The labels are 0 or 1 and yhat_i = sigma(theta x_i) is the predicted probability of the label 1, the model of the
second document. The fourth section of the third document goes from the log likelihood to the loss in words.
"""

from qedtex import Product, Sum, argmax, argmin, derivation, index, log, positive_integer, real, sample, sigmoid
from qedtex.rules import extremum_increasing, extremum_negate, log_of_product, log_power, log_product, split_sum
from qedtex.sorts import REAL, Integer
from qedtex.terms import term

m, i, theta = positive_integer("m"), index("i"), real("theta")
x, y = sample("x", REAL, m), sample("y", Integer(term(0), term(1)), m)
y_hat = sigmoid(theta * x[i])


@derivation(
    title="The Bernoulli likelihood and the binary cross-entropy",
    chinese="伯努利似然与二分类交叉熵",
    source="Murphy (2012), section 8.3.1; Goodfellow et al. (2016), section 6.2.2.2",
    documents=(
        "002_7735c80afe1eea90.txt, 2. 最小化交叉熵与最大化对数似然",
        "001_edc3c3577b10c7cc.txt, 分析",
    ),
    claim=(
        argmax(Product(y_hat ** y[i] * (1 - y_hat) ** (1 - y[i]), (i, 1, m)), theta),
        "=",
        argmin(Sum(-(y[i] * log(y_hat) + (1 - y[i]) * log(1 - y_hat)), (i, 1, m)), theta),
    ),
)
def bernoulli_likelihood(calc):
    one, other = y_hat ** y[i], (1 - y_hat) ** (1 - y[i])
    loss = y[i] * log(y_hat) + (1 - y[i]) * log(1 - y_hat)
    return (
        calc(argmax(Product(one * other, (i, 1, m)), theta))
        .eq(argmax(log(Product(one * other, (i, 1, m))), theta), by=extremum_increasing)
        .eq(argmax(Sum(log(one * other), (i, 1, m)), theta), by=log_of_product)
        .eq(argmax(Sum(log(one) + log(other), (i, 1, m)), theta), by=log_product)
        .eq(argmax(Sum(loss, (i, 1, m)), theta), by=log_power)
        .eq(argmin(-Sum(loss, (i, 1, m)), theta), by=extremum_negate)
        .eq(argmin(Sum(-loss, (i, 1, m)), theta), by=split_sum)
        .qed()
    )

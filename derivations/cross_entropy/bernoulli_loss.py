"""Minus the log of the Bernoulli likelihood is the summed binary cross-entropy, for all predictions in (0, 1)."""

from qedtex import Product, Sum, derivation, index, log, positive_integer, sample
from qedtex.rules import log_of_product, log_power, log_product, split_sum
from qedtex.sorts import UNIT_OPEN, Integer
from qedtex.terms import term

m, i = positive_integer("m"), index("i")
y, y_hat = sample("y", Integer(term(0), term(1)), m), sample("y_hat", UNIT_OPEN, m)


@derivation(
    title="The negative log of the Bernoulli likelihood",
    chinese="伯努利似然的负对数",
    source="Murphy (2012), section 8.3.1",
    documents=("002_7735c80afe1eea90.txt, 3. 损失函数的形式",),
    claim=(
        -log(Product(y_hat[i] ** y[i] * (1 - y_hat[i]) ** (1 - y[i]), (i, 1, m))),
        "=",
        Sum(-(y[i] * log(y_hat[i]) + (1 - y[i]) * log(1 - y_hat[i])), (i, 1, m)),
    ),
)
def bernoulli_loss(calc):
    one, other = y_hat[i] ** y[i], (1 - y_hat[i]) ** (1 - y[i])
    loss = y[i] * log(y_hat[i]) + (1 - y[i]) * log(1 - y_hat[i])
    return (
        calc(-log(Product(one * other, (i, 1, m))))
        .eq(-Sum(log(one * other), (i, 1, m)), by=log_of_product)
        .eq(-Sum(log(one) + log(other), (i, 1, m)), by=log_product)
        .eq(-Sum(loss, (i, 1, m)), by=log_power)
        .eq(Sum(-loss, (i, 1, m)), by=split_sum)
        .qed()
    )

"""The binary cross-entropy from two outcomes: P(x = 0) = y and Q(x = 0) = yhat fix both distributions."""

from qedtex import CrossEntropy, Sum, derivation, event, index, known, label, labels, log, pmf, probability
from qedtex.rules import arithmetic, complement, expand_sum, unfold

space = labels(0, 1, "x")
P, Q = pmf("P", space, positive=False), pmf("Q", space)
y, y_hat = label("y"), probability("y_hat")
k = index("k")


def at(value):
    return event("x", value)


@derivation(
    title="Binary cross-entropy",
    chinese="二分类交叉熵",
    source="Goodfellow et al. (2016), section 6.2.2.2; Murphy (2012), section 8.3.1",
    documents=("001_edc3c3577b10c7cc.txt, 交叉熵", "002_7735c80afe1eea90.txt, 附录：二分类交叉熵"),
    claim=(CrossEntropy(P, Q), "=", -(y * log(y_hat) + (1 - y) * log(1 - y_hat))),
    given=(
        known("label", P(at(0)), y, english="the label", chinese="真实标签"),
        known("prediction", Q(at(0)), y_hat, english="the prediction", chinese="预测值"),
    ),
)
def binary(calc):
    return (
        calc(CrossEntropy(P, Q))
        .eq(-Sum(P(at(k)) * log(Q(at(k))), (k, 0, 1)), by=unfold(CrossEntropy))
        .eq(-P(at(0)) * log(Q(at(0))) - P(at(1)) * log(Q(at(1))), by=expand_sum)
        .eq(-y * log(y_hat) - (1 - y) * log(1 - y_hat), by=["label", "prediction", complement])
        .eq(-(y * log(y_hat) + (1 - y) * log(1 - y_hat)), by=arithmetic)
        .qed()
    )

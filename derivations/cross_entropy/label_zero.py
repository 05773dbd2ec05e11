"""The binary cross-entropy of a label y = 0: minus the logarithm of the predicted probability of class 0."""

from qedtex import CrossEntropy, Sum, derivation, event, index, known, labels, log, pmf, probability
from qedtex.rules import arithmetic, complement, expand_sum, unfold

space = labels(0, 1, "y")
P, Q, y_hat, k = pmf("P", space, positive=False), pmf("Q", space), probability("y_hat"), index("k")


def at(value):
    return event("y", value)


@derivation(
    title="Binary cross-entropy of the label 0",
    chinese="标签 y = 0 时的二分类交叉熵",
    source="Goodfellow et al. (2016), section 6.2.2.2; Murphy (2012), section 8.3.1",
    documents=("002_7735c80afe1eea90.txt, 附录：二分类交叉熵, 3. 对于单个样本的交叉熵损失",),
    claim=(CrossEntropy(P, Q), "=", -log(1 - y_hat)),
    given=(
        known("label", P(at(0)), 1, english="the label is 0", chinese="真实标签为 0"),
        known("other label", P(at(1)), 0, english="the label is not 1", chinese="真实标签不为 1"),
        known("prediction", Q(at(0)), 1 - y_hat, english="the prediction", chinese="预测值"),
    ),
)
def label_zero(calc):
    return (
        calc(CrossEntropy(P, Q))
        .eq(-Sum(P(at(k)) * log(Q(at(k))), (k, 0, 1)), by=unfold(CrossEntropy))
        .eq(-(P(at(1)) * log(Q(at(1))) + P(at(0)) * log(Q(at(0)))), by=expand_sum)
        .eq(-(P(at(1)) * log(y_hat) + P(at(0)) * log(1 - y_hat)), by=["prediction", complement])
        .eq(-(0 * log(y_hat) + 1 * log(1 - y_hat)), by=["label", "other label"])
        .eq(-log(1 - y_hat), by=arithmetic)
        .qed()
    )

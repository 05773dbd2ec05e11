"""The binary cross-entropy of a label y = 1: minus the logarithm of the predicted probability of class 1."""

from qedtex import CrossEntropy, Sum, derivation, event, index, known, labels, log, pmf, probability
from qedtex.rules import arithmetic, complement, expand_sum, unfold

space = labels(0, 1, "y")
P, Q, y_hat, k = pmf("P", space, positive=False), pmf("Q", space), probability("y_hat"), index("k")


def at(value):
    return event("y", value)


@derivation(
    title="Binary cross-entropy of the label 1",
    chinese="标签 y = 1 时的二分类交叉熵",
    source="Goodfellow et al. (2016), section 6.2.2.2; Murphy (2012), section 8.3.1",
    documents=("002_7735c80afe1eea90.txt, 附录：二分类交叉熵, 3. 对于单个样本的交叉熵损失",),
    claim=(CrossEntropy(P, Q), "=", -log(y_hat)),
    given=(
        known("label", P(at(1)), 1, english="the label is 1", chinese="真实标签为 1"),
        known("other label", P(at(0)), 0, english="the label is not 0", chinese="真实标签不为 0"),
        known("prediction", Q(at(0)), 1 - y_hat, english="the prediction", chinese="预测值"),
    ),
)
def label_one(calc):
    return (
        calc(CrossEntropy(P, Q))
        .eq(-Sum(P(at(k)) * log(Q(at(k))), (k, 0, 1)), by=unfold(CrossEntropy))
        .eq(-(P(at(1)) * log(Q(at(1))) + P(at(0)) * log(Q(at(0)))), by=expand_sum)
        .eq(-(P(at(1)) * log(y_hat) + P(at(0)) * log(1 - y_hat)), by=["prediction", complement])
        .eq(-(1 * log(y_hat) + 0 * log(1 - y_hat)), by=["label", "other label"])
        .eq(-log(y_hat), by=arithmetic)
        .qed()
    )

"""The two label cases in one formula: the label puts all its mass on y, so that y and 1 - y pick the case."""

from qedtex import CrossEntropy, Sum, delta, derivation, event, index, integer, known, labels, log, pmf, probability
from qedtex.rules import complement, expand_sum, kronecker_label, unfold

space = labels(0, 1, "Y")
P, Q, y_hat, k = pmf("P", space, positive=False), pmf("Q", space), probability("y_hat"), index("k")
y, j = integer("y", 0, 1), integer("j", 0, 1)


def at(value):
    return event("Y", value)


@derivation(
    title="The two label cases merged",
    chinese="两种标签情况合并",
    source="Goodfellow et al. (2016), section 6.2.2.2; Murphy (2012), section 8.3.1",
    documents=("002_7735c80afe1eea90.txt, 附录：二分类交叉熵, 4. 将两种情况合并",),
    claim=(CrossEntropy(P, Q), "=", -(y * log(y_hat) + (1 - y) * log(1 - y_hat))),
    given=(
        known("label", P(at(j)), delta(j, y), for_all=(j,), english="the label is y", chinese="真实标签为 y"),
        known("prediction", Q(at(0)), 1 - y_hat, english="the prediction", chinese="预测值"),
    ),
)
def two_labels_merged(calc):
    return (
        calc(CrossEntropy(P, Q))
        .eq(-Sum(P(at(k)) * log(Q(at(k))), (k, 0, 1)), by=unfold(CrossEntropy))
        .eq(-(P(at(1)) * log(Q(at(1))) + P(at(0)) * log(Q(at(0)))), by=expand_sum)
        .eq(-(P(at(1)) * log(y_hat) + P(at(0)) * log(1 - y_hat)), by=["prediction", complement])
        .eq(-(delta(1, y) * log(y_hat) + delta(0, y) * log(1 - y_hat)), by="label")
        .eq(-(y * log(y_hat) + (1 - y) * log(1 - y_hat)), by=kronecker_label)
        .qed()
    )

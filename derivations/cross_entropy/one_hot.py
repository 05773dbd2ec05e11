"""With one-hot labels over K classes the cross-entropy is minus the log of the probability of the true class."""

from qedtex import CrossEntropy, Sum, delta, derivation, index, integer, known, labels, log, pmf, positive_integer
from qedtex.rules import kronecker_sum, unfold

K, i = positive_integer("K"), index("i")
k, j = integer("k", 1, K), integer("j", 1, K)
y, q = pmf("y", labels(1, K), positive=False), pmf("q", labels(1, K))


@derivation(
    title="Cross-entropy with one-hot labels",
    chinese="独热标签的交叉熵",
    source="Goodfellow et al. (2016), section 6.2.2.3; Murphy (2012), section 8.3.7",
    documents=("002_7735c80afe1eea90.txt, 5. 交叉熵在机器学习中的应用",),
    claim=(CrossEntropy(y, q), "=", -log(q[k])),
    given=(known("one-hot", y[j], delta(j, k), for_all=(j,), english="the label is class k", chinese="真实类别为 k"),),
)
def one_hot(calc):
    return (
        calc(CrossEntropy(y, q))
        .eq(-Sum(y[i] * log(q[i]), (i, 1, K)), by=unfold(CrossEntropy))
        .eq(-Sum(delta(i, k) * log(q[i]), (i, 1, K)), by="one-hot")
        .eq(-log(q[k]), by=kronecker_sum)
        .qed()
    )

"""The sample estimate of the cross-entropy tends to it as the sample grows: the law of large numbers, which is cited.

The documents write 1/m sum_i log P(x_i) -> E log P with no condition. It holds almost surely for independent samples
from the distribution of the data when the mean exists, as it does over finitely many outcomes; that is taken from a
textbook. The fourth document's (23) has a factor P_data(y | x) in the estimate: the sample is drawn from P_data
already, so the factor weights it twice, and the estimate would not tend to the cross-entropy.
"""

from qedtex import (
    CrossEntropy,
    E,
    Sum,
    alphabet,
    derivation,
    index,
    known,
    log,
    member,
    outcome,
    pmf,
    positive_integer,
    sample,
)
from qedtex.rules import fold

m, i = positive_integer("m"), index("i")
space = alphabet(r"\mathcal{X}")
x, xs = outcome("x", space), sample("x", space, m)
p_data, Q = pmf("p_data", space), pmf("Q", space)


@derivation(
    title="The sample estimate of the cross-entropy converges to it",
    chinese="样本均值收敛于交叉熵（大数定律）",
    source="Cover & Thomas (2006), theorem 3.1.1; Goodfellow et al. (2016), section 5.4",
    documents=(
        "000_0b61e9c244fb50f2.txt, 交叉熵与极大似然估计的联系",
        "003_6fbb94e585105e4a.txt, 机器学习中的交叉熵损失, (23)",
    ),
    claim=(1 / m * Sum(-log(Q(member(xs, i))), (i, 1, m)), "->", CrossEntropy(p_data, Q)),
    given=(
        known(
            "law of large numbers",
            1 / m * Sum(-log(Q(member(xs, i))), (i, 1, m)),
            E(-log(Q(x)), x, p_data),
            relation="->",
            kind="cited",
            english="the law of large numbers",
            chinese="大数定律",
        ),
    ),
)
def law_of_large_numbers(calc):
    return (
        calc(1 / m * Sum(-log(Q(member(xs, i))), (i, 1, m)))
        .tends(E(-log(Q(x)), x, p_data), by="law of large numbers")
        .eq(CrossEntropy(p_data, Q), by=fold(CrossEntropy))
        .qed()
    )

"""Two outcomes of probability 0.99 and 0.01 have an entropy below 0.08080 bit: one end of a rigorous enclosure."""

from qedtex import Entropy, Sum, decimal, derivation, index, known, log, outcomes, pmf
from qedtex.rules import arithmetic, bound, expand_sum, unfold

i = index("i")
x = outcomes("x", 2)
p = pmf("p", x)
france, china = decimal("0.99"), decimal("0.01")


@derivation(
    title="A nearly certain outcome: below 0.08080 bit",
    chinese="几乎确定的结果：小于 0.08080 比特",
    source="Cover & Thomas (2006), example 2.1.1",
    documents=("003_6fbb94e585105e4a.txt, 熵：整个系统的平均不确定性, (14)",),
    claim=(Entropy(p, 2), "<", decimal("0.08080")),
    given=(
        known("France", p(x[1]), france, english="France wins", chinese="法国队夺冠"),
        known("China", p(x[2]), china, english="China wins", chinese="中国队夺冠"),
    ),
)
def near_certain_upper(calc):
    return (
        calc(Entropy(p, 2))
        .eq(-Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, 2)), by=unfold(Entropy))
        .eq(-(p(x[1]) * log(p(x[1]), 2) + p(x[2]) * log(p(x[2]), 2)), by=expand_sum)
        .eq(p(x[1]) * -log(p(x[1]), 2) + p(x[2]) * -log(p(x[2]), 2), by=arithmetic)
        .eq(france * -log(france, 2) + china * -log(china, 2), by=["France", "China"])
        .lt(decimal("0.08080"), by=bound)
        .qed()
    )

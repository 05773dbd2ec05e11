"""The entropy of a champion who is any of eight equal teams is 3 bits."""

from fractions import Fraction

from qedtex import Entropy, Sum, derivation, index, integer, known, log, outcomes, pmf
from qedtex.rules import arithmetic, constant_sum, log_of_number, unfold

i, k = index("i"), integer("k", 1, 8)
x = outcomes("x", 8)
p = pmf("p", x)


@derivation(
    title="Eight equal teams: 3 bits",
    chinese="八支球队等概率夺冠的熵是 3 比特",
    source="Cover & Thomas (2006), section 2.1, example 2.1.1",
    documents=("003_6fbb94e585105e4a.txt, 熵：整个系统的平均不确定性",),
    claim=(Entropy(p, 2), "=", 3),
    given=(known("uniform", p(x[k]), Fraction(1, 8), for_all=(k,), english="equally likely", chinese="等概率"),),
)
def eight_teams(calc):
    return (
        calc(Entropy(p, 2))
        .eq(-Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, 8)), by=unfold(Entropy))
        .eq(-Sum(Fraction(1, 8) * log(Fraction(1, 8), 2), (i, 1, 8)), by="uniform")
        .eq(-(8 * (Fraction(1, 8) * log(Fraction(1, 8), 2))), by=constant_sum)
        .eq(-log(Fraction(1, 8), 2), by=arithmetic)
        .eq(3, by=log_of_number)
        .qed()
    )

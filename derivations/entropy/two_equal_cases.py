"""Two outcomes of probability 1/2 have an entropy of 1 bit.

The document (the table in its first section) has sum_i 1/2 log_2 1/2 = 1 without the minus: that sum is -1, since
log_2 1/2 is negative.
"""

from fractions import Fraction

from qedtex import Entropy, Sum, derivation, index, integer, known, log, outcomes, pmf
from qedtex.rules import arithmetic, constant_sum, log_of_number, unfold

i, k = index("i"), integer("k", 1, 2)
x = outcomes("x", 2)
p = pmf("p", x)


@derivation(
    title="Two equal cases: 1 bit",
    chinese="两个等概率事件的熵是 1 比特",
    source="Cover & Thomas (2006), section 2.1, example 2.1.1",
    documents=("004_c49fcb28c16dac78.txt, 一、熵(Entropy)",),
    claim=(Entropy(p, 2), "=", 1),
    given=(known("uniform", p(x[k]), Fraction(1, 2), for_all=(k,), english="equally likely", chinese="等概率"),),
)
def two_equal_cases(calc):
    return (
        calc(Entropy(p, 2))
        .eq(-Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, 2)), by=unfold(Entropy))
        .eq(-Sum(Fraction(1, 2) * log(Fraction(1, 2), 2), (i, 1, 2)), by="uniform")
        .eq(-(2 * (Fraction(1, 2) * log(Fraction(1, 2), 2))), by=constant_sum)
        .eq(-log(Fraction(1, 2), 2), by=arithmetic)
        .eq(1, by=log_of_number)
        .qed()
    )

"""Four outcomes of probability 1/4 have an entropy of 2 bits.

The document (the table in its first section) has sum_i 1/4 log_2 1/4 = 2 without the minus: that sum is -2, since
log_2 1/4 is negative.
"""

from fractions import Fraction

from qedtex import Entropy, Sum, derivation, index, integer, known, log, outcomes, pmf
from qedtex.rules import arithmetic, constant_sum, log_of_number, unfold

i, k = index("i"), integer("k", 1, 4)
x = outcomes("x", 4)
p = pmf("p", x)


@derivation(
    title="Four equal cases: 2 bits",
    chinese="四个等概率事件的熵是 2 比特",
    source="Cover & Thomas (2006), section 2.1, example 2.1.1",
    documents=("004_c49fcb28c16dac78.txt, 一、熵(Entropy)",),
    claim=(Entropy(p, 2), "=", 2),
    given=(known("uniform", p(x[k]), Fraction(1, 4), for_all=(k,), english="equally likely", chinese="等概率"),),
)
def four_equal_cases(calc):
    return (
        calc(Entropy(p, 2))
        .eq(-Sum(p(x[i]) * log(p(x[i]), 2), (i, 1, 4)), by=unfold(Entropy))
        .eq(-Sum(Fraction(1, 4) * log(Fraction(1, 4), 2), (i, 1, 4)), by="uniform")
        .eq(-(4 * (Fraction(1, 4) * log(Fraction(1, 4), 2))), by=constant_sum)
        .eq(-log(Fraction(1, 4), 2), by=arithmetic)
        .eq(2, by=log_of_number)
        .qed()
    )

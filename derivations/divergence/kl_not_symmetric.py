"""The KL divergence is not symmetric: between (1/2, 1/2) and (9/10, 1/10) it is 0.5108 or 0.3681 nats.

The documents state D(p || q) != D(q || p) for all; where p = q, and at other pairs too, the two are equal. So it is
stated for one pair, with rigorous bounds.
"""

from fractions import Fraction

from qedtex import KL, Sum, derivation, index, integer, known, log, outcomes, pmf
from qedtex.rules import bound, expand_sum, fold, unfold

i, k = index("i"), integer("k", 1, 2)
x = outcomes("x", 2)
p, q = pmf("p", x), pmf("q", x)
half, most, least = Fraction(1, 2), Fraction(9, 10), Fraction(1, 10)


@derivation(
    title="The KL divergence is not symmetric",
    chinese="KL 散度不对称",
    source="Cover & Thomas (2006), example 2.3.1",
    documents=("000_0b61e9c244fb50f2.txt, 相对熵", "004_c49fcb28c16dac78.txt, 三、KL 散度"),
    claim=(KL(p, q), "!=", KL(q, p)),
    given=(
        known("p", p(x[k]), half, for_all=(k,), english="p is uniform", chinese="p 为均匀分布"),
        known("first", q(x[1]), most, english="the likely outcome of q", chinese="q 的大概率结果"),
        known("second", q(x[2]), least, english="the unlikely outcome of q", chinese="q 的小概率结果"),
    ),
)
def kl_not_symmetric(calc):
    return (
        calc(KL(p, q))
        .eq(Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, 2)), by=unfold(KL))
        .eq(p(x[1]) * log(p(x[1]) / q(x[1])) + p(x[2]) * log(p(x[2]) / q(x[2])), by=expand_sum)
        .eq(half * log(half / most) + half * log(half / least), by=["p", "first", "second"])
        .ne(most * log(most / half) + least * log(least / half), by=bound)
        .eq(q(x[1]) * log(q(x[1]) / p(x[1])) + q(x[2]) * log(q(x[2]) / p(x[2])), by=["p", "first", "second"])
        .eq(Sum(q(x[i]) * log(q(x[i]) / p(x[i])), (i, 1, 2)), by=expand_sum)
        .eq(KL(q, p), by=fold(KL))
        .qed()
    )

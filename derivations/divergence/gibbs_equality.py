"""Equality in Gibbs' inequality for positive numbers: sum a_i log(a_i / b_i) = 0 exactly where b_i = a_i for every i.

The a_i sum to 1, the b_i to at most 1. If the sum is 0, so is the sum of the gaps a_i (t - 1 - ln t) at t = b_i /
a_i, which are not negative; then every gap is 0, and t = 1. The other direction is put in.
"""

from qedtex import Sum, derivation, every, index, integer, known, ln, log, positive_integer, sample, statement
from qedtex.rules import (
    arithmetic,
    both_sides,
    circle_of_implications,
    cite,
    constant_sum,
    distribute,
    log_one,
    log_quotient,
    neither_is_greater,
    split_sum,
    zero_sum,
)
from qedtex.sorts import POSITIVE
from qedtex.terms import term

n, i, k = positive_integer("n"), index("i"), integer("k", 1, positive_integer("n"))
a, b = sample("a", POSITIVE, n), sample("b", POSITIVE, n)
divergence = Sum(a[i] * log(a[i] / b[i]), (i, 1, n))
same = every(statement(b[i], "=", a[i]), (i, 1, n))


def gap(j):
    return a[j] * (b[j] / a[j] - 1 - ln(b[j] / a[j]))


@derivation(
    title="Equality in Gibbs' inequality for positive numbers",
    chinese="正数 Gibbs 不等式的等号条件",
    source="Cover & Thomas (2006), theorems 2.6.3 and 2.7.1",
    documents=(
        "000_0b61e9c244fb50f2.txt, 信息熵",
        "003_6fbb94e585105e4a.txt, KL 散度：两个分布之间的多余信息量, (18)",
    ),
    claim=(statement(divergence, "=", 0), "iff", same),
    given=(
        known("weights", Sum(a[i], (i, 1, n)), 1, english="weights that sum to 1", chinese="权重之和为 1"),
        known("total", Sum(b[i], (i, 1, n)), 1, relation="<=", english="sum at most 1", chinese="总和不超过 1"),
    ),
)
def gibbs_equality(calc):
    each = calc(gap(k)).ge(a[k] * 0, by=cite("divergence.log_gap")).eq(0, by=arithmetic).qed("gaps are not negative")
    gaps = Sum(gap(i), (i, 1, n))
    zero = [known("zero", divergence, 0, english="the sum is 0", chinese="和为零")]
    at_least = (
        calc(gaps, given=zero)
        .ge(Sum(0 * a[i], (i, 1, n)), by=cite("divergence.log_gap"))
        .eq(0, by=constant_sum)
        .qed("at least 0")
    )
    at_most = (
        calc(gaps, given=zero)
        .eq(Sum(b[i], (i, 1, n)) - Sum(a[i], (i, 1, n)) + divergence, by=[distribute, split_sum, log_quotient])
        .eq(Sum(b[i], (i, 1, n)) - 1 + 0, by=["weights", "zero"])
        .le(term(1) - 1 + 0, by="total")
        .eq(0, by=arithmetic)
    ).qed("at most 0")
    no_gaps = calc(gaps, given=zero).eq(0, by=neither_is_greater(at_least, at_most)).qed("the gaps sum to 0")
    no_gap = (
        calc(statement(gaps, "=", 0))
        .iff(every(statement(gap(i), "=", 0), (i, 1, n)), by=zero_sum(each))
        .iff(every(statement(ln(b[i] / a[i]), "=", b[i] / a[i] - 1), (i, 1, n)), by=both_sides(1 / a[i]))
        .iff(every(statement(b[i] / a[i], "=", 1), (i, 1, n)), by=cite("divergence.log_bound_equality"))
        .iff(same, by=both_sides(a[i]))
    ).qed("no gaps only where equal")
    equal = [known("equal", b[k], a[k], for_all=(k,), english="equal numbers", chinese="各项相等")]
    back = (
        calc(divergence, given=equal)
        .eq(Sum(a[i] * log(a[i] / a[i]), (i, 1, n)), by="equal")
        .eq(Sum(a[i] * log(1), (i, 1, n)), by=arithmetic)
        .eq(0, by=[log_one, constant_sum])
    ).qed("0 where equal")
    return calc(statement(divergence, "=", 0)).iff(same, by=circle_of_implications(no_gaps, no_gap, back)).qed()

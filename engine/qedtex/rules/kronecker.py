"""Rules of Kronecker's delta: its value, a sum that it leaves one term of, and a label that is 0 or 1."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.arithmetic import Arithmetic
from qedtex.binding import free, substitute
from qedtex.conditions import integral, nonnegative, nonzero
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, rule
from qedtex.terms import Div, Kronecker, Mul, Num, Range, SumOver, Term, term


@rule("Kronecker's delta", "克罗内克 δ", "definition.kronecker")
def kronecker_value(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Kronecker's delta is 1 for two equal integers and 0 for two different ones.

                              j != k
        ------------       ------------
        delta_kk = 1       delta_jk = 0

    Fails unless arithmetic makes the two equal, or they are known to differ.

    >>> from qedtex.language import delta, integer, term
    >>> from qedtex.rules.examples import shows
    >>> j, k = integer("j"), integer("k")
    >>> shows(kronecker_value, delta(k, k), term(1)), shows(kronecker_value, delta(2, 3), term(0))
    ('accepted', 'accepted')
    >>> shows(kronecker_value, delta(j, k), term(0))
    'kronecker_value needs j - k != 0, and nothing known says so'

    Source: Graham, Knuth & Patashnik (1994), section 2.1.
    """
    if not isinstance(before, Kronecker):
        return
    if Arithmetic().equal(before.left, before.right):
        yield term(1), ()
    else:
        yield term(0), (nonzero(before.left - before.right, scope),)


@rule("only one term is left", "只剩一项", "definition.kronecker", "sum.finite")
def kronecker_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A sum of terms with Kronecker's delta as a factor is the one term at which it is 1.

        a <= k <= b, k is an integer, i is not free in k
        ------------------------------------------------
               sum_{i=a}^b f(i) delta_ik = f(k)

    Fails unless k is known to lie in the range: outside of it the sum is 0.

    >>> from qedtex.language import delta, index, integer, positive_integer, Sum
    >>> from qedtex.rules.examples import shows
    >>> n, i = positive_integer("n"), index("i"); k, j = integer("k", 1, n), integer("j")
    >>> shows(kronecker_sum, Sum(delta(i, k) * i**2, (i, 1, n)), k**2)
    'accepted'
    >>> shows(kronecker_sum, Sum(delta(i, k) / i, (i, 1, n)), 1 / k)
    'accepted'
    >>> shows(kronecker_sum, Sum(delta(i, j) * i**2, (i, 1, n)), j**2)
    'kronecker_sum needs j - 1 >= 0, and nothing known says so'

    Source: Graham, Knuth & Patashnik (1994), section 2.1.
    """
    if not isinstance(before, SumOver) or not isinstance(before.domain, Range):
        return
    index, domain = before.variable, before.domain
    over = before.body.over if isinstance(before.body, Div) else before.body
    factors = over.factors if isinstance(over, Mul) else (over,)
    for place, factor in enumerate(factors):
        if not isinstance(factor, Kronecker):
            continue
        others = (*factors[:place], *factors[place + 1 :])
        rest = Mul(others) if len(others) > 1 else others[0] if others else term(1)
        if isinstance(before.body, Div):
            rest = Div(rest, before.body.by)
        for own, at in ((factor.left, factor.right), (factor.right, factor.left)):
            if own == index and index not in free(at):
                inside = (nonnegative(at - domain.lower, scope), nonnegative(domain.upper - at, scope))
                yield substitute(rest, {index: at}), (integral(at, scope), *inside)


@rule("a label that is 0 or 1", "取值为 0 或 1 的标签", "definition.kronecker")
def kronecker_label(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """For an integer y that is 0 or 1, the delta of y and 1 is y, that of y and 0 is 1 - y.

        y is an integer, 0 <= y <= 1       y is an integer, 0 <= y <= 1
        ----------------------------       ----------------------------
               delta_1y = y                      delta_0y = 1 - y

    Fails unless y is known to be an integer and to be 0 or 1.

    >>> from qedtex.language import delta, integer
    >>> from qedtex.rules.examples import shows
    >>> y, k = integer("y", 0, 1), integer("k", 0, 2)
    >>> shows(kronecker_label, delta(1, y), y), shows(kronecker_label, delta(0, y), 1 - y)
    ('accepted', 'accepted')
    >>> shows(kronecker_label, delta(1, k), k)
    'kronecker_label needs 1 - k >= 0, and nothing known says so'

    Source: Graham, Knuth & Patashnik (1994), section 2.1.
    """
    if not isinstance(before, Kronecker):
        return
    for number, of in ((before.left, before.right), (before.right, before.left)):
        if isinstance(number, Num) and number.value in (0, 1):
            bases = (integral(of, scope), nonnegative(of, scope), nonnegative(1 - of, scope))
            yield of if number.value == 1 else 1 - of, bases

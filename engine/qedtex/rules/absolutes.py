"""Rules of the absolute value: it bounds a number from both sides, and that of a product is the product of those."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.arithmetic import Arithmetic, is_real
from qedtex.context import Relation, Scope
from qedtex.inference import Arguments, Basis, Outcome, Refused, judged, rule
from qedtex.terms import Abs, Div, Mul, Neg, Term


@judged("bounded by the absolute value", "不超过绝对值", "arithmetic.order")
def absolute_bound(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """A number lies between its absolute value and the negative of that.

        ---------       ----------
        a <= |a|        a >= -|a|

    Fails unless one of the two terms is the absolute value of the other, or the negative of one, by arithmetic.

    >>> from qedtex.language import absolute, real
    >>> from qedtex.rules.examples import shows
    >>> a, b = real("a"), real("b")
    >>> shows(absolute_bound, a * b, -absolute(a * b)), shows(absolute_bound, absolute(a), -a)
    ('accepted: a b >= -|a b|', 'accepted: |a| >= -a')
    >>> shows(absolute_bound, a, -absolute(b))
    'absolute_bound refuses: neither of a and -|b| is the absolute value of the other'

    Source: Rudin (1976), theorem 1.33.
    """
    for one, other, found in (
        (before, after, Relation.LESS_EQUAL),
        (after, before, Relation.GREATER_EQUAL),
    ):
        # found is how before stands to after where `other` is the greater of the two
        if isinstance(other, Abs) and _same_size(one, other.of):
            return (found,)
        if isinstance(other, Neg) and isinstance(other.of, Abs) and _same_size(one, other.of.of):
            return (found.reverse,)
    raise Refused(f"neither of {before} and {after} is the absolute value of the other")


def _same_size(one: Term, other: Term) -> bool:
    """Whether two numbers are equal, or one the negative of the other."""
    table = Arithmetic()
    return is_real(one) and is_real(other) and (table.equal(one, other) or table.equal(Neg(one), other))


@rule("absolute value of a product", "乘积的绝对值", "arithmetic.order")
def absolute_of_product(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The absolute value of a product or quotient is the product or quotient of the absolute values.

        -------------------       -----------------      -----------
        |a b| = |a| |b|           |a/b| = |a|/|b|        |-a| = |a|

    Fails unless a product, a quotient or a negative stands between the bars.

    >>> from qedtex.language import absolute, real
    >>> from qedtex.rules.examples import shows
    >>> a, b = real("a"), real("b")
    >>> shows(absolute_of_product, absolute(a * b), absolute(a) * absolute(b))
    'accepted'
    >>> shows(absolute_of_product, absolute(a + b), absolute(a) + absolute(b))
    'absolute_of_product refuses: it does not apply to |a + b|'

    Source: Rudin (1976), theorem 1.33 (c).
    """
    match before:
        case Abs(Mul(factors)):
            yield Mul(tuple(map(Abs, factors))), ()
        case Abs(Div(over, by)):
            yield Div(Abs(over), Abs(by)), ()
        case Abs(Neg(of)):
            yield Abs(of), ()
        case _:
            return

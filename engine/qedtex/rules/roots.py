"""Rules of roots: the square root of a number that is the square of a rational one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from qedtex.arithmetic import Arithmetic, as_number
from qedtex.binding import free
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, rule
from qedtex.terms import Sqrt, Term, term

_MOST_BITS = 4096


@rule("square root of a square number", "平方数的平方根", "arithmetic.order")
def root_of_number(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The square root of the square of a rational number is that number without its sign.

            r >= 0 is rational
        ---------------------------
              sqrt(r^2) = r

    Fails unless the argument is a rational number whose numerator and denominator, in lowest terms, are squares.

    >>> from fractions import Fraction
    >>> from qedtex.language import sqrt, term
    >>> from qedtex.rules.examples import shows
    >>> shows(root_of_number, sqrt(Fraction(9, 4)), term(Fraction(3, 2)))
    'accepted'
    >>> shows(root_of_number, sqrt(2), term(1))
    'root_of_number refuses: it does not apply to √(2)'

    Source: Rudin (1976), theorem 1.21.
    """
    if not isinstance(before, Sqrt) or free(before):
        return
    value = as_number(Arithmetic().polynomial(before.of))
    if value is None or value < 0 or max(value.numerator, value.denominator).bit_length() > _MOST_BITS:
        return
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    if root * root == value:
        yield term(root), ()

"""Figures: the number that should stand on the right side, where both sides are numbers without symbols."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.inference import Refused
from qedtex.rules.enclosing import enclosed
from qedtex.terms import Div, Neg, Num, Term

_BITS = 128
_GREATEST_DIVISOR = 1000
_NEAR = Fraction(1, 2**90)
_MOST_DIGITS = 12


def figures(claim: Claim) -> Iterator[tuple[str, Relation, Term]]:
    """What the left side comes to, for the right side as written: rounded to as many digits, or exactly.

    >>> from qedtex.language import decimal, log, term
    >>> [(what, str(value)) for what, _, value in figures(Claim(log(2), Relation.ABOUT, decimal("0.68")))]
    [('0.69 for 0.68', '0.69')]
    >>> [(what, str(value)) for what, _, value in figures(Claim(term(2) + 2, Relation.EQUAL, term(5)))]
    [('4 for 5', '4')]
    """
    shown = claim.right.of if isinstance(claim.right, Neg) else claim.right
    if claim.relation not in (Relation.EQUAL, Relation.ABOUT) or free(claim.left) or free(claim.right):
        return
    try:
        found, there = enclosed(claim.left, _BITS), enclosed(claim.right, _BITS)
    except (Refused, QedtexError):
        return
    middle = (found.lower + found.upper) / 2
    if found.upper - found.lower > _NEAR:
        return
    exact = middle.limit_denominator(_GREATEST_DIVISOR)
    if claim.relation is Relation.EQUAL and abs(exact - middle) <= _NEAR:
        if not there.lower - _NEAR <= exact <= there.upper + _NEAR:
            yield f"{_exactly(exact)} for {claim.right}", Relation.EQUAL, _exactly(exact)
        return
    digits = len(shown.digits.partition(".")[2]) if isinstance(shown, Num) else 0
    digits = digits if claim.relation is Relation.ABOUT else max(digits, 3)
    if digits <= _MOST_DIGITS:
        rounded = _rounded(middle, digits)
        sign = "" if claim.relation is Relation.ABOUT else "\N{ALMOST EQUAL TO} "
        yield f"{sign}{rounded} for {claim.right}", Relation.ABOUT, rounded


def _exactly(value: Fraction) -> Term:
    """A rational number as it is written."""
    over, by = Num(Fraction(abs(value.numerator))), Num(Fraction(value.denominator))
    number: Term = over if by.value == 1 else Div(over, by)
    return Neg(number) if value < 0 else number


def _rounded(value: Fraction, digits: int) -> Term:
    whole = round(abs(value) * 10**digits)
    text = f"{whole // 10**digits}.{whole % 10**digits:0{digits}d}" if digits else str(whole)
    number = Num(Fraction(whole, 10**digits), text)
    return Neg(number) if value < 0 and whole else number

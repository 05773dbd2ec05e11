"""Rounding in worked numbers: whether decimals that were rounded on the way can come from numbers that agree.

0.6429 for 9/14 stands for any number that rounds to it. A step between such decimals is not false where the ranges of
its two sides meet.
"""

from __future__ import annotations

from fractions import Fraction

from flint import arb, fmpq

from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.terms import Abs, Add, Const, Div, Exp, Log, Mul, Neg, Num, Pow, Sqrt, Term

_FEWEST = 3
"""So many decimals a number has that is likely to be rounded: 0.25 is a number given, 0.6429 one computed."""


def agrees_when_rounded(claim: Claim, *, inner: bool = False) -> bool:
    """Whether the two sides of an equation of numbers may be equal before their decimals were rounded.

    A side that is one decimal is a result, and rounded at its last digit; so are decimals with three digits behind
    the point or more, and in an `inner` step, whose left side another step has computed, those with two.

    >>> half, long = Num(Fraction(1, 2), "0.5"), Num(Fraction(6429, 10000), "0.6429")
    >>> result = Neg(Num(Fraction(6374, 10000), "0.6374"))
    >>> agrees_when_rounded(Claim(Log(long, Num(Fraction(2))), Relation.EQUAL, result))
    True
    >>> agrees_when_rounded(Claim(Mul((half, half)), Relation.EQUAL, Num(Fraction(26, 100), "0.26")))
    False
    """
    if claim.relation not in (Relation.EQUAL, Relation.ABOUT):
        return False
    fewest = _FEWEST - 1 if inner else _FEWEST
    try:
        left, right = (_range(side, 1 if _is_result(side) else fewest) for side in (claim.left, claim.right))
    except _NoNumber:
        return False
    return bool(left.is_finite() and right.is_finite() and left.overlaps(right))


class _NoNumber(Exception):
    """A term that is no number made of numbers."""


def _is_result(side: Term) -> bool:
    return isinstance(side.of if isinstance(side, Neg) else side, Num)


def _range(value: Term, fewest: int) -> arb:
    """All that a closed term can be, where each of its decimals with at least so many digits was rounded."""
    match value:
        case Num(number, digits):
            exact = arb(fmpq(number.numerator, number.denominator))
            places = len(digits.partition(".")[2])
            if places < fewest:
                return exact
            half = Fraction(1, 2 * 10**places)
            return exact + arb(0, fmpq(half.numerator, half.denominator))
        case Const("pi"):
            return arb.pi()
        case Const("e"):
            return arb(1).exp()
        case Neg(of):
            return -_range(of, fewest)
        case Add(terms):
            total = arb(0)
            for part in terms:
                total += _range(part, fewest)
            return total
        case Mul(factors):
            product = arb(1)
            for part in factors:
                product *= _range(part, fewest)
            return product
        case Div(over, by):
            return _range(over, fewest) / _range(by, fewest)
        case Pow(base, exponent):
            return _range(base, fewest) ** _range(exponent, fewest)
        case Sqrt(of):
            return _range(of, fewest).sqrt()
        case Exp(of):
            return _range(of, fewest).exp()
        case Abs(of):
            return abs(_range(of, fewest))
        case Log(of, base, _):
            found = _range(of, fewest).log()
            return found if base is None else found / _range(base, fewest).log()
        case _:
            raise _NoNumber

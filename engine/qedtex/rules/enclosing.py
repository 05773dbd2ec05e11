"""Rigorous enclosures of numbers without symbols, by python-flint's ball arithmetic; the ends are exact rationals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add, mul
from typing import Any

from qedtex.inference import Refused
from qedtex.terms import (
    Abs,
    Add,
    Const,
    Div,
    Exp,
    Log,
    Mul,
    Neg,
    Num,
    Pow,
    Sigmoid,
    Sqrt,
    Term,
)

_MOST_BITS = 4096


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Two rational numbers that a real number lies between, both included."""

    lower: Fraction
    upper: Fraction


def enclosed(term: Term, bits: int) -> Enclosed:
    """Bounds of a number at a working precision; raises `Refused` for anything with a symbol, or out of reach.

    >>> from qedtex.language import log
    >>> found = enclosed(log(2), 64)
    >>> found.lower < Fraction(6931472, 10**7) < found.upper, found.upper - found.lower < Fraction(1, 10**15)
    (False, True)
    """
    from flint import ctx

    with ctx.workprec(bits):
        ball = _ball(term)
        if not ball.is_finite():
            raise Refused(f"{term} has no bounds at {bits} bits")
        return Enclosed(_exact(ball.lower()), _exact(ball.upper()))


def _exact(end: Any) -> Fraction:
    """The rational number that a ball without a radius is: its ends are binary fractions."""
    mantissa, exponent = end.mid().man_exp()
    if abs(int(exponent)) > _MOST_BITS * 4:
        raise Refused("a number beyond any bound")
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _ball(term: Term) -> Any:
    from flint import arb, fmpq

    match term:
        case Num(value, _):
            return arb(fmpq(value.numerator, value.denominator))
        case Const("pi"):
            return arb.pi()
        case Const("e"):
            return arb.const_e()
        case Add(parts):
            return reduce(add, map(_ball, parts))
        case Mul(parts):
            return reduce(mul, map(_ball, parts))
        case Neg(of):
            return -_ball(of)
        case Abs(of):
            return abs(_ball(of))
        case Div(over, by):
            return _ball(over) / _ball(by)
        case Sqrt(of):
            return _ball(of).sqrt()
        case Exp(of):
            return _ball(of).exp()
        case Sigmoid(of):
            return 1 / (1 + (-_ball(of)).exp())
        case Log(of, base, _):
            natural = _ball(of).log()
            return natural if base is None else natural / _ball(base).log()
        case Pow(base, Num(value, _)) if value.denominator == 1 and value <= _MOST_BITS:
            return _ball(base) ** int(value)
        case Pow(base, exponent):
            return (_ball(exponent) * _ball(base).log()).exp()
        case _:
            raise Refused(f"{term} is not a number")

"""Numbers for the replay: bounds of what is built without symbols, by mpmath's interval arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from operator import add, mul
from typing import Any

from .signs import Place
from .trees import Refusal, Tree

PRECISIONS = (53, 120, 300, 1100)
MOST_DECIMALS = 300
MOST_POWER = 4096


Bounds = tuple[Fraction, Fraction]


class _Coarse(Exception):
    """The precision does not suffice."""


def enclosed(tree: Tree, bits: int) -> Bounds | None:
    """Exact bounds of a number, `None` where the precision does not suffice; raises `Refusal` for what is no number."""
    from mpmath.ctx_iv import MPIntervalContext  # type: ignore[import-untyped] # mpmath has no py.typed

    context = MPIntervalContext()
    context.prec = bits
    try:
        value = _value(tree, context)
        return _exact(value.a), _exact(value.b)
    except (_Coarse, OverflowError, ValueError):
        return None


def _exact(end: Any) -> Fraction:
    """The rational number that an end of an interval is."""
    (sign, mantissa, exponent, _), other = end._mpi_
    if (sign, mantissa, exponent) != other[:3]:
        raise ValueError("not an end")
    if mantissa == 0 and exponent != 0:
        raise OverflowError("an infinite end")
    if abs(exponent) > 4 * MOST_POWER:
        raise OverflowError("a huge end")
    return (-1 if sign else 1) * Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _value(tree: Tree, context: Any) -> Any:
    def of(part: Tree) -> Any:
        return _value(part, context)

    match tree:
        case ("Num", number):
            return context.mpf(number.numerator) / number.denominator
        case ("Const", "pi"):
            return context.mpf(context.pi)
        case ("Const", "e"):
            return context.exp(1)
        case ("Add", parts):
            return reduce(add, map(of, parts))
        case ("Mul", parts):
            return reduce(mul, map(of, parts))
        case ("Neg", part):
            return -of(part)
        case ("Abs", part):
            return abs(of(part))
        case ("Div", over, by):
            below = of(by)
            if 0 in below:
                raise _Coarse
            return of(over) / below
        case ("Sqrt", part):
            inner = of(part)
            if not inner.a >= 0:
                raise _Coarse
            return context.sqrt(inner)
        case ("Exp", part) | ("Pow", ("Const", "e"), part):
            return context.exp(of(part))
        case ("Sigmoid", part):
            return 1 / (1 + context.exp(-of(part)))
        case ("Log", part, base):
            above = _logarithm(of(part), context)
            return above if base is None else above / _logarithm(of(base), context)
        case ("Pow", base, ("Num", power)) if power.denominator == 1 and power <= MOST_POWER:
            return of(base) ** int(power)
        case ("Pow", base, exponent):
            return context.exp(of(exponent) * _logarithm(of(base), context))
        case _:
            raise Refusal(f"{tree[0]} is not a number without symbols")


def _logarithm(inner: Any, context: Any) -> Any:
    if not inner.a > 0:
        raise _Coarse
    return context.log(inner)


def bound(before: Tree, after: Tree, place: Place, _: Sequence[Any]) -> str:
    """Which of two numbers is the greater, where their bounds tell."""
    for bits in PRECISIONS:
        one, other = enclosed(before, bits), enclosed(after, bits)
        if one is not None and other is not None:
            if one[1] < other[0]:
                return "<"
            if one[0] > other[1]:
                return ">"
    raise Refusal("the bounds do not tell the two numbers apart")


def rounded(before: Tree, after: Tree, place: Place, _: Sequence[Any]) -> str:
    """To how many decimals a number agrees with an exact one; the relation says how many."""
    sign, number = (-1, after[1]) if after[0] == "Neg" else (1, after)
    if number[0] != "Num":
        raise Refusal("what a number is rounded to is not written as a number")
    decimals = -1
    for bits in PRECISIONS:
        bounds = enclosed(before, bits)
        if bounds is None:
            continue
        furthest = max(abs(end - sign * number[1]) for end in bounds)
        while decimals < MOST_DECIMALS and furthest <= Fraction(1, 2 * 10 ** (decimals + 1)):
            decimals += 1
        if decimals == MOST_DECIMALS:
            break
    if decimals < 0:
        raise Refusal("the number is not that to the digits shown")
    return f"~={decimals}"

"""Operations on rationals and enclosures that have a domain: each says where it is undefined, or needs more bits."""

from __future__ import annotations

from flint import fmpq, fmpz

from qedtex.oracle.values import (
    Indeterminate,
    Number,
    Unable,
    Undefined,
    Value,
    as_integer,
    ball,
    is_exact,
    lighten,
)

_MOST_BITS = 4096
_MOST_EXPONENT = 10**9


def greatest(values: list[tuple[Value, Number]]) -> frozenset[Value]:
    """The points with the greatest value; raises `Indeterminate` where enclosures do not tell which they are."""
    best: list[tuple[Value, Number]] = []
    for point, value in values:
        if not best or value > best[0][1]:
            if any(not value > other for _, other in best):
                raise Indeterminate
            best = [(point, value)]
        elif is_exact(value) and all(is_exact(other) and other == value for _, other in best):
            best.append((point, value))
        elif not value < best[0][1]:
            raise Indeterminate
    return frozenset(point for point, _ in best)


def finite(value: Number) -> Number:
    """The enclosure itself; raises `Unable` where it is unbounded."""
    if not value.is_finite():
        raise Unable("a number beyond any bound")
    return value


def quotient(over: Number, by: Number) -> Number:
    """A quotient; raises `Undefined` where the divisor is 0, `Indeterminate` where it may be."""
    if by == 0:
        raise Undefined
    if not is_exact(by) and by.contains(0):
        raise Indeterminate
    return lighten(over / by)


def logarithm(value: Number) -> Number:
    """The natural logarithm; raises `Undefined` at and below 0, `Indeterminate` where that is open."""
    if value == 1:
        return fmpq(0)
    if value > 0:
        return ball(value).log()
    if value <= 0:
        raise Undefined
    raise Indeterminate


def square_root(value: Number) -> Number:
    """The square root; raises `Undefined` below 0, `Indeterminate` where that is open."""
    if value == 0:
        return fmpq(0)
    if value > 0:
        return ball(value).sqrt()
    if value < 0:
        raise Undefined
    raise Indeterminate


def power(base: Number, exponent: Number) -> Number:
    """A power: a natural one of any base, a negative integer one of a base other than 0, else one of a positive base.

    0 to a positive exponent is 0. Raises `Undefined`, `Indeterminate`, and `Unable` for huge exponents.
    """
    power = as_integer(exponent)
    if power is None:
        if base == 0 and exponent > 0:
            return fmpq(0)
        return finite((ball(exponent) * logarithm(base)).exp())
    if power == 0:
        return fmpq(1)
    if power < 0:
        if base == 0:
            raise Undefined
        if not is_exact(base) and base.contains(0):
            raise Indeterminate
    if abs(power) > _MOST_EXPONENT:
        raise Unable("an exponent beyond any bound")
    if is_exact(base) and base.height_bits() * abs(power) <= _MOST_BITS:
        return base ** fmpz(power)
    return finite(ball(base) ** fmpz(power))

"""Signs that a number can have, as a set of them, and those of sums, products and opposites."""

from __future__ import annotations

NEGATIVE, ZERO, POSITIVE = 1, 2, 4
ANY = NEGATIVE | ZERO | POSITIVE


def total(sign: int) -> int:
    """The sign of a sum of numbers of a sign: numbers of both signs may cancel."""
    return ANY if sign & NEGATIVE and sign & POSITIVE else sign


def negated(sign: int) -> int:
    """The signs of the opposite number."""
    return (sign & ZERO) | (POSITIVE if sign & NEGATIVE else 0) | (NEGATIVE if sign & POSITIVE else 0)


def times(one: int, other: int) -> int:
    """The signs of a product.

    >>> times(NEGATIVE, NEGATIVE) == POSITIVE, times(NEGATIVE, POSITIVE | ZERO) == NEGATIVE | ZERO
    (True, True)
    """
    result = ZERO if (one | other) & ZERO else 0
    if (one & POSITIVE and other & POSITIVE) or (one & NEGATIVE and other & NEGATIVE):
        result |= POSITIVE
    if (one & POSITIVE and other & NEGATIVE) or (one & NEGATIVE and other & POSITIVE):
        result |= NEGATIVE
    return result


def plus(one: int, other: int) -> int:
    """The signs of a sum of two numbers.

    >>> plus(POSITIVE, ZERO) == POSITIVE, plus(POSITIVE, NEGATIVE) == ANY
    (True, True)
    """
    result = 0
    for a in (NEGATIVE, ZERO, POSITIVE):
        for b in (NEGATIVE, ZERO, POSITIVE):
            if one & a and other & b:
                result |= a if b == ZERO else b if a == ZERO else a if a == b else ANY
    return result

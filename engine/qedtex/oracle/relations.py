"""What becomes of a relation for two values: does it certainly hold, certainly fail, or is it open?"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from flint import arb, fmpq

from qedtex.context import Relation
from qedtex.oracle.values import Indeterminate, Number, Unable, Value, ball, exact, is_exact
from qedtex.terms import Neg, Num, Term

ORDERED = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
STRICT = (Relation.LESS, Relation.GREATER)


class Outcome(Enum):
    """How a claim fares at a point."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


def holds(relation: Relation, left: Number, right: Number) -> bool:
    """Whether a relation holds of two numbers; raises `Indeterminate` where enclosures do not tell.

    >>> holds(Relation.LESS, fmpq(1), arb(2)), holds(Relation.EQUAL, fmpq(1, 2), fmpq(1, 3))
    (True, False)
    """
    for number in (left, right):
        if not is_exact(number) and not number.is_finite():
            raise Unable("a number beyond any bound")
    if is_exact(left) and is_exact(right):
        return _ORDER[relation](left, right)
    if _ORDER[relation](left, right):
        return True
    if _ORDER[_OPPOSITE[relation]](left, right):
        return False
    raise Indeterminate


def half_unit(shown: Term) -> Number:
    """Half a unit of the last digit that a number shows; raises `Unable` for anything else than such a number."""
    if isinstance(shown, Neg):
        shown = shown.of
    match shown:
        case Num(value, "") if value.denominator == 1:
            return fmpq(1, 2)
        case Num(_, digits) if digits:
            return exact(Fraction(1, 2 * 10 ** len(digits.partition(".")[2])))
        case _:
            raise Unable("the right side is not a number that shows its digits")


def relate(relation: Relation, left: Value, right: Value, shown: Term | None = None) -> tuple[Outcome, bool]:
    """How a relation fares for two values, and whether their enclosures are narrow enough to leave it at that.

    `shown` is the right side as written, whose digits count for `~=`.
    """
    if isinstance(left, frozenset) or isinstance(right, frozenset):
        both = isinstance(left, frozenset) and isinstance(right, frozenset)
        if not both or relation not in (Relation.EQUAL, Relation.UNEQUAL):
            raise Unable("a set is compared with something else than a set")
        return _fails_unless((left == right) is (relation is Relation.EQUAL), relation), True
    if isinstance(left, bool) or isinstance(right, bool):
        if type(left) is not type(right) or relation is not Relation.IFF:
            raise Unable("a proposition is compared with something else than a proposition")
        return _fails_unless(left is right, relation), True
    if not (isinstance(left, (fmpq, arb)) and isinstance(right, (fmpq, arb))):
        raise Unable("the sides are not numbers")
    if not (ball(left).is_finite() and ball(right).is_finite()):
        raise Unable("a number beyond any bound")
    if relation is Relation.ABOUT:
        if shown is None:
            raise Unable("the right side shows no digits")
        relation, left, right = Relation.LESS_EQUAL, abs(left - right), half_unit(shown)
    if relation not in _ORDER:
        raise Unable(f"the oracle does not try claims with {relation.value!r}")
    if is_exact(left) and is_exact(right):
        return _fails_unless(_ORDER[relation](left, right), relation), True
    low, high = (right, left) if relation in (Relation.GREATER, Relation.GREATER_EQUAL) else (left, right)
    is_sharp = ball(left - right).rad() < (1 + abs(ball(left))) * arb(2) ** -30
    overlap = ball(left).overlaps(ball(right))
    if relation is Relation.EQUAL:
        return (Outcome.HOLDS if overlap else Outcome.FAILS), bool(is_sharp)
    if relation is Relation.UNEQUAL:
        return (Outcome.OPEN if overlap else Outcome.HOLDS), bool(is_sharp)
    if low > high or (relation in STRICT and low >= high):
        return Outcome.FAILS, True
    if low < high:
        return Outcome.HOLDS, True
    return (Outcome.OPEN if relation in STRICT else Outcome.HOLDS), bool(is_sharp)


_ORDER = {
    Relation.EQUAL: lambda left, right: bool(left == right),
    Relation.UNEQUAL: lambda left, right: bool(left != right),
    Relation.LESS: lambda left, right: bool(left < right),
    Relation.LESS_EQUAL: lambda left, right: bool(left <= right),
    Relation.GREATER: lambda left, right: bool(left > right),
    Relation.GREATER_EQUAL: lambda left, right: bool(left >= right),
}
_OPPOSITE = {
    Relation.EQUAL: Relation.UNEQUAL,
    Relation.UNEQUAL: Relation.EQUAL,
    Relation.LESS: Relation.GREATER_EQUAL,
    Relation.LESS_EQUAL: Relation.GREATER,
    Relation.GREATER: Relation.LESS_EQUAL,
    Relation.GREATER_EQUAL: Relation.LESS,
}


def _fails_unless(holds: bool, relation: Relation) -> Outcome:
    """One point where the sides agree does not refute that two expressions differ."""
    if holds:
        return Outcome.HOLDS
    return Outcome.OPEN if relation is Relation.UNEQUAL else Outcome.FAILS

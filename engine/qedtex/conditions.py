"""Side conditions: facts that a step needs at a place, and their discharge from what is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qedtex.arithmetic import NOT_REAL
from qedtex.context import Hashed, Scope
from qedtex.errors import IllFormed, QedtexError
from qedtex.prover import Prover, within
from qedtex.sorts import Alphabet, Data, Enumerated, Family, Integer, Labels, Outcome, Real, Sort
from qedtex.terms import (
    Const,
    Event,
    Term,
    sort_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Condition(Hashed):
    """A fact that a step needs at a place: `value` is `needed` (> 0, >= 0, != 0, or an integer) in a scope."""

    value: Term
    needed: str
    scope: Scope
    __hash__ = Hashed.__hash__

    def __str__(self) -> str:
        ranges = ", ".join(
            f"{symbol} in {domain}" if domain is not None else f"every {symbol}"
            for symbol, domain in self.scope.binders
        )
        return f"{self.value} {self.needed}" + (f" for {ranges}" if ranges else "")


def positive(value: Term, scope: Scope) -> Condition:
    """The condition value > 0."""
    return Condition(value, "> 0", scope)


def nonnegative(value: Term, scope: Scope) -> Condition:
    """The condition value >= 0."""
    return Condition(value, ">= 0", scope)


def nonzero(value: Term, scope: Scope) -> Condition:
    """The condition value != 0."""
    return Condition(value, "!= 0", scope)


def integral(value: Term, scope: Scope) -> Condition:
    """The condition that value is an integer."""
    return Condition(value, "is an integer", scope)


@lru_cache(maxsize=8192)
def holds(condition: Condition) -> bool:
    """Whether a condition follows from what is known; `False` means that no proof was found.

    >>> from qedtex.language import positive as scale, probability, real
    >>> y = probability("y")
    >>> [holds(positive(value, Scope())) for value in (1 - y, scale("sigma") * y, real("t"))]
    [True, True, False]
    """
    prover = Prover(condition.scope)
    try:
        match condition.needed:
            case "> 0":
                return prover.is_positive(condition.value)
            case ">= 0":
                return prover.is_nonnegative(condition.value)
            case "!= 0":
                return prover.is_nonzero(condition.value)
            case "is an integer":
                return prover.is_integer(condition.value)
            case _:
                return False
    except QedtexError:
        return False


def membership(value: Term, sort: Sort, scope: Scope) -> Iterator[Condition]:
    """The conditions for a value to lie in a sort; raises `IllFormed` where the kinds differ."""
    own = sort_of(value)
    match sort:
        case Real():
            require_number(value)
            if sort.role and own != sort:
                raise IllFormed("QT111", f"{value} is not a value of the random variable {sort.role}")
            for fact, strict in within(value, sort):
                yield positive(fact, scope) if strict else nonnegative(fact, scope)
        case Integer():
            require_number(value)
            yield integral(value, scope)
            for fact, _ in within(value, sort):
                yield nonnegative(fact, scope)
        case Outcome(Labels(lower, upper, name)) if own != sort:
            if isinstance(value, Event) and name and value.variable != name:
                raise IllFormed("QT111", f"{value} is an outcome of {value.variable}, not of {name}")
            number = value.value if isinstance(value, Event) else value
            require_number(number)
            yield integral(number, scope)
            yield nonnegative(number - lower, scope)
            yield nonnegative(upper - number, scope)
        case Outcome() | Data() | Family():
            if own != sort:
                raise IllFormed("QT111", f"{value} is not {_described(sort)}")
        case _:
            if own != sort:
                raise IllFormed("QT111", f"{value} is of another sort than is needed here")


def _described(sort: Sort) -> str:
    match sort:
        case Outcome(Enumerated(name, _, upper)):
            return f"one of the outcomes {name}_1, ..., {name}_{upper}"
        case Outcome(Alphabet(name)):
            return f"an element of {name}"
        case Data():
            return "a data set"
        case _:
            return "of the sort that is needed here"


def require_number(value: Term) -> None:
    """Raise `IllFormed` unless a term stands for a real number."""
    sort = sort_of(value)
    if (
        value == Const("oo")
        or type(value).__name__ in NOT_REAL
        or not (sort is None or isinstance(sort, (Real, Integer)))
    ):
        raise IllFormed("QT112", f"{value} is not a number, so it cannot be calculated with")

"""What a symbol ranges over: real intervals, integer ranges, outcomes of a space, data sets, vectors, families."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from qedtex.terms import Term


@dataclass(frozen=True, slots=True)
class Sort:
    """The set that a symbol ranges over. Two symbols of one name and different sorts are different symbols."""

    def terms(self) -> tuple[Term, ...]:
        """The terms that the sort itself mentions, such as the number of outcomes of a space."""
        found: list[Term] = []
        for name in _fields(type(self)):
            value = getattr(self, name)
            if isinstance(value, Sort):
                found.extend(value.terms())
            elif name in _ENDS and hasattr(value, "children"):
                found.append(value)
        return tuple(found)

    def map_terms(self, change: Callable[[Term], Term]) -> Self:
        """The same sort with each term that it mentions changed; the sort itself where nothing changes."""
        changes: dict[str, object] = {}
        for name in _fields(type(self)):
            value = getattr(self, name)
            new: object = value
            if isinstance(value, Sort):
                new = value.map_terms(change)
            elif name in _ENDS and hasattr(value, "children"):
                new = change(value)
            if new is not value:
                changes[name] = new
        return replace(self, **changes) if changes else self


_ENDS = ("lower", "upper", "size")


_FIELDS: dict[type[Sort], tuple[str, ...]] = {}
"""The names of the fields of each kind of sort; filled when a kind is first met."""


def _fields(kind: type[Sort]) -> tuple[str, ...]:
    known = _FIELDS.get(kind)
    if known is None:
        known = _FIELDS[kind] = tuple(entry.name for entry in fields(kind))
    return known


@dataclass(frozen=True, slots=True)
class Real(Sort):
    """An interval of the reals with rational ends; `None` is an infinite end.

    `role` is the random variable that such a number is a value of, which is what tells the p of p(theta) from the p
    of p(phi); it belongs to the sort, so that renaming a bound symbol changes nothing.

    >>> Real(Fraction(0), None, lower_open=True) == POSITIVE
    True
    """

    least: Fraction | None = None
    greatest: Fraction | None = None
    lower_open: bool = False
    upper_open: bool = False
    role: str = ""


REAL = Real()
POSITIVE = Real(Fraction(0), None, lower_open=True)
NONNEGATIVE = Real(Fraction(0), None)
UNIT_OPEN = Real(Fraction(0), Fraction(1), lower_open=True, upper_open=True)
UNIT_CLOSED = Real(Fraction(0), Fraction(1))


@dataclass(frozen=True, slots=True)
class Integer(Sort):
    """The integers from `lower` to `upper`, both included; `None` is an infinite end."""

    lower: Term | None = None
    upper: Term | None = None


@dataclass(frozen=True, slots=True)
class Space(Sort):
    """The set of outcomes of a random variable; a distribution sums (or integrates) to 1 over it."""


@dataclass(frozen=True, slots=True)
class Enumerated(Space):
    """The outcomes x_lower, ..., x_upper of a family called `name` (LaTeX); finite, of symbolic number."""

    name: str
    lower: Term
    upper: Term


@dataclass(frozen=True, slots=True)
class Alphabet(Space):
    """A finite non-empty set called `name` (LaTeX) whose elements carry no index: sums over it read sum_x."""

    name: str


@dataclass(frozen=True, slots=True)
class Labels(Space):
    """The integers from `lower` to `upper` as outcomes: written P(x = 0) with a `variable`, else p_1, ..., p_n."""

    lower: Term
    upper: Term
    variable: str = ""


@dataclass(frozen=True, slots=True)
class RealLine(Space):
    """The real numbers, for a law that is a density."""


@dataclass(frozen=True, slots=True)
class Outcome(Sort):
    """One element of a space."""

    space: Space


@dataclass(frozen=True, slots=True)
class Data(Sort):
    """A whole data set, or any other quantity that is only ever conditioned on or given a probability."""

    role: str


@dataclass(frozen=True, slots=True)
class Family(Sort):
    """Members x_lower, ..., x_upper, each of the sort `element`; a real family is a vector with `upper` components."""

    element: Sort
    lower: Term
    upper: Term


@dataclass(frozen=True, slots=True)
class Extrema(Sort):
    """A set of minimisers or maximisers, for a name such as theta_ML."""


@dataclass(frozen=True, slots=True)
class Random(Sort):
    """The random variable itself, as the X of H(X) and H(Y | X); its values are the outcomes of a finite space."""

    space: Space

"""What binds a symbol or says what it runs over: ranges, sums, products, integrals, argmax and argmin."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.sorts import Space
from qedtex.terms.base import Symbol, Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Range(Term):
    """The integers from `lower` to `upper`, both included; empty when upper < lower."""

    lower: Term
    upper: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Over(Term):
    """All outcomes of a finite space, as the range of a sum."""

    space: Space


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Binder(Term):
    """A node that binds one symbol over a range in its body. Source for all: de Bruijn's notion of a bound variable."""

    bound = True
    domain: Term
    variable: Symbol
    body: Term

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The bound symbol."""
        return (self.variable,)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SumOver(Binder):
    """A finite sum of reals over a `Range` or the outcomes of a space (`Over`); 0 when the range is empty."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ProductOver(Binder):
    """A finite product of reals over a `Range` or the outcomes of a space (`Over`); 1 when the range is empty."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Interval(Term):
    """The real interval between two ends, which may be infinite, as the range of an integral."""

    lower: Term
    upper: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Integral(Binder):
    """A Lebesgue integral over an `Interval`; undefined where the integrand is not integrable."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Extremum(Term):
    """The set of points of the variable's sort at which the body is extreme; the variable is bound in the body."""

    bound = True
    variable: Symbol
    body: Term

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The bound symbol."""
        return (self.variable,)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Argmax(Extremum):
    """The set of maximisers (possibly empty). Source: Boyd & Vandenberghe (2004), section 4.1.1."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Argmin(Extremum):
    """The set of minimisers (possibly empty). Source: Boyd & Vandenberghe (2004), section 4.1.1."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FiniteSet(Term):
    """The set of the points that are listed, such as the one minimiser {1/2}."""

    elements: tuple[Term, ...]

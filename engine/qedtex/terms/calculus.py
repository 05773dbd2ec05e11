"""Calculus: functions that are known by hypotheses alone, derivatives, limits, Kronecker's delta."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.sorts import REAL, Sort
from qedtex.terms.base import Number, Symbol, Term, term


@dataclass(frozen=True, slots=True)
class Function:
    """A real function of one real argument, known by hypotheses alone: its LaTeX name and the interval it is on.

    `differentiable` says that it has a derivative everywhere on that interval, which must then be open.
    """

    name: str
    domain: Sort = REAL
    differentiable: bool = False

    def __call__(self, argument: Number) -> Apply:
        """The value at an argument: `f(x)`."""
        return Apply(self, term(argument))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Apply(Term):
    """The value of a function at an argument; undefined outside its domain."""

    function: Function
    argument: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Derivative(Term):
    """The derivative of `body` with respect to `variable`, taken at `at`; the variable is bound in the body.

    With an `index` the variable is a vector, `at` is one as well, and the derivative is the partial one with respect to
    that component. d/dx f(x) is the derivative at x: only here may a bound symbol also occur free, in `at`.
    Undefined where the body has no derivative. Source: Rudin (1976), definition 5.1.
    """

    bound = True
    at: Term
    index: Term | None
    variable: Symbol
    body: Term

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The bound symbol."""
        return (self.variable,)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Limit(Term):
    """The limit of `body` as `variable` goes to `point`, which may be infinite, as may the limit.

    `side` is "+" from above, "-" from below, or empty. Source: Rudin (1976), definition 4.33.
    """

    bound = True
    point: Term
    side: str
    variable: Symbol
    body: Term

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The bound symbol."""
        return (self.variable,)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Kronecker(Term):
    """Kronecker's delta of two integers: 1 where they are equal, else 0. Source: Graham et al. (1994), section 2.1."""

    left: Term
    right: Term

"""Propositions: what an equivalence stands between. They are terms, but not numbers."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.terms.base import Symbol, Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Comparison(Term):
    """The proposition that two numbers stand in a relation: one of =, !=, <, <=, >, >=."""

    left: Term
    relation: str
    right: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Every(Term):
    """The proposition that `body` holds for every value of `variable` in `domain` (a `Range` or an `Over`)."""

    bound = True
    domain: Term
    variable: Symbol
    body: Term

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The bound symbol."""
        return (self.variable,)

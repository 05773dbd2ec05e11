"""Ranges as formulas: members of a family in a row, intervals, and numbers between their ends."""

from __future__ import annotations

from collections.abc import Callable

from qedtex.context import Relation
from qedtex.latex.printer import latex
from qedtex.render.sentences import Formula, formula, related
from qedtex.sorts import Integer, Real
from qedtex.terms import Num, Symbol, Term, term


def listed(lower: Term, upper: Term, at: Callable[[Term], Formula]) -> Formula:
    """Members in a row: one, two, or the first and the last with dots between them."""
    first, last = at(lower), at(upper)
    if lower == upper:
        return first
    dots = (", ", ", ") if _are_neighbours(lower, upper) else (r", \ldots, ", ", ..., ")
    return Formula(f"{first.latex}{dots[0]}{last.latex}", f"{first.plain}{dots[1]}{last.plain}")


def _are_neighbours(lower: Term, upper: Term) -> bool:
    """Whether one numeral is the next one after another."""
    return isinstance(lower, Num) and isinstance(upper, Num) and upper.value == lower.value + 1


def from_to(lower: Term, upper: Term) -> Formula:
    """Numbers in a row.

    >>> from qedtex.terms import term
    >>> from_to(term(0), term(1)).plain, from_to(term(0), term(5)).plain
    ('0, 1', '0, ..., 5')
    """
    return listed(lower, upper, formula)


def interval(sort: Real) -> Formula:
    """An interval in brackets."""
    low = formula(term(sort.least)) if sort.least is not None else Formula(r"-\infty", "-∞")
    high = formula(term(sort.greatest)) if sort.greatest is not None else Formula(r"\infty", "∞")
    left = "(" if sort.lower_open or sort.least is None else "["
    right = ")" if sort.upper_open or sort.greatest is None else "]"
    return Formula(f"{left}{low.latex}, {high.latex}{right}", f"{left}{low.plain}, {high.plain}{right}")


def within(name: Formula, sort: Real) -> Formula:
    """A number between the ends of its interval; the number itself where that has none."""
    below = Relation.LESS if sort.lower_open else Relation.LESS_EQUAL
    above = Relation.LESS if sort.upper_open else Relation.LESS_EQUAL
    if sort.least is not None and sort.greatest is None:
        return related(name, below.reverse, formula(term(sort.least)))
    shown = name if sort.least is None else related(formula(term(sort.least)), below, name)
    return shown if sort.greatest is None else related(shown, above, formula(term(sort.greatest)))


def ranged(variable: Symbol) -> Formula:
    """A variable that a hypothesis holds for every value of, with its range where that is no whole space."""
    match variable.sort:
        case Integer(lower, upper) if lower is not None and upper is not None:
            values = from_to(lower, upper)
            return Formula(f"{latex(variable)} = {values.latex}", f"{variable} = {values.plain}")
        case Real() as sort:
            return within(formula(variable), sort)
        case _:
            return formula(variable)

"""Terms as they are settled once a chain is read: bound names set apart, points beside sets taken for sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from qedtex.binding import free, fresh, rename_bound
from qedtex.context import shadows
from qedtex.notes.reading.kinds import Kinds
from qedtex.stating import is_set
from qedtex.terms import Argmax, Argmin, Derivative, Distribution, FiniteSet, Symbol, Term

S = TypeVar("S")


def named_apart(found: Term, taken: frozenset[Symbol] = frozenset()) -> Term:
    r"""A term whose bound symbols have names of their own, as in p(x) / \\sum_x p(x)."""
    if shadows(found, taken) is None or isinstance(found, Derivative):
        return found
    outside = taken | free(found)
    if found.bound and not isinstance(found, Derivative):
        for variable in found.variables:
            if any(symbol.name == variable.name for symbol in outside):
                inside = {bound for node in found.walk() for bound in node.variables}
                found = rename_bound(found, variable, fresh(variable, outside | inside | free(found.children[-1])))
        outside = outside | set(found.variables)
    return found.with_children(tuple(named_apart(child, outside) for child in found.children))


def as_sets(sides: Sequence[S], kinds: Kinds) -> list[S | FiniteSet]:
    """The sides with a point beside an argmax or argmin taken for the set of that point."""
    sets = [side for side in sides if isinstance(side, (Argmax, Argmin, FiniteSet))]
    if len(sides) != len(sets) + 1 or not any(isinstance(side, (Argmax, Argmin)) for side in sets):
        return list(sides)
    found: list[S | FiniteSet] = []
    for side in sides:
        if isinstance(side, Term) and not is_set(side) and not isinstance(side, Distribution):
            kinds.note(str(side), "the set of this one point", "an argmax or argmin is a set")
            found.append(FiniteSet((side,)))
        else:
            found.append(side)
    return found

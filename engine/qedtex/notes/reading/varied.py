"""What the derivatives of a chain are by: the names, whether what is differentiated speaks of them, where they lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qedtex.notes.reading.introduced import spelt_safely
from qedtex.notes.reading.naming import letter_of
from qedtex.notes.reading.notebook import Notebook
from qedtex.notes.reading.surface import Differential, Name, Surface
from qedtex.sorts import UNIT_OPEN, Sort
from qedtex.terms import Sigmoid


def varied(sides: Sequence[object]) -> set[str]:
    """The names by which a chain differentiates."""
    return {spelt_safely(name) for part in _derivatives(sides) for name in part.variables}


def are_reached(sides: Sequence[object]) -> bool:
    """Whether all that is differentiated speaks of what it is differentiated by."""
    return all(_is_reached(part) for part in _derivatives(sides))


def ranges_of(sides: Sequence[object], notebook: Notebook) -> dict[str, Sort]:
    """What the names are by which a chain differentiates and which stand for a value of the sigmoid."""
    found = {name: notebook.definitions.get(name) for name in varied(sides)}
    return {name: UNIT_OPEN for name, one in found.items() if one is not None and isinstance(one.term, Sigmoid)}


def _derivatives(sides: Sequence[object]) -> Iterator[Differential]:
    for side in sides:
        if isinstance(side, Surface):
            yield from (part for part in side.walk() if isinstance(part, Differential))


def _is_reached(part: Differential) -> bool:
    inside = {letter_of(name.text) for name in part.of.walk() if isinstance(name, Name)}
    return {letter_of(name.text) for name in part.variables} <= inside

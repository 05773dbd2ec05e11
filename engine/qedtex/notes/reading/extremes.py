"""The greater and the less of two numbers: half of their sum and of their distance, added or taken away."""

from __future__ import annotations

from itertools import islice

from qedtex.notes.reading.normals import grouped
from qedtex.notes.reading.surface import Blank, Bracket, Cells, Dots, Number, Quotient, Related, Surface, Total, Words

_MOST_TWICE = 200


def of_two(bracket: Bracket, *, greater: bool) -> Surface | None:
    r"""The greater or the less of what a bracket holds as (a + b + |a - b|) / 2; `None` unless that is two numbers.

    >>> from qedtex.notes.reading.grammar import parse
    >>> from qedtex.notes.reading.tokens import tokens
    >>> parse(tokens(r"\max(a, b)"))[0] == parse(tokens(r"\max\{a, b\}"))[0]
    True
    >>> [type(parse(tokens(text))[0]).__name__ for text in (r"\min(a, b)", r"\min(a, b, c)", r"\min(a)")]
    ['Bracket', 'Opaque', 'Opaque']
    """
    at, cells = bracket.at, bracket.inside.cells
    if len(cells) != 2 or bracket.inside.separators != (",",) or bracket.sub is not None:
        return None
    if any(isinstance(cell, (Blank, Dots, Related, Words)) for cell in cells):
        return None
    if any(next(islice(cell.walk(), _MOST_TWICE, None), None) is not None for cell in cells):
        return None
    one, other = map(grouped, cells)
    distance = Bracket(at, "|", Cells(at, (Total(at, ("+", "-"), (one, other)),)))
    both = Total(at, ("+", "+", "+" if greater else "-"), (one, other, distance))
    return Bracket(at, "(", Cells(at, (Quotient(at, both, Number(at, "2")),)))

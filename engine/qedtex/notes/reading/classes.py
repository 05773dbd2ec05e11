r"""The right class y as an index, as in z_y beside \sum_j e^{z_j}, one of what j runs through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qedtex.notes.reading.naming import CLASS, index_names, is_law_name, member
from qedtex.notes.reading.sides import Unread
from qedtex.notes.reading.surface import Big, Cells, Name, Surface, rebuilt
from qedtex.notes.reading.uses import bound_by

_LETTER = "y"


def with_class_index(pieces: Sequence[Surface | Unread]) -> list[Surface | Unread]:
    r"""Sides in which y is an index where it stands below what has an index that is summed over, and nowhere else.

    It keeps its look: `\mathord{y}` is set as y.
    """
    parts = [part for piece in pieces if isinstance(piece, Surface) for part in piece.walk()]
    bound = {name.text for part in parts if isinstance(part, Big) for name in bound_by(part)[0]}
    families = {
        found.base
        for part in parts
        if isinstance(part, Name) and (found := member(part)) is not None and index_names(found.index) & bound
    }
    below = [part for part in parts if isinstance(part, Name) and part.sub is not None and _is_class(part.sub)]
    letters = sum(isinstance(part, Name) and part.is_bare and part.text == _LETTER for part in parts)
    subscripts = sum(_is_letter(inner) for part in below if part.sub is not None for inner in part.sub.walk())
    bases = {part.text for part in below} - {"\\delta"}
    if not bases or not bases <= families or letters != subscripts or any(map(is_law_name, below)):
        return [*pieces]

    def put(part: Surface) -> Surface:
        return replace(part, text=CLASS) if isinstance(part, Name) and _is_letter(part) else part

    return [rebuilt(piece, put) if isinstance(piece, Surface) else piece for piece in pieces]


def _is_letter(piece: Surface) -> bool:
    return isinstance(piece, Name) and piece.is_bare and piece.text == _LETTER


def _is_class(below: Cells) -> bool:
    """Whether y stands below a name, alone or beside another index, as below a delta."""
    return any(map(_is_letter, below.walk()))

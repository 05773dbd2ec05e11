r"""Numbers p_1, ..., p_n by which a note differentiates: there they are a vector, and no masses that sum to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qedtex.notes.reading.naming import is_law_name, member
from qedtex.notes.reading.sides import Unread
from qedtex.notes.reading.surface import Applied, Differential, Name, Surface, rebuilt


def with_plain_numbers(pieces: Sequence[Surface | Unread]) -> list[Surface | Unread]:
    r"""Sides in which letters of laws are of numbers: where one differentiates by its members and never applies it.

    The letter keeps its look: `\mathord{p}` is set as p.
    """
    parts = [part for piece in pieces if isinstance(piece, Surface) for part in piece.walk()]
    varied = {
        name.text
        for part in parts
        if isinstance(part, Differential)
        for name in part.variables
        if is_law_name(name) and member(name) is not None
    }
    varied -= {part.head.text for part in parts if isinstance(part, Applied)}
    varied -= {part.text for part in parts if isinstance(part, Name) and part.sub is None}
    if not varied:
        return [*pieces]

    def put(part: Surface) -> Surface:
        if isinstance(part, Name) and part.text in varied:
            return replace(part, text=rf"\mathord{{{part.text}}}")
        return part

    return [rebuilt(piece, put) if isinstance(piece, Surface) else piece for piece in pieces]

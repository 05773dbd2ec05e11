"""Densities: what laws are said to be by a formula in the numbers that they are applied to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from qedtex.notes.reading.grammar import parse
from qedtex.notes.reading.naming import is_law_name, letter_of, spelt
from qedtex.notes.reading.shorthands import written_out
from qedtex.notes.reading.surface import Applied, Big, Bracket, Cells, Name, Refusal, Related, Surface
from qedtex.notes.reading.tokens import Token
from qedtex.notes.reading.uses import quantity


@dataclass(frozen=True, slots=True)
class Density:
    """What a law was said to be at some arguments: p(x; theta) by its formula, in which no law occurs."""

    left: Applied
    body: Surface
    section: int = 0

    def values(self, piece: Applied) -> dict[str, Surface] | None:
        """What stands for its arguments where the same law is applied in the same way; `None` for another way."""
        own, given = self.left.arguments, piece.arguments
        if _bare(piece.head) != _bare(self.left.head) or own.separators != given.separators:
            return None
        found: dict[str, Surface] = {}
        for number, (one, other) in enumerate(zip(own.cells, given.cells, strict=True)):
            if not isinstance(one, Name) or (isinstance(other, Name) and spelt_or_none(one) == spelt_or_none(other)):
                continue
            alike = not isinstance(other, Name) or letter_of(one.text) == letter_of(other.text)
            if not alike or (not number and not isinstance(other, Name)) or isinstance(other, (Related, Cells)):
                return None
            found[spelt_or_none(one)] = value_of(other)
        return found


def density_said(
    left: Sequence[Token], right: Sequence[Token], functions: Collection[str], section: int
) -> Density | None:
    """A law that is said to be a formula in what it is applied to, read as numbers; `None` for anything else."""
    try:
        one, body = (written_out(parse(side, functions)[0]) for side in (left, right))
    except Refusal:
        return None
    if not isinstance(one, Applied) or not is_law_name(one.head):
        return None
    cells = one.arguments.cells
    if not all(isinstance(cell, Name) and cell.sup is None and spelt_or_none(cell) for cell in cells):
        return None
    inside = {spelt_or_none(replace(part, sup=None)) for part in body.walk() if isinstance(part, Name)}
    laws = any(isinstance(p, Applied) and (is_law_name(p.head) or quantity(p.head)) for p in body.walk())
    means = any(isinstance(part, Big) and part.kind == "E" for part in body.walk())
    outcome = cells[0]
    if laws or means or not isinstance(outcome, Name) or spelt_or_none(outcome) not in inside:
        return None
    return Density(one, body, section)


def spelt_or_none(name: Name) -> str:
    """How a name is spelt; empty where its scripts are no part of it."""
    try:
        return spelt(name)
    except Refusal:
        return ""


def value_of(argument: Surface) -> Surface:
    """What stands for a parameter: the value alone where it is named, as in Loss(y = 1)."""
    if isinstance(argument, Related) and argument.relations == ("=",):
        return argument.pieces[1]
    return (
        argument
        if isinstance(argument, (Name, Bracket))
        else Bracket(argument.at, "(", Cells(argument.at, (argument,)))
    )


def _bare(head: Name) -> tuple[str, str]:
    """The head of a law as written, wherever it stands."""
    return head.text, spelt_or_none(head)

"""Errors made for the reader: a stable code, the place, what was expected, what was found, and a way on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: the path as the user gave it, and line and column counted from 1.

    In a notebook these are counted in a cell, and cells from 1, those of code too.

    >>> str(Place("derivations/a.py", 12, 5)), str(Place("a.ipynb", 2, 5, cell=3))
    ('derivations/a.py:12:5', 'a.ipynb:cell 3:2:5')
    """

    path: str
    line: int = 0
    column: int = 0
    cell: int | None = None

    def __str__(self) -> str:
        cell = [f"cell {self.cell}"] if self.cell is not None else []
        return ":".join([self.path, *cell, *(str(part) for part in (self.line, self.column) if part)])


@dataclass(eq=False)
class QedtexError(Exception):
    """Anything the user can mend. `code` is stable; `help` says the way on.

    >>> print(QedtexError("QT001", "unknown derivation 'x.y'", help="run `qedtex list`"))
    error[QT001]: unknown derivation 'x.y'
      help: run `qedtex list`
    """

    code: str
    message: str
    place: Place | None = None
    expected: str = ""
    found: str = ""
    help: str = ""
    notes: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        lines = [f"error[{self.code}]: {self.message}"]
        if self.place is not None:
            lines.append(f"  --> {self.place}")
        if self.expected:
            lines.append(f"  expected: {self.expected}")
        if self.found:
            lines.append(f"  found: {self.found}")
        lines.extend(f"  note: {note}" for note in self.notes)
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)


class IllFormed(QedtexError):
    """A term that means nothing: a set added to a number, a float for an exact number, one name for two things."""


class StepRefused(QedtexError):
    """A link or a step that the kernel does not accept; the message names the rule and the missing fact."""

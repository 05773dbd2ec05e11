"""How faults are shown: code, place with the line of source and a caret, expected, found, notes, help."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace

from qedtex.colours import Paint, plain
from qedtex.errors import Place, QedtexError
from qedtex.paths import shown_path

WRONG_CALL = frozenset(
    {"QT501", "QT507", "QT520", "QT607", "QT608", "QT640", "QT641", "QT701", "QT702", "QT704", "QT705"}
    | {"QT711", "QT712", "QT713", "QT714", "QT715", "QT721", "QT722", "QT723"}
)
"""Faults of the call itself: an unknown id, no such file, a file that is not a derivation, no files at all, an output
folder that cannot be one, an extra that is not installed, a report over a file of another kind, a configuration that is
not in order, a cluster that is not there or runs something else."""

_LONGEST = 160


def exit_status(errors: Sequence[QedtexError]) -> int:
    """0 for no errors, 2 where the call itself was wrong, 1 where something failed.

    >>> exit_status([]), exit_status([QedtexError("QT501", "unknown")]), exit_status([QedtexError("QT410", "false")])
    (0, 2, 1)
    """
    if not errors:
        return 0
    return 2 if all(error.code in WRONG_CALL for error in errors) else 1


def shown(fault: QedtexError, level: str = "error", paint: Paint = plain) -> str:
    """The text of a fault, with the line of source that its place names."""
    place = fault.place
    lines = [f"{paint(f'{level}[{fault.code}]', level)}: {fault.message}"]
    if place is not None:
        lines.append(f"  {paint('-->', 'place')} {replace(place, path=shown_path(place.path))}")
        lines.extend(_snippet(place, paint))
    if fault.expected:
        lines.append(f"  expected: {fault.expected}")
    if fault.found:
        lines.append(f"  found: {fault.found}")
    lines.extend(f"  {paint('note', 'note')}: {note}" for note in fault.notes)
    if fault.help:
        lines.append(f"  {paint('help', 'help')}: {fault.help}")
    return "\n".join(lines)


def shown_in_a_line(fault: QedtexError, level: str = "warning", paint: Paint = plain) -> str:
    """A fault in one line: where it is and what it is, without what explains it.

    >>> shown_in_a_line(QedtexError("QT410", "the step is false", Place("a.py", 3), found="x"))
    'warning[QT410]: a.py:3: the step is false'
    """
    where = f"{replace(fault.place, path=shown_path(fault.place.path))}: " if fault.place is not None else ""
    return f"{paint(f'{level}[{fault.code}]', level)}: {where}{' '.join(fault.message.split())}"


def _snippet(place: Place, paint: Paint) -> list[str]:
    """The line of source with a caret below it; nothing where there is no such line to be read."""
    line = _line_at(place)
    if line is None or not line.strip():
        return []
    line = line.rstrip("\n").expandtabs(1)
    line = "".join(letter if letter.isprintable() else "?" for letter in line)
    column = place.column or len(line) - len(line.lstrip()) + 1
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 3] + "..."
    gutter = " " * len(str(place.line))
    bar = paint("|", "place")
    caret = [f"  {gutter} {bar} {' ' * (column - 1)}{paint('^', 'caret')}"] if column <= len(line) + 1 else []
    return [f"  {gutter} {bar}", f"  {paint(str(place.line), 'place')} {bar} {line}", *caret]


def _line_at(place: Place) -> str | None:
    """The line of source at a place, in a notebook that of the cell."""
    if place.line < 1:
        return None
    try:
        if place.cell is not None:
            from qedtex.notes.sources.notebook import cell_lines

            return dict(enumerate(cell_lines(place.path, place.cell), 1)).get(place.line)
        with open(place.path, encoding="utf-8", errors="replace") as file:
            return next((text for number, text in enumerate(file, 1) if number == place.line), None)
    except (OSError, QedtexError):
        return None


def internal(fault: Exception) -> QedtexError:
    """What is said of a fault of our own; QEDTEX_DEBUG=1 prints its traceback too."""
    if os.environ.get("QEDTEX_DEBUG") == "1":
        traceback.print_exception(fault, file=sys.stderr)
    told = " ".join(str(fault).split())[:300]
    return QedtexError(
        "QT900",
        "internal error",
        found=f"{type(fault).__name__}: {told}" if told else type(fault).__name__,
        notes=("this is a fault of qedtex and not of your files",),
        help="please report it, with the command and what QEDTEX_DEBUG=1 prints",
    )

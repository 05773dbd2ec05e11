"""How faults are shown: code, place with the line of source and a caret, expected, found, notes, help; or as JSON."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qedtex.errors import Place, QedtexError

if TYPE_CHECKING:
    from qedtex.chains import Step
    from qedtex.proved import Derivation

WRONG_CALL = frozenset(
    {"QT501", "QT507", "QT520", "QT607", "QT608", "QT701", "QT702", "QT704", "QT721", "QT722", "QT723"}
)
"""Faults of the call itself: an unknown id, no such file, a file that is not a derivation, no files
at all, an output folder that cannot be one, a cluster that is not there or runs something else."""

_LONGEST = 160


def exit_status(errors: Sequence[QedtexError]) -> int:
    """0 for no errors, 2 where the call itself was wrong, 1 where something failed.

    >>> exit_status([]), exit_status([QedtexError("QT501", "unknown")]), exit_status([QedtexError("QT410", "false")])
    (0, 2, 1)
    """
    if not errors:
        return 0
    return 2 if all(error.code in WRONG_CALL for error in errors) else 1


def shown_path(path: str) -> str:
    """A path relative to the current folder where it lies below it, else as it is."""
    try:
        return _below(path, os.getcwd())
    except OSError:
        return path


@lru_cache(maxsize=1000)
def _below(path: str, folder: str) -> str:
    try:
        return Path(path).resolve().relative_to(Path(folder).resolve()).as_posix() or path
    except (OSError, ValueError, RuntimeError):
        return path


def shown(fault: QedtexError, level: str = "error") -> str:
    """The text of a fault, with the line of source that its place names."""
    place = fault.place
    if place is not None:
        place = replace(place, path=shown_path(place.path))
    lines = [f"{level}[{fault.code}]: {fault.message}"]
    if place is not None:
        lines.append(f"  --> {place}")
        lines.extend(_snippet(fault.place or place))
    if fault.expected:
        lines.append(f"  expected: {fault.expected}")
    if fault.found:
        lines.append(f"  found: {fault.found}")
    lines.extend(f"  note: {note}" for note in fault.notes)
    if fault.help:
        lines.append(f"  help: {fault.help}")
    return "\n".join(lines)


def shown_in_a_line(fault: QedtexError, level: str = "warning") -> str:
    """A fault in one line: where it is and what it is, without what explains it.

    >>> shown_in_a_line(QedtexError("QT410", "the step is false", Place("a.py", 3), found="x"))
    'warning[QT410]: a.py:3: the step is false'
    """
    where = f"{replace(fault.place, path=shown_path(fault.place.path))}: " if fault.place is not None else ""
    return f"{level}[{fault.code}]: {where}{' '.join(fault.message.split())}"


def _snippet(place: Place) -> list[str]:
    """The line of source with a caret below it; nothing where there is no such line to be read."""
    if place.line < 1:
        return []
    try:
        with open(place.path, encoding="utf-8", errors="replace") as file:
            line = next((text for number, text in enumerate(file, 1) if number == place.line), None)
    except OSError:
        return []
    if line is None or not line.strip():
        return []
    line = line.rstrip("\n").expandtabs(1)
    line = "".join(letter if letter.isprintable() else "?" for letter in line)
    column = place.column or len(line) - len(line.lstrip()) + 1
    if len(line) > _LONGEST:
        line = line[: _LONGEST - 3] + "..."
    gutter = " " * len(str(place.line))
    caret = [f"  {gutter} | {' ' * (column - 1)}^"] if column <= len(line) + 1 else []
    return [f"  {gutter} |", f"  {place.line} | {line}", *caret]


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


# The JSON report ---------------------------------------------------------------------------------------------------


def report(derivations: Sequence[Derivation], errors: Sequence[QedtexError]) -> dict[str, object]:
    """The JSON report of a check: one chain for each derivation, and one step for each fault."""
    return whole([*map(entry, derivations), *map(failure, errors)])


def whole(entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The JSON report of some entries: sorted by their paths, with the number of steps of each verdict."""
    from importlib.metadata import version

    totals = dict.fromkeys(("proved", "refuted", "undecided", "definition", "assumed", "unread", "skipped"), 0)
    files = sorted(entries, key=lambda entry: str(entry["path"]))
    for one in files:
        for step in (step for chain in one["chains"] for step in chain["steps"]):
            totals[step["verdict"]] += 1
    return {"schema": 1, "version": version("qedtex"), "files": files, "summary": totals}


def entry(derivation: Derivation) -> dict[str, Any]:
    """A derivation in the report."""
    from qedtex.render.assumptions import assumptions

    assumed = [sentence.plain for sentence in assumptions(derivation)]
    lines = [step.place.line for step in derivation.steps]
    chain = {"line": min(lines), "end_line": max(lines), "steps": [_step(step, assumed) for step in derivation.steps]}
    return {"path": shown_path(derivation.path), "chains": [chain]}


def failure(fault: QedtexError) -> dict[str, Any]:
    """A fault in the report."""
    line = fault.place.line if fault.place else 0
    chain = {"line": line, "end_line": line, "steps": [_failed(fault, _verdict(fault))]}
    return {"path": shown_path(fault.place.path) if fault.place else "", "chains": [chain]}


def _step(step: Step, assumed: list[str]) -> dict[str, object]:
    from qedtex.latex.printer import latex, latex_relation
    from qedtex.render.reasons import reason

    return {
        "line": step.place.line,
        "column": step.place.column or 1,
        "lhs": latex(step.left),
        "relation": latex_relation(step.relation),
        "rhs": latex(step.right),
        "verdict": step.verdict.value,
        "by": [use.rule.name for use in step.uses],
        "assumes": assumed,
        "code": None,
        "message": reason(step),
        "witness": None,
        "repair": None,
    }


def _verdict(fault: QedtexError) -> str:
    """A false step is refuted, one that was not shown undecided; what is no step at all was not read."""
    if fault.code == "QT410":
        return "refuted"
    return "undecided" if fault.code.startswith("QT4") else "unread"


def _failed(fault: QedtexError, verdict: str) -> dict[str, object]:
    from qedtex.latex.printer import latex, latex_relation
    from qedtex.refusals import StepFailed

    claim = fault.claim if isinstance(fault, StepFailed) else None
    witness = fault.witness if isinstance(fault, StepFailed) else None
    return {
        "line": fault.place.line if fault.place else 0,
        "column": (fault.place.column if fault.place else 0) or 1,
        "lhs": latex(claim.left) if claim is not None else None,
        "relation": latex_relation(claim.relation) if claim is not None else None,
        "rhs": latex(claim.right) if claim is not None else None,
        "verdict": verdict,
        "by": [],
        "assumes": [],
        "code": fault.code,
        "message": fault.message,
        "expected": fault.expected or None,
        "found": fault.found or None,
        "notes": list(fault.notes),
        "help": fault.help or None,
        "witness": {"values": dict(witness.values), "left": witness.left, "right": witness.right} if witness else None,
        "repair": None,
    }

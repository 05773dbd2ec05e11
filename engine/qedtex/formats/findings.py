"""Findings: what a check has to say, each with its level, its diagnostic and the piece of the file that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from qedtex.errors import QedtexError
from qedtex.notes.report import diagnostic
from qedtex.verdicts import Verdict

if TYPE_CHECKING:
    from qedtex.checks import Done
    from qedtex.notes.report import Checked, CheckedFile, Edit

OPEN = frozenset({Verdict.UNDECIDED, Verdict.UNREAD})
"""The verdicts that fail a check only where it is strict."""


class Level(Enum):
    """How grave a finding is; an error is what makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to be said of a place: how grave it is, the diagnostic, where it ends, and the change that mends it."""

    level: Level
    fault: QedtexError
    end: tuple[int, int] | None = None
    edit: Edit | None = None


def findings(done: Done, *, strict: bool) -> Iterator[Finding]:
    """All of a check: faults of derivations, then each note with its errors, its warnings, and what is open."""
    for fault in done.loaded.errors:
        yield Finding(Level.ERROR, fault)
    for file in done.files:
        yield from findings_in(file, strict=strict)


def findings_in(file: CheckedFile, *, strict: bool) -> Iterator[Finding]:
    """What is to be said of one note."""
    if file.fault is not None:
        yield Finding(Level.ERROR, file.fault)
    wrong = {Verdict.REFUTED, *(OPEN if strict else ())}
    yield from (_of(file, step, Level.ERROR) for step in file.steps if step.verdict in wrong)
    yield from (Finding(Level.WARNING, warning) for warning in file.warnings)
    yield from (_of(file, step, Level.NOTE) for step in file.steps if step.verdict in OPEN - wrong)


def _of(file: CheckedFile, step: Checked, level: Level) -> Finding:
    edit = step.repair.edit if step.repair is not None else None
    return Finding(level, diagnostic(file.path, step), step.end, edit)

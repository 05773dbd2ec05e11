"""The report for people: what is false with its counterexample, then warnings and what is open, then the counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qedtex.colours import Paint, plain
from qedtex.diagnostics import shown, shown_in_a_line
from qedtex.errors import Place
from qedtex.formats.findings import OPEN, Level, findings_in
from qedtex.notes.report import summary
from qedtex.paths import shown_path
from qedtex.verdicts import Verdict

if TYPE_CHECKING:
    from qedtex.checks import Done
    from qedtex.notes.report import CheckedFile


def text_lines(done: Done, *, strict: bool, paint: Paint = plain) -> Iterator[str]:
    """The whole report; a diagnostic is one text of several lines."""
    for error in done.loaded.errors:
        yield shown(error, paint=paint)
    for file in done.files:
        for finding in findings_in(file, strict=strict):
            tell = shown if finding.level is Level.ERROR else shown_in_a_line
            yield tell(finding.fault, finding.level.value, paint)
        yield from _readings(file, strict, paint)
    yield from counts(done)


def _readings(file: CheckedFile, strict: bool, paint: Paint) -> Iterator[str]:
    """How ambiguous names were read, in the steps of which no diagnostic says so."""
    told = {Verdict.REFUTED, *(OPEN if strict else ())}
    for step in file.steps:
        if step.readings and step.verdict not in told:
            place = Place(shown_path(file.path), step.line, step.column, step.cell)
            yield f"{paint('note', 'note')}: {place}: read {'; '.join(step.readings)}"


def counts(done: Done) -> Iterator[str]:
    """How many derivations and notes there were, and how many steps of each verdict."""
    loaded = done.loaded
    if loaded.found:
        steps, proved = loaded.steps, loaded.proved
        if loaded.refused:
            yield f"{proved} of {_count(loaded.found, 'derivation')} proved, {loaded.refused} refused"
        elif not loaded.errors:
            yield f"{_count(proved, 'derivation')}, {_count(steps, 'step')}: proved"
    if done.files:
        yield f"{_count(len(done.files), 'note')}: {summary(done.files)}"
    elif not loaded.found and not loaded.errors:
        yield "nothing to check: all that was named is excluded"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

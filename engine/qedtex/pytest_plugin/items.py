"""Test items: a chain of a note, a derivation, a file that cannot be read; what passes, what is skipped, what fails."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from warnings import warn_explicit

import pytest

from qedtex.claims import Verdict
from qedtex.configuration import Configuration
from qedtex.diagnostics import shown
from qedtex.errors import Place, QedtexError
from qedtex.formats.findings import OPEN
from qedtex.notes.report import Checked, CheckedChain, CheckedFile, diagnostic


class QedtexWarning(UserWarning):
    """What is doubtful in a note besides the verdicts."""


def _fail(*faults: QedtexError) -> NoReturn:
    """Fail with diagnostics and no traceback."""
    pytest.fail("\n".join(map(shown, faults)), pytrace=False)


def _skip(reason: str) -> NoReturn:
    """Skip, and have it told of the item's own line."""
    raise pytest.skip.Exception(reason, _use_item_location=True)


class _Item(pytest.Item):
    """An item with a line of its own."""

    def __init__(self, *, line: int = 1, **rest: Any) -> None:
        super().__init__(**rest)
        self.line = line
        self.add_marker("qedtex")

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file, the line counted from 0, and the sentence."""
        return self.path, self.line - 1, self.name


@dataclass(slots=True)
class Note:
    """A note of a run, and once its first item has been run, what was found in it."""

    path: str
    settings: Configuration
    strict: bool
    expected: int
    _checked: CheckedFile | None = field(default=None, init=False)
    _warnings: defaultdict[int, list[QedtexError]] | None = field(default=None, init=False)

    def checked(self) -> CheckedFile:
        """The note checked, which is done once, in a process that is killed where a step takes too long."""
        if self._checked is None:
            from qedtex.notes.running.tasks import Options
            from qedtex.notes.running.workers import check_files

            options = Options(declared=self.settings.declare, off=self.settings.off)
            [self._checked] = check_files([self.path], options)
        return self._checked

    def warnings(self, number: int) -> Sequence[QedtexError]:
        """The warnings between the beginning of a chain and the next; the first chain has those before it, too."""
        if self._warnings is None:
            self._warnings = defaultdict(list)
            begins = [(chain.steps[0].cell or 0, chain.line) for chain in self.checked().chains]
            for warning in self.checked().warnings:
                place = warning.place or Place(self.path)
                at = (place.cell or 0, place.line)
                self._warnings[max(0, bisect_right(begins, at) - 1)].append(warning)
        return self._warnings[number]

    def chain(self, number: int) -> CheckedChain:
        """One of its chains; fails where the note has none such, as it is not read or not as it was."""
        checked = self.checked()
        if checked.fault is not None:
            _fail(checked.fault)
        if len(checked.chains) != self.expected:
            _fail(QedtexError("QT807", "the note has changed since it was collected", Place(self.path)))
        return checked.chains[number]


class NoteItem(_Item):
    """One chain of a note.

    It passes where every step is proved or introduces a name, and one at least is proved. It is skipped where a step is
    assumed, undecided or unread, where nothing but names is introduced, and where it was filled in from a derivation of
    one's own. In a strict run what is undecided or unread fails. A refuted step always fails.
    """

    def __init__(self, *, note: Note, number: int | None, **rest: Any) -> None:
        super().__init__(**rest)
        self.note = note
        self.number = number
        self.chain: CheckedChain | None = None

    def setup(self) -> None:
        """Check the note, unless an earlier item did; a chain without a number is none that a check looks at."""
        if self.number is None:
            _skip("skipped: it is filled in from a derivation of your own, at which `qedtex sync --check` looks")
        self.chain = self.note.chain(self.number)

    def runtest(self) -> None:
        """Fail, skip or pass, as the verdicts have it."""
        if self.chain is None or self.number is None:
            raise RuntimeError("the item was run without being set up")
        self._warn(self.number)
        steps = self.chain.steps
        wrong = {Verdict.REFUTED, *(OPEN if self.note.strict else ())}
        faults = [diagnostic(self.note.path, step) for step in steps if step.verdict in wrong]
        if faults:
            _fail(*faults)
        for verdict in (Verdict.UNREAD, Verdict.UNDECIDED, Verdict.ASSUMED):
            left = [step for step in steps if step.verdict is verdict]
            if left:
                _skip(_reason(verdict.value, left, len(steps)))
        if not any(step.verdict is Verdict.PROVED for step in steps):
            _skip("definition: nothing is claimed")

    def _warn(self, number: int) -> None:
        for warning in self.note.warnings(number):
            place = warning.place or Place(self.note.path)
            where = f"cell {place.cell}, line {place.line}: " if place.cell is not None else ""
            told = f"{warning.code}: {where}{warning.message}; {warning.help}"
            warn_explicit(told, QedtexWarning, self.note.path, place.line if place.cell is None else 1)


def _reason(verdict: str, steps: Sequence[Checked], total: int) -> str:
    many = f", {len(steps)} of {total} steps" if total > 1 else ""
    cell = f"cell {steps[0].cell}, " if steps[0].cell is not None else ""
    return f"{verdict}{many}: {cell}line {steps[0].line}: {steps[0].message}"


class DerivationItem(_Item):
    """A derivation: it passes where the kernel accepts it, and is skipped where that rests on a cited theorem."""

    def __init__(self, *, load: Callable[[], Any], **rest: Any) -> None:
        super().__init__(**rest)
        self.load = load
        self.made: Any = None
        self.refused: QedtexError | None = None

    def setup(self) -> None:
        """Run the file. What is no step that is refused is an error, and no failure."""
        try:
            self.made = self.load()
        except QedtexError as fault:
            self.refused = fault
        if self.refused is not None and not self.refused.code.startswith("QT4"):
            _fail(self.refused)

    def runtest(self) -> None:
        """Fail with the step that was refused."""
        if self.refused is not None:
            _fail(self.refused)
        if self.made.verdict is Verdict.ASSUMED:
            _skip("assumed: it rests on a theorem that is only cited")


class Unreadable(_Item):
    """A note that cannot be read: an error, with the diagnostic."""

    def __init__(self, *, fault: QedtexError, **rest: Any) -> None:
        super().__init__(line=fault.place.line or 1 if fault.place is not None else 1, **rest)
        self.fault = fault

    def setup(self) -> None:
        """Say why."""
        _fail(self.fault)

    def runtest(self) -> None:
        """Never reached."""

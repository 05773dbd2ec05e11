"""A checked note as a person meets it in Python: its steps with their verdicts, as text and as a page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from qedtex.claims import Verdict
from qedtex.errors import QedtexError
from qedtex.notes.report import Checked, CheckedFile, diagnostic, summary
from qedtex.notes.running.tasks import Options
from qedtex.notes.running.workers import check_files
from qedtex.notes.sources.documents import read_document

_TOLD = (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.UNREAD)


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    r"""What the check of a note found: its steps in order, and what is to be said of them.

    In Jupyter it shows the note with verdicts and counterexamples in place. It gives no LaTeX: that of a note
    may come from anyone, and a notebook would let it set links.

    >>> report = check_text(r"Surely $D_{KL}(p\|q) > 0$.")
    >>> report.ok, [step.verdict.value for step in report.steps]
    (False, ['refuted'])
    """

    file: CheckedFile
    text: str

    @property
    def steps(self) -> tuple[Checked, ...]:
        """All steps in the order in which they stand."""
        return self.file.steps

    @property
    def ok(self) -> bool:
        """Whether the note could be read and no step is refuted; some may be undecided or unread."""
        return self.file.fault is None and all(step.verdict is not Verdict.REFUTED for step in self.steps)

    def __repr__(self) -> str:
        if self.file.fault is not None:
            return str(self.file.fault)
        told = [str(diagnostic(self.file.path, step)) for step in self.steps if step.verdict in _TOLD]
        told += [f"warning[{warning.code}]: {warning.place}: {warning.message}" for warning in self.file.warnings]
        return "\n".join([*told, summary([self.file])])

    def _repr_html_(self) -> str | None:
        from qedtex.site.templates import is_installed

        if not is_installed():
            return None
        from qedtex.site.outputs import note_output

        return note_output(self.file, self.text, hashlib.sha256(self.text.encode()).hexdigest()[:8])


def check(path: str | Path) -> Report:
    """The report on a note, Markdown, LaTeX or a notebook; its steps are decided in a process with bounds.

    A configuration, which the command line reads, is not looked at.

    Raises `QedtexError` QT801 to QT805 for a file that cannot be read.
    """
    read_document(path)
    [file] = check_files([str(path)], Options(), 1)
    return Report(file, Path(path).read_text(encoding="utf-8-sig"))


def check_text(text: str, name: str = "note.md") -> Report:
    r"""The report on a text; the ending of its name, .md or .tex, says how it is read.

    >>> check_text(r"$H(p,q) = H(p) - D_{KL}(p\|q)$")  # doctest: +ELLIPSIS
    error[QT850]: this step is false
      --> note.md:1:...
      found: H(p,q) = H(p) - D_{KL}(p\|q)
      note: counterexample at ...
      help: true with a plus sign ...
    1 refuted
    """
    with TemporaryDirectory(prefix="qedtex-") as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        [file] = check_files([str(path)], Options(), 1)
    return Report(_renamed(file, str(path), name), text)


def _renamed(file: CheckedFile, path: str, name: str) -> CheckedFile:
    """A report with its name for the path at which the text lay for a while."""
    fault = _placed(file.fault, path, name) if file.fault is not None else None
    return replace(
        file, path=name, fault=fault, warnings=tuple(_placed(warning, path, name) for warning in file.warnings)
    )


def _placed(fault: QedtexError, path: str, name: str) -> QedtexError:
    if fault.place is None or fault.place.path != path:
        return fault
    return QedtexError(
        fault.code, fault.message, replace(fault.place, path=name), fault.expected, fault.found, fault.help, fault.notes
    )

"""A report on checked notes to look at: each note as it reads, its formulas marked, what was found beside them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from qedtex.claims import Verdict
from qedtex.errors import Place, QedtexError
from qedtex.ledger import versions
from qedtex.notes.report import Checked, CheckedFile, Totals, diagnostic
from qedtex.notes.sources.documents import MARKDOWN, NOTEBOOK, Document, Formula, kind_of, read_text
from qedtex.notes.sources.notebook import markdown_cells
from qedtex.notes.sources.source import with_unix_lines
from qedtex.paths import shown_path
from qedtex.site.folder import REPORT_MARK
from qedtex.site.formulas import display, inline
from qedtex.site.prose import Placed, markdown_html, source_html
from qedtex.site.templates import asset, page, style

if TYPE_CHECKING:
    from qedtex.checks import Done
    from qedtex.verification import Progress

_WORST = ("refuted", "unread", "undecided", "assumed", "definition", "proved", "silent")
"""The verdicts of the steps of a formula from the worst on; one that claims nothing is silent."""
_TOLD = (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.UNREAD)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said beside a formula: a step that is not in order, or a warning."""

    kind: str
    place: str
    fault: QedtexError
    step: Checked | None = None
    repair: tuple[str, Markup] | None = None


@dataclass(frozen=True, slots=True)
class MarkedFormula:
    """A formula of a note with its worst verdict, its steps, and what there is to say of them."""

    number: str
    shown: Markup
    display: bool
    verdict: str
    steps: tuple[tuple[Checked, Markup], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note in a report: its text with marked formulas, what stands at none of them, and its counts."""

    path: str
    parts: tuple[tuple[str, Markup], ...]
    beside: tuple[Finding, ...]
    counts: dict[str, int]
    steps: tuple[tuple[Checked, Markup], ...] = ()
    fault: QedtexError | None = None


def report_page(done: Done, progress: Progress | None = None) -> str:
    """The page on everything that a check found, with its style and script in it; `progress` is told of each note."""
    notes = []
    for number, file in enumerate(done.files, 1):
        notes.append(note_view(file, str(number)))
        if progress is not None:
            progress(number, len(done.files))
    totals = Totals.of(done.files).counts
    totals["warning"] = sum(len(file.warnings) for file in done.files)
    script = asset("site.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return page(
        "report.html",
        mark=REPORT_MARK,
        version=versions()["qedtex"],
        style=Markup(style(REPORT_MARK)),
        script=Markup(script),
        digest=digest,
        notes=notes,
        totals={name: number for name, number in totals.items() if number},
        derivations=done.loaded.derivations,
        errors=done.loaded.errors,
        shown_path=shown_path,
    )


def note_view(file: CheckedFile, name: str = "1", text: str | None = None) -> NoteView:
    """A note for its report, read again from its file or given as its text; its marks begin with a name."""
    counts = {name: count for name, count in Totals.of([file]).counts.items() if count}
    path = shown_path(file.path)
    try:
        source = _source(Path(file.path)) if text is None else with_unix_lines(text)
        document = read_text(source, kind_of(file.path), file.path)
        pieces = _pieces(document, source)
    except (QedtexError, OSError) as fault:
        known = fault if isinstance(fault, QedtexError) else QedtexError("QT804", "the file cannot be read")
        return NoteView(path, (), (), counts, fault=file.fault or known)
    if file.fault is not None:
        return NoteView(path, (), (), counts, fault=file.fault)
    marks, beside = _marked(document, file, name)
    parts = []
    for title, cell, piece in pieces:
        places = [
            Placed(*formula.span, _template("formula.html", mark), _template("beside.html", mark))
            for formula, mark in zip(document.formulas, marks, strict=True)
            if formula.cell == cell
        ]
        shown = source_html if document.kind not in (MARKDOWN, NOTEBOOK) else markdown_html
        parts.append((title, shown(piece, places)))
    steps = tuple((step, inline(_claim(step))) for step in file.steps)
    return NoteView(path, tuple(parts), tuple(beside), counts, steps)


def _source(path: Path) -> str:
    return with_unix_lines(path.read_bytes().decode("utf-8-sig", errors="replace"))


def _pieces(document: Document, source: str) -> list[tuple[str, int | None, str]]:
    """The texts that a note is made of: the Markdown cells of a notebook, else the whole."""
    if document.kind != NOTEBOOK:
        return [("", None, source)]
    cells = enumerate(markdown_cells(source, document.path), 1)
    return [(f"cell {number}", number, text) for number, text in cells if text is not None]


def _marked(document: Document, file: CheckedFile, name: str) -> tuple[list[MarkedFormula], list[Finding]]:
    """The formulas of a note with what was found at each, and what was found elsewhere."""
    places = [_Placed(formula) for formula in document.formulas]
    steps: list[list[Checked]] = [[] for _ in places]
    warnings: list[list[QedtexError]] = [[] for _ in places]
    beside: list[Finding] = []
    for step in file.steps:
        at = _holder(places, step.line, step.column, step.cell)
        if at is None:
            beside += _findings(file.path, [step], [])
        else:
            steps[at].append(step)
    for warning in file.warnings:
        place = warning.place
        at = _holder(places, place.line, place.column, place.cell) if place is not None else None
        if at is None:
            beside += _findings(file.path, [], [warning])
        else:
            warnings[at].append(warning)
    marks = []
    for at, formula in enumerate(document.formulas):
        verdicts = {step.verdict.value for step in steps[at]}
        marks.append(
            MarkedFormula(
                f"{name}-{at + 1}",
                display(formula.latex) if formula.display else inline(formula.latex),
                formula.display,
                next((one for one in _WORST if one in verdicts), "silent"),
                tuple((step, inline(_claim(step))) for step in steps[at]),
                tuple(_findings(file.path, steps[at], warnings[at])),
            )
        )
    return marks, beside


class _Placed:
    """Where a formula stands, from its first line and column to its last ones."""

    def __init__(self, formula: Formula) -> None:
        self.cell = formula.cell
        self.start = (formula.line, formula.column)
        self.end = formula.lines.place(formula.span[1])


def _holder(places: Sequence[_Placed], line: int, column: int, cell: int | None) -> int | None:
    """The formula that stands at a place, by its number."""
    for number, place in enumerate(places):
        if place.cell == cell and place.start <= (line, column) <= place.end:
            return number
    return None


def _findings(path: str, steps: Sequence[Checked], warnings: Sequence[QedtexError]) -> Iterator[Finding]:
    for step in steps:
        if step.verdict in _TOLD:
            repair = (step.repair.what, inline(step.repair.latex)) if step.repair is not None else None
            fault = diagnostic(path, step)
            yield Finding(step.verdict.value, _where(fault.place), fault, step, repair)
    for warning in warnings:
        yield Finding("warning", _where(warning.place), warning)


def _where(place: Place | None) -> str:
    if place is None:
        return ""
    return f"cell {place.cell}, line {place.line}" if place.cell is not None else f"line {place.line}"


def _claim(step: Checked) -> str:
    from qedtex.context import Relation
    from qedtex.latex.printer import latex_relation

    try:
        relation = latex_relation(Relation(step.relation))
    except ValueError:
        relation = step.relation
    return f"{step.lhs} {relation} {step.rhs}"


def _template(name: str, mark: MarkedFormula) -> Markup:
    return Markup(page(name, mark=mark))

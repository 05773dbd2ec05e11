"""The JSON report of a check, for scripts: files, chains, steps with their verdicts, and the counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qedtex.errors import QedtexError
from qedtex.notes import report as notes
from qedtex.paths import shown_path

if TYPE_CHECKING:
    from qedtex.chains import Step
    from qedtex.checks import Done
    from qedtex.proved import Derivation


def as_json(done: Done) -> dict[str, object]:
    """The report of all that was checked."""
    report = whole(done.loaded.entries)
    entries = [{**notes.as_json(file), "path": shown_path(file.path)} for file in done.files]
    report["files"] = sorted([*report["files"], *entries], key=lambda entry: str(entry["path"]))
    for name, number in notes.Totals.of(done.files).counts.items():
        report["summary"][name] += number
    return report


def report(derivations: Sequence[Derivation], errors: Sequence[QedtexError]) -> dict[str, Any]:
    """The report of derivations: one chain for each, and one step for each fault."""
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

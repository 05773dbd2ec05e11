"""The ledger of a build: what was checked, on what it rests, how it was read back. Data only; loading runs nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qedtex.errors import Place, QedtexError
from qedtex.latex.printer import latex, latex_relation
from qedtex.names import plain_name
from qedtex.render.assumptions import assumptions

if TYPE_CHECKING:
    from qedtex.chains import Step
    from qedtex.oracle import Opinion
    from qedtex.proved import Derivation

SCHEMA = 1
OUTCOMES = ("agree", "disagree", "out_of_reach", "not_done")
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What latex2sympy2 made of one formula: the texts it was given, the outcome and why."""

    dialect: tuple[str, ...]
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a ledger on disk says that a later build may use: read-backs, and which files were generated.

    Verdicts are not among it: every build proves everything again.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    files: tuple[str, ...] = ()


def versions() -> dict[str, str]:
    """The versions that read-backs depend on; a package that is not installed has none. Nothing is imported.

    >>> sorted(versions())
    ['latex2sympy2', 'qedtex', 'sympy']
    """
    found = {}
    for package in ("qedtex", "sympy", "latex2sympy2"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    return found


def load(path: Path) -> Ledger:
    """The ledger in a file; raises `QedtexError` QT605 for a file that is none.

    >>> load(Path("no/such/ledger.json"))
    Traceback (most recent call last):
    ...
    qedtex.errors.QedtexError: error[QT605]: the ledger cannot be read: No such file or directory
      --> no/such/ledger.json
      help: `qedtex build` writes a new one
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise _unreadable(path, f"it is larger than {_LARGEST} bytes")
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise _unreadable(path, fault.strerror or type(fault).__name__) from fault
    except (ValueError, RecursionError) as fault:
        raise _unreadable(path, "it is not JSON") from fault
    return _shaped(data, path)


def _unreadable(path: Path, why: str) -> QedtexError:
    return QedtexError(
        "QT605", f"the ledger cannot be read: {why}", Place(str(path)), help="`qedtex build` writes a new one"
    )


def _shaped(data: Any, path: Path) -> Ledger:
    """The data as a ledger, each part looked at before it is taken."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise _unreadable(path, f"it has no schema {SCHEMA}")
    known, formulas, files = data.get("versions"), data.get("formulas"), data.get("files")
    if not isinstance(known, dict) or not isinstance(formulas, dict) or not isinstance(files, list):
        raise _unreadable(path, "a part of it is missing or of another shape")
    readings = {}
    for text, entry in formulas.items():
        if not isinstance(entry, dict):
            raise _unreadable(path, f"the entry of {text!r} is of another shape")
        dialect, outcome, reason = entry.get("dialect"), entry.get("outcome"), entry.get("reason")
        if not (isinstance(dialect, list) and all(isinstance(part, str) for part in dialect)):
            raise _unreadable(path, f"the entry of {text!r} is of another shape")
        if outcome not in OUTCOMES or not isinstance(reason, str):
            raise _unreadable(path, f"the entry of {text!r} has no outcome that is known")
        readings[text] = Reading(tuple(dialect), outcome, reason)
    if not all(isinstance(name, str) for name in (*files, *known.values())):
        raise _unreadable(path, "its list of files or of versions is of another shape")
    return Ledger(dict(known), readings, tuple(files))


def text(record: Mapping[str, object]) -> str:
    """A record as the ledger's text: sorted, so that the same record is the same text."""
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def record(
    derivations: Sequence[Derivation],
    opinions: Mapping[str, Sequence[Opinion]],
    readings: Mapping[str, Reading],
    formulas: Iterable[str],
    objectives: Iterable[str],
    files: Iterable[str],
) -> dict[str, object]:
    """The record of a build; nothing in it depends on the machine or the time."""
    return {
        "schema": SCHEMA,
        "generated_by": "qedtex build",
        "versions": versions(),
        "readback": summary(readings, formulas, objectives),
        "formulas": {
            latex_text: {"dialect": list(found.dialect), "outcome": found.outcome, "reason": found.reason}
            for latex_text, found in readings.items()
        },
        "files": sorted(files),
        "derivations": {one.name: _derivation(one, opinions.get(one.name, ())) for one in derivations},
        "axioms": _axioms(derivations),
    }


def summary(readings: Mapping[str, Reading], formulas: Iterable[str], objectives: Iterable[str]) -> dict[str, object]:
    """The counts of the formulas that are written, and those of the objectives of the sets among them.

    Our own reader reads every formula to the identical term, or the build fails; the objectives are parts of them.
    """
    listed = counts(readings, formulas)
    return {**listed, "own": listed["formulas"], "objectives": counts(readings, objectives)}


def counts(readings: Mapping[str, Reading], formulas: Iterable[str]) -> dict[str, object]:
    """How many formulas latex2sympy2 was given and found equal, and why it could not read the others.

    >>> counts({"a": Reading(("a",), "agree", "equal at 3 points")}, ["a"])["agree"]
    1
    """
    listed = sorted(set(formulas))
    outcomes = Counter(readings[one].outcome for one in listed)
    reasons = Counter(readings[one].reason for one in listed if readings[one].outcome in ("out_of_reach", "not_done"))
    return {
        "formulas": len(listed),
        "latex2sympy2": outcomes["agree"] + outcomes["disagree"],
        **{outcome: outcomes[outcome] for outcome in OUTCOMES},
        "reasons": dict(sorted(reasons.items())),
    }


def _derivation(derivation: Derivation, opinions: Sequence[Opinion]) -> dict[str, object]:
    claim = derivation.claim
    return {
        "title": derivation.title,
        "source": derivation.source,
        "documents": list(derivation.documents),
        "claim": {
            "lhs": latex(claim.left),
            "relation": latex_relation(claim.relation),
            "rhs": latex(claim.right),
        },
        "verdict": derivation.verdict.value,
        "assumptions": [sentence.marked for sentence in assumptions(derivation)],
        "hypotheses": [
            {
                "name": known.name,
                "kind": known.kind,
                "lhs": latex(known.left),
                "relation": latex_relation(known.relation),
                "rhs": latex(known.right),
                "for_all": [latex(variable) for variable in known.variables],
            }
            for known in claim.context.hypotheses
        ],
        "lemmas": [len(lemma.steps) for lemma in derivation.lemmas],
        "steps": [
            _step(step, opinions[number] if number < len(opinions) else None)
            for number, step in enumerate(derivation.all_steps)
        ],
        "axioms": sorted(axiom.name for axiom in derivation.theorem.axioms),
        "cites": sorted(derivation.theorem.cites),
    }


def _step(step: Step, opinion: Opinion | None) -> dict[str, object]:
    return {
        "lhs": latex(step.left),
        "relation": latex_relation(step.relation),
        "rhs": latex(step.right),
        "rules": [str(use) for use in step.uses],
        "links": len(step.links),
        "conditions": sorted({str(condition) for condition in step.conditions}),
        "hypotheses": [plain_name(known.name) for known in step.theorem.hypotheses],
        "axioms": sorted(axiom.name for axiom in step.axioms),
        "verdict": step.verdict.value,
        "oracle": None if opinion is None else {"points": opinion.points, "reason": opinion.reason},
    }


def _axioms(derivations: Sequence[Derivation]) -> dict[str, list[str]]:
    """Which derivations use each axiom."""
    users: dict[str, list[str]] = {}
    for derivation in derivations:
        for axiom in derivation.theorem.axioms:
            users.setdefault(axiom.name, []).append(derivation.name)
    return {name: sorted(listed) for name, listed in users.items()}

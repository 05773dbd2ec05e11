"""What a check of notes found: steps with verdicts at the note's own lines and columns, and warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qedtex.errors import Place, QedtexError
from qedtex.verdicts import Verdict, Witness

CODES = {
    Verdict.REFUTED: "QT850",
    Verdict.UNDECIDED: "QT851",
    Verdict.UNREAD: "QT852",
}
"""The code of a step by its verdict; a step that is proved, assumed or a definition has none."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of one line of a note, between two columns, and what to write in its place."""

    line: int
    column: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A small change that makes a step provable: in words, and the claim as LaTeX.

    `edit` does it to the note; it is there where the change is to a piece of the note that is known exactly.
    """

    what: str
    latex: str
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One step of a note: what it says, where, and what is known of it."""

    line: int
    column: int
    lhs: str
    relation: str
    rhs: str
    verdict: Verdict
    message: str = ""
    by: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    witness: Witness | None = None
    repair: Suggestion | None = None
    readings: tuple[str, ...] = ()
    cell: int | None = None
    cautions: tuple[str, ...] = ()
    """The names of the warnings that go with it."""
    end: tuple[int, int] | None = None
    """Line and column just past its right side, where that is known."""

    @property
    def code(self) -> str | None:
        """The stable code of a step that is not in order."""
        return CODES.get(self.verdict)


@dataclass(frozen=True, slots=True)
class CheckedChain:
    """One chain of a note."""

    line: int
    end_line: int
    steps: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One note: its chains and warnings; how many formulas were skipped, or claim nothing; why it was not read."""

    path: str
    chains: tuple[CheckedChain, ...] = ()
    warnings: tuple[QedtexError, ...] = ()
    skipped: int = 0
    silent: int = 0
    fault: QedtexError | None = None
    settled: bool = True
    """Whether time had no part in it: nothing was broken off, so that another check says the same."""

    @property
    def steps(self) -> tuple[Checked, ...]:
        """All steps in order."""
        return tuple(step for chain in self.chains for step in chain.steps)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many steps have each verdict, over some files."""

    counts: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def of(files: Iterable[CheckedFile]) -> Totals:
        """The counts of some files; every verdict has one, and so has what was skipped."""
        counted: Counter[str] = Counter()
        for file in files:
            counted["skipped"] += file.skipped
            counted.update(step.verdict.value for step in file.steps)
        names = ("proved", "refuted", "undecided", "definition", "assumed", "unread", "skipped")
        return Totals({name: counted[name] for name in names})

    def __str__(self) -> str:
        told = [f"{number} {name}" for name, number in self.counts.items() if number]
        return ", ".join(told) or "no steps"


def as_json(file: CheckedFile) -> dict[str, object]:
    """The entry of a file in the JSON report."""
    entry: dict[str, object] = {
        "path": file.path,
        "chains": [
            {"line": chain.line, "end_line": chain.end_line, "steps": [step_json(step) for step in chain.steps]}
            for chain in file.chains
        ],
        "warnings": [
            {
                "code": warning.code,
                "line": warning.place.line if warning.place else 0,
                "column": warning.place.column if warning.place else 0,
                "message": warning.message,
                "help": warning.help or None,
                **({"cell": warning.place.cell} if warning.place and warning.place.cell is not None else {}),
            }
            for warning in file.warnings
        ],
    }
    if file.fault is not None:
        entry["error"] = {"code": file.fault.code, "message": file.fault.message, "help": file.fault.help or None}
    return entry


def step_json(step: Checked) -> dict[str, object]:
    """The entry of a step in the JSON report."""
    witness = step.witness
    repair = step.repair
    entry: dict[str, object] = {
        "line": step.line,
        "column": step.column,
        "lhs": step.lhs,
        "relation": step.relation,
        "rhs": step.rhs,
        "verdict": step.verdict.value,
        "by": list(step.by),
        "assumes": list(step.assumes),
        "code": step.code,
        "message": step.message,
        "witness": {"values": dict(witness.values), "left": witness.left, "right": witness.right} if witness else None,
        "repair": {"change": repair.what, "latex": repair.latex} if repair else None,
    }
    if step.cell is not None:
        entry["cell"] = step.cell
    if step.readings:
        entry["readings"] = list(step.readings)
    return entry


def diagnostic(path: str, step: Checked) -> QedtexError:
    """A step as a diagnostic: the place, what is claimed, the counterexample, and the repair where there is one."""
    claim = f"{step.lhs} {step.relation} {step.rhs}"
    notes: list[str] = []
    if step.witness is not None:
        notes.append(f"counterexample {step.witness}")
    notes.extend(f"read {reading}" for reading in step.readings)
    told = {
        Verdict.REFUTED: "this step is false",
        Verdict.UNDECIDED: f"this step is undecided: {step.message}",
        Verdict.UNREAD: f"this step was not read: {step.message}",
    }.get(step.verdict, step.verdict.value)
    return QedtexError(
        step.code or "QT800",
        told,
        Place(path, step.line, step.column, step.cell),
        found=claim,
        notes=tuple(notes),
        help=_way_on(step),
    )


def _way_on(step: Checked) -> str:
    if step.repair is not None:
        what = step.repair.what
        joint = "" if what.startswith(("with ", "without ")) else "with "
        return f"true {joint}{what}: {step.repair.latex}"
    return {
        Verdict.REFUTED: "mend one of its sides, or say with `qedtex: let ...` what was meant by a name",
        Verdict.UNDECIDED: "split it into smaller steps, or state what it needs with `qedtex: let ...`",
        Verdict.UNREAD: "write it in another way, or skip it with `qedtex: ignore`",
    }.get(step.verdict, "")


def summary(files: Sequence[CheckedFile]) -> str:
    """One line for people."""
    return str(Totals.of(files))

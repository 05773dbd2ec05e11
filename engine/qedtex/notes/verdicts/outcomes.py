"""Outcomes: the report on one step, from what was read and what was found of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qedtex.claims import Verdict
from qedtex.kernel import Theorem
from qedtex.notes.edits import edit, end_in
from qedtex.notes.filled import Filled
from qedtex.notes.formulas.chains import Side, Step
from qedtex.notes.reading import ReadChain, Unread
from qedtex.notes.report import Checked, Suggestion
from qedtex.notes.verdicts.excuses import reading_told
from qedtex.notes.verdicts.judgement import Judgement
from qedtex.render.assumptions import assumptions_of

WITHOUT_A_TERM = "nothing can be inferred"
"""Words in the message on a step of which a side has no term."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Makes the reports on steps; theorems go into `proofs` by line and column."""

    explain: bool = False
    proofs: dict[tuple[int, int], Theorem] | None = None

    def unread(self, step: Step, side: Unread, read: ReadChain) -> Checked:
        """A step of which a side has no term: undecided where it was understood, else unread at its token."""
        if side.understood:
            return self.made(step, Verdict.UNDECIDED, f"it was read, and {WITHOUT_A_TERM}: {side.message}", read)
        made = self.made(step, Verdict.UNREAD, side.message, read)
        owner = next((one for one in (step.left, step.right) if side.token in one.tokens), None)
        if owner is None:
            return made
        line, column = owner.formula.position(side.token.start)
        token = f" at “{side.token.text}”" if side.token.text else ""
        end = end_in(owner.formula, side.token.start, side.token.end)
        return replace(made, line=line, column=column, end=end, message=f"{side.message}{token}")

    def filled(self, step: Step, filled: Filled) -> Checked:
        """A step of a block that `qedtex sync` fills."""
        made = self.plain(step, filled.verdict, f"as {filled.name} is filled in")
        return replace(made, by=(filled.name,), assumes=filled.assumes)

    def plain(self, step: Step, verdict: Verdict, message: str) -> Checked:
        """A step with a verdict and nothing else."""
        line, column = step.position
        sides = _latex(step.left), step.relation, _latex(step.right)
        end = end_in(step.right.formula, step.at, step.right.end)
        return Checked(line, column, *sides, verdict, message, cell=step.right.formula.cell, end=end)

    def made(
        self, step: Step, verdict: Verdict, message: str, read: ReadChain, found: Judgement | None = None
    ) -> Checked:
        """A step with its verdict, how it was read, and what was found of it."""
        made = replace(
            self.plain(step, verdict, message),
            readings=tuple(map(reading_told, read.readings)) if self.explain else (),
        )
        if found is None:
            return made
        decision, mended, claim = found.decision, found.mended, found.claim
        if self.proofs is not None and decision is not None and decision.theorem is not None:
            self.proofs[step.position] = decision.theorem
        sentences = assumptions_of([claim.left, claim.right], claim.context.hypotheses)
        return replace(
            made,
            by=decision.by if decision is not None else (),
            assumes=tuple(sentence.plain for sentence in sentences),
            witness=decision.witness if decision is not None and verdict is Verdict.REFUTED else None,
            repair=Suggestion(mended.what, mended.latex, edit(step, claim, mended)) if mended is not None else None,
            cautions=found.cautions,
        )


def _latex(side: Side) -> str:
    return " ".join(side.latex.split())

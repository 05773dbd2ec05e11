"""What a note says apart from a step, under which the step may be meant: a condition with its relations."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.notes.formulas.chains import Side, Step


@dataclass(frozen=True, slots=True)
class Said:
    """A condition that a note states: its relations, or, where it has none, the word that makes it one."""

    side: Side
    steps: tuple[Step, ...]
    word: str = ""

    @property
    def latex(self) -> str:
        """Its LaTeX on one line."""
        if not self.steps:
            return " ".join(self.side.latex.split())
        formula = self.side.formula.latex
        return " ".join(formula[self.side.start : self.steps[-1].right.end].split())

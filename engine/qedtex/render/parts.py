"""The parts of a derivation that are written out one after the other: its lemmas, and the chain itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qedtex.latex.printer import latex, latex_relation
from qedtex.render.reasons import Language

if TYPE_CHECKING:
    from qedtex.chains import Proof, Step
    from qedtex.context import Hypothesis
    from qedtex.kernel import Theorem
    from qedtex.proved import Derivation
    from qedtex.terms import Term


@dataclass(frozen=True, slots=True)
class Part:
    """One chain: the number of the lemma that it proves, 0 for the claim itself, and what it assumes beyond that."""

    number: int
    steps: tuple[Step, ...]
    given: tuple[Hypothesis, ...]
    numbers: Mapping[Theorem, int]
    """The numbers of the lemmas, by their theorems."""
    reasons: bool = True
    """Whether the reasons of the steps are written beside them."""

    @property
    def lines(self) -> tuple[Term, ...]:
        """The terms of the chain, the first one included."""
        return (self.steps[0].left, *(step.right for step in self.steps))

    def heading(self, lang: Language) -> str:
        """What stands before a lemma, with its own assumptions as LaTeX between dollar signs, and before the claim.

        A claim without lemmas has no heading.
        The formulas of a lemma that speak of the same symbols as the claim mean the same by them.
        """
        if not self.number:
            return ("Claim" if lang == "en" else "命题") if self.numbers else ""
        conditions = [f"${stated(known)}$" for known in self.given]
        if lang == "zh":
            return f"引理 {self.number}" + (f"（设 {'、'.join(conditions)}）" if conditions else "")
        return f"Lemma {self.number}" + (f" (where {', '.join(conditions)})" if conditions else "")


def stated(known: Hypothesis) -> str:
    """What a hypothesis says, as LaTeX."""
    every = r",\; ".join(latex(variable) for variable in known.variables)
    formula = f"{latex(known.left)} {latex_relation(known.relation)} {latex(known.right)}"
    return formula + (rf" \quad \forall\, {every}" if every else "")


def parts(derivation: Derivation, *, reasons: bool = True) -> tuple[Part, ...]:
    """The lemmas in the order in which they are needed, and the chain of the claim last; with the reasons, or without.

    >>> import qedtex
    >>> [part.number for part in parts(qedtex.load("divergence.kl_decomposition"))]
    [0]
    """
    lemmas = derivation.lemmas
    numbers = {lemma.theorem: number for number, lemma in enumerate(lemmas, 1)}
    own = derivation.claim.context.hypotheses
    return (
        *(_part(lemma, number, own, numbers, reasons) for number, lemma in enumerate(lemmas, 1)),
        Part(0, derivation.steps, (), numbers, reasons),
    )


def _part(
    lemma: Proof, number: int, own: tuple[Hypothesis, ...], numbers: Mapping[Theorem, int], reasons: bool
) -> Part:
    given = tuple(known for known in lemma.theorem.claim.context.hypotheses if known not in own)
    return Part(number, lemma.steps, given, numbers, reasons)

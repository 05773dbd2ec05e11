"""What is judged with, and what comes of it: the surroundings of a step, and the verdict with what goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qedtex.claims import Claim, Verdict
from qedtex.context import Hypothesis
from qedtex.notes.reading import Reading, Unknown
from qedtex.notes.verdicts.deciding import Decision
from qedtex.notes.verdicts.repairs import Repair


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a step, the claim that it is about, and what goes with it; `cautions` name warnings."""

    verdict: Verdict
    message: str
    claim: Claim
    decision: Decision | None = None
    mended: Repair | None = None
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a step: values that the text gives, the words of the section so far, how names were read.

    `inner` says that its left side is the right side of the step before; `renamed` is the name on its left that the
    note has defined already.
    """

    given: tuple[Hypothesis, ...] = ()
    words: str = ""
    readings: Sequence[Reading] = ()
    bases: frozenset[str] = frozenset()
    """The bases that its logarithms are written with."""
    independent: frozenset[str] = frozenset()
    """The letters of what the section has supposed to be independent."""
    bends: Mapping[str, bool] = field(default_factory=dict)
    """The functions that the text calls convex, or concave."""
    declared: frozenset[str] = frozenset()
    """The names of which a directive or the project says what they are."""
    inner: bool = False
    renamed: Unknown | None = None

    @property
    def restates(self) -> bool:
        """Whether the left side is a name that the note has defined already."""
        return self.renamed is not None

    @property
    def defines(self) -> bool:
        """Whether the left side is such a function at its arguments, as in f(x) = ..., and nothing else."""
        return self.renamed is not None and bool(self.renamed.parameters)

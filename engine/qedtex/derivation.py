"""A derivation as a person meets it: its steps, its LaTeX, the same with numbers in."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.calc import Proof, Step
from qedtex.claims import Claim
from qedtex.kernel import Theorem


@dataclass(frozen=True, slots=True, repr=False)
class Derivation:
    """A proved chain with its id, titles and sources.

    `steps` are the lines; `theorem` is what the kernel accepted; `claim` what the file says that it shows.
    """

    name: str
    path: str
    title: str
    chinese: str
    source: str
    documents: tuple[str, ...]
    claim: Claim
    proof: Proof

    @property
    def theorem(self) -> Theorem:
        """The theorem about the two ends of the chain."""
        return self.proof.theorem

    @property
    def steps(self) -> tuple[Step, ...]:
        """The lines of the chain."""
        return self.proof.steps

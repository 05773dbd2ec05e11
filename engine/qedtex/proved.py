"""A derivation as a person meets it: its steps, its LaTeX, the same with fewer unknowns, the same with numbers in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qedtex.chains import Proof, Step
from qedtex.claims import Claim, Verdict
from qedtex.kernel import Theorem, prove
from qedtex.terms import Term

if TYPE_CHECKING:
    from qedtex.evaluations import Evaluation
    from qedtex.oracle import Opinion
    from qedtex.render.reasons import Language


@dataclass(frozen=True, slots=True)
class Verification:
    """What a second look at a derivation found: steps accepted again, links replayed, points where sides agree."""

    steps: int
    links: int
    opinions: tuple[Opinion, ...]

    @property
    def ok(self) -> bool:
        """Whether the oracle refuted nothing."""
        return not any(opinion.refuted for opinion in self.opinions)

    def __repr__(self) -> str:
        points = sum(opinion.points for opinion in self.opinions)
        out_of_reach = sum(opinion.points == 0 and not opinion.refuted for opinion in self.opinions)
        told = f", {out_of_reach} beyond the oracle's reach" if out_of_reach else ""
        outcome = "verified" if self.ok else "REFUTED"
        return f"{outcome}: {self.steps} steps, {self.links} links checked, agreement at {points} points{told}"


@dataclass(frozen=True, slots=True, repr=False)
class Derivation:
    """A proved chain with its id, titles and sources.

    `steps` are the lines; `theorem` is what the kernel accepted; `claim` what the file says that it shows.

    >>> import qedtex
    >>> d = qedtex.load("divergence.kl_decomposition")
    >>> d.steps[1]
    ∑_{i=1}^{n} p(xᵢ) log(p(xᵢ) / q(xᵢ)) = ∑_{i=1}^{n} p(xᵢ) (log p(xᵢ) - log q(xᵢ))  [log_quotient] proved
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
    def verdict(self) -> Verdict:
        """`proved`, or `assumed` where a step stands on a theorem of the literature that is only cited."""
        cited = any(known.kind == "cited" for step in self.all_steps for known in step.theorem.hypotheses)
        return Verdict.ASSUMED if cited else Verdict.PROVED

    @property
    def steps(self) -> tuple[Step, ...]:
        """The lines of the chain."""
        return self.proof.steps

    @property
    def lemmas(self) -> tuple[Proof, ...]:
        """The chains that the steps stand on, each once, in the order in which they are needed."""
        return self.proof.lemmas

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """The steps of the lemmas, and those of the chain."""
        return (*(step for lemma in self.lemmas for step in lemma.steps), *self.steps)

    @property
    def lines(self) -> tuple[Term, ...]:
        """The terms of the chain, the first one included."""
        return (self.steps[0].left, *(step.right for step in self.steps))

    def latex(self, lang: Language = "en") -> str:
        """The derivation as LaTeX to paste or to \\\\input: an `aligned` with reasons, and the assumptions."""
        from qedtex.render.fragment import fragment

        return fragment(self, lang)

    def markdown(self, lang: Language = "en") -> str:
        """The derivation as Markdown with $$ formulas."""
        from qedtex.render.markdown import markdown

        return markdown(self, lang)

    def __repr__(self) -> str:
        from qedtex.render.terminal import chain_text

        return chain_text(self)

    def _repr_html_(self) -> str | None:
        from qedtex.site.templates import is_installed

        if not is_installed():
            return None
        from qedtex.site.outputs import derivation_output

        return derivation_output(self)

    def _repr_latex_(self) -> str:
        from qedtex.render.fragment import aligned

        return f"$$\n{aligned(self)}\n$$"

    def verify(self) -> Verification:
        """Check every link again in the kernel, and ask the oracle about every step.

        Raises `StepRefused` where the kernel does not accept a link.
        """
        from qedtex.oracle import consult_chain

        for step in self.all_steps:
            _proved_again(step)
        chains = [*(lemma.steps for lemma in self.lemmas), self.steps]
        opinions = tuple(
            opinion for steps in chains for opinion in consult_chain([step.theorem.claim for step in steps])
        )
        return Verification(len(self.all_steps), sum(len(step.links) for step in self.all_steps), opinions)

    def at(self, **sizes: int) -> Derivation:
        """The derivation for given numbers of outcomes or samples, its sums written out; every line is proved anew.

        Raises `QedtexError` QT511 for a name that is no size here (some derivations have none), QT512 for a number out
        of its range, and QT513 where a line was not proved again.

        >>> import qedtex
        >>> print(qedtex.load("divergence.kl_decomposition").at(n=2).lines[1])
        p(x₁) log(p(x₁) / q(x₁)) + p(x₂) log(p(x₂) / q(x₂))
        """
        from qedtex.sizes import at_sizes

        return at_sizes(self, sizes)

    def evaluate(self, **values: object) -> Evaluation:
        """The value of every line with numbers in, and its unit.

        Laws take the list of their masses, symbols a number, vectors and samples a list; the number of outcomes follows
        from the lists. Decimals are exact. Lemmas are not evaluated. Raises `QedtexError` QT301 to QT306 for numbers
        that make no model of the derivation, QT514 where the lines are sets, propositions or limits and have no number,
        QT515 where a line has none at these numbers, and QT516 for functions that only hypotheses tell of.

        >>> import qedtex
        >>> qedtex.load("divergence.kl_decomposition").evaluate(p=[0.5, 0.5], q=[0.9, 0.1])[0]
        KL(p ‖ q) = 0.510825623765991 nats
        """
        from qedtex.evaluations import evaluation

        return evaluation(self, values)


def _proved_again(step: Step) -> Theorem:
    """The theorem of a step made anew by its links."""
    return prove(step.theorem.claim, step.links)

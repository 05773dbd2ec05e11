"""A derivation as a person meets it: its steps, its LaTeX, the same with fewer unknowns, the same with numbers in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from qedtex.binding import free, map_data, substitute
from qedtex.chains import Calc, Proof, Step
from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Hypothesis
from qedtex.errors import QedtexError
from qedtex.inference import Use
from qedtex.kernel import Theorem, chain, prove
from qedtex.names import plain_name
from qedtex.search.relations import found_for
from qedtex.sorts import Integer
from qedtex.stating import is_set
from qedtex.terms import (
    KL,
    CrossEntropy,
    Entropy,
    Log,
    ProductOver,
    Range,
    SelfInformation,
    SumOver,
    Symbol,
    Term,
    term,
)

if TYPE_CHECKING:
    from qedtex.oracle import Opinion
    from qedtex.render.reasons import Language


_BITS = 128
"""The working precision of evaluations, enough for 15 certain digits of what the documents calculate."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an evaluated derivation: the term, its value as a decimal, and the unit (nats, bits or none)."""

    term: Term
    value: str
    unit: str

    @property
    def number(self) -> float:
        """The value as a float, for plotting; decisions are never made on it."""
        return float(self.value)

    def __float__(self) -> float:
        return self.number

    def __repr__(self) -> str:
        return f"{self.term} = {self.value}{' ' + self.unit if self.unit else ''}"


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """The value of every line of a derivation at given numbers."""

    lines: tuple[Line, ...]

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, number: int) -> Line:
        return self.lines[number]

    def __repr__(self) -> str:
        texts = [str(line.term) for line in self.lines]
        width = min(max(map(len, texts)), 100)
        values = [f"{line.value} {line.unit}".rstrip() for line in self.lines]
        return "\n".join(f"{text:<{width}}  {value}" for text, value in zip(texts, values, strict=True))


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

        Raises `QedtexError` QT511 for a name that is no size here, and QT512 for a number out of its range.

        >>> import qedtex
        >>> print(qedtex.load("divergence.kl_decomposition").at(n=2).lines[1])
        p(x₁) log(p(x₁) / q(x₁)) + p(x₂) log(p(x₂) / q(x₂))
        """
        fixed = _sizes(self, sizes)
        context = Context(tuple(_fixed(hypothesis, fixed) for hypothesis in self.claim.context.hypotheses))
        lines = [_written_out(substitute(line, fixed)) for line in self.lines]
        steps = []
        for step, (left, right) in zip(self.steps, pairwise(lines), strict=True):
            claim = Claim(left, step.relation, right, context)
            found = found_for(claim, _with_writing_out(step.uses)) or found_for(claim, None)
            if found is None:
                raise QedtexError(
                    "QT513",
                    f"the line {right} was not proved again for these numbers",
                    help="this is a limit of the search: please report it with the derivation's id",
                )
            steps.append(Step(prove(claim, found.links), step.uses, step.place, searched=True))
        theorem = chain([step.theorem for step in steps])
        given = ", ".join(f"{plain_name(symbol.name)} = {value}" for symbol, value in fixed.items())
        return replace(
            self,
            title=f"{self.title} ({given})",
            chinese=f"{self.chinese}（{given}）",
            claim=theorem.claim,
            proof=Proof(theorem, tuple(steps), Calc()),
        )

    def evaluate(self, **values: object) -> Evaluation:
        """The value of every line with numbers in, and its unit.

        Laws take the list of their masses, symbols a number; the number of outcomes follows from the lists. Decimals
        are exact. Raises `QedtexError` QT301 to QT306 for numbers that make no model of the derivation, and QT514 where
        the lines are sets of points and have no number.

        >>> import qedtex
        >>> qedtex.load("divergence.kl_decomposition").evaluate(p=[0.5, 0.5], q=[0.9, 0.1])[0]
        KL(p ‖ q) = 0.510825623765991 nats
        """
        from qedtex.oracle import Indeterminate, Model, Unable, Undefined, evaluate

        if any(is_set(line) for line in self.lines):
            raise QedtexError(
                "QT514",
                f"the lines of {self.name} are sets of maximisers or minimisers, which have no number",
                help="look at the objective of a line: d.lines[0].body",
            )
        from flint import ctx

        rows = []
        with ctx.workprec(_BITS):
            model = Model.given(self.lines, values, self.claim.context)
            for line in self.lines:
                try:
                    value = evaluate(line, model)
                except (Undefined, Unable, Indeterminate) as problem:
                    raise QedtexError("QT515", f"{line} has no value at these numbers: {problem}") from problem
                rows.append(Line(line, _decimal(value), unit_of(line)))
        return Evaluation(tuple(rows))


def _proved_again(step: Step) -> Theorem:
    """The theorem of a step made anew by its links."""
    return prove(step.theorem.claim, step.links)


def unit_of(value: Term) -> str:
    """The unit of a line: bits where its logarithms have base 2, nats where they are natural, else none.

    >>> from qedtex.language import log, positive
    >>> unit_of(log(positive("a"))), unit_of(log(positive("a"), 2)), unit_of(positive("a"))
    ('nats', 'bits', '')
    """
    bases = {node.base for node in value.walk() if isinstance(node, (Log, Entropy, CrossEntropy, KL, SelfInformation))}
    if bases == {None}:
        return "nats"
    return "bits" if bases == {term(2)} else ""


def _decimal(value: object) -> str:
    """The decimal digits of an exact rational or of an enclosure, those that are certain, at most 15."""
    from flint import arb, fmpq

    ball = arb(value) if isinstance(value, fmpq) else value
    text = str(ball.str(15, radius=False)) if isinstance(ball, arb) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _sizes(derivation: Derivation, sizes: dict[str, int]) -> dict[Symbol, Term]:
    """The size symbols that keywords name, with their numbers as terms."""
    everything: set[Symbol] = set()
    for line in derivation.lines:
        everything |= free(line)
    known = {plain_name(symbol.name): symbol for symbol in everything if isinstance(symbol.sort, Integer)}
    fixed: dict[Symbol, Term] = {}
    for name, number in sizes.items():
        symbol = known.get(name)
        if symbol is None:
            listed = (
                ", ".join(sorted(known)) or "none: it holds for one fixed number of outcomes, or for any finite set"
            )
            raise QedtexError(
                "QT511", f"{name} is not a size in {derivation.name}", help=f"sizes that can be given: {listed}"
            )
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 64:
            raise QedtexError("QT512", f"{name} = {number!r} cannot be written out", expected="an integer from 1 to 64")
        fixed[symbol] = term(number)
    return fixed


def _with_writing_out(uses: tuple[Use, ...]) -> list[Use]:
    """The rules of a step, those that act on sums as they act once the sums are written out, and writing out."""
    from qedtex.rules import expand_product, expand_sum, log_product

    return [*uses, Use(expand_sum), Use(expand_product), Use(log_product)]


def _fixed(hypothesis: Hypothesis, sizes: dict[Symbol, Term]) -> Hypothesis:
    """A hypothesis with sizes given, in its statement and in the ranges of its variables."""
    variables = tuple(
        variable
        for variable in (map_data(symbol, lambda inner: substitute(inner, sizes)) for symbol in hypothesis.variables)
        if isinstance(variable, Symbol)
    )
    return replace(
        hypothesis,
        left=substitute(hypothesis.left, sizes),
        right=substitute(hypothesis.right, sizes),
        variables=variables,
    )


def _written_out(value: Term) -> Term:
    """The term with every sum and product over a range of numbers written out, from the inside."""
    from qedtex.context import Scope
    from qedtex.rules import expand_product, expand_sum

    value = value.with_children(tuple(_written_out(child) for child in value.children))
    if isinstance(value, (SumOver, ProductOver)) and isinstance(value.domain, Range):
        expand = expand_sum if isinstance(value, SumOver) else expand_product
        for written, _ in expand.forward(value, Scope(), ()):
            return written
    return value

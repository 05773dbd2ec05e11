"""`calc`: a derivation as a chain of lines, each a target and its reason, checked by the kernel as it is written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TypeAlias

from qedtex.axioms import Axiom
from qedtex.binding import free
from qedtex.claims import Claim, Verdict
from qedtex.conditions import Condition
from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import IllFormed, Place, QedtexError, StepRefused
from qedtex.inference import RULES, Link, Rule, Use
from qedtex.kernel import Named, Theorem, chain, prove
from qedtex.refusals import StepFailed, fewest, refused
from qedtex.rules import cite, substitute
from qedtex.search.relations import found_for
from qedtex.stating import check_names, is_infinite, require_sense
from qedtex.terms import Number, Term, term

By: TypeAlias = "Rule | Use | str | Proof | Sequence[Rule | Use | str | Proof] | None"
"""The reason of a step: rules, the name of a hypothesis, a lemma to cite; `None` leaves it to the search."""


@dataclass(frozen=True, slots=True, repr=False)
class Step:
    """One line of a derivation: what it claims, why it holds, and where it was written."""

    theorem: Theorem
    uses: tuple[Use, ...]
    place: Place
    searched: bool = False

    @property
    def left(self) -> Term:
        """The left side as written."""
        return self.theorem.claim.left

    @property
    def relation(self) -> Relation:
        """What the line says of its sides."""
        return self.theorem.claim.relation

    @property
    def right(self) -> Term:
        """The right side as written."""
        return self.theorem.claim.right

    @property
    def rule(self) -> str:
        """The names of the rules, joined by commas."""
        return ", ".join(map(str, self.uses)) or "identity"

    @property
    def links(self) -> tuple[Link, ...]:
        """The small steps that the kernel checked."""
        return tuple(checked.link for checked in self.theorem.links)

    def used(self, use: Use) -> bool:
        """Whether a reason was really used: its rule in some link, and every hypothesis that it names."""
        if use.rule is substitute and not set(use.arguments) <= {known.name for known in self.theorem.hypotheses}:
            return False
        return any(link.use.rule is use.rule for link in self.links)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The side conditions that were discharged, each once; those about numbers alone are left out."""
        distinct = {str(condition): condition for condition in self.theorem.conditions if free(condition.value)}
        return tuple(distinct.values())

    @property
    def axioms(self) -> tuple[Axiom, ...]:
        """The axioms that the line rests on."""
        return self.theorem.axioms

    @property
    def verdict(self) -> Verdict:
        """Always `proved`: a line that is not proved does not become a step."""
        return Verdict.PROVED

    def __repr__(self) -> str:
        return f"{self.left} {self.relation.value} {self.right}  [{self.rule}] {self.verdict.value}"


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """A finished chain: its steps, the theorem about its two ends, and its name where it is a lemma."""

    theorem: Theorem
    steps: tuple[Step, ...]
    owner: Calc
    name: str = "lemma"

    @property
    def lemmas(self) -> tuple[Proof, ...]:
        """The proofs that the steps stand on, each once, those that others need first."""
        found: dict[int, Proof] = {}
        for step in self.steps:
            for use in step.uses:
                for argument in use.arguments:
                    if isinstance(argument, Named) and isinstance(argument.proof, Proof):
                        for proof in (*argument.proof.lemmas, argument.proof):
                            found.setdefault(id(proof), proof)
        return tuple(found.values())

    def __repr__(self) -> str:
        lines = [str(self.steps[0].left)] if self.steps else [str(self.theorem.claim.left)]
        lines += [f"  {step.relation.value} {step.right}    [{step.rule}]" for step in self.steps]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, repr=False)
class Chain:
    """A chain under way. Each method returns a longer chain, or raises `StepRefused` and says what is wrong."""

    start: Term
    context: Context
    owner: Calc
    steps: tuple[Step, ...] = ()

    def eq(self, target: Number, by: By = None) -> Chain:
        """Go on with an equal term."""
        return self._go(Relation.EQUAL, target, by)

    def le(self, target: Number, by: By = None) -> Chain:
        """Go on with a term that is at least as great."""
        return self._go(Relation.LESS_EQUAL, target, by)

    def lt(self, target: Number, by: By = None) -> Chain:
        """Go on with a greater term."""
        return self._go(Relation.LESS, target, by)

    def ge(self, target: Number, by: By = None) -> Chain:
        """Go on with a term that is at most as great."""
        return self._go(Relation.GREATER_EQUAL, target, by)

    def gt(self, target: Number, by: By = None) -> Chain:
        """Go on with a smaller term."""
        return self._go(Relation.GREATER, target, by)

    def ne(self, target: Number, by: By = None) -> Chain:
        """Go on with a different term."""
        return self._go(Relation.UNEQUAL, target, by)

    def about(self, target: Number, by: By = None) -> Chain:
        """Go on with a decimal that the term is equal to once it is rounded to the digits shown."""
        return self._go(Relation.ABOUT, target, by)

    def iff(self, target: Number, by: By = None) -> Chain:
        """Go on with an equivalent proposition."""
        return self._go(Relation.IFF, target, by)

    def tends(self, target: Number, by: By = None) -> Chain:
        """Go on with what the term tends to; only a hypothesis states that."""
        return self._go(Relation.TENDS, target, by)

    @property
    def last(self) -> Term:
        """The term that the chain has reached."""
        return self.steps[-1].right if self.steps else self.start

    def qed(self, name: str = "lemma") -> Proof:
        """The finished chain, named where others stand on it; raises `StepRefused` (QT414) where nothing was shown."""
        if not self.steps:
            raise StepRefused("QT414", "a chain without steps shows nothing", _caller(), help="add a step with .eq")
        theorem = chain([step.theorem for step in self.steps])
        return Proof(theorem, self.steps, self.owner, name)

    def __repr__(self) -> str:
        lines = [str(self.start)]
        lines += [f"  {step.relation.value} {step.right}    [{step.rule}]" for step in self.steps]
        return "\n".join(lines)

    def _go(self, relation: Relation, target: Number, by: By) -> Chain:
        place = _caller()
        right = term(target)
        claim = Claim(self.last, relation, right, self.context)
        uses = self.owner.uses(by, self.context, place)
        number = len(self.steps) + 1
        try:
            step = _checked(claim, uses, place)
        except QedtexError as refusal:
            raise refused(refusal, claim, uses, place, number) from None
        except RecursionError:
            raise StepFailed("QT126", f"step {number} is nested too deeply", place, claim=claim) from None
        return replace(self, steps=(*self.steps, step))


def _checked(claim: Claim, uses: tuple[Use, ...] | None, place: Place) -> Step:
    """The step, proved; raises `StepRefused` where it is not."""
    require_sense(claim.left, claim.context)
    require_sense(claim.right, claim.context)
    check_names(claim)
    found = found_for(claim, uses)
    if found is None:
        raise StepRefused("QT411", "the two sides were not brought together")
    if uses is None:
        found = fewest(claim, found)
        return Step(prove(claim, found.links), found.uses, place, searched=True)
    step = Step(prove(claim, found.links), uses, place)
    unused = [use for use in uses if not step.used(use)]
    if unused:
        raise StepRefused(
            "QT413",
            f"{unused[0]} is named as a reason but was not needed",
            help=f"the step follows by {', '.join(map(str, found.uses)) or 'identity'} alone",
        )
    return step


def _caller() -> Place:
    """The file and line outside this module from which a step was written."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    return Place(frame.f_code.co_filename, frame.f_lineno)


# The door ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Calc:
    """Starts chains: `calc(term)`, with hypotheses `calc(term, given=[...])`.

    >>> from qedtex.language import log, positive
    >>> from qedtex.rules import log_product
    >>> a, b = positive("a"), positive("b")
    >>> Calc()(log(a * b)).eq(log(a) + log(b), by=log_product).qed()
    log(a b)
      = log a + log b    [log_product]
    """

    cited: Callable[[str], Theorem] | None = None
    given: tuple[Hypothesis, ...] = ()

    def __call__(self, start: Number, given: Sequence[Hypothesis] = ()) -> Chain:
        """A chain that begins with a term; raises `StepRefused` (QT405) where that makes no sense."""
        context = Context((*self.given, *given))
        first = term(start)
        try:
            if is_infinite(first):
                raise IllFormed("QT112", "infinity is not a number, so no chain begins with it")
            require_sense(first, context)
        except QedtexError as fault:
            raise StepRefused(fault.code, fault.message, _caller(), help=fault.help) from None
        except RecursionError:
            raise StepRefused("QT126", "the term is nested too deeply", _caller()) from None
        return Chain(first, context, self)

    def uses(self, by: By, context: Context, place: Place) -> tuple[Use, ...] | None:
        """The reason of a step as rule uses: names of hypotheses are substituted, ids are cited."""
        if by is None:
            return None
        listed = list(by) if isinstance(by, (list, tuple)) else [by]
        return tuple(self._use(reason, context, place) for reason in listed)

    def _use(self, reason: object, context: Context, place: Place) -> Use:
        if isinstance(reason, Rule):
            return Use(reason)
        if isinstance(reason, Proof):
            return Use(cite, (self._named(reason, place),))
        if isinstance(reason, str):
            if context.named(reason) is not None:
                return Use(substitute, (reason,))
            known = ", ".join(repr(hypothesis.name) for hypothesis in context.hypotheses) or "none"
            near = get_close_matches(reason, [rule.name for rule in RULES], 1)
            rule = f"; did you mean the rule {near[0]}, without quotes?" if near else ""
            raise StepRefused(
                "QT412", f"there is no hypothesis called {reason!r}", place, help=f"known hypotheses: {known}{rule}"
            )
        if not isinstance(reason, Use):
            raise StepRefused("QT412", f"{reason!r} is no reason", place, help="name a rule, or a hypothesis in quotes")
        if reason.rule is substitute or not any(isinstance(argument, (str, Proof)) for argument in reason.arguments):
            return reason
        return Use(reason.rule, tuple(self._named(argument, place) for argument in reason.arguments))

    def _named(self, argument: object, place: Place) -> object:
        if isinstance(argument, Proof):
            return Named(argument.name, argument.theorem, argument)
        if not isinstance(argument, str):
            return argument
        if self.cited is None:
            raise StepRefused("QT412", f"{argument} cannot be cited here", place, help="use qedtex.calc")
        return Named(argument, self.cited(argument))

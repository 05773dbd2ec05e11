"""Reconsidering: a step that is false by itself, looked at once more with what the note says around and before it.

A note states conditions where it likes: beside a step, behind it, in the paragraph before, in a list at its head. A
step is called false only where it is false under all of that, and where nothing of it was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from qedtex.binding import free
from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import QedtexError
from qedtex.notes.formulas.chains import Chain, Side, Step
from qedtex.notes.prose.contraries import Contrary
from qedtex.notes.prose.convexity import under
from qedtex.notes.prose.hearing import Hearing
from qedtex.notes.prose.narrowing import ORDERS, Narrowing, is_of_members, narrows
from qedtex.notes.prose.said import Said
from qedtex.notes.prose.spoken import Spoken
from qedtex.notes.prose.stated import RELATIONS, Stated, claimed, for_all, not_understood
from qedtex.notes.prose.stipulations import gives_another_meaning, infers, introduces, may_be_a_condition
from qedtex.notes.prose.surrounding import Surrounding
from qedtex.notes.prose.worded import in_words
from qedtex.notes.prose.zeros import Zeros, follows
from qedtex.notes.reading import Notebook, ReadChain, read_chain
from qedtex.notes.reading.admitted import admitted, admitted_by_set, implies
from qedtex.notes.report import Checked
from qedtex.notes.verdicts.deciding import Decision, decide
from qedtex.notes.verdicts.heard import as_heard
from qedtex.notes.verdicts.judgement import Judgement
from qedtex.notes.verdicts.judging import Bench
from qedtex.notes.verdicts.library import Library
from qedtex.notes.verdicts.outcomes import WITHOUT_A_TERM, Outcomes
from qedtex.sorts import Integer, Outcome
from qedtex.terms import Add, Neg, Symbol, Term

_COMPARED = frozenset(
    {Relation.EQUAL, Relation.UNEQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL}
)


@dataclass(frozen=True, slots=True)
class _Put:
    """The claim of a step, and what was read of the conditions that the note states elsewhere."""

    claim: Claim
    known: tuple[Hypothesis, ...]
    missed: Said | None
    """The first of the conditions that was not taken in."""


@dataclass(frozen=True, slots=True)
class Reconsidering:
    """Second looks at steps, with what the note has said so far and with what stands around each."""

    library: Library
    notebook: Notebook
    outcomes: Outcomes
    surrounding: Surrounding
    hearing: Hearing
    spoken: Spoken
    narrowing: Narrowing = field(default_factory=Narrowing)
    zeros: Zeros = field(default_factory=Zeros)

    def said_against(self, step: Step) -> list[Contrary]:
        """What the text says against conventions at a step; of names that a directive declares, the directive holds."""
        known = self.notebook.declared.keys() | self.notebook.laws
        said = [one for one in self.spoken.at(step) if not one.names or not one.names <= known]
        return [replace(one, names=one.names - known) for one in said]

    def admitted(self, chain: Chain, values: Sequence[Step]) -> dict[str, frozenset[Fraction]]:
        """Values that the note says names of a chain may have: beside, around and before it, and just now."""
        said = [*values]
        laid: list[Step] = []
        sets: list[Side] = []
        for step in chain.steps:
            before = [one for each in self.narrowing.orders_before(step) for one in each.steps]
            around = self.surrounding.about(step)
            conditions = [one for condition in step.conditions for one in in_words(condition)]
            laid.extend((*(one for each in around for one in each.steps), *conditions, *filter(introduces, before)))
            said.extend(before)
            sets.extend(condition.side for condition in step.conditions if not condition.steps)
            sets.extend((*self.narrowing.sets_before(step), *(each.side for each in around if not each.steps)))
        found: dict[str, set[Fraction]] = {}
        for one in (*said, *laid):
            for name, value in admitted(one.left.tokens, one.relation, one.right.tokens):
                found.setdefault(name, set()).add(value)
        ordered = [one for one in laid if one.relation in ORDERS and one.relation != "!="]
        narrowed = {name for one in ordered for name in one.left.names | one.right.names}
        for side in sets:
            for name, value in admitted_by_set(side.tokens):
                if not narrowed & side.names:
                    found.setdefault(name, set()).add(value)
        return {name: frozenset(values) for name, values in found.items()}

    def is_inferred(self, step: Step, behind_arrow: bool) -> bool:
        """Whether a note infers something of a name, as in `then x > 1`, that does not follow from what it has said."""
        if not behind_arrow and not infers(step):
            return False
        said = [one for each in (*self.narrowing.before(step), *self.surrounding.about(step)) for one in each.steps]
        return not any(
            one.left.key == step.left.key
            and implies((one.left.tokens, one.relation, one.right.tokens), (step.relation, step.right.tokens))
            for one in said
        )

    def refuted(self, step: Step, claim: Claim, general: Checked, read: ReadChain, stated: Stated) -> Checked:
        """A step that has a counterexample: false, unless it may hold under something that the note says.

        `claim` is the step by itself.
        """
        missed = not_understood(step, stated)
        if missed is not None:
            return self._open(step, f"it holds under a condition that was not understood: {missed}", read)
        if self.surrounding.is_listed(step):
            return self.outcomes.made(step, Verdict.ASSUMED, "a condition that the note lists", read)
        said = self.surrounding.about(step)
        found = self._with_what_is_around(step, said, general, read) if said else general
        if found.verdict is not Verdict.REFUTED:
            return found
        before = self.narrowing.before(step)
        if not said and not before and may_be_a_condition(claim):
            return self._open(step, "it is not so of all numbers, and may be a condition on them", read)
        return self._with_what_was_before(step, before, found, read)

    def undecided(self, step: Step, found: Checked, read: ReadChain) -> Checked:
        """A step of which nothing is known by itself: it may hold under the conditions that stand around it."""
        said = [one for one in self.surrounding.about(step) if one.steps]
        under = self._with_what_is_around(step, said, found, read) if said else found
        if under.verdict is Verdict.PROVED:
            return self.outcomes.made(step, Verdict.ASSUMED, "it holds under what the text says around it", read)
        return under if under.verdict is Verdict.ASSUMED else found

    def solving(self, step: Step, alone: Checked) -> Checked:
        """A step that is no identity, in a search for where a derivative is 0: it may follow from that."""
        if alone.verdict is Verdict.REFUTED and gives_another_meaning(step):
            told = f"introduces {step.left.latex.strip()}, of which {WITHOUT_A_TERM}"
            return replace(alone, verdict=Verdict.DEFINITION, message=told, witness=None, repair=None)
        zero = self.zeros.behind(step)
        if zero is None:
            return alone
        tokens = [one.tokens for one in (step.left, step.right, zero.left, zero.right)]
        read = read_chain(tokens, self.notebook, relation=step.relation)
        left, right, known, _ = read.sides
        shown = None
        if isinstance(left, Term) and isinstance(right, Term) and isinstance(known, Term):
            shown = follows(Claim(left, Relation.EQUAL, right), known)
        if shown:
            return self.outcomes.made(step, Verdict.ASSUMED, "it follows from the derivative that is set to 0", read)
        if alone.verdict is Verdict.UNDECIDED or (shown is False and self.zeros.count == 1):
            return alone
        return self._open(step, "it may follow from the derivative that is set to 0", read)

    def solved(self, step: Step, premises: Sequence[Step]) -> Checked | None:
        """An equation behind an arrow for a name that stands before it: what that is there, and no definition of it."""
        before = [_texts(side) for one in premises for side in (one.left, one.right)]
        if step.relation != "=" or not any(_texts(step.left) in texts for texts in before):
            return None
        premise = premises[-1]
        tokens = [side.tokens for one in (premise, step) for side in (one.left, one.right)]
        read = read_chain(tokens, self.notebook, relation=premise.relation)
        first, second, left, right = (side if isinstance(side, Term) else None for side in read.sides)
        if first is not None and second is not None and left is not None and right is not None:
            zero = Add((first, Neg(second)))
            if premise.relation == "=" and follows(Claim(left, Relation.EQUAL, right), zero):
                return self.outcomes.made(step, Verdict.ASSUMED, "it follows from what stands before the arrow", read)
        return self._open(step, "it is inferred, and nothing shows it", read)

    def _with_what_is_around(self, step: Step, said: Sequence[Said], general: Checked, read: ReadChain) -> Checked:
        """The step under conditions that stand around it: it is proved, still false, or not decided."""
        told = "a counterexample, but the note states a condition: "
        near = [one for one in said if not self.surrounding.is_of_everything(one)]
        if 0 < len(near) < len(said):
            beside = self._with_what_is_around(step, near, general, read)
            if beside.verdict is Verdict.PROVED:
                return beside
        put = self._put(step, said)
        if put is None:
            return self._open(step, told + said[0].latex, read)
        if not put.known and put.missed is None:
            return general
        claim = replace(put.claim, context=Context((*put.claim.context.hypotheses, *put.known)))
        claim = replace(claim, context=for_all(claim))
        found, void = self._decided(claim)
        if void:
            return self._open(step, "the conditions around it exclude each other", read)
        if found is not None and found.verdict is Verdict.PROVED:
            its = (claim.left, claim.relation, claim.right)
            verdict, why = Verdict.PROVED, found.message
            if any((one.left, one.relation, one.right) == its for one in claim.context.hypotheses):
                verdict, why = Verdict.ASSUMED, "the note states it"
            elif any(map(self.surrounding.is_of_everything, said)):
                verdict, why = Verdict.ASSUMED, "it holds under conditions that the note lists"
            elif any(map(self.surrounding.is_reason, said)):
                verdict, why = Verdict.ASSUMED, "it holds by the reason that is given beside it"
            judged = as_heard(Judgement(verdict, why, claim, found), self.said_against(step), self.library)
            return self.outcomes.made(step, judged.verdict, judged.message, read, judged)
        if found is not None and found.verdict is Verdict.REFUTED and put.missed is None:
            return replace(general, witness=found.witness)
        return self._open(step, told + (put.missed or said[0]).latex, read)

    def _with_what_was_before(self, step: Step, said: Sequence[Said], refuted: Checked, read: ReadChain) -> Checked:
        """The step under what the note has laid down or left open so far, which only takes back that it is false."""
        told = self.narrowing.set_before(step)
        if told is not None:
            return self._open(step, f"it may hold where {told}, which was not understood", read)
        put = self._put(step, said) if said else None
        if put is None:
            return refuted
        if is_of_members(put.claim, put.known):
            return self._open(step, "the text says something of members of it", read)
        known = [one for one in put.known if narrows(put.claim, one)]
        if not known:
            return refuted
        own = for_all(put.claim).hypotheses
        kept = [one for one in own if one.variables or not one.name.startswith("supposed")]
        claim = replace(put.claim, context=Context((*kept, *known)))
        found, _ = self._decided(claim)
        if found is not None and found.verdict is Verdict.REFUTED:
            return refuted
        if found is not None and found.verdict is Verdict.PROVED:
            under = Judgement(Verdict.ASSUMED, "it holds under what the text says before it", claim)
            judged = as_heard(under, self.said_against(step), self.library)
            return self.outcomes.made(step, judged.verdict, judged.message, read)
        return self._open(step, "a counterexample, and none under what the text says before it", read)

    def _put(self, step: Step, said: Sequence[Said]) -> _Put | None:
        """The claim of a step with its own conditions, read together with others; `None` where it is not read so."""
        own = [one for condition in step.conditions for one in condition.steps]
        steps = [*own, *(one for each in said for one in each.steps)]
        sides = [side.tokens for one in steps for side in (one.left, one.right)]
        read = read_chain([step.left.tokens, step.right.tokens, *sides], self.notebook, relation=step.relation)
        left, right, *rest = read.sides
        relation = RELATIONS.get(step.relation)
        if relation is None or not isinstance(left, Term) or not isinstance(right, Term):
            return None
        pairs = zip(rest[::2], rest[1::2], strict=True)
        stated: Stated = {id(one): pair for one, pair in zip(steps, pairs, strict=True)}
        claim = claimed(step, Claim(left, relation, right, read.context), stated)
        if claim is None:
            return None
        known: list[Hypothesis] = []
        missed = next((each for each in said if not each.steps), None)
        for each in said:
            for one in each.steps:
                (first, second), between = stated[id(one)], RELATIONS.get(one.relation)
                if isinstance(first, Term) and first == second and between is Relation.EQUAL:
                    continue
                if isinstance(first, Term) and isinstance(second, Term) and between in _COMPARED:
                    every = tuple(sorted(filter(_is_any, free(first) | free(second)), key=str))
                    known.append(Hypothesis(f"stated {len(known) + 1}", first, between, second, every))
                else:
                    missed = missed or each
        return _Put(under(claim, self.hearing.bends(step)), tuple(known), missed)

    def _decided(self, claim: Claim) -> tuple[Decision | None, bool]:
        """What is found of a claim, `None` for a fault, and whether its conditions exclude each other."""
        try:
            return decide(claim, self.library), Bench(self.library).is_void(claim)
        except (QedtexError, RecursionError, ArithmeticError):
            return None, False

    def _open(self, step: Step, why: str, read: ReadChain) -> Checked:
        return self.outcomes.made(step, Verdict.UNDECIDED, why, read)


def _texts(side: Side) -> str:
    """The tokens of a side, each between blanks."""
    return f" {' '.join(token.text for token in side.tokens)} "


def _is_any(symbol: Symbol) -> bool:
    """Whether a condition on a symbol is meant of all its values: an outcome, or an index with both ends."""
    sort = symbol.sort
    return isinstance(sort, Outcome) or (isinstance(sort, Integer) and None not in (sort.lower, sort.upper))

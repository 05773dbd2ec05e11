"""Checking one document: its chains in order, each side read with what was said so far, each step decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from qedtex.claims import Claim, Verdict
from qedtex.context import Hypothesis, Relation
from qedtex.errors import Place, QedtexError
from qedtex.kernel import Theorem
from qedtex.notes.cautions import WARNINGS, Cautions
from qedtex.notes.filled import FilledBlocks
from qedtex.notes.formulas.chains import Chain, Side, Step, chains
from qedtex.notes.prose.convergence import LARGE_NUMBERS, by_large_numbers
from qedtex.notes.prose.convexity import Convexity
from qedtex.notes.prose.declarations import declare, declare_before
from qedtex.notes.prose.denials import denied
from qedtex.notes.prose.hearing import Beside, Hearing, given_values, same_laws
from qedtex.notes.prose.meanings import Meanings
from qedtex.notes.prose.provisos import under_same_law
from qedtex.notes.prose.spoken import Spoken
from qedtex.notes.prose.stated import RELATIONS, Stated, as_claim, claimed, for_all, not_understood
from qedtex.notes.prose.stipulations import gives, is_said, laid_down
from qedtex.notes.prose.surrounding import Surrounding
from qedtex.notes.prose.zeros import sets_to_zero
from qedtex.notes.reading import Notebook, ReadChain, Unknown, Unread, read_chain
from qedtex.notes.reading.heads import head_of
from qedtex.notes.report import Checked, CheckedChain, CheckedFile
from qedtex.notes.running.tasks import Memory
from qedtex.notes.sources.documents import Document, Formula
from qedtex.notes.verdicts.excuses import reading_told
from qedtex.notes.verdicts.heard import as_heard
from qedtex.notes.verdicts.introducing import Introducing, Read
from qedtex.notes.verdicts.judgement import Surroundings
from qedtex.notes.verdicts.judging import Bench, is_decimal
from qedtex.notes.verdicts.library import Library, shipped
from qedtex.notes.verdicts.opening import opened
from qedtex.notes.verdicts.outcomes import WITHOUT_A_TERM, Outcomes
from qedtex.notes.verdicts.proportions import equations, gives_a_law
from qedtex.notes.verdicts.reconsidering import Reconsidering
from qedtex.stating import is_proposition
from qedtex.terms import Distribution, Term

_OPEN, _UNKNOWN = (Verdict.REFUTED, Verdict.UNDECIDED), (Verdict.UNDECIDED, Verdict.UNREAD)

Announce = Callable[[int, str], None]
"""Told of the number of each chain or step (`chain`, `step`) before it is worked on."""


def check_document(
    document: Document,
    library: Library | None = None,
    *,
    repairs: bool = True,
    explain: bool = False,
    announce: Announce | None = None,
    memory: Memory | None = None,
    proofs: dict[tuple[int, int], Theorem] | None = None,
    declared: Sequence[str] = (),
    off: frozenset[str] = frozenset(),
) -> CheckedFile:
    """Every step of a document with its verdict. What `memory` holds is not worked on again, and `announce` is told.

    The theorems of the steps that are proved are put into `proofs` by line and column. Each of `declared` is taken in
    before the document, as if it were a `let` directive; the codes in `off` are warnings that are switched off.

    >>> from qedtex.notes.sources.documents import read_text
    >>> note = read_text(r"$$D_{KL}(p\\|q) = H(p,q) - H(p) = H(p) - H(p,q)$$", path="note.md")
    >>> [(step.line, step.verdict.value) for step in check_document(note).steps]
    [(1, 'proved'), (1, 'refuted')]
    """
    notebook = Notebook()
    for text in declared:
        declare(text, notebook)
    cautions = Cautions(document.path, off)
    library = library or shipped()
    blocks = FilledBlocks(document, library.catalogue)
    outcomes = Outcomes(explain, proofs)
    found = chains(document)
    hearing, spoken = Hearing(Convexity(found)), Spoken(document.formulas, found)
    again = Reconsidering(library, notebook, outcomes, Surrounding(found), hearing, spoken)
    told = (cautions, notebook, blocks, outcomes, again, hearing)
    return _Checking(document, found, library, repairs, announce, memory or Memory(), *told).run()


@dataclass(slots=True)
class _Checking:
    document: Document
    chains: Sequence[Chain]
    library: Library
    repairs: bool
    announce: Announce | None
    memory: Memory
    cautions: Cautions
    notebook: Notebook
    blocks: FilledBlocks
    outcomes: Outcomes
    again: Reconsidering
    hearing: Hearing
    number: int = 0
    introducing: Introducing = field(init=False)
    premises: tuple[Step, ...] = ()
    """The claims before the arrow behind which stands the one that is worked on."""
    _told: set[tuple[int, int]] = field(default_factory=set)
    _meanings: Meanings = field(default_factory=Meanings)

    def __post_init__(self) -> None:
        self.introducing = Introducing(self.notebook, self.outcomes, self.hearing, self.again)

    def run(self) -> CheckedFile:
        """All chains in the order in which they stand."""
        for trouble in self.document.troubles:
            place = Place(self.document.path, trouble.line, trouble.column, trouble.cell)
            self.cautions.put(trouble.code, trouble.message, place, self.document.directives, trouble.help)
        checked: list[CheckedChain] = []
        silent = 0
        foreign: set[int] = set()
        broken_off = self.library.broken_off
        latest: Formula | None = None
        self.notebook.heads.update(head_of(chain.side.tokens) for chain in self.chains if chain.is_claim)
        for number, chain in enumerate(self.chains, 1):
            declare_before(chain, self.notebook, self.cautions, self._told)
            if self.announce is not None:
                self.announce(number, "chain")
            self.hearing.come_to(chain)
            if chain.formula is not latest:
                latest = chain.formula
                self.hearing.hear(latest, self.notebook)
            self.hearing.ranges.hear(chain)
            if not chain.is_claim:
                for each in (self.notebook, self.again.narrowing, self._meanings):
                    each.forget(self.hearing.renew(chain.formula))
                self.again.narrowing.hear_of(chain)
                silent += 1
                continue
            if self.blocks.is_of_another(chain.formula):
                foreign.add(id(chain.formula))
                continue
            if number in self.memory.slow_chains:
                steps = tuple(self.outcomes.plain(step, Verdict.UNREAD, "over budget") for step in chain.steps)
            elif (filled := self.blocks.about(chain.formula)) is not None:
                steps = tuple(self.outcomes.filled(step, filled) for step in chain.steps)
            else:
                steps = tuple(self._chain(chain))
            self.again.zeros.hear(chain, self.hearing.words)
            checked.append(CheckedChain(chain.line, chain.end_line, steps))
        warnings = self.cautions.reported
        skipped = self.document.skipped + len(foreign)
        settled = not (self.memory.slow_steps or self.memory.slow_chains) and self.library.broken_off == broken_off
        return CheckedFile(self.document.path, tuple(checked), warnings, skipped, silent, settled=settled)

    # One chain -----------------------------------------------------------------------------------------------------

    def _chain(self, chain: Chain) -> Iterator[Checked]:
        steps = chain.steps
        if any(side.steps for step in steps for side in (step.left, step.right)):
            yield from self._claims(chain)
            return
        name = steps[0].left.key
        before = self._meanings.latest(name)
        meant = self._meanings.of(steps[0].right.key) if len(steps) == 1 else []
        sides = [steps[0].left.tokens, *(step.right.tokens for step in steps)]
        conditions = [(one, condition) for step in steps for condition in step.conditions for one in condition.steps]
        values = self.hearing.values_for(chain)
        self.notebook.admitted = self.again.admitted(chain, values)
        beside = [*(one for one, _ in conditions), *values, *self.hearing.same]
        extra = [side.tokens for one in beside for side in (one.left, one.right)]
        restated = [side.tokens for side in (*([before] if before is not None else []), *meant)]
        first = steps[0].relation
        read = read_chain([*sides, *extra, *restated], self.notebook, defines=first == ":=", relation=first)
        self._warn_of(read, chain)
        terms = read.sides
        pairs = list(zip(terms[len(sides) :: 2], terms[len(sides) + 1 :: 2], strict=False))
        stated: Stated = {id(one): pair for (one, _), pair in zip(conditions, pairs, strict=False)}
        given = given_values(values, pairs[len(conditions) : len(conditions) + len(values)])
        told = Beside(stated, given, same_laws(pairs[len(conditions) + len(values) : len(beside)]))
        for place, step in enumerate(steps):
            left, right = terms[place], terms[place + 1]
            if place == 0 and isinstance(left, Unknown):
                said = self.introducing.on_the_left
                made = self.again.solved(step, self.premises) or said(step, left, right, read, bool(self.premises))
            else:
                former = terms[len(terms) - len(meant) - 1] if before is not None else None
                lefts = [left, *([former] if place == 0 and former is not None else [])]
                rights = [right, *terms[len(terms) - len(meant) :]] if meant else [right]
                found = self._step(step, lefts, rights, read, told, inner=place > 0)
                earlier = self._meanings.before_last(name) if place == 0 and before is not None else []
                if found.verdict is Verdict.REFUTED and sets_to_zero(step, self.hearing.words):
                    found = self.outcomes.made(step, Verdict.UNDECIDED, "it is set to 0 to find where it is", read)
                elif found.verdict in _OPEN and place == 0:
                    found = self.again.solving(step, found)
                made = self._from_earlier(step, earlier) or found if found.verdict is Verdict.UNDECIDED else found
            density = self.notebook.density(step.left.tokens, step.right.tokens, chain.formula.section)
            if made.verdict in (*_UNKNOWN, *([] if density else [Verdict.ASSUMED])):
                made = self._opened(step, made, read, terms[place : place + 2], inner=place > 0)
            self.again.spoken.hear(step, without_a_term=place == 0 and WITHOUT_A_TERM in made.message)
            if denied(step, self.hearing.words) is None:
                self.again.narrowing.hear(step, made.verdict)
                if density is not None and step.relation in ("=", ":=") and made.verdict is not Verdict.REFUTED:
                    self.notebook.densities.append(density)
            yield made
        if before is not None or (isinstance(terms[0], Unknown) and terms[0].lasting):
            last = steps[-1]
            equal = RELATIONS.get(last.relation) is Relation.EQUAL and isinstance(terms[len(sides) - 1], Term)
            if equal and (before is None or last.right.formula.display):
                self._meanings.hear(name, last.right)

    def _opened(self, step: Step, known: Checked, read: ReadChain, closed: Sequence[object], *, inner: bool) -> Checked:
        """A step that is not decided, with laws as the formulas that they were said to be, if that decides it."""
        fallback, verdict = known, Verdict.UNDECIDED if "unstated-assumption" in known.cautions else known.verdict
        for one in opened(step, verdict, self.notebook, self.hearing.ranges, closed):
            anew = one.read.with_readings(read.readings)
            found = self._decided(step, [one.claim], (), anew, inner=inner)
            if found.verdict is Verdict.REFUTED:
                again = replace(self.again, notebook=one.notebook, narrowing=self.again.narrowing.without(one.ranges))
                found = again.solving(step, again.refuted(step, one.claim, found, anew, {}))
                if one.is_near and found.verdict is Verdict.REFUTED and not sets_to_zero(step, self.hearing.words):
                    return found
            if found.verdict is Verdict.PROVED:
                return found
            if found.verdict is Verdict.ASSUMED and laid_down(step, one.claim) is None:
                fallback = found if fallback is known else fallback
        return fallback

    def _from_earlier(self, step: Step, earlier: Sequence[Side]) -> Checked | None:
        """A step from what a name was said to be before it was last restated; `None` where none of that shows it."""
        for side in reversed(earlier) if step.relation == "=" and not step.conditions else ():
            read = read_chain([side.tokens, step.right.tokens], self.notebook, relation=step.relation)
            left, right = read.sides
            if isinstance(left, Term) and isinstance(right, Term):
                claim = Claim(left, Relation.EQUAL, right, read.context)
                found = self._decided(step, [replace(claim, context=for_all(claim))], (), read)
                if found.verdict in (Verdict.PROVED, Verdict.ASSUMED):
                    return found
        return None

    def _step(
        self, step: Step, lefts: Sequence[Read], rights: Sequence[Read], read: ReadChain, beside: Beside, *, inner: bool
    ) -> Checked:
        """A step whose sides may be meant as any of some terms, the first of which is as it stands."""
        left, right = lefts[0], rights[0]
        unread = [side for side in (left, right) if isinstance(side, Unread)]
        if unread == [right] and unread[0].understood and gives(step, left):
            return self.outcomes.made(step, Verdict.ASSUMED, "a law that is given", read)
        if unread:
            return self.outcomes.unread(step, min(unread, key=lambda side: side.understood), read)
        if not isinstance(left, Term) or not isinstance(right, Term):
            return self.introducing.with_a_name(step, left, right, read, bool(self.premises))
        relation = RELATIONS.get(step.relation)
        if step.relation == "propto":
            return self._proportion(step, left, right, read)
        if relation is None:
            told = f"{step.relation} is not a relation that can be checked"
            return self.outcomes.made(step, Verdict.UNDECIDED, told, read)
        if by_large_numbers(step, left, self.hearing.words):
            return self.outcomes.made(step, Verdict.ASSUMED, LARGE_NUMBERS, read)
        if isinstance(left, Distribution) and isinstance(right, Distribution) and is_said(step):
            self.hearing.same.extend([step] if relation is Relation.EQUAL else [])
            return self.outcomes.made(step, Verdict.ASSUMED, "a condition that is given", read)
        reasons = tuple(one for one in step.conditions if one.meaning == "because")
        if reasons:
            bare = replace(step, conditions=tuple(one for one in step.conditions if one.meaning != "because"))
            found = self._step(bare, lefts, rights, read, beside, inner=inner)
            if found.verdict not in _OPEN:
                return found
            return self._by_reason(step, Claim(left, relation, right, read.context), read, beside.stated, found)
        claim = claimed(step, Claim(left, relation, right, read.context), beside.stated)
        if claim is None:
            words = step.conditions[0].words
            return self.outcomes.made(step, Verdict.UNDECIDED, f"the condition “{words}” was not understood", read)
        if relation is Relation.ABOUT and not is_decimal(right):
            return self.outcomes.made(step, Verdict.UNDECIDED, "an estimate is neither true nor false", read)
        claims = [claim]
        if not step.conditions:
            claims = [
                Claim(one, relation, other, read.context)
                for one in lefts
                for other in rights
                if isinstance(one, Term) and isinstance(other, Term)
            ]
        claims = [replace(one, context=for_all(one)) for one in claims]
        for pair in beside.same:
            put = under_same_law(claims[-1], *pair)
            claims = [*claims, put] if put is not None else claims
        found = self._decided(step, claims, beside.given, read, inner=inner)
        if found.verdict is Verdict.UNDECIDED:
            return self.again.undecided(step, found, read)
        if found.verdict is Verdict.REFUTED:
            return self.again.refuted(step, claim, found, read, beside.stated)
        return found

    def _proportion(self, step: Step, left: Term, right: Term, read: ReadChain) -> Checked:
        """A step that leaves out a factor: it is shown by an equation that has it, and never called false."""
        if gives_a_law(left, right):
            return self.outcomes.made(step, Verdict.ASSUMED, "a law that is given up to a factor", read)
        for claim, factor in equations(left, right, read.context) if not step.conditions else ():
            found = self._decided(step, [replace(claim, context=for_all(claim))], (), read)
            if found.verdict in (Verdict.PROVED, Verdict.ASSUMED):
                told = "; ".join(part for part in (found.message, f"the factor is {factor}" if factor else "") if part)
                return replace(found, message=told)
        told = "no factor was found that makes the sides equal"
        return self.outcomes.made(step, Verdict.UNDECIDED, told, read)

    def _by_reason(self, step: Step, claim: Claim, read: ReadChain, stated: Stated, alone: Checked) -> Checked:
        """A step that does not hold by itself, with the reasons beside it: those are not checked, and so it is assumed.

        It is false only where it fails though every reason was understood and holds.
        """
        with_reasons = claimed(step, claim, stated)
        if with_reasons is None or not_understood(step, stated) is not None:
            if alone.verdict is Verdict.UNDECIDED:
                return alone
            return self.outcomes.made(step, Verdict.UNDECIDED, "the reason beside it was not understood", read)
        found = self._decided(step, [replace(with_reasons, context=for_all(with_reasons))], (), read)
        if found.verdict is Verdict.PROVED:
            return self.outcomes.made(step, Verdict.ASSUMED, "it holds by the reason that is given beside it", read)
        return alone if alone.verdict is Verdict.UNDECIDED else found

    # One step ------------------------------------------------------------------------------------------------------

    def _decided(
        self,
        step: Step,
        claims: Sequence[Claim],
        given: tuple[Hypothesis, ...],
        read: ReadChain,
        *,
        inner: bool = False,
    ) -> Checked:
        """The verdict on a step that can be understood as any of some claims: false only if each of them is."""
        self.number += 1
        if self.number in self.memory.slow_steps:
            return self.outcomes.made(step, Verdict.UNDECIDED, "over budget", read)
        known = self.memory.steps.get(self.number)
        if known is None:
            if self.announce is not None:
                self.announce(self.number, "step")
            heard = (self.hearing.words, read.readings, read.bases, *self.hearing.said_of(step, self.notebook))
            around = Surroundings(given, *heard, inner=inner, renamed=read.renamed if not inner else None)
            try:
                judged = Bench(self.library, self.repairs).judge(step, claims, around)
                found = as_heard(judged, self.again.said_against(step), self.library, self.notebook.admitted)
                known = self.outcomes.made(step, found.verdict, found.message, read, found)
            except (QedtexError, RecursionError, ArithmeticError) as fault:
                known = self.outcomes.made(step, Verdict.UNDECIDED, f"it could not be worked on: {fault}", read)
            self.memory.steps[self.number] = known
        if known.verdict is Verdict.DEFINITION and read.renamed is not None and not inner:
            self.notebook.define(read.renamed, claims[0].right)
        for caution in known.cautions:
            self._warn(caution, step, known.message if caution == "unstated-assumption" else "")
        if known.verdict is Verdict.ASSUMED and laid_down(step, claims[-1]) is not None:
            self.hearing.lay_down(step, claims[-1], self.notebook)
        return known

    def _claims(self, chain: Chain) -> Iterator[Checked]:
        """A chain of claims: with an arrow between them each is a claim of its own, with `iff` they are one."""
        if all(step.relation in ("->", "implies") for step in chain.steps):
            sides = [chain.steps[0].left, *(step.right for step in chain.steps)]
            for number, side in enumerate(sides, 1):
                if side.steps:
                    last = replace(side.steps[-1], premise=number < len(sides))
                    yield from self._chain(replace(chain, steps=(*side.steps[:-1], last), side=side.steps[0].left))
                    self.premises = (*self.premises, *side.steps)
            self.premises = ()
            return
        for step in chain.steps:
            inner = [side.steps for side in (step.left, step.right)]
            if step.relation != "iff" or any(len(steps) != 1 for steps in inner):
                yield self.outcomes.plain(step, Verdict.UNDECIDED, f"{step.relation} between these is not checked yet")
                continue
            (one,), (other,) = inner
            tokens = [one.left.tokens, one.right.tokens, other.left.tokens, other.right.tokens]
            read = read_chain(tokens, self.notebook)
            self._warn_of(read, chain)
            unread = next((side for side in read.sides if isinstance(side, Unread)), None)
            if unread is not None:
                yield self.outcomes.unread(step, unread, read)
                continue
            made = as_claim(read, one.relation, other.relation)
            if made is None or not is_proposition(made.left):
                yield self.outcomes.plain(step, Verdict.UNDECIDED, "this equivalence is not one of numbers")
                continue
            found = self._decided(step, [made], (), read)
            beside = [each.side.latex.strip() for each in (*step.conditions, *one.conditions, *other.conditions)]
            beside.extend(said.latex for said in self.again.surrounding.about(step))
            if beside and found.verdict is Verdict.REFUTED:
                told = f"a counterexample, but the condition “{beside[0]}” was not taken in"
                found = self.outcomes.made(step, Verdict.UNDECIDED, told, read)
            yield found

    def _warn_of(self, read: ReadChain, chain: Chain) -> None:
        for reading in read.readings:
            if reading.code == "unstated-assumption" and self.again.surrounding.speaks_of(reading.name, chain.steps[0]):
                continue
            if reading.code in WARNINGS:
                self._warn(reading.code, chain.steps[0], f"read {reading_told(reading)}")

    def _warn(self, name: str, step: Step, detail: str = "") -> None:
        self.cautions.add(name, step.position, step.right.formula.directives, detail, step.right.formula.cell)

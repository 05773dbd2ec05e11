"""Checking one document: its chains in order, each side read with what was said so far, each step decided."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import Place, QedtexError
from qedtex.kernel import Theorem
from qedtex.notes.cautions import WARNINGS, Cautions
from qedtex.notes.chains import Chain, Side, Step, chains
from qedtex.notes.declarations import declare
from qedtex.notes.documents import Document
from qedtex.notes.edits import edit, end_in
from qedtex.notes.equivalence import equivalent
from qedtex.notes.filled import Filled, FilledBlocks
from qedtex.notes.judging import Bench, Judgement, is_decimal, reading_told
from qedtex.notes.library import Library, shipped
from qedtex.notes.reading import Notebook, ReadChain, Unknown, Unread, read_chain
from qedtex.notes.reading.notebook import Supposition
from qedtex.notes.reading.surface import Refusal
from qedtex.notes.report import Checked, CheckedChain, CheckedFile, Suggestion
from qedtex.notes.stipulations import introduces, is_given_value, laid_down, names_a_value
from qedtex.notes.tasks import Memory
from qedtex.render.assumptions import assumptions_of
from qedtex.stating import is_proposition
from qedtex.terms import Argmax, Argmin, Term

RELATIONS = {
    "=": Relation.EQUAL,
    "!=": Relation.UNEQUAL,
    "<": Relation.LESS,
    "<=": Relation.LESS_EQUAL,
    ">": Relation.GREATER,
    ">=": Relation.GREATER_EQUAL,
    "~=": Relation.ABOUT,
    ":=": Relation.EQUAL,
    "->": Relation.TENDS,
    "iff": Relation.IFF,
}
Stated = dict[int, tuple[Term | Unknown | Unread, Term | Unknown | Unread]]
"""The sides of the relations that conditions state, by those relations."""
_MOST_MEANINGS = 6
_MOST_FORMER = 4
"""How many of the things that a name has been said to be a restatement may follow from."""
_NEAR = 4
"""For how many lines a value holds that the running text gives."""
_NARROWS = re.compile(
    r"\\(?:not)?in\b\s*(?:\\left|\\big)?\s*(?:[\[(\]]|\\[{l]|\\math)|\\(?:perp|bot|lt|gt|leq?|geq?|neq?)\b|[⊥<>]"
)
"""A set that is written out, in which something is said to lie, an order, or that things are independent."""
_PARAGRAPH = re.compile(r"\n[ \t>]*\n")

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

    >>> from qedtex.notes.documents import read_text
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
    return _Checking(
        document, library, repairs, explain, announce, memory or Memory(), proofs, cautions, notebook, blocks
    ).run()


@dataclass(slots=True)
class _Checking:
    document: Document
    library: Library
    repairs: bool
    explain: bool
    announce: Announce | None
    memory: Memory
    proofs: dict[tuple[int, int], Theorem] | None
    cautions: Cautions
    notebook: Notebook
    blocks: FilledBlocks
    number: int = 0
    _told: set[tuple[int, int]] = field(default_factory=set)
    _latest: dict[str, Side] = field(default_factory=dict)
    """What a name that the note introduced was last said to be."""
    _history: dict[str, list[Side]] = field(default_factory=dict)
    """What each such name has been said to be."""
    _words: str = ""
    """The text of the paragraph so far."""
    _given: list[Step] = field(default_factory=list)
    """Values that the running text has given, as in `when y = 1`, until a new paragraph."""
    _supposed: dict[str, Supposition] = field(default_factory=dict)

    def run(self) -> CheckedFile:
        """All chains in the order in which they stand."""
        for trouble in self.document.troubles:
            place = Place(self.document.path, trouble.line, trouble.column, trouble.cell)
            self.cautions.put(trouble.code, trouble.message, place, self.document.directives, trouble.help)
        checked: list[CheckedChain] = []
        silent = 0
        foreign: set[int] = set()
        broken_off = self.library.broken_off
        for number, chain in enumerate(chains(self.document), 1):
            self._declare(chain)
            if self.announce is not None:
                self.announce(number, "chain")
            self._given = [step for step in self._given if _is_near(step, chain)]
            if _PARAGRAPH.search(chain.formula.context_before):
                self._words = ""
            self._words = (self._words + " " + chain.formula.context_before)[-400:]
            if not chain.is_claim:
                silent += 1
                continue
            if self.blocks.is_of_another(chain.formula):
                foreign.add(id(chain.formula))
                continue
            if number in self.memory.slow_chains:
                steps = tuple(self._plain(step, Verdict.UNREAD, "over budget") for step in chain.steps)
            elif (filled := self.blocks.about(chain.formula)) is not None:
                steps = tuple(self._filled(step, filled) for step in chain.steps)
            else:
                steps = tuple(self._chain(chain))
            checked.append(CheckedChain(chain.line, chain.end_line, steps))
        warnings = self.cautions.reported
        skipped = self.document.skipped + len(foreign)
        settled = not (self.memory.slow_steps or self.memory.slow_chains) and self.library.broken_off == broken_off
        return CheckedFile(self.document.path, tuple(checked), warnings, skipped, silent, settled=settled)

    def _declare(self, chain: Chain) -> None:
        """Take in what `let` directives say before this formula."""
        for directive in chain.formula.directives:
            key = (directive.line, directive.cell or 0)
            if directive.kind != "let" or key in self._told:
                continue
            self._told.add(key)
            for fault in declare(directive.text, self.notebook):
                self.cautions.add("let", (directive.line, 1), chain.formula.directives, fault, directive.cell)

    # One chain -----------------------------------------------------------------------------------------------------

    def _chain(self, chain: Chain) -> Iterator[Checked]:
        steps = chain.steps
        if any(side.steps for step in steps for side in (step.left, step.right)):
            yield from self._claims(chain)
            return
        name = _key(steps[0].left)
        before = self._latest.get(name)
        meant = self._history.get(_key(steps[0].right), [])[-_MOST_MEANINGS:] if len(steps) == 1 else []
        sides = [steps[0].left.tokens, *(step.right.tokens for step in steps)]
        conditions = [(one, condition) for step in steps for condition in step.conditions for one in condition.steps]
        beside = [*(one for one, _ in conditions), *self._given]
        extra = [side.tokens for one in beside for side in (one.left, one.right)]
        restated = [side.tokens for side in (*([before] if before is not None else []), *meant)]
        read = read_chain(
            [*sides, *extra, *restated], self.notebook, defines=steps[0].relation == ":=", relation=steps[0].relation
        )
        self._warn_of(read, chain)
        terms = read.sides
        pairs = list(zip(terms[len(sides) :: 2], terms[len(sides) + 1 :: 2], strict=False))
        stated: Stated = {id(one): pair for (one, _), pair in zip(conditions, pairs, strict=False)}
        given = _hypotheses(self._given, pairs[len(conditions) : len(beside)])
        for place, step in enumerate(steps):
            left, right = terms[place], terms[place + 1]
            if place == 0 and isinstance(left, Unknown):
                yield self._definition(step, left, right, read)
            else:
                former = terms[len(terms) - len(meant) - 1] if before is not None else None
                lefts = [left, *([former] if place == 0 and former is not None else [])]
                rights = [right, *terms[len(terms) - len(meant) :]] if meant else [right]
                found = self._step(step, lefts, rights, read, stated, given)
                earlier = self._history.get(name, [])[-_MOST_FORMER:-1] if place == 0 and before is not None else []
                yield self._from_earlier(step, earlier) or found if found.verdict is Verdict.UNDECIDED else found
        if before is not None or (isinstance(terms[0], Unknown) and terms[0].lasting):
            last = steps[-1]
            equal = RELATIONS.get(last.relation) is Relation.EQUAL and isinstance(terms[len(sides) - 1], Term)
            if equal and (before is None or last.right.formula.display):
                self._latest[name] = last.right
                self._history.setdefault(name, []).append(last.right)

    def _from_earlier(self, step: Step, earlier: Sequence[Side]) -> Checked | None:
        """A step from what a name was said to be before it was last restated; `None` where none of that shows it."""
        for side in reversed(earlier) if step.relation == "=" and not step.conditions else ():
            read = read_chain([side.tokens, step.right.tokens], self.notebook, relation=step.relation)
            left, right = read.sides
            if isinstance(left, Term) and isinstance(right, Term):
                claim = Claim(left, Relation.EQUAL, right, read.context)
                found = self._decided(step, [replace(claim, context=_for_all(claim))], (), read)
                if found.verdict in (Verdict.PROVED, Verdict.ASSUMED):
                    return found
        return None

    def _definition(self, step: Step, name: Unknown, right: Term | Unknown | Unread, read: ReadChain) -> Checked:
        """A left side that nothing defines is introduced by its first equation."""
        if isinstance(right, Unread):
            return self._unread(step, right, read)
        if RELATIONS.get(step.relation) is not Relation.EQUAL:
            if not step.right.formula.display and isinstance(right, Term) and is_decimal(right):
                return self._made(step, Verdict.ASSUMED, f"a condition on {name} that is given", read)
            return self._made(step, Verdict.UNDECIDED, f"nothing says what {name} is", read)
        if not name.lasting:
            self._give(step)
            return self._made(step, Verdict.ASSUMED, "a value that is given", read)
        if isinstance(right, Term):
            self.notebook.define(name, right)
        return self._made(step, Verdict.DEFINITION, f"introduces {name}", read)

    def _step(
        self,
        step: Step,
        lefts: Sequence[Term | Unknown | Unread],
        rights: Sequence[Term | Unknown | Unread],
        read: ReadChain,
        stated: Stated,
        given: tuple[Hypothesis, ...],
    ) -> Checked:
        """A step whose sides may be meant as any of some terms, the first of which is as it stands."""
        left, right = lefts[0], rights[0]
        for side in (left, right):
            if isinstance(side, Unread):
                return self._unread(step, side, read)
        if not isinstance(left, Term) or not isinstance(right, Term):
            unknown = right if isinstance(left, Term) else left
            return self._made(step, Verdict.UNDECIDED, f"nothing says what {unknown} is", read)
        relation = RELATIONS.get(step.relation)
        if relation is None:
            return self._made(step, Verdict.UNDECIDED, f"{step.relation} is not a relation that can be checked", read)
        claim = self._claimed(step, Claim(left, relation, right, read.context), stated)
        if claim is None:
            condition = step.conditions[0]
            return self._made(step, Verdict.UNDECIDED, f"the condition “{condition.words}” was not understood", read)
        if relation is Relation.ABOUT and not is_decimal(right):
            return self._made(step, Verdict.UNDECIDED, "an estimate is neither true nor false", read)
        claims = [claim]
        if not step.conditions:
            pairs = [(one, other) for one in lefts for other in rights]
            claims = [
                Claim(one, relation, other, read.context)
                for one, other in pairs
                if isinstance(one, Term) and isinstance(other, Term)
            ]
        claims = [replace(one, context=_for_all(one)) for one in claims]
        found = self._decided(step, claims, given, read)
        missed = _not_understood(step, stated) if found.verdict is Verdict.REFUTED else None
        if missed is not None:
            return self._made(
                step, Verdict.UNDECIDED, f"it holds under a condition that was not understood: {missed}", read
            )
        return found

    def _claimed(self, step: Step, claim: Claim, stated: Stated) -> Claim | None:
        """The claim of a step with its conditions; `None` for a condition that is not understood."""
        for condition in step.conditions:
            known: list[tuple[Term, Relation, Term]] = []
            for one in condition.steps:
                pair, between = stated.get(id(one)), RELATIONS.get(one.relation)
                if pair is not None and isinstance(pair[0], Term) and isinstance(pair[1], Term) and between is not None:
                    known.append((pair[0], between, pair[1]))
            if len(known) != len(condition.steps) or not known:
                if condition.meaning in ("iff", "if"):
                    return None
                continue
            if condition.meaning == "iff":
                made = equivalent(claim, known[0]) if len(known) == 1 else None
                if made is None:
                    return None
                claim = made
            else:
                first = len(claim.context.hypotheses) + 1
                hypotheses = [Hypothesis(f"condition {number}", *parts) for number, parts in enumerate(known, first)]
                claim = replace(claim, context=Context((*claim.context.hypotheses, *hypotheses)))
        return claim

    # One step ------------------------------------------------------------------------------------------------------

    def _decided(self, step: Step, claims: Sequence[Claim], given: tuple[Hypothesis, ...], read: ReadChain) -> Checked:
        """The verdict on a step that can be understood as any of some claims: false only if each of them is."""
        self.number += 1
        if self.number in self.memory.slow_steps:
            return self._made(step, Verdict.UNDECIDED, "over budget", read)
        known = self.memory.steps.get(self.number)
        if known is None:
            if self.announce is not None:
                self.announce(self.number, "step")
            try:
                found = Bench(self.library, self.repairs).judge(step, claims, given, self._words, read.readings)
                known = self._made(step, found.verdict, found.message, read, found)
            except (QedtexError, RecursionError, ArithmeticError) as fault:
                known = self._made(step, Verdict.UNDECIDED, f"it could not be worked on: {fault}", read)
            self.memory.steps[self.number] = known
        for caution in known.cautions:
            self._warn(caution, step, known.message if caution == "unstated-assumption" else "")
        if known.verdict is Verdict.ASSUMED and laid_down(step, claims[-1]) is not None:
            self._lay_down(step, claims[-1])
        return known

    def _give(self, step: Step) -> None:
        """A value that the text gives; it takes the place of an earlier one of the same name."""
        self._given = [one for one in self._given if _key(one.left) != _key(step.left)]
        self._given.append(step)

    def _lay_down(self, step: Step, claim: Claim) -> None:
        """What is laid down holds from here on: a value to the end of the paragraph, all else until it is anew."""
        if is_given_value(claim) and not (introduces(step) and names_a_value(claim)):
            self._give(step)
            return
        relation = RELATIONS.get(step.relation)
        if relation is None or not (introduces(step) or step.right.formula.display):
            return
        name = _key(step.left)
        former = self._supposed.pop(name, None)
        if former is not None and former in self.notebook.suppositions:
            self.notebook.suppositions.remove(former)
        count = len(self.notebook.suppositions)
        try:
            self.notebook.suppose(step.left.tokens, relation, step.right.tokens)
        except Refusal:
            return
        if len(self.notebook.suppositions) > count:
            self._supposed[name] = self.notebook.suppositions[-1]

    def _claims(self, chain: Chain) -> Iterator[Checked]:
        """A chain of claims: with an arrow between them each is a claim of its own, with `iff` they are one."""
        if all(step.relation in ("->", "implies") for step in chain.steps):
            sides = [chain.steps[0].left, *(step.right for step in chain.steps)]
            for side in sides:
                if side.steps:
                    yield from self._chain(replace(chain, steps=side.steps, side=side.steps[0].left))
            return
        for step in chain.steps:
            inner = [side.steps for side in (step.left, step.right)]
            if step.relation != "iff" or any(len(steps) != 1 for steps in inner):
                yield self._plain(step, Verdict.UNDECIDED, f"{step.relation} between these is not checked yet")
                continue
            (one,), (other,) = inner
            tokens = [one.left.tokens, one.right.tokens, other.left.tokens, other.right.tokens]
            read = read_chain(tokens, self.notebook)
            self._warn_of(read, chain)
            unread = next((side for side in read.sides if isinstance(side, Unread)), None)
            if unread is not None:
                yield self._unread(step, unread, read)
                continue
            relations = [RELATIONS.get(each.relation) for each in (one, other)]
            terms = [side for side in read.sides if isinstance(side, Term)]
            made = None
            if len(terms) == 4 and relations[0] is not None and relations[1] is not None:
                first = Claim(terms[0], relations[0], terms[1], read.context)
                made = equivalent(first, (terms[2], relations[1], terms[3]))
            if made is None or not is_proposition(made.left):
                yield self._plain(step, Verdict.UNDECIDED, "this equivalence is not one of numbers")
                continue
            yield self._decided(step, [made], (), read)

    # What is reported ----------------------------------------------------------------------------------------------

    def _unread(self, step: Step, side: Unread, read: ReadChain) -> Checked:
        made = self._made(step, Verdict.UNREAD, side.message, read)
        owner = next((one for one in (step.left, step.right) if side.token in one.tokens), None)
        if owner is None:
            return made
        line, column = owner.formula.position(side.token.start)
        token = f" at “{side.token.text}”" if side.token.text else ""
        end = end_in(owner.formula, side.token.start, side.token.end)
        return replace(made, line=line, column=column, end=end, message=f"{side.message}{token}")

    def _filled(self, step: Step, filled: Filled) -> Checked:
        made = self._plain(step, filled.verdict, f"as {filled.name} is filled in")
        return replace(made, by=(filled.name,), assumes=filled.assumes)

    def _plain(self, step: Step, verdict: Verdict, message: str) -> Checked:
        line, column = step.position
        sides = _latex(step.left), step.relation, _latex(step.right)
        end = end_in(step.right.formula, step.at, step.right.end)
        return Checked(line, column, *sides, verdict, message, cell=_cell(step), end=end)

    def _made(
        self, step: Step, verdict: Verdict, message: str, read: ReadChain, found: Judgement | None = None
    ) -> Checked:
        made = replace(
            self._plain(step, verdict, message),
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

    def _warn_of(self, read: ReadChain, chain: Chain) -> None:
        for reading in read.readings:
            if reading.code in WARNINGS:
                self._warn(reading.code, chain.steps[0], reading_told(reading))

    def _warn(self, name: str, step: Step, detail: str = "") -> None:
        self.cautions.add(name, step.position, step.right.formula.directives, detail, _cell(step))


def _is_near(step: Step, chain: Chain) -> bool:
    """Whether a value that the text gave still holds at a formula: it stands in the next few lines."""
    given, here = step.right.formula, chain.formula
    return given.section == here.section and given.cell == here.cell and here.line - given.end_line <= _NEAR


def _for_all(claim: Claim) -> Context:
    """The context with what was laid down about a quantity said of all its values, where an extremum is over them."""
    varied = {n.variable for side in (claim.left, claim.right) for n in side.walk() if isinstance(n, (Argmax, Argmin))}
    hypotheses = []
    for known in claim.context.hypotheses:
        own = tuple(sorted((symbol for symbol in known.open_symbols if symbol in varied), key=str))
        hypotheses.append(replace(known, variables=(*known.variables, *own)) if own else known)
    return Context(tuple(hypotheses))


def _key(side: Side) -> str:
    return " ".join(token.text for token in side.tokens)


def _hypotheses(steps: Sequence[Step], pairs: Sequence[tuple[object, object]]) -> tuple[Hypothesis, ...]:
    """The values that the text has given, as hypotheses; one of a name that has its own meaning is left out."""
    found = []
    for number, (step, (left, right)) in enumerate(zip(steps, pairs, strict=False), 1):
        relation = RELATIONS.get(step.relation)
        if isinstance(left, Term) and isinstance(right, Term) and relation is Relation.EQUAL:
            found.append(Hypothesis(f"given {number}", left, relation, right))
    return tuple(found)


def _not_understood(step: Step, stated: Stated) -> str | None:
    """A condition that narrows what a step is about and was not taken in; `None` where there is none."""
    for condition, behind in zip_longest(step.conditions, step.conditions[1:]):
        pairs = [stated.get(id(one)) for one in condition.steps]
        if any(pair is None or not all(isinstance(part, Term) for part in pair) for pair in pairs):
            return _latex(condition.side)
        goes_on = behind is not None and not behind.words and bool(behind.steps) and bool(condition.side.tokens)
        if not condition.steps and (goes_on or _NARROWS.search(condition.side.latex)):
            return _latex(condition.side)
    return None


def _latex(side: Side) -> str:
    return " ".join(side.latex.split())


def _cell(step: Step) -> int | None:
    return step.right.formula.cell

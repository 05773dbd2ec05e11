"""Spoken: which of the contraries of a document hold at a step: where they were said, and what has taken them back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from qedtex.notes.formulas.chains import Chain, Step
from qedtex.notes.prose.contraries import Contrary, Convention, contraries, is_of_a_case
from qedtex.notes.prose.denials import is_negated
from qedtex.notes.prose.provisos import FORMULA
from qedtex.notes.prose.ranges import is_passing
from qedtex.notes.prose.sentences import Sentence, sentences
from qedtex.notes.prose.stipulations import infers, introduces, lays_down
from qedtex.notes.prose.subjects import names_of_sum, names_of_tokens, summed
from qedtex.notes.prose.surrounding import is_headed
from qedtex.notes.reading.admitted import compared, is_so, number
from qedtex.notes.sources.documents import Formula

_GOES_BACK = re.compile(
    r"\s*(?:here|note|where|recall|but|however|of course|and|with|in which|其中|这里|此处|注意|但|式中|上式)",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of the formula before it."""
_QUANTITIES = frozenset({"H", "I", "D", "K", "\\sigma"})
"""How what has a usual meaning begins."""
_SUCH_THAT = re.compile(r"(?:\b(?:such that|satisfying|subject to|with)|使得|满足|且)\s*$", re.IGNORECASE)
_CONTINUOUS = re.compile(
    r"\\(?:mathcal|mathrm|text|operatorname) ?\{? ?(?:N|Normal|Exp|Laplace|Beta|Gamma)(?![A-Za-z])|N \("
)
"""Laws that have densities, as they are written."""
_OPENS = frozenset({"\\mathrm", "\\operatorname", "\\text", "{", "\\mathcal"})


@dataclass(frozen=True, slots=True)
class _Relation:
    """A relation between a name and a number that the note lays down at a formula."""

    at: int
    name: str
    relation: str
    value: Fraction
    formula: Formula
    laid: bool
    """Whether words before it lay it down, so that it holds behind its own sentence."""


class Spoken:
    """The contraries of a document, and the relations in it that take some of them back."""

    def __init__(self, formulas: Sequence[Formula], chains: Sequence[Chain]) -> None:
        self._places = {id(formula): place for place, formula in enumerate(formulas)}
        self._sentences = list(sentences(formulas))
        said = [one for sentence in self._sentences for one in contraries(sentence)]
        self._said = sorted([*said, *self._in_relations(chains)], key=lambda one: one.sentence.first)
        self._relations = list(self._laid_down(chains)) if self._said else []

    def _in_relations(self, chains: Sequence[Chain]) -> Iterator[Contrary]:
        """What relations say: that masses sum to anything but 1, that one is 0, that a law is one with a density."""
        for chain in chains:
            formula = chain.formula
            laid = lays_down(formula) and not is_negated(formula)
            for step in chain.steps:
                names = names_of_sum(step.left.tokens, step.relation, step.right.tokens)
                named = number(step.left.tokens) is None and number(step.right.tokens) is None
                if names and (laid or named or step.relation in ("!=", "<", ">")):
                    yield self._in_signs(Convention.SUM, names, formula)
                masses = summed(step.left.tokens)
                if masses and step.relation == "=" and number(step.right.tokens) == 1 and _is_said(formula):
                    yield replace(self._in_signs(Convention.SUM, masses, formula), denies=False)
                if step.relation == "=" and number(step.right.tokens) == 0 and not formula.display:
                    masses = names_of_tokens(step.left.tokens) - {step.left.key}
                    if masses:
                        yield self._in_signs(Convention.SUPPORT, masses, formula)
                if step.relation == "~" and _CONTINUOUS.match(step.right.key):
                    yield self._in_signs(Convention.DISCRETE, names_of_tokens(step.left.tokens), formula)

    def _in_signs(self, convention: Convention, names: frozenset[str], formula: Formula) -> Contrary:
        """What a formula says against a convention in signs."""
        place = self._places.get(id(formula), 0)
        alone = Sentence(FORMULA, (formula,), place, 1, formula.section, formula.cell, formula)
        words = " ".join(formula.latex.split())
        around = next((one for one in self._sentences if one.first <= place < one.first + one.count), alone)
        case = is_passing(formula) or is_of_a_case(around.before(formula))
        return Contrary(convention, names, words, alone, restricts=True, passing=case)

    def _laid_down(self, chains: Sequence[Chain]) -> Iterator[_Relation]:
        for chain in chains:
            for step in chain.steps:
                formula = step.right.formula
                if formula.display or is_passing(formula) or infers(step):
                    continue
                place, laid = self._places.get(id(formula), -1), lays_down(formula)
                for name, relation, value in compared(step.left.tokens, step.relation, step.right.tokens):
                    yield _Relation(place, name, relation, value, formula, laid)

    def hear(self, step: Step, *, without_a_term: bool) -> None:
        """Take in that a step gives what has a usual meaning another one, which is so where that has no term here."""
        head = next((token.text for token in step.left.tokens if token.text not in _OPENS), "")
        place = self._places.get(id(step.right.formula))
        if (
            not without_a_term
            or head not in _QUANTITIES
            or place is None
            or not (step.relation == ":=" or introduces(step))
        ):
            return
        formula = step.right.formula
        alone = Sentence(FORMULA, (formula,), place + 1, 0, formula.section, formula.cell, formula)
        words = " ".join(formula.latex.split())
        self._said.append(Contrary(Convention.MEANING, frozenset({head}), words, alone, everywhere=True, whole=True))

    def at(self, step: Step) -> list[Contrary]:
        """What the text says against conventions at a step, and does not take back before it."""
        formula = step.right.formula
        place = self._places.get(id(formula))
        if place is None or not self._said:
            return []
        found: list[Contrary] = []
        for one in self._said:
            if not _reaches(one, formula, place) or (
                one.whole and not one.names & (step.left.names | step.right.names)
            ):
                continue
            if one.denies:
                found.append(one)
            elif one.sentence.first != place or one.sentence.formulas != (formula,):
                found = [kept for other in found for kept in _taken_back(other, one)]
        for known in self._relations:
            if known.at <= place and (known.formula.section, known.formula.cell) == (formula.section, formula.cell):
                found = [kept for other in found for kept in _narrowed(other, known)]
        return found


def _is_said(formula: Formula) -> bool:
    """Whether running text says what a formula says as a condition, and does not claim it."""
    before = formula.context_before
    return (
        not formula.display
        and (_SUCH_THAT.search(before) is not None or lays_down(formula))
        and not is_negated(formula)
    )


def _reaches(one: Contrary, formula: Formula, place: int) -> bool:
    """Whether words hold at a formula: in their sentence, or from it to the end of the section."""
    sentence = one.sentence
    own = sentence.first <= place < sentence.first + sentence.count
    if one.passing:
        return own
    everywhere = one.everywhere or is_headed(sentence.beside)
    if not everywhere and (sentence.section, sentence.cell) != (formula.section, formula.cell):
        return False
    back = _GOES_BACK.match(sentence.text) is not None and place == sentence.first - 1
    return own or place >= sentence.first or (back and sentence.section == formula.section)


def _taken_back(one: Contrary, said: Contrary) -> Iterator[Contrary]:
    """What is left of a contrary once the convention has been said."""
    same = one.sentence is said.sentence and one.convention is Convention.VALUES and not one.mild
    if one.convention is not said.convention or same or (said.names and one.names and not said.names & one.names):
        yield one
    elif said.names and one.names and not one.names <= said.names:
        yield replace(one, names=one.names - said.names)
    elif one.convention is Convention.VALUES and one.values - said.values:
        yield replace(one, values=one.values - said.values)


def _narrowed(one: Contrary, known: _Relation) -> Iterator[Contrary]:
    """What is left of the values of a name once a relation that holds of it has been laid down behind."""
    own = 0 <= known.at - one.sentence.first < one.sentence.count
    if (
        one.convention is not Convention.VALUES
        or known.name not in one.names
        or not (own or (known.laid and known.at >= one.sentence.first))
    ):
        yield one
        return
    values = frozenset(value for value in one.values if is_so(value, known.relation, known.value))
    if values:
        yield replace(one, values=values)

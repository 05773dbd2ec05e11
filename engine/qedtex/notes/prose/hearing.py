"""Hearing the running text: its words, the values that it gives, and the laws that it says to be the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qedtex.claims import Claim
from qedtex.context import Hypothesis, Relation
from qedtex.notes.formulas.chains import Chain, Step
from qedtex.notes.prose.convexity import Convexity
from qedtex.notes.prose.denials import ends_a_case, is_negated
from qedtex.notes.prose.differentiating import differentiated_by
from qedtex.notes.prose.provisos import FORMULA, ends_of_sentences, goes_on, supposes_independence
from qedtex.notes.prose.ranges import Ranges
from qedtex.notes.prose.stated import RELATIONS, Stated
from qedtex.notes.prose.stipulations import introduces, is_given_value, names_a_value
from qedtex.notes.prose.subjects import names_of
from qedtex.notes.reading import Notebook
from qedtex.notes.reading.notebook import Supposition
from qedtex.notes.reading.surface import Refusal
from qedtex.notes.sources.documents import Formula
from qedtex.terms import Distribution, Term

Laws = tuple[Distribution, Distribution]
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_NEAR = 4
"""For how many lines a value holds that the running text gives."""


_ENTROPY = re.compile(r"\s*(?:\\math\w+\{)?[HI](?![A-Za-z])")

_ANEW_BEFORE = re.compile(
    r"\b(?:another|different|arbitrary|any(?: other)?|new)"
    r"(?: (?:function|number|real|integer|value|law|real number))?\s*$"
    r"|(?:另一个?|任意的?|任何|新的)(?:函数|数|实数|整数|分布|值)?\s*$",
    re.IGNORECASE,
)
_ANEW_BEHIND = re.compile(
    r"\s*(?:(?:now|again|be|is|are|一般|现在|可以?)\s*)*(?:be|is|are|为|是|取)\s*(?:now |again |an? |一个)?"
    r"(?:(?:arbitrary|any|another|unrestricted|different|new)\b|任意|任何|另)",
    re.IGNORECASE,
)
"""Words by which a name stands for something else than before."""


@dataclass(slots=True)
class Hearing:
    """What the running text has said up to a formula."""

    convexity: Convexity
    words: str = ""
    """The text of the section so far, with a sign for each formula in it."""
    shown: bool = False
    """Whether the formula before was a display."""
    ended: bool = False
    """Whether a line ended behind it."""
    before: str = ""
    """The LaTeX of the formula before."""
    section: int = 0
    same: list[Step] = field(default_factory=list)
    """Laws that the sentence so far has said to be the same, as in `if p = q`."""
    given: list[Step] = field(default_factory=list)
    """Values that the running text has given, as in `when y = 1`, until a new paragraph."""
    ranges: Ranges = field(default_factory=Ranges)
    """Where numbers lie, by what the running text has said."""
    independent: frozenset[str] = frozenset()
    """The letters of what this section has supposed to be independent."""
    _clause: str = ""
    _letters: frozenset[str] = frozenset()
    """The words of the sentence so far, and the letters of its formulas."""
    _supposed: dict[str, Supposition] = field(default_factory=dict)

    def hear(self, formula: Formula, notebook: Notebook) -> None:
        """Take in the words before a formula; what two laws were said to be ends with the sentence."""
        said = formula.context_before
        by = notebook.differentiates_by if formula.section == self.section else ""
        notebook.differentiates_by = differentiated_by(formula) or by
        if formula.section != self.section:
            self.section, self.words, self.same = formula.section, "", []
            self._clause, self._letters, self.independent = "", frozenset(), frozenset()
        if not goes_on(said):
            self.same = []
        if ends_a_case(said):
            self.given, self.same, self.independent = [], [], frozenset()
        self._hear_of_independence(formula)
        gap = "\n" if self.shown or self.ended else " "
        independent = " (independent)" if "\\perp" in self.before or "\u27c2" in self.before else ""
        self.words = (self.words + f"{FORMULA}{independent}{gap}" + said)[-500:]
        self.before = formula.latex
        self.shown = formula.display
        self.ended = formula.context_after.startswith("\n")

    def _hear_of_independence(self, formula: Formula) -> None:
        """Take in that the sentence before a formula, or the one it stands in, has supposed something independent."""
        first, *others = ends_of_sentences(formula.context_before)
        self._clause += " " + first
        if supposes_independence(self._clause):
            self.independent |= self._letters
        if others:
            self._clause, self._letters = others[-1], frozenset()
        self._letters |= {letter.upper() for letter in _LETTER.findall(formula.latex)}

    def said_of(self, step: Step, notebook: Notebook) -> tuple[frozenset[str], Mapping[str, bool], frozenset[str]]:
        """What is independent where a step stands, the functions that are convex or concave, and what is declared."""
        return self.independent, self.bends(step), frozenset(notebook.declared)

    def bends(self, step: Step) -> Mapping[str, bool]:
        """The functions that the text calls convex (`True`) or concave where a step stands."""
        return self.convexity.about(step, self.words)

    def give(self, step: Step) -> None:
        """A value that the text gives; it takes the place of an earlier one of the same name."""
        formula = step.right.formula
        self.given = [one for one in self.given if one.left.key != step.left.key]
        if not is_negated(formula):
            self.given.append(step)

    def renew(self, formula: Formula) -> frozenset[str]:
        """The names that the words beside a formula introduce anew; the values that were given of them are forgotten.

        >>> from qedtex.notes.sources.documents import read_text
        >>> hearing = Hearing(Convexity([]))
        >>> [sorted(hearing.renew(one)) for one in read_text(r"Now let $x$ be arbitrary, and $y$ be 2").formulas]
        [['x'], []]
        """
        if not (_ANEW_BEFORE.search(formula.context_before) or _ANEW_BEHIND.match(formula.context_after)):
            return frozenset()
        names = names_of(formula.latex, with_functions=True)
        self.given = [one for one in self.given if not names & one.left.names]
        return names

    def lay_down(self, step: Step, claim: Claim, notebook: Notebook) -> None:
        """What a note lays down holds from here on: a value to the end of the paragraph, all else until it is anew."""
        if is_given_value(claim) and not (introduces(step) and names_a_value(claim)):
            self.give(step)
            return
        relation = RELATIONS.get(step.relation)
        if relation is None or not (introduces(step) or step.right.formula.display):
            return
        name = step.left.key
        former = self._supposed.pop(name, None)
        if former is not None and former in notebook.suppositions:
            notebook.suppositions.remove(former)
        count = len(notebook.suppositions)
        try:
            notebook.suppose(step.left.tokens, relation, step.right.tokens)
        except Refusal:
            return
        if len(notebook.suppositions) > count:
            self._supposed[name] = notebook.suppositions[-1]

    def values_for(self, chain: Chain) -> list[Step]:
        """The values given of what a chain speaks of; any other would only get mixed up in its reading.

        So would the value of an entropy that the chain gives anew, which may be in another unit.
        """
        sides = [chain.side, *(step.right for step in chain.steps)]
        written = {name for side in sides for name in side.names}
        anew = chain.side.key if chain.steps[0].relation == "=" and _ENTROPY.match(chain.side.latex) else None
        return [step for step in self.given if step.left.names <= written and step.left.key != anew]

    def come_to(self, chain: Chain) -> None:
        """Forget the values that were given too far before a chain."""
        self.given = [step for step in self.given if _is_near(step, chain)]


def _is_near(step: Step, chain: Chain) -> bool:
    """Whether a value that the text gave still holds at a formula: it stands in the next few lines."""
    given, here = step.right.formula, chain.formula
    return given.section == here.section and given.cell == here.cell and here.line - given.end_line <= _NEAR


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said beside a chain: the sides of its conditions, values that are given, and laws that are the same."""

    stated: Stated
    given: tuple[Hypothesis, ...]
    same: tuple[Laws, ...]


def same_laws(pairs: Sequence[tuple[object, object]]) -> tuple[Laws, ...]:
    """The laws that the sentence has said to be the same."""
    return tuple(
        (left, right) for left, right in pairs if isinstance(left, Distribution) and isinstance(right, Distribution)
    )


def given_values(steps: Sequence[Step], pairs: Sequence[tuple[object, object]]) -> tuple[Hypothesis, ...]:
    """The values that the text has given, as hypotheses; one of a name that has its own meaning is left out."""
    found = []
    for number, (step, (left, right)) in enumerate(zip(steps, pairs, strict=False), 1):
        relation = RELATIONS.get(step.relation)
        if isinstance(left, Term) and isinstance(right, Term) and relation is Relation.EQUAL:
            found.append(Hypothesis(f"given {number}", left, relation, right))
    return tuple(found)

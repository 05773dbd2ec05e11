"""Conditions around the steps that they are about: `where $x > 0$` behind, `Suppose` before, `Assumptions` listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from qedtex.names import GREEK
from qedtex.notes.formulas.chains import Chain, Side, Step
from qedtex.notes.prose.denials import ends_a_case, is_negated
from qedtex.notes.prose.said import Said
from qedtex.notes.prose.worded import worded
from qedtex.notes.reading.tokens import Token
from qedtex.notes.sources.documents import Formula

_LABEL = (
    r"(?:assumptions?|conditions?|hypothes[ie]s|notations?|set-?up|settings?|conventions?|preliminaries"
    r"|(?:基本|模型)?(?:假设|假定|前提|条件|记号|符号|约定|设定)(?:说明)?)"
)
_HEADED = re.compile(
    rf"\W*(?:[\d.]+\s*)?(?:(?:the|our|basic|general|model(?:ling)?)\s+)?{_LABEL}"
    rf"(?:\s*(?:and|&|与|和|及)\s*{_LABEL})?\W*(?:$|(?<=[:：.*])\s)",
    re.IGNORECASE,
)
"""The words of a heading, or before a list, of what holds everywhere in a note."""
_BEHIND = re.compile(
    r"[\s,，.。;；:：(（]*(?:and )?(?:we )?"
    r"(?:(?:(?i:where|with|here|in which)|for|provided|assum(?:e|ing)"
    r"|as long as|whenever|if|when|since|because|as|given)\b"
    r"|其中|这里|此处|式中|因为|由于)"
    r"|[ \t,，:：]*(?:假设|假定|只要|当|若)"
)
"""Words behind a formula that begin a condition on it."""
_BEFORE = re.compile(
    r"(?:\b(?:(?:provided|assum\w+|suppos\w+|given)(?: that)?|where|with|for|let|if|when|whenever)"
    r"(?: all| any| every| each| some)?"
    r"|其中|假设|假定|只要|当|若|设|令|对于?(?:所有|任意|任何|每个)?|如果)[\s,，:：$(（]*$",
    re.IGNORECASE,
)
"""Words before a formula that make it a condition on the display behind it."""
_MOST = 24
"""More conditions than these around one step are not all taken in."""
_REASON = re.compile(r"(?:\b(?:since|because|as)|因为|由于)\s*$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?](?=\s|$)|[。！？；;\n]")
_STATES = re.compile(
    r"\b(?:independen\w+|uncorrelated|markov\w*|determin\w+|degenerate|one-hot|uniform\w*|i\.?i\.?d|identical\w*|equal\w*"
    r"|same|empirical|small|large|optimal|optimum|sorted|convex|concave|constant|binary|(?:0|zero) or (?:1|one))\b"
    r"|独立|均匀|独热|确定|相同|相等|经验|最优|很小|很大|足够|凸|凹|常数|二元|二值|0\s*或\s*1",
    re.IGNORECASE,
)
"""Words that say something of a name which narrows what holds of it."""


class Surrounding:
    """The conditions of a document by the formulas that they stand behind, and those that hold everywhere in it."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        groups = [tuple(found) for _, found in groupby(chains, key=lambda chain: id(chain.formula))]
        self._everywhere = [said for group in _listed(groups) for said in _said(group)]
        self._near = {
            id(group[0].formula): [*_before(groups, at), *_behind(groups, at)] for at, group in enumerate(groups)
        }
        every = [*self._everywhere, *(said for near in self._near.values() for said in near)]
        self._conditions = {id(said.side.formula) for said in every}

    def about(self, step: Step) -> list[Said]:
        """The conditions that speak of what a step, or another of them, speaks of; its own formula is none."""
        formula = step.right.formula
        names = {token.text for side in (step.left, step.right) for token in side.tokens if _is_name(token)}
        waiting = [
            said for said in (*self._near.get(id(formula), []), *self._everywhere) if said.side.formula is not formula
        ]
        found: list[Said] = []
        while related := [said for said in waiting if _names_of(said) & names]:
            found.extend(related)
            waiting = [said for said in waiting if said not in related]
            names.update(name for said in related for name in _names_of(said))
        if len(found) > _MOST:  # what is left out is not understood, and nothing is false by the others alone
            return [*found[:_MOST], Said(found[_MOST].side, ())]
        return found

    def speaks_of(self, name: str, step: Step) -> bool:
        """Whether a condition around a step says something of a name."""
        return any(name in _names_of(said) for said in self.about(step))

    def is_of_everything(self, said: Said) -> bool:
        """Whether a condition stands in a list for the whole note, and not beside the step."""
        return any(said is other for other in self._everywhere)

    def is_reason(self, said: Said) -> bool:
        """Whether a condition is the reason that the text gives for what stands before it."""
        return _REASON.search(said.side.formula.context_before) is not None

    def is_condition(self, step: Step) -> bool:
        """Whether a step is one of the conditions on what stands near it, or everywhere."""
        return id(step.right.formula) in self._conditions

    def is_listed(self, step: Step) -> bool:
        """Whether a step is itself one of the conditions that hold everywhere."""
        return any(said.side.formula is step.right.formula for said in self._everywhere)


def _listed(groups: Sequence[Sequence[Chain]]) -> Iterator[Sequence[Chain]]:
    """The formulas of a list of what holds everywhere, to the end of its paragraph."""
    goes_on = False
    for group in groups:
        formula = group[0].formula
        goes_on = is_headed(formula) or (goes_on and not formula.display and "\n" not in formula.context_before)
        if goes_on:
            yield group


def is_headed(formula: Formula) -> bool:
    """Whether a formula stands in a list of what holds everywhere in a note."""
    if formula.display:
        return False
    last = formula.context_before.rsplit("\n", 1)
    return any(map(_HEADED.match, (formula.heading, *last[:1][-1:], *last[1:])))


def _said(group: Sequence[Chain]) -> Iterator[Said]:
    """The conditions of one formula; one without a relation is one where words beside it say so."""
    for chain in group:
        if chain.steps:
            yield Said(chain.side, chain.steps)
    told = list(worded(group[-1:])) if not any(chain.steps for chain in group) else []
    yield from (Said(step.left, (step,)) for step in told)
    if told:
        return
    formula = group[0].formula
    beside = f"{formula.context_before.rsplit(chr(10), 1)[-1]} {formula.context_after.split(chr(10), 1)[0]}"
    state = _STATES.search(beside)
    if state is not None and not any(chain.steps for chain in group):
        yield Said(group[0].side, (), state[0])


def _before(groups: Sequence[Sequence[Chain]], at: int) -> Iterator[Said]:
    """The conditions in the paragraph before a display."""
    formula = groups[at][0].formula
    waiting: list[Sequence[Chain]] = []
    words = formula.context_before
    near = formula.display and not ends_a_case(words) and "\n" not in words.strip()
    for group in reversed(groups[:at]):
        other = group[0].formula
        if not near or other.display or (other.section, other.cell) != (formula.section, formula.cell):
            return
        if is_negated(other):
            return
        waiting.append(group)
        if _BEFORE.search(other.context_before):
            for one in reversed(waiting):
                yield from _said(one)
            waiting = []
        near = "\n" not in other.context_before and not ends_a_case(other.context_before)


def _behind(groups: Sequence[Sequence[Chain]], at: int) -> Iterator[Said]:
    """The conditions in the sentence that goes on behind a formula."""
    formula = groups[at][0].formula
    if not _BEHIND.match(formula.context_after):
        return
    between = formula.context_after.lstrip("\n")
    for group in groups[at + 1 : at + 2 + _MOST]:
        other = group[0].formula
        if other.display or (other.section, other.cell) != (formula.section, formula.cell) or _ENDS.search(between):
            return
        yield from _said(group)
        between = other.context_after


def _names_of(said: Said) -> set[str]:
    sides = [side for one in said.steps for side in (one.left, one.right)]
    return {name for side in (sides or [said.side]) for name in _names(side)}


def _names(side: Side) -> set[str]:
    """The letters of a side, those of indices left out."""
    found: set[str] = set()
    depth, below = 0, False
    for token in side.tokens:
        if depth:
            depth += (token.kind == "open") - (token.kind == "close")
        elif below:
            depth, below = int(token.kind == "open"), False
        elif token.text == "_":
            below = True
        elif _is_name(token):
            found.add(token.text)
    return found


def _is_name(token: Token) -> bool:
    """Whether a token is a letter, Latin or Greek."""
    return token.kind == "letter" or (token.kind == "command" and token.text[1:].removeprefix("var") in GREEK)

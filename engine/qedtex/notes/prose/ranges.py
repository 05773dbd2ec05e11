"""Ranges: what a note says of where a number lies, as in `the parameter $\\theta \\in (0, 1)$`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from qedtex.notes.formulas.chains import Chain, Side, Step
from qedtex.notes.prose.denials import is_negated
from qedtex.notes.reading.grammar import parse
from qedtex.notes.reading.naming import member, spelt
from qedtex.notes.reading.surface import Dots, Name, Refusal
from qedtex.notes.reading.tokens import Token
from qedtex.notes.sources.documents import Formula
from qedtex.sorts import POSITIVE, UNIT_OPEN, Integer, Sort
from qedtex.terms import term

_CASE = re.compile(
    r"(?:\b(?:if|when(?:ever)?|unless|until|once|case|as long as|provided(?: that)?)|若|当|如果|一旦|只要|情况)\s*$",
    re.IGNORECASE,
)
"""Words before a formula that make it a case, which holds for a moment only."""
_BEHIND = re.compile(r"\s*(?:时|的情况|case\b)")
_SETS: Mapping[str, Sort] = {
    "\\{0,1\\}": Integer(term(0), term(1)),
    "(0,1)": UNIT_OPEN,
    "]0,1[": UNIT_OPEN,
    "(0,\\infty)": POSITIVE,
    "(0,+\\infty)": POSITIVE,
    "\\mathbb{R}^+": POSITIVE,
    "\\mathbb{R}_+": POSITIVE,
    "\\mathbb{R}_{>0}": POSITIVE,
    "\\mathbb{R}^{+}": POSITIVE,
    "\\mathbb{R}_{+}": POSITIVE,
}
_UNSAID = frozenset({"\\left", "\\right", "\\,", "\\;", "\\ ", "\\!"})


@dataclass(frozen=True, slots=True)
class _Range:
    sort: Sort
    said: Side


@dataclass(slots=True)
class Ranges:
    """Where the numbers of a note lie, by what its running text has said so far; a later word takes the place."""

    _known: dict[str, _Range] = field(default_factory=dict)

    def hear(self, chain: Chain) -> None:
        """Take in what a formula in running text says; what is said of a case is left out."""
        formula = chain.formula
        if formula.display:
            return
        passing = is_passing(formula)
        for name, sort in stated(chain):
            self._known.pop(name, None)
            if sort is not None and not passing:
                self._known[name] = _Range(sort, chain.side)

    def at(self, step: Step) -> dict[str, Sort]:
        """The ranges for a step: those of its section, and for an equation those of the whole note."""
        here = step.right.formula
        return {
            name: one.sort
            for name, one in self._known.items()
            if step.relation == "=" or (one.said.formula.section, one.said.formula.cell) == (here.section, here.cell)
        }

    def said(self) -> list[Side]:
        """What it was said by, as it stands."""
        return [one.said for one in self._known.values()]


def stated(chain: Chain) -> Iterator[tuple[str, Sort | None]]:
    r"""The names of which a formula says where they lie; `None` for a set that is not known here."""
    if chain.steps:
        yield from _ordered(chain.steps)
        return
    texts = [token.text for token in chain.side.tokens]
    place = next((at for at, text in enumerate(texts) if text in ("\\in", "∈")), 0)
    if place:
        behind = "".join(text for text in texts[place + 1 :] if text not in _UNSAID).rstrip(".,;")
        for name in _names(chain.side.tokens[:place]):
            yield name, _SETS.get(behind)


def _ordered(steps: Sequence[Step]) -> Iterator[tuple[str, Sort | None]]:
    """The names that are said to be more than 0, or between 0 and 1."""
    found: list[tuple[str, str]] = []
    for step in steps:
        one, relation, other = step.left, step.relation, step.right
        if relation not in ("<", ">"):
            return
        if relation == ">":
            one, other = other, one
        for name in _names(other.tokens) if one.key == "0" else ():
            found.append((name, "0"))
        for name in _names(one.tokens) if other.key == "1" else ():
            found.append((name, "1"))
    for name, group in groupby(sorted(found), key=lambda pair: pair[0]):
        ends = {end for _, end in group}
        yield name, UNIT_OPEN if len(ends) == 2 else POSITIVE if ends == {"0"} else None


def _names(written: Sequence[Token]) -> list[str]:
    """The plain names in a list with commas; none where there is anything else."""
    found: list[str] = []
    for is_comma, part in groupby(written, key=lambda token: token.text == ","):
        if is_comma:
            continue
        try:
            piece, _ = parse(tuple(part))
            if isinstance(piece, Dots) and found:
                continue
            if not isinstance(piece, Name) or piece.sup is not None:
                return []
            one = member(piece)
            found.append(spelt(piece) if one is None else one.base)
        except Refusal:
            return []
    return found


def is_passing(formula: Formula) -> bool:
    """Whether words around a formula make it a case, or deny it."""
    return bool(_CASE.search(formula.context_before) or _BEHIND.match(formula.context_after) or is_negated(formula))

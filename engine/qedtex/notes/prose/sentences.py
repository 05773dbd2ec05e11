"""Sentences: the running text of a document with its formulas in their places, parted where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qedtex.notes.prose.provisos import FORMULA
from qedtex.notes.sources.documents import Formula

_ENDS = re.compile(
    r"(?<![eig]\.[eg])(?<!\bcf)(?<!\bi\.i)(?<!i\.i\.d)(?<!w\.r\.t)(?<!\bvs)[.!?](?=\s|$)|[。！？；;]"
    rf"|\n(?!\s*(?:[a-z,，(（则那时即其{FORMULA}]|$))"
)
_CONTEXT = 300
_WORDS = re.compile(r"\\(?:text|textrm|textit|textbf|mbox|hbox|textnormal)\s*\{([^{}]*)\}")
_MATH = re.compile(r"\$([^$]+)\$|\\\(([^)]+)\\\)")
_APART = re.compile(r"\\q?quad(?![A-Za-z])")
_AROUND = re.compile(
    r"^(?:\s|\\q?quad\b|\\[,;:! \\]|[,;.&()\[\]])+|(?:\s|\\q?quad\b|\\[,;:! \\]|[,;.&(\[]|(?<=[\s}])[)\]])+$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence: its text with `FORMULA` for each formula, the formulas, and where it stands among all of them.

    Words inside of a formula (`\\text{for any } x`) are words of the sentence, and part it. `first` is the number of
    its first formula among those of the document, or of the next one where it has none; `count` is how many it has.
    """

    text: str
    formulas: tuple[Formula, ...]
    first: int
    count: int
    section: int
    cell: int | None
    beside: Formula
    """The formula that it has, or that stands nearest before or behind it."""

    @property
    def shown(self) -> str:
        """The text with each formula that is a digit as that digit; offsets stay what they are."""
        formulas = iter(self.formulas)
        return "".join(_digit(next(formulas)) if letter == FORMULA else letter for letter in self.text)

    def before(self, formula: Formula) -> str:
        """Its text up to a formula."""
        at = next((place for place, one in self._placed() if one.span == formula.span), 0)
        return self.text[:at]

    def line_of(self, words: str) -> int:
        """The line on which some words of it begin, as near as its formulas tell."""
        at = self.text.find(words[:40])
        near = [formula for place, formula in self._placed() if place <= at + len(words)] if at >= 0 else []
        return (near[-1] if near else self.beside).line

    def _placed(self) -> Iterator[tuple[int, Formula]]:
        formulas = iter(self.formulas)
        return ((place, next(formulas)) for place, letter in enumerate(self.text) if letter == FORMULA)

    def formula_at(self, offset: int) -> Formula:
        """The formula whose sign stands at an offset of the text."""
        return self.formulas[self.text.count(FORMULA, 0, offset)]


def sentences(formulas: Sequence[Formula]) -> Iterator[Sentence]:
    r"""The sentences of a document in their order.

    >>> from qedtex.notes.sources.documents import read_text
    >>> found = list(sentences(read_text(r"Let $x$ be real. It is so. Then $$x = x \text{ for } x$$").formulas))
    >>> [(" ".join(one.text.split()), one.first, one.count) for one in found]
    [('Let ◇ be real.', 0, 1), ('It is so.', 1, 0), ('Then ◇ for ◇', 1, 1)]
    """
    number = 0
    for (section, cell), group in groupby(formulas, key=lambda one: (one.section, one.cell)):
        here = list(group)
        text, signs = _text(here)
        done, met = 0, 0
        for end in [*(found.end() for found in _ENDS.finditer(text)), len(text)]:
            words = text[done:end]
            if words.strip():
                own = signs[met : met + words.count(FORMULA)]
                met += len(own)
                places = [place for place, _ in own] or [signs[min(met, len(signs) - 1)][0]]
                first, last = places[0], places[-1]
                if not own and met == len(signs):
                    first = len(here)
                count = last - first + 1 if own else 0
                formulas_here = tuple(formula for _, formula in own)
                yield Sentence(words, formulas_here, number + first, count, section, cell, here[places[0]])
            done = end
        number += len(here)


_Sign = tuple[int, Formula]
"""A formula, or a part of one between words, with the number of the formula."""


def _text(formulas: Sequence[Formula]) -> tuple[str, list[_Sign]]:
    """The text around and inside of some formulas of one section, and what its signs stand for."""
    parts, signs = [formulas[0].context_before, " "], list[_Sign]()
    for place, one in enumerate(formulas):
        if place:
            after, before = formulas[place - 1].context_after, one.context_before
            parts.append(" \n" if after.startswith("\n") else " ")
            parts.append(before if len(before) < _CONTEXT - 1 else f"{after.lstrip()} {before}")
            parts.append(" ")
        words, pieces = _inside(one)
        parts.append(words)
        signs.extend((place, piece) for piece in pieces)
    parts.append(" " + formulas[-1].context_after)
    return "".join(parts), signs


def _inside(formula: Formula) -> tuple[str, list[Formula]]:
    """The words of a formula with signs for what stands between them."""
    text, pieces, done = "", list[Formula](), 0
    for found in _WORDS.finditer(formula.latex):
        if not re.search(r"[^\W\d_]{2}", found[1]):
            continue
        text += _sign(formula, formula.latex[done : found.start()], pieces)
        last = 0
        for math in _MATH.finditer(found[1]):
            text += found[1][last : math.start()] + _sign(formula, math[1] or math[2], pieces)
            last = math.end()
        text += found[1][last:]
        done = found.end()
    return (text + _sign(formula, formula.latex[done:], pieces), pieces) if done else (FORMULA, [formula])


def _sign(formula: Formula, latex: str, pieces: list[Formula]) -> str:
    text = " "
    for part in _APART.split(latex):
        piece = _AROUND.sub("", part)
        while piece.endswith(")") and piece.count(")") > piece.count("("):
            piece = piece[:-1].rstrip()
        if piece:
            pieces.append(replace(formula, latex=piece))
            text += f"{FORMULA} "
    return text


def _digit(formula: Formula) -> str:
    return formula.latex if len(formula.latex) == 1 and formula.latex.isdigit() else FORMULA

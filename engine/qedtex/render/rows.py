"""The rows of a chain for typesetting: each formula and its reason, and whether they fit side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qedtex.latex.printer import latex, latex_relation
from qedtex.render.breaking import INDENT, broken
from qedtex.render.reasons import Language, reason_sentence
from qedtex.render.sentences import Sentence
from qedtex.render.width import formula_width, text_width

if TYPE_CHECKING:
    from qedtex.render.parts import Part

GAP = 16.0
"""The least space between a formula and its reason, in points; it also takes up what the estimates are off."""
REASON_SIZE = 8.0
"""The size of the type of reasons, in points."""

_MOST_LINES = 3.4
_WIDEST_START = 80.0
"""The widest first term that stands on the line of the first step, in points."""


NO_REASON = Sentence()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chain: what stands before the alignment point, behind it, and the reason.

    A formula too wide for one line is several rows: the reason is that of the last one, and all but the first go on.
    """

    before: str
    after: str
    reason: Sentence = NO_REASON
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The rows of a chain, how wide the formulas are, and how much wider the chain is with its reasons."""

    rows: tuple[Row, ...]
    formulas: float
    total: float

    def room(self, row: Row) -> float:
        """How much space a row leaves for its reason."""
        head = max(formula_width(other.before) for other in self.rows)
        return self.total - head - formula_width(row.after) - GAP

    def beside(self, row: Row) -> bool:
        """Whether the reason has room beside its formula, in a few short lines if need be."""
        room = self.room(row)
        longest = max((_unbroken(part) for part in row.reason.parts), default=0.0)
        return longest <= room and reason_width(row.reason) <= _MOST_LINES * room


def reason_width(reason: Sentence) -> float:
    """How wide a reason is in one line."""
    return sum(text_width(part, REASON_SIZE) if isinstance(part, str) else _small(part.latex) for part in reason.parts)


def _small(formula: str) -> float:
    return formula_width(formula) * REASON_SIZE / 10.0


def _unbroken(part: object) -> float:
    """The width that must stand in one line; Chinese can be broken anywhere, but a line of it is four characters."""
    if not isinstance(part, str):
        return _small(str(getattr(part, "latex", "")))
    words = re.split(r"\s+|(?<=[a-z])[.](?=[a-z])|_", part)
    widths = [
        text_width(word, REASON_SIZE) if word.isascii() else min(text_width(word, REASON_SIZE), 4 * REASON_SIZE)
        for word in words
    ]
    return max(widths, default=0.0)


def rows(part: Part, lang: Language, start_alone: bool, limit: float) -> tuple[Row, ...]:
    """The rows, with the first term on a row of its own or on that of the first step, broken at a width."""
    start = latex(part.lines[0])
    head = 0.0 if start_alone else formula_width(start)
    listed: list[Row] = list(_lines("", start, NO_REASON, limit)) if start_alone else []
    for number, step in enumerate(part.steps):
        before = "" if start_alone or number else start
        after = f"{latex_relation(step.relation)} {latex(step.right)}"
        reason = reason_sentence(step, lang, part.numbers) if part.reasons else NO_REASON
        listed.extend(_lines(before, after, reason, limit - head))
    return tuple(listed)


def _lines(before: str, after: str, reason: Sentence, limit: float) -> Iterator[Row]:
    pieces = broken(after, limit)
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        text = INDENT + piece if number else piece
        yield Row("" if number else before, text, reason if last else NO_REASON, goes_on=number > 0)


def chain_for(part: Part, lang: Language, limit: float) -> Chain:
    """The rows for a text width in points.

    >>> import qedtex
    >>> from qedtex.render.parts import parts
    >>> chain = chain_for(parts(qedtex.load("divergence.kl_decomposition"))[-1], "en", 345.0)
    >>> chain.rows[0].before, chain.total <= 345.0, all(map(chain.beside, chain.rows))
    ('D_{\\\\mathrm{KL}}\\\\left(p \\\\,\\\\|\\\\, q\\\\right)', True, True)
    """
    one_line = rows(part, lang, start_alone=False, limit=limit)
    if formula_width(one_line[0].before) <= _WIDEST_START:
        chain = _measured(one_line, limit)
        whole = not any(row.goes_on for row in chain.rows)
        if whole and chain.formulas <= limit and all(chain.beside(row) for row in chain.rows):
            return chain
    return _measured(rows(part, lang, start_alone=True, limit=limit), limit)


def _measured(listed: tuple[Row, ...], limit: float) -> Chain:
    head = max(formula_width(row.before) for row in listed)
    formulas = max(head + formula_width(row.after) for row in listed)
    if not any(row.reason for row in listed):
        return Chain(listed, formulas, formulas)
    # four points more than estimated, so that a reason of one line is not broken in two
    wanted = max(head + formula_width(row.after) + GAP + reason_width(row.reason) + 4.0 for row in listed)
    return Chain(listed, formulas, max(formulas, min(limit, wanted)))

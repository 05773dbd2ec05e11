"""The rows of a chain for typesetting: each formula and its reason, and whether they fit side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qedtex.latex.printer import latex, latex_relation
from qedtex.render.reasons import Language, reason
from qedtex.render.width import formula_width, text_width

if TYPE_CHECKING:
    from qedtex.render.parts import Part

GAP = 16.0
"""The least space between a formula and its reason, in points; it also takes up what the estimates are off."""
REASON_SIZE = 8.0
"""The size of the type of reasons, in points."""

_MOST_LINES = 3.4


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chain: what stands before the alignment point, behind it, and the reason."""

    before: str
    after: str
    reason: str


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
        longest = max((_unbroken(word) for word in row.reason.split()), default=0.0)
        return longest <= room and text_width(row.reason, REASON_SIZE) <= _MOST_LINES * room


def _unbroken(word: str) -> float:
    """The width that a word needs; Chinese can be broken anywhere, but a line of it is four characters at least."""
    return text_width(word, REASON_SIZE) if word.isascii() else min(text_width(word, REASON_SIZE), 4 * REASON_SIZE)


def rows(part: Part, lang: Language, start_alone: bool) -> tuple[Row, ...]:
    """The rows, with the first term on a row of its own or on that of the first step."""
    found = [
        Row("", f"{latex_relation(step.relation)} {latex(step.right)}", reason(step, lang, lemmas=part.numbers))
        for step in part.steps
    ]
    start = latex(part.lines[0])
    if start_alone:
        return (Row("", start, ""), *found)
    return (Row(start, found[0].after, found[0].reason), *found[1:])


def chain_for(part: Part, lang: Language, limit: float) -> Chain:
    """The rows for a text width in points.

    >>> import qedtex
    >>> from qedtex.render.parts import parts
    >>> chain = chain_for(parts(qedtex.load("divergence.kl_decomposition"))[-1], "en", 345.0)
    >>> chain.rows[0].before, chain.total <= 345.0, all(map(chain.beside, chain.rows))
    ('D_{\\\\mathrm{KL}}\\\\left(p \\\\,\\\\|\\\\, q\\\\right)', True, True)
    """
    one_line = rows(part, lang, start_alone=False)
    if formula_width(one_line[0].before) <= 80.0:
        chain = _measured(one_line, limit)
        if chain.formulas <= limit and all(chain.beside(row) for row in chain.rows):
            return chain
    return _measured(rows(part, lang, start_alone=True), limit)


def _measured(listed: tuple[Row, ...], limit: float) -> Chain:
    head = max(formula_width(row.before) for row in listed)
    formulas = max(head + formula_width(row.after) for row in listed)
    # four points more than estimated, so that a reason of one line is not broken in two
    wanted = max(head + formula_width(row.after) + GAP + text_width(row.reason, REASON_SIZE) + 4.0 for row in listed)
    return Chain(listed, formulas, max(formulas, min(limit, wanted)))

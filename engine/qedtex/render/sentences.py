"""Sentences with formulas in them: words and formulas in turn, for LaTeX, for Markdown and for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qedtex.context import Relation
from qedtex.latex.printer import latex, latex_relation
from qedtex.terms import Term

_SIGNS = {
    Relation.LESS_EQUAL: "≤",
    Relation.GREATER_EQUAL: "≥",
    Relation.UNEQUAL: "≠",
    Relation.TENDS: "→",
    Relation.IFF: "⇔",
    Relation.ABOUT: "≈",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula inside a sentence, as LaTeX and for a terminal."""

    latex: str
    plain: str


Part = str | Formula


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words and formulas in turn; false where there are none."""

    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def plain(self) -> str:
        """The sentence for a terminal."""
        return "".join(part if isinstance(part, str) else part.plain for part in self.parts)

    @property
    def marked(self) -> str:
        """The sentence with formulas between dollar signs; its words are not escaped."""
        return "".join(part if isinstance(part, str) else f"${part.latex}$" for part in self.parts)


def sentence(*parts: Part | Sentence) -> Sentence:
    """A sentence of words, formulas and other sentences; words that follow each other are one part.

    >>> sentence("by ", Formula("a", "a"), "").plain
    'by a'
    """
    flat: list[Part] = []
    for whole in parts:
        for part in whole.parts if isinstance(whole, Sentence) else (whole,):
            if isinstance(part, str) and flat and isinstance(flat[-1], str):
                flat[-1] += part
            elif part:
                flat.append(part)
    return Sentence(tuple(flat))


def between(sentences: Iterable[Sentence], separator: str) -> Sentence:
    """Sentences, each once, with a separator between them."""
    joined: list[Part | Sentence] = []
    for part in dict.fromkeys(sentences):
        joined += [separator, part] if joined else [part]
    return sentence(*joined)


def formula(of: Term) -> Formula:
    """A term as a formula."""
    return Formula(latex(of), str(of))


def related(left: Formula, relation: Relation, right: Formula) -> Formula:
    """Two formulas with the sign of a relation between them."""
    return Formula(
        f"{left.latex} {latex_relation(relation)} {right.latex}", f"{left.plain} {sign(relation)} {right.plain}"
    )


def sign(relation: Relation) -> str:
    """The sign of a relation for a terminal.

    >>> sign(Relation.LESS_EQUAL)
    '≤'
    """
    return _SIGNS.get(relation, relation.value)

"""A derivation for a terminal: its chain with reasons, as plain text or in colour, at any width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qedtex.render.assumptions import assumptions
from qedtex.render.parts import Part, parts
from qedtex.render.reasons import Language, reason, require_language
from qedtex.render.sentences import sign

if TYPE_CHECKING:
    from rich.text import Text

    from qedtex.chains import Step
    from qedtex.context import Hypothesis
    from qedtex.proved import Derivation

WIDTH = 110
"""The width for the text of a derivation where none is known, as in a REPL."""

_NARROWEST = 40
"""The columns that a line must leave free for a reason that is broken to stand beside it."""

_BREAKS = (" + ", " - ", " = ")
_WORDS = {
    "en": ("Claim", "Derivation", "Assumptions", "Sources", "Rests on", "Cites"),
    "zh": ("命题", "推导", "假设", "来源", "所依据的公理", "引用"),
}


def chain_text(derivation: Derivation, width: int = WIDTH, lang: Language = "en") -> str:
    """The title and the chain: reasons in a column where there is room, else flush right, below a line that is full.

    >>> import qedtex
    >>> print(*chain_text(qedtex.load("divergence.kl_decomposition")).splitlines()[2:5], sep=chr(10))
      = ∑_{i=1}^{n} p(xᵢ) log(p(xᵢ) / q(xᵢ))                         definition of the KL divergence
      = ∑_{i=1}^{n} p(xᵢ) (log p(xᵢ) - log q(xᵢ))                    logarithm of a quotient
      = ∑_{i=1}^{n} p(xᵢ) log p(xᵢ) - ∑_{i=1}^{n} p(xᵢ) log q(xᵢ)    multiply out; split the sum
    """
    require_language(lang)
    title = derivation.title if lang == "en" else derivation.chinese
    return "\n".join([f"{derivation.name}: {title}", *(line for line, _ in chain_rows(derivation, width, lang))])


def chain_rows(derivation: Derivation, width: int, lang: Language) -> Iterator[tuple[str, int]]:
    """The lines of the chain, each with the column where its reason begins; its length where it has none."""
    for part in parts(derivation):
        title = _title(part, lang)
        if title:
            yield title, cells(title)
        yield from part_rows(part, width, lang)


def _title(part: Part, lang: Language) -> str:
    """The line before a lemma, with what it assumes, and before the claim that lemmas lead to."""
    if not part.number:
        return ("  Claim:" if lang == "en" else "  命题：") if part.numbers else ""
    given = [_given_text(known) for known in part.given]
    if lang == "en":
        return f"  Lemma {part.number}" + (f" (where {', '.join(given)})" if given else "") + ":"
    return f"  引理 {part.number}" + (f"（设 {'、'.join(given)}）" if given else "") + "："


def _given_text(known: Hypothesis) -> str:
    return f"{known.left} {sign(known.relation)} {known.right}"


def part_rows(part: Part, width: int, lang: Language) -> Iterator[tuple[str, int]]:
    """The lines of one chain."""
    start, *_ = part.lines
    for line in wrapped(str(start), width - 2):
        yield "  " + line, cells(line) + 2
    steps = [(_step_text(step), reason(step, lang, part.numbers)) for step in part.steps]
    column = max(cells(formula) for formula, _ in steps) + 6
    if column + max(cells(why) for _, why in steps) <= width:
        for formula, why in steps:
            yield f"  {formula}{' ' * (column - 2 - cells(formula))}{why}", column
        return
    right = min(width, max(cells(formula) + 6 + cells(why) for formula, why in steps))
    for formula, why in steps:
        *lines, last = wrapped(formula, width - 4)
        lines = [("    " if number else "  ") + line for number, line in enumerate([*lines, last])]
        for line in lines[:-1]:
            yield line, cells(line)
        free = right - cells(lines[-1])
        room = free - 4 if free >= _NARROWEST else right - 16
        reasons = wrapped(why, room, breaks=("; ", "；"))
        if cells(reasons[0]) + 4 <= free:
            yield f"{lines[-1]}{' ' * (free - cells(reasons[0]))}{reasons[0]}", right - cells(reasons[0])
            reasons = reasons[1:]
        else:
            yield lines[-1], cells(lines[-1])
        for words in reasons:
            yield " " * (right - cells(words)) + words, 0


def _step_text(step: Step) -> str:
    return f"{sign(step.relation)} {step.right}"


def wrapped(text: str, width: int, breaks: tuple[str, ...] = _BREAKS) -> list[str]:
    """Text in lines of a width, broken at one of the breaks where possible, else at a space.

    >>> wrapped("alpha + beta - gamma", 12)
    ['alpha + beta', '- gamma']
    """
    lines: list[str] = []
    rest = text
    while cells(rest) > width:
        cut = _cut(rest, width, breaks) or _cut(rest, width, (" ",))
        if cut is None:
            break
        if rest[cut] in ";；":
            cut += 1  # a list is broken behind its semicolon
        lines.append(rest[:cut])
        rest = rest[cut:].lstrip()
    return [*lines, rest]


def _cut(text: str, width: int, breaks: tuple[str, ...]) -> int | None:
    places = [at for mark in breaks for at in _places(text, mark) if 0 < cells(text[:at]) <= width]
    return max(places, default=None)


def _places(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


def cells(text: str) -> int:
    """How many columns a text takes: two for a wide character, none for a combining accent.

    >>> cells("熵的定义"), cells("p̂")
    (8, 1)
    """
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def page(derivation: Derivation, width: int, lang: Language = "en") -> Text:
    """Everything about a derivation for `qedtex show`, with styles that a console without colour leaves out."""
    from rich.text import Text

    require_language(lang)
    claim, chain, assumed, sources, axioms, cites = _WORDS[lang]
    text = Text()
    title = derivation.title if lang == "en" else derivation.chinese
    text.append("\n".join(wrapped(title, width, breaks=(" ",))), style="bold")
    text.append(f"\n{derivation.name}\n", style="dim")
    _heading(text, claim)
    stated = f"{derivation.claim.left} {sign(derivation.claim.relation)} {derivation.claim.right}"
    for line in wrapped(stated, width - 4):
        text.append(f"  {line}\n")
    _heading(text, chain)
    for line, column in chain_rows(derivation, width, lang):
        cut = _index(line, column)
        text.append(line[:cut])
        text.append(line[cut:] + "\n", style="cyan")
    _heading(text, assumed)
    _bullets(text, [sentence.plain for sentence in assumptions(derivation, lang)], width)
    _heading(text, sources)
    _bullets(text, [source for source in (derivation.source, *derivation.documents) if source], width)
    _heading(text, axioms)
    _bullets(text, [", ".join(sorted(axiom.name for axiom in derivation.theorem.axioms))], width)
    if derivation.theorem.cites:
        _heading(text, cites)
        _bullets(text, list(derivation.theorem.cites), width)
    text.rstrip()
    return text


def _heading(text: Text, words: str) -> None:
    text.append(f"\n{words}\n", style="bold")


def _bullets(text: Text, items: list[str], width: int) -> None:
    for item in items:
        first, *others = wrapped(item, width - 6, breaks=(" ",))
        text.append(f"  - {first}\n")
        for line in others:
            text.append(f"    {line}\n")


def _index(line: str, column: int) -> int:
    """The place in a text that stands at a column of the screen."""
    seen = 0
    for at, letter in enumerate(line):
        if seen >= column and not unicodedata.combining(letter):
            return at
        seen += cells(letter)
    return len(line)

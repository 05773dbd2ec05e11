r"""A chain as an `aligned` that MathJax, KaTeX and GitHub all show.

GitHub's MathJax refuses `\operatorname`, `\phantom` and `\mbox`, and neither it nor KaTeX has `\parbox`; MathJax has no
sizes inside `\text`. So extrema are written `\arg\max`, and a long reason is broken at its semicolons in an array.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qedtex.latex.printer import latex
from qedtex.render.reasons import Language
from qedtex.render.rows import Row, reason_width, rows
from qedtex.render.sentences import Formula, Sentence, sentence
from qedtex.render.width import formula_width

if TYPE_CHECKING:
    from qedtex.render.parts import Part
    from qedtex.terms import Term

WIDEST = 400.0
"""The width in points of 10 pt type that formulas are broken at; a page of GitHub or a notebook is somewhat wider."""

_EXTREMUM = re.compile(r"\\operatorname\*\{arg\\,(max|min)\}")
_NAMED = {r"\|": r"\Vert ", r"\{": r"\lbrace ", r"\}": r"\rbrace ", r"\,": r"\thinspace "}
_MARKED = re.compile(r"\\\\ (?=[^\n])|\\\\|\\[|{},] ?|\\.|(?<=[^\w\s])_(?=\S)|\{\*\}", re.DOTALL)
_TEXT = {"#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_", "{": r"\{", "}": r"\}", "\\": r"\backslash "}


def web_latex(term: Term) -> str:
    r"""The LaTeX of a term in the commands that GitHub allows; our reader reads it to the identical term too.

    >>> from qedtex.language import argmax, real
    >>> web_latex(argmax(real("t"), real("t")))
    '\\arg\\max_{t} t'
    """
    return web(latex(term))


def web(text: str) -> str:
    """A formula as printed, in the commands that GitHub allows."""
    return _EXTREMUM.sub(r"\\arg\\\1", text)


def guarded(text: str) -> str:
    r"""Formulas, or a whole display, in which Markdown finds nothing of its own, for notes that GitHub shows too.

    GitHub has Markdown read what stands between dollars first: a backslash before a sign goes, but for one that ends a
    line, and `_` or `*` behind a bracket begins emphasis.

    >>> print(guarded(r"\mathbb{E}_{x}\left\{ p \,\|\, q \right\}"))
    \mathbb{E}_ {x}\left\lbrace p \thinspace \Vert \thinspace q \right\rbrace
    """
    return "\n".join(line.rstrip() for line in _MARKED.sub(_unmarked, text).split("\n"))


def _unmarked(found: re.Match[str]) -> str:
    match found[0]:
        case "\\\\ ":
            return "\\\\\n  "
        case "_":
            return "_ "
        case "{*}":
            return r"{\ast}"
        case sign:
            return _NAMED.get(sign.rstrip(), sign)


def web_aligned(part: Part, lang: Language = "en") -> str:
    """The chain as an `aligned` with a reason at the end of each line."""
    start_alone = formula_width(web_latex(part.lines[0])) > 80.0
    listed = rows(part, lang, start_alone, WIDEST)
    lines = [_line(row) for row in listed]
    return "\n".join(
        [r"\begin{aligned}", *("  " + line + r" \\" for line in lines[:-1]), "  " + lines[-1], r"\end{aligned}"]
    )


def _line(row: Row) -> str:
    formula = f"{web(row.before)} &{web(row.after)}".strip()
    return f"{formula} && {_reason(row.reason)}" if row.reason else formula


def _reason(reason: Sentence) -> str:
    """A reason behind its formula; one that is long, in lines that end at its semicolons."""
    lines = _at_semicolons(reason)
    if len(lines) == 1 or reason_width(reason) <= 160.0:
        return r"\quad" + _text(reason)
    return r"\begin{array}{l} " + r" \\ ".join(r"\quad" + _text(line) for line in lines) + r" \end{array}"


def _at_semicolons(reason: Sentence) -> list[Sentence]:
    lines: list[list[str | Formula]] = [[]]
    for part in reason.parts:
        if isinstance(part, Formula):
            lines[-1].append(part)
            continue
        first, *others = re.split(r"(?<=；)|(?<=;) ", part)
        lines[-1].append(first)
        lines.extend([other] for other in others)
    return [sentence(*line) for line in lines if any(line)]


def _text(reason: Sentence) -> str:
    """Words as text and formulas as they are: GitHub takes no dollar signs inside of a formula."""
    return "".join(_words(part) if isinstance(part, str) else web(part.latex) for part in reason.parts)


def _words(words: str) -> str:
    return r"\text{" + "".join(_TEXT.get(character, character) for character in words) + "}"

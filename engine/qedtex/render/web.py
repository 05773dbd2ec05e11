r"""A chain as an `aligned` that MathJax, KaTeX and GitHub all show.

GitHub's MathJax refuses `\operatorname`, `\phantom` and `\mbox`, and neither it nor KaTeX has `\parbox`; MathJax has no
sizes inside `\text`. So extrema are written `\arg\max`, and a long reason is broken at its semicolons in an array.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qedtex.latex.printer import latex
from qedtex.render.reasons import Language
from qedtex.render.rows import Row, rows
from qedtex.render.width import formula_width, text_width

if TYPE_CHECKING:
    from qedtex.render.parts import Part
    from qedtex.terms import Term

_EXTREMUM = re.compile(r"\\operatorname\*\{arg\\,(max|min)\}")
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


def web_aligned(part: Part, lang: Language = "en") -> str:
    """The chain as an `aligned` with a reason at the end of each line."""
    start_alone = formula_width(web_latex(part.lines[0])) > 80.0
    listed = rows(part, lang, start_alone)
    lines = [_line(row) for row in listed]
    return "\n".join(
        [r"\begin{aligned}", *("  " + line + r" \\" for line in lines[:-1]), "  " + lines[-1], r"\end{aligned}"]
    )


def _line(row: Row) -> str:
    formula = f"{web(row.before)} &{web(row.after)}".strip()
    return f"{formula} && {_reason(row.reason)}" if row.reason else formula


def _reason(words: str) -> str:
    mark = "；" if "；" in words else "; "
    parts = words.split(mark)
    if len(parts) == 1 or text_width(words) <= 200.0:
        return _text(words)
    ends = [part + mark.strip() for part in parts[:-1]] + parts[-1:]
    return r"\begin{array}{l} " + r" \\ ".join(_text(part) for part in ends) + r" \end{array}"


def _text(words: str) -> str:
    return r"\quad\text{" + "".join(_TEXT.get(character, character) for character in words) + "}"

r"""Formulas for a browser: LaTeX as MathML, which needs neither a script nor a network, with everything else escaped.

LaTeX may come from a note, which is untrusted. The converter escapes what it puts out; what it refuses, and what is
nested so deeply that a converter written as a recursion could run out of stack, is shown as its LaTeX source.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from qedtex.render.web import web

if TYPE_CHECKING:
    from math_core import LatexToMathML

    from qedtex.render.sentences import Sentence

_LONGEST = 4000
_DEEPEST = 60
_CHAINED = 200
"""How many commands may follow each other that each take what comes next, as in `\\hat\\hat x`."""
_MACROS = re.compile(r"\\(?:new|renew|provide)command|\\(?:[gex]?def|let|DeclareMathOperator)(?![A-Za-z])")
_OPENERS = re.compile(r"\\begin|\\left(?![a-z])|(?<!\\)\{")
_CLOSERS = re.compile(r"\\end(?![a-z])|\\right(?![a-z])|(?<!\\)\}")
_CHAIN = re.compile(rf"(?:\\[A-Za-z]+[\s1]*){{{_CHAINED},}}")
_DROPPED = re.compile(r"\\(?:label|ref|eqref)\s*\{[^{}]*\}|\\(?:nonumber|notag|limits|nolimits)(?![A-Za-z])")
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_SAME = {"eqnarray": "aligned", "align": "aligned", "flalign": "aligned", "split": "aligned", "gather": "gathered"}
"""Environments of LaTeX by those that are the same without numbers of equations."""
_ENVIRONMENT = re.compile(r"\\(begin|end)\{(eqnarray|align|flalign|split|gather|multline|equation)\*?\}")
_ROWS = re.compile(r"\\begin\{.*?\\end\{[^{}]*\}|\\\\|(?<!\\)&", re.DOTALL)


def inline(latex: str) -> Markup:
    r"""A formula in a line of text.

    >>> inline("x^{2}")
    Markup('<math><msup><mi>x</mi><mn>2</mn></msup></math>')
    >>> inline(r"\unknown < 1")
    Markup('<code class="latex">\\unknown &lt; 1</code>')
    """
    return _shown(latex, display=False)


def display(latex: str) -> Markup:
    """A formula on a line of its own."""
    return _shown(latex, display=True)


def is_rendered(latex: str) -> bool:
    r"""Whether a formula is set, and not shown as its source.

    >>> is_rendered(r"\frac{1}{2}"), is_rendered(r"\unknown"), is_rendered("{" * 90 + "}" * 90)
    (True, False, False)
    """
    return _mathml(latex, display=False) is not None


def sentence_html(sentence: Sentence) -> Markup:
    """Words and formulas in turn.

    >>> from qedtex.render.sentences import Formula, sentence
    >>> sentence_html(sentence("a < b, ", Formula("x", "x")))
    Markup('a &lt; b, <math><mi>x</mi></math>')
    """
    parts = (escape(part) if isinstance(part, str) else inline(part.latex) for part in sentence.parts)
    return Markup("").join(parts)


def with_dollars(text: str) -> Markup:
    """Text of ours with its formulas between dollar signs.

    >>> with_dollars("where $x$ & y")
    Markup('where <math><mi>x</mi></math> &amp; y')
    """
    pieces = text.split("$")
    return Markup("").join(inline(piece) if number % 2 else escape(piece) for number, piece in enumerate(pieces))


def _shown(latex: str, *, display: bool) -> Markup:
    mathml = _mathml(latex, display=display)
    return Markup('<code class="latex">{}</code>').format(latex) if mathml is None else mathml


@lru_cache(maxsize=4096)
def _mathml(latex: str, *, display: bool) -> Markup | None:
    """The MathML, or nothing where the converter may not or cannot have the formula."""
    if len(latex) > _LONGEST or _MACROS.search(latex) or _CHAIN.search(latex) or _depth(latex) > _DEEPEST:
        return None
    from math_core import LatexError

    try:
        made = _converter().convert_with_local_state(_prepared(latex), displaystyle=display)
    except LatexError:
        return None
    return Markup(made)


def _prepared(latex: str) -> str:
    r"""The formula as the converter takes it: rows in an environment that has no numbers of equations.

    >>> _prepared(r"a &= b \\ &= c \tag{1}")
    '\\begin{aligned}a &= b \\\\ &= c \\quad\\text{(1)}\\end{aligned}'
    """
    text = _DROPPED.sub(" ", web(latex)).replace(r"\mbox{", r"\text{")
    text = _TAG.sub(lambda found: rf"\quad\text{{({found[1]})}}", text)
    text = _ENVIRONMENT.sub(lambda found: rf"\{found[1]}{{{_SAME.get(found[2], 'gathered')}}}", text)
    if any(found[0] in ("&", r"\\") for found in _ROWS.finditer(text)):
        text = rf"\begin{{aligned}}{text}\end{{aligned}}"
    return text


def _depth(latex: str) -> int:
    """How deeply braces, brackets with sizes and environments are nested."""
    steps = [(found.start(), 1) for found in _OPENERS.finditer(latex)]
    steps += [(found.start(), -1) for found in _CLOSERS.finditer(latex)]
    depth = deepest = 0
    for _, step in sorted(steps):
        depth = max(depth + step, 0)
        deepest = max(deepest, depth)
    return deepest


@cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, max_expansions=100)

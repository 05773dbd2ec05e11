r"""Formulas for a browser: LaTeX as MathML, which needs neither a script nor a network, with everything else escaped.

LaTeX may come from a note, which is untrusted. The converter escapes what it puts out. It is a recursion over arguments
and groups, so that a formula with many commands is converted in a thread with room for one that is all nested. What it
refuses, and what comes out too deep for a browser, is shown as its LaTeX source.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from qedtex.render.web import web

if TYPE_CHECKING:
    from math_core import LatexToMathML

    from qedtex.render.sentences import Sentence

_LONGEST = 4000
_DEEPEST = 100
"""How deeply the elements of a formula may be nested."""
_FEW = 40
"""How many commands and groups may be nested on the stack of any thread."""
_STACK = 64 << 20
_MACROS = re.compile(r"\\(?:new|renew|provide)command|\\(?:[gex]?def|let|DeclareMathOperator)(?![A-Za-z])")
_COMMANDS = re.compile(r"[\\{^_]")
_TAGS = re.compile(r"<(/?)[a-z]+[^<>]*?(/?)>")
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

    >>> is_rendered(r"\frac{1}{2}"), is_rendered(r"\unknown"), is_rendered(r"\sqrt{" * 101 + "x" + "}" * 101)
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
    if len(latex) > _LONGEST or _MACROS.search(latex):
        return None
    prepared = _prepared(latex)
    if len(_COMMANDS.findall(prepared)) <= _FEW:
        return _converted(prepared, display)
    return _with_room(lambda: _converted(prepared, display))


def _converted(latex: str, display: bool) -> Markup | None:
    from math_core import LatexError

    try:
        made = _converter().convert_with_local_state(latex, displaystyle=display)
    except LatexError:
        return None
    return Markup(made) if _depth(made) <= _DEEPEST else None


def _with_room(convert: Callable[[], Markup | None]) -> Markup | None:
    """What a conversion gives in a thread with a large stack."""
    made: list[Markup | None] = []
    former = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=lambda: made.append(convert()))
        thread.start()
    finally:
        threading.stack_size(former)
    thread.join()
    return made[0]


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


def _depth(mathml: str) -> int:
    """How deeply elements are nested.

    >>> _depth("<math><mi>x</mi><mspace/></math>")
    2
    """
    depth = deepest = 0
    for end, empty in _TAGS.findall(mathml):
        depth += 0 if empty else -1 if end else 1
        deepest = max(deepest, depth)
    return deepest


@cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, max_expansions=100)

"""The variable by which the running text says that a note differentiates, as in `对 $\\theta$ 求导`."""

from __future__ import annotations

import re

from qedtex.notes.prose.provisos import sentence
from qedtex.notes.sources.documents import Formula

_NAME = re.compile(r"\s*(?:\\?[A-Za-z]+|\\(?:mathbf|boldsymbol)\{\\?[A-Za-z]+\})(?:_(?:\w|\{\w+\}))?\s*")
_WITH_RESPECT_TO = re.compile(r"(?:with respect to|w\.?\s?r\.?\s?t\.?)(?: (?:the )?\w+)?[ ,]*$", re.IGNORECASE)
_DERIVES = re.compile(r"\b(?:deriv\w+|differentiat\w+|gradients?)\b", re.IGNORECASE)
_FOR = re.compile(r"(?:对|关于)(?:参数|变量|权重)?\s*$")
_DERIVED = re.compile(r"\s*(?:来|去|进行)?(?:的|求)?(?:一阶|二阶)?(?:偏?导|微分|梯度|求偏?导)")


def differentiated_by(formula: Formula) -> str | None:
    r"""The name that a formula is, where the words beside it say that one differentiates by it.

    >>> from qedtex.notes.sources.documents import read_text
    >>> [differentiated_by(one) for one in read_text("The derivative with respect to $w$ is $J'$.").formulas]
    ['w', None]
    >>> [differentiated_by(one) for one in read_text("我们对 $\\theta$ 求偏导，$x$ 不变").formulas]
    ['\\theta', None]
    """
    if not _NAME.fullmatch(formula.latex):
        return None
    before, after = formula.context_before, formula.context_after
    respect = _WITH_RESPECT_TO.search(before)
    derived = respect is not None and _DERIVES.search(sentence(before[: respect.start()]))
    if derived or (_FOR.search(before) and _DERIVED.match(after)):
        return formula.latex.strip()
    return None

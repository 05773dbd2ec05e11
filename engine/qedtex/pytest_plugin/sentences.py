"""Sentences that name the tests of a note: what each chain claims, as plain text of one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from qedtex.notes.formulas.chains import Chain, Side

_LONGEST = 36
_LEFT_OUT = re.compile(r"\\(?:left|right|[bB]igg?[lrm]?|displaystyle|limits|q?quad|[,;:! ])(?![A-Za-z])|[&~]")
_FONTS = re.compile(r"\\(?:math(?:rm|bf|it|sf|cal|bb|frak)|text(?:rm|bf|it)?|operatorname\*?)\s*\{([^{}]*)\}")
_PLAIN = (("\\\\", " "), ("\\|", "||"), ("\\{", "{"), ("\\}", "}"), ("::", ": :"))


def sentences(chains: Iterable[Chain]) -> list[str]:
    r"""One sentence for each chain, no two of them alike.

    They say nothing of lines, so that a test keeps its name where lines above it come and go.

    >>> from qedtex.notes.formulas.chains import chains
    >>> from qedtex.notes.sources.documents import read_text
    >>> note = read_text(r"$$D_{KL}(p\|q) &= H(p, q) - H(p) \\ &\geq 0$$ $a = b$, $a = b$, $\frac{1}{2b} = e^{x_1}$")
    >>> print(*sentences(chains(note)), sep="\n")
    D_KL(p || q) = ... >= 0 is true
    a = b is true
    a = b is true (2)
    frac {1}{2b} = e^{x_1} is true
    """
    seen: Counter[str] = Counter()
    found = []
    for chain in chains:
        told = _sentence(chain)
        seen[told] += 1
        found.append(told if seen[told] == 1 else f"{told} ({seen[told]})")
    return found


def _sentence(chain: Chain) -> str:
    first, last = chain.steps[0], chain.steps[-1]
    between = f" {first.relation} ..." if len(chain.steps) > 1 else ""
    return f"{_told(first.left)}{between} {last.relation} {_told(last.right)} is true"


def _told(side: Side) -> str:
    """One side without what only sets it; cut where it is long."""
    if side.steps:
        return f"({_told(side.steps[0].left)} {side.steps[-1].relation} {_told(side.steps[-1].right)})"
    text = _LEFT_OUT.sub(" ", side.latex)
    text = _FONTS.sub(r"\1", text)
    for written, plain in _PLAIN:
        text = text.replace(written, plain)
    text = re.sub(r"\\([A-Za-z]+)", r"\1 ", text)
    text = re.sub(r"(?<=[_^])\s*\{([A-Za-z0-9]+)\}", r"\1", text)
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    text = re.sub(r" ?([_^|]+) ?", lambda found: found[1] if found[1] in "_^" else f" {found[1]} ", text)
    text = re.sub(r"([(\[]) | (?=[)\],])", r"\1", text).strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4].rstrip()} ..."

"""Heads: the letters before brackets that name functions, as Z in Z(t) = ..., seen before the chain is parsed."""

from __future__ import annotations

from collections.abc import Sequence

from qedtex.notes.reading.tokens import Token


def head_of(left: Sequence[Token]) -> str:
    r"""The letter that a whole left side Z(t) or Z(t, s) defines as a function of plain names; empty for none.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> head_of(tokens(r"Z(\theta)")), head_of(tokens("a(b + c)")), head_of(tokens("a(b) c"))
    ('Z', '', '')
    """
    texts = [token.text for token in left if token.text not in ("\\left", "\\right")]
    names = [token for token in left[1:] if token.kind in ("letter", "command")]
    shape = ["," if text in (",", ";") else text for text in texts[1:]]
    if len(texts) < 4 or left[0].kind not in ("letter", "command") or shape[0] != "(" or shape[-1] != ")":
        return ""
    inside = shape[1:-1]
    plain = {token.text for token in names}
    alternate = all((text in plain) if place % 2 == 0 else text == "," for place, text in enumerate(inside))
    return texts[0] if alternate and len(inside) % 2 else ""


def heads(sides: Sequence[Sequence[Token]]) -> frozenset[str]:
    """The letter that the first side starts with, where a bracket stands behind it."""
    for side in sides[:1] if len(sides) > 1 else ():
        texts = [token.text for token in side[:6] if token.text not in ("\\left", " ")]
        if len(texts) > 3 and texts[1] == "(" and side[0].kind in ("letter", "command") and texts[3] in (")", ","):
            return frozenset({texts[0]})
    return frozenset()

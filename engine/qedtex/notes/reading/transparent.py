"""What only dresses a formula and is read through: braces with a remark below, colour, strokes, empty delimiters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qedtex.notes.reading.tokens import Token

STROKES = frozenset(["\\cancel", "\\bcancel", "\\xcancel"])
_AROUND = STROKES | frozenset(
    [
        "\\boxed",
        "\\underline",
        "\\mathrlap",
        "\\mathord",
        "\\mathopen",
        "\\mathclose",
    ]
)
"""Commands whose argument stands as if they were not there."""
_BRACED = frozenset(["\\underbrace", "\\overbrace", "\\underbracket", "\\overbracket"])
"""The same, with a remark below or above that is left out."""
_LEFT_OUT = frozenset(
    ["\\phantom", "\\hphantom", "\\vphantom", "\\hspace", "\\hspace*", "\\color", "\\mathstrut", "\\vspace"]
)
"""Commands that are left out with their argument."""
_COLOURED = frozenset(["\\textcolor", "\\colorbox"])
"""Commands whose first argument is left out and whose second stands."""
_DELIMITERS = frozenset(["\\left", "\\right", "\\bigl", "\\bigr", "\\Bigl", "\\Bigr", "\\biggl", "\\biggr"])
_BOLD = frozenset(["\\mathbf", "\\boldsymbol", "\\bm", "\\textbf", "\\bold", "\\pmb"])
_ACCENTS = frozenset(["\\hat", "\\widehat", "\\bar", "\\overline", "\\tilde", "\\widetilde", "\\vec"])
_TEXT = frozenset(["\\text", "\\textrm", "\\mbox", "\\mathrm", "\\textnormal", "\\hbox"])
_STOPS = frozenset(",.;:，。；：")
_OVER = {
    "\\wedge": "\\hat",
    "\\hat": "\\hat",
    "\\sim": "\\tilde",
    "-": "\\bar",
    "\\rightarrow": "\\vec",
    "\\to": "\\vec",
}
"""What is set over a name as an accent, and the accent that it is."""
_BARS = {"|": ("\\lvert", "\\rvert"), "\\|": ("\\lVert", "\\rVert"), "\\Vert": ("\\lVert", "\\rVert")}
_BARS["\\vert"] = _BARS["|"]
_OPENS, _CLOSES = (
    frozenset(["\\left", "\\bigl", "\\Bigl", "\\biggl", "\\Biggl"]),
    frozenset(["\\right", "\\bigr", "\\Bigr", "\\biggr", "\\Biggr"]),
)
_DRESS = _AROUND | _BRACED | _LEFT_OUT | _COLOURED
_WORTH = _DRESS | _DELIMITERS | _OPENS | _CLOSES | _BOLD | _ACCENTS | _TEXT | {"\\overset"}


def undressed(written: Sequence[Token]) -> list[tuple[int, Token]]:
    r"""The tokens that say something, each with its number; `46.9\%` and `1{,}000` keep their tokens.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> [token.text for _, token in undressed(tokens(r"\underbrace{a+b}_{\text{gain}} \color{red} c"))]
    ['{', 'a', '+', 'b', '}', 'c']
    """
    if not any(
        token.text in _WORTH or (token.kind == "open" and _is_empty(written, at)) for at, token in enumerate(written)
    ):
        return list(enumerate(written))
    kept: list[tuple[int, Token]] = []
    remarks: list[int] = []
    paired = _paired(written)
    place, depth, count = 0, 0, len(written)
    while place < count:
        token = written[place]
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth -= 1
            if remarks and depth == remarks[-1]:
                remarks.pop()
                kept.append((place, token))
                place += 1
                if place < count and written[place].text in ("_", "^"):
                    place = _behind(written, place + 1)
                continue
        if token.kind == "command" and place + 1 < count and written[place + 1].kind == "open":
            spread = _moved(written, place)
            if spread is not None:
                kept.extend(spread)
                place = _behind(written, place + (4 if token.text == "\\overset" else 1))
                continue
        if token.kind == "open" and _is_empty(written, place):
            depth -= 1
            place += 2
            continue
        if place in paired:
            kept.append((place + 1, paired[place]))
            place += 2
            continue
        if token.text in _LEFT_OUT and token.kind == "command":
            place = _behind(written, place + 1)
            continue
        if token.text in _COLOURED:
            place = _behind(written, place + 1)
            continue
        if token.text in _BRACED and place + 1 < count and written[place + 1].kind == "open":
            remarks.append(depth)
        elif token.text in _DELIMITERS and place + 1 < count and written[place + 1].text == ".":
            place += 1
        elif token.text not in _AROUND:
            kept.append((place, token))
        place += 1
    return kept


def _moved(written: Sequence[Token], place: int) -> list[tuple[int, Token]] | None:
    r"""What stands for a font or an accent with its group; `None` where it stands as it is written.

    \mathbf{x_i} is \mathbf{x}_i, \hat{y_i} is \hat{y}_i, a number has no font, and \text{,} says nothing.
    """
    text = written[place].text
    if text == "\\overset":
        return _set_over(written, place)
    end = _behind(written, place + 1)
    inside = list(range(place + 2, end - 1))
    if text in _TEXT and inside and all(written[n].text in _STOPS for n in inside):
        return []
    if (text not in _BOLD and text not in _ACCENTS) or not inside:
        return None
    if text in _BOLD:
        if all(written[n].kind == "number" for n in inside) and written[inside[0]].text not in ("0", "1"):
            return [(n, written[n]) for n in inside]
        spread = _spread(written, place)
        if spread:
            return spread
    first = written[inside[0]]
    if len(inside) < 3 or first.kind not in ("letter", "command") or written[inside[1]].text not in ("_", "^"):
        return None
    scripts = inside[1:]
    for at in (scripts[0], _behind(written, scripts[0] + 1)):
        if at in scripts and written[at].text not in ("_", "^"):
            return None
    head = [(place, written[place]), (place + 1, written[place + 1]), (inside[0], first), (end - 1, written[end - 1])]
    return [*head, *((n, written[n]) for n in scripts)]


def _paired(written: Sequence[Token]) -> dict[int, Token]:
    r"""The bars that \left and \right, or \bigl and \bigr, show to open and to close, by the places of these."""
    found: dict[int, Token] = {}
    open_ones: list[int] = []
    for place, token in enumerate(written[:-1]):
        if token.text in _OPENS:
            open_ones.append(place)
        elif token.text in _CLOSES and open_ones:
            start = open_ones.pop()
            one, other = written[start + 1], written[place + 1]
            if one.text in _BARS and one.text == other.text:
                left, right = _BARS[one.text]
                found[start] = replace(one, kind="command", text=left)
                found[place] = replace(other, kind="command", text=right)
    return found


def _set_over(written: Sequence[Token], place: int) -> list[tuple[int, Token]] | None:
    r"""\overset{\wedge}{\mu} as \hat{\mu}."""
    over, behind = place + 2, place + 4
    if behind >= len(written) or written[over].text not in _OVER or written[over + 1].kind != "close":
        return None
    end = _behind(written, behind)
    if written[behind].kind != "open" or end - behind != 3:
        return None
    accent = replace(written[place], text=_OVER[written[over].text])
    return [(place, accent), *((n, written[n]) for n in range(behind, end))]


def _is_empty(written: Sequence[Token], place: int) -> bool:
    """Whether braces hold nothing and stand where they change nothing."""
    if place + 1 >= len(written) or written[place + 1].kind != "close":
        return False
    before = written[place - 1] if place else None
    after = written[place + 2] if place + 2 < len(written) else None
    if after is None or after.text not in ("+", "-"):
        return False
    return before is None or before.kind in ("number", "letter") or before.text in (")", "]", "\\}", "\\;", "\\,")


def _spread(written: Sequence[Token], place: int) -> list[tuple[int, Token]]:
    r"""The tokens of \mathbf{X, Z} as those of \mathbf{X}, \mathbf{Z}; none for a single name."""
    end = _behind(written, place + 1)
    inside = range(place + 2, end - 1)
    if end - place < 6 or any((written[n].text == ",") != bool((n - place) % 2) for n in inside):
        return []
    found: list[tuple[int, Token]] = []
    for number in inside:
        if written[number].text == ",":
            found.append((number, written[number]))
        else:
            found.extend([(place, written[place]), (place + 1, written[place + 1])])
            found.extend([(number, written[number]), (end - 1, written[end - 1])])
    return found


def _behind(written: Sequence[Token], place: int) -> int:
    """The place behind the argument that begins at a place."""
    if place >= len(written) or written[place].kind != "open":
        return min(place + 1, len(written))
    depth = 0
    for number in range(place, len(written)):
        depth += (written[number].kind == "open") - (written[number].kind == "close")
        if depth == 0:
            return number + 1
    return len(written)

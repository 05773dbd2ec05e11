"""What only dresses a formula and is read through: braces with a remark below, colour, strokes, empty delimiters."""

from __future__ import annotations

from collections.abc import Sequence

from qedtex.notes.reading.tokens import Token

_AROUND = frozenset(
    [
        "\\boxed",
        "\\cancel",
        "\\bcancel",
        "\\xcancel",
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
_BOLD = frozenset(["\\mathbf", "\\boldsymbol", "\\bm"])
_DRESS = _AROUND | _BRACED | _LEFT_OUT | _COLOURED


def undressed(written: Sequence[Token]) -> list[tuple[int, Token]]:
    r"""The tokens that say something, each with its number; `46.9\%` and `1{,}000` keep their tokens.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> [token.text for _, token in undressed(tokens(r"\underbrace{a+b}_{\text{gain}} \color{red} c"))]
    ['{', 'a', '+', 'b', '}', 'c']
    """
    if not any(token.text in _DRESS or token.text in _DELIMITERS or token.text in _BOLD for token in written):
        return list(enumerate(written))
    kept: list[tuple[int, Token]] = []
    remarks: list[int] = []
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
        if token.text in _BOLD and place + 1 < count and written[place + 1].kind == "open":
            spread = _spread(written, place)
            if spread:
                kept.extend(spread)
                place = _behind(written, place + 1)
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

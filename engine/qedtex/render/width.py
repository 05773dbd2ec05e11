"""How wide a formula or a few words will be in print: an estimate in points of 10 pt type, to choose a layout."""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"\\(?:left|right)[.]|\\[A-Za-z]+\*?|\\.|[{}^_]|\s+|.", re.DOTALL)
_LETTERS = {"i": 3.5, "l": 3.0, "j": 4.1, "t": 3.6, "f": 4.9, "r": 4.5, "s": 4.7, "c": 4.3}
_LETTERS |= {"m": 8.5, "w": 7.2, "|": 2.8}
_COMMANDS = {
    **{rf"\{name}": 8.5 for name in ("ln", "min", "max", "exp", "log")},
    r"\lim": 14.2,
    r"\forall": 5.8,
    r"\log": 14.5,
    r"\exp": 17.0,
    r"\sum": 16.1,
    r"\prod": 14.5,
    r"\int": 9.0,
    r"\mid": 8.4,
    r"\|": 5.0,
    r"\cdot": 7.2,
    r"\ldots": 13.5,
    r"\sim": 13.3,
    r"\left": 0.5,
    r"\left(frac)": 3.0,
    r"\left(sum)": 4.2,
    r"\left.": 1.2,
    r"\right.": 1.2,
    r"\right": 0.5,
    r"\,": 1.7,
    r"\quad": 10.0,
    r"\qquad": 20.0,
    r"\to": 15.5,
    r"\iff": 29.5,
    r"\infty": 10.0,
    r"\arg": 17.0,
}
_NO_WIDTH = frozenset({r"\mathrm", r"\mathbb", r"\mathcal", r"\mathbf", r"\hat", r"\bar", r"\tilde", r"\limits"})
_SIGNS = {"=": 13.3, "<": 13.3, ">": 13.3, r"\le": 13.3, r"\ge": 13.3, r"\ne": 13.3, r"\approx": 13.3, r"\in": 12.3}
_STACKED = frozenset({r"\sum", r"\prod", r"\lim", r"\operatorname*", r"\max", r"\min"})
_TIGHT = {**dict.fromkeys(_SIGNS, 7.8), r"\sim": 7.8, r"\mid": 2.8, r"\to": 10.0, "+": 7.8, "-": 7.8}
"""What signs take in a script, where there is no space around them."""

_SMALL = 0.72
_DISPLAYED, _INLINE, _SCRIPT = range(3)
"""How a formula is set: large, as in a display; as the two sides of a fraction are; as those of a fraction in one."""


def formula_width(latex: str) -> float:
    r"""The width of a displayed formula as our printer writes it; unknown commands count as one letter.

    >>> round(formula_width("x + y")), formula_width(r"\frac{a + b + c}{d}") < formula_width("a + b + c + d")
    (23, True)
    """
    width, _ = _run(_grown(_TOKEN.findall(latex)), 0, _DISPLAYED)
    return width


def _grown(tokens: list[str]) -> list[str]:
    """The tokens with each `left` and `right` named by what its bracket holds, which is what makes it grow."""
    tokens = list(tokens)
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.startswith(r"\left"):
            opened.append(at)
        elif token.startswith(r"\right") and opened:
            begun = opened.pop()
            inside = tokens[begun:at]
            size = "(sum)" if {r"\sum", r"\prod", r"\int"} & set(inside) else "(frac)" if r"\frac" in inside else ""
            for place in (begun, at):
                if not tokens[place].endswith("."):
                    tokens[place] = r"\left" + size
    return tokens


def _run(tokens: list[str], at: int, style: int) -> tuple[float, int]:
    """The width from a token up to the brace that closes the group, and the place behind it."""
    width = 0.0
    scripts: dict[str, float] = {}
    stacked = False
    inner = min(style + 1, _SCRIPT)
    while at < len(tokens):
        token = tokens[at]
        if token == "}":
            at += 1
            break
        if token in "^_":
            size, at = _argument(tokens, at + 1, _SCRIPT)
            scripts[token] = size * (_SMALL if style < _SCRIPT else 1.0)
            if at < len(tokens) and tokens[at] in "^_":
                continue
            widest = max(scripts.values())
            width += max(widest - 14.4, 0.0) if stacked and style == _DISPLAYED else widest + 0.5
            scripts = {}
            continue
        if token == r"\frac":
            over, at = _argument(tokens, at + 1, inner)
            under, at = _argument(tokens, at, inner)
            width += max(over, under) * (_SMALL if style == _INLINE else 1.0) + 2.4
            continue
        if token == r"\sqrt":
            inside, at = _argument(tokens, at + 1, style)
            width += inside + 9.0
            continue
        if token == "{":
            inside, at = _run(tokens, at + 1, style)
            width += inside
            continue
        stacked = token in _STACKED or (stacked and token.isspace())
        if token == r"\operatorname*":
            inside, at = _argument(tokens, at + 1, style)
            width += inside + 1.7
            continue
        width += _one(token, style)
        at += 1
    return width, at


def _argument(tokens: list[str], at: int, style: int) -> tuple[float, int]:
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    if at < len(tokens) and tokens[at] == "{":
        return _run(tokens, at + 1, style)
    return (_one(tokens[at], style), at + 1) if at < len(tokens) else (0.0, at)


def _one(token: str, style: int) -> float:
    if style == _SCRIPT and token in _TIGHT:
        return _TIGHT[token]
    if style != _DISPLAYED and token in (r"\sum", r"\prod"):
        return 12.2
    if token.isspace() or token in _NO_WIDTH:
        return 0.0
    if token in _SIGNS:
        return _SIGNS[token]
    if token in _COMMANDS:
        return _COMMANDS[token]
    if token.startswith("\\"):
        return 5.8
    if token in "+-":
        return 12.2
    if token in "()[]":
        return 3.9
    if token in ",;":
        return 4.5
    return _LETTERS.get(token, 8.4 if token.isupper() else 5.5)


def text_width(words: str, size: float = 10.0) -> float:
    """The width of words in type of a size; a Chinese character is as wide as it is high.

    >>> text_width("熵的定义") > text_width("log")
    True
    """
    return 1.08 * sum(
        size if unicodedata.east_asian_width(letter) in "WF" else _letter(letter) * size for letter in words
    )


def _letter(letter: str) -> float:
    if letter in "iljt.,;:' ":
        return 0.31
    if letter == "_":
        return 0.62
    return 0.79 if letter.isupper() or letter in "mw" else 0.48

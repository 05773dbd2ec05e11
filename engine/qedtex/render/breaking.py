r"""Where a formula that is too wide for its line is broken: before + or - outside of all brackets, else inside of them.

Nothing is added but the joints: a bracket that is broken open ends its line with `\right.` and begins the next one with
`\left.`, and `whole` puts the formula together again, letter by letter.
"""

from __future__ import annotations

import re

from qedtex.render.width import formula_width

INDENT = r"\quad {} "
"""What a line that goes on with a formula begins with; behind the empty braces a sign has its space on both sides."""

_INDENT_WIDTH = 10.0
_TOKEN = re.compile(r"\\left\\[{}|.]|\\right\\[{}|.]|\\left.|\\right.|\\[A-Za-z]+\*?|\\.|[{}^_]|\s+|.", re.DOTALL)
_RELATIONS = frozenset(["=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx", r"\to", r"\iff", r"\in"])
_OPERATORS = frozenset(["+", "-", r"\cdot", "(", "[", ","]) | _RELATIONS
_OPENED, _CLOSED = r" \right.", r"\left. {} "


def broken(formula: str, width: float) -> list[str]:
    r"""The lines of a formula, each of at most a width where that can be done; a formula that fits is one line.

    >>> broken("= a + b", 200.0), broken("= a + b + c", 40.0)
    (['= a + b'], ['= a + b', '+ c'])
    >>> broken(r"= 2 \left(a + b\right)", 50.0)
    ['= 2 \\left(a \\right.', '\\left. {} + b\\right)']
    """
    if formula_width(formula) <= width:
        return [formula]
    pieces = _cut(formula, _places(formula))
    if len(pieces) == 1:
        return _opened(formula, width)
    lines: list[str] = []
    for piece in pieces:
        together = f"{lines[-1]} {piece}" if lines else piece
        if lines and formula_width(together) <= _room(width, len(lines) == 1):
            lines[-1] = together
            continue
        if formula_width(piece) <= _room(width, not lines):
            lines.append(piece)
        else:
            lines.extend(_opened(piece, _room(width, not lines)))
    return lines


def whole(lines: list[str]) -> str:
    """The formula that some lines came from.

    >>> whole(broken("= a + b + c", 40.0))
    '= a + b + c'
    """
    return " ".join(lines).replace(f"{_OPENED} {_CLOSED}", " ")


def _room(width: float, first: bool) -> float:
    return width if first else width - _INDENT_WIDTH


def _opened(formula: str, width: float) -> list[str]:
    """A formula without a place to break outside of its brackets, broken inside of the widest of them."""
    tokens = _TOKEN.findall(formula)
    best: tuple[float, int, int] | None = None
    for start, end in _brackets(tokens):
        inside = "".join(tokens[start + 1 : end])
        size = formula_width(inside)
        if _places(inside) and (best is None or size > best[0]):
            best = (size, start, end)
    if best is None:
        return [formula]
    _, start, end = best
    head, inside = "".join(tokens[: start + 1]), "".join(tokens[start + 1 : end])
    tail = "".join(tokens[end:])
    pieces = _cut(inside, _places(inside))
    lines: list[str] = []
    for number, piece in enumerate(pieces):
        text = (head if number == 0 else "") + piece + (tail if number == len(pieces) - 1 else "")
        if lines and formula_width(f"{lines[-1]} {text}") <= _room(width, len(lines) == 1):
            lines[-1] = f"{lines[-1]} {text}"
        else:
            lines.append(text)
    return [
        (_CLOSED if number else "") + line + (_OPENED if number < len(lines) - 1 else "")
        for number, line in enumerate(lines)
    ]


def _brackets(tokens: list[str]) -> list[tuple[int, int]]:
    r"""The places of each `\left` and its `\right` that lie in no other and in no braces."""
    found = []
    depth = braces = begun = 0
    for at, token in enumerate(tokens):
        braces += (token == "{") - (token == "}")
        if token.startswith(r"\left") and len(token) > 5 and not token[5].isalpha():
            if depth == 0 and braces == 0:
                begun = at
            depth += 1
        elif token.startswith(r"\right") and len(token) > 6 and not token[6].isalpha():
            depth -= 1
            if depth == 0 and braces == 0:
                found.append((begun, at))
    return found


def _places(formula: str) -> list[int]:
    """Where a + or - stands between two terms outside of all brackets."""
    places = []
    depth = at = 0
    former = ""
    for token in _TOKEN.findall(formula):
        if token in "({[" or token.startswith((r"\left", r"\begin")):
            depth += 1
        elif token in ")}]" or token.startswith((r"\right", r"\end")):
            depth -= 1
        elif token in ("+", "-") and depth == 0 and former and former not in _OPERATORS:
            places.append(at)
        if not token.isspace():
            former = token
        at += len(token)
    return places


def _cut(formula: str, places: list[int]) -> list[str]:
    ends = [*places, len(formula)]
    return [formula[start:end].strip() for start, end in zip([0, *places], ends, strict=True)]

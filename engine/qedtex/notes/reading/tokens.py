"""Tokens of LaTeX as people write it: every character belongs to one, spaces and comments left out."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    r"""A piece of LaTeX between two offsets.

    `kind` is one of: `command` (\alpha, \left, \\), `letter`, `number` (digits, perhaps with a decimal part), `text` (a
    run of words in a script that is neither Latin nor Greek), `open` and `close` (braces), `begin` and `end` (of an
    environment, whose name is the `text`), `symbol` (any other character).
    """

    kind: str
    text: str
    start: int
    end: int

    def __str__(self) -> str:
        if self.kind in ("begin", "end"):
            return f"\\{self.kind}{{{self.text}}}"
        return self.text


_LETTER = r"A-Za-z\u0370-\u03FF"
_PATTERN = re.compile(
    rf"""
      (?P<skip>\s+|%[^\n]*)
    | \\(?P<edge>begin|end)\s*\{{(?P<name>[^{{}}\\\n]{{0,40}})\}}
    | (?P<command>\\(?:[A-Za-z]+|.|\n|\Z))
    | (?P<number>\d+(?:\.\d+)?|\.\d+)
    | (?P<letter>[{_LETTER}])
    | (?P<text>[^\W\d_{_LETTER}]+)
    | (?P<open>\{{)
    | (?P<close>\}})
    | (?P<symbol>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(latex: str) -> list[Token]:
    r"""The tokens of a text in order; linear in its length, and there is a list for every text.

    >>> [token.text for token in tokens(r"\sum_{i=1}^n p(x_i) % all")]
    ['\\sum', '_', '{', 'i', '=', '1', '}', '^', 'n', 'p', '(', 'x', '_', 'i', ')']
    >>> [(token.kind, token.text) for token in tokens(r"\begin{cases} 0.5 \\ 熵 \end{cases}")][1:4]
    [('number', '0.5'), ('command', '\\\\'), ('text', '熵')]
    """
    found = []
    for piece in _PATTERN.finditer(latex):
        kind = piece.lastgroup or "skip"
        if kind == "skip":
            continue
        if kind == "name":
            found.append(Token(piece["edge"], piece["name"].strip(), piece.start(), piece.end()))
        else:
            found.append(Token(kind, piece[0], piece.start(), piece.end()))
    return found

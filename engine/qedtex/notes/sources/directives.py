"""Directives to the checker in comments: `qedtex: let f: differentiable`, `qedtex: ignore`, `qedtex: off CODE`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import overload

from qedtex.notes.blocks import BEGIN, END, Mark

KINDS = ("let", "ignore", "off", "on")
"""What a directive can say. `begin` and `end` enclose a block that `qedtex sync` fills; they are not directives."""

_COMMENT = re.compile(r"\s*qedtex\s*:\s*(?P<kind>[^\s:,]*)[ \t]*:?(?P<rest>.*)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Directive:
    """What a comment asks of the checker: its kind, the rest of the comment as it is, and its line.

    `let` states facts of names for the formulas after it; `ignore` skips the next formula; `off` and `on` switch the
    warnings whose codes they name.
    """

    kind: str
    text: str
    line: int
    cell: int | None = None


class InForce(Sequence[Directive]):
    """The first few of a growing list of directives: those in force where a formula stands."""

    __slots__ = ("_every", "_number")

    def __init__(self, every: Sequence[Directive] = (), number: int = 0) -> None:
        self._every = every
        self._number = number

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, index: int) -> Directive: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Directive]: ...
    def __getitem__(self, index: int | slice) -> Directive | Sequence[Directive]:
        if isinstance(index, slice):
            return [self._every[place] for place in range(*index.indices(self._number))]
        if not -self._number <= index < self._number:
            raise IndexError(index)
        return self._every[index % self._number]

    def __repr__(self) -> str:
        return f"InForce({list(self)!r})"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A comment that begins like a directive and is none, and the kinds nearest to it."""

    word: str
    nearest: tuple[str, ...]


def parse_comment(
    comment: str, line: int, cell: int | None = None, column: int = 1
) -> Directive | Mark | Unknown | None:
    """The directive, or the mark of a block, that the text of a comment holds; `None` for a comment on something else.

    >>> parse_comment(" qedtex: let f: differentiable, sigma > 0 ", 3)
    Directive(kind='let', text='f: differentiable, sigma > 0', line=3, cell=None)
    >>> parse_comment(" qedtex: ingore ", 3)
    Unknown(word='ingore', nearest=('ignore',))
    >>> parse_comment(" more ", 3) is None
    True
    """
    found = _COMMENT.match(comment)
    if found is None:
        return None
    word = found["kind"]
    kind = word.lower()
    if kind in KINDS:
        return Directive(kind, found["rest"].strip(), line, cell)
    if kind in (BEGIN, END):
        return Mark(kind, found["rest"].strip(), line, column, line + comment.count("\n"), cell)
    return Unknown(word, tuple(get_close_matches(kind[:40], KINDS, n=1, cutoff=0.5)))

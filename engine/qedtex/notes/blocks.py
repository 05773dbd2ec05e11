"""Blocks that `qedtex sync` fills: the marks around them, and the digest that tells what was filled in from an edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

BEGIN, END = "begin", "end"
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment that begins or ends a block: what it says behind that word, and its place in the file or the cell."""

    kind: str
    text: str
    line: int
    column: int
    end_line: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A block with something in it: what the mark that begins it asks for, and what stands on its lines.

    `sealed`: the mark that ends it has the digest of what stands there. Anybody can make one, so it proves nothing.
    """

    text: str
    lines: tuple[str, ...]
    first: int
    last: int
    cell: int | None
    sealed: bool


def plain_lines(lines: Iterable[str], quotes: int = 0) -> tuple[str, ...]:
    r"""The lines that say something, whatever their line ends and spaces, without the marks of so many quotations.

    >>> plain_lines(["> a  b\r\n", ">\r\n"], 1), plain_lines(["> a"])
    (('a b',), ('> a',))
    """
    found = (" ".join(_unquoted(line, quotes).split()) for line in lines)
    return tuple(line for line in found if line)


def _unquoted(line: str, quotes: int) -> str:
    for _ in range(quotes):
        line = line.lstrip(" \t").removeprefix(">")
    return line


def digest(lines: Sequence[str]) -> str:
    """A short digest of plain lines.

    >>> digest(["a", "b"]) == digest(["a", "c"])
    False
    """
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def is_digest(text: str) -> bool:
    """Whether a text has the form of a digest."""
    return len(text) == _DIGITS and set(text) <= set("0123456789abcdef")


def blocks_between(marks: Sequence[Mark], texts: Mapping[int | None, str]) -> tuple[Block, ...]:
    """The blocks between marks that follow each other, with what stands in them; `texts` are the file or its cells."""
    found: list[Block] = []
    written = {cell: texts[cell].split("\n") for cell in {mark.cell for mark in marks}}
    for begin, end in pairwise(marks):
        if (begin.kind, end.kind) != (BEGIN, END) or begin.cell != end.cell:
            continue
        own = written[begin.cell]
        lines = plain_lines(own[begin.end_line : end.line - 1], quotes_before(begin, own[begin.line - 1]))
        if lines:
            sealed = end.text == digest(lines)
            found.append(Block(begin.text, lines, begin.end_line + 1, end.line - 1, begin.cell, sealed))
    return tuple(found)


def quotes_before(mark: Mark, line: str) -> int:
    """How many marks of quotations stand before a mark on its line."""
    return line[: mark.column - 1].count(">")

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


def digest(lines: Iterable[str]) -> str:
    r"""A short digest of what stands in a block, whatever its line ends, its indentation and the quote it stands in.

    >>> digest(["a  b", ""]) == digest(["> a b\r\n"]), digest(["a b"]) == digest(["a c"])
    (True, False)
    """
    words = [word for line in lines for word in line.lstrip(" \t>").split()]
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def is_digest(text: str) -> bool:
    """Whether a text has the form of a digest."""
    return len(text) == _DIGITS and set(text) <= set("0123456789abcdef")


def untouched(marks: Sequence[Mark], texts: Mapping[int | None, str]) -> set[tuple[int | None, int]]:
    """The lines, each with its cell, of the blocks that are as they were filled.

    What somebody wrote between the marks, or changed there, is a note like any other.
    """
    found: set[tuple[int | None, int]] = set()
    lines = {cell: texts[cell].split("\n") for cell in {mark.cell for mark in marks}}
    for begin, end in pairwise(marks):
        if (begin.kind, end.kind) == (BEGIN, END) and begin.cell == end.cell:
            inside = range(begin.end_line + 1, end.line)
            if end.text == digest(lines[begin.cell][inside.start - 1 : inside.stop - 1]):
                found.update((begin.cell, line) for line in inside)
    return found

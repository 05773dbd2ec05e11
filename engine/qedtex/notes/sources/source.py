"""Where text stands in its source: line starts, and text whose every character knows its place."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n?|\n")


class Lines:
    r"""The line starts of a source text, to turn an offset into line and column, both counted from 1.

    >>> lines = Lines("a\nbc\n")
    >>> lines.place(0), lines.place(3), lines.place(99)
    ((1, 1), (2, 2), (3, 1))
    """

    __slots__ = ("length", "starts")

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.starts = array("q", [0])
        self.starts.extend(found.end() for found in re.finditer("\n", text))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; what lies past the end is at the end."""
        offset = max(0, min(offset, self.length))
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, offset: int) -> int:
        """The line of an offset."""
        return self.place(offset)[0]


def with_unix_lines(text: str) -> str:
    r"""The text with every line end as `\n`; lines and columns stay what they were.

    >>> with_unix_lines("a\r\nb\rc\n")
    'a\nb\nc\n'
    """
    return _LINE_END.sub("\n", text)


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    r"""A text and, for each of its characters, the offset in the source that it came from.

    >>> text = Traced.of(r"a\_b", 10).edited([(1, 3, "_")])
    >>> text.text, list(text.origins)
    ('a_b', [10, 11, 13])
    """

    text: str
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str, start: int = 0) -> Traced:
        """A text that stands in the source as it is, from `start` on."""
        return cls(text, range(start, start + len(text)))

    @classmethod
    def joined(cls, parts: Iterable[Traced]) -> Traced:
        """Several texts one after the other."""
        pieces = list(parts)
        if len(pieces) == 1:
            return pieces[0]
        origins = array("q")
        for piece in pieces:
            origins.extend(piece.origins)
        return cls("".join(piece.text for piece in pieces), origins)

    def part(self, start: int, end: int) -> Traced:
        """The text between two offsets."""
        return Traced(self.text[start:end], self.origins[start:end])

    def stripped(self) -> Traced:
        """The text without the space around it."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> Traced:
        """The text with pieces replaced: (start, end, replacement), in order and apart.

        A character of a replacement comes from where the replaced piece began.
        """
        parts: list[Traced] = []
        done = 0
        for start, end, replacement in edits:
            parts.append(self.part(done, start))
            if replacement:
                parts.append(Traced(replacement, (self.origin(start),) * len(replacement)))
            done = end
        if not parts:
            return self
        parts.append(self.part(done, len(self.text)))
        return Traced.joined(parts)

    def origin(self, offset: int) -> int:
        """The source offset of a character; past the end, one after the last."""
        if offset < len(self.origins):
            return self.origins[offset]
        return self.origins[-1] + 1 if self.origins else 0

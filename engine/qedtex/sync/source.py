"""Notes as lines with their line ends, put together again byte for byte where nothing changed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qedtex.errors import Place, QedtexError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_WORD = b"qedtex"


def split_lines(text: str) -> list[str]:
    r"""The lines of a text, each with its line end; joined they are the text.

    >>> split_lines("a\r\nb\rc\n\nd")
    ['a\r\n', 'b\r', 'c\n', '\n', 'd']
    """
    return _LINE.findall(text)


def split_line(line: str) -> tuple[str, str]:
    r"""A line without its line end, and that.

    >>> split_line("a\r\n"), split_line("a")
    (('a', '\r\n'), ('a', ''))
    """
    text = line.rstrip("\r\n")
    return text, line[len(text) :]


@dataclass(frozen=True, slots=True)
class Edit:
    """New lines for those from `start` up to `end`, counted from 0."""

    start: int
    end: int
    lines: tuple[str, ...]


Edits = Mapping[int | None, Sequence[Edit]]
"""The edits of each text by its cell, in their order and apart."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that blocks can stand in: a file, or a Markdown cell of a notebook."""

    lines: tuple[str, ...]
    cell: int | None = None
    places: tuple[int, ...] = ()
    """The line of the file that each line of a cell stands on."""

    def edited(self, edits: Sequence[Edit]) -> Text:
        """The text with some of its lines exchanged."""
        parts: list[str] = []
        done = 0
        for edit in edits:
            parts += [*self.lines[done : edit.start], *edit.lines]
            done = edit.end
        return Text((*parts, *self.lines[done:]), self.cell)

    def place(self, path: str, line: int, column: int) -> Place:
        """The place in the file of a line and column, both counted from 1; a cell's columns are not those of JSON."""
        return Place(path, self.places[line - 1]) if self.places else Place(path, line, column)


@dataclass(frozen=True, slots=True)
class PlainSource:
    """A file of text: its byte order mark, if it has one, and its lines."""

    mark: bytes
    text: Text

    @property
    def texts(self) -> tuple[Text, ...]:
        """The one text."""
        return (self.text,)

    def changed(self, edits: Edits) -> bytes:
        """The bytes of the file with its text edited."""
        return self.mark + "".join(self.text.edited(edits.get(None, ())).lines).encode()


def may_hold_blocks(raw: bytes) -> bool:
    """Whether a file could hold blocks: it says qedtex, in UTF-8 or in UTF-16."""
    return _WORD in raw.replace(b"\0", b"").lower()


def decoded(raw: bytes, path: str) -> tuple[bytes, str]:
    """The byte order mark and the text; raises `QedtexError` QT801 for a file that is not UTF-8."""
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    try:
        return mark, raw[len(mark) :].decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, len(mark) + fault.start) + 1
        raise QedtexError(
            "QT801",
            "the file is not UTF-8, and holds blocks to fill",
            Place(path, line),
            found=f"the byte 0x{raw[len(mark) + fault.start]:02x}",
            help="save it as UTF-8",
        ) from None


def plain_source(raw: bytes, path: str) -> PlainSource:
    """A file of text as lines; raises `QedtexError` QT801."""
    mark, text = decoded(raw, path)
    return PlainSource(mark, Text(tuple(split_lines(text))))

"""Notebooks as text: the lines of their Markdown cells found in the JSON, and put back with all else as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from json.decoder import JSONDecoder
from typing import Any

from qedtex.errors import Place, QedtexError
from qedtex.notes.sources.source import Lines
from qedtex.sync.source import Edit, Edits, Text, decoded, may_hold_blocks, split_lines

_SPACE = re.compile(r"[ \t\r\n]*")
_LETTER = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)
_LINE_END = (r"\n", r"\r", r"\u000a", r"\u000A", r"\u000d", r"\u000D")
_DECODE = JSONDecoder(strict=False)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """The source of a Markdown cell: where its JSON stands, and what of it says each line, is before, after, between.

    The JSON is `opening`, the first line, the first of `between`, and so on, and `closing`.
    """

    text: Text
    span: Span
    opening: str
    written: tuple[str, ...]
    between: tuple[str, ...]
    closing: str

    def edited(self, edits: Sequence[Edit], ascii_only: bool) -> str:
        """The JSON with lines exchanged: those that stay are as they were written, and what is between them too."""
        parts = [self.opening]
        done = 0
        for edit in edits:
            parts += self._kept(done, edit.start)
            comma = self.between[edit.start - 1] if edit.start else self.between[0]
            for line in edit.lines:
                parts += [json.dumps(line, ensure_ascii=ascii_only)[1:-1], comma]
            parts.pop()
            parts += self.between[edit.end - 1 : edit.end]
            done = edit.end
        return "".join([*parts, *self._kept(done, len(self.written)), self.closing])

    def _kept(self, start: int, end: int) -> list[str]:
        return [part for at in range(start, end) for part in (self.written[at], *self.between[at : at + 1])]


@dataclass(frozen=True, slots=True)
class NotebookSource:
    """A notebook: its byte order mark, its JSON as it is, and its Markdown cells."""

    mark: bytes
    json: str
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts of the Markdown cells."""
        return tuple(cell.text for cell in self.cells)

    def changed(self, edits: Edits) -> bytes:
        """The bytes of the notebook with some cells edited."""
        ascii_only = self.json.isascii() and "\\u" in self.json
        parts: list[str] = []
        done = 0
        for cell in self.cells:
            if edits.get(cell.text.cell):
                parts += [self.json[done : cell.span[0]], cell.edited(edits[cell.text.cell], ascii_only)]
                done = cell.span[1]
        return self.mark + "".join([*parts, self.json[done:]]).encode()


def notebook_source(raw: bytes, path: str) -> NotebookSource:
    r"""The Markdown cells of a notebook; raises `QedtexError` QT801 or QT805.

    >>> raw = b'{"cells": [{"cell_type": "markdown", "source": ["a\\n", "b"]}]}'
    >>> notebook = notebook_source(raw, "n.ipynb")
    >>> notebook.texts[0].lines, notebook.changed({1: [Edit(1, 1, ("c\n",))]})[47:]
    (('a\n', 'b'), b'["a\\n", "c\\n", "b"]}]}')
    """
    mark, text = decoded(raw, path)
    try:
        whole = _DECODE.decode(text)
        spans = _cell_spans(text)
    except (ValueError, RecursionError) as fault:
        raise _broken(path, f"JSON that cannot be read: {type(fault).__name__}") from None
    if not isinstance(whole, dict) or spans is None:
        raise _broken(path, "no list of cells")
    places = Lines(text)
    cells = [_cell(text, span, number, places, path) for number, span in enumerate(spans, 1)]
    return NotebookSource(mark, text, tuple(cell for cell in cells if cell is not None))


def _cell_spans(text: str) -> list[Span] | None:
    """Where the cells stand; of notebooks as they were before 2015, with worksheets, none are filled."""
    cells = _members(text, _after_space(text, 0)).get("cells")
    return None if cells is None or text[cells[0]] != "[" else _items(text, cells[0])


def _cell(text: str, span: Span, number: int, places: Lines, path: str) -> Cell | None:
    """A Markdown cell, or nothing for another one; raises QT890 for blocks in a source that is not split into lines."""
    if text[span[0]] != "{":
        return None
    members = _members(text, span[0])
    source = members.get("source")
    if source is None or "cell_type" not in members or _value(text, members["cell_type"]) != "markdown":
        return None
    start, end = source
    if text[start] == '"':
        written = _split(text[start + 1 : end - 1])
        alone = (places.line(start),) * len(written)
        cell = Text(tuple(map(_said, written)), number, alone)
        return Cell(cell, source, '"', tuple(written), ("",) * len(written), '"')
    items = _items(text, start) if text[start] == "[" else []
    if not items or not all(text[at] == '"' for at, _ in items):
        return None
    pieces = tuple(text[at + 1 : to - 1] for at, to in items)
    lines = tuple(map(_said, pieces))
    if tuple(split_lines("".join(lines))) != lines:
        if not may_hold_blocks("".join(lines).encode("utf-8", "replace")):
            return None
        raise QedtexError(
            "QT890",
            f"cell {number}: its source is not a list of lines, so its blocks cannot be filled",
            Place(path, places.line(start)),
            help="save the notebook again from Jupyter",
        )
    between = tuple(text[to - 1 : at + 1] for (_, to), (at, _) in pairwise(items))
    opening, closing = text[start : items[0][0] + 1], text[items[-1][1] - 1 : end]
    return Cell(
        Text(lines, number, tuple(places.line(at) for at, _ in items)), source, opening, pieces, between, closing
    )


def _said(written: str) -> str:
    said: str = _DECODE.decode(f'"{written}"')
    return said


def _split(written: str) -> list[str]:
    """What stands in a string of JSON, split behind each line end that it says."""
    parts: list[str] = []
    start = 0
    letters = list(_LETTER.finditer(written))
    for number, letter in enumerate(letters):
        if letter[0] in _LINE_END or letter[0] in "\r\n":
            following = letters[number + 1][0] if number + 1 < len(letters) else ""
            if _said(letter[0]) == "\r" and _said(following) == "\n":
                continue
            parts.append(written[start : letter.end()])
            start = letter.end()
    return [*parts, written[start:]] if start < len(written) else parts


# JSON with places -----------------------------------------------------------------------------------------------------


def _value(text: str, span: Span) -> Any:
    return _DECODE.raw_decode(text, span[0])[0]


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _end(text: str, at: int) -> int:
    return _DECODE.raw_decode(text, at)[1]


def _members(text: str, at: int) -> dict[str, Span]:
    """Where the values of an object stand that begins at a place, by their keys; of two alike the last counts."""
    found: dict[str, Span] = {}
    if text[at : at + 1] != "{":
        return found
    at = _after_space(text, at + 1)
    while text[at] == '"':
        key, at = _DECODE.raw_decode(text, at)
        start = _after_space(text, _after_space(text, at) + 1)
        found[key] = (start, _end(text, start))
        at = _after_space(text, found[key][1])
        if text[at] != ",":
            break
        at = _after_space(text, at + 1)
    return found


def _items(text: str, at: int) -> list[Span]:
    """Where the items of a list stand that begins at a place."""
    found: list[Span] = []
    at = _after_space(text, at + 1)
    while text[at] != "]":
        found.append((at, _end(text, at)))
        at = _after_space(text, found[-1][1])
        if text[at] == ",":
            at = _after_space(text, at + 1)
    return found


def _broken(path: str, found: str) -> QedtexError:
    return QedtexError(
        "QT805",
        "the file is not a notebook",
        Place(path),
        expected="the JSON of a notebook with a list of cells",
        found=found,
        help="save it again from Jupyter",
    )

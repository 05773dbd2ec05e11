r"""TeX escaped for Markdown, undone: `\\_` and `\_` are `_`, `\\\` at the end of a line is `\\`, `&lt;` is `<`."""

from __future__ import annotations

import re

from qedtex.notes.sources.source import Traced

_PIECE = re.compile(
    r"""
      \\(?:text[a-z]*|mbox|mathrm|mathtt|operatorname\*?)\s*\{[^{}]*\}   # a name may hold an underscore
    | \\\\\\\\(?!\\)                                                     # four backslashes are a line end
    | \\\\\\(?=\s|\Z)                                                    # three at the end of a line too
    | \\\\[;,!:_{}|\#%]
    | \\[A-Za-z]+
    | \\.
    | &(?:lt|gt|amp);
    """,
    re.VERBOSE | re.DOTALL,
)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_STYLE = re.compile(r"\\\\\\(?=\s)|\\\\[;_]|\\_\{")


def is_escaped(text: str) -> bool:
    r"""Whether the author of a text wrote its TeX for a Markdown processor that takes one backslash away.

    >>> is_escaped("$a \\\\; b$"), is_escaped(r"$a \; b$")
    (True, False)
    """
    return _STYLE.search(text) is not None


def unescaped(content: Traced, *, escaped: bool = False, rows: bool = True, table: bool = False) -> Traced:
    r"""The TeX that a Markdown processor hands on.

    `escaped` says that the author escaped TeX throughout; `rows`, that `\\` can end a row here; `table`, that the
    formula stands in a table, where `\|` is a bar.

    >>> unescaped(Traced.of(r"\theta\_{ML} \\; a")).text
    '\\theta_{ML} \\; a'
    >>> unescaped(Traced.of(r"\text{a\_b} \\ c")).text
    '\\text{a\\_b} \\\\ c'
    """
    if "\\" not in content.text and "&" not in content.text:
        return content
    edits = []
    for found in _PIECE.finditer(content.text):
        if found[0] in _ENTITIES:
            edits.append((found.start(), found.end(), _ENTITIES[found[0]]))
            continue
        cut = _cut(found[0], braces=escaped or not rows, table=table)
        if cut is not None:
            edits.append((found.start() + cut[0], found.start() + cut[1], ""))
    return content.edited(edits)


def _cut(text: str, *, braces: bool, table: bool) -> tuple[int, int] | None:
    """What to leave out of a piece, so that every character that stays keeps its place."""
    if text in ("\\\\\\\\", "\\\\\\"):
        return 2, len(text)
    if text in ("\\_", "\\*") or (text == "\\|" and table):
        return 0, 1
    if text == "\\\\_":
        return 0, 2
    if len(text) == 3 and text.startswith("\\\\") and (text[2] in ";,!:" or braces or (text[2] == "|" and table)):
        return 0, 1
    return None

"""LaTeX notes: comments and verbatim text taken out, then the formulas of the rest."""

from __future__ import annotations

import re

from qedtex.notes.sources.gathering import Gathering
from qedtex.notes.sources.source import Traced
from qedtex.notes.sources.spans import Spans

_VERBATIM = ("verbatim", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "alltt")
_PIECE = re.compile(
    rf"(?P<comment>%(?P<said>[^\n]*)(?:\n[ \t]*)?)"
    rf"|\\begin\{{(?P<name>(?:{'|'.join(_VERBATIM)})\*?)\}}"
    r"|\\(?:verb|lstinline)\*?(?P<mark>[^A-Za-z\s*{])"
    r"|\\.",
    re.DOTALL,
)


def read_tex(text: str, gathering: Gathering) -> None:
    """Gather what a LaTeX text holds; its line ends are single newlines."""
    gathering.begin(text)
    whole = Traced.of(text)
    position = length = 0
    parts: list[Traced] = []
    comments: list[tuple[int, str, int]] = []
    for directive, start, end in _left_out(text):
        parts.append(whole.part(position, start))
        length += start - position
        position = end
        if directive is not None:
            comments.append((length, directive, start))
    parts.append(whole.part(position, len(text)))
    Spans(Traced.joined(parts), gathering, markdown=False, comments=comments).scan()


def _left_out(text: str) -> list[tuple[str | None, int, int]]:
    """Comments and verbatim text: what a directive says, if it is one, and the offsets of what is left out."""
    found: list[tuple[str | None, int, int]] = []
    missing: set[str] = set()
    position = 0
    while (piece := _PIECE.search(text, position)) is not None:
        position = piece.end()
        if piece["comment"] is not None:
            said = piece["said"]
            # Only a comment's own end of line goes with it, so that an empty line after it still ends a paragraph.
            end = piece.start() + 1 + len(said)
            directive = said if said.lstrip().lower().startswith("qedtex") else None
            found.append((directive, piece.start(), end))
            position = end
        elif piece["name"] is not None:
            mark = f"\\end{{{piece['name']}}}"
            end = -1 if mark in missing else text.find(mark, position)
            if end < 0:
                missing.add(mark)
                continue
            position = end + len(mark)
            found.append((None, piece.start(), position))
        elif piece["mark"] is not None:
            line_end = text.find("\n", position)
            end = text.find(piece["mark"], position, line_end if line_end >= 0 else len(text))
            if end >= 0:
                position = end + 1
                found.append((None, piece.start(), position))
    return found

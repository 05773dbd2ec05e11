"""Notebooks: the Markdown cells of an .ipynb file, each formula with its cell and its line in the cell."""

from __future__ import annotations

import json
from typing import Any

from qedtex.errors import Place, QedtexError
from qedtex.notes.sources.gathering import Gathering
from qedtex.notes.sources.markdown import read_markdown
from qedtex.notes.sources.source import with_unix_lines


def read_notebook(text: str, path: str, gathering: Gathering) -> None:
    """Gather what the Markdown cells of a notebook hold; cells are counted from 1, those of code too.

    Raises `QedtexError` QT805 where the text is not a notebook.
    """
    for number, source in enumerate(markdown_cells(text, path), 1):
        if source is not None:
            gathering.prose("\n")
            read_markdown(source, gathering, cell=number)


def markdown_cells(text: str, path: str) -> list[str | None]:
    """The text of each Markdown cell, and nothing for other cells; raises as `read_notebook` does."""
    return [None if source is None else with_unix_lines(source) for source in _cells(_parsed(text, path), path)]


def cell_lines(path: str, number: int) -> list[str]:
    """The lines of a Markdown cell of a notebook, none where it has no such cell; raises QT805 and `OSError`."""
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        cells = markdown_cells(file.read(), path)
    return (cells[number - 1] or "" if 0 < number <= len(cells) else "").split("\n")


def _parsed(text: str, path: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise _broken(Place(path, fault.lineno, fault.colno), fault.msg) from None
    except (RecursionError, ValueError) as fault:
        raise _broken(Place(path), f"JSON that cannot be read: {type(fault).__name__}") from None


def _cells(notebook: Any, path: str) -> list[str | None]:
    """The text of each Markdown cell, and nothing for other cells."""
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        sheets = [sheet for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in sheet.get("cells") or ()]
    if not isinstance(cells, list):
        raise _broken(Place(path), "no list of cells")
    return [_source(cell) for cell in cells]


def _source(cell: Any) -> str | None:
    if not isinstance(cell, dict) or cell.get("cell_type") != "markdown":
        return None
    source = cell.get("source")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else None


def _broken(place: Place, found: str) -> QedtexError:
    return QedtexError(
        "QT805",
        "the file is not a notebook",
        place,
        expected="the JSON of a notebook with a list of cells",
        found=found,
        help="save it again from Jupyter",
    )

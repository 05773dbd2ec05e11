"""Colours of what is printed: on a terminal, or as NO_COLOR and FORCE_COLOR say."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import IO, Any

Paint = Callable[[str, str], str]
"""What makes a text of the colour that its role has: `error`, `warning`, `note`, `help`, `place` or `caret`."""

_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan", "bold": True},
    "help": {"fg": "green", "bold": True},
    "place": {"fg": "blue", "bold": True},
    "caret": {"fg": "red", "bold": True},
}


def plain(text: str, role: str) -> str:
    """The text as it is.

    >>> plain("wrong", "error")
    'wrong'
    """
    return text


def coloured(text: str, role: str) -> str:
    r"""The text with the escape codes of a terminal around it.

    >>> coloured("wrong", "error")
    '\x1b[31m\x1b[1mwrong\x1b[0m'
    """
    import click

    return click.style(text, **_STYLES[role]) if text else text


def paint_for(stream: IO[str]) -> Paint:
    """How to print to a stream: in colour where it is a terminal; NO_COLOR forbids it, FORCE_COLOR asks for it.

    As is the custom, a variable that is set to nothing says nothing, and NO_COLOR wins.
    """
    if os.environ.get("NO_COLOR"):
        return plain
    if os.environ.get("FORCE_COLOR"):
        return coloured
    return coloured if stream.isatty() and os.environ.get("TERM") != "dumb" else plain

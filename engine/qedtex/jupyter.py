"""`%load_ext qedtex` in Jupyter: `%%check` checks the Markdown of its cell and shows it with what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qedtex.errors import QedtexError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from qedtex.reports import Report


def register(shell: InteractiveShell) -> None:
    """Make `%%check` known to a shell."""
    known: Any = shell  # traitlets wraps the method, so that its type does not say how it is called
    known.register_magic_function(check_cell, "cell", "check")


def check_cell(line: str, cell: str) -> Report:
    """The report on the Markdown in a cell; after `%%check tex` it is read as LaTeX.

    Raises `QedtexError` QT642 for another word.
    """
    from qedtex.reports import check_text

    kinds = {"": "md", "md": "md", "tex": "tex"}
    kind = kinds.get(line.strip())
    if kind is None:
        raise QedtexError("QT642", f"%%check does not know {line.strip()!r}", help="write %%check or %%check tex")
    return check_text(cell, f"cell.{kind}")

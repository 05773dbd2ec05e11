r"""The one adapter around latex2sympy2 1.9.1, an independent reader of LaTeX: text in, a SymPy expression out.

What is wrong with that library is mended here and nowhere else.

- It reads as much of a text as it can and drops the rest without a word (`a + b) c` is a + b), and takes `a = b` for
  an assignment with the value b. So the text is read inside one pair of brackets, outside of which nothing is left.
- Its module globals carry state from one formula to the next: `:=`, `=` and `\in` write to `variances` and `var`, a
  differential such as `dx` puts a symbol in the place of the dictionary `var` so that every later parse fails, and
  `is_real`, `frac_type` and `VARIABLE_VALUES` colour what is read. So each parse starts from empty state.
- Its ANTLR 4.7.2 runtime imports `typing.io`, which Python 3.13 no longer has. So the module is supplied.
- It raises bare `Exception`, prints, and hits Python's recursion limit. So whatever happens is one `OutOfReach`.

The library is imported by the first call, never by importing this module. Where it cannot be imported, `available`
says why, and a read-back has then not been done.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import warnings
from functools import lru_cache
from types import ModuleType
from typing import Any, TextIO

LONGEST = 4000
"""The most characters that are given to the library: its parser slows down quickly with length."""

_DEEPEST = 40
"""The most nested brackets: each level costs its recursive-descent parser some twenty Python frames."""


class OutOfReach(Exception):
    """The library could not read the text, or is not there; `reason` says which in one line."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def available() -> str | None:
    """`None` where the library can be used, else the reason why not.

    >>> available() is None
    True
    """
    try:
        _library()
    except OutOfReach as missing:
        return missing.reason
    return None


def read(latex: str) -> Any:
    r"""The SymPy expression that latex2sympy2 reads; raises `OutOfReach` for everything else.

    >>> read(r"\frac{a}{b} - \ln\left(c\right)")
    a/b - log(c, E)
    >>> read(r"\mathbb{E}[x]")
    Traceback (most recent call last):
    ...
    qedtex.latex2sympy.OutOfReach: latex2sympy2: I expected something else here
    """
    if len(latex) > LONGEST:
        raise OutOfReach(f"longer than {LONGEST} characters")
    _check_brackets(latex)
    library = _library()
    _reset(library)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            found = library.latex2sympy(rf"\left({latex}\right)")
    except Exception as error:  # noqa: BLE001 - the library raises Exception itself, and others where it slips
        raise OutOfReach(f"latex2sympy2: {_first_line(error)}") from None
    finally:
        _reset(library)
    return _expression(found)


def _expression(found: object) -> Any:
    import sympy

    if isinstance(found, sympy.Expr):
        return found
    raise OutOfReach(f"latex2sympy2: read as {type(found).__name__}, not as one expression")


def _check_brackets(latex: str) -> None:
    """Refuse what could close the brackets around the whole formula, and what is nested too deeply."""
    depth = 0
    for character in latex:
        depth += (character in "([{") - (character in ")]}")
        if depth < 0:
            break
        if depth > _DEEPEST:
            raise OutOfReach(f"nested deeper than {_DEEPEST} brackets")
    if depth:
        raise OutOfReach("unbalanced brackets")


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__


def _reset(library: ModuleType) -> None:
    """Give the library the state of one that has read nothing, its table of identity matrices left out."""
    library.set_variances({})
    library.set_real(None)
    library.__dict__.update(VARIABLE_VALUES={}, frac_type=r"\frac")


@lru_cache(maxsize=1)
def _library() -> ModuleType:
    _supply_typing_io()
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # Python 3.11 and 3.12 call `typing.io` deprecated
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            library = importlib.import_module("latex2sympy2")
    except Exception as error:  # noqa: BLE001 - it parses formulas while it is imported, so anything may be raised
        raise OutOfReach(f"latex2sympy2 cannot be imported: {_first_line(error)}") from None
    if not hasattr(library, "latex2sympy") or not hasattr(library, "set_variances"):
        raise OutOfReach("latex2sympy2 cannot be imported: a different module has its name")
    return library


def _supply_typing_io() -> None:
    """Register the module `typing.io` where Python has none; ANTLR takes the name `TextIO` from it."""
    try:
        importlib.import_module("typing.io")
    except ImportError:
        module = ModuleType("typing.io", "Stands in for the module that Python 3.13 removed.")
        module.__dict__["TextIO"] = TextIO
        sys.modules["typing.io"] = module

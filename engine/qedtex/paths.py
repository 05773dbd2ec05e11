"""Where files lie, seen from a folder, and how they are named in what is printed."""

from __future__ import annotations

import os
from functools import lru_cache


def shown_path(path: str) -> str:
    """A path relative to the current folder where it lies below it, else as it is."""
    try:
        return below(path, os.getcwd()) or path
    except OSError:
        return path


@lru_cache(maxsize=10_000)
def below(path: str, folder: str) -> str | None:
    """The way from an absolute folder down to a path that may count from it, with links followed and `/` between names;
    `None` where it does not lie there.

    >>> below("/no/such/./folder/a.md", "/no/such"), below("b.md", "/no/such"), below("/no/other/a.md", "/no/such")
    ('folder/a.md', 'b.md', None)
    """
    whole = os.path.join(folder, path)
    above, name = os.path.split(whole)
    try:
        real = os.path.join(_real(above), name)
        if name in ("", ".", "..") or os.path.islink(real):
            real = os.path.realpath(whole)
        root = os.path.join(_real(folder), "")
    except (OSError, ValueError):
        return None
    if not os.path.normcase(os.path.join(real, "")).startswith(os.path.normcase(root)):
        return None
    return real[len(root) :].replace(os.sep, "/") or "."


_real = lru_cache(maxsize=1000)(os.path.realpath)
"""Where a folder lies in fact; it is asked once of a folder, and not for each file in it."""

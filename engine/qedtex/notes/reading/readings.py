"""Readings: how a name that could be read in several ways was read, for the report and for the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Told = Callable[[str, str, str, bool], None]
"""Told how a name was read: the name, as what, why, and whether that is doubtful."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a name that could be read in several ways was read, and why.

    `doubtful` says that the other way is not excluded: nothing should be called false on its strength alone.
    `code` names the warning that goes with it, where one does.
    """

    name: str
    read_as: str
    why: str
    doubtful: bool = False
    code: str = ""

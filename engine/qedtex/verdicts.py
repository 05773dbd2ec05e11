"""Verdicts, and the numbers that go with them: what a report needs of a claim, and nothing of terms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """What is known of a claim; see the README for what each one promises."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    DEFINITION = "definition"
    ASSUMED = "assumed"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Witness:
    """The numbers of a counterexample: the value of each parameter, and of both sides, as decimal strings."""

    values: tuple[tuple[str, str], ...]
    left: str
    right: str

    def __str__(self) -> str:
        given = ", ".join(f"{name} = {value}" for name, value in self.values)
        sides = f"left side {self.left}, right side {self.right}"
        return f"at {given}: {sides}" if given else f"with {sides}"

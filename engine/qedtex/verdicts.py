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
    """The numbers of a counterexample: the value of each parameter, and of both sides, as decimal strings.

    `left_out` counts the values that are too many to show.

    >>> print(Witness((("theta in", "[1, 2]"), ("n", "3")), "0", "1", left_out=2))
    at theta in [1, 2], n = 3 and 2 more values: left side 0, right side 1
    """

    values: tuple[tuple[str, str], ...]
    left: str
    right: str
    left_out: int = 0

    def __str__(self) -> str:
        given = ", ".join(
            f"{name} {value}" if name.endswith(" in") else f"{name} = {value}" for name, value in self.values
        )
        if self.left_out:
            given += f" and {self.left_out} more value{'s' * (self.left_out > 1)}"
        sides = f"left side {self.left}, right side {self.right}"
        return f"at {given}: {sides}" if given else f"with {sides}"

"""Claims and verdicts: what is said of two terms in a context, and what has been found out about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from qedtex.context import Context, Relation
from qedtex.terms import Term


class Verdict(Enum):
    """What is known of a claim; see the README for what each one promises."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    DEFINITION = "definition"
    ASSUMED = "assumed"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Claim:
    """left, relation, right, for every value of the free symbols that the context allows. Nothing is evaluated."""

    left: Term
    relation: Relation
    right: Term
    context: Context = field(default_factory=Context)

    def __str__(self) -> str:
        return f"{self.left} {self.relation.value} {self.right}"


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

"""Claims: what is said of two terms in a context; with the verdicts on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from qedtex.context import Context, Relation
from qedtex.terms import Term
from qedtex.verdicts import Verdict, Witness

__all__ = ["Claim", "Verdict", "Witness"]


@dataclass(frozen=True, slots=True)
class Claim:
    """left, relation, right, for every value of the free symbols that the context allows. Nothing is evaluated."""

    left: Term
    relation: Relation
    right: Term
    context: Context = field(default_factory=Context)

    def __str__(self) -> str:
        return f"{self.left} {self.relation.value} {self.right}"

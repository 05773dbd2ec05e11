"""The library for notes: derivations of the catalogue that a step may be an instance of, proved when needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from qedtex.catalogue import Catalogue
from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.kernel import Named
from qedtex.terms import (
    KL,
    Argmax,
    Argmin,
    CrossEntropy,
    Derivative,
    Entropy,
    Limit,
    Log,
    SelfInformation,
    SumOver,
    Term,
    VariableEntropy,
)

if TYPE_CHECKING:
    from qedtex.notes.verdicts.deciding import Decision
    from qedtex.notes.verdicts.decisions import Decisions

_TELLING: Final = (
    *(KL, CrossEntropy, Entropy, VariableEntropy, SelfInformation, Argmax, Argmin, Derivative, Limit, Log, SumOver),
)
"""The kinds of nodes that a statement is looked up by."""


_ORDERED: Final = frozenset({"<", "<=", ">", ">="})
_USEFUL: Final = {
    **dict.fromkeys((Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL), _ORDERED),
    Relation.EQUAL: frozenset({"="}),
    Relation.UNEQUAL: frozenset({"!=", "<", ">"}),
    Relation.IFF: frozenset({"iff"}),
    Relation.TENDS: frozenset({"->"}),
    Relation.ABOUT: frozenset({"~="}),
}
"""Which relations of theorems can help with a relation that is claimed."""
_NEEDED: Final = frozenset({"Limit", "VariableEntropy", "Derivative"})
"""What equations are looked up about: all others the search finds by itself."""


@dataclass(slots=True)
class Library:
    """Theorems by what their statements are about. Nothing is proved before it is asked for."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    decided: dict[Claim, Decision] = field(default_factory=dict)
    """What has been decided of claims, and in `shown` what was shown of them by search alone."""
    shown: dict[Claim, Decision | None] = field(default_factory=dict)
    kept: Decisions | None = None
    """What was decided in other processes, before; only for a library of the derivations that are shipped."""
    broken_off: int = 0
    """How many searches for a repair ended because of the time."""
    _index: dict[str, tuple[str, frozenset[str]]] | None = None
    _named: dict[str, Named | None] = field(default_factory=dict)

    def candidates(self, claim: Claim) -> Iterator[Named]:
        """The theorems whose statement has no kind of node that the claim lacks, the most telling first."""
        held = _kinds(claim.left) | _kinds(claim.right)
        wanted = _USEFUL[claim.relation]
        fitting = [
            (-len(kinds), name)
            for name, (relation, kinds) in self._statements().items()
            if kinds and kinds <= held and relation in wanted and (relation != "=" or kinds & _NEEDED)
        ]
        for _, name in sorted(fitting):
            named = self.named(name)
            if named is not None:
                yield named

    def named(self, name: str) -> Named | None:
        """The theorem of an id, `None` where it is not proved."""
        if name not in self._named:
            try:
                self._named[name] = Named(name, self.catalogue.load(name).theorem)
            except QedtexError:
                self._named[name] = None
        return self._named[name]

    def _statements(self) -> dict[str, tuple[str, frozenset[str]]]:
        if self._index is None:
            found: dict[str, tuple[str, frozenset[str]]] = {}
            for name in self.catalogue.ids():
                try:
                    left, relation, right = self.catalogue.statement(name)
                except QedtexError:
                    continue
                sides = [side for side in (left, right) if isinstance(side, Term)]
                found[name] = (relation, frozenset().union(*map(_kinds, sides)))
            self._index = found
        return self._index


@cache
def shipped() -> Library:
    """The library of the derivations that come with the package."""
    return Library()


def _kinds(term: Term) -> frozenset[str]:
    return frozenset(type(node).__name__ for node in term.walk() if isinstance(node, _TELLING))

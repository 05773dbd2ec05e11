"""Small steps: the links of a proof put together to about a dozen rows that a person can follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from qedtex.axioms import Axiom
from qedtex.binding import alpha_equal
from qedtex.context import Relation
from qedtex.inference import Checked, Use
from qedtex.kernel import Theorem
from qedtex.terms import Term

_MOST_ROWS = 12
_BOOKKEEPING = frozenset(
    {"arithmetic", "distribute", "split_sum", "take_out", "exchange_sums", "constant_sum", "rename_index"}
)
"""Rules whose applications in a row are one step to a person."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it leads to, by which relation, and the links that lead there."""

    links: tuple[Checked, ...]
    theorem: Theorem

    @property
    def relation(self) -> Relation:
        """The relation to the row above: that of the link that is no equation, where there is one."""
        return next((one.relation for one in self.links if one.relation is not Relation.EQUAL), Relation.EQUAL)

    @property
    def after(self) -> Term:
        """The term that the row ends with."""
        return self.links[-1].link.after

    @property
    def uses(self) -> tuple[Use, ...]:
        """The rules, each once; arithmetic only where there is nothing else."""
        seen = dict.fromkeys(one.link.use for one in self.links)
        named = tuple(use for use in seen if use.rule.name != "arithmetic")
        return named or tuple(seen)

    @property
    def axioms(self) -> tuple[Axiom, ...]:
        """What the links rest on."""
        return tuple(dict.fromkeys(axiom for one in self.links for axiom in one.axioms))


def rows(theorem: Theorem) -> tuple[Row, ...]:
    """The rows of a proof, with what leads nowhere left out.

    >>> from qedtex.language import real
    >>> from qedtex.notes.verdicts.deciding import decide
    >>> from qedtex.claims import Claim
    >>> a, b = real("a"), real("b")
    >>> proof = decide(Claim((a + b) ** 2, Relation.GREATER_EQUAL, 4 * a * b)).theorem
    >>> [str(row.relation.value) for row in rows(proof)]
    ['=', '>=', '=']
    """
    links = _without_ways_back([one for one in theorem.links if one.link.before != one.link.after])
    groups: list[list[Checked]] = []
    for one in links:
        if groups and _is_bookkeeping(one) and _is_bookkeeping(groups[-1][-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    if len(groups) > _MOST_ROWS:
        groups = _fewer(groups)
    return tuple(Row(tuple(group), theorem) for group in groups)


def _without_ways_back(links: Sequence[Checked]) -> list[Checked]:
    """The links without those between which equations alone lead back to a term that was there before."""
    kept: list[Checked] = []
    for one in links:
        kept.append(one)
        for place in range(len(kept)):
            between = kept[place:]
            if any(link.relation is not Relation.EQUAL for link in between):
                continue
            if alpha_equal(between[0].link.before, one.link.after):
                del kept[place:]
                break
    return kept


def _is_bookkeeping(one: Checked) -> bool:
    return one.relation is Relation.EQUAL and one.link.use.rule.name in _BOOKKEEPING


def _fewer(groups: list[list[Checked]]) -> list[list[Checked]]:
    """Groups of equations in a row put together, evenly, so that about as many are left as may be shown."""
    runs: list[list[list[Checked]]] = []
    for group in groups:
        equation = all(one.relation is Relation.EQUAL for one in group)
        if runs and equation and all(one.relation is Relation.EQUAL for one in runs[-1][-1]):
            runs[-1].append(group)
        else:
            runs.append([group])
    share = ceil(len(groups) / max(1, _MOST_ROWS - len(runs) // 2))
    found: list[list[Checked]] = []
    for run in runs:
        for start in range(0, len(run), share):
            found.append([one for group in run[start : start + share] for one in group])
    return found

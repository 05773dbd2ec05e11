"""Labels that sum to 1: what is false of any labels may hold of one-hot ones, as the gradient of a softmax does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.sorts import Family, Real
from qedtex.terms import Index, Mul, Range, SumOver, Symbol, Term, term

_NAMES = frozenset({"y", "t", "\\mathbf{y}", "\\mathbf{t}"})
"""What families of labels are called."""


def with_labels_of_sum_one(claim: Claim) -> Claim | None:
    """The claim with the labels that a sum of it weighs by taken to sum to 1; `None` where it has no such sum.

    >>> from qedtex.language import Sum, index, log, positive_integer, vector
    >>> K, j = positive_integer("K"), index("j"); y, z = vector("y", K), vector("z", K)
    >>> loss = Sum(y[j] * z[j], (j, 1, K))
    >>> print(with_labels_of_sum_one(Claim(loss, Relation.EQUAL, term(0))).context.hypotheses[0])
    labels 1: ∑_{j=1}^{K} yⱼ = 1
    >>> with_labels_of_sum_one(Claim(Sum(z[j], (j, 1, K)), Relation.EQUAL, term(0))) is None
    True
    """
    found = dict.fromkeys(total for side in (claim.left, claim.right) for total in _totals(side))
    if not found:
        return None
    hypotheses = [Hypothesis(f"labels {n}", total, Relation.EQUAL, term(1)) for n, total in enumerate(found, 1)]
    return replace(claim, context=Context((*claim.context.hypotheses, *hypotheses)))


def _totals(side: Term) -> Iterator[Term]:
    """The sums of all labels of a family by which a sum of a formula weighs something."""
    for node in side.walk():
        if not isinstance(node, SumOver) or not isinstance(node.domain, Range) or not isinstance(node.body, Mul):
            continue
        for factor in node.body.factors:
            if isinstance(factor, Index) and _is_label(factor.family) and factor.at == node.variable:
                total = SumOver(node.domain, node.variable, factor)
                if not _is_bound_outside(total, side):
                    yield total


def _is_label(family: Term) -> bool:
    if not isinstance(family, Symbol) or family.name not in _NAMES:
        return False
    return isinstance(family.sort, Family) and isinstance(family.sort.element, Real)


def _is_bound_outside(total: Term, side: Term) -> bool:
    """Whether a sum hangs on something that a formula around it binds."""
    return bool(free(total) - free(side))

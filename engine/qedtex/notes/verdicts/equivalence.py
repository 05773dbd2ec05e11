"""Equivalences in notes: `A = 0 iff p = q` as one claim, with the equality of two laws said of every outcome."""

from __future__ import annotations

from qedtex.claims import Claim
from qedtex.context import Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import Refused
from qedtex.rules.definitions import enumeration
from qedtex.terms import Comparison, Distribution, Every, Prob, Term

_COMPARED = {
    Relation.EQUAL,
    Relation.UNEQUAL,
    Relation.LESS,
    Relation.LESS_EQUAL,
    Relation.GREATER,
    Relation.GREATER_EQUAL,
}


def equivalent(claim: Claim, condition: tuple[Term, Relation, Term]) -> Claim | None:
    """The claim that one relation holds exactly where another does; `None` where one of them is no proposition.

    >>> from qedtex.language import KL, outcomes, pmf, positive_integer, term
    >>> from qedtex.terms import Distribution
    >>> x = outcomes("x", positive_integer("n")); p, q = pmf("p", x), pmf("q", x)
    >>> print(equivalent(Claim(KL(p, q), Relation.EQUAL, term(0)), (Distribution(p), Relation.EQUAL, Distribution(q))))
    KL(p ‖ q) = 0 iff p(xᵢ) = q(xᵢ) ∀ i ∈ {1..n}
    """
    left = _proposition(claim.left, claim.relation, claim.right)
    right = _proposition(*condition)
    if left is None or right is None:
        return None
    return Claim(left, Relation.IFF, right, claim.context)


def _proposition(left: Term, relation: Relation, right: Term) -> Term | None:
    if relation not in _COMPARED:
        return None
    if isinstance(left, Distribution) and isinstance(right, Distribution):
        return _everywhere(left, right) if relation is Relation.EQUAL else None
    if isinstance(left, Distribution) or isinstance(right, Distribution):
        return None
    if relation is Relation.EQUAL and isinstance(left, Prob) and isinstance(right, Prob):
        law = left.distribution.law
        if left.outcomes == right.outcomes and law.space is not None:
            return _everywhere(left.distribution, right.distribution)
    return Comparison(left, relation.value, right)


def _everywhere(one: Distribution, other: Distribution) -> Term | None:
    try:
        domain, variable, outcome = enumeration(one, Scope(), other)
    except (Refused, QedtexError):
        return None
    return Every(domain, variable, Comparison(Prob(one, (outcome,)), "=", Prob(other, (outcome,))))

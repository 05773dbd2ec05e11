"""Refuting what a limit is said to be by what it is proved to be: a function has one limit at a point."""

from __future__ import annotations

from dataclasses import replace

from qedtex.claims import Claim, Witness
from qedtex.context import Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import Link, Refused, Use
from qedtex.kernel import prove
from qedtex.oracle import consult
from qedtex.rules import limit_by_continuity, limit_by_growth
from qedtex.stating import is_infinite
from qedtex.terms import Const, Limit, Term


def another_limit(claim: Claim, points: int) -> Witness | None:
    """The limit and what it is said to be, where the kernel proves what it is and the two differ; raises nothing.

    >>> from qedtex.language import exp, limit, oo, real, term
    >>> x = real("x")
    >>> print(another_limit(Claim(limit(exp(-x), x, oo), Relation.EQUAL, term(1)), 4))
    with left side 0, right side 1
    >>> print(another_limit(Claim(limit(exp(x), x, oo), Relation.EQUAL, oo), 4))
    None
    """
    left = claim.left
    if not isinstance(left, Limit) or isinstance(claim.right, Limit) or claim.relation is not Relation.EQUAL:
        return None
    sides = ("", "+", "-") if not left.side and not is_infinite(left.point) else (left.side,)
    for side in sides:  # what tends to something does so from each side
        witness = _differs(replace(claim, left=replace(left, side=side)), points)
        if witness is not None:
            return witness
    return None


def _differs(claim: Claim, points: int) -> Witness | None:
    try:
        value = proved_limit(claim)
        if value is None:
            return None
        if is_infinite(value) or is_infinite(claim.right):
            return Witness((), _shown(value), _shown(claim.right)) if value != claim.right else None
        opinion = consult(Claim(value, Relation.EQUAL, claim.right, claim.context), points=points)
    except (QedtexError, RecursionError):
        return None
    return opinion.witness if opinion.refuted else None


def proved_limit(claim: Claim) -> Term | None:
    """What the left side of a claim is proved to be; `None` where that is not found."""
    scope = Scope(claim.context).along(claim.left, ())
    for rule in (limit_by_continuity, limit_by_growth):
        try:
            ((value, _),) = rule.forward(claim.left, scope, ())
            prove(Claim(claim.left, Relation.EQUAL, value, claim.context), [Link(claim.left, value, (), Use(rule))])
        except (Refused, QedtexError, ValueError):
            continue
        return value
    return None


def _shown(value: Term) -> str:
    return "oo" if value == Const("oo") else "-oo" if is_infinite(value) else str(value)

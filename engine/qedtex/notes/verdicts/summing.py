"""Integrals of laws that nothing is known of, looked at as sums over outcomes.

A law with finitely many outcomes is a density that is constant on intervals of length 1, and a sum over them is the
integral: what is false of sums is false of integrals. What is proved of sums holds of integrals where they exist, if
no mass was taken to be at most 1, which a density need not be; so it is assumed, and not proved.
"""

from __future__ import annotations

from dataclasses import replace

from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.integrability import is_infinite
from qedtex.sorts import Alphabet, Outcome, Real
from qedtex.terms import Abs, Integral, Interval, Over, SumOver, Symbol, Term

SUMS = "it holds of sums over outcomes, and of integrals where they exist"
STEPS = "a counterexample with densities that are constant on intervals"
_BY_MASS = frozenset({"compare", "bound", "rounded"})


def as_sums(claim: Claim) -> Claim | None:
    r"""A claim with sums over outcomes for its integrals over all values of random variables; `None` without any.

    >>> from qedtex.language import oo
    >>> from qedtex.terms import Distribution, Law, Prob, term
    >>> x, p = Symbol("x", Real(role="x")), Distribution(Law("p", Alphabet(r"\mathcal{X}")))
    >>> print(as_sums(Claim(Integral(Interval(-oo, oo), x, Prob(p, (x,))), Relation.EQUAL, term(1))).left)
    ∑_{x ∈ X} p(x)
    """
    sides = (claim.left, claim.right)
    integrals = [node for side in sides for node in side.walk() if isinstance(node, Integral)]
    if not integrals or claim.context.hypotheses or not all(map(_is_of_all, integrals)):
        return None
    return replace(claim, left=_summed(claim.left), right=_summed(claim.right))


def is_of_densities_too(claim: Claim, by: tuple[str, ...]) -> bool:
    """Whether what proves a claim of sums, by the names of its rules, takes no mass to be at most 1."""
    nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
    if any(isinstance(node, Abs) for node in nodes):
        return False  # |1 - p| is 1 - p of a mass p alone
    return claim.relation is Relation.EQUAL or not _BY_MASS & set(by)


def _is_of_all(node: Integral) -> bool:
    domain, sort = node.domain, node.variable.sort
    unbounded = isinstance(domain, Interval) and all(map(is_infinite, (domain.lower, domain.upper)))
    return unbounded and isinstance(sort, Real) and bool(sort.role)


def _outcome(variable: Symbol) -> Symbol:
    """The same letter for an outcome."""
    role = variable.sort.role.rstrip("'") if isinstance(variable.sort, Real) else ""
    letter = role if role.startswith("\\") else role.upper()
    return Symbol(variable.name, Outcome(Alphabet(rf"\mathcal{{{letter}}}")))


def _summed(side: Term) -> Term:
    if isinstance(side, Symbol):
        return _outcome(side) if isinstance(side.sort, Real) and side.sort.role else side
    inner = side.with_children(tuple(map(_summed, side.children)))
    if isinstance(inner, Integral):
        outcome = _outcome(inner.variable)
        sort = outcome.sort
        return SumOver(Over(sort.space), outcome, inner.body) if isinstance(sort, Outcome) else inner
    return inner

"""Search for inequalities by a variance: (E X)^2 <= E X^2, since E (X - E X)^2 is not negative. Untrusted.

Where R - L = E (b - m)^2 for a mean m = E b whose square stands in the claim, the kernel checks
L = L + 0 <= L + E (b - m)^2 = R.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qedtex.binding import free, fresh, places, put, rename_bound
from qedtex.claims import Claim
from qedtex.conditions import holds, nonnegative
from qedtex.context import Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import Link, Use
from qedtex.rules import arithmetic, compare
from qedtex.search import Found, find
from qedtex.terms import Add, Div, Expectation, Mul, Num, Pow, Prob, SumOver, Symbol, Term, term

_ORDERS = (Relation.LESS_EQUAL, Relation.GREATER_EQUAL)


def by_variance(claim: Claim) -> Found | None:
    """Links that show an inequality between the square of a mean and the mean of squares; `None` where it is none.

    >>> from qedtex.language import Sum, index, positive_integer, sample
    >>> from qedtex.sorts import REAL
    >>> n, i = positive_integer("n"), index("i"); x = sample("x", REAL, n)
    >>> mean, squares = Sum(x[i], (i, 1, n)) / n, Sum(x[i]**2, (i, 1, n)) / n
    >>> by_variance(Claim(mean**2, Relation.LESS_EQUAL, squares)) is not None
    True
    >>> by_variance(Claim(mean, Relation.LESS_EQUAL, squares)) is None
    True
    """
    if claim.relation not in _ORDERS:
        return None
    turned = claim.relation is Relation.GREATER_EQUAL
    low, high = (claim.right, claim.left) if turned else (claim.left, claim.right)
    for surplus in dict.fromkeys(_variances(low, high)):
        try:
            links = _links(low, high, surplus, claim)
        except (QedtexError, RecursionError):
            continue
        if links is not None:
            return Found(tuple(link.turned() for link in reversed(links)) if turned else links)
    return None


def _links(low: Term, high: Term, surplus: Term, claim: Claim) -> tuple[Link, ...] | None:
    if not holds(nonnegative(surplus, Scope(claim.context))):
        return None
    start, end = Add((low, term(0))), Add((low, surplus))
    after = find(end, high, claim.context)
    if after is None:
        return None
    return (Link(low, start, (), Use(arithmetic)), Link(start, end, (1,), Use(compare)), *after.links)


def _variances(*sides: Term) -> Iterator[Term]:
    """The variances about the means whose squares stand in some terms."""
    for side in sides:
        for node in side.walk():
            if isinstance(node, Pow) and node.exponent == term(2):
                yield from _about(node.base, _renamed(node.base))


def _about(mean: Term, whole: Term) -> Iterator[Term]:
    """The means of (b - m)^2 for each way to see a term as a mean of b."""
    match mean:
        case Expectation():
            yield replace(mean, body=(mean.body - whole) ** 2)
        case SumOver(_, _, Mul(factors)):
            weights = tuple(factor for factor in factors if isinstance(factor, Prob))
            rest = tuple(factor for factor in factors if not isinstance(factor, Prob))
            if weights and rest:
                yield replace(mean, body=Mul((*weights, (_product(rest) - whole) ** 2)))
        case Div(SumOver() as total, by):
            yield replace(total, body=(total.body - whole) ** 2) / by
        case Mul((Div(Num(), _) as share, SumOver() as total)):
            yield share * replace(total, body=(total.body - whole) ** 2)


def _renamed(mean: Term) -> Term:
    """A mean over another name, which may stand inside the mean itself."""
    for path, node in places(mean):
        if isinstance(node, (Expectation, SumOver)):
            (old,) = node.variables
            return put(mean, path, rename_bound(node, old, fresh(old, {*free(mean), *_bound(mean)})))
    return mean


def _bound(value: Term) -> frozenset[Symbol]:
    return frozenset(variable for node in value.walk() for variable in node.variables)


def _product(factors: tuple[Term, ...]) -> Term:
    return factors[0] if len(factors) == 1 else Mul(factors)

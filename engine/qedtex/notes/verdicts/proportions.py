r"""Proportions: p(\theta|D) \propto p(D|\theta) p(\theta) as an equation with the factor that is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Context, Relation
from qedtex.terms import Distribution, Prob, Term


def equations(left: Term, right: Term, context: Context) -> Iterator[tuple[Claim, str]]:
    """Equations that each show the left side to be proportional to the right one, and what the factor is.

    The sides are functions of the outcomes of the conditional law on the left, which do not stand in the factor.

    >>> from qedtex.language import alphabet, law, outcome
    >>> p = law("p"); x, y = outcome("x", alphabet("X")), outcome("y", alphabet("Y"))
    >>> [(str(claim), factor) for claim, factor in equations(p(x | y), p(y | x) * p(x), Context())]
    [('p(x | y) = p(y | x) p(x)', ''), ('p(x | y) = p(y | x) p(x) / p(y)', '1 / p(y)')]
    """
    yield Claim(left, Relation.EQUAL, right, context), ""
    if isinstance(left, Prob) and left.distribution.given:
        whole = Prob(replace(left.distribution, given=()), left.distribution.given)
        varied = frozenset().union(*(free(outcome) for outcome in left.outcomes))
        if free(whole).isdisjoint(varied):
            yield Claim(left, Relation.EQUAL, right / whole, context), f"1 / {whole}"


def gives_a_law(left: Term, right: Term) -> bool:
    """Whether a law that is conditioned on nothing is given by a formula that speaks of no law: it is laid down so."""
    return (
        isinstance(left, Prob)
        and not left.distribution.given
        and not any(isinstance(node, Distribution) for node in right.walk())
    )

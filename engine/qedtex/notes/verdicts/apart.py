"""Random variables that a step draws together, drawn each by itself: what holds of them so may have been meant."""

from __future__ import annotations

from dataclasses import replace

from qedtex.binding import free, fresh
from qedtex.claims import Claim
from qedtex.sorts import Integer, Labels
from qedtex.terms import Distribution, Expectation, Index, Symbol, Term


def drawn_apart(claim: Claim) -> Claim | None:
    """The claim with each mean over the values of several variables taken over each by a law of its own.

    `None` where no mean is over those of several variables.

    >>> from qedtex.context import Relation
    >>> from qedtex.notes.reading import Notebook, read_chain
    >>> from qedtex.notes.reading.tokens import tokens
    >>> read = read_chain([tokens("E[XY]"), tokens("E[X]E[Y]")], Notebook())
    >>> print(drawn_apart(Claim(read.sides[0], Relation.EQUAL, read.sides[1])).left)
    E_{k ~ pₓ}[E_{i ~ py}[xₖ yᵢ]]
    >>> read = read_chain([tokens("E[X^2]"), tokens("E[X]^2")], Notebook())
    >>> drawn_apart(Claim(read.sides[0], Relation.EQUAL, read.sides[1])) is None
    True
    """
    several = [node for side in (claim.left, claim.right) for node in side.walk() if len(_drawn(node)) > 1]
    return replace(claim, left=_apart(claim.left), right=_apart(claim.right)) if several else None


def variables_of(claim: Claim) -> frozenset[str]:
    """The random variables over whose values the means of a claim are, as capitals."""
    nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
    return frozenset(family.name.upper() for node in nodes for family in _drawn(node))


def _drawn(mean: Term) -> tuple[Symbol, ...]:
    """The families of whose values a mean over numbered places is, in a fixed order."""
    if not isinstance(mean, Expectation) or not isinstance(mean.distribution, Distribution):
        return ()
    at = mean.variable
    if not isinstance(at.sort, Integer) or not isinstance(mean.distribution.law.space, Labels):
        return ()
    found = {node.family for node in mean.body.walk() if isinstance(node, Index) and node.at == at}
    return tuple(sorted(found, key=lambda family: family.name))


def _apart(node: Term) -> Term:
    families = _drawn(node)
    node = node.with_children(tuple(map(_apart, node.children)))
    if not families or not isinstance(node, Expectation) or not isinstance(node.distribution, Distribution):
        return node
    law, at, body = node.distribution.law, node.variable, node.body
    for number, family in reversed(list(enumerate(families))):
        own = at if number == 0 else fresh(at, {at, *free(body)})
        body = _moved(body, family, at, own)
        made = Distribution(replace(law, name=f"{law.name}_{{{family.name}}}"))
        body = Expectation(made, own, body)
    return body


def _moved(node: Term, family: Symbol, at: Symbol, own: Symbol) -> Term:
    """A body with the members of one family at a place of its own."""
    if isinstance(node, Index) and node.family == family and node.at == at:
        return replace(node, at=own)
    if at not in free(node):
        return node
    return node.with_children(tuple(_moved(child, family, at, own) for child in node.children))

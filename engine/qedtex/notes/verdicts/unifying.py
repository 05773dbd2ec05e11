"""Unifying: one law for one name, one form of e^x, and outcomes that begin with the first, which sums may hide.

A sum that begins with the second outcome, or ends before the last, reads by itself as one over all outcomes there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qedtex.arithmetic import Arithmetic, is_real
from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.sorts import Alphabet, Enumerated, Family, Labels, Outcome, Sort, Space
from qedtex.terms import (
    Argmax,
    Argmin,
    Const,
    Distribution,
    Exp,
    FiniteSet,
    Index,
    Law,
    Log,
    Num,
    Pow,
    Prob,
    Range,
    SumOver,
    Symbol,
    Term,
    term,
)


def unified(claim: Claim) -> Claim:
    """The claim with one law for each name, exp for e to a power, and outcomes and members from the first to the last.

    >>> from qedtex.context import Relation
    >>> from qedtex.language import Sum, index, outcomes, pmf, positive_integer
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n - 1); p = pmf("p", x)
    >>> whole = unified(Claim(Sum(p(x[i]), (i, 1, n - 1)), Relation.EQUAL, n))
    >>> print(next(node.law.space.upper for node in whole.left.walk() if isinstance(node, Distribution)))
    n
    """
    joint = _joint_laws(claim)

    def change(node: Term) -> Term:
        if isinstance(node, Distribution):
            law = joint.get(node.law, node.law)
            space = law.space
            node = replace(
                node, law=replace(law, space=_whole(space)) if isinstance(space, (Enumerated, Labels)) else law
            )
        elif isinstance(node, Pow) and node.base == Const("e") and not isinstance(node.exponent, Num):
            return Exp(change(node.exponent))
        elif isinstance(node, Symbol):
            return replace(node, sort=_whole_sort(node.sort))
        return node.with_children(tuple(map(change, node.children)))

    left, right = change(claim.left), change(claim.right)
    if claim.relation is Relation.EQUAL:
        left, right = _point_for(left, right), _point_for(right, left)
    return claim if (left, right) == (claim.left, claim.right) else replace(claim, left=left, right=right)


def _point_for(side: Term, other: Term) -> Term:
    """The set of a point that an argmax or argmin is said to be."""
    return FiniteSet((side,)) if isinstance(other, (Argmax, Argmin)) and is_real(side) else side


def _joint_laws(claim: Claim) -> dict[Law, Law]:
    """For a law that is only spoken of with a condition the joint law of the same name, where there is one."""
    nodes = [node for side in (claim.left, claim.right) for node in side.walk() if isinstance(node, Distribution)]
    wide = {node.law.name: node.law for node in nodes if node.law.space is None}
    named: dict[Law, Law] = {}
    for node in nodes:
        joint = wide.get(node.law.name)
        if joint is not None and node.law != joint and node.given and node.law.positive == joint.positive:
            named[node.law] = joint
    plain = {node.law for node in nodes if not node.given}
    return {law: joint for law, joint in named.items() if law not in plain}


def _whole_sort(sort: Sort) -> Sort:
    if not isinstance(sort, Family):
        return sort
    element = sort.element
    if isinstance(element, Outcome) and isinstance(element.space, (Enumerated, Labels)):
        element = Outcome(_whole(element.space))
    lower, upper = _whole_range(sort.lower, sort.upper)
    return replace(sort, element=element, lower=lower, upper=upper)


def _whole(space: Enumerated | Labels) -> Enumerated | Labels:
    lower, upper = _whole_range(space.lower, space.upper)
    return replace(space, lower=lower, upper=upper)


def _whole_range(lower: Term, upper: Term) -> tuple[Term, Term]:
    """A range that begins with 2 made to begin with 1, and one from 1 to n - 1 to end with n."""
    if not free(upper):
        return lower, upper
    if _equal(lower, term(2)):
        return term(1), upper
    last = next((symbol for symbol in free(upper) if _equal(upper, symbol - 1)), None)
    if last is not None and lower == term(1):
        return lower, last
    return lower, upper


def _equal(one: Term, other: Term) -> bool:
    if isinstance(one, Num) and isinstance(other, Num):
        return one.value == other.value
    try:
        return Arithmetic().equal(one, other)
    except QedtexError:
        return False


def enumerated(claim: Claim) -> Claim | None:
    """The claim with the members of a family as all the outcomes there are, where a sum weighs them with a law.

    `None` where they are outcomes already, or nothing is weighed: they are a sample then.

    >>> from qedtex.context import Relation
    >>> from qedtex.notes.reading import Notebook, read_chain
    >>> from qedtex.notes.reading.tokens import tokens
    >>> read = read_chain([tokens("\\\\sum_{i=1}^n P(x_i)^2"), tokens("1")], Notebook())
    >>> made = enumerated(Claim(read.sides[0], Relation.EQUAL, read.sides[1]))
    >>> print(next(node.law.space.upper for node in made.left.walk() if isinstance(node, Distribution)))
    n
    """
    nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
    weighed = {family for node in nodes if isinstance(node, SumOver) for family in _weights(node)}
    if len(weighed) != 1:
        return None
    [family] = weighed
    sort = family.sort
    if not isinstance(sort, Family) or not isinstance(sort.element, Outcome):
        return None
    old, space = sort.element.space, Enumerated(family.name, sort.lower, sort.upper)

    def change(node: Term) -> Term:
        if isinstance(node, Distribution) and node.law.space == old:
            node = replace(node, law=replace(node.law, space=space))
        elif isinstance(node, Symbol):
            return replace(node, sort=_on(node.sort, old, space))
        return node.with_children(tuple(map(change, node.children)))

    return replace(claim, left=change(claim.left), right=change(claim.right))


def _weights(whole: SumOver) -> Iterator[Symbol]:
    """The families over which a sum runs from the first member to the last, with a probability of each as a factor."""
    for node in _outside_logarithms(whole.body):
        if isinstance(node, Prob) and len(node.outcomes) == 1 and isinstance(node.outcomes[0], Index):
            member = node.outcomes[0]
            sort = member.family.sort
            if member.at != whole.variable or not isinstance(sort, Family) or not isinstance(sort.element, Outcome):
                continue
            ranges = whole.domain == Range(sort.lower, sort.upper)
            if ranges and isinstance(sort.element.space, Alphabet) and not node.distribution.given:
                yield member.family


def _outside_logarithms(value: Term) -> Iterator[Term]:
    yield value
    for child in value.children if not isinstance(value, Log) else ():
        yield from _outside_logarithms(child)


def _on(sort: Sort, old: Space, space: Enumerated) -> Sort:
    """A sort with one space in place of another."""
    if isinstance(sort, Outcome):
        return Outcome(space) if sort.space == old else sort
    if isinstance(sort, Family):
        return replace(sort, element=_on(sort.element, old, space))
    return sort

"""Unifying: one law for one name, one form of e^x, and outcomes that begin with the first, which sums may hide.

A sum that begins with the second outcome, or ends before the last, reads by itself as one over all outcomes there are.
"""

from __future__ import annotations

from dataclasses import replace

from qedtex.arithmetic import Arithmetic
from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.errors import QedtexError
from qedtex.sorts import Enumerated, Family, Labels, Outcome, Sort
from qedtex.terms import Const, Distribution, Exp, Law, Num, Pow, Symbol, Term, term


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
    return claim if (left, right) == (claim.left, claim.right) else replace(claim, left=left, right=right)


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

"""Search by cases: a claim with an absolute value, for what stands between the bars not negative and not positive.

Untrusted: the kernel checks each case and that the two of them are all there are.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.inference import Link, Use
from qedtex.kernel import Named, Theorem
from qedtex.rules.absolutes import absolute_cases, with_size
from qedtex.search import Found
from qedtex.terms import Abs, Neg, Num, Term

_COMPARED = (Relation.EQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
_MOST = 3


def by_cases(claim: Claim, prove: Callable[[Claim], Theorem | None]) -> Found | None:
    """A link that shows a claim by two cases, each of which `prove` shows; `None` where there are none.

    >>> from qedtex.language import absolute, real
    >>> t = real("t")
    >>> claim = Claim((t + absolute(t)) * (t - absolute(t)), Relation.EQUAL, t * 0)
    >>> by_cases(claim, lambda case: None) is None
    True
    """
    nodes = [node for side in (claim.left, claim.right) for node in _outside(side)]
    sizes = list(dict.fromkeys(node.of for node in nodes if isinstance(node, Abs)))
    if claim.relation not in _COMPARED or not 0 < len(sizes) <= _MOST:
        return None
    size = next((one for one in sizes if not any(isinstance(node, Abs) for node in one.walk())), None)
    if size is None:
        return None
    theorems: list[Named] = []
    for value, side in ((size, Relation.GREATER_EQUAL), (Neg(size), Relation.LESS_EQUAL)):
        known = Hypothesis(f"{size} {side.value} 0", size, side, Num(Fraction(0)))
        left, right = (with_size(one, size, value) for one in (claim.left, claim.right))
        case = Claim(left, claim.relation, right, Context((*claim.context.hypotheses, known)))
        theorem = prove(case)
        if theorem is None:
            return None
        theorems.append(Named(known.name, theorem))
    return Found((Link(claim.left, claim.right, (), Use(absolute_cases, (size, *theorems))),))


def _outside(whole: Term) -> list[Term]:
    """The nodes of a term that nothing binds a symbol around."""
    children = whole.children[:-1] if whole.bound else whole.children
    return [whole, *(node for child in children for node in _outside(child))]

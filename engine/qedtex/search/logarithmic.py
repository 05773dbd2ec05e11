"""Search for equations between products and powers by their logarithms, which are sums. Untrusted.

Where L, R > 0 and log L = log R, the kernel checks L = exp log L = ... = exp log R = R.
"""

from __future__ import annotations

from qedtex.claims import Claim
from qedtex.conditions import holds, positive
from qedtex.context import Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import Link, Use
from qedtex.rules import exp_log
from qedtex.search import Found, find
from qedtex.terms import Exp, Log, Num, Pow, ProductOver, Term


def by_logarithm(claim: Claim) -> Found | None:
    """Links that show an equation between products and powers by their logarithms; `None` where there are none.

    >>> from qedtex.language import Product, Sum, exp, index, positive, positive_integer, vector
    >>> n, i, c = positive_integer("n"), index("i"), positive("c")
    >>> t = vector("t", n)
    >>> each, whole = Product(c * exp(-c * t[i]), (i, 1, n)), exp(-c * Sum(t[i], (i, 1, n)))
    >>> by_logarithm(Claim(each, Relation.EQUAL, c**n * whole)) is not None
    True
    >>> by_logarithm(Claim(each, Relation.EQUAL, c * whole)) is None
    True
    """
    sides, scope = (claim.left, claim.right), Scope(claim.context)
    if claim.relation is not Relation.EQUAL or not any(map(_is_raised, sides)):
        return None
    if any(known.relation is Relation.EQUAL for known in claim.context.hypotheses):
        return None  # a law that a note lays down by its logarithm is no theorem
    if not all(holds(positive(side, scope)) for side in sides):
        return None
    left, right = (Log(side) for side in sides)
    try:
        between = find(left, right, claim.context)
    except (QedtexError, RecursionError):
        return None
    if between is None or not between.links:
        return None
    lifted = [Link(Exp(one.before), Exp(one.after), (0, *one.path), one.use, one.reverse) for one in between.links]
    start = Link(claim.left, Exp(left), (), Use(exp_log), True)
    return Found((start, *lifted, Link(Exp(right), claim.right, (), Use(exp_log))))


def _is_raised(side: Term) -> bool:
    """Whether a product over an index, an exponential or a power with an exponent that is no number occurs."""
    return any(
        isinstance(node, (ProductOver, Exp)) or (isinstance(node, Pow) and not isinstance(node.exponent, Num))
        for node in side.walk()
    )

"""Search for equations of powers: two positive numbers are equal where their logarithms are, as in a perplexity.

It is untrusted: the kernel checks that both sides are the exponentials of their logarithms, and each link between.
"""

from __future__ import annotations

from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.inference import RULES, Link, Use
from qedtex.search import Found, find
from qedtex.terms import Exp, Log, Num, Pow, Term


def by_logarithms(claim: Claim) -> Found | None:
    """Links between two sides by way of their logarithms; `None` where neither is a power, or nothing is found.

    >>> from qedtex.language import exp, log, positive, positive_integer
    >>> a, n = positive("a"), positive_integer("n")
    >>> by_logarithms(Claim(exp(log(a) / n), Relation.EQUAL, a ** (1 / n))) is not None
    True
    >>> by_logarithms(Claim(exp(log(a) / n), Relation.EQUAL, a**n)) is None
    True
    """
    if claim.relation is not Relation.EQUAL or not any(_is_power(side) for side in (claim.left, claim.right)):
        return None
    if any(known.relation is Relation.EQUAL for known in claim.context.hypotheses):
        return None  # a law that a note lays down by its logarithm is no theorem
    try:
        between = find(Log(claim.left), Log(claim.right), claim.context)
    except (QedtexError, RecursionError):
        return None
    if between is None:
        return None
    rule = Use(next(rule for rule in RULES if rule.name == "exp_log"))
    ends = [Link(Exp(Log(side)), side, (), rule) for side in (claim.left, claim.right)]
    middle = [
        Link(Exp(link.before), Exp(link.after), (0, *link.path), link.use, link.reverse) for link in between.links
    ]
    return Found((ends[0].turned(), *middle, ends[1]))


def _is_power(side: Term) -> bool:
    """Whether a side holds an exponential, or a power with an exponent that is no number."""
    return any(
        isinstance(node, Exp) or (isinstance(node, Pow) and not isinstance(node.exponent, Num)) for node in side.walk()
    )

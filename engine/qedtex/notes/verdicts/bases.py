r"""Bases of logarithms that are not written: \log may be to base 2 or 10 where the text or the numbers say so."""

from __future__ import annotations

import re
from dataclasses import replace

from qedtex.claims import Claim
from qedtex.terms import (
    KL,
    CrossEntropy,
    Entropy,
    Log,
    Pow,
    SelfInformation,
    Term,
    VariableEntropy,
    term,
)

_NAMED = {
    2: re.compile(
        r"\bbase[- ](?:2|two)\b|\bbits?\b|\bbinary log\w*|\bshannons?\b|以\s*(?:2|二)\s*为底|底数?[为是]\s*2|比特",
        re.IGNORECASE,
    ),
    10: re.compile(
        r"\bbase[- ](?:10|ten)\b|\bdecibels?\b|\bcommon log\w*|\bhartleys?\b|以\s*(?:10|十)\s*为底|常用对数",
        re.IGNORECASE,
    ),
}
"""Words that tell to which base logarithms are."""


_BASED = (Log, SelfInformation, Entropy, CrossEntropy, KL, VariableEntropy)
_LN = re.compile(r"(?<![A-Za-z])\\?ln(?![A-Za-z])")


def is_natural(latex: str) -> bool:
    r"""Whether a formula has a logarithm that is natural by its name.

    >>> is_natural(r"\ln 8"), is_natural(r"\log 8")
    (True, False)
    """
    return _LN.search(latex) is not None


def names_base(base: int, words: str) -> bool:
    """Whether words say that logarithms are to a base.

    >>> names_base(2, "All logarithms are to base 2."), names_base(2, "All logarithms are natural.")
    (True, False)
    """
    return _NAMED[base].search(words) is not None


def raises(claim: Claim, base: int) -> bool:
    """Whether a claim raises a base to a quantity of information without one, as 2^H(p) does, which tells its unit.

    >>> from qedtex.context import Relation
    >>> from qedtex.language import Entropy, outcomes, pmf, positive_integer
    >>> p = pmf("p", outcomes("x", positive_integer("n")))
    >>> told = Claim(term(2) ** Entropy(p), Relation.EQUAL, term(8))
    >>> raises(told, 2), raises(told, 10)
    (True, False)
    """
    powers = [node for side in (claim.left, claim.right) for node in side.walk() if isinstance(node, Pow)]
    return any(
        isinstance(node, _BASED) and node.base is None
        for power in powers
        if power.base == term(base)
        for node in power.exponent.walk()
    )


def with_base(claim: Claim, base: int) -> Claim:
    """The claim with each logarithm and each quantity of information that has no base taken to one.

    >>> from qedtex.context import Relation
    >>> from qedtex.language import log
    >>> print(with_base(Claim(log(term(8)), Relation.EQUAL, term(3)), 2).left)
    log₂ 8
    """

    def change(node: Term) -> Term:
        node = node.with_children(tuple(map(change, node.children)))
        if isinstance(node, _BASED) and node.base is None:
            return replace(node, base=term(base))
        return node

    return replace(claim, left=change(claim.left), right=change(claim.right))

"""Repairs: a small change that makes a refuted step provable. Only what the kernel proves is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, zip_longest
from time import process_time

from qedtex.binding import alpha_equal
from qedtex.claims import Claim, Verdict
from qedtex.errors import QedtexError
from qedtex.latex.printer import latex, latex_relation
from qedtex.notes.verdicts.deciding import Decision, decide
from qedtex.notes.verdicts.library import Library
from qedtex.notes.verdicts.slips import slips
from qedtex.notes.verdicts.unifying import enumerated, unified
from qedtex.oracle import consult

_POINTS = 3
_MOST = 160
_MOST_WORK = 20_000
"""How many nodes of terms are looked at for one step: a bound that is the same on every machine."""
_OF_A_SEARCH = 10
"""How much more a search for a proof takes than a look at a few points."""
SECONDS = 6.0
"""The time of the processor after which no repair is looked for, whatever was looked at."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A true claim close to a false one: what the change is, and the claim as LaTeX."""

    what: str
    latex: str
    claim: Claim
    by: tuple[str, ...] = ()


def repair(
    claim: Claim,
    library: Library | None = None,
    seconds: float = SECONDS,
    decided: Callable[[Claim, Library | None], Decision] = decide,
) -> Repair | None:
    """The first small change after which a claim is proved, one that says something before one that says A = A.

    `None` where none was found in time.

    >>> from qedtex.context import Relation
    >>> from qedtex.language import KL, CrossEntropy, Entropy, outcomes, pmf, positive_integer
    >>> x = outcomes("x", positive_integer("n")); p, q = pmf("p", x), pmf("q", x)
    >>> repair(Claim(KL(p, q), Relation.EQUAL, CrossEntropy(p, q) + Entropy(p))).what
    'a minus sign before H(p)'
    """
    end = process_time() + seconds
    work = 0
    idle: Repair | None = None
    claim = unified(claim)
    listed = enumerated(claim)
    changes = chain.from_iterable(zip_longest(slips(claim), slips(listed) if listed is not None else ()))
    for number, (what, changed) in enumerate(filter(None, changes)):
        size = sum(1 for side in (changed.left, changed.right) for _ in side.walk())
        work += size
        if number >= _MOST or work > _MOST_WORK:
            break
        if process_time() > end:
            if library is not None:
                library.broken_off += 1
            break
        try:
            opinion = consult(changed, points=_POINTS, seed=1)
        except (QedtexError, RecursionError):
            continue
        if opinion.refuted or not opinion.points:
            continue
        work += _OF_A_SEARCH * size
        found = decided(changed, library)
        if found.verdict is Verdict.PROVED:
            made = repaired(what, changed, found)
            if not alpha_equal(changed.left, changed.right):
                return made
            idle = idle or made
    return idle


def repaired(what: str, changed: Claim, found: Decision) -> Repair:
    """A change of a claim, in words, and what was found of the claim that it makes."""
    written = f"{latex(changed.left)} {latex_relation(changed.relation)} {latex(changed.right)}"
    return Repair(what, written, changed, found.by)

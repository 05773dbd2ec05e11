"""Mutants of every step of every derivation: a false one that is accepted is a defect, and there are none."""

from __future__ import annotations

from collections import Counter

import pytest
from mutations import mutants

from qedtex.catalogue import Catalogue
from qedtex.chains import Step
from qedtex.claims import Claim
from qedtex.errors import QedtexError
from qedtex.kernel import prove
from qedtex.oracle import consult
from qedtex.search import find
from qedtex.terms import Distribution, Term

LEAST = 12
"""How many mutants of each step there must be at least."""

MANY = 30
"""How many of them the long test tries, which takes minutes."""

CATALOGUE = Catalogue()


def laws(*terms: Term) -> tuple:
    return tuple(dict.fromkeys(node.law for term in terms for node in term.walk() if isinstance(node, Distribution)))


def outcome(step: Step, mutant: Term, *, searched: bool) -> str:
    """What becomes of a step whose right side is a mutant: refused, accepted and true, or accepted and false."""
    claim = Claim(step.left, step.relation, mutant, step.theorem.claim.context)
    try:
        found = find(claim.left, claim.right, claim.context, None if searched else step.uses)
        if found is None:
            return "refused"
        prove(claim, found.links)
    except QedtexError:
        return "refused"
    return "accepted, false" if consult(claim, points=12).refuted else "accepted, true"


def tally(name: str, *, most: int | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    derivation = CATALOGUE.load(name)
    everywhere = laws(*derivation.lines)
    for number, step in enumerate(derivation.steps, 1):
        every = mutants(step.right, everywhere) + [
            (f"left: {what}", mutant) for what, mutant in mutants(step.left, everywhere)
        ]
        distinct = list({mutant: what for what, mutant in every if mutant != step.right}.items())
        assert len(distinct) >= LEAST, f"step {number} of {name} has only {len(distinct)} mutants"
        stride = 1 if most is None else max(1, len(distinct) // most)
        for mutant, what in distinct[::stride]:
            for searched in (False, True):
                result = outcome(step, mutant, searched=searched)
                counts[result] += 1
                assert result != "accepted, false", f"step {number} of {name}, {what}: {step.left} = {mutant}"
    return counts


@pytest.mark.parametrize("name", CATALOGUE.ids())
def test_no_false_mutant_of_a_step_is_accepted(name: str, record_property) -> None:
    counts = tally(name, most=LEAST)
    record_property("mutants", dict(counts))
    assert counts["refused"] > counts["accepted, true"]
    assert counts["accepted, false"] == 0


@pytest.mark.long
@pytest.mark.parametrize("name", CATALOGUE.ids())
def test_no_false_mutant_of_many_more_is_accepted(name: str, record_property) -> None:
    counts = tally(name, most=MANY)
    record_property("mutants", dict(counts))
    assert counts["accepted, false"] == 0

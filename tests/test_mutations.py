"""Mutants of every step of every derivation: a false one that is accepted is a defect, and there are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from mutations import mutants

from qedtex.catalogue import Catalogue
from qedtex.chains import Step
from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.kernel import prove
from qedtex.oracle import consult
from qedtex.search.relations import found_for
from qedtex.stating import is_proposition, is_set
from qedtex.terms import Distribution, Term, term

NAMES_OF_THE_MAIN_JOB = frozenset(
    {
        *("cross_entropy.binary", "divergence.kl_decomposition", "likelihood.mle_is_min_cross_entropy"),
        *("posterior.gaussian_prior_is_l2", "posterior.laplace_prior_is_l1"),
    }
)

LEAST = 12
"""How many mutants of each step there are at least."""

SEARCHED = 4
"""Every which of them is also left to the search to find reasons for, which takes longer."""

CATALOGUE = Catalogue()
NAMED = [name for name in CATALOGUE.ids() if name in NAMES_OF_THE_MAIN_JOB]
OTHERS = [name for name in CATALOGUE.ids() if name not in NAMES_OF_THE_MAIN_JOB]


def laws(*terms: Term) -> tuple:
    return tuple(dict.fromkeys(node.law for term in terms for node in term.walk() if isinstance(node, Distribution)))


def outcome(step: Step, relation: Relation, mutant: Term, *, searched: bool) -> str:
    """What becomes of a step whose right side is a mutant: refused, accepted and true, or accepted and false."""
    claim = Claim(step.left, relation, mutant, step.theorem.claim.context)
    try:
        found = found_for(claim, None if searched else step.uses)
        if found is None:
            return "refused"
        prove(claim, found.links)
    except QedtexError:
        return "refused"
    return "accepted, false" if consult(claim, points=12).refuted else "accepted, true"


def mutants_of(step: Step, everywhere: tuple) -> list[tuple[str, Relation, Term]]:
    """Distinct mutants of a step: of its right side, of its relation, and of its left side put on the right."""
    whole = [] if is_proposition(step.right) or is_set(step.right) else list(_of_a_number(step.right))
    every = [(what, step.relation, term) for what, term in (*mutants(step.right, everywhere), *whole)]
    if step.relation.reverse is not step.relation:
        every.insert(0, ("relation turned round", step.relation.reverse, step.right))
    every += [(f"left: {what}", step.relation, term) for what, term in mutants(step.left, everywhere)]
    distinct = {(relation, term): what for what, relation, term in every if (relation, term) != _said(step)}
    return [(what, relation, term) for (relation, term), what in distinct.items()]


def _said(step: Step) -> tuple[Relation, Term]:
    return step.relation, step.right


def _of_a_number(right: Term) -> Iterator[tuple[str, Term]]:
    yield from (("one added", right + 1), ("one taken away", right - 1), ("doubled", 2 * right), ("negated", -right))
    yield from (("halved", right / 2), ("squared", right**2), ("tripled", 3 * right), ("two added", right + 2))
    yield from (("a tenth added", right + term(1) / 10), ("one less it", 1 - right), ("two less it", 2 - right))
    yield from (("four times", 4 * right), ("a quarter", right / 4), ("half added", right + term(1) / 2))


def tally(name: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    derivation = CATALOGUE.load(name)
    everywhere = laws(*derivation.lines)
    for number, step in enumerate(derivation.all_steps, 1):
        distinct = mutants_of(step, everywhere)
        assert len(distinct) >= (2 if is_proposition(step.right) or is_set(step.right) else LEAST)
        stride = max(1, len(distinct) // LEAST)
        for place, (what, relation, mutant) in enumerate(distinct[::stride]):
            for searched in (False, True) if place % SEARCHED == 0 else (False,):
                result = outcome(step, relation, mutant, searched=searched)
                counts[result] += 1
                told = f"step {number} of {name}, {what}: {step.left} {relation.value} {mutant}"
                assert result != "accepted, false", told
    return counts


@pytest.mark.parametrize("name", NAMED)
def test_no_false_mutant_of_a_step_is_accepted(name: str, record_property) -> None:
    counts = tally(name)
    record_property("mutants", dict(counts))
    assert counts["refused"] > counts["accepted, true"]
    assert counts["accepted, false"] == 0


@pytest.mark.long
@pytest.mark.parametrize("name", OTHERS)
def test_no_false_mutant_of_the_rest_of_the_catalogue_is_accepted(name: str, record_property) -> None:
    counts = tally(name)
    record_property("mutants", dict(counts))
    assert counts["accepted, false"] == 0

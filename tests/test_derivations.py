"""The shipped derivations: every step proved, resting on the axioms listed here and nothing else."""

from __future__ import annotations

import pytest

from qedtex.axioms import AXIOMS
from qedtex.binding import free
from qedtex.catalogue import Catalogue
from qedtex.claims import Verdict
from qedtex.kernel import is_theorem
from qedtex.sorts import Integer

CATALOGUE = Catalogue()
NAMED = (
    "cross_entropy.binary",
    "divergence.kl_decomposition",
    "divergence.kl_decomposition_expectation",
    "likelihood.mle_is_min_cross_entropy",
    "posterior.gaussian_prior_is_l2",
    "posterior.gaussian_prior_is_l2_vector",
    "posterior.laplace_prior_is_l1",
    "posterior.laplace_prior_is_l1_vector",
)
MAP = {
    "arithmetic.field",
    "arithmetic.order",
    "definition.conditional_probability",
    "definition.extremum",
    "log.increasing",
    "log.inverse",
    "log.product",
    "sum.finite",
}
RESTS_ON = {
    "cross_entropy.binary": {
        "arithmetic.field",
        "definition.cross_entropy",
        "probability.normalised",
        "sum.finite",
    },
    "divergence.kl_decomposition": {
        "arithmetic.field",
        "definition.cross_entropy",
        "definition.entropy",
        "definition.kl",
        "log.product",
        "sum.finite",
    },
    "divergence.kl_decomposition_expectation": {
        "arithmetic.field",
        "definition.cross_entropy",
        "definition.entropy",
        "definition.expectation",
        "definition.kl",
        "log.product",
        "sum.finite",
    },
    "likelihood.mle_is_min_cross_entropy": {
        "arithmetic.field",
        "arithmetic.order",
        "definition.cross_entropy",
        "definition.empirical_distribution",
        "definition.expectation",
        "definition.extremum",
        "log.increasing",
        "log.product",
        "sum.finite",
    },
    "posterior.gaussian_prior_is_l2": MAP,
    "posterior.gaussian_prior_is_l2_vector": MAP | {"definition.norm"},
    "posterior.laplace_prior_is_l1": MAP,
    "posterior.laplace_prior_is_l1_vector": MAP | {"definition.norm"},
}
"""The axioms of each derivation, frozen: a new one needs a name, a source and its line here."""


@pytest.mark.parametrize("name", NAMED)
def test_every_step_is_proved(name: str) -> None:
    derivation = CATALOGUE.load(name)
    assert len(derivation.steps) >= 4
    assert all(step.verdict is Verdict.PROVED and is_theorem(step.theorem) for step in derivation.steps)
    assert is_theorem(derivation.theorem)


@pytest.mark.parametrize("name", NAMED)
def test_the_axioms_of_a_derivation_are_these_and_no_others(name: str) -> None:
    assert {axiom.name for axiom in CATALOGUE.load(name).theorem.axioms} == RESTS_ON[name]


def test_every_axiom_is_named_and_sourced() -> None:
    for name, axiom in AXIOMS.items():
        assert axiom.name == name
        assert axiom.states and axiom.source


@pytest.mark.parametrize("name", NAMED)
def test_no_derivation_fixes_the_number_of_outcomes_or_samples(name: str) -> None:
    derivation = CATALOGUE.load(name)
    sizes = {s for line in derivation.lines for s in free(line) if isinstance(s.sort, Integer)}
    if name in ("cross_entropy.binary", "divergence.kl_decomposition_expectation"):
        assert not sizes  # two outcomes are its subject, or the space is any finite set
    else:
        assert sizes
        assert all(size.sort.upper is None and str(size.sort.lower) == "1" for size in sizes)


def test_the_catalogue_holds_what_is_named() -> None:
    assert set(NAMED) <= set(CATALOGUE.ids())

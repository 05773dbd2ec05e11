"""The shipped derivations: every step proved, resting on the axioms listed here and nothing else."""

from __future__ import annotations

import re

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
_TABLE = """
cross_entropy.bernoulli_likelihood
    arithmetic.order definition.extremum log.increasing log.power log.product sum.finite
cross_entropy.bernoulli_loss
    log.power log.product sum.finite
cross_entropy.binary
    arithmetic.field definition.cross_entropy probability.normalised sum.finite
cross_entropy.is_entropy_plus_kl
    arithmetic.field definition.cross_entropy definition.entropy definition.kl log.product sum.finite
cross_entropy.label_one
    arithmetic.field definition.cross_entropy probability.normalised sum.finite
cross_entropy.label_zero
    arithmetic.field definition.cross_entropy probability.normalised sum.finite
cross_entropy.one_hot
    definition.cross_entropy definition.kronecker sum.finite
cross_entropy.two_labels_merged
    arithmetic.field definition.cross_entropy definition.kronecker probability.normalised sum.finite
divergence.as_expectation
    definition.expectation definition.kl
divergence.bits_and_nats
    arithmetic.field definition.kl definition.logarithm_base sum.finite
divergence.cross_entropy_at_least_entropy
    arithmetic.field arithmetic.order definition.cross_entropy definition.entropy definition.kl derivative.algebra
    derivative.chain derivative.log log.product mean_value probability.normalised sum.finite
divergence.cross_entropy_convex
    arithmetic.field arithmetic.order definition.cross_entropy derivative.algebra derivative.chain derivative.log
    log.product mean_value sum.finite
divergence.cross_entropy_equality
    arithmetic.field arithmetic.order definition.cross_entropy definition.entropy definition.kl derivative.algebra
    derivative.chain derivative.log log.product mean_value probability.normalised sum.finite
divergence.cross_entropy_gap
    arithmetic.field definition.cross_entropy log.product sum.finite
divergence.gaussian_kl
    arithmetic.field arithmetic.power derivative.algebra derivative.chain derivative.exp derivative.power
    integral.fundamental integral.gauss integral.linear integral.substitution log.inverse log.product
divergence.gaussian_kl_nonneg
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.power log.product
    mean_value
divergence.gibbs
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
    sum.finite
divergence.gibbs_equality
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
    sum.finite
divergence.jensen_log
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
    sum.finite
divergence.kl_decomposition
    arithmetic.field definition.cross_entropy definition.entropy definition.kl log.product sum.finite
divergence.kl_decomposition_expectation
    arithmetic.field definition.cross_entropy definition.entropy definition.expectation definition.kl log.product
    sum.finite
divergence.kl_decomposition_negative
    arithmetic.field definition.cross_entropy definition.entropy definition.expectation definition.kl log.product
    sum.finite
divergence.kl_half
    arithmetic.field arithmetic.order definition.extremum definition.kl derivative.algebra derivative.chain
    derivative.log mean_value probability.normalised sum.finite
divergence.kl_half_slope
    arithmetic.field derivative.algebra derivative.chain derivative.log
divergence.kl_half_zero
    arithmetic.field arithmetic.order definition.kl derivative.algebra derivative.chain derivative.log log.product
    mean_value probability.normalised sum.finite
divergence.kl_nonneg
    arithmetic.field arithmetic.order definition.kl derivative.algebra derivative.chain derivative.log log.product
    mean_value probability.normalised sum.finite
divergence.kl_nonneg_by_jensen
    arithmetic.field arithmetic.order definition.expectation definition.kl derivative.algebra derivative.chain
    derivative.log log.product mean_value probability.normalised sum.finite
divergence.kl_not_symmetric
    arithmetic.enclosure arithmetic.field definition.kl sum.finite
divergence.kl_zero_iff
    arithmetic.field arithmetic.order definition.kl derivative.algebra derivative.chain derivative.log log.product
    mean_value probability.normalised sum.finite
divergence.log_bound
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
divergence.log_bound_equality
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
divergence.log_bound_slope
    arithmetic.field derivative.algebra derivative.chain derivative.log
divergence.log_bound_strict
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
divergence.log_concave
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
divergence.log_gap
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
divergence.of_itself
    arithmetic.field definition.kl log.product sum.finite
divergence.self_cross_entropy_least
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
    probability.normalised sum.finite
entropy.at_most_log_n
    arithmetic.field arithmetic.order definition.entropy derivative.algebra derivative.chain derivative.log
    log.product mean_value probability.normalised sum.finite
entropy.at_most_log_n_by_lagrange
    arithmetic.field arithmetic.order definition.entropy derivative.algebra derivative.chain derivative.log
    exp.sum log.inverse log.product mean_value probability.normalised sum.finite
entropy.bits_and_nats
    arithmetic.field definition.entropy definition.logarithm_base sum.finite
entropy.certain_case
    arithmetic.field definition.entropy log.product probability.normalised sum.finite
entropy.chain_rule
    arithmetic.field definition.conditional_probability definition.variable_entropy log.product
    probability.marginal sum.finite
entropy.code_length
    arithmetic.field arithmetic.order definition.entropy definition.logarithm_base derivative.algebra
    derivative.chain derivative.log log.inverse log.product mean_value probability.normalised sum.finite
entropy.code_length_equality
    arithmetic.field arithmetic.order definition.entropy definition.logarithm_base derivative.algebra
    derivative.chain derivative.log log.increasing log.inverse log.product mean_value probability.normalised
    sum.finite
entropy.conditional
    arithmetic.field definition.conditional_probability definition.variable_entropy sum.finite
entropy.conditioning_reduces
    arithmetic.field arithmetic.order definition.conditional_probability definition.variable_entropy
    derivative.algebra derivative.chain derivative.log log.product mean_value probability.marginal
    probability.normalised sum.finite
entropy.cross_entropy_of_itself
    definition.cross_entropy definition.entropy
entropy.eight_teams
    arithmetic.field definition.entropy log.inverse log.power sum.finite
entropy.entropy_nonneg
    arithmetic.field arithmetic.order definition.entropy sum.finite
entropy.expected_information
    arithmetic.field definition.entropy definition.expectation definition.self_information sum.finite
entropy.four_equal_cases
    arithmetic.field definition.entropy log.inverse log.power sum.finite
entropy.lagrangian_derivative
    arithmetic.field definition.kronecker derivative.algebra derivative.chain derivative.log sum.finite
entropy.lagrangian_stationary
    arithmetic.field arithmetic.order definition.kronecker derivative.algebra derivative.chain derivative.log
    log.increasing log.inverse sum.finite
entropy.log_n_only_if_uniform
    arithmetic.field arithmetic.order definition.entropy derivative.algebra derivative.chain derivative.log
    log.product mean_value probability.normalised sum.finite
entropy.log_n_only_if_uniform_by_lagrange
    arithmetic.field arithmetic.order definition.entropy derivative.algebra derivative.chain derivative.log
    log.product mean_value probability.normalised sum.finite
entropy.near_certain
    arithmetic.enclosure arithmetic.field definition.entropy sum.finite
entropy.near_certain_lower
    arithmetic.enclosure arithmetic.field definition.entropy sum.finite
entropy.near_certain_upper
    arithmetic.enclosure arithmetic.field definition.entropy sum.finite
entropy.of_uniform
    arithmetic.field definition.entropy log.product sum.finite
entropy.two_equal_cases
    arithmetic.field definition.entropy log.inverse log.power sum.finite
entropy.uniform_by_lagrange
    arithmetic.field definition.kronecker derivative.algebra derivative.chain derivative.log log.inverse
    sum.finite
entropy.x_log_x_limit
    arithmetic.field arithmetic.order arithmetic.power definition.limit derivative.algebra derivative.chain
    derivative.log log.power log.product mean_value
gradients.cross_entropy_gradient
    arithmetic.field definition.sigmoid derivative.algebra derivative.chain derivative.exp derivative.log
gradients.cross_entropy_gradient_vector
    arithmetic.field definition.kronecker definition.sigmoid derivative.algebra derivative.chain derivative.exp
    derivative.log sum.finite
gradients.example_cross_entropy
    arithmetic.enclosure arithmetic.field definition.sigmoid derivative.algebra derivative.chain derivative.exp
    derivative.log
gradients.example_ratio_above
    arithmetic.enclosure arithmetic.field definition.sigmoid derivative.algebra derivative.chain derivative.exp
    derivative.log derivative.power
gradients.example_ratio_below
    arithmetic.enclosure arithmetic.field definition.sigmoid derivative.algebra derivative.chain derivative.exp
    derivative.log derivative.power
gradients.example_sigmoid
    arithmetic.enclosure definition.sigmoid
gradients.example_squared_error
    arithmetic.enclosure arithmetic.field definition.sigmoid derivative.algebra derivative.chain derivative.exp
    derivative.power
gradients.sigmoid_derivative
    arithmetic.field definition.sigmoid derivative.algebra derivative.chain derivative.exp
gradients.sigmoid_derivative_at_most_quarter
    arithmetic.field arithmetic.order definition.sigmoid derivative.algebra derivative.chain derivative.exp
gradients.sigmoid_derivative_even
    arithmetic.field definition.sigmoid derivative.algebra derivative.chain derivative.exp exp.sum
gradients.sigmoid_derivative_is_quarter
    arithmetic.field arithmetic.order definition.sigmoid derivative.algebra derivative.chain derivative.exp
    log.increasing log.inverse
gradients.sigmoid_saturates
    arithmetic.enclosure arithmetic.field arithmetic.order definition.sigmoid derivative.algebra derivative.chain
    derivative.exp exp.increasing
gradients.softmax_cross_entropy
    arithmetic.field definition.kronecker derivative.algebra derivative.chain derivative.exp derivative.log
    log.inverse log.product sum.finite
gradients.squared_error_gradient
    arithmetic.field definition.sigmoid derivative.algebra derivative.chain derivative.exp derivative.power
information.base_from_factor
    arithmetic.field definition.logarithm_base log.inverse
information.bits_and_nats
    arithmetic.field definition.logarithm_base definition.self_information
information.certain_event
    arithmetic.field definition.self_information log.product
information.decreasing
    arithmetic.order log.increasing
information.decreasing_factor
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.log log.product mean_value
information.functional_equation
    arithmetic.field derivative.algebra derivative.chain derivative.log log.product mean_value
information.independent_events_add
    arithmetic.field definition.self_information log.product
information.infinite_at_zero
    arithmetic.field arithmetic.order definition.limit log.increasing log.inverse
information.minus_k_log
    arithmetic.field derivative.algebra derivative.chain derivative.log log.product mean_value
information.one_in_1024
    arithmetic.field definition.self_information log.inverse log.power
information.one_in_8
    arithmetic.field definition.self_information log.inverse log.power
information.positive_inside
    arithmetic.field arithmetic.order log.increasing log.product
likelihood.conditional_kl
    arithmetic.field definition.cross_entropy definition.entropy definition.expectation definition.kl log.product
    sum.finite
likelihood.conditional_kl_argmin
    arithmetic.field arithmetic.order definition.cross_entropy definition.entropy definition.expectation
    definition.extremum definition.kl log.product sum.finite
likelihood.law_of_large_numbers
    definition.cross_entropy
likelihood.mean_negative_log_likelihood
    arithmetic.field arithmetic.order definition.extremum log.increasing log.product sum.finite
likelihood.min_kl_is_min_cross_entropy
    arithmetic.field arithmetic.order definition.cross_entropy definition.entropy definition.expectation
    definition.extremum definition.kl log.product sum.finite
likelihood.mle_is_min_cross_entropy
    arithmetic.order definition.cross_entropy definition.empirical_distribution
    definition.expectation definition.extremum log.increasing log.product sum.finite
likelihood.mle_is_min_kl
    arithmetic.field arithmetic.order definition.cross_entropy definition.empirical_distribution
    definition.expectation definition.extremum definition.kl log.increasing log.product sum.finite
likelihood.sample_mean_is_unbiased
    arithmetic.field definition.cross_entropy definition.expectation sum.finite
likelihood.supervised
    arithmetic.field arithmetic.order definition.conditional_probability definition.extremum log.increasing
    log.product sum.finite
likelihood.uniform_prior
    arithmetic.field arithmetic.order definition.conditional_probability definition.extremum
posterior.bayes_theorem
    definition.conditional_probability
posterior.gaussian_first_moment
    arithmetic.field derivative.algebra derivative.chain derivative.exp derivative.power integral.fundamental
posterior.gaussian_integrates_to_one
    arithmetic.field arithmetic.power integral.gauss integral.linear integral.substitution
posterior.gaussian_log_density
    log.inverse log.product
posterior.gaussian_prior_is_l2
    arithmetic.field arithmetic.order definition.conditional_probability definition.extremum log.increasing
    log.inverse log.product sum.finite
posterior.gaussian_prior_is_l2_vector
    arithmetic.field arithmetic.order definition.conditional_probability definition.extremum definition.norm
    log.increasing log.inverse log.product sum.finite
posterior.gaussian_quadratic_mean
    arithmetic.field arithmetic.power derivative.algebra derivative.chain derivative.exp derivative.power
    integral.fundamental integral.gauss integral.linear integral.substitution
posterior.gaussian_second_moment
    arithmetic.field arithmetic.power derivative.algebra derivative.chain derivative.exp derivative.power
    integral.fundamental integral.gauss integral.linear integral.substitution
posterior.l1_minimiser_negative
    arithmetic.field arithmetic.order definition.extremum
posterior.l1_minimiser_positive
    arithmetic.field arithmetic.order definition.extremum
posterior.l1_strength
    arithmetic.field arithmetic.order definition.extremum log.inverse log.product sum.finite
posterior.l2_minimiser
    arithmetic.field arithmetic.order definition.extremum
posterior.l2_minimiser_is_zero
    arithmetic.field arithmetic.order
posterior.l2_strength
    arithmetic.field arithmetic.order definition.extremum log.inverse log.product sum.finite
posterior.laplace_integrates_to_one
    arithmetic.field arithmetic.order derivative.algebra derivative.chain derivative.exp integral.fundamental
    integral.linear integral.substitution
posterior.laplace_log_density
    log.inverse log.product
posterior.laplace_prior_is_l1
    arithmetic.field arithmetic.order definition.conditional_probability definition.extremum log.increasing
    log.inverse log.product sum.finite
posterior.laplace_prior_is_l1_vector
    arithmetic.field arithmetic.order definition.conditional_probability definition.extremum definition.norm
    log.increasing log.inverse log.product sum.finite
posterior.map_objective
    arithmetic.field arithmetic.order definition.conditional_probability definition.extremum log.increasing
    log.product sum.finite
posterior.zero_is_l1_minimiser
    arithmetic.field arithmetic.order
posterior.zero_is_no_l1_minimiser_above
    arithmetic.field arithmetic.order
posterior.zero_is_no_l1_minimiser_below
    arithmetic.field arithmetic.order
posterior.zero_is_only_l1_minimiser
    arithmetic.field arithmetic.order definition.extremum
"""


RESTS_ON = {name: set(axioms.split()) for name, axioms in re.findall(r"^(\S+)\n((?: .*\n)+)", _TABLE, re.MULTILINE)}
"""The axioms of each derivation, frozen: a new one needs a name, a source and its line here."""


@pytest.mark.parametrize("name", RESTS_ON)
def test_every_step_is_proved(name: str) -> None:
    derivation = CATALOGUE.load(name)
    assert len(derivation.all_steps) >= (4 if name in NAMED else 1)  # in the documents' steps, not in one leap
    assert all(step.verdict is Verdict.PROVED and is_theorem(step.theorem) for step in derivation.steps)
    assert is_theorem(derivation.theorem)


@pytest.mark.parametrize("name", RESTS_ON)
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
    assert set(NAMED) <= set(RESTS_ON) <= set(CATALOGUE.ids())


@pytest.mark.parametrize("name", RESTS_ON)
def test_a_derivation_says_where_it_comes_from(name: str) -> None:
    derivation = CATALOGUE.load(name)
    assert derivation.title and derivation.chinese and derivation.source
    assert derivation.documents and all(", " in place and ".txt" in place for place in derivation.documents)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("information.one_in_1024", "10"),
        ("information.one_in_8", "3"),
        ("entropy.eight_teams", "3"),
        ("entropy.two_equal_cases", "1"),
        ("entropy.four_equal_cases", "2"),
        ("entropy.certain_case", "0"),
    ],
)
def test_the_worked_numbers_of_the_documents_come_out(name: str, value: str) -> None:
    assert str(CATALOGUE.load(name).lines[-1]) == value

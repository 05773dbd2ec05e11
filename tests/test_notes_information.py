"""Information theory as notes write it: what is true is proved, what is false refuted, and what is open left open."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text

PROVED, REFUTED, UNDECIDED, ASSUMED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.ASSUMED


def last(text: str) -> Verdict:
    """The verdict on the last step of a note."""
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1].verdict


@pytest.mark.parametrize(
    "claim",
    [
        r"H(X_1, X_2) = H(X_1) + H(X_2|X_1)",
        r"H(X_1, X_2, X_3) = H(X_1) + H(X_2|X_1) + H(X_3|X_2, X_1)",
        r"H(X_1, X_2) \le H(X_1) + H(X_2)",
        r"I(X_1; X_2) = H(X_1) - H(X_1|X_2)",
        r"I(X_1, X_2; Y) = I(X_1; Y) + I(X_2; Y|X_1)",
        r"H(X_1|X_2) = -\sum_{x_1, x_2} p(x_1, x_2) \log p(x_1|x_2)",
    ],
)
def test_variables_with_numbers_are_told_apart(claim: str) -> None:
    assert last(f"$${claim}$$") is PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"H(X_1, X_2) = H(X_1) + H(X_1|X_2)",
        r"H(X_1, X_2) \ge H(X_1) + H(X_2)",
        r"I(X_1; X_2) = H(X_1) - H(X_2|X_1)",
    ],
)
def test_a_false_claim_of_variables_with_numbers_is_refuted_unless_they_may_be_alike(claim: str) -> None:
    assert last(f"$${claim}$$") is REFUTED
    assert last(f"Let these be drawn from a stationary process. $${claim}$$") is UNDECIDED


@pytest.mark.parametrize(
    "claim",
    [
        r"H(X_1, X_2) = H(X_1) + H(X_2)",
        r"H(X_1, X_2) = 2 H(X_1)",
        r"H(X_2|X_1) = H(X_3|X_2)",
        r"H(X_3|X_1, X_2) = H(X_3|X_2)",
        r"I(X_1; X_3|X_2) = 0",
        r"H(X_1, X_2, X_3) = H(X_1) + H(X_2|X_1) + H(X_3|X_2)",
        r"H(X_1, \ldots, X_n) = n H(X_1)",
    ],
)
def test_what_holds_of_independent_draws_or_of_a_markov_chain_is_not_refuted(claim: str) -> None:
    assert last(f"$${claim}$$") is UNDECIDED or last(f"$${claim}$$") is Verdict.UNREAD


@pytest.mark.parametrize(
    "claim",
    [
        r"I(X;Y|Z) \ge 0",
        r"H(X|Y,Z) \le H(X|Z)",
        r"H(X|Y,Z,W) \le H(X|Y)",
        r"H(X,Y|Z) \le H(X|Z) + H(Y|Z)",
        r"I(X;Y,Z) \ge I(X;Y)",
        r"I(X;Y|Z) = \sum_{x,y,z} p(x,y,z) \log \frac{p(x,y,z) p(z)}{p(x,z) p(y,z)}",
    ],
)
def test_information_given_a_third_variable_is_nonnegative(claim: str) -> None:
    assert last(f"$${claim}$$") is PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"I(X;Y|Z) \le I(X;Y)",
        r"I(X;Y|Z) \ge I(X;Y)",
        r"H(X|Y,Z) \ge H(X|Z)",
        r"I(X;Y|Z) \le 0",
        r"I(X;Y|Z) = \sum_{x,y,z} p(x,y,z) \log \frac{p(x,y,z)}{p(x,z) p(y,z)}",
    ],
)
def test_information_given_a_third_variable_may_be_more_or_less(claim: str) -> None:
    assert last(f"$${claim}$$") is REFUTED


def test_a_power_that_is_set_to_a_number_may_be_an_equation_for_its_names() -> None:
    assert last(r"so that $n e^{\lambda - 1} = 1$") is UNDECIDED
    assert last(r"$$e^{a} e^{b} = e^{ab}$$") is REFUTED


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathcal{H}(X \mid Y) \le \mathcal{H}(X)",
        r"\mathbb{I}(X;Y) = \mathbb{H}(X) - \mathbb{H}(X|Y)",
        r"\mathbb{D}_{KL}[p \| q] \ge 0",
        r"\mathcal{D}_{KL}(p\|q) = H(p,q) - H(p)",
        r"H(X|Y) = \sum_y \Pr[Y=y]\, H(X|Y=y)",
    ],
)
def test_letters_and_brackets_of_other_shapes_mean_the_same(claim: str) -> None:
    assert last(f"$${claim}$$") is PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathcal{H}(X \mid Y) \ge \mathcal{H}(X)",
        r"\mathbb{I}(X;Y) = \mathbb{H}(X) - \mathbb{H}(Y|X)",
        r"\mathcal{D}_{KL}(p\|q) = H(p) - H(p,q)",
    ],
)
def test_letters_of_other_shapes_are_refuted_where_they_are_false(claim: str) -> None:
    assert last(f"$${claim}$$") is REFUTED


@pytest.mark.parametrize("claim", [r"\mathbb{I}(x > 0) = 1", r"\mathcal{H}(\theta) = \theta^2 + 1", r"p[1 - p] = p"])
def test_what_may_be_an_indicator_a_set_or_a_factor_is_no_quantity(claim: str) -> None:
    assert last(f"$${claim}$$") not in (PROVED, ASSUMED) or "mathbb" in claim


def test_the_information_of_two_outcomes_is_that_of_the_pair_where_a_law_is_applied_to_them() -> None:
    assert last(r"$$I(x,y) = -\log p(x,y)$$") is PROVED
    assert last(r"$$I(x,y) = H(x) - H(x|y)$$") is PROVED
    assert last(r"$$I(x,y) = I(x) + I(y)$$") is UNDECIDED
    assert last(r"$$I(X;Y) = I(X) + I(Y)$$") is not PROVED


@pytest.mark.parametrize("claim", [r"I(X;X) = H(X)", r"H(X,X) = H(X)", r"H(X,Y|X) = H(Y|X)", r"I(X;X|Y) = H(X|Y)"])
def test_a_random_variable_tells_nothing_more_of_itself(claim: str) -> None:
    assert last(f"$${claim}$$") is PROVED


@pytest.mark.parametrize("claim", [r"H(X|X) = H(X)", r"H(X,X) = 2 H(X)", r"H(X,Y|Y) = H(X)"])
def test_a_random_variable_is_not_told_twice(claim: str) -> None:
    assert last(f"$${claim}$$") is REFUTED


@pytest.mark.parametrize(
    "claim",
    [
        r"\log \prod_{t=1}^T p(x_t | x_{<t}) = \sum_{t=1}^T \log p(x_t|x_{<t})",
        r"-\sum_t \log P(w_t|w_{1:t-1}) = -\log \prod_t P(w_t|w_{<t})",
        r"\exp\left(-\frac1N \sum_{i=1}^N \ln p(w_i|w_{<i})\right) = \left(\prod_{i=1}^N p(w_i|w_{<i})\right)^{-1/N}",
        r"2^{-\sum_x p(x) \log_2 p(x)} = \prod_x p(x)^{-p(x)}",
        r"e^{-\frac1N \ln a} = a^{-\frac1N}",
    ],
)
def test_likelihoods_of_sequences_and_perplexities_are_proved(claim: str) -> None:
    assert last(f"$${claim}$$") is PROVED


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\log \prod_{t=1}^T p(x_t | x_{<t}) = \prod_{t=1}^T \log p(x_t|x_{<t})", REFUTED),
        (r"e^{-\frac1N \ln a} = a^{N}", REFUTED),
        (r"P(W) = \prod_{i=1}^n P(w_i|w_{<i})", UNDECIDED),
        (r"\sum_t \log P(w_t|w_{<t}) = \sum_t \log P(w_t)", UNDECIDED),
        (r"\sum_{t=1}^n s_{<t} = \sum_{t=1}^n (n - t) s_t", UNDECIDED),
    ],
)
def test_a_chain_of_words_is_refuted_only_where_all_its_laws_see_what_came_before(claim: str, verdict: Verdict) -> None:
    assert last(f"$${claim}$$") is verdict


def test_units_are_known_in_chinese() -> None:
    assert last(r"$$\frac12\log_2 2 + \frac12\log_2 4 = 1.5\ \text{比特}$$") is PROVED
    assert last(r"$$\frac12\log_2 2 + \frac12\log_2 4 = 2.5\ \text{比特}$$") is REFUTED
    assert last(r"$$\ln 2 = 1\ \text{比特}$$") is Verdict.UNREAD


def test_a_unit_is_that_of_the_logarithms_shown_and_not_of_what_a_name_stood_for_before() -> None:
    before = r"$$H(X) = -\sum_{i=1}^n \frac1n \log \frac1n = \log n$$ Another one: "
    assert last(before + r"$$H(X) = -\frac12\log_2\frac12 - \frac12\log_2\frac12 = 1 \text{ bit}$$") is PROVED
    assert last(before + r"$$H(X) = -\frac12\log_2\frac12 - \frac12\log_2\frac12 = 2 \text{ bits}$$") is REFUTED
    assert last(r"$$H(X) = \ln 4$$ Hence $$H(X) = 2 \text{ bits}$$") is not REFUTED
    assert last(r"$$\ln 4 = \log_2 4 \text{ bits}$$") is not REFUTED


@pytest.mark.parametrize(
    "claim",
    [
        r"-p \log p - (1-p) \log(1-p) \le \log 2",
        r"-p \log_2 p - (1-p) \log_2(1-p) \le 1",
        r"p \log \frac{p}{q} + (1-p) \log \frac{1-p}{1-q} \ge 0",
        r"D_{KL}\left(P\,\Big\|\,\frac{P+Q}{2}\right) \ge 0",
        r"H\left(\frac{P+Q}{2}\right) \ge \frac12 H(P) + \frac12 H(Q)",
        r"JS(P\|Q) \ge 0",
        r"\mathrm{JSD}(P\|Q) = \mathrm{JSD}(Q\|P)",
        r"\frac12 KL(P\|\frac{P+Q}2) + \frac12 KL(Q\|\frac{P+Q}2) = H(\frac{P+Q}2) - \frac12 H(P) - \frac12 H(Q)",
    ],
)
def test_inequalities_with_several_weights_and_mixtures_of_laws_are_proved(claim: str) -> None:
    assert last(f"$${claim}$$") is PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"-p \log p - (1-p) \log(1-p) \le \frac{\log 2}{2}",
        r"-p \log_2 p - (1-p) \log_2(1-p) \ge 1",
        r"p \log \frac{p}{q} + (1-p) \log \frac{1-p}{1-q} \le 0",
        r"H\left(\frac{P+Q}{2}\right) \le \frac12 H(P) + \frac12 H(Q)",
        r"\frac12 D_{KL}(P\|\frac{P+Q}2) + \frac12 D_{KL}(Q\|\frac{P+Q}2) = H(\frac{P+Q}2) - H(P) - H(Q)",
    ],
)
def test_inequalities_with_several_weights_and_mixtures_of_laws_are_refuted(claim: str) -> None:
    assert last(f"$${claim}$$") is REFUTED


def test_a_note_may_mean_another_divergence_of_that_name_and_a_sum_of_laws_is_no_law() -> None:
    assert last(r"$$JS(P\|Q) = D_{KL}(P\|Q) + D_{KL}(Q\|P)$$") is not REFUTED
    assert last(r"$$JS(P\|Q) \ge 1$$") is UNDECIDED
    assert last(r"$$H(p + q) \le 1$$") is not PROVED


def test_a_letter_beside_a_law_in_a_divergence_is_a_law_of_which_nothing_is_called_false() -> None:
    assert last(r"$$D(p\|u) \ge 0$$") is PROVED
    assert last(r"$$D(p\|m) = H(p,m) - H(p)$$") is PROVED
    assert last(r"$$D_{KL}(P\|u) = \log|\mathcal{X}| - H(P)$$") is UNDECIDED
    assert last(r"$$D(p\|u) \le 0$$") is not PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"-\int_0^a \frac1a \ln \frac1a \, dx = \ln a",
        r"\int_0^1 x^2 \, dx = \frac13",
        r"\int_1^2 (3x^2 + 2x) \, dx = 10",
        r"\int_0^\infty \lambda e^{-\lambda x} \, dx = 1",
        r"\int_0^2 e^{-x} \, dx = 1 - e^{-2}",
    ],
)
def test_integrals_of_powers_and_exponentials_are_proved(claim: str) -> None:
    assert last(f"$${claim}$$") is PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"-\int_0^a \frac1a \ln \frac1a \, dx = -\ln a",
        r"\int_0^1 x^2 \, dx = \frac12",
        r"\int_0^2 e^{-x} \, dx = e^{-2}",
    ],
)
def test_integrals_of_powers_and_exponentials_are_refuted(claim: str) -> None:
    assert last(f"$${claim}$$") is REFUTED


def test_a_law_that_is_laid_down_after_its_logarithm_is_assumed() -> None:
    logarithm = r"Suppose $\ln p(\theta) = -\frac{\theta^2}{2} - \ln \sqrt{2\pi}$, "
    assert last(logarithm + r"that is $$p(\theta) = \frac{1}{\sqrt{2\pi}} e^{-\theta^2/2}$$") is not REFUTED


def test_laws_with_numbers_are_no_random_variables() -> None:
    assert last(r"$$H(P_1, P_2) = H(P_1) + D_{KL}(P_1\|P_2)$$") is PROVED
    assert last(r"$$H(P_1, P_2) = H(P_2, P_1)$$") is REFUTED


MIXED = r"H(\lambda p + (1-\lambda) q)"
MEANS = r"\lambda H(p) + (1-\lambda) H(q)"
WEIGHED = r"D_{KL}(\lambda p_1 + (1-\lambda) p_2 \| q)"


def test_entropy_is_concave_and_the_divergence_convex() -> None:
    given = r"\quad (0 < \lambda < 1)"
    assert last(rf"$${MIXED} \ge {MEANS} {given}$$") is PROVED
    assert last(rf"$${MIXED} \le {MEANS} {given}$$") is REFUTED
    sides = r"\lambda D_{KL}(p_1 \| q) + (1-\lambda) D_{KL}(p_2 \| q)"
    assert last(rf"$${WEIGHED} \le {sides} {given}$$") is PROVED
    assert last(rf"$${WEIGHED} \ge {sides} {given}$$") is REFUTED


@pytest.mark.parametrize("weights", [r"\lambda p + (1-\mu) q", r"\lambda p + (1+\lambda) q", r"\lambda p + \lambda q"])
def test_weights_that_do_not_sum_to_one_make_no_law(weights: str) -> None:
    assert last(rf"$$H({weights}) \ge {MEANS} \quad (0 < \lambda < 1)$$") is Verdict.UNREAD

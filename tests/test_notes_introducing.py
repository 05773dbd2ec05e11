"""Names that nothing defines: what introduces them, what says how they are chosen, and what they then stand for."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text

PROVED, REFUTED, UNDECIDED, ASSUMED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.ASSUMED
BOUND = r"$$\mathbb{E}_{q(z)}[\log p(x, z)] - \mathbb{E}_{q(z)}[\log q(z)] = \text{ELBO}$$ "


def verdicts(text: str) -> list[Verdict]:
    return [step.verdict for step in check_document(read_text(text, path="note.md"), repairs=False).steps]


@pytest.mark.parametrize("text", ["$$P(X = x_i) = p_i$$", BOUND, r"$$\log a + \log b = C$$", r"$$L = H_i = 3$$"])
def test_a_name_on_the_right_that_nothing_speaks_of_is_introduced(text: str) -> None:
    assert verdicts(text)[0] is Verdict.DEFINITION


def test_what_a_name_on_the_right_was_said_to_be_holds_from_there_on() -> None:
    parts = r"\text{ELBO} %s D_{KL}(q(z) \| p(z|x))"
    assert verdicts(BOUND + rf"$$\log p(x) = {parts % '+'}$$")[-1] is PROVED
    assert verdicts(BOUND + rf"$$\log p(x) = {parts % '-'}$$")[-1] is not PROVED
    assert verdicts(rf"$$\log p(x) = {parts % '-'}$$")[-1] is not REFUTED


@pytest.mark.parametrize("name", ["C", r"\lambda", "s_1"])
def test_a_plain_letter_on_the_right_may_be_any_constant(name: str) -> None:
    assert verdicts(rf"$$\log a + \log b = {name}$$ $$\log c = 2 {name}$$")[-1] is not REFUTED
    assert verdicts(rf"$$\log a + \log b = {name}$$ $$\log a = {name} - \log b$$")[-1] is not PROVED


@pytest.mark.parametrize(
    "text", [r"As $n \to \infty$,", r"for $i \ne j$,", r"$x \sim p$", r"$0 < t$", r"其中 $X \to Y$"]
)
def test_a_relation_with_a_new_name_alone_says_how_it_is_chosen(text: str) -> None:
    assert verdicts(text) == [ASSUMED]


@pytest.mark.parametrize("text", [r"$$n^2 + \log n \to \mu$$", r"$$\log a \le \mathrm{Bound}$$"])
def test_a_relation_with_more_than_a_new_name_in_it_is_not_given(text: str) -> None:
    assert verdicts(text) == [UNDECIDED]


@pytest.mark.parametrize(
    "claim",
    [r"H(p) \le c", r"D_{KL}(p\|q) \le \epsilon", "a^2 > b", "w x + b > 0", r"y (w x + b) \ge 1", r"|a| \le |b|"],
)
def test_an_inequality_between_numbers_that_hang_on_nothing_may_be_a_condition(claim: str) -> None:
    assert verdicts(f"$${claim}$$") == [UNDECIDED]


@pytest.mark.parametrize(
    "claim",
    [
        r"x^2 \ge 1",
        r"H(p) \le \log n - 1",
        r"H(p) \le H(q)",
        r"(a + b)^2 \le a^2 + b^2",
        r"\log x \ge x - 1",
        "a b > a^2",
    ],
)
def test_an_inequality_about_the_same_things_on_both_sides_is_false_where_it_fails(claim: str) -> None:
    assert verdicts(f"$${claim}$$") == [REFUTED]


def test_a_definition_whose_sum_does_not_use_its_index_stands_for_nothing() -> None:
    slip = r"$$y_i = \frac{e^{a_i}}{\sum_{i=1}^C e^{a_k}}$$ so $$\sum_{i=1}^C y_i = 1$$"
    assert verdicts(slip) == [Verdict.DEFINITION, UNDECIDED]
    assert verdicts(slip.replace(r"\sum_{i=1}^C e", r"\sum_{k=1}^C e")) == [Verdict.DEFINITION, PROVED]


MEAN = r"$$\hat\mu = \frac{1}{n}\sum_{i=1}^n x_i$$ "
VARIANCE = r"$$\hat\sigma^2 = \frac{1}{n}\sum_{i=1}^n (x_i - \hat\mu)^2$$ "


def test_a_definition_with_a_sum_is_put_into_another_sum_over_the_same_index() -> None:
    assert verdicts(MEAN + r"$$\sum_{i=1}^n (x_i - \hat\mu) = 0$$")[-1] is PROVED
    assert verdicts(MEAN + r"$$\sum_{i=1}^n (x_i - \hat\mu) = 1$$")[-1] is not PROVED


def test_a_square_is_introduced_and_stands_for_what_it_was_said_to_be() -> None:
    assert verdicts(MEAN + VARIANCE) == [Verdict.DEFINITION] * 2
    assert (
        verdicts(MEAN + VARIANCE + r"$$\frac{n}{2} \hat\sigma^2 = \frac12 \sum_{i=1}^n (x_i - \hat\mu)^2$$")[-1]
        is PROVED
    )
    assert verdicts(MEAN + VARIANCE + r"$$n \hat\sigma^2 = \frac12 \sum_{i=1}^n (x_i - \hat\mu)^2$$")[-1] is not PROVED
    assert verdicts(MEAN + VARIANCE + r"$$\hat\sigma^2 = \frac1n \sum_{i=1}^n x_i^2 - \hat\mu^2$$")[-1] is PROVED


@pytest.mark.parametrize("text", ["$$a^2 = b^2 + c^2$$", r"$$x^2 = 4$$", r"$$s^2 = \frac1n \sum_{i=1}^n (x_i - s)^2$$"])
def test_a_power_is_no_new_name_in_an_equation(text: str) -> None:
    assert verdicts(text) != [Verdict.DEFINITION]


def test_words_that_end_in_a_colon_before_a_formula_are_no_part_of_it() -> None:
    for words in (r"\textbf{From Bayes' theorem:-}", r"\text{链式法则：}", r"\text{Chain rule: }"):
        assert verdicts(rf"$${words} P(X, Z) = P(X|Z) P(Z)$$") == [PROVED]
        assert verdicts(rf"$${words} P(X, Z) = P(X|Z) P(X)$$") == [REFUTED]


def test_laws_that_differ_by_a_capital_may_be_the_same() -> None:
    assert verdicts(r"$$\log P(X) \ge \mathbb{E}_{q(z|x)}\left[\log \frac{P(X, Z)}{Q(Z|X)}\right]$$") == [UNDECIDED]
    assert verdicts(r"$$D_{KL}(p\|q) = \sum_x q(x) \log \frac{p(x)}{q(x)}$$") == [REFUTED]


@pytest.mark.parametrize(
    "text", [r"$P = \mathcal{N}(\mu, \sigma^2)$", r"$X \sim \mathcal{N}(0, 1)$", r"$y_i \sim \mathrm{Bernoulli}(r_i)$"]
)
def test_which_law_something_has_is_given(text: str) -> None:
    assert verdicts(text) == [ASSUMED]


@pytest.mark.parametrize("text", [r"$$\log a + 1 = \mathcal{N}(0, 1)$$", r"$$a + b > \mathcal{N}(0, 1)$$"])
def test_a_law_is_not_given_by_other_formulas(text: str) -> None:
    assert ASSUMED not in verdicts(text) and PROVED not in verdicts(text)

"""Random variables as numbers: what a sum or a mean over their values is read as, and what it is not."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text

TRUE = [
    r"E[X] = \sum_x x p(x)",
    r"E(X) = \sum P(X) X",
    r"\mathbb{E}[X] = \sum_x x P(X = x)",
    r"\mathbb{E}_p[X] = \sum_i x_i p(x_i)",
    r"E[X] = \sum_{i=1}^n x_i p_i",
    r"\mathbb{E}_{x\sim p}[x^2] = \sum_x p(x) x^2",
    r"\mathbb{E}_{X}[f(X)] = \sum_{x \in \mathcal{X}} f(x) p(x)",
    r"\mathbb{E}_{x\sim p}\left[\frac{q(x)}{p(x)} f(x)\right] = \mathbb{E}_{x \sim q}[f(x)]",
    r"\mathbb{E}_{x\sim p}[a f(x) + b] = a \mathbb{E}_{x \sim p}[f(x)] + b",
    r"Var(X) = \sum_x x^2 p(x) - \left(\sum_x x p(x)\right)^2",
    r"H(X|Y) = \sum_y p(y) H(X|Y = y)",
]
FALSE = [
    r"E[X] = \sum_x x^2 p(x)",
    r"E[X] = \sum_x x",
    r"\mathbb{E}_{x\sim q}\left[\frac{q(x)}{p(x)} f(x)\right] = \mathbb{E}_{x \sim p}[f(x)]",
    r"\mathbb{E}_{x\sim p}[a f(x) + b] = a \mathbb{E}_{x \sim p}[f(x)]",
    r"Var(X) = \sum_x x^2 p(x) - \sum_x x p(x)",
    r"E[X] = \sum_{i=1}^n x_i p_i^2",
]


def verdict(claim: str) -> Verdict:
    [step] = check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps
    return step.verdict


@pytest.mark.parametrize("claim", TRUE)
def test_a_sum_over_the_values_of_a_random_variable_is_read(claim: str) -> None:
    assert verdict(claim) is Verdict.PROVED


@pytest.mark.parametrize("claim", FALSE)
def test_a_false_sum_over_values_is_not_proved(claim: str) -> None:
    assert verdict(claim) in (Verdict.REFUTED, Verdict.UNDECIDED)


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathbb{E}_{x\sim p}[x] = \int x p(x) dx",
        r"H(X | Y) = \sum_{v \in \text{values}(Y)} P(Y = v) H(X | Y = v)",
        r"E[XY] = \sum_{x, y} x y p(x, y)",
    ],
)
def test_what_is_over_other_things_than_the_values_of_one_variable_is_left_as_it_is(claim: str) -> None:
    assert verdict(claim) is not Verdict.REFUTED


def test_a_sum_without_an_index_runs_over_the_outcomes_of_the_laws_in_it() -> None:
    assert verdict(r"H(p) = -\sum p(x) \log p(x)") is Verdict.PROVED
    assert verdict(r"H(p) = \sum p(x) \log p(x)") is Verdict.REFUTED
    assert verdict(r"H(Y|X) = -\sum p(x, y) \log p(y|x)") is Verdict.PROVED
    assert verdict(r"H(Y|X) = -\sum p(y|x) \log p(y|x)") is Verdict.UNREAD
    assert verdict(r"L = \sum \log p(x) + \sum \log p(y)") is not Verdict.PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"E[X]^2 \le E[X^2]",
        r"\mathbb{E}_{x\sim p}[x^2] \ge \left(\mathbb{E}_{x\sim p}[x]\right)^2",
        r"\left(\frac{1}{n} \sum_{i=1}^n x_i\right)^2 \le \frac{1}{n} \sum_{i=1}^n x_i^2",
        r"(E[f(X)])^2 \le E[f(X)^2]",
    ],
)
def test_the_square_of_a_mean_is_at_most_the_mean_of_the_squares(claim: str) -> None:
    assert verdict(claim) is Verdict.PROVED


@pytest.mark.parametrize("claim", [r"E[X]^2 \ge E[X^2]", r"E[X]^2 < E[X^2]", r"E[X]^3 \le E[X^3]", r"E[X] \le E[X^2]"])
def test_other_powers_of_means_are_not_so_related(claim: str) -> None:
    assert verdict(claim) is not Verdict.PROVED

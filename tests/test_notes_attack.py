"""Formulas that an attack found to be taken for something else: each is refused, and what stands beside it accepted."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text


def _verdict(text: str) -> Verdict:
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1].verdict


@pytest.mark.parametrize("order", [r"\infty", "p", "F", r"\ast"])
def test_a_norm_of_another_order_is_not_the_euclidean_one(order: str) -> None:
    assert _verdict(rf"$$\|x\|_{order} = \|x\|_2$$") is not Verdict.PROVED
    assert _verdict(r"$$\|x\| = \|x\|_2$$") is Verdict.PROVED
    assert _verdict(r"$$\|x\|_2 = \|x\|_2$$") is Verdict.PROVED


@pytest.mark.parametrize("given", ["X=x", "x"])
def test_an_entropy_given_one_outcome_is_not_the_mean_over_all(given: str) -> None:
    assert _verdict(rf"$$H(Y|{given}) = H(Y|X)$$") is Verdict.UNDECIDED
    assert _verdict(rf"$$H(Y|{given}) \le H(Y)$$") is Verdict.UNDECIDED
    assert _verdict(rf"$$H(Y|{given}) = -\sum_y p(y|x) \log p(y|x)$$") is not Verdict.REFUTED
    assert _verdict(r"$$H(y|x) = H(x,y) - H(x)$$") is Verdict.PROVED


def test_the_value_of_a_function_is_put_in_where_its_argument_is_raised() -> None:
    known = r"$$f(x) = x^2 + c$$ "
    assert _verdict(known + r"$$f(0) = c$$") is Verdict.PROVED
    assert _verdict(known + r"$$f(y + 1) = y^2 + 2y + 1 + c$$") is Verdict.PROVED
    assert _verdict(known + r"$$f(0) = f(1)$$") is Verdict.REFUTED
    assert _verdict(known + r"$$f(0) = x^2 + c$$") is not Verdict.PROVED


@pytest.mark.parametrize("claim", [r"i^2 = -1", r"e^{i\pi} = -1", r"|e^{j t}| = 1"])
def test_a_lone_i_may_be_the_imaginary_unit(claim: str) -> None:
    assert _verdict(f"$${claim}$$") is Verdict.UNDECIDED
    assert _verdict(r"$$\sum_{i=1}^n i = n$$") is Verdict.REFUTED


@pytest.mark.parametrize("claim", ["p_i < 1", "p < 1", r"-\log p > 0"])
def test_what_is_strict_only_because_a_number_is_guessed_to_lie_inside_is_assumed(claim: str) -> None:
    assert _verdict(f"$${claim}$$") is Verdict.ASSUMED
    assert _verdict(r"$$p_i \le 1$$") is Verdict.PROVED
    assert _verdict(r"$$\log(1 - \hat y) < 0$$") is Verdict.PROVED


def test_conditions_that_exclude_each_other_prove_nothing() -> None:
    assert _verdict(r"$$\frac{x}{x} = 1 \quad (x = 0)$$") is not Verdict.PROVED
    assert _verdict(r"$$|x| = x \quad (x > 0, x < 0)$$") is not Verdict.PROVED
    assert _verdict(r"$$x^2 > 4 \quad (x > 3, x < 2)$$") is not Verdict.PROVED
    assert _verdict(r"$$\frac{x}{x} = 1 \quad (x > 0)$$") is Verdict.PROVED
    assert _verdict(r"$$|x| = x \quad (x > 0, x < 2)$$") is Verdict.PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathbb{E}_p[X] = \mathbb{E}_q[X]",
        r"\mathbb{E}_p[f(X)] = \mathbb{E}_q[f(X)]",
        r"\mathbb{E}_p[z] = \mathbb{E}_q[z]",
        r"\arg\min_{x \in [2,3]} x^2 = 0",
        r"\arg\max_{i \in S} f(i) = \arg\max_i f(i)",
        r"\sum_{i: a_i > 0} a_i = \sum_i a_i",
        r"\sum_{i, j \ne i} a_i a_j = \sum_{i, j} a_i a_j",
        r"\prod_{i: a_i > 0} a_i = \prod_i a_i",
        r"\sum'_i a_i = \sum_i a_i",
        r"\exp_q(x) = \exp(x)",
        r"\hat\sigma(z) = \sigma(z)",
        r"\hat{H}(p) = H(p)",
        r"\log^{(2)} x = (\log x)^2",
    ],
)
def test_what_a_sign_carries_is_not_passed_over(claim: str) -> None:
    assert _verdict(f"$${claim}$$") in (Verdict.UNREAD, Verdict.UNDECIDED, Verdict.DEFINITION)


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathbb{E}_p[\log p(x)] = -H(p)",
        r"\arg\min_{\theta \in \Theta} (\theta - 1)^2 = \arg\min_{\theta \in \Theta} 2 (\theta - 1)^2",
        r"\arg\max_{\theta \in \mathbb{R}} f(\theta) = \arg\min_\theta -f(\theta)",
        r"\sum_{i, j} a_i b_j = \sum_i a_i \sum_j b_j",
        r"\exp(x + y) = \exp(x) \exp(y)",
        r"\sigma(-z) = 1 - \sigma(z)",
        r"\log^2 x = (\log x)^2",
    ],
)
def test_what_stands_beside_it_is_proved_as_before(claim: str) -> None:
    assert _verdict(f"$${claim}$$") is Verdict.PROVED

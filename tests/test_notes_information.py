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

"""Letters of laws by whose members a note differentiates: Lagrange multipliers, losses in their probabilities."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text

LAGRANGIAN = r"-\sum_{j=1}^n p_j \log p_j + \lambda\left(\sum_{j=1}^n p_j - 1\right)"


def last(text: str) -> Verdict:
    """The verdict on the last step of a note."""
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1].verdict


@pytest.mark.parametrize(
    "text",
    [
        rf"$$\frac{{\partial}}{{\partial p_k}}\left[{LAGRANGIAN}\right] = -\log p_k - 1 + \lambda$$",
        rf"$$L = {LAGRANGIAN}$$ $$\frac{{\partial L}}{{\partial p_i}} = -\log p_i - 1 + \lambda$$",
        r"$$\frac{\partial}{\partial p_i}\left(-\sum_k y_k \log p_k\right) = -\frac{y_i}{p_i}$$",
        r"$$\frac{\partial}{\partial q_i} \sum_{k=1}^n q_k^2 = 2 q_i$$",
    ],
)
def test_one_differentiates_by_numbers(text: str) -> None:
    assert last(text) is Verdict.PROVED


@pytest.mark.parametrize(
    "text",
    [
        rf"$$\frac{{\partial}}{{\partial p_k}}\left[{LAGRANGIAN}\right] = -\log p_k + \lambda$$",
        rf"$$L = {LAGRANGIAN}$$ $$\frac{{\partial L}}{{\partial p_i}} = -\log p_i + 1 + \lambda$$",
        r"$$\frac{\partial}{\partial p_i}\left(-\sum_k y_k \log p_k\right) = \frac{y_i}{p_i}$$",
    ],
)
def test_a_wrong_derivative_is_refuted(text: str) -> None:
    assert last(text) is Verdict.REFUTED


def test_these_numbers_do_not_sum_to_one_of_themselves() -> None:
    chain = r"\frac{\partial}{\partial p_1} \sum_{k=1}^n p_k^2 = 2 p_1 \sum_{k=1}^n p_k"
    assert last(f"$${chain}$$") is not Verdict.PROVED


def test_a_law_that_is_applied_or_spoken_of_stays_one() -> None:
    assert last(r"$$\frac{\partial}{\partial p_k} H(p) = -\log p_k - 1$$") is not Verdict.PROVED
    assert last(r"$$-\sum_{i=1}^n p_i \log p_i \le \log n$$") is Verdict.PROVED


SOFTMAX = r"\frac{e^{z_k}}{\sum_j e^{z_j}}"
SLOPE = r"\frac{\partial}{\partial z_k}\left[-z_y + \log\sum_j e^{z_j}\right]"


@pytest.mark.parametrize("delta", [r"\delta_{ky}", r"\delta_{yk}", r"\delta_{k,y}"])
def test_the_right_class_is_an_index(delta: str) -> None:
    assert last(rf"$${SLOPE} = {SOFTMAX} - {delta}$$") is Verdict.PROVED
    assert last(rf"$${SLOPE} = {SOFTMAX} + {delta}$$") is Verdict.REFUTED


def test_a_label_that_also_stands_alone_is_no_index() -> None:
    assert last(rf"$${SLOPE} = {SOFTMAX} - y$$") is not Verdict.PROVED

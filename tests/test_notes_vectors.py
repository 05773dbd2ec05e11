"""Notes on vectors without components: scalar products, squared norms, gradients, and what these do not show."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.report import Checked
from qedtex.notes.sources.documents import read_text

LOGISTIC = (
    r"Let $\hat y_i = \sigma(w^\top x_i + b)$ and "
    r"$$\mathcal{L}(w, b) = -\sum_{i=1}^n \left[y_i \log \hat y_i + (1 - y_i) \log(1 - \hat y_i)\right]$$"
)
RIDGE = r"$$J(w) = \|y - Xw\|_2^2 + \lambda \|w\|_2^2$$"
SQUARES = r"\sum_{i=1}^n (y_i - w^\top x_i)"


def last(text: str) -> Checked:
    """The last step of a note."""
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("", r"\|a - b\|^2 = \|a\|^2 - 2 a^\top b + \|b\|^2"),
        ("", r"(a + b)^\top (a - b) = \|a\|^2 - \|b\|^2"),
        ("", r"(y - Xw)^\top (y - Xw) = y^\top y - 2 w^\top X^\top y + w^\top X^\top X w"),
        ("", r"w^\top x = \sum_{j=1}^d w_j x_j"),
        ("", r"\nabla_w \frac{\lambda}{2} \|w\|_2^2 = \lambda w"),
        ("", r"\nabla_w (w^\top x + b) = x"),
        ("", r"\nabla_w \sigma(w^\top x) = \sigma(w^\top x) (1 - \sigma(w^\top x)) x"),
        ("", r"\nabla_w \log(1 + e^{-w^\top x}) = -\sigma(-w^\top x) x"),
        ("", r"\nabla_w \|y - Xw\|_2^2 = -2 X^\top (y - Xw)"),
        ("", r"\nabla_x (x^\top A x) = (A + A^\top) x"),
        (RIDGE, r"\nabla_w J(w) = -2 X^\top (y - Xw) + 2 \lambda w"),
        (RIDGE, r"\nabla J(w) = 2 X^\top X w - 2 X^\top y + 2 \lambda w"),
        (LOGISTIC, r"\nabla_w \mathcal{L} = \sum_{i=1}^n (\hat y_i - y_i) x_i"),
        (LOGISTIC, r"\frac{\partial \mathcal{L}}{\partial b} = \sum_{i=1}^n (\hat y_i - y_i)"),
        (LOGISTIC, r"\frac{\partial \mathcal{L}}{\partial w_j} = \sum_{i=1}^n (\hat y_i - y_i) x_{ij}"),
        ("", r"\frac{\partial}{\partial w_j} " + SQUARES + "^2 = -2" + SQUARES + " x_{ij}"),
        ("", r"\nabla_\theta \theta^2 = 2 \theta"),
    ],
)
def test_a_true_step_is_proved(said: str, claim: str) -> None:
    assert last(f"{said}\n\n$${claim}$$").verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("", r"\|a - b\|^2 = \|a\|^2 + \|b\|^2"),
        ("", r"\|y - Xw\|^2 = y^\top y - w^\top X^\top y + w^\top X^\top X w"),
        ("", r"w^\top x = \sum_{j=1}^d w_j^2"),
        ("", r"\nabla_w \|w\|_2^2 = w"),
        ("", r"\nabla_w \|y - Xw\|_2^2 = 2 X^\top (y - Xw)"),
        (RIDGE, r"\nabla_w J(w) = -2 X^\top (y - Xw) + \lambda w"),
        (LOGISTIC, r"\nabla_w \mathcal{L} = \sum_{i=1}^n (y_i - \hat y_i) x_i"),
    ],
)
def test_a_false_step_is_refuted(said: str, claim: str) -> None:
    assert last(f"{said}\n\n$${claim}$$").verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "claim",
    [
        r"(a^\top b)^2 \le \|a\|^2 \|b\|^2",
        r"\|a + b\|^2 \le 2 \|a\|^2 + 2 \|b\|^2",
        r"\|u - v\|^2 = 2 - 2 u^\top v",
        r"\|w\|_2^2 = 1",
        r"\nabla_x (x^\top A x) = 2 A x",
        r"\nabla_w \left[\lambda \|w\|^2 + L(w)\right] = 2 \lambda w + \nabla L(w)",
        r"\nabla_w \left[\|w\|^2 + (\hat y - y)^2\right] = 2 w + 2 (\hat y - y) x",
        r"\frac{d}{dw} \left[w^2 + (\hat y - y)^2\right] = 2 w + 2 (\hat y - y) x",
        r"\hat{w}^\top x = w^\top x",
        r"\hat{X} w = X w",
        r"\frac{\partial}{\partial w_j} " + SQUARES + "^2 = -2" + SQUARES + " x_i",
        r"\nabla_w \sigma(w^\top x) = \sigma(w^\top x) (1 - \sigma(w^\top x))",
    ],
)
def test_what_may_hold_or_makes_no_sense_is_neither_proved_nor_called_false(claim: str) -> None:
    assert last(f"$${claim}$$").verdict not in (Verdict.PROVED, Verdict.REFUTED)


def test_what_the_text_says_of_vectors_is_assumed() -> None:
    assert last(r"For a symmetric $A$, $$\nabla_x (x^\top A x) = 2 A x$$").verdict is not Verdict.REFUTED
    step = last("The two vectors are orthogonal.\n\n" r"$$\|a + b\|^2 = \|a\|^2 + \|b\|^2$$")
    assert step.verdict not in (Verdict.PROVED, Verdict.REFUTED)

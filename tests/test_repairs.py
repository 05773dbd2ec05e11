"""Repairs: what is offered is proved, is another claim than the one made, and reads well."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.report import Checked
from qedtex.notes.sources.documents import read_text

MENDED = (
    (r"2 + 2 = 5", "4 for 5"),
    (r"-0.9 \log_2 0.9 - 0.1 \log_2 0.1 \approx 0.479", "0.469 for 0.479"),
    (r"\frac{1}{4} + \frac{1}{4} = \frac{1}{3}", "1 / 2 for 1 / 3"),
    (r"\ln 2 = 0.8", "\N{ALMOST EQUAL TO} 0.693 for 0.8"),
    (r"H(X,Y) = H(X) + H(Y)", "H(X | Y) for H(X)"),
    (r"H(X,Y) = H(X) + H(X|Y)", "H(Y) for H(X)"),
    (r"p(x,y) = p(x) p(y)", "p(x | y) for p(x)"),
    (r"p(\theta|D) = p(D|\theta) p(\theta)", "p(θ, D) for p(θ | D)"),
    (r"p(y|x) = \frac{p(x|y) p(x)}{p(y)}", "p(x) and p(y) exchanged"),
    (r"H(p) = -\sum_{i=1}^n \log p_i", "the factor p"),
    (r"H(p) = -\sum_{i=2}^n p_i \log p_i", "the sum from i = 1"),
    (r"p(\theta|D,m) = p(D|m,\theta) p(\theta|m)", "the right side over p(D | m)"),
    (r"\arg\min_\theta (\theta - 1)^2 = 2", "1 for 2"),
    (r"\sum_{i=1}^n P(x_i)^2 = 1", "without the square"),
)


def step_of(formula: str) -> Checked:
    [step] = check_document(read_text(f"$${formula}$$", path="note.md")).steps
    return step


@pytest.mark.parametrize(("formula", "change"), MENDED)
def test_a_slip_is_found_and_what_is_offered_is_proved(formula: str, change: str) -> None:
    step = step_of(formula)
    assert step.verdict is Verdict.REFUTED
    assert step.repair is not None
    assert step.repair.what.startswith(change)
    mended = step_of(step.repair.latex)
    assert mended.verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "formula", [r"2 + 2 = 4", r"\ln 2 \approx 0.693", r"H(X,Y) = H(X) + H(Y|X)", r"\arg\min_\theta (\theta - 1)^2 = 1"]
)
def test_what_is_true_is_not_mended(formula: str) -> None:
    step = step_of(formula)
    assert step.verdict is Verdict.PROVED
    assert step.repair is None


def test_nothing_is_offered_where_no_small_change_helps() -> None:
    step = step_of(r"\left(\sum_{i=1}^n a_i\right)^2 = \sum_{i=1}^n a_i^2")
    assert step.verdict is Verdict.REFUTED
    assert step.repair is None

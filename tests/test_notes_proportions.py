"""Proportions: a factor that does not matter is left out; they are shown by an equation with it, and never false."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text


def verdict(claim: str) -> Verdict:
    [step] = check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps
    return step.verdict


@pytest.mark.parametrize(
    "claim",
    [
        r"p(\theta|D) \propto p(D|\theta) p(\theta)",
        r"P(Y|X) \propto P(X|Y) P(Y)",
        r"P(Y|X) \propto P(X, Y)",
        r"p(\theta \mid x_1, \dots, x_n) \propto p(\theta) p(x_1, \dots, x_n \mid \theta)",
    ],
)
def test_a_posterior_is_proportional_to_likelihood_times_prior(claim: str) -> None:
    assert verdict(claim) is Verdict.PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"p(\theta|D) \propto p(D|\theta)",
        r"p(\theta|D) \propto p(\theta)",
        r"p(\theta|D) \propto p(D|\theta) + p(\theta)",
        r"p(D|\theta) \propto p(\theta|D)",
    ],
)
def test_a_proportion_that_loses_what_matters_is_not_proved(claim: str) -> None:
    assert verdict(claim) is Verdict.UNDECIDED


def test_a_law_may_be_given_up_to_a_factor() -> None:
    assert verdict(r"p(w) \propto \exp\left(-\frac{w^2}{2}\right)") is Verdict.ASSUMED
    assert verdict(r"p(w|x) \propto \exp\left(-\frac{w^2}{2}\right)") is not Verdict.PROVED

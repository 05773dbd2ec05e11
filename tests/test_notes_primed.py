"""Names with a prime that a sum or an integral binds: another outcome of the same variable, another index."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text


def last(claim: str) -> Verdict:
    """The verdict on the last step of a note with one display."""
    return check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps[-1].verdict


@pytest.mark.parametrize(
    "claim",
    [
        r"p(\theta|D) = \frac{p(D|\theta)p(\theta)}{\sum_{\theta'} p(D|\theta')p(\theta')}",
        r"p(y|x) = \frac{p(x|y)p(y)}{\sum_{y'} p(x,y')}",
        r"p(x) = \sum_{y'} p(x, y') = \sum_{y} p(x,y)",
        r"\sum_{x} p(x) \sum_{x'} p(x') = 1",
        r"\sum_{k'=1}^K \frac{e^{z_{k'}}}{\sum_{k=1}^K e^{z_k}} = 1",
        r"\log\frac{e^{z_k}}{\sum_{k'=1}^K e^{z_{k'}}} = z_k - \log\sum_{k'=1}^K e^{z_{k'}}",
        r"\int_0^1 t' dt' = \frac{1}{2}",
    ],
)
def test_bound_names_with_primes_are_names_of_their_own(claim: str) -> None:
    assert last(claim) is Verdict.PROVED


@pytest.mark.parametrize(
    "claim",
    [
        r"p(y|x) = \frac{p(x|y)p(y)}{\sum_{y'} p(x|y')}",
        r"p(x) = \sum_{y'} p(x, y') p(y')",
        r"\sum_{x} p(x) \sum_{x'} p(x') = 2",
        r"\log\frac{e^{z_k}}{\sum_{k'=1}^K e^{z_{k'}}} = z_k + \log\sum_{k'=1}^K e^{z_{k'}}",
        r"\int_0^1 t' dt' = 1",
    ],
)
def test_what_is_false_with_primes_is_false(claim: str) -> None:
    assert last(claim) is Verdict.REFUTED


def test_the_differential_keeps_its_prime() -> None:
    assert last(r"\int_0^1 t \, dt' = \frac{1}{2}") is not Verdict.PROVED
    assert last(r"\int_0^1 t' \, dt = \frac{1}{2}") is not Verdict.PROVED


def test_a_prime_on_a_function_is_a_derivative_as_before() -> None:
    assert last(r"\sigma'(z) = \sigma(z) (1 - \sigma(z))") is Verdict.PROVED
    assert last(r"\sum_{i=1}^n \sigma'(z_i) = \sum_{i=1}^n \sigma(z_i) (1 - \sigma(z_i))") is Verdict.PROVED

"""Integrals of laws that nothing is known of: false where the sums are, assumed where the sums are shown."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.report import Checked
from qedtex.notes.sources.documents import read_text
from qedtex.notes.verdicts.summing import STEPS, SUMS


def last(claim: str) -> Checked:
    """The last step of a note with one display."""
    return check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps[-1]


@pytest.mark.parametrize(
    "claim",
    [
        r"D_{KL}(P\|Q) = \int P(x)\log\left(\frac{P(x)}{Q(x)}\right)dx",
        r"\log p(x) = \log \int p(x, z) dz",
        r"\log \int q(z|x) \frac{p(x,z)}{q(z|x)} dz \ge \int q(z|x) \log \frac{p(x,z)}{q(z|x)} dz",
        r"p(x) = \int p(x|z) p(z) dz",
        r"\int p(x) \log\frac{p(x)}{q(x)} dx \ge 0",
        r"p(\theta|D) = \frac{p(D|\theta)p(\theta)}{\int p(D|\theta')p(\theta')d\theta'}",
        r"\int q(z) \left[\log p(x, z) - \log q(z)\right] dz = \log p(x) - \int q(z) \log\frac{q(z)}{p(z|x)} dz",
    ],
)
def test_what_holds_of_sums_is_assumed_of_integrals(claim: str) -> None:
    step = last(claim)
    assert (step.verdict, step.message) == (Verdict.ASSUMED, SUMS)


@pytest.mark.parametrize(
    "claim",
    [
        r"D_{KL}(P\|Q) = \int P(x)\log\left(\frac{Q(x)}{P(x)}\right)dx",
        r"p(x) = \int p(x|z) dz",
        r"\int p(x) \log\frac{p(x)}{q(x)} dx \le 0",
        r"\log \int q(z|x) \frac{p(x,z)}{q(z|x)} dz \le \int q(z|x) \log \frac{p(x,z)}{q(z|x)} dz",
        r"H(p) = \int p(x) \log p(x) dx",
    ],
)
def test_what_is_false_of_sums_is_false_of_densities_that_are_constant_on_intervals(claim: str) -> None:
    step = last(claim)
    assert (step.verdict, step.message) == (Verdict.REFUTED, STEPS)
    assert step.witness is not None


@pytest.mark.parametrize(
    "claim",
    [
        r"-\int p(x) \log p(x) dx \ge 0",
        r"\int p(x)^2 dx \le 1",
        r"\int x p(x) dx = \mu",
        r"\int p(x) |1 - p(x)| dx = \int p(x) (1 - p(x)) dx",
        r"\int p(x) dx = \int_0^1 p(x) dx",
        r"p(x) \le 1 \quad \text{and} \quad \int p(x) dx = 1",
    ],
)
def test_what_holds_of_masses_and_not_of_densities_stays_open(claim: str) -> None:
    found = check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps[0]
    assert found.verdict is not Verdict.REFUTED
    assert found.message != SUMS

"""Logarithms of sums of exponentials: softplus, logits and the losses written with them."""

from __future__ import annotations

import pytest

from qedtex.claims import Claim, Verdict
from qedtex.context import Relation
from qedtex.kernel import prove
from qedtex.language import exp, log, real
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text
from qedtex.search.exponentials import by_common_exponential
from qedtex.terms import Sigmoid, Term

x, y, z = real("x"), real("y"), real("z")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (log(1 + exp(x)), x + log(1 + exp(-x))),
        (log(exp(x) + exp(y)), y + log(1 + exp(x - y))),
        (log(exp(x) + exp(2 * x) + exp(3 * x)), 2 * x + log(exp(-x) + 1 + exp(x))),
        (log(2 + 3 * exp(-x)), log(2 * exp(x) + 3) - x),
        (log(1 / (1 + exp(-x))), x - log(1 + exp(x))),
        (log(1 - Sigmoid(z)), log(Sigmoid(z)) - z),
    ],
)
def test_common_exponentials_are_taken_out_of_logarithms(left: Term, right: Term) -> None:
    claim = Claim(left, Relation.EQUAL, right)
    found = by_common_exponential(claim)
    assert found is not None
    assert prove(claim, found.links).claim == claim
    assert by_common_exponential(Claim(left, Relation.EQUAL, right + 1)) is None
    assert by_common_exponential(Claim(left, Relation.LESS, right)) is None


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\log\frac{\sigma(z)}{1-\sigma(z)} = z", Verdict.PROVED),
        (r"\log\frac{\sigma(z)}{1-\sigma(z)} = -z", Verdict.REFUTED),
        (r"-y \log \sigma(z) - (1-y)\log(1-\sigma(z)) = \log(1+e^z) - y z", Verdict.PROVED),
        (r"-y \log \sigma(z) - (1-y)\log(1-\sigma(z)) = \log(1+e^{-z}) + (1-y) z", Verdict.PROVED),
        (r"-y \log \sigma(z) - (1-y)\log(1-\sigma(z)) = \log(1+e^{-z}) + y z", Verdict.REFUTED),
        (r"\sum_{i=1}^n \log(1 + e^{-a_i}) = \sum_{i=1}^n \log(1 + e^{a_i}) - \sum_{i=1}^n a_i", Verdict.PROVED),
        (r"\sum_{i=1}^n \log(1 + e^{-a_i}) = \sum_{i=1}^n \log(1 + e^{a_i}) + \sum_{i=1}^n a_i", Verdict.REFUTED),
    ],
)
def test_losses_with_logits_are_decided(claim: str, verdict: Verdict) -> None:
    assert check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps[-1].verdict is verdict

"""Units that a formula tells by the power that it takes: 2^H is of bits, e^H of nats."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text


def verdicts(claim: str) -> list[Verdict]:
    """The verdicts on the steps of a note with one display."""
    return [step.verdict for step in check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps]


@pytest.mark.parametrize("base", ["2", "10"])
def test_a_power_of_an_entropy_tells_its_base(base: str) -> None:
    assert verdicts(rf"{base}^{{H(p)}} = \prod_x p(x)^{{-p(x)}}") == [Verdict.ASSUMED]
    assert verdicts(rf"{base}^{{H(p)}} = \prod_x p(x)^{{p(x)}}") == [Verdict.REFUTED]


def test_a_power_of_e_is_of_nats_and_another_number_tells_nothing() -> None:
    assert verdicts(r"e^{H(p)} = \prod_x p(x)^{-p(x)}") == [Verdict.PROVED]
    assert verdicts(r"3^{H(p)} = \prod_x p(x)^{-p(x)}") == [Verdict.REFUTED]


def test_perplexity_is_a_name() -> None:
    chain = r"PP(p) = 2^{H(p)} = 2^{-\sum_x p(x) \log_2 p(x)}"
    assert verdicts(chain) == [Verdict.DEFINITION, Verdict.PROVED]

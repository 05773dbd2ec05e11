"""Formulas that a text calls false, asks about or poses are not called false; those that it claims are."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text


def verdicts(text: str) -> list[Verdict]:
    return [step.verdict for step in check_document(read_text(text, path="note.md"), repairs=False).steps]


@pytest.mark.parametrize(
    "text",
    [
        r"$\log(a+b) = \log a + \log b$ does not hold.",
        r"The claim $D_{KL}(p\|q) = D_{KL}(q\|p)$ is false.",
        r"It is not true that $H(X,Y) = H(X) + H(Y)$ in general.",
        r"A common mistake is $\log(a+b) = \log a + \log b$.",
        r"One might think $H(X|Y) = H(Y|X)$, but this is wrong.",
        r"Is $I(X;Y) = H(X)$?",
        r"Does $D_{KL}(p\|q) = D_{KL}(q\|p)$ hold?",
        r"Solve $x^2 = 4$.",
        r"Find $x$ such that $x^2 = 2x$.",
        r"The equation $x^2 = 2$ has two solutions.",
        r"注意 $D_{KL}(p\|q) = D_{KL}(q\|p)$ 一般不成立。",
        r"$H(X|Y) = H(Y|X)$ 是错误的。",
        r"$D_{KL}(p\|q) = D_{KL}(q\|p)$ 成立吗？",
    ],
)
def test_what_a_text_does_not_claim_is_not_called_false(text: str) -> None:
    assert Verdict.REFUTED not in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        r"It is clear that $\log(a+b) = \log a + \log b$.",
        r"It is false that it is hard. We have $D_{KL}(p\|q) = D_{KL}(q\|p)$.",
        r"Is it hard? No: $D_{KL}(p\|q) = D_{KL}(q\|p)$.",
        r"$D_{KL}(p\|q) = D_{KL}(q\|p)$. This is not surprising.",
        r"We find that $D_{KL}(p\|q) = D_{KL}(q\|p)$.",
        r"By symmetry $$D_{KL}(p\|q) = D_{KL}(q\|p)$$ is true. Is that clear?",
        r"显然 $D_{KL}(p\|q) = D_{KL}(q\|p)$ 成立。",
    ],
)
def test_what_a_text_claims_is_called_false(text: str) -> None:
    assert verdicts(text)[-1] is Verdict.REFUTED

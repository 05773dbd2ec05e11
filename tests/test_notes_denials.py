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
        "Which of the following is true?\n\nA. $\\log(ab) = \\log a + \\log b$\n\nB. $\\log(ab) = \\log a \\log b$",
        "**Question 3.** Select all that apply.\n\n- [ ] $H(X,Y) = H(X) + H(Y)$\n- [x] $H(X) = H(X)$",
        r"下列等式正确的是：A. $H(X|Y) = H(Y|X)$",
        r"True or false? $H(X|Y) = H(Y|X)$",
        r"Prove or disprove: $H(X|Y) = H(Y|X)$.",
        r"It was long believed that $e^{a} + e^{b} = e^{a+b}$.",
        r"A common error is to write $$\sqrt{a^2+b^2} = a + b$$",
        r"Wrong: $\log(a+b) = \log a + \log b$",
        "## Common mistakes\n\nHere is one.\n\n$$\\log(a+b) = \\log a + \\log b$$",
        r"在一般情况下不成立的等式： $$\log(a+b) = \log a + \log b$$",
        r"For large $n$, we have $$\frac{n+1}{n} = 1$$",
        r"Ignoring constants, $$\frac12 x^2 + c = \frac12 x^2$$",
        r"Up to an additive constant, $$\frac12 x^2 + c = \frac12 x^2$$",
        r"By abuse of notation, $$e^p = p$$",
        r"The second-order expansion is $e^x = 1 + x + \frac{x^2}{2}$ near $0$.",
        r"忽略常数， $$\frac12 x^2 + c = \frac12 x^2$$",
        r"当 $n$ 充分大时， $$\frac{n+1}{n} = 1$$",
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
        "Which of the following is true?\n\nA. $1 = 1$\n\nNow to divergences. $D_{KL}(p\\|q) = D_{KL}(q\\|p)$",
        "- [x] $D_{KL}(p\\|q) = D_{KL}(q\\|p)$",
        "## Common mistakes\n\nNone.\n\n## The rule\n\n$$\\log(a+b) = \\log a + \\log b$$",
        r"The error is small. Hence $$(a+b)^2 = a^2 + b^2$$",
        r"For all $n$ we have $$\frac{n+1}{n} = 1$$",
    ],
)
def test_what_a_text_claims_is_called_false(text: str) -> None:
    assert verdicts(text)[-1] is Verdict.REFUTED

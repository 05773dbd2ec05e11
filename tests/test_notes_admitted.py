"""What a note says of its names goes before conventions, and nothing is proved or false on a convention alone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.reading.admitted import admitted, admitted_by_set, widened
from qedtex.notes.reading.tokens import tokens
from qedtex.notes.sources.documents import read_text
from qedtex.sorts import NONNEGATIVE, POSITIVE, REAL, UNIT_CLOSED

PROVED, REFUTED, UNDECIDED, ASSUMED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.ASSUMED


def last(text: str) -> Verdict:
    """The verdict on the last step of a note."""
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1].verdict


@pytest.mark.parametrize(
    "text",
    [
        r"Let $\lambda < 0$. Then $|\lambda| = \lambda$.",
        r"Let $\lambda < 0$. Then $\lambda x^2 \ge 0$.",
        r"Let $b = -2$. Then $\sqrt{b^2} = b$.",
        r"Let $\sigma = 0$. Then $\frac{\sigma}{\sigma} = 1$.",
        r"Let $x = 0$. Then $\frac{x}{x} = 1$.",
        r"When $x = -1$, $\log x = \frac{1}{2} \log x^2$.",
        "Let $x < 0$.\n\n$$ \\log x^2 = 2 \\log x $$",
        r"Here $K = 0$ is allowed: $\frac{K}{K} = 1$.",
        r"Labels are $y \in \{-1, 1\}$. Then $|y| = y$.",
        r"For $x \in \mathbb{R}$, $\log x^2 = 2 \log x$.",
        r"$$\log x^2 = 2 \log x \quad \text{for } x < 0$$",
    ],
)
def test_nothing_is_proved_by_a_convention_that_the_note_contradicts(text: str) -> None:
    assert last(text) not in (PROVED, ASSUMED)


@pytest.mark.parametrize(
    "text",
    [
        r"Let $\lambda > 0$. Then $|\lambda| = \lambda$.",
        r"$|\lambda| = \lambda$",
        r"Let $b = -2$. Then $|b| = 2$.",
        r"Let $b = 3$. Then $\sqrt{b^2} = b$.",
        r"Let $x = 2$. Then $\frac{x}{x} = 1$.",
        "Let $x > 0$.\n\n$$ \\log x^2 = 2 \\log x $$",
        r"When $y = -1$, $\log(1 + e^{-yz}) = \log(1+e^{z})$.",
        r"Labels are $y \in \{0, 1\}$. Then $|y| = y$.",
        r"For $x \in \mathbb{R}$ with $x > 0$, $\log x^2 = 2 \log x$.",
        r"Let $\lambda \in \mathbb{R}$. Then $\lambda^2 \ge 0$.",
    ],
)
def test_conventions_hold_where_the_note_says_nothing_else(text: str) -> None:
    assert last(text) in (PROVED, ASSUMED)


@pytest.mark.parametrize(
    ("left", "relation", "right", "points"),
    [
        ("x", "<", "0", {-1}),
        ("0", ">", "x", {-1}),
        ("x", ">=", "0", {0}),
        ("x", ">", "0", set()),
        ("y", "=", "-1", {-1}),
        ("x", "<", "y", set()),
        ("f(x)", "<", "0", set()),
    ],
)
def test_a_relation_admits_values_of_a_name_alone(left: str, relation: str, right: str, points: set[int]) -> None:
    assert {value for _, value in admitted(tokens(left), relation, tokens(right))} == points


@pytest.mark.parametrize(
    ("latex", "points"),
    [
        (r"y \in \{-1, 1\}", {-1, 1}),
        (r"x \in (-\infty, 0)", {-1}),
        (r"x \in \mathbb{R}", {-1}),
        (r"x \in \mathbb{R}^n", set()),
        (r"x \in \mathcal{X}", set()),
        (r"x \in", set()),
    ],
)
def test_a_set_admits_what_is_seen_to_lie_in_it(latex: str, points: set[int]) -> None:
    assert {value for _, value in admitted_by_set(tokens(latex))} == points


def test_a_sort_is_widened_only_as_far_as_it_must() -> None:
    zero, minus = frozenset({Fraction(0)}), frozenset({Fraction(-1)})
    assert widened(POSITIVE, frozenset({Fraction(1)}), inferred=False) == POSITIVE
    assert widened(POSITIVE, zero, inferred=False) == NONNEGATIVE
    assert widened(POSITIVE, zero, inferred=True) == POSITIVE
    assert widened(POSITIVE, minus, inferred=True) == widened(UNIT_CLOSED, minus, inferred=False) == REAL


@pytest.mark.parametrize(
    "text",
    [
        r"If $x > 0$ then $x > 1$.",
        r"For $x \ge 0$, we have $x > 0$.",
        r"Let $x > 1$. Therefore $x \le 0$.",
        r"设 $x>0$，则 $x > 1$。",
        r"$$x^2 = 4 \implies x = 2$$",
    ],
)
def test_what_is_inferred_of_a_name_is_not_assumed(text: str) -> None:
    assert last(text) is UNDECIDED


@pytest.mark.parametrize(
    "text",
    [
        r"Suppose $x > 1$. Then $x > 0$.",
        r"Let $x \ge 1$; so $x \ge 1$.",
        r"Then let $x > 3$.",
        r"If $x > 0$ and $y > 1$, we are done.",
    ],
)
def test_what_is_said_of_a_name_or_follows_from_it_is_assumed(text: str) -> None:
    assert last(text) is ASSUMED


@pytest.mark.parametrize(
    "text",
    [
        r"$x = x + 1$",
        r"$$w = w - \eta g$$",
        r"$$w_i = \frac{w_i}{\sum_{j=1}^n w_j}$$",
        r"The error is $e = y - t$.",
        r"The prior is $\pi = \frac{a}{a+b}$.",
        r"We have $N = 10,000 = 10^4$.",
        r"$$2^{16} = 65\,536$$",
        r"$\log 8 = 3$",
        r"All logarithms are to base 2. So $\log 8 = 3$.",
        r"$$-\log 10^{-7} = 7$$",
        r"For a fair coin $-\frac12 \log \frac12 - \frac12 \log\frac12 = 1$ bit.",
    ],
)
def test_what_is_meant_in_another_way_is_not_called_false(text: str) -> None:
    assert last(text) is not REFUTED


@pytest.mark.parametrize(
    "text",
    [
        r"$x + 1 = x$",
        r"We have $N = 10,000 = 10^5$.",
        r"$$2^{16} = 65\,535$$",
        r"$\log 8 = 4$",
        r"$\ln 8 = 3$",
        r"All logarithms are to base 2. So $\log 8 = 2$.",
        r"$$a = 1, b = 2, 1 + 1 = 3$$",
        r"$e = 1 + 1$",
    ],
)
def test_what_is_false_in_every_way_is_called_false(text: str) -> None:
    assert last(text) is REFUTED


@pytest.mark.parametrize(
    "text", [r"Let $e = y - t$. Then $\log e = 1$.", r"Let $\pi = a + b$. Then $\pi > 3$.", r"$2 3 = 6$"]
)
def test_nothing_is_proved_of_what_may_be_meant_otherwise(text: str) -> None:
    assert last(text) not in (PROVED, ASSUMED)


@pytest.mark.parametrize(
    "text",
    [
        r"Let $e = y - t$. Then $\frac{1}{1 + e^{-z}} = \sigma(z)$.",
        r"$\log e = 1$",
        r"$$e = \lim_{n\to\infty} \left(1+\frac1n\right)^n$$",
        r"$2 \cdot 3 = 6$",
        r"$$1{,}024 = 2^{10}$$",
    ],
)
def test_numbers_by_convention_are_those_numbers_otherwise(text: str) -> None:
    assert last(text) is PROVED


@pytest.mark.parametrize("text", [r"$|y| = y$", r"$\sqrt{b^2} = b$", r"$x + y \ge x$", r"$b x^2 \ge 0$"])
def test_what_needs_a_name_to_be_what_its_letter_is_usual_for_is_assumed(text: str) -> None:
    assert last(text) is ASSUMED


@pytest.mark.parametrize(
    "text",
    [
        r"$y + y = 2y$",
        r"$\frac{b}{b} = 1$",
        r"Labels are $y \in \{0, 1\}$. Then $|y| = y$.",
        r"$-y \log \hat y - (1-y) \log(1-\hat y) \ge 0$",
        r"$\log\frac{1}{2b} = -\log(2b)$",
    ],
)
def test_what_needs_no_more_than_is_seen_is_proved(text: str) -> None:
    assert last(text) is PROVED


@pytest.mark.parametrize(
    "text",
    [
        r"$$\log x^2 = 2 \log x, \quad x \ne 0$$",
        r"$$\log x^2 = 2 \log x, \qquad x \in \mathbb{R} \setminus \{0\}$$",
        r"Let $y \in \{1, 2, 3\}$. $1 - y \ge 0$.",
        r"For $0 \le y \le 2$: $$y^2 \le y$$",
    ],
)
def test_a_wider_range_than_usual_is_heard_however_it_is_said(text: str) -> None:
    assert last(text) not in (PROVED, ASSUMED)

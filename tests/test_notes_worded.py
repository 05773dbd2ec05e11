"""What running text says in words, of signs, reasons and independence, keeps a true step from being called false."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.prose.worded import relation_in_words
from qedtex.notes.sources.documents import read_text

PROVED, REFUTED, UNDECIDED, ASSUMED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.ASSUMED


def verdicts(text: str) -> list[Verdict]:
    """The verdicts on the steps of a note."""
    return [step.verdict for step in check_document(read_text(text, path="note.md"), repairs=False).steps]


@pytest.mark.parametrize(
    ("before", "after", "relation"),
    [
        ("Let", "be positive. Then", ">"),
        ("for any nonzero", ",", "!="),
        ("For a non-negative number", ", we", ">="),
        ("Here", "denotes the length of it", ">="),
        ("Let", "be a negative real number", "<"),
        ("设", "为正数", ">"),
        ("对非负", "，", ">="),
        ("The loss", "is a negative log-likelihood", None),
        ("Let", "be positive definite", None),
        ("Let", "be positive or negative", None),
        ("the positive class", "is", None),
        ("其中", "为负对数似然", None),
        ("The gradient of", "is large", None),
    ],
)
def test_words_give_a_name_a_sign(before: str, after: str, relation: str | None) -> None:
    assert relation_in_words(before, after) == relation


@pytest.mark.parametrize(
    "text",
    [
        r"Let $x$ be positive. Then $|x| = x$.",
        r"Let $x$ and $y$ be positive. Then $|x| + |y| = x + y$.",
        r"For positive $x$, $|x| = x$.",
        r"$x$ 是正数，$|x| = x$。",
        r"Here $a$ denotes a length. Clearly $|a| = a$.",
        r"$\sqrt{x^2} = x$, since $x \ge 0$.",
        "Throughout, $x > 1$.\n\nWords.\n\nWords.\n\nMore words.\n\n$$x^2 > x$$",
        "Throughout this section we assume that $X$ and $Y$ are independent.\n\nIt is a fine day.\n\nSo it is."
        "\n\nWe find $H(X,Y) = H(X) + H(Y)$.",
        "设随机变量 $X$ 与 $Y$ 相互独立。\n\n我们回顾联合熵的定义。它是一对变量的熵。\n\n$$H(X,Y) = H(X) + H(Y)$$",
    ],
)
def test_what_holds_by_what_is_said_in_words_is_assumed(text: str) -> None:
    assert UNDECIDED not in verdicts(text)
    assert REFUTED not in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        r"$\sqrt{x^2} = x$ (lengths are nonnegative)",
        r"Since variances are nonnegative, $|v| = v$.",
        r"$x^2 > 0$ for nonzero $x$.",
        r"$x^2 > 0$ except at $x = 0$.",
        r"$\log(x^2) < 0$.[^2]",
        r"For binary labels $y^2 = y$.",
        r"Why isn't $H(X,Y) = H(X) + H(Y)$?",
        r"The goal is to have $D_{KL}(p\|q) = 0$.",
        r"We are looking for $w$ with $w^2 = w$.",
        r"Ideally, $I(X;Y) = H(Y)$; in the worst case, $I(X;Y) = 0$.",
        "Case 1: $X$ and $Y$ are independent.\n\n$$I(X;Y) = 0$$\n\nCase 2: $X = Y$.\n\n$$I(X;Y) = H(X)$$",
        r"For two classes, the softmax becomes $$\frac{e^{z_1}}{\sum_j e^{z_j}} = \sigma(z_1 - z_2)$$",
    ],
)
def test_what_holds_in_a_case_that_words_tell_of_is_not_false(text: str) -> None:
    assert REFUTED not in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        r"Let $x$ be positive. Then $|x| = -x$.",
        r"Let $x$ be positive. Then $\log x > 0$.",
        r"For negative $x$, $|x| = x$.",
        r"For nonnegative $x$, $|x| > 0$.",
        r"The loss $L$ is positive. $|x| = x$.",
        r"$\sqrt{x^2} = x$, because $x^2 \ge 0$.",
        r"$D_{KL}(p\|q) > 0$, because $p > 0$.",
        r"The binary cross-entropy obeys $H(p,q) = H(p) - D_{KL}(p\|q)$.",
        r"The maximum likelihood estimate needs $\log(ab) = \log a \log b$.",
        r"Expanding the square, $(a+b)^2 = a^2 + b^2$.",
        r"We want to show that $H(X|Y) = H(Y|X)$.",
        r"$H(p,q) = H(p) - D_{KL}(p\|q)$ because of the definition.",
        "Let $X$ and $Y$ be independent. Then some words. Now $H(Z,W) = H(Z) + H(W)$.",
    ],
)
def test_what_is_false_also_by_what_is_said_in_words_is_called_false(text: str) -> None:
    assert next(one for one in verdicts(text) if one is REFUTED or one is UNDECIDED) is REFUTED


def test_more_conditions_than_are_taken_in_keep_a_step_from_being_false() -> None:
    many = r"$\log x > 5$, " + "where $x > 1$, " * 200
    assert verdicts(many + "and so on.")[0] is UNDECIDED
    assert verdicts(r"$\log x > 5$, where $x > 1$, where $x > 2$.")[0] is REFUTED

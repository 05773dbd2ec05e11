"""What a step owes to the words around it: the variable of a prime, and the law of large numbers."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text

PROVED, REFUTED, UNDECIDED, ASSUMED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.ASSUMED


def last(text: str) -> Verdict:
    """The verdict on the last step of a note."""
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1].verdict


LOSS = r"The loss is $J = \frac{1}{2} (\sigma(w x) - y)^2$."
SLOPE = r"J' = (\sigma(w x) - y) \sigma'(w x) x"


@pytest.mark.parametrize(
    "text",
    [
        f"{LOSS} Its derivative with respect to $w$ is $${SLOPE}$$",
        f"{LOSS} We differentiate w.r.t. the weight $w$:\n\n$${SLOPE}$$",
        f"{LOSS} 对 $w$ 求偏导：$${SLOPE}$$",
        f"{LOSS} 我们对它求关于 $w$ 的偏导，得 ${SLOPE}$",
        r"Let $L = u^2 + v^2$. The derivative with respect to $v$ is $L' = 2v$, and $L'' = 2$.",
    ],
)
def test_a_prime_is_by_the_variable_that_the_text_differentiates_by(text: str) -> None:
    assert last(text) is PROVED


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"{LOSS} Its derivative with respect to $x$ is $${SLOPE}$$", REFUTED),
        (r"Let $L = u^2 + v^2$. The derivative with respect to $v$ is $L' = 2u$.", REFUTED),
        (f"{LOSS} Then $${SLOPE}$$", Verdict.UNREAD),
        (f"{LOSS} It is linear with respect to $w$. $${SLOPE}$$", Verdict.UNREAD),
        (f"{LOSS} Its derivative with respect to $w$ comes next.\n\n# Next\n\n$${SLOPE}$$", Verdict.UNREAD),
    ],
)
def test_a_prime_by_another_variable_is_another_claim(text: str, verdict: Verdict) -> None:
    assert last(text) is verdict


AVERAGE = r"\frac{1}{n} \sum_{i=1}^n X_i"


@pytest.mark.parametrize(
    "text",
    [
        rf"By the law of large numbers, ${AVERAGE} \to \mu$.",
        rf"由大数定律可知：$${AVERAGE} \longrightarrow \mathbb{{E}}[X]$$",
        rf"$${AVERAGE} \to \mu$$ by the law of large numbers.",
        r"By the LLN, $-\frac{1}{n} \sum_{i=1}^n \log q(x_i) \to H(p, q)$",
    ],
)
def test_where_an_average_goes_is_assumed_by_the_law_of_large_numbers(text: str) -> None:
    assert last(text) is ASSUMED


@pytest.mark.parametrize(
    "text",
    [
        rf"Clearly, ${AVERAGE} \to \mu$.",
        rf"The law of large numbers comes later. Now ${AVERAGE} \to \mu$.",
        r"By the law of large numbers, $\sum_{i=1}^n X_i \to \mu$.",
        r"By the law of large numbers, $\frac{1}{m} \sum_{i=1}^n X_i \to \mu$.",
    ],
)
def test_what_is_no_average_or_not_said_to_go_by_that_law_is_not(text: str) -> None:
    assert last(text) is UNDECIDED


MODEL = r"\arg\max_\theta \mathbb{E}_{x \sim \hat{p}}[\log p_{model}(x; \theta)]"


@pytest.mark.parametrize("other", [r"\arg\max_\theta \sum_x p(x) \log q(x)", r"\arg\min_\theta H(p, q)"])
def test_laws_by_other_names_are_told(other: str) -> None:
    step = check_document(read_text(f"$${MODEL} = {other}$$", path="note.md")).steps[-1]
    assert (step.verdict, step.message) == (ASSUMED, "it holds if p is p̂ and q is p_model(·; θ)")


@pytest.mark.parametrize(
    "other",
    [
        r"\arg\min_\theta \sum_x p(x) \log q(x)",
        r"\arg\max_\theta \sum_x p(x) q(x)",
        r"\arg\max_\theta \sum_x p(x) \log q(x) r(x)",
        r"\arg\max_\theta \sum_x \hat{p}(x) \log q(x)",
    ],
)
def test_laws_are_not_said_to_be_others_where_nothing_is_shown_by_it(other: str) -> None:
    assert last(f"$${MODEL} = {other}$$") in (UNDECIDED, REFUTED)

"""One claim from the command line: its small steps, or what is wrong with it and how it would be right."""

from __future__ import annotations

import re

import pytest

from qedtex.errors import QedtexError
from qedtex.explaining import explained

TRUE = (
    r"D_{KL}(p\|q) = H(p,q) - H(p)",
    r"$\frac{d}{dz} \sigma(z) = \sigma(z) (1 - \sigma(z))$",
    r"\log_2 8 = 3",
    r"H(p) \ge 0",
)
FALSE = (
    (r"D_{KL}(p\|q) = H(p,q) + H(p)", "a minus sign before H(p)"),
    (r"D_{KL}(p\|q) > 0", ">= for >"),
    (r"\log_2 8 = -3", "a minus sign in front of the right side"),
    (r"\arg\max_\theta \prod_{i=1}^m p(x_i;\theta) = \arg\min_\theta \sum_{i=1}^m \log p(x_i;\theta)", "argm"),
)


@pytest.mark.parametrize("claim", TRUE)
def test_a_true_claim_is_told_with_its_small_steps(claim: str) -> None:
    found = explained(claim)
    first, *rest = found.lines()
    assert found.status == 0
    assert first.endswith(": proved")
    assert any("[" in line for line in rest)


@pytest.mark.parametrize(("claim", "change"), FALSE)
def test_a_false_claim_is_told_with_numbers_and_the_repair(claim: str, change: str) -> None:
    found = explained(claim)
    told = "\n".join(found.lines())
    assert found.status == 1
    assert "counterexample" in told
    assert f"help: true with {change}" in told


def test_what_is_not_read_is_told_with_the_reason() -> None:
    found = explained(r"\frac{1}{ = 2")
    assert found.status == 1
    assert any("help:" in line for line in found.lines())


def test_no_claim_is_said_to_be_none() -> None:
    found = explained("a + b")
    assert found.status == 1
    assert list(found.lines()) == [
        "there is no claim in this formula: write two sides and a relation, as in 'a = b'",
    ]


def test_the_json_form_has_the_small_steps() -> None:
    [step] = explained(TRUE[0]).as_json()["steps"]  # type: ignore[misc, unused-ignore]
    assert step["verdict"] == "proved"
    assert all({"before", "relation", "after", "rule"} == set(link) for link in step["small_steps"])


def test_what_names_mean_can_be_said_before_a_claim() -> None:
    slope = r"\frac{d}{d\theta} \log(1 - \theta) = -\frac{1}{1 - \theta}"
    assert [step.verdict.value for step in explained(slope).steps] == ["assumed"]
    assert [step.verdict.value for step in explained(slope, ["theta: probability"]).steps] == ["proved"]
    with pytest.raises(QedtexError, match="QT715"):
        explained(slope, ["theta wiggles"])


def test_a_counterexample_with_many_values_says_how_many_are_not_shown() -> None:
    told = "\n".join(explained("H(X, Y) = H(X) + H(Y)").lines())
    assert re.search(r"p\(Y_2\) = [0-9.]+ and \d more values: left side", told)
    told = "\n".join(explained(r"\log(ab) = \log a \log b").lines())
    assert "counterexample at a = " in told and "more value" not in told

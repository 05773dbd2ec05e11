"""An attack on the verdicts: no false claim is proved and no true one refuted, and the README says what is decided."""

from __future__ import annotations

import pytest
from attack_table import TOPICS
from decided_table import README, table, verdict_on, verdicts, within

from qedtex.claims import Verdict

CLAIMS = [(claim, True) for topic in TOPICS for claim in topic.true]
CLAIMS += [(claim, False) for topic in TOPICS for claim in topic.false]


@pytest.fixture(scope="module")
def found() -> dict[str, Verdict]:
    return verdicts()


def test_there_are_as_many_claims_of_each_kind_as_are_promised() -> None:
    assert sum(len(topic.true) for topic in TOPICS) >= 60
    assert sum(len(topic.false) for topic in TOPICS) >= 60
    assert len({claim for claim, _ in CLAIMS}) == len(CLAIMS)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_no_true_claim_is_refuted_and_no_false_one_proved(topic, found) -> None:
    wrong = [claim for claim in topic.true if found[claim] is Verdict.REFUTED]
    wrong += [claim for claim in topic.false if found[claim] is Verdict.PROVED]
    assert not wrong


def test_most_claims_are_decided(found) -> None:
    proved = [found[claim] is Verdict.PROVED for claim, is_true in CLAIMS if is_true]
    refuted = [found[claim] is Verdict.REFUTED for claim, is_true in CLAIMS if not is_true]
    assert sum(proved) >= 0.85 * len(proved)
    assert sum(refuted) >= 0.85 * len(refuted)


def test_the_table_in_the_readme_is_what_the_checker_decides(found) -> None:
    text = README.read_text(encoding="utf-8")
    assert within(text, table(found)) == text, "write it with `python tests/decided_table.py --write`"


@pytest.mark.parametrize(
    "claim",
    [
        r"\mathbb{E}_{\mathbf{x} \sim q}\left[ \sum_{i=1}^{N} \log q(\mathbf{x}_i) \right]"
        r" = \mathbb{E}_{\mathbf{x} \sim p}\left[ \sum_{i=1}^{N} \log q(\mathbf{x}_i) \right]",
        r"\mathbb{E}_{x \sim p}[\log q(x_i)] = \mathbb{E}_{x \sim p}[\log q(x)]",
        r"\mathbb{E}_{x \sim p}[\log q(x_i)] = \log q(x_i)",
    ],
)
def test_a_member_of_what_is_drawn_is_neither_fixed_nor_drawn(claim: str) -> None:
    assert verdict_on(claim) is Verdict.UNDECIDED


@pytest.mark.parametrize("words", [r"\quad (x > 0)", r", \quad x > 0", r"\text{ for } x > 0", r"\text{ where } x > 0"])
def test_a_condition_holds_for_its_step_whatever_introduces_it(words: str) -> None:
    assert verdict_on(rf"x + \frac{{1}}{{x}} \ge 2 {words}") is Verdict.PROVED
    assert verdict_on(r"x + \frac{1}{x} \ge 2") is Verdict.REFUTED
    assert verdict_on(rf"x + \frac{{1}}{{x}} \ge 3 {words}") is Verdict.REFUTED


def test_the_convention_about_zero_is_taken_on_trust() -> None:
    assert verdict_on(r"0 \log 0 = 0") is Verdict.ASSUMED
    assert verdict_on(r"0 \log 0 = 1") is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "condition", [r"\quad (x \in [1, 2])", r"\text{ for all } x \in [1, 2]", r"\quad (x > 1)\ (x < 2)"]
)
def test_a_condition_that_is_not_understood_keeps_a_step_from_being_called_false(condition: str) -> None:
    assert verdict_on(r"x^2 \ge 1") is Verdict.REFUTED
    assert verdict_on(rf"x^2 \ge 1 {condition}") is Verdict.UNDECIDED
    assert verdict_on(rf"x^2 \ge 0 {condition}") is Verdict.PROVED


def test_conditions_in_a_list_hold_each() -> None:
    assert verdict_on(r"a c > 0 \quad (a > 0, c > 0)") is Verdict.PROVED
    assert verdict_on(r"a c > 0 \quad (a, c > 0)") is Verdict.PROVED
    assert verdict_on(r"a c > 0 \quad (a > 0)") is Verdict.REFUTED


def test_members_that_a_law_weighs_are_all_outcomes() -> None:
    bound = r"P(x_1) \log \frac{Q(x_1)}{P(x_1)} + \cdots + P(x_n) \log \frac{Q(x_n)}{P(x_n)}"
    mean = r"\log\left(P(x_1) \frac{Q(x_1)}{P(x_1)} + \cdots + P(x_n) \frac{Q(x_n)}{P(x_n)}\right)"
    assert verdict_on(rf"{bound} \le {mean}") is Verdict.PROVED
    assert verdict_on(rf"{bound} > {mean}") is Verdict.REFUTED


@pytest.mark.parametrize(
    "claim",
    [
        r"D_{KL}(p\|r) \le D_{KL}(p\|q) + D_{KL}(q\|r)",
        r"D_{KL}(p\|q) \le 2 D_{KL}(q\|p)",
        r"\sum_{i=1}^n p_i^2 \ge \frac{1}{4}",
        r"H(p) \le 2",
    ],
)
def test_inequalities_that_fail_seldom_or_at_large_sizes_are_refuted(claim: str) -> None:
    assert verdict_on(claim) is Verdict.REFUTED

"""The replay of lemmas that are used for other spaces than they speak of."""

from __future__ import annotations

import pytest
from test_replay import one_link
from test_replay_lemmas import i, n, of_rule, outcome, p, record

from qedtex import Sum, calc, outcomes, pmf
from qedtex.kernel import Named
from qedtex.language import Entropy, alphabet, event, labels, log
from qedtex.language import outcome as outcome_of
from qedtex.replay import replay
from qedtex.rules import arithmetic, constant_sum, normalisation, split_sum, unfold

three, letters, faces = outcomes("z", 3), alphabet(r"\mathcal{A}"), labels(0, 1, "y")
r, v, c = pmf("r", three), pmf("v", letters), pmf("c", faces)
letter = Sum(v(outcome_of("a", letters)) * log(v(outcome_of("a", letters))), outcome_of("a", letters))
OTHER_SPACES = {
    "three outcomes": (Entropy(r), -Sum(r(three[i]) * log(r(three[i])), (i, 1, 3))),
    "a set": (Entropy(v), -letter),
    "labels": (Entropy(c), -Sum(c(event("y", i)) * log(c(event("y", i))), (i, 0, 1))),
}


@pytest.mark.parametrize("what", OTHER_SPACES)
def test_a_lemma_is_used_for_another_space(what: str) -> None:
    sums = calc(Entropy(p)).eq(-Sum(p(outcome[i]) * log(p(outcome[i])), (i, 1, n)), by=unfold).qed("sums")
    left, right = OTHER_SPACES[what]
    data = record(calc(left).eq(right, by=sums).qed())
    assert replay(data).refusals == ()
    assert of_rule(data, "cite")
    for node in data["table"]:
        if node[0] == "Law" and node[1] == "p":
            node[2] = None
    assert not replay(data).ok


def test_the_number_of_outcomes_is_lost_in_a_set() -> None:
    counted = calc(Sum(p(outcome[i]) + 1, (i, 1, n))).eq(1 + n, by=[split_sum, normalisation, constant_sum, arithmetic])
    a_letter = outcome_of("a", letters)
    whole = Sum(v(a_letter) + 1, a_letter)
    step = one_link(whole, 1 + n, "cite", arguments=(Named("own.counted", counted.qed().theorem),))
    found = replay(step, {"own.counted": record(counted.qed(), "own.counted")})
    assert not found.ok and "cite" in found.refusals[0]

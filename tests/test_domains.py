"""Steps that make sense only where the note does not say: assumed where they hold there, false where they fail."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.report import Checked
from qedtex.notes.sources.documents import read_text

WEIGHTED = r"\sum_{i=1}^n a_i \log x_i \le \log \sum_{i=1}^n a_i x_i, \quad \left(\sum_{i=1}^n a_i = 1\right)"

SLOPE = r"\frac{\partial}{\partial \theta}\left[k\log\theta + (n-k)\log(1-\theta)\right]"


def last(claim: str) -> Checked:
    """The last step of a note with one display."""
    return check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps[-1]


@pytest.mark.parametrize(
    ("claim", "where"),
    [
        (r"\log(1 + x) \le x", "it holds where 1 + x > 0"),
        (r"\sqrt{x - 1} \ge 0", "it holds where x - 1 >= 0"),
        (r"\frac{x}{x - 1} = 1 + \frac{1}{x - 1}", "it holds where x - 1 != 0"),
        (r"\log\left(t^2 (1 - t)^3\right) = 2 \log t + 3 \log(1 - t)", "it holds where 1 - t > 0"),
        (WEIGHTED, "it holds if a is positive"),
        (rf"{SLOPE} = \frac{{k}}{{\theta}} - \frac{{n-k}}{{1-\theta}}", "it holds if θ lies between 0 and 1"),
        (
            r"\arg\max_\theta \theta^k(1-\theta)^m = \arg\max_\theta \left[k\log\theta + m\log(1-\theta)\right]",
            "it holds if θ lies between 0 and 1",
        ),
    ],
)
def test_a_step_that_holds_wherever_it_makes_sense_is_assumed(claim: str, where: str) -> None:
    step = last(claim)
    assert (step.verdict, step.message) == (Verdict.ASSUMED, where)


@pytest.mark.parametrize(
    "claim",
    [
        r"\log(1 + x) \ge x",
        r"\log(1 - x) = \log x - 1",
        r"\frac{x}{x - 1} = 1 - \frac{1}{x - 1}",
        r"\log\left(t^2 (1 - t)^3\right) = 2 \log t - 3 \log(1 - t)",
        rf"{SLOPE} = \frac{{k}}{{\theta}} + \frac{{n-k}}{{1-\theta}}",
    ],
)
def test_a_step_that_fails_where_it_makes_sense_is_false(claim: str) -> None:
    step = last(claim)
    assert step.verdict is Verdict.REFUTED
    assert step.witness is not None


@pytest.mark.parametrize(
    "claim",
    [
        r"D(X) = E[\log D(X)]",
        r"\log(x - 1) + \log(x - 2) = \log g(x)",
        WEIGHTED.replace(r"\le", r"\ge"),
    ],
)
def test_what_hangs_on_more_than_numbers_stays_open(claim: str) -> None:
    assert last(claim).verdict in (Verdict.UNDECIDED, Verdict.UNREAD, Verdict.DEFINITION)


def test_a_condition_that_the_note_states_is_not_asked_for() -> None:
    assert last(r"\log(1 + x) \le x \quad (x > -1)").verdict is Verdict.PROVED


def test_only_signs_of_numbers_are_warned_of() -> None:
    assert "unstated-assumption" in last(r"\log(1 + x) \le x").cautions
    assert last(r"\frac{x}{x - 1} = 1 + \frac{1}{x - 1}").cautions == ()

"""What a note says before or around a step, under which it may hold: nothing true is called false for it."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.formulas.chains import Step
from qedtex.notes.prose import narrowing
from qedtex.notes.sources.documents import read_text

PROVED, REFUTED, UNDECIDED, ASSUMED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.ASSUMED


def last(text: str) -> Verdict:
    """The verdict on the last step of a note."""
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1].verdict


@pytest.mark.parametrize(
    "text",
    [
        r"For $x > 0$ we have $|x| = x$.",
        r"Let $x \ge 1$. Then $$\log x \ge 0$$",
        r"Since $x > 1$, we get $x^2 > 1$.",
        r"For all $x \ge 2$: $$x^2 \ge 2x$$",
        r"Given $a > b > 0$, $$a^2 > b^2$$",
        r"设 $x>0$，则 $$|x| = x$$",
        r"因为 $x>1$，所以 $\log x > 0$。",
        r"$$a < b \implies e^a < e^b$$",
        r"where $q = 1-p$: $$p q = p - p^2$$",
        r"$$q(x) = \frac{1}{n}$$ $$D_{KL}(p\|q) = \log n - H(p)$$",
        r"With $q_i = \frac1n$, $$D_{KL}(p\|q) = \log n - H(p)$$",
        r"For $x \in (0, 1)$, $$\log x < 0$$",
    ],
)
def test_what_holds_under_what_was_said_before_is_not_false(text: str) -> None:
    assert last(text) is not REFUTED


@pytest.mark.parametrize(
    "text",
    [
        r"For $x > 0$ we have $|x| = -x$.",
        r"Let $x > 1$. Then $$x^2 > 2$$",
        r"Let $x \ge 2$. $$x^2 \le 4$$",
        r"设 $x>1$，则 $$\log x < 0$$",
        r"$$a < b \implies a - b > 0$$",
        r"$$a < b \implies a^2 < b^2$$",
        r"Let $q = 1-p$. $$p q = p + p^2$$",
        r"$a > b$. $$D_{KL}(p\|q) < 0$$",
        r"For $x > 0$, $$|y - 1| = y - 1$$",
    ],
)
def test_what_is_false_also_under_what_was_said_stays_false(text: str) -> None:
    assert last(text) is REFUTED


@pytest.mark.parametrize(
    "text",
    [
        r"When $y = 1$ it is so. Otherwise $$-y\log \hat y = -\log \hat y$$",
        r"If $y = 1$, fine. In general $$-y\log \hat y = -\log \hat y$$",
        r"$y = 1$ is not assumed. $$-y\log \hat y = -\log \hat y$$",
        r"Suppose not $y = 0$. $$-y\log \hat y = 0$$",
        r"若 $y=1$ 则好。否则 $-y\log\hat y = -\log\hat y$",
    ],
)
def test_a_case_that_is_denied_or_over_proves_nothing(text: str) -> None:
    assert last(text) is not PROVED
    assert last(r"For $y = 1$, $$-y\log \hat y = -\log \hat y$$") is PROVED


@pytest.mark.parametrize("words", ["unless", "only if", "除非", "for some"])
def test_that_something_fails_elsewhere_is_no_condition_that_it_holds_under(words: str) -> None:
    assert last(rf"$$|x| = x \quad \text{{{words} }} x > 0$$") is UNDECIDED
    assert last(r"$$|x| = x \quad \text{if } x > 0$$") is PROVED


FAR = "\n\nWords.\n\nMore words.\n\nAnd still more.\n\nThe last of them.\n\n"


@pytest.mark.parametrize(
    "text",
    [
        r"The parameter $\theta \in (0, 1)$ is unknown." + FAR + r"$$\frac{1}{\theta} > 1$$",
        r"参数 $\theta \in (0,1)$ 未知。" + FAR + r"$$\frac{1}{\theta} > 1$$",
        r"Labels are $x \in \{0, 1\}$." + FAR + r"$$x^2 = x$$",
        r"The threshold satisfies $t \ge 2$." + FAR + r"$$t^2 \ge 2 t$$",
    ],
)
def test_where_a_number_lies_holds_for_the_rest_of_a_section(text: str) -> None:
    assert last(text) is not REFUTED


@pytest.mark.parametrize(
    "text",
    [
        r"If $\theta \in (0, 1)$ it is small." + FAR + r"$$\theta^2 < \theta$$",
        r"# One" + "\n\n" + r"The parameter $\theta \in (0, 1)$." + "\n\n# Two\n\n" + r"$$\theta^2 < \theta$$",
        r"The threshold satisfies $t \ge 2$." + FAR + r"$$t^2 \ge 3 t$$",
    ],
)
def test_a_case_or_another_section_says_nothing_of_a_later_step(text: str) -> None:
    assert last(text) is REFUTED


def test_the_last_of_many_relations_are_looked_at_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[Step] = []
    real = narrowing._lasts

    def counting(step: Step) -> bool:
        looked_at.append(step)
        return real(step)

    monkeypatch.setattr(narrowing, "_lasts", counting)
    counts = []
    for number in (20, 40):
        looked_at.clear()
        many = r" \implies ".join(rf"x > {number - k} \implies x^2 > {k}" for k in range(number))
        steps = check_document(read_text(f"$${many}$$", path="note.md"), repairs=False).steps
        assert len(steps) == 2 * number
        assert all(step.verdict is not REFUTED for step in steps)
        counts.append(len(looked_at))
    assert counts[1] < 2.5 * counts[0]


def test_relations_about_other_names_do_not_hide_an_earlier_one() -> None:
    others = "".join(f"Let ${name} > 3$. " for name in "abcdfghk")
    assert last(rf"Let $x \ge 1$. {others} Then $$\log x \ge 0$$") is not REFUTED
    assert last(rf"{others} Then $$\log x \ge 0$$") is REFUTED

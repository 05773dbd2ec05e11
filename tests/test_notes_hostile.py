"""Notes are untrusted: whatever stands in one, the check ends in time, with a verdict or a clear error."""

from __future__ import annotations

import random
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qedtex.claims import Verdict
from qedtex.errors import QedtexError
from qedtex.notes.checking import check_document
from qedtex.notes.report import CheckedFile
from qedtex.notes.running import crew
from qedtex.notes.running.tasks import Options
from qedtex.notes.running.workers import check_files
from qedtex.notes.sources.documents import MARKDOWN, NOTEBOOK, TEX, read_text

PIECES = (
    *(
        r"\frac{a}{b}",
        r"\sum_{i=1}^n",
        r"p(x)",
        r"\log",
        "{",
        "}",
        "^",
        "_",
        "(",
        ")",
        "=",
        r"\le",
        "&",
        r"\\",
        "|",
        r"\|",
    ),
    *(
        r"\theta",
        "x_i",
        "H(p,q)",
        r"D_{KL}(p\|q)",
        "9",
        "10^{12}",
        "-",
        r"\left(",
        r"\right)",
        r"\text{若}",
        "$",
        "$$",
        "'",
    ),
    *(
        r"\begin{aligned}",
        r"\end{aligned}",
        r"\int_0^1",
        r"\mathbb{E}",
        r"\arg\max_\theta",
        r"\newcommand{\a}{\a\a}",
        r"\a",
    ),
    *(
        "0",
        ",",
        ";",
        r"\hat{y}",
        "\n",
        "\n\n",
        "> ",
        "```math\n",
        "```",
        "<!-- qedtex: let x > 0 -->",
        "\u200b",
        "\x00",
        "𝔼",
    ),
)
FORMULAS = (
    r"D_{KL}(p\|q) = H(p,q) - H(p)",
    r"\sum_{i=1}^n p(x_i) \log \frac{p(x_i)}{q(x_i)} \ge 0",
    r"\arg\max_\theta \prod_{i=1}^m p(x_i;\theta) = \arg\min_\theta -\sum_{i=1}^m \log p(x_i;\theta)",
    r"\frac{d}{dz}\sigma(z) = \sigma(z)(1-\sigma(z))",
    r"(a+b)^2 = a^2 + 2ab + b^2",
)
SLOW = Options(repairs=False, seconds=4.0)


def checked(text: str, kind: str = MARKDOWN) -> CheckedFile | None:
    """A check of a text, `None` where it is no document of the kind."""
    try:
        document = read_text(text, kind, "note")
    except QedtexError:
        return None
    return check_document(document, repairs=False)


def changed(formula: str, dice: random.Random) -> str:
    """A formula with a few pieces taken out, put in, doubled or exchanged."""
    for _ in range(dice.randint(1, 4)):
        at, to = sorted(dice.randrange(len(formula) + 1) for _ in range(2))
        to = min(to, at + 6)
        match dice.randrange(4):
            case 0:
                formula = formula[:at] + formula[to:]
            case 1:
                formula = formula[:at] + dice.choice(PIECES) + formula[at:]
            case 2:
                formula = formula[:to] + formula[at:to] + formula[to:]
            case _:
                formula = formula[:at] + dice.choice(PIECES) + formula[to:]
    return formula


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from([MARKDOWN, TEX]))
def test_any_pieces_end_in_verdicts(pieces: list[str], kind: str) -> None:
    formula = " ".join(pieces)
    found = checked(f"$${formula}$$" if kind == MARKDOWN else f"\\[{formula}\\]", kind)
    assert found is not None
    assert all(isinstance(step.verdict, Verdict) and step.line >= 1 for step in found.steps)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.sampled_from([MARKDOWN, TEX, NOTEBOOK]))
def test_any_text_is_a_document_or_a_clear_error(text: str, kind: str) -> None:
    checked(text, kind)


def test_changed_formulas_do_not_bring_it_down() -> None:
    fuzz(150, seed=1)


@pytest.mark.long
def test_a_hundred_thousand_changed_formulas_do_not_bring_it_down() -> None:
    fuzz(100_000, seed=2)


def fuzz(number: int, seed: int) -> None:
    """Check changed formulas, several in a note; none takes long."""
    dice = random.Random(seed)
    for _ in range(number // 5):
        text = "\n\n".join(f"$${changed(dice.choice(FORMULAS), dice)}$$" for _ in range(5))
        start = time.process_time()
        checked(text)
        assert time.process_time() - start < 60, text


BOMBS = {
    "tower": r"9^{9^{9^{9^9}}} = 1",
    "braces": "{" * 10_000 + "a" + "}" * 10_000 + " = b",
    "brackets": "(" * 10_000 + "a" + ")" * 10_000 + " = b",
    "fractions": r"\frac{1}{" * 2_000 + "a" + "}" * 2_000 + " = b",
    "long sum": r"\sum_{i=1}^{10^{12}} \frac{1}{i^2} = 2",
    "nested sums": r"\sum_{i=1}^{999999} \sum_{j=1}^{999999} \sum_{k=1}^{999999} \frac{1}{i+j+k} = 2",
    "digits": "9" * 100_000 + " = 1",
    "terms": "+".join(["a"] * 20_000) + " = b",
    "powers": r"(a+b+c+d+e)^{500} = a",
    "factorials": r"10^{10^{10}} \cdot 10^{10^{10}} = 1",
}


def of_children() -> float:
    """The seconds of the processor that children have taken so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_undecided_or_unread_within_its_budget(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.md"
    path.write_text(f"$${BOMBS[name]}$$\n\nand $$H(p,q) - H(p) = D_{{KL}}(p\\|q)$$\n", encoding="utf-8")
    before = of_children()
    [found] = check_files([str(path)], SLOW)
    assert of_children() - before < 40
    assert found.fault is None, found.fault
    *bombs, last = found.steps
    assert all(step.verdict in (Verdict.UNDECIDED, Verdict.UNREAD, Verdict.REFUTED) for step in bombs)
    assert last.verdict is Verdict.PROVED


def test_a_macro_bomb_is_not_expanded(tmp_path: Path) -> None:
    macros = "\n".join(rf"\newcommand{{\x{chr(98 + n)}}}{{\x{chr(97 + n)}\x{chr(97 + n)}}}" for n in range(24))
    path = tmp_path / "bomb.tex"
    path.write_text(rf"\newcommand{{\xa}}{{a}}{macros}" + "\n\\[ \\xy = 1 \\]\n\\[ a + a = 2 a \\]\n", encoding="utf-8")
    [found] = check_files([str(path)], SLOW)
    assert found.fault is None
    assert found.steps[-1].verdict is Verdict.PROVED


def test_what_cannot_be_read_is_told_and_the_others_are_checked(tmp_path: Path) -> None:
    good, bad, gone = tmp_path / "good.md", tmp_path / "bad.md", tmp_path / "gone.md"
    good.write_text("$$a + a = 2a$$", encoding="utf-8")
    bad.write_bytes(b"$$a = \xff$$")
    notebook = tmp_path / "broken.ipynb"
    notebook.write_text("{", encoding="utf-8")
    paths = [str(path) for path in (bad, good, gone, tmp_path, notebook)]
    found = check_files(paths, SLOW, jobs=2)
    assert [one.path for one in found] == paths
    assert [one.fault.code if one.fault else None for one in found] == ["QT801", None, "QT803", "QT802", "QT805"]
    assert found[1].steps[0].verdict is Verdict.PROVED


def test_a_child_that_is_killed_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note.md"
    path.write_text("\n\n".join(rf"$${n} a + a = {n + 1} a$$" for n in range(1, 6)), encoding="utf-8")
    [undisturbed] = check_files([str(path)], SLOW)
    real = crew._Attempt._messages
    killed: list[int] = []

    def messages(attempt: crew._Attempt, child: subprocess.Popen[bytes]) -> Iterator[tuple[str, int, object]]:
        for what, number, content in real(attempt, child):
            if what == "step" and number == 3 and not killed:
                killed.append(child.pid)
                child.kill()
            yield what, number, content

    monkeypatch.setattr(crew._Attempt, "_messages", messages)
    [found] = check_files([str(path)], SLOW)
    assert killed
    assert found.steps == undisturbed.steps
    assert [step.verdict for step in found.steps] == [Verdict.PROVED] * 5

"""How fast notes are checked, as ratios to `import sympy` in the same run, and that the cost is linear."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
NOTES = Path(__file__).parents[1] / "notes"


def seconds(command: list[str]) -> float:
    """The best of three runs, each in a process of its own."""
    best, unset = float("inf"), ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    environment = {name: value for name, value in os.environ.items() if name not in unset}  # as where it is installed
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True, env=environment)
        best = min(best, time.perf_counter() - start)
    return best


def check(*paths: Path) -> list[str]:
    return [sys.executable, "-m", "qedtex", "check", *map(str, paths), "--jobs", "2", "--no-cache"]


def sympy() -> float:
    return seconds([sys.executable, "-c", "import sympy"])


@pytest.mark.skipif(not SEEDS.exists(), reason="the documents are not part of the repository")
def test_the_documents_are_checked_in_twelve_times_the_import_of_sympy(capsys: pytest.CaptureFixture[str]) -> None:
    once = sympy()
    ratio = seconds(check(*sorted(SEEDS.glob("*.txt")))) / once
    with capsys.disabled():
        print(f"\nfive documents from a cold start: {ratio:.1f} times `import sympy` ({once:.2f} s); the bar is 12")
    assert ratio <= 3 * 12  # machines are shared: the bar itself is for a quiet one


def test_our_own_notes_from_a_cold_start(capsys: pytest.CaptureFixture[str]) -> None:
    ratio = seconds(check(NOTES)) / sympy()
    with capsys.disabled():
        print(f"\n{len(list(NOTES.iterdir()))} notes of our own from a cold start: {ratio:.1f} times `import sympy`")


def test_the_cost_is_linear_in_copies_of_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (NOTES / "kl.md").read_text(encoding="utf-8")
    taken = {}
    for copies in (10, 100, 300):
        path = tmp_path / f"{copies}.md"
        path.write_text("\n\n".join([text] * copies), encoding="utf-8")
        taken[copies] = seconds(check(path))
    each = (taken[100] - taken[10]) / 90, (taken[300] - taken[100]) / 200
    with capsys.disabled():
        print(f"\nseconds for a copy: {each[0]:.4f} from 10 to 100, {each[1]:.4f} from 100 to 300")
    assert each[1] <= 4 * each[0] + 0.002

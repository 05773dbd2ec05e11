"""Every example of the README runs: Python blocks, shell lines, and the derivation of one's own."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_the_python_examples_of_the_readme_run() -> None:
    results = doctest.testfile(str(README), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert results.attempted >= 12
    assert results.failed == 0


def shell_lines() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("qedtex ")]


def test_the_readme_has_shell_examples() -> None:
    assert len(shell_lines()) >= 4


@pytest.mark.parametrize("line", shell_lines())
def test_the_shell_examples_of_the_readme_run(line: str) -> None:
    command = [sys.executable, "-m", "qedtex", *shlex.split(line)[1:]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


def test_the_derivation_of_the_readme_is_proved(tmp_path: Path) -> None:
    block = re.search(r"   ```python\n(.*?)   ```", TEXT, flags=re.DOTALL)
    assert block is not None
    path = tmp_path / "derivations" / "logs" / "quotient.py"
    path.parent.mkdir(parents=True)
    path.write_text(textwrap.dedent(block[1]), encoding="utf-8")
    command = [sys.executable, "-m", "qedtex", "check", "derivations/"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "proved" in done.stdout
    path.write_text(textwrap.dedent(block[1]).replace("2 * log(a)", "3 * log(a)"), encoding="utf-8")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "quotient.py" in done.stdout + done.stderr


def test_the_two_commands_are_in_the_readme_word_for_word() -> None:
    assert "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/qedtex build" in TEXT
    assert 'python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/python -m pytest' in TEXT


def test_every_file_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target

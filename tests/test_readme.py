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

from qedtex.build import load_all
from qedtex.catalogue import shipped_root
from qedtex.render.table import BEGIN, END, catalogue_table

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


def derivation_blocks() -> list[tuple[str, str]]:
    """The derivation files of the README: their paths and their texts."""
    blocks = re.findall(r"   ```python\n(   # (\S+\.py)\n.*?)   ```", TEXT, flags=re.DOTALL)
    return [(path, textwrap.dedent(text)) for text, path in blocks]


def test_the_readme_has_derivations_with_a_lemma_and_an_inequality() -> None:
    assert [path for path, _ in derivation_blocks()] == [
        "derivations/logs/quotient.py",
        "derivations/inequalities/gibbs.py",
    ]


@pytest.mark.parametrize(
    ("number", "right", "wrong"),
    [(0, "2 * log(a)", "3 * log(a)"), (1, ".le(surplus", ".ge(surplus"), (1, "- 1), (i, 1, n))", "- 2), (i, 1, n))")],
)
def test_a_derivation_of_the_readme_is_proved_and_a_false_one_is_not(
    tmp_path: Path, number: int, right: str, wrong: str
) -> None:
    name, text = derivation_blocks()[number]
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "qedtex", "check", "derivations/"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "proved" in done.stdout
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert path.name in done.stdout + done.stderr


def test_every_place_of_the_walk_through_a_rule_knows_it() -> None:
    walk = TEXT[TEXT.index("## Add a rule") : TEXT.index("## The catalogue")]
    places = re.findall(r"\]\(([^)#]+)\)", walk)
    assert len(places) >= 9
    unspecific = ("conditions.py", "reasons.py")
    for place in places:
        assert "kronecker" in (ROOT / place).read_text(encoding="utf-8") or place.endswith(unspecific), place


def test_the_table_of_the_catalogue_is_current() -> None:
    derivations = load_all([shipped_root()]).derivations
    table = TEXT[TEXT.index(BEGIN) + len(BEGIN) + 1 : TEXT.index(END)]
    assert table == catalogue_table(derivations), "print it with `python -m qedtex.render.table`"
    assert table.count("](output/") == len(derivations)


def test_the_two_commands_are_in_the_readme_word_for_word() -> None:
    assert "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/qedtex build" in TEXT
    assert 'python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/python -m pytest' in TEXT


def test_every_file_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", TEXT):
        if target.startswith("output/"):  # pages that `qedtex build` writes, one for each derivation
            target = str(Path("derivations", *Path(target).parts[1:]).with_suffix(".py"))
        assert (ROOT / target).exists(), target


def test_the_report_of_the_readme_is_what_the_note_in_it_gets(tmp_path: Path) -> None:
    note = re.search(r"````markdown\n(.*?)````", TEXT, flags=re.DOTALL)
    report = re.search(r"```text\n(error\[QT850\].*?)```", TEXT, flags=re.DOTALL)
    assert note is not None
    assert report is not None
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "kl.md").write_text(note[1], encoding="utf-8")
    command = [sys.executable, "-m", "qedtex", "check", "notes/"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == report[1]


def test_the_block_of_the_readme_is_what_sync_fills_in(tmp_path: Path) -> None:
    part = TEXT[TEXT.index("## Keep derivations in notes up to date") :]
    shown = re.findall(r"````markdown\n(.*?)````", part, flags=re.DOTALL)[0]
    begin, end = shown.index(" -->\n") + 5, shown.index("<!-- qedtex: end")
    path = tmp_path / "note.md"
    path.write_text(shown[:begin] + re.sub(r"end \w{8}", "end", shown[end:]), encoding="utf-8")
    for count in ("1 filled", "1 up to date"):
        command = [sys.executable, "-m", "qedtex", "sync", "note.md"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert count in done.stdout
        assert path.read_text(encoding="utf-8") == shown

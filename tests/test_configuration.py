"""Configuration: where it is found, what it changes, and how a wrong one is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small import DERIVATION

from qedtex.cli import main
from qedtex.configuration import Configuration, configuration
from qedtex.errors import QedtexError

GOOD = "$$2 (a + b) = 2 a + 2 b$$\n"
FALSE = "$$a + b = a - b$$\n"
OPEN = "$H(p, q) \\propto H(p)$\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "notes" / "drafts").mkdir(parents=True)
    (tmp_path / "notes" / "good.md").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def own(folder: Path, text: str) -> None:
    (folder / "qedtex.toml").write_text(text, encoding="utf-8")


def check(*arguments: object) -> Any:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def test_without_a_file_nothing_is_settled(folder: Path) -> None:
    assert configuration() == Configuration()


def test_the_nearest_file_upwards_holds_and_in_one_folder_qedtex_toml(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.qedtex]\njobs = 3\n", encoding="utf-8")
    (folder / "notes" / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert configuration(folder / "notes" / "drafts").jobs == 3
    own(folder, "jobs = 5\n")
    assert configuration(folder / "notes").jobs == 5
    own(folder / "notes", "jobs = 7\n")
    assert configuration(folder / "notes" / "drafts").jobs == 7
    assert configuration(folder).jobs == 5


def test_check_without_paths_takes_those_that_are_configured_seen_from_where_one_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(folder, 'paths = ["notes"]\n')
    (folder / "notes" / "false.md").write_text(FALSE, encoding="utf-8")
    assert check().stdout.splitlines()[-1] == "2 notes: 1 proved, 1 refuted"
    monkeypatch.chdir(folder / "notes" / "drafts")
    assert "--> ../false.md" in check().stdout


def test_check_without_paths_anywhere_says_what_to_name(folder: Path) -> None:
    called = check()
    assert called.exit_code == 2
    assert "error[QT705]: nothing is named to work on" in called.stderr
    assert "paths" in called.stderr


def test_what_is_excluded_is_passed_over_in_folders_but_not_where_it_is_named(folder: Path) -> None:
    own(folder, 'exclude = ["drafts/", "*.tmp.md", "/derivations/old.py"]\n')
    (folder / "notes" / "drafts" / "false.md").write_text(FALSE, encoding="utf-8")
    (folder / "notes" / "x.tmp.md").write_text(FALSE, encoding="utf-8")
    (folder / "derivations").mkdir()
    (folder / "derivations" / "old.py").write_text("raise ValueError", encoding="utf-8")
    (folder / "derivations" / "new.py").write_text(DERIVATION, encoding="utf-8")
    assert check(".").stdout == "1 derivation, 1 step: proved\n1 note: 1 proved\n"
    assert check("notes/x.tmp.md").exit_code == 1
    passed = check("--force-exclude", "notes/x.tmp.md")
    assert (passed.exit_code, passed.stdout) == (0, "nothing to check: all that was named is excluded\n")
    assert check("--force-exclude", "notes/x.tmp.md", "notes/good.md").stdout == "1 note: 1 proved\n"
    assert check("--force-exclude", "notes/no.md").exit_code == 2


def test_sync_takes_the_configured_paths_and_passes_over_what_is_excluded(folder: Path) -> None:
    def sync(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["sync", *arguments])

    block = "<!-- qedtex: begin divergence.kl_decomposition -->\n<!-- qedtex: end -->\n"
    for name in ("one.md", "drafts/two.md"):
        (folder / "notes" / name).write_text(block, encoding="utf-8")
    assert sync().exit_code == 2
    own(folder, 'paths = ["notes"]\nexclude = ["drafts/"]\n')
    assert "2 notes: 1 stale" in sync("--check").stdout
    assert sync("--check", "notes/drafts/two.md").exit_code == 1
    passed = sync("--check", "--force-exclude", "notes/drafts/two.md")
    assert (passed.exit_code, passed.stdout) == (0, "nothing to fill: all that was named is excluded\n")
    assert sync("--force-exclude", "notes/no.md").exit_code == 2


def test_a_folder_of_which_all_is_excluded_is_a_wrong_call(folder: Path) -> None:
    own(folder, 'exclude = ["notes"]\n')
    called = check("notes")
    assert called.exit_code == 2
    assert "error[QT704]" in called.stderr


def test_strictness_is_configured_and_the_command_line_wins(folder: Path) -> None:
    (folder / "open.md").write_text(OPEN, encoding="utf-8")
    assert check("open.md").exit_code == 0
    own(folder, "strict = true\n")
    assert check("open.md").exit_code == 1
    assert check("open.md", "--no-strict").exit_code == 0
    own(folder, "strict = false\n")
    assert check("open.md", "--strict").exit_code == 1


def test_the_language_is_configured_and_the_command_line_wins(folder: Path) -> None:
    own(folder, 'lang = "zh"\n')
    (folder / "derivations").mkdir()
    (folder / "derivations" / "one.py").write_text(DERIVATION, encoding="utf-8")

    def shown(*arguments: str) -> str:
        return CliRunner().invoke(main, ["show", "one", *arguments]).stdout

    assert "推导" in shown()
    assert "Derivation" in shown("--lang", "en")


def test_declarations_hold_for_all_notes(folder: Path) -> None:
    note = folder / "s.md"
    note.write_text("$$\\log(s t) = \\log s + \\log t$$\n", encoding="utf-8")
    assert check("s.md").stdout.count("warning[QT862]") == 2  # s and t are taken to be positive, which nothing says
    own(folder, 'declare = ["s > 0", "t: positive"]\n')
    assert check("s.md").stdout == "1 note: 1 proved\n"


def test_a_note_may_declare_otherwise_than_the_project(folder: Path) -> None:
    own(folder, 'declare = ["s > 0, t > 0"]\n')
    note = folder / "s.md"
    note.write_text("<!-- qedtex: let s: real -->\n\n$$\\log(s t) = \\log s + \\log t$$\n", encoding="utf-8")
    assert "1 undecided" in check("s.md").stdout


def test_warnings_are_switched_off_and_a_note_may_switch_them_on(folder: Path) -> None:
    note = folder / "kl.md"
    note.write_text("Here $D_{KL}(p\\|q) > 0$.\n", encoding="utf-8")
    assert "warning[QT868]" in check("kl.md").stdout
    own(folder, 'off = ["QT868"]\n')
    told = check("kl.md")
    assert "QT868" not in told.stdout
    assert told.exit_code == 1
    assert [file["warnings"] for file in json.loads(check("kl.md", "--format", "json").stdout)["files"]] == [[]]
    note.write_text("<!-- qedtex: on QT868 -->\n\nHere $D_{KL}(p\\|q) > 0$.\n", encoding="utf-8")
    assert "warning[QT868]" in check("kl.md").stdout


@pytest.mark.parametrize(
    ("text", "code", "where", "hint"),
    [
        ("strikt = true\n", "QT712", "qedtex.toml:1:1", "did you mean 'strict'?"),
        ("jobs = 2\n\nzzz = 1\n", "QT712", "qedtex.toml:3:1", "the keys are paths, exclude"),
        ("strict = 'yes'\n", "QT713", "qedtex.toml:1:1", "true or false"),
        ("jobs = 0\n", "QT713", "qedtex.toml:1:1", "a number from 1 on"),
        ("jobs = true\n", "QT713", "qedtex.toml:1:1", "found: true"),
        ("# a note\n  lang = 'de'\n", "QT713", "qedtex.toml:2:3", "'en' or 'zh'"),
        ("paths = 'notes'\n", "QT713", "qedtex.toml:1:1", "a list of texts"),
        ("exclude = [1]\n", "QT713", "qedtex.toml:1:1", "a list of texts"),
        ("exclude = ['!']\n", "QT713", "qedtex.toml:1:1", "as in .gitignore"),
        ("off = ['QT86']\n", "QT713", "qedtex.toml:1:1", "did you mean 'QT86"),
        ("off = ['QT850']\n", "QT713", "qedtex.toml:1:1", "QT868"),
        ("declare = ['x > 0', 'f: wiggly']\n", "QT714", "qedtex.toml:1:1", "there is no kind 'wiggly'"),
        ("declare = ['so what']\n", "QT714", "qedtex.toml:1:1", "found: so what"),
        ("paths = [\n", "QT711", "qedtex.toml", "not TOML"),
        ("paths = 1 2\n", "QT711", "qedtex.toml:1:11", "not TOML"),
    ],
)
def test_a_wrong_configuration_is_a_wrong_call_that_names_the_place(
    folder: Path, text: str, code: str, where: str, hint: str
) -> None:
    own(folder, text)
    called = check("notes")
    assert called.exit_code == 2
    assert f"error[{code}]" in called.stderr
    assert f"--> {where}\n" in called.stderr
    assert hint in called.stderr


def test_the_place_in_pyproject_is_that_of_our_own_table(folder: Path) -> None:
    text = "[tool.other]\nstrict = 1\n\n[tool.qedtex]\nstrict = 1\n"
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(QedtexError) as raised:
        configuration()
    assert raised.value.place is not None
    assert raised.value.place.line == 5
    (folder / "pyproject.toml").write_text("[tool]\nqedtex = 3\n", encoding="utf-8")
    with pytest.raises(QedtexError, match="is not a table"):
        configuration()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[project]\nname = 'strikt'\n[tool.qedtex.strikt]\nx = 1\n", 3),
        ("[tool]\nqedtex.jobs = 2\nqedtex.strikt = true\n", 3),
        ("[tool.other]\nstrikt = 1\n[tool]\nqedtex = { strikt = true }\n", 4),
        ("tool.qedtex.'strikt' = true\n", 1),
        ("[[tool.qedtex.strikt]]\n", 1),
    ],
)
def test_an_unknown_key_is_found_in_whatever_way_it_is_written(folder: Path, text: str, line: int) -> None:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(QedtexError, match="there is no key 'strikt'") as raised:
        configuration()
    assert raised.value.place is not None
    assert raised.value.place.line == line
    assert raised.value.help == "did you mean 'strict'?"


def test_a_wrong_configuration_leaves_help_alone(folder: Path) -> None:
    own(folder, "strikt = true\n")
    assert CliRunner().invoke(main, ["check", "--help"]).exit_code == 0
    assert CliRunner().invoke(main, ["--version"]).exit_code == 0

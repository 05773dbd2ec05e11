"""The pytest plugin: what it collects and under which names; what passes, is skipped and fails; what it leaves."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from click.testing import CliRunner
from small import DERIVATION, WRONG_DERIVATION

import qedtex
from qedtex.cli import main

pytest_plugins = ("pytester",)

for module in walk_packages(qedtex.__path__, "qedtex."):
    if not module.name.endswith("__main__"):
        with suppress(ImportError):  # one that needs an extra
            import_module(module.name)  # what a run in this process imports first is forgotten after it

GOOD = "$$2 (a + b) = 2 a + 2 b$$\n"
NOTE = """# Divergence

$$
\\begin{aligned}
D_{KL}(p \\| q) &= H(p, q) - H(p) \\\\
&= H(p) - H(p, q)
\\end{aligned}
$$

So $H(p, q) = H(p) + D_{KL}(p \\| q)$, and $H(p, q) \\propto H(p)$, and $\\wobble(x) = 3$.
"""
FALSE, TRUE = "D_KL(p || q) = ... = H(p) - H(p, q) is true", "H(p, q) = H(p) + D_KL(p || q) is true"
OPEN, UNREAD = "H(p, q) propto H(p) is true", "wobble (x) = 3 is true"
CITED = """
from qedtex import derivation, known, real

a, b = real("a"), real("b")
equal = known("equal", a, b, kind="cited")


@derivation(title="Cited", source="Rudin (1976)", claim=(a, "=", b), given=[equal])
def cited(calc):
    return calc(a).eq(b, by="equal").qed()
"""


@pytest.fixture
def folder(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a note of which one chain is false, one that is in order, and three derivations."""
    for name in ("PYTEST_ADDOPTS", "QEDTEX_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\nminversion = 8")
    root = pytester.path
    for name, text in {
        "notes/kl.md": NOTE,
        "notes/good.md": GOOD,
        "notes/picture.txt": "no note",
        "derivations/area/one.py": DERIVATION,
        "derivations/area/wrong.py": WRONG_DERIVATION,
        "derivations/area/_draft.py": "raise ValueError",
        "derivations/cited.py": CITED,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """A run in this process with the plugin and no other."""
    return again(pytester, "-p", "no:cacheprovider", *arguments)


def again(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Such a run that remembers what failed."""
    quiet = "ignore::pytest.PytestAssertRewriteWarning"
    return pytester.runpytest_inprocess("-p", "qedtex.pytest_plugin", "-W", quiet, *arguments)


def collected(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    told = run(pytester, "--collect-only", "-q", *arguments).outlines
    return [line for line in told[: told.index("")] if line] if "" in told else []


def outcomes(pytester: pytest.Pytester, *arguments: str) -> dict[str, str]:
    """What became of each item, by its name without the file."""
    told = run(pytester, "-rA", "-q", *arguments).outlines
    found = {}
    for line in told:
        word, _, rest = line.partition(" ")
        if word in ("PASSED", "FAILED", "ERROR") and "::" in rest:
            found[rest.split("::", 1)[1].split(" - Failed")[0]] = word.lower()
    return found


# What is collected ----------------------------------------------------------------------------------------------------


def test_each_chain_and_each_derivation_is_an_item_that_a_sentence_names(
    pytester: pytest.Pytester, folder: Path
) -> None:
    found = collected(pytester, "--qedtex", "notes", "derivations")
    assert found[:5] == [
        "notes/good.md::2 (a + b) = 2 a + 2 b is true",
        f"notes/kl.md::{FALSE}",
        f"notes/kl.md::{TRUE}",
        f"notes/kl.md::{OPEN}",
        f"notes/kl.md::{UNREAD}",
    ]
    assert sorted(found[5:]) == [
        "derivations/area/one.py::area.one is proved",
        "derivations/area/wrong.py::area.wrong is proved",
        "derivations/cited.py::cited is proved",
    ]


def test_collecting_runs_no_derivation(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "derivations" / "raises.py").write_text("raise SystemExit('run')", encoding="utf-8")
    assert "derivations/raises.py::raises is proved" in collected(pytester, "--qedtex", "derivations")


def test_unless_it_is_asked_it_collects_nothing(pytester: pytest.Pytester, folder: Path) -> None:
    assert collected(pytester, "notes", "derivations") == []
    assert run(pytester).ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_unless_it_is_asked_nothing_of_it_is_imported(folder: Path) -> None:
    (folder / "test_own.py").write_text(
        "import sys\n\ndef test_own():\n"
        "    assert 'qedtex.pytest_plugin' in sys.modules\n"
        "    assert sorted(m for m in sys.modules if m.startswith('qedtex')) == ['qedtex', 'qedtex.pytest_plugin']\n"
        "    assert not {'sympy', 'flint', 'lark', 'click'} & set(sys.modules)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-p", "qedtex.pytest_plugin", "-p", "no:cacheprovider", "test_own.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_package_names_it_as_a_plugin_of_pytest(folder: Path) -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = project["entry-points"]["pytest11"]
    record = folder / "installed" / "scratch-1.0.dist-info"
    record.mkdir(parents=True)
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: scratch\nVersion: 1.0\n", encoding="utf-8")
    lines = [f"{name} = {module}\n" for name, module in listed.items()]
    (record / "entry_points.txt").write_text("[pytest11]\n" + "".join(lines), encoding="utf-8")
    code = (
        "import os, sys, pytest; sys.path.insert(0, 'installed'); del os.environ['PYTEST_DISABLE_PLUGIN_AUTOLOAD'];"
        "sys.exit(pytest.main(['--qedtex', 'notes/good.md', '-p', 'no:cacheprovider', '-p', 'no:benchmark']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_other_python_files_stay_tests_and_modules(pytester: pytest.Pytester, folder: Path) -> None:
    for name in ("test_area.py", "derivations/test_inside.py", "plain.py"):
        (folder / name).write_text('"""\n>>> 1\n1\n"""\ndef test_one(): pass\n', encoding="utf-8")
    found = collected(pytester, "--qedtex", "--doctest-modules", "--import-mode=importlib")
    assert "test_area.py::test_one" in found
    assert "derivations/test_inside.py::test_one" in found
    assert "plain.py::plain" in found
    assert not any("is proved" in name for name in found if not name.startswith("derivations/"))
    assert len([name for name in found if "/wrong.py" in name]) == 1  # the module is not imported for its doctests too


def test_a_conftest_in_a_folder_beside_the_notes_disturbs_nothing(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "tests").mkdir()
    (folder / "tests" / "conftest.py").write_text("def pytest_collect_file(): pass\n", encoding="utf-8")
    (folder / "tests" / "test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")
    assert len(collected(pytester, "--qedtex", "tests", "notes", "derivations")) == 9


def test_a_file_of_another_ending_is_a_note_where_it_is_named(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "notes" / "picture.txt").write_text(GOOD, encoding="utf-8")
    assert collected(pytester, "--qedtex", "notes/picture.txt") == ["notes/picture.txt::2 (a + b) = 2 a + 2 b is true"]


def test_what_is_excluded_is_collected_only_where_it_is_named(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "qedtex.toml").write_text('exclude = ["kl.md", "derivations/area/"]\n', encoding="utf-8")
    found = collected(pytester, "--qedtex")
    assert [name.split("::")[0] for name in found] == ["derivations/cited.py", "notes/good.md"]
    assert len(collected(pytester, "--qedtex", "notes/kl.md")) == 4


def test_chains_that_say_the_same_have_names_of_their_own(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "notes" / "good.md").write_text("$a = a$, $a = a$ and $x[1]::y = 2$\n", encoding="utf-8")
    assert [name.split("::")[1] for name in collected(pytester, "--qedtex", "notes/good.md")] == [
        "a = a is true",
        "a = a is true (2)",
        "x[1]: :y = 2 is true",
    ]
    told = run(pytester, "--qedtex", "notes/good.md::a = a is true (2)", "-v")
    told.assert_outcomes(passed=1)
    assert run(pytester, "--qedtex", "notes/good.md::x[1]: :y = 2 is true").parseoutcomes().keys() == {"skipped"}


# What passes, is skipped and fails ------------------------------------------------------------------------------------


def test_a_false_chain_fails_a_true_one_passes_and_what_is_open_is_skipped(
    pytester: pytest.Pytester, folder: Path
) -> None:
    done = run(pytester, "--qedtex", "notes", "derivations", "-rs")
    done.assert_outcomes(passed=3, failed=2, skipped=3)
    done.stdout.fnmatch_lines_random(
        [
            "SKIPPED*kl.md:10: undecided: line 10: *",
            "SKIPPED*kl.md:10: unread: line 10: *",
            "SKIPPED*cited.py:9: assumed: it rests on a theorem that is only cited",
        ]
    )
    assert done.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize("how", ["option", "configuration"])
def test_in_a_strict_run_what_is_open_fails(pytester: pytest.Pytester, folder: Path, how: str) -> None:
    if how == "configuration":
        (folder / "qedtex.toml").write_text("strict = true\n", encoding="utf-8")
    done = run(pytester, "--qedtex", "notes", *(["--qedtex-strict"] if how == "option" else []))
    done.assert_outcomes(passed=2, failed=3)
    done.stdout.fnmatch_lines(["error?QT851?: this step is undecided*", "error?QT852?: this step was not read*"])


def test_a_failure_prints_the_diagnostic_of_the_command_line(pytester: pytest.Pytester, folder: Path) -> None:
    for path in ("notes/kl.md", "derivations/area/wrong.py"):
        told = CliRunner().invoke(main, ["check", path]).stdout.splitlines()
        end = next(number for number, line in enumerate(told) if line.startswith("  help: "))
        diagnostic = told[: end + 1]
        assert diagnostic[0].startswith("error[QT")
        lines = run(pytester, "--qedtex", path).outlines
        start = lines.index(diagnostic[0])
        assert lines[start : start + len(diagnostic)] == diagnostic
        assert not any("Traceback" in line or "pytest_plugin" in line for line in lines[start:])


def test_a_block_that_is_filled_in_passes_and_one_of_a_derivation_of_ones_own_is_skipped(
    pytester: pytest.Pytester, folder: Path
) -> None:
    text = "".join(
        f"<!-- qedtex: begin {name} assumptions=off -->\n<!-- qedtex: end -->\n\n"
        for name in ("divergence.kl_decomposition", "area.one")
    )
    (folder / "notes" / "good.md").write_text(text + GOOD, encoding="utf-8")
    (folder / "derivations" / "area" / "wrong.py").unlink()
    filled = CliRunner().invoke(main, ["sync", "notes/good.md"])
    assert filled.exit_code == 0, filled.output
    done = run(pytester, "--qedtex", "notes/good.md", "-rs")
    done.assert_outcomes(passed=2, skipped=1)
    done.stdout.fnmatch_lines(["*good.md:*: skipped: it is filled in from a derivation of your own, *"])
    text = (folder / "notes" / "good.md").read_text(encoding="utf-8")
    (folder / "notes" / "good.md").write_text(text.replace(r"\log a + \log b", r"\log a - \log b"), encoding="utf-8")
    run(pytester, "--qedtex", "notes/good.md").assert_outcomes(passed=2, failed=1)


def test_a_chain_that_only_introduces_names_is_skipped(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "notes" / "good.md").write_text("$$f(x) = x^2 + 1$$\n", encoding="utf-8")
    done = run(pytester, "--qedtex", "notes/good.md", "-rs")
    done.assert_outcomes(skipped=1)
    done.stdout.fnmatch_lines(["*definition: nothing is claimed"])


def test_a_derivation_that_raises_is_an_error_and_no_failure(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "derivations" / "raises.py").write_text("raise SystemExit('run')", encoding="utf-8")
    done = run(pytester, "--qedtex", "derivations/raises.py")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["error?QT503?: the file raised SystemExit"])


def test_a_derivation_may_cite_one_that_stands_beside_it(pytester: pytest.Pytester, folder: Path) -> None:
    citing = DERIVATION.replace("by=log_product", "by=cite('area.one')").replace("log_product", "cite")
    (folder / "derivations" / "citing.py").write_text(citing, encoding="utf-8")
    run(pytester, "--qedtex", "derivations/citing.py").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("latin.md", "$é = 1$".encode("latin-1"), "QT801"),
        ("broken.ipynb", b"{", "QT805"),
    ],
)
def test_a_note_that_cannot_be_read_is_an_error(
    pytester: pytest.Pytester, folder: Path, name: str, data: bytes, code: str
) -> None:
    (folder / "notes" / name).write_bytes(data)
    done = run(pytester, "--qedtex", f"notes/{name}")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines([f"error[[]{code}]: *", f"*notes/{name}*"])


def test_a_note_that_is_too_much_ends_and_the_others_are_checked(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "notes" / "bomb.md").write_text(f"$${'{' * 50_000}x{'}' * 50_000} = 1$$\n", encoding="utf-8")
    done = run(pytester, "--qedtex", "notes/bomb.md", "notes/good.md")
    done.assert_outcomes(passed=1, skipped=1)


def test_a_note_that_changes_during_a_run_is_told(pytester: pytest.Pytester, folder: Path) -> None:
    pytester.makeconftest(
        "import pathlib\n"
        "def pytest_collection_finish(session):\n"
        "    pathlib.Path('notes/good.md').write_text('Nothing more.', encoding='utf-8')\n"
    )
    done = run(pytester, "--qedtex", "notes/good.md")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["error?QT807?: the note has changed since it was collected"])


def test_what_is_doubtful_is_a_warning_at_its_line(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "notes" / "good.md").write_text(GOOD + "\nAnd $D_{KL}(p\\|q) > 0$.\n", encoding="utf-8")
    done = run(pytester, "--qedtex", "notes/good.md")
    done.assert_outcomes(passed=1, failed=1, warnings=1)
    done.stdout.fnmatch_lines(["*good.md:3: QedtexWarning: QT868: *"])
    (folder / "qedtex.toml").write_text("off = ['QT868']\n", encoding="utf-8")
    run(pytester, "--qedtex", "notes/good.md").assert_outcomes(passed=1, failed=1, warnings=0)


def test_what_is_declared_for_all_notes_holds(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "notes" / "s.md").write_text("$$\\log(s^2 t) = 2 \\log s + \\log t$$\n", encoding="utf-8")
    (folder / "qedtex.toml").write_text("declare = ['s: real', 't: real']\n", encoding="utf-8")
    run(pytester, "--qedtex", "notes/s.md").assert_outcomes(skipped=1)
    (folder / "qedtex.toml").write_text("declare = ['s > 0', 't > 0']\n", encoding="utf-8")
    run(pytester, "--qedtex", "notes/s.md").assert_outcomes(passed=1)


def test_a_wrong_configuration_ends_the_run_with_its_place(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "qedtex.toml").write_text("strict = true\nexlude = []\n", encoding="utf-8")
    done = run(pytester, "--qedtex", "notes")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["*QT712*", "*qedtex.toml:2:1", "*did you mean 'exclude'?"])
    assert run(pytester).ret == pytest.ExitCode.NO_TESTS_COLLECTED  # nobody asked


# With the rest of pytest ----------------------------------------------------------------------------------------------


def test_names_and_the_marker_select(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")
    assert collected(pytester, "--qedtex", "-k", "propto") == [f"notes/kl.md::{OPEN}"]
    assert collected(pytester, "--qedtex", "-k", "area and proved") == [
        "derivations/area/one.py::area.one is proved",
        "derivations/area/wrong.py::area.wrong is proved",
    ]
    assert collected(pytester, "--qedtex", "-m", "not qedtex") == ["test_own.py::test_own"]
    assert len(collected(pytester, "--qedtex", "-m", "qedtex", "--strict-markers")) == 8


def test_it_stops_at_the_first_failure_where_it_is_told_to(pytester: pytest.Pytester, folder: Path) -> None:
    run(pytester, "--qedtex", "notes", "derivations", "-x").assert_outcomes(passed=1, failed=1)


def test_only_what_failed_last_is_run_again_and_its_name_survives_new_lines(
    pytester: pytest.Pytester, folder: Path
) -> None:
    def last_failed() -> pytest.RunResult:
        return again(pytester, "--qedtex", "--lf", "notes", "derivations")

    last_failed().assert_outcomes(passed=3, failed=2, skipped=3)
    (folder / "notes" / "kl.md").write_text("More.\n\n" + NOTE, encoding="utf-8")
    last_failed().assert_outcomes(failed=2)
    mended = NOTE.replace("&= H(p) - H(p, q)", "&= -H(p) + H(p, q)")
    (folder / "notes" / "kl.md").write_text(mended, encoding="utf-8")
    (folder / "derivations" / "area" / "wrong.py").write_text(DERIVATION, encoding="utf-8")
    last_failed().assert_outcomes(passed=1)


def test_the_junit_report_has_files_lines_and_diagnostics(pytester: pytest.Pytester, folder: Path) -> None:
    run(pytester, "--qedtex", "notes", "derivations", "--junitxml=r.xml", "-o", "junit_family=xunit1")
    cases = {case.attrib["name"]: case for case in ElementTree.parse(folder / "r.xml").iter("testcase")}
    assert len(cases) == 8
    false = cases[FALSE]
    assert (false.attrib["file"], false.attrib["line"]) == ("notes/kl.md", "4")  # counted from 0
    assert cases["area.one is proved"].attrib["line"] == "8"
    failure = false.find("failure")
    assert failure is not None
    assert "counterexample at" in (failure.text or "")
    assert cases[TRUE].find("failure") is None
    assert cases[OPEN].find("skipped") is not None


def test_several_processes_find_what_one_finds(pytester: pytest.Pytester, folder: Path) -> None:
    one = outcomes(pytester, "--qedtex", "notes", "derivations")
    assert one[FALSE] == one["area.wrong is proved"] == "failed"
    assert one[TRUE] == one["area.one is proved"] == "passed"
    two = outcomes(pytester, "-p", "xdist", "-n", "2", "--qedtex", "notes", "derivations")
    assert two == one


def test_in_a_notebook_the_cell_and_its_line_are_told(pytester: pytest.Pytester, folder: Path) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "source": ["1 + 1"], "outputs": [], "execution_count": None},
        {"cell_type": "markdown", "metadata": {}, "source": ["Then:\n", "\n", "$$a + b = a - b$$ and $a \\sim b$"]},
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    (folder / "notes" / "a.ipynb").write_text(text, encoding="utf-8")
    done = run(pytester, "--qedtex", "notes/a.ipynb", "-rs")
    done.assert_outcomes(failed=1, skipped=1)
    told = [
        "*a + b = a - b is true*",
        "*--> notes/a.ipynb:cell 2:3:9",
        "*3 | $$a + b = a - b$$*",
        "*: cell 2, line 3: *",
    ]
    done.stdout.fnmatch_lines(told)

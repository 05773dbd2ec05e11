"""The command line: its exit statuses, its reports, and that a traceback is never shown."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from qedtex.cli import main

GOOD = """
from qedtex import derivation, log, positive
from qedtex.rules import log_product

a, b = positive("a"), positive("b")


@derivation(title="One", source="Rudin (1976)", claim=(log(a * b), "=", log(a) + log(b)))
def one(calc):
    return calc(log(a * b)).eq(log(a) + log(b), by=log_product).qed()
"""
FALSE = GOOD.replace("log(a) + log(b)", "log(a) - log(b)")


def run(*arguments, **options):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **options)


def shell(*arguments, cwd=None, **environment):
    return subprocess.run(
        [sys.executable, "-c", "from qedtex.cli import main; main(prog_name='qedtex')", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "derivations" / "area").mkdir(parents=True)
    (tmp_path / "derivations" / "area" / "one.py").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wrong(folder, text=FALSE):
    path = folder / "derivations" / "area" / "wrong.py"
    path.write_text(text, encoding="utf-8")
    return path


def test_list_names_the_shipped_derivations_and_those_of_the_folder(folder):
    names = [line.split()[0] for line in run("list").stdout.splitlines()]
    assert "area.one" in names
    assert "divergence.kl_decomposition" in names
    rows = json.loads(run("list", "--format", "json").stdout)
    assert [row["id"] for row in rows] == names


def test_show_prints_claim_chain_assumptions_and_sources(folder):
    shown = run("show", "divergence.kl_decomposition")
    assert shown.exit_code == 0
    for words in ("Claim", "Derivation", "Assumptions", "Sources", "Rests on", "definition of entropy"):
        assert words in shown.stdout
    assert "熵的定义" in run("show", "divergence.kl_decomposition", "--lang", "zh").stdout


def test_show_knows_four_forms(folder):
    assert r"\begin{aligned}" in run("show", "area.one", "--format", "latex").stdout
    assert "$$" in run("show", "area.one", "--format", "markdown").stdout
    assert json.loads(run("show", "area.one", "--format", "json").stdout)["summary"]["proved"] == 1


def test_show_of_an_unknown_id_is_a_wrong_call_that_suggests_another(folder):
    shown = run("show", "divergence.kl_decompositon")
    assert shown.exit_code == 2
    assert "error[QT501]" in shown.stderr
    assert "did you mean divergence.kl_decomposition?" in shown.stderr


def test_colours_are_for_terminals_and_not_where_no_color_is_set(folder):
    assert "\x1b[" not in shell("show", "area.one").stdout
    assert "\x1b[" in shell("show", "area.one", FORCE_COLOR="1", TERM="xterm-256color").stdout
    plain = shell("show", "area.one", FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color").stdout
    assert "\x1b[36m" not in plain


def test_axioms_lists_statement_source_and_users(folder):
    shown = run("axioms").stdout
    assert "log.product: log(ab) = log a + log b for a, b > 0" in shown
    rows = {row["name"]: row for row in json.loads(run("axioms", "--format", "json").stdout)}
    assert "area.one" in rows["log.product"]["used_by"]
    assert all(row["source"] for row in rows.values())


def test_check_accepts_a_sound_derivation(folder):
    checked = run("check", "derivations")
    assert checked.exit_code == 0
    assert checked.stdout == "1 derivation, 1 step: proved\n"


def test_check_names_place_line_and_counterexample_of_a_false_step(folder):
    wrong(folder)
    checked = run("check", "derivations")
    assert checked.exit_code == 1
    assert "error[QT410]" in checked.stdout
    assert "--> derivations/area/wrong.py:10" in checked.stdout
    assert "10 |     return calc(" in checked.stdout
    assert "counterexample" in checked.stdout


def test_check_reports_json_as_designed(folder):
    wrong(folder)
    report = json.loads(run("check", "derivations", "--format", "json").stdout)
    assert report["schema"] == 1
    assert [file["path"] for file in report["files"]] == ["derivations/area/one.py", "derivations/area/wrong.py"]
    step = report["files"][0]["chains"][0]["steps"][0]
    assert (step["verdict"], step["by"], step["relation"]) == ("proved", ["log_product"], "=")
    assert set(step) == {
        *(
            "line",
            "column",
            "lhs",
            "relation",
            "rhs",
            "verdict",
            "by",
            "assumes",
            "code",
            "message",
            "witness",
            "repair",
        )
    }
    assert report["files"][1]["chains"][0]["steps"][0]["verdict"] == "refuted"
    assert report["summary"] == {
        **{"proved": 1, "refuted": 1, "undecided": 0, "definition": 0, "assumed": 0, "unread": 0, "skipped": 0}
    }


def test_what_a_file_prints_does_not_spoil_the_report(folder):
    wrong(folder, "print('hello')\n" + GOOD)
    checked = run("check", "derivations", "--format", "json")
    assert json.loads(checked.stdout)["summary"]["proved"] == 2
    assert "hello" in checked.stderr


@pytest.mark.parametrize("name", ["note.md", "note.tex", "note.txt"])
def test_check_reads_notes_and_names_the_line_that_is_false(folder, name):
    (folder / name).write_text("One line.\n\n$$a + b = a - b$$\n", encoding="utf-8")
    checked = run("check", name)
    assert checked.exit_code == 1
    assert f"--> {name}:3:9" in checked.stdout
    assert "counterexample at" in checked.stdout
    assert "1 note: 1 refuted" in checked.stdout


def test_check_accepts_a_note_without_a_false_step(folder):
    (folder / "note.md").write_text("$$2 (a + b) = 2 a + 2 b$$\n", encoding="utf-8")
    checked = run("check", "note.md")
    assert checked.exit_code == 0
    assert checked.stdout == "1 note: 1 proved\n"


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("x = 1\n", 2, "QT507"),
        ("def broken(:\n", 1, "QT502"),
        ("raise SystemExit(0)\n", 1, "QT503"),
        (FALSE, 1, "QT410"),
    ],
)
def test_bad_files_end_with_a_diagnostic_and_a_status(folder, text, status, code):
    wrong(folder, text)
    checked = run("check", "derivations")
    assert checked.exit_code == status
    assert f"error[{code}]" in checked.stdout
    assert "Traceback" not in checked.output


def test_a_syntax_error_is_shown_with_its_line_and_a_caret(folder):
    wrong(folder, "x = 1\ndef broken(:\n")
    lines = run("check", "derivations").stdout.splitlines()
    at = lines.index("  2 | def broken(:")
    assert lines[at + 1].strip().endswith("^")
    assert lines[at + 1].index("^") == len("  2 | def broken(")


def test_build_writes_then_checks_and_names_the_stale_file(folder):
    assert run("build").exit_code == 0
    assert run("build", "--check").exit_code == 0
    (folder / "output" / "area" / "one.md").write_text("edited", encoding="utf-8")
    checked = run("build", "--check")
    assert checked.exit_code == 1
    assert "stale: output/area/one.md" in checked.stdout
    assert (folder / "output" / "area" / "one.md").read_text(encoding="utf-8") == "edited"


def test_build_with_a_false_step_writes_nothing(folder):
    wrong(folder)
    built = run("build")
    assert built.exit_code == 1
    assert "nothing was written" in built.stderr
    assert built.stdout == ""
    assert not (folder / "output").exists()


def test_build_into_a_file_says_so(folder):
    (folder / "output").write_text("mine", encoding="utf-8")
    built = run("build")
    assert built.exit_code == 1
    assert "error[QT604]" in built.stderr


@pytest.mark.parametrize(
    "arguments", [("nothing",), ("check",), ("check", "no/such/path"), ("show", "a.b"), ("build", "--jobs", "0")]
)
def test_wrong_calls_end_with_status_2(folder, arguments):
    assert run(*arguments).exit_code == 2


def test_an_internal_error_is_told_without_a_traceback(folder, monkeypatch):
    monkeypatch.setattr("qedtex.shares.checked", lambda *_, **__: 1 / 0)
    checked = run("check", "derivations")
    assert checked.exit_code == 1
    assert "error[QT900]: internal error" in checked.stderr
    assert "Traceback" not in checked.output
    debugged = run("check", "derivations", env={"QEDTEX_DEBUG": "1"})
    assert "ZeroDivisionError" in debugged.stderr


def test_the_program_prints_its_version_and_help_without_loading_sympy(folder):
    assert shell("--version").stdout.startswith("qedtex ")
    assert "build" in shell("--help").stdout
    code = "import qedtex.cli, sys; print([name for name in ('sympy', 'rich', 'joblib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_progress_is_not_shown_where_stderr_is_no_terminal(folder):
    built = shell("build", cwd=folder)
    assert built.returncode == 0
    assert built.stderr == ""


def test_an_empty_out_is_a_wrong_call(folder):
    built = run("build", "--out", "")
    assert built.exit_code == 2
    assert "error[QT607]" in built.stderr
    assert not (folder / "qedtex.tex").exists()


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_folder_without_derivations_is_a_wrong_call(folder, command):
    (folder / "empty").mkdir()
    called = run(command, "empty")
    assert called.exit_code == 2
    assert "no derivation files found in empty" in called.output or "nothing to check below 'empty'" in called.output
    assert "proved" not in called.output


def test_the_summary_counts_what_is_proved_and_what_is_refused(folder):
    wrong(folder)
    assert run("check", "derivations").stdout.splitlines()[-1] == "1 of 2 derivations proved, 1 refused"
    built = run("build")
    assert built.stderr.splitlines()[-1] == "1 of 2 derivations proved, 1 refused; nothing was written"


def test_list_tells_a_broken_file_in_one_line(folder):
    wrong(folder)
    listed = run("list")
    assert listed.exit_code == 0
    assert "area.one" in listed.stdout
    (line,) = listed.stderr.splitlines()
    assert line.startswith("warning[QT410]: derivations/area/wrong.py:10")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("style", ["text", "markdown", "json"])
def test_characters_that_the_output_lacks_are_escaped(folder, encoding, style):
    arguments = ("show", "divergence.kl_decomposition", "--lang", "zh", "--format", style)
    shown = shell(*arguments, cwd=folder, PYTHONIOENCODING=encoding)
    assert (shown.returncode, shown.stderr) == (0, "")
    if style == "json":
        assert json.loads(shown.stdout)["summary"]["proved"] == 6


def test_an_interrupted_command_says_so_in_a_line(folder, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("qedtex.shares.checked", interrupted)
    monkeypatch.setattr("qedtex.build.load_all", interrupted)
    checked = run("check", "derivations")
    assert checked.exit_code == 130
    assert checked.stderr.strip() == "interrupted"
    assert run("build").exit_code == 130
    assert not (folder / "output").exists()

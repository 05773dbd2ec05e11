"""The ledger: data only. What is damaged is refused, what is edited is never believed as a proof."""

import json

import pytest

from qedtex.build import build
from qedtex.errors import QedtexError
from qedtex.ledger import Reading, counts, load

GOOD = {
    "schema": 1,
    "versions": {"qedtex": "1", "sympy": "1", "latex2sympy2": "1"},
    "formulas": {"a + b": {"dialect": ["a + b"], "outcome": "agree", "reason": "equal at 3 points"}},
    "files": ["qedtex.tex"],
}


def written(tmp_path, data):
    path = tmp_path / "ledger.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def test_a_ledger_is_loaded(tmp_path):
    ledger = load(written(tmp_path, GOOD))
    assert ledger.readings["a + b"] == Reading(("a + b",), "agree", "equal at 3 points")
    assert ledger.files == ("qedtex.tex",)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        "__import__('os').system('true')",
        {**GOOD, "schema": 2},
        {**GOOD, "formulas": []},
        {**GOOD, "formulas": {"a": 1}},
        {**GOOD, "formulas": {"a": {"dialect": "a", "outcome": "agree", "reason": ""}}},
        {**GOOD, "formulas": {"a": {"dialect": [], "outcome": "proved", "reason": ""}}},
        {**GOOD, "versions": {"sympy": 1}},
        {**GOOD, "files": [1]},
        {name: value for name, value in GOOD.items() if name != "files"},
    ],
)
def test_a_damaged_ledger_is_refused(tmp_path, data):
    with pytest.raises(QedtexError, match="QT605"):
        load(written(tmp_path, data))


def test_a_damaged_ledger_is_told_and_written_anew(tmp_path):
    source = tmp_path / "mine" / "area"
    source.mkdir(parents=True)
    (source / "one.py").write_text(ONE, encoding="utf-8")
    out = tmp_path / "out"
    build([tmp_path / "mine"], out)
    good = (out / "ledger.json").read_bytes()
    (out / "ledger.json").write_text("{", encoding="utf-8")
    again = build([tmp_path / "mine"], out)
    assert [warning.code for warning in again.warnings] == ["QT605"]
    assert (out / "ledger.json").read_bytes() == good


def test_a_ledger_that_says_proved_proves_nothing(tmp_path):
    source = tmp_path / "mine" / "area"
    source.mkdir(parents=True)
    (source / "one.py").write_text(ONE, encoding="utf-8")
    build([tmp_path / "mine"], tmp_path / "out")
    (source / "one.py").write_text(ONE.replace("log(a) + log(b)", "log(a) - log(b)"), encoding="utf-8")
    path = tmp_path / "out" / "ledger.json"
    path.write_text(path.read_text(encoding="utf-8").replace("+", "-"), encoding="utf-8")
    again = build([tmp_path / "mine"], tmp_path / "out")
    assert [error.code for error in again.errors] == ["QT410"]


def test_an_edited_disagreement_is_read_back_again(tmp_path):
    source = tmp_path / "mine" / "area"
    source.mkdir(parents=True)
    (source / "one.py").write_text(ONE, encoding="utf-8")
    build([tmp_path / "mine"], tmp_path / "out")
    path = tmp_path / "out" / "ledger.json"
    good = path.read_bytes()
    path.write_text(
        path.read_text(encoding="utf-8").replace('"outcome": "agree"', '"outcome": "disagree"'), encoding="utf-8"
    )
    assert not build([tmp_path / "mine"], tmp_path / "out").errors
    assert path.read_bytes() == good


def test_counts_say_why_a_formula_is_out_of_reach():
    readings = {"a": Reading(("a",), "agree", "equal"), "b": Reading(("",), "out_of_reach", "argmin is not read")}
    found = counts(readings, ["a", "b"])
    assert (found["formulas"], found["latex2sympy2"], found["out_of_reach"]) == (2, 1, 1)
    assert found["reasons"] == {"argmin is not read": 1}


ONE = """
from qedtex import derivation, log, positive
from qedtex.rules import log_product

a, b = positive("a"), positive("b")


@derivation(title="One", source="Rudin (1976)", claim=(log(a * b), "=", log(a) + log(b)))
def one(calc):
    return calc(log(a * b)).eq(log(a) + log(b), by=log_product).qed()
"""

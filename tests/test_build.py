"""`qedtex build`: what it writes, that it writes the same again, and that it writes nothing where anything failed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qedtex.build import build, catalogue_of, load_all
from qedtex.errors import QedtexError
from qedtex.oracle import Opinion
from qedtex.readback import ReadBack, Reading
from qedtex.verification import formulas_of

SMALL = """
from qedtex import derivation, log, positive
from qedtex.rules import {rule}

a, b = positive("a"), positive("b")


@derivation(title="{title}", chinese="对数", source="Rudin (1976)", claim=({left}, "=", {right}))
def small(calc):
    return calc({left}).eq({right}, by={rule}).qed()
"""
PRODUCT = SMALL.format(
    rule="log_product", title="A product & its logarithm", left="log(a * b)", right="log(a) + log(b)"
)
QUOTIENT = SMALL.format(rule="log_quotient", title="A quotient", left="log(a / b)", right="log(a) - log(b)")
FALSE = SMALL.format(rule="log_product", title="Wrong", left="log(a * b)", right="log(a) - log(b)")


@pytest.fixture
def folder(tmp_path):
    """A folder of two derivations."""
    root = tmp_path / "mine"
    (root / "logs").mkdir(parents=True)
    (root / "logs" / "product.py").write_text(PRODUCT, encoding="utf-8")
    (root / "logs" / "quotient.py").write_text(QUOTIENT, encoding="utf-8")
    return root


def files_in(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def failed(folder, text, name="wrong"):
    (folder / "logs" / f"{name}.py").write_text(text, encoding="utf-8")
    return load_all([folder]).errors


def test_build_writes_a_fragment_a_twin_a_document_and_the_ledger(folder, tmp_path):
    out = tmp_path / "out"
    done = build([folder], out)
    assert not done.errors
    assert sorted(name for name in files_in(out) if not name.startswith("records/")) == [
        "ledger.json",
        "logs/product.md",
        "logs/product.tex",
        "logs/quotient.md",
        "logs/quotient.tex",
        "qedtex.tex",
    ]


def test_ledger_counts_every_formula_and_names_versions_and_verdicts(folder, tmp_path):
    build([folder], tmp_path / "out")
    ledger = json.loads((tmp_path / "out" / "ledger.json").read_text(encoding="utf-8"))
    counts = ledger["readback"]
    assert counts["formulas"] == counts["own"] == 4
    assert counts["latex2sympy2"] == counts["agree"] == 4
    assert counts["disagree"] == counts["out_of_reach"] == counts["not_done"] == 0
    assert set(ledger["versions"]) == {"qedtex", "sympy", "latex2sympy2"}
    steps = ledger["derivations"]["logs.product"]["steps"]
    assert [step["verdict"] for step in steps] == ["proved"]
    assert ledger["axioms"]["log.product"] == ["logs.product", "logs.quotient"]


def test_ledger_holds_nothing_of_the_machine_or_the_time(folder, tmp_path):
    build([folder], tmp_path / "out")
    text = b"".join(files_in(tmp_path / "out").values()).decode()
    assert str(tmp_path) not in text
    assert sys.version.split()[0] not in text


def test_a_second_build_writes_the_same_bytes_in_another_process(folder, tmp_path):
    code = (
        "from pathlib import Path; from qedtex.build import build; import sys;"
        "build([Path(sys.argv[1])], Path(sys.argv[2]))"
    )
    for seed, out in (("1", "first"), ("2", "second")):
        environment = {"PYTHONHASHSEED": seed, "PATH": ""}
        subprocess.run([sys.executable, "-c", code, folder, tmp_path / out], check=True, env=environment)
    first, second = files_in(tmp_path / "first"), files_in(tmp_path / "second")
    assert first == second
    assert "logs/quotient.tex" in first


def test_a_second_build_reuses_the_read_backs_and_writes_nothing(folder, tmp_path, monkeypatch):
    build([folder], tmp_path / "out")
    monkeypatch.setattr("qedtex.readback.compare_all", lambda *_: pytest.fail("read back again"))
    again = build([folder], tmp_path / "out")
    assert not again.errors
    assert not again.changes


def test_a_fresh_build_reuses_no_read_back(folder, tmp_path, monkeypatch):
    build([folder], tmp_path / "out")
    asked = []
    monkeypatch.setattr("qedtex.readback.compare_all", lambda terms, *_: asked.extend(terms) or _all(terms, "AGREE"))
    build([folder], tmp_path / "out", fresh=True)
    assert len(asked) == 4


def test_read_backs_of_another_version_are_not_reused(folder, tmp_path, monkeypatch):
    build([folder], tmp_path / "out")
    path = tmp_path / "out" / "ledger.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"latex2sympy2": "1.9.1"', '"latex2sympy2": "1.9.0"'), encoding="utf-8"
    )
    asked = []
    monkeypatch.setattr("qedtex.readback.compare_all", lambda terms, *_: asked.extend(terms) or _all(terms, "AGREE"))
    build([folder], tmp_path / "out")
    assert len(asked) == 4


def _all(terms, outcome):
    return tuple(ReadBack(Reading[outcome], "injected", "x") for _ in terms)


def test_a_build_without_changes_does_not_import_sympy(folder, tmp_path):
    code = (
        "from pathlib import Path; from qedtex.build import build; import sys;"
        "build([Path(sys.argv[1])], Path(sys.argv[2])); print('sympy' in sys.modules)"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", code, folder, tmp_path / "out"], check=True, capture_output=True, text=True
        ).stdout.strip()
        for _ in range(2)
    ]
    assert answers == ["True", "False"]


def test_check_writes_nothing_and_names_what_is_stale_missing_or_superfluous(folder, tmp_path):
    out = tmp_path / "out"
    build([folder], out)
    assert not build([folder], out, check=True).changes
    (out / "logs" / "product.md").write_text("mine", encoding="utf-8")
    (out / "qedtex.tex").unlink()
    (folder / "logs" / "quotient.py").unlink()
    before = files_in(out)
    changes = build([folder], out, check=True).changes
    assert changes.missing == ("qedtex.tex",)
    assert changes.stale == ("ledger.json", "logs/product.md")
    assert {"logs/quotient.md", "logs/quotient.tex"} <= set(changes.superfluous)
    assert all("quotient" in name for name in changes.superfluous)
    assert files_in(out) == before


def test_files_of_derivations_that_are_gone_are_removed_and_no_others(folder, tmp_path):
    out = tmp_path / "out"
    build([folder], out)
    (out / "logs" / "mine.tex").write_text("my own file", encoding="utf-8")
    (folder / "logs" / "quotient.py").unlink()
    build([folder], out)
    assert sorted(files_in(out)) == [
        "ledger.json",
        "logs/mine.tex",
        "logs/product.md",
        "logs/product.tex",
        "qedtex.tex",
        "records/logs/product.json",
    ]


def test_an_edited_ledger_cannot_have_files_removed_that_were_not_generated(folder, tmp_path):
    out = tmp_path / "out"
    build([folder], out)
    (tmp_path / "precious.tex").write_text("% generated by qedtex build", encoding="utf-8")
    (out / "precious.tex").write_text("my own file", encoding="utf-8")
    path = out / "ledger.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["files"] += ["precious.tex", "../precious.tex", str(tmp_path / "precious.tex")]
    path.write_text(json.dumps(data), encoding="utf-8")
    assert build([folder], out).changes.superfluous == ()
    assert (out / "precious.tex").exists()
    assert (tmp_path / "precious.tex").exists()


def test_chinese_files_go_to_a_folder_of_their_own(folder, tmp_path):
    out = tmp_path / "out"
    build([folder], out)
    build([folder], out, lang="zh")
    assert "乘积的对数" in (out / "zh" / "logs" / "product.tex").read_text(encoding="utf-8")
    assert not build([folder], out, check=True).changes
    assert not build([folder], out, check=True, lang="zh").changes


def test_a_disagreement_fails_the_build_and_nothing_is_written(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("qedtex.readback.compare_all", lambda terms, *_: _all(terms, "DISAGREE"))
    done = build([folder], tmp_path / "out")
    assert [error.code for error in done.errors] == ["QT603"]
    assert not (tmp_path / "out").exists()


def test_where_latex2sympy2_is_missing_read_backs_are_not_done_and_never_agreeing(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("qedtex.readback.compare_all", lambda terms, *_: _all(terms, "NOT_DONE"))
    done = build([folder], tmp_path / "out")
    assert not done.errors
    assert (done.readback["not_done"], done.readback["agree"]) == (4, 0)


def test_a_formula_that_is_not_read_back_fails(folder, monkeypatch):
    derivations = load_all([folder]).derivations
    assert len(formulas_of(derivations).written) == 4
    monkeypatch.setattr("qedtex.verification.read", lambda *_: None)
    with pytest.raises(QedtexError, match="QT602"):
        formulas_of(derivations)


def test_a_proved_step_that_the_oracle_refutes_is_fatal(folder, tmp_path, monkeypatch):
    opinions = (Opinion(refuted=True),) * 9
    monkeypatch.setattr("qedtex.oracle.consult_chain", lambda claims: opinions[: len(claims)], raising=False)
    done = build([folder], tmp_path / "out")
    assert [error.code for error in done.errors] == ["QT601"]
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_folder_is_told_and_left_alone(folder, tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    done = build([folder], tmp_path / "out")
    assert [error.code for error in done.errors] == ["QT604"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_a_folder_in_the_place_of_a_file_leaves_nothing_half_written(folder, tmp_path):
    out = tmp_path / "out"
    (out / "logs" / "product.md" / "x").mkdir(parents=True)
    done = build([folder], out)
    assert [error.code for error in done.errors] == ["QT604"]
    assert not [path for path in out.rglob("*") if path.name.endswith(".qedtex-new")]


def test_a_build_that_is_killed_before_the_rename_leaves_the_old_files(folder, tmp_path):
    out = tmp_path / "out"
    build([folder], out)
    before = files_in(out)
    text = (folder / "logs" / "product.py").read_text(encoding="utf-8")
    (folder / "logs" / "product.py").write_text(text.replace("A product", "The product"), encoding="utf-8")
    code = (
        "import os, sys; from pathlib import Path; from qedtex.build import build;"
        "os.replace = lambda *_: os._exit(9); build([Path(sys.argv[1])], Path(sys.argv[2]))"
    )
    assert subprocess.run([sys.executable, "-c", code, folder, out], check=False).returncode == 9
    after = {name: content for name, content in files_in(out).items() if not name.endswith(".qedtex-new")}
    assert after == before
    assert not build([folder], out).errors
    assert not [name for name in files_in(out) if name.endswith(".qedtex-new")]


def test_every_fault_is_collected_and_not_only_the_first(folder):
    failed(folder, FALSE, "false")
    errors = failed(folder, "def broken(:\n", "syntax")
    assert [error.code for error in errors] == ["QT410", "QT502"]
    assert all(error.place is not None and error.place.path.startswith(str(folder)) for error in errors)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = 1\n", "QT507"),
        ("raise ValueError('no')\n", "QT503"),
        ("raise SystemExit(0)\n", "QT503"),
        ("def f(): f()\nf()\n", "QT503"),
        (PRODUCT.replace(".qed()", ""), "QT507"),
        (PRODUCT.replace('claim=(log(a * b), "=", log(a) + log(b))', 'claim=(log(a), "=", log(a))'), "QT508"),
        (PRODUCT.replace("by=log_product", "by='nothing'"), "QT412"),
    ],
)
def test_a_file_that_is_no_sound_derivation_is_refused(folder, text, code):
    assert [error.code for error in failed(folder, text)] == [code]


def test_two_derivations_of_one_id_are_refused(folder, tmp_path):
    other = tmp_path / "other" / "logs"
    other.mkdir(parents=True)
    (other / "product.py").write_text(QUOTIENT, encoding="utf-8")
    assert [error.code for error in load_all([folder, tmp_path / "other"]).errors] == ["QT504"]
    assert not load_all([folder]).errors


def test_a_circular_citation_is_refused(folder):
    for one, other in (("first", "second"), ("second", "first")):
        text = PRODUCT.replace("import log_product", "import cite").replace(
            "by=log_product", f"by=cite('logs.{other}')"
        )
        (folder / "logs" / f"{one}.py").write_text(text, encoding="utf-8")
    errors = load_all([folder]).errors
    assert {error.code for error in errors} == {"QT505"}


def test_a_derivation_may_cite_another_of_its_folder(folder):
    text = PRODUCT.replace("import log_product", "import cite").replace("by=log_product", "by=cite('logs.product')")
    assert not failed(folder, text, "citing")


def test_a_part_of_a_derivations_folder_keeps_its_ids(tmp_path):
    area = tmp_path / "derivations" / "logs"
    area.mkdir(parents=True)
    (area / "product.py").write_text(PRODUCT, encoding="utf-8")
    for path in (tmp_path / "derivations", area, area / "product.py"):
        assert catalogue_of([path])[1] == ["logs.product"]


def test_paths_that_do_not_exist_or_are_notes_are_refused(tmp_path):
    (tmp_path / "note.md").write_text("$a$", encoding="utf-8")
    for name, code in (("nothing", "QT701"), ("note.md", "QT702")):
        with pytest.raises(QedtexError, match=code):
            catalogue_of([Path(tmp_path / name)])


@pytest.mark.parametrize("name", ["qedtex.tex", "logs/product.md", "ledger.json", "records/logs/product.json"])
def test_a_file_that_was_not_generated_is_never_overwritten(folder, tmp_path, name):
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text('{"mine": 1}', encoding="utf-8")
    done = build([folder], out)
    assert [error.code for error in done.errors] == ["QT606"]
    assert name in done.errors[0].message
    assert "--out" in done.errors[0].help
    assert files_in(out) == {name: b'{"mine": 1}'}


def test_files_that_were_generated_are_replaced(folder, tmp_path):
    out = tmp_path / "out"
    build([folder], out)
    before = files_in(out)
    for name in before:
        (out / name).write_bytes(before[name] + b" ")
    assert not build([folder], out).errors
    assert files_in(out) == before


@pytest.mark.parametrize(("name", "relation"), [("mine", "is"), ("mine/logs/out", "lies in"), (".", "contains")])
def test_the_output_is_not_mixed_with_derivations(folder, tmp_path, name, relation):
    done = build([folder], tmp_path / name)
    assert [error.code for error in done.errors] == ["QT608"]
    assert f" {relation} the folder" in done.errors[0].message
    assert sorted(files_in(tmp_path)) == ["mine/logs/product.py", "mine/logs/quotient.py"]


def test_a_folder_without_derivations_is_an_error(tmp_path):
    (tmp_path / "empty").mkdir()
    errors = load_all([tmp_path / "empty"]).errors
    assert [error.code for error in errors] == ["QT704"]
    assert errors[0].message == f"no derivation files found in {tmp_path / 'empty'}"


def test_an_interrupted_build_leaves_the_old_files_and_nothing_beside_them(folder, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build([folder], tmp_path / "out")
    assert files_in(tmp_path / "out") == {}

"""What was found before is used again only where nothing that decides it has changed, and never where it is damaged."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from corpus import CORPUS
from hypothesis import given, settings
from hypothesis import strategies as st

from qedtex.cache.content import content
from qedtex.cache.engine import add_files, engine_digest, installed, package_root
from qedtex.cache.files import Reports, placed, read_report, written_report
from qedtex.cache.place import cache_folder
from qedtex.cache.plain import Damaged, from_plain, to_plain
from qedtex.cache.store import Store, key_of
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import Place
from qedtex.language import positive, real
from qedtex.notes.checking import check_document
from qedtex.notes.report import CheckedFile, as_json
from qedtex.notes.running.tasks import Options
from qedtex.notes.running.workers import check_files
from qedtex.notes.sources.documents import kind_of, read_document
from qedtex.notes.verdicts.deciding import Decision
from qedtex.notes.verdicts.decisions import Decisions
from qedtex.verdicts import Verdict

NOTES = Path(__file__).parent / "notes"
ENTRIES = {number.to_bytes(2, "big"): random.Random(number).randbytes(3 * number) for number in range(300)}
RUN = """
import sys
from qedtex.cli import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    status = ended.code
loaded = [name for name in ("sympy", "flint", "lark", "latex2sympy2", "qedtex.terms") if name in sys.modules]
print(*loaded, file=sys.stderr)
raise SystemExit(status)
"""
"""The command line, which then says on stderr what of the engine was imported."""


def run(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "120", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    filled = Store(tmp_path)
    for key, value in ENTRIES.items():
        filled.keep(key, value)
    filled.close()
    return filled


# The store ------------------------------------------------------------------------------------------------------------


def test_what_is_kept_is_found_by_another_process(store: Store) -> None:
    again = Store(store.path.parent)
    assert all(again.find(key) == value for key, value in ENTRIES.items())
    assert again.find(b"none") is None


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_file_with_changed_bytes_gives_right_values_or_none(stream: random.Random) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        filled = Store(Path(folder))
        for key, value in ENTRIES.items():
            filled.keep(key, value)
        filled.close()
        raw = bytearray(filled.path.read_bytes())
        for _ in range(stream.choice([1, 3, 30, 3000])):
            raw[stream.randrange(len(raw))] = stream.randrange(256)
        filled.path.write_bytes(raw[: stream.choice([len(raw), len(raw) // 2, 100])])
        again = Store(Path(folder))
        assert all(again.find(key) in (value, None) for key, value in ENTRIES.items())
        again.keep(b"new", b"value")
        again.close()
        assert Store(Path(folder)).find(b"new") in (b"value", None)


def assert_begins_anew(store: Store, gone: bytes) -> None:
    again = Store(store.path.parent)
    assert again.find(gone) is None
    again.keep(b"key", b"value")
    again.close()
    assert Store(store.path.parent).find(b"key") == b"value"


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0", bytes(5000)])
def test_a_file_that_is_no_database_is_begun_anew(store: Store, damage: bytes) -> None:
    store.path.write_bytes(damage)
    assert_begins_anew(store, b"\0\1")


def test_a_value_under_the_key_of_another_is_not_believed(store: Store) -> None:
    with sqlite3.connect(store.path) as connection:
        rows = connection.execute("SELECT key, value, sum FROM kept WHERE key IN (x'0001', x'0002')").fetchall()
        (_, value, total), (key, _, _) = rows
        connection.execute("UPDATE kept SET value = ?, sum = ? WHERE key = ?", (value, total, key))
    connection.close()
    again = Store(store.path.parent)
    assert again.find(key) is None
    assert again.find(rows[0][0]) is not None


def test_a_table_of_another_shape_is_begun_anew(store: Store) -> None:
    store.path.unlink()
    with sqlite3.connect(store.path) as connection:
        connection.execute("CREATE TABLE kept (other TEXT)")
    connection.close()
    assert_begins_anew(store, b"key")


def test_a_folder_that_cannot_be_made_is_no_cache_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "below")
    store.keep(b"key", b"value")
    store.close()
    assert store.find(b"key") is None


def test_a_file_whose_names_are_no_text_is_begun_anew(store: Store) -> None:
    raw = store.path.read_bytes()
    store.path.write_bytes(raw.replace(b"CREATE TABLE kept", b"CREATE TABLE \xff\xfe\xfd\xfc"))
    assert_begins_anew(store, b"\0\1")


def test_what_was_not_used_for_longest_is_removed_first(tmp_path: Path) -> None:
    store = Store(tmp_path, largest=200_000)
    for number in range(40):
        store.keep(bytes([number]), random.Random(number).randbytes(4000))
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE kept SET used = used - 100000 WHERE key < x'14'")
    connection.close()
    for number in range(40, 60):
        store.keep(bytes([number]), random.Random(number).randbytes(4000))
    store.close()
    assert store.path.stat().st_size <= 200_000
    left = [number for number in range(60) if Store(tmp_path).find(bytes([number])) is not None]
    assert left
    assert set(left) >= set(range(40, 60))
    assert set(left).isdisjoint(range(5))


def test_several_processes_write_at_once_and_lose_nothing(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from qedtex.cache.store import Store
store = Store(Path(sys.argv[1]))
for number in range(200):
    store.keep(f"{sys.argv[2]} {number}".encode(), f"value {number}".encode())
    if number % 5 == 0:
        store.write()
store.close()
"""
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(one)]) for one in range(5)]
    assert [writer.wait() for writer in writers] == [0] * 5
    store = Store(tmp_path)
    for one in range(5):
        assert all(store.find(f"{one} {number}".encode()) == f"value {number}".encode() for number in range(200))


# Values and keys ------------------------------------------------------------------------------------------------------


def test_no_two_claims_of_the_corpus_have_the_same_content() -> None:
    terms = {entry.term for entry in CORPUS}
    assert len({content(term) for term in terms}) == len(terms)


def test_what_has_no_known_content_is_refused() -> None:
    with pytest.raises(TypeError):
        content(0.5)
    with pytest.raises(TypeError):
        to_plain(object())


@pytest.mark.parametrize("path", sorted(NOTES.iterdir()), ids=lambda path: path.name)
def test_a_report_comes_back_as_it_was(path: Path) -> None:
    report = check_document(read_document(str(path)), explain=True)
    again = read_report(written_report(report))
    assert again.chains == report.chains
    assert as_json(again) == as_json(report)
    assert [str(one) for one in again.warnings] == [str(one) for one in report.warnings]


@pytest.mark.parametrize("data", [None, [], ["a.md", 3], ["a.md", True, 0], ["a.md", 3, 0, 0, 0], {"path": "a.md"}])
def test_plain_data_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises(Damaged):
        from_plain(Place, data)


def test_a_verdict_that_there_is_not_is_refused() -> None:
    with pytest.raises(Damaged):
        from_plain(Verdict, "certain")


def test_parts_of_a_key_do_not_run_into_each_other() -> None:
    assert len({key_of("a", "bc"), key_of("ab", "c"), key_of("abc"), key_of("a", "b", "c")}) == 4


def test_a_changed_file_of_the_package_changes_the_digest(tmp_path: Path) -> None:
    import hashlib

    def digest() -> str:
        total = hashlib.sha256()
        add_files(total, tmp_path)
        return total.hexdigest()

    (tmp_path / "rules").mkdir()
    found = [digest()]
    for name, text in (("rules/a.py", "x = 1"), ("rules/a.py", "x = 2"), ("b.py", ""), ("c.lark", "a")):
        (tmp_path / name).write_text(text)
        found.append(digest())
    (tmp_path / "b.py").rename(tmp_path / "rules/b.py")
    assert len({*found, digest()}) == len(found) + 1


def test_another_version_of_what_it_runs_on_is_another_package(tmp_path: Path) -> None:
    (tmp_path / "sympy-1.13.0.dist-info").mkdir()
    assert installed(["sympy"], [str(tmp_path)]) == ["sympy==1.13.0"]
    assert installed(["sympy"], [str(tmp_path)]) != installed(["sympy"])
    assert set(installed()) < set(installed(None))


def test_an_empty_variable_is_no_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QEDTEX_CACHE", "")
    assert cache_folder() is None
    monkeypatch.setenv("QEDTEX_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("QEDTEX_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() is not None


# Notes ----------------------------------------------------------------------------------------------------------------

BASE = "Let us write\n\n$$a = 2b$$\n\nand so\n\n$$a - b = b$$\n"


def verdicts(path: Path, cache: Path | None, options: Options | None = None) -> list[str]:
    [found] = check_files([str(path)], options, cache=cache)
    return [step.verdict.value for step in found.steps]


def test_the_second_check_gives_the_same_report(tmp_path: Path) -> None:
    paths = [str(path) for path in sorted(NOTES.iterdir())][::4]
    first = check_files(paths, cache=tmp_path)
    second = check_files(paths, cache=tmp_path)
    without = check_files(paths)
    told = [[as_json(file) for file in files] for files in (first, second, without)]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("a = 2b", "a = 3b"),
        lambda text: text.replace("Let us write", "<!-- qedtex: let b: positive integer -->\n\nLet us write"),
        lambda text: text.replace("$$a = 2b$$\n\nand so\n\n", ""),
        lambda text: text.replace("a - b = b", "a - b = 2b"),
        lambda text: "<!-- qedtex: ignore -->\n\n" + text,
        lambda text: text + "\n$$a = 7$$\n",
    ],
)
def test_what_stands_before_a_step_is_part_of_what_decides_it(edit, tmp_path: Path) -> None:
    path, cache = tmp_path / "note.md", tmp_path / "cache"
    path.write_text(BASE, encoding="utf-8")
    verdicts(path, cache)
    path.write_text(edit(BASE), encoding="utf-8")
    [warm] = check_files([str(path)], cache=cache)
    [cold] = check_files([str(path)])
    assert as_json(warm) == as_json(cold)


def test_a_decision_is_of_a_claim_with_its_relation_and_its_context(tmp_path: Path) -> None:
    a, b = real("a"), real("b")
    given = Context((Hypothesis("given", a, Relation.EQUAL, b),))
    other = Context((Hypothesis("given", b, Relation.EQUAL, a),))
    claims = [
        Claim(a, Relation.EQUAL, b, given),
        Claim(a, Relation.EQUAL, b),
        Claim(a, Relation.EQUAL, b, other),
        Claim(a, Relation.LESS_EQUAL, b, given),
        Claim(b, Relation.EQUAL, a, given),
        Claim(positive("a"), Relation.EQUAL, b, given),
    ]
    decisions = Decisions(Store(tmp_path))
    decision = Decision(Verdict.PROVED, ("given",), points=3)
    decisions.keep("decided", claims[0], decision)
    assert decisions.find("decided", claims[0]) == (decision,)
    assert [decisions.find("decided", claim) for claim in claims[1:]] == [None] * 5
    assert decisions.find("shown", claims[0]) is None


def test_a_decision_that_is_no_decision_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, claim = Store(tmp_path), Claim(real("a"), Relation.EQUAL, real("b"))
    for data in (b"7", b"[]", b'["certain", [], "", null, 0]', b"[" * 100_000, b"{"):
        monkeypatch.setattr(store, "find", lambda _, data=data: data)
        assert Decisions(store).find("decided", claim) is None


def test_an_earlier_formula_that_is_changed_changes_the_verdict_of_a_later_one(tmp_path: Path) -> None:
    path, cache = tmp_path / "note.md", tmp_path / "cache"
    path.write_text(BASE, encoding="utf-8")
    before = verdicts(path, cache)
    path.write_text(BASE.replace("a = 2b", "a = 3b"), encoding="utf-8")
    after = verdicts(path, cache)
    assert before[-1] == "proved"
    assert after[-1] != "proved"


def test_the_same_bytes_are_another_note_with_another_ending_or_other_options(tmp_path: Path) -> None:
    text = "$a + a = 2 a$\n\n% $a + a = 3 a$\n\n$b + b = 3 b$ and $\\sigma(x) = \\sigma(x)$\n"
    cache = tmp_path / "cache"
    for name in ("note.md", "note.tex"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        declared, off = Options(declared=("b = 0",)), Options(off=frozenset({"QT862"}))
        for options in (Options(), Options(explain=True), Options(repairs=False), declared, off):
            [warm] = check_files([str(tmp_path / name)], options, cache=cache)
            [cold] = check_files([str(tmp_path / name)], options)
            assert as_json(warm) == as_json(cold)


def test_a_note_that_was_moved_is_known_and_told_with_its_own_path(tmp_path: Path) -> None:
    first, second, cache = tmp_path / "one.md", tmp_path / "two.md", tmp_path / "cache"
    for path in (first, second):
        path.write_text((NOTES / "warnings.md").read_text(encoding="utf-8"), encoding="utf-8")
    [one] = check_files([str(first)], cache=cache)
    store = Store(cache)
    known = Reports(store).find(str(second), kind_of(second), second.read_bytes(), Options())
    store.close()
    assert known is not None
    assert known.path == str(second)
    assert {warning.place.path for warning in known.warnings if warning.place} == {str(second)}
    assert as_json(known) == {**as_json(one), "path": str(second)}


def test_a_report_with_a_step_over_its_time_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    reports = Reports(store)
    reports.keep("md", b"text", Options(), CheckedFile("a.md", settled=False))
    reports.keep("md", b"other", Options(), CheckedFile("a.md"))
    store.close()
    again = Reports(Store(tmp_path))
    assert again.find("a.md", "md", b"text", Options()) is None
    assert again.find("a.md", "md", b"other", Options()) == placed(CheckedFile(""), "a.md")


def test_damaged_reports_and_decisions_are_made_again(tmp_path: Path) -> None:
    path, cache = tmp_path / "note.md", tmp_path / "cache"
    path.write_text(BASE, encoding="utf-8")
    first = verdicts(path, cache)
    with sqlite3.connect(Store(cache).path) as connection:
        rows = connection.execute("SELECT key, value FROM kept").fetchall()
        for key, value in rows:
            connection.execute("UPDATE kept SET value = ? WHERE key = ?", (value[:-1] + bytes([value[-1] ^ 1]), key))
    connection.close()
    assert len(rows) >= 2
    assert verdicts(path, cache) == first


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_second_check_with_nothing_changed_does_not_import_sympy(style: str, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    for name in ("kl.md", "mle.tex", "warnings.md", "logistic.ipynb"):
        shutil.copy(NOTES / name, tmp_path / "notes")
    write_derivations(tmp_path / "derivations")
    arguments = ("check", "notes", "derivations", "--format", style)
    cold = run(*arguments, cwd=tmp_path, QEDTEX_CACHE=str(tmp_path / "cache"))
    warm = run(*arguments, cwd=tmp_path, QEDTEX_CACHE=str(tmp_path / "cache"))
    assert "qedtex.terms" in cold.stderr.split()
    assert warm.stderr.split() == []
    assert (warm.returncode, warm.stdout) == (cold.returncode, cold.stdout)
    without = run(*arguments, "--no-cache", cwd=tmp_path, QEDTEX_CACHE=str(tmp_path / "cache"))
    assert "qedtex.terms" in without.stderr.split()
    assert without.stdout == cold.stdout


def test_without_a_cache_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BASE, encoding="utf-8")
    run("check", "a.md", "--no-cache", cwd=tmp_path, QEDTEX_CACHE=str(tmp_path / "cache"))
    assert not (tmp_path / "cache").exists()


def test_a_changed_rule_of_the_engine_makes_all_be_checked_again(tmp_path: Path) -> None:
    shutil.copytree(package_root(), tmp_path / "lib/engine/qedtex", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "lib/derivations").mkdir()
    (tmp_path / "a.md").write_text("$$\\log(a b) = \\log a + \\log b$$\n", encoding="utf-8")
    settings = {"QEDTEX_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(tmp_path / "lib/engine")}

    def report() -> Mapping[str, object]:
        return json.loads(run("check", "a.md", "--format", "json", cwd=tmp_path, **settings).stdout)["summary"]

    assert report()["proved"] == 1
    assert report()["proved"] == 1
    deciding = tmp_path / "lib/engine/qedtex/notes/verdicts/deciding.py"
    text = deciding.read_text(encoding="utf-8")
    changed = text.replace("known = _decided(unified(claim), library)", "known = Decision(Verdict.UNDECIDED)")
    assert changed != text
    deciding.write_text(changed, encoding="utf-8")
    assert report()["proved"] == 0


# Derivations ----------------------------------------------------------------------------------------------------------

DOUBLE = """from qedtex import derivation, log, positive
{more}
a = positive("a")


@derivation(title="{title}", source="test", claim=(log(a**2), "=", {right}))
def double(calc):
    return calc(log(a**2)).eq({right}).qed()
"""
CITING = """from qedtex import derivation, log, positive
from qedtex.rules import cite

b = positive("b")


@derivation(title="cites", source="test", claim=(log(b**2), "=", 2 * log(b)))
def citing(calc):
    return calc(log(b**2)).eq(2 * log(b), by=cite("area.double")).qed()
"""


def double(right: str = "2 * log(a)", more: str = "") -> str:
    return DOUBLE.format(title="double", right=right, more=more)


def write_derivations(folder: Path) -> Path:
    (folder / "area").mkdir(parents=True)
    (folder / "area/double.py").write_text(double(), encoding="utf-8")
    (folder / "area/citing.py").write_text(CITING, encoding="utf-8")
    return folder


def checked(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("check", "derivations", *arguments, cwd=folder, QEDTEX_CACHE=str(folder / "cache"), **environment)


def test_a_derivation_that_is_cited_and_changed_is_not_believed(tmp_path: Path) -> None:
    write_derivations(tmp_path / "derivations")
    assert checked(tmp_path).returncode == 0
    assert checked(tmp_path).stderr.split() == []
    (tmp_path / "derivations/area/double.py").write_text(double("3 * log(a)"), encoding="utf-8")
    found = checked(tmp_path)
    assert found.returncode == 1
    assert "QT410" in found.stdout
    assert checked(tmp_path).stdout == found.stdout  # a refused derivation is looked at again
    (tmp_path / "derivations/area/double.py").write_text(double(), encoding="utf-8")
    assert checked(tmp_path).returncode == 0


def test_of_refused_derivations_the_others_are_not_proved_again(tmp_path: Path) -> None:
    folder = write_derivations(tmp_path / "derivations")
    (folder / "area/wrong.py").write_text(double("3 * log(a)"), encoding="utf-8")
    first = checked(tmp_path, "--format", "json")
    with sqlite3.connect(Store(tmp_path / "cache").path) as connection:
        assert len(connection.execute("SELECT key FROM kept").fetchall()) == 2
    connection.close()
    assert checked(tmp_path, "--format", "json").stdout == first.stdout
    assert first.returncode == 1


def test_a_derivation_that_imports_from_elsewhere_is_not_kept(tmp_path: Path) -> None:
    folder = write_derivations(tmp_path / "derivations")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/factors.py").write_text("FACTOR = 2\n", encoding="utf-8")
    (folder / "area/double.py").write_text(double("FACTOR * log(a)", "from factors import FACTOR"), encoding="utf-8")
    environment = {"PYTHONPATH": os.pathsep.join([str(tmp_path / "lib"), str(package_root().parent)])}
    assert checked(tmp_path, **environment).returncode == 0
    (tmp_path / "lib/factors.py").write_text("FACTOR = 3  # and no more\n", encoding="utf-8")
    assert checked(tmp_path, **environment).returncode == 1


def test_a_derivation_that_imports_its_neighbour_is_kept_until_that_changes(tmp_path: Path) -> None:
    folder = write_derivations(tmp_path / "derivations")
    (folder / "_factors.py").write_text("FACTOR = 2\n", encoding="utf-8")
    (folder / "area/double.py").write_text(double("FACTOR * log(a)", "from _factors import FACTOR"), encoding="utf-8")
    environment = {"PYTHONPATH": os.pathsep.join([str(folder), str(package_root().parent)])}
    assert checked(tmp_path, **environment).returncode == 0
    assert checked(tmp_path, **environment).stderr.split() == []
    (folder / "_factors.py").write_text("FACTOR = 3  # and no more\n", encoding="utf-8")
    assert checked(tmp_path, **environment).returncode == 1


def test_derivations_are_told_as_they_are_seen_from_the_current_folder(tmp_path: Path) -> None:
    write_derivations(tmp_path / "derivations")
    checked(tmp_path)
    told = run("check", tmp_path / "derivations", "--format", "json", cwd=tmp_path / "derivations")
    paths = [file["path"] for file in json.loads(told.stdout)["files"]]
    here = run("check", "derivations", "--format", "json", cwd=tmp_path, QEDTEX_CACHE=str(tmp_path / "cache"))
    assert [file["path"] for file in json.loads(here.stdout)["files"]] == [
        "derivations/area/citing.py",
        "derivations/area/double.py",
    ]
    assert paths != [file["path"] for file in json.loads(here.stdout)["files"]]


def test_the_digest_of_the_engine_is_the_same_in_another_process() -> None:
    code = "from qedtex.cache.engine import engine_digest; print(engine_digest())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == engine_digest()

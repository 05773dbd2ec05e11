"""A check of which nothing has changed prints what it printed before, and any other is made anew."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qedtex.cache.derivations import Derived
from qedtex.cache.printed import Printed
from qedtex.cache.store import Store
from qedtex.cli import main
from qedtex.notes.running import workers
from qedtex.paths import below, shown_path

TRUE, FALSE = "We see $a + a = 2 a$ here.\n", "We see $a + a = 3 a$ here.\n"
CONFIGURED = '[tool.qedtex]\ndeclare = ["s > 0"]\n'


def printed(folder: Path, *notes: str, how: Sequence[str] = ("text",)) -> Printed:
    return Printed(folder / "cache", [Path(note) for note in notes], [], how)


def check(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], env=environment)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with three notes in it and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QEDTEX_CACHE", str(tmp_path / "cache"))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/true.md").write_text(TRUE, encoding="utf-8")
    (tmp_path / "notes/false.md").write_text(FALSE, encoding="utf-8")
    (tmp_path / "notes/open.md").write_text("And $\\sqrt{x^2} = |x|$ with $z_{max} > w$.\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that were looked for one by one, and not as a whole."""
    seen: list[str] = []
    real = workers.check_files

    def counting(paths: Sequence[str], *arguments: object, **named: object) -> object:
        seen.extend(paths)
        return real(paths, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "check_files", counting)
    return seen


# What is kept ---------------------------------------------------------------------------------------------------------


def test_what_was_printed_is_found_until_a_note_changes(folder: Path) -> None:
    first = printed(folder, "notes/true.md", "notes/false.md")
    assert first.find() is None
    first.keep(1, "what is \ud800 said\n", Derived())
    assert printed(folder, "notes/true.md", "notes/false.md").find() == (1, "what is \ud800 said\n")
    (folder / "notes/true.md").write_text(TRUE + " ", encoding="utf-8")
    assert printed(folder, "notes/true.md", "notes/false.md").find() is None


@pytest.mark.parametrize(
    ("notes", "how"),
    [
        (["notes/true.md"], ["text"]),
        (["notes/false.md", "notes/true.md"], ["text"]),
        (["notes/true.md", "notes/../notes/false.md"], ["text"]),
        (["notes/true.md", "notes/copy.md"], ["text"]),
        (["notes/true.md", "notes/false.md"], ["json"]),
        (["notes/true.md", "notes/false.md"], ["text", "strict"]),
        (["notes/true.md", "notes/false.md"], []),
    ],
)
def test_another_check_is_not_taken_for_it(notes: list[str], how: list[str], folder: Path) -> None:
    (folder / "notes/copy.md").write_text(FALSE, encoding="utf-8")
    printed(folder, "notes/true.md", "notes/false.md").keep(0, "all is well\n", Derived())
    assert printed(folder, *notes, how=how).find() is None


def test_from_another_folder_notes_have_other_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = str(folder / "notes/true.md")
    printed(folder, note).keep(0, "notes/true.md\n", Derived())
    monkeypatch.chdir(folder / "notes")
    assert printed(folder, note).find() is None


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_that_leads_elsewhere_is_another_note(folder: Path) -> None:
    link = folder / "link.md"
    link.symlink_to("notes/true.md")
    printed(folder, "link.md").keep(0, "notes/true.md\n", Derived())
    assert printed(folder, "link.md").find() is not None
    (folder / "other").mkdir()
    (folder / "other/true.md").write_text(TRUE, encoding="utf-8")
    link.unlink()
    link.symlink_to("other/true.md")
    below.cache_clear()  # a process looks at each link once
    assert printed(folder, "link.md").find() is None


def test_a_note_that_changes_while_it_is_checked_is_not_kept(folder: Path) -> None:
    first = printed(folder, "notes/true.md")
    assert first.find() is None
    (folder / "notes/true.md").write_text(FALSE, encoding="utf-8")
    first.keep(0, "all is well\n", Derived())
    assert printed(folder, "notes/true.md").find() is None


def test_a_note_that_was_another_for_a_moment_is_not_kept(folder: Path) -> None:
    note = folder / "notes/true.md"
    os.utime(note, ns=(1, 1))
    first = printed(folder, "notes/true.md")
    assert first.find() is None
    note.write_text(FALSE, encoding="utf-8")
    note.write_text(TRUE, encoding="utf-8")
    first.keep(0, "all is well\n", Derived())
    assert printed(folder, "notes/true.md").find() is None


def test_a_changed_engine_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qedtex.cache.printed.engine_is_unchanged", lambda: False)
    printed(folder, "notes/true.md").keep(0, "all is well\n", Derived())
    assert printed(folder, "notes/true.md").find() is None


def test_another_engine_or_package_finds_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed(folder, "notes/true.md").keep(0, "all is well\n", Derived())
    with monkeypatch.context() as patched:
        patched.setattr("qedtex.cache.printed.engine_digest", lambda: "another")
        assert printed(folder, "notes/true.md").find() is None
    (folder / "lib/more-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder / "lib")])
    assert printed(folder, "notes/true.md").find() is None


def test_what_is_said_of_derivations_that_are_not_kept_is_not_kept(folder: Path) -> None:
    (folder / "derivations").mkdir()
    (folder / "derivations/one.py").write_text("", encoding="utf-8")
    first = Printed(folder / "cache", [], [Path("derivations")], ["text"])
    first.keep(0, "1 derivation: proved\n", Derived(found=1))
    assert first.find() is None


def test_a_note_that_cannot_be_read_keeps_nothing(folder: Path) -> None:
    for name in ("notes/none.md", "notes", "no\0name.md"):
        printed(folder, name).keep(1, "there is no such file\n", Derived())
        assert printed(folder, name).find() is None


@pytest.mark.parametrize("damage", [b"", b"0", b"-1 text", b"one text", b"0\ntext"])
def test_a_damaged_entry_is_not_believed(damage: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "find", lambda *_: damage)
    assert printed(folder, "notes/true.md").find() is None


# The command ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github"])
@pytest.mark.parametrize("more", [(), ("--strict",), ("--explain-reading",)])
def test_the_second_check_prints_the_same_and_looks_at_no_note(
    style: str, more: tuple[str, ...], folder: Path, looked_at: list[str]
) -> None:
    first = check("notes", "--format", style, *more)
    assert len(looked_at) == 3
    second = check("notes", "--format", style, *more)
    assert len(looked_at) == 3
    without = check("notes", "--format", style, *more, "--no-cache")
    assert len(looked_at) == 6
    told = [(one.exit_code, one.output) for one in (first, second, without)]
    assert told[0] == told[1] == told[2]
    assert first.exit_code == 1


def test_each_change_of_what_is_asked_for_is_seen(folder: Path, looked_at: list[str]) -> None:
    def fresh(*arguments: str, **environment: str) -> None:
        before = len(looked_at)
        found = check(*arguments, **environment)
        assert len(looked_at) > before
        assert found.output == check(*arguments, "--no-cache", **environment).output

    fresh("notes")
    fresh("notes", "--strict")
    fresh("notes", FORCE_COLOR="1")
    fresh("notes", "notes/true.md", "--format", "github")
    (folder / "pyproject.toml").write_text(CONFIGURED, encoding="utf-8")
    fresh("notes")
    (folder / "pyproject.toml").write_text(CONFIGURED.replace("s >", "s <"), encoding="utf-8")
    fresh("notes")
    (folder / "pyproject.toml").write_text(CONFIGURED + 'off = ["QT868"]\n', encoding="utf-8")
    fresh("notes")
    (folder / "notes/more.md").write_text(TRUE, encoding="utf-8")
    fresh("notes")
    (folder / "notes/more.md").unlink()
    (folder / "notes/open.md").write_text("And $\\sqrt{x^2} = |x|$ with $z_{max} < w$.\n", encoding="utf-8")
    fresh("notes")


def test_damaged_bytes_of_the_cache_print_the_same(folder: Path) -> None:
    first = check("notes")
    with sqlite3.connect(Store(folder / "cache").path) as connection:
        for key, value in connection.execute("SELECT key, value FROM kept").fetchall():
            connection.execute("UPDATE kept SET value = ? WHERE key = ?", (value[:-1] + bytes([value[-1] ^ 1]), key))
    connection.close()
    again = check("notes")
    assert (again.exit_code, again.output) == (first.exit_code, first.output)


def test_what_time_had_a_part_in_is_not_kept(
    folder: Path, looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from qedtex.checks import Done

    monkeypatch.setattr(Done, "settled", False)
    check("notes")
    check("notes")
    assert len(looked_at) == 6


# How paths are shown --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_path_is_shown_from_the_current_folder_wherever_links_lead(folder: Path) -> None:
    (folder / "in").symlink_to("notes")
    (folder / "out").symlink_to("/")
    (folder / "file.md").symlink_to("notes/true.md")
    (folder / "loop").symlink_to("loop")
    names = ["notes/true.md", "./notes//true.md", "notes/../notes/true.md", "in/true.md", "file.md", "no/such.md"]
    names += ["", ".", "..", "../x.md", "out/x.md", "/", "notes", "notes/", "in/..", str(folder / "in/true.md"), "a\0b"]
    names += [str(folder), f"{folder}x/a.md", str(folder.parent)]

    def expected(name: str) -> str:
        try:
            return Path(name).resolve().relative_to(folder.resolve()).as_posix()
        except ValueError:
            return name

    assert {name: shown_path(name) for name in names} == {name: expected(name) for name in names}
    assert shown_path("loop/a.md") == "loop/a.md"

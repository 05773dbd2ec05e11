"""Files that `qedtex sync` writes: replaced in one move, by calls of the command, also of one that is killed."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_sync import BEGIN, BLOCK, END, synced, written

from qedtex.cli import main
from qedtex.errors import QedtexError
from qedtex.sync.replacing import TEMPORARY, replace_file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


# Writing --------------------------------------------------------------------------------------------------------------


def test_the_mode_of_a_file_is_kept_and_a_link_stays_one(tmp_path: Path) -> None:
    path = written(tmp_path, BLOCK)
    path.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(path)
    assert synced(link).written
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["link.md", "note.md"]


def test_a_file_that_cannot_be_replaced_is_left_and_so_is_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, BLOCK)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("qedtex.sync.replacing.os.replace", refuse)
    done = synced(path)
    assert [fault.code for fault in done.faults] == ["QT888"]
    assert not done.written
    assert path.read_text() == BLOCK
    assert os.listdir(tmp_path) == ["note.md"]


def test_a_file_that_somebody_saved_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = written(tmp_path, "theirs")
    with pytest.raises(QedtexError) as caught:
        replace_file(path, b"what was read", b"ours")
    assert caught.value.code == "QT888"
    assert path.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["note.md"]


def test_what_a_killed_run_left_is_taken_away_and_what_another_writes_is_not(tmp_path: Path) -> None:
    path = written(tmp_path, BLOCK)
    left, fresh = (written(tmp_path, "half", f".note.md.{name}{TEMPORARY}") for name in ("a", "b"))
    other = written(tmp_path, "half", f".note2.md.a{TEMPORARY}")
    for one in (left, other):
        os.utime(one, (time.time() - 3600, time.time() - 3600))
    synced(path)
    assert not left.exists()
    assert fresh.exists()
    assert other.exists()


# The command ----------------------------------------------------------------------------------------------------------


def test_the_command_fills_and_checks_with_the_statuses_of_the_contract(tmp_path: Path) -> None:
    path = written(tmp_path, f"a\n\n{BLOCK}")
    stale = run("sync", "--check", tmp_path)
    assert (stale.exit_code, path.read_text()) == (1, f"a\n\n{BLOCK}")
    assert "note.md:3:1" in stale.output
    assert "is empty" in stale.output
    first = run("sync", tmp_path)
    assert (first.exit_code, "1 block filled" in first.output) == (0, True)
    again = run("sync", "--check", tmp_path)
    assert (again.exit_code, again.output) == (0, "1 note: 1 up to date\n")
    path.write_text(path.read_text().replace("H(p", "H(q", 1))
    assert run("sync", path).exit_code == 1
    assert run("sync", "--force", path).exit_code == 0
    assert run("check", "--strict", path).exit_code == 0


def test_a_refused_note_does_not_keep_the_others_from_being_filled(tmp_path: Path) -> None:
    written(tmp_path, BEGIN, "bad.md")
    good = written(tmp_path, BLOCK, "good.md")
    done = run("sync", tmp_path)
    assert done.exit_code == 1
    assert "bad.md:1:1" in done.output
    assert "1 filled, 1 refused" in done.output
    assert "frac" in good.read_text()


def test_a_call_that_names_no_notes_is_wrong(tmp_path: Path) -> None:
    assert run("sync", tmp_path / "none.md").exit_code == 2
    assert run("sync", tmp_path).exit_code == 2
    assert run("sync").exit_code == 2


def test_derivations_of_ones_own_are_filled_in_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "derivations" / "logs").mkdir(parents=True)
    written(
        tmp_path / "derivations" / "logs",
        "from qedtex import derivation, log, positive\nfrom qedtex.rules import log_product\n\n"
        'a, b = positive("a"), positive("b")\n\n\n'
        '@derivation(title="One", source="Rudin (1976)", claim=(log(a * b), "=", log(a) + log(b)))\n'
        "def one(calc):\n    return calc(log(a * b)).eq(log(a) + log(b), by=log_product).qed()\n",
        "one.py",
    )
    path = written(tmp_path, f"<!-- qedtex: begin logs.one a=u -->\n{END}\n")
    monkeypatch.chdir(tmp_path)
    assert run("sync", "note.md").exit_code == 0
    assert r"\log(u b) &= \log u + \log b" in path.read_text()


@pytest.mark.long
def test_a_run_that_is_killed_leaves_every_file_old_or_new(tmp_path: Path) -> None:
    old = (f"{'text ' * 200}\n\n{BLOCK}\n" * 60).encode()
    model = written(tmp_path, old, "model.md")
    synced(model)
    new = model.read_bytes()
    call = [sys.executable, "-c", "from qedtex.cli import main; main()", "sync", str(tmp_path / "notes")]
    chance = random.Random(5)
    started = time.monotonic()
    folder = tmp_path / "notes"
    folder.mkdir()
    paths = [written(folder, old, f"{number}.md") for number in range(25)]
    subprocess.run(call, check=True, capture_output=True)
    whole = time.monotonic() - started
    seen = {"old": 0, "new": 0}
    for _ in range(20):
        for path in paths:
            path.write_bytes(old)
        process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * chance.uniform(0.2, 1.0))
        process.kill()
        process.wait()
        for path in paths:
            raw = path.read_bytes()
            assert raw in (old, new)
            seen["old" if raw == old else "new"] += 1
    assert seen["old"]
    assert seen["new"]
    for left in folder.glob(f".*{TEMPORARY}"):
        os.utime(left, (0, 0))
    for path in paths:
        path.write_bytes(old)
    subprocess.run(call, check=True, capture_output=True)
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in paths)
    assert {path.read_bytes() for path in paths} == {new}

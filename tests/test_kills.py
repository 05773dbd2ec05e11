"""A process killed at any moment of a check, a build or a sync leaves no half-written file and no wrong verdict."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from generated import written
from processes import marked

from qedtex.cache.store import Store

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for in /proc"),
]
MOMENTS = 50


def start(*arguments: object, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "qedtex", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def run(*arguments: object, cwd: Path, **environment: str) -> tuple[str, float]:
    """What it says, and how long it took."""
    begun = time.monotonic()
    process = start(*arguments, cwd=cwd, **environment)
    out, told = process.communicate()
    assert process.returncode in (0, 1), told
    return out, time.monotonic() - begun


def kill(process: subprocess.Popen[str], mark: str, *, all_of_it: bool) -> bool:
    """Kill a process, with all that it started or alone; whether it was still at work. Then all of it is ended."""
    at_work = process.poll() is None
    process.kill()
    end = time.monotonic() + 300
    while left := marked(mark):
        if all_of_it or time.monotonic() > end:
            for one in left:
                try:
                    os.kill(one, signal.SIGKILL)
                except ProcessLookupError:
                    continue
        time.sleep(0.01)
    process.communicate()
    assert time.monotonic() < end  # what it started ends by itself
    return at_work


def values(cache: Path) -> dict[bytes, bytes]:
    """What a cache would give, by key."""
    store = Store(cache)
    if not store.path.exists():
        return {}
    connection = sqlite3.connect(store.path)
    try:
        keys = [key for (key,) in connection.execute("SELECT key FROM kept")]
    except sqlite3.OperationalError:
        keys = []  # killed before the table was made
    connection.close()
    found = {key: store.find(key) for key in keys}
    store.close()
    return {key: value for key, value in found.items() if value is not None}


def derivations(folder: Path, titles: str, number: int = 12) -> Path:
    (folder / "powers").mkdir(parents=True, exist_ok=True)
    for one in range(number):
        (folder / f"powers/p{one:02}.py").write_text(
            "from qedtex import derivation, log, positive\n\na, b = positive('a'), positive('b')\n\n\n"
            f"@derivation(title='{titles} {one}', source='test', claim=(log(a**{one + 2} * b), '=', "
            f"{one + 2} * log(a) + log(b)))\n"
            f"def power(calc):\n    return calc(log(a**{one + 2} * b)).eq(log(a**{one + 2}) + log(b))"
            f".eq({one + 2} * log(a) + log(b)).qed()\n",
            encoding="utf-8",
        )
    return folder


def test_a_killed_check_keeps_nothing_wrong(tmp_path: Path) -> None:
    written(tmp_path / "notes", 40)
    derivations(tmp_path / "derivations", "Power")
    arguments = ("check", "notes", "derivations", "--jobs", 2, "--format", "json")
    truth, _ = run(*arguments, "--no-cache", cwd=tmp_path)
    reference, cache = tmp_path / "reference", tmp_path / "cache"
    said, taken = run(*arguments, cwd=tmp_path, QEDTEX_CACHE=str(reference))
    assert said == truth
    right = values(reference)
    assert len(right) > 60
    stream = random.Random(5)
    at_work = found = 0
    for moment in range(MOMENTS):
        process = start(*arguments, cwd=tmp_path, QEDTEX_CACHE=str(cache))
        time.sleep(stream.uniform(0.05, 1.0) * taken)
        at_work += kill(process, str(cache), all_of_it=moment % 2 == 0)
        kept = values(cache)
        found += bool(kept)
        assert kept.items() <= right.items(), "a value that a check which was not killed does not give"
        if moment % 10 == 9:
            assert run(*arguments, cwd=tmp_path, QEDTEX_CACHE=str(cache))[0] == truth
        if moment % 10 == 9 or len(kept) == len(right):
            Store(cache).path.unlink(missing_ok=True)  # begin anew, so that there is work to be killed at
    assert at_work > MOMENTS // 3
    assert found > MOMENTS // 3


def test_a_killed_build_leaves_each_file_whole(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    expected: dict[str, dict[str, bytes]] = {}
    for titles in ("Old", "New"):
        derivations(tmp_path / "derivations", titles)
        _, taken = run("build", "--out", titles, cwd=tmp_path, QEDTEX_CACHE="")
        expected[titles] = files(tmp_path / titles)
    assert expected["Old"].keys() == expected["New"].keys()
    assert expected["Old"] != expected["New"]
    output = tmp_path / "output"
    run("build", cwd=tmp_path, QEDTEX_CACHE=str(cache))
    _, taken = run("build", "--fresh", cwd=tmp_path, QEDTEX_CACHE=str(cache))
    stream = random.Random(6)
    at_work = writing = 0
    for moment in range(MOMENTS):
        titles = "Old" if moment % 2 == 0 else "New"
        derivations(tmp_path / "derivations", titles)
        process = start("build", cwd=tmp_path, QEDTEX_CACHE=str(cache))
        if moment % 5 < 3:
            until(process, lambda: any(output.rglob(".*-new")))
            time.sleep(stream.uniform(0, 0.05))
        else:
            time.sleep(stream.uniform(0.05, 1.0) * taken)
        at_work += kill(process, str(cache), all_of_it=True)
        left = files(output)
        writing += any(name.endswith("-new") for name in left)
        for name, text in left.items():
            if not name.endswith("-new"):
                assert text in (expected["Old"][name], expected["New"][name]), f"{name} is neither old nor new"
        if moment % 3 == 0:
            run("build", cwd=tmp_path, QEDTEX_CACHE=str(cache))
            assert files(output) == expected[titles]
    assert at_work > MOMENTS // 3
    assert writing > 3


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def until(process: subprocess.Popen[str], holds: Callable[[], bool]) -> None:
    """Wait until something holds, or a process has ended."""
    end = time.monotonic() + 300
    while process.poll() is None and not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_a_killed_sync_leaves_each_note_as_it_was_or_filled(tmp_path: Path) -> None:
    derivations(tmp_path / "derivations", "Power")
    notes, expected = tmp_path / "notes", tmp_path / "expected"
    first = notes / "00.md"
    names = [f"{number:02}.{ending}" for number, ending in enumerate(["md", "tex"] * 30)]
    empty = {name: unfilled(name).encode() for name in names}
    put(expected, empty)
    run("sync", "expected", cwd=tmp_path)
    filled = files(expected)
    put(notes, empty)
    _, taken = run("sync", "notes", cwd=tmp_path)
    assert files(notes) == filled
    assert all(len(filled[name]) > len(empty[name]) for name in names)
    stream = random.Random(7)
    at_work = partly = 0
    for moment in range(MOMENTS):
        put(notes, empty)
        process = start("sync", "notes", cwd=tmp_path, MARK=str(notes))
        if moment % 5 < 3:
            until(process, lambda: first.read_bytes() != empty[first.name])
            time.sleep(stream.uniform(0, 0.02))
        else:
            time.sleep(stream.uniform(0.05, 1.0) * taken)
        at_work += kill(process, str(notes), all_of_it=True)
        left = {name: text for name, text in files(notes).items() if not name.endswith("-new")}
        assert left.keys() == empty.keys()
        assert all(text in (empty[name], filled[name]) for name, text in left.items())
        partly += left not in (empty, filled)
        if moment % 10 == 9:
            run("sync", "notes", cwd=tmp_path)
            assert {name: text for name, text in files(notes).items() if not name.endswith("-new")} == filled
    assert at_work > MOMENTS // 3
    assert partly > 3


def unfilled(name: str) -> str:
    begin, end = ("<!--", " -->") if name.endswith(".md") else ("%", "")
    blocks = [f"{begin} qedtex: begin powers.p{one:02}{end}\n{begin} qedtex: end{end}\n" for one in range(0, 12, 3)]
    return "Words before.\n\n" + "\nand\n\n".join(blocks) + "\nWords after.\n"


def put(folder: Path, texts: Mapping[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text)

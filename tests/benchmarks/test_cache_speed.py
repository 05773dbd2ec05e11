"""What the cache, two processes and a cluster save, as ratios; the cold and warm checks of one line run in turn."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from generated import written

from qedtex.cache.engine import shipped_root

OUTPUT = Path(__file__).parents[2] / "output"
SYMPY = (sys.executable, "-c", "import sympy")


def seconds(*command: object, cache: Path | None = None) -> float:
    start = time.perf_counter()
    environment = {**os.environ, "QEDTEX_CACHE": str(cache) if cache is not None else ""}
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        environment.pop(name, None)  # as the command runs where it is installed
    subprocess.run(list(map(str, command)), check=False, capture_output=True, env=environment)
    return time.perf_counter() - start


def check(*arguments: object) -> tuple[object, ...]:
    return (sys.executable, "-m", "qedtex", "check", *arguments)


def warm_ratio(paths: list[Path], cache: Path) -> float:
    """How long a check takes of which nothing has changed, next to `import sympy`: the middle of seven."""
    ratios = sorted(seconds(*check(*paths), cache=cache) / seconds(*SYMPY) for _ in range(7))
    return ratios[3]


@pytest.fixture(scope="module")
def markdown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Markdown that the catalogue writes, as a folder of notes."""
    folder = tmp_path_factory.mktemp("markdown") / "output"
    shutil.copytree(OUTPUT, folder, ignore=shutil.ignore_patterns("*.json", "*.tex"))
    return folder


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("thousand") / "notes", 1000)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers that keep nothing."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    environment = {**os.environ, "QEDTEX_CACHE": ""}

    def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
        return subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    started = [start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))]
    while not file.exists():
        time.sleep(0.1)
    time.sleep(0.5)
    address = json.loads(file.read_text())["address"]
    started += [start("dask_worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
    seconds(*check(Path(__file__).parents[1] / "notes/kl.md", "--cluster", address))
    yield address
    for process in reversed(started):
        process.kill()
        process.wait()


def test_a_check_of_which_nothing_has_changed(
    markdown: Path, thousand: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cold = seconds(*check(markdown), cache=tmp_path)
    seconds(*check(thousand), cache=tmp_path)
    seconds(*check(shipped_root()), cache=tmp_path)
    ratios = {
        f"{len(list(markdown.rglob('*.md')))} notes of the catalogue": warm_ratio([markdown], tmp_path),
        "a thousand notes": warm_ratio([thousand], tmp_path),
        "the derivations of the catalogue": warm_ratio([shipped_root()], tmp_path),
    }
    warm = seconds(*check(markdown), cache=tmp_path)
    with capsys.disabled():
        for what, ratio in ratios.items():
            print(f"\nnothing changed, {what}: {ratio:.2f} times `import sympy`", end="")
        print("; the bar is 0.5", end="")
        print(f"\nthe catalogue's Markdown: cold takes {cold / warm:.0f} times as long as warm ({cold:.1f} s)")
    assert max(ratios.values()) < 3 * 0.5  # machines are shared: the bar itself is for a quiet one


@pytest.mark.parametrize("what", ["markdown", "thousand"])
def test_one_process_two_and_a_cluster(
    what: str, cluster: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder: Path = request.getfixturevalue(what)
    one = seconds(*check(folder, "--jobs", 1), cache=tmp_path / "one")
    two = seconds(*check(folder, "--jobs", 2), cache=tmp_path / "two")
    dask = seconds(*check(folder, "--cluster", cluster), cache=tmp_path / "cluster")
    warm = min(seconds(*check(folder, "--jobs", 1), cache=tmp_path / "one") for _ in range(3))
    with capsys.disabled():
        print(
            f"\n{len(list(folder.rglob('*.md')))} notes ({what}), cold: two processes {one / two:.2f} times as fast as "
            f"one ({one:.1f} s); Dask with two workers {one / dask:.2f} times; warm {one / warm:.0f} times"
        )
    assert warm < one


def test_derivations_in_two_processes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [[seconds(*check(shipped_root(), "--jobs", jobs)) for jobs in (1, 2)] for _ in range(3)]
    one, two = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    with capsys.disabled():
        print(f"\nthe derivations of the catalogue: two processes {one / two:.2f} times as fast as one ({one:.1f} s)")

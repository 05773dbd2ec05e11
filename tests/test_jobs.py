"""Several processes, and a cluster, say what one says, byte for byte, whatever becomes of one of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from generated import written
from processes import marked

from qedtex import shares
from qedtex.cache.derivations import checked_derivations
from qedtex.cache.files import Reports
from qedtex.cache.store import Store
from qedtex.errors import QedtexError
from qedtex.notes.running import cluster as clusters
from qedtex.notes.running.cluster import Cluster
from qedtex.notes.running.tasks import Options
from qedtex.notes.sources.documents import kind_of

NOTES = Path(__file__).parent / "notes"


def start(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def check(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    process = start("qedtex", "check", *arguments, cwd=cwd, **environment)
    out, told = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, out, told)


def until(holds: Callable[[], bool], process: subprocess.Popen[str] | None = None) -> None:
    """Wait until something holds; only a process that has ended, or minutes without it, make it fail."""
    end = time.monotonic() + 300
    while not holds():
        assert process is None or process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def kept(folder: Path) -> int:
    """How many reports, decisions and printed runs a cache holds."""
    import sqlite3

    path = Store(folder).path
    if not path.exists():
        return 0
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        return int(connection.execute("SELECT count(*) FROM kept").fetchone()[0])
    except sqlite3.Error:
        return 0  # its table is not there yet
    finally:
        connection.close()


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `notes` has notes of both kinds."""
    folder = tmp_path_factory.mktemp("jobs")
    written(folder / "notes", 25)
    for path in (NOTES / name for name in ("kl.md", "mle.tex", "warnings.md", "logistic.ipynb", "bits_nats.md")):
        (folder / "notes" / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture(scope="module")
def alone(notes: Path) -> str:
    """The report of one process that keeps nothing."""
    return check("notes", "--jobs", 1, "--no-cache", "--format", "json", cwd=notes).stdout


# Processes ------------------------------------------------------------------------------------------------------------


def test_two_processes_say_what_one_says(notes: Path, alone: str) -> None:
    assert json.loads(alone)["summary"]["proved"] > 100
    assert check("notes", "--jobs", 2, "--no-cache", "--format", "json", cwd=notes).stdout == alone


def test_two_checks_at_once_share_a_cache_and_say_the_same(notes: Path, alone: str, tmp_path: Path) -> None:
    both = [
        start("qedtex", "check", "notes", "--format", "json", cwd=notes, QEDTEX_CACHE=str(tmp_path)) for _ in range(2)
    ]
    assert [process.communicate()[0] for process in both] == [alone, alone]


def test_copies_of_the_process_say_of_derivations_what_one_says(tmp_path: Path, monkeypatch) -> None:
    folder = derivations(tmp_path / "derivations", wrong={3, 17})
    monkeypatch.setattr(shares, "_FEWEST", 2)
    one = checked_derivations([folder])
    assert (one.found, one.proved, len(one.errors)) == (24, 22, 2)
    monkeypatch.setattr(shares.threading, "active_count", lambda: 1)
    for jobs in (2, 5):
        several = checked_derivations([folder], jobs)
        assert [str(fault) for fault in several.errors] == [str(fault) for fault in one.errors]
        assert (several.found, several.proved, several.steps) == (one.found, one.proved, one.steps)
        assert several.entries == one.entries


def test_a_copy_that_is_killed_costs_no_result(tmp_path: Path, monkeypatch) -> None:
    folder = derivations(tmp_path / "derivations")
    monkeypatch.setattr(shares, "_FEWEST", 2)
    monkeypatch.setattr(shares.threading, "active_count", lambda: 1)
    one = checked_derivations([folder])
    real, here = shares.load_one, os.getpid()

    def killed(*arguments):
        if os.getpid() != here:
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)

    monkeypatch.setattr(shares, "load_one", killed)
    assert checked_derivations([folder], 3) == one
    assert (tmp_path / "killed").exists()


def derivations(folder: Path, number: int = 24, wrong: set[int] = frozenset()) -> Path:
    """Derivations of which each second one cites the one before."""
    (folder / "powers").mkdir(parents=True)
    for one in range(number):
        power = one // 2 + 2
        by = f', by=cite("powers.p{one - 1:02}")' if one % 2 else ""
        right = f"{power + (one in wrong)} * log(a)"
        (folder / f"powers/p{one:02}.py").write_text(
            "from qedtex import derivation, log, positive\nfrom qedtex.rules import cite\n\na = positive('a')\n\n\n"
            f"@derivation(title='{one}', source='test', claim=(log(a**{power}), '=', {right}))\n"
            f"def power(calc):\n    return calc(log(a**{power})).eq({right}{by}).qed()\n",
            encoding="utf-8",
        )
    return folder


# Ctrl-C ---------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for in /proc")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_keeps_what_is_done_and_leaves_no_process(jobs: int, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    written(tmp_path / "notes", 100)
    arguments = ("qedtex", "check", "notes", "--format", "json")
    process = start(*arguments, "--jobs", jobs, cwd=tmp_path, QEDTEX_CACHE=str(cache))
    until(lambda: kept(cache) > 10, process)
    process.send_signal(signal.SIGINT)
    out, told = process.communicate()
    assert process.returncode == 130
    assert (out, told) == ("", "interrupted\n")
    until(lambda: not marked(str(cache)))
    done = sum(known is not None for known in reports(tmp_path / "notes", cache))
    assert 0 < done < 100
    resumed = check("notes", "--format", "json", "--jobs", jobs, cwd=tmp_path, QEDTEX_CACHE=str(cache))
    assert resumed.stdout == check("notes", "--format", "json", "--no-cache", cwd=tmp_path).stdout


def reports(folder: Path, cache: Path) -> list[object]:
    known = Reports(Store(cache))
    return [known.find(str(path), kind_of(path), path.read_bytes(), Options()) for path in sorted(folder.iterdir())]


def test_progress_is_told_on_a_terminal_alone(notes: Path, tmp_path: Path) -> None:
    done = check("notes", "--format", "json", cwd=notes, QEDTEX_CACHE=str(tmp_path))
    assert done.stderr == ""
    assert json.loads(done.stdout)["files"]


# A cluster ------------------------------------------------------------------------------------------------------------


class Dask:
    """A scheduler and its workers, as processes of this machine."""

    def __init__(self, folder: Path, workers: int) -> None:
        pytest.importorskip("distributed")
        self.folder, self.file = folder, folder / "scheduler.json"
        self._started: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file))
        until(self._is_there)
        self.address = str(json.loads(self.file.read_text())["address"])
        for _ in range(workers):
            self.add()

    def add(self, **environment: str) -> None:
        self.workers.append(
            self._start("dask_worker", self.address, "--nthreads", "1", "--no-nanny", QEDTEX_CACHE="", **environment)
        )

    def close(self) -> None:
        for process in reversed(self._started):
            process.kill()
            process.wait()

    def _is_there(self) -> bool:
        try:
            return "address" in json.loads(self.file.read_text())
        except (OSError, ValueError):
            return False

    def _start(self, module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"],
                cwd=self.folder,
                env={**os.environ, **environment},
                stdout=log,
                stderr=log,
            )
        self._started.append(process)
        return process


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    """A scheduler and two workers."""
    cluster = Dask(tmp_path, 2)
    yield cluster
    cluster.close()


@pytest.mark.long
def test_a_cluster_says_what_one_process_says(dask: Dask, notes: Path, alone: str) -> None:
    arguments = ("notes", "--cluster", dask.address, "--format", "json")
    assert check(*arguments, "--no-cache", cwd=notes).stdout == alone
    cache = dask.folder / "cache"
    assert check(*arguments, cwd=notes, QEDTEX_CACHE=str(cache)).stdout == alone
    assert kept(cache) == len(list((notes / "notes").iterdir())) + 1  # with what was printed
    dask.close()  # what is known needs no cluster
    assert check(*arguments, cwd=notes, QEDTEX_CACHE=str(cache)).stdout == alone


@pytest.mark.long
def test_a_worker_that_is_killed_in_the_middle_costs_no_result(dask: Dask, tmp_path: Path) -> None:
    written(tmp_path / "notes", 80)
    cache = tmp_path / "cache"
    arguments = ("notes", "--cluster", dask.address, "--format", "json")
    process = start("qedtex", "check", *arguments, cwd=tmp_path, QEDTEX_CACHE=str(cache))
    until(lambda: kept(cache) > 10, process)
    dask.workers[0].kill()
    out, told = process.communicate()
    assert (process.returncode, told) == (1, "")  # some of the notes are spoilt on purpose
    assert out == check("notes", "--format", "json", "--no-cache", cwd=tmp_path).stdout


def test_a_worker_with_another_engine_checks_nothing(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.md").write_text("$a = a$", encoding="utf-8")
    cluster = Dask(tmp_path, 1)
    try:
        monkeypatch.setattr(clusters, "engine_digest", lambda: "another")
        with pytest.raises(QedtexError) as caught:
            Cluster(cluster.address)
        assert caught.value.code == "QT723"
        assert caught.value.help
    finally:
        cluster.close()


@pytest.mark.long
def test_a_cluster_that_is_not_there_is_a_wrong_call(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a.md").write_text("$a = a$", encoding="utf-8")
    monkeypatch.setattr(clusters, "_PATIENCE", 0.5)
    pytest.importorskip("distributed")
    for address in ("tcp://127.0.0.1:1", "no address", "inproc://") * 5:  # a client left open locks up a later one
        with pytest.raises(QedtexError) as caught:
            Cluster(address)
        assert caught.value.code == "QT722"
    told = check("a.md", "--cluster", "no address", "--no-cache", cwd=tmp_path)
    assert told.returncode == 2
    assert told.stderr.startswith("error[QT722]")


def test_a_cluster_without_dask_names_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(QedtexError) as caught:
        Cluster("tcp://127.0.0.1:1")
    assert caught.value.code == "QT721"
    assert "qedtex[cluster]" in caught.value.help

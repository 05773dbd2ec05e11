"""Checking files in worker processes: a step past its time is broken off with its worker, and the rest goes on.

A note is untrusted. Whatever a formula makes the reader or the search do, it does in a process of bounded memory that
is killed when it says nothing for too long; what it had found is kept, and another one takes the file up again.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from qedtex.errors import Place, QedtexError
from qedtex.notes.checking import Memory, check_document
from qedtex.notes.documents import read_document
from qedtex.notes.report import Checked, CheckedFile

SECONDS = 20.0
"""How long one step may take."""
MOST_KILLS = 12
"""How often one file is taken up again."""
_MEMORY = 4 << 30
_LOOKED_AT = 1 << 20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How files are checked."""

    repairs: bool = True
    explain: bool = False
    seconds: float = SECONDS
    declared: tuple[str, ...] = ()
    """What is declared for every file, as in a `let` directive."""
    off: frozenset[str] = frozenset()
    """The codes of the warnings that are switched off."""


def check_file(path: str, options: Options | None = None) -> CheckedFile:
    """One file in this process, without a budget of time; a file that cannot be read is a fault and raises nothing."""
    options = options or Options()
    try:
        document = read_document(path)
    except QedtexError as fault:
        return CheckedFile(path, fault=fault)
    return check_document(
        document, repairs=options.repairs, explain=options.explain, declared=options.declared, off=options.off
    )


def check_files(
    paths: Sequence[str], options: Options | None = None, jobs: int = 1, progress: Progress | None = None
) -> list[CheckedFile]:
    """The files in their order, checked by `jobs` processes, each step with a budget; no file makes it raise."""
    pool = _Pool(list(paths), options or Options(), max(1, min(jobs, len(paths))), progress)
    try:
        pool.run()
    finally:
        pool.close()
    return [pool.results[number] for number in range(len(paths))]


# The worker -----------------------------------------------------------------------------------------------------------


def _serve(connection: Connection, options: Options) -> None:
    """Check the files that are sent until there are no more."""
    _bound_memory()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            task = connection.recv()
            if task is None:
                return
            number, path, memory = task
            connection.send(("done", number, _checked(connection, path, memory, options)))


def _checked(connection: Connection, path: str, memory: Memory, options: Options) -> CheckedFile:
    reported = dict(memory.steps)

    def announce(number: int, what: str) -> None:
        for known in memory.steps.keys() - reported.keys():
            reported[known] = memory.steps[known]
            connection.send(("result", known, memory.steps[known]))
        connection.send((what, number, None))

    try:
        document = read_document(path)
        return check_document(
            document,
            repairs=options.repairs,
            explain=options.explain,
            announce=announce,
            memory=memory,
            declared=options.declared,
            off=options.off,
        )
    except QedtexError as fault:
        return CheckedFile(path, fault=fault)
    except MemoryError:
        return CheckedFile(path, fault=_over_budget(path, "it takes more memory than one file may"))
    except RecursionError:
        return CheckedFile(path, fault=_over_budget(path, "it is nested too deeply"))


def _bound_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _over_budget(path: str, why: str) -> QedtexError:
    return QedtexError("QT855", f"over budget: {why}", Place(path), help="split the file")


# Those who wait for it ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Worker:
    """A process, the file that it is at, and what it last said."""

    process: BaseProcess
    connection: Connection
    task: int | None = None
    since: float = 0.0
    at: tuple[str, int] = ("", 0)


@dataclass(slots=True)
class _Pool:
    paths: list[str]
    options: Options
    jobs: int
    progress: Progress | None
    results: dict[int, CheckedFile] = field(default_factory=dict)
    memories: dict[int, Memory] = field(default_factory=dict)
    kills: dict[int, int] = field(default_factory=dict)
    workers: list[_Worker] = field(default_factory=list)

    def run(self) -> None:
        """Until every file has a result."""
        waiting = iter(sorted(range(len(self.paths)), key=lambda number: -_weight(self.paths[number])))
        for _ in range(self.jobs):
            self._give(self._start(), waiting)
        while len(self.results) < len(self.paths):
            busy = [worker for worker in self.workers if worker.task is not None]
            due = min((worker.since + self._patience(worker) for worker in busy), default=monotonic())
            ready = wait([worker.connection for worker in busy], timeout=max(0.0, due - monotonic()))
            for worker in busy:
                if worker.connection in ready:
                    self._hear(worker, waiting)
                elif monotonic() >= worker.since + self._patience(worker):
                    self._break_off(worker, waiting)

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            with suppress(OSError, ValueError):
                if worker.task is None:
                    worker.connection.send(None)
                    worker.process.join(1.0)
                worker.process.kill()
                worker.connection.close()

    def _patience(self, worker: _Worker) -> float:
        return self.options.seconds + (5.0 if worker.at[0] == "" else 0.0)  # loading takes a moment of its own

    def _start(self) -> _Worker:
        context: Any = multiprocessing.get_context(_METHOD if threading.active_count() == 1 else "spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.options), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _give(self, worker: _Worker, waiting: Iterator[int]) -> None:
        worker.task = next(waiting, None)
        if worker.task is not None:
            self._send(worker, worker.task)

    def _send(self, worker: _Worker, task: int) -> None:
        worker.task, worker.since, worker.at = task, monotonic(), ("", 0)
        memory = self.memories.setdefault(task, Memory())
        worker.connection.send((task, self.paths[task], memory))

    def _hear(self, worker: _Worker, waiting: Iterator[int]) -> None:
        task = worker.task
        if task is None:
            return
        try:
            what, number, content = worker.connection.recv()
        except (EOFError, OSError):
            self._break_off(worker, waiting)
            return
        worker.since = monotonic()
        if what == "result" and isinstance(content, Checked):
            self.memories[task].steps[number] = content
        elif what == "done":
            self._finish(task, content)
            self._give(worker, waiting)
        else:
            worker.at = (what, number)

    def _break_off(self, worker: _Worker, waiting: Iterator[int]) -> None:
        """Kill a worker that said nothing for too long, or is dead, and have another take up its file."""
        worker.process.kill()
        worker.process.join()
        with suppress(OSError):
            worker.connection.close()
        self.workers.remove(worker)
        task, (what, number) = worker.task, worker.at
        if task is None:
            return
        self.kills[task] = self.kills.get(task, 0) + 1
        memory = self.memories[task]
        if what == "step" and self.kills[task] < MOST_KILLS:
            memory.slow_steps.add(number)
        elif what == "chain" and self.kills[task] < MOST_KILLS:
            memory.slow_chains.add(number)
        else:
            told = "it cannot be read in time" if not what else "too many of its steps take too long"
            self._finish(task, CheckedFile(self.paths[task], fault=_over_budget(self.paths[task], told)))
            self._give(self._start(), waiting)
            return
        self._send(self._start(), task)

    def _finish(self, task: int, result: CheckedFile) -> None:
        self.results[task] = result
        if self.progress is not None:
            self.progress(len(self.results), len(self.paths))


def _weight(path: str) -> int:
    """How many LaTeX commands a file has, so that the longest work is begun first; 0 where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(_LOOKED_AT).count(b"\\")
    except (OSError, ValueError):
        return 0


_METHOD = "fork" if "fork" in multiprocessing.get_all_start_methods() and os.name == "posix" else "spawn"

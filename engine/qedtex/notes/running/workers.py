"""Checking files by several processes: what is known is not checked again, the rest is shared out by joblib.

joblib deals the files out, here to threads each of which looks after a child (`crew`), or to the workers of a Dask
cluster, which do the same where they are. Its own processes would not do: a step that takes too long has to be ended
with its process, and joblib's pools break or hang when one of theirs is killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qedtex.cache.files import Reports, placed
from qedtex.cache.store import Store
from qedtex.errors import QedtexError
from qedtex.notes.report import CheckedFile
from qedtex.notes.running.crew import Crew
from qedtex.notes.running.tasks import Options
from qedtex.notes.sources.documents import kind_of, read_bytes

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """A file to check, by its number, with what stands in it."""

    number: int
    path: str
    raw: bytes


Found = tuple[Task, CheckedFile]


def check_files(
    paths: Sequence[str],
    options: Options | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    *,
    cache: Path | None = None,
    cluster: str | None = None,
) -> list[CheckedFile]:
    """The files in their order, checked by `jobs` processes, each step with a budget; no file makes it raise.

    Reports and decisions are kept in the folder `cache`, and what is found there is not made again. With the address of
    a Dask scheduler as `cluster` its workers check the files, however many they are; raises what `Cluster` raises. What
    was found before an interrupt is kept.
    """
    options = options or Options()
    store = Store(cache) if cache is not None else None
    reports = Reports(store) if store is not None else None
    found: dict[int, CheckedFile] = {}
    waiting: list[tuple[int, int]] = []
    for number, path in enumerate(paths):
        try:
            raw = read_bytes(path)
        except QedtexError as fault:
            found[number] = CheckedFile(path, fault=fault)
            continue
        known = reports.find(path, kind_of(path), raw, options) if reports is not None else None
        if known is not None:
            found[number] = known
        else:
            waiting.append((-raw.count(b"\\"), number))  # what has most LaTeX commands is begun first
    try:
        if waiting:
            numbers = [number for _, number in sorted(waiting)]
            for task, report in _checked(_tasks(paths, numbers, found), len(numbers), options, jobs, cache, cluster):
                found[task.number] = placed(report, task.path)
                if reports is not None:
                    reports.keep(kind_of(task.path), task.raw, options, report)
                if progress is not None:
                    progress(len(found), len(paths))
    finally:
        if store is not None:
            store.close()
    return [found[number] for number in range(len(paths))]


def _tasks(paths: Sequence[str], numbers: Sequence[int], found: dict[int, CheckedFile]) -> Iterator[Task]:
    """The files that are to be checked, read anew, so that many need not be held; one that has gone is a fault."""
    for number in numbers:
        try:
            yield Task(number, paths[number], read_bytes(paths[number]))
        except QedtexError as fault:
            found[number] = CheckedFile(paths[number], fault=fault)


def _checked(
    tasks: Iterator[Task], number: int, options: Options, jobs: int, cache: Path | None, cluster: str | None
) -> Iterator[Found]:
    """The tasks with their reports, in the order in which they end."""
    if cluster is not None:
        from qedtex.notes.running.cluster import Cluster

        with closing(Cluster(cluster)) as workers:
            yield from workers.checked(tasks, options, cached=cache is not None)
        return
    with closing(Crew(cache)) as crew:
        jobs = max(1, min(jobs, number))
        crew.start(jobs)
        if jobs == 1:
            for task in tasks:
                yield task, crew.check(task.path, task.raw, options)
            return
        from joblib import Parallel, delayed

        def check(task: Task) -> Found:
            return task, crew.check(task.path, task.raw, options)

        shared: Any = Parallel(n_jobs=jobs, backend="threading", return_as="generator_unordered")
        yield from shared(delayed(check)(task) for task in tasks)

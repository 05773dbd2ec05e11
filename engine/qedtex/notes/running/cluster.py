"""Checking files on a Dask cluster, by joblib's Dask backend: the bytes of each file go with its task.

A worker that is killed costs time and no result, as Dask gives what it was at to another. Every worker must run the
very engine that the caller runs, by digest, or nothing is checked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from qedtex.cache.engine import engine_digest
from qedtex.cache.files import read_report, written_report
from qedtex.cache.place import cache_folder
from qedtex.cache.plain import from_plain, to_plain
from qedtex.errors import QedtexError
from qedtex.notes.report import CheckedFile
from qedtex.notes.running.crew import Crew
from qedtex.notes.running.tasks import Options

if TYPE_CHECKING:
    from qedtex.notes.running.workers import Task

_PATIENCE = 10.0
"""For how many seconds the scheduler, and a first worker, are waited for."""
_ATTEMPTS = 10
"""With how many workers a task may go down before it is given up."""


class Cluster:
    """The workers of the Dask scheduler at an address; `close` leaves them as they were.

    Raises `QedtexError` QT721 where Dask is not installed, QT722 where no scheduler answers or no worker is there,
    QT723 where a worker runs another qedtex.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError as fault:
            raise QedtexError(
                "QT721", "a cluster needs Dask, which is not installed", help='run `pip install "qedtex[cluster]"`'
            ) from fault
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is raised
        self._client: Any = None
        try:
            self._client = _connected(distributed.Client, address)
            self._client.wait_for_workers(1, timeout=_PATIENCE)
            told = self._client.run(_engine)
        except (OSError, ValueError, TimeoutError) as fault:
            self.close()
            raise _unreachable(address, fault) from fault
        except ModuleNotFoundError as fault:
            self.close()
            raise _another(address, f"it has no module {fault.name}") from fault
        others = sorted(worker for worker, digest in told.items() if digest != engine_digest())
        if others:
            self.close()
            raise _another(others[0], "its files, or what they run on, differ from those here")

    def checked(self, tasks: Iterator[Task], options: Options, *, cached: bool) -> Iterator[tuple[Task, CheckedFile]]:
        """The tasks with their reports, in the order in which they end."""
        from joblib import Parallel, delayed, parallel_config

        sent: dict[int, Task] = {}

        def jobs() -> Iterator[Any]:
            for task in tasks:
                sent[task.number] = task
                yield delayed(check_there)(task.number, task.path, task.raw, to_plain(options), engine_digest(), cached)

        with parallel_config(backend="dask", client=self._client, retries=_ATTEMPTS):
            shared: Any = Parallel(return_as="generator_unordered")
            for number, report in shared(jobs()):
                yield sent.pop(number), read_report(report)

    def close(self) -> None:
        """Let the scheduler go; tasks that are still with it are given up."""
        if self._client is not None:
            self._client.close()
            self._client = None


def _connected(client: Any, address: str) -> Any:
    """A client of a scheduler; one that does not come to be is closed at once.

    Dask leaves such a client to the garbage collector, which then may close it in the thread that starts the loop of
    the next one, and that waits for a lock which its starter holds.
    """

    class Closing(client):  # type: ignore[misc]
        def __init__(self) -> None:
            try:
                super().__init__(address, timeout=_PATIENCE, set_as_default=False)
            except BaseException:
                with suppress(Exception):  # it may have no more than half of what it closes
                    self.close()
                raise

    return Closing()


def check_there(number: int, path: str, raw: bytes, options: object, engine: str, cached: bool) -> tuple[int, bytes]:
    """What a worker of a cluster does: check a file in a child of its own, and give its report as JSON."""
    if engine_digest() != engine:
        raise _another("that came late", "its files, or what they run on, differ from those here")
    return number, written_report(_crew(cached).check(path, raw, from_plain(Options, options)))


@cache
def _crew(cached: bool) -> Crew:
    """The children of this worker, which stay for further tasks; they end with the worker."""
    return Crew(cache_folder() if cached else None)


def _engine() -> str:
    return engine_digest()


def _unreachable(address: str, fault: Exception) -> QedtexError:
    return QedtexError(
        "QT722",
        f"no Dask scheduler with a worker answers at {address!r}",
        found=" ".join(str(fault).split())[:200],
        help="start `dask scheduler` and `dask worker ADDRESS`, and name the address that the scheduler prints",
    )


def _another(worker: str, why: str) -> QedtexError:
    return QedtexError(
        "QT723",
        f"the worker {worker} of the cluster does not run this qedtex",
        found=why,
        help="install the same versions of qedtex, Python and its packages there, and start the workers anew",
    )

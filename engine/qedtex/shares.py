"""Checking derivations in several processes: each proves a share of them and sends back what there is to report.

Theorems stay where they were made, since nothing but the kernel makes them; what is sent is data.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from qedtex.build import catalogue_of, load_all, load_one, second_opinions
from qedtex.cache.derivations import CheckedDerivations, Derived, Proved
from qedtex.catalogue import Catalogue
from qedtex.errors import QedtexError
from qedtex.formats.json import entry, failure

_FEWEST = 8
"""Below so many derivations a share, another process costs more than it saves."""


def checked(paths: Sequence[Path], jobs: int = 1, *, oracle: bool = False, cache: Path | None = None) -> Derived:
    """Every derivation below the paths, proved; with `oracle` each step is also tried at random points.

    Raises nothing; a wrong path and a derivation that fails are among the errors, each once. What is proved is kept in
    the folder `cache` one by one, so that an interrupt loses none of it.

    >>> derived = checked([Path("no/such/folder")])
    >>> (derived.found, [error.code for error in derived.errors])
    (0, ['QT701'])
    """
    try:
        catalogue, ids = catalogue_of(paths)
    except QedtexError as fault:
        return _together([_failed(fault)])
    if not ids:
        return _together([_failed(fault) for fault in load_all(paths).errors])
    jobs = min(jobs, max(1, len(ids) // _FEWEST)) if _can_copy_itself() else 1
    lots = _lots(ids, catalogue, jobs)

    def share(lot: Sequence[str]) -> Derived:
        return _share(tuple(paths), lot, oracle=oracle, cache=cache)

    others = [_Apart(share, lot) for lot in lots[1:]]
    try:
        shares = [share(lots[0])]
        for other in others:
            told = other.result()
            shares.append(told if told is not None else share(other.lot))
    finally:
        for other in others:
            other.close()
    return _together(shares)


def _can_copy_itself() -> bool:
    """Whether this process can be copied: the system does that, and no thread is at work that would be cut off."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def _lots(ids: Sequence[str], catalogue: Catalogue, jobs: int) -> list[Sequence[str]]:
    """The ids in as many runs, each with about as much to read: what stands together cites each other."""
    sizes = [catalogue.path(name).stat().st_size for name in ids]
    lots: list[Sequence[str]] = []
    each, start, taken = sum(sizes) / jobs, 0, 0
    for number, size in enumerate(sizes):
        taken += size
        if taken >= each * (len(lots) + 1) or number == len(ids) - 1:
            lots.append(ids[start : number + 1])
            start = number + 1
    return lots


class _Apart:
    """A lot in a process of its own, which starts as a copy of this one and so has imported what it needs.

    A pool would not do: it waits for ever for a process that was killed, and cannot be ended at once.
    """

    def __init__(self, share: Callable[[Sequence[str]], Derived], lot: Sequence[str]) -> None:
        self.lot = lot
        context: Any = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(share, lot, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def result(self) -> Derived | None:
        """What became of the lot; `None` where the process was ended before it could tell."""
        try:
            told: Derived = self._connection.recv()
        except (EOFError, OSError):
            return None
        return told

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._connection.close()


def _serve(share: Callable[[Sequence[str]], Derived], lot: Sequence[str], connection: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts means the parent, which ends this process
    connection.send(share(lot))


def _share(paths: tuple[Path, ...], ids: Sequence[str], *, oracle: bool, cache: Path | None) -> Derived:
    catalogue, _ = catalogue_of(paths)
    shares = []
    with nullcontext() if cache is None or oracle else closing(CheckedDerivations(cache, paths)) as kept:
        for name in ids:
            known = kept.find_one(name) if kept is not None else None
            try:
                if known is None:
                    made = load_one(catalogue, name)
                    if oracle:
                        second_opinions([made])
                    known = Proved(made.name, made.title, made.verdict, len(made.all_steps), entry(made))
                    if kept is not None:
                        kept.keep_one(known)
                shares.append(Derived(1, (known,)))
            except QedtexError as fault:
                shares.append(_failed(fault, found=1))
    return _together(shares)


def _failed(fault: QedtexError, found: int = 0) -> Derived:
    """What is said of a fault; as an error without terms, which can be sent."""
    told = QedtexError(fault.code, fault.message, fault.place, fault.expected, fault.found, fault.help, fault.notes)
    return Derived(found, errors=(told,), failures=(failure(fault),))


def _together(shares: Sequence[Derived]) -> Derived:
    """Shares as one; a fault that several met, as they cite the same derivation, is told once."""
    faults: dict[tuple[str, str, str], tuple[QedtexError, dict[str, Any]]] = {}
    for share in shares:
        for fault, told in zip(share.errors, share.failures, strict=True):
            faults.setdefault((fault.code, str(fault.place), fault.message), (fault, told))
    return Derived(
        sum(share.found for share in shares),
        tuple(proved for share in shares for proved in share.derivations),
        tuple(fault for fault, _ in faults.values()),
        tuple(told for _, told in faults.values()),
    )

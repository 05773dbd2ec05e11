"""Checking derivations in several processes: each proves a share of them and sends back what there is to report.

Theorems stay where they were made, since nothing but the kernel makes them; what is sent is data.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qedtex.build import catalogue_of, load_all, load_one, second_opinions
from qedtex.catalogue import Catalogue
from qedtex.errors import QedtexError

_FEWEST = 8
"""Below so many derivations a share, another process costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Share:
    """What became of some derivations: how many were found and proved, in how many steps, and the report's entries."""

    found: int = 0
    proved: int = 0
    steps: int = 0
    files: tuple[dict[str, Any], ...] = ()
    errors: tuple[QedtexError, ...] = field(default=())


def checked(paths: Sequence[Path], jobs: int = 1, *, oracle: bool = False) -> Share:
    """Every derivation below the paths, proved; with `oracle` each step is also tried at random points.

    Raises nothing; a wrong path and a derivation that fails are among the errors, each once.

    >>> share = checked([Path("no/such/folder")])
    >>> (share.found, [error.code for error in share.errors])
    (0, ['QT701'])
    """
    try:
        catalogue, ids = catalogue_of(paths)
    except QedtexError as fault:
        return Share(errors=(fault,))
    jobs = min(jobs, max(1, len(ids) // _FEWEST))
    if jobs == 1 or "fork" not in multiprocessing.get_all_start_methods():
        if not ids:
            return Share(errors=load_all(paths).errors)
        return _share(tuple(paths), ids, oracle=oracle)
    context: Any = multiprocessing.get_context("fork")
    lots = _lots(ids, catalogue, jobs)
    with context.Pool(jobs - 1) as pool:
        others = [pool.apply_async(_share, (tuple(paths), lot), {"oracle": oracle}) for lot in lots[1:]]
        shares = [_share(tuple(paths), lots[0], oracle=oracle), *(other.get() for other in others)]
    return _together(shares)


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


def _share(paths: tuple[Path, ...], ids: Sequence[str], *, oracle: bool) -> Share:
    from qedtex.diagnostics import report

    catalogue, _ = catalogue_of(paths)
    derivations, errors = [], []
    for name in ids:
        try:
            made = load_one(catalogue, name)
            if oracle:
                second_opinions([made])
            derivations.append(made)
        except QedtexError as fault:
            errors.append(fault)
    steps = sum(len(made.all_steps) for made in derivations)
    entries: Any = report(derivations, [])["files"]
    return Share(len(ids), len(derivations), steps, tuple(entries), tuple(errors))


def _together(shares: Sequence[Share]) -> Share:
    errors: dict[tuple[str, str, str], QedtexError] = {}
    for share in shares:
        for fault in share.errors:
            errors.setdefault((fault.code, str(fault.place), fault.message), fault)
    return Share(
        sum(share.found for share in shares),
        sum(share.proved for share in shares),
        sum(share.steps for share in shares),
        tuple(entry for share in shares for entry in share.files),
        tuple(errors.values()),
    )

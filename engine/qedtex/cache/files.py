"""Reports of notes, kept by the bytes of the file and how it was checked, wherever the file lies."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from qedtex.cache.engine import engine_digest
from qedtex.cache.plain import from_plain, to_plain
from qedtex.cache.store import Store, key_of
from qedtex.notes.report import CheckedFile

if TYPE_CHECKING:
    from qedtex.notes.running.tasks import Options

_OF_TIME = frozenset({"seconds"})
"""The options that only bound the time: what they cut off is not kept."""


class Reports:
    """What was found in notes. A report in which time had a part is not kept, as another time it may be another."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, path: str, kind: str, raw: bytes, options: Options) -> CheckedFile | None:
        """The report of a file with these bytes, with `path` for its path; `None` where it is not known."""
        kept = self._store.find(_key(kind, raw, options))
        if kept is None:
            return None
        try:
            return placed(read_report(kept), path)
        except (ValueError, RecursionError):
            return None

    def keep(self, kind: str, raw: bytes, options: Options, report: CheckedFile) -> None:
        """Keep the report of a file with these bytes."""
        if report.settled:
            self._store.keep(_key(kind, raw, options), written_report(placed(report, "")))


def written_report(report: CheckedFile) -> bytes:
    """A report as JSON."""
    return json.dumps(to_plain(report), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_report(data: bytes | str) -> CheckedFile:
    """The report that some JSON was made from; raises `ValueError` where it cannot have been."""
    return from_plain(CheckedFile, json.loads(data if isinstance(data, str) else data.decode("utf-8", "surrogatepass")))


def placed(report: CheckedFile, path: str) -> CheckedFile:
    """A report with another path for the file's own, wherever it is named."""
    former = report.path
    warnings = []
    for warning in report.warnings:
        if warning.place is not None and warning.place.path == former:
            warning = replace(warning, place=replace(warning.place, path=path))
        warnings.append(warning)
    fault = report.fault
    if fault is not None and fault.place is not None and fault.place.path == former:
        fault = replace(fault, place=replace(fault.place, path=path))
    return replace(report, path=path, warnings=tuple(warnings), fault=fault)


def _key(kind: str, raw: bytes, options: Options) -> bytes:
    told = {
        entry.name: to_plain(getattr(options, entry.name)) for entry in fields(options) if entry.name not in _OF_TIME
    }
    return key_of("report", engine_digest(), kind, json.dumps(told, sort_keys=True), raw)

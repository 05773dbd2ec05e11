"""Stamps: what a build was made from and what it wrote, so that the same build need not be made twice.

A stamp lies in the user's cache folder under a digest of everything that decides the output: the derivations, the
package itself and the versions it runs on. It says that a build from just this succeeded, and what the files were. It
is believed only if it is whole and if every file in the output folder is still what it says; `--fresh` never looks.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qedtex.cache.engine import add, add_files, engine_digest
from qedtex.cache.place import cache_folder

SCHEMA = 1
_LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a build counted, and the digests of the files that it wrote, by their names below the output folder."""

    derivations: int
    steps: int
    assumed: int
    readback: Mapping[str, Any]
    files: Mapping[str, str]


def digest_of(paths: Iterable[Path], roots: Iterable[Path], lang: str) -> str:
    """A digest of what decides a build: paths named, every file below the roots and of the package, and versions.

    >>> digest_of([], [], "en") == digest_of([], [], "en") != digest_of([], [], "zh")
    True
    """
    total = hashlib.sha256()
    add(total, str(SCHEMA), lang, engine_digest())
    for path in paths:
        add(total, "path", str(path))
    for root in roots:
        add(total, "root", str(root.resolve()))
        add_files(total, root)
    return total.hexdigest()


def root_of(path: Path) -> Path:
    """The folder that ids are counted from: the one called `derivations` that a path lies in, else the path itself."""
    return next((folder for folder in (path, *path.parents) if folder.name == "derivations"), path)


def find(digest: str, folder: Path) -> Stamp | None:
    """The stamp of a build whose files are all still in the folder; `None` for one that is missing, damaged or past."""
    path = _path(digest)
    try:
        if path is None or path.stat().st_size > _LARGEST:
            return None
        held = json.loads(path.read_bytes())
        body = held["stamp"]
        if held["schema"] != SCHEMA or held["check"] != _check(digest, body):
            return None
        stamp = Stamp(body["derivations"], body["steps"], body["assumed"], body["readback"], body["files"])
        if all(_digest(folder / name) == wanted for name, wanted in stamp.files.items()):
            return stamp
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return None


def keep(digest: str, stamp: Stamp) -> None:
    """Write a stamp, whole or not at all; a cache folder that cannot be written is passed over."""
    path = _path(digest)
    if path is None:
        return
    body = asdict(stamp)
    text = json.dumps({"schema": SCHEMA, "check": _check(digest, body), "stamp": body}, sort_keys=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    with suppress(OSError):
        beside.unlink(missing_ok=True)


def stamped(files: Mapping[str, str], derivations: int, steps: int, assumed: int, readback: Mapping[str, Any]) -> Stamp:
    """The stamp of a build by the texts that it wrote."""
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    return Stamp(derivations, steps, assumed, readback, digests)


def _check(digest: str, body: object) -> str:
    return hashlib.sha256(f"{digest} {json.dumps(body, sort_keys=True)}".encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _path(digest: str) -> Path | None:
    folder = cache_folder()
    return folder / "builds" / f"{digest}.json" if folder is not None else None

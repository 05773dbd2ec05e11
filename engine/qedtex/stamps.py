"""Stamps: what a build was made from and what it wrote, so that the same build need not be made twice.

A stamp lies in the user's cache folder under a digest of everything that decides the output: the derivations, the
package itself and the versions it runs on. It says that a build from just this succeeded, and what the files were. It
is believed only if it is whole and if every file in the output folder is still what it says; `--fresh` never looks.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

SCHEMA = 1
_DEPENDS_ON = ("sympy", "python-flint", "lark", "latex2sympy2", "antlr4-python3-runtime")
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

    def add(*parts: str | bytes) -> None:
        for part in parts:
            data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
            total.update(len(data).to_bytes(8, "big") + data)

    add(str(SCHEMA), lang, sys.version)
    for package in _DEPENDS_ON:
        try:
            add(package, version(package))
        except PackageNotFoundError:
            add(package, "")
    for path in paths:
        add("path", str(path))
    for root in (Path(__file__).parent, *roots):
        add("root", str(root.resolve()))
        for file in sorted(_files(root)):
            add(str(file.relative_to(root)) if file != root else file.name, file.read_bytes())
    return total.hexdigest()


def _files(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        found += [Path(folder, name) for name in names if name.endswith((".py", ".lark"))]
    return found


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
    named = os.environ.get("QEDTEX_CACHE_DIR")
    if named == "":
        return None
    if named is None:
        from platformdirs import user_cache_path

        return user_cache_path("qedtex") / "builds" / f"{digest}.json"
    return Path(named) / "builds" / f"{digest}.json"

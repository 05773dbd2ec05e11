"""What decides a verdict beside what is checked: the package's own files, its derivations, and what it runs on.

The digest is of the files' contents and not of a version number, so that in a development checkout a changed rule or
derivation gives no stale verdict.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

RUNS_ON = (
    "antlr4-python3-runtime",
    "lark",
    "latex2sympy2",
    "markdown-it-py",
    "mdurl",
    "mpmath",
    "python-flint",
    "sympy",
)
"""The packages that take part in a verdict or a build."""

_NAMED = re.compile(r"(?P<name>[^-]+)-(?P<version>.+)\.(?:dist|egg)-info")


def package_root() -> Path:
    """The folder of the package."""
    return Path(__file__).parent.parent


def shipped_root() -> Path:
    """The folder of the derivations that come with the package."""
    inside = package_root() / "derivations"
    return inside if inside.is_dir() else package_root().parents[1] / "derivations"


def engine_digest() -> str:
    """A digest of the package with its derivations, the interpreter, the machine, and the packages it runs on.

    >>> len(engine_digest())
    64
    """
    return _engine()[0]


def engine_is_unchanged() -> bool:
    """Whether no file of the package or its derivations has changed since the digest was made."""
    _, marks = _engine()
    try:
        return marks == sorted(_mark(file, os.stat(file)) for root in _roots() for file in _files(root))
    except OSError:
        return False


Mark = tuple[str, int, int]
"""A file with its size and the time of its last change."""


@cache
def _engine() -> tuple[str, list[Mark]]:
    """The digest, and the marks of the files that it was made from."""
    total = hashlib.sha256()
    add(total, sys.version, sys.platform, *_machine(), *installed())
    marks = sorted(mark for root in _roots() for mark in add_files(total, root))
    return total.hexdigest(), marks


def _roots() -> tuple[Path, Path]:
    return package_root(), shipped_root()


def _mark(file: str, told: os.stat_result) -> Mark:
    return file, told.st_size, told.st_mtime_ns


def add(total: hashlib._Hash, *parts: str | bytes) -> None:
    """Put parts into a digest, each with its length, so that no two lists of parts are one text."""
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)


def add_files(total: hashlib._Hash, root: Path) -> list[Mark]:
    """Put the names and the contents of the Python files and grammars below a folder into a digest; their marks."""
    marks = []
    for file in sorted(_files(root)):
        name = file[len(str(root)) :] if file != str(root) else os.path.basename(file)
        with open(file, "rb", buffering=0) as opened:
            marks.append(_mark(file, os.fstat(opened.fileno())))  # before it is read, so that a later change is seen
            add(total, name, opened.readall())
    return marks


def _files(root: Path) -> list[str]:
    if root.is_file():
        return [str(root)]
    found, folders = [], [str(root)]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__" and not entry.name.startswith("."):
                        folders.append(entry.path)
                elif entry.name.endswith((".py", ".lark")) and not entry.is_dir():
                    found.append(entry.path)
    return found


def installed(names: Iterable[str] | None = RUNS_ON, path: Iterable[str] | None = None) -> list[str]:
    """The packages of some names with their versions, as the folders that record what is installed are called; for
    `None` all packages.

    The first on the path is the one that is imported. `importlib.metadata` tells the same and takes longer to load than
    a check of which nothing has changed.

    >>> [one.partition("==")[0] for one in installed(["sympy", "no-such-package"])]
    ['sympy']
    """
    wanted = {_normal(name) for name in names} if names is not None else None
    found: dict[str, str] = {}
    for folder in sys.path if path is None else path:
        try:
            entries = os.listdir(folder or ".")
        except OSError:
            continue
        for entry in sorted(entries):
            named = _NAMED.fullmatch(entry)
            if named is not None and (wanted is None or _normal(named["name"]) in wanted):
                found.setdefault(_normal(named["name"]), named["version"])
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _machine() -> tuple[str, ...]:
    return (os.uname().machine,) if hasattr(os, "uname") else ()

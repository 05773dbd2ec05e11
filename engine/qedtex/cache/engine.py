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


@cache
def engine_digest() -> str:
    """A digest of the package with its derivations, the interpreter, the machine, and the packages it runs on.

    >>> len(engine_digest())
    64
    """
    _at_first()  # before the files are read
    total = hashlib.sha256()
    add(total, sys.version, sys.platform, *_machine(), *installed())
    for root in (package_root(), shipped_root()):
        add_files(total, root)
    return total.hexdigest()


def engine_is_unchanged() -> bool:
    """Whether no file of the package or its derivations has changed since the digest was made."""
    return _at_first() == _marks()


@cache
def _at_first() -> tuple[tuple[str, int, int], ...]:
    return _marks()


def _marks() -> tuple[tuple[str, int, int], ...]:
    """The files with their sizes and the times of their last change."""
    found = []
    for root in (package_root(), shipped_root()):
        for file in _files(root):
            with suppress(OSError):
                told = os.stat(file)
                found.append((file, told.st_size, told.st_mtime_ns))
    return tuple(sorted(found))


def add(total: hashlib._Hash, *parts: str | bytes) -> None:
    """Put parts into a digest, each with its length, so that no two lists of parts are one text."""
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)


def add_files(total: hashlib._Hash, root: Path) -> None:
    """Put the names and the contents of the Python files and grammars below a folder into a digest."""
    for file in sorted(_files(root)):
        name = file[len(str(root)) :] if file != str(root) else os.path.basename(file)
        with open(file, "rb") as opened:
            add(total, name, opened.read())


def _files(root: Path) -> list[str]:
    if root.is_file():
        return [str(root)]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        found += [os.path.join(folder, name) for name in names if name.endswith((".py", ".lark"))]
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

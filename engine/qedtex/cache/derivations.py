"""What a check says of derivation files, kept as long as no file changes that one of them may import or cite.

Derivation files are Python and may do what they like. What they say is kept where all modules that are loaded come
from the package, the standard library, what is installed, and the folders of derivations: all these are in the key.
That a file reads data, the time or the environment is not seen; `--no-cache` takes nothing from before.
"""

from __future__ import annotations

import json
import os
import site
import sys
import sysconfig
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from qedtex.cache.engine import installed, package_root, shipped_root
from qedtex.cache.store import Store, key_of
from qedtex.errors import QedtexError
from qedtex.stamps import digest_of, root_of
from qedtex.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Proved:
    """What is said of a derivation that is proved; `entry` is what the JSON report has of it."""

    name: str
    title: str
    verdict: Verdict
    steps: int
    entry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Derived:
    """What a check says of derivations: how many were found, those that are proved, and what is wrong with the others;
    `failures` are the errors as entries of the JSON report."""

    found: int = 0
    derivations: tuple[Proved, ...] = ()
    errors: tuple[QedtexError, ...] = ()
    failures: tuple[dict[str, Any], ...] = ()

    @property
    def proved(self) -> int:
        """How many of the derivations are proved."""
        return len(self.derivations)

    @property
    def steps(self) -> int:
        """In how many steps these are proved."""
        return sum(derivation.steps for derivation in self.derivations)

    @property
    def refused(self) -> int:
        """How many of the derivations that were found are not proved."""
        return self.found - self.proved

    @property
    def entries(self) -> tuple[dict[str, Any], ...]:
        """All of it as entries of the JSON report."""
        return (*(derivation.entry for derivation in self.derivations), *self.failures)


def checked_derivations(paths: Sequence[Path], jobs: int = 1, cache: Path | None = None) -> Derived:
    """Every derivation below the paths, proved by several processes; what is in the folder `cache` is not proved again.

    Where nothing has changed the engine is not even imported. Raises nothing; what is wrong is among the errors.
    """
    if not paths:
        return Derived()
    kept = CheckedDerivations(cache, paths) if cache is not None else None
    try:
        known = kept.find() if kept is not None else None
        if known is None:
            from qedtex.shares import checked

            if kept is not None:
                kept.close()  # it is opened anew when it is needed, as an open one must not be copied with the process
            known = checked(paths, jobs, cache=cache)
            if kept is not None:
                kept.keep_all(known)
        return known
    finally:
        if kept is not None:
            kept.close()


class CheckedDerivations:
    """What was said of the derivations below some paths; only what is proved is kept, and all of it or one by one.

    Nothing is written once a file has changed, or a module was loaded from where changes are not seen.
    """

    def __init__(self, cache: Path, paths: Sequence[Path]) -> None:
        self.key: Final = _key(paths)
        self._store = Store(cache, holds=lambda: self.key == _key(paths) and _all_seen(paths))

    def find(self) -> Derived | None:
        """What is said of all of them; `None` where it is not known."""
        match self._found(""):
            case [int(found), list(data)]:
                proved = tuple(one for one in map(_proved, data) if one is not None)
                return Derived(found, proved) if len(proved) == len(data) else None
        return None

    def find_one(self, name: str) -> Proved | None:
        """What is said of a derivation; `None` where it is not known."""
        return _proved(self._found(name))

    def keep_all(self, derived: Derived) -> None:
        """Keep what is said of all of them, where nothing is wrong with any."""
        if not derived.errors:
            self._keep("", [derived.found, list(map(_plain, derived.derivations))])

    def keep_one(self, proved: Proved) -> None:
        """Keep what is said of one derivation; it is written with others a moment later."""
        self._keep(proved.name, _plain(proved))

    def close(self) -> None:
        """Write what waits, and let the file go."""
        self._store.close()

    def _keep(self, name: str, data: object) -> None:
        if self.key is not None:
            raw = json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
            self._store.keep(key_of(self.key, name), raw)

    def _found(self, name: str) -> Any:
        raw = self._store.find(key_of(self.key, name)) if self.key is not None else None
        try:
            return json.loads(raw) if raw is not None else None
        except (ValueError, RecursionError):
            return None


def _plain(proved: Proved) -> list[Any]:
    return [proved.name, proved.title, proved.verdict.value, proved.steps, proved.entry]


def _proved(data: Any) -> Proved | None:
    match data:
        case [str(name), str(title), str(verdict), int(steps), dict(entry)]:
            with suppress(ValueError):
                return Proved(name, title, Verdict(verdict), steps, entry)
    return None


def _key(paths: Sequence[Path]) -> bytes | None:
    """What decides it; the report names files as they are seen from the current folder. `None` for unreadable ones."""
    try:
        digest = digest_of(paths, dict.fromkeys(map(root_of, paths)), "check")
        return key_of("derivations", str(Path.cwd()), digest, *installed(None))
    except OSError:
        return None


def _all_seen(paths: Sequence[Path]) -> bool:
    """Whether every module that is loaded lies where a change of it changes the key."""
    library = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    installed_in = [*library, *site.getsitepackages(), site.getusersitepackages()]
    roots = [*map(str, installed_in), *map(str, (package_root(), shipped_root(), *map(root_of, paths)))]
    as_named = tuple(os.path.join(os.path.abspath(root), "") for root in roots)
    in_fact = tuple(os.path.join(os.path.realpath(root), "") for root in roots)
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not isinstance(file, str) or name == "__main__" or os.path.abspath(file).startswith(as_named):
            continue
        if not os.path.realpath(file).startswith(in_fact):
            return False
    return True

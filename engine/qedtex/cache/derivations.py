"""What a check says of derivation files, kept as long as no file changes that one of them may import or cite.

Derivation files are Python and may read what they like. As for a build, it is taken that they read the files below
their folder of derivations, and what is shipped; `--no-cache` takes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qedtex.cache.plain import from_plain
from qedtex.cache.store import Store, key_of
from qedtex.errors import QedtexError
from qedtex.stamps import digest_of, root_of

if TYPE_CHECKING:
    from qedtex.build import Loaded


@dataclass(frozen=True, slots=True)
class Derived:
    """What a check says of derivations: how many were found and proved, in how many steps, what is wrong with the
    others, and all of it as a JSON report."""

    found: int = 0
    proved: int = 0
    steps: int = 0
    report: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[QedtexError, ...] = ()

    @property
    def refused(self) -> int:
        """How many of the derivations that were found are not proved."""
        return self.found - self.proved

    @staticmethod
    def of(loaded: Loaded) -> Derived:
        """What is said of derivations that were loaded."""
        from qedtex.diagnostics import report

        proved = loaded.derivations
        steps = sum(len(derivation.all_steps) for derivation in proved)
        return Derived(loaded.found, len(proved), steps, report(proved, loaded.errors), loaded.errors)


class CheckedDerivations:
    """What was said of derivations before; only what is proved throughout is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, paths: Sequence[Path]) -> Derived | None:
        """What is said of the derivations below some paths; `None` where it is not known."""
        key = _key(paths)
        raw = self._store.find(key) if key is not None else None
        if raw is None:
            return None
        try:
            counts, report = json.loads(raw)
            found, proved, steps = from_plain(tuple[int, int, int], counts)
        except (ValueError, TypeError, RecursionError):
            return None
        return Derived(found, proved, steps, report) if isinstance(report, dict) else None

    def keep(self, paths: Sequence[Path], derived: Derived) -> None:
        """Keep what is said of the derivations below some paths, where nothing is wrong with them."""
        key = _key(paths)
        if key is not None and not derived.errors:
            told = [[derived.found, derived.proved, derived.steps], derived.report]
            self._store.keep(key, json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _key(paths: Sequence[Path]) -> bytes | None:
    """What decides it; the report names files as they are seen from the current folder. `None` for unreadable ones."""
    try:
        digest = digest_of(paths, dict.fromkeys(map(root_of, paths)), "check")
        return key_of("derivations", str(Path.cwd()), digest)
    except OSError:
        return None

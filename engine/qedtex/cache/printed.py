"""What a check printed, kept by all that decides it: a check of which nothing has changed prints the same again.

What is kept of each note and each claim serves a check of which something has changed; where nothing has, this is all
that is looked up. The bytes of every note are read and are in the key, and so is what decides the verdicts on them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qedtex.cache.engine import add, engine_digest, engine_is_unchanged, installed
from qedtex.cache.store import Store
from qedtex.paths import shown_path

if TYPE_CHECKING:
    from qedtex.cache.derivations import CheckedDerivations, Derived

_Seen = tuple[bytes, tuple[tuple[int, int], ...]]
"""The key, and the sizes and times of the notes that were read for it."""


class Printed:
    """What was printed of some notes and derivations by a check that was asked for in some way.

    `how` says all that the check was asked for; what is not in it must not show in what is printed.
    """

    def __init__(self, folder: Path, notes: Sequence[Path], derivations: Sequence[Path], how: Sequence[str]) -> None:
        self._folder = folder
        self._notes = [os.fspath(note) for note in notes]
        self._derivations = tuple(derivations)
        self._how = tuple(how)

    def find(self) -> tuple[int, str] | None:
        """The exit status and the text; `None` where they are not known."""
        if self._before is None:
            return None
        store = Store(self._folder)
        kept = store.find(self._before[0])
        store.close()  # it is opened anew by the check, as an open one must not be copied with the process
        status, space, text = (kept or b"").partition(b" ")
        return (int(status), text.decode("utf-8", "surrogatepass")) if space and status.isdigit() else None

    def keep(self, status: int, text: str, derived: Derived) -> None:
        """Keep what is printed, unless a file has changed since it was looked for, or what is said of the derivations
        is not kept either. What time had a part in must not be given."""
        if self._before is None or self._seen() != self._before:
            return
        if self._derivations and self._said() != derived:
            return
        store = Store(self._folder, holds=engine_is_unchanged)
        store.keep(self._before[0], b"%d %s" % (status, text.encode("utf-8", "surrogatepass")))
        store.close()

    @cached_property
    def _before(self) -> _Seen | None:
        return self._seen()

    def _seen(self) -> _Seen | None:
        """What decides what is printed, as it is now; `None` where a file cannot be read, or nothing is kept of it."""
        total = hashlib.sha256()
        add(total, "printed", os.getcwd(), engine_digest(), *installed(None), "how", *self._how)
        if self._derivations:
            with closing(self._checked()) as checked:
                if checked.key is None:
                    return None
                add(total, "derivations", checked.key)
        add(total, "notes")
        marks = []
        try:
            for note in self._notes:
                with open(note, "rb", buffering=0) as opened:
                    told = os.fstat(opened.fileno())
                    add(total, note, shown_path(note), opened.readall())
                marks.append((told.st_size, told.st_mtime_ns))
        except (OSError, ValueError):
            return None
        return total.digest(), tuple(marks)

    def _said(self) -> Derived | None:
        """What is kept of the derivations."""
        with closing(self._checked()) as checked:
            return checked.find()

    def _checked(self) -> CheckedDerivations:
        from qedtex.cache.derivations import CheckedDerivations

        return CheckedDerivations(self._folder, self._derivations)

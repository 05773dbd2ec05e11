"""Progress of long work: on stderr, and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qedtex.verification import Progress


@contextmanager
def progress_bar(what: str) -> Iterator[Progress | None]:
    """A progress bar on stderr where that is a terminal; it appears with the first news of progress."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as shown:
        update: Progress | None = None

        def tell(done: int, total: int) -> None:
            nonlocal update
            if update is None:
                update = shown.enter_context(_bar(what))
            update(done, total)

        yield tell


@contextmanager
def _bar(what: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

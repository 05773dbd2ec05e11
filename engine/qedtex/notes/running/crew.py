"""Children that check notes, and what is done when one of them ends: its file is taken up again by another.

A child ends itself when a step takes too long; that step is then over budget. One that ends in any other way, because
it was killed say, costs time only, unless the same step brings a second one down.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from qedtex.cache.engine import engine_digest
from qedtex.cache.files import read_report
from qedtex.cache.place import VARIABLE
from qedtex.cache.plain import from_plain
from qedtex.notes.report import Checked, CheckedFile
from qedtex.notes.running.tasks import TIMED_OUT, Memory, Options, over_budget, task_line

MOST_ENDS = 12
"""How often one file is taken up again because of its steps."""
_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from qedtex.notes.running.child import serve
serve(sys.argv[2])
"""


class Closed(Exception):
    """The crew was sent home while a file was being checked."""


class Crew:
    """Children that wait for work or are at it; threads may share a crew.

    `cache` is the folder in which decisions are kept, `None` for no such folder.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._idle: list[subprocess.Popen[bytes]] = []
        self._all: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def start(self, number: int) -> None:
        """Start some children, so that they are ready when work comes."""
        for _ in range(number):
            self._give_back(self._started())

    def check(self, path: str, raw: bytes, options: Options) -> CheckedFile:
        """The report of a file with these bytes, whatever becomes of the children; raises `Closed` after `close`."""
        attempt = _Attempt(path, raw, options)
        while True:
            child = self._take()
            found = attempt.run(child)
            if found is not None:
                self._give_back(child)
                return found
            self._end(child)
            if self._closed:
                raise Closed
            given_up = attempt.after(child.returncode)
            if given_up is not None:
                return given_up

    def close(self) -> None:
        """End all children, those too that are at work."""
        with self._lock:
            self._closed = True
            children, self._idle = list(self._all), []
        for child in children:
            child.kill()
        for child in children:
            self._end(child)

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise Closed
            while self._idle:
                child = self._idle.pop()
                if child.poll() is None:
                    return child
                self._all.discard(child)
        return self._started()

    def _give_back(self, child: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._idle.append(child)

    def _started(self) -> subprocess.Popen[bytes]:
        engine = engine_digest() if self._cache is not None else ""
        child = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(sys.path), engine],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                VARIABLE: str(self._cache.resolve()) if self._cache is not None else "",
                "PYTHONHASHSEED": "0",  # in whatever order sets are gone through, it is the same in every child
            },
            process_group=0 if os.name == "posix" else None,  # Ctrl-C at a terminal is for the parent
        )
        with self._lock:
            self._all.add(child)
            closed = self._closed
        if closed:
            self._end(child)
            raise Closed
        return child

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with suppress(OSError, ValueError):
                    stream.close()
        with self._lock:
            self._all.discard(child)


@dataclass(slots=True)
class _Attempt:
    """One file, what is known of it, and where the child was that is at it."""

    path: str
    raw: bytes
    options: Options
    memory: Memory = field(default_factory=Memory)
    at: tuple[str, int] = ("", 0)
    ends: int = 0
    fallen: set[tuple[str, int]] = field(default_factory=set)

    def run(self, child: subprocess.Popen[bytes]) -> CheckedFile | None:
        """The report that a child makes; `None` where it ends before."""
        self.at = ("", 0)
        for what, number, content in self._messages(child):
            if what == "result":
                self.memory.steps[number] = from_plain(Checked, content)
            elif what == "done":
                report = read_report(str(content))
                return report if not self.ends else replace(report, settled=False)
            else:
                self.at = (what, number)
        return None

    def _messages(self, child: subprocess.Popen[bytes]) -> Iterator[tuple[str, int, object]]:
        if child.stdin is None or child.stdout is None:
            return
        try:
            child.stdin.write(task_line(self.path, self.raw, self.options, self.memory))
            child.stdin.flush()
            for line in child.stdout:
                if line.endswith(b"\n"):
                    what, number, content = json.loads(line)
                    yield what, number, content
        except (OSError, ValueError):
            return

    def after(self, status: int) -> CheckedFile | None:
        """Note what brought a child down; the report where the file is not to be taken up again."""
        self.ends += 1
        if status != TIMED_OUT and self.at not in self.fallen:
            self.fallen.add(self.at)
            if self.ends < 2 * MOST_ENDS:
                return None
        what, number = self.at
        if what and self.ends < 2 * MOST_ENDS and len(self.memory.slow_steps | self.memory.slow_chains) < MOST_ENDS:
            (self.memory.slow_steps if what == "step" else self.memory.slow_chains).add(number)
            return None
        return over_budget(
            self.path, "it cannot be read in time" if not what else "too many of its steps take too long"
        )

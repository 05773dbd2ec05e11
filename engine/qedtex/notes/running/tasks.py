"""What a check of a note is asked for, and what is known of it from an attempt that was broken off."""

from __future__ import annotations

import base64
import json
import signal
from dataclasses import dataclass, field

from qedtex.cache.plain import from_plain, to_plain
from qedtex.errors import Place, QedtexError
from qedtex.notes.report import Checked, CheckedFile

SECONDS = 20.0
"""How long one step may take, in seconds of the processor."""
TIMED_OUT = -signal.SIGPROF if hasattr(signal, "SIGPROF") else 1
"""The exit status of a child whose alarm went off, as its parent sees it."""


@dataclass(frozen=True, slots=True)
class Options:
    """How files are checked."""

    repairs: bool = True
    explain: bool = False
    seconds: float = SECONDS
    declared: tuple[str, ...] = ()
    """What is declared for every file, as in a `let` directive."""
    off: frozenset[str] = frozenset()
    """The codes of the warnings that are switched off."""


@dataclass(slots=True)
class Memory:
    """What is known of a document from an attempt that was broken off: verdicts by the numbers of the steps, and the
    chains and steps that took too long."""

    steps: dict[int, Checked] = field(default_factory=dict)
    slow_steps: set[int] = field(default_factory=set)
    slow_chains: set[int] = field(default_factory=set)


def task_line(path: str, raw: bytes, options: Options, memory: Memory) -> bytes:
    """A task as a line: the path, the file's bytes, how it is checked, and what is known of it."""
    steps = [[number, to_plain(step)] for number, step in memory.steps.items()]
    known = [steps, sorted(memory.slow_steps), sorted(memory.slow_chains)]
    task = [path, base64.b64encode(raw).decode("ascii"), to_plain(options), known]
    return json.dumps(task).encode("ascii") + b"\n"


def read_task(line: bytes) -> tuple[str, bytes, Options, Memory]:
    """The task of a line.

    >>> read_task(task_line("a.md", b"$x$", Options(), Memory(slow_steps={2})))[3].slow_steps
    {2}
    """
    path, raw, options, (steps, slow_steps, slow_chains) = json.loads(line)
    memory = Memory({number: from_plain(Checked, step) for number, step in steps}, set(slow_steps), set(slow_chains))
    return path, base64.b64decode(raw), from_plain(Options, options), memory


def over_budget(path: str, why: str) -> CheckedFile:
    """The report of a file that cannot be checked with what one file may take."""
    fault = QedtexError("QT855", f"over budget: {why}", Place(path), help="split the file")
    return CheckedFile(path, fault=fault, settled=False)

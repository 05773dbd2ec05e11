"""The process in which notes are checked: bounded memory, and an alarm that ends it when a step takes too long.

A note is untrusted. Whatever a formula makes the reader or the search do, it does here, and the system ends this
process when the alarm goes off, whatever it is at. Tasks come in as lines of JSON and what is found goes out as such,
step by step, so that nothing that was found is lost with the process. No line holds code.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from qedtex.cache.engine import engine_digest, engine_is_unchanged
from qedtex.cache.files import written_report
from qedtex.cache.place import cache_folder
from qedtex.cache.plain import to_plain
from qedtex.cache.store import Store
from qedtex.errors import QedtexError
from qedtex.notes.checking import check_document
from qedtex.notes.report import CheckedFile
from qedtex.notes.running.tasks import Memory, Options, over_budget, read_task
from qedtex.notes.sources.documents import document_of
from qedtex.notes.verdicts.decisions import Decisions
from qedtex.notes.verdicts.library import shipped

_MEMORY = 4 << 30
_ALLOCATIONS = 20_000
"""After how many new objects the collector of garbage looks for rings of them: a search makes many, and few rings."""
_LOADING = 5.0
"""How many seconds more the reading of a whole file may take."""


def serve(engine: str = "") -> None:
    """Check the notes that are sent until there are no more.

    `engine` is the digest of the engine that the results are kept under; where this one is another, since a file of it
    was changed a moment ago, nothing is kept.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts means the parent, which ends this process
    _bound_memory()
    gc.freeze()  # what is loaded stays
    gc.set_threshold(_ALLOCATIONS, 20, 20)
    out: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed by mistake is no message
    folder = cache_folder()
    same = folder is None or engine_digest() == engine
    store = Store(folder, holds=engine_is_unchanged) if folder is not None and same else None
    shipped().kept = Decisions(store) if store is not None else None
    with suppress(BrokenPipeError):
        for line in sys.stdin.buffer:
            path, raw, options, memory = read_task(line)
            report = _checked(path, raw, options, memory, out)
            if not same or (store is not None and not engine_is_unchanged()):
                report = replace(report, settled=False)
            _disarm()
            if store is not None:
                store.write()  # before it is told, as a child that has no more to do is ended
            _say(out, "done", 0, written_report(report).decode("utf-8", "surrogatepass"))


def _checked(path: str, raw: bytes, options: Options, memory: Memory, out: BinaryIO) -> CheckedFile:
    reported = dict(memory.steps)

    def announce(number: int, what: str) -> None:
        for known in memory.steps.keys() - reported.keys():
            reported[known] = memory.steps[known]
            _say(out, "result", known, to_plain(memory.steps[known]))
        _arm(options.seconds)
        _say(out, what, number, None)

    _arm(options.seconds + _LOADING)
    try:
        return check_document(
            document_of(raw, path),
            repairs=options.repairs,
            explain=options.explain,
            announce=announce,
            memory=memory,
            declared=options.declared,
            off=options.off,
        )
    except QedtexError as fault:
        return CheckedFile(path, fault=fault)
    except MemoryError:
        return over_budget(path, "it takes more memory than one file may")
    except RecursionError:
        return over_budget(path, "it is nested too deeply")


def _say(out: BinaryIO, what: str, number: int, content: object) -> None:
    out.write(json.dumps([what, number, content]).encode("ascii") + b"\n")
    out.flush()


def _arm(seconds: float) -> None:
    """End this process after some seconds of the processor, whatever it is at: the same on a busy machine.

    Where the system has no such clock it is the time that passes. The interpreter need not come to a stop.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
    else:
        faulthandler.dump_traceback_later(seconds, exit=True)


def _disarm() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0.0)
    else:
        faulthandler.cancel_dump_traceback_later()


def _bound_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))

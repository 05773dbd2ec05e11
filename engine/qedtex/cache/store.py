"""Bytes kept by key in one SQLite file: shared by processes, bounded, and never believed where it is damaged.

SQLite makes each transaction whole or nothing, whenever a process is killed, and lets several processes in. What a
power failure or a disk can do beside that is seen by a check sum over key and value; a file that is none of ours or is
damaged is begun anew. A cache that cannot be used is none: nothing here raises.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

LARGEST = 256 << 20
"""How many bytes the file may take before what was not used for longest is removed."""
_SCHEMA = 1
_PATIENCE = 5.0
"""For how many seconds another process is waited for."""
_FRESH = 24 * 3600
"""For how long a use is not noted again."""
_MOST_WAITING = 200
_LONGEST_WAIT = 1.0
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA, sqlite3.SQLITE_ERROR)
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
"""Another process was in it for too long: this time it is done without."""
_TABLE = """
CREATE TABLE IF NOT EXISTS kept (
    key BLOB PRIMARY KEY, value BLOB NOT NULL, sum BLOB NOT NULL, used INTEGER NOT NULL
)
"""
Result = TypeVar("Result")


class Store:
    """What is kept in a folder. Nothing is opened before it is asked for; `close` writes what waits.

    `holds` says whether what waits may still be written: not where something has changed that decided it.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> store = Store(folder)
    >>> store.keep(b"key", b"value"); store.close()
    >>> Store(folder).find(b"key"), Store(folder).find(b"other")
    (b'value', None)
    """

    def __init__(self, folder: Path, largest: int = LARGEST, holds: Callable[[], bool] | None = None) -> None:
        self.path = folder / f"verdicts-{_SCHEMA}.sqlite3"
        self._largest = largest
        self._holds = holds
        self._connection: sqlite3.Connection | None = None
        self._given_up = False
        self._waiting: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._written = time.monotonic()

    def find(self, key: bytes) -> bytes | None:
        """The value of a key; `None` where there is none, or where it is damaged."""
        if key in self._waiting:
            return self._waiting[key]
        row = self._tried(lambda connection: connection.execute(_FIND, (key,)).fetchone(), None)
        if row is None:
            return None
        value, total, used = row
        try:
            if total != _sum(key, value):
                return None
            found = zlib.decompress(value)
        except (TypeError, zlib.error):
            return None
        if isinstance(used, int) and time.time() - used > _FRESH:
            self._used.add(key)
        return found

    def keep(self, key: bytes, value: bytes) -> None:
        """Keep a value; it is written with others a moment later."""
        self._waiting[key] = value
        if len(self._waiting) >= _MOST_WAITING or time.monotonic() - self._written > _LONGEST_WAIT:
            self.write()

    def write(self) -> None:
        """Write what waits, in one transaction; what cannot be written is let go."""
        self._written = time.monotonic()
        if self._waiting and self._holds is not None and not self._holds():
            self._waiting = {}
        if not self._waiting and not self._used:
            return
        now = int(time.time())
        rows = []
        for key, value in self._waiting.items():
            packed = zlib.compress(value, 1)
            rows.append((key, packed, _sum(key, packed), now))
        used = [(now, key) for key in self._used]
        self._waiting, self._used = {}, set()

        def put(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                connection.executemany("UPDATE kept SET used = ? WHERE key = ?", used)

        self._tried(put, None)

    def close(self) -> None:
        """Write what waits, remove what is too much, and let the file go."""
        wrote = bool(self._waiting)
        self.write()
        if wrote:
            self._tried(self._shrink, None)
        self._let_go()

    def _shrink(self, connection: sqlite3.Connection) -> None:
        if _size(connection) <= self._largest:
            return
        with _transaction(connection):
            spare = _size(connection) - self._largest * 3 // 4
            gone: list[tuple[bytes]] = []
            for key, length in connection.execute("SELECT key, length(value) FROM kept ORDER BY used, rowid"):
                if spare <= 0:
                    break
                spare -= length + 100
                gone.append((key,))
            connection.executemany("DELETE FROM kept WHERE key = ?", gone)

    def _tried(self, work: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        """What some work with the file gives; a damaged file is begun anew, and one that cannot be used is left."""
        for _ in range(2):
            try:
                connection = self._opened()
                return otherwise if connection is None else work(connection)
            except (sqlite3.Error, UnicodeDecodeError) as fault:  # names in a damaged file need not be text
                self._let_go()
                code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
                if code not in _BROKEN and isinstance(fault, sqlite3.Error):
                    self._given_up = code not in _HELD
                    return otherwise
                with suppress(OSError):
                    self.path.unlink(missing_ok=True)
            except OSError:
                self._given_up = True
                return otherwise
        self._given_up = True
        return otherwise

    def _opened(self) -> sqlite3.Connection | None:
        if self._given_up or self._connection is not None:
            return self._connection
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
        self._connection = connection
        connection.execute("PRAGMA auto_vacuum = FULL")
        connection.execute("PRAGMA synchronous = OFF")  # a power failure may damage it, and that is seen
        connection.execute(_TABLE)
        return connection

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


_FIND = "SELECT value, sum, used FROM kept WHERE key = ?"


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; the right to write is taken at once, so that two processes never wait for each other."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _size(connection: sqlite3.Connection) -> int:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (bytes_in_one,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(bytes_in_one)


def _sum(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(len(key).to_bytes(8, "big") + key + value).digest()


def key_of(*parts: str | bytes) -> bytes:
    """The key of some parts, no two lists of which have the same.

    >>> key_of("a", "bc") == key_of("ab", "c")
    False
    """
    from qedtex.cache.engine import add

    total = hashlib.sha256()
    add(total, *parts)
    return total.digest()

"""A file replaced in one move: whoever kills the program finds the old bytes or the new ones, and nothing between."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from time import time
from typing import Final

from qedtex.errors import Place, QedtexError

TEMPORARY: Final = ".qedtex-new"
"""The ending of a file that is being written beside the one that it will replace."""
_FORGOTTEN: Final = 60.0
"""The age in seconds from which such a file is what a killed run left behind."""


def replace_file(path: Path, old: bytes, new: bytes) -> None:
    """Put new bytes in place of those of a file. A link stays a link; mode and owner stay as they are.

    Raises `QedtexError` QT888 where it cannot be written, or no longer holds the old bytes.
    """
    target = path.resolve()
    beside: Path | None = None
    try:
        if not os.access(target, os.W_OK):
            raise PermissionError(13, "the file is read-only")
        _sweep(target)
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.name}.", suffix=TEMPORARY, delete=False
        ) as file:
            beside = Path(file.name)
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        _as_of(target, beside)
        if target.read_bytes() != old:
            raise QedtexError(
                "QT888", "the file was changed while it was being filled", Place(str(path)), help="try again"
            )
        os.replace(beside, target)
        beside = None
    except OSError as fault:
        raise QedtexError(
            "QT888",
            "the file cannot be written",
            Place(str(path)),
            found=fault.strerror or str(fault),
            notes=("it was left as it is",),
        ) from None
    finally:
        if beside is not None:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _as_of(target: Path, beside: Path) -> None:
    """Give a file the owner and the mode of another."""
    own, other = target.stat(), beside.stat()
    if (own.st_uid, own.st_gid) != (other.st_uid, other.st_gid) and hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(beside, own.st_uid, own.st_gid)
    shutil.copymode(target, beside)


def _sweep(target: Path) -> None:
    """Take away what runs that were killed left beside a file."""
    for name in glob.glob(f".{glob.escape(target.name)}.*{TEMPORARY}", root_dir=target.parent):
        left = target.parent / name
        with suppress(OSError):
            if time() - left.stat().st_mtime > _FORGOTTEN:
                left.unlink()

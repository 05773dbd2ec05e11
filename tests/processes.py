"""Processes that a test has started, found again by what is in their environment."""

from __future__ import annotations

from pathlib import Path


def marked(mark: str) -> list[int]:
    """The processes with a text in their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and mark.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found

"""What several commands take: paths, a language, processes, a format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Command = TypeVar("Command", bound="Callable[..., object]")

paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
lang = click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language.")
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Processes for long work; default: one a core.",
)
cached = click.option(
    "--cache/--no-cache",
    "cached",
    default=True,
    help="Whether what was found before is used and kept: in the user's cache folder, or where QEDTEX_CACHE says.",
)


def form(*names: str) -> Callable[[Command], Command]:
    """The option --format with the forms that a command knows, the first of them by default."""
    return click.option(
        "--format", "style", type=click.Choice(names), default=names[0], show_default=True, help="Form of the output."
    )


def processes(jobs: int | None) -> int:
    """How many processes long work takes: as many as were asked for, else one for each core, at most 8."""
    return jobs or min(os.cpu_count() or 1, 8)

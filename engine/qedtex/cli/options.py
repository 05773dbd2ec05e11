"""What several commands take: paths, a language, processes, a format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from qedtex.configuration import Configuration

if TYPE_CHECKING:
    from qedtex.render.reasons import Language

Command = TypeVar("Command", bound="Callable[..., object]")

paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
lang = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default=None, help="Language; default: as configured, else en."
)
jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Processes for long work; default: as configured, else one a core.",
)


def form(*names: str) -> Callable[[Command], Command]:
    """The option --format with the forms that a command knows, the first of them by default."""
    return click.option(
        "--format", "style", type=click.Choice(names), default=names[0], show_default=True, help="Form of the output."
    )


def processes(jobs: int | None, settings: Configuration) -> int:
    """How many processes long work takes: as many as asked for, or configured, else one for each core, at most 8."""
    return jobs or settings.jobs or min(os.cpu_count() or 1, 8)


def language(lang: str | None, settings: Configuration) -> Language:
    """The language asked for, or configured."""
    return "zh" if (lang or settings.lang) == "zh" else "en"

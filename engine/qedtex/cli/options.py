"""What several commands take: paths, a language, processes, a format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from qedtex.configuration import Configuration
from qedtex.errors import QedtexError

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
force_exclude = click.option(
    "--force-exclude", is_flag=True, help="Pass over what is configured as excluded even where it is named."
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


def named(paths: tuple[Path, ...], settings: Configuration) -> tuple[Path, ...]:
    """The paths that are named, else those that are configured, as they are seen from the current folder.

    Raises `QedtexError` QT705 where there are none.
    """
    if not paths and not settings.paths:
        raise QedtexError(
            "QT705",
            "nothing is named to work on",
            help="name notes and derivations, or folders of them, or configure `paths` for [tool.qedtex]",
        )
    return paths or tuple(Path(os.path.relpath(path)) for path in settings.paths)


def processes(jobs: int | None, settings: Configuration) -> int:
    """How many processes long work takes: as many as asked for, or configured, else one for each core, at most 8."""
    return jobs or settings.jobs or min(os.cpu_count() or 1, 8)


def language(lang: str | None, settings: Configuration) -> Language:
    """The language asked for, or configured."""
    return "zh" if (lang or settings.lang) == "zh" else "en"

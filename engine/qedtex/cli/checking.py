"""`qedtex check` and `qedtex explain`: verdicts on notes, on derivations, and on one claim."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qedtex.cli import options
from qedtex.cli.guarded import json_text, print_json, writes_unicode
from qedtex.cli.progress import progress_bar
from qedtex.colours import Paint, paint_for, plain
from qedtex.configuration import configuration

if TYPE_CHECKING:
    from qedtex.checks import Done


@click.command()
@options.paths
@options.form("text", "json", "sarif", "github")
@click.option("--strict/--no-strict", default=None, help="Fail for what is undecided or unread too.")
@click.option(
    "--explain-reading", "explain", is_flag=True, help="Say how names that could mean several things were read."
)
@options.force_exclude
@click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page too that shows notes and verdicts."
)
@options.jobs
@options.cached
@click.option("--cluster", metavar="ADDRESS", default=None, help="Check notes on the workers of a Dask scheduler.")
def check(
    paths: tuple[Path, ...],
    style: str,
    strict: bool | None,
    explain: bool,
    force_exclude: bool,
    html: Path | None,
    jobs: int | None,
    cached: bool,
    cluster: str | None,
) -> None:
    """Check notes (.md, .tex, .ipynb) and derivations (.py), and say what is wrong with each, line by line.

    PATH: files, or folders in which notes are looked for, and derivations below folders called derivations; default:
    the paths that are configured. A file that is named outright and has another ending is read as Markdown. Derivation
    files are Python and are run.
    """
    from qedtex.cache.place import cache_folder
    from qedtex.checks import Selection

    settings = configuration()
    strict = settings.strict if strict is None else strict
    selection = Selection.of(options.named(paths, settings), settings.excludes, named=force_exclude)
    folder = cache_folder() if cached else None
    paint = paint_for(sys.stdout)
    printed = None
    if html is not None:
        from qedtex.site.folder import require_own_report
        from qedtex.site.templates import require_installed

        require_installed()
        require_own_report(html)
    elif folder is not None:
        from qedtex.cache.printed import Printed

        how = (style, strict, explain, settings.declare, sorted(settings.off), paint is plain, writes_unicode())
        printed = Printed(folder, selection.notes, selection.derivations, list(map(repr, how)))
        known = printed.find()
        if known is not None:
            status, text = known
            click.echo(text, nl=False, color=paint is not plain)
            raise click.exceptions.Exit(status)
    from qedtex.checks import check_all

    with progress_bar("checking notes") as progress:
        jobs = options.processes(jobs, settings)
        done = check_all(
            selection, jobs, explain=explain, progress=progress, settings=settings, cache=folder, cluster=cluster
        )
    if html is not None:
        _write_page(done, html)
    status, text = _status(done, strict), _text(done, style, strict, paint)
    click.echo(text, nl=False, color=paint is not plain)
    if printed is not None and done.settled:
        printed.keep(status, text, done.loaded)
    raise click.exceptions.Exit(status)


def _write_page(done: Done, path: Path) -> None:
    from qedtex.site.folder import write_report
    from qedtex.site.notes import report_page

    with progress_bar("writing the report") as progress:
        write_report(path, report_page(done, progress))


def _status(done: Done, strict: bool) -> int:
    from qedtex.diagnostics import exit_status

    return exit_status(done.errors(strict=strict))


def _text(done: Done, style: str, strict: bool, paint: Paint) -> str:
    """What is printed of a check."""
    if style == "json":
        from qedtex.formats.json import as_json

        return json_text(as_json(done))
    if style == "sarif":
        from qedtex.formats.sarif import sarif

        return json_text(sarif(done, strict=strict))
    if style == "github":
        from qedtex.formats.github import github_lines

        lines = github_lines(done, strict=strict)
    else:
        from qedtex.formats.text import text_lines

        lines = text_lines(done, strict=strict, paint=paint)
    return "".join(f"{line}\n" for line in lines)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("claim", metavar="'LATEX = LATEX'")
@click.option("--let", "said", metavar="TEXT", multiple=True, help="What names mean, as in 'sigma > 0, f: function'.")
@options.form("text", "json")
def explain(claim: str, said: tuple[str, ...], style: str) -> None:
    """Decide one claim and show the small steps that prove it, or the counterexample and a repair.

    Exit status: 0 where each step is proved, assumed or a definition; 1 where one is false, undecided or unread.
    """
    from qedtex.explaining import explained

    found = explained(claim, said)
    if style == "json":
        print_json(found.as_json())
    else:
        for line in found.lines():
            click.echo(line)
    raise click.exceptions.Exit(found.status)

"""`qedtex check` and `qedtex explain`: verdicts on notes, on derivations, and on one claim."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qedtex.cli import options
from qedtex.cli.guarded import end, print_json
from qedtex.cli.progress import progress_bar
from qedtex.colours import paint_for, plain
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
    from qedtex.checks import Selection, check_all

    settings = configuration()
    strict = settings.strict if strict is None else strict
    selection = Selection.of(options.named(paths, settings), settings.excludes, named=force_exclude)
    if html is not None:
        from qedtex.site.folder import require_own_report
        from qedtex.site.templates import require_installed

        require_installed()
        require_own_report(html)
    with progress_bar("checking notes") as progress:
        jobs = options.processes(jobs, settings)
        done = check_all(
            selection,
            jobs,
            explain=explain,
            progress=progress,
            settings=settings,
            cache=cache_folder() if cached else None,
            cluster=cluster,
        )
    if html is not None:
        _write_page(done, html)
    _print(done, style, strict)
    end(done.errors(strict=strict))


def _write_page(done: Done, path: Path) -> None:
    from qedtex.site.folder import write_report
    from qedtex.site.notes import report_page

    with progress_bar("writing the report") as progress:
        write_report(path, report_page(done, progress))


def _print(done: Done, style: str, strict: bool) -> None:
    if style == "json":
        from qedtex.formats.json import as_json

        print_json(as_json(done))
    elif style == "sarif":
        from qedtex.formats.sarif import sarif

        print_json(sarif(done, strict=strict))
    elif style == "github":
        from qedtex.formats.github import github_lines

        for line in github_lines(done, strict=strict):
            click.echo(line)
    else:
        from qedtex.formats.text import text_lines

        paint = paint_for(sys.stdout)
        for line in text_lines(done, strict=strict, paint=paint):
            click.echo(line, color=paint is not plain)


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

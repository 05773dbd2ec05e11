"""`qedtex check` and `qedtex explain`: verdicts on notes, on derivations, and on one claim."""

from __future__ import annotations

from pathlib import Path

import click

from qedtex.cli import options
from qedtex.cli.guarded import end, print_json
from qedtex.cli.progress import progress_bar


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.form("text", "json")
@click.option("--strict", is_flag=True, help="Fail for what is undecided or unread too.")
@click.option(
    "--explain-reading", "explain", is_flag=True, help="Say how names that could mean several things were read."
)
@options.jobs
@options.cached
@click.option("--cluster", metavar="ADDRESS", default=None, help="Check notes on the workers of a Dask scheduler.")
def check(
    paths: tuple[Path, ...],
    style: str,
    strict: bool,
    explain: bool,
    jobs: int | None,
    cached: bool,
    cluster: str | None,
) -> None:
    """Check notes (.md, .tex, .ipynb) and derivations (.py), and say what is wrong with each, line by line.

    PATH: files, or folders in which notes are looked for, and derivations below folders called derivations. A file
    that is named outright and has another ending is read as Markdown. Derivation files are Python and are run.
    """
    from qedtex.cache.place import cache_folder
    from qedtex.checks import Selection, check_all

    selection = Selection.of(paths)
    with progress_bar("checking notes") as progress:
        done = check_all(
            selection,
            options.processes(jobs),
            explain=explain,
            progress=progress,
            cache=cache_folder() if cached else None,
            cluster=cluster,
        )
    if style == "json":
        print_json(done.as_json())
    else:
        for line in done.told(strict=strict):
            click.echo(line)
    end(done.errors(strict=strict))


@click.command()
@click.argument("claim", metavar="'LATEX = LATEX'")
@options.form("text", "json")
def explain(claim: str, style: str) -> None:
    """Decide one claim and show the small steps that prove it, or the counterexample and a repair."""
    from qedtex.explaining import explained

    found = explained(claim)
    if style == "json":
        print_json(found.as_json())
    else:
        for line in found.lines():
            click.echo(line)
    raise click.exceptions.Exit(found.status)

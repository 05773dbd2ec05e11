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
@click.option(
    "--html", type=click.Path(path_type=Path), metavar="FILE", help="Write a page too that shows notes and verdicts."
)
@options.jobs
def check(
    paths: tuple[Path, ...], style: str, strict: bool, explain: bool, html: Path | None, jobs: int | None
) -> None:
    """Check notes (.md, .tex, .ipynb) and derivations (.py), and say what is wrong with each, line by line.

    PATH: files, or folders in which notes are looked for, and derivations below folders called derivations. A file
    that is named outright and has another ending is read as Markdown. Derivation files are Python and are run.
    """
    from qedtex.checks import Selection, check_all

    selection = Selection.of(paths)
    if html is not None:
        from qedtex.site.folder import require_own_report
        from qedtex.site.templates import require_installed

        require_installed()
        require_own_report(html)
    with progress_bar("checking notes") as progress:
        done = check_all(selection, options.processes(jobs), explain=explain, progress=progress)
    if html is not None:
        from qedtex.site.folder import write_report
        from qedtex.site.notes import report_page

        with progress_bar("writing the report") as progress:
            write_report(html, report_page(done, progress))
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

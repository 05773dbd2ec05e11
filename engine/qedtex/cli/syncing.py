"""`qedtex sync`: fills the blocks of notes that name a derivation."""

from __future__ import annotations

from pathlib import Path

import click

from qedtex.cli import options
from qedtex.cli.guarded import end, print_faults
from qedtex.cli.progress import progress_bar
from qedtex.configuration import configuration
from qedtex.errors import QedtexError


@click.command()
@options.paths
@click.option("--check", is_flag=True, help="Write nothing; fail and name each block that is stale.")
@click.option("--force", is_flag=True, help="Overwrite what was edited by hand inside of blocks.")
@options.force_exclude
def sync(paths: tuple[Path, ...], check: bool, force: bool, force_exclude: bool) -> None:
    r"""Fill the blocks of notes (.md, .tex, .ipynb) that name a derivation, and leave all else byte for byte.

    PATH: files, or folders in which notes are looked for; default: the paths that are configured. A block stands
    between two comments, in Markdown `<!-- qedtex: begin ID -->` and `<!-- qedtex: end -->`, in LaTeX
    `% qedtex: begin ID` and `% qedtex: end`.

    Behind the ID may stand lang=zh, reasons=off, assumptions=off, from=2, to=4, and names as in `p=P, q=Q_\theta,
    x=y|x`: the derivation is proved again in these names. A block that was edited by hand is not overwritten without
    --force. Derivations are those shipped and those of the folder derivations, which are Python and are run.
    """
    from qedtex.build import catalogue_of, default_paths, load_one
    from qedtex.checks import Selection
    from qedtex.paths import shown_path
    from qedtex.sync.running import Filler, sync_all

    settings = configuration()
    paths = options.named(paths, settings)
    notes = Selection.of(paths, settings.excludes, named=force_exclude).notes
    if force_exclude and all(path.is_file() and settings.excludes(path) for path in paths):
        click.echo("nothing to fill: all that was named is excluded")
        return
    if not notes:
        raise QedtexError(
            "QT704", "there are no notes here", help="name notes (.md, .tex, .ipynb), or a folder of them"
        )
    catalogue, _ = catalogue_of(default_paths())
    filler = Filler(lambda name: load_one(catalogue, name))
    with progress_bar("filling blocks") as progress:
        done = sync_all(notes, filler, check=check, force=force, progress=progress)
    faults = [fault for file in done for fault in file.faults]
    print_faults(faults, to_stdout=check)
    for file in done:
        if file.written:
            click.echo(f"{shown_path(file.path)}: {_count(file.stale, 'block')} filled")
    counts = {
        "filled": sum(file.stale for file in done if file.written),
        "up to date": sum(file.current for file in done),
        "stale" if check else "not filled": sum(file.stale for file in done if not file.written),
        "refused": sum(fault.code != "QT886" for fault in faults),
    }
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number) or "no blocks"
    click.echo(f"{_count(len(done), 'note')}: {told}")
    if counts.get("not filled") and counts["refused"]:
        click.echo("a note in which a block is refused is left as it is")
    end(faults)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

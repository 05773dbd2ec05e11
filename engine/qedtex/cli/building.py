"""`qedtex build`: checks derivations and writes what is generated from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qedtex.cli import options
from qedtex.cli.guarded import end, print_faults
from qedtex.cli.progress import progress_bar
from qedtex.configuration import configuration
from qedtex.errors import QedtexError

if TYPE_CHECKING:
    from qedtex.build import Build


class _Folder(click.Path):
    """The output folder; an empty text is none, though as a path it would be the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; raises `QedtexError` QT607 for an empty one."""
        if not str(value).strip():
            raise QedtexError("QT607", "--out is empty", help="name a folder, or leave --out away for 'output'")
        return super().convert(value, param, ctx)


@click.command()
@options.paths
@click.option("--out", type=_Folder(path_type=Path), default=Path("output"), show_default=True, help="Output folder.")
@click.option("--check", is_flag=True, help="Write nothing; fail and name each file that is stale.")
@click.option("--fresh", is_flag=True, help="Check all again; reuse nothing of an earlier build.")
@click.option("--html", is_flag=True, help="Write a static site too, to the folder site of the output.")
@options.lang
@options.jobs
def build(
    paths: tuple[Path, ...], out: Path, check: bool, fresh: bool, html: bool, lang: str | None, jobs: int | None
) -> None:
    """Check every derivation and write its verified LaTeX, Markdown and the ledger.

    PATH: derivation files or folders of them; default: the folder derivations, else what is shipped with qedtex.
    The output folder holds what was built last: files that an earlier build generated and that no longer belong there
    are removed. --lang zh writes a folder of its own, zh inside the output folder, and touches nothing else; so
    --check looks at the English files, and --check --lang zh at the Chinese ones. The site is in both languages, and
    --check does not look at it.
    """
    if html and check:
        raise click.UsageError("--check writes nothing, so that it cannot be given with --html")
    from qedtex.build import build as run
    from qedtex.build import default_paths

    if html:
        from qedtex.site.templates import require_installed

        require_installed("matplotlib")
    settings = configuration()
    with progress_bar("reading formulas back") as progress:
        done = run(
            paths or default_paths(),
            out,
            check=check,
            lang=options.language(lang, settings),
            jobs=options.processes(jobs, settings),
            fresh=fresh,
            progress=progress,
        )
    print_faults(done.warnings, "warning")
    print_faults(done.errors)
    if done.errors:
        partly = len(done.derivations) < done.found
        told = _partly(len(done.derivations), done.found) if partly else _count(len(done.errors), "error")
        click.echo(f"{told}; nothing was written", err=True)
        end(done.errors)
    _told(done, check)
    if html:
        _write_site(done, paths or default_paths(), out, options.language(lang, settings))
    if check and done.changes:
        raise click.exceptions.Exit(1)


def _write_site(done: Build, paths: Sequence[Path], out: Path, lang: str) -> None:
    """Write the site of the derivations that were built; a build that was made before has not loaded them."""
    from qedtex.build import load_all
    from qedtex.paths import shown_path
    from qedtex.site.folder import write_site
    from qedtex.site.pages import site

    derivations = done.derivations or load_all(paths).derivations
    with progress_bar("writing pages") as progress:
        written = write_site(site(derivations, progress), out)
    changed = len(written.changes.stale) + len(written.changes.missing)
    index = shown_path(str(written.folder / ("zh/index.html" if lang == "zh" else "index.html")))
    click.echo(f"{index}: {_count(changed, 'file')} written, {written.files - changed} unchanged")


def _told(done: Build, check: bool) -> None:
    """What a build that went well says."""
    from qedtex.paths import shown_path

    assumed = f" ({done.assumed} on cited theorems: assumed)" if done.assumed else ""
    click.echo(f"{_count(done.found, 'derivation')}, {_count(done.steps, 'step')}: proved{assumed}")
    counts: Any = done.readback
    click.echo(
        f"{_count(counts['formulas'], 'formula')} written, {counts['own']} read back by our reader, to the same term"
    )
    for of, told in ((counts, "latex2sympy2"), (counts["objectives"], "latex2sympy2, objectives of argmin and argmax")):
        not_done = f", {of['not_done']} not done" if of["not_done"] else ""
        click.echo(
            f"{told}: {of['agree']} agree, {of['disagree']} disagree, {of['out_of_reach']} out of reach{not_done}"
        )
        for why, number in of["reasons"].items():
            click.echo(f"  {number}: {why}")
    folder = shown_path(str(done.folder))
    changes = done.changes
    if check:
        for word, names in (
            ("stale", changes.stale),
            ("missing", changes.missing),
            ("superfluous", changes.superfluous),
        ):
            for name in names:
                click.echo(f"{word}: {folder}/{name}")
        click.echo(f"{folder} is out of date; run `qedtex build`" if changes else f"{folder} is up to date")
        return
    written = len(changes.stale) + len(changes.missing)
    removed = f", {len(changes.superfluous)} removed" if changes.superfluous else ""
    click.echo(f"{folder}: {_count(written, 'file')} written, {len(done.files) - written} unchanged{removed}")


def _partly(proved: int, found: int) -> str:
    return f"{proved} of {_count(found, 'derivation')} proved, {found - proved} refused"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

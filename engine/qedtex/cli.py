"""The command line: it parses the call, hands it on, and prints. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from qedtex.errors import QedtexError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qedtex.build import Build
    from qedtex.proved import Derivation
    from qedtex.render.reasons import Language
    from qedtex.verification import Progress

Command = TypeVar("Command", bound="Callable[..., object]")

_INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it: 128 and the number of the signal."""


class Guarded(click.Group):
    """A group of commands whose faults are printed as diagnostics and never as a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program; a terminal without some character gets it escaped and no error."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors of ours set the exit status, and so does what should not have happened."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            raise click.exceptions.Exit(_INTERRUPTED) from None
        except OSError as fault:
            if fault.errno == errno.EPIPE:
                raise  # the reader of a pipe has gone: click ends quietly
            _fail(fault)
        except QedtexError as fault:
            _print_faults([fault])
            _exit([fault])
        except Exception as fault:  # noqa: BLE001 - the last door: whatever it is, the user gets a diagnostic
            _fail(fault)


class _Folder(click.Path):
    """The output folder; an empty text is none, though as a path it would be the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; raises `QedtexError` QT607 for an empty one."""
        if not str(value).strip():
            raise QedtexError("QT607", "--out is empty", help="name a folder, or leave --out away for 'output'")
        return super().convert(value, param, ctx)


def _fail(fault: Exception) -> NoReturn:
    from qedtex.diagnostics import internal

    error = internal(fault)
    _print_faults([error])
    _exit([error])


def _exit(errors: Sequence[QedtexError]) -> NoReturn:
    from qedtex.diagnostics import exit_status

    raise click.exceptions.Exit(exit_status(errors))


def _print_json(data: object) -> None:
    """Data as JSON, in ASCII where the output is not Unicode: its own escapes are no JSON."""
    unicode = (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    click.echo(json.dumps(data, ensure_ascii=not unicode, indent=2))


def _print_faults(errors: Sequence[QedtexError], level: str = "error", *, to_stdout: bool = False) -> None:
    from qedtex.diagnostics import shown

    for fault in errors:
        click.echo(shown(fault, level), err=not to_stdout)


_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_lang = click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language.")
_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Processes for long work; default: one a core.",
)


def _format(*names: str) -> Callable[[Command], Command]:
    return click.option(
        "--format", "style", type=click.Choice(names), default=names[0], show_default=True, help="Form of the output."
    )


@click.group(cls=Guarded)
@click.version_option(package_name="qedtex", prog_name="qedtex", message="%(prog)s %(version)s")
def main() -> None:
    """Checked derivations and verified LaTeX for information theory and learning.

    Exit status: 0 nothing refuted or failed; 1 something was; 2 the call itself was wrong.
    """


@main.command()
@_paths
@click.option("--out", type=_Folder(path_type=Path), default=Path("output"), show_default=True, help="Output folder.")
@click.option("--check", is_flag=True, help="Write nothing; fail and name each file that is stale.")
@click.option("--fresh", is_flag=True, help="Check all again; reuse nothing of an earlier build.")
@_lang
@_jobs
def build(paths: tuple[Path, ...], out: Path, check: bool, fresh: bool, lang: str, jobs: int | None) -> None:
    """Check every derivation and write its verified LaTeX, Markdown and the ledger.

    PATH: derivation files or folders of them; default: the folder derivations, else what is shipped with qedtex.
    The output folder holds what was built last: files that an earlier build generated and that no longer belong there
    are removed. --lang zh writes a folder of its own, zh inside the output folder, and touches nothing else; so
    --check looks at the English files, and --check --lang zh at the Chinese ones.
    """
    from qedtex.build import build as run
    from qedtex.build import default_paths

    with _progress() as progress:
        done = run(
            paths or default_paths(),
            out,
            check=check,
            lang="zh" if lang == "zh" else "en",
            jobs=jobs or min(os.cpu_count() or 1, 8),
            fresh=fresh,
            progress=progress,
        )
    _print_faults(done.warnings, "warning")
    _print_faults(done.errors)
    if done.errors:
        partly = len(done.derivations) < done.found
        told = _partly(len(done.derivations), done.found) if partly else _count(len(done.errors), "error")
        click.echo(f"{told}; nothing was written", err=True)
        _exit(done.errors)
    _told(done, check)
    if check and done.changes:
        raise click.exceptions.Exit(1)


def _told(done: Build, check: bool) -> None:
    """What a build that went well says."""
    from qedtex.diagnostics import shown_path

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


@contextmanager
def _progress(what: str = "reading formulas back") -> Iterator[Progress | None]:
    """A progress bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_format("text", "json")
@click.option("--strict", is_flag=True, help="Fail for what is undecided or unread too.")
@click.option(
    "--explain-reading", "explain", is_flag=True, help="Say how names that could mean several things were read."
)
@_jobs
def check(paths: tuple[Path, ...], style: str, strict: bool, explain: bool, jobs: int | None) -> None:
    """Check notes (.md, .tex, .ipynb) and derivations (.py), and say what is wrong with each, line by line.

    PATH: files, or folders in which notes are looked for, and derivations below folders called derivations. A file
    that is named outright and has another ending is read as Markdown. Derivation files are Python and are run.
    """
    from qedtex.checks import Selection, check_all

    selection = Selection.of(paths)
    with _progress("checking notes") as progress:
        done = check_all(selection, jobs or min(os.cpu_count() or 1, 8), explain=explain, progress=progress)
    if style == "json":
        _print_json(done.as_json())
    else:
        for line in done.told(strict=strict):
            click.echo(line)
    _exit(done.errors(strict=strict))


@main.command()
@click.argument("claim", metavar="'LATEX = LATEX'")
@_format("text", "json")
def explain(claim: str, style: str) -> None:
    """Decide one claim and show the small steps that prove it, or the counterexample and a repair."""
    from qedtex.explaining import explained

    found = explained(claim)
    if style == "json":
        _print_json(found.as_json())
    else:
        for line in found.lines():
            click.echo(line)
    raise click.exceptions.Exit(found.status)


@main.command("list")
@_format("text", "json")
def list_(style: str) -> None:
    """List the derivations: those shipped, and those in the folder derivations."""
    loaded = _everything()
    if style == "json":
        rows = [
            {"id": one.name, "title": one.title, "chinese": one.chinese, "claim": _claim(one), "steps": len(one.steps)}
            for one in loaded
        ]
        _print_json(rows)
        return
    width = max((len(one.name) for one in loaded), default=0)
    for one in loaded:
        click.echo(f"{one.name:<{width}}  {one.title}")


def _claim(derivation: Derivation) -> str:
    from qedtex.latex.printer import latex, latex_relation

    claim = derivation.claim
    return f"{latex(claim.left)} {latex_relation(claim.relation)} {latex(claim.right)}"


def _everything() -> Sequence[Derivation]:
    """All derivations, proved; what fails is told on stderr and left out."""
    from qedtex.build import default_paths, load_all
    from qedtex.catalogue import shipped_root
    from qedtex.diagnostics import shown_in_a_line

    paths = default_paths()
    loaded = load_all(paths if paths == (shipped_root(),) else (*paths, *_shipped_unless_copied(paths)))
    for told in dict.fromkeys(shown_in_a_line(fault) for fault in loaded.errors):
        click.echo(told, err=True)
    return loaded.derivations


def _shipped_unless_copied(paths: Sequence[Path]) -> tuple[Path, ...]:
    from qedtex.build import catalogue_of
    from qedtex.catalogue import shipped_root

    return (shipped_root(),) if shipped_root() in catalogue_of(paths)[0].roots else ()


@main.command()
@click.argument("name", metavar="ID")
@_lang
@_format("text", "latex", "markdown", "json")
def show(name: str, lang: str, style: str) -> None:
    """Show one derivation: every line with its reason, the assumptions, the sources."""
    from qedtex.build import catalogue_of, default_paths, load_one

    catalogue, _ = catalogue_of(default_paths())
    derivation = load_one(catalogue, name)
    language: Language = "zh" if lang == "zh" else "en"
    if style == "latex":
        click.echo(derivation.latex(language), nl=False)
    elif style == "markdown":
        click.echo(derivation.markdown(language), nl=False)
    elif style == "json":
        from qedtex.diagnostics import report

        _print_json(report([derivation], []))
    else:
        from rich.console import Console

        from qedtex.render.terminal import page

        console = Console(highlight=False)
        console.print(page(derivation, console.width, language), soft_wrap=True)


@main.command()
@_format("text", "json")
def axioms(style: str) -> None:
    """List the axioms: what each states, where it is found, which derivations use it."""
    from qedtex.axioms import AXIOMS

    loaded = _everything()
    users = {
        name: [one.name for one in loaded if any(axiom.name == name for axiom in one.theorem.axioms)] for name in AXIOMS
    }
    if style == "json":
        rows = [
            {"name": name, "states": axiom.states, "source": axiom.source, "used_by": users[name]}
            for name, axiom in sorted(AXIOMS.items())
        ]
        _print_json(rows)
        return
    for name, axiom in sorted(AXIOMS.items()):
        click.echo(f"{name}: {axiom.states}")
        click.echo(f"  source: {axiom.source}")
        click.echo(f"  used by: {', '.join(users[name]) or 'none yet'}")

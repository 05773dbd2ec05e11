"""`qedtex list`, `qedtex show` and `qedtex axioms`: what the catalogue holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qedtex.cli import options
from qedtex.cli.guarded import print_json
from qedtex.configuration import configuration

if TYPE_CHECKING:
    from qedtex.proved import Derivation


@click.command("list")
@options.form("text", "json")
def list_(style: str) -> None:
    """List the derivations: those shipped, and those in the folder derivations."""
    loaded = _everything()
    if style == "json":
        rows = [
            {"id": one.name, "title": one.title, "chinese": one.chinese, "claim": _claim(one), "steps": len(one.steps)}
            for one in loaded
        ]
        print_json(rows)
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


@click.command()
@click.argument("name", metavar="ID")
@options.lang
@options.form("text", "latex", "markdown", "json")
def show(name: str, lang: str | None, style: str) -> None:
    """Show one derivation: every line with its reason, the assumptions, the sources."""
    from qedtex.build import catalogue_of, default_paths, load_one

    catalogue, _ = catalogue_of(default_paths())
    derivation = load_one(catalogue, name)
    language = options.language(lang, configuration())
    if style == "latex":
        click.echo(derivation.latex(language), nl=False)
    elif style == "markdown":
        click.echo(derivation.markdown(language), nl=False)
    elif style == "json":
        from qedtex.formats.json import report

        print_json(report([derivation], []))
    else:
        from rich.console import Console

        from qedtex.render.terminal import page

        console = Console(highlight=False)
        console.print(page(derivation, console.width, language), soft_wrap=True)


@click.command()
@options.form("text", "json")
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
        print_json(rows)
        return
    for name, axiom in sorted(AXIOMS.items()):
        click.echo(f"{name}: {axiom.states}")
        click.echo(f"  source: {axiom.source}")
        click.echo(f"  used by: {', '.join(users[name]) or 'none yet'}")

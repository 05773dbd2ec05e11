"""The command line: it parses the call, hands it on, and prints. Nothing is imported before it is needed."""

from __future__ import annotations

import click

from qedtex.cli.guarded import Guarded

_HOMES = {
    "axioms": ("qedtex.cli.catalogue", "axioms"),
    "build": ("qedtex.cli.building", "build"),
    "check": ("qedtex.cli.checking", "check"),
    "explain": ("qedtex.cli.checking", "explain"),
    "list": ("qedtex.cli.catalogue", "list_"),
    "show": ("qedtex.cli.catalogue", "show"),
    "sync": ("qedtex.cli.syncing", "sync"),
}


@click.group(cls=Guarded, homes=_HOMES)
@click.version_option(package_name="qedtex", prog_name="qedtex", message="%(prog)s %(version)s")
def main() -> None:
    """Checked derivations and verified LaTeX for information theory and learning.

    Exit status: 0 nothing refuted or failed; 1 something was; 2 the call itself was wrong.
    """

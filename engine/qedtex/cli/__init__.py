"""The command line: it parses the call, hands it on, and prints. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import click

from qedtex.cli.building import build
from qedtex.cli.catalogue import axioms, list_, show
from qedtex.cli.checking import check, explain
from qedtex.cli.guarded import Guarded
from qedtex.cli.syncing import sync


@click.group(cls=Guarded)
@click.version_option(package_name="qedtex", prog_name="qedtex", message="%(prog)s %(version)s")
def main() -> None:
    """Checked derivations and verified LaTeX for information theory and learning.

    Exit status: 0 nothing refuted or failed; 1 something was; 2 the call itself was wrong.
    """


for command in (build, check, sync, explain, list_, show, axioms):
    main.add_command(command)

"""Faults at the command line: printed as diagnostics and never as a traceback, with the exit status of the contract."""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from qedtex.errors import QedtexError

_INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it: 128 and the number of the signal."""


class Guarded(click.Group):
    """A group of commands that are loaded when they are called, and whose faults are printed as diagnostics.

    `homes` are the modules of the commands by their names, each with what the command is called in it.
    """

    def __init__(self, *args: Any, homes: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._homes = homes

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(self._homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded now; `None` where there is none."""
        if cmd_name not in self._homes:
            return None
        module, name = self._homes[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command

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
            print_faults([fault])
            end([fault])
        except Exception as fault:  # noqa: BLE001 - the last door: whatever it is, the user gets a diagnostic
            _fail(fault)


def _fail(fault: Exception) -> NoReturn:
    from qedtex.diagnostics import internal

    error = internal(fault)
    print_faults([error])
    end([error])


def end(errors: Sequence[QedtexError]) -> NoReturn:
    """End with the exit status of some errors, or of none."""
    from qedtex.diagnostics import exit_status

    raise click.exceptions.Exit(exit_status(errors))


def print_json(data: object) -> None:
    """Print data as JSON."""
    click.echo(json_text(data), nl=False)


def json_text(data: object) -> str:
    """Data as JSON, in ASCII where the output is not Unicode: its own escapes are no JSON."""
    import json

    return json.dumps(data, ensure_ascii=not writes_unicode(), indent=2) + "\n"


def writes_unicode() -> bool:
    """Whether the output can have any character."""
    return (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")


def print_faults(errors: Sequence[QedtexError], level: str = "error", *, to_stdout: bool = False) -> None:
    """Each fault as a diagnostic, on stderr unless it is a result."""
    from qedtex.colours import paint_for, plain
    from qedtex.diagnostics import shown

    paint = paint_for(sys.stdout if to_stdout else sys.stderr)
    for fault in errors:
        click.echo(shown(fault, level, paint), err=not to_stdout, color=paint is not plain)

"""Annotations of a GitHub workflow: one command a finding, which GitHub shows beside the line of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qedtex.formats.findings import Finding, Level, findings
from qedtex.formats.text import counts
from qedtex.paths import shown_path

if TYPE_CHECKING:
    from qedtex.checks import Done

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def github_lines(done: Done, *, strict: bool) -> Iterator[str]:
    """The workflow commands of all findings, and the counts for the log."""
    for finding in findings(done, strict=strict):
        yield annotation(finding)
    yield from counts(done)


def annotation(finding: Finding) -> str:
    """The workflow command of a finding.

    Columns are given only where it lies in one line, as GitHub takes no others. In a notebook lines are those of a
    cell, and not of the file: there the message says where.

    >>> from qedtex.errors import Place, QedtexError
    >>> fault = QedtexError("QT850", "this step is false", Place("a,b.md", 7, 2), found="x = y", help="100% sure")
    >>> annotation(Finding(Level.ERROR, fault, end=(7, 9)))
    '::error file=a%2Cb.md,line=7,endLine=7,col=2,endColumn=9,title=QT850 this step is false::x = y%0Ahelp: 100%25 sure'
    """
    fault, place = finding.fault, finding.fault.place
    properties: dict[str, str] = {}
    told = [*((f"{place}",) if place is not None and place.cell is not None else ())]
    if place is not None:
        properties["file"] = shown_path(place.path)
    if place is not None and place.line and place.cell is None:
        end_line, end_column = finding.end or (place.line, 0)
        properties |= {"line": str(place.line), "endLine": str(end_line)}
        if place.column and end_line == place.line:
            properties["col"] = str(place.column)
            if end_column:
                properties["endColumn"] = str(end_column)
    title, _, rest = fault.message.partition(": ")
    properties["title"] = f"{fault.code} {title}"
    told += [*((rest,) if rest else ()), *((f"expected: {fault.expected}",) if fault.expected else ())]
    told += [*((fault.found,) if fault.found else ()), *fault.notes]
    told += [f"help: {fault.help}"] if fault.help else []
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.level]} {listed}::{_data(chr(10).join(told) or fault.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

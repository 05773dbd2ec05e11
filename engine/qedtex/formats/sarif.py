"""The SARIF 2.1.0 log of a check, for code scanning and editors: rules, results with regions, and fixes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from qedtex.errors import Place
from qedtex.formats.findings import Finding, findings
from qedtex.formats.rules import description
from qedtex.ledger import versions
from qedtex.paths import shown_path

if TYPE_CHECKING:
    from qedtex.checks import Done
    from qedtex.errors import QedtexError
    from qedtex.notes.report import Edit

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"
_FINGERPRINT = "qedtexFinding/v1"


def sarif(done: Done, *, strict: bool) -> dict[str, object]:
    """The log of one run. It says nothing of this machine, so that the same check gives the same log."""
    found = tuple(findings(done, strict=strict))
    codes = sorted({finding.fault.code for finding in found})
    driver = {"name": "qedtex", "version": versions()["qedtex"], "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder in which qedtex was run."}}},
        "results": _results(found, codes),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    told = description(code)
    return {
        "id": code,
        "name": told.name,
        "shortDescription": {"text": _sentence(told.states)},
        "help": {"text": _sentence(told.help)},
    }


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _results(found: Sequence[Finding], codes: Sequence[str]) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    results = []
    for finding in found:
        fault = finding.fault
        digest = _digest(fault)
        result: dict[str, Any] = {
            "ruleId": fault.code,
            "ruleIndex": codes.index(fault.code),
            "level": finding.level.value,
            "message": {"text": _message(fault)},
            "partialFingerprints": {_FINGERPRINT: f"{digest}:{seen[digest]}"},
        }
        seen[digest] += 1
        if fault.place is not None:
            result["locations"] = [_location(fault.place, finding.end)]
            if finding.edit is not None and fault.place.cell is None:
                result["fixes"] = [_fix(fault, fault.place, finding.edit)]
        results.append(result)
    return results


def _message(fault: QedtexError) -> str:
    """All that the diagnostic says but its place; in a notebook, where in the cell it is.

    Braces are doubled, as the standard has it, since {0} stands for an argument; and nothing looks like a link.

    >>> from qedtex.errors import QedtexError
    >>> _message(QedtexError("QT850", "false", found=r"x^{2} = [a](b)"))
    'false\\nfound: x^{{2}} = [a] (b)'
    """
    place = fault.place
    where = f"cell {place.cell}, line {place.line}: " if place is not None and place.cell is not None else ""
    told = [f"{where}{fault.message}", *((f"expected: {fault.expected}",) if fault.expected else ())]
    told += [*((f"found: {fault.found}",) if fault.found else ()), *(f"note: {note}" for note in fault.notes)]
    text = "\n".join([*told, *((f"help: {fault.help}",) if fault.help else ())])
    return _literal(text)


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _digest(fault: QedtexError) -> str:
    """What stays the same of a finding where lines above it come and go: its code, its file and its claim."""
    path = shown_path(fault.place.path) if fault.place is not None else ""
    return hashlib.sha256("\0".join((fault.code, path, fault.found or fault.message)).encode()).hexdigest()[:32]


def _artifact(path: str) -> dict[str, str]:
    """A file by its address: relative to the folder of the run where it lies below it."""
    shown = shown_path(path)
    whole = Path(path).resolve()
    if whole.is_relative_to(Path.cwd().resolve()):
        return {"uri": quote(shown), "uriBaseId": _BASE}
    return {"uri": whole.as_uri()}


def _location(place: Place, end: tuple[int, int] | None) -> dict[str, Any]:
    """Where a result lies. In a notebook lines are those of a cell, which is named, and the file has no region."""
    physical: dict[str, Any] = {"artifactLocation": _artifact(place.path)}
    if place.cell is not None:
        name = f"cell {place.cell}"
        logical = {"name": name, "fullyQualifiedName": f"{shown_path(place.path)}:{name}", "kind": "element"}
        return {"physicalLocation": physical, "logicalLocations": [logical]}
    if place.line:
        region = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
        if end is not None:
            region |= {"endLine": end[0], "endColumn": end[1]}
        physical["region"] = region
    return {"physicalLocation": physical}


def _fix(fault: QedtexError, place: Place, edit: Edit) -> dict[str, Any]:
    region = {
        "startLine": edit.line,
        "startColumn": edit.column,
        "endLine": edit.line,
        "endColumn": edit.end_column,
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
    change = {"artifactLocation": _artifact(place.path), "replacements": [replacement]}
    return {"description": {"text": _literal(fault.help)}, "artifactChanges": [change]}

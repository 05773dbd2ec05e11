"""Notes as people write them, each step with the expected verdict beside its line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_document

NOTES = Path(__file__).parent / "notes"
OUTPUT = Path(__file__).parents[1] / "output"
_EXPECT = re.compile(
    r"(?:<!--|%)\s*expect:\s*(?P<verdicts>[a-z |]+?)\s*(?:,\s*warns (?P<codes>[QT0-9 ]+?))?\s*(?:-->|$)"
)


def lines_of(path: Path) -> list[tuple[int | None, int, str]]:
    """The lines of a note as (cell, line, text); a notebook's are counted in its Markdown cells."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return [(None, number, line) for number, line in enumerate(text.splitlines(), 1)]
    return [
        (cell, number, line)
        for cell, content in enumerate(json.loads(text)["cells"], 1)
        if content["cell_type"] == "markdown"
        for number, line in enumerate("".join(content["source"]).splitlines(), 1)
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in NOTES.iterdir()))
def test_the_steps_of_a_note_have_the_verdicts_beside_them(name: str) -> None:
    path = NOTES / name
    checked = check_document(read_document(path))
    found = defaultdict(list)
    for step in checked.steps:
        found[step.cell, step.line].append(step)
    faults = []
    for cell, number, line in lines_of(path):
        expected = _EXPECT.search(line)
        steps = found.pop((cell, number), [])
        if expected is None:
            faults += [f"{number}: a step with no expectation: {step.lhs} {step.relation} {step.rhs}" for step in steps]
            continue
        wanted = [choice.split("|") for choice in expected["verdicts"].split()]
        verdicts = [step.verdict.value for step in steps]
        if len(wanted) != len(verdicts) or any(one not in many for one, many in zip(verdicts, wanted, strict=True)):
            told = "; ".join(f"{step.verdict.value} ({step.message}) {step.by}" for step in steps)
            faults.append(f"{number}: expected {expected['verdicts']}, found {told or 'no step'}: {line.strip()[:110]}")
        warned = {warning.code for warning in checked.warnings if warning.place and warning.place.line == number}
        if expected["codes"] is not None and set(expected["codes"].split()) != warned:
            faults.append(f"{number}: expected the warnings {expected['codes']}, found {warned}")
    assert not faults, "\n".join(faults)


@pytest.mark.long
def test_no_true_step_of_the_catalogue_is_called_false_when_it_is_read_as_a_note() -> None:
    paths = sorted(map(str, OUTPUT.glob("*/*.md")))
    command = [sys.executable, "-m", "qedtex", "check", *paths, "--format", "json", "--jobs", "2"]
    told = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    steps = [(file["path"], step) for file in told["files"] for chain in file["chains"] for step in chain["steps"]]
    refuted = [(path, step["line"], step["rhs"]) for path, step in steps if step["verdict"] == "refuted"]
    assert refuted == [] and sum(step["verdict"] == "proved" for _, step in steps) > len(paths) > 100

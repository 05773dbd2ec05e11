"""What is decided of the claims by topic, as a table for the README: `python tests/decided_table.py --write`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from attack_table import TOPICS, Topic

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import read_text

BEGIN, END = "<!-- decided: begin -->", "<!-- decided: end -->"
"""What the table stands between in the README."""

README = Path(__file__).parents[1] / "README.md"
_HEAD = (
    "| topic | true claims proved | false claims refuted | not decided yet (T: true, F: false) |",
    "|---|---|---|---|",
)


def verdict_on(claim: str) -> Verdict:
    """What is said of a claim that is a note of its own."""
    steps = check_document(read_text(f"$${claim}$$", path="note.md"), repairs=False).steps
    if len(steps) != 1:
        return Verdict.UNREAD
    return steps[0].verdict


def verdicts() -> dict[str, Verdict]:
    """The verdict on each claim."""
    return {claim: verdict_on(claim) for topic in TOPICS for claim in (*topic.true, *topic.false)}


def table(found: dict[str, Verdict]) -> str:
    """The table, with the totals in its last row."""
    rows = [_row(topic, found) for topic in TOPICS]
    proved, true = _share([claim for topic in TOPICS for claim in topic.true], found, Verdict.PROVED)
    refuted, false = _share([claim for topic in TOPICS for claim in topic.false], found, Verdict.REFUTED)
    total = f"| all | {proved} of {true} | {refuted} of {false} | {true + false - proved - refuted} |"
    return "\n".join([*_HEAD, *rows, total]) + "\n"


def _row(topic: Topic, found: dict[str, Verdict]) -> str:
    proved, true = _share(topic.true, found, Verdict.PROVED)
    refuted, false = _share(topic.false, found, Verdict.REFUTED)
    open_still = "; ".join(_open(topic, found)) or "-"
    return f"| {topic.name} | {proved} of {true} | {refuted} of {false} | {open_still} |"


def _share(claims: tuple[str, ...] | list[str], found: dict[str, Verdict], wanted: Verdict) -> tuple[int, int]:
    return sum(found[claim] is wanted for claim in claims), len(claims)


def _open(topic: Topic, found: dict[str, Verdict]) -> Iterator[str]:
    """The claims that are not decided, as code in which no bar ends a cell."""
    for letter, claims, wanted in (("T", topic.true, Verdict.PROVED), ("F", topic.false, Verdict.REFUTED)):
        for claim in claims:
            if found[claim] is not wanted:
                yield f"{letter} `{claim.replace('|', chr(92) + '|')}` ({found[claim].value})"


def within(readme: str, text: str) -> str:
    """The text of a README with the table in its place."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{text}{END}{after}"


if __name__ == "__main__":
    made = table(verdicts())
    if "--write" in sys.argv:
        README.write_text(within(README.read_text(encoding="utf-8"), made), encoding="utf-8")
    else:
        print(made, end="")

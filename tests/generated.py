"""Notes made from a seed: chains of true steps in ever other names, some of them spoilt, between some words."""

from __future__ import annotations

import random
from pathlib import Path

_CHAINS = (
    (
        r"D_{KL}({p} \| {q})",
        r"\sum_{{i}=1}^{n} {p}(x_{i}) \log \frac{{p}(x_{i})}{{q}(x_{i})}",
        r"\sum_{{i}=1}^{n} {p}(x_{i}) \log {p}(x_{i}) - \sum_{{i}=1}^{n} {p}(x_{i}) \log {q}(x_{i})",
        r"H({p}, {q}) - H({p})",
    ),
    (
        r"\log \prod_{{i}=1}^{n} {a}_{i}^{{k}}",
        r"\sum_{{i}=1}^{n} \log {a}_{i}^{{k}}",
        r"{k} \sum_{{i}=1}^{n} \log {a}_{i}",
    ),
    (
        r"({a} + {k} {b})^2",
        r"{a}^2 + 2 \cdot {k} {a} {b} + {k}^2 {b}^2",
    ),
    (
        r"-\log \frac{{p}(x)}{{k} {q}(x)}",
        r"\log {k} + \log {q}(x) - \log {p}(x)",
    ),
    (
        r"\sum_{{i}=1}^{n} {k} {p}(x_{i})",
        r"{k} \sum_{{i}=1}^{n} {p}(x_{i})",
        r"{k}",
    ),
    (
        r"\frac{d}{d{b}} \left[ {k} {b}^2 + {a} {b} \right]",
        r"2 \cdot {k} {b} + {a}",
    ),
)


def note(number: int) -> str:
    """The text of a note; the same for the same number."""
    stream = random.Random(number)
    parts = [f"# Note {number}"]
    for lines in stream.sample(_CHAINS, 3):
        p, q = stream.sample("pqr", 2)
        a, b = stream.sample("abcuvwz", 2)
        names = {"p": p, "q": q, "a": a, "b": b, "i": stream.choice("ij"), "n": stream.choice("nmN")}
        names["k"] = str(stream.randint(2, 99))
        filled = [_filled(line, names) for line in lines]
        if stream.random() < 0.15:
            filled[-1] += " + 1"  # as people slip
        words = f"With the names {p}, {q}, {a} and {b} this is"
        rows = " \\\\\n".join([f"{filled[0]} &= {filled[1]}", *(f"&= {line}" for line in filled[2:])])
        parts.append(f"{words}\n\n$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$")
    return "\n\n".join(parts) + "\n"


def _filled(line: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        line = line.replace(f"{{{name}}}", "{" + value + "}" if name in "ik" else value)
    return line


def written(folder: Path, number: int) -> Path:
    """A folder with as many notes."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in range(number):
        (folder / f"{one:04}.md").write_text(note(one), encoding="utf-8")
    return folder

"""The catalogue as a Markdown table for the README: `python -m qedtex.render.table` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from qedtex.latex.printer import latex, latex_relation
from qedtex.render.document import area_title
from qedtex.render.web import web

if TYPE_CHECKING:
    from qedtex.proved import Derivation

BEGIN, END = "<!-- catalogue: begin -->", "<!-- catalogue: end -->"
"""What the table stands between in the README."""

_NAMED = (
    (r"\|", r"\Vert "),
    ("|", r"\vert "),
    (r"\{", r"\lbrace "),
    (r"\}", r"\rbrace "),
    (r"\,", r"\thinspace "),
)
_HEAD = ("| derivation | claim | verdict | axioms | source |", "|---|---|---|---|---|")


def catalogue_table(derivations: Sequence[Derivation]) -> str:
    """A table for each area: the id with a link to its page, the claim, the verdict, how many axioms, the source.

    >>> import qedtex
    >>> for line in catalogue_table([qedtex.load("divergence.kl_nonneg")]).splitlines()[-2:]:
    ...     print(line[:71])
    |---|---|---|---|---|
    | [kl_nonneg](output/divergence/kl_nonneg.md) | $D_{\\mathrm{KL}}\\left(p
    """
    ordered = sorted(derivations, key=_id)
    lines: list[str] = []
    for area, group in groupby(ordered, key=_area):
        rows = [_row(derivation) for derivation in group]
        lines += ["", f"**{area_title(area, 'en')}** (`{area}`): {len(rows)}", "", *_HEAD, *rows]
    return "\n".join(lines[1:]) + "\n"


def _id(derivation: Derivation) -> str:
    return derivation.name


def _area(derivation: Derivation) -> str:
    return derivation.name.rpartition(".")[0]


def _row(derivation: Derivation) -> str:
    page = f"output/{derivation.name.replace('.', '/')}.md"
    name = derivation.name.rpartition(".")[2]
    source = "; ".join(part for part in (derivation.source, _documents(derivation)) if part)
    cells = (
        f"[{name}]({page})",
        f"${_claim(derivation)}$",
        derivation.verdict.value,
        str(len(derivation.theorem.axioms)),
        _cell(source),
    )
    return f"| {' | '.join(cells)} |"


def _claim(derivation: Derivation) -> str:
    """The claim as LaTeX in which no bar ends a cell, and no sign is taken for an escape of Markdown."""
    claim = derivation.claim
    text = web(f"{latex(claim.left)} {latex_relation(claim.relation)} {latex(claim.right)}")
    for written, named in _NAMED:
        text = text.replace(written, named)
    return text


def _documents(derivation: Derivation) -> str:
    """The documents that it follows, by their numbers."""
    numbers = sorted({place.partition("_")[0] for place in derivation.documents})
    return f"document {', '.join(numbers)}" if numbers else ""


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("$", r"\$")


def within(readme: str, table: str) -> str:
    """The text of a README with the table in its place.

    >>> within(f"a\\n{BEGIN}\\nold\\n{END}\\nb\\n", "new\\n").splitlines()[2]
    'new'
    """
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table}{END}{after}"


def _shipped() -> str:
    from qedtex.build import load_all
    from qedtex.catalogue import shipped_root

    return catalogue_table(load_all([shipped_root()]).derivations)


if __name__ == "__main__":
    print(_shipped(), end="")

"""Sums and products that name no index: over the only one that their members have, or what their laws speak of."""

from __future__ import annotations

from dataclasses import replace

from qedtex.notes.reading.naming import is_law_name, member
from qedtex.notes.reading.readings import Told
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Cells,
    Name,
    Product,
    Surface,
    rebuilt,
)


def with_indices(sides: list[Surface], told: Told) -> list[Surface]:
    """Sides in which a sum that names no index runs over the only one that its members have, or its laws' outcomes."""

    def put(part: Surface) -> Surface:
        if (
            not isinstance(part, Big)
            or part.kind not in ("sum", "prod")
            or part.sub is not None
            or part.sup is not None
        ):
            return part
        members = [found for one in part.body.walk() if isinstance(one, Name) and (found := member(one)) is not None]
        indices = {found.index.text for found in members if isinstance(found.index, Name)}
        if not indices:
            return _over_outcomes(part, told)
        if len(indices) != 1:
            return part
        [index] = indices
        told("sum", f"over {index}", "its members have no other index", True)
        return replace(part, sub=Cells(part.at, (Name(part.at, index),)))

    return [rebuilt(side, put) for side in sides]


def _over_outcomes(big: Big, told: Told) -> Big:
    """A sum that names no index over all that the laws in it speak of, as -sum p(x, y) log p(y|x) is over x and y."""
    laws = [part for part in big.body.walk() if isinstance(part, Applied) and is_law_name(part.head)]
    if big.kind != "sum" or not laws or not all(map(_is_of_names, laws)):
        return big
    names = [tuple(cell.text for cell in law.arguments.cells if isinstance(cell, Name)) for law in laws]
    whole = [found for law, found in zip(laws, names, strict=True) if "|" not in law.arguments.separators]
    joint = max(whole, key=len, default=())
    if not all(set(found) <= set(joint) for found in names):
        return big
    factors = big.body.factors if isinstance(big.body, Product) else (big.body,)
    weighs = any(isinstance(factor, Applied) and is_law_name(factor.head) for factor in factors)
    told("sum", f"over {', '.join(joint)}", "laws in it are applied to nothing else", not weighs)
    return replace(big, sub=Cells(big.at, tuple(Name(big.at, text) for text in joint), (",",) * (len(joint) - 1)))


def _is_of_names(law: Applied) -> bool:
    """Whether a law is applied to plain names, with or without others behind a bar."""
    cells, separators = law.arguments.cells, law.arguments.separators
    return set(separators) <= {",", "|"} and all(isinstance(cell, Name) and cell.is_bare for cell in cells)

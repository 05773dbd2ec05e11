"""Scalar products by components, where a sum in the chain shows what those are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qedtex.notes.reading.naming import (
    products_in,
)
from qedtex.notes.reading.surface import (
    Big,
    Cells,
    Name,
    Product,
    Surface,
    rebuilt,
)
from qedtex.notes.reading.uses import bound_by
from qedtex.notes.reading.vector_evidence import same_index
from qedtex.notes.reading.vector_words import is_scripted, names_in, plain_letter


def by_components(sides: Sequence[Surface]) -> list[Surface] | None:
    """The sides with w^T x as the sum of w_j x_j, where a sum in the chain shows what the components of one are."""
    parts = [part for side in sides for part in side.walk()]
    pairs = [products_in(part.text) for part in parts if isinstance(part, Name) and not is_scripted(part)]
    ends = {end for pair in pairs for end in pair}
    for big in parts:
        bound = bound_by(big)[0] if isinstance(big, Big) and big.kind == "sum" else ()
        if not isinstance(big, Big) or len(bound) != 1 or big.sup is None:
            continue
        (index,) = bound
        own = Name(0, "", Cells(0, (index,)))
        inside = {plain_letter(one) for one in names_in(big.body) if same_index(one, own)}
        if inside & ends and all(
            plain_letter(one) not in ends or one.sub is not None for one in parts if isinstance(one, Name)
        ):
            shell = big

            def put(part: Surface, shell: Big = shell, index: Name = index) -> Surface:
                pair = products_in(part.text) if isinstance(part, Name) and not is_scripted(part) else ()
                if not pair:
                    return part
                at = part.at
                below = Cells(at, (replace(index, at=at),))
                return replace(shell, at=at, body=Product(at, tuple(Name(at, end, below) for end in pair), ("", "")))

            return [rebuilt(side, put) for side in sides]
    return None

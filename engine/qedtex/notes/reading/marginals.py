"""Divergences written out: of a joint law from its marginals, and of laws beside a joint one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qedtex.notes.reading.naming import is_law_name, variables_below
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Cells,
    Function,
    Name,
    Opaque,
    Product,
    Quotient,
    Surface,
    rebuilt,
)
from qedtex.notes.reading.uses import quantity

TENSOR = "there is no term for this operation yet"


def from_marginals(piece: Applied, one: Surface, other: Product) -> Surface:
    """D_KL(p(x, y) || p(x) p(y)) as a sum; P_{XY} and P_X stand for laws of x and y."""
    factors = [part for part in other.factors if not _is_tensor_sign(part)]
    each = tuple(_of_its_variables(part) for part in factors)
    return _from_independence(piece, _of_its_variables(one), Product(other.at, each, ("",) * len(each)))


def _is_tensor_sign(piece: Surface) -> bool:
    """Whether a piece is the sign between two laws whose product is meant."""
    return isinstance(piece, Opaque) and not piece.inside and piece.why == TENSOR


def _of_its_variables(piece: Surface) -> Surface:
    """P_{X,Y} or P_{XY}, a law named by its random variables, with an outcome of each of them."""
    if not isinstance(piece, Name) or not is_law_name(piece) or piece.sub is None or piece.sup is not None:
        return piece
    below = variables_below(piece)
    if not below:
        return piece
    cells = tuple(Name(piece.at, text.lower()) for text in below)
    return Applied(piece.at, replace(piece, sub=None), Cells(piece.at, cells, (",",) * (len(cells) - 1)))


def _from_independence(piece: Applied, one: Surface, other: Product) -> Surface:
    """The divergence of p(x, y) from p(x) p(y) as a sum over x and y."""
    marginals = [factor for factor in other.factors if isinstance(factor, Applied) and is_law_name(factor.head)]
    if not isinstance(one, Applied) or not is_law_name(one.head) or len(marginals) != len(other.factors):
        return piece
    names = [cell for cell in one.arguments.cells if isinstance(cell, Name) and cell.is_bare]
    shown = [cell for factor in marginals for cell in factor.arguments.cells]
    bases = sorted(name.text for name in names)
    if len(names) != len(one.arguments.cells) or set(one.arguments.separators) != {","} or not names:
        return piece
    if sorted(cell.text for cell in shown if isinstance(cell, Name)) != bases or len(shown) != len(bases):
        return piece
    at = piece.at
    ratio = Function(at, "log", None, None, Quotient(at, one, other))
    return Big(at, "sum", Cells(at, tuple(names), (",",) * (len(names) - 1)), None, Product(at, (one, ratio), ("", "")))


def beside_joint_laws(sides: Sequence[Surface], told: Callable[[str, str, str, bool], None]) -> list[Surface]:
    """Sides with KL(q(z) || p(z | x)) as a sum over z, where p is a joint law elsewhere: it is meant at the one x."""
    laws = [part for side in sides for part in side.walk() if isinstance(part, Applied) and is_law_name(part.head)]
    joint = {law.head.text for law in laws if law.arguments.separators[:1] == (",",)}

    def put(part: Surface) -> Surface:
        match part:
            case Applied(at, head, Cells(_, (Applied() as one, Applied() as other), ("||",))) if (
                quantity(head) in ("KL", "D") and {one.head.text, other.head.text} & joint
            ):
                drawn = _alone(one)
                given = ["|" in law.arguments.separators for law in (one, other)]
                if drawn is None or drawn != _alone(other) or all(given) or not any(given):
                    return part
                told("KL", f"a sum over {drawn}", "one of its laws is a joint one", True)
                ratio = Function(at, "log", None, None, Quotient(at, one, other))
                return Big(at, "sum", Cells(at, (Name(at, drawn),)), None, Product(at, (one, ratio), ("", "")))
            case _:
                return part

    return [rebuilt(side, put) for side in sides] if joint else list(sides)


def _alone(law: Applied) -> str | None:
    """The one plain outcome of a law; `None` where there are more."""
    first, separators = law.arguments.cells[0], law.arguments.separators
    return first.text if isinstance(first, Name) and first.is_bare and separators[:1] != (",",) else None

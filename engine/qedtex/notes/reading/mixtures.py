"""Entropies and divergences of mixtures of laws, as (P + Q)/2, and the divergence of Jensen and Shannon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from qedtex.notes.reading.naming import is_law_name
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Bracket,
    Cells,
    Function,
    Name,
    Number,
    Product,
    Quotient,
    Surface,
    Total,
    rebuilt,
)
from qedtex.notes.reading.uses import quantity

_JENSEN_SHANNON = frozenset({"\\mathrm{JS}", "\\mathrm{JSD}"})


def of_mixture(piece: Applied) -> Surface:
    """H or D_KL of a mixture as a sum over x; any other piece as it is."""
    cells, at = piece.arguments.cells, piece.at
    known = quantity(piece.head)
    if not any(map(_is_mixture, cells)) or not all(_is_mixture(cell) or _is_law(cell) for cell in cells):
        return piece
    x = Name(at, "x")
    if known == "H" and len(cells) == 1:
        mass = _at(cells[0], x)
        return Bracket(at, "(", Cells(at, (Total(at, ("-",), (_summed(at, x, mass, mass),)),)))
    if known in ("KL", "D") and len(cells) == 2 and piece.arguments.separators in (("||",), (",",)):
        one, other = (_at(cell, x) for cell in cells)
        return _summed(at, x, one, Quotient(at, one, other))
    return piece


def _summed(at: int, x: Name, weight: Surface, of: Surface) -> Surface:
    return Big(at, "sum", Cells(at, (x,)), None, Product(at, (weight, Function(at, "log", None, None, of)), ("", "")))


def _is_law(piece: Surface) -> bool:
    return isinstance(piece, Name) and is_law_name(piece) and piece.sup is None and not piece.primes


def _is_mixture(piece: Surface) -> bool:
    """Whether a piece is a sum of laws with weights that add up to 1: numbers, or a name and 1 less that name."""
    return not _is_law(piece) and (_mass(piece) == 1 or _is_between(piece))


def _is_between(piece: Surface) -> bool:
    r"""Whether a piece is a law times a name, and another times 1 less that name: \lambda p + (1 - \lambda) q."""
    match piece:
        case Bracket(_, "(" | "[" | "{", inside) if inside.only is not None:
            return _is_between(inside.only)
        case Total(_, ("+", "+"), (Product(_, (one, first)), Product(_, (other, second)))):
            laws = _is_law(first) and _is_law(second)
            return laws and (_is_rest(one, other) or _is_rest(other, one))
        case _:
            return False


def _is_rest(weight: Surface, rest: Surface) -> bool:
    """Whether a piece is 1 less a name."""
    match rest:
        case Bracket(_, "(", Cells(_, (Total(_, ("+", "-"), (Number(_, "1"), Name() as taken)),))):
            return isinstance(weight, Name) and not _is_law(weight) and replace(taken, at=weight.at) == weight
        case _:
            return False


def _mass(piece: Surface) -> Fraction | None:
    """What the weights of the laws in a piece add up to; `None` where it is no sum of laws with numbers before them."""
    match piece:
        case Bracket(_, "(" | "[" | "{", inside) if inside.only is not None:
            return _mass(inside.only)
        case Quotient(_, over, by):
            mass, divisor = _mass(over), _number(by)
            return mass / divisor if mass is not None and divisor else None
        case Total(_, signs, terms):
            masses = [_mass(one) for one in terms]
            known = [mass for mass in masses if mass is not None]
            return sum(known, Fraction(0)) if set(signs) == {"+"} and len(known) == len(masses) else None
        case Product(_, (*weights, last)):
            mass = _mass(last)
            for weight in weights:
                number = _number(weight)
                mass = mass * number if mass is not None and number is not None else None
            return mass
        case _:
            return Fraction(1) if _is_law(piece) else None


def _number(piece: Surface) -> Fraction | None:
    match piece:
        case Number(_, text):
            return Fraction(text)
        case Quotient(_, over, by):
            one, other = _number(over), _number(by)
            return one / other if one is not None and other else None
        case _:
            return None


def _at(piece: Surface, x: Name) -> Surface:
    """A law or mixture at an outcome."""

    def put(part: Surface) -> Surface:
        return Applied(part.at, part, Cells(part.at, (x,))) if isinstance(part, Name) and _is_law(part) else part

    found = rebuilt(piece, put)
    return Bracket(piece.at, "(", Cells(piece.at, (found,))) if isinstance(found, Total) else found


def with_mixtures(sides: Sequence[Surface], told: Callable[[str, str, str, bool], None]) -> list[Surface]:
    """Sides with mixtures written out, and JS(P || Q) as half of both divergences from the mean law."""

    def put(part: Surface) -> Surface:
        if isinstance(part, Applied) and _is_jensen_shannon(part):
            told("JS", "half of the two divergences from the mean law", "it is the usual meaning", True)
            return _halves(part)
        return of_mixture(part) if isinstance(part, Applied) else part

    return [rebuilt(side, put) for side in sides]


def other_laws(sides: Sequence[Surface]) -> frozenset[str]:
    """The letters that stand beside a law in a divergence, as u in D(p || u): laws for want of anything else."""
    found = set[str]()
    for part in (part for side in sides for part in side.walk()):
        if isinstance(part, Applied) and quantity(part.head) in ("KL", "D") and part.arguments.separators == ("||",):
            bare = [cell for cell in part.arguments.cells if isinstance(cell, Name) and len(cell.text) == 1]
            if any(map(_is_law, part.arguments.cells)):
                found.update(cell.text for cell in bare if not is_law_name(cell) and cell.sub is None)
    return frozenset(found)


def _is_jensen_shannon(part: Surface) -> bool:
    if not isinstance(part, Applied) or len(part.arguments.cells) != 2 or part.head.sup is not None:
        return False
    below = part.head.sub.only if part.head.sub is not None else None
    named = part.head.text in _JENSEN_SHANNON and part.head.sub is None
    lettered = part.head.text == "D" and isinstance(below, Name) and below.text in _JENSEN_SHANNON
    return (named or lettered) and all(map(_is_law, part.arguments.cells))


def _halves(part: Applied) -> Surface:
    at = part.at
    mean = Quotient(at, Total(at, ("+", "+"), part.arguments.cells), Number(at, "2"))
    head = Name(at, "D", Cells(at, (Name(at, "\\mathrm{KL}"),)))
    each: Iterator[Surface] = (
        Quotient(at, of_mixture(Applied(at, head, Cells(at, (law, mean), ("||",)))), Number(at, "2"))
        for law in part.arguments.cells
    )
    return Bracket(at, "(", Cells(at, (Total(at, ("+", "+"), tuple(each)),)))

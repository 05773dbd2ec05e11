"""Normal laws on the surface tree: the density by its formula, and variances among the arguments of a law."""

from __future__ import annotations

from dataclasses import replace

from qedtex.notes.reading.naming import letter_of
from qedtex.notes.reading.surface import (
    Bracket,
    Cells,
    Function,
    Name,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Surface,
    Total,
)


def is_variance(piece: Surface) -> bool:
    r"""Whether the last argument of a normal law is seen to be a variance: a square, an inverse, or 1."""
    if isinstance(piece, Number):
        return piece.text == "1"
    raised = piece.sup.only if isinstance(piece, Name) and piece.sup is not None and not piece.primes else None
    inverse = isinstance(raised, Total) and raised.signs == ("-",) and isinstance(raised.terms[0], Number)
    return (isinstance(raised, Number) and raised.text == "2") or (inverse and str(raised).count("text='1'") == 1)


def is_bold(piece: Surface) -> bool:
    """Whether a piece speaks of a vector or a matrix."""
    return any(isinstance(part, Name) and "\\mathbf{" in part.text for part in piece.walk())


def normal_density(at: int, x: Surface, mean: Surface, variance: Surface) -> Surface:
    r"""The density N(x | mu, sigma^2) by its formula, that of one real number."""
    distance = Total(at, ("+", "-"), (grouped(x), grouped(mean)))
    square = Power(at, Bracket(at, "(", Cells(at, (distance,))), Number(at, "2"))
    twice = Product(at, (Number(at, "2"), variance), ("", "*"))
    exponent = Total(at, ("-",), (Quotient(at, square, twice),))
    scale = Product(at, (Number(at, "2"), Name(at, "\\pi"), variance), ("", "*", "*"))
    return Quotient(at, Function(at, "exp", None, None, exponent), Root(at, scale))


def without_squares(arguments: Cells) -> Cells:
    r"""The arguments of a law with sigma for sigma^2 behind its outcomes: who knows the one knows the other."""
    place = min(arguments.separators.index(sign) for sign in ("|", ";") if sign in arguments.separators)
    cells = tuple(
        replace(cell, sup=None) if at > place and is_square_of_scale(cell) else cell  # type: ignore[call-arg]
        for at, cell in enumerate(arguments.cells)
    )
    return replace(arguments, cells=cells)


def is_square_of_scale(cell: Surface) -> bool:
    """Whether an argument is the square of a letter for a positive number."""
    raised = cell.sup.only if isinstance(cell, Name) and cell.sup is not None else None
    positive = isinstance(cell, Name) and letter_of(cell.text) in ("\\sigma", "\\tau")
    return positive and isinstance(raised, Number) and raised.text == "2"


def grouped(of: Surface) -> Surface:
    """A sum in brackets, anything else as it is."""
    return Bracket(of.at, "(", Cells(of.at, (of,))) if isinstance(of, Total) else of

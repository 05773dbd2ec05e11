"""The words of vector formulas: vectors with matrices before them, what stands before a word, and sums of such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qedtex.notes.reading.naming import (
    TRANSPOSED,
    letter_of,
)
from qedtex.notes.reading.surface import (
    Big,
    Bracket,
    Cells,
    Differential,
    Name,
    Number,
    Product,
    Surface,
    Total,
    Words,
)
from qedtex.notes.reading.uses import bound_by


class NoVector(Exception):
    """What is no vector formula that is understood here."""


@dataclass(frozen=True, slots=True)
class Word:
    """A vector, or the product of matrices with one: the matrices with whether they are transposed, and the vector."""

    matrices: tuple[tuple[Name, bool], ...]
    vector: Name


@dataclass(frozen=True, slots=True)
class Part:
    """A word with a factor, inside of the sums that run over its index."""

    factor: tuple[Surface, ...]
    word: Word | Differential
    around: tuple[Big, ...] = ()


@dataclass(frozen=True, slots=True)
class Vector:
    """A sum of parts; `is_row` says that it is transposed."""

    parts: tuple[Part, ...]
    is_row: bool = False


Factors = tuple[tuple[Name, bool], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A sum of products of matrices, each with numbers before it."""

    terms: tuple[tuple[tuple[Surface, ...], Factors], ...]


Value = Surface | Vector | Matrix


NOTHING = Name(0, "")


def minus_one(at: int, sign: str) -> tuple[Surface, ...]:
    """The factor -1 for a minus, none for a plus."""
    return (Bracket(at, "(", Cells(at, (Total(at, ("-",), (Number(at, "1"),)),))),) if sign == "-" else ()


def plain_letter(name: Name) -> str:
    """The letter of a name that may be bold."""
    return name.text.removeprefix("\\mathbf{").removesuffix("}") if name.text.startswith("\\mathbf{") else name.text


def names_in(piece: Surface) -> list[Name]:
    """The names in a piece."""
    return [part for part in piece.walk() if isinstance(part, Name)]


def is_scripted(name: Name) -> bool:
    """Whether anything stands below or above a name."""
    return name.sub is not None or name.sup is not None


def captures(outer: Part, inner: Part) -> bool:
    """Whether a sum around one part binds a name that the other uses."""
    bound = {name.text for big in outer.around for name in bound_by(big)[0]}
    if not bound:
        return False
    pieces = [*inner.factor, *([inner.word] if isinstance(inner.word, Differential) else [inner.word.vector])]
    return any(name.text in bound for piece in pieces for name in names_in(piece))


def spelt_out(row: Name, matrices: Sequence[tuple[Name, bool]], column: Name) -> str:
    """The letters of a row, matrices and a column, for a fixed order."""
    inner = "".join(letter_of(name.text) + ("ᵀ" if raised else "") for name, raised in matrices)
    return f"{letter_of(row.text)} {inner} {letter_of(column.text)}"


def place_of(word: Word | Differential) -> int:
    """The number of the first token of a word."""
    return word.at if isinstance(word, Differential) else word.vector.at


def as_number(value: Value) -> Surface:
    """A value that is a number; raises `NoVector` for any other."""
    if isinstance(value, (Vector, Matrix)):
        raise NoVector
    return value


def grouped(piece: Surface) -> Surface:
    """A sum or product in brackets, anything else as it is."""
    return Bracket(piece.at, "(", Cells(piece.at, (piece,))) if isinstance(piece, (Total, Product)) else piece


def with_matrices(term: tuple[tuple[Surface, ...], Factors], part: Part) -> Part:
    """A part with matrices, and numbers, before its vector."""
    numbers, factors = term
    if isinstance(part.word, Differential):
        raise NoVector
    word = replace(part.word, matrices=(*factors, *part.word.matrices))
    return replace(part, factor=(*numbers, *part.factor), word=word)


def turned_round(factors: Sequence[tuple[Name, bool]]) -> Factors:
    """The transpose of a product of matrices."""
    return tuple((name, not raised) for name, raised in reversed(factors))


def transposed(value: Value) -> Value:
    """The transpose of a vector or matrix."""
    match value:
        case Matrix(terms):
            return Matrix(tuple((numbers, turned_round(factors)) for numbers, factors in terms))
        case Vector(parts, is_row):
            return Vector(parts, not is_row)
        case _:
            raise NoVector


def is_transpose(raised: Surface) -> bool:
    """Whether what is raised is the sign of a transpose."""
    return isinstance(raised, (Name, Words)) and raised.text in TRANSPOSED


def ends_of(product: Name, pair: Sequence[str]) -> tuple[Name, Name]:
    """The two vectors of a scalar product that was read as one name, each with its own index."""
    first, last = (Name(product.at, text) for text in pair)
    sub, sup = product.sub, product.sup
    if sub is not None and len(sub.cells) == 2:
        one, other = (Cells(sub.at, (cell,)) for cell in sub.cells)
        return replace(first, sub=one), replace(last, sub=other)
    return first, replace(last, sub=sub, sup=sup)

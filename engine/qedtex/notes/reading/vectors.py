r"""Vectors without components: scalar products, squared norms and gradients, as numbers and derivatives along a line.

The words of a vector formula are its vectors with matrices before them; of two of them there is a scalar product, which
is a number with a name of its own. A gradient is G where, for every direction v, the derivative of F(w + t v) by t is
the scalar product of v and G(w + t v); two vectors are equal where their scalar products with every v are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from qedtex.notes.reading.naming import (
    factors_of,
    letter_of,
    member,
    products_in,
    scalar_product,
    shown,
    vectors_in,
)
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Bracket,
    Cells,
    Differential,
    Name,
    Number,
    Opaque,
    Power,
    Product,
    Quotient,
    Refusal,
    Surface,
    Total,
    Words,
)
from qedtex.notes.reading.vector_components import by_components
from qedtex.notes.reading.vector_evidence import (
    has_components,
    has_other_components,
    hidden_slopes,
    is_hidden,
    is_raised,
    matrices_of,
    vectors_of,
)
from qedtex.notes.reading.vector_words import (
    NOTHING,
    Matrix,
    NoVector,
    Part,
    Value,
    Vector,
    Word,
    as_number,
    captures,
    ends_of,
    grouped,
    is_scripted,
    is_transpose,
    minus_one,
    names_in,
    place_of,
    plain_letter,
    spelt_out,
    transposed,
    turned_round,
    with_matrices,
)
from qedtex.sorts import NONNEGATIVE, Sort

_DIRECTIONS = ("v", "u", "h", "g")
_STEPS = ("\\zeta", "\\xi", "\\chi")
_MOST = 64
"""How many scalar products one side may come to."""


def without_vectors(sides: Sequence[Surface]) -> list[Surface] | None:
    r"""The sides of a chain of vector formulas as ones of numbers; `None` where that is not needed, or not clear.

    >>> from qedtex.notes.reading.grammar import parse
    >>> from qedtex.notes.reading.tokens import tokens
    >>> sides = [parse(tokens(text))[0] for text in (r"\|a - b\|^2", r"\|a\|^2 - 2 a^\top b + \|b\|^2")]
    >>> sorted({part.text for side in without_vectors(sides) for part in side.walk() if isinstance(part, Name)})
    ['\\mathrm{aᵀa}', '\\mathrm{aᵀb}', '\\mathrm{bᵀb}']
    """
    try:
        found = _Chain(sides).numbers()
    except (NoVector, Refusal):
        found = None
    return found if found is not None else hidden_slopes(sides)


def lengths(sides: Sequence[Surface]) -> dict[str, Sort]:
    r"""The names of squared lengths, w^T w and w^T X^T X w, none of which is negative."""
    names = {part.text for side in sides for part in side.walk() if isinstance(part, Name) and not is_scripted(part)}
    made = {text: factors_of(text) for text in names if vectors_in(text)}
    turned = {text: tuple((name, not raised) for name, raised in reversed(own)) for text, own in made.items()}
    return {text: NONNEGATIVE for text, own in made.items() if len(own) % 2 == 0 and own == turned[text]}


class _Chain:
    def __init__(self, sides: Sequence[Surface]) -> None:
        self.sides = sides
        parts = [part for side in sides for part in side.walk()]
        self.names = {part.text for part in parts if isinstance(part, Name)}
        self.vectors = vectors_of(sides)
        self.matrices = matrices_of(sides, self.vectors)
        slopes = [part for part in parts if isinstance(part, Differential)]
        self.slopes = [
            one for one in slopes if len(one.variables) == 1 and plain_letter(one.variables[0]) in self.vectors
        ]
        self.moved = self.slopes[0].variables[0] if self.slopes else None
        self.component: Name | None = None
        self.along: Name | None = None
        self.step: Name | None = None

    def numbers(self) -> list[Surface] | None:
        """Each side as a number, or each as its scalar product with any vector."""
        parts = [part for side in self.sides for part in side.walk()]
        norms = any(isinstance(part, Bracket) and part.kind == "||" for part in parts)
        beside = norms and any(isinstance(part, Name) and products_in(part.text) for part in parts)
        if not self.vectors or not (self.slopes or beside or any(map(is_hidden, parts))):
            return by_components(self.sides)
        if self.moved is not None:
            self._move(self.moved)
        elif any(has_components(self.sides, text) for text in self.vectors):
            return by_components(self.sides)
        dressed = {part.text for side in self.sides for part in side.walk() if isinstance(part, Name)}
        if any(text in dressed and f"\\mathbf{{{text}}}" in dressed for text in self.vectors):
            return None
        new = self.sides[0]
        if (
            self.moved is None
            and isinstance(new, Applied)
            and any(plain_letter(n) in self.vectors for n in names_in(new.arguments))
        ):
            return [new, *(as_number(self._value(side)) for side in self.sides[1:])]
        values = [self._value(side) for side in self.sides]
        if self.component is not None or not any(isinstance(value, Vector) for value in values):
            return [as_number(value) for value in values]
        self.along = self.along or self._fresh(_DIRECTIONS)
        along = Vector((Part((), Word((), self.along)),))
        return [
            Number(side.at, "0") if isinstance(side, Number) and side.text == "0" else self._product(along, value)
            for side, value in zip(self.sides, values, strict=True)
            if isinstance(value, Vector) or _nothing(side)
        ]

    def _move(self, variable: Name) -> None:
        """Take the derivatives by one vector, or by one component of one, along a line."""
        if any(one.variables[0] != replace(variable, at=one.variables[0].at) for one in self.slopes):
            raise NoVector
        if any(one.order != 1 or one.point is not None for one in self.slopes) or variable.sup or variable.primes:
            raise NoVector
        if variable.sub is not None:
            index = variable.sub.only
            if not isinstance(index, Name) or not index.is_bare or has_other_components(self.sides, variable):
                raise NoVector
            self.component = index
        elif has_components(self.sides, plain_letter(variable)):
            raise NoVector
        self.along, self.step = self._fresh(_DIRECTIONS), self._fresh(_STEPS)

    def _fresh(self, names: Sequence[str]) -> Name:
        letters = {letter_of(text) for text in self.names} | {one for text in self.names for one in products_in(text)}
        for text in names:
            if text not in letters:
                return Name(0, text)
        raise NoVector

    # One side ------------------------------------------------------------------------------------------------------

    def _value(self, piece: Surface) -> Value:
        match piece:
            case Name():
                return self._named(piece)
            case Number():
                return piece
            case Total(at, signs, terms):
                return self._sum(at, [(sign, self._value(term)) for sign, term in zip(signs, terms, strict=True)])
            case Product(at, factors, _):
                return self._multiplied(at, [self._value(factor) for factor in factors])
            case Quotient(at, over, by):
                above, below = self._value(over), as_number(self._value(by))
                if isinstance(above, Vector):
                    share = Quotient(at, Number(at, "1"), below)
                    return replace(above, parts=tuple(replace(p, factor=(*p.factor, share)) for p in above.parts))
                return Quotient(at, as_number(above), below)
            case Bracket(_, "||"):
                raise NoVector
            case Bracket(at, kind, Cells(_, (only,)), None) if kind in ("(", "[", "{"):
                inside = self._value(only)
                return inside if isinstance(inside, (Vector, Matrix)) else grouped(inside)
            case Power(_, Bracket(_, "||", Cells(_, (only,)), sub), Number(_, "2")):
                if sub is not None and not (isinstance(sub.only, Number) and sub.only.text == "2"):
                    raise NoVector
                inside = self._value(only)
                if not isinstance(inside, Vector):
                    raise NoVector
                return self._product(inside, inside)
            case Power(_, base, exponent) if is_transpose(exponent):
                return transposed(self._value(base))
            case Big(at, "sum", _, _, body):
                inside = self._value(body)
                if isinstance(inside, Vector):
                    shell = replace(piece, body=Number(at, "1"))
                    return replace(inside, parts=tuple(replace(p, around=(shell, *p.around)) for p in inside.parts))
                return replace(piece, body=as_number(inside))
            case Differential(_, _, _, of) if piece in self.slopes and self.step is not None:
                whole = replace(piece, variables=(self.step,), of=as_number(self._value(of)), gradient=False)
                if self.component is not None:
                    return whole
                return Vector((Part((), whole),))
            case Differential() if piece.gradient:
                raise NoVector
            case Opaque():
                raise NoVector
            case _:
                return self._inside(piece)

    def _inside(self, piece: Surface) -> Surface:
        """A piece all of whose parts are numbers."""
        changes: dict[str, object] = {}
        for entry in fields(piece):
            value = getattr(piece, entry.name)
            if entry.name in ("head", "variables", "sub", "sup", "differential", "signs"):
                continue
            if isinstance(value, tuple) and any(isinstance(item, Surface) for item in value):
                raise NoVector
            if isinstance(value, Cells):
                changes[entry.name] = replace(value, cells=tuple(as_number(self._value(cell)) for cell in value.cells))
            elif isinstance(value, Surface):
                changes[entry.name] = as_number(self._value(value))
        return replace(piece, **changes) if changes else piece  # type: ignore[arg-type] # fields keep their types

    def _named(self, name: Name) -> Value:
        pair = products_in(name.text)
        if pair:
            one, other = (self._named(end) for end in ends_of(name, pair))
            if not isinstance(one, Vector) or not isinstance(other, Vector):
                raise NoVector
            return self._product(one, other)
        if is_raised(name):
            return transposed(self._named(replace(name, sup=None)))
        if name.text in self.matrices and name.sub is None and name.sup is None:
            return Matrix((((), () if name.text == "I" else ((name, False),)),))
        if plain_letter(name) not in self.vectors:
            if name.sup is None or isinstance(name.sup.only, Words):
                return name
            cells = tuple(as_number(self._value(cell)) for cell in name.sup.cells)
            return replace(name, sup=replace(name.sup, cells=cells))
        if self.component is not None and (component := self._component(name)) is not None:
            return component
        if name.sup is not None and not (member(name) is not None and member(name).raised):  # type: ignore[union-attr]
            raise NoVector
        found = [Part((), Word((), name))]
        if (
            self.moved is not None
            and self.step is not None
            and self.along is not None
            and plain_letter(name) == plain_letter(self.moved)
        ):
            if name.sub is not None or name.sup is not None:
                raise NoVector
            found.append(Part((self.step,), Word((), self.along)))
        return Vector(tuple(found))

    def _component(self, name: Name) -> Name | None:
        """The component of a vector by which the chain differentiates, where a name is one: x_j, x_{ij}."""
        if self.component is None or name.sub is None:
            return None
        below = [*name.sub.cells]
        if len(below) == 1 and isinstance(below[0], Product):
            below = [*below[0].factors]
        last = below[-1]
        if not isinstance(last, Name) or last.text != self.component.text or len(below) > 2:
            return None
        if len(below) == 1 and name.sup is None:
            return self._along(replace(name, sub=None))
        rest = Cells(name.at, (below[0],)) if len(below) == 2 else None
        return self._along(replace(name, sub=rest))

    def _along(self, vector: Name) -> Name:
        """The number that stands for the component of a vector: x_j, and for x_i a family of its own."""
        index = self.component or NOTHING
        if not is_scripted(vector):
            return replace(vector, sub=Cells(vector.at, (replace(index, at=vector.at),)))
        return replace(vector, text=f"\\mathrm{{{shown(vector.text)}at{index.text}}}")

    def _sum(self, at: int, terms: Sequence[tuple[str, Value]]) -> Value:
        if all(isinstance(value, Matrix) for _, value in terms):
            every = ((minus_one(at, sign), value.terms) for sign, value in terms if isinstance(value, Matrix))
            return Matrix(tuple(((*minus, *own), factors) for minus, inner in every for own, factors in inner))
        if not any(isinstance(value, (Vector, Matrix)) for _, value in terms):
            return Total(at, tuple(sign for sign, _ in terms), tuple(as_number(value) for _, value in terms))
        parts: list[Part] = []
        rows = set()
        for sign, value in terms:
            if not isinstance(value, Vector):
                raise NoVector
            rows.add(value.is_row)
            parts.extend(replace(part, factor=(*minus_one(at, sign), *part.factor)) for part in value.parts)
        if len(rows) > 1:
            raise NoVector
        return Vector(tuple(parts), rows.pop())

    def _multiplied(self, at: int, values: Sequence[Value]) -> Value:
        """A product from left to right, the numbers before the vectors and matrices taken together first."""
        numbers = [value for value in values if not isinstance(value, (Vector, Matrix))]
        found: Value | None = None
        for value in values:
            if isinstance(value, (Vector, Matrix)):
                found = value if found is None else self._times(at, found, value)
        if found is None or not numbers:
            return found if found is not None else Product(at, tuple(numbers), ("",) * len(numbers))
        rest = tuple(map(grouped, numbers))
        if isinstance(found, Matrix):
            return Matrix(tuple(((*rest, *own), factors) for own, factors in found.terms))
        if isinstance(found, Vector):
            return replace(found, parts=tuple(replace(part, factor=(*rest, *part.factor)) for part in found.parts))
        return Product(at, (*rest, found), ("",) * (len(rest) + 1))

    def _times(self, at: int, one: Value, other: Value) -> Value:
        match one, other:
            case Matrix(mine), Matrix(its):
                return Matrix(tuple(((*a, *b), (*m, *n)) for a, m in mine for b, n in its))
            case Matrix(mine), Vector(parts, False):
                return Vector(tuple(with_matrices(term, part) for term in mine for part in parts))
            case Vector(parts, True), Matrix(its):
                turned = [(numbers, turned_round(factors)) for numbers, factors in its]
                return Vector(tuple(with_matrices(term, part) for term in turned for part in parts), True)
            case Vector(_, True), Vector(_, False):
                return self._product(one, other)
            case _ if isinstance(one, Surface) and isinstance(other, Vector):
                # a scalar product before a vector, as in w^T x y
                return replace(other, parts=tuple(replace(p, factor=(one, *p.factor)) for p in other.parts))
            case _:
                raise NoVector

    def _product(self, one: Vector, other: Value) -> Surface:
        """The scalar product of two vectors."""
        if not isinstance(other, Vector) or len(one.parts) * len(other.parts) > _MOST:
            raise NoVector
        found: list[Surface] = []
        for mine in one.parts:
            for its in other.parts:
                if (mine.around and its.around) or captures(mine, its) or captures(its, mine):
                    raise NoVector
                at = place_of(mine.word)
                factors = (*mine.factor, *its.factor, self._pair(mine.word, its.word))
                made = Product(at, factors, ("",) * len(factors)) if len(factors) > 1 else factors[0]
                for big in reversed((*mine.around, *its.around)):
                    made = replace(big, body=made)
                found.append(made)
        if not found:
            raise NoVector
        return grouped(Total(found[0].at, ("+",) * len(found), tuple(found)) if len(found) > 1 else found[0])

    def _pair(self, one: Word | Differential, other: Word | Differential) -> Surface:
        """The number that stands for the scalar product of two words; of the direction and a gradient its slope."""
        if isinstance(one, Differential) or isinstance(other, Differential):
            slope, word = (one, other) if isinstance(one, Differential) else (other, one)
            if isinstance(word, Word) and isinstance(slope, Differential) and word == Word((), self.along or NOTHING):
                return slope
            raise NoVector
        if self.component is not None and self.along is not None and self.along in (one.vector, other.vector):
            mine, its = (one, other) if one.vector == self.along else (other, one)
            if mine.matrices or its.matrices or its.vector == self.along:
                raise NoVector
            return self._along(its.vector)
        turned = turned_round(one.matrices)
        row, column = one.vector, other.vector
        if is_scripted(row) and is_scripted(column):
            raise NoVector
        matrices = [*turned, *other.matrices]
        if not matrices:
            return scalar_product(column, row) if is_scripted(row) else scalar_product(row, column)
        back = list(turned_round(matrices))
        if spelt_out(row, matrices, column) > spelt_out(column, back, row):
            row, column, matrices = column, row, back
        inner = "".join(letter_of(name.text) + ("ᵀ" if raised else "") for name, raised in matrices)
        scripts = row if is_scripted(row) else column
        return Name(row.at, f"\\mathrm{{{shown(row.text)}ᵀ{inner}{shown(column.text)}}}", scripts.sub, scripts.sup)


def _nothing(side: Surface) -> bool:
    """Whether a side is 0, which is a vector as well."""
    if isinstance(side, Number) and side.text == "0":
        return True
    raise NoVector

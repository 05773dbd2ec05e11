"""Expansion: defined names in a formula replaced by what they stand for, on the surface tree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from qedtex.notes.reading.densities import Density, spelt_or_none, value_of
from qedtex.notes.reading.grammar import parse
from qedtex.notes.reading.naming import has_exponent, index_names, is_law_name, letter_of, member, spelt, spelt_power
from qedtex.notes.reading.normals import is_square_of_scale
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Bracket,
    Cells,
    Differential,
    Name,
    Power,
    Refusal,
    Surface,
    rebuilt,
)
from qedtex.notes.reading.tokens import tokens
from qedtex.notes.reading.uses import bound_by, quantity
from qedtex.terms import Term

_LARGEST = 3000


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name stands for: the surface tree of its definition, and the term that it was read as."""

    name: str
    parameters: tuple[str, ...]
    body: Surface | None
    term: Term | None


class Expansion:
    """Replaces defined names, and counts what it builds."""

    def __init__(
        self,
        definitions: Mapping[str, Definition],
        loose: frozenset[str],
        densities: Sequence[Density],
        *,
        at_values: bool,
        by: str = "",
    ) -> None:
        self.definitions = definitions
        self.loose = loose
        self.densities = densities
        self.at_values = at_values
        self.by = by
        self.size = 0

    def of(self, piece: Surface, bound: frozenset[str]) -> Surface:
        """The piece with definitions put in."""
        self.size += 1
        if self.size > _LARGEST:
            raise Refusal("the definitions in this formula grow too large", piece.at)
        if isinstance(piece, Name) and piece.sup is not None and has_exponent(piece):
            power = self.definitions.get(spelt_power(piece))
            if power is not None and power.body is not None and power.name not in bound:
                body = self.of(self.placed(self._apart(power.body, bound), {}, piece.at), bound | {power.name})
                return Bracket(piece.at, "(", Cells(piece.at, (body,)))
            base = self.of(replace(piece, sup=None), bound)
            exponent = piece.sup.only
            if not isinstance(base, Name) and exponent is not None:
                return Power(piece.at, base, self.of(exponent, bound))
        if isinstance(piece, Name):
            found = self._definition(piece)
            if found is None:
                family = self._of_family(piece, bound)
                if family is not None:
                    return family
            if found is not None and not found.parameters and found.body is not None and found.name not in bound:
                body = self.of(self.placed(self._apart(found.body, bound), {}, piece.at), bound | {found.name})
                return Bracket(piece.at, "(", Cells(piece.at, (body,)))
        piece = self._written_out(piece, bound)
        if isinstance(piece, Differential) and self.at_values:
            return self._at_value(piece, bound)
        if isinstance(piece, Applied):
            given = self._density(piece, bound)
            if given is not None:
                return given
            at_value = self._valueat_arguments(piece)
            if at_value is not None and at_value.body is not None:
                body = self.of(self.placed(self._apart(at_value.body, bound), {}, piece.at), bound)
                return Bracket(piece.at, "(", Cells(piece.at, (body,)))
            found = self._definition(piece.head)
            if found is not None and found.body is not None:
                cells = rooted(found.parameters, piece.arguments.cells)
                if cells is not None:
                    values = [self.of(value, bound) for value in cells]
                    names = [parameter.removesuffix("^2") for parameter in found.parameters]
                    pairs = dict(zip(names, map(value_of, values), strict=True))
                    inside = self.of(self._apart(found.body, bound), bound | {found.name, *names})
                    body = self.placed(inside, pairs, piece.at)
                    return Bracket(piece.at, "(", Cells(piece.at, (body,)))
            if is_law_name(piece.head) or quantity(piece.head) in ("H", "I", "KL", "D", "CE"):
                bound = bound | {spelt_or_none(part) for part in piece.arguments.walk() if isinstance(part, Name)}
        if isinstance(piece, Big):
            bound = bound | {name.text for name in bound_by(piece)[0]}
            if piece.sub is not None:
                bound = bound | {part.text for part in piece.sub.walk() if isinstance(part, Name)}
        changes: dict[str, object] = {}
        for entry in fields(piece):
            value = getattr(piece, entry.name)
            if entry.name in ("head", "variables", "differential", "sub", "sup") and not isinstance(piece, Name):
                continue
            if isinstance(piece, Name) and entry.name == "sub":
                continue
            if isinstance(value, Surface):
                changes[entry.name] = self.of(value, bound)
            elif isinstance(value, tuple) and any(isinstance(item, Surface) for item in value):
                changes[entry.name] = tuple(self.of(item, bound) for item in value)
        return replace(piece, **changes) if changes else piece  # type: ignore[arg-type]

    def _at_value(self, piece: Differential, bound: frozenset[str]) -> Surface:
        """A derivative by a name that stands for something, at what it stands for."""
        names = {spelt_or_none(name) for name in piece.variables}
        body, point = self.of(piece.of, bound | names), piece.point
        if point is None and len(names) == 1:
            meant = self.of(piece.variables[0], bound)
            point = None if isinstance(meant, Name) else meant
        return replace(piece, of=body, point=point)

    def _apart(self, body: Surface, bound: frozenset[str], others: Collection[str] = ()) -> Surface:
        """A definition whose sums bind no name that is bound, or used, where it is put in."""
        around = {*self.loose, *bound, *others}
        return _apart(body, around, around | {part.text for part in body.walk() if isinstance(part, Name)})

    def _definition(self, name: Name) -> Definition | None:
        try:
            return self.definitions.get(spelt(name))
        except Refusal:
            return None

    def _written_out(self, piece: Surface, bound: frozenset[str]) -> Surface:
        """The derivative dL/dw or L'(w) of a function that was defined as L(w) with its arguments, by one of them."""
        if isinstance(piece, Differential):
            letters = {letter_of(name.text) for name in piece.variables}
            return replace(piece, of=self._of_arguments(piece.of, letters, bound))
        match piece:
            case Name(at, _, _, None, 1 | 2 as primes) if self.by:
                bare = replace(piece, primes=0)
                found = self._definition(bare)
                if found is None or found.parameters or found.body is None or found.name in bound:
                    return piece
                variable = parse(tokens(self.by))[0]
                if not isinstance(variable, Name):
                    return piece
                return Differential(at, (replace(variable, at=at),) * primes, primes, bare, None)
            case Applied(at, Name(_, _, _, None, 1 | 2 as primes) as head, Cells(_, (value,))):
                head = replace(head, primes=0)
            case _:
                return piece
        found = self._definition(head)
        if found is None or found.name in bound or found.body is None or len(found.parameters) != 1:
            return piece
        parameter = parse(tokens(found.parameters[0]))[0]
        if not isinstance(parameter, Name) or parameter.sup is not None:
            return piece
        parameter = replace(parameter, at=at)
        applied = Applied(at, head, Cells(at, (parameter,)))
        point = None if isinstance(value, Name) and spelt_or_none(value) == spelt_or_none(parameter) else value
        return Differential(at, (parameter,) * primes, primes, applied, point)

    def _of_arguments(self, piece: Surface, letters: set[str], bound: frozenset[str]) -> Surface:
        """A piece with the arguments of each function that stands without them, where each of the letters is one."""
        if isinstance(piece, Name):
            found = self._definition(piece) or self._of_these(spelt_or_none(piece))
            if found is None or found.name in bound or found.body is None or not found.parameters or piece.sup:
                return piece
            names = [parse(tokens(parameter))[0] for parameter in found.parameters]
            if not letters <= {letter_of(name.text) for name in names if isinstance(name, Name)}:
                return piece
            cells = Cells(piece.at, tuple(self.moved(name, piece.at) for name in names), (",",) * (len(names) - 1))
            return Applied(piece.at, piece, cells)
        changes: dict[str, object] = {}
        for entry in fields(piece):
            value = getattr(piece, entry.name)
            if entry.name in ("head", "variables", "sub"):
                continue
            if isinstance(value, Surface):
                changes[entry.name] = self._of_arguments(value, letters, bound)
            elif isinstance(value, tuple) and any(isinstance(item, Surface) for item in value):
                changes[entry.name] = tuple(self._of_arguments(item, letters, bound) for item in value)
        return replace(piece, **changes) if changes else piece  # type: ignore[arg-type]

    def _density(self, piece: Applied, bound: frozenset[str]) -> Surface | None:
        """The formula that a law was said to be, at what it is applied to; of a bound outcome it stays a law."""
        first = piece.arguments.cells[0]
        if not self.densities or not isinstance(first, Name) or spelt_or_none(first) in bound:
            return None
        for one in reversed(self.densities):
            values = one.values(piece)
            if values is not None:
                body = self.of(self.placed(one.body, values, piece.at), bound)
                return Bracket(piece.at, "(", Cells(piece.at, (body,)))
        return None

    def _of_these(self, name: str) -> Definition | None:
        """What a function was said to be at certain arguments of which its formula does not speak itself."""
        return next((found for found in self.definitions.values() if found.name == name and found.parameters), None)

    def _valueat_arguments(self, piece: Applied) -> Definition | None:
        """What a function was said to be at just these arguments: H(S) = 0.94 says nothing of H(T)."""
        if not all(isinstance(cell, Name) for cell in piece.arguments.cells):
            return None
        try:
            arguments = tuple(spelt(cell) for cell in piece.arguments.cells if isinstance(cell, Name))
            return self.definitions.get(at_arguments(spelt(piece.head), arguments))
        except Refusal:
            return None

    def _of_family(self, name: Name, bound: frozenset[str]) -> Surface | None:
        """What a_k stands for, where a_j has been defined for any j; `None` where nothing like it has been."""
        mine = member(name)
        if mine is None or mine.raised or name.sup is not None:
            return None
        for found in self.definitions.values():
            base, _, index = found.name.partition("_{")
            letter = index.removesuffix("}")
            if (
                base != name.text
                or found.name in bound
                or len(letter) != 1
                or not letter.isalpha()
                or found.parameters
                or found.body is None
            ):
                continue
            if found.name in bound or not any(isinstance(p, Name) and p.text == letter for p in found.body.walk()):
                continue
            body = self._apart(found.body, bound, index_names(mine.index))
            body = self.of(self.placed(body, {letter: mine.index}, name.at), bound | {found.name})
            return Bracket(name.at, "(", Cells(name.at, (body,)))
        return None

    def placed(self, body: Surface, values: Mapping[str, Surface], at: int) -> Surface:
        """The body of a definition at a place, its parameters replaced."""
        self.size += 1
        if self.size > _LARGEST:
            raise Refusal("the definitions in this formula grow too large", at)
        if isinstance(body, Name) and values:
            try:
                value = values.get(spelt(Name(body.at, body.text, body.sub, None, body.primes)))
            except Refusal:
                value = None
            if value is not None and body.sup is None:
                return self.moved(value, at)
            exponent = body.sup.only if body.sup is not None and has_exponent(body) else None
            if value is not None and exponent is not None:
                base = Bracket(at, "(", Cells(at, (self.moved(value, at),)))
                return Power(at, base, self.placed(exponent, values, at))
        if isinstance(body, Big) and values:
            inside = {part.text for value in values.values() for part in value.walk() if isinstance(part, Name)}
            captured = inside & {name.text for name in bound_by(body)[0]}
            if captured:
                raise Refusal(f"{', '.join(sorted(captured))} is bound inside the definition", at)
        changes: dict[str, object] = {"at": at}
        for entry in fields(body):
            value = getattr(body, entry.name)
            if isinstance(body, Applied) and entry.name == "head":
                head = values.get(spelt(body.head)) if body.head.sup is None else None
                changes["head"] = replace(head if isinstance(head, Name) else body.head, at=at)
            elif isinstance(value, Surface):
                changes[entry.name] = self.placed(value, values, at)
            elif isinstance(value, tuple) and any(isinstance(item, Surface) for item in value):
                changes[entry.name] = tuple(self.placed(item, values, at) for item in value)
        return replace(body, **changes)  # type: ignore[arg-type]

    def moved(self, piece: Surface, at: int) -> Surface:
        """A piece as if it stood at another place."""
        self.size += 1
        if self.size > _LARGEST:
            raise Refusal("the definitions in this formula grow too large", at)
        changes: dict[str, object] = {"at": at}
        for entry in fields(piece):
            value = getattr(piece, entry.name)
            if isinstance(value, Surface):
                changes[entry.name] = self.moved(value, at)
            elif isinstance(value, tuple) and any(isinstance(item, Surface) for item in value):
                changes[entry.name] = tuple(self.moved(item, at) for item in value)
        return replace(piece, **changes)  # type: ignore[arg-type]


def rooted(parameters: Sequence[str], cells: Sequence[Surface]) -> list[Surface] | None:
    """What a function is applied to, sigma for sigma^2 where it was introduced so; `None` where it does not fit."""
    if not parameters or len(parameters) != len(cells):
        return None
    found: list[Surface] = []
    for parameter, cell in zip(parameters, cells, strict=True):
        if not parameter.endswith("^2"):
            found.append(cell)
        elif isinstance(cell, Name) and cell.sup is not None and is_square_of_scale(cell):
            found.append(replace(cell, sup=None))
        else:
            return None
    return found


def at_arguments(name: str, arguments: Sequence[str]) -> str:
    """The key of what a function was said to be at certain arguments."""
    return f"{name}({', '.join(arguments)})"


def _apart(body: Surface, names: set[str], taken: set[str]) -> Surface:
    """A body in which no sum binds one of the names."""
    bound = {name.text for part in body.walk() if isinstance(part, Big) for name in bound_by(part)[0]} & names
    for text in bound:
        free = next((letter for letter in "lstuv" if letter not in taken), text)

        def put(part: Surface, text: str = text, free: str = free) -> Surface:
            return replace(part, text=free) if isinstance(part, Name) and part.text == text else part

        body = rebuilt(body, put)
    return body

"""What is known so far in one document: declarations, definitions and suppositions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from qedtex.context import Relation
from qedtex.names import latex_name
from qedtex.notes.reading.admitted import Admitted
from qedtex.notes.reading.grammar import parse
from qedtex.notes.reading.naming import CONSTANTS, has_exponent, index_names, is_law_name, letter_of, member, spelt
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Bracket,
    Cells,
    Differential,
    Name,
    Power,
    Refusal,
    Related,
    Surface,
    rebuilt,
)
from qedtex.notes.reading.tokens import Token, tokens
from qedtex.notes.reading.uses import bound_by, quantity
from qedtex.sorts import NONNEGATIVE, POSITIVE, REAL, UNIT_CLOSED, UNIT_OPEN, Data, Integer, Sort
from qedtex.terms import Function, Term, term

_KINDS: Mapping[str, Sort] = {
    "real": REAL,
    "positive": POSITIVE,
    "nonnegative": NONNEGATIVE,
    "probability": UNIT_OPEN,
    "label": UNIT_CLOSED,
    "integer": Integer(),
    "positive integer": Integer(term(1), None),
    "nonnegative integer": Integer(term(0), None),
}
_LARGEST = 3000


@dataclass(frozen=True, slots=True)
class Unknown:
    """A left side that nothing defines: a new name, or a new function of plain names, and what it is said to be.

    `lasting` is false for a single variable that is given a number, as in y = 1: such a value holds for a moment.
    """

    name: str
    parameters: tuple[str, ...] = ()
    body: Surface | None = None
    lasting: bool = True

    def __str__(self) -> str:
        return self.name + (f"({', '.join(self.parameters)})" if self.parameters else "")


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name stands for: the surface tree of its definition, and the term that it was read as."""

    name: str
    parameters: tuple[str, ...]
    body: Surface | None
    term: Term | None


@dataclass(frozen=True, slots=True)
class Supposition:
    """A relation between two formulas that holds from here on, as in `let P(x = 0) = y`."""

    left: Surface
    relation: Relation
    right: Surface


@dataclass(slots=True)
class Notebook:
    r"""The state of one document while it is read, chain by chain.

    >>> notebook = Notebook()
    >>> notebook.declare("sigma", "positive")
    >>> notebook.declared[r"\sigma"] == POSITIVE
    True
    """

    declared: dict[str, Sort] = field(default_factory=dict)
    laws: set[str] = field(default_factory=set)
    functions: dict[str, Function] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    suppositions: list[Supposition] = field(default_factory=list)
    admitted: Admitted = field(default_factory=dict)
    """Values that what stands around the next chain says some names may have."""
    bases: set[str] = field(default_factory=set)
    """The bases of logarithms that the document has shown so far; the empty text for none."""
    hidden: set[str] = field(default_factory=set)
    """Names that stand for something of which no term can be made."""
    heads: set[str] = field(default_factory=set)
    """Letters that some formula of the document defines as functions, as in Z(t) = ..., before or after this one."""

    def declare(self, name: str, kind: str) -> None:
        """Say what a name is: `real`, `positive`, `integer`, `function`, `differentiable`, `law`, `data`, ...

        Raises `ValueError` for a kind that there is not.
        """
        text = latex_name(name)
        if kind in ("function", "differentiable"):
            self.functions[text] = Function(text, REAL, differentiable=kind == "differentiable")
        elif kind in ("law", "pmf", "distribution"):
            self.laws.add(text)
        elif kind == "data":
            self.declared[text] = Data(text)
        elif kind in _KINDS:
            self.declared[text] = _KINDS[kind]
        else:
            raise ValueError(f"there is no kind {kind!r}; kinds are {', '.join((*_KINDS, 'function', 'law', 'data'))}")

    def suppose(self, left: Sequence[Token], relation: Relation, right: Sequence[Token]) -> None:
        """Take a relation for granted from here on; raises `Refusal` where a side cannot be read."""
        sides = [parse(side, self.function_names)[0] for side in (left, right)]
        self.suppositions.append(Supposition(sides[0], relation, sides[1]))

    def define(self, name: Unknown | str, term: Term | None = None) -> None:
        """Let a name stand for what it was said to be, or for a term, from here on. A later one takes its place."""
        if isinstance(name, str):
            self.definitions[name] = Definition(name, (), None, term)
        elif name.name in CONSTANTS:
            self.hide(name)
        elif name.lasting:
            self.hidden.discard(name.name)
            constant = name.parameters and name.body is not None and not _speaks_of(name.body, name.parameters)
            key = _at(name.name, name.parameters) if constant else name.name
            self.definitions[key] = Definition(name.name, name.parameters, name.body, term)

    def hide(self, name: Unknown) -> None:
        """Remember that a name has a meaning of which no term can be made, so that it is no free number."""
        self.hidden.add(name.name)
        self.definitions.pop(name.name, None)

    def is_defined(self, name: str) -> bool:
        """Whether a name has a definition."""
        return name in self.definitions

    @property
    def function_names(self) -> frozenset[str]:
        """The letters that a bracket behind makes a function."""
        defined = {found.name for found in self.definitions.values() if found.parameters}
        return frozenset({letter_of(name.split("_")[0]) for name in (*defined, *self.functions, *self.laws)})

    @property
    def plain_names(self) -> frozenset[str]:
        """The letters that are declared to be numbers, so that a bracket behind is a factor."""
        return frozenset(self.declared) - set(self.functions) - self.laws

    def expanded(
        self, piece: Surface, kept: frozenset[str] = frozenset(), loose: frozenset[str] = frozenset()
    ) -> Surface:
        """A piece with the defined names in it replaced by what they stand for; raises `Refusal` if it grows.

        No sum of a definition binds one of the `loose` names, which the chain uses unbound.
        """
        if not self.definitions:
            return piece
        return _Expansion(self.definitions, loose).of(piece, kept)


class _Expansion:
    """Replaces defined names, and counts what it builds."""

    def __init__(self, definitions: Mapping[str, Definition], loose: frozenset[str]) -> None:
        self.definitions = definitions
        self.loose = loose
        self.size = 0

    def of(self, piece: Surface, bound: frozenset[str]) -> Surface:
        """The piece with definitions put in."""
        self.size += 1
        if self.size > _LARGEST:
            raise Refusal("the definitions in this formula grow too large", piece.at)
        if isinstance(piece, Name) and piece.sup is not None and has_exponent(piece):
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
                taken = {part.text for part in found.body.walk() if isinstance(part, Name)} | self.loose
                body = _apart(found.body, set(self.loose), taken)
                body = self.of(self.placed(body, {}, piece.at), bound | {found.name})
                return Bracket(piece.at, "(", Cells(piece.at, (body,)))
        piece = self._written_out(piece, bound)
        if isinstance(piece, Applied):
            at_value = self._value_at(piece)
            if at_value is not None and at_value.body is not None:
                body = self.of(self.placed(at_value.body, {}, piece.at), bound)
                return Bracket(piece.at, "(", Cells(piece.at, (body,)))
            found = self._definition(piece.head)
            if found is not None and found.body is not None:
                given = piece.arguments.cells
                if found.parameters and len(given) == len(found.parameters):
                    values = [self.of(value, bound) for value in given]
                    pairs = dict(zip(found.parameters, map(_value, values), strict=True))
                    body = self.placed(self.of(found.body, bound | {found.name, *found.parameters}), pairs, piece.at)
                    return Bracket(piece.at, "(", Cells(piece.at, (body,)))
            if is_law_name(piece.head) or quantity(piece.head) in ("H", "I", "KL", "D", "CE"):
                bound = bound | {_spelt(part) for part in piece.arguments.walk() if isinstance(part, Name)}
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

    def _definition(self, name: Name) -> Definition | None:
        try:
            return self.definitions.get(spelt(name))
        except Refusal:
            return None

    def _written_out(self, piece: Surface, bound: frozenset[str]) -> Surface:
        """The derivative dL/dw or L'(w) of a function that was defined as L(w) with its argument, by its argument."""
        match piece:
            case Differential(at, (value, *_), _, Name(_, _, _, None, 0) as head, None):
                pass
            case Applied(at, Name(_, _, _, None, 1) as head, Cells(_, (value,))):
                head = replace(head, primes=0)
            case _:
                return piece
        found = self._definition(head)
        if found is None or found.name in bound or found.body is None or len(found.parameters) != 1:
            return piece
        parameter = parse(tokens(found.parameters[0]))[0]
        if not isinstance(parameter, Name):
            return piece
        parameter = replace(parameter, at=at)
        applied = Applied(at, head, Cells(at, (parameter,)))
        if isinstance(piece, Differential):
            same = all(_spelt(name) == _spelt(parameter) for name in piece.variables)
            return replace(piece, of=applied) if same else piece
        point = None if isinstance(value, Name) and _spelt(value) == _spelt(parameter) else value
        return Differential(at, (parameter,), 1, applied, point)

    def _value_at(self, piece: Applied) -> Definition | None:
        """What a function was said to be at just these arguments: H(S) = 0.94 says nothing of H(T)."""
        if not all(isinstance(cell, Name) for cell in piece.arguments.cells):
            return None
        try:
            arguments = tuple(spelt(cell) for cell in piece.arguments.cells if isinstance(cell, Name))
            return self.definitions.get(_at(spelt(piece.head), arguments))
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
            taken = {part.text for part in found.body.walk() if isinstance(part, Name)} | index_names(mine.index)
            body = _apart(found.body, index_names(mine.index), taken)
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


def _at(name: str, arguments: Sequence[str]) -> str:
    """The key of what a function was said to be at certain arguments."""
    return f"{name}({', '.join(arguments)})"


def _speaks_of(body: Surface, names: Sequence[str]) -> bool:
    """Whether a name, or one that it is a part of as x is of x_i, occurs in a formula."""
    letters = {letter_of(name.split("_")[0]) for name in names}
    return any(isinstance(part, Name) and letter_of(part.text) in letters for part in body.walk())


def _apart(body: Surface, names: set[str], taken: set[str]) -> Surface:
    """A body in which no sum binds one of the names."""
    bound = {name.text for part in body.walk() if isinstance(part, Big) for name in bound_by(part)[0]} & names
    for text in bound:
        free = next((letter for letter in "lstuv" if letter not in taken), text)

        def put(part: Surface, text: str = text, free: str = free) -> Surface:
            return replace(part, text=free) if isinstance(part, Name) and part.text == text else part

        body = rebuilt(body, put)
    return body


def _spelt(name: Name) -> str:
    """How a name is spelt; empty where its scripts are no part of it."""
    try:
        return spelt(name)
    except Refusal:
        return ""


def _value(argument: Surface) -> Surface:
    """What stands for a parameter: the value alone where it is named, as in Loss(y = 1)."""
    if isinstance(argument, Related) and argument.relations == ("=",):
        return argument.pieces[1]
    return (
        argument
        if isinstance(argument, (Name, Bracket))
        else Bracket(argument.at, "(", Cells(argument.at, (argument,)))
    )

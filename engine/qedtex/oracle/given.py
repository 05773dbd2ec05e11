"""A model from numbers that a user gives by plain names, with a clear refusal for numbers that make no model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from flint import fmpq

from qedtex.context import Context
from qedtex.errors import QedtexError
from qedtex.names import keyword, latex_name, plain_name
from qedtex.oracle.setting import Role, Setting, is_enumeration, outcome_role
from qedtex.oracle.tables import Table, no_masses, table_example, table_form, table_order
from qedtex.oracle.values import Inconsistent, Number, Point, Unable, Value, as_integer, decimal_text, within
from qedtex.sorts import Alphabet, Data, Enumerated, Extrema, Family, Integer, Labels, Outcome, Real, Space
from qedtex.terms import Law, Symbol, Term

if TYPE_CHECKING:
    from qedtex.oracle.model import Model

_TOLERANCE = fmpq(1, 10**9)


def model_given(kind: type[Model], terms: Iterable[Term], values: Mapping[str, object], context: Context) -> Model:
    """The model behind `Model.given`, which says what is raised."""
    try:
        setting = Setting(terms, context)
    except Unable as problem:
        raise QedtexError("QT306", str(problem)) from problem
    model = kind(setting)
    model.only_fixed = True
    reader = _Reader(model)
    for name, value in values.items():
        reader.place(name, value)
    reader.read_sizes()
    reader.read_numbers()
    reader.read_lists()
    reader.require_all()
    try:
        model.check()
    except Inconsistent as problem:
        raise QedtexError("QT302", "these numbers break a hypothesis of the derivation") from problem
    except Unable as problem:
        raise QedtexError("QT306", str(problem)) from problem
    return model


def missing(symbol: Symbol) -> QedtexError:
    """The error for a value that is needed and was not given."""
    name = plain_name(symbol.name)
    return QedtexError("QT305", f"{name} has no value", help=f"give it one: {keyword(symbol.name)}=...")


class _Reader:
    """Sorts a user's numbers into sizes, symbols, families and laws."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.symbols: dict[Symbol, object] = {}
        self.laws: dict[Law, object] = {}
        self.sources: dict[Symbol, tuple[str, int]] = {}

    def place(self, name: str, value: object) -> None:
        """Find what a keyword names; raises QT301 for a name that the derivation does not mention."""
        setting = self.model.setting
        symbols = [symbol for symbol in setting.free if _is_called(symbol.name, name)]
        laws = [law for law in setting.laws if _is_called(law.name, name)]
        if not symbols and not laws:
            known = [keyword(entry.name) for entry in setting.free] + [keyword(law.name) for law in setting.laws]
            near = get_close_matches(name, known, 1)
            ways = f"did you mean {near[0]}?" if near else "it speaks of " + ", ".join(dict.fromkeys(known))
            raise QedtexError("QT301", f"nothing here is called {name}", help=ways)
        for law in laws:
            self.laws[law] = value
        for symbol in symbols:
            self.symbols[symbol] = value

    def read_sizes(self) -> None:
        """Take the integers that were given, and infer the others from the lengths of lists."""
        for symbol, value in self.symbols.items():
            if isinstance(symbol.sort, Integer):
                number = _number(value, symbol.name)
                whole = as_integer(number)
                if whole is None:
                    raise QedtexError("QT302", f"{plain_name(symbol.name)} = {decimal_text(number)} is not an integer")
                self.model.fixed[symbol] = number
                self.sources[symbol] = (f"{keyword(symbol.name)}={whole}", whole)
        for law, value in self.laws.items():
            self._require_finite(law)
            lengths, roles = list(_lengths(value, law)), self.table_roles(law)
            if len(lengths) != len(roles):
                raise _other_form(law, roles, value)
            for role, length in zip(roles, lengths, strict=True):
                if isinstance(role.space, (Enumerated, Labels)):
                    self._infer(role.space.lower, role.space.upper, length, law.name)
                else:
                    self._fix_alphabet(law, role, length)
        for symbol, value in self.symbols.items():
            if isinstance(symbol.sort, Family):
                self._infer(symbol.sort.lower, symbol.sort.upper, len(_entries(value, symbol.name)), symbol.name)
        for symbol in self.model.setting.free:
            if isinstance(symbol.sort, Integer) and symbol in self.model.fixed:
                self._require_within(symbol, symbol.sort)

    def _require_finite(self, law: Law) -> None:
        """Raise QT306 for a law whose masses no list or table holds."""
        name = plain_name(law.name)
        if law.sample is not None or law in self.model.setting.parametric:
            raise QedtexError(
                "QT306", f"{name} has a parameter, or is that of a sample, so that no list gives its masses"
            )
        if not all(isinstance(role.space, (Enumerated, Labels, Alphabet)) for role in self.table_roles(law)):
            raise QedtexError("QT306", f"{name} is a density or has an argument of infinitely many values")

    def table_roles(self, law: Law) -> tuple[Role, ...]:
        """The random variables of a law in the order in which a table lists them: by name."""
        setting = self.model.setting
        return table_order(setting.laws.get(law) or (setting.role(None, law),))

    def _infer(self, lower: Term, upper: Term, length: int, name: str) -> None:
        if length == 0:
            raise QedtexError("QT304", f"{plain_name(name)} is an empty list")
        source = f"{plain_name(name)} has {length} entries"
        first = self.model.integer(lower)
        if isinstance(upper, Symbol):
            known = self.sources.get(upper)
            last = first + length - 1
            if known is not None and known[1] != last:
                raise QedtexError(
                    "QT304",
                    f"{source}, but {known[0]}",
                    help=f"{plain_name(upper.name)} stands for one number: give lists of one length",
                )
            self.sources.setdefault(upper, (source, last))
            self.model.fixed.setdefault(upper, fmpq(last))
        elif self.model.integer(upper) - first + 1 != length:
            count = self.model.integer(upper) - first + 1
            raise QedtexError("QT304", f"{source}, but it ranges over {count} outcomes")

    def _fix_alphabet(self, law: Law, role: Role, length: int) -> None:
        points: list[Value] = [Point(role.name, number) for number in range(1, length + 1)]
        for other, value in self.laws.items():
            counts = dict(zip(self.table_roles(other), _lengths(value, other), strict=False))
            count = counts.get(role, length)
            if count == length:
                continue
            raise QedtexError(
                "QT304",
                f"{plain_name(law.name)} has {length} entries, but {plain_name(other.name)} has {count} entries",
                help="laws over one space need lists of one length",
            )
        self.model.set_elements(role, points)

    def _require_within(self, symbol: Symbol, sort: Integer) -> None:
        value = as_integer(self.model.fixed[symbol])
        low = None if sort.lower is None else self.model.integer(sort.lower)
        high = None if sort.upper is None else self.model.integer(sort.upper)
        if value is None or (low is not None and value < low) or (high is not None and value > high):
            raise QedtexError(
                "QT302",
                f"{plain_name(symbol.name)} = {value} is out of range",
                expected=f"an integer{'' if low is None else f' >= {low}'}{'' if high is None else f' <= {high}'}",
            )

    def read_numbers(self) -> None:
        """Take the real numbers, the outcomes and the members of families."""
        for symbol, value in self.symbols.items():
            match symbol.sort:
                case Integer():
                    continue
                case Family(element, _, _):
                    members = [self._element(element, entry, symbol) for entry in _entries(value, symbol.name)]
                    self.model.fixed[symbol] = tuple(members)
                case sort:
                    self.model.fixed[symbol] = self._element(sort, value, symbol)

    def _element(self, sort: object, value: object, symbol: Symbol) -> Value:
        name = plain_name(symbol.name)
        match sort:
            case Real() as real:
                number = _number(value, symbol.name)
                if within(number, real) is not True:
                    raise QedtexError(
                        "QT302", f"{name} = {decimal_text(number)} is out of range", expected=_interval(real)
                    )
                return number
            case Integer() as integer:
                return self._integer(integer, value, symbol)
            case Outcome(space):
                return self._outcome(space, value, name)
            case _:
                raise QedtexError("QT306", f"{name} is not a number, so no number can be given for it")

    def _integer(self, sort: Integer, value: object, symbol: Symbol) -> Value:
        """A member of a family of integers, such as a label that is 0 or 1."""
        number = _number(value, symbol.name)
        if not self.model.integer_fits(as_integer(number), sort):
            raise QedtexError(
                "QT302",
                f"{plain_name(symbol.name)} = {decimal_text(number)} is out of range",
                expected=f"an integer{'' if sort.lower is None else f' >= {sort.lower}'}"
                f"{'' if sort.upper is None else f' <= {sort.upper}'}",
            )
        return number

    def _outcome(self, space: Space, value: object, name: str) -> Value:
        number = _number(value, name)
        whole = as_integer(number)
        role = outcome_role(space)
        found = [
            entry for entry in self.model.elements(role) if whole in (as_integer(entry), getattr(entry, "number", None))
        ]
        if whole is None or not found:
            raise QedtexError("QT302", f"{name} = {decimal_text(number)} is not the number of an outcome")
        return found[0]

    def read_lists(self) -> None:
        """Take the masses of laws, which sum to 1."""
        for law, value in self.laws.items():
            name = plain_name(law.name)
            roles = self.table_roles(law)
            if not _is_table(value, [len(self.model.elements(role)) for role in roles]):
                raise _other_form(law, roles, value)
            keys = list(product(*map(self.model.elements, roles)))
            masses = [_number(entry, law.name) for entry in _leaves(value, len(roles))]
            wrong = next((mass for mass in masses if mass < 0 or (law.positive and mass == 0)), None)
            if wrong is not None:
                raise QedtexError(
                    "QT302",
                    f"{name} has a mass of {decimal_text(wrong)}",
                    expected="masses greater than 0" if law.positive else "masses of at least 0",
                )
            total = sum(masses, fmpq(0))
            if abs(total - 1) > _TOLERANCE:
                raise QedtexError("QT303", f"the masses of {name} sum to {decimal_text(total)}", expected="a sum of 1")
            if len(roles) == 1:
                self.model.laws.given[law] = [mass / total for mass in masses]
            else:
                shares = [mass / total for mass in masses]
                self.model.laws.tables[law] = Table(roles, dict(zip(keys, shares, strict=True)))

    def require_all(self) -> None:
        """Raise QT305 for a symbol or law that has no value and no definition."""
        setting = self.model.setting
        for symbol in setting.free:
            if isinstance(symbol.sort, (Data, Extrema)) or symbol in setting.definitions:
                continue
            if symbol not in self.model.fixed and not is_enumeration(symbol):
                raise missing(symbol)
        for law in setting.laws:
            known = law in self.model.laws.given or law in self.model.laws.tables
            if law.sample is None and not known and law not in setting.overrides:
                self._require_finite(law)
                raise no_masses(law, self.table_roles(law))


def _other_form(law: Law, roles: tuple[Role, ...], value: object) -> QedtexError:
    return QedtexError(
        "QT304",
        f"{plain_name(law.name)} needs {table_form(roles)}",
        found=repr(value)[:80],
        help=f"write it as {table_example(law, roles)}",
    )


def _lengths(value: object, law: Law) -> Iterator[int]:
    """How many entries a table has in each direction, read off its first rows."""
    while True:
        entries = _entries(value, law.name)
        yield len(entries)
        if not entries or not (isinstance(entries[0], (list, tuple)) or hasattr(entries[0], "tolist")):
            return
        value = entries[0]


def _is_table(value: object, lengths: Sequence[int]) -> bool:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not lengths:
        return not isinstance(value, (list, tuple))
    return (
        isinstance(value, (list, tuple))
        and len(value) == lengths[0]
        and all(_is_table(entry, lengths[1:]) for entry in value)
    )


def _leaves(value: object, depth: int) -> Iterator[object]:
    if depth == 0:
        yield value
        return
    for entry in _entries(value, ""):
        yield from _leaves(entry, depth - 1)


def _entries(value: object, name: str) -> Sequence[object]:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return value
    raise QedtexError("QT302", f"{plain_name(name)} needs a list of numbers", found=repr(value))


def _number(value: object, name: str) -> Number:
    """The exact value of a number as it is written: 0.1 is one tenth."""
    if isinstance(value, (int, float, Fraction, str)) and not isinstance(value, bool):
        try:
            fraction = Fraction(repr(value) if isinstance(value, float) else value)
        except (ValueError, OverflowError, ZeroDivisionError):
            fraction = None
        if fraction is not None and max(abs(fraction.numerator), fraction.denominator).bit_length() <= 4096:
            return fmpq(fraction.numerator, fraction.denominator)
    raise QedtexError("QT302", f"{plain_name(name)} needs a number", found=repr(value)[:80])


def _interval(sort: Real) -> str:
    low = "(-oo" if sort.least is None else f"{'(' if sort.lower_open else '['}{sort.least}"
    high = "oo)" if sort.greatest is None else f"{sort.greatest}{')' if sort.upper_open else ']'}"
    return f"a number in {low}, {high}"


def _is_called(latex: str, name: str) -> bool:
    return name == latex or latex_name(name) == latex or plain_name(latex) == name

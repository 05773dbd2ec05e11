"""Random laws of probability: one joint law for all that a name is applied to, so that Bayes' theorem holds in it.

p(a | b) is J(a, b) / J(b) for one function J of sets of arguments. J is built by the chain rule, in a fixed order of
the roles of the arguments, from random tables that sum to 1 over each finite role; finite roles that are left out are
summed over. An infinite role that is left out, as the parameter in p(D), cannot be summed over: J without it is drawn
afresh, which is a mixture over values of the parameter that the claim does not speak of.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from flint import arb, fmpq

from qedtex.names import plain_name
from qedtex.oracle.setting import Setting
from qedtex.oracle.shapes import Application, Match, Places, Roles, Shape
from qedtex.oracle.tables import Table, no_masses
from qedtex.oracle.values import (
    Inconsistent,
    Number,
    Opaque,
    Point,
    Unable,
    Undefined,
    Value,
    agree,
    as_integer,
    decimal_text,
    is_exact,
    lighten,
    split_unit,
    within,
    words,
)
from qedtex.sorts import Data, Family, Integer, Outcome, Real
from qedtex.terms import Law, Symbol

if TYPE_CHECKING:
    from qedtex.oracle.model import Model

Values = tuple[Value, ...]
Environment = dict[Symbol, Value]
Asked = tuple[Application, Values, Values]
Joint = tuple[Shape, Values, Values]

_DEPTH = 24
_NOTHING: frozenset[Value] = frozenset()


class Laws:
    """The probabilities of one model: functions of the values of the arguments and of what they stand for."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.setting: Setting = model.setting
        self.touched: frozenset[Value] = _NOTHING
        """The numbers that random tables have been looked up with, since whoever wants to know last emptied it."""
        self.given: dict[Law, list[Number]] = {}
        self.tables: dict[Law, Table] = {}
        """The joint masses of laws of several random variables that were given in numbers."""
        self._asked: dict[Asked, tuple[Number, frozenset[Value]]] = {}
        self._joint: dict[Joint, tuple[Number, frozenset[Value]]] = {}
        self._rows: dict[Joint, tuple[list[Number], frozenset[Value]]] = {}
        self._pending: dict[Joint, Number | None] = {}
        self._instances: dict[int, tuple[Match, dict[Values, Values] | None]] = {}
        self._depth = 0

    def forget(self) -> None:
        """Drop what was computed at another precision; what was drawn is drawn again the same."""
        self._asked.clear()
        self._joint.clear()
        self._rows.clear()
        self._instances.clear()

    def probability(self, application: Application, values: Values, parameters: Values) -> Number:
        """The mass or density at the values; raises `Undefined` when what it is conditioned on has mass 0."""
        for value in (*values, *parameters):
            _require_exact(value)  # an enclosure cannot be a key: a law is a function of exact values
        key = (application, values, parameters)
        found = self._asked.get(key)
        if found is None:
            outer, self.touched = self.touched, _NOTHING
            try:
                found = self._asked[key] = (self._quotient(application, values, parameters), self.touched)
            finally:
                self.touched = outer
        if found[1]:
            self.touched |= found[1]
        return found[0]

    def _quotient(self, application: Application, values: Values, parameters: Values) -> Number:
        if self._depth > _DEPTH:
            raise Unable("the hypotheses go round in circles")
        self._depth += 1
        try:
            if self._is_told(application):
                found = self._override(application.matches, values, parameters)
                if found is not None:
                    return found
            whole = self._joint_at(application.whole, values, parameters)
            if application.outcomes == len(values):
                return whole
            part = self._joint_at(application.part, values, parameters)
            if part == 0:
                raise Undefined
            return whole / part
        finally:
            self._depth -= 1

    def _joint_at(self, where: tuple[Shape, Places], values: Values, parameters: Values) -> Number:
        return self.joint(where[0], tuple([values[place] for place in where[1]]), parameters)

    def joint(self, shape: Shape, values: Values, parameters: Values) -> Number:
        """The joint mass or density of arguments in the order of the chain rule."""
        if not values:
            return fmpq(1)
        key = (shape, values, parameters)
        found = self._joint.get(key)
        if found is None:
            if key in self._pending:
                provisional = self._pending[key]
                if provisional is None:
                    provisional = self._pending[key] = self._by_chain(shape, values, parameters)
                return provisional
            if self._is_told(shape):
                self._marginals_first(shape, values, parameters)
                found = self._joint.get(key)
        if found is None:
            outer, self.touched = self.touched, _NOTHING
            try:
                found = self._joint[key] = (self._checked(key), self.touched)
            finally:
                self.touched = outer
        if found[1]:
            self.touched |= found[1]
        return found[0]

    def _marginals_first(self, shape: Shape, values: Values, parameters: Values) -> None:
        """Where p(x, y) is said to be p(x) p(y), p(y) has to be drawn before it is summed out of p(x, y)."""
        for fewer, places in shape.marginals:
            others = tuple([values[place] for place in places])
            key = (fewer, others, parameters)
            if key not in self._joint and key not in self._pending:
                self.joint(fewer, others, parameters)

    def _checked(self, key: Joint) -> Number:
        """Compute a joint mass; a value that was assumed for it on the way has to be the one that comes out."""
        self._pending[key] = None
        try:
            value = self._compute(*key)
            provisional = self._pending[key]
        finally:
            del self._pending[key]
        if provisional is not None and not agree(provisional, value):
            raise Inconsistent
        return lighten(value)

    def _compute(self, shape: Shape, values: Values, parameters: Values) -> Number:
        if self.tables and shape.law in self.tables:
            return self.tables[shape.law].mass(shape.roles, values)
        found: list[Number] = []
        if self._is_told(shape):
            for split in shape.splits:
                value = self._override(split.matches, values, parameters)
                if value is not None:
                    found.append(value * self._joint_at((split.given, split.given_places), values, parameters))
        if shape.missing is not None:
            role, wider, place = shape.missing
            total = fmpq(0)
            elements = self.model.elements(role)
            self.model.evaluator.spend(len(elements))
            for element in elements:
                total += self.joint(wider, (*values[:place], element, *values[place:]), parameters)
            found.append(total)
        if not found:
            return self._by_chain(shape, values, parameters)
        if any(not agree(found[0], other) for other in found[1:]):
            raise Inconsistent
        return next((value for value in found if is_exact(value)), found[0])

    def _by_chain(self, shape: Shape, values: Values, parameters: Values) -> Number:
        role, value, rest = shape.roles[-1], values[-1], values[:-1]
        if role.space is not None:
            mass = self.row(shape, rest, parameters)[self.model.position(role, value)]
        else:
            self._note(shape, values, parameters)
            if shape.mixes_members:
                raise Unable("a sample and its members are given probabilities by one law, and no hypothesis ties them")
            mass = self._weight(shape, values, parameters)
        return mass * self.joint(shape.rest, rest, parameters) if rest else mass

    def row(self, shape: Shape, rest: Values, parameters: Values) -> list[Number]:
        """The masses of the outcomes of the last role, given the values of the others; they sum to 1."""
        if self.given and shape.law in self.given:
            return self.given[shape.law]
        self._note(shape.rest, rest, parameters)
        key = (shape, rest, parameters)
        found = self._rows.get(key)
        if found is None:
            outer, self.touched = self.touched, _NOTHING
            try:
                found = self._rows[key] = (self._draw_row(shape, rest, parameters), self.touched)
            finally:
                self.touched = outer
        if found[1]:
            self.touched |= found[1]
        return found[0]

    def _draw_row(self, shape: Shape, rest: Values, parameters: Values) -> list[Number]:
        law, role = shape.law, shape.roles[-1]
        elements = self.model.elements(role)
        known: list[Number | None] = [None] * len(elements)
        if shape.row:
            known = [self._override(shape.row, (*rest, element), parameters) for element in elements]
        left = fmpq(1)
        for mass in known:
            if mass is not None:
                left -= mass
        unknown = [number for number, mass in enumerate(known) if mass is None]
        if any(mass is not None and not (mass > 0 or (mass == 0 and not law.positive)) for mass in known):
            raise Inconsistent
        if not unknown:
            if not agree(left, fmpq(0)):
                raise Inconsistent
            return known
        if not (left > 0 or (left == 0 and not law.positive)):
            raise Inconsistent
        if self.model.only_fixed and len(unknown) > 1:
            raise no_masses(law, tuple(self.setting.laws.get(law, ())) or (role,))
        arguments = _plain((role, *shape.roles[:-1]), (None, *rest))
        stream = words(self.model.seed, ("row", *self._named(law), *arguments, parameters))
        shares = split_unit(len(unknown), stream)
        if not law.positive and len(shares) > 1 and next(stream) % 3 == 0:
            moved = next(stream) % len(shares)
            shares[moved - 1] += shares[moved]
            shares[moved] = fmpq(0)
        if self.model.turned:
            first = next(words(0, ("turned", law.name))) % len(shares)
            shares = shares[first:] + shares[:first]
        for number, share in zip(unknown, shares, strict=True):
            known[number] = share * left
        return known

    def _weight(self, shape: Shape, values: Values, parameters: Values) -> Number:
        role = shape.roles[-1]
        if self.model.only_fixed:
            raise Unable(f"nothing says what {plain_name(shape.law.name)} is there")
        arguments = _plain((role, *shape.roles[:-1]), (values[-1], *values[:-1]))
        draw = next(words(self.model.seed, ("weight", *self._named(shape.law), *arguments, parameters)))
        return fmpq(1 + draw % 2999, 1000) if role.kind in ("real", "line") else fmpq(1 + draw % 998, 1000)

    def _named(self, law: Law) -> tuple[object, ...]:
        return () if self.model.coincide or self.model.turned else (law.name, law.positive, law.space is None)

    def _note(self, shape: Shape, values: Values, parameters: Values) -> None:
        if shape.open_places:
            self.touched |= {values[place] for place in shape.open_places}
        if parameters:
            self.touched |= set(parameters)

    def verify(self) -> None:
        """Raise `Inconsistent` unless the probabilities asked for so far are those of one joint law, summing to 1."""
        for (application, values, parameters), (value, _) in list(self._asked.items()):
            if not self._is_told(application):
                continue
            whole = self._joint_at(application.whole, values, parameters)
            part = self._joint_at(application.part, values, parameters)
            if not agree(value * part, whole):
                raise Inconsistent
        rows = ((shape, values[:-1], parameters) for shape, values, parameters in self._joint)
        for shape, rest, parameters in list(dict.fromkeys(rows)):
            role = shape.roles[-1]
            if role.space is None or not self._is_told(shape):
                continue
            total = fmpq(0)
            for element in self.model.elements(role):
                total += self.joint(shape, (*rest, element), parameters)
            if not agree(total, self.joint(shape.rest, rest, parameters)):
                raise Inconsistent

    def looked_up(self) -> Iterator[tuple[str, str]]:
        """The probabilities that were asked for with a condition, a parameter or an infinite argument, for a reader."""
        for (application, values, parameters), (value, _) in self._asked.items():
            law, outcomes, given = application.law, values[: application.outcomes], values[application.outcomes :]
            if law.space is not None and not given and not parameters:
                continue
            text = ", ".join(map(decimal_text, outcomes))
            if given:
                text += "|" + ", ".join(map(decimal_text, given))
            if parameters:
                text += "; " + ", ".join(map(decimal_text, parameters))
            yield plain_name(f"{law.name}({text})"), decimal_text(value)

    # Hypotheses ----------------------------------------------------------------------------------------------------

    def _is_told(self, applied: Shape | Application) -> bool:
        """Whether hypotheses fix probabilities of a law; they fix none of a law that was given in numbers."""
        return applied.has_hypotheses and applied.law not in self.given and applied.law not in self.tables

    def _override(self, matches: tuple[Match, ...], values: Values, parameters: Values) -> Number | None:
        """What a hypothesis says the probability is, matched by value; `None` when none speaks of it."""
        for match in matches:
            environment = self._solve(match, (*values, *parameters) if parameters else values)
            if environment is not None:
                if self._depth > _DEPTH:
                    raise Unable("the hypotheses go round in circles")
                self._depth += 1
                try:
                    return self.model.value(match.entry.right, environment)
                finally:
                    self._depth -= 1
        return None

    def _solve(self, match: Match, values: Values) -> Environment | None:
        """Values for the variables of a hypothesis at which its left side has these arguments."""
        environment: Environment = {}
        for variable, place in match.direct:
            if not self._fits(variable, values[place]):
                return None
            environment[variable] = values[place]
        if not match.rest:
            return None if match.ranging else environment
        wanted = tuple([values[place] for _, place in match.rest])
        if match.is_table:
            instances = self._instances_of(match)
            if instances is not None:
                choice = instances.get(wanted)
                if choice is None:
                    return None
                environment.update(zip([variable for variable, _ in match.ranging], choice, strict=True))
                return environment
        for family, place in match.families:
            # said of one component of every vector: the others do not matter, and `check` tries more vectors
            lower, upper = self.model.bounds(family)
            environment[family] = (values[place],) * (upper - lower + 1)
        for choice in self._choices(match):
            trial = {**environment, **dict(zip([variable for variable, _ in match.ranging], choice, strict=True))}
            if all(self.model.value(pattern, trial) == values[place] for pattern, place in match.rest):
                return trial
        return None

    def _choices(self, match: Match) -> Iterator[Values]:
        """The values of the indices such that every member of a family that they pick exists."""
        ranges = []
        for _, family in match.ranging:
            lower, upper = (1, 0) if family is None else self.model.bounds(family)
            ranges.append(self.model.integers(lower, upper))
        return product(*ranges)

    def _instances_of(self, match: Match) -> dict[Values, Values] | None:
        """The first choice of indices for each of the arguments it leads to; `None` where they are no table."""
        found = self._instances.get(id(match))
        if found is None:
            found = self._instances[id(match)] = (match, self._tabulated(match))
        return found[1]

    def _tabulated(self, match: Match) -> dict[Values, Values] | None:
        table: dict[Values, Values] = {}
        names = [variable for variable, _ in match.ranging]
        for choice in self._choices(match):
            trial = dict(zip(names, choice, strict=True))
            try:
                arguments = tuple([self.model.value(pattern, trial) for pattern, _ in match.rest])
            except Undefined:
                return None
            if any(isinstance(value, arb) for value in arguments):
                return None
            table.setdefault(arguments, choice)
        return table

    def _fits(self, variable: Symbol, value: Value) -> bool:
        match variable.sort:
            case Real() as sort:
                return is_exact(value) and within(value, sort) is True
            case Integer() as sort:
                return self.model.integer_fits(as_integer(value), sort)
            case Data():
                return isinstance(value, Opaque)
            case Outcome():
                return True
            case Family():
                return isinstance(value, tuple)
            case _:
                return False


def _plain(roles: Roles, values: Values) -> tuple[object, ...]:
    return tuple([(role.kind, role.name, value) for role, value in zip(roles, values, strict=True)])


def _require_exact(value: Value) -> None:
    if isinstance(value, arb):
        raise Unable("a law is applied to a number that is not rational")
    if not isinstance(value, (fmpq, Point, Opaque, tuple)):
        raise Unable("a law is applied to a set")

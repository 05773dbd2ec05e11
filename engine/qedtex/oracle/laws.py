"""Random laws of probability: one joint law for all that a name is applied to, so that Bayes' theorem holds in it.

p(a | b) is J(a, b) / J(b) for one function J of sets of arguments. J is built by the chain rule, in a fixed order of
the roles of the arguments, from random tables that sum to 1 over each finite role; finite roles that are left out are
summed over. An infinite role that is left out, as the parameter in p(D), cannot be summed over: J without it is drawn
afresh, which is a mixture over values of the parameter that the claim does not speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING, TypeVar

from flint import arb, fmpq

from qedtex.context import Hypothesis
from qedtex.names import plain_name
from qedtex.oracle.setting import Role, Setting
from qedtex.oracle.values import (
    Inconsistent,
    Number,
    Opaque,
    Point,
    Unable,
    Undefined,
    Value,
    as_integer,
    ball,
    decimal_text,
    is_exact,
    lighten,
    split_unit,
    within,
    words,
)
from qedtex.sorts import Data, Family, Integer, Outcome, Real
from qedtex.terms import Index, Law, Prob, Symbol, Term

if TYPE_CHECKING:
    from qedtex.oracle.model import Model

Argument = tuple[Role, Value]
Arguments = tuple[Argument, ...]
Values = tuple[Value, ...]
Environment = dict[Symbol, Value]

_DEPTH = 24
_MOST_ARGUMENTS = 5
_WHOLES = ("vector", "sample")

Key = TypeVar("Key", bound=Hashable)
Memory = TypeVar("Memory")


class Laws:
    """The probabilities of one model: functions of the values of the arguments and of what they stand for."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.setting: Setting = model.setting
        self.touched: set[Value] = set()
        """The values that random tables have been looked up with, since whoever wants to know last emptied it."""
        self.given: dict[Law, list[Number]] = {}
        self._asked: dict[tuple[Law, Arguments, Arguments, Values], tuple[Number, set[Value]]] = {}
        self._joint: dict[tuple[Law, Arguments, Values], tuple[Number, set[Value]]] = {}
        self._rows: dict[tuple[Law, Role, Arguments, Values], tuple[list[Number], set[Value]]] = {}
        self._pending: dict[tuple[Law, Arguments, Values], Number | None] = {}
        self._depth = 0

    def forget(self) -> None:
        """Drop what was computed at another precision; what was drawn is drawn again the same."""
        self._asked.clear()
        self._joint.clear()
        self._rows.clear()

    def probability(self, law: Law, outcomes: Arguments, given: Arguments, parameters: Values) -> Number:
        """The mass or density at the outcomes; raises `Undefined` when what it is conditioned on has mass 0."""
        for _, value in (*outcomes, *given):
            _require_exact(value)
        for value in parameters:
            _require_exact(value)
        if len(outcomes) + len(given) > _MOST_ARGUMENTS:
            raise Unable("a law is applied to too many arguments")
        key = (law, outcomes, given, parameters)
        return self._remembered(self._asked, key, lambda: self._quotient(law, outcomes, given, parameters))

    def _remembered(
        self, memory: dict[Key, tuple[Memory, set[Value]]], key: Key, compute: Callable[[], Memory]
    ) -> Memory:
        """A value computed once, together with the values that random tables were looked up with on the way."""
        found = memory.get(key)
        if found is None:
            outer, self.touched = self.touched, set()
            try:
                value = compute()
                found = memory[key] = (value, self.touched)
            finally:
                self.touched = outer
        self.touched |= found[1]
        return found[0]

    def _quotient(self, law: Law, outcomes: Arguments, given: Arguments, parameters: Values) -> Number:
        if self._depth > _DEPTH:
            raise Unable("the hypotheses go round in circles")
        self._depth += 1
        try:
            hypotheses = self._hypotheses(law)
            if hypotheses:
                found = self._override(hypotheses, outcomes, given, parameters)
                if found is not None:
                    return found
            whole = self.joint(law, self._sorted(law, (*outcomes, *given)), parameters)
            if not given:
                return whole
            part = self.joint(law, self._sorted(law, given), parameters)
            if part == 0:
                raise Undefined
            return whole / part
        finally:
            self._depth -= 1

    def joint(self, law: Law, arguments: Arguments, parameters: Values) -> Number:
        """The joint mass or density of arguments in the order of the chain rule."""
        if not arguments:
            return fmpq(1)
        key = (law, arguments, parameters)
        if key in self._pending:
            provisional = self._pending[key]
            if provisional is None:
                provisional = self._pending[key] = self._by_chain(law, arguments, parameters)
            return provisional
        if self._hypotheses(law) and key not in self._joint:
            self._marginals_first(law, arguments, parameters)
        return self._remembered(self._joint, key, lambda: self._checked(key))

    def _marginals_first(self, law: Law, arguments: Arguments, parameters: Values) -> None:
        """Where p(x, y) is said to be p(x) p(y), p(y) has to be drawn before it is summed out of p(x, y)."""
        for omitted in arguments:
            others = tuple(argument for argument in arguments if argument is not omitted)
            if others and self._missing(law, others) and (law, others, parameters) not in self._pending:
                self.joint(law, others, parameters)

    def _checked(self, key: tuple[Law, Arguments, Values]) -> Number:
        """Compute a joint mass; a value that was assumed for it on the way has to be the one that comes out."""
        self._pending[key] = None
        try:
            value = self._compute(*key)
            provisional = self._pending[key]
        finally:
            del self._pending[key]
        if provisional is not None and not ball(provisional).overlaps(ball(value)):
            raise Inconsistent
        return lighten(value)

    def _compute(self, law: Law, arguments: Arguments, parameters: Values) -> Number:
        found: list[Number] = []
        hypotheses = self._hypotheses(law)
        if hypotheses:
            for size in range(1, len(arguments) + 1):
                for outcomes in combinations(arguments, size):
                    if outcomes == arguments[-1:] and outcomes[0][0].space is not None:
                        continue  # the row of its masses honours what is said of one finite role
                    given = tuple(argument for argument in arguments if argument not in outcomes)
                    value = self._override(hypotheses, outcomes, given, parameters)
                    if value is not None:
                        found.append(value * self.joint(law, given, parameters))
        missing = self._missing(law, arguments)
        if missing is not None:
            total = fmpq(0)
            self.model.evaluator.spend(len(self.model.elements(missing)))
            for element in self.model.elements(missing):
                total += self.joint(law, self._sorted(law, (*arguments, (missing, element))), parameters)
            found.append(total)
        if not found:
            return self._by_chain(law, arguments, parameters)
        if any(not ball(found[0]).overlaps(ball(other)) for other in found[1:]):
            raise Inconsistent
        return next((value for value in found if is_exact(value)), found[0])

    def _missing(self, law: Law, arguments: Arguments) -> Role | None:
        """The first finite role that comes before one of the arguments in the chain rule and is not among them."""
        last = arguments[-1][0]
        if last.space is None:
            return None
        present = {role for role, _ in arguments}
        order = self.setting.order
        earlier = [
            role
            for role in self.setting.laws.get(law, {})
            if role.space is not None and role not in present and order(law, role) < order(law, last)
        ]
        return min(earlier, key=lambda role: order(law, role), default=None)

    def _by_chain(self, law: Law, arguments: Arguments, parameters: Values) -> Number:
        *others, (role, value) = arguments
        rest = tuple(others)
        if role.space is not None:
            position = self.model.position(role, value)
            mass = self.row(law, role, rest, parameters)[position]
        else:
            self._note(rest, parameters, value)
            if any(entry.kind in _WHOLES for entry, _ in arguments):
                self._refuse_members(law, role, rest)
            mass = self._weight(law, role, value, rest, parameters)
        return mass * self.joint(law, rest, parameters)

    def row(self, law: Law, role: Role, rest: Arguments, parameters: Values) -> list[Number]:
        """The masses of the outcomes of a finite role, given the arguments before it; they sum to 1."""
        if law in self.given:
            return self.given[law]
        self._note(rest, parameters, None)
        key = (law, role, rest, parameters)
        return self._remembered(self._rows, key, lambda: self._draw_row(law, role, rest, parameters))

    def _draw_row(self, law: Law, role: Role, rest: Arguments, parameters: Values) -> list[Number]:
        elements = self.model.elements(role)
        known: list[Number | None] = [None] * len(elements)
        hypotheses = self._hypotheses(law)
        if hypotheses:
            known = [self._override(hypotheses, ((role, element),), rest, parameters) for element in elements]
        left = fmpq(1)
        for mass in known:
            if mass is not None:
                left -= mass
        unknown = [number for number, mass in enumerate(known) if mass is None]
        if any(mass is not None and not (mass > 0 or (mass == 0 and not law.positive)) for mass in known):
            raise Inconsistent
        if not unknown:
            if not ball(left).contains(0):
                raise Inconsistent
            return known
        if not (left > 0 or (left == 0 and not law.positive)):
            raise Inconsistent
        stream = words(self.model.seed, ("row", *self._named(law), *_plain((role, None), *rest), parameters))
        shares = split_unit(len(unknown), stream)
        if not law.positive and len(shares) > 1 and next(stream) % 3 == 0:
            moved = next(stream) % len(shares)
            shares[moved - 1] += shares[moved]
            shares[moved] = fmpq(0)
        for number, share in zip(unknown, shares, strict=True):
            known[number] = share * left
        return known

    def _weight(self, law: Law, role: Role, value: Value, rest: Arguments, parameters: Values) -> Number:
        key = ("weight", *self._named(law), *_plain((role, value), *rest), parameters)
        draw = next(words(self.model.seed, key))
        return fmpq(1 + draw % 2999, 1000) if role.kind in ("real", "line") else fmpq(1 + draw % 998, 1000)

    def _named(self, law: Law) -> tuple[object, ...]:
        return () if self.model.coincide else (law.name, law.positive, law.space is None)

    def _note(self, rest: Arguments, parameters: Values, value: Value) -> None:
        self.touched.update(entry for _, entry in rest)
        self.touched.update(parameters)
        self.touched.add(value)

    def _refuse_members(self, law: Law, role: Role, rest: Arguments) -> None:
        """A sample as a whole and its members are not independent random variables."""
        alone, accompanied = self.setting.alone.get(law, set()), self.setting.accompanied.get(law, set())
        related = accompanied if rest else set()
        if role.kind in _WHOLES:
            related = related | alone
        names = {entry.name for entry in (role, *(entry for entry, _ in rest)) if entry.kind in _WHOLES}
        if any(entry.kind not in _WHOLES and entry.name in names for entry in related):
            raise Unable("a sample and its members are given probabilities by one law, and no hypothesis ties them")

    def verify(self) -> None:
        """Raise `Inconsistent` unless the probabilities asked for so far are those of one joint law, summing to 1."""
        for law, outcomes, given, parameters in list(self._asked):
            if not self._hypotheses(law):
                continue
            whole = self.joint(law, self._sorted(law, (*outcomes, *given)), parameters)
            part = self.joint(law, self._sorted(law, given), parameters)
            value, _ = self._asked[law, outcomes, given, parameters]
            if not ball(value * part).overlaps(ball(whole)):
                raise Inconsistent
        for law, arguments, parameters in list(self._joint):
            *others, (role, _) = arguments
            if role.space is None or not self._hypotheses(law):
                continue
            total = fmpq(0)
            for element in self.model.elements(role):
                total += self.joint(law, (*others, (role, element)), parameters)
            if not ball(total).overlaps(ball(self.joint(law, tuple(others), parameters))):
                raise Inconsistent

    def looked_up(self) -> Iterator[tuple[str, str]]:
        """The probabilities that were asked for with a condition, a parameter or an infinite argument, for a reader."""
        for (law, outcomes, given, parameters), (value, _) in self._asked.items():
            if law.space is not None and not given and not parameters:
                continue
            text = ", ".join(decimal_text(entry) for _, entry in outcomes)
            if given:
                text += "|" + ", ".join(decimal_text(entry) for _, entry in given)
            if parameters:
                text += "; " + ", ".join(decimal_text(entry) for entry in parameters)
            yield plain_name(f"{law.name}({text})"), decimal_text(value)

    def _sorted(self, law: Law, arguments: Arguments) -> Arguments:
        roles = [role for role, _ in arguments]
        if len(set(roles)) < len(roles):
            raise Unable("one random variable occurs twice among the arguments of a law")
        return tuple(sorted(arguments, key=lambda argument: self.setting.order(law, argument[0])))

    # Hypotheses ----------------------------------------------------------------------------------------------------

    def _hypotheses(self, law: Law) -> list[Hypothesis]:
        """The equations that fix probabilities of a law; none for a law that was given in numbers."""
        return [] if law in self.given else self.setting.overrides.get(law, [])

    def _override(
        self, hypotheses: list[Hypothesis], outcomes: Arguments, given: Arguments, parameters: Values
    ) -> Number | None:
        """What a hypothesis says the probability is, matched by value; `None` when none speaks of it."""
        for entry in hypotheses:
            environment = self._match(entry, outcomes, given, parameters)
            if environment is not None:
                if self._depth > _DEPTH:
                    raise Unable("the hypotheses go round in circles")
                self._depth += 1
                try:
                    return self.model.value(entry.right, environment)
                finally:
                    self._depth -= 1
        return None

    def _match(
        self, entry: Hypothesis, outcomes: Arguments, given: Arguments, parameters: Values
    ) -> Environment | None:
        left = entry.left
        if not isinstance(left, Prob):
            return None
        pattern = left.distribution
        if len(left.outcomes) != len(outcomes) or len(pattern.given) != len(given):
            return None
        if len(pattern.parameters) != len(parameters):
            return None
        unnamed = tuple((None, value) for value in parameters)
        for first, second in product(permutations(outcomes), permutations(given)):
            patterns = (*left.outcomes, *pattern.given, *pattern.parameters)
            found = self._solve(entry, left, patterns, (*first, *second, *unnamed))
            if found is not None:
                return found
        return None

    def _solve(
        self, entry: Hypothesis, left: Prob, patterns: tuple[Term, ...], values: tuple[tuple[Role | None, Value], ...]
    ) -> Environment | None:
        environment: Environment = {}
        rest: list[tuple[int, Term, Role | None, Value]] = []
        for number, (pattern, (role, value)) in enumerate(zip(patterns, values, strict=True)):
            if not (isinstance(pattern, Symbol) and pattern in entry.variables):
                rest.append((number, pattern, role, value))
                if isinstance(pattern, Index) and pattern.family in entry.variables:
                    # said of one component of every vector: the others do not matter, and `check` tries more vectors
                    lower, upper = self.model.bounds(pattern.family)
                    environment.setdefault(pattern.family, (value,) * (upper - lower + 1))
            elif pattern in environment or not self._fits(pattern, role, value, left.distribution.law):
                return None
            else:
                environment[pattern] = value
        law = left.distribution.law
        for number, pattern, role, _ in rest:
            place = number - len(left.outcomes)
            if role is not None and self.setting.role(pattern, law, given_at=None if place < 0 else place) != role:
                return None
        open_variables = [variable for variable in entry.variables if variable not in environment]
        ranges = [self._candidates(variable, rest) for variable in open_variables]
        for choice in product(*ranges):
            trial = {**environment, **dict(zip(open_variables, choice, strict=True))}
            if all(self.model.value(pattern, trial) == value for _, pattern, _, value in rest):
                return trial
        return None

    def _fits(self, variable: Symbol, role: Role | None, value: Value, law: Law) -> bool:
        match variable.sort:
            case Real() as sort:
                named = role is None or (role.name == sort.role if role.kind == "real" else role.kind == "number")
                return named and is_exact(value) and within(value, sort) is True
            case Integer() as sort:
                return self.model.integer_fits(as_integer(value), sort)
            case Data(name):
                return isinstance(value, Opaque) and (role is None or role.name == name)
            case Outcome(space):
                return role is None or role.space == space
            case Family():
                return isinstance(value, tuple) and (
                    role is None or role == self.setting.role(variable, law, given_at=0)
                )
            case _:
                return False

    def _candidates(self, variable: Symbol, rest: list[tuple[int, Term, Role | None, Value]]) -> list[Value]:
        """The values of an index such that every member of a family that it picks exists."""
        for _, pattern, _, _ in rest:
            for node in pattern.walk():
                if isinstance(node, Index) and node.at == variable:
                    lower, upper = self.model.bounds(node.family)
                    return [fmpq(number) for number in range(lower, upper + 1)]
        return []


def _plain(*arguments: Argument) -> tuple[object, ...]:
    return tuple((role.kind, role.name, value) for role, value in arguments)


def _require_exact(value: Value) -> None:
    if isinstance(value, arb):
        raise Unable("a law is applied to a number that is not rational")
    if not isinstance(value, (fmpq, Point, Opaque, tuple)):
        raise Unable("a law is applied to a set")

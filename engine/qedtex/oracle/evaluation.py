"""The value of a term in a model, by the textbook definition of each node, as a rational or a rigorous enclosure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flint import arb, fmpq

from qedtex.oracle.enclosures import finite, greatest, logarithm, power, quotient, square_root
from qedtex.oracle.laws import Argument, Environment
from qedtex.oracle.setting import Role, outcome_role
from qedtex.oracle.values import (
    Indeterminate,
    Number,
    Unable,
    Undefined,
    Value,
    as_integer,
    ball,
    exact,
    lighten,
)
from qedtex.sorts import Outcome
from qedtex.terms import (
    KL,
    Abs,
    Add,
    Argmax,
    Argmin,
    Const,
    CrossEntropy,
    Distribution,
    Div,
    Entropy,
    Event,
    Exp,
    Expectation,
    Extremum,
    Index,
    Law,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Over,
    Pow,
    Prob,
    ProductOver,
    Range,
    SelfInformation,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    sort_of,
)

if TYPE_CHECKING:
    from qedtex.oracle.model import Model
    from qedtex.oracle.refute import Budget


def evaluate(term: Term, model: Model) -> Value:
    """The value of a term in a model: a number, or for an argmax or argmin the set of extreme points of the grid.

    Raises `Undefined` where the term has no value at this point, `Unable` where it is out of the oracle's reach,
    `Indeterminate` where the working precision is too small to tell.
    """
    return model.value(term)


class Evaluator:
    """Evaluates the terms of one model; what binds is passed down as an environment."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.budget: Budget | None = None
        self._plans: dict[Prob, tuple[tuple[Role, ...], tuple[Role, ...]]] = {}
        self._simple: dict[tuple[Law, Value], Number] = {}
        self._nodes: dict[type[Term], Callable[..., Value]] = {
            Num: self._num,
            Const: self._const,
            Symbol: self._symbol,
            Index: self._index,
            Add: self._add,
            Mul: self._mul,
            Neg: self._neg,
            Div: self._div,
            Pow: self._pow,
            Sqrt: self._sqrt,
            Abs: self._abs,
            Exp: self._exp,
            Log: self._log,
            Sigmoid: self._sigmoid,
            Norm: self._norm,
            SumOver: self._sum,
            ProductOver: self._product,
            Argmax: self._extremum,
            Argmin: self._extremum,
            Event: self._event,
            Prob: self._prob,
            Expectation: self._expectation,
            SelfInformation: self._self_information,
            Entropy: self._entropy,
            CrossEntropy: self._cross_entropy,
            KL: self._kl,
        }

    def forget(self) -> None:
        """Drop the probabilities that were computed at another precision."""
        self._simple.clear()

    def value(self, term: Term, environment: Environment) -> Value:
        """The value of a term, with values for the symbols that are bound around it."""
        node = self._nodes.get(type(term))
        if node is None:
            raise Unable(f"the oracle cannot evaluate {type(term).__name__}")
        return node(term, environment)

    def number(self, term: Term, environment: Environment) -> Number:
        """The value of a term that has to be a number."""
        value = self.value(term, environment)
        if not isinstance(value, (fmpq, arb)):
            raise Unable("something that is not a number is calculated with")
        return value

    # Arithmetic ----------------------------------------------------------------------------------------------------

    def _num(self, term: Num, _: Environment) -> Number:
        return exact(term.value)

    def _const(self, term: Const, _: Environment) -> Number:
        if term.name == "pi":
            return arb.pi()
        if term.name == "e":
            return arb.const_e()
        raise Unable("infinity has no value")

    def _symbol(self, term: Symbol, environment: Environment) -> Value:
        found = environment.get(term)
        return self.model.symbol(term) if found is None else found

    def _index(self, term: Index, environment: Environment) -> Value:
        bound = environment.get(term.family)
        if bound is None:
            return self.model.member(term.family, self.number(term.at, environment))
        number = as_integer(self.number(term.at, environment))
        lower, upper = self.model.bounds(term.family)
        if number is None or not lower <= number <= upper:
            raise Undefined
        return bound[number - lower]

    def _event(self, term: Event, environment: Environment) -> Value:
        return self.value(term.value, environment)

    def _add(self, term: Add, environment: Environment) -> Number:
        total = self.number(term.terms[0], environment)
        for part in term.terms[1:]:
            total = total + self.number(part, environment)
        return lighten(total)

    def _mul(self, term: Mul, environment: Environment) -> Number:
        total = self.number(term.factors[0], environment)
        for part in term.factors[1:]:
            total = total * self.number(part, environment)
        return lighten(total)

    def _neg(self, term: Neg, environment: Environment) -> Number:
        return -self.number(term.of, environment)

    def _div(self, term: Div, environment: Environment) -> Number:
        return quotient(self.number(term.over, environment), self.number(term.by, environment))

    def _pow(self, term: Pow, environment: Environment) -> Number:
        return power(self.number(term.base, environment), self.number(term.exponent, environment))

    def _sqrt(self, term: Sqrt, environment: Environment) -> Number:
        return square_root(self.number(term.of, environment))

    def _abs(self, term: Abs, environment: Environment) -> Number:
        return abs(self.number(term.of, environment))

    def _exp(self, term: Exp, environment: Environment) -> Number:
        return finite(ball(self.number(term.of, environment)).exp())

    def _sigmoid(self, term: Sigmoid, environment: Environment) -> Number:
        return finite(1 / (1 + (-ball(self.number(term.of, environment))).exp()))

    def _log(self, term: Log, environment: Environment) -> Number:
        value = logarithm(self.number(term.of, environment))
        return value if term.base is None else value / self._unit(term.base, environment)

    def _unit(self, base: Term | None, environment: Environment) -> Number:
        """The logarithm of a base, by which natural logarithms are divided."""
        if base is None:
            return fmpq(1)
        number = self.number(base, environment)
        if number == 1:
            raise Undefined
        value = logarithm(number)
        if value.contains(0):
            raise Indeterminate
        return value

    def _norm(self, term: Norm, environment: Environment) -> Number:
        members = environment.get(term.vector) or self.model.members_of(term.vector)
        if term.order == 1:
            return sum((abs(entry) for entry in members), fmpq(0))
        return square_root(sum((entry * entry for entry in members), fmpq(0)))

    # Sums and extrema ----------------------------------------------------------------------------------------------

    def spend(self, count: int) -> None:
        """Take the terms of a sum or product off the budget; raises `Unable` when they are too many."""
        if count > 100_000:
            raise Unable("a sum or product of more than 100000 terms")
        if self.budget is not None:
            self.budget.spend(count)

    def _domain(self, domain: Term, environment: Environment) -> Iterable[Value]:
        match domain:
            case Range(lower, upper):
                first, last = self.model.integer(lower, environment), self.model.integer(upper, environment)
                self.spend(max(0, last - first + 1))
                return (fmpq(number) for number in range(first, last + 1))
            case Over(space):
                elements = self.model.elements(outcome_role(space))
                self.spend(len(elements))
                return elements
            case _:
                raise Unable("a sum or product over something other than a finite range")

    def _sum(self, term: SumOver, environment: Environment) -> Number:
        total = fmpq(0)
        inner = dict(environment)
        for value in self._domain(term.domain, environment):
            inner[term.variable] = value
            total = lighten(total + self.number(term.body, inner))
        return total

    def _product(self, term: ProductOver, environment: Environment) -> Number:
        total = fmpq(1)
        inner = dict(environment)
        for value in self._domain(term.domain, environment):
            inner[term.variable] = value
            total = lighten(total * self.number(term.body, inner))
        return total

    def _extremum(self, term: Extremum, environment: Environment) -> frozenset[Value]:
        """The extreme points of a finite grid that stands for the parameter set.

        The set is left open by the claims that are made of it: "for every parameter set". So a difference on a grid
        refutes, but only where the objective applies a law that is left open to the variable: an explicit objective,
        such as a square, has its extrema somewhere on the real line and seldom on a grid, hence `Unable` for it.
        """
        points = self.model.grid(term.variable.sort)
        self.spend(len(points))
        laws = self.model.laws
        values: list[tuple[Value, Number]] = []
        sign = 1 if isinstance(term, Argmax) else -1
        for point in points:
            outer, laws.touched = laws.touched, set()
            try:
                value = self.number(term.body, {**environment, term.variable: point})
                parts = point if isinstance(point, tuple) else (point,)
                is_open = point in laws.touched or any(part in laws.touched for part in parts)
            finally:
                laws.touched |= outer
            if not is_open:
                raise Unable("an argmax or argmin of a function that is given explicitly")
            values.append((point, sign * value))
        return greatest(values)

    # Probability ---------------------------------------------------------------------------------------------------

    def _plan(self, term: Prob) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
        found = self._plans.get(term)
        if found is None:
            law, role = term.distribution.law, self.model.setting.role
            found = (
                tuple(role(outcome, law) for outcome in term.outcomes),
                tuple(role(given, law, given_at=place) for place, given in enumerate(term.distribution.given)),
            )
            self._plans[term] = found
        return found

    def _prob(self, term: Prob, environment: Environment) -> Number:
        distribution = term.distribution
        law = distribution.law
        outcomes = tuple(self.value(outcome, environment) for outcome in term.outcomes)
        is_simple = not distribution.given and not distribution.parameters and law.space is not None
        if is_simple and len(outcomes) == 1:
            return self.mass(distribution, outcomes[0], environment)
        if law.sample is not None:
            return self._frequency(distribution, outcomes)
        roles, given_roles = self._plan(term)
        given = tuple(self.value(part, environment) for part in distribution.given)
        parameters = tuple(self.value(part, environment) for part in distribution.parameters)
        return self.model.laws.probability(
            law,
            tuple(zip(roles, outcomes, strict=True)),
            tuple(zip(given_roles, given, strict=True)),
            parameters,
        )

    def _frequency(self, distribution: Distribution, outcomes: tuple[Value, ...]) -> Number:
        sample = distribution.law.sample
        if sample is None or distribution.given or distribution.parameters or len(outcomes) != 1:
            raise Unable("an empirical law with a condition or a parameter")
        members = self.model.members_of(sample)
        if not members:
            raise Undefined
        return fmpq(members.count(outcomes[0]), len(members))

    def mass(self, distribution: Distribution, outcome: Value, environment: Environment) -> Number:
        """The mass that a distribution gives to one outcome of its space."""
        law = distribution.law
        simple = not distribution.given and not distribution.parameters
        if simple:
            found = self._simple.get((law, outcome))
            if found is not None:
                return found
        if law.sample is not None:
            return self._frequency(distribution, (outcome,))
        role = self.model.setting.role
        argument: Argument = (role(None, law), outcome)
        if argument[0].space is not None:
            self.model.position(argument[0], outcome)
        given = tuple(
            (role(part, law, given_at=place), self.value(part, environment))
            for place, part in enumerate(distribution.given)
        )
        parameters = tuple(self.value(part, environment) for part in distribution.parameters)
        value = self.model.laws.probability(law, (argument,), given, parameters)
        if simple:
            self._simple[law, outcome] = value
        return value

    def _outcomes(self, distribution: Distribution) -> list[Value]:
        law = distribution.law
        if law.sample is not None:
            return list(dict.fromkeys(self.model.members_of(law.sample)))
        if law.space is None:
            raise Unable("a general law is spoken of without an outcome")
        return self.model.elements(self.model.setting.role(None, law))

    def _expectation(self, term: Expectation, environment: Environment) -> Number:
        distribution = term.distribution
        if not isinstance(distribution, Distribution):
            raise Unable("an expectation under something other than a distribution")
        law, variable = distribution.law, term.variable
        total = fmpq(0)
        inner = dict(environment)
        if law.sample is not None or law.space is not None:
            outcomes = self._outcomes(distribution)
            masses = [self.mass(distribution, outcome, environment) for outcome in outcomes]
        else:
            sort = sort_of(variable)
            if not isinstance(sort, Outcome):
                raise Unable("an expectation over something other than a finite space")
            outcomes = self.model.elements(self.model.setting.role(variable, law))
            prob = Prob(distribution, (variable,))
            masses = [self._prob(prob, {**environment, variable: outcome}) for outcome in outcomes]
        self.spend(len(outcomes))
        for outcome, mass in zip(outcomes, masses, strict=True):
            inner[variable] = outcome
            total = lighten(total + mass * self.number(term.body, inner))
        return total

    def _self_information(self, term: SelfInformation, environment: Environment) -> Number:
        prob = Prob(term.distribution, (term.outcome,))
        return -logarithm(self._prob(prob, environment)) / self._unit(term.base, environment)

    def _entropy(self, term: Entropy, environment: Environment) -> Number:
        return -self._weighted_log(term.distribution, None, environment) / self._unit(term.base, environment)

    def _cross_entropy(self, term: CrossEntropy, environment: Environment) -> Number:
        unit = self._unit(term.base, environment)
        return -self._weighted_log(term.distribution, term.other, environment) / unit

    def _kl(self, term: KL, environment: Environment) -> Number:
        total = fmpq(0)
        for outcome in self._outcomes(term.distribution):
            mass = self.mass(term.distribution, outcome, environment)
            if mass == 0:
                continue  # 0 log (0 / q) = 0 by convention
            total += mass * logarithm(quotient(mass, self.mass(term.other, outcome, environment)))
        return total / self._unit(term.base, environment)

    def _weighted_log(self, distribution: Distribution, other: Distribution | None, environment: Environment) -> Number:
        """The sum of p log q over the outcomes, with 0 log q = 0 by convention; q is p where none is named."""
        total = fmpq(0)
        for outcome in self._outcomes(distribution):
            mass = self.mass(distribution, outcome, environment)
            if mass == 0:
                continue
            total += mass * logarithm(mass if other is None else self.mass(other, outcome, environment))
        return total

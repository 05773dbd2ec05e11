"""The value of a term in a model, by the textbook definition of each node, as a rational or a rigorous enclosure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flint import arb, fmpq

from qedtex.oracle.enclosures import finite, greatest, logarithm, power, quotient, square_root
from qedtex.oracle.laws import Environment
from qedtex.oracle.setting import outcome_role
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

_KEPT = frozenset((SumOver, ProductOver, Argmax, Argmin, Expectation, Prob, Log, Exp, Div, Entropy, CrossEntropy, KL))
"""The nodes whose values are worth keeping: the lines of a derivation have most of their parts in common."""


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
        self._numbers: dict[Num, Number] = {}
        self._simple: dict[tuple[Distribution, Value], Number] = {}
        self._kept: dict[tuple[object, ...], tuple[Value, frozenset[Value]]] = {}
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
        """Drop what was computed at another precision."""
        self._simple.clear()
        self._kept.clear()

    def value(self, term: Term, environment: Environment) -> Value:
        """The value of a term, with values for the symbols that are bound around it."""
        kind = type(term)
        node = self._nodes.get(kind)
        if node is None:
            raise Unable(f"the oracle cannot evaluate {kind.__name__}")
        return self._once(node, term, environment) if kind in _KEPT else node(term, environment)

    def _once(self, node: Callable[..., Value], term: Term, environment: Environment) -> Value:
        """The value of a node, computed once for each choice of the bound symbols that it depends on."""
        get = environment.get
        key = (term, *[get(symbol) for symbol in self.model.setting.dependence(term)])
        found = self._kept.get(key)
        laws = self.model.laws
        if found is None:
            outer, laws.touched = laws.touched, frozenset()
            try:
                found = self._kept[key] = (node(term, environment), laws.touched)
            finally:
                laws.touched = outer
        if found[1]:
            laws.touched |= found[1]
        return found[0]

    def number(self, term: Term, environment: Environment) -> Number:
        """The value of a term that has to be a number."""
        value = self.value(term, environment)
        if not isinstance(value, (fmpq, arb)):
            raise Unable("something that is not a number is calculated with")
        return value

    # Arithmetic ----------------------------------------------------------------------------------------------------

    def _num(self, term: Num, _: Environment) -> Number:
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = exact(term.value)
        return found

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
                return self.model.integers(first, last)
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
            outer, laws.touched = laws.touched, frozenset()
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

    def _prob(self, term: Prob, environment: Environment) -> Number:
        distribution, value = term.distribution, self.value
        law = distribution.law
        outcomes = tuple([value(outcome, environment) for outcome in term.outcomes])
        is_simple = not distribution.given and not distribution.parameters and law.space is not None
        if is_simple and len(outcomes) == 1:
            return self.mass(distribution, outcomes[0], environment)
        if law.sample is not None:
            return self._frequency(distribution, outcomes)
        given = [value(part, environment) for part in distribution.given]
        return self.model.laws.probability(
            self.model.setting.shapes.of_term(term),
            (*outcomes, *given),
            tuple([value(part, environment) for part in distribution.parameters]),
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
        law, value = distribution.law, self.value
        is_simple = not distribution.given and not distribution.parameters
        if is_simple:
            found = self._simple.get((distribution, outcome))
            if found is not None:
                return found
        if law.sample is not None:
            return self._frequency(distribution, (outcome,))
        application = self.model.setting.shapes.of_distribution(distribution)
        if application.roles[0].space is not None:
            self.model.position(application.roles[0], outcome)
        given = [value(part, environment) for part in distribution.given]
        parameters = tuple([value(part, environment) for part in distribution.parameters])
        mass = self.model.laws.probability(application, (outcome, *given), parameters)
        if is_simple:
            self._simple[distribution, outcome] = mass
        return mass

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

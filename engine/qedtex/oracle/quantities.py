"""The values of what is said of laws: probabilities, expectations, and the quantities of information theory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from itertools import product
from typing import TYPE_CHECKING

from flint import fmpq

from qedtex.oracle.enclosures import logarithm, quotient
from qedtex.oracle.laws import Environment
from qedtex.oracle.values import Number, Unable, Undefined, Value, lighten
from qedtex.sorts import Family, Outcome, Random
from qedtex.terms import (
    KL,
    CrossEntropy,
    Distribution,
    Entropy,
    Expectation,
    Prob,
    SelfInformation,
    Symbol,
    Term,
    VariableEntropy,
    sort_of,
)

if TYPE_CHECKING:
    from qedtex.oracle.model import Model


class Quantities(ABC):
    """The half of the evaluator that knows laws; the other half knows arithmetic."""

    model: Model
    _simple: dict[tuple[Distribution, Value], Number]

    @abstractmethod
    def value(self, term: Term, environment: Environment) -> Value:
        """The value of a term."""

    @abstractmethod
    def number(self, term: Term, environment: Environment) -> Number:
        """The value of a term that has to be a number."""

    @abstractmethod
    def spend(self, count: int) -> None:
        """Take terms off the budget."""

    @abstractmethod
    def unit(self, base: Term | None, environment: Environment) -> Number:
        """The logarithm of a base."""

    def prob(self, term: Prob, environment: Environment) -> Number:
        """A mass or density, by the definition of a conditional one."""
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

    def expectation(self, term: Expectation, environment: Environment) -> Number:
        """The mean over the outcomes."""
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
            masses = [self.prob(prob, {**environment, variable: outcome}) for outcome in outcomes]
        if isinstance(variable.sort, Family):
            return self._sample_mean(term, list(zip(outcomes, masses, strict=True)), environment)
        self.spend(len(outcomes))
        for outcome, mass in zip(outcomes, masses, strict=True):
            inner[variable] = outcome
            total = lighten(total + mass * self.number(term.body, inner))
        return total

    def _sample_mean(self, term: Expectation, law: list[tuple[Value, Number]], environment: Environment) -> Number:
        """The expectation over a sample: every choice of its members, with the product of their masses."""
        lower, upper = self.model.bounds(term.variable)
        size = max(0, upper - lower + 1)
        self.spend(len(law) ** min(size, 64))
        total = fmpq(0)
        for choice in product(law, repeat=size):
            mass: Number = fmpq(1)
            for _, part in choice:
                mass = mass * part
            inner = {**environment, term.variable: tuple(outcome for outcome, _ in choice)}
            total = lighten(total + mass * self.number(term.body, inner))
        return total

    def self_information(self, term: SelfInformation, environment: Environment) -> Number:
        """The negative logarithm of a mass."""
        prob = Prob(term.distribution, (term.outcome,))
        return -logarithm(self.prob(prob, environment)) / self.unit(term.base, environment)

    def entropy(self, term: Entropy, environment: Environment) -> Number:
        """The mean of -log p, with 0 log 0 = 0 by convention."""
        return -self._weighted_log(term.distribution, None, environment) / self.unit(term.base, environment)

    def cross_entropy(self, term: CrossEntropy, environment: Environment) -> Number:
        """The mean of -log q under p."""
        unit = self.unit(term.base, environment)
        return -self._weighted_log(term.distribution, term.other, environment) / unit

    def kl(self, term: KL, environment: Environment) -> Number:
        """The mean of log(p / q) under p."""
        total = fmpq(0)
        for outcome in self._outcomes(term.distribution):
            mass = self.mass(term.distribution, outcome, environment)
            if mass == 0:
                continue  # 0 log (0 / q) = 0 by convention
            total += mass * logarithm(quotient(mass, self.mass(term.other, outcome, environment)))
        return total / self.unit(term.base, environment)

    def _weighted_log(self, distribution: Distribution, other: Distribution | None, environment: Environment) -> Number:
        """The sum of p log q over the outcomes, with 0 log q = 0 by convention; q is p where none is named."""
        total = fmpq(0)
        for outcome in self._outcomes(distribution):
            mass = self.mass(distribution, outcome, environment)
            if mass == 0:
                continue
            total += mass * logarithm(mass if other is None else self.mass(other, outcome, environment))
        return total

    def variable_entropy(self, term: VariableEntropy, environment: Environment) -> Number:
        """The mean of -log p(of | given) under the joint law, with 0 log 0 = 0 by convention."""
        law, fixed, parameters = term.distribution.law, list(term.distribution.given), term.distribution.parameters
        of = tuple(_outcome(variable) for variable in term.of)
        drawn: list[Symbol] = []
        for part in term.given:
            if isinstance(part, Symbol) and isinstance(part.sort, Random):
                drawn.append(_outcome(part))
            else:
                fixed.append(part)
        symbols = (*of, *drawn)
        joint = Prob(Distribution(law, tuple(fixed), parameters), symbols)
        conditional = Prob(Distribution(law, (*fixed, *drawn), parameters), of)
        ranges = [self.model.elements(self.model.setting.role(symbol, law, given_at=0)) for symbol in symbols]
        total = fmpq(0)
        for values in product(*ranges):
            self.spend(1)
            inner = {**environment, **dict(zip(symbols, values, strict=True))}
            mass = self.prob(joint, inner)
            if mass != 0:
                total = lighten(total - mass * logarithm(self.prob(conditional, inner)))
        return total / self.unit(term.base, environment)


def _outcome(variable: Term) -> Symbol:
    """The outcome of a random variable, under a name that no formula uses."""
    if not isinstance(variable, Symbol) or not isinstance(variable.sort, Random):
        raise Unable("an entropy of something other than random variables")
    return Symbol(f"{variable.name} =", Outcome(variable.sort.space))

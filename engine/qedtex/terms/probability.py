"""Probability: laws, distributions, probabilities, expectations, and the quantities of information theory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from qedtex.errors import IllFormed
from qedtex.sorts import Data, Enumerated, Family, Integer, Outcome, Real, Sort, Space
from qedtex.terms.base import Given, Index, Number, Symbol, Term, term


@dataclass(frozen=True, slots=True)
class Law:
    """A law of probability by name: a mass function or a density, applied to outcomes with `p(x[i])` or `p(y | x)`.

    `space` is what it ranges over when it is spoken of without an outcome, as in H(p); `None` for a general law such
    as the p of Bayes' theorem, where p(theta) and p(D | theta) are told apart by their arguments. `positive` says that
    it has full support. `sample` is the family whose empirical distribution it is.
    """

    name: str
    space: Space | None = None
    positive: bool = True
    sample: Symbol | None = None

    def __call__(self, *arguments: Number | Given, params: Number | tuple[Number, ...] = ()) -> Prob:
        """The probability of outcomes, given what follows `|`; `params` come after a semicolon."""
        outcomes: list[Number] = []
        given: list[Number] = []
        conditioned = False
        for argument in arguments:
            if isinstance(argument, Given):
                outcomes.extend(argument.outcomes)
                given.extend(argument.given)
                conditioned = True
            else:
                (given if conditioned else outcomes).append(argument)
        if not outcomes:
            raise IllFormed("QT104", f"{self.name} is applied to no outcome")
        parameters = params if isinstance(params, tuple) else (params,)
        distribution = Distribution(self, tuple(map(term, given)), tuple(map(term, parameters)))
        return Prob(distribution, tuple(map(term, outcomes)))

    def __getitem__(self, index: Number) -> Prob:
        """The mass of the outcome with an index, written p_i."""
        return Prob(Distribution(self), (term(index),), indexed=True)

    def at(self, *params: Number) -> Distribution:
        """The distribution for parameters: `p_model.at(theta)`."""
        return Distribution(self, (), tuple(map(term, params)))

    def map_terms(self, change: Callable[[Term], Term]) -> Law:
        """The same law with the terms that its space and sample mention changed."""
        space = self.space.map_terms(change) if self.space is not None else None
        sample = self.sample
        if sample is not None:
            changed = change(sample)
            if not isinstance(changed, Symbol):
                raise IllFormed("QT105", f"the sample {sample} cannot be replaced by the expression {changed}")
            sample = changed
        return self if space is self.space and sample is self.sample else replace(self, space=space, sample=sample)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Distribution(Term):
    """A law with what it is conditioned on and its parameters fixed: p, p( . | x), p( . ; theta)."""

    law: Law
    given: tuple[Term, ...] = ()
    parameters: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Event(Term):
    """The outcome `value` of the random variable called `variable`, written x = 0 inside P( )."""

    variable: str
    value: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Prob(Term):
    """The mass or density of a distribution at outcomes: at least 0, and positive for a law of full support.

    At most 1 when every outcome lies in a finite space. `indexed` writes p_i for p(i).
    Source: Cover & Thomas (2006), section 2.1.
    """

    distribution: Distribution
    outcomes: tuple[Term, ...]
    indexed: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Expectation(Term):
    """The expectation of `body` over `variable` drawn from `distribution`. Source: Cover & Thomas (2006), (2.2)."""

    bound = True
    distribution: Term
    variable: Symbol
    body: Term

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The bound symbol."""
        return (self.variable,)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SelfInformation(Term):
    """The information -log p(x) of an outcome; nats, or bits with base 2. Source: Goodfellow et al. (2016), (3.48)."""

    distribution: Distribution
    outcome: Term
    base: Term | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Entropy(Term):
    """The entropy of a distribution; nats, or bits with base 2. Source: Cover & Thomas (2006), (2.1)."""

    distribution: Distribution
    base: Term | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CrossEntropy(Term):
    """The cross-entropy H(p, q) of two distributions over one space; undefined where q = 0 < p.

    Nats, or bits with base 2. Source: Goodfellow et al. (2016), (3.51).
    """

    distribution: Distribution
    other: Distribution
    base: Term | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class KL(Term):
    """The Kullback-Leibler divergence of two distributions over one space; undefined where q = 0 < p.

    Nats, or bits with base 2. Source: Cover & Thomas (2006), (2.26).
    """

    distribution: Distribution
    other: Distribution
    base: Term | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class VariableEntropy(Term):
    """The entropy H(X, Y | Z) of random variables under their joint distribution, given others or given their values.

    `of` are symbols of the sort `Random`. What is `given` is such a symbol, over which the mean is taken, or one
    outcome x, as in H(Y | x). Nats, or bits with base 2. Source: Cover & Thomas (2006), (2.8) and (2.10).
    """

    distribution: Distribution
    of: tuple[Term, ...]
    given: tuple[Term, ...] = ()
    base: Term | None = None


def sort_of(value: Term) -> Sort | None:
    """The sort of a symbol, a family's member or an event's value; `None` for an expression that is just a real."""
    match value:
        case Symbol(_, sort):
            return sort
        case Index(Symbol(_, Family(element, _, _)), _, _):
            return element
        case _:
            return None


def space_of(outcome: Term, law: Law) -> Space | None:
    """The space that an outcome of a law lies in: by its own sort, else the law's."""
    sort = sort_of(outcome)
    if isinstance(sort, Outcome):
        return sort.space
    if isinstance(outcome, Event) or sort is None or isinstance(sort, Integer):
        return law.space
    return None


def is_enumeration(symbol: Symbol) -> bool:
    """Whether a family is the one that enumerates its space: a constant, not a variable that stands for any family."""
    match symbol.sort:
        case Family(Outcome(Enumerated(name, lower, upper)), low, high):
            return (symbol.name, low, high) == (name, lower, upper)
        case _:
            return False


def role_of(value: Term) -> Sort | None:
    """Which random variable of a general law a value belongs to, by its sort; `None` where that is not said."""
    sort = sort_of(value)
    element = sort.element if isinstance(sort, Family) else sort
    if isinstance(element, (Outcome, Data)) or (isinstance(element, Real) and element.role):
        return sort
    return None

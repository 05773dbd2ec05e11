"""The value of a term in a model, by the textbook definition of each node, as a rational or a rigorous enclosure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flint import arb, fmpq

from qedtex.context import Relation
from qedtex.oracle.enclosures import finite, greatest, logarithm, power, quotient, square_root
from qedtex.oracle.functions import Functions, real_sort
from qedtex.oracle.integrals import integral
from qedtex.oracle.laws import Environment
from qedtex.oracle.quantities import Quantities
from qedtex.oracle.relations import holds
from qedtex.oracle.setting import outcome_role
from qedtex.oracle.slopes import Slopes
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
    within,
)
from qedtex.terms import (
    KL,
    Abs,
    Add,
    Apply,
    Argmax,
    Argmin,
    Comparison,
    Const,
    CrossEntropy,
    Derivative,
    Distribution,
    Div,
    Entropy,
    Event,
    Every,
    Exp,
    Expectation,
    Extremum,
    FiniteSet,
    Index,
    Integral,
    Kronecker,
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
    VariableEntropy,
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


class Evaluator(Quantities):
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
            Prob: self.prob,
            Expectation: self.expectation,
            SelfInformation: self.self_information,
            Entropy: self.entropy,
            CrossEntropy: self.cross_entropy,
            KL: self.kl,
            VariableEntropy: self.variable_entropy,
            Kronecker: self._kronecker,
            Derivative: self._derivative,
            Apply: self._apply,
            Integral: self._integral,
            FiniteSet: self._finite_set,
            Comparison: self._comparison,
            Every: self._every,
        }
        self._functions = Functions(model)
        self._slopes = Slopes(self._functions.written)

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
        try:
            found = self._kept.get(key)
        except ValueError:  # an enclosure is no key
            return node(term, environment)
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
        return value if term.base is None else value / self.unit(term.base, environment)

    def unit(self, base: Term | None, environment: Environment) -> Number:
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

    def domain(self, domain: Term, environment: Environment) -> Iterable[Value]:
        """The values that the variable of a sum, a product or a proposition runs over."""
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
        for value in self.domain(term.domain, environment):
            inner[term.variable] = value
            total = lighten(total + self.number(term.body, inner))
        return total

    def _product(self, term: ProductOver, environment: Environment) -> Number:
        total = fmpq(1)
        inner = dict(environment)
        for value in self.domain(term.domain, environment):
            inner[term.variable] = value
            total = lighten(total * self.number(term.body, inner))
        return total

    def _extremum(self, term: Extremum, environment: Environment) -> frozenset[Value]:
        """The extreme points of a finite grid that stands for the parameter set.

        The set is left open by the claims that are made of it: "for every parameter set". So a difference on a grid
        refutes, but only where the objective applies a law that is left open to the variable: an explicit objective,
        such as a square, has its extrema somewhere on the real line and seldom on a grid, hence `Unable` for it.
        """
        found, is_open = self.extremum(term, environment)
        if not is_open:
            raise Unable("an argmax or argmin of a function that is given explicitly")
        return found

    def extremum(self, term: Extremum, environment: Environment) -> tuple[frozenset[Value], bool]:
        """The extreme points of the grid, and whether the objective applies a law that is left open at all of it."""
        points = self.model.grid(term.variable.sort)
        self.spend(len(points))
        laws = self.model.laws
        values: list[tuple[Value, Number]] = []
        sign = 1 if isinstance(term, Argmax) else -1
        all_open = True
        for point in points:
            outer, laws.touched = laws.touched, frozenset()
            try:
                value = self.number(term.body, {**environment, term.variable: point})
                parts = point if isinstance(point, tuple) else (point,)
                all_open &= point in laws.touched or any(part in laws.touched for part in parts)
            finally:
                laws.touched |= outer
            values.append((point, sign * value))
        return greatest(values), all_open

    # Calculus, sets and propositions ---------------------------------------------------------------------------------

    def _kronecker(self, term: Kronecker, environment: Environment) -> Number:
        left, right = (as_integer(self.number(side, environment)) for side in (term.left, term.right))
        if left is None or right is None:
            raise Undefined
        return fmpq(left == right)

    def _derivative(self, term: Derivative, environment: Environment) -> Number:
        inner = {**environment, term.variable: self.value(term.at, environment)}
        self.number(term.body, inner)  # where the body has no value it has no derivative
        slope = self._slopes.slope(term)
        return fmpq(0) if slope is None else self.number(slope, inner)

    def formula(self, term: Apply) -> Term:
        """The value of a function at an argument as a formula in that argument."""
        return self._functions.written(term)

    def _apply(self, term: Apply, environment: Environment) -> Number:
        if within(self.number(term.argument, environment), real_sort(term.function.domain)) is not True:
            raise Undefined
        return self.number(self._functions.written(term), environment)

    def _integral(self, term: Integral, environment: Environment) -> Number:
        return integral(self, term, environment)

    def _finite_set(self, term: FiniteSet, environment: Environment) -> frozenset[Value]:
        found = [self.value(element, environment) for element in term.elements]
        if any(isinstance(value, arb) for value in found):
            raise Unable("a set of numbers that are not rational")
        return frozenset(found)

    def _comparison(self, term: Comparison, environment: Environment) -> bool:
        return holds(Relation(term.relation), self.number(term.left, environment), self.number(term.right, environment))

    def _every(self, term: Every, environment: Environment) -> bool:
        inner = dict(environment)
        undecided = False
        for value in self.domain(term.domain, environment):
            inner[term.variable] = value
            try:
                if not self.value(term.body, inner):
                    return False
            except Indeterminate:
                undecided = True
        if undecided:
            raise Indeterminate
        return True

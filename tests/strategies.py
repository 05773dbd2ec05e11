"""Random well-sorted terms of every class of node, for properties that hold of all formulas."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from qedtex.language import (
    alphabet,
    data,
    empirical,
    function,
    index,
    labels,
    law,
    outcome,
    outcomes,
    pmf,
    positive,
    positive_integer,
    probability,
    random_variable,
    real,
    sample,
    vector,
)
from qedtex.latex.primes import primed
from qedtex.sorts import Enumerated, RealLine
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
    FiniteSet,
    Index,
    Integral,
    Interval,
    Kronecker,
    Law,
    Limit,
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

n, m, d = positive_integer("n"), positive_integer("m"), positive_integer("d")
indices = tuple(index(name) for name in "ijk")
reals = (
    real("y"),
    real("theta"),
    positive("sigma"),
    probability("y_hat"),
    real("t_0"),
    real("z'"),
    real("H"),
    real("bold_A"),
    real("theta_ML"),
)
points = (real("u"), real("v"))
xs = outcomes("x", n)
numbered = Enumerated("x", Num(Fraction(1)), n)
one_x = outcome("x", numbered)
letters = alphabet(r"\mathcal{X}")
free_letter, bound_letters = outcome("a", letters), (outcome("b", letters), outcome("c", letters))
draws = sample("s", letters, m)
weights, shifts = vector("w", d), vector("h_0", d)
dataset = data("D")
on_numbered = (pmf("p", xs), pmf("q", xs))
on_letters = (pmf("r", letters), pmf("p_model", letters))
observed = empirical("p_hat_data", draws, letters)
coin = pmf("P", labels(0, 1))
general = law("f")
density = Law("g", RealLine())
joint = law("J")
random_variables = (random_variable("U", letters), random_variable("V_1", alphabet(r"\mathcal{V}")))
known = (function("phi"), function("h_1", positive("t")), function("psi", differentiable=False))

Scope = tuple[Symbol, ...]
NODES: tuple[type[Term], ...] = (
    KL, Abs, Add, Apply, Argmax, Argmin, Comparison, Const, CrossEntropy, Derivative, Distribution, Div, Entropy, Event,
    Every, Exp, Expectation, FiniteSet, Index, Integral, Interval, Kronecker, Limit, Log, Mul, Neg, Norm, Num, Over,
    Pow, Prob, ProductOver, Range, SelfInformation, Sigmoid, Sqrt, SumOver, Symbol, VariableEntropy,
)  # fmt: skip


@st.composite
def terms(draw: st.DrawFn, depth: int = 4) -> Term:
    """A number mostly; sometimes a set, a proposition or a distribution."""
    kind = draw(st.integers(0, 11))
    if kind == 0:
        extremum = draw(st.sampled_from((Argmax, Argmin)))
        return extremum(points[0], _Grower(draw).number(depth, (points[0],)))
    if kind == 1:
        return _Grower(draw).distribution(on_letters, (), depth)
    if kind == 2:
        return _Grower(draw).proposition(min(depth, 2), ())
    if kind == 3:
        grower = _Grower(draw)
        return FiniteSet(tuple(grower.number(min(depth, 2), ()) for _ in range(draw(st.integers(1, 3)))))
    return _Grower(draw).number(depth, ())


@st.composite
def numbers(draw: st.DrawFn, depth: int = 4) -> Term:
    """A term that stands for a real number."""
    return _Grower(draw).number(depth, ())


class _Grower:
    """Draws terms from the leaves up; `scope` holds the symbols that are bound around the place."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def pick(self, options: tuple[object, ...] | list[object]) -> object:
        return self.draw(st.sampled_from(options))

    def number(self, depth: int, scope: Scope) -> Term:
        if depth == 0 or self.draw(st.integers(0, 5)) == 0:
            return self.leaf(scope)
        grow = self.pick(
            [
                *(self.arithmetic, self.arithmetic, self.function, self.binder),
                *(self.probability, self.quantity, self.calculus),
            ]
        )
        return grow(depth - 1, scope)

    def leaf(self, scope: Scope) -> Term:
        kind = self.draw(st.integers(0, 6))
        if kind == 0:
            return Num(Fraction(self.draw(st.integers(0, 120))))
        if kind == 1:
            digits = f"{self.draw(st.integers(0, 9))}.{self.draw(st.integers(0, 9))}0"
            return Num(Fraction(digits), digits)
        if kind == 2:
            return self.pick((Const("pi"), Const("e")))
        if kind == 3:
            return Index(self.pick((weights, shifts)), self.integer(scope))
        if kind == 4:
            return Norm(self.pick((weights, shifts)), self.pick((1, 2)))
        if kind == 5:
            return self.integer(scope)
        bound = [symbol for symbol in scope if symbol in points]
        return self.pick([*reals, *bound])

    def integer(self, scope: Scope) -> Term:
        bound = [symbol for symbol in scope if symbol in indices]
        first = self.pick([n, m, Num(Fraction(1)), Num(Fraction(2)), *bound])
        return Add((first, Num(Fraction(1)))) if self.draw(st.booleans()) and first != n else first

    def arithmetic(self, depth: int, scope: Scope) -> Term:
        kind = self.pick((Add, Mul, Neg, Div, Pow))
        if kind in (Add, Mul):
            size = self.draw(st.integers(2, 3))
            return kind(tuple(self.number(depth, scope) for _ in range(size)))
        if kind is Neg:
            return Neg(self.number(depth, scope))
        return kind(self.number(depth, scope), self.number(depth, scope))

    def function(self, depth: int, scope: Scope) -> Term:
        kind = self.pick((Sqrt, Abs, Exp, Sigmoid, Log, Log))
        of = self.number(depth, scope)
        if kind is Log:
            written = self.pick(("log", "ln"))
            based = written == "log" and self.draw(st.booleans())
            return Log(of, self.number(depth, scope) if based else None, written)
        return kind(of)

    def binder(self, depth: int, scope: Scope) -> Term:
        kind = self.pick((SumOver, ProductOver, Integral, Expectation))
        pool = {Integral: points, Expectation: bound_letters}.get(kind) or self.pick((indices, bound_letters))
        unused = [symbol for symbol in pool if symbol not in scope]
        if not unused:
            return self.leaf(scope)
        variable = self.pick(unused)
        body = self.number(depth, (*scope, variable))
        if kind is Expectation:
            return Expectation(self.distribution((*on_letters, observed), scope, depth), variable, body)
        if kind is Integral:
            ends = Interval(self.pick((Neg(Const("oo")), self.leaf(scope))), self.pick((Const("oo"), self.leaf(scope))))
            return Integral(ends, variable, body)
        if pool is bound_letters:
            return kind(Over(letters), variable, body)
        return kind(Range(self.integer(scope), self.integer(scope)), variable, body)

    def outcome(self, of: Law, scope: Scope) -> Term:
        if of in on_numbered:
            return self.pick((one_x, Index(xs, self.integer(scope))))
        if of == coin:
            return Event("Y", self.integer(scope))
        if of == density:
            return self.pick(reals)
        at = self.integer(scope)
        bound = [symbol for symbol in scope if symbol in bound_letters]
        return self.pick([free_letter, Index(draws, at), Index(draws, at, True), *bound])

    def given(self, scope: Scope) -> tuple[Term, ...]:
        options = (dataset, one_x, free_letter, reals[1], Index(draws, self.integer(scope), True))
        return tuple(self.draw(st.lists(st.sampled_from(options), max_size=2)))

    def distribution(self, laws: tuple[Law, ...], scope: Scope, depth: int) -> Distribution:
        chosen = self.pick(laws)
        if not chosen.positive or self.draw(st.booleans()):
            return Distribution(chosen)
        parameters = (self.number(min(depth, 1), scope),) if self.draw(st.booleans()) else ()
        return Distribution(chosen, self.given(scope), parameters)

    def probability(self, depth: int, scope: Scope) -> Term:
        kind = self.draw(st.integers(0, 3))
        if kind == 0:
            return Prob(Distribution(self.pick((*on_numbered, on_letters[1]))), (self.integer(scope),), indexed=True)
        if kind == 1:
            outcomes = tuple(
                self.draw(st.lists(st.sampled_from((free_letter, one_x, reals[0])), min_size=1, max_size=2))
            )
            return Prob(self.distribution((general,), scope, depth), outcomes)
        chosen = self.distribution((*on_numbered, *on_letters, coin, density), scope, depth)
        return Prob(chosen, (self.outcome(chosen.law, scope),))

    def quantity(self, depth: int, scope: Scope) -> Term:
        kind = self.pick((Entropy, CrossEntropy, KL, SelfInformation))
        base = self.number(min(depth, 1), scope) if self.draw(st.booleans()) else None
        laws = self.pick((on_numbered, on_letters))
        one = self.distribution(laws, scope, depth)
        if kind is Entropy:
            return Entropy(one, base)
        if kind is SelfInformation:
            return SelfInformation(one, self.outcome(one.law, scope), base)
        return kind(one, self.distribution(laws, scope, depth), base)

    def calculus(self, depth: int, scope: Scope) -> Term:
        kind = self.pick((Apply, Derivative, Derivative, Limit, Kronecker, VariableEntropy))
        if kind is Apply:
            return Apply(self.pick(known), self.number(depth, scope))
        if kind is Kronecker:
            return Kronecker(self.integer(scope), self.integer(scope))
        if kind is VariableEntropy:
            base = self.number(min(depth, 1), scope) if self.draw(st.booleans()) else None
            given = self.pick(((), random_variables[:1], (free_letter,), (free_letter, random_variables[0])))
            return VariableEntropy(
                Distribution(joint), self.pick((random_variables[1:], random_variables)), given, base
            )
        if kind is Derivative:
            return self.derivative(depth, scope)
        unused = [symbol for symbol in points if symbol not in scope]
        if not unused:
            return self.leaf(scope)
        to = self.pick((Const("oo"), Neg(Const("oo")), self.number(min(depth, 1), scope)))
        side = "" if Const("oo") in to.walk() else self.pick(("", "+", "-"))
        return Limit(to, side, unused[0], self.number(depth, (*scope, unused[0])))

    def derivative(self, depth: int, scope: Scope) -> Term:
        kind = self.draw(st.integers(0, 4))
        if kind == 0:
            return primed(self.pick((None, *known)), self.number(depth, scope))
        if kind == 1:
            variable = self.pick(reals)
            return Derivative(variable, None, variable, self.number(depth, scope))
        if kind == 2:
            return Derivative(weights, self.integer(scope), weights, self.number(depth, scope))
        if kind == 3:
            return Derivative(shifts, self.integer(scope), weights, self.number(depth, scope))
        unused = [symbol for symbol in points if symbol not in scope]
        if not unused:
            return self.leaf(scope)
        return Derivative(self.number(depth, scope), None, unused[0], self.number(depth, (*scope, unused[0])))

    def proposition(self, depth: int, scope: Scope) -> Term:
        unused = [symbol for symbol in (*indices, *bound_letters) if symbol not in scope]
        if unused and self.draw(st.booleans()):
            variable = self.pick(unused)
            body = self.proposition(depth, (*scope, variable))
            domain = Over(letters) if variable in bound_letters else Range(self.integer(scope), self.integer(scope))
            return Every(domain, variable, body)
        relation = self.pick(("=", "!=", "<", "<=", ">", ">="))
        return Comparison(self.number(depth, scope), relation, self.number(depth, scope))

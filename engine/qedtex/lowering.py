"""Lowering: the SymPy value of each term, built directly and left unevaluated where SymPy allows it.

What SymPy lacks becomes an applied undefined function whose name says what it is:

- p(x) is `p(x)`, and p(y | x; theta) is `p[1|1;1](y, x, theta)`: the function's name counts outcomes, conditions and
  parameters, so that an argument never changes its role;
- an element x_i is `Indexed(x, i)` and depends on i, where a flat symbol x_i would not;
- a sum over the outcomes of a space is an ordinary SymPy sum over the outcomes' numbers: from `lower` to `upper` for
  numbered spaces, from 1 to |X| for an alphabet X, with the outcome as the function `outcome_X` of that number;
- expectations, argmin/argmax and propositions about every index hold their body as a `sympy.Lambda`, so the bound name
  stays bound;
- a derivative at x itself is a `sympy.Derivative`, at another point a `sympy.Subs` of one.

Bound symbols become fresh dummies and terms are rebuilt under an environment: nothing here substitutes into a SymPy
expression, because SymPy's substitution captures bound names. SymPy is imported when a term is lowered, not before;
it has no type information, so `Any` stands for it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qedtex.errors import IllFormed
from qedtex.sorts import Alphabet, Enumerated, Family, Integer, Labels, Outcome, Real, RealLine, Sort
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

Environment = Mapping[Symbol, Any]
_RELATIONS = {"=": "Eq", "!=": "Ne", "<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}


def to_sympy(term: Term) -> Any:
    """The SymPy value of a term; raises `IllFormed` (QT130) for a node that has none, such as a bare range.

    >>> from qedtex.language import index, log, outcomes, pmf, positive_integer, Sum
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p = pmf("p", x)
    >>> to_sympy(Sum(p(x[i]) * log(p(x[i])), (i, 1, n)))
    Sum(p(x[_i])*log(p(x[_i])), (_i, 1, n))

    The members of a family depend on their index, so that three terms are summed and not three times one:

    >>> from sympy import Sum as S
    >>> to_sympy(Sum(p[i], (i, 1, 3))).doit()
    p(1) + p(2) + p(3)
    """
    return _Lowering()(term, {})


def assumptions(sort: Sort) -> dict[str, bool]:
    """What a sort says of its elements in SymPy's words.

    >>> from qedtex.sorts import NONNEGATIVE, UNIT_OPEN
    >>> assumptions(UNIT_OPEN), assumptions(NONNEGATIVE)
    ({'real': True, 'positive': True}, {'real': True, 'nonnegative': True})
    """
    match sort:
        case Integer(lower, _):
            least = lower.value if isinstance(lower, Num) else None
            sign = _sign(None if least is None else int(least), strict=False)
            return {"integer": True, **sign}
        case Real(least, greatest, lower_open, upper_open):
            sign = _sign(least, strict=lower_open)
            if not sign and greatest is not None and greatest <= 0:
                sign = {"negative": True} if greatest < 0 or upper_open else {"nonpositive": True}
            return {"real": True, **sign}
        case Outcome(Labels()):
            return {"integer": True}
        case Outcome(RealLine()):
            return {"real": True}
        case _:
            return {}


def _sign(least: Any, *, strict: bool) -> dict[str, bool]:
    if least is None or least < 0:
        return {}
    return {"positive": True} if least > 0 or strict else {"nonnegative": True}


class _Lowering:
    """One walk over a term, with one branch per kind of node; bound symbols are looked up in an environment."""

    def __init__(self) -> None:
        import sympy

        self.sympy = sympy

    def __call__(self, term: Term, bound: Environment) -> Any:
        match term:
            case Num() | Const() | Symbol() | Index():
                return self._atom(term, bound)
            case Add() | Mul() | Neg() | Div() | Pow() | Sqrt() | Abs() | Exp() | Log() | Sigmoid() | Norm():
                return self._arithmetic(term, bound)
            case SumOver() | ProductOver() | Integral() | Argmax() | Argmin():
                return self._binder(term, bound)
            case Apply() | Derivative() | Limit() | Kronecker():
                return self._calculus(term, bound)
            case FiniteSet() | Comparison() | Every():
                return self._statement(term, bound)
            case _:
                return self._probability(term, bound)

    def _atom(self, term: Term, bound: Environment) -> Any:
        sympy = self.sympy
        match term:
            case Num(value, _):
                return sympy.Rational(value.numerator, value.denominator)
            case Const(name):
                return {"pi": sympy.pi, "e": sympy.E, "oo": sympy.oo}[name]
            case Symbol(_, Family()):
                return self._family(term, bound)
            case Symbol(name, sort):
                return bound[term] if term in bound else sympy.Symbol(name, **assumptions(sort))
            case Index(family, at, _):
                return self._family(family, bound)[self(at, bound)]
            case _:
                raise _no_value(term)

    def _family(self, family: Symbol, bound: Environment) -> Any:
        if family in bound:
            return bound[family]
        element = family.sort.element if isinstance(family.sort, Family) else family.sort
        return self.sympy.IndexedBase(family.name, **assumptions(element))

    def _arithmetic(self, term: Term, bound: Environment) -> Any:
        sympy = self.sympy

        def low(part: Term) -> Any:
            return self(part, bound)

        match term:
            case Add(terms):
                return sympy.Add(*map(low, terms))
            case Mul(factors):
                return sympy.Mul(*map(low, factors))
            case Neg(of):
                return -low(of)
            case Div(over, by):
                return low(over) / low(by)
            case Pow(base, exponent):
                return sympy.Pow(low(base), low(exponent))
            case Sqrt(of):
                return sympy.sqrt(low(of))
            case Abs(of):
                return sympy.Abs(low(of))
            case Exp(of):
                return sympy.exp(low(of))
            case Log(of, base, _):
                # SymPy's log(t, b) is log(t) / log(b) at once
                return sympy.log(low(of)) if base is None else sympy.log(low(of), low(base))
            case Sigmoid(of):
                return 1 / (1 + sympy.exp(-low(of)))
            case Norm(vector, order) if isinstance(vector.sort, Family):
                j = sympy.Dummy("j", integer=True)
                member = self._family(vector, bound)[j]
                size = sympy.Abs(member) if order == 1 else member**2
                total = sympy.Sum(size, (j, low(vector.sort.lower), low(vector.sort.upper)))
                return total if order == 1 else sympy.sqrt(total)
            case _:
                raise _no_value(term)

    def _binder(self, term: Term, bound: Environment) -> Any:
        sympy = self.sympy
        match term:
            case SumOver(domain, variable, body) | ProductOver(domain, variable, body):
                make: Callable[..., Any] = sympy.Sum if isinstance(term, SumOver) else sympy.Product
                number = sympy.Dummy(variable.name, integer=True)
                lower, upper, value = self._range(domain, number, bound)
                return make(self(body, {**bound, variable: value}), (number, lower, upper))
            case Integral(Interval(lower_end, upper_end), variable, body):
                at = sympy.Dummy(variable.name, real=True)
                limits = (at, self(lower_end, bound), self(upper_end, bound))
                return sympy.Integral(self(body, {**bound, variable: at}), limits)
            case Argmax(variable, body) | Argmin(variable, body):
                return sympy.Function(type(term).__name__.lower())(self._abstraction(variable, body, bound))
            case _:
                raise _no_value(term)

    def _calculus(self, term: Term, bound: Environment) -> Any:
        sympy = self.sympy
        match term:
            case Apply(function, argument):
                return sympy.Function(function.name, real=True)(self(argument, bound))
            case Kronecker(left, right):
                return sympy.KroneckerDelta(self(left, bound), self(right, bound))
            case Derivative(at, None, variable, body):
                point = self(at, bound)
                if at == variable and isinstance(point, sympy.Symbol):
                    return sympy.Derivative(self(body, bound), point)
                moving = sympy.Dummy(variable.name, **assumptions(variable.sort))
                return sympy.Subs(sympy.Derivative(self(body, {**bound, variable: moving}), moving), moving, point)
            case Derivative(at, index, variable, body) if isinstance(variable.sort, Family) and index is not None:
                number = self(index, bound)
                if at == variable:
                    return sympy.Derivative(self(body, bound), self._family(variable, bound)[number])
                base = sympy.IndexedBase(sympy.Dummy(variable.name), **assumptions(variable.sort.element))
                slope = sympy.Derivative(self(body, {**bound, variable: base}), base[number])
                return sympy.Subs(slope, base.label, self(at, bound).label)
            case Limit(point, side, variable, body):
                moving = sympy.Dummy(variable.name, **assumptions(variable.sort))
                # SymPy's own default is the limit from above
                return sympy.Limit(self(body, {**bound, variable: moving}), moving, self(point, bound), side or "+-")
            case _:
                raise _no_value(term)

    def _statement(self, term: Term, bound: Environment) -> Any:
        sympy = self.sympy
        match term:
            case FiniteSet(elements):
                return sympy.FiniteSet(*(self(element, bound) for element in elements))
            case Comparison(left, relation, right) if relation in _RELATIONS:
                make = getattr(sympy, _RELATIONS[relation])
                return make(self(left, bound), self(right, bound), evaluate=False)
            case Every(domain, variable, body):
                number = sympy.Dummy(variable.name, integer=True)
                lower, upper, value = self._range(domain, number, bound)
                inner = sympy.Lambda(number, self(body, {**bound, variable: value}))
                return sympy.Function("every")(sympy.Tuple(lower, upper), inner)
            case _:
                raise _no_value(term)

    def _range(self, domain: Term, number: Any, bound: Environment) -> tuple[Any, Any, Any]:
        """The ends of a range, and the bound symbol's value at a number in it."""
        sympy = self.sympy
        match domain:
            case Range(lower, upper):
                return self(lower, bound), self(upper, bound), number
            case Over(Enumerated(name, lower, upper)):
                return self(lower, bound), self(upper, bound), sympy.IndexedBase(name)[number]
            case Over(Labels(lower, upper)):
                return self(lower, bound), self(upper, bound), number
            case Over(Alphabet(name)):
                size = sympy.Symbol(f"|{name}|", integer=True, positive=True)
                return sympy.Integer(1), size, sympy.Function(f"outcome_{{{name}}}")(number)
            case _:
                raise _no_value(domain)

    def _abstraction(self, variable: Symbol, body: Term, bound: Environment) -> Any:
        sympy = self.sympy
        if isinstance(variable.sort, Family):
            # SymPy's Lambda binds symbols only, so the label of the indexed base is what it binds
            base = sympy.IndexedBase(sympy.Dummy(variable.name), **assumptions(variable.sort.element))
            return sympy.Lambda(base.label, self(body, {**bound, variable: base}))
        at = sympy.Dummy(variable.name, **assumptions(variable.sort))
        return sympy.Lambda(at, self(body, {**bound, variable: at}))

    def _probability(self, term: Term, bound: Environment) -> Any:
        sympy = self.sympy
        match term:
            case Prob(Distribution(law, given, parameters), outcomes, _):
                positive = {"positive": True} if law.positive else {"nonnegative": True}
                conditioned = bool(given or parameters)
                counts = f"[{len(outcomes)}|{len(given)};{len(parameters)}]" if conditioned else ""
                function = sympy.Function(law.name + counts, **positive)
                return function(*(self(part, bound) for part in (*outcomes, *given, *parameters)))
            case Event(variable, value):
                return sympy.Function(f"{variable} =")(self(value, bound))
            case Expectation(distribution, variable, body) if isinstance(distribution, Distribution):
                inner = self._abstraction(variable, body, bound)
                return sympy.Function("E", real=True)(self._distribution(distribution, bound), inner)
            case SelfInformation(distribution, outcome, base):
                information = sympy.Function("I", nonnegative=True)
                at = self(outcome, bound)
                return information(self._distribution(distribution, bound), at) / self._unit(base, bound)
            case Entropy(distribution, base):
                entropy = sympy.Function("H", real=True)
                return entropy(self._distribution(distribution, bound)) / self._unit(base, bound)
            case VariableEntropy(distribution, of, given, base):
                roles = self._roles(of, given, (), bound)
                entropy = sympy.Function("H", real=True)
                return entropy(self._distribution(distribution, bound), *roles) / self._unit(base, bound)
            case CrossEntropy(distribution, other, base) | KL(distribution, other, base):
                function = sympy.Function("KL" if isinstance(term, KL) else "H", real=True)
                pair = (self._distribution(distribution, bound), self._distribution(other, bound))
                return function(*pair) / self._unit(base, bound)
            case _:
                raise _no_value(term)

    def _unit(self, base: Term | None, bound: Environment) -> Any:
        """What a quantity in nats is divided by: 1, or log b for logarithms to the base b."""
        return self.sympy.Integer(1) if base is None else self.sympy.log(self(base, bound))

    def _distribution(self, distribution: Distribution, bound: Environment) -> Any:
        law = self.sympy.Symbol(distribution.law.name)
        if not distribution.given and not distribution.parameters:
            return law
        return self.sympy.Tuple(law, *self._roles((), distribution.given, distribution.parameters, bound))

    def _roles(
        self, outcomes: tuple[Term, ...], given: tuple[Term, ...], parameters: tuple[Term, ...], bound: Environment
    ) -> list[Any]:
        """One tuple per role: outcomes, conditions, parameters; empty roles at the end are left off."""
        roles = [self.sympy.Tuple(*(self(part, bound) for part in role)) for role in (outcomes, given, parameters)]
        while len(roles) > 1 and not roles[-1]:
            roles.pop()
        return roles


def _no_value(term: Term) -> IllFormed:
    return IllFormed("QT130", f"{type(term).__name__} has no SymPy value", help="lower the whole formula it stands in")

"""The two evaluators of a read-back: of a term, and of what latex2sympy2 read, at a point that they share.

An integral stands for one fixed quadrature rule on both sides, a derivative for one difference quotient, a limit for
the value a step away from where it goes. These are linear as what they stand for, and need no convergence.
"""

from __future__ import annotations

import decimal
import random
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qedtex.latex.dialect import ALPHABET_SIZE, Written, application, as_sum, is_opaque, opened
from qedtex.latex2sympy import OutOfReach
from qedtex.sorts import Alphabet, Enumerated, Family, Integer, Labels, Outcome, Real, Sort
from qedtex.terms import (
    Abs,
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Exp,
    Expectation,
    Index,
    Integral,
    Interval,
    Kronecker,
    Limit,
    Log,
    Mul,
    Neg,
    Num,
    Over,
    Pow,
    Prob,
    ProductOver,
    Range,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
)

Values = Mapping[Any, Decimal]

_LONGEST_RANGE = 200
_PI = Decimal("3.14159265358979323846264338327950288419716939937510582")
_NODES = (Decimal("0.08"), Decimal("0.29"), Decimal("0.53"), Decimal("0.86"))
_STEP = Decimal("0.0009765625")
_FAR = Decimal(64)


@dataclass(frozen=True, slots=True)
class Point:
    """Numbers for every symbol and every function of one formula, drawn when first asked for."""

    seed: int
    written: Written
    _drawn: dict[Hashable, tuple[Decimal, ...]] = field(default_factory=dict)
    _symbols: dict[Symbol, Decimal] = field(default_factory=dict)

    def table(self, key: Hashable, arguments: Sequence[Decimal]) -> Decimal:
        """A smooth function of its arguments with values in (0, 1), another one for each key and number of them."""
        full = (key, len(arguments))
        coefficients = self._drawn.get(full)
        if coefficients is None:
            draw = random.Random(f"{self.seed}:{len(self._drawn)}")
            coefficients = tuple(Decimal(draw.randint(101, 999)) / 1000 for _ in range(2 * len(arguments) + 1))
            self._drawn[full] = coefficients
        total = coefficients[0]
        for number, argument in enumerate(arguments):
            slope, shift = coefficients[2 * number + 1 : 2 * number + 3]
            total += slope / (1 + (argument - 1 - shift) ** 2)
        return total / (1 + total)

    def symbol(self, symbol: Symbol) -> Decimal:
        """The number that a free symbol has here: an element of its sort."""
        known = self._symbols.get(symbol)
        if known is None:
            known = self._element(symbol.sort, self.table(("symbol", symbol), ()))
            self._symbols[symbol] = known
        return known

    def member(self, family: Symbol, index: Decimal) -> Decimal:
        """The member of a family at an index."""
        element = family.sort.element if isinstance(family.sort, Family) else family.sort
        return self._element(element, self.table(("member", family), (index,)))

    def _element(self, sort: Sort, share: Decimal) -> Decimal:
        """The element of a sort that lies a share in (0, 1) of the way along it."""
        match sort:
            case Integer(lower, upper):
                return self._whole(lower, upper, share)
            case Outcome(Enumerated(_, lower, upper) | Labels(lower, upper)):
                return self._whole(lower, upper, share)
            case Outcome(Alphabet()):
                return 1 + (share * ALPHABET_SIZE).to_integral_value(decimal.ROUND_FLOOR)
            case Real(least, greatest, _, _):
                low = None if least is None else Decimal(least.numerator) / least.denominator
                high = None if greatest is None else Decimal(greatest.numerator) / greatest.denominator
                if low is not None and high is not None:
                    return low + (high - low) * share
                if low is not None:
                    return low + 3 * share
                return 4 * share - Decimal("1.7") if high is None else high - 3 * share
            case _:
                return share

    def _whole(self, lower: Term | None, upper: Term | None, share: Decimal) -> Decimal:
        least = value(lower, self, {}) if lower is not None else Decimal(1)
        # three at the first point, as the smallest range in which the two ends are not all there is
        count = value(upper, self, {}) - least + 1 if upper is not None else Decimal(4)
        start = 2 if self.seed == 0 and upper is None else (share * count).to_integral_value(decimal.ROUND_FLOOR)
        return least + start


def value(term: Term, point: Point, bound: Values) -> Decimal:
    """The value of a term at a point; raises `ArithmeticError` where it makes no sense."""
    match term:
        case Num(number, _):
            return Decimal(number.numerator) / number.denominator
        case Const(name):
            return {"pi": _PI, "e": Decimal(1).exp(), "oo": Decimal("Infinity")}[name]
        case Symbol():
            return bound[term] if term in bound else point.symbol(term)
        case Index(family, at, _):
            return point.member(family, value(at, point, bound))
        case Add(terms):
            return sum((value(part, point, bound) for part in terms), Decimal(0))
        case Mul(factors):
            return _product(value(part, point, bound) for part in factors)
        case Neg(of):
            return -value(of, point, bound)
        case Div(over, by):
            return value(over, point, bound) / value(by, point, bound)
        case Pow(base, exponent):
            return _power(value(base, point, bound), value(exponent, point, bound))
        case Sqrt(of):
            return value(of, point, bound).sqrt()
        case Abs(of):
            return abs(value(of, point, bound))
        case Exp(of):
            return value(of, point, bound).exp()
        case Log(of, base, _):
            natural = _log(value(of, point, bound))
            return natural if base is None else natural / _log(value(base, point, bound))
        case Sigmoid(of):
            return 1 / (1 + (-value(of, point, bound)).exp())
        case SumOver(domain, variable, body):
            return sum(_bodies(domain, variable, body, point, bound), Decimal(0))
        case ProductOver(domain, variable, body):
            return _product(_bodies(domain, variable, body, point, bound))
        case Integral(Interval(lower, upper), variable, body):
            ends = value(lower, point, bound), value(upper, point, bound)
            return _quadrature(*ends, lambda at: value(body, point, {**bound, variable: at}))
        case Derivative(at, None, variable, body) if at == variable:
            return _slope(value(variable, point, bound), lambda at: value(body, point, {**bound, variable: at}))
        case Limit(to, side, variable, body):
            return value(body, point, {**bound, variable: _near(value(to, point, bound), side)})
        case Apply(function, argument):
            return point.table(function, [value(argument, point, bound)])
        case Kronecker(left, right):
            return point.table(Kronecker, [value(left, point, bound), value(right, point, bound)])
        case Prob():
            key, arguments = application(term)
            return point.table(key, [value(argument, point, bound) for argument in arguments])
        case Expectation() if (total := as_sum(term)) is not None:
            return value(total, point, bound)
        case _ if is_opaque(term):
            return point.table(term, [value(symbol, point, bound) for symbol in opened(term, point.written.bound)])
        case _:
            raise OutOfReach(f"{type(term).__name__} has no number as its value")


def _bodies(domain: Term, variable: Symbol, body: Term, point: Point, bound: Values) -> list[Decimal]:
    match domain:
        case Range(lower, upper) | Over(Enumerated(_, lower, upper)) | Over(Labels(lower, upper)):
            steps = _steps(value(lower, point, bound), value(upper, point, bound))
        case Over(Alphabet()):
            steps = _steps(Decimal(1), Decimal(ALPHABET_SIZE))
        case _:
            raise OutOfReach("a sum over a range that is not finite")
    return [value(body, point, {**bound, variable: at}) for at in steps]


def read_value(expression: Any, point: Point, bound: Values) -> Decimal:
    """The value of what latex2sympy2 read at a point; names that the formula does not have get values of their own."""
    import sympy
    from sympy.core.function import AppliedUndef

    def inner(part: Any) -> Decimal:
        return read_value(part, point, bound)

    match expression:
        case sympy.Rational():
            return Decimal(int(expression.p)) / Decimal(int(expression.q))
        case sympy.Add():
            return sum(map(inner, expression.args), Decimal(0))
        case sympy.Mul():
            return _product(map(inner, expression.args))
        case sympy.Pow():  # before exp: SymPy calls Pow(E, x) an instance of exp
            return _power(inner(expression.base), inner(expression.exp))
        case sympy.exp():
            return inner(expression.args[0]).exp()
        case sympy.log():
            natural = _log(inner(expression.args[0]))
            return natural if len(expression.args) == 1 else natural / _log(inner(expression.args[1]))
        case sympy.Abs():
            return abs(inner(expression.args[0]))
        case sympy.Symbol():
            name = _plain(expression.name)
            return bound[name] if name in bound else _named(name, (), point)
        case AppliedUndef():
            return _named(_plain(expression.func.__name__), [inner(part) for part in expression.args], point)
        case sympy.Derivative():
            return _derived(
                expression.expr, [v for v, count in expression.variable_count for _ in range(count)], point, bound
            )
        case sympy.Limit():
            body, variable, to, side = expression.args
            return read_value(body, point, {**bound, _plain(variable.name): _near(inner(to), str(side))})
        case sympy.Sum() | sympy.Product() | sympy.Integral():
            return _iterated(expression, tuple(expression.limits), point, bound)
        case _ if expression in (sympy.E, sympy.pi, sympy.oo, -sympy.oo):
            constants = {sympy.E: Decimal(1).exp(), sympy.pi: _PI, sympy.oo: Decimal("Infinity")}
            return constants.get(expression, Decimal("-Infinity"))
        case _:
            raise OutOfReach(f"latex2sympy2 reads a {type(expression).__name__}, which has no value here")


def _iterated(expression: Any, limits: tuple[Any, ...], point: Point, bound: Values) -> Decimal:
    """SymPy puts nested sums into one node whose last limit is the outermost."""
    import sympy

    if not limits:
        return read_value(expression.function, point, bound)
    *inside, outermost = limits
    if len(outermost) != 3:
        raise OutOfReach("latex2sympy2 reads an integral without ends")
    name, ends = _plain(outermost[0].name), [read_value(end, point, bound) for end in outermost[1:]]

    def body(at: Decimal) -> Decimal:
        return _iterated(expression, tuple(inside), point, {**bound, name: at})

    if isinstance(expression, sympy.Integral):
        return _quadrature(ends[0], ends[1], body)
    values = [body(at) for at in _steps(ends[0], ends[1])]
    return sum(values, Decimal(0)) if isinstance(expression, sympy.Sum) else _product(values)


def _derived(body: Any, variables: Sequence[Any], point: Point, bound: Values) -> Decimal:
    """SymPy puts nested derivatives into one node."""
    if not variables:
        return read_value(body, point, bound)
    *inside, outermost = variables
    name = _plain(outermost.name)
    at = read_value(outermost, point, bound)
    return _slope(at, lambda moved: _derived(body, inside, point, {**bound, name: moved}))


def _named(name: str, arguments: Sequence[Decimal], point: Point) -> Decimal:
    """The value of a name that latex2sympy2 read, by what the dialect made the name for."""
    match point.written.meanings.get(name):
        case Symbol(_, Family()) as family if len(arguments) == 1:
            return point.member(family, arguments[0])
        case Symbol() as symbol if not arguments:
            return point.symbol(symbol)
        case None | Symbol():
            return point.table(("stray", name), arguments)
        case meaning:
            return point.table(meaning, arguments)


def _plain(name: str) -> str:
    """A name as latex2sympy2 spells it, freed of its inconstant backslashes and braces."""
    return name.replace("\\", "").replace("{", "").replace("}", "")


def _steps(lower: Decimal, upper: Decimal) -> list[Decimal]:
    if upper - lower > _LONGEST_RANGE or lower != lower.to_integral_value() or upper != upper.to_integral_value():
        raise OutOfReach(f"a range from {lower:.12g} to {upper:.12g}")
    return [Decimal(number) for number in range(int(lower), int(upper) + 1)]


def _quadrature(lower: Decimal, upper: Decimal, body: Callable[[Decimal], Decimal]) -> Decimal:
    """A fixed linear stand-in for the integral: a few nodes, mapped to an infinite range where there is one."""
    if lower >= upper:
        return Decimal(0) if lower == upper else -_quadrature(upper, lower, body)

    def node(at: Decimal) -> Decimal:
        match lower.is_infinite(), upper.is_infinite():
            case False, False:
                return lower + (upper - lower) * at
            case False, True:
                return lower + at / (1 - at)
            case True, False:
                return upper - at / (1 - at)
            case _:
                return (2 * at - 1) / (at * (1 - at))

    width = Decimal(1) if lower.is_infinite() or upper.is_infinite() else upper - lower
    return sum((body(node(at)) * width / len(_NODES) for at in _NODES), Decimal(0))


def _slope(at: Decimal, body: Callable[[Decimal], Decimal]) -> Decimal:
    """A fixed linear stand-in for the derivative: a difference quotient."""
    return (body(at + _STEP) - body(at - _STEP)) / (2 * _STEP)


def _near(to: Decimal, side: str) -> Decimal:
    """Where a limit is looked at; latex2sympy2 takes one without a side for one from above."""
    if to.is_infinite():
        return _FAR.copy_sign(to)
    return to - _STEP if side == "-" else to + _STEP


def _product(values: Iterable[Decimal]) -> Decimal:
    total = Decimal(1)
    for one in values:
        total *= one
    return total


def _log(of: Decimal) -> Decimal:
    if of <= 0:
        raise ArithmeticError("the logarithm of a number that is not positive")
    return of.ln()


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if exponent == 0:
        return Decimal(1)
    return Decimal(1) / base**-exponent if exponent < 0 else base**exponent

"""Integrability: when a term has a Lebesgue integral over an interval of the reals, by how it is built.

Over a closed bounded interval what is built from continuous functions is integrable. Over an unbounded one it must fall
off: a sum of products with a factor exp(-c x^2 + ...) or exp(-c |x|), c > 0, whose other factors grow no faster than
powers of x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from qedtex.arithmetic import Arithmetic
from qedtex.binding import free
from qedtex.conditions import Condition, nonnegative, nonzero, positive
from qedtex.context import Scope
from qedtex.errors import IllFormed, QedtexError
from qedtex.sorts import Real
from qedtex.terms import (
    Abs,
    Add,
    Apply,
    Const,
    Distribution,
    Div,
    Exp,
    Expectation,
    Integral,
    Interval,
    Log,
    Mul,
    Neg,
    Num,
    Pow,
    ProductOver,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    term,
)

_INFINITE = Const("oo")
_HIGHEST = 8
_CONTINUOUS = (Add, Mul, Neg, Div, Pow, Exp, Log, Sigmoid, Sqrt, Abs)
"""Nodes that are continuous wherever they are defined, given that their parts are."""


def is_infinite(end: Term) -> bool:
    """Whether an end of an interval is infinity or its negative."""
    return end in (_INFINITE, Neg(_INFINITE))


def integrable(whole: Integral, scope: Scope) -> Iterator[Condition]:
    """The conditions for an integral to exist; raises `IllFormed` (QT132) where that is not known.

    The scope is that outside the integral. Source: Rudin (1976), theorems 6.8 and 11.33.

    >>> from qedtex.language import exp, oo, real
    >>> x, c = real("x"), real("c")
    >>> [str(condition) for condition in integrable(Integral(Interval(-oo, oo), x, x * exp(-c * x**2)), Scope())]
    ['-(-c) > 0 for x in [-∞, ∞]']
    """
    domain, variable, body = whole.domain, whole.variable, whole.body
    if not isinstance(domain, Interval):
        raise IllFormed("QT132", f"{whole} has no interval that it is taken over")
    sort = variable.sort
    if not isinstance(sort, Real) or sort.least is not None or sort.greatest is not None:
        raise IllFormed("QT132", f"{variable} does not range over the reals", help="use real(...)")
    if domain.lower == _INFINITE or domain.upper == Neg(_INFINITE):
        raise IllFormed("QT132", f"{domain} is no interval from a lower to an upper end")
    below, above = is_infinite(domain.lower), is_infinite(domain.upper)
    if not below and not above:
        yield nonnegative(_length(domain), scope)
        _require_continuous(body, variable)
    else:
        yield from decays(body, variable, scope.enter(whole), below=below, above=above)


def _length(domain: Interval) -> Term:
    """How long an interval is, as one product where arithmetic makes it one, so that its sign can be seen."""
    length = Add((domain.upper, Neg(domain.lower)))
    table = Arithmetic()
    try:
        value = table.polynomial(length)
    except QedtexError:
        return length
    for monomial, number in value.items() if len(value) == 1 else ():
        if monomial and all(atom in table.terms for atom, _ in monomial):
            return Mul((term(number), *(Pow(table.terms[atom], term(power)) for atom, power in monomial)))
    return length


def _require_continuous(body: Term, variable: Symbol) -> None:
    """Raise unless a term is continuous in a symbol wherever it is defined; its own conditions say where that is."""
    if variable not in free(body) or body == variable:
        return
    match body:
        case SumOver(domain, _, inner) | ProductOver(domain, _, inner) if variable not in free(domain):
            _require_continuous(inner, variable)
        case Expectation(Distribution() as distribution, _, inner) if variable not in free(distribution):
            _require_continuous(inner, variable)
        case Apply(function, argument) if function.differentiable:
            _require_continuous(argument, variable)
        case _ if isinstance(body, _CONTINUOUS):
            for child in body.children:
                _require_continuous(child, variable)
        case _:
            raise IllFormed("QT132", f"nothing is known of the integral of {body} in {variable}")


def decays(body: Term, variable: Symbol, scope: Scope, *, below: bool, above: bool) -> Iterator[Condition]:
    """The conditions for a term to fall off faster than any power towards -oo (`below`), oo (`above`), or both.

    Such a term is continuous, integrable up to there, and tends to 0. Raises `IllFormed` (QT132) where that is unknown.
    """
    match body:
        case Num(value, _) if value == 0:
            return
        case Add(parts):
            for part in parts:
                yield from decays(part, variable, scope, below=below, above=above)
        case Neg(of):
            yield from decays(of, variable, scope, below=below, above=above)
        case Div(over, by) if variable not in free(by):
            yield from decays(over, variable, scope, below=below, above=above)
        case Mul(factors):
            falling = [factor for factor in factors if not _is_moderate(factor, variable)]
            if not falling:
                raise _unknown(body, variable)
            for factor in falling:
                yield from decays(factor, variable, scope, below=below, above=above)
        case Exp(exponent):
            yield from _exponential(exponent, variable, scope, below=below, above=above)
        case _:
            raise _unknown(body, variable)


def _unknown(body: Term, variable: Symbol) -> IllFormed:
    return IllFormed(
        "QT132",
        f"nothing known makes {body} fall off as {variable} grows",
        help="over an unbounded interval an integrand has a factor exp(-c x^2) or exp(-c |x|) with c > 0",
    )


def _is_moderate(part: Term, variable: Symbol) -> bool:
    """Whether a term is continuous in a symbol and grows no faster than a power of it."""
    if variable not in free(part) or part == variable:
        return True
    match part:
        case Add() | Mul() | Neg() | Abs():
            return all(_is_moderate(child, variable) for child in part.children)
        case Div(over, by) if variable not in free(by):
            return _is_moderate(over, variable)
        case Pow(base, Num(value, _)) if value.denominator == 1:
            return _is_moderate(base, variable)
        case Log(of, base, _) if base is None or variable not in free(base):
            return _has_moderate_logarithm(of, variable)
        case _:
            return False


def _has_moderate_logarithm(of: Term, variable: Symbol) -> bool:
    """Whether a term is a product or quotient of constants and exponentials, so that its logarithm is a polynomial."""
    if variable not in free(of):
        return True
    match of:
        case Mul() | Div():
            return all(_has_moderate_logarithm(child, variable) for child in of.children)
        case Exp(exponent):
            return _is_moderate(exponent, variable)
        case _:
            return False


def _exponential(exponent: Term, variable: Symbol, scope: Scope, *, below: bool, above: bool) -> Iterator[Condition]:
    """The conditions for exp of a polynomial in x, or of one in |a x + b| of degree 1, to fall off."""
    sizes = {node for node in exponent.walk() if isinstance(node, Abs) and variable in free(node)}
    if not sizes:
        found = coefficients(exponent, variable)
        if found is None or not 2 <= len(found) <= 3:
            raise _unknown(Exp(exponent), variable)
        leading = found[-1]
        if len(found) == 3 or not below:
            yield positive(Neg(leading), scope)
        elif not above:
            yield positive(leading, scope)
        else:
            raise _unknown(Exp(exponent), variable)
        return
    if len(sizes) > 1:
        raise _unknown(Exp(exponent), variable)
    (size,) = sizes
    stand_in = Symbol("%size", variable.sort)
    found = coefficients(_put_for(exponent, size, stand_in), stand_in)
    inner = coefficients(size.children[0], variable)
    if found is None or len(found) != 2 or inner is None or len(inner) != 2:
        raise _unknown(Exp(exponent), variable)
    if any(variable in free(part) for part in found):
        raise _unknown(Exp(exponent), variable)
    yield positive(Neg(found[1]), scope)
    yield nonzero(inner[1], scope)


def _put_for(whole: Term, old: Term, new: Term) -> Term:
    """A term with each occurrence of a part replaced, in terms that bind nothing."""
    if whole == old:
        return new
    if whole.bound:
        return whole
    return whole.with_children(tuple(_put_for(child, old, new) for child in whole.children))


def coefficients(whole: Term, variable: Symbol) -> tuple[Term, ...] | None:
    """The coefficients of a polynomial in a symbol, the constant one first; `None` where it is none by how it is built.

    >>> from qedtex.language import real
    >>> x, c = real("x"), real("c")
    >>> coefficients((x - c) ** 2 / 2, x)
    ((-c (-c)) / 2, (-c - c) / 2, 1 / 2)
    """
    if variable not in free(whole):
        return (whole,)
    match whole:
        case Symbol():
            return (term(0), term(1))
        case Neg(of):
            inner = coefficients(of, variable)
            return None if inner is None else tuple(map(_negative, inner))
        case Add(parts):
            return _all(parts, variable, _sum)
        case Mul(factors):
            return _all(factors, variable, _product)
        case Div(over, by) if variable not in free(by):
            inner = coefficients(over, variable)
            return None if inner is None else tuple(part if part == term(0) else Div(part, by) for part in inner)
        case Pow(base, Num(value, _)) if value.denominator == 1 and 1 <= value <= _HIGHEST:
            return _all((base,) * int(value), variable, _product)
        case _:
            return None


Coefficients = tuple[Term, ...]


def _all(
    parts: Sequence[Term], variable: Symbol, joined: Callable[[Coefficients, Coefficients], Coefficients]
) -> Coefficients | None:
    found = [coefficients(part, variable) for part in parts]
    known = [part for part in found if part is not None]
    return reduce(joined, known) if len(known) == len(found) else None


def _sum(one: Coefficients, other: Coefficients) -> Coefficients:
    zero = term(0)
    longest = max(len(one), len(other))
    pairs = zip((*one, *(zero,) * (longest - len(one))), (*other, *(zero,) * (longest - len(other))), strict=True)
    return tuple(_plus(a, b) for a, b in pairs)


def _product(one: Coefficients, other: Coefficients) -> Coefficients:
    result = [term(0)] * (len(one) + len(other) - 1)
    for place, a in enumerate(one):
        for further, b in enumerate(other):
            result[place + further] = _plus(result[place + further], _times(a, b))
    return tuple(result)


def _plus(one: Term, other: Term) -> Term:
    return other if one == term(0) else one if other == term(0) else one + other


def _times(one: Term, other: Term) -> Term:
    if term(0) in (one, other):
        return term(0)
    return other if one == term(1) else one if other == term(1) else one * other


def _negative(of: Term) -> Term:
    return of if of == term(0) else Neg(of)

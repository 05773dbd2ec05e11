"""Smoothness: when a term has a derivative with respect to a symbol, by how it is built.

What is built from differentiable functions by arithmetic, composition and finite sums has a derivative wherever it is
defined, roots and absolute values where their argument is not 0. Nothing is assumed of probabilities and entropies.
"""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.arithmetic import Arithmetic, as_number
from qedtex.binding import free
from qedtex.conditions import Condition, holds, integral, nonnegative, nonzero, positive
from qedtex.context import Scope
from qedtex.errors import IllFormed, QedtexError
from qedtex.terms import (
    Abs,
    Add,
    Apply,
    Const,
    Derivative,
    Distribution,
    Div,
    Exp,
    Expectation,
    Index,
    Log,
    Mul,
    Neg,
    Pow,
    ProductOver,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
)


def smooth(term: Term, variable: Symbol, scope: Scope) -> Iterator[Condition]:
    """The conditions for a term to have a derivative in `variable`; raises `IllFormed` (QT129) where that is not known.

    The scope is that inside the derivative. Source: Rudin (1976), theorems 5.3 and 5.5.

    >>> from qedtex.language import absolute, real
    >>> x = real("x")
    >>> [str(condition) for condition in smooth(absolute(x), x, Scope())]
    ['x != 0']
    """
    if variable not in free(term):
        return
    match term:
        case Symbol():
            return
        case Index(family, at, _) if family == variable and variable not in free(at):
            return
        case Add() | Mul() | Neg() | Div() | Exp() | Sigmoid() | Log():
            for child in term.children:
                yield from smooth(child, variable, scope)
        case Sqrt(of):
            yield positive(of, scope)
            yield from smooth(of, variable, scope)
        case Abs(of):
            yield nonzero(of, scope)
            yield from smooth(of, variable, scope)
        case Pow(base, exponent):
            yield from _power(base, exponent, variable, scope)
        case SumOver(domain, _, body) | ProductOver(domain, _, body) if variable not in free(domain):
            yield from smooth(body, variable, scope.enter(term))
        case Expectation(Distribution() as distribution, _, body) if variable not in free(distribution):
            yield from smooth(body, variable, scope.enter(term))
        case Apply(function, argument) if function.differentiable:
            yield from smooth(argument, variable, scope)
        case Derivative(at, _, inner, body) if not _has_unknown(body, inner):
            # what is built without unknown functions has derivatives of every order, together in all its symbols
            yield from smooth(at, variable, scope)
            yield from smooth(body, variable, scope.enter(term))
        case _:
            raise IllFormed(
                "QT129",
                f"nothing is known of the derivative of {term} in {variable}",
                help="write it out, or use a function that is declared differentiable",
            )


def _has_unknown(body: Term, inner: Symbol) -> bool:
    return any(isinstance(node, Apply) for node in body.walk()) or (
        any(isinstance(node, Abs) for node in body.walk()) and inner in free(body)
    )


def _power(base: Term, exponent: Term, variable: Symbol, scope: Scope) -> Iterator[Condition]:
    yield from smooth(base, variable, scope)
    yield from smooth(exponent, variable, scope)
    if base == Const("e"):
        return
    if variable in free(exponent):
        yield positive(base, scope)
        return
    try:
        number = as_number(Arithmetic().polynomial(exponent))
    except QedtexError:
        number = None
    if number is not None and number.denominator == 1:
        return  # a negative power has a base that is not 0 already
    if number is None and holds(integral(exponent, scope)) and holds(nonnegative(exponent, scope)):
        return
    yield positive(base, scope)

"""Derivatives of formulas, worked out node by node as formulas, for the values of `Derivative`.

They share no code with the rules. Where a formula that comes out has no value, such as u / |u| for |u| at 0, the
derivative is taken to have none either, which leaves a point untried and refutes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qedtex.binding import free, fresh, substitute
from qedtex.oracle.values import Unable
from qedtex.terms import (
    Abs,
    Add,
    Apply,
    Derivative,
    Div,
    Exp,
    Expectation,
    Index,
    Kronecker,
    Log,
    Mul,
    Neg,
    Norm,
    Pow,
    ProductOver,
    Range,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    term,
)


class Slopes:
    """Derivatives with respect to a symbol or a component of a vector; `None` stands for 0."""

    def __init__(self, written: Callable[[Apply], Term]) -> None:
        self.written = written
        self._known: dict[Derivative, Term | None] = {}

    def slope(self, node: Derivative) -> Term | None:
        """The derivative of the body, as a formula in the bound symbol; raises `Unable` where it is out of reach."""
        if node not in self._known:
            self._known[node] = self._of(node.body, node.variable, node.index)
        return self._known[node]

    def _of(self, body: Term, by: Symbol, index: Term | None) -> Term | None:
        if by not in free(body):
            return None
        match body:
            case Symbol():
                if index is not None:
                    raise Unable("a vector as a whole depends on its component")
                return term(1)
            case Index(family, at, _) if index is not None and family == by and by not in free(at):
                return Kronecker(at, index)
            case Add() | Mul() | Neg() | Div() | Pow() | Sqrt() | Abs() | Exp() | Log() | Sigmoid() | Norm():
                return self._arithmetic(body, by, index)
            case SumOver(domain, variable, inner) if by not in free(domain):
                slope = self._of(inner, by, index)
                return None if slope is None else SumOver(domain, variable, slope)
            case ProductOver(Range() as domain, variable, inner) if by not in free(domain):
                return self._product(domain, variable, inner, self._of(inner, by, index))
            case Expectation(distribution, variable, inner) if by not in free(distribution):
                slope = self._of(inner, by, index)
                return None if slope is None else Expectation(distribution, variable, slope)
            case Apply():
                return self._of(self.written(body), by, index)
            case Derivative(at, _, variable, _):
                inner_slope = self.slope(replace(body, at=variable))
                if inner_slope is None:
                    return None
                return self._of(substitute(inner_slope, {variable: at}), by, index)
            case _:
                raise Unable(f"the oracle does not differentiate {type(body).__name__}")

    def _arithmetic(self, body: Term, by: Symbol, index: Term | None) -> Term | None:
        def d(part: Term) -> Term | None:
            return self._of(part, by, index)

        match body:
            case Add(terms):
                return _total([d(part) for part in terms])
            case Mul(factors):
                slopes = [d(factor) for factor in factors]
                return _total([_swapped(factors, at, slope) for at, slope in enumerate(slopes)])
            case Neg(of):
                slope = d(of)
                return None if slope is None else Neg(slope)
            case Div(over, divisor):
                first = d(over)
                second = d(divisor)
                return _total(
                    [
                        None if first is None else first / divisor,
                        None if second is None else Neg(over * second / Pow(divisor, term(2))),
                    ]
                )
            case Pow(base, exponent):
                first, second = d(base), d(exponent)
                return _total(
                    [
                        None if first is None else exponent * Pow(base, exponent - 1) * first,
                        None if second is None else body * Log(base) * second,
                    ]
                )
            case Sqrt(of):
                return _times(d(of), 1 / (2 * body))
            case Abs(of):
                return _times(d(of), of / body)
            case Exp(of):
                return _times(d(of), body)
            case Sigmoid(of):
                return _times(d(of), body * (1 - body))
            case Log(of, None, _):
                return _times(d(of), 1 / of)
            case Log(of, base, _) if base is not None:
                return d(Log(of) / Log(base))
            case Norm(vector, order) if index is not None and vector == by:
                member = Index(vector, index)
                return member / (Abs(member) if order == 1 else body)
            case _:
                raise Unable(f"the oracle does not differentiate {type(body).__name__}")

    def _product(self, domain: Range, variable: Symbol, inner: Term, slope: Term | None) -> Term | None:
        """Each factor in turn is replaced by its derivative."""
        if slope is None:
            return None
        turn = fresh(variable, {variable, *free(inner), *free(slope), *free(domain)})
        here = Kronecker(variable, turn)
        return SumOver(domain, turn, ProductOver(domain, variable, here * slope + (1 - here) * inner))


def _total(parts: list[Term | None]) -> Term | None:
    found = [part for part in parts if part is not None]
    return None if not found else found[0] if len(found) == 1 else Add(tuple(found))


def _times(slope: Term | None, outer: Term) -> Term | None:
    return None if slope is None else outer * slope


def _swapped(factors: tuple[Term, ...], at: int, slope: Term | None) -> Term | None:
    return None if slope is None else Mul((*factors[:at], slope, *factors[at + 1 :]))

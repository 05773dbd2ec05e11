"""Curvature: whether a formula is certainly convex or concave in one real symbol, node by node, in one model.

A formula that is none of these for all that is known gets no answer. What depends on a law of probability is never
given one, since a law is a function of exact values only.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from flint import fmpq

from qedtex.binding import free
from qedtex.oracle.laws import Environment
from qedtex.oracle.values import Number, as_integer, exact
from qedtex.sorts import Real
from qedtex.terms import (
    Abs,
    Add,
    Apply,
    Div,
    Exp,
    Log,
    Mul,
    Neg,
    Num,
    Pow,
    ProductOver,
    Sigmoid,
    SumOver,
    Symbol,
    Term,
)

if TYPE_CHECKING:
    from qedtex.oracle.evaluation import Evaluator


class Curvature(Enum):
    """How a function bends; an affine one is both convex and concave."""

    AFFINE = "affine"
    CONVEX = "convex"
    CONCAVE = "concave"

    @property
    def is_convex(self) -> bool:
        """Whether a chord lies nowhere below the function."""
        return self is not Curvature.CONCAVE

    def scaled(self, sign: Number) -> Curvature:
        """The curvature of a multiple by a number of this sign."""
        if sign == 0 or self is Curvature.AFFINE:
            return Curvature.AFFINE
        if sign > 0:
            return self
        return Curvature.CONCAVE if self is Curvature.CONVEX else Curvature.CONVEX


class Curvatures:
    """The curvature of formulas in one symbol, whose sort is an interval, in one model."""

    def __init__(self, evaluator: Evaluator, variable: Symbol, sort: Real) -> None:
        self._evaluator = evaluator
        self._variable = variable
        self._sort = sort

    def of(self, body: Term, environment: Environment) -> Curvature | None:
        """The curvature of a formula; `None` where nothing is known."""
        variable = self._variable
        if variable not in free(body):
            return Curvature.AFFINE
        match body:
            case Symbol():
                return Curvature.AFFINE
            case Add(terms):
                return _total([self.of(part, environment) for part in terms])
            case Neg(of):
                found = self.of(of, environment)
                return None if found is None else found.scaled(-1)
            case Mul(factors):
                return self._product(factors, environment)
            case Div(over, by) if variable not in free(by):
                return _scaled(self.of(over, environment), 1 / self._evaluator.number(by, environment))
            case Pow(base, exponent) if variable not in free(exponent):
                power = as_integer(self._evaluator.number(exponent, environment))
                even = power is not None and power > 0 and power % 2 == 0
                return Curvature.CONVEX if even and self._is_affine(base, environment) else None
            case Abs(of):
                return Curvature.CONVEX if self._is_affine(of, environment) else None
            case Exp(of):
                found = self.of(of, environment)
                return Curvature.CONVEX if found is not None and found.is_convex else None
            case Apply():
                return self.of(self._evaluator.formula(body), environment)
            case Log(of, base, _) if base is None or variable not in free(base):
                found = self.of_logarithm(of, environment)
                return found if base is None else _scaled(found, self._evaluator.unit(base, environment))
            case SumOver(domain, bound, inner) if variable not in free(domain):
                every = []
                for value in self._evaluator.domain(domain, environment):
                    every.append(self.of(inner, {**environment, bound: value}))
                return _total(every)
            case _:
                return None

    def of_logarithm(self, body: Term, environment: Environment) -> Curvature | None:
        """The curvature of the logarithm of a formula; one for a formula that is positive wherever the symbol lies."""
        variable = self._variable
        if variable not in free(body):
            return Curvature.AFFINE if self._evaluator.number(body, environment) > 0 else None
        match body:
            case Exp(of):
                return self.of(of, environment)
            case Apply():
                return self.of_logarithm(self._evaluator.formula(body), environment)
            case Sigmoid(of) if self._is_affine(of, environment):
                return Curvature.CONCAVE
            case Add((Num(one, _), Neg(Sigmoid(of)))) if one == 1 and self._is_affine(of, environment):
                return Curvature.CONCAVE
            case Mul(factors):
                return _total([self.of_logarithm(factor, environment) for factor in factors])
            case Div(over, by):
                below = self.of_logarithm(by, environment)
                return _total([self.of_logarithm(over, environment), None if below is None else below.scaled(-1)])
            case Pow(base, exponent) if variable not in free(exponent):
                return _scaled(self.of_logarithm(base, environment), self._evaluator.number(exponent, environment))
            case ProductOver(domain, bound, inner) if variable not in free(domain):
                values = self._evaluator.domain(domain, environment)
                return _total([self.of_logarithm(inner, {**environment, bound: value}) for value in values])
            case _ if self._is_affine(body, environment):
                return Curvature.CONCAVE if self._is_positive(body, environment) else None
            case Add(terms):
                return _log_convex([self.of_logarithm(part, environment) for part in terms])
            case SumOver(domain, bound, inner) if variable not in free(domain):
                values = self._evaluator.domain(domain, environment)
                return _log_convex([self.of_logarithm(inner, {**environment, bound: value}) for value in values])
            case _:
                return None

    def _product(self, factors: tuple[Term, ...], environment: Environment) -> Curvature | None:
        varying = [factor for factor in factors if self._variable in free(factor)]
        scale: Number = fmpq(1)
        for factor in factors:
            if self._variable not in free(factor):
                scale = scale * self._evaluator.number(factor, environment)
        if len(varying) == 1:
            return _scaled(self.of(varying[0], environment), scale)
        if len(varying) == 2 and all(self._is_affine(factor, environment) for factor in varying):
            slopes = self._slope(varying[0], environment) * self._slope(varying[1], environment)
            return _scaled(Curvature.CONVEX, slopes * scale)
        return None

    def _is_affine(self, body: Term, environment: Environment) -> bool:
        return self.of(body, environment) is Curvature.AFFINE

    def _at(self, body: Term, environment: Environment, value: int) -> Number:
        return self._evaluator.number(body, {**environment, self._variable: exact(value)})

    def _slope(self, body: Term, environment: Environment) -> Number:
        return self._at(body, environment, 2) - self._at(body, environment, 1)

    def _is_positive(self, body: Term, environment: Environment) -> bool:
        """Whether an affine formula is positive inside the interval of the symbol."""
        sort, slope = self._sort, self._slope(body, environment)
        for end, outwards in ((sort.least, -slope), (sort.greatest, slope)):
            if end is None:
                if not outwards >= 0:
                    return False
            elif not self._evaluator.number(body, {**environment, self._variable: exact(end)}) >= 0:
                return False
        middle = _inside(sort)
        return bool(self._evaluator.number(body, {**environment, self._variable: middle}) > 0)


def _inside(sort: Real) -> Number:
    least, greatest = sort.least, sort.greatest
    if least is not None and greatest is not None:
        return exact((least + greatest) / 2)
    if least is not None:
        return exact(least + 1)
    return exact(greatest - 1) if greatest is not None else fmpq(0)


def _scaled(found: Curvature | None, factor: Number) -> Curvature | None:
    """The curvature of a multiple; `None` where the sign of the factor is open."""
    if found is None or not (factor > 0 or factor < 0 or factor == 0):
        return None
    return found.scaled(factor)


def _total(found: list[Curvature | None]) -> Curvature | None:
    """The curvature of a sum."""
    bent: set[Curvature] = set()
    for one in found:
        if one is None:
            return None
        if one is not Curvature.AFFINE:
            bent.add(one)
    if len(bent) > 1:
        return None
    return bent.pop() if bent else Curvature.AFFINE


def _log_convex(found: list[Curvature | None]) -> Curvature | None:
    """The curvature of the logarithm of a sum of positive parts: convex where that of each part is."""
    if any(one is None or not one.is_convex for one in found):
        return None
    return Curvature.CONVEX

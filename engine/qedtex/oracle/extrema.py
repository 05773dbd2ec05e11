"""Extrema that are claimed to lie at listed points: a point with a better value than theirs refutes that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from qedtex.oracle.values import Indeterminate, Number, Unable, Undefined, Value, is_exact, within
from qedtex.sorts import Real
from qedtex.terms import Argmax, Extremum, FiniteSet

if TYPE_CHECKING:
    from qedtex.oracle.model import Model

_STEPS = tuple(fmpq(sign, size) for size in (8, 64, 1) for sign in (1, -1))


def tried_extremum(extremum: Extremum, listed: FiniteSet, model: Model) -> tuple[frozenset[Value], frozenset[Value]]:
    """The best of the listed points, of some near them and of random ones, and the listed points.

    The first set is the second unless some point is certainly better than a listed one. That it is the same supports
    the claim and shows nothing.
    """
    sort = extremum.variable.sort
    points = [model.value(element) for element in listed.elements]
    if not isinstance(sort, Real) or not points or not all(map(is_exact, points)):
        raise Unable("an argmax or argmin that is not claimed to be rational numbers")
    claimed = frozenset(points)
    if not all(within(point, sort) for point in claimed):
        raise Unable("an argmax or argmin that is claimed to lie outside of its range")
    sign = 1 if isinstance(extremum, Argmax) else -1

    def value(point: Value) -> Number:
        return sign * model.evaluator.number(extremum.body, {extremum.variable: point})

    values = {point: value(point) for point in claimed}
    others = [point + step for point in claimed for step in _STEPS] + model.grid(sort)
    for point in others:
        if within(point, sort) is not True:
            continue
        try:
            found = value(point)
        except (Undefined, Indeterminate):
            continue
        if any(found > known for known in values.values()):
            return frozenset({point}), claimed
    best = [point for point in claimed if any(values[point] > other for other in values.values())]
    return (frozenset(best) if best else claimed), claimed

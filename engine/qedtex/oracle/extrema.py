"""Extrema over all reals: where an explicit objective is extreme, and whether that is where it is claimed to be.

A convex function that is lower at m than at a < m and at b > m has its minimisers, of which there are some, between
the two. That another function is not least there refutes that it has the same minimisers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, fmpq

from qedtex.oracle.curvature import Curvature, Curvatures
from qedtex.oracle.values import Indeterminate, Number, Unable, Undefined, Value, Without, ball, exact, is_exact, within
from qedtex.sorts import Real
from qedtex.terms import Argmax, Extremum, FiniteSet

if TYPE_CHECKING:
    from qedtex.oracle.model import Model

_STEPS = tuple(fmpq(sign, size) for size in (8, 64, 1) for sign in (1, -1))
_HALVINGS = 24
_PARTS = (fmpq(1, 2), fmpq(1, 3), fmpq(3, 7))
_FARTHEST = 12
"""Up to which power of 2 from the first point a minimiser is looked for."""

Sets = tuple[frozenset[Value], frozenset[Value]]


def tried_extremum(extremum: Extremum, listed: FiniteSet, model: Model) -> Sets:
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
        beaten = next((one for one, known in values.items() if found > known), None)
        if beaten is not None:
            model.grid_matters = False
            return Without.of(beaten, point), claimed
    best = [point for point in claimed if any(values[point] > other for other in values.values())]
    return (frozenset(best) if best else claimed), claimed


def compared_extrema(left: Extremum, right: Extremum, model: Model) -> Sets:
    """Points for both sides that differ only where their sets of extreme points certainly do.

    They are alike where the sides agree as far as is seen, which shows nothing. Raises `Unable` where neither side has
    a minimum that can be enclosed.
    """
    one, other = _Objective(left, model), _Objective(right, model)
    here, there = one.minimum(), other.minimum()
    if here is not None and there is not None:
        if here.upper <= there.lower or there.upper <= here.lower:
            return frozenset({here.point}), frozenset({there.point})
        return frozenset({here.point}), frozenset({here.point})
    if here is not None:
        return _beside(here, other)
    if there is not None:
        return _beside(there, one)[::-1]
    if one.has_no_minimum() and other.has_no_minimum():
        return frozenset(), frozenset()
    raise Unable("an argmax or argmin of a function whose extrema are not found")


@dataclass(frozen=True, slots=True)
class _Minimum:
    """Ends between which all minimisers lie, of which there are some, and a point between them."""

    lower: Number
    point: Number
    upper: Number


def _beside(found: _Minimum, other: _Objective) -> Sets:
    """The minimum of one side, and a point where the other is lower than anywhere near that minimum."""
    here = frozenset({found.point})
    if other.has_no_minimum():
        return here, frozenset()
    least = other.bounded(found.lower, found.upper)
    lower = [point for point in other.points(found.point) if least is not None and other.value(point) < least]
    if not lower:
        return here, here
    return here, Without.of(found.point, min(lower, key=lambda point: ball(other.value(point)).mid()))


class _Objective:
    """What an extremum minimises, as a function of one real number in one model."""

    def __init__(self, extremum: Extremum, model: Model) -> None:
        sort = extremum.variable.sort
        if not isinstance(sort, Real):
            raise Unable("an argmax or argmin of an explicit function of a vector")
        self._extremum = extremum
        self._sort = sort
        self._model = model
        self._sign = -1 if isinstance(extremum, Argmax) else 1
        curvatures = Curvatures(model.evaluator, extremum.variable, sort)
        self._curvature = curvatures.of(extremum.body, {})
        if not self._bends_up(self._curvature):
            logarithmic = curvatures.of_logarithm(extremum.body, {})
            if self._bends_up(logarithmic):
                self._curvature = logarithmic
        self._known: dict[Number, Number] = {}

    def _bends_up(self, found: Curvature | None) -> bool:
        return found is not None and found.scaled(self._sign).is_convex

    def value(self, point: Number) -> Number:
        """The value at a point; raises `Undefined` outside of the range."""
        if point not in self._known:
            if within(point, self._sort) is not True:
                raise Undefined
            evaluator = self._model.evaluator
            self._known[point] = self._sign * evaluator.number(self._extremum.body, {self._extremum.variable: point})
        return self._known[point]

    def bounded(self, lower: Number, upper: Number) -> Number | None:
        """An enclosure of the values between two points; `None` where there is none."""
        middle, radius = (lower + upper) / 2, (upper - lower) / 2
        point = arb(ball(middle).mid(), ball(radius).upper())
        try:
            return self._sign * self._model.evaluator.number(self._extremum.body, {self._extremum.variable: point})
        except (Undefined, Indeterminate):
            return None

    def points(self, around: Number) -> Iterator[Number]:
        """Points of the range: near one, farther and farther away, then random ones."""
        for power in range(-4, _FARTHEST):
            for sign in (1, -1):
                point = around + sign * fmpq(2) ** power
                if within(point, self._sort) is True:
                    yield point
        yield from self._model.grid(self._sort)

    def has_no_minimum(self) -> bool:
        """Whether it is concave on all reals and not the same everywhere, so that no point is the least."""
        bends_down = self._curvature is not None and not self._curvature.scaled(self._sign).is_convex
        flat = self._curvature is Curvature.AFFINE
        if not (bends_down or flat) or self._sort.least is not None or self._sort.greatest is not None:
            return False
        first = self.value(fmpq(0))
        return any(self.value(point) < first or self.value(point) > first for point in self.points(fmpq(0)))

    def minimum(self) -> _Minimum | None:
        """Ends around the minimisers of a function that bends up; `None` where none are found."""
        if not self._bends_up(self._curvature):
            return None
        start = self._start()
        for power in range(-2, _FARTHEST):
            step = fmpq(2) ** power
            lower, upper = self._inside(start, -step), self._inside(start, step)
            best = min((lower, start, upper), key=lambda point: ball(self.value(point)).mid())
            if best == start:
                if self._encloses(lower, start, upper):
                    return self._narrowed(_Minimum(lower, start, upper))
            else:
                start = best
        return None

    def _start(self) -> Number:
        least, greatest = self._sort.least, self._sort.greatest
        if least is not None and greatest is not None:
            return exact((least + greatest) / 2)
        if least is not None:
            return exact(least + 1)
        return exact(greatest - 1) if greatest is not None else fmpq(0)

    def _inside(self, point: Number, step: Number) -> Number:
        """A point some way off, or halfway to the end of the range that lies before it."""
        end = self._sort.least if step < 0 else self._sort.greatest
        if end is not None and (point + step - exact(end)) * step >= 0:
            return (point + exact(end)) / 2
        return point + step

    def _encloses(self, lower: Number, point: Number, upper: Number) -> bool:
        inner = self.value(point)
        return bool(inner < self.value(lower) and inner < self.value(upper))

    def _narrowed(self, found: _Minimum) -> _Minimum:
        """The same with ends that are closer together, as long as the values tell."""
        lower, point, upper = found.lower, found.point, found.upper
        for _ in range(_HALVINGS):
            closer = next((way for way in _closer(lower, point, upper) if self._encloses(*way)), None)
            if closer is None:
                break
            lower, point, upper = closer
        return _Minimum(lower, _plainest(lower, point, upper), upper)


def _plainest(lower: Number, point: Number, upper: Number) -> Number:
    """A point between two ends that is short to write, such as 1/2."""
    whole = Fraction(int(point.numerator), int(point.denominator))
    for digits in range(8):
        near = exact(whole.limit_denominator(10**digits))
        if lower < near < upper:
            return near
    return point


def _closer(lower: Number, point: Number, upper: Number) -> Iterator[tuple[Number, Number, Number]]:
    """Ends that are closer together; another part where two points are equally low, as in the middle of a square."""
    for part in _PARTS:
        left, right = point + (lower - point) * part, point + (upper - point) * part
        yield lower, left, point
        yield left, point, right
        yield point, right, upper

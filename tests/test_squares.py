"""Inequalities by completing squares, and where parabolas are extreme: what is shown, and what is refused."""

from __future__ import annotations

import pytest

from qedtex.binding import substitute
from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Relation
from qedtex.kernel import prove
from qedtex.language import (
    Sum,
    argmax,
    argmin,
    exp,
    index,
    log,
    points,
    positive,
    positive_integer,
    real,
    sigmoid,
    vector,
)
from qedtex.notes.verdicts.deciding import decide
from qedtex.oracle import consult
from qedtex.search.parabolas import by_vertex, vertex
from qedtex.search.squares import by_squares

a, b, c, t, z = real("a"), real("b"), real("c"), real("t"), real("z")
s, lam = positive("s"), positive("lambda")
n, i = positive_integer("n"), index("i")
x, y = vector("x", n), vector("y", n)

SHOWN = (
    (a**2 + b**2, ">=", 2 * a * b),
    (2 * a * b, "<=", a**2 + b**2),
    (a**2 + b**2 + c**2, ">=", a * b + b * c + c * a),
    (a**2 + b**2 + 1, ">", 2 * a * b),
    (sigmoid(z) * (1 - sigmoid(z)), "<=", real("a") * 0 + 1 / (s * 0 + 4)),
    (s + 1 / s, ">=", 2 + 0 * s),
    ((a + b) ** 2, "<=", 2 * a**2 + 2 * b**2),
    (4 * exp(z) * a, "<=", (exp(z) + a) ** 2),
)
NOT_SHOWN = (
    (a**2 + b**2, ">=", 3 * a * b),
    (a**2 + b**2, ">", 2 * a * b),
    (a**2, ">=", b),
    (a**4, ">=", a**2),
    (t + 1 / t, ">=", 2 + 0 * t),
    (2 * a * b, ">=", a**2 + b**2),
    (a, "<=", a - 1),
)


def claim(left, relation, right) -> Claim:
    return Claim(left, Relation(relation), right)


@pytest.mark.parametrize("parts", SHOWN, ids=str)
def test_a_difference_of_squares_shows_an_inequality(parts) -> None:
    stated = claim(*parts)
    found = by_squares(stated)
    assert found is not None
    assert prove(stated, found.links).claim == stated


@pytest.mark.parametrize("parts", NOT_SHOWN, ids=str)
def test_what_is_no_sum_of_squares_is_not_shown(parts) -> None:
    stated = claim(*parts)
    assert by_squares(stated) is None
    assert decide(stated).verdict is not Verdict.PROVED


EXTREMA = (
    (argmin((t - a) ** 2, t), a),
    (argmin((t - a) ** 2 + lam * t**2, t), a / (1 + lam)),
    (argmax(t * (1 - t), t), real("a") * 0 + 1 / (s * 0 + 2)),
    (argmax(-((t - a) ** 2) / (2 * s**2), t), a),
    (argmin(Sum((x[i] - t) ** 2, (i, 1, n)), t), Sum(x[i], (i, 1, n)) / n),
)
NOT_EXTREMA = (
    (argmax((t - a) ** 2, t), a),
    (argmin((t - a) ** 2, t), b),
    (argmin((t - a) ** 2 - t**2, t), a),
    (argmin(b * (t - a) ** 2, t), a),
    (argmin((t - a) ** 4, t), a),
    (argmin((t - a) ** 2 + lam * t**2, t), a / lam),
    (argmin(Sum((x[i] - t) ** 2, (i, 1, n)), t), Sum(x[i], (i, 1, n))),
)


@pytest.mark.parametrize(("extremum", "point"), EXTREMA, ids=str)
def test_a_parabola_is_extreme_at_its_vertex(extremum, point) -> None:
    for stated in (
        Claim(extremum, Relation.EQUAL, points(point)),
        Claim(points(point), Relation.EQUAL, extremum),
    ):
        found = by_vertex(stated)
        assert found is not None
        assert prove(stated, found.links).claim == stated
        assert not consult(stated).refuted


@pytest.mark.parametrize(("extremum", "point"), NOT_EXTREMA, ids=str)
def test_another_point_or_another_function_is_refused(extremum, point) -> None:
    stated = Claim(extremum, Relation.EQUAL, points(point))
    assert by_vertex(stated) is None
    assert decide(stated).verdict is not Verdict.PROVED


def test_the_variable_is_not_where_it_is_extreme() -> None:
    free_again = Claim(argmin((t - a) ** 2, t), Relation.EQUAL, points(t))
    assert by_vertex(free_again) is None
    assert decide(free_again).verdict is not Verdict.PROVED


def test_the_vertex_is_where_the_slope_is_zero() -> None:
    found = vertex(argmin(3 * t**2 - 6 * a * t + b, t), Context())
    assert found is not None
    assert decide(Claim(found, Relation.EQUAL, a)).verdict is Verdict.PROVED
    assert vertex(argmin(log(s) * t, t), Context()) is None
    assert vertex(argmin(exp(t), t), Context()) is None


def test_a_function_of_the_variable_beside_the_square_is_no_parabola() -> None:
    body = t**2 + exp(t)
    assert vertex(argmin(body, t), Context()) is None
    assert by_vertex(Claim(argmin(body, t), Relation.EQUAL, points(0))) is None
    assert substitute(body, {t: a}) != body

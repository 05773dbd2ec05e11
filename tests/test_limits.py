"""Limits: by continuity and by growth, for sequences too; what is refused beside what is shown; SymPy agrees."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import sympy
from test_replay import one_link

from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.growth import Unknown, limits
from qedtex.inference import Link, Use
from qedtex.kernel import prove
from qedtex.language import (
    Sum,
    absolute,
    exp,
    function,
    index,
    integer,
    limit,
    log,
    oo,
    positive,
    positive_integer,
    real,
    sigmoid,
    sqrt,
    term,
)
from qedtex.lowering import to_sympy
from qedtex.notes.verdicts.deciding import decide
from qedtex.replay import replay
from qedtex.rules import limit_by_continuity, limit_by_growth
from qedtex.rules.examples import shows
from qedtex.sorts import Real
from qedtex.terms import Const, Neg, Symbol

x, c, s = positive("x"), positive("c"), positive("s")
z, r, a, h = real("z"), real("r"), real("a"), real("h")
n, y = positive_integer("n"), Symbol("y", Real(Fraction(1), None, lower_open=True))

KNOWN_LIMITS = [
    (limit(x * log(x), x, 0, "+"), 0),
    (limit(log(x), x, 0, "+"), -oo),
    (limit(sigmoid(z), z, oo), 1),
    (limit(sigmoid(z), z, -oo), 0),
    (limit(1 / n, n, oo), 0),
    (limit((1 + r / n) ** n, n, oo), exp(r)),
    (limit(x**3 * exp(-c * x), x, oo), 0),
    (limit(exp(-(z**2) / 2), z, -oo), 0),
    (limit(log(x) / sqrt(x), x, oo), 0),
    (limit(log(1 + exp(z)), z, -oo), 0),
    (limit(log(1 + exp(x)) / x, x, oo), 1),
    (limit(x**x, x, 0, "+"), 1),
    (limit(x ** (1 / x), x, oo), 1),
    (limit(exp(-1 / x), x, 0, "+"), 0),
    (limit(1 / (z - a) ** 2, z, a), oo),
    (limit(1 / (z - a), z, a, "-"), -oo),
    (limit((z**2 - 1) / (z - 1), z, 1), 2),
    (limit(((r + h) ** 2 - r**2) / h, h, 0), r + r),
    (limit((exp(h) - 1) / h, h, 0), 1),
    (limit(log(1 + x) / x, x, 0, "+"), 1),
    (limit(r / (1 + s), s, oo), 0),
    (limit((3 * x + 1) / (c * x + 2), x, oo), 3 * (1 / c)),
    (limit(log(y, 2) / log(y), y, oo), 1 / log(term(2))),
]


@pytest.mark.parametrize(("left", "value"), KNOWN_LIMITS, ids=lambda side: str(side))
def test_the_limit_of_an_elementary_function_is_found_and_replayed(left, value) -> None:
    assert shows(limit_by_growth, left, term(value)) == "accepted"
    assert replay(one_link(left, value, "limit_by_growth")).ok


@pytest.mark.parametrize(("left", "value"), KNOWN_LIMITS, ids=lambda side: str(side))
def test_another_value_is_refused_by_kernel_and_replay_and_refuted(left, value) -> None:
    other = term(7) if value in (oo, -oo) else value + 7
    assert "refuses" in shows(limit_by_growth, left, term(other))
    assert not replay(one_link(left, other, "limit_by_growth")).ok
    assert decide(Claim(left, Relation.EQUAL, term(other))).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "body",
    [
        limit(exp(r * x), x, oo),  # r has no sign
        limit(r * x, x, oo),
        limit(1 / (z - 1), z, 1),  # one side goes up, the other down
        limit(absolute(z) / z, z, 0),
        limit(exp(1 / z), z, 0),
        limit(sqrt(x + 1) - sqrt(x), x, oo),  # what is greatest cancels
        limit(exp(x * log(x)), x, oo),
        limit(x * exp(-x * log(x)), x, oo),
        limit(Sum(x / index("i"), (index("i"), 1, n)), x, oo),
        limit(function("f")(z), z, oo),
    ],
    ids=str,
)
def test_what_is_not_known_is_not_guessed(body) -> None:
    with pytest.raises(Unknown):
        limits(body, Scope())


def test_continuity_gives_the_value() -> None:
    assert shows(limit_by_continuity, limit(x * log(x), x, c), c * log(c)) == "accepted"
    assert shows(limit_by_continuity, limit(absolute(z), z, r, "-"), absolute(r)) == "accepted"
    f = function("f", differentiable=True)
    assert shows(limit_by_continuity, limit(f(z) ** 2, z, a), f(a) ** 2) == "accepted"
    assert replay(one_link(limit(x * log(x), x, c), c * log(c), "limit_by_continuity")).ok


def test_continuity_is_not_assumed() -> None:
    g = function("g", differentiable=False)
    assert "continuous" in shows(limit_by_continuity, limit(g(z), z, a), g(a))
    assert "sense" in shows(limit_by_continuity, limit(x * log(x), x, 0, "+"), 0 * log(term(0)))
    assert shows(limit_by_continuity, limit(z, z, oo), term(0)).endswith("does not apply to lim_{z→∞} z")
    for left, right in ((limit(g(z), z, a), g(a)), (limit(1 / x, x, 0, "+"), term(1) / 0)):
        assert not replay(one_link(left, right, "limit_by_continuity")).ok


def test_a_power_of_0_is_not_continuous_in_its_exponent() -> None:
    # 0^x is 0 for x > 0, and 0^0 is 1
    assert shows(limit_by_continuity, limit(term(0) ** x, x, 0, "+"), term(0) ** 0) != "accepted"
    assert not replay(one_link(limit(term(0) ** x, x, 0, "+"), term(0) ** 0, "limit_by_continuity")).ok


def test_inside_a_limit_the_variable_is_not_at_the_point_and_outside_it_may_be() -> None:
    with_limit = Claim(limit(z / z, z, 0), Relation.EQUAL, term(1))
    link = Link(with_limit.left, term(1), (), Use(limit_by_growth))
    assert prove(with_limit, [link]).claim == with_limit
    for left in (limit(z / z, z, oo), limit(a / a, z, 0), limit(1 / (z - 1), z, 0), limit(log(z), z, 0, "-")):
        claim = Claim(left, Relation.EQUAL, term(1))
        with pytest.raises(QedtexError, match="QT405"):
            prove(claim, [Link(left, term(1), (), Use(limit_by_growth))])
        assert not replay(one_link(left, term(1), "limit_by_growth")).ok


def test_a_sequence_goes_to_infinity_and_nowhere_else() -> None:
    k, m = integer("k"), integer("m", 1, n)
    assert shows(limit_by_growth, limit(1 / n, n, oo), term(0)) == "accepted"
    for left in (limit(k, k, -oo), limit(1 / n, n, 3), limit(1 / m, m, oo)):
        with pytest.raises(QedtexError, match="no limit"):
            prove(Claim(left, Relation.EQUAL, left), [])


def test_a_sign_that_is_known_decides() -> None:
    context = Context((known("falling", r, 0, relation="<"),))
    left = limit(exp(r * x), x, oo)
    link = Link(left, term(0), (), Use(limit_by_growth))
    assert prove(Claim(left, Relation.EQUAL, term(0), context), [link]).conditions
    with pytest.raises(QedtexError):
        prove(Claim(left, Relation.EQUAL, term(0)), [link])


def test_minus_infinity_is_a_limit_and_no_number() -> None:
    minus = Neg(Const("oo"))
    for left in (minus + 1, exp(minus), 1 / minus, minus * 2, Neg(minus), absolute(minus), limit(minus, z, 0)):
        with pytest.raises(QedtexError):
            prove(Claim(left, Relation.EQUAL, left), [])


FACTORS = [x, 1 / x, exp(x), exp(-x), log(x), x - 1, 1 + 1 / x, sqrt(x), sigmoid(-x), 1 + exp(-2 * x)]


@pytest.mark.parametrize("point", [oo, term(0), term(2)], ids=str)
def test_sympy_finds_the_same_limits(point) -> None:
    found = 0
    for number, (one, other) in enumerate(product(FACTORS, FACTORS)):
        body = (one * other, one / (1 + other**2), one + other, one * log(1 + other**2))[number % 4]
        left = limit(body, x, point, "" if point == oo else "+")
        try:
            value, _ = limits(left, Scope())
        except Unknown:
            continue
        step = to_sympy(x)
        expected = sympy.limit(to_sympy(body), step, to_sympy(point), "+")
        ours = {oo: sympy.oo, Neg(oo): -sympy.oo}.get(value)
        ours = to_sympy(value) if ours is None else ours
        assert ours == expected or sympy.simplify(ours - expected) == 0, str(left)
        found += 1
    assert found > 60


def test_high_powers_are_compared_without_being_multiplied_out() -> None:
    body = x
    for _ in range(4):
        body = (body + 1) ** 8
    power = ((x**8) ** 8) ** 8
    assert limits(limit(body / power**7, x, oo), Scope())[0] == oo
    assert limits(limit(body / power**9, x, oo), Scope())[0] == term(0)
    assert limits(limit(body / power**8, x, oo), Scope())[0] == term(1)

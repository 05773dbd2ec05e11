"""Rules that stand on theorems: least values, constants, minimisers, limits, equality, circles of implications."""

from __future__ import annotations

import pytest

from qedtex.chains import Calc
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.language import (
    Sum,
    absolute,
    argmax,
    argmin,
    between,
    diff,
    every,
    exp,
    function,
    index,
    integer,
    limit,
    ln,
    log,
    oo,
    points,
    positive,
    positive_integer,
    real,
    sample,
    statement,
)
from qedtex.rules import (
    arithmetic,
    both_sides,
    circle_of_implications,
    cite,
    compare,
    constant_by_derivative,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    derivative_product,
    equality_case,
    instance,
    least_where_derivative_changes_sign,
    limit_by_definition,
    log_exp,
    neither_is_greater,
    same_logarithm,
    square_of_absolute,
    unique_extremum,
    zero_sum,
)
from qedtex.rules.examples import shows
from qedtex.sorts import POSITIVE, REAL
from qedtex.terms import term

t, a, c = real("t"), real("a"), real("c")
u, e, M = positive("u"), positive("epsilon"), positive("M")
n, i = positive_integer("n"), index("i")
calc = Calc()
_RULES = [derivative_linear, derivative_chain, derivative_identity, derivative_product, arithmetic]


def named(proof):
    """A proof as the argument of a rule."""
    return calc._named(proof, None)  # type: ignore[arg-type]


def slope(body, at, variable, result):
    return calc((variable - at) * diff(body, variable)).eq(result, by=_needed(body, at, variable, result)).qed("slope")


def _needed(body, at, variable, result):
    for dropped in range(2 ** len(_RULES)):
        kept = [rule for k, rule in enumerate(_RULES) if not dropped >> k & 1]
        try:
            calc((variable - at) * diff(body, variable)).eq(result, by=kept)
        except QedtexError:
            continue
        return kept
    raise AssertionError("no rules show the slope")


@pytest.fixture(scope="module")
def parabola():
    return slope((t - 3) ** 2, 3, t, 2 * (t - 3) ** 2)


def test_a_function_is_least_where_its_derivative_changes_sign(parabola) -> None:
    rule = least_where_derivative_changes_sign(named(parabola))
    assert shows(rule, (a - 3) ** 2, (term(3) - 3) ** 2) == "accepted: (a - 3)^2 >= (3 - 3)^2"


def test_the_least_value_is_not_claimed_elsewhere(parabola) -> None:
    rule = least_where_derivative_changes_sign(named(parabola))
    assert "not into" in shows(rule, (a - 3) ** 2, (term(2) - 3) ** 2)


def test_the_least_value_is_strict_only_apart_from_its_point(parabola) -> None:
    rule = least_where_derivative_changes_sign(parabola)
    with pytest.raises(QedtexError):
        calc((a - 3) ** 2).gt((term(3) - 3) ** 2, by=rule)
    apart = known("apart", a, 3, relation="!=")
    assert calc((a - 3) ** 2, given=[apart]).gt((term(3) - 3) ** 2, by=rule).qed()


def test_a_slope_of_unknown_sign_gives_nothing() -> None:
    cubic = slope(t**3, 0, t, 3 * t**3)
    assert "gives 3 t^3 one sign" in shows(least_where_derivative_changes_sign(named(cubic)), a**3, term(0) ** 3)


def test_a_falling_then_rising_negative_is_greatest() -> None:
    hill = slope(-(t**2), 0, t, -(2 * t**2))
    rule = least_where_derivative_changes_sign(named(hill))
    assert shows(rule, -(a**2), -(term(0) ** 2)).startswith("accepted: -a^2 <= ")


def test_a_slope_under_a_hypothesis_about_its_variable_is_not_one_throughout() -> None:
    here = calc((t - 0) * diff(t**3, t), given=[known("right", t, 0, relation=">")])
    cubic = here.eq(3 * t**3, by=[derivative_chain, arithmetic]).qed("half")
    assert "keeps t from the whole" in shows(least_where_derivative_changes_sign(named(cubic)), a**3, term(0) ** 3)


def test_the_point_must_lie_in_the_interval() -> None:
    z = between("z", 0, 1)
    falling = slope((z - 3) ** 2, 3, z, 2 * (z - 3) ** 2)
    rule = least_where_derivative_changes_sign(named(falling))
    w = between("w", 0, 1)
    assert shows(rule, (w - 3) ** 2, (term(3) - 3) ** 2).startswith("least_where_derivative_changes_sign needs")
    assert "does not apply" in shows(rule, (a - 3) ** 2 * 1, (term(3) - 3) ** 2)


def test_a_constant_has_one_value_on_its_interval() -> None:
    body = ln(2 * u) - ln(u)
    flat = calc(diff(body, u)).eq(0, by=[derivative_linear, derivative_chain, derivative_identity]).qed("flat")
    v = positive("v")
    assert shows(constant_by_derivative(named(flat), term(1)), ln(2 * v) - ln(v), ln(2 * term(1)) - ln(1)) == "accepted"


def test_a_constant_does_not_reach_over_a_gap() -> None:
    z = between("z", 0, 1)
    body = ln(2 * z) - ln(z)
    flat = calc(diff(body, z)).eq(0, by=[derivative_linear, derivative_chain, derivative_identity]).qed("flat")
    w = between("w", 0, 1)
    found = shows(constant_by_derivative(named(flat), term(2)), ln(2 * w) - ln(w), ln(2 * term(2)) - ln(2))
    assert found.startswith("constant_by_derivative needs")


def test_one_minimiser_where_all_else_is_greater() -> None:
    apart = known("apart", t, 3, relation="!=")
    least = calc((t - 3) ** 2, given=[apart]).gt((term(3) - 3) ** 2, by=compare).qed("least")
    assert shows(unique_extremum(named(least)), argmin((t - 3) ** 2, t), points(3)) == "accepted"
    assert shows(unique_extremum(named(least)), argmin((t - 3) ** 2, t), points(2)) != "accepted"
    assert shows(unique_extremum(named(least)), argmax((t - 3) ** 2, t), points(3)) != "accepted"
    assert shows(unique_extremum(named(least)), argmin((u - 3) ** 2, u), points(3)) != "accepted"


def test_a_weak_inequality_does_not_make_a_minimiser_unique() -> None:
    weak = calc(absolute(t)).ge(0 * absolute(term(0)), by=compare).qed("weak")
    assert "strict" in shows(unique_extremum(named(weak)), argmin(absolute(t), t), points(0))


def test_a_limit_by_its_definition() -> None:
    near = [known("above", u, 0, relation=">"), known("near", u, e / 2, relation="<")]
    small = calc(absolute(2 * u), given=near).eq(2 * u, by=square_of_absolute).lt(2 * (e / 2), by="near")
    proof = small.eq(e, by=arithmetic).qed("near 0")
    assert shows(limit_by_definition(named(proof)), limit(2 * u, u, 0, "+"), term(0)) == "accepted"
    assert shows(limit_by_definition(named(proof)), limit(2 * u, u, 0, "+"), term(1)) != "accepted"
    assert shows(limit_by_definition(named(proof)), limit(3 * u, u, 0, "+"), term(0)) != "accepted"
    assert shows(limit_by_definition(named(proof)), limit(2 * u, u, 1, "+"), term(0)) != "accepted"


def test_an_infinite_limit_by_its_definition() -> None:
    far = [known("far", u, exp(M), relation=">")]
    proof = calc(log(u), given=far).gt(log(exp(M)), by="far").eq(M, by=log_exp).qed("beyond")
    assert shows(limit_by_definition(named(proof)), limit(log(u), u, oo), oo) == "accepted"
    assert shows(limit_by_definition(named(proof)), limit(log(u), u, 0, "+"), oo) != "accepted"


def test_equality_at_one_point_only() -> None:
    apart = known("apart", t, 0, relation="!=")
    strict = calc(term(0), given=[apart]).lt(t**2, by=compare).qed("strict")
    there = calc(term(0)).eq(term(0) ** 2, by=arithmetic).qed("there")
    rule = equality_case(named(strict), named(there))
    assert shows(rule, statement(0, "=", a**2), statement(a, "=", 0)) == "accepted"
    assert shows(rule, statement(0, "=", a**2), statement(a, "=", 1)) != "accepted"
    assert shows(rule, statement(1, "=", a**2), statement(a, "=", 0)) != "accepted"


def test_a_sum_of_one_sign_is_0_only_if_all_is() -> None:
    body, whole = (a - i) ** 2, (i, 1, n)
    each = every(statement(body, "=", 0), whole)
    assert shows(zero_sum, statement(Sum(body, whole), "=", 0), each) == "accepted"
    assert "needs" in shows(zero_sum, statement(Sum(a - i, whole), "=", 0), every(statement(a - i, "=", 0), whole))
    assert shows(zero_sum, statement(Sum(body, whole), "=", 1), every(statement(body, "=", 1), whole)) != "accepted"


@pytest.mark.parametrize(
    ("factor", "before", "after", "is_accepted"),
    [
        (u, statement(a, "<", c), statement(u * a, "<", u * c), True),
        (-u, statement(a, "<", c), statement(-u * a, ">", -u * c), True),
        (-u, statement(a, "<", c), statement(-u * a, "<", -u * c), False),
        (t, statement(a, "=", c), statement(t * a, "=", t * c), False),
        (u, statement(a, "!=", c), statement(u * a, "!=", u * c), True),
        (term(1), statement(a, "<=", c), statement(a - c, "<=", 0), True),
        (term(1), statement(a, "<=", c), statement(a - c, "<", 0), False),
        (term(0), statement(a, "=", c), statement(0 * a, "=", 0 * c), False),
    ],
)
def test_both_sides_are_treated_alike(factor, before, after, is_accepted) -> None:
    assert (shows(both_sides(factor), before, after) == "accepted") is is_accepted


def test_logarithms_compare_as_their_arguments_do() -> None:
    v, base = positive("v"), positive("b")
    assert shows(same_logarithm, statement(log(u, 2), "<", log(v, 2)), statement(u, "<", v)) == "accepted"
    small = statement(log(u, term(1) / 2), "<", log(v, term(1) / 2))
    assert shows(same_logarithm, small, statement(u, "<", v)) != "accepted"
    assert shows(same_logarithm, statement(log(u, base), "<", log(v, base)), statement(u, "<", v)) != "accepted"
    assert shows(same_logarithm, statement(log(u, 2), "=", log(v, 3)), statement(u, "=", v)) != "accepted"


def test_implications_must_lead_round_in_a_circle() -> None:
    one, other = statement(t, ">", 1), statement(t, ">", 0)
    down = calc(t, given=[known("above 1", t, 1, relation=">")]).gt(0, by=compare).qed("down")
    assert shows(circle_of_implications(named(down)), one, other) != "accepted"
    assert shows(circle_of_implications(named(down), named(down)), other, one) != "accepted"


def test_a_hypothesis_for_every_index_is_a_proposition_for_every_index() -> None:
    k = integer("k", 1, n)
    f = sample("f", REAL, n)
    zero = [known("zero", f[k], 0, for_all=(k,))]
    there = calc(Sum(f[i] ** 2, (i, 1, n)), given=zero).eq(Sum(term(0) ** 2, (i, 1, n)), by="zero").eq(0).qed("there")
    back = calc(statement(Sum(f[i] ** 2, (i, 1, n)), "=", 0)).iff(
        every(statement(f[i] ** 2, "=", 0), (i, 1, n)), by=zero_sum
    )
    each = every(statement(f[i], "=", 0), (i, 1, n))
    rule = circle_of_implications(named(there), named(back.qed("back")))
    assert shows(rule, each, statement(Sum(f[i] ** 2, (i, 1, n)), "=", 0)) != "accepted"  # nothing leads from f^2 to f


def test_neither_of_two_numbers_is_greater() -> None:
    given = [known("low", a, c, relation="<="), known("high", a, c, relation=">=")]
    low = calc(a, given=given).le(c, by="low").qed("low")
    high = calc(a, given=given).ge(c, by="high").qed("high")
    assert calc(a, given=given).eq(c, by=neither_is_greater(low, high)).qed()
    with pytest.raises(QedtexError):
        calc(a, given=given).eq(c, by=neither_is_greater(low, low))
    with pytest.raises(QedtexError):
        calc(a).eq(c, by=neither_is_greater(low, high))


def test_an_instance_puts_formulas_for_the_members_of_a_family() -> None:
    f = sample("f", POSITIVE, n)
    sums = calc(Sum(f[i], (i, 1, n))).gt(0, by=compare).qed("positive")
    good = instance(named(sums), statement(f[i], "=", u * i))
    assert shows(good, Sum(u * i, (i, 1, n)), term(0)) == "accepted: ∑_{i=1}^{n} u i > 0"
    bad = instance(named(sums), statement(f[i], "=", t * i))
    assert "needs" in shows(bad, Sum(t * i, (i, 1, n)), term(0))


def test_a_theorem_is_cited_only_where_its_hypotheses_hold() -> None:
    away = [known("away", t, 0, relation="!=")]
    square = calc(t**2, given=away).gt(0, by=compare).qed("square")
    assert calc(exp(a) ** 2).gt(0, by=cite(square)).qed()
    with pytest.raises(QedtexError):
        calc(a**2).gt(0, by=cite(square))


def test_a_function_known_by_its_derivative_alone() -> None:
    f = function("f", t)
    flat = known("flat", diff(f(c), c, at=a), 0, for_all=(a,))
    zero = calc(diff(f(t), t), given=[flat]).eq(0, by="flat").qed("zero")
    assert calc(f(a), given=[flat]).eq(f(0), by=constant_by_derivative(zero, term(0))).qed()
    rough = function("g", t, differentiable=False)
    with pytest.raises(QedtexError):
        calc(diff(rough(t), t))

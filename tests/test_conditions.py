"""The prover of side conditions: what it proves, and what it must not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from strategies import numbers

from qedtex.claims import Claim
from qedtex.conditions import holds, integral, nonnegative, nonzero, positive
from qedtex.context import Context, Relation, Scope
from qedtex.granted import known
from qedtex.language import (
    Product,
    Sum,
    absolute,
    argmax,
    exp,
    index,
    integer,
    label,
    log,
    outcomes,
    pi,
    pmf,
    positive_integer,
    probability,
    real,
    sigmoid,
    sqrt,
    term,
)
from qedtex.language import (
    nonnegative as at_least_0,
)
from qedtex.language import (
    positive as scale,
)
from qedtex.oracle import consult

a, b, c, t, u = scale("a"), scale("b"), at_least_0("c"), real("t"), real("u")
y, h = label("y"), probability("h")
n, m, k, i, j = positive_integer("n"), positive_integer("m"), integer("k"), index("i"), index("j")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x, positive=False)
SCOPE = Scope()
SUM = Sum(term(1), (i, 1, n))
INSIDE = SCOPE.enter(SUM)

POSITIVE = [
    a,
    a * b,
    a / b,
    a + c,
    exp(t),
    1 - h,
    h * (1 - h),
    2 - h,
    sqrt(2 * pi) * a,
    t**2 + 1,
    1 - 1 / (1 + exp(-t)),
    1 - a / (a + b),
    1 - 1 / (1 + 1 / exp(t)),
    2 - a / (a + b) - b / (a + b),
    p(x[1]),
    n,
    n + 1,
    a**t,
]
POSITIVE += [
    1 + absolute(t),
    sigmoid(t),
    1 - sigmoid(t),
    log(1 + a),
    -log(h),
    Sum(a, (i, 1, n)),
    Product(a, (i, 1, k)),
]
NOT_POSITIVE = [
    1 - 1 / (1 - exp(t)),
    1 - 1 / (1 + t),
    1 - a / (a + t),
    1 - (a + b) / a,
    1 - a / (a + c),
    t,
    c,
    1 - y,
    a - b,
    -a,
    t**2,
    q(x[1]),
    n - 1,
    k,
    h - 1,
    log(h),
    log(a),
    t * t,
    Sum(a, (i, 1, k)),
    t / t - 1,
]
NONNEGATIVE = [c, y, 1 - y, t**2, absolute(t), q(x[1]), 1 - q(x[1]), n - 1, y * (1 - y), Sum(c, (i, 1, k)), sqrt(a)]
NOT_NONNEGATIVE = [t, -c, y - 1, a - b, n - 2, t**3, k, c - y, log(a)]


@pytest.mark.parametrize("value", POSITIVE, ids=str)
def test_this_is_known_to_be_positive(value) -> None:
    assert holds(positive(value, SCOPE))
    assert holds(nonzero(value, SCOPE))


@pytest.mark.parametrize("value", NOT_POSITIVE, ids=str)
def test_this_is_not_known_to_be_positive(value) -> None:
    assert not holds(positive(value, SCOPE))


@pytest.mark.parametrize("value", NONNEGATIVE, ids=str)
def test_this_is_known_not_to_be_negative(value) -> None:
    assert holds(nonnegative(value, SCOPE))


@pytest.mark.parametrize("value", NOT_NONNEGATIVE, ids=str)
def test_this_is_not_known_not_to_be_negative(value) -> None:
    assert not holds(nonnegative(value, SCOPE))


def test_an_index_lies_in_its_range_and_nowhere_else() -> None:
    assert holds(positive(i, INSIDE))
    assert holds(nonnegative(n - i, INSIDE))
    assert not holds(positive(n - i, INSIDE))
    assert not holds(positive(i, SCOPE))


def test_an_index_of_a_range_from_0_is_not_positive() -> None:
    inside = SCOPE.enter(Sum(term(1), (i, 0, n)))
    assert holds(nonnegative(i, inside))
    assert not holds(positive(i, inside))
    assert holds(positive(i + 1, inside))


def test_the_variable_of_an_extremum_runs_over_its_sort() -> None:
    inside = SCOPE.enter(argmax(t, t))
    assert not holds(nonnegative(t, inside))
    assert holds(positive(a, SCOPE.enter(argmax(a, a))))


def test_integers_are_told_from_other_numbers() -> None:
    for whole in (n, n + 2 * m, -n, n**2, term(3), i):
        assert holds(integral(whole, INSIDE))
    for other in (t, n / 2, term(1) / 2, a, 2 ** (-n), sqrt(n)):
        assert not holds(integral(other, INSIDE))


def test_inequalities_of_the_context_are_added_up() -> None:
    context = Context((known("one", t, u, relation="<="), known("two", u, a, relation="<")))
    scope = Scope(context)
    assert holds(positive(a - t, scope))
    assert not holds(positive(t, scope))
    assert not holds(positive(a - t, SCOPE))


def test_an_inequality_is_not_used_where_its_symbol_is_bound() -> None:
    context = Context((known("one", t, 0, relation=">"),))
    assert holds(positive(t, Scope(context)))
    assert not holds(positive(t, Scope(context).enter(argmax(t, t))))


@settings(max_examples=300, deadline=None)
@given(numbers())
def test_what_is_proved_positive_is_never_refuted(value) -> None:
    try:
        proved = holds(positive(value, SCOPE))
    except RecursionError:
        pytest.fail("the prover recursed too deeply")
    if proved:
        opinion = consult(Claim(value, Relation.GREATER, term(0)), points=4)
        assert not opinion.refuted, str(opinion.witness)

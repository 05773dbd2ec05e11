"""Inequalities inside terms: what the kernel carries up from a part to the whole, and what it refuses to."""

from __future__ import annotations

import math
import operator
import random
from fractions import Fraction

import pytest

from qedtex.chains import Calc
from qedtex.conditions import holds as is_known
from qedtex.conditions import nonnegative as is_nonnegative
from qedtex.conditions import nonzero as is_nonzero
from qedtex.conditions import positive as is_positive
from qedtex.context import Context, Relation, Scope
from qedtex.definedness import requirements
from qedtex.errors import QedtexError, StepRefused
from qedtex.granted import known
from qedtex.kernel import joined
from qedtex.language import (
    E,
    Product,
    Sum,
    alphabet,
    decimal,
    empirical,
    exp,
    index,
    log,
    member,
    nonnegative,
    outcome,
    outcomes,
    pmf,
    positive,
    positive_integer,
    probability,
    real,
    sample,
    sigmoid,
    sqrt,
)
from qedtex.order import implies, lifted
from qedtex.rules import bound, compare, rounded
from qedtex.rules.examples import shows
from qedtex.terms import (
    Abs,
    Add,
    Div,
    Exp,
    Log,
    Mul,
    Neg,
    Num,
    Pow,
    ProductOver,
    Range,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    term,
)

a, b, t = real("a"), real("b"), real("t")
u, v, s = positive("u"), positive("v"), positive("s")
w, y = nonnegative("w"), probability("y")
i, n, m = index("i"), positive_integer("n"), positive_integer("m")
LESS = [known("less", a, b, relation="<"), known("few", u, v, relation="<")]
calc = Calc()


def carried(left, right) -> str:
    """What a < b, or u < v, inside one side says of it and the other side."""
    start = calc(left, given=LESS)
    for name in ("lt", "le", "gt", "ge"):
        for hypothesis in ("less", "few"):
            try:
                return getattr(start, name)(right, by=hypothesis).steps[0].relation.value
            except StepRefused:
                pass
    return "nothing"


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (a + t, b + t, "<"),
        (t - a, t - b, ">"),
        (s * a, s * b, "<"),
        (-s * a, -s * b, ">"),
        (w * a, w * b, "<="),
        (a / s, b / s, "<"),
        (a / -s, b / -s, ">"),
        (s / u, s / v, ">"),
        (-s / u, -s / v, "<"),
        (w / u, w / v, ">="),
        (exp(a), exp(b), "<"),
        (sigmoid(a), sigmoid(b), "<"),
        (sqrt(u), sqrt(v), "<"),
        (log(u), log(v), "<"),
        (log(u, 2), log(v, 2), "<"),
        (log(u, Fraction(1, 2)), log(v, Fraction(1, 2)), ">"),
        (u**2, v**2, "<"),
        (u**s, v**s, "<"),
        (u**-1, v**-1, ">"),
        (2**a, 2**b, "<"),
        (y**a, y**b, ">"),
        (Sum(a + i, (i, 1, n)), Sum(b + i, (i, 1, n)), "<"),
        (Sum(a + i, (i, 2, n)), Sum(b + i, (i, 2, n)), "<="),
        (Product(u, (i, 1, n)), Product(v, (i, 1, n)), "<="),
    ],
)
def test_an_inequality_is_carried_up_through_what_is_monotone(left, right, relation) -> None:
    assert carried(left, right) == relation


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (t * a, t * b),
        (a * t, b * t),
        (a**2, b**2),
        (a * a, a * b),
        (t**2 * a * b, t**2 * b * b),
        (Product(a, (i, 1, n)), Product(b, (i, 1, n))),
        (s**a, s**b),
        (t / u, t / v),
    ],
)
def test_an_inequality_is_not_carried_through_what_may_turn_round(left, right) -> None:
    assert carried(left, right) == "nothing"


def test_a_sum_that_may_be_empty_weakens_a_strict_inequality() -> None:
    start = calc(Sum(a, (i, 2, n)), given=LESS)
    with pytest.raises(StepRefused):
        start.lt(Sum(b, (i, 2, n)), by="less")
    assert start.le(Sum(b, (i, 2, n)), by="less").qed()


def test_an_expectation_is_strict_only_under_full_support() -> None:
    space = alphabet("calX")
    z, xs = outcome("z", space), sample("x", space, m)
    full, drawn = pmf("p", space), empirical("p_hat", xs, space)
    assert calc(E(a, z, full), given=LESS).lt(E(b, z, full), by="less").qed()
    with pytest.raises(StepRefused):
        calc(E(a, z, drawn), given=LESS).lt(E(b, z, drawn), by="less")
    assert calc(E(a, z, drawn), given=LESS).le(E(b, z, drawn), by="less").qed()


def test_two_relations_in_a_row_never_turn_round() -> None:
    for first in Relation:
        for second in Relation:
            both = joined(first, second)
            if {first, second} & {Relation.LESS, Relation.LESS_EQUAL}:
                assert both not in (Relation.GREATER, Relation.GREATER_EQUAL, Relation.EQUAL)
            if Relation.UNEQUAL in (first, second):
                assert both in (None, Relation.UNEQUAL)
    assert joined(Relation.LESS, Relation.GREATER_EQUAL) is None
    assert joined(Relation.UNEQUAL, Relation.UNEQUAL) is None
    assert joined(Relation.ABOUT, Relation.EQUAL) is None


def test_a_weak_relation_does_not_give_a_strict_one() -> None:
    assert implies(Relation.LESS, Relation.UNEQUAL) and implies(Relation.EQUAL, Relation.GREATER_EQUAL)
    assert not implies(Relation.LESS_EQUAL, Relation.LESS)
    assert not implies(Relation.UNEQUAL, Relation.LESS)
    assert not implies(Relation.ABOUT, Relation.EQUAL)


def test_unequal_parts_say_nothing_of_wholes() -> None:
    assert lifted(Relation.UNEQUAL, a, b, (), Context()).relation is Relation.UNEQUAL
    with pytest.raises(StepRefused, match="says nothing"):
        lifted(Relation.UNEQUAL, t * a, t * b, (1,), Context())


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        (y * s, s, "accepted: y s < s"),
        (w, w + y, "accepted: w < w + y"),
        (-log(y), 0 * t + 0, "accepted: -log y > 0 t + 0"),
        (t**2, 0 * t, "accepted: t^2 >= 0 t"),
        (u * v + u, u * v, "accepted: u v + u > u v"),
        ((1 - y) * u + y * v, 0 * t, "accepted: (1 - y) u + y v > 0 t"),
        (u - y * u + y * v, 0 * t, "accepted: u - y u + y v > 0 t"),
        (exp(u), 1 + 0 * t, "accepted: exp(u) > 1 + 0 t"),
    ],
)
def test_compare_shows_the_sign_of_a_difference(left, right, shown) -> None:
    assert shows(compare, left, right) == shown


@pytest.mark.parametrize(
    ("left", "right"),
    [(t, t**2), (u, v), (exp(t), 1 + 0 * t), (u - t * u + t * v, 0 * t), (w * t, 0 * t), (log(u), 0 * t)],
)
def test_compare_refuses_what_does_not_follow(left, right) -> None:
    assert "nothing known tells" in shows(compare, left, right)


@pytest.mark.parametrize(
    ("value", "digits", "is_shown"),
    [
        (log(2), "0.69", True),
        (log(2), "0.693", True),
        (log(2), "0.7", True),
        (log(2), "0.70", False),
        (log(2), "1", True),
        (log(2), "0", False),
    ],
)
def test_rounding_is_to_the_digits_shown(value, digits, is_shown) -> None:
    assert (shows(rounded, value, decimal(digits)) == f"accepted: log 2 ~= {digits}") is is_shown


def test_bounds_are_of_numbers_alone() -> None:
    assert shows(bound, log(2), decimal("0.6931")) == "accepted: log 2 > 0.6931"
    assert "not a number" in shows(bound, log(u), decimal("0.6931"))
    assert "do not tell" in shows(bound, log(4), 2 * log(2))


def test_a_probability_of_one_of_two_outcomes_is_below_1() -> None:
    x2, x = outcomes("x", 2), outcomes("x", n)
    assert shows(compare, pmf("p", x2)(x2[1]), 1 + 0 * t) == "accepted: p(x₁) < 1 + 0 t"
    assert shows(compare, pmf("p", x)(x[1]), 1 + 0 * t) == "accepted: p(x₁) <= 1 + 0 t"


def test_a_member_of_a_sample_is_carried_like_any_number() -> None:
    xs = sample("x", alphabet("calX"), m)
    p = pmf("p", alphabet("calX"))
    assert shows(compare, p(member(xs, 1)) - 1, 0 * t) == "accepted: p(x^(1)) - 1 <= 0 t"


# Random terms --------------------------------------------------------------------------------------------------------

LETTERS = (real("r"), positive("s"), nonnegative("w"), probability("y"))


def around(hole, source):
    """A random term with a hole, twice over: with the lesser and with the greater number in it, and where it is."""
    one, other = hole
    path: tuple[int, ...] = ()
    for _ in range(source.randint(1, 4)):
        beside = source.choice((*LETTERS, -LETTERS[1], LETTERS[0] ** 2, term(source.randint(-2, 3)), LETTERS[3] - 1))
        make, place = source.choice(
            (
                (lambda x, b: Add((x, b)), 0),
                (lambda x, b: Add((b, x)), 1),
                (lambda x, b: Mul((x, b)), 0),
                (lambda x, b: Mul((b, x)), 1),
                (lambda x, _: Neg(x), 0),
                (lambda x, b: Div(x, b), 0),
                (lambda x, b: Div(b, x), 1),
                (lambda x, _: Exp(x), 0),
                (lambda x, _: Log(x), 0),
                (lambda x, _: Log(x, term(1) / 2), 0),
                (lambda x, _: Sqrt(x), 0),
                (lambda x, _: Sigmoid(x), 0),
                (lambda x, _: Abs(x), 0),
                (lambda x, b: Pow(x, b), 0),
                (lambda x, b: Pow(b, x), 1),
                (lambda x, _: Sum(x, (i, 1, 3)), 1),
                (lambda x, _: Product(x, (i, 1, 2)), 1),
                (lambda x, _: Sum(x, (i, 2, 1)), 1),
            )
        )
        one, other, path = make(one, beside), make(other, beside), (place, *path)
    return one, other, path


def value(node, at) -> float:
    match node:
        case Symbol():
            return at[node]
        case Num(number, _):
            return float(number)
        case Add(parts):
            return sum(value(part, at) for part in parts)
        case Mul(parts):
            return math.prod(value(part, at) for part in parts)
        case Neg(of):
            return -value(of, at)
        case Div(over, by):
            return value(over, at) / value(by, at)
        case Exp(of):
            return math.exp(value(of, at))
        case Log(of, base, _):
            return math.log(value(of, at)) if base is None else math.log(value(of, at), value(base, at))
        case Sqrt(of):
            return math.sqrt(value(of, at))
        case Sigmoid(of):
            return 1 / (1 + math.exp(-value(of, at)))
        case Abs(of):
            return abs(value(of, at))
        case Pow(base, exponent):
            return float(value(base, at) ** value(exponent, at))
        case SumOver(Range(low, high), _, body):
            return sum(value(body, at) for _ in range(int(value(low, at)), int(value(high, at)) + 1))
        case ProductOver(Range(low, high), _, body):
            return math.prod(value(body, at) for _ in range(int(value(low, at)), int(value(high, at)) + 1))
    raise AssertionError(node)


def test_what_is_carried_up_holds_at_random_points() -> None:
    source = random.Random(7)
    holds = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
    context, carried_up = Context((*LESS,)), 0
    for _ in range(1500):
        pair = source.choice(((a, b), (u, v)))
        before, after, path = around(pair, source)
        try:
            list(requirements(before, Scope(context)))
            found = lifted(Relation.LESS, before, after, path, context)
        except QedtexError:
            continue
        carried_up += 1
        for _ in range(6):
            at = {LETTERS[0]: source.uniform(-3, 3), LETTERS[1]: source.uniform(0.1, 3)}
            at |= {LETTERS[2]: source.choice((0.0, source.uniform(0, 3))), LETTERS[3]: source.uniform(0.05, 0.95)}
            for least, greatest, low in ((a, b, -3), (u, v, 0.1)):
                at[least] = source.uniform(low, 2)
                at[greatest] = at[least] + source.uniform(0.2, 2)
            try:
                left, right = value(before, at), value(after, at)
            except (ValueError, ZeroDivisionError, OverflowError, TypeError):
                continue
            if abs(left) < 1e6 and abs(left - right) > 1e-9 * (1 + abs(left)):  # else rounding decides
                assert holds[found.relation.value](left, right), (before, after, found.relation, at)
    assert carried_up > 200


def test_signs_that_are_known_hold_at_random_points() -> None:
    source, known_signs = random.Random(11), 0
    above, below = Scope(Context((known("above", LETTERS[0], 1, relation=">"),))), Scope()
    for _ in range(300):
        atoms = [*LETTERS, term(source.randint(1, 3)), Exp(LETTERS[0]), Sqrt(LETTERS[2]), Log(LETTERS[1] + 1)]
        parts = [Mul(tuple(source.choices(atoms, k=2))) for _ in range(source.randint(2, 4))]
        whole = Add(tuple(Neg(part) if source.random() < 0.4 else part for part in parts))
        scope = source.choice((above, below))
        for condition, fits in (
            (is_positive(whole, scope), lambda x: x > -1e-9),
            (is_nonnegative(whole, scope), lambda x: x > -1e-9),
            (is_nonzero(whole, scope), lambda x: abs(x) > 1e-12),
        ):
            if not is_known(condition):
                continue
            known_signs += 1
            for _ in range(8):
                at = {LETTERS[0]: source.uniform(1.01, 4) if scope is above else source.uniform(-4, 4)}
                at |= {LETTERS[1]: source.uniform(0.05, 4), LETTERS[2]: source.choice((0.0, source.uniform(0, 3)))}
                at[LETTERS[3]] = source.uniform(0.01, 0.99)
                assert fits(value(whole, at)), (whole, condition, at)
    assert known_signs > 60

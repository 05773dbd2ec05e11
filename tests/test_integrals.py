"""Integrals: which may be stated, what each rule accepts and refuses, and ways to get a false one accepted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from qedtex.chains import Calc
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.language import (
    Sum,
    absolute,
    diff,
    e,
    exp,
    function,
    index,
    integer,
    law,
    ln,
    log,
    nonnegative,
    oo,
    parameter,
    pi,
    positive,
    positive_integer,
    real,
    sigmoid,
    sqrt,
    vector,
)
from qedtex.rules import (
    arithmetic,
    compare,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    gauss_integral,
    integral_absolute,
    integral_by_antiderivative,
    integral_linear,
    integral_split,
    integral_substitution,
    square_of_absolute,
)
from qedtex.terms import Const, Integral, Interval, Number, Term, term

x, y, c, t = real("x"), real("y"), real("c"), real("t")
s, b, w = positive("s"), positive("b"), nonnegative("w")
n, i, k = positive_integer("n"), index("i"), integer("k")
f = function("f")
calc = Calc()


def over(lower: Number, upper: Number, body: Number) -> Term:
    return Integral(Interval(term(lower), term(upper)), x, term(body))


def line(body: Number) -> Term:
    return over(-oo, oo, body)


STATABLE: dict[str, Callable[[], Term]] = {
    "a continuous function over a bounded interval": lambda: over(0, 1, sigmoid(x) * exp(x**2) + absolute(x)),
    "ends that are known to be in order": lambda: over(-s, s + 1, x**3),
    "a differentiable function": lambda: over(0, w, f(x**2)),
    "a finite sum": lambda: over(0, 1, Sum(x**i, (i, 1, n))),
    "a Gaussian": lambda: line(exp(-((x - c) ** 2) / (2 * s**2))),
    "a power times a Gaussian": lambda: line(x**2 * exp(-s * x**2 + c * x)),
    "an exponential of a size": lambda: line(exp(-absolute(x - c) / s)),
    "an exponential on a half-line": lambda: over(c, oo, x * exp(-s * x)),
    "an exponential on the other half-line": lambda: over(-oo, c, absolute(x) * exp(x)),
    "a difference of Gaussians": lambda: line(exp(-(x**2)) - 2 * exp(-s * x**2)),
    "a logarithm of a density": lambda: line(exp(-(x**2)) * ln(s * exp(-(x**2)))),
    "nothing": lambda: line(0),
}


@pytest.mark.parametrize("stated", STATABLE.values(), ids=STATABLE.keys())
def test_an_integral_that_exists_is_stated(stated: Callable[[], Term]) -> None:
    assert calc(stated()).last == stated()


NOT_STATABLE: dict[str, Callable[[], Term]] = {
    "a constant over the line": lambda: line(1),
    "a symbol over the line": lambda: line(c),
    "a power over the line": lambda: line(x),
    "an odd function, whose halves are infinite": lambda: line(x / (1 + x**2)),
    "a growing exponential": lambda: line(exp(x**2)),
    "an exponential that grows at one end": lambda: line(exp(-x)),
    "an exponential that grows at its end": lambda: over(0, oo, exp(x)),
    "an exponential that grows at the other end": lambda: over(-oo, 0, exp(-x)),
    "a decay of unknown sign": lambda: line(exp(-c * x**2)),
    "a decay that may be 0": lambda: line(exp(-w * x**2)),
    "a decay that cancels": lambda: line(exp(-(x**2) + x**2)),
    "a size with an unknown slope": lambda: line(exp(-absolute(c * x))),
    "a size against the variable": lambda: line(exp(-absolute(x) + 2 * x)),
    "a size of a size": lambda: line(exp(absolute(x - absolute(x)))),
    "a growing size": lambda: line(exp(absolute(x))),
    "an odd power in the exponent": lambda: line(exp(-(x**3))),
    "a Gaussian times what grows faster": lambda: line(exp(-(x**2)) * exp(2 * x**2)),
    "a Gaussian over one": lambda: line(exp(-2 * x**2) / exp(-(x**2))),
    "a sum of which one term does not decay": lambda: line(exp(-(x**2)) + 1),
    "a sigmoid": lambda: line(sigmoid(x)),
    "an unknown function": lambda: line(f(x) * exp(-(x**2))),
    "a pole": lambda: over(-1, 1, 1 / x),
    "a pole at an end": lambda: over(0, 1, 1 / x),
    "a logarithm that reaches 0": lambda: over(0, 1, log(x)),
    "a root of what may be negative": lambda: over(-1, 1, sqrt(x)),
    "a function that may jump": lambda: over(0, 1, function("g", differentiable=False)(x)),
    "a probability": lambda: Integral(Interval(term(0), term(1)), parameter("theta"), law("p")(parameter("theta"))),
    "ends the wrong way round": lambda: over(1, 0, x),
    "ends of unknown order": lambda: over(0, c, x),
    "an interval from infinity": lambda: Integral(Interval(Const("oo"), term(0)), x, exp(-(x**2))),
    "an interval to minus infinity": lambda: Integral(Interval(term(0), -Const("oo")), x, exp(-(x**2))),
    "an end that is infinity plus 1": lambda: Integral(Interval(term(0), Const("oo") + 1), x, exp(-x)),
    "an end with the bound symbol": lambda: over(0, x**2, x),
    "an integer": lambda: Integral(Interval(term(0), term(1)), k, k**2),
    "a symbol that does not run over the reals": lambda: Integral(Interval(term(-1), term(1)), s, log(s)),
    "a vector": lambda: Integral(Interval(term(0), term(1)), vector("v", n), term(1)),
    "infinity in the integrand": lambda: over(0, 1, x * Const("oo")),
    "a derivative in the integrand": lambda: over(0, 1, diff(f(x), x)),
}


@pytest.mark.parametrize("stated", NOT_STATABLE.values(), ids=NOT_STATABLE.keys())
def test_an_integral_that_may_not_exist_is_not_stated(stated: Callable[[], Term]) -> None:
    with pytest.raises(QedtexError):
        calc(stated())


def test_an_integral_over_one_point_is_stated() -> None:
    assert calc(over(c, c, x)).last == over(c, c, x)


FALSE_STEPS: dict[str, tuple[Term, Term, object]] = {
    "a factor with the variable comes out": (over(0, 1, x * exp(x)), x * over(0, 1, exp(x)), integral_linear),
    "a product by factors": (over(0, 1, x * exp(x)), over(0, 1, x) * over(0, 1, exp(x)), integral_linear),
    "a quotient by parts": (over(0, 1, x / exp(x)), over(0, 1, x) / over(0, 1, exp(x)), integral_linear),
    "a point outside": (over(0, 1, x), over(0, 2, x) + over(2, 1, x), integral_split(term(2))),
    "the factor of the substitution is lost": (
        line(exp(-(x**2))),
        line(exp(-((2 * x) ** 2))),
        [integral_substitution(term(2), term(0)), arithmetic],
    ),
    "the ends are not moved": (over(0, 1, x), 2 * over(0, 1, 2 * x), [integral_substitution(term(2), term(0))]),
    "a slope of unknown sign": (line(exp(-(x**2))), c * line(exp(-((c * x) ** 2))), integral_substitution(c, term(0))),
    "a slope of 0": (line(exp(-(x**2))), 0 * line(exp(-(x**2))), integral_substitution(term(0), term(0))),
    "a turned interval with the wrong sign": (
        over(0, 1, x),
        -1 * over(-1, 0, -x),
        [integral_substitution(term(-1), term(0)), arithmetic],
    ),
    "bars over the line": (line(exp(-absolute(x))), line(exp(-x)), integral_absolute),
    "bars on the wrong side": (over(-oo, 0, exp(-absolute(x))), over(-oo, 0, exp(-x)), integral_absolute),
    "half of Gauss' integral": (over(0, oo, exp(-(x**2))), sqrt(pi), gauss_integral),
    "Gauss' integral with another width": (line(exp(-2 * x**2)), sqrt(pi), gauss_integral),
    "Gauss' integral without a square": (line(exp(-absolute(x))), sqrt(pi), gauss_integral),
    "other names for other symbols": (line(exp(-((x - y) ** 2))), line(exp(-((x - c) ** 2))), arithmetic),
}


@pytest.mark.parametrize(("before", "after", "by"), FALSE_STEPS.values(), ids=FALSE_STEPS.keys())
def test_a_false_step_is_refused(before: Term, after: Term, by: object) -> None:
    with pytest.raises(QedtexError):
        calc(before).eq(after, by=by)  # type: ignore[arg-type]


def test_the_rules_show_what_they_state() -> None:
    assert calc(over(0, 1, 2 * x + exp(x))).eq(2 * over(0, 1, x) + over(0, 1, exp(x)), by=integral_linear).steps
    assert calc(over(0, 2, x)).eq(over(0, 1, x) + over(1, 2, x), by=integral_split(term(1))).steps
    shifted = s * over((0 - c) / s, (1 - c) / s, exp(s * x + c))
    assert calc(over(0, 1, exp(x))).eq(shifted, by=integral_substitution(s, c)).steps
    turned = over(-1, 0, -x)
    assert calc(over(0, 1, x)).eq(turned, by=[integral_substitution(term(-1), term(0)), arithmetic]).steps
    assert calc(over(-oo, 0, exp(absolute(x) * -s))).eq(over(-oo, 0, exp(-x * -s)), by=integral_absolute).steps


SLOPE = calc(diff(-exp(-x), x)).eq(exp(-x), by=[derivative_linear, derivative_chain, derivative_identity]).qed("slope")


def test_an_antiderivative_gives_the_integral() -> None:
    shown = calc(over(0, 1, exp(-x))).eq(-exp(-term(1)) + exp(-term(0)), by=integral_by_antiderivative(SLOPE))
    assert shown.eq(1 - 1 / e).steps
    assert calc(over(0, oo, exp(-x))).eq(1, by=integral_by_antiderivative(SLOPE)).steps


def test_an_antiderivative_that_does_not_decay_says_nothing_at_infinity() -> None:
    square = calc(diff(x**3 / 3 - exp(-x), x)).eq(x**2 + exp(-x)).qed("square")
    with pytest.raises(QedtexError):
        calc(over(0, oo, exp(-x))).eq(0, by=integral_by_antiderivative(square))
    shifted = (
        calc(diff(1 - exp(-x), x)).eq(exp(-x), by=[derivative_linear, derivative_chain, derivative_identity]).qed()
    )
    with pytest.raises(QedtexError):
        calc(over(0, oo, exp(-x))).eq(term(0) - (1 - exp(-term(0))), by=integral_by_antiderivative(shifted))


def test_an_antiderivative_of_part_of_the_line_is_refused() -> None:
    inverse = calc(diff(log(s), s)).eq(1 / s, by=derivative_chain).qed("inverse")
    with pytest.raises(QedtexError):
        calc(over(0, 1, exp(x))).eq(0, by=integral_by_antiderivative(inverse))
    above = known("above", x, 0, relation=">")
    half = calc(diff(x**2, x), given=[above]).eq(2 * absolute(x), by=[derivative_chain, square_of_absolute]).qed("half")
    with pytest.raises(QedtexError):
        calc(over(-1, 1, 2 * absolute(x))).eq(term(1) ** 2 - (-term(1)) ** 2, by=integral_by_antiderivative(half))


def test_an_antiderivative_of_something_else_is_refused() -> None:
    with pytest.raises(QedtexError):
        calc(over(0, 1, exp(-2 * x))).eq(1 - 1 / e, by=integral_by_antiderivative(SLOPE))
    at_a_point = calc(diff(t**2, t, at=y**2)).eq(2 * y**2, by=derivative_chain).qed("at_a_point")
    with pytest.raises(QedtexError):
        calc(over(0, 1, 2 * x**2)).eq(1, by=integral_by_antiderivative(at_a_point))


def test_a_fact_about_a_symbol_says_nothing_of_the_variable_of_that_name() -> None:
    above = known("above", x, 0, relation=">")
    with pytest.raises(QedtexError):
        calc(over(-1, 1, absolute(x)), given=[above]).eq(over(-1, 1, x), by=square_of_absolute)
    with pytest.raises(QedtexError):
        calc(over(-1, 1, 1 / x), given=[above])
    two = known("two", x, 2)
    with pytest.raises(QedtexError):
        calc(over(0, 1, x), given=[two]).eq(over(0, 1, 2), by="two")


def test_an_inequality_between_integrands_says_nothing_yet() -> None:
    below = calc(-(y**2)).le(0, by=compare).qed("below")
    with pytest.raises(QedtexError):
        calc(over(0, 1, -(x**2))).le(over(0, 1, 0), by=below)


def test_a_derivative_does_not_move_into_an_integral() -> None:
    with pytest.raises(QedtexError):
        calc(diff(line(exp(-((x - c) ** 2))), c))
    assert calc(over(0, 1, Fraction(1, 2) * x)).eq(Fraction(1, 2) * over(0, 1, x), by=integral_linear).steps

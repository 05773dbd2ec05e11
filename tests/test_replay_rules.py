"""The replay's own rules of order, numbers, derivatives and propositions: what fires, and what must not."""

from __future__ import annotations

import pytest
from test_replay import one_link

from qedtex.context import Hypothesis, Relation
from qedtex.granted import known
from qedtex.language import (
    E,
    Product,
    Sum,
    absolute,
    alphabet,
    argmin,
    decimal,
    diff,
    every,
    exp,
    function,
    index,
    law,
    limit,
    log,
    oo,
    outcome,
    parameter,
    pi,
    pmf,
    positive,
    positive_integer,
    probability,
    random_variable,
    real,
    sigmoid,
    sqrt,
    statement,
    term,
    variable_entropy,
    vector,
)
from qedtex.replay import replay
from qedtex.replay.enclosing import enclosed
from qedtex.replay.trees import Refusal
from qedtex.terms import Integral, Interval

a, b, s, t, u = real("a"), real("b"), positive("s"), real("t"), real("u")
i, j, n = index("i"), index("j"), positive_integer("n")
y, w = probability("y"), vector("w", n)
letters = alphabet(r"\mathcal{X}")
p, z = pmf("p", letters), outcome("z", letters)
f = function("f", differentiable=True)
BELOW = known("below", a, b, relation="<=")
STRICTLY = known("strictly", a, b, relation="<")
G = function("g", differentiable=False)
APART = known("apart", t, 1, relation="!=")
BOTH = [known("least", a, 0, relation=">"), STRICTLY]


other = outcome("z_2", alphabet(r"\mathcal{Z}"))
outcome_variable = random_variable("Y", alphabet(r"\mathcal{Y}"))
theta, phi, P = parameter("theta"), parameter("phi"), law("P")


def over(lower, upper, body) -> Integral:
    """The integral of a body in t."""
    return Integral(Interval(term(lower), term(upper)), t, body)


def same(left, right, rule: str, *arguments) -> dict:
    """A link between two propositions."""
    return one_link(left, right, rule, arguments=arguments, relation="iff")


def order(left, relation: str, right, path, given) -> dict:
    """A link that uses a hypothesis at a place."""
    return one_link(left, right, "substitute", path=path, arguments=(given[-1].name,), given=given, relation=relation)


ACCEPTED = {
    "a hypothesis as it stands": order(a, "<=", b, (), [BELOW]),
    "a hypothesis turned round": one_link(
        b, a, "substitute", arguments=("below",), reverse=True, given=[BELOW], relation=">="
    ),
    "a difference": one_link(t, term(1), "substitute", arguments=("apart",), given=[APART], relation="!="),
    "in a sum": order(a + t, "<", b + t, (0,), [STRICTLY]),
    "less than is not equal": order(a, "!=", b, (), [STRICTLY]),
    "behind a minus sign": order(-a, ">", -b, (0,), [STRICTLY]),
    "beside a positive factor": order(s * a, "<", s * b, (1,), [STRICTLY]),
    "beside a negative factor": order(-s * a, ">", -s * b, (0, 1), [STRICTLY]),
    "beside a factor that may be 0": order(t**2 * a, "<=", t**2 * b, (1,), [STRICTLY]),
    "in an exponential": order(exp(a), "<", exp(b), (0,), [STRICTLY]),
    "in a logarithm": order(log(a), "<", log(b), (0,), BOTH),
    "in a logarithm to a base below 1": order(log(a, term(1) / 2), ">", log(b, term(1) / 2), (0,), BOTH),
    "in a divisor": order(s / a, ">", s / b, (1,), BOTH),
    "in a power": order(a**3, "<", b**3, (0,), BOTH),
    "in a negative power": order(a ** (-3), ">", b ** (-3), (0,), BOTH),
    "in an exponent": order(term(2) ** a, "<", term(2) ** b, (1,), [STRICTLY]),
    "in a sum over many": order(Sum(a, (i, 1, n)), "<", Sum(b, (i, 1, n)), (1,), [STRICTLY]),
    "in a sum over none": order(Sum(a, (i, 2, n)), "<=", Sum(b, (i, 2, n)), (1,), [STRICTLY]),
    "in an expectation": order(E(a, z, p), "<", E(b, z, p), (1,), [STRICTLY]),
    "in a product of many": order(Product(a, (i, 1, n)), "<=", Product(b, (i, 1, n)), (1,), BOTH),
    "a sign": one_link(s * y, s, "compare", relation="<="),
    "a square": one_link(2 * t, t**2 + 1, "compare", relation="<="),
    "a square that is not 0": one_link(2 * t, t**2 + 1, "compare", given=[APART], relation="<"),
    "bounds": one_link(log(2), decimal("0.7"), "bound", relation="<"),
    "bounds of a number near another": one_link(sqrt(2), decimal("1.41421356237309504880168"), "bound", relation=">"),
    "a rounded number": one_link(log(2), decimal("0.693"), "rounded", relation="~="),
    "a rounded negative number": one_link(-log(2), -decimal("0.69"), "rounded", relation="~="),
    "a rounded number to a whole one": one_link(log(2), term(1), "rounded", relation="~="),
    "twice a derivative": one_link(diff(2 * t + u, t), 2 * diff(t, t) + diff(u, t), "derivative_linear"),
    "a derivative of a sum over many": one_link(
        diff(Sum(t**i, (i, 1, n)), t), Sum(diff(t**i, t), (i, 1, n)), "derivative_linear"
    ),
    "a derivative of a product": one_link(
        diff(t * exp(t), t), diff(t, t) * exp(t) + t * diff(exp(t), t), "derivative_product"
    ),
    "a derivative of a quotient": one_link(
        diff(exp(s) / s, s), (diff(exp(s), s) * s - exp(s) * diff(s, s)) / s**2, "derivative_quotient"
    ),
    "a derivative elsewhere": one_link(diff(t**2, t, at=3), 2 * term(3) * diff(t, t, at=3), "derivative_chain"),
    "a derivative by a component": one_link(diff(w[1] ** 2, w[1]), 2 * w[1] * diff(w[1], w[1]), "derivative_chain"),
    "a derivative of an unknown function": one_link(
        diff(f(t**2), t), diff(f(u), u, at=t**2) * diff(t**2, t), "derivative_chain"
    ),
    "a derivative of a sigmoid": one_link(
        diff(sigmoid(2 * t), t), diff(sigmoid(u), u, at=2 * t) * diff(2 * t, t), "derivative_chain"
    ),
    "a derivative of a symbolic power": one_link(diff(s**a, s), a * s ** (a - 1), "derivative_chain"),
    "both sides": same(statement(a / s, "<", b), statement(a, "<", s * b), "both_sides", s),
    "both sides turned": same(statement(a, "<", b), statement(-b, "<", -a), "both_sides"),
    "logarithms": same(statement(log(s), "<", log(s + 1)), statement(s, "<", s + 1), "same_logarithm"),
    "squares that sum to 0": same(
        statement(Sum((t - i) ** 2, (i, 1, n)), "=", 0), every(statement((t - i) ** 2, "=", 0), (i, 1, n)), "zero_sum"
    ),
    "another order": one_link(P(theta, phi), P(phi, theta), "reorder"),
    "an integral of a sum": one_link(
        over(0, 1, 2 * exp(t) + t), 2 * over(0, 1, exp(t)) + over(0, 1, t), "integral_linear"
    ),
    "an integral in two parts": one_link(
        over(0, oo, exp(-t)), over(0, 1, exp(-t)) + over(1, oo, exp(-t)), "integral_split", arguments=(term(1),)
    ),
    "another variable": one_link(
        over(-oo, oo, exp(-(t**2))),
        s * over(-oo, oo, exp(-((s * t + b) ** 2))),
        "integral_substitution",
        arguments=(s, b),
    ),
    "another variable the other way": one_link(
        over(0, oo, exp(-t)),
        -(-1 * over(-oo, (0 - term(0)) / -term(1), exp(-(-1 * t + 0)))),
        "integral_substitution",
        arguments=(-term(1), term(0)),
    ),
    "an absolute value where it is the number": one_link(
        over(0, oo, exp(-absolute(t))), over(0, oo, exp(-t)), "integral_absolute"
    ),
    "Gauss' integral": one_link(over(-oo, oo, exp(-(t**2))), sqrt(pi), "gauss_integral"),
    "an integrand that falls off on both sides": one_link(
        over(-oo, oo, t**2 * exp(-absolute((t - b) / s))),
        over(-oo, oo, exp(-absolute((t - b) / s)) * t * t),
        "arithmetic",
    ),
    "an absolute value": one_link(a, absolute(a), "absolute_bound", relation="<="),
}
REFUSED = {
    "a hypothesis made stronger": order(a, "<", b, (), [BELOW]),
    "a hypothesis the wrong way": order(b, "<=", a, (), [BELOW]),
    "beside a factor of unknown sign": order(t * a, "<", t * b, (1,), [STRICTLY]),
    "beside a factor that may be 0, strictly": order(t**2 * a, "<", t**2 * b, (1,), [STRICTLY]),
    "behind a minus sign, not turned": order(-a, "<", -b, (0,), [STRICTLY]),
    "in an absolute value": order(absolute(a), "<", absolute(b), (0,), [STRICTLY]),
    "in a square": order(a**2, "<", b**2, (0,), [STRICTLY]),
    "in a divisor of unknown sign": order(s / (a * t), ">", s / (b * t), (1, 0), BOTH),
    "in a logarithm that then has no value": order(
        log(b), ">", log(a), (0,), [known("positive", b, 0, relation=">"), known("above", b, a, relation=">")]
    ),
    "in a logarithm to a base of unknown size": order(log(a, s + 1 / s), "<", log(b, s + 1 / s), (0,), BOTH),
    "in a sum over none, strictly": order(Sum(a, (i, 2, n)), "<", Sum(b, (i, 2, n)), (1,), [STRICTLY]),
    "in a product of many of unknown sign": order(Product(a, (i, 1, n)), "<=", Product(b, (i, 1, n)), (1,), [STRICTLY]),
    "in a derivative": order(diff(a + t, t), "<=", diff(b + t, t), (1, 0), [STRICTLY]),
    "in a set of minimisers": order(argmin(t**2 + a, t), "=", argmin(t**2 + b, t), (0, 1), [BELOW]),
    "a difference in a part": order(2 * t, "!=", term(2) * 1, (1,), [APART]),
    "a limit from right to left": one_link(
        b, a, "substitute", reverse=True, given=[Hypothesis("h", a, Relation.TENDS, b)], relation="->"
    ),
    "a limit for an equation": one_link(a, b, "substitute", given=[Hypothesis("h", a, Relation.TENDS, b)]),
    "signs unknown": one_link(t, t**2, "compare", relation="<="),
    "a square that may be 0": one_link(2 * t, t**2 + 1, "compare", relation="<"),
    "bounds the wrong way": one_link(log(2), decimal("0.7"), "bound", relation=">"),
    "bounds of what is no number": one_link(log(s), decimal("0.7"), "bound", relation="<"),
    "bounds of equal numbers": one_link(sqrt(2) ** 2, term(2), "bound", relation="<"),
    "a number rounded wrongly": one_link(log(2), decimal("0.694"), "rounded", relation="~="),
    "a number rounded to more digits": one_link(log(2), decimal("0.6930"), "rounded", relation="~="),
    "a decimal for a rounded number": one_link(
        decimal("0.7"), decimal("0.693"), "rounded", reverse=True, relation="~="
    ),
    "a rounded number that shows no digits": one_link(log(2), term(1) / 3, "rounded", relation="~="),
    "a rounded number for an equal one": one_link(log(2), decimal("0.693"), "rounded"),
    "a derivative without its inner one": one_link(diff(exp(t**2), t), exp(t**2), "derivative_chain"),
    "a product of derivatives": one_link(diff(t * exp(t), t), diff(t, t) * diff(exp(t), t), "derivative_product"),
    "a derivative of another component": one_link(
        diff(w[1] ** 2, w[1]), 2 * w[2] * diff(w[1], w[1]), "derivative_chain"
    ),
    "a derivative elsewhere than there": one_link(diff(t**2, t, at=3), 2 * t * diff(t, t, at=3), "derivative_chain"),
    "a derivative of an absolute value at 0": one_link(
        diff(absolute(t), t), t / absolute(t) * diff(t, t), "derivative_chain"
    ),
    "a derivative of a root at 0": one_link(diff(sqrt(t**2), t), diff(t**2, t) / (2 * sqrt(t**2)), "derivative_chain"),
    "a derivative of a function that may have none": one_link(
        diff(2 * G(t), t), 2 * diff(G(t), t), "derivative_linear"
    ),
    "a derivative by another rule": one_link(diff(exp(t**2), t), exp(t**2) * diff(t**2, t), "derivative_quotient"),
    "both sides times what may be 0": same(statement(a, "=", b), statement(t * a, "=", t * b), "both_sides", t),
    "both sides of unknown sign": same(statement(a, "<", b), statement(t * a, "<", t * b), "both_sides", t),
    "both sides, not turned": same(statement(a, "<", b), statement(-a, "<", -b), "both_sides"),
    "both sides of another equation": same(statement(a, "=", b), statement(a + 1, "=", b), "both_sides"),
    "logarithms to two bases": same(statement(log(s), "<", log(2, 2)), statement(s, "<", 2), "same_logarithm"),
    "logarithms to a base below 1": same(
        statement(log(s, term(1) / 2), "<", log(2, term(1) / 2)), statement(s, "<", 2), "same_logarithm"
    ),
    "numbers that sum to 0": same(
        statement(Sum(t - i, (i, 1, n)), "=", 0), every(statement(t - i, "=", 0), (i, 1, n)), "zero_sum"
    ),
    "squares that do not sum to 0": same(
        statement(Sum((t - i) ** 2, (i, 1, n)), "=", 1), every(statement((t - i) ** 2, "=", 1), (i, 1, n)), "zero_sum"
    ),
    "an entropy given a value of another random variable": one_link(
        variable_entropy(P, outcome_variable, given=z),
        variable_entropy(P, outcome_variable, given=other),
        "substitute",
        path=(2,),
        given=[known("same", z, other)],
    ),
    "another random variable in its place": one_link(P(theta, phi), P(phi, phi), "reorder"),
    "a condition for an outcome": one_link(P(theta | phi), P(phi | theta), "reorder"),
    "a product of integrals": one_link(over(0, 1, t * t), over(0, 1, t) * over(0, 1, t), "integral_linear"),
    "an integral of what grows": one_link(over(0, oo, exp(t)), over(0, oo, exp(1 * t)), "arithmetic"),
    "an integral of what does not fall": one_link(over(0, oo, t**2), over(0, oo, t * t), "arithmetic"),
    "an integral of what grows in a logarithm": one_link(
        over(0, oo, exp(-t + log(exp(t**2)))), over(0, oo, exp(log(exp(t**2)) - t)), "arithmetic"
    ),
    "an integral of what falls on one side": one_link(over(-oo, oo, exp(-t)), over(-oo, oo, exp(-1 * t)), "arithmetic"),
    "an integral with an end of unknown place": one_link(over(0, b, exp(t)), over(0, b, exp(1 * t)), "arithmetic"),
    "an integral split outside": one_link(
        over(0, 2, exp(t)), over(0, 3, exp(t)) + over(3, 2, exp(t)), "integral_split", arguments=(term(3),)
    ),
    "another variable of unknown direction": one_link(
        over(-oo, oo, exp(-(t**2))),
        u * over(-oo, oo, exp(-((u * t) ** 2))),
        "integral_substitution",
        arguments=(u, term(0)),
    ),
    "an absolute value where it is not the number": one_link(
        over(-1, oo, exp(-absolute(t))), over(-1, oo, exp(-t)), "integral_absolute"
    ),
    "half of Gauss' integral": one_link(over(0, oo, exp(-(t**2))), sqrt(pi), "gauss_integral"),
    "an absolute value of another number": one_link(a, absolute(b), "absolute_bound", relation="<="),
    "a limit that is a number among others": one_link(limit(s, s, 0, "+") + 0, limit(s, s, 0, "+"), "arithmetic"),
    "a limit at the end from outside": one_link(limit(s, s, 0, "-"), limit(1 * s, s, 0, "-"), "arithmetic", path=(1,)),
    "infinity in a sum": one_link(t + oo, oo + t, "arithmetic"),
    "a value of another random variable": one_link(
        law("P")(parameter("theta")),
        law("P")(parameter("phi")),
        "substitute",
        path=(1,),
        given=[known("same", parameter("theta"), parameter("phi"))],
    ),
}


@pytest.mark.parametrize("what", ACCEPTED)
def test_a_true_link_is_accepted(what: str) -> None:
    assert replay(ACCEPTED[what]).refusals == ()


@pytest.mark.parametrize("what", REFUSED)
def test_a_false_link_is_refused(what: str) -> None:
    found = replay(REFUSED[what])
    assert not found.ok
    assert not any("not well formed" in refusal for refusal in found.refusals), found.refusals


def test_bounds_hold_the_number() -> None:
    log_two = ("Log", ("Num", 2), None)
    lower, upper = enclosed(log_two, 53)
    assert lower < 0.6931471805599454 and upper > 0.6931471805599452 and upper - lower < 1e-15
    assert enclosed(("Div", ("Num", 1), ("Add", (log_two, ("Neg", log_two)))), 53) is None
    with pytest.raises(Refusal):
        enclosed(("Symbol", "t", ("Real", None, None, False, False, "")), 53)


def test_digits_of_another_number_are_refused() -> None:
    for digits in ("0.70", "7e-1", "7/10", " 0.7", "0.7_0"):
        forged = one_link(log(2), decimal("0.7"), "rounded", relation="~=")
        number = forged["claim"]["right"]
        forged["table"][number] = ["Num", "4/5" if digits == "0.70" else "7/10", digits]
        assert not replay(forged).ok

"""Ways to get a false derivative accepted: each is refused, each beside a true one that it imitates."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from qedtex.chains import Calc
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.language import (
    KL,
    Product,
    Sum,
    absolute,
    argmin,
    between,
    delta,
    diff,
    exp,
    function,
    index,
    integer,
    label,
    law,
    log,
    nonnegative,
    norm,
    outcomes,
    parameter,
    pmf,
    points,
    positive,
    positive_integer,
    probability,
    real,
    sample,
    sigmoid,
    sqrt,
    vector,
)
from qedtex.rules import (
    absolute_bound,
    absolute_of_product,
    arithmetic,
    cite,
    compare,
    constant_by_derivative,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    derivative_product,
    derivative_quotient,
    kronecker_sum,
    least_where_derivative_changes_sign,
    square_of_absolute,
    substitute,
    unique_extremum,
)
from qedtex.sorts import POSITIVE
from qedtex.terms import Term, term

x, y, t, c = real("x"), real("y"), real("t"), real("c")
s, w, q = positive("s"), nonnegative("w"), probability("q")
n, i, j = positive_integer("n"), index("i"), index("j")
k, m = integer("k", 1, n), integer("m")
v, u = vector("v", n), sample("u", POSITIVE, n)
f, rough = function("f"), function("g", differentiable=False)
calc = Calc()

WITHOUT_A_DERIVATIVE: dict[str, Callable[[], Term]] = {
    "an absolute value over an interval around 0": lambda: diff(absolute(x), x),
    "an absolute value at 0": lambda: diff(absolute(x), x, at=0),
    "an absolute value away from 0, over an interval that holds 0": lambda: diff(absolute(x), x, at=1),
    "a root that reaches 0": lambda: diff(sqrt(x**2), x),
    "a root written as a power": lambda: diff((x**2) ** Fraction(1, 2), x),
    "a fractional power at 0": lambda: diff((x**2) ** Fraction(3, 4), x),
    "a closed interval": lambda: diff(w**2, w),
    "a closed unit interval": lambda: diff(label("y") ** 2, label("y")),
    "a point outside of the interval": lambda: diff(log(s), s, at=-1),
    "the end of an open interval": lambda: diff(s**2, s, at=0),
    "a logarithm over an interval with 0": lambda: diff(log(x), x),
    "a quotient over an interval with 0": lambda: diff(1 / x, x),
    "a negative power over an interval with 0": lambda: diff(x ** (-1), x),
    "a power with a symbolic exponent, over an interval with 0": lambda: diff(x**y, x),
    "a negative symbolic integer as exponent": lambda: diff(x**m, x),
    "a power of itself": lambda: diff(x**x, x),
    "an exponential to a base that may be negative": lambda: diff(y**x, x),
    "an exponential to the base 0": lambda: diff(term(0) ** x, x),
    "a function that is not known to be differentiable": lambda: diff(rough(x), x),
    "the second derivative of an unknown function": lambda: diff(diff(f(x), x), x),
    "a derivative at a point that moves, of an unknown function": lambda: diff(diff(f(t), t, at=x**2), x),
    "a derivative of an absolute value, again": lambda: diff(diff(absolute(s), s), s),
    "a probability": lambda: diff(law("p")(parameter("theta")), parameter("theta")),
    "a norm": lambda: diff(norm(v), v[k]),
    "a norm of order 1": lambda: diff(norm(v, 1), v[k]),
    "an integer": lambda: diff(m**2, m),
    "a component outside of the vector": lambda: diff(v[k] ** 2, v[k + 1]),
    "a component without a known place": lambda: diff(v[k] ** 2, v[m]),
    "a vector as a whole": lambda: diff(v[k] ** 2, v),
    "a vector at a number": lambda: diff(v[k] ** 2, v[k], at=x),
    "a vector at one of another sort": lambda: diff(v[k] ** 2, v[k], at=u),
    "a sum of absolute values": lambda: diff(Sum(absolute(v[j]), (j, 1, n)), v[k]),
    "a product with an absolute value": lambda: diff(Product(absolute(v[j]), (j, 1, n)), v[k]),
    "a logarithm of a component": lambda: diff(log(v[k]), v[k]),
    "a divisor that cancels": lambda: diff(x**2 / x, x),
    "absolute values that cancel": lambda: diff(absolute(x) - absolute(x), x),
    "a set": lambda: diff(argmin(t**2 + x, t), x),
    "a delta of reals": lambda: diff(delta(x, 1), x),
}


@pytest.mark.parametrize("stated", WITHOUT_A_DERIVATIVE.values(), ids=WITHOUT_A_DERIVATIVE.keys())
def test_a_derivative_that_may_not_exist_is_not_stated(stated: Callable[[], Term]) -> None:
    with pytest.raises(QedtexError):
        calc(stated())


WITH_A_DERIVATIVE: dict[str, Callable[[], Term]] = {
    "an absolute value away from 0": lambda: diff(absolute(s), s),
    "a root of what is positive": lambda: diff(sqrt(x**2 + 1), x),
    "a fractional power of what is positive": lambda: diff((x**2 + 1) ** Fraction(3, 4), x),
    "an open interval": lambda: diff(log(q), q),
    "a symbolic power": lambda: diff(s**y, s),
    "a natural power": lambda: diff(x**n, x),
    "a power of itself": lambda: diff(s**s, s),
    "a differentiable function": lambda: diff(f(x**2), x),
    "a second derivative": lambda: diff(diff(exp(x**2), x), x),
    "a component": lambda: diff(Sum(log(u[j]), (j, 1, n)), u[k]),
    "a derivative at a point that moves": lambda: diff(diff(t**3, t, at=x**2), x),
}


@pytest.mark.parametrize("stated", WITH_A_DERIVATIVE.values(), ids=WITH_A_DERIVATIVE.keys())
def test_a_derivative_that_exists_is_stated(stated: Callable[[], Term]) -> None:
    assert calc(stated()).last == stated()


FALSE_STEPS: dict[str, tuple[Term, Term, object]] = {
    "a product by factors": (diff(x * exp(x), x), diff(x, x) * diff(exp(x), x), derivative_product),
    "a factor that depends on the variable comes out": (diff(x * exp(x), x), x * diff(exp(x), x), derivative_linear),
    "a quotient by parts": (diff(exp(s) / s, s), diff(exp(s), s) / diff(s, s), derivative_quotient),
    "the inner derivative is lost": (diff(exp(x**2), x), exp(x**2), derivative_chain),
    "the inner derivative of a sigmoid is lost": (
        diff(sigmoid(2 * x), x),
        diff(sigmoid(t), t, at=2 * x),
        [derivative_chain, derivative_linear, derivative_identity],
    ),
    "a derivative at a point is 0 since the value there is constant": (diff(x**2, x, at=3), term(0), derivative_linear),
    "a constant at a point keeps its value": (diff(term(4), x, at=3), term(4), derivative_linear),
    "another symbol": (diff(y**2, x), 2 * y, derivative_chain),
    "a power lowered without its factor": (diff(x**3, x), x**2, derivative_chain),
    "another component": (diff(v[1], v[k]), term(1), derivative_identity),
    "a delta taken for 1": (diff(v[j], v[k]), term(1), derivative_identity),
    "each component has derivative 1": (
        diff(Sum(v[j], (j, 1, n)), v[k]),
        n * term(1),
        [derivative_linear, derivative_identity, kronecker_sum],
    ),
    "a logarithm to another base": (diff(log(s, 2), s), 1 / s, derivative_chain),
    "a symbol that is bound elsewhere": (diff(x * diff(t**2, t, at=y), x), diff(t**2, t, at=x), derivative_linear),
    "the point put into the wrong factor": (
        diff(x * exp(x), x, at=2),
        diff(x, x, at=2) * exp(term(2)) + x * diff(exp(x), x, at=2),
        derivative_product,
    ),
    "the sign of an absolute value": (diff(absolute(s) * x, x), s * x, [derivative_linear, square_of_absolute]),
    "a size for a number": (absolute(x), x, absolute_bound),
    "a sum of sizes": (absolute(x + y), absolute(x) + absolute(y), absolute_of_product),
}


@pytest.mark.parametrize(("before", "after", "by"), FALSE_STEPS.values(), ids=FALSE_STEPS.keys())
def test_a_false_derivative_is_refused(before: Term, after: Term, by: object) -> None:
    with pytest.raises(QedtexError):
        calc(before).eq(after, by=by)  # type: ignore[arg-type]
    with pytest.raises(QedtexError):
        calc(before).eq(after)


def test_what_holds_at_one_point_is_not_put_into_a_derivative() -> None:
    at_four = known("there", x, 4)
    with pytest.raises(QedtexError):
        calc(diff(x**2, x), given=[at_four]).eq(diff(term(4) ** 2, x), by="there")
    with pytest.raises(QedtexError):
        calc(diff(x**2, x), given=[at_four]).eq(0)
    eight = calc(diff(x**2, x), given=[at_four]).eq(2 * x, by=derivative_chain).eq(8, by="there")
    assert eight.last == term(8)


def test_a_constraint_on_a_vector_is_not_put_into_its_derivative() -> None:
    total = Sum(u[j], (j, 1, n))
    constraint = known("constraint", total, 1)
    with pytest.raises(QedtexError):
        calc(diff(total, u[k]), given=[constraint]).eq(diff(term(1), u[k]), by="constraint")
    with pytest.raises(QedtexError):
        calc(diff(total, u[k]), given=[constraint]).eq(0)
    one = calc(diff(total, u[k]), given=[constraint])
    assert one.eq(1, by=[derivative_linear, derivative_identity, kronecker_sum]).last == term(1)


def test_a_fact_about_the_point_says_nothing_of_the_bound_symbol() -> None:
    away = known("away", x, 0, relation="!=")
    with pytest.raises(QedtexError):
        calc(diff(absolute(x), x), given=[away])
    with pytest.raises(QedtexError):
        calc(diff(1 / x, x), given=[away])
    with pytest.raises(QedtexError):
        calc(diff(log(x), x), given=[known("above", x, 0, relation=">")])


def test_a_theorem_about_some_points_is_not_cited_inside_a_derivative() -> None:
    above = known("above", x, 0, relation=">")
    size = calc(absolute(x), given=[above]).eq(x, by=square_of_absolute).qed("size")
    with pytest.raises(QedtexError):
        calc(diff(absolute(t) ** 2, t)).eq(diff(t**2, t), by=size)
    with pytest.raises(QedtexError):
        calc(diff(absolute(x) ** 2, x), given=[above]).eq(diff(x**2, x), by=cite(size))


def test_an_inequality_is_not_differentiated() -> None:
    below = calc(-(x**2)).le(0, by=compare).qed("below")
    with pytest.raises(QedtexError):
        calc(diff(-(x**2), x)).le(diff(term(0), x), by=below)
    smaller = known("smaller", f(t), t, relation="<=", for_all=(t,))
    with pytest.raises(QedtexError):
        calc(diff(f(x), x), given=[smaller]).le(diff(x, x), by="smaller")


def test_a_function_with_derivative_0_on_part_of_an_interval_is_not_constant() -> None:
    above = known("above", x, 0, relation=">")
    slope = calc(diff(0 * x, x), given=[above]).eq(0, by=[derivative_linear, arithmetic]).qed("slope")
    with pytest.raises(QedtexError):
        calc(0 * y, given=[above]).eq(term(0) * 1, by=constant_by_derivative(slope, term(1)))


def test_a_slope_of_both_signs_gives_no_least_value() -> None:
    slope = calc((x - 0) * diff(x**3, x)).eq(3 * x**3, by=derivative_chain).qed("slope")
    with pytest.raises(QedtexError):
        calc(y**3).ge(term(0) ** 3, by=least_where_derivative_changes_sign(slope))


def test_a_least_value_among_some_points_is_no_minimiser() -> None:
    near = [known("apart", x, 0, relation="!="), known("near", x, 1, relation="<")]
    least = calc(x**2, given=near).gt(term(0) ** 2, by=compare).qed("least")
    with pytest.raises(QedtexError):
        calc(argmin(x**2, x), given=near[1:]).eq(points(0), by=unique_extremum(least))
    with pytest.raises(QedtexError):
        calc(argmin(s**2, s)).eq(points(0), by=unique_extremum(least))


def test_a_value_at_a_closed_end_has_no_derivative() -> None:
    z = between("z", 4, None)
    assert calc(diff(z**2, z)).eq(2 * z, by=derivative_chain).last == 2 * z
    with pytest.raises(QedtexError):
        calc(diff(z**2, z, at=4))
    with pytest.raises(QedtexError):
        calc(diff(z**2, z, at=x))


def test_the_powers_at_0_keep_their_meaning() -> None:
    assert calc(diff(x**1, x)).eq(1 * x**0, by=[derivative_chain]).last == 1 * x**0
    with pytest.raises(QedtexError):
        calc(diff(x**0, x)).eq(0 * x ** (-1), by=derivative_chain)
    whole = integer("r", 0)
    with pytest.raises(QedtexError):
        calc(diff(x**whole, x)).eq(whole * x ** (whole - 1), by=derivative_chain)


def test_quantities_of_a_distribution_have_no_derivative_in_a_symbol_beside_it() -> None:
    p, r = (pmf(name, outcomes("x", n)) for name in "pr")
    assert calc(diff(x * KL(p, r), x)).eq(KL(p, r), by=[derivative_linear, derivative_identity]).last == KL(p, r)


def test_hypotheses_are_not_used_under_a_binder_of_their_symbol() -> None:
    flat = known("flat", diff(f(x), x), 0)
    with pytest.raises(QedtexError):
        calc(diff(exp(f(x)) * diff(x**2, x), x), given=[flat]).eq(0)
    with pytest.raises(QedtexError):
        calc(diff(f(t), t, at=y), given=[flat]).eq(0, by=substitute("flat"))

"""The rules of the absolute value: what each accepts, and what looks like it and is refused."""

from __future__ import annotations

import pytest

from qedtex.chains import Calc
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.language import absolute, alphabet, argmin, outcome, positive, real, sqrt, vector
from qedtex.rules import (
    absolute_bound,
    absolute_cases,
    absolute_of_product,
    absolute_of_sum,
    arithmetic,
    compare,
    root_of_square,
)

a, b, s, t = real("a"), real("b"), positive("s"), real("t")
calc = Calc()


def test_a_number_lies_between_its_size_and_the_negative_of_that() -> None:
    assert calc(a).le(absolute(a), by=absolute_bound).steps
    assert calc(-a).le(absolute(a), by=absolute_bound).steps
    assert calc(a - b).ge(-absolute(b - a), by=absolute_bound).steps
    assert calc(absolute(a)).ge(a, by=absolute_bound).steps
    assert calc(-absolute(a)).le(-a, by=absolute_bound).steps
    assert calc(s * a).le(s * absolute(a), by=absolute_bound).steps


def test_the_bound_is_not_turned_round() -> None:
    for left, right in ((absolute(a), a), (a, -absolute(a)), (absolute(a), -absolute(a))):
        with pytest.raises(QedtexError):
            calc(left).le(right, by=absolute_bound)
    with pytest.raises(QedtexError):
        calc(a).lt(absolute(a), by=absolute_bound)
    with pytest.raises(QedtexError):
        calc(a).le(absolute(b), by=absolute_bound)
    with pytest.raises(QedtexError):
        calc(2 * a).le(absolute(a), by=absolute_bound)
    with pytest.raises(QedtexError):
        calc(t * a).le(t * absolute(a), by=absolute_bound)


def test_what_is_no_number_has_no_size() -> None:
    for thing in (argmin(t**2, t), outcome("x", alphabet("X")), vector("v", 3)):
        with pytest.raises(QedtexError):
            calc(thing).le(absolute(thing), by=absolute_bound)


def test_the_size_of_a_product_is_the_product_of_the_sizes() -> None:
    assert calc(absolute(a * b)).eq(absolute(a) * absolute(b), by=absolute_of_product).steps
    assert calc(absolute(a / s)).eq(absolute(a) / absolute(s), by=absolute_of_product).steps
    for false in (a * b, absolute(a) * b, -absolute(a) * absolute(b)):
        with pytest.raises(QedtexError):
            calc(absolute(a * b)).eq(false, by=absolute_of_product)


def test_fractions_within_fractions_do_not_send_the_search_in_circles() -> None:
    curvature = s + 1 / (s + 1) ** 2
    whole = a * t + s * t**2 / 2 + t**2 / (2 * (s + 1) ** 2)
    least = -(a**2) / (2 * curvature)
    assert calc(whole).eq(least + curvature / 2 * (t + a / curvature) ** 2, by=arithmetic).steps
    with pytest.raises(QedtexError):
        calc(whole).le(least, by=compare)


def test_the_size_of_a_sum_is_at_most_the_sum_of_the_sizes() -> None:
    assert calc(absolute(a - b)).le(absolute(a) + absolute(b), by=absolute_of_sum).steps
    for right in (absolute(a) - absolute(b), absolute(a), a + b):
        with pytest.raises(QedtexError):
            calc(absolute(a + b)).le(right, by=absolute_of_sum)
    with pytest.raises(QedtexError):
        calc(absolute(a + b)).lt(absolute(a) + absolute(b), by=absolute_of_sum)
    with pytest.raises(QedtexError):
        calc(absolute(a + b)).eq(absolute(a) + absolute(b), by=absolute_of_sum)


def test_the_root_of_a_square_is_the_size() -> None:
    assert calc(sqrt((a - b) ** 2)).eq(absolute(a - b), by=root_of_square).steps
    with pytest.raises(QedtexError):
        calc(sqrt((a - b) ** 2)).eq(a - b, by=root_of_square)
    with pytest.raises(QedtexError):
        calc(sqrt(a**4)).eq(absolute(a), by=root_of_square)


def test_what_holds_of_both_signs_holds_of_the_size() -> None:
    above = calc(a, given=[known("above", a, 0, relation=">=")]).le(3 * a, by=compare).qed("above")
    below = calc(-a, given=[known("below", a, 0, relation="<=")]).le(3 * -a, by=compare).qed("below")
    assert calc(absolute(a)).le(3 * absolute(a), by=absolute_cases(a, above, below)).steps
    assert calc(absolute(-a)).le(3 * absolute(a), by=absolute_cases(a, above, below)).steps
    for cases in ((a, above, above), (a, below, above), (b, above, below), (a, above)):
        with pytest.raises(QedtexError):
            calc(absolute(a)).le(3 * absolute(a), by=absolute_cases(*cases))
    with pytest.raises(QedtexError):
        calc(absolute(a)).lt(3 * absolute(a), by=absolute_cases(a, above, below))
    strict = calc(a, given=[known("strict", a, 0, relation=">")]).le(3 * a, by=compare).qed("strict")
    with pytest.raises(QedtexError):
        calc(absolute(a)).le(3 * absolute(a), by=absolute_cases(a, strict, below))

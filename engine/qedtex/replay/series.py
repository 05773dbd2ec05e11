"""The replay's rules of sums in closed form: powers of whole numbers by Bernoulli's numbers, geometric sequences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import Any

from .signs import Place
from .sums import Answers, Check
from .trees import Tree, dropped, less, num, uses

_OWN: Tree = ("#", 0)


def sum_of_powers(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """The sum of the k-th powers of successive integers, by Faulhaber's formula at both ends."""
    match before:
        case ("SumOver", ("Range", lower, upper), _, ("#", 0)):
            power = 1
        case ("SumOver", ("Range", lower, upper), _, ("Pow", ("#", 0), ("Num", value))) if value in range(1, 9):
            power = int(value)
        case _:
            return
    yield less(_faulhaber(upper, power), _faulhaber(less(lower, num(1)), power)), _ends(lower, upper, place)


def geometric_sum(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """The sum of a geometric sequence: its first term less the one behind its last, over 1 - r."""
    match before:
        case ("SumOver", ("Range", lower, upper), _, ("Pow", base, exponent)) if not uses(base) and uses(exponent):
            pass
        case _:
            return
    parts = exponent[1] if exponent[0] == "Add" else (exponent,)
    moving = [part for part in parts if uses(part)]
    root, rest = dropped(base), [dropped(part) for part in parts if not uses(part)]
    checks = [(place.nonzero, less(num(1), root)), *_ends(lower, upper, place)]
    for own, first, last in ((_OWN, lower, upper), (("Neg", _OWN), ("Neg", upper), ("Neg", lower))):
        if moving == [own]:
            powers = [("Pow", root, ("Add", (num(0), *rest, end))) for end in (first, ("Add", (last, num(1))))]
            yield ("Div", less(powers[0], powers[1]), less(num(1), root)), checks


def absolute_of_sum(before: Tree, place: Place, _: Sequence[Any]) -> Any:
    """The absolute value of a sum is at most the sum of the absolute values of its terms."""
    match before:
        case ("Abs", ("Add", parts)):
            yield "<=", ("Add", tuple(("Abs", part[1] if part[0] == "Neg" else part) for part in parts)), ()
        case ("Abs", ("SumOver", domain, sort, body)):
            yield "<=", ("SumOver", domain, sort, ("Abs", body)), ()
        case _:
            return


def _ends(lower: Tree, upper: Tree, place: Place) -> list[Check]:
    """That the ends are whole numbers, and that the range between them is not shorter than empty."""
    number = ("Add", (less(upper, lower), num(1)))
    return [(place.integer, lower), (place.integer, upper), (place.nonnegative, number)]


def _faulhaber(at: Tree, power: int) -> Tree:
    parts = [
        ("Mul", (num(Fraction(comb(power + 1, k), power + 1) * number), ("Pow", at, num(power + 1 - k))))
        for k, number in enumerate(_bernoulli(power))
    ]
    return ("Add", (num(0), *parts))


def _bernoulli(last: int) -> list[Fraction]:
    """Bernoulli's numbers up to one of them, with 1/2 as the second."""
    found: list[Fraction] = []
    for m in range(last + 1):
        rest = sum((comb(m + 1, k) * number for k, number in enumerate(found)), Fraction(0))
        found.append((m + 1 - rest) / Fraction(m + 1))
    return found

"""The replay's rules of integrals: linear, split, with another variable, by an antiderivative, and Gauss' integral."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .algebra import equal
from .calculus import REAL
from .existence import decaying
from .known import Said, Shown, is_known, open_symbols, shown
from .signs import Place
from .sums import Check, pulled
from .trees import INFINITE, Refusal, Tree, closed, is_number, less, num, opened, rebuilt, symbols


def linear(before: Tree, after: Tree, _: Place) -> bool:
    """Both sides agree once integrals of sums are sums of integrals, and what is constant stands before them."""
    return before[0] == "Integral" and equal(_apart(before), _apart(after))


def _apart(tree: Tree) -> Tree:
    match tree:
        case ("Integral", domain, sort, ("Add", parts)):
            return ("Add", tuple(_apart(("Integral", domain, sort, part)) for part in parts))
        case ("Integral", domain, sort, ("Neg", of)):
            return ("Neg", _apart(("Integral", domain, sort, of)))
        case ("Integral", _, _, body):
            return num(0) if body == num(0) else pulled(tree)
        case ("Neg" | "Div", *parts):
            return (tree[0], *map(_apart, parts))
        case ("Add" | "Mul", parts):
            return (tree[0], tuple(map(_apart, parts)))
        case _:
            return tree


def split(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """An integral over an interval as those over its two parts, which each lead from a lower to an upper end."""
    for point in arguments if before[0] == "Integral" else ():
        if isinstance(point, tuple) and is_number(point) and point not in INFINITE:
            (lower, upper), rest = before[1][1:], before[2:]
            halves = (("Integral", ("Interval", *ends), *rest) for ends in ((lower, point), (point, upper)))
            yield "=", ("Add", tuple(halves)), []


def substitution(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """The variable x as a u + b: the integrand times |a|, over the interval that u runs over."""
    terms = [argument for argument in arguments if isinstance(argument, tuple)]
    if before[0] != "Integral" or len(terms) != 2:
        return
    slope, shift = terms
    own: Tree = ("Symbol", "%new", REAL)
    body = closed(opened(before[3], ("Add", (("Mul", (slope, own)), shift))), own)
    for sign, factor in ((1, slope), (-1, ("Neg", slope))):

        def there(end: Tree, sign: int = sign) -> Tree:
            if end in INFINITE:
                return INFINITE[INFINITE.index(end) if sign > 0 else 1 - INFINITE.index(end)]
            return ("Div", less(end, shift), slope)

        ends = tuple(map(there, before[1][1:]))[::sign]
        yield "=", ("Mul", (factor, ("Integral", ("Interval", *ends), REAL, body))), [(place.positive, factor)]


def antiderivative(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """An integral as the difference of the values of an antiderivative, which tends to 0 at an infinite end."""
    if before[0] != "Integral":
        return
    for claim in shown(arguments):
        match claim:
            case Shown(("Derivative", ("Symbol", _, sort) as at, None, own_sort, body), "=", slope, hypotheses):
                fits = sort == own_sort == REAL and at not in symbols(body)
                fits = fits and not any(at in open_symbols(known) for known in hypotheses)
            case _:
                raise Refusal("the lemma does not state a derivative")
        if not fits or not all(is_known(known, place) for known in claim.hypotheses):
            raise Refusal("the lemma is not about every real number, or stands on what is not known here")
        if at in symbols(before) or not equal(("Integral", before[1], REAL, closed(slope, at)), before):
            continue
        inner, _ = place.enter(before)
        values = []
        for end, way in ((before[1][1], -1), (before[1][2], 1)):
            if end in INFINITE:
                decaying(opened(body, inner.bound[-1][0]), inner.bound[-1][0], way, inner)
            values.append(num(0) if end in INFINITE else opened(body, end))
        yield "=", less(values[1], values[0]), []


def absolute(before: Tree, place: Place, _: Sequence[Any]) -> Said:
    """Over an interval of numbers of one sign the absolute value of the variable is the variable, or its negative."""
    if before[0] != "Integral":
        return
    own: Tree = ("Symbol", "%new", REAL)
    lower, upper = before[1][1:]
    ways: list[tuple[Tree, Callable[[Tree], bool], Tree]] = [
        (lower, place.nonnegative, own),
        (("Neg", upper), place.nonnegative, ("Neg", own)),
    ]
    for end, check, value in ways:
        if end[0] != "Const" and end != ("Neg", INFINITE[0]):
            checks: list[Check] = [(check, end)]
            yield "=", (*before[:3], closed(_replaced(opened(before[3], own), own, value), own)), checks


def _replaced(tree: Tree, own: Tree, value: Tree) -> Tree:
    if tree == ("Abs", own):
        return value
    return tree if tree[0] == "Symbol" else rebuilt(tree, lambda part, _: _replaced(part, own, value))


def gauss(before: Tree, place: Place, _: Sequence[Any]) -> Said:
    """The integral of exp(-x^2) over all the reals is the root of pi."""
    line = ("Interval", INFINITE[1], INFINITE[0])
    if before == ("Integral", line, REAL, ("Exp", ("Neg", ("Pow", ("#", 0), num(2))))):
        yield "=", ("Sqrt", ("Const", "pi")), []

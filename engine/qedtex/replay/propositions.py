"""The replay's rules of equivalence: what may be done to both sides of a comparison, and when a sum is 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .algebra import equal, normal
from .known import Said, cite, shown
from .relations import turned
from .sense import make_sense
from .signs import Place
from .trees import Refusal, Tree, is_number, less, num


def both_sides(before: Tree, after: Tree, place: Place, arguments: Sequence[Any]) -> str:
    """The difference of the sides is multiplied with a number of known sign; a negative one turns the relation."""
    if before[0] != "Comparison" or after[0] != "Comparison":
        raise Refusal("it is not about two comparisons")
    factor = next((argument for argument in arguments if isinstance(argument, tuple)), num(1))
    make_sense(factor, place)
    if not is_number(factor):
        raise Refusal("what is multiplied with is no number")
    (_, left, relation, right), (_, new_left, new_relation, new_right) = before, after
    old, new = normal(("Mul", (factor, less(left, right)))), normal(less(new_left, new_right))
    if relation in ("=", "!="):
        agree = relation == new_relation and any(equal_values(old, sign * new) for sign in (1, -1))
        known = place.nonzero(factor)
    else:
        agree = equal_values(old, new) and new_relation in (relation, turned(relation))
        known = place.positive(factor if new_relation == relation else ("Neg", factor))
    if not agree:
        raise Refusal("the two comparisons do not differ by that factor")
    if not known:
        raise Refusal("the sign of the factor is not shown")
    return "="


def equal_values(one: Any, other: Any) -> bool:
    """Whether two expressions in lowest terms are the same by the laws of fields."""
    import sympy

    return bool(sympy.expand(sympy.numer(sympy.together(one - other))) == 0)


def same_logarithm(before: Tree, place: Place, _: Sequence[Any]) -> Said:
    """Natural logarithms of positive numbers, and exponentials, compare as what they are taken of."""
    match before:
        case ("Comparison", ("Log", one, None), relation, ("Log", other, None)):
            yield "=", ("Comparison", one, relation, other), [(place.positive, one), (place.positive, other)]
        case ("Comparison", ("Exp", one), relation, ("Exp", other)):
            yield "=", ("Comparison", one, relation, other), []
        case _:
            return


def zero_sum(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """A finite sum of numbers of one sign is 0 exactly where every one of them is."""
    match before:
        case ("Comparison", ("SumOver", domain, sort, body) as whole, "=", zero) if zero == num(0):
            pass
        case _:
            return
    every = ("Every", domain, sort, ("Comparison", body, "=", zero))
    inner, member = place.enter(whole)
    yield "=", every, [(inner.nonnegative, member)]
    yield "=", every, [(inner.nonnegative, ("Neg", member))]
    for claim in shown(arguments):
        for relation, result, checks in cite(member, inner, [claim]):
            if relation in ("<=", ">=") and equal(result, zero):
                yield "=", every, checks

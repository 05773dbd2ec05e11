"""The replay's rules of propositions: equivalent comparisons, sums that are 0, what follows from each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .algebra import equal, normal
from .known import Said, Shown, cite, is_known, shown
from .relations import turned
from .sense import COMPARED, make_sense
from .signs import Known, Place
from .sums import Check
from .trees import FREE_INTEGER, Refusal, Tree, closed, is_number, less, negated, num, rebuilt, symbols


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
        known = place.positive(factor if new_relation == relation else negated(factor))
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
    """Logarithms to one base above 1, and exponentials, compare as what they are taken of; equal ones to any base."""
    match before:
        case ("Comparison", ("Log", one, base), relation, ("Log", other, same)) if base == same:
            checks: list[Check] = [(place.positive, one), (place.positive, other)]
            if base is not None and relation not in ("=", "!="):
                checks.append((place.positive, less(base, num(1))))
            yield "=", ("Comparison", one, relation, other), checks
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


def absolute_bound(before: Tree, after: Tree, place: Place, _: Sequence[Any]) -> str:
    """A number is at most its absolute value, and at least the negative of that."""
    for one, other, relation in ((before, after, "<="), (after, before, ">=")):
        sign, size = (-1, other[1]) if other[0] == "Neg" else (1, other)
        if size[0] != "Abs" or not is_number(one) or not is_number(size[1]):
            continue
        if any(equal_values(normal(one), way * normal(size[1])) for way in (1, -1)):
            return relation if sign > 0 else turned(relation)
    raise Refusal("neither of the two is the absolute value of the other")


def absolute_cases(before: Tree, after: Tree, place: Place, arguments: Sequence[Any]) -> str:
    """What holds with t for |t| where t >= 0, and with -t where t <= 0, holds with |t|."""
    sizes = [argument for argument in arguments if isinstance(argument, tuple)]
    cases = shown(arguments)
    if len(sizes) != 1 or len(cases) != 2 or cases[0].relation != cases[1].relation:
        raise Refusal("it needs what stands between the bars, and two lemmas of one relation")
    (size,) = sizes
    for case, value, side in zip(cases, (size, ("Neg", size)), (">=", "<="), strict=True):
        for known in case.hypotheses:
            _, left, relation, right, variables = known
            if not is_known(known, place) and (left, relation, right, variables) != (size, side, num(0), ()):
                raise Refusal("a lemma stands on what is not known here")
        sides = (_with_size(before, size, value), _with_size(after, size, value))
        if not (equal(sides[0], case.left) and equal(sides[1], case.right)):
            raise Refusal("a lemma is about something else")
    if cases[0].relation not in ("=", "<", "<=", ">", ">="):
        raise Refusal("the lemmas compare no numbers")
    return cases[0].relation


def _with_size(tree: Tree, size: Tree, value: Tree) -> Tree:
    """A tree with a value in the place of an absolute value; what is bound inside has other names there."""
    if tree[0] == "Abs" and any(equal(tree[1], one) for one in (size, ("Neg", size))):
        return value
    return rebuilt(tree, lambda part, _: _with_size(part, size, value))


def neither_is_greater(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """Two numbers each of which is at most the other are equal."""
    pairs = set()
    for claim in shown(arguments):
        if claim.relation not in ("<=", ">=") or not all(is_known(known, place) for known in claim.hypotheses):
            raise Refusal("a lemma is not of the form a <= b, or stands on what is not known here")
        pairs.add((claim.left, claim.right) if claim.relation == "<=" else (claim.right, claim.left))
    for smaller, greater in pairs:
        if smaller == before and (greater, smaller) in pairs:
            yield "=", greater, []


def circle(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """Two propositions are equivalent if implications that are shown lead from each to the other."""
    edges = [edge for claim in shown(arguments) for edge in _implications(claim, place)]
    for end in {right for _, right in edges}:
        if end != before and end in _reached(before, edges) and before in _reached(end, edges):
            yield "=", end, []


def _implications(claim: Shown, place: Place) -> list[tuple[Tree, Tree]]:
    """What a claim says to follow from what: its one hypothesis that is not known here, or an equivalence's sides."""
    new = [known for known in claim.hypotheses if not is_known(known, place)]
    if claim.relation == "iff" and not new:
        return [(claim.left, claim.right), (claim.right, claim.left)]
    if len(new) != 1 or claim.relation not in COMPARED:
        raise Refusal("a lemma is neither an equivalence nor under one hypothesis that is not known here")
    return [(_proposition(new[0]), ("Comparison", claim.left, claim.relation, claim.right))]


def _proposition(known: Known) -> Tree:
    """A hypothesis as a proposition, for every value of its variables in their ranges."""
    _, left, relation, right, variables = known
    said: Tree = ("Comparison", left, relation, right)
    if relation not in COMPARED or not (is_number(left) and is_number(right)):
        raise Refusal("a hypothesis of a lemma compares no numbers")
    for number, variable in reversed(list(enumerate(variables))):
        sort = variable[2]
        if sort[0] != "Integer" or None in sort or not symbols(sort).isdisjoint(variables[number:]):
            raise Refusal("a variable of a hypothesis of a lemma is not an index of a range")
        said = ("Every", ("Range", *sort[1:]), FREE_INTEGER, closed(said, variable))
    return said


def _reached(start: Tree, edges: Sequence[tuple[Tree, Tree]]) -> set[Tree]:
    """The propositions that implications lead to from one."""
    reached = {start}
    while more := {right for left, right in edges if left in reached} - reached:
        reached |= more
    return reached

"""The replay's rules of what is known: hypotheses of the context, and equations that other records show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .probability import role
from .signs import Place, within
from .sums import Answers, Check
from .trees import Refusal, Tree, is_closed, matched, replaced, sort_of, symbols


def instances(pattern: Tree, result: Tree, before: Tree, variables: Sequence[Tree], place: Place) -> Answers:
    """The result for those values of the variables that make the pattern the tree before."""
    found: dict[Tree, Tree] = {}
    if not matched(pattern, before, frozenset(variables), found) or set(found) != set(variables):
        return
    if not all(map(is_closed, found.values())) or replaced(pattern, found) != before:
        return
    checks: list[Check] = []
    for variable, value in found.items():
        if variable[0] == "Law":
            continue
        sort, own = replaced(variable[2], found), sort_of(value)
        if sort[0] in ("Real", "Integer") and not (sort[0] == "Real" and sort[5] and own != sort):
            checks.extend(
                (place.positive if strict else place.nonnegative, fact) for fact, strict in within(value, sort)
            )
            checks.extend([(place.integer, value)] if sort[0] == "Integer" else [])
        elif own != sort:
            return
    yield replaced(result, found), checks


def substitute(before: Tree, place: Place, arguments: Sequence[Any]) -> Answers:
    """The left side of a hypothesis by its right side, for values of its variables; its other symbols are not bound."""
    for name, left, relation, right, variables in place.hypotheses:
        if relation == "=" and (not arguments or name in arguments):
            own = (symbols(left) | symbols(right)) - frozenset(variables)
            if own.isdisjoint(place.captured()):
                yield from instances(left, right, before, variables, place)


def cite(before: Tree, place: Place, arguments: Sequence[Any]) -> Answers:
    """An instance of a proved equation, its laws and symbols replaced by others of the same space, support and sort."""
    for left, relation, right, hypotheses in (argument for argument in arguments if isinstance(argument, tuple)):
        if relation != "=" or not set(hypotheses) <= set(place.hypotheses):
            raise Refusal("what is cited is no equation, or stands on hypotheses that are not known here")
        for pattern, result in ((left, right), (right, left)):
            everything = symbols(pattern) | symbols(result)
            fixed = {size for symbol in everything for size in symbols(symbol) - {symbol}}
            fixed |= {symbol for symbol in everything if symbol[2][0] == "Family"}
            general = (
                [] if hypotheses else [s for s in symbols(pattern) if s not in fixed] + sorted(laws(pattern), key=repr)
            )
            if not (everything - set(general)).isdisjoint(place.captured()) or not symbols(result) <= symbols(pattern):
                continue
            for after, checks in instances(pattern, result, before, general, place):
                found: dict[Tree, Tree] = {}
                matched(pattern, before, frozenset(general), found)
                fits = all(
                    new[2] == old[2] and new[4] == old[4] and new[3] >= old[3]
                    for old, new in found.items()
                    if old[0] == "Law"
                )
                roles = [value for old, value in found.items() if old[0] != "Law" and role(old) is not None]
                if fits and len(set(roles)) == len(roles):
                    yield after, checks


def laws(tree: Tree) -> frozenset[Tree]:
    """The laws that a tree speaks of."""
    below = (
        item
        for part in tree[1:]
        if isinstance(part, tuple)
        for item in ([part] if part and isinstance(part[0], str) else part)
    )
    return frozenset({tree} if tree[0] == "Law" else ()).union(*map(laws, below))

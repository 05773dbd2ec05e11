"""The replay's rules of limits: SymPy's own limit of the formula, and its value where it is continuous.

SymPy finds limits by Gruntz' algorithm, which has nothing in common with how they were found. What is known to be
positive at the place is so there too, and the symbol that moves comes from one side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .algebra import atom, normal
from .calculus import expression
from .known import Said
from .sense import make_sense
from .signs import Place
from .trees import INFINITE, Refusal, Tree, children, closed, negated, opened, symbols

CONTINUOUS = frozenset({"Add", "Mul", "Neg", "Div", "Exp", "Log", "Sigmoid", "Sqrt", "Abs", "Symbol"})


def continuous(before: Tree, place: Place, _: Sequence[Any]) -> Said:
    """The limit of a function that is continuous at the point is its value there."""
    if before[0] != "Limit" or before[1] in INFINITE:
        return
    moving: Tree = ("Symbol", "%moving", before[3])
    _look(opened(before[4], moving), moving, before[1], place)
    value = opened(before[4], before[1])
    make_sense(value, place)
    yield "=", value, []


def _look(tree: Tree, moving: Tree, point: Tree, place: Place) -> None:
    """Raise `Refusal` unless a tree that has a value at the point is continuous there."""
    if moving not in symbols(tree):
        return
    if tree[0] == "Pow" and tree[1] != ("Const", "e"):
        base, exponent = tree[1:]
        power = None if moving in symbols(exponent) else normal(exponent)
        if power is None or not (power.is_Integer and power > 0):
            whole = opened(closed(base, moving), point)
            if not place.positive(whole):
                raise Refusal("that the base of a power is positive at the point is not shown")
    elif tree[0] == "Log" and tree[2] is not None and moving in symbols(tree[2]):
        raise Refusal("the base of a logarithm changes")
    elif tree[0] == "Apply" and not tree[1][3]:
        raise Refusal("that a function is continuous is not shown")
    elif tree[0] not in CONTINUOUS and tree[0] not in ("Pow", "Apply"):
        raise Refusal(f"that {tree[0]} is continuous is not shown")
    for child in children(tree):
        _look(child, moving, point, place)


def elementary(before: Tree, after: Tree, place: Place, _: Sequence[Any]) -> str:
    """The limit of a formula is what SymPy says that it is, from each side that it is taken from."""
    import sympy

    if before[0] != "Limit":
        raise Refusal("it is not about a limit")
    _, point, side, sort, body = before
    moving: Tree = ("Symbol", "%moving", sort)
    step = sympy.Dummy("t", positive=True)
    if point in INFINITE:
        ways = [step if point == INFINITE[0] else -step]
    else:
        ways = [expression(point) + sign / step for sign, name in ((1, "+"), (-1, "-")) if side in ("", name)]
    opened_body = opened(body, moving)
    signs = _signs(opened_body, moving, place) | _signs(point, moving, place) | _signs(after, moving, place)
    wanted = {INFINITE[0]: sympy.oo, INFINITE[1]: -sympy.oo}.get(after)
    wanted = (expression(after) if wanted is None else wanted).xreplace(signs)
    formula = expression(opened_body)
    for way in ways:
        try:
            found = sympy.limit(formula.xreplace({atom(moving): way}).xreplace(signs), step, sympy.oo)
        except (NotImplementedError, ValueError, TypeError, RecursionError) as problem:
            raise Refusal(f"SymPy finds no limit: {problem}") from problem
        if isinstance(found, sympy.Limit) or not _same(found, wanted):
            raise Refusal(f"SymPy's limit is {found}, not {wanted}")
    return "="


def _same(one: Any, other: Any) -> bool:
    import sympy

    if one.is_infinite or other.is_infinite:
        return bool(one == other)
    return bool(one == other or sympy.simplify(sympy.expand_log(one - other, force=False)) == 0)


def _signs(tree: Tree, moving: Tree, place: Place) -> dict[Any, Any]:
    """The symbols of a tree with what is known of them, as SymPy's assumptions."""
    import sympy

    found = {}
    for part in symbols(tree):
        sign = True if place.positive(part) else False if place.positive(negated(part)) else None
        known = {} if sign is None else {"positive" if sign else "negative": True}
        if part != moving:
            found[atom(part)] = sympy.Symbol(atom(part).name, real=True, **known)
    return found

"""Order for the replay: which way a term moves when one part of it grows, node by node.

Each node is asked for its slope in the part that changed: +1 where it grows with the part, -1 where it falls, and
whether it does so strictly. What makes it so is shown at the node's own place, for the old part and for the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .relations import DOWN, UP, turned
from .signs import Place
from .trees import Refusal, Tree, is_finite, less, num

Slope = tuple[int, bool]
STEEP: Slope = (1, True)


@dataclass(frozen=True)
class Above:
    """A node above the place of a rule: as it was, as it is, the field and the member of it that changed."""

    before: Tree
    after: Tree
    field: int
    member: int | None
    place: Place


def carried(relation: str, way: Sequence[Above]) -> str:
    """What a relation between two parts says of the whole terms; `way` lists the nodes above, outermost first."""
    if relation == "=":
        return relation
    if relation not in (*UP, *DOWN):
        if way:
            raise Refusal(f"{relation[:2]} between parts says nothing of the whole")
        return relation
    for node in reversed(way):
        direction, strict = slope(node)
        if direction < 0:
            relation = turned(relation)
        relation = relation if strict else relation[0] + "="
    return relation


def slope(node: Above) -> Slope:
    """Which way a node moves with its part, and whether strictly; raises `Refusal` where that is not shown."""
    place, field = node.place, node.field
    match node.before:
        case ("Add" | "Exp" | "Sigmoid" | "Sqrt", *_):
            return STEEP
        case ("Neg", _):
            return -1, True
        case ("Mul", parts):
            others = tuple(part for number, part in enumerate(parts) if number != node.member)
            return _times(STEEP, ("Mul", others), place)
        case ("Div", _, by) if field == 1:
            return _times(STEEP, by, place)
        case ("Div", over, by):
            if not (place.positive(by) and place.positive(node.after[2])):
                raise Refusal("a divisor that is not shown to be positive changes")
            return _times((-1, True), over, place)
        case ("Log", _, base) if field == 1:
            return STEEP if base is None else _of_base(base, place)
        case ("Pow", base, exponent) if field == 1:
            both = (base, node.after[1])
            if place.positive(exponent) and all(map(place.nonnegative, both)):
                return STEEP
            if place.positive(("Neg", exponent)) and all(map(place.positive, both)):
                return -1, True
        case ("Pow", base, _) if field == 2:
            return STEEP if base == ("Const", "e") else _of_base(base, place)
        case ("SumOver", domain, _, _) if field == 3:
            return 1, place.nonempty(domain)
        case ("Expectation", ("Distribution", law, _, _), _, _) if field == 3:
            return 1, bool(law[3] and is_finite(law[2]))
        case ("ProductOver", *_) if field == 3:
            inner, body = place.enter(node.before)
            if inner.nonnegative(body) and inner.nonnegative(place.enter(node.after)[1]):
                return 1, False
        case _:
            pass
    raise Refusal(f"an inequality in a part of {node.before[0]} says nothing of it")


def _times(own: Slope, factor: Tree, place: Place) -> Slope:
    """The slope after multiplying with a factor of known sign."""
    direction, strict = own
    for sign, value in ((1, factor), (-1, ("Neg", factor))):
        weak, steep = place.least(value)
        if weak or steep:
            return direction * sign, strict and steep
    raise Refusal("the sign of a factor is not shown")


def _of_base(base: Tree, place: Place) -> Slope:
    """Powers and logarithms to a positive base grow where it is above 1 and fall, or are turned, where it is below."""
    if place.positive(less(base, num(1))):
        return STEEP
    if place.positive(base) and place.positive(less(num(1), base)):
        return -1, True
    raise Refusal("the base is not shown to be above 1 or below 1")

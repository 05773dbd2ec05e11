"""Whether a model is one of the hypotheses: each is looked at for every value of its variables, or at many."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from qedtex.context import Hypothesis, Relation
from qedtex.oracle.setting import outcome_role
from qedtex.oracle.values import (
    Inconsistent,
    Indeterminate,
    Opaque,
    Point,
    Unable,
    Undefined,
    Value,
    ball,
    is_exact,
    within,
)
from qedtex.sorts import Enumerated, Family, Integer, Labels, Outcome, Real, RealLine
from qedtex.terms import Distribution, Index, Prob, Symbol

if TYPE_CHECKING:
    from qedtex.oracle.model import Model

_MOST_INSTANCES = 200


def check(model: Model) -> None:
    """Raise `Inconsistent` unless each hypothesis holds, for all values of its variables or where it is made true.

    Raises `Unable` for a hypothesis about infinitely many values that the model is not built to make true: to look at
    some of them would let models through that break it.
    """
    for entry in model.setting.hypotheses:
        made_true = model.setting.is_made_true(entry)
        choices = product(*(_instances(model, entry, variable, made_true) for variable in entry.variables))
        for number, choice in enumerate(choices):
            if number == _MOST_INSTANCES:
                if made_true:
                    break
                raise Unable(f"the hypothesis {entry.name!r} has too many instances")
            environment = dict(zip(entry.variables, choice, strict=True))
            try:
                left = model.value(entry.left, environment)
                right = model.value(entry.right, environment)
            except (Undefined, Indeterminate):
                if made_true:
                    continue  # outside of the domain of the hypothesis
                raise Inconsistent from None
            if not _agrees(entry.relation, left, right, made_true=made_true):
                raise Inconsistent
    model.laws.verify()


def _instances(model: Model, entry: Hypothesis, variable: Symbol, made_true: bool) -> list[Value]:
    """The values of a variable: all of them, or a few for a hypothesis that is made true."""
    match variable.sort:
        case Integer(lower, upper) if lower is not None and upper is not None:
            return list(model.integers(model.integer(lower), model.integer(upper)))
        case Integer() if ranges := list(_ranges(model, entry, variable)):
            return list(model.integers(max(low for low, _ in ranges), min(high for _, high in ranges)))
        case Outcome(space) if not isinstance(space, RealLine):
            return model.elements(outcome_role(space))
        case _ if not made_true:
            raise Unable(f"the hypothesis {entry.name!r} speaks of infinitely many values")
        case Integer():
            return list(model.integers(1, 4))
        case Outcome():
            return [value for value in model.reals() if is_exact(value)][:6]
        case Real() as sort:
            return ([value for value in model.reals() if within(value, sort)] + model.grid(sort))[:2]
        case Family(Real()) as sort:
            return model.grid(sort)[:2]
        case _:
            return [model.draw(variable)]


def _ranges(model: Model, entry: Hypothesis, variable: Symbol) -> Iterator[tuple[int, int]]:
    """The ranges of the families and laws that an index picks from."""
    for node in (*entry.left.walk(), *entry.right.walk()):
        match node:
            case Index(family, at, _) if at == variable:
                yield model.bounds(family)
            case Prob(Distribution(law, _, _), (at,), _) if at == variable:
                if isinstance(law.space, (Enumerated, Labels)):
                    yield model.integer(law.space.lower), model.integer(law.space.upper)


def _agrees(relation: Relation, left: Value, right: Value, *, made_true: bool) -> bool:
    """Whether a relation certainly holds of two values; an equation that was made true may rest on enclosures."""
    if isinstance(left, bool) or isinstance(right, bool):
        if relation is not Relation.IFF:
            raise Unable("a hypothesis that compares propositions")
        return left is right
    if isinstance(left, frozenset) or isinstance(right, frozenset) or not (_is_number(left) and _is_number(right)):
        return bool(left == right) is (relation is Relation.EQUAL)
    match relation:
        case Relation.EQUAL:
            both_exact = is_exact(left) and is_exact(right)
            return bool(left == right) if both_exact else made_true and bool(ball(left).overlaps(ball(right)))
        case Relation.UNEQUAL:
            return bool(left != right)
        case Relation.LESS:
            return bool(left < right)
        case Relation.LESS_EQUAL:
            return bool(left <= right)
        case Relation.GREATER:
            return bool(left > right)
        case Relation.GREATER_EQUAL:
            return bool(left >= right)
        case _:
            raise Unable(f"a hypothesis with the relation {relation.value}")


def _is_number(value: Value) -> bool:
    return not isinstance(value, (Point, Opaque, tuple))

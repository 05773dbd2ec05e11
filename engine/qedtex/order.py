"""Order: how an inequality between parts becomes one between wholes, node by node on the way up.

a < b gives f(a) < f(b) where f is strictly increasing in that part: what makes it so is a side condition, such as the
other factors of a product being positive. Where a node is known to be increasing but not strictly, < becomes <=.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qedtex.axioms import AXIOMS, Axiom
from qedtex.binding import Path, at
from qedtex.conditions import Condition, holds, nonnegative, positive
from qedtex.context import Context, Relation, Scope
from qedtex.errors import StepRefused
from qedtex.prover import Prover, is_finite
from qedtex.terms import (
    Add,
    Const,
    Distribution,
    Div,
    Exp,
    Expectation,
    Log,
    Mul,
    Neg,
    Over,
    Pow,
    ProductOver,
    Range,
    Sigmoid,
    Sqrt,
    SumOver,
    Term,
)

ORDERED = frozenset({Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL})
_WEAK = {Relation.LESS: Relation.LESS_EQUAL, Relation.GREATER: Relation.GREATER_EQUAL}
_IMPLIED = {
    Relation.EQUAL: {Relation.EQUAL, Relation.LESS_EQUAL, Relation.GREATER_EQUAL, Relation.IFF},
    Relation.LESS: {Relation.LESS, Relation.LESS_EQUAL, Relation.UNEQUAL},
    Relation.GREATER: {Relation.GREATER, Relation.GREATER_EQUAL, Relation.UNEQUAL},
}


def implies(found: Relation, wanted: Relation) -> bool:
    """Whether one relation between two terms gives another: < gives <= and !=, equal propositions are equivalent.

    >>> implies(Relation.LESS, Relation.LESS_EQUAL), implies(Relation.LESS_EQUAL, Relation.LESS)
    (True, False)
    """
    return found is wanted or wanted in _IMPLIED.get(found, ())


@dataclass(frozen=True, slots=True)
class Lifted:
    """The relation between two whole terms, the conditions that make it so, and the axioms that say so."""

    relation: Relation
    conditions: tuple[Condition, ...] = ()
    axioms: tuple[Axiom, ...] = ()


def lifted(relation: Relation, before: Term, after: Term, path: Path, context: Context) -> Lifted:
    """What a relation between the parts at a place says of the wholes; raises `StepRefused` (QT418) where nothing.

    >>> from qedtex.language import positive as scale, real
    >>> a, b, s, t = real("a"), real("b"), scale("sigma"), real("t")
    >>> lifted(Relation.LESS, -(s * a), -(s * b), (0, 1), Context()).relation
    <Relation.GREATER: '>'>
    >>> lifted(Relation.LESS, t * a, t * b, (1,), Context())
    Traceback (most recent call last):
    ...
    qedtex.errors.StepRefused: error[QT418]: < between factors says nothing of t a unless t >= 0 or t <= 0
    """
    if relation is Relation.EQUAL:
        return Lifted(relation)
    if relation not in ORDERED:
        if path:
            raise StepRefused("QT418", f"{relation.value} between parts says nothing of the wholes")
        return Lifted(relation)
    needed: list[Condition] = []
    axioms: list[Axiom] = []
    for depth in reversed(range(len(path))):
        scope = Scope(context).along(before, path[:depth])
        step = _Step(at(before, path[:depth]), at(after, path[:depth]), path[depth], scope)
        direction, conditions = step.direction(relation)
        needed.extend(conditions)
        axioms.extend(AXIOMS[name] for name in _RESTS_ON.get(type(step.before), ("arithmetic.order",)))
        relation = direction
    return Lifted(relation, tuple(needed), tuple(dict.fromkeys(axioms)))


_RESTS_ON: Mapping[type[Term], tuple[str, ...]] = {
    Log: ("log.increasing",),
    Exp: ("exp.increasing",),
    Sigmoid: ("exp.increasing", "definition.sigmoid", "arithmetic.order"),
    Pow: ("exp.increasing", "log.increasing", "arithmetic.order"),
    SumOver: ("sum.finite", "arithmetic.order"),
    ProductOver: ("sum.finite", "arithmetic.order"),
    Expectation: ("definition.expectation", "arithmetic.order"),
}
"""The axioms behind each kind of node being increasing or decreasing, where that is not the order of numbers alone."""


Direction = tuple[Relation, tuple[Condition, ...]]


@dataclass(frozen=True, slots=True)
class _Step:
    """One node on the way up: as it was, as it is, and which child changed."""

    before: Term
    after: Term
    child: int
    scope: Scope

    def direction(self, relation: Relation) -> Direction:
        """What a relation between the children says of the node."""
        match self.before:
            case Add() | Exp() | Sigmoid() | Sqrt():
                return relation, ()
            case Neg():
                return relation.reverse, ()
            case Log(_, base, _) if self.child == 0:
                return self._logarithm(base, relation)
            case Mul(factors):
                others = (*factors[: self.child], *factors[self.child + 1 :])
                return self._scaled(Mul(others) if len(others) > 1 else others[0], relation)
            case Div(over, by):
                return self._scaled(by, relation) if self.child == 0 else self._below(over, relation)
            case Pow():
                return self._power(relation)
            case SumOver(domain, _, _) if self.child == 1:
                return self._sum(domain, relation)
            case Expectation(Distribution() as distribution, _, _) if self.child == 1:
                strict = distribution.law.positive and is_finite(distribution.law.space)
                return (relation if strict else _weak(relation)), ()
            case ProductOver() if self.child == 1:
                inside = self.scope.enter(self.before)
                bodies = (self.before.body, self.after.children[-1])
                return _weak(relation), self._all(nonnegative, *bodies, scope=inside)
            case _:
                raise StepRefused(
                    "QT418", f"{relation.value} between parts says nothing of {self.before}", help="split the step"
                )

    def _all(
        self, kind: Callable[[Term, Scope], Condition], *values: Term, scope: Scope | None = None
    ) -> tuple[Condition, ...]:
        """Conditions that must hold; raises `StepRefused` for one that is not known."""
        conditions = tuple(kind(value, scope or self.scope) for value in values)
        for condition in conditions:
            if not holds(condition):
                raise StepRefused("QT418", f"an inequality inside {self.before} says nothing of it unless {condition}")
        return conditions

    def _scaled(self, factor: Term, relation: Relation) -> Direction:
        """Multiplied with, or divided by, a factor that is the same on both sides."""
        for kind, value, result in (
            (positive, factor, relation),
            (positive, Neg(factor), relation.reverse),
            (nonnegative, factor, _weak(relation)),
            (nonnegative, Neg(factor), _weak(relation.reverse)),
        ):
            condition = kind(value, self.scope)
            if holds(condition):
                return result, (condition,)
        raise StepRefused(
            "QT418",
            f"{relation.value} between factors says nothing of {self.before} unless {factor} >= 0 or {factor} <= 0",
        )

    def _below(self, over: Term, relation: Relation) -> Direction:
        """The divisor changed: both divisors are positive, and the dividend has a sign."""
        divisors = self._all(positive, self.before.children[1], self.after.children[1])
        result, conditions = self._scaled(over, relation.reverse)
        return result, (*divisors, *conditions)

    def _logarithm(self, base: Term | None, relation: Relation) -> Direction:
        if base is None:
            return relation, ()
        above, below = positive(base - 1, self.scope), positive(1 - base, self.scope)
        if holds(above):
            return relation, (above,)
        if holds(below):
            return relation.reverse, (below,)
        raise StepRefused("QT418", f"{self.before} is increasing only if its base is above 1")

    def _power(self, relation: Relation) -> Direction:
        base, exponent = self.before.children
        if self.child == 0:
            bodies = (base, self.after.children[0])
            if holds(positive(exponent, self.scope)):
                needed = (positive(exponent, self.scope), *self._all(nonnegative, *bodies))
                return relation, needed
            below = self._all(positive, Neg(exponent), *bodies)
            return relation.reverse, below
        if base == Const("e"):
            return relation, ()
        above, below_one = positive(base - 1, self.scope), positive(1 - base, self.scope)
        if holds(above):
            return relation, (above,)
        if holds(below_one) and holds(positive(base, self.scope)):
            return relation.reverse, (below_one, positive(base, self.scope))
        raise StepRefused("QT418", f"{self.before} is increasing in its exponent only if its base is above 1")

    def _sum(self, domain: Term, relation: Relation) -> Direction:
        if relation is _weak(relation):
            return relation, ()
        match domain:
            case Range(lower, upper):
                nonempty = nonnegative(upper - lower, self.scope)
                return (relation, (nonempty,)) if holds(nonempty) else (_weak(relation), ())
            case Over() if Prover(self.scope).is_nonempty(domain):
                return relation, ()
            case _:
                return _weak(relation), ()


def _weak(relation: Relation) -> Relation:
    return _WEAK.get(relation, relation)


def difference(left: Term, relation: Relation, right: Term) -> tuple[Term, bool]:
    """What an order relation says to be at least 0, and whether it says greater than 0."""
    if relation in (Relation.GREATER, Relation.GREATER_EQUAL):
        return left - right, relation is Relation.GREATER
    return right - left, relation is Relation.LESS

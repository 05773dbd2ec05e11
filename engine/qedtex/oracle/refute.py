"""The second opinion on a claim: a rigorous counterexample where random points show one, and never a proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from flint import arb, ctx, fmpq

from qedtex.claims import Claim, Witness
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.names import plain_name
from qedtex.oracle.model import Model
from qedtex.oracle.setting import Setting
from qedtex.oracle.values import (
    Inconsistent,
    Indeterminate,
    Unable,
    Undefined,
    Value,
    ball,
    decimal_text,
    is_exact,
)
from qedtex.sorts import Alphabet, Extrema, Integer
from qedtex.terms import Extremum, Term

_PRECISIONS = (64, 128, 256)
_ATTEMPTS = 8
_DRAWS = 64
_MOST_TERMS = 200_000
_ORDERED = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
_STRICT = (Relation.LESS, Relation.GREATER)
_SHOWN = 12
_TOO_FEW_BITS = "256 bits are too few to tell at the points that were tried"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the oracle found: a counterexample, or at how many random points the claim held to working precision.

    `witness` holds the numbers of a counterexample; for a claim with `!=`, of a point where the sides differ, which
    supports it. `reason` says why no point could be tried when `points` is 0.
    """

    refuted: bool
    witness: Witness | None = None
    points: int = 0
    reason: str = ""


class Budget:
    """The number of terms of sums and products that may still be evaluated."""

    def __init__(self, terms: int = _MOST_TERMS) -> None:
        self.left = terms

    def spend(self, count: int) -> None:
        """Take terms off the budget; raises `Unable` when it is used up."""
        self.left -= count
        if self.left < 0:
            raise Unable("the sums and products have too many terms")


class _Outcome(Enum):
    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


def consult(claim: Claim, *, points: int = 8, seed: int = 0) -> Opinion:
    """Try a claim at random points within its context; the same seed gives the same points.

    >>> from qedtex.language import CrossEntropy, Entropy, KL, outcomes, pmf, positive_integer
    >>> x = outcomes("x", positive_integer("n")); p, q = pmf("p", x), pmf("q", x)
    >>> consult(Claim(KL(p, q), Relation.EQUAL, CrossEntropy(p, q) - Entropy(p)))
    Opinion(refuted=False, witness=None, points=8, reason='')
    >>> print(consult(Claim(KL(p, q), Relation.EQUAL, KL(q, p))).witness)
    at n = 2, p = [0.71, 0.29], q = [0.99, 0.01]: left side 0.740483, right side 0.295443
    """
    if claim.relation in (Relation.IFF, Relation.TENDS):
        return Opinion(False, reason=f"the oracle does not try claims with {claim.relation.value!r}")
    try:
        setting = Setting((claim.left, claim.right), claim.context)
    except (Unable, QedtexError, RecursionError) as problem:
        return Opinion(False, reason=_told(problem))
    held = 0
    reason = ""
    budget = Budget()
    for number in range(points):
        try:
            with ctx.workprec(_PRECISIONS[0]):
                found, trouble = _try_point(claim, setting, _Draw(seed, number, points), budget)
        except (Unable, QedtexError, RecursionError) as problem:
            return Opinion(False, points=held, reason="" if held else _told(problem))
        reason = reason or trouble
        if found is None and not held:
            break  # a whole round of draws in vain: more rounds cost time and find none
        if found is not None and found.refuted:
            return Opinion(True, found.witness, held)
        if found is not None and found.witness is not None:
            return found
        held += 0 if found is None else found.points
    return Opinion(False, points=held, reason="" if held else reason or "no point was tried")


class _Draw(NamedTuple):
    """Which of the points of a consultation is to be drawn."""

    seed: int
    number: int
    points: int


def _try_point(claim: Claim, setting: Setting, draw: _Draw, budget: Budget) -> tuple[Opinion | None, str]:
    """The opinion from one point where both sides are defined, or `None` and what stood in the way."""
    trouble = "no model of the hypotheses was found"
    for model in _models(setting, draw, claim.relation, budget):
        try:
            outcome, left, right = _compare(claim, model)
            if outcome is _Outcome.FAILS:
                model.laws.verify()
        except (Undefined, Inconsistent):
            trouble = "the sides are not defined at the points that were tried"
            continue
        except Indeterminate:
            trouble = _TOO_FEW_BITS
            continue
        if outcome is _Outcome.OPEN:
            return Opinion(False), _TOO_FEW_BITS
        supports = claim.relation is Relation.UNEQUAL
        shown = _witness(model, left, right) if supports or outcome is _Outcome.FAILS else None
        return Opinion(outcome is _Outcome.FAILS, shown, int(outcome is _Outcome.HOLDS)), ""
    return None, trouble


def _told(problem: Exception) -> str:
    if isinstance(problem, RecursionError):
        return "the formula is nested too deeply"
    return problem.message if isinstance(problem, QedtexError) else str(problem)


def _models(setting: Setting, draw: _Draw, relation: Relation, budget: Budget) -> Iterator[Model]:
    """Models of the hypotheses for one point; the next one is for when a side is undefined in the last.

    The last two points of a strict inequality are where it is likeliest to fail: laws that coincide, smallest sizes.
    """
    strict = relation in _STRICT
    found = 0
    for attempt in range(_DRAWS):
        model = Model(
            setting,
            draw.seed * 1_000_003 + draw.number * _DRAWS + attempt,
            draw.number + attempt,
            coincide=strict and draw.number == draw.points - 2,
            smallest=strict and draw.number == draw.points - 1,
        )
        model.spend_from(budget)
        try:
            model.check()
        except (Inconsistent, Indeterminate, Undefined):
            continue
        yield model
        found += 1
        if found == _ATTEMPTS:
            return


def _compare(claim: Claim, model: Model) -> tuple[_Outcome, Value, Value]:
    """Evaluate both sides, with more bits where 64 leave open how they compare."""
    outcome, left, right = _Outcome.OPEN, None, None
    for bits in _PRECISIONS:
        is_last = bits == _PRECISIONS[-1]
        with ctx.workprec(bits):
            try:
                left, right = model.value(claim.left), model.value(claim.right)
                outcome, is_sharp = _relate(claim.relation, left, right)
            except Indeterminate:
                if is_last:
                    raise
                continue
        if outcome is not _Outcome.OPEN and (outcome is _Outcome.FAILS or is_sharp):
            break
    return outcome, left, right


def _relate(relation: Relation, left: Value, right: Value) -> tuple[_Outcome, bool]:
    """How a relation fares for two values, and whether their enclosures are narrow enough to leave it at that."""
    if isinstance(left, frozenset) or isinstance(right, frozenset):
        if type(left) is not type(right) or relation not in (Relation.EQUAL, Relation.UNEQUAL):
            raise Unable("a set is compared with something else than a set")
        return _fails_unless((left == right) is (relation is Relation.EQUAL), relation), True
    if not (isinstance(left, (fmpq, arb)) and isinstance(right, (fmpq, arb))):
        raise Unable("the sides are not numbers")
    if not (ball(left).is_finite() and ball(right).is_finite()):
        raise Unable("a number beyond any bound")
    if is_exact(left) and is_exact(right):
        return _fails_unless(_ORDER[relation](left, right), relation), True
    low, high = (right, left) if relation in (Relation.GREATER, Relation.GREATER_EQUAL) else (left, right)
    is_sharp = ball(left - right).rad() < (1 + abs(ball(left))) * arb(2) ** -30
    overlap = ball(left).overlaps(ball(right))
    if relation is Relation.EQUAL:
        return (_Outcome.HOLDS if overlap else _Outcome.FAILS), bool(is_sharp)
    if relation is Relation.UNEQUAL:
        return (_Outcome.OPEN if overlap else _Outcome.HOLDS), bool(is_sharp)
    if low > high or (relation in _STRICT and low >= high):
        return _Outcome.FAILS, True
    if low < high:
        return _Outcome.HOLDS, True
    return (_Outcome.OPEN if relation in _STRICT else _Outcome.HOLDS), bool(is_sharp)


_ORDER = {
    Relation.EQUAL: lambda left, right: bool(left == right),
    Relation.UNEQUAL: lambda left, right: bool(left != right),
    Relation.LESS: lambda left, right: bool(left < right),
    Relation.LESS_EQUAL: lambda left, right: bool(left <= right),
    Relation.GREATER: lambda left, right: bool(left > right),
    Relation.GREATER_EQUAL: lambda left, right: bool(left >= right),
}


def _fails_unless(holds: bool, relation: Relation) -> _Outcome:
    """One point where the sides agree does not refute that two expressions differ."""
    if holds:
        return _Outcome.HOLDS
    return _Outcome.OPEN if relation is Relation.UNEQUAL else _Outcome.FAILS


# The numbers of a counterexample ----------------------------------------------------------------------------------


def _witness(model: Model, left: Value, right: Value) -> Witness:
    """The values that both sides depend on, sizes first, and what the sides come to."""
    return Witness(tuple(_values(model))[:_SHOWN], decimal_text(left), decimal_text(right))


def _values(model: Model) -> Iterator[tuple[str, str]]:
    setting = model.setting
    symbols = [symbol for symbol in setting.free if not isinstance(symbol.sort, Extrema)]
    symbols.sort(key=lambda symbol: not isinstance(symbol.sort, Integer))
    for symbol in symbols:
        if model.is_telling(symbol):
            yield plain_name(symbol.name), _shown(model.symbol(symbol))
    for law in setting.laws:
        if isinstance(law.space, Alphabet):
            yield f"|{plain_name(law.space.name)}|", str(len(model.elements(setting.role(None, law))))
    for law in sorted(setting.laws, key=lambda law: law.name):
        if law in setting.spoken_alone:
            try:
                masses = model.free_mass(law)
            except (Unable, Undefined, Indeterminate):
                masses = None
            if masses is not None:
                yield plain_name(law.name), "[" + ", ".join(map(decimal_text, masses)) + "]"
    for node in _extrema(setting.terms):
        yield plain_name(node.variable.name) + " in", _shown(tuple(model.grid(node.variable.sort)))
    yield from model.laws.looked_up()


def _extrema(terms: tuple[Term, ...]) -> list[Extremum]:
    found = {node.variable: node for term in terms for node in term.walk() if isinstance(node, Extremum)}
    return list(found.values())


def _shown(value: Value) -> str:
    return plain_name(decimal_text(value))

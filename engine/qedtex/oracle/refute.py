"""The second opinion on a claim: a rigorous counterexample where random points show one, and never a proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flint import ctx

from qedtex.claims import Claim, Witness
from qedtex.context import Context, Relation
from qedtex.errors import QedtexError
from qedtex.oracle.extrema import compared_extrema, tried_extremum
from qedtex.oracle.model import Model
from qedtex.oracle.relations import STRICT, Outcome, relate
from qedtex.oracle.setting import Setting
from qedtex.oracle.values import (
    Inconsistent,
    Indeterminate,
    Unable,
    Undefined,
    Value,
)
from qedtex.oracle.witness import witness
from qedtex.terms import Apply, Extremum, FiniteSet

_PRECISIONS = (64, 128, 256)
_ATTEMPTS = 8
_DRAWS = 64
_TELLING = 8
_FAR = 32
"""The points from which on sizes are large: few claims need that many."""
_OFTEN = 8
"""The points from which on some laws are others with their probabilities in another order."""
_MOST_TERMS = 200_000
_EDGED = (*STRICT, Relation.IFF)
"""The relations for which points are of interest where laws coincide."""
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


def consult(claim: Claim, *, points: int = 8, seed: int = 0) -> Opinion:
    """Try a claim at random points within its context; the same seed gives the same points.

    >>> from qedtex.language import CrossEntropy, Entropy, KL, outcomes, pmf, positive_integer
    >>> x = outcomes("x", positive_integer("n")); p, q = pmf("p", x), pmf("q", x)
    >>> consult(Claim(KL(p, q), Relation.EQUAL, CrossEntropy(p, q) - Entropy(p)))
    Opinion(refuted=False, witness=None, points=8, reason='')
    >>> print(consult(Claim(KL(p, q), Relation.EQUAL, KL(q, p))).witness)
    at n = 2, p = [0.71, 0.29], q = [0.99, 0.01]: left side 0.740483, right side 0.295443
    """
    return _consulted((_Inquiry(claim),), points, seed)[0]


def consult_chain(claims: Sequence[Claim], *, points: int = 4, seed: int = 0) -> tuple[Opinion, ...]:
    """An opinion on each claim of a chain, at points that they share, so that common parts are evaluated once.

    Claims in different contexts are tried one by one. So is a claim that is out of reach among the others, since they
    may apply a law to more than it does.

    >>> from qedtex.language import CrossEntropy, Entropy, KL, outcomes, pmf, positive_integer
    >>> x = outcomes("x", positive_integer("n")); p, q = pmf("p", x), pmf("q", x)
    >>> lines = KL(p, q), CrossEntropy(p, q) - Entropy(p), CrossEntropy(q, p) - Entropy(p)
    >>> chain = [Claim(left, Relation.EQUAL, right) for left, right in zip(lines, lines[1:])]
    >>> [(opinion.refuted, opinion.points) for opinion in consult_chain(chain)]
    [(False, 4), (True, 0)]
    """
    if len({claim.context for claim in claims}) > 1:
        return tuple(consult(claim, points=points, seed=seed) for claim in claims)
    inquiries = [_Inquiry(claim) for claim in claims]
    opinions = _consulted(inquiries, points, seed)
    return tuple(
        consult(inquiry.claim, points=points, seed=seed) if inquiry.is_out_of_reach and not inquiry.held else opinion
        for inquiry, opinion in zip(inquiries, opinions, strict=True)
    )


class _Inquiry:
    """What has been found out about one claim so far."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.left, self.right = claim.left, claim.right
        self.budget = Budget()
        self.held = 0
        self.reason = ""
        self.opinion: Opinion | None = None
        self.is_out_of_reach = False
        if claim.relation is Relation.TENDS:
            self.opinion = Opinion(False, reason=f"the oracle does not try claims with {claim.relation.value!r}")

    def give_up(self, problem: Exception) -> None:
        """Leave it at the points that have been tried."""
        self.is_out_of_reach = True
        self.opinion = Opinion(False, points=self.held, reason="" if self.held else _told(problem))

    def conclude(self, outcome: Outcome, model: Model, left: Value, right: Value) -> None:
        """Take in how the claim fared in one model."""
        supports = self.claim.relation is Relation.UNEQUAL
        if outcome is Outcome.OPEN:
            self.reason = self.reason or _TOO_FEW_BITS
        elif outcome is Outcome.FAILS:
            self.opinion = Opinion(True, witness(model, left, right), self.held)
        elif supports:
            self.opinion = Opinion(False, witness(model, left, right), 1)
        else:
            self.held += 1

    def pass_over(self, trouble: str) -> None:
        """Note that a point could not be drawn; after a whole round of draws in vain, more rounds find none."""
        self.reason = self.reason or trouble
        if not self.held:
            self.opinion = Opinion(False, reason=self.reason)

    def result(self) -> Opinion:
        """The opinion in the end."""
        reason = "" if self.held else self.reason or "no point was tried"
        return self.opinion or Opinion(False, points=self.held, reason=reason)


def _consulted(inquiries: Sequence[_Inquiry], points: int, seed: int) -> tuple[Opinion, ...]:
    """Try claims with one context at points that they share."""
    under_way = [inquiry for inquiry in inquiries if inquiry.opinion is None]
    try:
        sides = dict.fromkeys(side for inquiry in under_way for side in (inquiry.claim.left, inquiry.claim.right))
        setting = Setting(sides, under_way[0].claim.context if under_way else Context())
        for inquiry in under_way:
            inquiry.left, inquiry.right = setting.shared(inquiry.claim.left), setting.shared(inquiry.claim.right)
        budget = under_way[0].budget if len(under_way) == 1 else Budget()
        for number in range(points if under_way else 0):
            with ctx.workprec(_PRECISIONS[0]):
                _try_point(under_way, setting, _Draw(seed, number, points), budget)
            under_way = [inquiry for inquiry in under_way if inquiry.opinion is None]
            if not under_way:
                break
    except (Unable, QedtexError, RecursionError) as problem:
        for inquiry in under_way:
            if inquiry.opinion is None:
                inquiry.give_up(problem)
    return tuple(inquiry.result() for inquiry in inquiries)


class _Draw(NamedTuple):
    """Which of the points of a consultation is to be drawn."""

    seed: int
    number: int
    points: int


def _try_point(inquiries: Sequence[_Inquiry], setting: Setting, draw: _Draw, budget: Budget) -> None:
    """Try each claim in the first model where both of its sides are defined."""
    waiting = dict.fromkeys(inquiries, "no model of the hypotheses was found")
    edged = any(inquiry.claim.relation in _EDGED for inquiry in inquiries)
    for model in _models(setting, draw, budget, edged=edged):
        _compare(waiting, model)
        if not waiting:
            return
        model.spend_from(budget)
    for inquiry, trouble in waiting.items():
        inquiry.pass_over(trouble)


def _told(problem: Exception) -> str:
    if isinstance(problem, RecursionError):
        return "the formula is nested too deeply"
    return problem.message if isinstance(problem, QedtexError) else str(problem)


def _models(setting: Setting, draw: _Draw, budget: Budget, *, edged: bool) -> Iterator[Model]:
    """Models of the hypotheses for one point; the next one is for when a side is undefined in the last.

    The last point has the smallest sizes, and the one before it, for a strict inequality or an equivalence, laws that
    coincide, and real symbols that are one number as long as that gives a model.
    """
    found = 0
    for attempt in range(_DRAWS):
        model = Model(
            setting,
            draw.seed * 1_000_003 + draw.number * _DRAWS + attempt,
            draw.number + attempt,
            coincide=edged and draw.number == draw.points - 2,
            alike=edged and draw.number == draw.points - 2 and attempt < _TELLING,
            large=draw.number >= _FAR,
            turned=edged and draw.number % 4 == 1 and draw.number > _OFTEN,
            smallest=draw.number == draw.points - 1 and (edged or draw.points > 3),
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


def _sides(inquiry: _Inquiry, model: Model) -> tuple[Value, Value]:
    """The values of both sides; for an extremum that is claimed to lie at listed points, what a few points show."""
    left, right = inquiry.left, inquiry.right
    if inquiry.claim.relation is Relation.EQUAL and isinstance(left, Extremum) and isinstance(right, FiniteSet):
        return tried_extremum(left, right, model)
    if inquiry.claim.relation is Relation.EQUAL and isinstance(right, Extremum) and isinstance(left, FiniteSet):
        return tried_extremum(right, left, model)[::-1]
    if inquiry.claim.relation is Relation.EQUAL and isinstance(left, Extremum) and isinstance(right, Extremum):
        return _extrema(left, right, model)
    return model.value(left), model.value(right)


def _extrema(left: Extremum, right: Extremum, model: Model) -> tuple[Value, Value]:
    """The extreme points of both sides on a grid where a law is left open, else on the whole real line."""
    trouble: Exception | None = None
    try:
        (one, one_open), (other, other_open) = (model.evaluator.extremum(side, {}) for side in (left, right))
        if one_open or other_open:
            return one, other
    except (Indeterminate, Undefined) as problem:
        trouble = problem
    try:
        found = compared_extrema(left, right, model)
    except Unable as problem:
        if any(isinstance(node, Apply) for side in (left, right) for node in side.walk()):
            raise Undefined from problem  # other functions may be drawn, whose extrema are found
        raise trouble or problem from problem
    model.grid_matters = False
    return found


def _compare(waiting: dict[_Inquiry, str], model: Model) -> None:
    """Compare the sides of claims, with more bits where 64 leave it open; those that stay waiting say what for."""
    unsettled = list(waiting)
    for bits in _PRECISIONS:
        is_last = bits == _PRECISIONS[-1]
        with ctx.workprec(bits):
            open_still: list[_Inquiry] = []
            for inquiry in unsettled:
                claim = inquiry.claim
                model.spend_from(inquiry.budget)
                try:
                    left, right = _sides(inquiry, model)
                    outcome, is_sharp = relate(claim.relation, left, right, claim.right)
                    if outcome is Outcome.FAILS:
                        model.laws.verify()
                except (Undefined, Inconsistent):
                    waiting[inquiry] = "the sides are not defined at the points that were tried"
                except Indeterminate:
                    waiting[inquiry] = _TOO_FEW_BITS
                    open_still.append(inquiry)
                except (Unable, QedtexError, RecursionError) as problem:
                    inquiry.give_up(problem)
                    del waiting[inquiry]
                else:
                    if is_last or outcome is Outcome.FAILS or (outcome is Outcome.HOLDS and is_sharp):
                        inquiry.conclude(outcome, model, left, right)
                        del waiting[inquiry]
                    else:
                        open_still.append(inquiry)
        unsettled = open_still
        if not unsettled:
            return

"""The normal form of a term, with the trace of rule applications that leads to it.

Untrusted: whatever is found here is checked link by link by the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from qedtex.arithmetic import Arithmetic
from qedtex.binding import free, places, put
from qedtex.conditions import Condition, holds, positive
from qedtex.context import Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import Basis, Link, Refused, Use
from qedtex.rules.algebra import arithmetic, multiplies_a_sum
from qedtex.rules.probabilities import number_of
from qedtex.search.applicable import APPLIES, ARITHMETIC, FIELD, MULTIPLICATIVE, TOP_DOWN
from qedtex.search.expansion import expanded, written
from qedtex.search.moves import Move, links
from qedtex.search.quotients import divided, one_fraction
from qedtex.sorts import Enumerated, Labels, Outcome
from qedtex.terms import (
    Abs,
    Add,
    Argmax,
    Argmin,
    Derivative,
    Div,
    Log,
    Mul,
    Neg,
    Pow,
    Prob,
    ProductOver,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    sort_of,
)

_MOST_STEPS = 1200
_FROM_ABOVE = (*TOP_DOWN, Argmax, Argmin)
"""What is rewritten before what stands in it."""


class OutOfSteps(QedtexError):
    """The normal form was not reached within the budget."""


class Normaliser:
    """Brings terms to normal form with a given set of rules; arithmetic is always among them.

    `second_meaning` unfolds named quantities to their expectation form, `unfold` having two; `jointly` writes
    conditional probabilities as quotients of joint ones; `divided` divides what stands over a sum by that.
    """

    def __init__(
        self, uses: Mapping[str, Use], *, second_meaning: bool = False, jointly: bool = False, divided: bool = False
    ) -> None:
        self.uses = uses
        self.divided = divided
        self.second_meaning = second_meaning
        self.jointly = jointly
        self.met_two_meanings = False
        """Whether a named quantity was met that can be unfolded in two ways."""
        self._left = _MOST_STEPS
        self._memory: dict[tuple[Term, Scope, bool], tuple[Term, tuple[Move, ...]]] = {}

    def run(self, whole: Term, scope: Scope) -> tuple[Term, tuple[Link, ...]]:
        """The normal form and the links that lead to it; raises `OutOfSteps` (QT421) past the budget of one term."""
        self._left = _MOST_STEPS
        result, moves = self.normal(whole, scope.along(whole, ()))
        return result, links(whole, moves)

    def normal(self, whole: Term, scope: Scope, *, inside: bool = False) -> tuple[Term, tuple[Move, ...]]:
        """The normal form and the moves that lead to it; `inside` arithmetic that is multiplied out as a whole."""
        known = self._memory.get((whole, scope, inside))
        if known is None:
            moves: list[Move] = []
            result = self._reached(whole, scope, moves, inside=inside)
            known = self._memory[(whole, scope, inside)] = (result, tuple(moves))
        return known

    def _reached(self, current: Term, scope: Scope, moves: list[Move], *, inside: bool) -> Term:
        """Where a term leads; the moves on the way are added to those that are given."""
        reached = {current}
        while True:
            self._left -= 1
            if self._left < 0:
                raise OutOfSteps("QT421", "the search gave up: the step is too large", help="split the step")
            if isinstance(current, _FROM_ABOVE) or _is_root_of_square(current):
                made = self._first(current, scope, inside=inside)
                if made is not None:
                    moves.append(made)
                    current = put(current, made.path, made.after)
                    continue
            last = len(current.children) - 1
            changed = current
            for number, child in enumerate(current.children):
                inner = scope.enter(current) if current.bound and number == last else scope
                part = isinstance(current, FIELD) and isinstance(child, FIELD)
                normal, way = self.normal(child, inner, inside=part)
                moves += [move.under(number) for move in way]
                if way:
                    changed = put(changed, (number,), normal)
            if changed is not current and isinstance(current, (Argmax, Argmin)):
                current = changed
                continue
            current = changed
            made = self._first(current, scope, inside=inside)
            after = None if made is None else put(current, made.path, made.after)
            if made is None or after is None or after in reached:
                return current  # a term met again: multiplying out a whole and its parts would go round in a circle
            moves.append(made)
            current = after
            reached.add(after)

    def _first(self, current: Term, scope: Scope, *, inside: bool) -> Move | None:
        """The first rule that applies at the top of a term."""
        if isinstance(current, (Argmax, Argmin)):
            return self._extremum(current, scope)
        if any(isinstance(current, type(known.left)) for known in scope.context.hypotheses):
            made = self._applied("substitute", current, scope)
            if made is not None:
                return made
        if isinstance(current, Derivative):
            made = self._logarithm_within(current, scope)
            if made is not None:
                return made
        if _is_root_of_square(current):  # a square that is multiplied out is not seen any more
            for name in ("power_of_product", "root_of_square"):
                made = self._applied(name, current, scope)
                if made is not None:
                    return made
        if isinstance(current, ARITHMETIC) and not inside:
            multiplied = self._expanded(current)
            if multiplied is not None:
                return multiplied
        if isinstance(current, Log) and isinstance(current.of, Prob):
            # a density that is put in must be taken apart before arithmetic rearranges it
            density = self._applied("substitute", current.of, scope)
            if density is not None:
                return density.under(0)
        if isinstance(current, Prob):
            reordered = self._reordered(current)
            if reordered is not None:
                return reordered
            if self.jointly and current.distribution.given:
                return self._applied("conditional", current, scope, whole=True)
        for name in APPLIES.get(type(current), ()):
            made = self._applied(name, current, scope)
            if made is not None:
                return made
        match current:
            case Log(Add()) if "log_quotient" in self.uses:
                return self._quotient(current, scope)
            case Abs(Add() as of) if "absolute_of_product" in self.uses:
                return self._turned(of)
            case _:
                return None

    def _quotient(self, current: Log, scope: Scope) -> Move | None:
        """The sum of fractions in a logarithm as one fraction, whose parts are known to be positive."""
        try:
            parts = one_fraction(current.of)
        except QedtexError:
            return None
        for over, by in (parts, tuple(map(Neg, parts))) if parts is not None else ():
            if holds(positive(over, scope)) and holds(positive(by, scope)):
                return Move((0,), current.of, Div(over, by), Use(arithmetic))
        return None

    def _turned(self, of: Add) -> Move | None:
        """The negative of a sum between bars, where the first of its terms is a negative."""
        try:
            turned = expanded(Neg(of))
        except QedtexError:
            return None
        first = of.terms[0]
        if not isinstance(first, Neg) or not isinstance(turned, Add) or isinstance(turned.terms[0], Neg):
            return None
        return Move((0,), of, Neg(turned), Use(arithmetic))

    def _logarithm_within(self, current: Derivative, scope: Scope) -> Move | None:
        """A logarithm of a product, or of what has a sigmoid in it, is taken apart before it is differentiated.

        That leaves no products of slopes.
        """
        for path, inner in places(current):
            if isinstance(inner, Log) and isinstance(inner.of, MULTIPLICATIVE):
                for name in APPLIES[Log]:
                    made = self._applied(name, inner, scope.along(current, path))
                    if made is not None:
                        return made.under(*path)
            elif isinstance(inner, Log) and any(isinstance(node, (Sigmoid, Div)) for node in inner.of.walk()):
                _, moves = self.normal(inner, scope.along(current, path))
                if moves:
                    return moves[0].under(*path)
        return None

    def _applied(self, name: str, current: Term, scope: Scope, *, whole: bool = False) -> Move | None:
        use = self.uses.get(name)
        if use is None:
            return None
        try:
            results = list(use.rule.forward(current, scope, use.arguments))
        except (Refused, QedtexError):
            return None
        if name == "unfold" and len(results) > 1:
            self.met_two_meanings = True
            if self.second_meaning:
                results.reverse()
        if name == "extremum_increasing":
            results = results[:1]
        if whole:  # what is conditioned on, all at once
            results = [found for found in results if not _is_conditional(found[0])]
        if name == "exchange_sums":
            results = [found for found in results if _in_order(found[0], current)]
        if name == "complement" and not _is_last(current) and not self._others_known(current, scope):
            return None
        for after, bases in results:
            if after != current and is_equation(bases):
                return Move((), current, after, use)
        return None

    def _others_known(self, probability: Term, scope: Scope) -> bool:
        """Whether hypotheses give the masses of all other outcomes of a numbered space, so that this one follows."""
        use, known = self.uses.get("complement"), self.uses.get("substitute")
        if use is None or known is None or not scope.context.hypotheses:
            return False
        try:
            (after, _), *_ = use.rule.forward(probability, scope, use.arguments)
            others = [node for node in after.walk() if isinstance(node, Prob)]
            return bool(others) and all(any(known.rule.forward(one, scope, known.arguments)) for one in others)
        except (Refused, QedtexError, ValueError):
            return False

    def _reordered(self, current: Term) -> Move | None:
        """A probability with its outcomes and conditions in one fixed order."""
        use = self.uses.get("reorder")
        if use is None or not isinstance(current, Prob) or current.distribution.law.space is not None:
            return None
        distribution = replace(current.distribution, given=tuple(sorted(current.distribution.given, key=_rank)))
        after = replace(current, distribution=distribution, outcomes=tuple(sorted(current.outcomes, key=_rank)))
        return Move((), current, after, use) if after != current else None

    def _expanded(self, current: Term) -> Move | None:
        try:
            after = divided(current) if self.divided else None
            after = expanded(current) if after is None else after
        except QedtexError:
            return None
        if after == current:
            return None
        use = self.uses.get("distribute") if multiplies_a_sum(current) and not self.divided else None
        return Move((), current, after, use or Use(arithmetic))

    # Extrema -----------------------------------------------------------------------------------------------------

    def _extremum(self, current: Argmax | Argmin, scope: Scope) -> Move | None:
        """One move towards: a maximum, of a sum, without constants, scaled so that its first term has factor 1."""
        if current.variable not in free(current.body):
            return self._applied("extremum_negate", current, scope) if isinstance(current, Argmin) else None
        if isinstance(current.body, MULTIPLICATIVE):
            made = self._applied("extremum_drop_factor", current, scope)
            if made is not None:
                return made
            inside = scope.enter(current)
            if "extremum_increasing" in self.uses and holds(positive(current.body, inside)):
                return self._applied("extremum_increasing", current, scope)
        if isinstance(current, Argmin) and "extremum_negate" in self.uses:
            return self._applied("extremum_negate", current, scope)
        if isinstance(current.body, Log) and not isinstance(current.body.of, MULTIPLICATIVE):
            made = self._without_log(current, scope)
            if made is not None:
                return made
        if isinstance(current.body, (Add, Neg)):
            return self._applied("extremum_drop_constant", current, scope) or self._rescaled(current, scope)
        return None

    def _without_log(self, current: Argmax | Argmin, scope: Scope) -> Move | None:
        """Undo a logarithm that cannot be taken apart, so that both ways of writing the objective meet."""
        use = self.uses.get("extremum_increasing")
        body = current.body
        if use is None or not isinstance(body, Log) or body.base is not None:
            return None
        if not holds(positive(body.of, scope.enter(current))):
            return None
        return Move((), current, type(current)(current.variable, body.of), use, reverse=True)

    def _rescaled(self, current: Argmax | Argmin, scope: Scope) -> Move | None:
        """Take the factor of the first term that has one, free of the variable and positive, out of the objective."""
        if "extremum_drop_factor" not in self.uses:
            return None
        factors = _leading_factors(current.body, current.variable)
        factor = next((one for one in factors if holds(positive(one, scope))), None)
        if factor is None:
            return None
        try:
            rest = expanded(current.body / factor)
        except QedtexError:
            return None
        outside = Mul((factor, rest))
        if outside == current.body or rest == current.body:
            return None
        return Move((0,), current.body, outside, Use(arithmetic))


def is_equation(bases: tuple[Basis, ...]) -> bool:
    """Whether a rule's answer is an equation, and all that it needs is known."""
    return not any(isinstance(basis, Relation) for basis in bases) and all(
        holds(basis) for basis in bases if isinstance(basis, Condition)
    )


def _is_root_of_square(current: Term) -> bool:
    """Whether a term is the root of a power of a sum."""
    return isinstance(current, Sqrt) and isinstance(current.of, Pow) and isinstance(current.of.base, Add)


@lru_cache(maxsize=1024)
def _leading_factors(body: Term, variable: Symbol) -> tuple[Term, ...]:
    """The parts free of the variable of the terms, in the order of the parts that do depend on it."""
    try:
        table = Arithmetic()
        value = table.polynomial(body)
    except QedtexError:
        return ()

    def depends(atom: int) -> bool:
        if atom in table.sums:
            return any(depends(inner) for monomial in table.sums[atom] for inner, _ in monomial)
        return variable in free(table.terms[atom])

    found: list[tuple[str, Term]] = []
    for monomial, number in value.items():
        inside = frozenset(pair for pair in monomial if depends(pair[0]))
        name = str(written(table, {inside: Fraction(1)}))
        found.append((name, written(table, {frozenset(monomial - inside): abs(number)})))
    return tuple(factor for _, factor in sorted(found, key=lambda pair: pair[0]))


def _in_order(after: Term, before: Term) -> bool:
    """Whether exchanging two sums lets a factor out of inner ones, or brings ranges into the fixed order."""
    if not isinstance(after, (SumOver, ProductOver)) or not isinstance(before, (SumOver, ProductOver)):
        return False
    inner = before.body
    if isinstance(inner, SumOver):
        summed = inner.body
        while isinstance(summed, SumOver):
            summed = summed.body
        factors = tuple(_divided(summed))
        loose = any(before.variable not in free(factor) for factor in factors)
        if loose != any(inner.variable not in free(factor) for factor in factors):
            return loose
    return str(after.domain) < str(before.domain)


def _divided(summed: Term) -> Iterator[Term]:
    """The factors of a product or fraction, the divisor among them; none of anything else."""
    over = summed.over if isinstance(summed, Div) else summed
    if isinstance(over, Mul):
        yield from over.factors
        if isinstance(summed, Div):
            yield summed.by


def _is_last(probability: Term) -> bool:
    """Whether a probability is that of the last numbered outcome, the one that the others replace."""
    space = probability.distribution.law.space if isinstance(probability, Prob) else None
    if not isinstance(probability, Prob) or not isinstance(space, (Labels, Enumerated)):
        return False
    return len(probability.outcomes) == 1 and number_of(probability.outcomes[0]) == space.upper


def _rank(argument: Term) -> tuple[str, str]:
    """The place of an argument in the fixed order: by its space, which stays as it is where a sum renames its index."""
    sort = sort_of(argument)
    return (str(sort.space) if isinstance(sort, Outcome) else "", str(argument))


def _is_conditional(value: Term) -> bool:
    return any(isinstance(node, Prob) and node.distribution.given for node in value.walk())

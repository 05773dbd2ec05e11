"""Signs: what is known to be positive, zero or negative, and what is known to be an integer, from what is known.

The prover is deliberately small. It knows the sign of a node from the signs of its parts, the ranges of symbols, that a
probability lies between 0 and 1, and it adds up known inequalities with non-negative factors. It never samples.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from qedtex.arithmetic import Arithmetic, Monomial, OverBudget, Polynomial, as_number, constant
from qedtex.binding import free, substitute
from qedtex.context import Relation, Scope
from qedtex.errors import QedtexError
from qedtex.signs import ANY, NEGATIVE, POSITIVE, ZERO, negated, plus, times, total
from qedtex.sorts import Alphabet, Enumerated, Family, Integer, Labels, Real, Sort, Space
from qedtex.terms import (
    Abs,
    Add,
    Const,
    Div,
    Exp,
    Expectation,
    Index,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Prob,
    ProductOver,
    Range,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    sort_of,
    space_of,
    term,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTH = 4
_ORDERS = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
_MOST_MULTIPLIED = 8


def is_finite(space: Space | None) -> bool:
    """Whether a space is known to have finitely many outcomes."""
    return isinstance(space, (Enumerated, Alphabet, Labels))


@lru_cache(maxsize=64)
def _table(scope: Scope) -> Arithmetic:
    """The numbers that are met in a scope, as polynomials."""
    return Arithmetic()


class Prover:
    """What is known of the signs of terms in one scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._signs: dict[Term, int] = {}
        self._table = _table(scope)
        relations = {hypothesis.relation for hypothesis in (*scope.context.hypotheses, *scope.apart)}
        self._has_inequalities = not relations <= {Relation.EQUAL}

    def is_positive(self, value: Term) -> bool:
        """Whether value > 0 is known."""
        return self.sign(value) == POSITIVE

    def is_nonnegative(self, value: Term) -> bool:
        """Whether value >= 0 is known."""
        return not self.sign(value) & NEGATIVE

    def is_nonzero(self, value: Term) -> bool:
        """Whether value != 0 is known."""
        return not self.sign(value) & ZERO

    def _is_known_nonzero(self, value: Term) -> bool:
        """Whether a hypothesis says that a number is not zero."""
        table = Arithmetic()
        for known in self.scope.known:
            if known.relation is not Relation.UNEQUAL:
                continue
            difference = known.left - known.right
            if table.equal(value, difference) or table.equal(-value, difference):
                return True
        return False

    def sign(self, value: Term) -> int:
        """The signs that a term can have: a union of NEGATIVE, ZERO and POSITIVE."""
        known = self._signs.get(value)
        if known is None:
            self._signs[value] = ANY  # a term met again inside its own analysis is unknown there
            known = self._sign(value)
            if self._has_inequalities and known not in (NEGATIVE, ZERO, POSITIVE):
                known = self._by_linear(value, known)
                if known & ZERO and known != ZERO and self._is_known_nonzero(value):
                    known &= ~ZERO
            self._signs[value] = known
        return known

    def _sign(self, value: Term) -> int:
        match value:
            case Num(number, _):
                return POSITIVE if number > 0 else ZERO
            case Const() | Exp() | Sigmoid():
                return POSITIVE
            case Symbol() | Index():
                return self._by_linear(value, ANY)
            case Neg(of):
                return negated(self.sign(of))
            case Mul(factors):
                return reduce(times, (self.sign(factor) for factor in factors))
            case Div(over, by):
                return times(self.sign(over), self.sign(by) & ~ZERO)
            case Abs(of):
                sign = self.sign(of)
                return (sign & ZERO) | (POSITIVE if sign & ~ZERO else 0)
            case Norm() | Sqrt():
                return self._root(value)
            case Pow(base, exponent):
                return self._power(base, exponent)
            case Add(terms):
                return self._by_linear(value, reduce(plus, (self.sign(part) for part in terms)))
            case Log(of, base, _):
                above = self.sign(of - 1)
                return above if base is None else times(above, self.sign(base - 1) & ~ZERO)
            case Prob(distribution, _, _):
                return POSITIVE if distribution.law.positive else POSITIVE | ZERO
            case SumOver(domain, _, body):
                sign = total(Prover(self.scope.enter(value)).sign(body))
                return sign if self.is_nonempty(domain) else sign | ZERO
            case ProductOver(_, _, body):
                sign = Prover(self.scope.enter(value)).sign(body)
                return sign | POSITIVE if not sign & NEGATIVE else ANY
            case Expectation(_, _, body):
                return total(Prover(self.scope.enter(value)).sign(body))
            case _:
                return ANY

    def _root(self, value: Term) -> int:
        if isinstance(value, Sqrt):
            sign = self.sign(value.of)
            return (sign & (POSITIVE | ZERO)) or ANY
        return POSITIVE | ZERO

    def _power(self, base: Term, exponent: Term) -> int:
        sign = self.sign(base)
        if sign == POSITIVE:
            return POSITIVE
        number = as_number(Arithmetic().polynomial(exponent))
        if number is None or number.denominator != 1:
            return POSITIVE | ZERO if not sign & NEGATIVE else ANY
        if number == 0:
            return POSITIVE
        if number.numerator % 2 == 0:
            return (sign & ZERO) | (POSITIVE if sign & ~ZERO else 0)
        return sign

    def is_nonempty(self, domain: Term) -> bool:
        """Whether a range or space is known to have an element."""
        if isinstance(domain, Range):
            return self.is_nonnegative(domain.upper - domain.lower)
        space = getattr(domain, "space", None)
        if isinstance(space, (Enumerated, Labels)):
            return self.is_nonnegative(space.upper - space.lower)
        return isinstance(space, Alphabet)

    def _has_two(self, space: Space | None) -> bool:
        """Whether a space is known to have two outcomes or more, so that no single one has all the mass."""
        return isinstance(space, (Enumerated, Labels)) and self.is_positive(space.upper - space.lower)

    def is_integer(self, value: Term) -> bool:
        """Whether a term is known to be an integer."""
        match value:
            case Num(number, _):
                return number.denominator == 1
            case Symbol() as symbol:
                bound, domain = self.scope.domain(symbol)
                return isinstance(domain, Range) if bound and domain is not None else isinstance(symbol.sort, Integer)
            case Index():
                return isinstance(sort_of(value), Integer)
            case Add() | Mul() | Neg() | Abs():
                return all(self.is_integer(child) for child in value.children)
            case Pow(base, exponent):
                return self.is_integer(base) and self.is_integer(exponent) and self.is_nonnegative(exponent)
            case SumOver() | ProductOver():
                return Prover(self.scope.enter(value)).is_integer(value.body)
            case _:
                return False

    # Adding up known inequalities --------------------------------------------------------------------------------

    def _by_linear(self, value: Term, by_parts: int) -> int:
        """Narrow what the parts say by looking for the value among sums of known inequalities."""
        if by_parts in (POSITIVE, ZERO, NEGATIVE):
            return by_parts
        try:
            table = self._table
            goal = table.polynomial(value)
            facts = [(table.polynomial(fact), strict) for fact, strict in self._facts(value)]
        except (OverBudget, QedtexError):
            return by_parts
        number = as_number(goal)
        if number is not None:
            return POSITIVE if number > 0 else NEGATIVE if number < 0 else ZERO
        flipped = {monomial: -factor for monomial, factor in goal.items()}
        for known in (facts, None):
            if known is None:
                if by_parts & ~ZERO != ANY & ~ZERO or not any(map(_is_product, goal)):
                    break
                try:
                    known = _with_products(table, facts)
                except OverBudget:
                    break
            found = self._combined(table, goal, known, _DEPTH)
            if found is not None:
                by_parts &= POSITIVE if found else POSITIVE | ZERO
            found = self._combined(table, flipped, known, _DEPTH)
            if found is not None:
                by_parts &= NEGATIVE if found else NEGATIVE | ZERO
        return by_parts or ANY

    def _combined(
        self, table: Arithmetic, goal: Polynomial, facts: list[tuple[Polynomial, bool]], depth: int
    ) -> bool | None:
        """Whether the goal is > 0 (True) or at least >= 0 (False) as a sum of facts; `None` when none was found."""
        number = as_number(goal)
        if number is not None:
            return None if number < 0 else number > 0
        if depth == 0:
            return None
        weak: bool | None = None
        unit = constant(Fraction(1))
        for monomial in goal:
            if monomial in unit:
                continue
            for fact, strict in facts:
                if monomial in fact and (fact[monomial] > 0) == (goal[monomial] > 0):
                    ratio = goal[monomial] / fact[monomial]
                    rest = table.minus(goal, {part: factor * ratio for part, factor in fact.items()})
                    found = self._combined(table, rest, facts, depth - 1)
                    if found is not None:
                        if found or strict:
                            return True
                        weak = False
            break  # every monomial of the goal must come from some fact, so the first decides
        return weak

    def _facts(self, value: Term) -> Iterator[tuple[Term, bool]]:
        """Terms known to be >= 0, or > 0 where the flag says so, about the symbols and probabilities of a value."""
        seen: set[Term] = set()
        pending = list(_outside(value))
        for hypothesis in self.scope.known:
            if hypothesis.relation in (Relation.LESS, Relation.LESS_EQUAL):
                yield hypothesis.right - hypothesis.left, hypothesis.relation is Relation.LESS
            elif hypothesis.relation in (Relation.GREATER, Relation.GREATER_EQUAL):
                yield hypothesis.left - hypothesis.right, hypothesis.relation is Relation.GREATER
            else:
                continue
            pending.extend(node for side in (hypothesis.left, hypothesis.right) for node in _outside(side))
        while pending:
            node = pending.pop()
            if node in seen:
                continue
            seen.add(node)
            for fact, strict in self._facts_of(node):
                yield fact, strict
                pending.extend(_outside(fact))

    def _facts_of(self, node: Term) -> Iterator[tuple[Term, bool]]:
        match node:
            case Symbol(_, sort):
                bound, domain = self.scope.domain(node)
                if bound and isinstance(domain, Range):
                    yield node - domain.lower, False
                    yield domain.upper - node, False
                elif not bound or domain is None:
                    yield from within(node, sort)
            case Index(Symbol(_, Family(element, _, _)), _, _):
                yield from within(node, element)
                yield from self._known_of_members(node)
            case Prob(distribution, outcomes, _):
                yield node, distribution.law.positive
                spaces = [space_of(outcome, distribution.law) for outcome in outcomes]
                if all(map(is_finite, spaces)):
                    yield 1 - node, distribution.law.positive and any(map(self._has_two, spaces))
            case Sigmoid():
                yield node, True
                yield 1 - node, True
            case Const("pi"):
                yield node - 3, True
                yield 4 - node, True
            case Const("e"):
                yield node - 2, True
                yield 3 - node, True
            case Exp(of):
                yield node, True
                sign = self.sign(of)
                if not sign & NEGATIVE:
                    yield node - 1, sign == POSITIVE
                if not sign & POSITIVE:
                    yield 1 - node, sign == NEGATIVE
            case Abs(of):
                yield node, False
                yield node - of, False
                yield node + of, False
            case Sqrt() | Norm():
                yield node, False
            case Div(over, by):
                own = self.sign(node)
                if not own & NEGATIVE:
                    yield node, own == POSITIVE
                above = self.sign(by - over) if self.sign(by) == POSITIVE else ANY
                if not above & NEGATIVE:
                    yield 1 - node, above == POSITIVE
            case _:
                return

    def _known_of_members(self, member: Index) -> Iterator[tuple[Term, bool]]:
        """What inequalities for every index, as a_i >= 0, say of the member of a family at an index in their range."""
        for known in self.scope.context.hypotheses:
            relations = {known.relation: (known.left, known.right), known.relation.reverse: (known.right, known.left)}
            if known.relation not in _ORDERS or len(known.variables) != 1 or known.open_symbols & self.scope.bound:
                continue
            (variable,) = known.variables
            if not isinstance(variable.sort, Integer) or not self.is_integer(member.at):
                continue
            ends = (variable.sort.lower, variable.sort.upper)
            captured = any(end is not None and free(end) & self.scope.bound for end in ends)
            if captured or not all(self.is_nonnegative(fact) for fact, _ in within(member.at, variable.sort)):
                continue
            for relation, (one, other) in relations.items():
                if isinstance(one, Index) and one.family == member.family and one.at == variable:
                    gap = member - substitute(other, {variable: member.at})
                    upward = relation in (Relation.GREATER, Relation.GREATER_EQUAL)
                    yield gap if upward else -gap, relation in (Relation.LESS, Relation.GREATER)


def _is_product(monomial: Monomial) -> bool:
    return sum(abs(exponent) for _, exponent in monomial) > 1


def _with_products(table: Arithmetic, facts: list[tuple[Polynomial, bool]]) -> list[tuple[Polynomial, bool]]:
    """Facts and the products of two of them: what is positive times what is positive is positive."""
    distinct = list({(frozenset(fact.items()), strict): (fact, strict) for fact, strict in facts}.values())
    if len(distinct) > _MOST_MULTIPLIED:
        return distinct
    pairs = [(one, other) for place, one in enumerate(distinct) for other in distinct[place:]]
    return distinct + [(table.times(one, other), strict and too) for (one, strict), (other, too) in pairs]


def _outside(value: Term) -> Iterator[Term]:
    """The nodes of a term that no binder of it encloses: what is bound inside has no facts of its own out here."""
    yield value
    for child in value.children[:-1] if value.bound else value.children:
        yield from _outside(child)


def within(node: Term, sort: Sort) -> Iterator[tuple[Term, bool]]:
    """What is >= 0, or > 0 where the flag says so, for a value within a sort."""
    match sort:
        case Real(least, greatest, lower_open, upper_open):
            if least is not None:
                yield node - term(least), lower_open
            if greatest is not None:
                yield term(greatest) - node, upper_open
        case Integer(lower, upper):
            if lower is not None:
                yield node - lower, False
            if upper is not None:
                yield upper - node, False
        case _:
            return

"""Domains: where the two sides of a step make sense, when the note does not say it: log(1 - x) speaks of x below 1.

Such a step is not proved, as a condition is not stated. It is assumed where it holds on its domain, and false only
where it fails there, and also where every name in what the note left out is positive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qedtex.binding import free, rename_bound, substitute
from qedtex.claims import Claim
from qedtex.conditions import Condition, holds
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.definedness import requirements
from qedtex.errors import QedtexError
from qedtex.sorts import POSITIVE, REAL, UNIT_OPEN, Family, Integer
from qedtex.terms import (
    Add,
    Argmax,
    Argmin,
    Derivative,
    Div,
    Exp,
    Index,
    Log,
    Mul,
    Neg,
    Num,
    Pow,
    Sqrt,
    Symbol,
    Term,
    term,
)

_NEEDED = {"> 0": Relation.GREATER, ">= 0": Relation.GREATER_EQUAL, "!= 0": Relation.UNEQUAL}
_MOST = 6
_PLAIN = (Add, Div, Exp, Log, Mul, Neg, Num, Pow, Sqrt, Symbol)


def on_its_domain(claim: Claim) -> Claim | None:
    """A claim with what its sides need in order to make sense as hypotheses; `None` where they need nothing more.

    `None` also where they need what cannot be said so, as that a number is an integer.

    >>> from qedtex.language import log, real
    >>> x = real("x")
    >>> print(*on_its_domain(Claim(log(1 - x), Relation.LESS_EQUAL, -x)).context.hypotheses)
    domain 1: 1 - x > 0
    """
    try:
        lacking = [one for side in (claim.left, claim.right) for one in _lacking(side, claim.context)]
    except (QedtexError, RecursionError):
        return None
    known = list(dict.fromkeys(map(_hypothesis, lacking)))
    needed = [replace(one, name=f"domain {number}") for number, one in enumerate(known, 1) if one is not None]
    if not known or len(known) > _MOST or None in known:
        return None
    for one in [*needed] if len(needed) > 1 else ():
        others = Context((*claim.context.hypotheses, *(other for other in needed if other != one)))
        if not one.variables and holds(Condition(one.left, f"{one.relation.value} 0", Scope(others))):
            needed.remove(one)  # it follows from the others
    return replace(claim, context=Context((*claim.context.hypotheses, *needed)))


def with_positive_names(claim: Claim) -> Claim:
    """A claim in which the numbers that its sides need something of are positive, as are all members of families.

    A number of which they need that it is below 1, and not 1, lies between 0 and 1.

    >>> from qedtex.language import log, real
    >>> x, y = real("x"), real("y")
    >>> narrow = with_positive_names(Claim(log(1 + x), Relation.EQUAL, y))
    >>> [symbol.sort == POSITIVE for side in (narrow.left, narrow.right) for symbol in free(side)]
    [True, False]
    """
    try:
        lacking = [one for side in (claim.left, claim.right) for one in _lacking(side, claim.context)]
    except (QedtexError, RecursionError):
        return claim
    change: dict[Symbol, Term] = {}
    for symbol in {symbol for one in lacking for symbol in free(one.value)}:
        if symbol.sort in (REAL, POSITIVE) and any(_is_complement(one.value, symbol) for one in lacking):
            change[symbol] = replace(symbol, sort=UNIT_OPEN)
        elif symbol.sort == REAL:
            change[symbol] = replace(symbol, sort=POSITIVE)
        elif isinstance(symbol.sort, Family) and symbol.sort.element == REAL:
            change[symbol] = replace(symbol, sort=replace(symbol.sort, element=POSITIVE))
    between = {symbol: to for symbol, to in change.items() if isinstance(to, Symbol) and to.sort == UNIT_OPEN}
    if between and between != change:
        narrow = _put(claim, between)
        if not any(_lacking(side, narrow.context) for side in (narrow.left, narrow.right)):
            return narrow
    return _put(claim, change) if change else claim


def _put(claim: Claim, change: Mapping[Symbol, Term]) -> Claim:
    """A claim with other names for some, or the same of another sort."""
    known = [
        replace(one, left=substitute(one.left, change), right=substitute(one.right, change))
        for one in claim.context.hypotheses
    ]
    left, right = (substitute(with_sorts(side, change), change) for side in (claim.left, claim.right))
    return replace(claim, left=left, right=right, context=Context(tuple(known)))


def with_sorts(side: Term, change: Mapping[Symbol, Term]) -> Term:
    """A side in which what is differentiated by, or varied, has the sort that its name is given."""
    side = side.with_children(tuple(with_sorts(child, change) for child in side.children))
    if isinstance(side, (Derivative, Argmax, Argmin)):
        named = side.at if isinstance(side, Derivative) else side.variable
        other = change.get(named) if isinstance(named, Symbol) and named.sort == side.variable.sort else None
        if isinstance(named, Symbol) and isinstance(other, Symbol):
            return rename_bound(side, side.variable, replace(side.variable, sort=other.sort))
    return side


def _is_complement(value: Term, symbol: Symbol) -> bool:
    """Whether a value is 1 less a name, as for a probability."""
    return value in (1 - symbol, Add((term(1), Neg(symbol))), Add((Neg(symbol), term(1))))


def is_told(claim: Claim) -> bool:
    """Whether a reader is warned of what is needed: of signs of numbers, not of divisors and of ranges of indices."""
    said = [one for one in claim.context.hypotheses if one.name.startswith("domain ")]
    return any(
        one.relation is not Relation.UNEQUAL and not all(isinstance(s.sort, Integer) for s in free(one.left))
        for one in said
    )


def made_positive(narrow: Claim, claim: Claim) -> str:
    """The names that are positive, or between 0 and 1, in a claim and not in the other, in words."""
    changed = _names(narrow) - _names(claim)
    between = sorted(str(symbol) for symbol in changed if symbol.sort == UNIT_OPEN)
    positive = sorted(str(symbol) for symbol in changed if symbol.sort != UNIT_OPEN)
    said = [f"{' and '.join(between)} {'lies' if len(between) == 1 else 'lie'} between 0 and 1"] if between else []
    if positive:
        said.append(f"{' and '.join(positive)} {'is' if len(positive) == 1 else 'are'} positive")
    return " and ".join(said)


def _names(claim: Claim) -> set[Symbol]:
    """The names of a claim, those that are varied included."""
    sides = (claim.left, claim.right)
    return {symbol for side in sides for symbol in free(side)} | {
        node.variable for side in sides for node in side.walk() if isinstance(node, (Argmax, Argmin))
    }


def supposed_of(supposed: Claim, claim: Claim) -> frozenset[str]:
    """The names of which a claim on its domain, or with positive names, supposes more than the claim itself."""
    said = [one.left for one in supposed.context.hypotheses if one.name.startswith("domain ")]
    changed = _names(supposed) - _names(claim)
    return frozenset(symbol.name for symbol in (*changed, *(name for left in said for name in free(left))))


def is_of_plain_numbers(claim: Claim) -> bool:
    """Whether what the sides of a claim need is about numbers alone, and not about what a name may stand for."""
    lacking = [one for side in (claim.left, claim.right) for one in _lacking(side, claim.context)]
    return all(isinstance(node, _PLAIN) for one in lacking for node in one.value.walk())


def domain_told(claim: Claim) -> str:
    """What is needed of a claim on its domain, in words."""
    said = [one for one in claim.context.hypotheses if one.name.startswith("domain ")]
    return " and ".join(f"{one.left} {one.relation.value} {one.right}" for one in said)


def _lacking(side: Term, context: Context) -> list[Condition]:
    """What a side needs, and nothing known says."""
    return [one for one in requirements(side, Scope(context)) if not holds(one)]


def _hypothesis(condition: Condition) -> Hypothesis | None:
    """A condition as a hypothesis; one on what is bound only where it is about each member of a family."""
    relation = _NEEDED.get(condition.needed)
    if relation is None:
        return None
    bound = free(condition.value) & condition.scope.bound
    if not bound:
        return Hypothesis("domain", condition.value, relation, term(0))
    match condition.value:
        case Index(Symbol(_, Family(_, lower, upper)) as family, at, raised) if bound == {at} and isinstance(
            at, Symbol
        ):
            every = Symbol(at.name, Integer(lower, upper))
            return Hypothesis("domain", Index(family, every, raised), relation, term(0), (every,))
        case _:
            return None

"""Stating: when a term or a claim makes sense in a context, and what kind of thing a term stands for."""

from __future__ import annotations

from functools import lru_cache

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.conditions import Condition, holds, require_number
from qedtex.context import Context, Relation, Scope, shadows
from qedtex.definedness import requirements
from qedtex.errors import StepRefused
from qedtex.shape import check_shape
from qedtex.sorts import Extrema, Family, Integer
from qedtex.terms import (
    Apply,
    Argmax,
    Argmin,
    Comparison,
    Const,
    Distribution,
    Every,
    FiniteSet,
    Function,
    Law,
    Limit,
    Neg,
    Symbol,
    Term,
)


def require_sense(term: Term, context: Context) -> tuple[Condition, ...]:
    """The conditions under which a stated term makes sense, all discharged; raises `StepRefused` (QT405) otherwise."""
    check_shape(term)  # before what is known of equal terms: 2.0 equals 2
    return _sense(term, context)


@lru_cache(maxsize=4096)
def _sense(term: Term, context: Context) -> tuple[Condition, ...]:
    captured = shadows(term, frozenset())
    if captured is not None:
        raise StepRefused("QT402", f"{captured} is bound twice in {term}", help="give the inner one another name")
    needed = requirements(term, Scope(context))
    if not (is_set(term) or is_proposition(term) or is_extended(term)):
        require_number(term)
    for condition in needed:
        if not holds(condition):
            raise StepRefused(
                "QT405",
                f"{term} makes sense only if {condition}, and nothing known says so",
                help=way_to_know(condition),
            )
    return needed


def way_to_know(condition: Condition) -> str:
    """How a reader can make a missing fact known."""
    loose = sorted(
        symbol.name for symbol in free(condition.value) - condition.scope.bound if symbol.sort == Integer(None, None)
    )
    if loose:
        return f"{', '.join(loose)} is an index that no sum or product binds here"
    relation = condition.needed.removesuffix(" 0")
    code = f'given=[known("name", {condition.value}, 0, relation="{relation}")]'
    return f"declare the symbols so that it follows, as with positive(...), or take it for granted: {code}"


def is_set(term: Term) -> bool:
    """Whether a term stands for a set of points rather than for a number."""
    return isinstance(term, (Argmax, Argmin, FiniteSet)) or (
        isinstance(term, Symbol) and isinstance(term.sort, Extrema)
    )


def is_proposition(term: Term) -> bool:
    """Whether a term is true or false rather than a number."""
    return isinstance(term, (Comparison, Every))


def is_infinite(term: Term) -> bool:
    """Whether a term is infinity itself, with either sign."""
    return term in (Const("oo"), Neg(Const("oo")))


def is_extended(term: Term) -> bool:
    """Whether a term may be infinite: a limit, or infinity itself."""
    return isinstance(term, Limit) or is_infinite(term)


def check_kinds(claim: Claim) -> None:
    """Sets are only ever equal, propositions equivalent, and only numbers are compared in size."""
    left, relation, right = claim.left, claim.relation, claim.right
    if is_set(left) != is_set(right) or (is_set(left) and relation is not Relation.EQUAL):
        raise StepRefused("QT409", f"{claim} compares a set with a number")
    if not is_proposition(left) == is_proposition(right) == (relation is Relation.IFF):
        raise StepRefused("QT409", f"{claim}: an equivalence stands between propositions, and nothing else does")
    if is_infinite(left) or (is_infinite(right) and not isinstance(left, Limit)):
        raise StepRefused("QT112", f"{claim}: infinity is not a number; only a limit is ever infinite")
    if (is_extended(left) or is_extended(right)) and relation is not Relation.EQUAL:
        raise StepRefused("QT409", f"{claim}: a limit is only ever said to be equal to something")


def check_names(claim: Claim) -> None:
    """No two free symbols of a claim look alike, and no two laws."""
    sides = [claim.left, claim.right]
    everything = free(claim.left) | free(claim.right)
    for hypothesis in claim.context.hypotheses:
        everything |= hypothesis.open_symbols
        sides += [hypothesis.left, hypothesis.right]
    seen: dict[tuple[str, bool], Symbol] = {}
    for symbol in everything:
        key = (symbol.name, isinstance(symbol.sort, Family))
        if seen.setdefault(key, symbol) != symbol:
            raise StepRefused("QT406", f"two different symbols are called {symbol}", help="rename one of them")
    named: dict[str, Law | Function] = {}
    for node in (node for side in sides for node in side.walk() if isinstance(node, (Distribution, Apply))):
        thing = node.law if isinstance(node, Distribution) else node.function
        if named.setdefault(thing.name, thing) != thing:
            raise StepRefused("QT406", f"two different laws or functions are called {thing.name}", help="rename one")

"""Weakening: a claim without conventions that the text denies, and what is then left of the verdict on it.

Each convention that is denied leaves a claim that says more: a number ranges over more values, a law p that need not
sum to 1 is c p for any c > 0, sums over a variable that need not be discrete are weighed by the width w of its cells.
What is proved stays so only where that claim is proved too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qedtex.binding import free, substitute
from qedtex.claims import Claim
from qedtex.context import Context
from qedtex.errors import QedtexError
from qedtex.notes.prose.contraries import Contrary, Convention
from qedtex.notes.reading.admitted import widened
from qedtex.notes.verdicts.bases import with_base
from qedtex.notes.verdicts.scaling import Scaling, spaces_of
from qedtex.sorts import REAL, Enumerated, Family, Integer, Labels, Real
from qedtex.terms import (
    Apply,
    Const,
    CrossEntropy,
    Distribution,
    Entropy,
    Function,
    Num,
    Pow,
    Sigmoid,
    Symbol,
    Term,
    VariableEntropy,
)

_ENTROPIES = frozenset({"H", "h"})


def weakened(claim: Claim, said: Sequence[Contrary]) -> Claim | None:
    """The claim without the conventions that are denied; `None` where no term says what is left of it.

    What bears on nothing in the claim leaves it as it is.
    """
    made: Claim | None = claim
    try:
        for one in said:
            made = _without(made, one) if made is not None else None
    except (QedtexError, RecursionError):
        return None
    return made


def _without(claim: Claim, said: Contrary) -> Claim | None:
    match said.convention:
        case Convention.VALUES:
            return _with_values(claim, said)
        case Convention.SUPPORT:
            return _changed(claim, lambda node: _with_zeros(node, said))
        case Convention.UNSIGNED:
            nodes = (node for side in _sides(claim) for node in side.walk())
            laws = (node.law for node in nodes if isinstance(node, Distribution))
            return None if any(_is_named(law.name, said) for law in laws) else claim
        case Convention.SUM:
            return Scaling(laws=said.names).of(claim)
        case Convention.DISCRETE:
            every = not said.names or bool(said.names & _ENTROPIES)
            return Scaling(spaces=spaces_of(claim, None if every else said.names)).of(claim)
        case Convention.FINITE:
            sized = any(isinstance(space, (Enumerated, Labels)) for space in spaces_of(claim, None))
            return None if sized else claim
        case Convention.BASE:
            [base] = said.values
            return with_base(claim, int(base))
        case Convention.SMOOTH:
            return _changed(claim, lambda node: _rough(node, said))
        case Convention.INDEPENDENCE:
            return _without_independence(claim, said)
        case _:
            return _with_another_meaning(claim, said)


def _with_values(claim: Claim, said: Contrary) -> Claim:
    """The claim with numbers that may have more values."""
    symbols = {symbol for side in _sides(claim) for symbol in free(side) if _is_named(symbol.name, said)}
    wider: dict[Symbol, Term] = {}
    for symbol in symbols:
        sort = symbol.sort
        element = sort.element if isinstance(sort, Family) else sort
        if isinstance(element, (Real, Integer)):
            new = widened(element, said.values, inferred=False)
            wider[symbol] = replace(symbol, sort=replace(sort, element=new) if isinstance(sort, Family) else new)
    kept = [one for one in claim.context.hypotheses if 0 not in said.values or one.name not in map(_nonzero, symbols)]
    known = [replace(one, left=substitute(one.left, wider), right=substitute(one.right, wider)) for one in kept]
    sides = substitute(claim.left, wider), substitute(claim.right, wider)
    return Claim(sides[0], claim.relation, sides[1], Context(tuple(known)))


def _nonzero(symbol: Symbol) -> str:
    """What the hypothesis is called that a number is not 0, which a formula is read with where it divides by it."""
    return f"{symbol} is not 0"


def _with_zeros(node: Term, said: Contrary) -> Term:
    if isinstance(node, Distribution) and _is_named(node.law.name, said):
        return replace(node, law=replace(node.law, positive=False))
    return node


def _rough(node: Term, said: Contrary) -> Term:
    if isinstance(node, Apply) and node.function.name in said.names:
        return replace(node, function=replace(node.function, differentiable=False))
    return node


def _without_independence(claim: Claim, said: Contrary) -> Claim:
    letters = {name.upper() for name in said.names}
    kept = []
    for one in claim.context.hypotheses:
        own = {symbol.name.upper() for side in (one.left, one.right) for symbol in free(side)}
        own |= {symbol.name.upper() for symbol in one.variables}
        if one.kind != "independence" or (letters and not letters & own):
            kept.append(one)
    return replace(claim, context=Context(tuple(kept)))


def _with_another_meaning(claim: Claim, said: Contrary) -> Claim | None:
    """The claim with a number or a function of which nothing is known in the place of the usual one."""
    if said.whole:
        return None
    nodes = [node for side in _sides(claim) for node in side.walk()]
    if said.names & _ENTROPIES and any(isinstance(n, (Entropy, CrossEntropy, VariableEntropy)) for n in nodes):
        return None

    def change(node: Term) -> Term:
        if isinstance(node, Pow) and node.base == Const("e") and not isinstance(node.exponent, Num):
            return node.with_children((node.base, change(node.exponent)))
        node = node.with_children(tuple(map(change, node.children)))
        if isinstance(node, Const) and {"e": "e", "pi": "\\pi"}.get(node.name) in said.names:
            return Symbol(node.name if node.name == "e" else "\\pi", REAL)
        if isinstance(node, Sigmoid) and "\\sigma" in said.names:
            return Apply(Function("\\sigma", REAL, differentiable=True), node.of)
        return node

    return replace(claim, left=change(claim.left), right=change(claim.right))


def _changed(claim: Claim, change: Callable[[Term], Term]) -> Claim:
    """The claim with its nodes changed, and those of its hypotheses."""

    def over(node: Term) -> Term:
        return change(node.with_children(tuple(map(over, node.children))))

    known = [replace(one, left=over(one.left), right=over(one.right)) for one in claim.context.hypotheses]
    return Claim(over(claim.left), claim.relation, over(claim.right), Context(tuple(known)))


def _is_named(name: str, said: Contrary) -> bool:
    return name in said.names or name.partition("_")[0] in said.names


def _sides(claim: Claim) -> list[Term]:
    known = claim.context.hypotheses
    return [claim.left, claim.right, *(side for one in known for side in (one.left, one.right))]

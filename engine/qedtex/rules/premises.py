"""What the rules of calculus ask of the theorems that they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.inference import Arguments, Refused
from qedtex.kernel import Named, is_theorem
from qedtex.terms import Symbol, Term


@dataclass(frozen=True, slots=True)
class Premise:
    """A theorem about every value of one symbol, apart from the hypotheses that speak of that symbol."""

    claim: Claim
    symbol: Symbol
    about: tuple[Hypothesis, ...]
    """The hypotheses that speak of the symbol."""
    context: Context
    """The other hypotheses."""


def premises(arguments: Arguments) -> tuple[Named, ...]:
    """The theorems among the arguments of a rule; raises `Refused` for an object that only looks like one."""
    named = tuple(argument for argument in arguments if not isinstance(argument, Term))
    for argument in named:
        if type(argument) is not Named or not is_theorem(argument.theorem):
            raise Refused(f"{getattr(argument, 'name', argument)} is not a theorem of the kernel")
    return named  # type: ignore[return-value] # each was looked at


def premise(theorem: Named, symbol: Term, scope: Scope) -> Premise:
    """A theorem as one about every value of a symbol; its other hypotheses are known here and nothing is captured."""
    if not isinstance(symbol, Symbol):
        raise Refused(f"{symbol} is not a symbol, so {theorem.name} is not about every value of it")
    claim = theorem.theorem.claim
    about = tuple(known for known in claim.context.hypotheses if symbol in known.open_symbols)
    others = tuple(known for known in claim.context.hypotheses if symbol not in known.open_symbols)
    missing = [known.name for known in others if known not in scope.context.hypotheses]
    if missing:
        raise Refused(f"{theorem.name} stands on the hypothesis {missing[0]!r}, which is not known here")
    everything = (free(claim.left) | free(claim.right)).union(
        *(known.open_symbols for known in claim.context.hypotheses)
    )
    if (everything - {symbol}) & scope.bound:
        raise Refused(f"{theorem.name} speaks of a symbol that is bound here")
    sizes = {size for other in everything - {symbol} for inside in other.sort.terms() for size in free(inside)}
    if symbol in sizes:
        raise Refused(f"{symbol} fixes the size of something in {theorem.name}")
    return Premise(claim, symbol, about, Context(others))


def possible(theorem: Named, symbols: Iterable[Symbol], scope: Scope) -> Iterator[Premise]:
    """A theorem as one about every value of one of these symbols, in each way; raises `Refused` if there is none."""
    refusals: list[Refused] = []
    found = False
    for symbol in sorted(symbols, key=str):
        try:
            given = premise(theorem, symbol, scope)
        except Refused as refusal:
            refusals.append(refusal)
            continue
        found = True
        yield given
    if refusals and not found:
        raise refusals[0]


def stated(known: Hypothesis, left: Term, relation: Relation) -> Term | None:
    """The right side of a hypothesis without variables that has this left side and relation, either way round."""
    if known.variables:
        return None
    if known.relation is relation and known.left == left:
        return known.right
    if known.relation is relation.reverse and known.right == left:
        return known.left
    return None

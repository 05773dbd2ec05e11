"""The rule of citation: a theorem that was proved is used, with other symbols and laws in place of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qedtex.binding import free, match, mentioned, places, sort_with, substitute
from qedtex.conditions import membership
from qedtex.context import Relation, Scope
from qedtex.kernel import Arguments, Basis, Named, Outcome, Refused, is_theorem, rule
from qedtex.terms import Distribution, Law, Symbol, Term, is_enumeration, role_of


@rule("by", "由")
def cite(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """An instance of the left side of a proved equation is replaced by the same instance of its right side.

        a = b is proved for every value of its free symbols and every law
        -----------------------------------------------------------------
                                  a' = b'

    Fails unless the kernel made the theorem, it is an equation, its hypotheses are among those here, the symbols go
    to values within their sorts, and the laws to laws over the same space with at least their support.

    >>> from qedtex.kernel import Named
    >>> from qedtex.language import real
    >>> from qedtex.rules.examples import shows
    >>> shows(cite(Named("x.y", object())), real("a"), real("b"))
    'cite refuses: x.y is not a theorem of the kernel'

    Source: instantiation of a universally quantified statement.
    """
    for argument in arguments:
        if type(argument) is not Named:
            raise Refused("what is cited is not a derivation")
        if not is_theorem(argument.theorem):
            raise Refused(f"{argument.name} is not a theorem of the kernel")
        claim = argument.theorem.claim
        if claim.relation is not Relation.EQUAL:
            raise Refused(f"{argument.name} is not an equation")
        missing = [known for known in claim.context.hypotheses if known not in scope.context.hypotheses]
        if missing or any(known.open_symbols & scope.bound for known in claim.context.hypotheses):
            raise Refused(f"{argument.name} stands on the hypothesis {missing[0].name!r}" if missing else "captured")
        for pattern, result in ((claim.left, claim.right), (claim.right, claim.left)):
            yield from _instances(pattern, result, before, bool(claim.context.hypotheses), scope)


def _instances(pattern: Term, result: Term, before: Term, rigid: bool, scope: Scope) -> Iterator[Outcome]:
    """The instance of `result` where `before` is an instance of `pattern`; a rigid theorem is used as it stands."""
    laws = _laws(pattern, before)
    if laws is None or (rigid and any(old != new for old, new in laws.items())):
        return
    change = _law_change(laws)
    pattern, result = change(pattern), change(result)
    variables = frozenset() if rigid else frozenset(s for s in free(pattern) if not _is_fixed(s, pattern))
    if ((free(pattern) | free(result)) - variables) & scope.bound:
        return
    found = match(pattern, before, variables)
    if found is None or not free(result) <= free(pattern) or any(variable not in found for variable in variables):
        return
    roles = [value for variable, value in found.items() if role_of(variable) is not None]
    if len(set(roles)) < len(roles):
        return  # two random variables would become one
    bases: list[Basis] = []
    for variable, value in found.items():
        bases.extend(membership(value, sort_with(variable.sort, found), scope))
    yield substitute(result, found), tuple(bases)


def _is_fixed(symbol: Symbol, pattern: Term) -> bool:
    """Whether a symbol must stay as it is: it sizes a space or family, enumerates a space, or is a law's sample."""
    if is_enumeration(symbol):
        return True
    return any(symbol in free(inside) for _, node in places(pattern) for inside in mentioned(node))


def _laws(pattern: Term, before: Term) -> dict[Law, Law] | None:
    """Which law stands for which, read off the places of the two terms; `None` where that is not a function."""
    found: dict[Law, Law] = {}

    def pair(one: Term, other: Term) -> bool:
        if isinstance(one, Distribution) and isinstance(other, Distribution):
            old, new = one.law, other.law
            fits = old.space == new.space and old.sample == new.sample and (new.positive or not old.positive)
            if not fits or found.setdefault(old, new) != new:
                return False
        if len(one.children) != len(other.children):
            return True  # left to the match of the whole
        return all(pair(a, b) for a, b in zip(one.children, other.children, strict=True))

    return found if pair(pattern, before) else None


def _law_change(laws: dict[Law, Law]) -> Callable[[Term], Term]:
    def change(term: Term) -> Term:
        if isinstance(term, Distribution) and term.law in laws:
            term = Distribution(laws[term.law], term.given, term.parameters)
        return term.with_children(tuple(change(child) for child in term.children))

    return change

"""The rule of citation: a theorem that was proved is used, with other symbols and laws in place of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from qedtex.binding import free, match, mentioned, places, sort_with, substitute
from qedtex.conditions import membership, nonnegative, nonzero, positive
from qedtex.context import Hypothesis, Relation, Scope
from qedtex.definedness import requirements
from qedtex.inference import Arguments, Basis, Outcome, Refused, rule
from qedtex.kernel import Named, is_theorem
from qedtex.order import ORDERED, difference
from qedtex.rules.spaces import spaces_of
from qedtex.terms import Distribution, Law, Symbol, Term, is_enumeration, role_of


@rule("by", "由")
def cite(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """An instance of one side of a proved claim is replaced by the same instance of its other side.

        a = b is proved for every value of its free symbols and every law
        -----------------------------------------------------------------
                                  a' = b'

    Inequalities are used alike, and the step is then one of that relation; an equivalence of propositions is used as an
    equation of them. Fails unless the kernel made the theorem, the symbols go to values within their sorts, sizes and
    enumerated outcomes to others throughout, the laws to laws over the same space with at least their support, and each
    of its hypotheses, with those values in, is among the hypotheses here or an inequality without variables that
    follows from what is known.

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
        relation = Relation.EQUAL if claim.relation is Relation.IFF else claim.relation
        said = () if relation is Relation.EQUAL else (relation,)
        turned = () if relation is Relation.EQUAL else (relation.reverse,)
        yield from _instances(claim.left, claim.right, before, claim.context.hypotheses, scope, said)
        if relation not in (Relation.TENDS, Relation.ABOUT):
            yield from _instances(claim.right, claim.left, before, claim.context.hypotheses, scope, turned)


def _instances(
    pattern: Term,
    result: Term,
    before: Term,
    hypotheses: tuple[Hypothesis, ...],
    scope: Scope,
    said: tuple[Relation, ...],
) -> Iterator[Outcome]:
    """The instance of `result` where `before` is an instance of `pattern`."""
    if type(pattern) is not type(before) and not isinstance(pattern, Symbol):
        return
    spaces = spaces_of(pattern, before)
    if spaces is None:
        return
    sized = [
        condition
        for size, value in spaces.sizes.items()
        for condition in membership(value, sort_with(size.sort, spaces.sizes), scope)
    ]
    pattern, result = spaces.applied(pattern), spaces.applied(result)
    laws = _laws(pattern, before)
    if laws is None:
        return
    change = _law_change(laws)
    pattern, result = change(pattern), change(result)
    stated = [
        replace(known, left=change(spaces.applied(known.left)), right=change(spaces.applied(known.right)))
        for known in hypotheses
    ]
    spoken_of = frozenset().union(*(known.open_symbols for known in stated)) if stated else frozenset()
    variables = frozenset(s for s in free(pattern) if not _is_fixed(s, pattern))
    if ((free(pattern) | free(result) | spoken_of) - variables) & scope.bound:
        return
    found = match(pattern, before, variables)
    if found is None or not free(result) <= free(pattern) or any(variable not in found for variable in variables):
        return
    roles = {variable: value for variable, value in found.items() if role_of(variable) is not None}
    if len(set(roles.values())) < len(roles) or _merged(roles):
        return  # two random variables would become one
    if Relation.TENDS in said and any(value != variable for variable, value in found.items()):
        return  # a limit binds an index that it does not name
    bases: list[Basis] = [*said, *sized]
    for original, known in zip(hypotheses, stated, strict=True):
        instance = _instance(known, found)
        if original.variables and instance != original:
            raise Refused(f"the hypothesis {original.name!r} is about every value, and is used as it stands only")
        bases.extend(_discharged(instance, scope))
    for variable, value in found.items():
        bases.extend(membership(value, sort_with(variable.sort, found), scope))
    yield substitute(result, found), tuple(bases)


def _merged(values: Mapping[Symbol, Term]) -> bool:
    """Whether two random variables that were different become the same one."""
    pairs = [(role_of(variable), role_of(value)) for variable, value in values.items()]
    return any(a != c and b == d for k, (a, b) in enumerate(pairs) for c, d in pairs[k + 1 :])


def _instance(known: Hypothesis, found: Mapping[Symbol, Term]) -> Hypothesis:
    """A hypothesis of what is cited, with the values in; its own variables are bound in it."""
    values = {symbol: value for symbol, value in found.items() if symbol not in known.variables}
    incoming = frozenset().union(*(free(value) for value in values.values())) if values else frozenset()
    if known.open_symbols & values.keys() and {s.name for s in known.variables} & {s.name for s in incoming}:
        raise Refused(f"a value has the name of a variable of the hypothesis {known.name!r}")
    return replace(known, left=substitute(known.left, values), right=substitute(known.right, values))


def _discharged(known: Hypothesis, scope: Scope) -> Iterator[Basis]:
    """What shows an instance of a hypothesis here: the same hypothesis, or an inequality that can be checked."""
    same = next((other for other in scope.context.hypotheses if _states_the_same(known, other)), None)
    if same is not None and not known.open_symbols & scope.bound:
        yield same
        return
    if known.variables or known.relation not in (*ORDERED, Relation.UNEQUAL):
        raise Refused(f"what is cited stands on the hypothesis {known.name!r}")
    yield from requirements(known.left, scope)
    yield from requirements(known.right, scope)
    if known.relation is Relation.UNEQUAL:
        yield nonzero(known.left - known.right, scope)
    else:
        value, strict = difference(known.left, known.relation, known.right)
        yield positive(value, scope) if strict else nonnegative(value, scope)


def _states_the_same(one: Hypothesis, other: Hypothesis) -> bool:
    return (one.left, one.relation, one.right, one.variables) == (
        other.left,
        other.relation,
        other.right,
        other.variables,
    )


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

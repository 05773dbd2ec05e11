"""Search for steps that are no equations: one or two inequalities applied inside, with equations around them.

Untrusted: whatever is found here is checked link by link by the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from qedtex.binding import free, places, put, rename_bound
from qedtex.claims import Claim
from qedtex.conditions import Condition, holds
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import RULES, Link, Refused, Rule, Use
from qedtex.kernel import check_link, joined
from qedtex.order import implies
from qedtex.rules import arithmetic, bound, cite, compare, rounded, substitute
from qedtex.search import Allowance, Found, Normalisers, find, merged
from qedtex.search.differing import differences
from qedtex.search.normal import Normaliser
from qedtex.terms import Abs, Index, Num, Symbol, Term

_AT_ONCE = ("compare", "bound", "rounded", "both_sides", "absolute_bound", "absolute_cases")
"""Rules that judge a pair of terms, and are tried on whole sides."""
_LEADS_ON = (
    *("cite", "substitute", "least_where_derivative_changes_sign", "constant_by_derivative", "unique_extremum"),
    *("limit_by_definition", "equality_case", "same_logarithm", "zero_sum", "instance", "circle_of_implications"),
    *("neither_is_greater", "absolute_of_sum"),
)
"""Rules that are applied once at one place of a side, or at all places."""
_ORDERS = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
_DEEPEST = 2
_MOST_STATES = 24


def found_for(claim: Claim, by: Sequence[Use] | None = None) -> Found | None:
    """The links that show a claim with the rules named, or with any; `None` when none were found. Raises nothing.

    >>> from qedtex.language import log, positive, probability, Sum
    >>> y, s = probability("y"), positive("s")
    >>> found_for(Claim(s * log(y), Relation.LESS, s * 0)) is not None
    True
    >>> found_for(Claim(s * log(y), Relation.GREATER, s * 0)) is None
    True
    """
    equations, once, at_once = _sorted(claim, by)
    known: Normalisers = {}
    if claim.relation not in (Relation.UNEQUAL, Relation.ABOUT, Relation.TENDS) and not _must_order(claim, by):
        found = find(claim.left, claim.right, claim.context, equations, Allowance(normalisers=known))
        if found is not None and implies(Relation.EQUAL, claim.relation):
            return found
    if claim.relation is Relation.EQUAL and (by is None or not once):
        return None
    if by is not None and len(by) == 1 and once:
        direct = _read_off(claim, once[0])
        if direct is not None:
            return direct
    if by is None and once:  # a hypothesis that states it is the better reason
        found = _Search(claim, equations, once, (), Allowance(normalisers=known)).run()
        if found is not None:
            return found
    return _Search(claim, equations, once, at_once, Allowance(normalisers=known)).run()


def _read_off(claim: Claim, use: Use) -> Found | None:
    """One application of a rule at the one part in which the sides differ, or at a part that holds it."""
    for path in reversed(list(differences(claim.left, claim.right))):
        for reverse in (False, True):
            link = Link(claim.left, claim.right, path, use, reverse)
            said = _relation(link, claim.context)
            if said is not None and implies(said, claim.relation):
                return Found((link,))
    return None


def is_equational(rule: Rule) -> bool:
    """Whether a rule is one that brings the sides of an equation to normal form."""
    return not rule.once and rule.name not in ("cite", "rename_index", *_AT_ONCE, *_LEADS_ON)


def _must_order(claim: Claim, by: Sequence[Use] | None) -> bool:
    """Whether the reasons name something that only applies to inequalities, so that it is not to be left out."""
    return by is not None and claim.relation is not Relation.EQUAL and any(use.rule.name in _AT_ONCE for use in by)


def _sorted(claim: Claim, by: Sequence[Use] | None) -> tuple[Sequence[Use] | None, tuple[Use, ...], tuple[Use, ...]]:
    """The rules of equations, those that are applied once, and those that judge whole sides."""
    if by is None:
        both = RULES.get("both_sides")
        tried = (Use(rounded), Use(bound), Use(compare), *((Use(both),) if both is not None else ()))
        names: tuple[str, ...] = ("same_logarithm", "zero_sum") if claim.relation is Relation.IFF else ()
        if any(isinstance(node, Abs) for side in (claim.left, claim.right) for node in side.walk()):
            names = ("absolute_of_sum",) if claim.relation in _ORDERS else names
            tried = (*tried, *(Use(rule) for rule in RULES if rule.name == "absolute_bound"))
        propositions = [Use(rule) for rule in RULES if rule.name in names]
        stated = [
            Use(substitute, (known.name,))
            for known in claim.context.hypotheses
            if known.relation is not Relation.EQUAL and not _is_range(known)
        ]
        return None, (*stated, *propositions), tried
    once = tuple(use for use in by if use.rule.name in _LEADS_ON)
    at_once = tuple(use for use in by if use.rule.name in _AT_ONCE)
    equations = [use for use in by if use.rule.name not in _AT_ONCE]
    equations = [use for use in equations if use.rule in (cite, substitute) or use.rule.name not in _LEADS_ON]
    return equations, once, at_once


def _is_range(known: Hypothesis) -> bool:
    """Whether a hypothesis says where a number lies, which comparing two sides takes in already."""
    sides = (known.left, known.right)
    return any(isinstance(side, Num) for side in sides) and any(isinstance(side, (Symbol, Index)) for side in sides)


@dataclass(frozen=True, slots=True)
class _State:
    """A term reached from one end of the claim, and the links that lead there from the left, or to the right."""

    term: Term
    links: tuple[Link, ...]
    relation: Relation


@dataclass(frozen=True, slots=True)
class _Search:
    """One claim, with the rules that may be used for it."""

    claim: Claim
    equations: Sequence[Use] | None
    once: tuple[Use, ...]
    at_once: tuple[Use, ...]
    allowance: Allowance

    def run(self) -> Found | None:
        """Go on from both ends by the rules that are used once, and join the two by equations or by one judgement."""
        claim = self.claim
        lefts = [_State(claim.left, (), Relation.EQUAL)]
        rights = [_State(claim.right, (), Relation.EQUAL)]
        newest, other = lefts, rights
        for depth in range(_DEEPEST + 1):
            for left in newest:
                for right in rights:
                    found = self._joined(left, right)
                    if found is not None:
                        return found
            for right in other if depth == 1 else ():
                found = self._joined(lefts[0], right)
                if found is not None:
                    return found
            if depth == _DEEPEST or not self.once:
                return None
            newest = self._further(newest, from_left=True)
            if depth == 0:
                other = self._further(rights, from_left=False)
                rights = [*rights, *other]
        return None

    def _joined(self, left: _State, right: _State) -> Found | None:
        around = joined(left.relation, right.relation)
        if around is None:
            return None
        context = self.claim.context
        if self.allowance.left > 0 and implies(around, self.claim.relation) and (left.links or right.links):
            if left.term == right.term:
                return Found((*left.links, *right.links))
            between = find(left.term, right.term, context, self.equations, self.allowance)
            if between is not None:
                links = between.links or (Link(left.term, right.term, (), Use(arithmetic)),)
                return Found((*left.links, *links, *right.links))
        for use in self.at_once:
            for written, end, before, after in self._ways(left.term, right.term):
                start = _aligned(written, end)
                renamed = (Link(written, start, (), Use(arithmetic)),) if start != written else ()
                for path in reversed(list(differences(start, end))):
                    link = Link(start, end, path, use)
                    said = _relation(link, context)
                    if said is None:
                        continue
                    whole = joined(left.relation, said)
                    if right.links or after:  # what is about a decimal is not about anything that equals it
                        whole = joined(whole, right.relation) if whole is not None else None
                    if whole is not None and implies(whole, self.claim.relation):
                        return Found((*left.links, *before, *renamed, link, *after, *right.links))
        return None

    def _ways(self, left: Term, right: Term) -> Iterator[tuple[Term, Term, tuple[Link, ...], tuple[Link, ...]]]:
        """The two terms as they are, and in normal form."""
        yield left, right, (), ()
        scope, normaliser = Scope(self.claim.context), self._normaliser()
        try:
            one, forth = normaliser.run(left, scope)
            other, back = normaliser.run(right, scope)
        except QedtexError:
            return
        turned = tuple(link.turned() for link in reversed(back))
        if forth:
            yield one, right, forth, ()
        if back:
            yield left, other, (), turned
        if forth and back:
            yield one, other, forth, turned

    def _normaliser(self) -> Normaliser:
        equations = self.equations if self.equations is not None else _every_equation()
        usual = {name: use for name, use in merged(equations).items() if use.rule is not cite and not use.rule.once}
        return self.allowance.normaliser(usual)

    def _further(self, states: list[_State], *, from_left: bool) -> list[_State]:
        found: dict[Term, _State] = {}
        for state in states:
            for start in self._starts(state, from_left=from_left):
                for links in self._applications(start.term):
                    chain = links if from_left else tuple(link.turned() for link in reversed(links))
                    relation: Relation | None = Relation.EQUAL
                    for link in chain:
                        said = _relation(link, self.claim.context)
                        relation = joined(relation, said) if said is not None and relation is not None else None
                    end = links[-1].after
                    if relation is None or end in found:
                        continue
                    ordered = (start.relation, relation) if from_left else (relation, start.relation)
                    whole = joined(*ordered)
                    if whole is None:
                        continue
                    all_links = (*start.links, *chain) if from_left else (*chain, *start.links)
                    found[end] = _State(end, all_links, whole)
                    if len(found) >= _MOST_STATES:
                        return list(found.values())
        return list(found.values())

    def _starts(self, state: _State, *, from_left: bool) -> Iterator[_State]:
        """A state, and the same with its term in normal form."""
        yield state
        try:
            normal, links = self._normaliser().run(state.term, Scope(self.claim.context))
        except QedtexError:
            return
        if links:
            turned = tuple(link.turned() for link in reversed(links))
            chain = (*state.links, *links) if from_left else (*turned, *state.links)
            yield _State(normal, chain, state.relation)

    def _applications(self, whole: Term) -> Iterator[tuple[Link, ...]]:
        """Each way to apply one rule: at one place, and at all places where it applies."""
        context = self.claim.context
        for use in self.once:
            everywhere: list[Link] = []
            current = whole
            for path, inner in places(whole):
                for number, after in enumerate(_results(use, inner, Scope(context).along(whole, path))):
                    yield (Link(whole, put(whole, path, after), path, use),)
                    if number == 0 and _stands(current, path, inner):
                        changed = put(current, path, after)
                        everywhere.append(Link(current, changed, path, use))
                        current = changed
            if len(everywhere) > 1:
                yield tuple(everywhere)


@cache
def _every_equation() -> tuple[Use, ...]:
    return tuple(Use(rule) for rule in RULES if is_equational(rule))


def _aligned(one: Term, other: Term) -> Term:
    """The first term with the bound names of the second, as far down as they have the same shape."""
    if type(one) is not type(other) or len(one.children) != len(other.children) or one == other:
        return one
    if one.bound and len(one.variables) == len(other.variables) == 1:
        (old,), (new,) = one.variables, other.variables
        if old != new and old.sort == new.sort and new not in free(one):
            one = rename_bound(one, old, new)
    pairs = zip(one.children, other.children, strict=True)
    return one.with_children(tuple(_aligned(*pair) for pair in pairs)) if one.children else one


def _stands(whole: Term, path: Sequence[int], inner: Term) -> bool:
    try:
        for step in path:
            whole = whole.children[step]
    except IndexError:
        return False
    return whole is inner


def _results(use: Use, inner: Term, scope: Scope) -> Iterator[Term]:
    try:
        for after, bases in use.rule.forward(inner, scope, use.arguments):
            if all(holds(basis) for basis in bases if isinstance(basis, Condition)):
                yield after
    except (Refused, QedtexError):
        return


def _relation(link: Link, context: Context) -> Relation | None:
    """What a link shows, or `None` where the kernel refuses it."""
    try:
        return check_link(link, context).relation
    except (QedtexError, RecursionError):
        return None

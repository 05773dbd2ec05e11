"""Sizes and enumerated spaces of a cited theorem: it holds for every number of outcomes, under every name of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from qedtex.binding import free, fresh, mentioned, substitute
from qedtex.inference import Refused
from qedtex.sorts import Alphabet, Enumerated, Family, Integer, Labels, Outcome, Sort, Space
from qedtex.terms import (
    Distribution,
    Event,
    Every,
    Expectation,
    Index,
    Law,
    Over,
    ProductOver,
    Range,
    SumOver,
    Symbol,
    Term,
    is_enumeration,
    term,
)


@dataclass(frozen=True, slots=True)
class Spaces:
    """What the sizes of a theorem stand for, and the new names of its enumerated outcomes."""

    sizes: Mapping[Symbol, Term]
    names: Mapping[str, str]
    moved: Mapping[Enumerated, Space]
    """What enumerated spaces become: a set whose elements have no number, or the numbers themselves."""

    def applied(self, whole: Term) -> Term:
        """The term with other spaces, names and sizes put in; raises `Refused` where a space does not allow it."""
        for old, new in self.moved.items():
            whole = _Move(old, new).applied(whole)
        renamed = self._renamed(whole) if self.names else whole
        return substitute(renamed, self.sizes)

    def symbol(self, symbol: Symbol) -> Symbol:
        """A symbol that something is said for every value of, with the sort that it then has."""
        changed = self._symbol(symbol)
        sort = changed.sort.map_terms(lambda inner: substitute(inner, self.sizes))
        return Symbol(changed.name, sort)

    def _renamed(self, term: Term) -> Term:
        if isinstance(term, Symbol):
            return self._symbol(term)
        children = tuple(self._renamed(child) for child in term.children)
        match term:
            case Distribution(law, given, parameters):
                term = Distribution(self._law(law), given, parameters)
            case Over(space):
                term = Over(self._space(space))
            case _ if term.bound:
                (variable,) = term.variables
                term = replace(term, variable=self._symbol(variable))  # type: ignore[type-var]
            case _:
                pass
        return term.with_children(children)

    def _symbol(self, symbol: Symbol) -> Symbol:
        name = self.names.get(symbol.name, symbol.name) if is_enumeration(symbol) else symbol.name
        return Symbol(name, self._sort(symbol.sort))

    def _law(self, law: Law) -> Law:
        space = None if law.space is None else self._space(law.space)
        return replace(law, space=space, sample=None if law.sample is None else self._symbol(law.sample))

    def _space(self, space: Space) -> Space:
        return replace(space, name=self.names.get(space.name, space.name)) if isinstance(space, Enumerated) else space

    def _sort(self, sort: Sort) -> Sort:
        if isinstance(sort, Enumerated):
            return self._space(sort)
        changes = {
            entry.name: self._sort(value)
            for entry in fields(sort)
            if isinstance(value := getattr(sort, entry.name), Sort)
        }
        return replace(sort, **changes) if changes else sort


def spaces_of(pattern: Term, before: Term) -> Spaces | None:
    """The sizes and names read off the spaces of the laws at the same places; `None` where they do not agree.

    >>> from qedtex.language import Entropy, outcomes, pmf, positive_integer
    >>> n = positive_integer("n")
    >>> one, other = Entropy(pmf("p", outcomes("x", n))), Entropy(pmf("q", outcomes("z", 3)))
    >>> found = spaces_of(one, other)
    >>> {str(size): str(value) for size, value in found.sizes.items()}, dict(found.names)
    ({'n': '3'}, {'x': 'z'})
    """
    sizes: dict[Symbol, Term] = {}
    names: dict[str, str] = {}
    moved: dict[Enumerated, Space] = {}
    if not _paired(pattern, before, sizes, names, moved):
        return None
    if any(old.name in names for old in moved):
        return None
    if all(size == value for size, value in sizes.items()):
        sizes = {}
    names = {old: new for old, new in names.items() if old != new}
    if len(set(names.values())) < len(names) or set(names.values()) & _names(pattern):
        return None
    return Spaces(sizes, names, moved)


def _names(term: Term) -> set[str]:
    """The names that a term uses already, so that no two of its symbols become one."""
    found = {symbol.name for symbol in free(term)}
    for node in term.walk():
        found |= {variable.name for variable in node.variables}
        if isinstance(node, Distribution) and isinstance(node.law.space, Enumerated):
            found.add(node.law.space.name)
        found |= {symbol.name for inside in mentioned(node) for symbol in free(inside)}
    return found


def _paired(
    one: Term, other: Term, sizes: dict[Symbol, Term], names: dict[str, str], moved: dict[Enumerated, Space]
) -> bool:
    if isinstance(one, Distribution) and isinstance(other, Distribution):
        old, new = one.law.space, other.law.space
        if isinstance(old, Enumerated) and isinstance(new, (Alphabet, Labels)):
            if moved.setdefault(old, new) != new or not _is_of_any_size(old):
                return False  # what is true of two outcomes need not be true of a set of any number
            if isinstance(new, Labels) and not _sized(old.upper, _count(new), sizes):
                return False
        if isinstance(old, Enumerated) and isinstance(new, Enumerated):
            if names.setdefault(old.name, new.name) != new.name:
                return False
            if not _sized(old.lower, new.lower, sizes) or not _sized(old.upper, new.upper, sizes):
                return False
        if isinstance(old, Labels) and isinstance(new, Labels):
            return _sized(old.lower, new.lower, sizes) and _sized(old.upper, new.upper, sizes)
    if type(one) is not type(other) or len(one.children) != len(other.children):
        return True  # left to the match of the whole
    return all(_paired(a, b, sizes, names, moved) for a, b in zip(one.children, other.children, strict=True))


def _is_of_any_size(space: Enumerated) -> bool:
    """Whether the number of outcomes is a symbol for every positive integer."""
    return space.lower == term(1) and isinstance(space.upper, Symbol) and space.upper.sort == Integer(term(1), None)


def _count(space: Labels) -> Term:
    return space.upper if space.lower == term(1) else space.upper - space.lower + 1


def _sized(old: Term, new: Term, sizes: dict[Symbol, Term]) -> bool:
    """Whether an end of a range that is a size stands for one thing throughout."""
    is_size = isinstance(old, Symbol) and isinstance(old.sort, Integer)
    return not isinstance(old, Symbol) or not is_size or sizes.setdefault(old, new) == new


@dataclass(frozen=True, slots=True)
class _Move:
    """Puts another finite space in the place of an enumerated one, whose outcomes x_i occur only under sums over i."""

    old: Enumerated
    new: Space

    def applied(self, whole: Term) -> Term:
        """The term about the new space; raises `Refused` where it speaks of single outcomes of the old one."""
        if self.old.lower != term(1):
            raise Refused("the outcomes of what is cited are not numbered from 1")
        moved = self._changed(whole)
        family = Symbol(self.old.name, Family(Outcome(self.old), self.old.lower, self.old.upper))
        lost = {family} | (free(self.old.upper) if isinstance(self.new, Alphabet) else frozenset())
        everywhere = free(moved)
        if everywhere & lost:
            raise Refused(
                f"what is cited speaks of {', '.join(map(str, everywhere & lost))}, which has no counterpart here"
            )
        return moved

    def _changed(self, part: Term) -> Term:
        match part:
            case Symbol(name, Outcome(space)) if space == self.old:
                return Symbol(name, Outcome(self.new))
            case Distribution(law, given, parameters) if law.space == self.old and law.sample is None:
                part = Distribution(replace(law, space=self.new), given, parameters)
            case SumOver(domain, index, body) | ProductOver(domain, index, body) | Every(domain, index, body):
                if domain == Range(self.old.lower, self.old.upper) and _only_numbers(body, index, self.old):
                    return self._over(part, index, body)
            case Expectation(_, variable, _) if variable.sort == Outcome(self.old):
                part = replace(part, variable=Symbol(variable.name, Outcome(self.new)))
            case _:
                pass
        return part.with_children(tuple(map(self._changed, part.children)))

    def _over(self, binder: Term, index: Symbol, body: Term) -> Term:
        """A sum over all outcomes of the new space."""
        if isinstance(self.new, Labels):
            outcome: Term = Event(self.new.variable, index) if self.new.variable else index
            changed = self._changed(_outcome_for(body, index, self.old, outcome))
            return type(binder)(Range(self.new.lower, self.new.upper), index, changed)  # type: ignore[call-arg]
        drawn = fresh(Symbol(self.old.name, Outcome(self.new)), free(body) | set(_bound(body)))
        changed = self._changed(_outcome_for(body, index, self.old, drawn))
        return type(binder)(Over(self.new), drawn, changed)  # type: ignore[call-arg]


def _bound(body: Term) -> list[Symbol]:
    return [variable for node in body.walk() for variable in node.variables]


def _only_numbers(body: Term, index: Symbol, space: Enumerated) -> bool:
    """Whether an index does nothing in a body but number the outcomes of a space."""
    if isinstance(body, Index) and body.at == index:
        return is_enumeration(body.family) and body.family.sort == Family(Outcome(space), space.lower, space.upper)
    if body == index:
        return False
    return all(_only_numbers(child, index, space) for child in body.children) and not any(
        index in free(inside) for inside in mentioned(body)
    )


def _outcome_for(body: Term, index: Symbol, space: Enumerated, outcome: Term) -> Term:
    """The body with an outcome in the place of the one that the index numbers."""
    if isinstance(body, Index) and body.at == index:
        return outcome
    return body.with_children(tuple(_outcome_for(child, index, space, outcome) for child in body.children))

"""Sizes and enumerated spaces of a cited theorem: it holds for every number of outcomes, under every name of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from qedtex.binding import free, mentioned, substitute
from qedtex.sorts import Enumerated, Integer, Labels, Sort, Space
from qedtex.terms import Distribution, Law, Over, Symbol, Term, is_enumeration


@dataclass(frozen=True, slots=True)
class Spaces:
    """What the sizes of a theorem stand for, and the new names of its enumerated outcomes."""

    sizes: Mapping[Symbol, Term]
    names: Mapping[str, str]

    def applied(self, term: Term) -> Term:
        """The term with the names and then the sizes put in, in its symbols, laws and ranges."""
        renamed = self._renamed(term) if self.names else term
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
    if not _paired(pattern, before, sizes, names):
        return None
    sizes = {size: value for size, value in sizes.items() if size != value}
    names = {old: new for old, new in names.items() if old != new}
    if len(set(names.values())) < len(names) or set(names.values()) & _names(pattern):
        return None
    return Spaces(sizes, names)


def _names(term: Term) -> set[str]:
    """The names that a term uses already, so that no two of its symbols become one."""
    found = {symbol.name for symbol in free(term)}
    for node in term.walk():
        found |= {variable.name for variable in node.variables}
        if isinstance(node, Distribution) and isinstance(node.law.space, Enumerated):
            found.add(node.law.space.name)
        found |= {symbol.name for inside in mentioned(node) for symbol in free(inside)}
    return found


def _paired(one: Term, other: Term, sizes: dict[Symbol, Term], names: dict[str, str]) -> bool:
    if isinstance(one, Distribution) and isinstance(other, Distribution):
        old, new = one.law.space, other.law.space
        if type(old) is not type(new):
            return True  # left to the match of the whole
        if isinstance(old, Enumerated) and isinstance(new, Enumerated):
            if names.setdefault(old.name, new.name) != new.name:
                return False
            if not _sized(old.lower, new.lower, sizes) or not _sized(old.upper, new.upper, sizes):
                return False
        if isinstance(old, Labels) and isinstance(new, Labels):
            return _sized(old.lower, new.lower, sizes) and _sized(old.upper, new.upper, sizes)
    if type(one) is not type(other) or len(one.children) != len(other.children):
        return True
    return all(_paired(a, b, sizes, names) for a, b in zip(one.children, other.children, strict=True))


def _sized(old: Term, new: Term, sizes: dict[Symbol, Term]) -> bool:
    """Whether an end of a range that is a size stands for one thing throughout."""
    is_size = isinstance(old, Symbol) and isinstance(old.sort, Integer)
    return not isinstance(old, Symbol) or not is_size or sizes.setdefault(old, new) == new

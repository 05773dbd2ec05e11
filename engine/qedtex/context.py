"""Contexts: the hypotheses that a claim stands on, and the scope of the bound symbols at a place in a term."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from qedtex.binding import free, fresh, match
from qedtex.errors import IllFormed
from qedtex.sorts import Family, Integer, Labels
from qedtex.terms import Derivative, Distribution, Expectation, Range, is_enumeration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qedtex.terms import Symbol, Term


class Relation(Enum):
    """What a claim says of its two sides."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    LESS_EQUAL = "<="
    GREATER = ">"
    GREATER_EQUAL = ">="
    TENDS = "->"
    IFF = "iff"
    ABOUT = "~="
    """Equal once the left side is rounded to the digits that the right side shows."""

    @property
    def reverse(self) -> Relation:
        """The relation read from right to left."""
        return {"<": Relation.GREATER, "<=": Relation.GREATER_EQUAL, ">": Relation.LESS, ">=": Relation.LESS_EQUAL}.get(
            self.value, self
        )


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An equation or inequality that is taken for granted, for every value of `variables`.

    `kind` names the textbook notion it expresses: `definition`, `iid`, `independence`, `density`, `given`.
    """

    name: str
    left: Term
    relation: Relation
    right: Term
    variables: tuple[Symbol, ...] = ()
    kind: str = "given"
    english: str = ""
    chinese: str = ""

    def __str__(self) -> str:
        every = ", ".join(map(str, self.variables))
        statement = f"{self.left} {self.relation.value} {self.right}"
        return f"{self.name}: {statement}" + (f" for every {every}" if every else "")

    @property
    def open_symbols(self) -> frozenset[Symbol]:
        """The symbols it shares with the claim, which stand for one value throughout."""
        return (free(self.left) | free(self.right)) - frozenset(self.variables)

    def values(self, before: Term) -> dict[Symbol, Term] | None:
        """The values of the variables that make the left side `before`; `None` where it is no instance."""
        found = match(self.left, before, frozenset(self.variables))
        if found is None or set(found) != set(self.variables):
            return None
        if any(is_enumeration(variable) and value != variable for variable, value in found.items()):
            return None
        return found


class Hashed:
    """A record that is looked up often: its hash is made once."""

    __slots__ = ("_hash",)
    _hash: int
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            value = hash(tuple(getattr(self, name) for name in self.__match_args__))
            object.__setattr__(self, "_hash", value)
            return value


@dataclass(frozen=True, slots=True)
class Context(Hashed):
    """What is known beyond the sorts of the symbols: hypotheses by name.

    Raises `IllFormed` (QT110) for two hypotheses of one name.
    """

    hypotheses: tuple[Hypothesis, ...] = ()
    __hash__ = Hashed.__hash__

    def __post_init__(self) -> None:
        names = [hypothesis.name for hypothesis in self.hypotheses]
        for name in names:
            if names.count(name) > 1:
                raise IllFormed("QT110", f"two hypotheses are called {name!r}", help="give each its own name")

    def named(self, name: str) -> Hypothesis | None:
        """The hypothesis of a name."""
        return next((found for found in self.hypotheses if found.name == name), None)


@dataclass(frozen=True, slots=True)
class Scope(Hashed):
    """A place in a term: the context, and the symbols bound on the way there with the ranges they run over."""

    context: Context = field(default_factory=Context)
    binders: tuple[tuple[Symbol, Term | None], ...] = ()
    outside: frozenset[Symbol] = frozenset()
    """Symbols that are free in the whole term, which a new bound name must not be."""
    __hash__ = Hashed.__hash__

    def enter(self, node: Term) -> Scope:
        """The scope inside the last child of a node that binds."""
        if not node.bound:
            return self
        domain = getattr(node, "domain", None)
        if isinstance(node, Expectation) and isinstance(node.distribution, Distribution):
            space = node.distribution.law.space
            if isinstance(node.variable.sort, Integer) and isinstance(space, Labels):
                domain = Range(space.lower, space.upper)
        binders = (*self.binders, *((variable, domain) for variable in node.variables))
        return Scope(self.context, binders, self.outside)

    def along(self, term: Term, path: Sequence[int]) -> Scope:
        """The scope at a place of a term."""
        scope = Scope(self.context, self.binders, self.outside | free(term))
        for step in path:
            if term.bound and step == len(term.children) - 1:
                scope = scope.enter(term)
            term = term.children[step]
        return scope

    def new(self, symbol: Symbol, *near: Term) -> Symbol:
        """A symbol like the one given whose name is neither bound nor free here, nor bound inside the terms near."""
        inside = {variable for term in near for node in term.walk() for variable in node.variables}
        return fresh(symbol, self.bound.union(self.outside, inside, *(free(term) for term in near)))

    @property
    def bound(self) -> frozenset[Symbol]:
        """The symbols bound here."""
        return frozenset(symbol for symbol, _ in self.binders)

    def domain(self, symbol: Symbol) -> tuple[bool, Term | None]:
        """Whether the symbol is bound here, and the range it runs over; an extremum's symbol runs over its sort."""
        for bound, domain in reversed(self.binders):
            if bound == symbol:
                return True, domain
        return False, None


def _look(symbol: Symbol) -> tuple[str, bool]:
    """What a reader tells symbols by: the name, and whether it carries an index."""
    return symbol.name, isinstance(symbol.sort, Family)


@lru_cache(maxsize=4096)
def shadows(term: Term, taken: frozenset[Symbol]) -> Symbol | None:
    """A symbol that is bound inside its own scope or where it is also free; terms with one are refused.

    The one exception is d/dx f(x), the derivative at x itself, whose notation has the bound symbol stand for the point.

    >>> from qedtex.language import index, Sum
    >>> i = index("i")
    >>> shadows(Sum(i, (i, 1, i)), frozenset()) == i, shadows(Sum(i, (i, 1, 3)) + Sum(i, (i, 1, 2)), frozenset())
    (True, None)
    """

    def visit(node: Term, outside: frozenset[tuple[str, bool]]) -> Symbol | None:
        inside = outside
        if node.bound:
            at_itself = isinstance(node, Derivative) and node.at == node.variable
            for variable in node.variables:
                if _look(variable) in outside and not at_itself:
                    return variable
            inside = outside | {_look(variable) for variable in node.variables}
        last = len(node.children) - 1
        for number, child in enumerate(node.children):
            found = visit(child, inside if number == last else outside)
            if found is not None:
                return found
        return None

    return visit(term, frozenset(map(_look, taken | free(term))))

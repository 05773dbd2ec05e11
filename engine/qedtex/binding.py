"""Binding: free symbols, equality up to bound names, capture-free substitution, matching, and places in a term."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from qedtex.errors import IllFormed
from qedtex.sorts import Family, Integer, Sort
from qedtex.terms import Derivative, Distribution, Event, Index, Log, Norm, Num, Over, Prob, Symbol, Term

Path = tuple[int, ...]
Renaming = Mapping[Symbol, Term]

_INDEX_NAMES = "ijklmrstuvw"


def free(term: Term) -> frozenset[Symbol]:
    """The symbols that a term leaves free, those in the ranges of its families and spaces included.

    >>> from qedtex.language import index, outcomes, pmf, positive_integer, Sum
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p = pmf("p", x)
    >>> sorted(symbol.name for symbol in free(Sum(p(x[i]), (i, 1, n))))
    ['n', 'x']
    """
    try:
        return term._free
    except AttributeError:
        found: set[Symbol] = set()
        if isinstance(term, Symbol):
            found.add(term)
        for inside in mentioned(term):
            found |= free(inside)
        children = term.children
        if term.bound:
            found |= free(children[-1]) - set(term.variables)
            for variable in term.variables:
                for inside in variable.sort.terms():
                    found |= free(inside)
            children = children[:-1]
        for child in children:
            found |= free(child)
        object.__setattr__(term, "_free", frozenset(found))
        return frozenset(found)


def mentioned(term: Term) -> Iterator[Term]:
    """The terms inside the data of a node: the range of a family, the number of outcomes of a law's space."""
    match term:
        case Symbol(_, sort):
            yield from sort.terms()
        case Distribution(law, _, _):
            if law.space is not None:
                yield from law.space.terms()
            if law.sample is not None:
                yield law.sample
        case Over(space):
            yield from space.terms()
        case _:
            return


def fresh(symbol: Symbol, avoid: Iterable[Symbol]) -> Symbol:
    """A symbol of the same sort whose name is none of those to avoid."""
    taken = {other.name for other in avoid}
    if symbol.name not in taken:
        return symbol
    if isinstance(symbol.sort, Integer):
        for name in _INDEX_NAMES:
            if name not in taken:
                return Symbol(name, symbol.sort)
    name = symbol.name
    while name in taken:
        name += "'"
    return Symbol(name, symbol.sort)


def substitute(term: Term, mapping: Renaming) -> Term:
    """The term with free symbols replaced, bound names changed where a replacement would be captured.

    >>> from qedtex.language import index, positive_integer, real, Sum
    >>> i, n, y = index("i"), positive_integer("n"), real("y")
    >>> print(substitute(Sum(y**i, (i, 1, n)), {y: i + 1}))
    ∑_{j=1}^{n} (i + 1)^j
    """
    if not mapping or free(term).isdisjoint(mapping):
        return term
    if isinstance(term, Symbol):
        replaced = mapping.get(term)
        if replaced is not None:
            return replaced
    changed = map_data(term, lambda inner: substitute(inner, mapping))
    if not changed.bound:
        return _rebuild(changed, tuple(substitute(child, mapping) for child in changed.children))
    inner = {symbol: value for symbol, value in mapping.items() if symbol not in term.variables}
    inner = {symbol: value for symbol, value in inner.items() if symbol in free(changed.children[-1])}
    incoming = frozenset().union(*(free(value) for value in inner.values())) if inner else frozenset()
    names = {symbol.name for symbol in incoming}
    for variable in changed.variables:
        beside = free(changed.children[-1]) - {variable}
        if variable.name in names or any(symbol.name == variable.name for symbol in beside):
            avoid = incoming | beside
            changed = rename_bound(changed, variable, fresh(variable, {*avoid, variable}))
    *others, body = changed.children
    result = changed.with_children((*(substitute(child, mapping) for child in others), substitute(body, inner)))
    return _apart(_with_mapped_sorts(result, mapping))


def _apart(binder: Term) -> Term:
    """A derivative with its bound symbol renamed where the point it is taken at uses that name for something else."""
    if isinstance(binder, Derivative) and binder.at != binder.variable:
        outside = free(binder)
        if any(symbol.name == binder.variable.name for symbol in outside):
            return rename_bound(binder, binder.variable, fresh(binder.variable, {*outside, binder.variable}))
    return binder


def _with_mapped_sorts(binder: Term, mapping: Renaming) -> Term:
    """The binder with the sizes that its bound symbol's own sort mentions replaced, as they were in its body."""
    for variable in binder.variables:
        mapped = map_data(variable, lambda inner: substitute(inner, mapping))
        if mapped is not variable:
            binder = replace(binder, variable=mapped)  # type: ignore[type-var]
    return binder


def _rebuild(term: Term, children: tuple[Term, ...]) -> Term:
    if isinstance(term, (Index, Norm)) and not (isinstance(children[0], Symbol) and _is_family(children[0])):
        raise IllFormed("QT105", f"a family cannot be replaced by the expression {children[0]}")
    return term.with_children(children)


def _is_family(symbol: Symbol) -> bool:
    return isinstance(symbol.sort, Family)


def map_data(term: Term, change: Callable[[Term], Term]) -> Term:
    """The node with the terms inside its data changed: ranges of families, spaces of laws; children are left alone."""
    match term:
        case Symbol(name, sort):
            mapped = sort.map_terms(change)
            return term if mapped is sort else Symbol(name, mapped)
        case Distribution(law, given, parameters):
            mapped_law = law.map_terms(change)
            return term if mapped_law is law else Distribution(mapped_law, given, parameters)
        case Over(space):
            mapped_space = space.map_terms(change)
            return term if mapped_space is space else Over(mapped_space)
        case _:
            return term


def sort_with(sort: Sort, mapping: Renaming) -> Sort:
    """The sort with the symbols in its bounds replaced: that of c in 1..k, once k is 5, is 1..5."""
    return sort.map_terms(lambda inner: substitute(inner, mapping))


def rename_bound(term: Term, old: Symbol, new: Symbol) -> Term:
    """A binder with one of its bound symbols renamed, its body with it; `new` must not be free in the body."""
    body = substitute(term.children[-1], {old: new})
    renamed = replace(term, variable=new)  # type: ignore[type-var]
    return renamed.with_children((*renamed.children[:-1], body))


def alpha_equal(
    one: Term, other: Term, ones: Mapping[Symbol, int] | None = None, others: Mapping[Symbol, int] | None = None
) -> bool:
    """Whether two terms are the same up to bound names and manners of writing (ln for log, p_i for p(i)).

    >>> from qedtex.language import index, positive_integer, Sum
    >>> i, j, n = index("i"), index("j"), positive_integer("n")
    >>> alpha_equal(Sum(i, (i, 1, n)), Sum(j, (j, 1, n))), alpha_equal(Sum(i, (i, 1, n)), Sum(n, (j, 1, n)))
    (True, False)
    """
    ones, others = ones or {}, others or {}
    if one is other and free(one).isdisjoint(ones) and free(one).isdisjoint(others):
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Symbol) and isinstance(other, Symbol):
        level = ones.get(one)
        return level == others.get(other) and (level is not None or one == other)
    if len(one.children) != len(other.children) or manner_free(one) != manner_free(other):
        return False
    if not one.bound:
        return all(alpha_equal(a, b, ones, others) for a, b in zip(one.children, other.children, strict=True))
    if [variable.sort for variable in one.variables] != [variable.sort for variable in other.variables]:
        return False
    if not all(alpha_equal(a, b, ones, others) for a, b in zip(one.children[:-1], other.children[:-1], strict=True)):
        return False
    depth = 1 + max([*ones.values(), *others.values()], default=0)
    inner_ones = {**ones, **{variable: depth + k for k, variable in enumerate(one.variables)}}
    inner_others = {**others, **{variable: depth + k for k, variable in enumerate(other.variables)}}
    return alpha_equal(one.children[-1], other.children[-1], inner_ones, inner_others)


def manner_free(term: Term) -> tuple[object, ...]:
    """The data of a node that matters for what it means: everything but its children and the manner of writing."""
    match term:
        case Num(value, _):
            return (value,)
        case Log(_, base, _):
            return (base is None,)
        case Index(_, _, _):
            return ()
        case Prob(_, outcomes, _):
            return (len(outcomes),)
        case Distribution(law, given, parameters):
            return (law, len(given), len(parameters))
        case Event(variable, _):
            return (variable,)
        case _:
            variables = set(map(id, term.variables))
            return tuple(
                len(part) if isinstance(part, tuple) else part
                for part in term.parts()
                if not isinstance(part, Term) and id(part) not in variables
            )


def at(term: Term, path: Path) -> Term:
    """The subterm at a place; a path lists the number of the child at each level."""
    for step in path:
        term = term.children[step]
    return term


def put(term: Term, path: Path, new: Term) -> Term:
    """The term with the subterm at a place replaced as it stands: symbols that it frees may become bound there."""
    if not path:
        return new
    children = list(term.children)
    children[path[0]] = put(children[path[0]], path[1:], new)
    return term.with_children(tuple(children))


def places(term: Term, path: Path = ()) -> Iterator[tuple[Path, Term]]:
    """Every place in a term with its subterm, parents first."""
    yield path, term
    for number, child in enumerate(term.children):
        yield from places(child, (*path, number))


def match(pattern: Term, term: Term, variables: frozenset[Symbol]) -> dict[Symbol, Term] | None:
    """The values of `variables` that make the pattern the given term (up to bound names), or `None`.

    >>> from qedtex.language import real
    >>> a, b, y = real("a"), real("b"), real("y")
    >>> match(a * b, (y + 1) * y, frozenset({a, b})) == {a: y + 1, b: y}
    True
    """
    found: dict[Symbol, Term] = {}
    if not _match(pattern, term, variables, found):
        return None
    return found if alpha_equal(substitute(pattern, found), term) else None


def _match(pattern: Term, term: Term, variables: frozenset[Symbol], found: dict[Symbol, Term]) -> bool:
    if isinstance(pattern, Symbol) and pattern in variables:
        known = found.setdefault(pattern, term)
        return alpha_equal(known, term)
    if free(pattern).isdisjoint(variables):
        return True  # compared as a whole once the values are known
    if type(pattern) is not type(term) or len(pattern.children) != len(term.children):
        return False
    if pattern.bound:
        aligned = term
        for mine, theirs in zip(pattern.variables, term.variables, strict=True):
            if mine != theirs and mine not in free(aligned.children[-1]):
                aligned = rename_bound(aligned, theirs, mine)
        term = aligned
    return all(_match(a, b, variables, found) for a, b in zip(pattern.children, term.children, strict=True))

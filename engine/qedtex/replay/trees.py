"""Formulas for the replay: plain nested tuples without bound names, and substitution in them.

A tree is a tuple that begins with its kind. A bound symbol has no name: inside the body of its binder it is
("#", k), where k counts the binders in between (de Bruijn's indices), and the binder keeps only its sort. So terms that
differ in bound names are the same tuple, and putting in a value can capture nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

Tree = tuple[Any, ...]
BINDERS = frozenset(
    {"SumOver", "ProductOver", "Integral", "Expectation", "Argmax", "Argmin", "Derivative", "Limit", "Every"}
)
SORTS = frozenset(
    {"Real", "Integer", "Enumerated", "Alphabet", "Labels", "RealLine", "Outcome", "Data", "Family", "Extrema"}
    | {"Random", "Law", "Function"}
)
NOT_NUMBERS = frozenset(
    {"Range", "Over", "Interval", "Distribution", "Event", "Argmax", "Argmin", "FiniteSet", "Comparison", "Every"}
    | {"Limit"}
)
INFINITE: tuple[Tree, ...] = (("Const", "oo"), ("Neg", ("Const", "oo")))
FREE_INTEGER: Tree = ("Integer", None, None)


class Refusal(Exception):
    """Why a record is not accepted."""


def num(value: int | Fraction) -> Tree:
    """The tree of a number."""
    return ("Neg", num(-value)) if value < 0 else ("Num", Fraction(value))


def is_tree(value: object) -> bool:
    """Whether a field is itself a tree, not a group of trees or plain data."""
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], str)


def rebuilt(tree: Tree, change: Callable[[Tree, int], Tree]) -> Tree:
    """The tree with each tree directly below changed; the second argument is 1 in the scope of a binding, else 0."""
    last = len(tree) - 1 if tree[0] in BINDERS else -1
    return (
        tree[0],
        *(
            change(part, int(place == last))
            if is_tree(part)
            else tuple(change(item, 0) for item in part)
            if isinstance(part, tuple)
            else part
            for place, part in enumerate(tree[1:], 1)
        ),
    )


def children(tree: Tree) -> list[Tree]:
    """The terms directly below in order, without sorts and laws; the body of a binder comes last."""
    found: list[Tree] = []
    for part in tree[1:]:
        found.extend([part] if is_tree(part) else part if isinstance(part, tuple) else [])
    return [part for part in found if part[0] not in SORTS]


def opened(body: Tree, value: Tree, level: int = 0) -> Tree:
    """The body of a binder with a value in place of the bound symbol."""
    if body[0] == "#":
        return value if body[1] == level else ("#", body[1] - 1) if body[1] > level else body
    return rebuilt(body, lambda part, inside: opened(part, value, level + inside))


def closed(tree: Tree, symbol: Tree, level: int = 0) -> Tree:
    """The body of a binder that binds a symbol of the tree."""
    if tree == symbol:
        return ("#", level)
    if tree[0] == "#":
        return ("#", tree[1] + 1) if tree[1] >= level else tree
    return rebuilt(tree, lambda part, inside: closed(part, symbol, level + inside))


def replaced(tree: Tree, values: dict[Tree, Tree]) -> Tree:
    """The tree with free symbols replaced, in sorts and laws too."""
    return values[tree] if tree in values else rebuilt(tree, lambda part, _: replaced(part, values))


@lru_cache(maxsize=65536)
def uses(tree: Tree, level: int = 0) -> bool:
    """Whether the symbol bound by the binder whose body this is occurs."""
    if tree[0] == "#":
        return bool(tree[1] == level)
    last = len(tree) - 1 if tree[0] in BINDERS else -1
    return any(
        uses(item, level + (place == last))
        for place, part in enumerate(tree)
        for item in ([part] if is_tree(part) else part if isinstance(part, tuple) else ())
    )


def is_closed(tree: Tree, level: int = 0) -> bool:
    """Whether nothing in the tree is bound from outside it."""
    if tree[0] == "#":
        return bool(tree[1] < level)
    last = len(tree) - 1 if tree[0] in BINDERS else -1
    return all(
        is_closed(item, level + (place == last))
        for place, part in enumerate(tree)
        for item in ([part] if is_tree(part) else part if isinstance(part, tuple) else ())
    )


def dropped(tree: Tree) -> Tree:
    """A body that does not use its bound symbol, outside the binder."""
    return opened(tree, ("Unused",))


@lru_cache(maxsize=65536)
def symbols(tree: Tree) -> frozenset[Tree]:
    """The free symbols of a tree, those of its sorts and laws included."""
    below = (
        item for part in tree[1:] for item in ([part] if is_tree(part) else part if isinstance(part, tuple) else ())
    )
    return frozenset({tree} if tree[0] == "Symbol" else ()).union(*map(symbols, below))


def matched(pattern: Tree, tree: Tree, variables: frozenset[Tree], found: dict[Tree, Tree]) -> bool:
    """Whether the tree is the pattern with values, which are put in `found`, for its variables."""
    if pattern in variables:
        return found.setdefault(pattern, tree) == tree
    if pattern[0] != tree[0] or len(pattern) != len(tree):
        return False
    for one, other in zip(pattern, tree, strict=True):
        if is_tree(one) and is_tree(other):
            if not matched(one, other, variables, found):
                return False
        elif isinstance(one, tuple) and isinstance(other, tuple) and not is_tree(other) and len(one) == len(other):
            if not all(matched(a, b, variables, found) for a, b in zip(one, other, strict=True)):
                return False
        elif one != other:
            return False
    return True


def sort_of(tree: Tree) -> Tree | None:
    """The sort of a symbol or of a member of a family; `None` for an expression."""
    match tree:
        case ("Symbol", _, sort):
            return sort  # type: ignore[no-any-return]
        case ("Index", ("Symbol", _, ("Family", element, _, _)), _):
            return element  # type: ignore[no-any-return]
        case _:
            return None


def is_number(tree: Tree) -> bool:
    """Whether a tree stands for a real number."""
    sort = sort_of(tree)
    return tree[0] not in NOT_NUMBERS and tree != ("Const", "oo") and (sort is None or sort[0] in ("Real", "Integer"))


def negated(tree: Tree) -> Tree:
    """The negative of a number, without two signs in a row."""
    return tree[1] if tree[0] == "Neg" else ("Neg", tree)


def less(greater: Tree, smaller: Tree) -> Tree:
    """The difference of two numbers."""
    return ("Add", (greater, ("Neg", smaller)))


def is_finite(space: Tree | None) -> bool:
    """Whether a space has finitely many outcomes."""
    return space is not None and space[0] in ("Enumerated", "Alphabet", "Labels")

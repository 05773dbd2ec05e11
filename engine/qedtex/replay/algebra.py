"""Arithmetic for the replay: numbers as SymPy expressions over anonymous symbols for whatever is not arithmetic."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from .trees import SORTS, Refusal, Tree, is_number, rebuilt

MOST_POWER = 32
"""The greatest exponent that is worked out."""


def algebra(tree: Tree) -> Any:
    """The SymPy expression of a number, with atoms as anonymous symbols."""
    import sympy

    match tree:
        case ("Num", value):
            return sympy.Rational(value.numerator, value.denominator)
        case ("Add", parts):
            return sympy.Add(*map(algebra, parts))
        case ("Mul", parts):
            return sympy.Mul(*map(algebra, parts))
        case ("Neg", of):
            return -algebra(of)
        case ("Div", over, by):
            return algebra(over) / algebra(by)
        case ("Sqrt", of):
            return sympy.Pow(algebra(of), sympy.Rational(1, 2))
        case ("Const", "e"):
            return atom(("e",))
        case ("Pow", ("Const", "e"), exponent):
            return algebra(("Exp", exponent))
        case ("Exp", of) if (power := normal(of)).is_Integer and abs(power) <= MOST_POWER:
            return sympy.Pow(atom(("e",)), power)
        case ("Pow", base, exponent) if (power := normal(exponent)).is_Rational:
            if abs(power.p) > MOST_POWER or abs(power.q) > MOST_POWER:
                raise Refusal(f"a power with exponent {power} is too costly")
            return sympy.Pow(algebra(base), power)
        case ("Abs", of):
            inner = normal(of)
            if inner.is_Rational:
                return abs(inner)
            turned = sympy.cancel(-inner)
            return atom(("Abs", min(inner, turned, key=sympy.default_sort_key)))
        case ("Kronecker", *_):
            return atom(("Kronecker", *sorted(map(repr, inside(tree)[1:]))))
        case _:
            return atom(inside(tree))


def atom(key: Tree) -> Any:
    """The symbol of an atom, named by a digest of what the atom is, so that equal atoms are the same symbol."""
    import sympy

    return sympy.Symbol("a" + hashlib.sha256(repr(key).encode()).hexdigest())


def inside(tree: Tree) -> Tree:
    """An atom with the numbers that it is made of in lowest terms, so that equal ones are the same."""
    if tree[0] in SORTS or tree[0] in ("Symbol", "#"):
        return tree
    return rebuilt(tree, lambda part, _: ("=", normal(part)) if arithmetical(part) else inside(part))


def arithmetical(tree: Tree) -> bool:
    """Whether SymPy calculates with a tree: it is a number, or a bound symbol that may be one."""
    return tree[0] not in SORTS and is_number(tree)


@lru_cache(maxsize=16384)
def normal(tree: Tree) -> Any:
    """A number in lowest terms; raises `Refusal` where a divisor is identically zero."""
    import sympy

    value = algebra(tree)
    if value.has(sympy.zoo, sympy.nan, sympy.oo):
        raise Refusal("a divisor is identically zero")
    if value.is_Atom:
        return value
    return sympy.expand(value) if value.is_polynomial() else sympy.cancel(sympy.together(value))


def equal(one: Tree, other: Tree) -> bool:
    """Whether two trees are the same, or are numbers that the field laws make equal, at any depth."""
    import sympy

    if one == other:
        return True
    if not is_number(one) or not is_number(other):
        return one[0] == other[0] and inside(one) == inside(other)
    difference = normal(one) - normal(other)
    return bool(difference == 0 or sympy.expand(sympy.numer(sympy.together(difference))) == 0)

"""Formulas for the replay: plain nested tuples without bound names, with substitution, arithmetic and signs.

A tree is a tuple that begins with its kind. A bound symbol has no name: inside the body of its binder it is
("#", k), where k counts the binders in between (de Bruijn's indices), and the binder keeps only its sort. So terms that
differ in bound names are the same tuple, and putting in a value can capture nothing. Nothing here is shared with
the kernel: the algebra is SymPy's, applied to anonymous symbols in place of logarithms, probabilities and sums.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

Tree = tuple[Any, ...]
BINDERS = frozenset({"SumOver", "ProductOver", "Integral", "Expectation", "Argmax", "Argmin"})
SORTS = frozenset(
    ["Real", "Integer", "Enumerated", "Alphabet", "Labels", "RealLine", "Outcome", "Data", "Family", "Extrema", "Law"]
)
NOT_NUMBERS = frozenset({"Range", "Over", "Interval", "Distribution", "Event", "Argmax", "Argmin"})
FREE_INTEGER: Tree = ("Integer", None, None)
DEPTH = 5
"""How many known inequalities are added up at most."""


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
    if pattern == tree:
        return True
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


# Arithmetic, by SymPy ------------------------------------------------------------------------------------------------


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
            return algebra(("Exp", num(1)))
        case ("Pow", ("Const", "e"), exponent):
            return algebra(("Exp", exponent))
        case ("Pow", base, exponent) if (power := normal(exponent)).is_Rational:
            if abs(power.p) > 32 or abs(power.q) > 32:
                raise Refusal(f"a power with exponent {power} is too costly")
            return sympy.Pow(algebra(base), power)
        case ("Abs", of):
            inner = normal(of)
            turned = sympy.cancel(-inner)
            return _atom(("Abs", min(inner, turned, key=sympy.default_sort_key)))
        case _:
            return _atom(inside(tree))


def _atom(key: Tree) -> Any:
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


# Signs ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a rule is applied: the hypotheses, and the symbols bound on the way with what they run over."""

    hypotheses: tuple[tuple[str, Tree, str, Tree, tuple[Tree, ...]], ...] = ()
    bound: tuple[tuple[Tree, Tree | None], ...] = ()
    memory: dict[Tree, tuple[bool, bool]] = field(default_factory=dict, compare=False, hash=False)

    def enter(self, binder: Tree) -> tuple[Place, Tree]:
        """The place inside a binder, and the body there with a symbol of its own for what is bound."""
        symbol = ("Symbol", f"%{len(self.bound)}", binder[-2])
        domain = binder[1] if binder[0] in ("SumOver", "ProductOver", "Integral") else None
        return Place(self.hypotheses, (*self.bound, (symbol, domain))), opened(binder[-1], symbol)

    def captured(self) -> frozenset[Tree]:
        """The symbols bound here."""
        return frozenset(symbol for symbol, _ in self.bound)

    def least(self, tree: Tree) -> tuple[bool, bool]:
        """Whether tree >= 0, and whether tree > 0, for all values: what can be shown, which may be less than is true."""
        if tree not in self.memory:
            self.memory[tree] = (False, False)  # asked for while it is being found
            self.memory[tree] = self._least(tree)
        return self.memory[tree]

    def positive(self, tree: Tree) -> bool:
        """Whether tree > 0 is shown."""
        return self.least(tree)[1]

    def nonnegative(self, tree: Tree) -> bool:
        """Whether tree >= 0 is shown."""
        return self.least(tree)[0]

    def nonzero(self, tree: Tree) -> bool:
        """Whether tree is shown to be positive or negative, or to be a product, quotient or power of such."""
        match tree:
            case ("Mul", parts):
                return all(map(self.nonzero, parts))
            case ("Div", over, _):
                return self.nonzero(over)
            case ("Pow", base, _) | ("Sqrt", base) if self.nonzero(base):
                return True
            case _:
                return self.positive(tree) or self.positive(("Neg", tree))

    def _least(self, tree: Tree) -> tuple[bool, bool]:
        match tree:
            case ("Mul", parts):
                strict = [self.positive(part) for part in parts]
                below = [self.positive(("Neg", part)) for part in parts]
                if all(a or b for a, b in zip(strict, below, strict=True)) and sum(below) % 2 == 0:
                    return True, True
                weak = all(map(self.nonnegative, parts))
            case ("Div", over, by):
                sign = self.least(by)[1]
                if sign or self.positive(("Neg", by)):
                    return self.least(over if sign else ("Neg", over))
                weak = False
            case ("Pow", base, exponent):
                if self.positive(base):
                    return True, True
                power = normal(exponent)
                even = bool(power.is_Integer and power.p % 2 == 0)
                if even and (power == 0 or self.nonzero(base)):
                    return True, True
                weak = even or self.nonnegative(base)
            case ("Sqrt", of):
                return True, self.positive(of)
            case ("Abs", of):
                return True, self.nonzero(of)
            case ("Log", of, base):
                return (
                    self.least(("Add", (of, num(-1))))
                    if base is None or self.positive(less(base, num(1)))
                    else (False,) * 2
                )
            case ("Neg", ("Mul", (first, *others))):
                return self.least(("Mul", (("Neg", first), *others)))
            case ("Neg", ("Div", over, by)):
                return self.least(("Div", ("Neg", over), by))
            case ("Neg", ("SumOver" as kind, domain, sort, body)):
                return self.least((kind, domain, sort, ("Neg", body)))
            case ("SumOver" | "ProductOver" | "Expectation" as kind, domain, _, _):
                place, body = self.enter(tree)
                weak, strict_body = place.least(body)
                if kind == "ProductOver":
                    return weak, strict_body
                if weak and strict_body and (kind == "Expectation" or self.nonempty(domain)):
                    return True, True
            case _:
                weak = False
        summed = self._summed(tree)
        return weak or summed[0], summed[1]

    def nonempty(self, domain: Tree) -> bool:
        """Whether a range or a space has an element."""
        match domain:
            case ("Range", lower, upper) | ("Over", ("Enumerated", _, lower, upper) | ("Labels", lower, upper, _)):
                return self.nonnegative(less(upper, lower))
            case ("Over", ("Alphabet", _)):
                return True
            case _:
                return False

    def integer(self, tree: Tree) -> bool:
        """Whether a tree is an integer for all values."""
        match tree:
            case ("Num", value):
                return bool(value.denominator == 1)
            case ("Symbol", _, sort):
                domain = dict(self.bound).get(tree)
                return domain[0] == "Range" if domain is not None else sort[0] == "Integer"
            case ("Add" | "Mul", parts):
                return all(map(self.integer, parts))
            case ("Neg" | "Abs", of):
                return self.integer(of)
            case ("Pow", base, exponent):
                return self.integer(base) and self.integer(exponent) and self.nonnegative(exponent)
            case ("SumOver" | "ProductOver", _, _, _):
                place, body = self.enter(tree)
                return place.integer(body)
            case _:
                return (sort_of(tree) or ("",))[0] == "Integer"

    def _summed(self, tree: Tree) -> tuple[bool, bool]:
        """Whether a number is a sum of known inequalities with positive factors."""
        goal = _coefficients(tree)
        facts = [(_coefficients(fact), strict) for fact, strict in self._facts(tree)]
        found = _combined(goal, facts, DEPTH)
        return found is not None, bool(found)

    def _facts(self, tree: Tree) -> Iterator[tuple[Tree, bool]]:
        """What is known to be >= 0, or > 0 where the flag says so, about what a tree is made of."""
        pending, seen = [tree], set()
        for _, left, relation, right, variables in self.hypotheses:
            if relation in ("<", "<=", ">", ">=") and not variables:
                greater, smaller = (right, left) if relation[0] == "<" else (left, right)
                if (symbols(left) | symbols(right)).isdisjoint(self.captured()):
                    yield less(greater, smaller), len(relation) == 1
                    pending.append(less(greater, smaller))
        while pending:
            node = pending.pop()
            if node in seen or node[0] in BINDERS:
                continue
            seen.add(node)
            for fact, strict in self._about(node):
                yield fact, strict
                pending.append(fact)
            pending.extend(children(node))

    def _about(self, node: Tree) -> Iterable[tuple[Tree, bool]]:
        match node:
            case ("Prob", ("Distribution", law, _, _), outcomes):
                finite = all(
                    is_finite((sort_of(x) or law)[1] if (sort_of(x) or ("",))[0] == "Outcome" else law[2])
                    for x in outcomes
                )
                return [(node, law[3]), *([(less(num(1), node), False)] if finite else [])]
            case ("Sigmoid", _):
                return [(node, True), (less(num(1), node), True)]
            case ("Exp", _) | ("Const", "pi" | "e"):
                return [(node, True)]
            case ("Abs" | "Sqrt", _) | ("Norm", _, _):
                return [(node, False)]
            case ("Symbol", _, _) if (domain := dict(self.bound).get(node)) is not None:
                return within(node, ("Integer", *domain[1:])) if domain[0] == "Range" else []
            case ("Symbol" | "Index", *_):
                return within(node, sort_of(node))
            case _:
                return []


def less(greater: Tree, smaller: Tree) -> Tree:
    """The difference of two numbers."""
    return ("Add", (greater, ("Neg", smaller)))


def within(tree: Tree, sort: Tree | None) -> list[tuple[Tree, bool]]:
    """What it means for a number to lie in a sort, as terms that are >= 0 or > 0."""
    match sort:
        case ("Real", least, greatest, lower_open, upper_open, _):
            low, high = (None if end is None else num(end) for end in (least, greatest))
        case ("Integer", low, high):
            lower_open = upper_open = False
        case _:
            return []
    return [
        *([(less(tree, low), lower_open)] if low is not None else []),
        *([(less(high, tree), upper_open)] if high is not None else []),
    ]


def is_finite(space: Tree | None) -> bool:
    """Whether a space has finitely many outcomes."""
    return space is not None and space[0] in ("Enumerated", "Alphabet", "Labels")


def _coefficients(tree: Tree) -> dict[Any, Any]:
    import sympy

    value = normal(tree)
    found = sympy.expand(value).as_coefficients_dict()
    return {monomial: factor for monomial, factor in found.items() if factor != 0}


def _combined(goal: dict[Any, Any], facts: list[tuple[dict[Any, Any], bool]], depth: int) -> bool | None:
    """True for > 0, False for >= 0, `None` where no sum of facts was found."""
    open_monomial = next((monomial for monomial in goal if not monomial.is_Number), None)
    if open_monomial is None:
        rest = sum(factor * monomial for monomial, factor in goal.items())
        return None if rest < 0 else bool(rest > 0)
    best: bool | None = None
    for fact, strict in facts if depth else ():
        ratio = goal[open_monomial] / fact[open_monomial] if open_monomial in fact else 0
        if ratio > 0:
            left = {key: goal.get(key, 0) - ratio * fact.get(key, 0) for key in {**goal, **fact}}
            found = _combined({key: value for key, value in left.items() if value != 0}, facts, depth - 1)
            if found is not None:
                if found or strict:
                    return True
                best = False
    return best

"""Derivatives for the replay: when they exist, and SymPy's value of what holds them.

A term becomes a SymPy expression in which every derivative is worked out by SymPy itself. What SymPy need not look into
is an anonymous symbol. A partial derivative by a component of a vector is that along the direction of the component.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .algebra import atom as anonymous
from .algebra import inside, normal
from .signs import Place
from .trees import BINDERS, Refusal, Tree, children, closed, is_number, opened, symbols, uses

REAL: Tree = ("Real", None, None, False, False, "")


# When a derivative exists --------------------------------------------------------------------------------------------


def is_open(sort: Tree) -> bool:
    """Whether a sort is an interval of the reals without its ends."""
    return sort[0] == "Real" and (sort[1] is None or sort[3]) and (sort[2] is None or sort[4])


def differentiable(tree: Tree, own: Tree, place: Place) -> None:
    """Raise `Refusal` unless a term that has a value is shown to have a derivative in a symbol, wherever that is."""
    if own not in symbols(tree):
        return
    if tree == own or (tree[0] == "Index" and tree[1] == own and own not in symbols(tree[2])):
        return
    match tree:
        case ("Add" | "Mul" | "Neg" | "Div" | "Exp" | "Sigmoid" | "Log", *_):
            fits = True
        case ("Sqrt", of):
            fits = place.positive(of)
        case ("Abs", of):
            fits = place.nonzero(of)
        case ("Pow", base, exponent):
            fits = base == ("Const", "e") or place.positive(base) or _is_polynomial(exponent, own, place)
        case ("SumOver" | "ProductOver", head, _, _) | ("Expectation", ("Distribution", *_) as head, _, _):
            fits = own not in symbols(head)
        case ("Apply", function, _):
            fits = function[3]
        case ("Derivative", _, _, _, body):
            fits = not any(part[0] in ("Apply", "Abs") for part in _below(body))  # smooth, in all its symbols together
        case _:
            fits = False
    if not fits:
        raise Refusal(f"that {tree[0]} has a derivative is not shown")
    below = children(tree)
    if tree[0] in BINDERS:
        inner, opened_body = place.enter(tree)
        differentiable(opened_body, own, inner)
        below = below[:-1]
    for child in below:
        differentiable(child, own, place)


def _is_polynomial(exponent: Tree, own: Tree, place: Place) -> bool:
    """Whether a power with that exponent has a derivative at every base that it has a value at."""
    if own in symbols(exponent):
        return False
    return bool(normal(exponent).is_Integer) or (place.integer(exponent) and place.nonnegative(exponent))


def _below(tree: Tree) -> list[Tree]:
    return [tree, *(part for child in children(tree) for part in _below(child))]


POWERS = {**dict.fromkeys(["basic", "log", "mul", "multinomial", "power_base"], False), "power_exp": True}
"""What SymPy is to expand by force: the exponents of powers, and nothing else."""


# What it is ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _function(name: str) -> Any:
    """An unknown function of one number; its derivative is the function with a stroke more."""
    import sympy

    def fdiff(self: Any, argindex: int = 1) -> Any:
        return _function(f"{name}'")(self.args[0])

    return type(sympy.Function)(name, (sympy.Function,), {"fdiff": fdiff, "nargs": 1})


@lru_cache(maxsize=1)
def _magnitude() -> Any:
    import sympy

    def fdiff(self: Any, argindex: int = 1) -> Any:
        return self.args[0] / self

    return type(sympy.Function)("magnitude", (sympy.Function,), {"fdiff": fdiff, "nargs": 1})


def expression(tree: Tree, sums: int = 0, steps: int = 0) -> Any:
    """The SymPy expression of a number, its derivatives worked out; raises `Refusal` for what has none here."""
    import sympy

    def of(part: Tree) -> Any:
        return expression(part, sums, steps)

    match tree:
        case ("Num", value):
            return sympy.Rational(value.numerator, value.denominator)
        case ("Const", "e"):
            return sympy.E
        case ("Add" | "Mul" as kind, parts):
            return (sympy.Add if kind == "Add" else sympy.Mul)(*map(of, parts))
        case ("Neg", part):
            return -of(part)
        case ("Div", over, by):
            return of(over) / of(by)
        case ("Sqrt", part):
            return sympy.Pow(of(part), sympy.Rational(1, 2))
        case ("Pow", base, exponent):
            return sympy.Pow(of(base), of(exponent))
        case ("Exp", part):
            return sympy.exp(of(part))
        case ("Sigmoid", part):
            return 1 / (1 + sympy.exp(-of(part)))
        case ("Log", part, base):
            return sympy.log(of(part)) / (1 if base is None else sympy.log(of(base)))
        case ("Abs", part):
            return _magnitude()(of(part))
        case ("Apply", function, part):
            return _function(str(anonymous(function)))(of(part))
        case ("SumOver" | "Expectation", head, sort, body):
            own = ("Symbol", f"%sum{sums}", sort)
            ends = [anonymous((end, inside(_closed_to(head)))) for end in ("first", "last")]
            return sympy.Sum(expression(opened(body, own), sums + 1, steps), (anonymous(own), *ends))
        case ("Derivative", *_):
            return _derivative(tree, sums, steps)
        case ("Symbol", *_):
            return anonymous(tree)
        case _:
            return anonymous(inside(_closed_to(tree)))


def _closed_to(tree: Tree) -> Tree:
    """A part that is not looked into; raises `Refusal` where a derivative is taken by a symbol of it."""
    if any(symbol[1].startswith("%by") for symbol in symbols(tree)):
        raise Refusal(f"the derivative of {tree[0]} is not known here")
    return tree


def _derivative(tree: Tree, sums: int, steps: int) -> Any:
    import sympy

    _, at, index, sort, body = tree
    own = ("Symbol", f"%by{steps}", REAL)
    if index is None:
        inner, there = opened(body, own), expression(at, sums, steps)
    else:
        vector = ("Symbol", "%vector", sort)
        inner, there = _moved(opened(body, vector), vector, at, index, own), sympy.Integer(0)
    value = expression(inner, sums, steps + 1).diff(anonymous(own))
    if value.has(sympy.Derivative, sympy.Subs):
        raise Refusal("SymPy did not work a derivative out")
    return value.xreplace({anonymous(own): there})


def _moved(body: Tree, vector: Tree, at: Tree, index: Tree, step: Tree, depth: int = 0) -> Tree:
    """The body at a vector that is a step along one component away from where the derivative is taken."""
    if vector not in symbols(body):
        return body
    match body:
        case ("Index", family, member) if family == vector:
            return ("Add", (("Index", at, member), ("Mul", (("Kronecker", member, index), step))))
        case ("SumOver" | "Expectation" as kind, head, sort, _) if vector not in symbols(head):
            own = ("Symbol", f"%moved{depth}", sort)
            inner = _moved(opened(body[-1], own), vector, at, index, step, depth + 1)
            return (kind, head, sort, closed(inner, own))
        case ("Add" | "Mul" as kind, parts):
            return (kind, tuple(_moved(part, vector, at, index, step, depth) for part in parts))
        case ("Neg" | "Div" | "Exp" | "Sigmoid" | "Log" | "Sqrt" | "Abs" | "Pow", *parts):
            return (body[0], *(part and _moved(part, vector, at, index, step, depth) for part in parts))
        case ("Apply", function, part):
            return ("Apply", function, _moved(part, vector, at, index, step, depth))
        case _:
            raise Refusal(f"the derivative of {body[0]} by a vector is not known here")


def vanishes(value: Any) -> bool:
    """Whether an expression is shown to be 0 by expanding it and bringing it to one denominator."""
    import sympy

    # a power has a value where it stands, so x^(a - 1) is x^a / x wherever that has one, and by continuity at x = 0
    settled = sympy.expand(value.expand(force=True, **POWERS)).replace(
        lambda part: isinstance(part, sympy.Sum), lambda part: _settled(part.function, part.limits)
    )
    return bool(settled == 0 or sympy.expand(sympy.numer(sympy.together(settled))) == 0)


def _settled(body: Any, limits: Sequence[Any]) -> Any:
    import sympy

    body = sympy.cancel(sympy.together(sympy.expand(body)))
    return sympy.Integer(0) if body == 0 else sympy.Sum(body, *limits)


# Rules ---------------------------------------------------------------------------------------------------------------

ABOUT = {
    "derivative_linear": frozenset({"Add", "Neg", "Mul", "Div", "SumOver", "Expectation"}),
    "derivative_product": frozenset({"Mul"}),
    "derivative_quotient": frozenset({"Div"}),
    "derivative_identity": frozenset({"#", "Index"}),
    "derivative_chain": frozenset({"Exp", "Log", "Pow", "Sqrt", "Abs", "Sigmoid", "Apply"}),
}
"""The bodies that each of these rules is about; a constant is one of those that the first is about."""


@dataclass(frozen=True)
class Differentiation:
    """A rule of derivatives: the derivative of a body of certain kinds equals what SymPy says that it is."""

    rule: str

    def __call__(self, before: Tree, after: Tree, place: Place, _: Sequence[Any]) -> str:
        """The relation, which is equality; raises `Refusal` where the two sides differ."""
        if before[0] != "Derivative" or not is_number(after):
            raise Refusal("it is not about a derivative")
        body = before[4]
        if body[0] not in ABOUT[self.rule] and (self.rule != "derivative_linear" or uses(body)):
            raise Refusal(f"{self.rule} is not about the derivative of {body[0]}")
        if not vanishes(expression(before) - expression(after)):
            raise Refusal("the two sides differ")
        return "="


DERIVATIVES = {rule: Differentiation(rule) for rule in ABOUT}

"""The replay's rules of sums, products and expectations over a bound symbol."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .algebra import equal
from .signs import Place
from .trees import FREE_INTEGER, Tree, closed, dropped, less, num, opened, uses

Check = tuple[Callable[[Tree], bool], Tree]
Answers = Iterator[tuple[Tree, Sequence[Check]]]
MOST_MEMBERS = 64
NEW: Tree = ("Symbol", "%new", FREE_INTEGER)
"""A symbol that no record can hold, bound again at once by those who use it."""


def over_index(body: Tree, domain: Tree, kind: str = "SumOver") -> Tree:
    """A sum (or product) over an integer that stands in the body as `NEW`."""
    return (kind, domain, FREE_INTEGER, closed(body, NEW))


def factors(tree: Tree, below: bool = False) -> Iterator[tuple[Tree, bool]]:
    """What a tree is a product of; the flag marks divisors."""
    match tree:
        case ("Neg", of):
            yield num(-1), below
            yield from factors(of, below)
        case ("Mul", parts):
            for part in parts:
                yield from factors(part, below)
        case ("Div", over, by):
            yield from factors(over, below)
            yield from factors(by, not below)
        case _:
            yield tree, below


def multiplied(parts: Sequence[tuple[Tree, bool]]) -> Tree:
    """The product of what `factors` lists."""
    return ("Mul", tuple(("Div", num(1), part) if below else part for part, below in parts))


def split(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """A sum or an expectation of sums, a product of products or quotients, taken apart."""
    match before:
        case ("SumOver" | "Expectation", *head, ("Add", parts)):
            yield ("Add", tuple(pulled((before[0], *head, part), signs=True) for part in parts)), ()
        case ("ProductOver", *head, ("Mul", parts)):
            yield ("Mul", tuple(("ProductOver", *head, part) for part in parts)), ()
        case ("ProductOver", *head, ("Div", over, by)):
            yield ("Div", ("ProductOver", *head, over), ("ProductOver", *head, by)), ()
        case ("SumOver" | "Expectation", *_rest):
            yield pulled(before, signs=True), ()
        case _:
            return


def mean_of_sum(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """The expectation of a sum over an index whose range does not depend on what is drawn."""
    match before:
        case ("Expectation", distribution, sort, ("SumOver", domain, kind, _)) if not uses(domain):
            drawn, index = ("Symbol", "%outer", sort), ("Symbol", "%inner", kind)
            whole = opened(before[-1], drawn)
            term = closed(opened(whole[-1], index), drawn)
            yield ("SumOver", whole[1], kind, closed(("Expectation", distribution, sort, term), index)), ()
        case _:
            return


def kronecker(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Kronecker's delta: its value, that of a label which is 0 or 1, and a sum in which it leaves one term."""
    match before:
        case ("Kronecker", one, other):
            if equal(one, other):
                yield num(1), ()
            yield num(0), [(place.nonzero, less(one, other))]
            for number, label in ((one, other), (other, one)):
                if number in (num(0), num(1)):
                    checks = [(place.integer, label), (place.nonnegative, label)]
                    bit = [*checks, (place.nonnegative, less(num(1), label))]
                    yield label if number == num(1) else less(num(1), label), bit
        case ("SumOver", ("Range", lower, upper), _, body):
            over, below = body[1:] if body[0] == "Div" else (body, None)
            parts = over[1] if over[0] == "Mul" else (over,)
            for number, part in enumerate(parts):
                for own, at in (part[1:], part[:0:-1]) if part[0] == "Kronecker" else ():
                    if own == ("#", 0) and not uses(at):
                        value, others = dropped(at), ("Mul", (num(1), *parts[:number], *parts[number + 1 :]))
                        rest: Tree = others if below is None else ("Div", others, below)
                        inside = [(place.nonnegative, less(value, lower)), (place.nonnegative, less(upper, value))]
                        yield opened(rest, value), [(place.integer, value), *inside]
        case _:
            return


def pulled(tree: Tree, *, signs: bool = False) -> Tree:
    """A sum or an expectation with the factors (or only the signs) that its symbol does not occur in before it."""
    parts = list(factors(tree[-1]))
    if signs:
        out = [part for part in parts if part[0] == num(-1)]
        kept_body = multiplied([part for part in parts if part[0] != num(-1)])
        return ("Mul", (*(part for part, _ in out), (*tree[:-1], kept_body)))
    out = [(dropped(part), below) for part, below in parts if not uses(part)]
    kept = [part for part in parts if uses(part[0])]
    if not kept and tree[0] == "Expectation":
        return multiplied(out)
    return ("Mul", (multiplied(out), (*tree[:-1], multiplied(kept))))


def take_out(before: Tree, after: Tree, _: Place) -> bool:
    """Both sides agree once everything free of the index stands before each sum."""

    def every(tree: Tree) -> Tree:
        match tree:
            case ("SumOver" | "Expectation", *_rest):
                return pulled(tree)
            case ("Neg" | "Div", *parts):
                return (tree[0], *map(every, parts))
            case ("Mul", parts):
                return ("Mul", tuple(map(every, parts)))
            case _:
                return tree

    return before[0] in ("SumOver", "Expectation") and equal(every(before), every(after))


def indices(before: Tree, place: Place, arguments: Sequence[Any]) -> Answers:
    """Sums and products over a range: of equal terms, renamed, shifted, exchanged, written out."""
    yield before, ()
    if before[0] not in ("SumOver", "ProductOver"):
        return
    kind, domain, sort, body = before
    if body[0] == kind and not uses(body[1]):
        one, two = ("Symbol", "%outer", sort), ("Symbol", "%inner", body[2])
        inner = opened(body, one)
        core = opened(inner[-1], two)
        yield (kind, inner[1], body[2], closed((kind, domain, sort, closed(core, one)), two)), ()
    if kind == "SumOver" and body == num(0):
        yield num(0), ()
    if domain[0] != "Range":
        return
    lower, upper = domain[1:]
    if not uses(body):
        number = ("Add", (less(upper, lower), num(1)))
        one_body = dropped(body)
        answer = ("Mul", (number, one_body)) if kind == "SumOver" else ("Pow", one_body, number)
        yield answer, [(place.nonnegative, number)]
    shifts = [argument for argument in arguments if isinstance(argument, tuple)]
    if not shifts and lower[0] == "Num":
        shifts = [num(1 - lower[1])]
    new = ("Symbol", "%new", sort)
    for shift in shifts:
        moved = ("Range", ("Add", (lower, shift)), ("Add", (upper, shift)))
        yield (kind, moved, sort, closed(opened(body, less(new, shift)), new)), [(place.integer, shift)]
    ends = [_whole(end) for end in (lower, upper)]
    if ends[0] is not None and ends[1] is not None and ends[1] - ends[0] < MOST_MEMBERS:
        members = tuple(opened(body, num(k)) for k in range(ends[0], ends[1] + 1))
        yield ("Add" if kind == "SumOver" else "Mul", members), ()


def _whole(end: Tree) -> int | None:
    if end[0] == "Neg":
        inner = _whole(end[1])
        return None if inner is None else -inner
    return int(end[1]) if end[0] == "Num" and end[1].denominator == 1 else None

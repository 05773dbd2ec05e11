"""The replay's rules that stand on theorems of calculus: constants, least values, sole minimisers, limits.

Each takes a claim that is shown for every value of one symbol, apart from what its hypotheses say of that symbol.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .algebra import equal
from .known import Said, Shown, fixing, in_sort, is_known, open_symbols, shown
from .relations import turned
from .signs import Known, Place
from .sums import Check
from .trees import Refusal, Tree, closed, is_closed, less, matched, num, opened, symbols

ANY_POSITIVE: Tree = ("Real", 0, None, True, False, "")
HOLE: Tree = ("Symbol", "%hole", ("Any",))


def about(claim: Shown, symbol: Tree, place: Place) -> tuple[Known, ...]:
    """The hypotheses of a claim that speak of a symbol; its others are known at the place."""
    if symbol[0] != "Symbol":
        raise Refusal("the lemma is not about a symbol")
    whole = [claim.left, claim.right, *(side for known in claim.hypotheses for side in (known[1], known[3]))]
    if any(symbol in fixing(part) for part in whole):
        raise Refusal(f"{symbol[1]} sizes something in the lemma")
    own = tuple(known for known in claim.hypotheses if symbol in open_symbols(known))
    if not all(is_known(known, place) for known in claim.hypotheses if known not in own):
        raise Refusal("the lemma stands on a hypothesis that is not known here")
    return own


def ends(known: Sequence[Known], symbol: Tree, relation: str) -> list[Tree]:
    """What hypotheses without variables say that a symbol stands in a relation to."""
    found = []
    for _, left, said, right, variables in known:
        if not variables and (left, said) == (symbol, relation):
            found.append(right)
        elif not variables and (right, said) == (symbol, turned(relation)):
            found.append(left)
    return [end for end in found if symbol not in symbols(end)]


def value_at(body: Tree, before: Tree) -> Tree | None:
    """The point at which a function of one number, given by its body, is written like a term."""
    found: dict[Tree, Tree] = {}
    pattern = opened(body, HOLE)
    if matched(pattern, before, frozenset({HOLE}), found) and HOLE in found and is_closed(found[HOLE]):
        return found[HOLE] if opened(body, found[HOLE]) == before else None
    return None


def _throughout(claim: Shown, derivative: Tree, place: Place) -> tuple[Tree, Tree]:
    """The sort and the body of a derivative that a claim is about at every point of its interval."""
    match derivative:
        case ("Derivative", ("Symbol", _, own) as at, None, sort, body) if own == sort and at not in symbols(body):
            if not about(claim, at, place):
                return sort, body
        case _:
            pass
    raise Refusal("the lemma is not about the derivative at every point of an interval")


def _inside(point: Tree, sort: Tree, place: Place) -> list[Check]:
    checks = in_sort(point, sort, place)
    if checks is None:
        raise Refusal("a point is not in the interval")
    return checks


def constant(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """A function whose derivative is 0 throughout an interval has the same value at all its points."""
    for claim in shown(arguments):
        sort, body = _throughout(claim, claim.left, place)
        here = value_at(body, before)
        if here is None or claim.relation != "=" or not equal(claim.right, num(0)):
            raise Refusal("the lemma does not say that the derivative of such a function is 0")
        for there in (argument for argument in arguments if isinstance(argument, tuple)):
            yield "=", opened(body, there), [*_inside(here, sort, place), *_inside(there, sort, place)]


def turning(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """A function is least at c where (t - c) f'(t) is nowhere negative, and greatest where it is nowhere positive."""
    for claim in shown(arguments):
        match claim:
            case Shown(("Mul", (distance, derivative)), "=", slope, hypotheses):
                sort, body = _throughout(claim, derivative, place)
            case _:
                raise Refusal("the lemma does not state what (t - c) f'(t) is")
        symbol = derivative[1]
        centre = _centre(distance, symbol)
        here = value_at(body, before)
        if here is None:
            raise Refusal("the term is no value of the function of the lemma")
        checks = [*_inside(here, sort, place), *_inside(centre, sort, place)]
        everywhere = Place(hypotheses)
        elsewhere = Place((*hypotheses, ("", symbol, "!=", centre, ())))
        for relation, sign in ((">", slope), ("<", ("Neg", slope))):
            apart = [(elsewhere.positive, sign), (place.nonzero, less(here, centre))]
            yield relation, opened(body, centre), [*checks, *apart]
            yield f"{relation}=", opened(body, centre), [*checks, (everywhere.nonnegative, sign)]


def _centre(distance: Tree, symbol: Tree) -> Tree:
    """The point c, free of t, where t - c is 0."""
    if distance == symbol:
        return num(0)
    match distance:
        case ("Add", (first, ("Neg", centre))) if first == symbol and symbol not in symbols(centre):
            return centre  # type: ignore[no-any-return] # a tree that was matched
        case ("Add", (first, other)) if first == symbol and symbol not in symbols(other):
            return ("Neg", other)
        case _:
            raise Refusal("the lemma does not begin with t - c")


def _candidates(claim: Shown, sort: Tree, place: Place) -> Iterator[tuple[Tree, tuple[Known, ...]]]:
    """The symbols of a sort that a claim may be about, with the hypotheses that speak of each."""
    for symbol in sorted(claim.symbols, key=repr):
        if symbol[2] == sort:
            try:
                yield symbol, about(claim, symbol, place)
            except Refusal:
                continue


def sole_extremum(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """Where all others have a greater value a point is the only minimiser; a smaller one, the only maximiser."""
    if before[0] not in ("Argmin", "Argmax"):
        return
    kind, sort, body = before
    for claim in shown(arguments):
        wanted = ">" if kind == "Argmin" else "<"
        sides = {wanted: (claim.left, claim.right), turned(wanted): (claim.right, claim.left)}.get(claim.relation)
        if sides is None:
            raise Refusal("the lemma is no strict inequality")
        for symbol, known in _candidates(claim, sort, place):
            for centre in ends(known, symbol, "!="):
                values = (opened(body, symbol), opened(body, centre))
                if len(known) == 1 and symbol not in symbols(before) and values == sides:
                    yield "=", ("FiniteSet", (centre,)), _inside(centre, sort, place)


def limit(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """A limit by its definition: the values are within every epsilon of it near the point, or beyond every bound."""
    if before[0] != "Limit":
        return
    _, point, side, sort, body = before
    for claim in shown(arguments):
        small, great = (claim.left, claim.right) if claim.relation == "<" else (claim.right, claim.left)
        if claim.relation not in ("<", ">"):
            raise Refusal("the lemma is no strict inequality")
        for symbol, known in _candidates(claim, sort, place):
            value = opened(body, symbol)
            if symbol in symbols(before):
                continue
            for measure, result in _near(small, great, value):
                others = [other for other in claim.hypotheses if other not in known]
                general = measure[0] == "Symbol" and measure[2] == ANY_POSITIVE and measure != symbol
                spoken = symbols(before) | symbols(result)
                spoken = spoken.union(*map(open_symbols, others))
                if general and measure not in spoken and symbol not in symbols(result):
                    yield from _approach(result, point, side, symbol, known, Place(tuple(others)))


def _near(small: Tree, great: Tree, value: Tree) -> Iterator[tuple[Tree, Tree]]:
    """What measures how near the values are, and what they are near to."""
    match small:
        case ("Abs", inner) if inner == value:
            yield great, num(0)
        case ("Abs", ("Add", (first, ("Neg", result)))) if first == value:
            yield great, result
        case ("Abs", ("Add", (first, rest))) if first == value:
            yield great, ("Neg", rest)
        case _:
            pass
    if great == value:
        yield small, ("Const", "oo")
    if small == value and great[0] == "Neg":
        yield great[1], ("Neg", ("Const", "oo"))


def _approach(result: Tree, point: Tree, side: str, symbol: Tree, known: Sequence[Known], there: Place) -> Said:
    """The hypotheses about the symbol say that it is near the point, on the side that the limit is taken from."""
    above, below = ends(known, symbol, ">"), ends(known, symbol, "<")
    if len(above) + len(below) != len(known):
        return
    match point, side, above, below:
        case (("Const", "oo"), "", [_], []) | (("Neg", ("Const", "oo")), "", [], [_]):
            yield "=", result, []
        case (_, "+", [start], [end]) if start == point:
            yield "=", result, [(there.positive, less(end, point))]
        case (_, "-", [start], [end]) if end == point:
            yield "=", result, [(there.positive, less(point, start))]
        case _:
            return


def equality_case(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """Two numbers that differ for every t but c, and agree at c, are equal exactly where t is c."""
    if len(shown(arguments)) != 2 or before[0] != "Comparison" or before[2] != "=":
        return
    strict, there = shown(arguments)
    if strict.relation not in ("<", ">") or there.relation != "=":
        raise Refusal("a strict inequality and an equation are needed")
    if not all(is_known(known, place) for known in there.hypotheses):
        raise Refusal("the equation at the point stands on a hypothesis that is not known here")
    for symbol in sorted(strict.symbols, key=repr):
        try:
            known = about(strict, symbol, place)
        except Refusal:
            continue
        one, other = closed(strict.left, symbol), closed(strict.right, symbol)
        for centre in ends(known, symbol, "!=") if len(known) == 1 else []:
            at_centre = {opened(one, centre), opened(other, centre)}
            if {there.left, there.right} != at_centre:
                continue
            pair = ("Comparison", one, "=", other), ("Comparison", other, "=", one)
            for body in pair:
                value = value_at(body, before)
                if value is not None:
                    checks = [*_inside(value, symbol[2], place), *_inside(centre, symbol[2], place)]
                    yield "=", ("Comparison", value, "=", centre), checks

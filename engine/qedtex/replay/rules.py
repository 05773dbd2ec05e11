"""The replay's own versions of the rules, by name: what a tree may become, and what must be shown for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .trees import (
    FREE_INTEGER,
    Place,
    Refusal,
    Tree,
    closed,
    dropped,
    equal,
    is_closed,
    is_finite,
    less,
    matched,
    num,
    opened,
    replaced,
    sort_of,
    symbols,
    uses,
    within,
)

Check = tuple[Callable[[Tree], bool], Tree]
Answers = Iterator[tuple[Tree, Sequence[Check]]]
MOST_MEMBERS = 64
NEW: Tree = ("Symbol", "%new", FREE_INTEGER)
"""A symbol that no record can hold beside the place it is used in, since it is bound again at once."""


def over_index(body: Tree, domain: Tree, kind: str = "SumOver") -> Tree:
    """A sum (or product) over an integer that stands in the body as `NEW`."""
    return (kind, domain, FREE_INTEGER, closed(body, NEW))


# Logarithms and exponentials -----------------------------------------------------------------------------------------


def logarithms(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Logarithms of products, quotients, powers, exponentials and 1; other bases."""
    if before[0] != "Log":
        return
    base = before[2]
    if base is not None:
        yield ("Div", ("Log", before[1], None), ("Log", base, None)), ()
    match before[1]:
        case ("Mul", parts):
            yield ("Add", tuple(("Log", part, base) for part in parts)), [(place.positive, part) for part in parts]
        case ("Div", over, by):
            checks = [(place.positive, over), (place.positive, by)]
            yield less(("Log", over, base), ("Log", by, base)), checks
        case ("Pow", root, power) if root == (base or ("Const", "e")):
            yield power, ()
            yield ("Mul", (power, ("Log", root, base))), [(place.positive, root)]
        case ("Pow", root, power):
            yield ("Mul", (power, ("Log", root, base))), [(place.positive, root)]
        case ("Sqrt", of):
            yield ("Div", ("Log", of, base), num(2)), [(place.positive, of)]
        case ("Exp", of) if base is None:
            yield of, ()
        case ("Num", value) if value == 1:
            yield num(0), ()
        case ("ProductOver", domain, sort, body):
            inner, factor = place.enter(before[1])
            yield ("SumOver", domain, sort, ("Log", body, base)), [(inner.positive, factor)]
        case _:
            pass
    if before[1] == (base or ("Const", "e")):
        yield num(1), ()


def exponentials(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Exponentials of sums, negatives and logarithms."""
    match before:
        case ("Exp", of) | ("Pow", ("Const", "e"), of):
            pass
        case _:
            return
    match of:
        case ("Add", parts):
            yield ("Mul", tuple(("Exp", part) for part in parts)), ()
        case ("Neg", inner):
            yield ("Div", num(1), ("Exp", inner)), ()
        case ("Num", value) if value == 0:
            yield num(1), ()
        case ("Log", inner, None):
            yield inner, [(place.positive, inner)]
        case ("SumOver", domain, sort, body):
            yield ("ProductOver", domain, sort, ("Exp", body)), ()
        case _:
            return


def roots(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Roots and powers of products, quotients and squares; absolute values."""
    match before:
        case ("Abs", of):
            yield of, [(place.nonnegative, of)]
        case ("Pow", ("Abs", of), power) if power == num(2):
            yield ("Pow", of, power), ()
        case ("Sqrt", ("Pow", of, power)) if power == num(2):
            yield of, [(place.nonnegative, of)]
        case ("Sqrt" | "Pow", ("Mul", parts), *power):
            checks = [(place.nonnegative, part) for part in parts]
            yield ("Mul", tuple((before[0], part, *power) for part in parts)), checks
        case ("Sqrt" | "Pow", ("Div", over, by), *power):
            checks = [(place.nonnegative, over), (place.nonnegative, by)]
            yield ("Div", (before[0], over, *power), (before[0], by, *power)), checks
        case _:
            return


# Sums ----------------------------------------------------------------------------------------------------------------


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


# Probability ---------------------------------------------------------------------------------------------------------


def spread(space: Tree, make: Callable[[Tree], Tree]) -> Tree:
    """The sum over a finite space of what is made of each outcome."""
    match space:
        case ("Enumerated", name, lower, upper):
            outcome = ("Index", ("Symbol", name, ("Family", ("Outcome", space), lower, upper)), NEW)
            return over_index(make(outcome), ("Range", lower, upper))
        case ("Labels", lower, upper, variable):
            outcome = ("Event", variable, NEW) if variable else NEW
            return over_index(make(outcome), ("Range", lower, upper))
        case _:
            symbol = ("Symbol", "%new", ("Outcome", space))
            return ("SumOver", ("Over", space), symbol[2], closed(make(symbol), symbol))


def mean(distribution: Tree, space: Tree, make: Callable[[Tree], Tree]) -> Tree:
    """The expectation of what is made of an outcome drawn from a distribution."""
    symbol = ("Symbol", "%new", ("Outcome", space))
    return ("Expectation", distribution, symbol[2], closed(make(symbol), symbol))


def mass(distribution: Tree, outcome: Tree) -> Tree:
    """The probability of one outcome."""
    return ("Prob", distribution, (outcome,))


def unfold(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Named quantities by their definitions, as sums and as expectations."""
    match before:
        case ("SelfInformation", distribution, outcome, base):
            yield ("Neg", ("Log", mass(distribution, outcome), base)), ()
        case ("Entropy", p, base) | ("CrossEntropy", p, _, base) | ("KL", p, _, base):
            q = p if before[0] == "Entropy" else before[2]
            space = p[1][2]
            if before[0] == "KL":

                def value(x: Tree) -> Tree:
                    return ("Log", ("Div", mass(p, x), mass(q, x)), base)
            else:

                def value(x: Tree) -> Tree:
                    return ("Neg", ("Log", mass(q, x), base))

            if is_finite(space):
                whole = spread(space, lambda x: ("Mul", (mass(p, x), value(x))))
                yield pulled(whole, signs=True), ()
            yield mean(p, space, value), ()
        case ("Sigmoid", of):
            yield ("Div", num(1), ("Add", (num(1), ("Exp", ("Neg", of))))), ()
        case ("Norm", (_, _, ("Family", _, lower, upper)) as vector, order) if order in (1, 2):
            part = ("Index", vector, NEW)
            one = ("Abs", part) if order == 1 else ("Pow", part, num(2))
            whole = over_index(one, ("Range", lower, upper))
            yield whole if order == 1 else ("Sqrt", whole), ()
        case _:
            return


def expectation_to_sum(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """An expectation over a finite space as the sum of masses times values."""
    if before[0] == "Expectation" and is_finite(before[1][1][2]):
        distribution, body = before[1], before[-1]
        whole = spread(distribution[1][2], lambda x: ("Mul", (mass(distribution, x), opened(body, x))))
        yield whole, ()


def empirical_mean(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """An expectation under a sample's empirical distribution as the sample mean."""
    match before:
        case ("Expectation", distribution, _, body):
            pass
        case ("SumOver", ("Over", space), _, ("Mul", parts)):
            weights = [part for part in parts if part[0] == "Prob" and part[2] == (("#", 0),) and not uses(part[1])]
            if not weights or weights[0][1][1][2] != space:
                return
            others = list(parts)
            others.remove(weights[0])
            distribution, body = weights[0][1], ("Mul", tuple(others))
        case _:
            return
    _, law, given, parameters = distribution
    if law[4] is None or law[4][2][0] != "Family" or given or parameters:
        return
    lower, upper = law[4][2][2:]
    whole = over_index(opened(body, ("Index", law[4], NEW)), ("Range", lower, upper))
    if lower == num(1) and law[4] not in place.captured():
        yield ("Mul", (("Div", num(1), upper), whole)), [(place.positive, upper)]


def normalisation(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """The masses of all outcomes of a finite space sum to 1."""
    match before:
        case ("SumOver", _, _, ("Prob", ("Distribution", law, _, _) as distribution, (outcome,))):
            own = law[2]
            if own is None:
                own = before[1][1] if before[1][0] == "Over" else None
                if outcome[0] == "Index" and sort_of(outcome) is not None:
                    own = (sort_of(outcome) or ("", None))[1]
            whole = spread(own, lambda x: mass(distribution, x)) if is_finite(own) else None
            if whole is not None and not uses(distribution) and before[1] == whole[1] and before[3] == whole[3]:
                yield num(1), ()
            if own is not None and own[0] == "Labels" and outcome[0] == "Event" and outcome[2] == ("#", 0):
                if before[1] == ("Range", *own[1:3]) and not uses(distribution):
                    yield num(1), ()
        case _:
            return


def complement(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """A probability as 1 minus those of the other numbered outcomes."""
    match before:
        case (
            "Prob",
            ("Distribution", (_, _, ("Labels", ("Num", lower), ("Num", upper), _), *_), *_) as dist,
            (outcome,),
        ):
            value = outcome[-1] if outcome[0] == "Event" else outcome
            whole = lower.denominator == upper.denominator == 1 and upper - lower < MOST_MEMBERS
            numbers = range(int(lower), int(upper) + 1) if whole else range(0)
            if value[0] == "Num" and value[1] in numbers:
                others = [k for k in numbers if k != value[1]]
                made = [("Event", outcome[1], num(k)) if outcome[0] == "Event" else num(k) for k in others]
                yield ("Add", (num(1), *(("Neg", mass(dist, other)) for other in made))), ()
        case _:
            return


def conditional(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """The product rule and Bayes' theorem for a general law of full support and different random variables."""
    if before[0] != "Prob":
        return
    (_, law, given, parameters), outcomes = before[1], before[2]
    roles = [role(part) for part in (*outcomes, *given)]
    if law[2] is not None or not law[3] or law[4] is not None or None in roles or len(set(roles)) < len(roles):
        return

    def p(some: Sequence[Tree], known: Sequence[Tree]) -> Tree:
        return ("Prob", ("Distribution", law, tuple(known), parameters), tuple(some))

    for part in outcomes if len(outcomes) > 1 else ():
        rest = [other for other in outcomes if other != part]
        yield ("Mul", (p([part], [*rest, *given]), p(rest, given))), ()
    for part in given:
        rest = [other for other in given if other != part]
        over = ("Mul", (p([part], [*outcomes, *rest]), p(outcomes, rest)))
        yield ("Div", over, p([part], rest)), ()


def role(tree: Tree) -> Tree | None:
    """Which random variable a value of a general law belongs to: its sort, where that says so."""
    sort = sort_of(tree)
    element = sort[1] if sort is not None and sort[0] == "Family" else sort
    if element is not None and (element[0] in ("Outcome", "Data") or (element[0] == "Real" and element[5])):
        return sort
    return None


# Extrema -------------------------------------------------------------------------------------------------------------


def extrema(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Increasing functions of an objective, its negative, and constants added to it."""
    if before[0] not in ("Argmax", "Argmin"):
        return
    kind, sort, body = before
    inner, objective = place.enter(before)
    yield (kind, sort, ("Log", body, None)), [(inner.positive, objective)]
    yield (kind, sort, ("Exp", body)), ()
    yield ("Argmin" if kind == "Argmax" else "Argmax", sort, ("Neg", body)), ()
    kept = [part for part in body[1] if uses(part)] if body[0] == "Add" else []
    if kept:
        yield (kind, sort, ("Add", tuple(kept))), ()


def drop_factor(before: Tree, after: Tree, place: Place) -> bool:
    """Both sides agree once positive factors free of the variable are gone from each objective."""
    if before[0] not in ("Argmax", "Argmin") or after[:2] != before[:2]:
        return False

    def kept(body: Tree) -> Tree:
        parts = factors(body)
        return multiplied([part for part in parts if uses(part[0]) or not place.positive(dropped(part[0]))])

    return equal((*before[:-1], kept(before[-1])), (*after[:-1], kept(after[-1])))


# What is known -------------------------------------------------------------------------------------------------------


def instances(pattern: Tree, result: Tree, before: Tree, variables: Sequence[Tree], place: Place) -> Answers:
    """The result for those values of the variables that make the pattern the tree before."""
    found: dict[Tree, Tree] = {}
    if not matched(pattern, before, frozenset(variables), found) or set(found) != set(variables):
        return
    if not all(map(is_closed, found.values())) or replaced(pattern, found) != before:
        return
    checks: list[Check] = []
    for variable, value in found.items():
        if variable[0] == "Law":
            continue
        sort, own = replaced(variable[2], found), sort_of(value)
        if sort[0] in ("Real", "Integer") and not (sort[0] == "Real" and sort[5] and own != sort):
            checks.extend(
                (place.positive if strict else place.nonnegative, fact) for fact, strict in within(value, sort)
            )
            checks.extend([(place.integer, value)] if sort[0] == "Integer" else [])
        elif own != sort:
            return
    yield replaced(result, found), checks


def substitute(before: Tree, place: Place, arguments: Sequence[Any]) -> Answers:
    """The left side of a hypothesis by its right side, for values of its variables; its other symbols are not bound."""
    for name, left, relation, right, variables in place.hypotheses:
        if relation == "=" and (not arguments or name in arguments):
            own = (symbols(left) | symbols(right)) - frozenset(variables)
            if own.isdisjoint(place.captured()):
                yield from instances(left, right, before, variables, place)


def cite(before: Tree, place: Place, arguments: Sequence[Any]) -> Answers:
    """An instance of a proved equation, its laws and symbols replaced by others of the same space, support and sort."""
    for left, relation, right, hypotheses in (argument for argument in arguments if isinstance(argument, tuple)):
        if relation != "=" or not set(hypotheses) <= set(place.hypotheses):
            raise Refusal("what is cited is no equation, or stands on hypotheses that are not known here")
        for pattern, result in ((left, right), (right, left)):
            everything = symbols(pattern) | symbols(result)
            fixed = {size for symbol in everything for size in symbols(symbol) - {symbol}}
            fixed |= {symbol for symbol in everything if symbol[2][0] == "Family"}
            general = (
                [] if hypotheses else [s for s in symbols(pattern) if s not in fixed] + sorted(laws(pattern), key=repr)
            )
            if not (everything - set(general)).isdisjoint(place.captured()) or not symbols(result) <= symbols(pattern):
                continue
            for after, checks in instances(pattern, result, before, general, place):
                found: dict[Tree, Tree] = {}
                matched(pattern, before, frozenset(general), found)
                fits = all(
                    new[2] == old[2] and new[4] == old[4] and new[3] >= old[3]
                    for old, new in found.items()
                    if old[0] == "Law"
                )
                roles = [value for old, value in found.items() if old[0] != "Law" and role(old) is not None]
                if fits and len(set(roles)) == len(roles):
                    yield after, checks


def laws(tree: Tree) -> frozenset[Tree]:
    """The laws that a tree speaks of."""
    below = (
        item
        for part in tree[1:]
        if isinstance(part, tuple)
        for item in ([part] if part and isinstance(part[0], str) else part)
    )
    return frozenset({tree} if tree[0] == "Law" else ()).union(*map(laws, below))


FORWARD: Mapping[str, Callable[[Tree, Place, Sequence[Any]], Answers]] = {
    **dict.fromkeys(
        ["log_product", "log_quotient", "log_power", "log_exp", "log_one", "log_of_product", "base_change"], logarithms
    ),
    **dict.fromkeys(["exp_log", "exp_sum", "exp_negative", "exp_of_sum"], exponentials),
    **dict.fromkeys(["power_of_product", "square_of_absolute"], roots),
    **dict.fromkeys(["split_sum", "split_product"], split),
    **dict.fromkeys(
        ["constant_sum", "rename_index", "shift_index", "exchange_sums", "expand_sum", "expand_product"], indices
    ),
    **dict.fromkeys(["product_rule", "bayes"], conditional),
    **dict.fromkeys(["extremum_increasing", "extremum_negate", "extremum_drop_constant"], extrema),
    "expectation_linear": split,
    "unfold": unfold,
    "expectation_to_sum": expectation_to_sum,
    "empirical_mean": empirical_mean,
    "normalisation": normalisation,
    "complement": complement,
    "substitute": substitute,
    "cite": cite,
}
JUDGES: Mapping[str, Callable[[Tree, Tree, Place], bool]] = {
    "arithmetic": lambda before, after, place: equal(before, after),
    "distribute": lambda before, after, place: equal(before, after),
    "take_out": take_out,
    "expectation_linear": take_out,
    "extremum_drop_factor": drop_factor,
}


INNER: Mapping[str, frozenset[str]] = {
    "log_product": frozenset({"Mul"}),
    "log_quotient": frozenset({"Div"}),
    "log_power": frozenset({"Pow", "Sqrt"}),
    "log_one": frozenset({"Num"}),
    "log_of_product": frozenset({"ProductOver"}),
}
"""What the logarithm is taken of, for the rules that one function answers for."""


def judge(rule: str, before: Tree, after: Tree, place: Place, arguments: Sequence[Any]) -> None:
    """Raise `Refusal` unless the rule turns one tree into the other, and all that it needs is shown."""
    if rule not in FORWARD and rule not in JUDGES:
        raise Refusal(f"{rule} is not a rule that is known here")
    if rule in JUDGES and JUDGES[rule](before, after, place):
        return
    if rule in INNER and (before[0] != "Log" or before[1][0] not in INNER[rule]):
        raise Refusal(f"{rule} is not about such a term")
    missing = ""
    for result, checks in FORWARD[rule](before, place, arguments) if rule in FORWARD else ():
        if equal(result, after):
            lacking = [tree for shown, tree in checks if not shown(tree)]
            if not lacking:
                return
            missing = f"; what it needs of {str(lacking[0])[:160]} is not shown"
    raise Refusal(f"{rule} does not lead from one to the other{missing}")

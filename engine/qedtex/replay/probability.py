"""The replay's rules of probability: definitions, expectations, normalisation, conditional probability."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .signs import Place
from .sums import MOST_MEMBERS, NEW, Answers, over_index, pulled
from .trees import (
    Tree,
    children,
    closed,
    is_closed,
    is_finite,
    num,
    opened,
    replaced,
    sort_of,
    symbols,
    uses,
)


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

            if before[0] == "KL" and not p[1][3]:
                yield ("Add", (("CrossEntropy", p, q, base), ("Neg", ("Entropy", p, base)))), ()
            if is_finite(space):
                whole = spread(space, lambda x: ("Mul", (mass(p, x), value(x))))
                yield pulled(whole, signs=True), ()
            yield mean(p, space, value), ()
        case ("VariableEntropy", (_, law, (), parameters), of, given, base):
            yield joint_mean(law, parameters, of, given, base), ()
        case ("Sigmoid", of):
            yield ("Div", num(1), ("Add", (num(1), ("Exp", ("Neg", of))))), ()
        case ("Norm", (_, _, ("Family", _, lower, upper)) as vector, order) if order in (1, 2):
            part = ("Index", vector, NEW)
            one = ("Abs", part) if order == 1 else ("Pow", part, num(2))
            whole = over_index(one, ("Range", lower, upper))
            yield whole if order == 1 else ("Sqrt", whole), ()
        case _:
            return


def joint_mean(law: Tree, parameters: Tree, of: Sequence[Tree], given: Sequence[Tree], base: Tree | None) -> Tree:
    """minus the sum of p(x, y, z) log p(x, y | z) over all values of the random variables."""
    fixed = tuple(part for part in given if part[2][0] != "Random")
    drawn = [part for part in given if part[2][0] == "Random"]
    values = {part: ("Symbol", f"%{part[1]}", ("Outcome", part[2][1])) for part in (*drawn, *of)}
    under = ("Distribution", law, (*(values[part] for part in drawn), *fixed), parameters)
    surprise = ("Log", ("Prob", under, tuple(values[part] for part in of)), base)
    whole: Tree = ("Mul", (("Prob", ("Distribution", law, fixed, parameters), tuple(values.values())), surprise))
    for value in reversed(values.values()):
        whole = spread(value[2][1], _in_place_of(value, whole))
    return ("Neg", whole)


def _in_place_of(symbol: Tree, body: Tree) -> Callable[[Tree], Tree]:
    return lambda outcome: replaced(body, {symbol: outcome})


def expectation_to_sum(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """An expectation over a finite space as the sum of masses times values."""
    if before[0] != "Expectation":
        return
    distribution, sort, body = before[1:]
    space = distribution[1][2] or (sort[1] if sort[0] == "Outcome" else None)
    if space is not None and is_finite(space) and sort[0] != "Family":
        yield spread(space, lambda x: ("Mul", (mass(distribution, x), opened(body, x)))), ()


def sample_member(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """The expectation of a function of one member of a sample, over the sample, as that over one outcome."""
    match before:
        case ("Expectation", (_, law, _, _) as distribution, ("Family", ("Outcome", space) as sort, _, _), body):
            if law[2] != space or law[4] is not None:
                return
        case _:
            return
    sample, one = ("Symbol", "%sample", before[2]), ("Symbol", "%one", sort)
    opened_body = opened(body, sample)
    for member in {part for part in parts_of(opened_body) if part[0] == "Index" and part[1] == sample}:
        after = replaced(opened_body, {member: one})
        if is_closed(member) and sample not in symbols(after):
            yield ("Expectation", distribution, sort, closed(after, one)), ()


def parts_of(tree: Tree) -> Iterator[Tree]:
    """The tree and every tree below it."""
    yield tree
    for child in children(tree):
        yield from parts_of(child)


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
            named = own is not None and own[0] == "Labels" and outcome[0] == "Event" and outcome[2] == ("#", 0)
            if named and before[1] == ("Range", *own[1:3]) and not uses(distribution):
                yield num(1), ()
        case _:
            return


def complement(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """A probability as 1 minus those of the other numbered outcomes."""
    match before:
        case (
            "Prob",
            ("Distribution", (_, _, ("Enumerated", name, ("Num", lower), ("Num", upper)) as space, *_), *_) as dist,
            (("Index", ("Symbol", own, ("Family", ("Outcome", whose), _, _)) as family, ("Num", at)),),
        ) if own == name and whose == space and lower.denominator == upper.denominator == 1:
            if upper - lower < MOST_MEMBERS and at in range(int(lower), int(upper) + 1):
                rest = [k for k in range(int(lower), int(upper) + 1) if k != at]
                left = (("Neg", mass(dist, ("Index", family, num(k)))) for k in rest)
                yield ("Add", (num(1), *left)), ()
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


def marginal(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """A joint probability of a general law, summed over the whole space of one of its quantities."""
    if before[0] != "SumOver":
        return
    index: Tree = ("Symbol", "%index", before[2])
    match opened(before[-1], index):
        case ("Prob", (_, law, given, _) as distribution, outcomes):
            roles = [role(part) for part in (*outcomes, *given)]
            if law[2:] != (None, True, None) or None in roles or len(set(roles)) < len(roles):
                return
        case _:
            return
    for number, part in enumerate(outcomes):
        rest = ("Prob", distribution, (*outcomes[:number], *outcomes[number + 1 :]))
        sort = role(part) or ("",)
        if sort[0] == "Outcome" and is_finite(sort[1]) and rest[2] and index not in symbols(rest):
            whole = spread(sort[1], lambda x: x)
            if whole[1:] == (*before[1:3], closed(part, index)):
                yield rest, ()


def as_joint(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """A conditional probability of a general law of full support as the joint one over the marginal one."""
    match before:
        case ("Prob", (_, law, given, parameters), outcomes) if given:
            roles = [role(part) for part in (*outcomes, *given)]
            if law[2:] != (None, True, None) or None in roles or len(set(roles)) < len(roles):
                return
        case _:
            return
    for moved in {given, *((part,) for part in given)}:
        known = ("Distribution", law, tuple(part for part in given if part not in moved), parameters)
        for joint in ((*outcomes, *moved), (*moved, *outcomes)):
            yield ("Div", ("Prob", known, joint), ("Prob", known, moved)), ()


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


def reordered(before: Tree, after: Tree, place: Place) -> bool:
    """The outcomes of a general law's probability, and what it is conditioned on, in another order."""
    match before, after:
        case ("Prob", ("Distribution", law, given, parameters), outcomes), (
            "Prob",
            ("Distribution", other, known, others),
            listed,
        ):
            roles = [role(part) for part in (*outcomes, *given)]
            general = law[2] is None and law[4] is None and None not in roles and len(set(roles)) == len(roles)
            same = (set(outcomes), set(given)) == (set(listed), set(known))
            as_many = (len(outcomes), len(given)) == (len(listed), len(known))
            return bool(general and same and as_many and law == other and parameters == others)
        case _:
            return False


def role(tree: Tree) -> Tree | None:
    """Which random variable a value of a general law belongs to: its sort, where that says so."""
    sort = sort_of(tree)
    element = sort[1] if sort is not None and sort[0] == "Family" else sort
    if element is not None and (element[0] in ("Outcome", "Data") or (element[0] == "Real" and element[5])):
        return sort
    return None

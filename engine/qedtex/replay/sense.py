"""When a formula makes sense, for the replay: what must be shown of each node, collected by the replay itself."""

from __future__ import annotations

from .algebra import normal
from .calculus import differentiable, is_open
from .existence import integrable
from .probability import role
from .signs import Place, within
from .trees import BINDERS, INFINITE, Refusal, Tree, children, is_finite, is_number, less, num, sort_of

NUMBERS_BELOW = frozenset(["Add", "Mul", "Neg", "Div", "Pow", "Sqrt", "Abs", "Exp", "Log", "Sigmoid", "Range"])

COMPARED = frozenset(["=", "!=", "<", "<=", ">", ">="])


def make_sense(tree: Tree, place: Place) -> None:
    """Raise `Refusal` unless a tree and all its parts are shown to have a value."""
    _own(tree, place)
    below = children(tree)
    if tree[0] in ("Limit", "Interval"):
        below = [child for child in below if child not in INFINITE]
    if tree[0] in BINDERS:
        inner, body = place.enter(tree)
        make_sense(body, inner)
        below = below[:-1]
    for child in below:
        make_sense(child, place)


def _need(shown: bool, what: str, tree: Tree) -> None:
    if not shown:
        raise Refusal(f"{what} is not shown of {str(tree)[:160]}")


def _own(tree: Tree, place: Place) -> None:
    if tree[0] in NUMBERS_BELOW:
        for child in children(tree):
            _need(is_number(child), "that it is a number", child)
    match tree:
        case ("Num", value):
            _need(value >= 0, "that it is at least 0", tree)
        case ("Const", name):
            _need(name in ("pi", "e"), "that it is a known constant", tree)
        case ("Div", _, by):
            _need(place.nonzero(by), "that it is not 0", by)
        case ("Sqrt", of):
            _need(place.nonnegative(of), "that it is at least 0", of)
        case ("Pow", base, exponent):
            _power(base, exponent, place)
        case ("Log", of, base):
            _need(place.positive(of), "that it is positive", of)
            _base(base, place)
        case ("Kronecker", one, other):
            for side in (one, other):
                _need(is_number(side) and place.integer(side), "that it is an integer", side)
        case ("Norm", vector, order):
            sort = vector[2] if vector[0] == "Symbol" else None
            _need(sort is not None and sort[0] == "Family" and sort[1][0] == "Real", "that it is a vector", vector)
            _need(order in (1, 2), "that there is such a norm", tree)
        case ("Index", family, at):
            _need(family[0] == "Symbol" and family[2][0] == "Family", "that it is a family", family)
            _in_range(at, family[2][2], family[2][3], place)
        case ("Range", lower, upper):
            _need(place.integer(lower) and place.integer(upper), "that its ends are integers", tree)
        case ("SumOver" | "ProductOver", domain, sort, _):
            _body_is_number(tree, place)
            if domain[0] == "Over":
                _space(domain[1], place)
                _need(sort == ("Outcome", domain[1]) and is_finite(domain[1]), "that the sum is finite", tree)
            else:
                _need(domain[0] == "Range" and sort[0] in ("Integer", "Real"), "that it has a range", tree)
        case ("Argmax" | "Argmin", sort, _):
            _body_is_number(tree, place)
            _need((sort[1] if sort[0] == "Family" else sort)[0] == "Real", "that its variable is real", tree)
        case ("Expectation", ("Distribution", law, _, _), sort, _):
            _body_is_number(tree, place)
            if sort[0] == "Family" and law[2] is not None and law[4] is None:
                sort = sort[1]  # a sample, its members drawn independently
            drawn = sort[0] == "Outcome" and law[2] in (None, sort[1])
            _need(drawn and (law[4] is not None or is_finite(sort[1])), "that the expectation exists", tree)
        case ("Distribution", law, _, _):
            if law[2] is not None:
                _space(law[2], place)
            if law[4] is not None:
                _need(place.nonnegative(less(law[4][2][3], law[4][2][2])), "that the sample is not empty", law[4])
        case ("Prob", distribution, outcomes):
            _probability(distribution, outcomes, place)
        case ("Entropy", p, base) | ("CrossEntropy" | "KL", p, _, base):
            other = tree[2] if tree[0] != "Entropy" else p
            _need(p[1][2] is not None and p[1][2] == other[1][2], "that both are spread over one space", tree)
            observed = tree[0] == "CrossEntropy" and p[1][4] is not None
            _need(observed or is_finite(p[1][2]), "that the space is finite", tree)
            _need(tree[0] == "Entropy" or other[1][3], "that the second law has full support", tree)
            _base(base, place)
        case ("VariableEntropy", (_, law, known, _), of, given, base):
            _need(law[2:] == (None, True, None) and not known, "that it is a joint law of full support", tree)
            sorts = [sort_of(part) or ("",) for part in (*of, *given)]
            allowed = [("Random",)] * len(of) + [("Random", "Outcome")] * len(given)
            fits = all(sort[0] in kinds for sort, kinds in zip(sorts, allowed, strict=True))
            _need(bool(of) and fits, "that it is of random variables", tree)
            _need(all(is_finite(sort[1]) for sort in sorts), "that their spaces are finite", tree)
            _need(len({sort[1] for sort in sorts}) == len(sorts), "that they are different", tree)
            for sort in sorts:
                _space(sort[1], place)
            _base(base, place)
        case ("SelfInformation", distribution, outcome, base):
            _probability(distribution, (outcome,), place)
            _need(distribution[1][3], "that the law has full support", tree)
            _base(base, place)
        case ("Apply", function, argument):
            _value_of(argument, function[2], place)
            _need(not function[3] or is_open(function[2]), "that it can have a derivative everywhere", function)
        case ("Derivative", at, index, sort, _):
            _derivative(tree, at, index, sort, place)
        case ("Limit", point, side, sort, _):
            _body_is_number(tree, place)
            _approachable(tree, point, side, sort, place)
        case ("Integral", *_):
            integrable(tree, place)
        case ("Interval", lower, upper):
            _need(all(end in INFINITE or is_number(end) for end in (lower, upper)), "that its ends are numbers", tree)
        case ("Comparison", left, relation, right):
            _need(relation in COMPARED and is_number(left) and is_number(right), "that it compares two numbers", tree)
        case ("Every", domain, sort, _):
            _need(place.enter(tree)[1][0] in ("Comparison", "Every"), "that its body is a proposition", tree)
            if domain[0] == "Over":
                _space(domain[1], place)
                _need(sort == ("Outcome", domain[1]) and is_finite(domain[1]), "that it is about outcomes", tree)
            else:
                _need(domain[0] == "Range" and sort[0] in ("Integer", "Real"), "that it has a range", tree)
        case ("FiniteSet", elements):
            _need(bool(elements) and all(map(is_number, elements)), "that it lists numbers", tree)
        case ("Symbol", name, sort) if not name.startswith("%"):
            _inhabited(tree, sort, place)
        case ("Add" | "Mul" | "Neg" | "Abs" | "Exp" | "Sigmoid" | "Symbol" | "Event" | "Over", *_):
            return
        case _:
            raise Refusal(f"{tree[0]} is not a kind of term that the replay knows the meaning of")


def _value_of(value: Tree, sort: Tree, place: Place) -> None:
    """A number lies in an interval of the reals."""
    _need(is_number(value) and sort[0] == "Real", "that it is a number", value)
    _need(not sort[5] or sort_of(value) == sort, "that it is a value of the random variable", value)
    for fact, strict in within(value, sort):
        _need(place.positive(fact) if strict else place.nonnegative(fact), "that it lies in its interval", value)


def _derivative(tree: Tree, at: Tree, index: Tree | None, sort: Tree, place: Place) -> None:
    """The body has a derivative at every point of an open interval, or of a box of them, that the point lies in."""
    _body_is_number(tree, place)
    if index is None:
        _need(is_open(sort), "that it is an open interval", sort)
        _value_of(at, sort, place)
    else:
        _need(sort[0] == "Family" and is_open(sort[1]) and sort_of(at) == sort, "that it is a vector", at)
        _in_range(index, sort[2], sort[3], place)
    inner, body = place.enter(tree)
    differentiable(body, inner.bound[-1][0], inner)


def _approachable(tree: Tree, point: Tree, side: str, sort: Tree, place: Place) -> None:
    """The interval holds numbers as near to the point as one likes, on each side that the limit is taken from.

    An integer without an upper end goes to infinity.
    """
    if sort[0] == "Integer" and sort[2] is None and not side and point == INFINITE[0]:
        return
    _need(sort[0] == "Real" and side in ("", "+", "-"), "that it is a limit of a real number", tree)
    _, least, greatest, *_ = sort
    if point in INFINITE:
        end = greatest if point == INFINITE[0] else least
        _need(end is None and not side, "that its variable goes there", tree)
        return
    _need(is_number(point), "that it is a number", point)
    for end, far, away in ((least, "-", 1), (greatest, "+", -1)):
        if end is not None:
            room = less(point, num(end)) if away > 0 else less(num(end), point)
            reached = place.positive(room) if side in ("", far) else place.nonnegative(room)
            _need(reached, "that its variable comes near", point)


def _inhabited(symbol: Tree, sort: Tree, place: Place) -> None:
    """A free symbol has a value: from one that has none anything would follow."""
    match sort:
        case ("Real", least, greatest, lower_open, upper_open, _) if least is not None and greatest is not None:
            _need(
                least < greatest or (least == greatest and not (lower_open or upper_open)),
                "that it has a value",
                symbol,
            )
        case ("Integer", lower, upper) if lower is not None and upper is not None:
            _need(place.nonnegative(less(upper, lower)), "that it has a value", symbol)
        case _:
            return


def _body_is_number(tree: Tree, place: Place) -> None:
    _need(is_number(place.enter(tree)[1]), "that its body is a number", tree)


def _power(base: Tree, exponent: Tree, place: Place) -> None:
    power = normal(exponent)
    if power.is_Integer:
        _need(power >= 0 or place.nonzero(base), "that it is not 0", base)
    elif power.is_Rational:
        _need(place.positive(base) or (power > 0 and place.nonnegative(base)), "that it may have that power", base)
    elif not place.positive(base):
        whole = place.integer(exponent)
        _need(whole and (place.nonnegative(exponent) or place.nonzero(base)), "that it may have that power", base)


def _base(base: Tree | None, place: Place) -> None:
    if base is not None:
        _need(is_number(base) and place.positive(base), "that it is positive", base)
        _need(place.nonzero(less(base, num(1))), "that it is not 1", base)


def _in_range(at: Tree, lower: Tree, upper: Tree, place: Place) -> None:
    _need(is_number(at) and place.integer(at), "that it is an integer", at)
    _need(place.nonnegative(less(at, lower)), "that it is not below its range", at)
    _need(place.nonnegative(less(upper, at)), "that it is not above its range", at)


def _space(space: Tree, place: Place) -> None:
    """A law is spread over a space with an outcome."""
    if space[0] in ("Enumerated", "Labels"):
        lower, upper = space[2:] if space[0] == "Enumerated" else space[1:3]
        _need(place.nonnegative(less(upper, lower)), "that the space has an outcome", space)


def _probability(distribution: Tree, outcomes: tuple[Tree, ...], place: Place) -> None:
    _, law, given, _ = distribution
    for outcome in outcomes:
        sort = sort_of(outcome)
        if law[2] is None:
            _need(role(outcome) is not None, "which random variable it belongs to", outcome)
        elif sort != ("Outcome", law[2]):
            _need(law[2][0] == "Labels", "that it is an outcome of the law", outcome)
            _in_range(outcome[-1] if outcome[0] == "Event" else outcome, law[2][1], law[2][2], place)
    for value in given:
        _need(law[2] is not None or role(value) is not None, "which random variable it belongs to", value)
    _need(not given or law[3], "that what is conditioned on has a positive probability", distribution)

"""Search for inequalities of logarithms with several weights, by the tangent of each: -p log p - q log q <= log 2.

Where R - L is a sum of w log(1/t) for some weights w and a number c, each t is divided by e^(c/W) with W the sum of the
weights, and L = R + sum w log t <= R + sum w (t - 1). It is untrusted: the kernel checks every link.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from qedtex.arithmetic import Arithmetic
from qedtex.binding import places, put, substitute
from qedtex.claims import Claim
from qedtex.conditions import holds, positive
from qedtex.context import Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import Link, Use
from qedtex.kernel import Named
from qedtex.rules import arithmetic, cite, compare
from qedtex.search import Found, find
from qedtex.search.tangents import Binders, Part, difference_of, parts_of, product, quotient, scaled, summed, total
from qedtex.terms import Add, Distribution, Div, Log, Mul, Neg, Num, SumOver, Symbol, Term, term

_MOST_WEIGHTS = 4
_LARGEST = 1000


@dataclass(slots=True)
class _Group:
    """The logarithms that have one weight, which is positive: what they are of, over and under the line."""

    binders: Binders
    weight: Term
    over: list[Term] = field(default_factory=list)
    under: list[Term] = field(default_factory=list)

    def add(self, of: Term, *, positive: bool) -> None:
        """Take in a logarithm of the difference, which stands on the other side of the inequality."""
        (self.under if positive else self.over).append(of)

    def ratio(self, number: Fraction) -> Term:
        """What the logarithm is of, once the constant is divided among the groups."""
        under = [*self.under, *([Num(number)] if number != 1 else [])]
        whole = product(tuple(self.over))
        return quotient(whole, product(tuple(under))) if under else whole

    def summed(self, value: Term) -> Term:
        """A value weighed, and summed over what the weight is."""
        return summed(self.binders, Mul((self.weight, value)))


def by_several_tangents(claim: Claim, bound: Named) -> Found | None:
    """Links that show an inequality by the tangents of logarithms with several weights; `None` where none are found.

    >>> from qedtex.language import log, probability
    >>> from qedtex.notes.verdicts.library import shipped
    >>> p, known = probability("p"), shipped().named("divergence.log_bound")
    >>> entropy = -p * log(p) - (1 - p) * log(1 - p)
    >>> by_several_tangents(Claim(entropy, Relation.LESS_EQUAL, log(2)), known) is not None
    True
    >>> by_several_tangents(Claim(entropy, Relation.LESS_EQUAL, log(2) / 2), known) is None
    True
    """
    if claim.relation not in (Relation.LESS_EQUAL, Relation.GREATER_EQUAL):
        return None
    turned = claim.relation is Relation.GREATER_EQUAL
    low, high = (claim.right, claim.left) if turned else (claim.left, claim.right)
    try:
        links = _links(low, high, claim, Use(cite, (bound,)))
    except (QedtexError, RecursionError, OverflowError):
        return None
    if links is None:
        return None
    return Found(tuple(link.turned() for link in reversed(links)) if turned else links)


def _links(low: Term, high: Term, claim: Claim, bound: Use) -> tuple[Link, ...] | None:
    difference = difference_of(high - low, claim)
    if difference is None:
        return None
    parts = list(parts_of(difference))
    scope = Scope(claim.context)
    logs = [part for part in parts if part.of is not None]
    groups = _shared_out(_collected(logs, in_sums=True), scope) or _groups(_collected(logs), scope)
    if groups is None or not 1 <= len(groups) <= _MOST_WEIGHTS:
        return None
    number = _shared([part for part in parts if part.of is None], groups, claim)
    if number is None:
        return None
    curves = [group.summed(Log(group.ratio(number))) for group in groups]
    lines = [group.summed(group.ratio(number) - 1) for group in groups]
    if isinstance(low, Num):
        bent, straight = _less(low, curves), _less(low, lines)
        steps = [(low, straight), (bent, high)]
    else:
        bent, straight = Add((high, *curves)), Add((high, *lines))
        steps = [(low, bent), (straight, high)]
    first, last = (_found(one, other, claim) for one, other in steps)
    if last is None and not isinstance(low, Num):
        last = _vanishing(straight, high, lines, claim) or _dropped(straight, high, claim)
    if first is None or last is None:
        return None
    between = tuple(_straightened(bent, straight, bound, after=0 if isinstance(low, Num) else 1))
    if isinstance(low, Num):
        between = tuple(link.turned() for link in reversed(between))
    return (*first, *between, *last)


def _less(low: Term, values: list[Term]) -> Term:
    kept = [] if low == term(0) else [low]
    return total([*kept, *(Neg(value) for value in values)])


def _vanishing(straight: Term, high: Term, lines: list[Term], claim: Claim) -> tuple[Link, ...] | None:
    """The links to the higher side where the tangents add up to 0."""
    together, nothing = total(lines), term(0)
    found = _found(together, nothing, claim) if len(lines) > 1 else None
    if found is None:
        return None
    around = Add((high, together))
    inside = [
        Link(put(around, (1,), one.before), put(around, (1,), one.after), (1, *one.path), one.use, one.reverse)
        for one in found
    ]
    done = Add((high, nothing))
    return (Link(straight, around, (), Use(arithmetic)), *inside, Link(done, high, (), Use(arithmetic)))


def _dropped(straight: Term, high: Term, claim: Claim) -> tuple[Link, ...] | None:
    """The links to the higher side where none of the tangents is above 0."""
    current, links = straight, []
    for place in range(1, len(straight.children)):
        lower = put(current, (place,), term(0))
        links.append(Link(current, lower, (place,), Use(compare)))
        current = lower
    rest = _found(current, high, claim)
    return (*links, *rest) if rest is not None else None


def _found(one: Term, other: Term, claim: Claim) -> tuple[Link, ...] | None:
    """The links of an equation, looked for from both of its sides."""
    found = find(one, other, claim.context)
    if found is not None:
        return found.links
    back = find(other, one, claim.context)
    return tuple(link.turned() for link in reversed(back.links)) if back is not None else None


def _straightened(bent: Term, straight: Term, bound: Use, *, after: int) -> Iterator[Link]:
    """A link for each logarithm of the one, behind so many terms, that is its tangent in the other."""
    current = bent
    for path, inner in places(bent):
        if isinstance(inner, Log) and path[0] >= after and _varies(inner):
            lower = put(current, path, inner.of - 1)
            yield Link(current, lower, path, bound)
            current = lower
    if current != straight:
        raise QedtexError("QT421", "a logarithm stands inside of another")


def _varies(value: Term) -> bool:
    return any(isinstance(node, (Symbol, Distribution)) for node in value.walk())


def _shared_out(weighed: list[tuple[Binders, Term, Term]], scope: Scope) -> list[_Group] | None:
    """The logarithm of a mean set against each of the others, where its weight is the sum of theirs."""
    for binders, mean, own in weighed:
        others = [one for one in weighed if one != (binders, mean, own)]
        if not isinstance(mean, Add):
            continue
        whole = Add(tuple(weight for _, _, weight in weighed)) if len(weighed) > 2 else None
        if whole is None or any(one != binders for one, _, _ in others) or not _equal(whole, term(0)):
            continue
        pairs = [pair for one, of, weight in others for pair in ((one, of, weight), (one, mean, _opposite(weight)))]
        groups = _groups(pairs, scope)
        if groups is not None:
            return groups
    return None


def _groups(weighed: list[tuple[Binders, Term, Term]], scope: Scope) -> list[_Group] | None:
    """The logarithms by their weights; `None` where one is weighed with what is not known to be positive."""
    groups: list[_Group] = []
    for binders, of, weight in weighed:
        inner = scope
        for domain, variable in binders:
            inner = inner.enter(SumOver(domain, variable, weight))
        for sign in (True, False):
            signed = weight if sign else _opposite(weight)
            group = next((one for one in groups if one.binders == binders and _equal(one.weight, signed)), None)
            if group is None and holds(positive(signed, inner)):
                group = _Group(binders, signed)
                groups.append(group)
            if group is not None:
                group.add(of, positive=sign)
                break
        else:
            return None
    return groups


def _collected(parts: list[Part], *, in_sums: bool = False) -> list[tuple[Binders, Term, Term]]:
    """What logarithms are of with their weights, those of one number together, those in sums with the same names."""
    found: list[tuple[Binders, Term, list[Part]]] = []
    for part in parts:
        if part.of is None:
            continue
        like = next((one for one, _, _ in found if [d for d, _ in one] == [d for d, _ in part.binders]), part.binders)
        pairs = zip(part.binders, like, strict=True)
        change: dict[Symbol, Term] = {mine: its for (_, mine), (_, its) in pairs if mine != its}
        of = substitute(part.of, change)
        named = Part(part.scale, like, tuple(substitute(factor, change) for factor in part.factors), of)
        same = next(
            (those for one, other, those in found if other == of and (not like or (in_sums and one == like))), None
        )
        if same is not None:
            same.append(named)
        else:
            found.append((like, of, [named]))
    return [(binders, of, _weight(those)) for binders, of, those in found]


def _weight(parts: list[Part]) -> Term:
    """The sum of the weights of some parts, with what all of them have as a factor taken out."""
    common = tuple(factor for factor in parts[0].factors if all(factor in part.factors for part in parts))
    rests = [tuple(factor for factor in part.factors if factor not in common) for part in parts]
    terms = tuple(scaled(part.scale, product(rest)) for part, rest in zip(parts, rests, strict=True))
    if len(terms) == 1:
        return scaled(parts[0].scale, parts[0].weight)
    return Mul((*common, Add(terms))) if common else Add(terms)


def _opposite(weight: Term) -> Term:
    if isinstance(weight, Neg):
        return weight.of
    if isinstance(weight, Mul):
        return Mul((*weight.factors[:-1], _opposite(weight.factors[-1])))
    return Add(tuple(map(_opposite, weight.terms))) if isinstance(weight, Add) else Neg(weight)


def _equal(one: Term, other: Term) -> bool:
    try:
        return one == other or Arithmetic().equal(one, other)
    except QedtexError:
        return False


def _shared(others: list[Part], groups: list[_Group], claim: Claim) -> Fraction | None:
    """The number by which each ratio is divided, so that no constant is left; `None` where it is no fraction."""
    if not others:
        return Fraction(1)
    if any(part.binders or any(map(_varies, part.factors)) for part in others):
        return None
    weight = difference_of(total([summed(group.binders, group.weight) for group in groups]), claim)
    if weight is None or _varies(weight):
        return None
    value = sum(float(part.scale) * math.prod(map(_value, part.factors)) for part in others) / _value(weight)
    if abs(value) > math.log(_LARGEST):
        return None
    found = Fraction(math.exp(-value)).limit_denominator(_LARGEST)
    return 1 / found if found > 0 and math.isclose(math.log(found), -value, abs_tol=1e-9) else None


def _value(whole: Term) -> float:
    """The number that a term without names is."""
    match whole:
        case Num(number, _):
            return float(number)
        case Log(of, base, _):
            return math.log(_value(of)) / (math.log(_value(base)) if base is not None else 1)
        case Div(over, by):
            return _value(over) / _value(by)
        case Neg(of):
            return -_value(of)
        case Mul(factors):
            return math.prod(map(_value, factors))
        case Add(terms):
            return math.fsum(map(_value, terms))
        case _:
            raise QedtexError("QT421", "this is no number that is known here")

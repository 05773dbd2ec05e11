"""Search for inequalities of logarithms, by the tangent log t <= t - 1 at the mean; Jensen's and Gibbs' are cases.

Where R - L is a weighted sum of -log t, with other parts o, L = R - o + sum w log t <= R - o + sum w (t - 1). It is
untrusted: the kernel checks the equation before, the inequality in each summand, and the equation or comparison after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from qedtex.binding import free, fresh, places, put, substitute
from qedtex.claims import Claim
from qedtex.context import Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import RULES, Link, Use
from qedtex.kernel import Named
from qedtex.rules import cite, compare
from qedtex.search import Found, find
from qedtex.search.normal import Normaliser
from qedtex.terms import (
    Add,
    Distribution,
    Div,
    Log,
    Mul,
    Neg,
    Num,
    Pow,
    Prob,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
    term,
)

_MOST_BINDERS = 4

Binders = tuple[tuple[Term, Symbol], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A summand: a rational factor, what is summed over, the other factors, and of one logarithm the argument."""

    scale: Fraction
    binders: Binders
    factors: tuple[Term, ...]
    of: Term | None

    @property
    def weight(self) -> Term:
        """The product of the other factors."""
        return product(self.factors)


def by_tangent(claim: Claim, bound: Named) -> Found | None:
    """Links that show an inequality by the tangent of the logarithm, which the theorem `bound` states; else `None`.

    >>> from qedtex.language import Sum, index, log, outcomes, pmf, positive_integer
    >>> from qedtex.notes.verdicts.library import shipped
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p, q = pmf("p", x), pmf("q", x)
    >>> one, other = Sum(p(x[i]) * log(q(x[i])), (i, 1, n)), Sum(p(x[i]) * log(p(x[i])), (i, 1, n))
    >>> by_tangent(Claim(one, Relation.LESS_EQUAL, other), shipped().named("divergence.log_bound")) is not None
    True
    """
    if claim.relation not in (Relation.LESS_EQUAL, Relation.GREATER_EQUAL):
        return None
    turned = claim.relation is Relation.GREATER_EQUAL
    low, high = (claim.right, claim.left) if turned else (claim.left, claim.right)
    try:
        middle = _tangent(low, high, claim)
        if middle is None:
            return None
        others, scale, binders, weight, ratio = middle
        curve = scaled(scale, summed(binders, Mul((weight, Log(ratio)))))
        line = scaled(scale, summed(binders, Mul((weight, ratio - 1))))
        if isinstance(low, Num):
            start = total([part for part in (low, others) if part != term(0)])
            links = _from_below(low, _less(start, line), _less(start, curve), high, claim, Use(cite, (bound,)))
        else:
            start = high - others if others != term(0) else high
            links = _links(low, start + curve, start + line, high, claim, Use(cite, (bound,)))
    except (QedtexError, RecursionError):
        return None
    if links is None:
        return None
    return Found(tuple(link.turned() for link in reversed(links)) if turned else links)


def _links(low: Term, logs: Term, lines: Term, high: Term, claim: Claim, bound: Use) -> tuple[Link, ...] | None:
    """From the lower side to the higher one."""
    before = find(low, logs, claim.context)
    if before is None:
        return None
    path = next((path for path, inner in places(logs) if _straightened(logs, path, inner) == lines), None)
    if path is None:
        return None
    between = Link(logs, lines, path, bound)
    after = find(lines, high, claim.context)
    if after is not None:
        return (*before.links, between, *after.links)
    dropped = lines.with_children((*lines.children[:-1], term(0)))
    rest = find(dropped, high, claim.context)
    if rest is None:
        return None
    return (*before.links, between, Link(lines, dropped, (len(lines.children) - 1,), Use(compare)), *rest.links)


def _from_below(low: Term, lines: Term, logs: Term, high: Term, claim: Claim, bound: Use) -> tuple[Link, ...] | None:
    """From a number to the higher side, which is that number and what the logarithms fall short of their tangents."""
    before = find(low, lines, claim.context)
    path = next((path for path, inner in places(logs) if _straightened(logs, path, inner) == lines), None)
    if before is None or path is None:
        return None
    after = find(logs, high, claim.context)
    if after is None:
        return None
    return (*before.links, Link(logs, lines, path, bound).turned(), *after.links)


def _less(start: Term, value: Term) -> Term:
    return Neg(value) if start == term(0) else start - value


def _straightened(whole: Term, path: tuple[int, ...], inner: Term) -> Term | None:
    return put(whole, path, inner.of - 1) if isinstance(inner, Log) else None


def _tangent(low: Term, high: Term, claim: Claim) -> tuple[Term, Fraction, Binders, Term, Term] | None:
    """Of high - low = others - scale sum weight log ratio these four, with what the sum is over."""
    difference = difference_of(high - low, claim)
    if difference is None:
        return None
    parts = list(parts_of(difference))
    logs = [part for part in parts if part.of is not None]
    if not logs or any(len(part.binders) > _MOST_BINDERS for part in parts):
        return None
    widest = max(logs, key=lambda part: (len(part.binders), part.scale > 0))
    over: list[Term] = []
    under: list[Term] = []
    for part in logs:
        of = _renamed(part, widest)
        if of is None:
            return None
        exponent = -part.scale / abs(widest.scale)
        (over if exponent > 0 else under).append(power(of, abs(exponent)))
    ratio = product(tuple(over))
    if under:
        ratio = quotient(ratio, product(tuple(under)))
    binders, weight, ratio = _apart(widest, ratio, low, high)
    others = [scaled(part.scale, summed(part.binders, part.weight)) for part in parts if part.of is None]
    return total(others), abs(widest.scale), binders, weight, ratio


def _apart(widest: Part, ratio: Term, *near: Term) -> tuple[Binders, Term, Term]:
    """What the widest sum is over with names that nothing inside binds again, its weight and the ratio."""
    taken = {variable for side in (ratio, *near) for node in side.walk() for variable in (*node.variables, *free(node))}
    change: dict[Symbol, Term] = {}
    binders = []
    for domain, variable in widest.binders:
        own = fresh(variable, taken)
        taken.add(own)
        change[variable] = own
        binders.append((domain, own))
    return tuple(binders), substitute(widest.weight, change), substitute(ratio, change)


def difference_of(value: Term, claim: Claim) -> Term | None:
    """The normal form of a difference, with conditional probabilities as quotients; `None` where none is reached."""
    uses = {rule.name: Use(rule) for rule in RULES if not rule.once and rule.name not in ("cite", "rename_index")}
    jointly = any(
        (isinstance(node, Prob) and node.distribution.given) or isinstance(node, VariableEntropy)
        for node in value.walk()
    )
    if jointly:
        uses["conditional"] = Use(next(rule for rule in RULES if rule.name == "conditional"))
    try:
        return Normaliser(uses, jointly=jointly).run(value, Scope(claim.context))[0]
    except QedtexError:
        return None


def parts_of(
    value: Term, scale: Fraction = Fraction(1), binders: Binders = (), around: tuple[Term, ...] = ()
) -> Iterator[Part]:
    """The summands of a normal form, each with one logarithm at most."""
    match value:
        case Add(terms):
            for one in terms:
                yield from parts_of(one, scale, binders, around)
        case Neg(of):
            yield from parts_of(of, -scale, binders, around)
        case Num(number, _):
            yield Part(scale * number, binders, around, None)
        case Div(over, Num(number, _)) if number:
            yield from parts_of(over, scale / number, binders, around)
        case Div(over, by) if over != term(1):
            yield from parts_of(over, scale, binders, (*around, Div(term(1), by)))
        case Mul(factors):
            inner = next((factor for factor in factors if _is_taken_apart(factor)), None)
            if inner is not None:
                at = factors.index(inner)
                yield from parts_of(inner, scale, binders, (*around, *factors[:at], *factors[at + 1 :]))
            else:
                yield from _product_part(scale, binders, (*around, *factors))
        case SumOver(domain, variable, body) if not any(variable in free(factor) for factor in around):
            yield from parts_of(body, scale, (*binders, (domain, variable)), around)
        case _:
            yield from _product_part(scale, binders, (*around, value))


def _is_taken_apart(factor: Term) -> bool:
    return isinstance(factor, (SumOver, Num, Neg, Mul)) or (isinstance(factor, Div) and factor.over != term(1))


def _varies(value: Term) -> bool:
    """Whether a value is not one number for all that may be."""
    return any(isinstance(node, (Symbol, Distribution)) for node in value.walk())


def _product_part(scale: Fraction, binders: Binders, factors: tuple[Term, ...]) -> Iterator[Part]:
    found = next((factor for factor in factors if isinstance(factor, Log) and _varies(factor)), None)
    if found is None or not isinstance(found, Log) or found.base is not None:
        yield Part(scale, binders, factors, None)
        return
    at = factors.index(found)
    yield Part(scale, binders, (*factors[:at], *factors[at + 1 :]), found.of)


def _renamed(part: Part, widest: Part) -> Term | None:
    """The argument of a logarithm with the indices of the widest sum; `None` where they do not fit together."""
    of, left = part.of, list(widest.binders)
    if of is None:
        return None
    change: dict[Symbol, Term] = {}
    for domain, variable in part.binders:
        fitting = [pair for pair in left if pair[0] == domain]
        if not fitting:
            return None
        left.remove(fitting[0])
        change[variable] = fitting[0][1]
    return substitute(of, change)


def power(value: Term, exponent: Fraction) -> Term:
    """A power, or the value itself."""
    return value if exponent == 1 else Pow(value, term(exponent))


def quotient(over: Term, by: Term) -> Term:
    """A quotient; that of a joint probability by one of its marginals is written as the conditional one."""
    if isinstance(over, Prob) and isinstance(by, Prob) and over.distribution == by.distribution:
        rest = tuple(outcome for outcome in over.outcomes if outcome not in by.outcomes)
        if rest and len(rest) + len(by.outcomes) == len(over.outcomes) and not over.distribution.given:
            return Prob(replace(over.distribution, given=by.outcomes), rest)
    return Div(over, by)


def product(factors: tuple[Term, ...]) -> Term:
    """The product of some factors, of none 1."""
    return term(1) if not factors else factors[0] if len(factors) == 1 else Mul(factors)


def total(terms: list[Term]) -> Term:
    """The sum of some terms, of none 0."""
    return term(0) if not terms else terms[0] if len(terms) == 1 else Add(tuple(terms))


def scaled(scale: Fraction, value: Term) -> Term:
    """A value times a fraction."""
    if abs(scale) != 1:
        value = Mul((term(abs(scale)), value))
    return Neg(value) if scale < 0 else value


def summed(binders: Binders, body: Term) -> Term:
    """The sum of a body over some names."""
    for domain, variable in reversed(binders):
        body = SumOver(domain, variable, body)
    return body

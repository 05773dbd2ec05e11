"""Mutants of a formula: the slips that people make, each applied at every place where it can be."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.binding import places, put, substitute
from qedtex.terms import (
    Abs,
    Add,
    Argmax,
    Argmin,
    Distribution,
    Div,
    Exp,
    Index,
    Law,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Prob,
    ProductOver,
    Range,
    SumOver,
    Term,
    term,
)


def mutants(whole: Term, laws: tuple[Law, ...]) -> list[tuple[str, Term]]:
    """Every distinct mutant of a term with what was done to it."""
    found: dict[Term, str] = {}
    for path, inner in places(whole):
        for what, changed in _changes(inner, laws):
            mutant = put(whole, path, changed)
            if mutant != whole:
                found.setdefault(mutant, f"{what} at {inner}")
    swapped = _swapped(whole, laws)
    if swapped != whole:
        found.setdefault(swapped, "laws exchanged throughout")
    return [(what, mutant) for mutant, what in found.items()]


def _changes(inner: Term, laws: tuple[Law, ...]) -> Iterator[tuple[str, Term]]:
    match inner:
        case Neg(of):
            yield "sign dropped", of
        case Add(terms):
            for place in range(len(terms)):
                others = (*terms[:place], *terms[place + 1 :])
                yield "term dropped", Add(others) if len(others) > 1 else others[0]
                flipped = terms[place].of if isinstance(terms[place], Neg) else Neg(terms[place])
                yield "sign flipped", Add((*terms[:place], flipped, *terms[place + 1 :]))
                yield "term doubled", Add((*terms[: place + 1], *terms[place:]))
        case Mul(factors):
            for place in range(len(factors)):
                others = (*factors[:place], *factors[place + 1 :])
                yield "factor dropped", Mul(others) if len(others) > 1 else others[0]
                yield "factor doubled", Mul((*factors[: place + 1], *factors[place:]))
        case Div(over, by):
            yield "divisor dropped", over
            yield "quotient turned over", Div(by, over)
            yield "divisor doubled", Div(over, Mul((term(2), by)))
        case Log(of, base, written):
            yield "base changed", Log(of, term(2), "log") if base is None else Log(of, None, written)
            yield "logarithm dropped", of
            if isinstance(of, Mul):
                yield "product for sum", Mul(tuple(Log(factor, base, written) for factor in of.factors))
        case Pow(base, Num(value, _)):
            yield "power dropped", base
            yield "power raised", Pow(base, Num(value + 1))
        case Exp(of):
            yield "exponent negated", Exp(of.of if isinstance(of, Neg) else Neg(of))
            yield "exponential dropped", of
        case Abs(of):
            yield "absolute value dropped", of
        case Norm(vector, order):
            yield "other norm", Norm(vector, 3 - order)
        case SumOver(domain, variable, body):
            if isinstance(domain, Range):
                yield "range shortened", SumOver(Range(domain.lower + 1, domain.upper), variable, body)
                yield "range begins at 0", SumOver(Range(domain.lower - 1, domain.upper), variable, body)
                shifted = substitute(body, {variable: variable + 1})
                yield "index shifted", SumOver(domain, variable, shifted)
            yield "product for sum", ProductOver(domain, variable, body)
            yield "sum dropped", body
            if isinstance(body, Log):
                yield "log of sum for sum of logs", Log(SumOver(domain, variable, body.of), body.base, body.written)
        case ProductOver(domain, variable, body):
            yield "sum for product", SumOver(domain, variable, body)
            if isinstance(domain, Range):
                yield "range shortened", ProductOver(Range(domain.lower + 1, domain.upper), variable, body)
        case Argmax(variable, body):
            yield "argmin for argmax", Argmin(variable, body)
            yield "objective negated", Argmax(variable, Neg(body))
            yield from _extremum(Argmax, inner)
        case Argmin(variable, body):
            yield "argmax for argmin", Argmax(variable, body)
            yield "objective negated", Argmin(variable, Neg(body))
            yield from _extremum(Argmin, inner)
        case Prob(distribution, outcomes, _):
            yield "1 for a probability", term(1)
            yield "probability squared", Pow(inner, term(2))
            yield "complement", 1 - inner
            if len(outcomes) == 1 and len(distribution.given) == 1:
                turned = Distribution(distribution.law, outcomes, distribution.parameters)
                yield "conditional turned round", Prob(turned, distribution.given)
            if distribution.given:
                yield "condition dropped", Prob(Distribution(distribution.law, (), distribution.parameters), outcomes)
        case Distribution(law, given, parameters):
            for other in laws:
                if other != law and other.space == law.space:
                    yield f"{other.name} for {law.name}", Distribution(other, given, parameters)
        case Index(family, at, raised):
            yield "index moved on", Index(family, at + 1, raised)
            yield "index fixed", Index(family, term(1), raised)
        case _:
            return
    if isinstance(inner, (SumOver, Log, Neg, Div, Prob, Norm)) or type(inner).__name__ in (
        "KL",
        "Entropy",
        "CrossEntropy",
        "Expectation",
    ):
        yield "doubled", Mul((term(2), inner))
        yield "negated", Neg(inner)
        yield "one added", Add((inner, term(1)))
        yield "squared", Pow(inner, term(2))
    for place, child in enumerate(inner.children):
        if type(inner).__name__ in ("KL", "CrossEntropy") and place == 0:
            yield "arguments exchanged", inner.with_children((inner.children[1], child, *inner.children[2:]))


def _extremum(kind: type[Argmax] | type[Argmin], inner: Argmax | Argmin) -> Iterator[tuple[str, Term]]:
    variable, body = inner.variable, inner.body
    yield "square for objective", kind(variable, Pow(body, term(2)))
    if isinstance(variable.sort.__class__, type) and variable.sort.__class__.__name__ == "Real":
        yield "variable added", kind(variable, Add((body, variable)))
        yield "times the variable", kind(variable, Mul((body, variable)))
        yield "twice the variable added", kind(variable, Add((body, Mul((term(2), variable)))))


def _swapped(whole: Term, laws: tuple[Law, ...]) -> Term:
    """Each law replaced by the next one over the same space."""
    following = {}
    for law in laws:
        alike = [other for other in laws if other.space == law.space]
        following[law] = alike[(alike.index(law) + 1) % len(alike)]

    def change(node: Term) -> Term:
        if isinstance(node, Distribution) and node.law in following:
            node = Distribution(following[node.law], node.given, node.parameters)
        return node.with_children(tuple(map(change, node.children)))

    return change(whole)

"""Slips: the small changes that turn what was written into what may have been meant, each with words for it."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.binding import free, places, put
from qedtex.claims import Claim
from qedtex.context import Context, Relation, Scope
from qedtex.notes.verdicts.conditioning import Named, exchanged, in_place, marginals, weighed
from qedtex.notes.verdicts.figures import figures
from qedtex.search.parabolas import vertex
from qedtex.terms import (
    KL,
    Add,
    Argmax,
    Argmin,
    CrossEntropy,
    Distribution,
    Div,
    Entropy,
    Expectation,
    FiniteSet,
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

Slip = tuple[str, Claim]
"""A claim that differs a little from the one that was made, and what the difference is."""

_WEAKER = {Relation.LESS: Relation.LESS_EQUAL, Relation.GREATER: Relation.GREATER_EQUAL}


def slips(claim: Claim) -> Iterator[Slip]:
    """Claims that a small change makes of one, the likeliest first: relations, signs, then everything else.

    >>> from qedtex.language import real
    >>> a, b = real("a"), real("b")
    >>> [what for what, _ in slips(Claim(a, Relation.EQUAL, b))][:2]
    ['a minus sign in front of the right side', 'a minus sign in front of the left side']
    """
    seen = {(claim.left, claim.relation, claim.right)}
    for what, left, relation, right in _changed(claim):
        if (left, relation, right) not in seen:
            seen.add((left, relation, right))
            yield what, Claim(left, relation, right, claim.context)


def _changed(claim: Claim) -> Iterator[tuple[str, Term, Relation, Term]]:
    left, relation, right = claim.left, claim.relation, claim.right
    yield from ((what, left, other, right) for what, other in _relations(relation))
    if not isinstance(right, (Argmax, Argmin)):
        yield "a minus sign in front of the right side", left, relation, _negative(right)
        yield "a minus sign in front of the left side", _negative(left), relation, right
    laws = tuple(dict.fromkeys(n.law for side in (left, right) for n in side.walk() if isinstance(n, Distribution)))
    yield from ((what, left, other, changed) for what, other, changed in figures(claim))
    if relation is Relation.EQUAL:
        yield from ((what, left, relation, changed) for what, changed in _extremes(left, right, claim.context))
    named = Named.of(claim)
    for rank in range(4):
        for what, changed in _inside(right, laws, claim, rank, named):
            yield what, left, relation, changed
        for what, changed in _inside(left, laws, claim, rank, named):
            yield f"{what}, on the left side", changed, relation, right
    yield from ((what, left, relation, other) for what, other in exchanged(right))
    yield from ((what, left, relation, other) for what, other in marginals(right, named))
    yield from ((what, left, relation, other) for what, other in _missing(left, right))
    if relation is Relation.EQUAL:
        yield "<= for =", left, Relation.LESS_EQUAL, right
        yield ">= for =", left, Relation.GREATER_EQUAL, right


def _extremes(left: Term, right: Term, context: Context) -> Iterator[tuple[str, Term]]:
    """Where a parabola is extreme, for the point that is said to be so."""
    if isinstance(left, (Argmax, Argmin)) and isinstance(right, FiniteSet):
        point = vertex(left, context)
        if point is not None:
            yield f"{_shown(point)} for {_shown(right.elements[0])}", FiniteSet((point,))


def _relations(relation: Relation) -> Iterator[tuple[str, Relation]]:
    weaker = _WEAKER.get(relation)
    if weaker is not None:
        yield f"{weaker.value} for {relation.value}", weaker
    if relation.reverse is not relation:
        yield f"{relation.reverse.value} for {relation.value}", relation.reverse
        turned = _WEAKER.get(relation.reverse)
        if turned is not None:
            yield f"{turned.value} for {relation.value}", turned


def _negative(value: Term) -> Term:
    return value.of if isinstance(value, Neg) else Neg(value)


def _inside(whole: Term, laws: tuple[Law, ...], claim: Claim, rank: int, named: Named) -> Iterator[tuple[str, Term]]:
    """Changes at each place of one side.

    Rank 0 are signs and arguments, 1 what is conditioned on what, 2 lost and doubled parts, 3 all others.
    """
    for path, inner in places(whole):
        scope = Scope(claim.context).along(whole, path)
        for what, new in in_place(inner, named) if rank == 1 else _at(inner, laws, rank, scope):
            yield what, put(whole, path, new)


def _at(inner: Term, laws: tuple[Law, ...], rank: int, scope: Scope) -> Iterator[tuple[str, Term]]:
    if rank == 0:
        yield from _signs(inner)
        yield from _arguments(inner, laws)
    elif rank == 2:
        yield from _parts(inner)
        yield from weighed(inner)
    else:
        yield from _functions(inner, scope)


def _signs(inner: Term) -> Iterator[tuple[str, Term]]:
    match inner:
        case Add(terms):
            for place, part in enumerate(terms):
                word = "plus" if isinstance(part, Neg) else "minus"
                flipped = _negative(part)
                yield f"a {word} sign before {_shown(part)}", Add((*terms[:place], flipped, *terms[place + 1 :]))
        case Neg(of):
            yield f"without the minus sign before {_shown(of)}", of
        case Mul((one, other)):
            yield f"a minus sign between {_shown(one)} and {_shown(other)}", one - other
            yield f"a plus sign between {_shown(one)} and {_shown(other)}", one + other
        case SumOver() | Expectation() | KL() | CrossEntropy() | Entropy() | Log():
            yield f"a minus sign in front of {_shown(inner)}", Neg(inner)
        case Argmax(variable, body):
            yield "argmin for argmax", Argmin(variable, body)
            yield "a minus sign in front of the objective", Argmax(variable, _negative(body))
        case Argmin(variable, body):
            yield "argmax for argmin", Argmax(variable, body)
            yield "a minus sign in front of the objective", Argmin(variable, _negative(body))
        case _:
            return


def _arguments(inner: Term, laws: tuple[Law, ...]) -> Iterator[tuple[str, Term]]:
    match inner:
        case KL(one, other, base):
            yield f"the arguments of {_shown(inner)} exchanged", KL(other, one, base)
        case CrossEntropy(one, other, base):
            yield f"the arguments of {_shown(inner)} exchanged", CrossEntropy(other, one, base)
        case Div(over, by):
            yield f"{_shown(inner)} turned over", Div(by, over)
        case Prob(Distribution(law, given, parameters), outcomes, _) if given:
            turned = Prob(Distribution(law, outcomes, parameters), given)
            yield f"{_shown(turned)} for {_shown(inner)}", turned
        case Distribution(law, given, parameters):
            for another in laws:
                alike = another.space == law.space and (another.sample is None) == (law.sample is None)
                if another != law and alike:
                    yield f"{another.name} for {law.name}", Distribution(another, given, parameters)
        case _:
            return


def _parts(inner: Term) -> Iterator[tuple[str, Term]]:
    match inner:
        case Add(terms):
            for place, part in enumerate(terms):
                others = (*terms[:place], *terms[place + 1 :])
                yield f"without the term {_shown(part)}", Add(others) if len(others) > 1 else others[0]
        case Mul(factors):
            for place, part in enumerate(factors):
                others = (*factors[:place], *factors[place + 1 :])
                yield f"without the factor {_shown(part)}", Mul(others) if len(others) > 1 else others[0]
        case Div(over, Num(value, _)) if value != 1:
            yield f"without the divisor {value}", over
        case Div(over, by):
            yield f"{_shown(over)} over 2 {_shown(by)}", Div(over, 2 * by)
        case _:
            pass
    if isinstance(inner, (SumOver, Log, Div, Prob, Pow, KL, Entropy, CrossEntropy, Expectation)):
        yield f"a factor 2 before {_shown(inner)}", Mul((term(2), inner))
        yield f"half of {_shown(inner)}", Div(inner, term(2))


def _functions(inner: Term, scope: Scope) -> Iterator[tuple[str, Term]]:
    match inner:
        case Log(of, base, written):
            for other in (None, term(2)):
                if other != base:
                    told = "the natural logarithm" if other is None else "the logarithm to base 2"
                    yield f"{told} in {_shown(inner)}", Log(of, other, written if other is None else "log")
            yield f"without the logarithm of {_shown(of)}", of
        case Prob():
            yield f"log {_shown(inner)} for {_shown(inner)}", Log(inner)
            yield f"1 - {_shown(inner)} for {_shown(inner)}", 1 - inner
        case Pow(base, Num(value, _)) if value == 2:
            yield f"without the square of {_shown(base)}", base
        case SumOver(domain, variable, body):
            yield f"a product for the sum {_shown(inner)}", ProductOver(domain, variable, body)
            yield f"without the sum over {variable}", body
            if isinstance(domain, Range) and domain.lower != term(1):
                first = Range(term(1), domain.upper)
                yield f"the sum from {variable} = 1", SumOver(first, variable, body)
            if isinstance(body, Log):
                yield "the logarithm of the sum", Log(SumOver(domain, variable, body.of), body.base, body.written)
        case ProductOver(domain, variable, body):
            yield f"a sum for the product {_shown(inner)}", SumOver(domain, variable, body)
        case Norm(vector, order):
            yield f"the {3 - order}-norm", Norm(vector, 3 - order)
        case Index(family, at, raised):
            bound = sorted((symbol for symbol in scope.bound if symbol != at), key=str)
            for other in bound:
                yield f"the index {other} for {at}", Index(family, other, raised)
        case _:
            return
    if not isinstance(inner, (Num, Pow, Log, SumOver, Distribution)) and isinstance(inner, (Add, Norm, Div)):
        yield f"the square of {_shown(inner)}", Pow(inner, term(2))


def _missing(left: Term, right: Term) -> Iterator[tuple[str, Term]]:
    """A term of one side that the other may have lost, with either sign."""
    for part in _terms_of(left):
        bare = part.of if isinstance(part, Neg) else part
        if isinstance(right, (Argmax, Argmin)) or isinstance(bare, (Argmax, Argmin)) or not free(bare):
            continue
        yield f"with {_shown(bare)} added", right + bare
        yield f"with {_shown(bare)} taken away", right - bare


def _terms_of(side: Term) -> tuple[Term, ...]:
    return side.terms if isinstance(side, Add) else (side,)


def _shown(value: Term) -> str:
    return str(value)

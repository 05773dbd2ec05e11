"""Suppositions: independence and the like, which a step of a note may silently rest on, as hypotheses to try it with.

A step that holds under one of them is assumed, and says under which; nothing is ever refuted or proved by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

from qedtex.binding import free, substitute
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.notes.reading.naming import letter_of
from qedtex.sorts import Data, Integer, Outcome, Random, Real
from qedtex.terms import (
    Argmax,
    Argmin,
    Distribution,
    Div,
    Log,
    Mul,
    Prob,
    ProductOver,
    Range,
    SumOver,
    Symbol,
    Term,
)

_MOST = 6
_MOST_RENAMED = 2
"""So many laws are tried for each other."""
_UNIFORM = re.compile(r"均匀|uniform|flat prior", re.IGNORECASE)
_INDEPENDENT = re.compile(r"独立|无关|不依赖|independen|not depend|irrelevant", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """A probability inside a formula with the symbols that are bound there."""

    value: Term
    binders: tuple[tuple[Symbol, Term | None], ...]


def suppositions(claim: Claim, words: str = "") -> Iterator[tuple[str, Claim]]:
    """The claim under hypotheses that would be usual here, with words for them; each alone, then all together.

    `words` are those before the formula: that something does not depend on the parameter, or that a prior is uniform,
    is supposed only where they say so.

    >>> from qedtex.language import argmax, data, law, parameter, sample, alphabet, positive_integer, index, Product
    >>> p, t, D, m, i = law("p"), parameter("theta"), data("D"), positive_integer("m"), index("i")
    >>> d = sample("d", alphabet("calD"), m)
    >>> step = Claim(argmax(p(D | t), t), Relation.EQUAL, argmax(Product(p(d[i] | t), (i, 1, m)), t))
    >>> [what for what, _ in suppositions(step)]
    ['p(D | θ) = ∏_{i=1}^{m} p(dᵢ | θ) (independent samples)']
    """
    found = list(
        dict.fromkeys((*_joint(claim, words), *_conditional(claim, words), *_renamed(claim), *_said(claim, words)))
    )[:_MOST]
    for what, hypothesis in found:
        yield what, _under(claim, [hypothesis])
    if len(found) > 1:
        yield "; ".join(what for what, _ in found), _under(claim, [hypothesis for _, hypothesis in found])
    yield from _by_other_names(claim)


def _by_other_names(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """A set of minimisers of what does not speak of the variable, with the laws of the other side for its own."""
    sides = (claim.left, claim.right)
    for place, (one, other) in enumerate((sides, sides[::-1])):
        if not isinstance(one, (Argmax, Argmin)) or not isinstance(other, (Argmax, Argmin)):
            continue
        mine, theirs = _laws(one), _laws(other)
        named = not any(law.given or law.parameters for law in mine) and not set(mine) & set(theirs)
        alike = letter_of(one.variable.name) == letter_of(other.variable.name) and one.variable not in free(one.body)
        if not alike or not named or not 0 < len(mine) == len(theirs) <= _MOST_RENAMED:
            continue
        for order in permutations(theirs):
            renamed = dict(zip(mine, order, strict=True))
            put = replace(one, variable=other.variable, body=_with_laws(one.body, renamed))
            told = " and ".join(f"{law} is {meant}" for law, meant in renamed.items())
            yield told, replace(claim, left=put) if place == 0 else replace(claim, right=put)


def _laws(side: Term) -> list[Distribution]:
    return list(dict.fromkeys(node for node in side.walk() if isinstance(node, Distribution)))


def _with_laws(side: Term, renamed: Mapping[Distribution, Distribution]) -> Term:
    """A side with other laws for some."""
    if isinstance(side, Distribution):
        return renamed.get(side, side)
    return side.with_children(tuple(_with_laws(child, renamed) for child in side.children))


def _under(claim: Claim, hypotheses: list[Hypothesis]) -> Claim:
    numbered = [
        Hypothesis(f"supposed independence {number}", one.left, one.relation, one.right, one.variables, "independence")
        for number, one in enumerate(hypotheses, 1)
    ]
    return Claim(claim.left, claim.relation, claim.right, Context((*claim.context.hypotheses, *numbered)))


def _joint(claim: Claim, words: str) -> Iterator[tuple[str, Hypothesis]]:
    """A probability of several things together on one side, and a product of probabilities on the other."""
    for one, other in ((claim.left, claim.right), (claim.right, claim.left)):
        for whole in _places(one):
            if not isinstance(whole.value, Prob):
                continue
            for product in _products(other):
                if _outer(whole) != _outer(product) or whole.value in set(product.value.walk()):
                    continue
                conditions = {part.distribution.given for part in product.value.walk() if isinstance(part, Prob)}
                if len(conditions) == 1 and whole.value.distribution.given not in conditions:
                    continue
                if not _may_be_factorised(whole, product.value, words):
                    continue
                made = _hypothesis(whole, product.value)
                if made is not None:
                    yield f"{made.left} = {made.right} (independent samples)", made


def _may_be_factorised(whole: _Found, product: Term, words: str) -> bool:
    """Whether a probability can be meant by a product: of its own parts, or of a sample's parts by another name.

    That random variables are independent is supposed only where the words say so, and what an extremum is over is no
    sample.
    """
    outcomes = whole.value.outcomes if isinstance(whole.value, Prob) else ()
    if any(outcome in _outer(whole) for outcome in outcomes):
        return False
    if isinstance(product, ProductOver):
        return True
    parts = [part for part in product.walk() if isinstance(part, Prob)]
    of_parts = [outcome for part in parts for outcome in part.outcomes]
    if len(set(of_parts)) < len(of_parts):
        return False
    held = {*of_parts, *(given for part in parts for given in part.distribution.given)}
    if not held & set(outcomes):
        return True
    return set(of_parts) == set(outcomes) and _INDEPENDENT.search(words) is not None


def _is_outcome(value: Term) -> bool:
    """Whether a condition is that a random variable has a value, and not the name of a model or a parameter."""
    return not isinstance(value, Symbol) or isinstance(value.sort, (Outcome, Random)) or _is_data(value)


def _is_data(value: Term) -> bool:
    """Whether something is a whole data set: what is said of it hangs on the parameter."""
    return isinstance(value, Symbol) and isinstance(value.sort, Data) and value.name[-1:].isupper()


def _products(side: Term) -> Iterator[_Found]:
    """Products of probabilities in a formula, written as products or as sums of logarithms."""
    for found in _places(side, (ProductOver, SumOver, Mul)):
        match found.value:
            case ProductOver(_, _, body) if _is_probability(body):
                yield found
            case ProductOver(domain, variable, Div(over, by)) if _is_probability(over) and _is_probability(by):
                yield _Found(ProductOver(domain, variable, over), found.binders)
                yield _Found(ProductOver(domain, variable, by), found.binders)
            case SumOver(domain, variable, Log(body, _, _)) if _is_probability(body):
                yield _Found(ProductOver(domain, variable, body), found.binders)
            case Mul(factors) if all(isinstance(factor, Prob) for factor in factors):
                yield found
            case _:
                continue


def _is_probability(body: Term) -> bool:
    return isinstance(body, Prob) or (isinstance(body, Mul) and all(isinstance(part, Prob) for part in body.factors))


def _conditional(claim: Claim, words: str) -> Iterator[tuple[str, Hypothesis]]:
    """One probability on both sides, conditioned on less on the other."""
    lefts, rights = list(_places(claim.left)), list(_places(claim.right))
    for ones, others in ((lefts, rights), (rights, lefts)):
        for one in ones:
            for other in others:
                a, b = one.value, other.value
                if not isinstance(a, Prob) or not isinstance(b, Prob):
                    continue
                more, less = a.distribution, b.distribution
                if more.law != less.law or a.outcomes != b.outcomes or more.parameters != less.parameters:
                    continue
                dropped = set(more.given) - set(less.given)
                silent = not any(map(_is_outcome, (*dropped, *(part for part in a.outcomes if _is_data(part)))))
                said = _INDEPENDENT.search(words) is not None or silent
                if said and len(less.given) < len(more.given) and set(less.given) <= set(more.given):
                    made = _hypothesis(one, b)
                    if made is not None:
                        yield f"{made.left} = {made.right} (independence)", made


def _renamed(claim: Claim) -> Iterator[tuple[str, Hypothesis]]:
    """A probability in the place of another: of the members of a data set, or of its parts, by whatever name."""
    for one, other in _counterparts(claim.left, claim.right):
        a, b = one.value, other.value
        if not isinstance(a, Prob) or not isinstance(b, Prob) or a == b or _outer(one) != _outer(other):
            continue
        same_outcomes = a.outcomes == b.outcomes and a.distribution.law != b.distribution.law
        apart = not set(a.outcomes) & set(b.outcomes)
        taken_apart = a.distribution.given == b.distribution.given and len(a.outcomes) != len(b.outcomes) and apart
        another = a.distribution.law != b.distribution.law and len(a.outcomes) == len(b.outcomes) == 1
        if same_outcomes or taken_apart or another:
            made = _hypothesis(one, b)
            if made is not None:
                yield f"{made.left} = {made.right} (the same probability, written otherwise)", made


def _counterparts(left: Term, right: Term) -> Iterator[tuple[_Found, _Found]]:
    """The one probability of each side where each has one, as in argmax p(D | t) = argmax p(x, y | t)."""
    ones, others = ([found for found in _places(side) if isinstance(found.value, Prob)] for side in (left, right))
    if len(ones) == len(others) == 1:
        yield ones[0], others[0]


def _said(claim: Claim, words: str) -> Iterator[tuple[str, Hypothesis]]:
    """What the words before a formula say of a probability: that a parameter does not matter, that it is uniform."""
    if _UNIFORM.search(words):
        for found in _places(claim.left):
            a = found.value
            if isinstance(a, Prob) and len(a.outcomes) == 1 and a.outcomes[0] in _outer(found):
                flat = Symbol("c", Real(Fraction(0), None, lower_open=True))
                made = _hypothesis(found, flat)
                if made is not None:
                    yield f"{made.left} is constant (uniform)", made
    if _INDEPENDENT.search(words):
        kept = {found.value for found in _places(claim.right)}
        for found in _places(claim.left):
            a = found.value
            if not isinstance(a, Prob) or a in kept:
                continue
            given = tuple(part for part in a.distribution.given if part not in _outer(found))
            if len(given) < len(a.distribution.given):
                less = Prob(replace(a.distribution, given=given), a.outcomes)
                made = _hypothesis(found, less)
                if made is not None:
                    yield f"{made.left} = {made.right} (independence)", made


def _hypothesis(found: _Found, right: Term) -> Hypothesis | None:
    """That a probability is another term, for all values of what is bound where it stands."""
    left, variables = found.value, []
    for symbol, domain in found.binders:
        if symbol not in free(left):
            continue
        variable = symbol
        if isinstance(domain, Range):
            variable = Symbol(symbol.name, Integer(domain.lower, domain.upper))
        left, right = substitute(left, {symbol: variable}), substitute(right, {symbol: variable})
        variables.append(variable)
    bound = {symbol for symbol, _ in found.binders}
    if (free(right) - set(variables)) & bound:
        return None
    return Hypothesis("supposed", left, Relation.EQUAL, right, tuple(variables), "independence")


def _outer(found: _Found) -> tuple[Symbol, ...]:
    """The variables of argmax and argmin around a place."""
    return tuple(symbol for symbol, domain in found.binders if domain is None)


def _places(
    term: Term, kinds: tuple[type[Term], ...] = (Prob,), binders: tuple[tuple[Symbol, Term | None], ...] = ()
) -> Iterator[_Found]:
    if isinstance(term, kinds):
        yield _Found(term, binders)
    if isinstance(term, Distribution):
        return
    inner = binders
    if isinstance(term, (SumOver, ProductOver)):
        inner = (*binders, (term.variable, term.domain))
    elif isinstance(term, (Argmax, Argmin)):
        inner = (*binders, (term.variable, None))
    elif term.bound:
        return
    for number, child in enumerate(term.children):
        yield from _places(child, kinds, inner if number == len(term.children) - 1 else binders)

"""Slips in probabilities and entropies: a condition that was lost, added or exchanged, a marginal that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.sorts import Random
from qedtex.terms import Distribution, Div, Entropy, Event, Mul, Prob, SumOver, Symbol, Term, VariableEntropy

_MOST = 4


@dataclass(frozen=True, slots=True)
class Named:
    """What a claim speaks of: its random variables, and the outcomes that its probabilities are of."""

    variables: tuple[Symbol, ...]
    outcomes: tuple[Term, ...]

    @classmethod
    def of(cls, claim: Claim) -> Named:
        """The variables and outcomes of both sides, a few of them."""
        nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
        variables = dict.fromkeys(n for n in nodes if isinstance(n, Symbol) and isinstance(n.sort, Random))
        outcomes: dict[Term, None] = {}
        for node in nodes:
            if isinstance(node, Prob):
                for part in (*node.outcomes, *node.distribution.given):
                    if not isinstance(part, Event):
                        outcomes.setdefault(part)
        return cls(tuple(variables)[:_MOST], tuple(outcomes)[:_MOST])


def in_place(inner: Term, named: Named) -> Iterator[tuple[str, Term]]:
    """What may have been meant by an entropy of variables, or by a probability, that stands somewhere."""
    match inner:
        case VariableEntropy(_, of, given, _):
            changed = (replace(inner, of=new, given=under) for new, under in _entropies(of, given, named.variables))
            yield from (_told(inner, made) for made in changed if made != inner)
        case Prob(distribution, outcomes, _):
            others = _probabilities(distribution, outcomes, named.outcomes)
            yield from (_told(inner, replace(inner, distribution=law, outcomes=of)) for law, of in others)
        case _:
            return


def _told(inner: Term, made: Term) -> tuple[str, Term]:
    return f"{made} for {inner}", made


Pair = tuple[tuple[Term, ...], tuple[Term, ...]]


def _entropies(of: tuple[Term, ...], given: tuple[Term, ...], variables: tuple[Symbol, ...]) -> Iterator[Pair]:
    """Other variables, and others that are given."""
    if given:
        yield given, of
        yield of, ()
        yield (*given, *of), ()
    for other in variables:
        if other not in of and other not in given:
            yield of, (*given, other)
            yield (*of, other), given
            if len(of) == 1:
                yield (other,), given
    for one in of if len(of) == 2 and not given else ():
        rest = tuple(part for part in of if part != one)
        yield rest, (one,)
        yield rest, given


def _probabilities(
    distribution: Distribution, outcomes: tuple[Term, ...], all_outcomes: tuple[Term, ...]
) -> Iterator[tuple[Distribution, tuple[Term, ...]]]:
    """Other conditions, and other outcomes."""
    given = distribution.given
    if distribution.law.space is not None and not given:
        return  # the law of one variable, of which there is nothing else to say
    for other in all_outcomes:
        if other not in outcomes and other not in given:
            yield replace(distribution, given=(*given, other)), outcomes
            yield distribution, (*outcomes, other)
            if len(outcomes) == 1:
                yield distribution, (other,)
    if given:
        yield replace(distribution, given=()), outcomes
        yield replace(distribution, given=()), (*outcomes, *given)


def marginals(side: Term, named: Named) -> Iterator[tuple[str, Term]]:
    """A side multiplied with, or divided by, the probability of one of the outcomes."""
    laws = dict.fromkeys(node.distribution.law for node in side.walk() if isinstance(node, Prob))
    for law in laws:
        for outcome in named.outcomes if law.space is None else ():
            others = tuple(part for part in named.outcomes if part != outcome)
            for given in ((), *((part,) for part in others)):
                by = Prob(Distribution(law, given), (outcome,))
                yield f"the right side over {by}", Div(side, by)
                yield f"the right side times {by}", Mul((side, by))


def weighed(inner: Term) -> Iterator[tuple[str, Term]]:
    """A sum whose terms are weighed with a probability that stands in them."""
    if isinstance(inner, SumOver):
        for weight in dict.fromkeys(node for node in inner.body.walk() if isinstance(node, Prob)):
            yield f"the factor {weight} in the sum", replace(inner, body=Mul((weight, inner.body)))


def exchanged(side: Term) -> Iterator[tuple[str, Term]]:
    """A side with two probabilities, or two entropies, in each other's place."""
    for kind in (Prob, VariableEntropy, Entropy):
        found = tuple(dict.fromkeys(node for node in side.walk() if isinstance(node, kind)))
        for one, other in combinations(found[:_MOST], 2):
            if not (free(one) ^ free(other)) & _bound_in(side):  # nothing may leave the sum that binds it
                yield f"{one} and {other} exchanged", _swapped(side, one, other)


def _bound_in(side: Term) -> set[Symbol]:
    return {variable for node in side.walk() for variable in node.variables}


def _swapped(node: Term, one: Term, other: Term) -> Term:
    if node == one:
        return other
    if node == other:
        return one
    return node.with_children(tuple(_swapped(child, one, other) for child in node.children))

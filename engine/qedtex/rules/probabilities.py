"""Rules of probability: masses sum to 1, joint as conditional times marginal, Bayes' theorem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qedtex.binding import free
from qedtex.context import Scope
from qedtex.inference import Arguments, Basis, Outcome, Refused, judged, rule
from qedtex.sorts import Enumerated, Family, Labels, Space
from qedtex.sorts import Outcome as OutcomeSort
from qedtex.terms import (
    Add,
    Distribution,
    Div,
    Event,
    Index,
    Mul,
    Neg,
    Num,
    Over,
    Prob,
    Range,
    SumOver,
    Symbol,
    Term,
    is_enumeration,
    role_of,
    sort_of,
    term,
)

_MOST_OUTCOMES = 64


@rule("probabilities sum to 1", "概率归一", "probability.normalised")
def normalisation(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The masses of all outcomes of a finite space sum to 1.

        p is a probability mass function over x_1, ..., x_n
        ---------------------------------------------------
                     sum_{i=1}^n p(x_i) = 1

    Fails unless the sum runs over the whole space, once, of a distribution that does not depend on the index.

    >>> from qedtex.language import index, outcomes, pmf, positive_integer, Sum, term
    >>> from qedtex.rules.examples import shows
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p = pmf("p", x)
    >>> shows(normalisation, Sum(p(x[i]), (i, 1, n)), term(1))
    'accepted'
    >>> shows(normalisation, Sum(p(x[i]), (i, 2, n)), term(1))
    'normalisation refuses: it does not apply to ∑_{i=2}^{n} p(xᵢ)'

    Source: Cover & Thomas (2006), section 2.1.
    """
    if not isinstance(before, SumOver) or not isinstance(before.body, Prob) or len(before.body.outcomes) != 1:
        return
    distribution, outcome = before.body.distribution, before.body.outcomes[0]
    if before.variable in free(distribution):
        return
    if _covers(outcome, before.variable, before.domain, distribution):
        yield term(1), ()


def _covers(outcome: Term, variable: Symbol, domain: Term, distribution: Distribution) -> bool:
    """Whether the outcome runs through the whole space, each element once, as the variable runs through the domain."""
    space: Space | None
    match outcome, domain:
        case Index(family, at, _), Range(lower, upper) if at == variable:
            sort = sort_of(outcome)
            space = sort.space if isinstance(sort, OutcomeSort) else None
            if not isinstance(space, Enumerated) or not is_enumeration(family):
                return False
            return (space.lower, space.upper) == (lower, upper) and distribution.law.space in (None, space)
        case (Event(_, value), Range(lower, upper)) | (value, Range(lower, upper)) if value == variable:
            space = distribution.law.space
            return isinstance(space, Labels) and (space.lower, space.upper) == (lower, upper)
        case Symbol(_, OutcomeSort(own)), Over(space) if outcome == variable:
            return own == space and distribution.law.space in (None, space)
        case _:
            return False


@rule("the remaining probability", "其余概率", "probability.normalised", "arithmetic.field")
def complement(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The probability of one of finitely many numbered outcomes is 1 minus those of the others.

        p is a probability mass function over 0, 1
        ------------------------------------------
                  p(1) = 1 - p(0)

    Fails unless the outcomes are numbered between two numbers, at most 64 of them.

    >>> from qedtex.language import event, labels, pmf
    >>> from qedtex.rules.examples import shows
    >>> P = pmf("P", labels(0, 1, "x"))
    >>> shows(complement, P(event("x", 1)), 1 - P(event("x", 0)))
    'accepted'
    >>> shows(complement, P(event("x", 1)), 1 - P(event("x", 1)))
    'complement refuses: it turns P(x = 1) into 1 - P(x = 0), not into 1 - P(x = 1)'

    Source: Cover & Thomas (2006), section 2.1.
    """
    if not isinstance(before, Prob) or len(before.outcomes) != 1:
        return
    (outcome,) = before.outcomes
    space = before.distribution.law.space
    if not (isinstance(space, (Labels, Enumerated)) and isinstance(space.lower, Num) and isinstance(space.upper, Num)):
        return
    numbers = range(int(space.lower.value), int(space.upper.value) + 1)
    value = number_of(outcome)
    if not isinstance(value, Num) or value.value not in numbers or len(numbers) > _MOST_OUTCOMES:
        return
    others = [Neg(replace(before, outcomes=(_numbered(outcome, k),))) for k in numbers if k != value.value]
    yield Add((term(1), *others)) if others else term(1), ()


def number_of(outcome: Term) -> Term | None:
    """The number of an outcome of a numbered space: k itself, that of the event x = k, or that of x_k."""
    match outcome:
        case Event(_, value):
            return value
        case Index(family, at, _):
            return at if is_enumeration(family) else None
        case Num():
            return outcome
        case _:
            return None


def _numbered(like: Term, number: int) -> Term:
    match like:
        case Event(variable, _):
            return Event(variable, term(number))
        case Index(family, _, raised):
            return Index(family, term(number), raised)
        case _:
            return term(number)


@rule("product rule of probability", "概率乘法公式", "definition.conditional_probability", once=True)
def product_rule(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A joint probability is a conditional one times a marginal one.

                  p has full support
        ------------------------------------
        p(a, b | c) = p(b | a, c) p(a | c)

    Fails unless a general law of full support is applied to two or more different quantities.

    >>> from qedtex.language import data, law, parameter
    >>> from qedtex.rules.examples import shows
    >>> p, t, d = law("p"), parameter("theta"), data("D")
    >>> shows(product_rule, p(t, d), p(d | t) * p(t))
    'accepted'
    >>> shows(product_rule, p(t, d), p(d) * p(t))
    'product_rule refuses: it turns p(θ, D) into p(D | θ) p(θ) or p(θ | D) p(D), not into p(D) p(θ)'

    Source: Goodfellow et al. (2016), (3.6).
    """
    if not isinstance(before, Prob) or len(before.outcomes) < 2 or not _is_general(before):
        return
    law, given, parameters = before.distribution.law, before.distribution.given, before.distribution.parameters
    for place in reversed(range(len(before.outcomes))):
        last = before.outcomes[place]
        rest = (*before.outcomes[:place], *before.outcomes[place + 1 :])
        conditional = Prob(Distribution(law, (*rest, *given), parameters), (last,))
        yield Mul((conditional, Prob(Distribution(law, given, parameters), rest))), ()


@rule("definition of conditional probability", "条件概率的定义", "definition.conditional_probability", once=True)
def conditional(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A conditional probability is the joint one over that of what it is conditioned on.

                  p has full support
        ------------------------------------
        p(a | b, c) = p(a, b | c) / p(b | c)

    Fails unless a general law of full support is conditioned on something other than the outcome itself.

    >>> from qedtex.language import data, law, parameter
    >>> from qedtex.rules.examples import shows
    >>> p, t, d = law("p"), parameter("theta"), data("D")
    >>> shows(conditional, p(t | d), p(t, d) / p(d))
    'accepted'
    >>> shows(conditional, p(t | d), p(t, d) / p(t))[:53]
    'conditional refuses: it turns p(θ | D) into p(θ, D) /'

    Source: Goodfellow et al. (2016), (3.5).
    """
    if not isinstance(before, Prob) or not before.distribution.given or not _is_general(before):
        return
    law, given, parameters = before.distribution.law, before.distribution.given, before.distribution.parameters
    splits: list[tuple[tuple[Term, ...], tuple[Term, ...]]] = [
        ((part,), (*given[:place], *given[place + 1 :])) for place, part in enumerate(given)
    ]
    if len(given) > 1:
        splits.append((given, ()))
    for moved, rest in splits:
        left = Distribution(law, rest, parameters)
        for joint in ((*before.outcomes, *moved), (*moved, *before.outcomes)):
            yield Div(Prob(left, joint), Prob(left, moved)), ()


@rule("marginal probability", "边缘概率", "probability.marginal")
def marginal(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A joint probability summed over all outcomes of one of its quantities is that of the others.

        y runs over its whole space, once, and is not free in the rest
        --------------------------------------------------------------
                     sum_y p(x, y | z) = p(x | z)

    Fails unless the law tells its random variables by their names and the sum runs over the whole space of one.

    >>> from qedtex.language import alphabet, law, outcome, Sum
    >>> from qedtex.rules.examples import shows
    >>> p, x, y = law("p"), outcome("x", alphabet("calX")), outcome("y", alphabet("Y"))
    >>> shows(marginal, Sum(p(x, y), y), p(x))
    'accepted'
    >>> shows(marginal, Sum(p(x | y), y), p(x))
    'marginal refuses: it does not apply to ∑_{y ∈ Y} p(x | y)'

    Source: Goodfellow et al. (2016), (3.3).
    """
    if not isinstance(before, SumOver) or not isinstance(before.body, Prob) or not _is_general(before.body):
        return
    distribution, outcomes = before.body.distribution, before.body.outcomes
    for place, outcome in enumerate(outcomes):
        rest = (*outcomes[:place], *outcomes[place + 1 :])
        depends = any(before.variable in free(part) for part in (distribution, *rest))
        if rest and not depends and _covers(outcome, before.variable, before.domain, distribution):
            yield Prob(distribution, rest), ()


@rule("Bayes' theorem", "贝叶斯定理", "definition.conditional_probability", "arithmetic.field", once=True)
def bayes(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A conditional probability is turned round.

                  p has full support
        ----------------------------------------
        p(a | b, c) = p(b | a, c) p(a | c) / p(b | c)

    Fails unless a general law of full support is conditioned on something other than the outcome itself.

    >>> from qedtex.language import data, law, parameter
    >>> from qedtex.rules.examples import shows
    >>> p, t, d = law("p"), parameter("theta"), data("D")
    >>> shows(bayes, p(t | d), p(d | t) * p(t) / p(d))
    'accepted'
    >>> shows(bayes, p(t | d), p(d | t) * p(d) / p(t))
    'bayes refuses: it turns p(θ | D) into p(D | θ) p(θ) / p(D), not into p(D | θ) p(D) / p(θ)'

    Source: Goodfellow et al. (2016), (3.42).
    """
    if not isinstance(before, Prob) or not before.distribution.given or not _is_general(before):
        return
    law, given, parameters = before.distribution.law, before.distribution.given, before.distribution.parameters
    for place, turned in enumerate(given):
        rest = (*given[:place], *given[place + 1 :])
        likelihood = Prob(Distribution(law, (*before.outcomes, *rest), parameters), (turned,))
        prior = Prob(Distribution(law, rest, parameters), before.outcomes)
        evidence = Prob(Distribution(law, rest, parameters), (turned,))
        yield Div(Mul((likelihood, prior)), evidence), ()


@judged("the order does not matter", "次序无关", "probability.joint")
def reorder(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """The quantities of a joint probability, and what it is conditioned on, may be listed in any order.

        ------------------------
        p(a, b | c) = p(b, a | c)

    Fails unless a general law, which tells its quantities by their names, is applied to different ones.

    >>> from qedtex.language import data, law, parameter
    >>> from qedtex.rules.examples import shows
    >>> p, t, d = law("p"), parameter("theta"), data("D")
    >>> shows(reorder, p(t, d), p(d, t))
    'accepted'
    >>> shows(reorder, p(t | d), p(d | t))
    'reorder refuses: p(θ | D) and p(D | θ) differ in more than an order'

    Source: Cover & Thomas (2006), section 2.2.
    """
    if not isinstance(before, Prob) or not isinstance(after, Prob) or not _is_general(before):
        raise Refused(f"{before} is not a probability of different quantities under a general law")
    one, other = before.distribution, after.distribution
    same = one.law == other.law and one.parameters == other.parameters
    if (
        not same
        or sorted(map(repr, before.outcomes)) != sorted(map(repr, after.outcomes))
        or sorted(map(repr, one.given)) != sorted(map(repr, other.given))
        or set(before.outcomes) != set(after.outcomes)
        or set(one.given) != set(other.given)
    ):
        raise Refused(f"{before} and {after} differ in more than an order")
    return ()


def _is_general(probability: Prob) -> bool:
    """Whether the law tells its random variables by their names, has full support, and no variable occurs twice."""
    law = probability.distribution.law
    if law.space is not None or not law.positive or law.sample is not None:
        return False
    roles = [role_of(part) for part in (*probability.outcomes, *probability.distribution.given)]
    bases = {role.element if isinstance(role, Family) else role for role in roles}
    return None not in bases and len(bases) == len(roles)

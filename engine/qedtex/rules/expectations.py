"""Rules of expectations: as a sum, linear, and of a sample's empirical distribution as the sample mean."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import add

from qedtex.binding import free, substitute
from qedtex.conditions import nonzero, positive
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, rule
from qedtex.prover import is_finite
from qedtex.rules.definitions import enumeration
from qedtex.sorts import Family, Integer
from qedtex.sorts import Outcome as OutcomeSort
from qedtex.terms import (
    Add,
    Distribution,
    Div,
    Expectation,
    Index,
    Mul,
    Neg,
    Over,
    Prob,
    Range,
    SumOver,
    Symbol,
    Term,
    space_of,
    term,
)


@rule("expectation as a sum", "期望写成求和", "definition.expectation")
def expectation_to_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """An expectation over a finite space is the sum of the values weighted with their probabilities.

        ------------------------------------------
        E_{x~p}[f(x)] = sum_i p(x_i) f(x_i)

    Fails unless the outcome is drawn from a finite space.

    >>> from qedtex.language import E, index, log, outcome, outcomes, pmf, positive_integer, Sum
    >>> from qedtex.rules.examples import shows
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p, q = pmf("p", x), pmf("q", x)
    >>> z = outcome("z", p.space)
    >>> shows(expectation_to_sum, E(log(q(z)), z, p), Sum(p(x[i]) * log(q(x[i])), (i, 1, n)))
    'accepted'
    >>> shows(expectation_to_sum, E(log(q(z)), z, p), Sum(q(x[i]) * log(q(x[i])), (i, 1, n)))[:33]
    'expectation_to_sum refuses: it tu'

    Source: Cover & Thomas (2006), (2.2).
    """
    if not isinstance(before, Expectation) or not isinstance(before.distribution, Distribution):
        return
    space = space_of(before.variable, before.distribution.law)
    if space is None or not is_finite(space):
        return
    domain, variable, outcome = enumeration(before.distribution, scope, before, space=space)
    drawn = variable if isinstance(before.variable.sort, Integer) else outcome
    body = substitute(before.body, {before.variable: drawn})
    inner = body.factors if isinstance(body, Mul) else (body,)
    yield SumOver(domain, variable, Mul((Prob(before.distribution, (outcome,)), *inner))), ()
    if isinstance(body, Neg):
        yield SumOver(domain, variable, Neg(Prob(before.distribution, (outcome,)) * body.of)), ()


@rule("linearity of expectation", "期望的线性性", "definition.expectation", "sum.finite", "arithmetic.field")
def expectation_linear(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The expectation of a sum is the sum of the expectations, and constants come out.

        ---------------------------        ----------------------        -----------
        E[f + g] = E[f] + E[g]              E[c f] = c E[f]               E[c] = c

    Fails unless the body is a sum, a negative, or has a factor or divisor free of the drawn outcome.

    >>> from qedtex.language import E, log, outcome, outcomes, pmf, positive_integer, real
    >>> from qedtex.rules.examples import shows
    >>> n = positive_integer("n"); x = outcomes("x", n); p, q = pmf("p", x), pmf("q", x)
    >>> z, c = outcome("z", p.space), real("c")
    >>> shows(expectation_linear, E(c * log(q(z)), z, p), c * E(log(q(z)), z, p))
    'accepted'
    >>> shows(expectation_linear, E(log(q(z)) * p(z), z, p), E(log(q(z)), z, p) * E(p(z), z, p))[:39]
    'expectation_linear refuses: it does not'

    Source: Cover & Thomas (2006), section 2.1; Goodfellow et al. (2016), (3.11).
    """
    if not isinstance(before, Expectation):
        return
    variable, body = before.variable, before.body

    def mean(part: Term) -> Term:
        return Expectation(before.distribution, variable, part)

    def depends(part: Term) -> bool:
        return variable in free(part)

    if not depends(body):
        yield body, ()
        return
    match body:
        case Add(terms):
            yield reduce(add, (Neg(mean(part.of)) if isinstance(part, Neg) else mean(part) for part in terms)), ()
        case Neg(of):
            yield Neg(mean(of)), ()
        case Mul(factors) if not all(map(depends, factors)):
            out = [factor for factor in factors if not depends(factor)]
            kept = [factor for factor in factors if depends(factor)]
            yield Mul((*out, mean(Mul(tuple(kept)) if len(kept) > 1 else kept[0]))), ()
        case Div(over, by) if not depends(by):
            yield Div(mean(over), by), (nonzero(by, scope),)
        case _:
            return


@rule("expectation of a sum of many", "求和的期望", "definition.expectation", "sum.finite")
def expectation_of_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The expectation of a sum over an index is the sum of the expectations over it.

        x is not free in the range of i
        ---------------------------------
        E[sum_i f_i(x)] = sum_i E[f_i(x)]

    Fails unless the body is a sum over an index whose range does not depend on what is drawn.

    >>> from qedtex.language import E, index, outcome, outcomes, pmf, positive_integer, Sum
    >>> from qedtex.rules.examples import shows
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p = pmf("p", x); z = outcome("z", p.space)
    >>> shows(expectation_of_sum, E(Sum(i * p(z), (i, 1, n)), z, p), Sum(E(i * p(z), z, p), (i, 1, n)))
    'accepted'
    >>> shows(expectation_of_sum, E(Sum(i * p(z), (i, 1, n)), z, p), E(p(z), z, p))[:30]
    'expectation_of_sum refuses: it'

    Source: Cover & Thomas (2006), section 2.1.
    """
    if isinstance(before, Expectation) and isinstance(before.body, SumOver):
        inner = before.body
        if before.variable not in free(inner.domain) and inner.variable not in free(before.distribution):
            mean = Expectation(before.distribution, before.variable, inner.body)
            yield SumOver(inner.domain, inner.variable, mean), ()


@rule("each member has the same distribution", "样本成员同分布", "definition.expectation", "sum.finite")
def sample_member(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The expectation over a sample of a function of one member is the expectation over one outcome.

        x_1, ..., x_m are drawn independently from p
        ---------------------------------------------
            E_{x_1, ..., x_m ~ p}[f(x_k)] = E_{x~p}[f(x)]

    Fails unless the sample occurs in the body as one and the same member only.

    >>> from qedtex.language import alphabet, E, integer, log, outcome, pmf, positive_integer, sample
    >>> from qedtex.rules.examples import shows
    >>> m, X = positive_integer("m"), alphabet("X"); s, x, k, j = sample("s", X, m), outcome("x", X), *[
    ...     integer(name, 1, m) for name in "kj"]
    >>> p, q = pmf("p", X), pmf("q", X)
    >>> shows(sample_member, E(log(q(s[k])), s, p), E(log(q(x)), x, p))
    'accepted'
    >>> shows(sample_member, E(q(s[k]) * q(s[j]), s, p), E(q(x) * q(x), x, p))[:30]
    'sample_member refuses: it does'

    Source: Casella & Berger (2002), definition 5.1.1 and theorem 5.2.6.
    """
    if not isinstance(before, Expectation) or not isinstance(before.variable.sort, Family):
        return
    family, element = before.variable, before.variable.sort.element
    if not isinstance(element, OutcomeSort):
        return
    inside = {variable for node in before.body.walk() for variable in node.variables}
    places = dict.fromkeys(n.at for n in before.body.walk() if isinstance(n, Index) and n.family == family)
    one = scope.new(Symbol("x", element), before)
    for at in places:
        body = _with_one(before.body, family, at, one)
        if free(at).isdisjoint(inside) and family not in free(body):
            yield Expectation(before.distribution, one, body), ()


def _with_one(body: Term, family: Symbol, at: Term, one: Symbol) -> Term:
    """The body with a symbol in place of one member of a family."""
    if isinstance(body, Index) and body.family == family and body.at == at:
        return one
    return body.with_children(tuple(_with_one(child, family, at, one) for child in body.children))


@rule("expectation under the empirical distribution", "经验分布下的期望", "definition.empirical_distribution")
def empirical_mean(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The expectation under a sample's empirical distribution is the sample mean.

        phat is the empirical distribution of x_1, ..., x_m
        ----------------------------------------------------
            E_{x~phat}[f(x)] = 1/m sum_{i=1}^m f(x_i)
            sum_x phat(x) f(x) = 1/m sum_{i=1}^m f(x_i)

    Fails unless the distribution was declared as the empirical one of a sample.

    >>> from qedtex.language import alphabet, E, empirical, index, log, outcome, pmf, positive_integer, sample, Sum
    >>> from qedtex.rules.examples import shows
    >>> m, i, X = positive_integer("m"), index("i"), alphabet("calX")
    >>> s, x, q = sample("x", X, m), outcome("x", X), pmf("q", X); hat, p = empirical("p_hat", s, X), pmf("p", X)
    >>> shows(empirical_mean, E(log(q(x)), x, hat), 1 / m * Sum(log(q(s[i])), (i, 1, m)))
    'accepted'
    >>> shows(empirical_mean, E(log(q(x)), x, p), 1 / m * Sum(log(q(s[i])), (i, 1, m)))[:35]
    'empirical_mean refuses: it does not'

    Source: Goodfellow et al. (2016), (3.28) and section 5.5.
    """
    weighted = _weighted(before)
    if weighted is None:
        return
    distribution, variable, value = weighted
    law = distribution.law
    if law.sample is None or not isinstance(law.sample.sort, Family) or distribution.parameters or distribution.given:
        return
    lower, upper = law.sample.sort.lower, law.sample.sort.upper
    if lower != term(1) or variable in free(distribution):
        return
    index = scope.new(Symbol("i", Integer()), before)
    body = substitute(value, {variable: Index(law.sample, index)})
    yield Mul((Div(term(1), upper), SumOver(Range(lower, upper), index, body))), (positive(upper, scope),)


def _weighted(before: Term) -> tuple[Distribution, Symbol, Term] | None:
    """The distribution, the drawn outcome and the value of an expectation, or of a sum of p(x) f(x) over a space."""
    match before:
        case Expectation(Distribution() as distribution, variable, value):
            return distribution, variable, value
        case SumOver(Over(space), variable, Mul(factors)):
            for place, factor in enumerate(factors):
                match factor:
                    case Prob(distribution, (outcome,), _) if outcome == variable and distribution.law.space == space:
                        others = (*factors[:place], *factors[place + 1 :])
                        return distribution, variable, Mul(others) if len(others) > 1 else others[0]
            return None
        case _:
            return None

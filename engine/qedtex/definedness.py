"""When a formula makes sense: the conditions collected from the term as written, before anything can cancel."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from qedtex.arithmetic import Arithmetic, as_number
from qedtex.binding import free, mentioned
from qedtex.conditions import Condition, holds, integral, membership, nonnegative, nonzero, positive, require_number
from qedtex.context import Scope
from qedtex.errors import IllFormed, QedtexError
from qedtex.integrability import integrable, is_infinite
from qedtex.shape import check_fields, check_shape, is_open
from qedtex.smoothness import smooth
from qedtex.sorts import Enumerated, Family, Integer, Labels, Outcome, Real, Sort
from qedtex.supports import (
    check_expectation,
    check_finite,
    check_roles,
    check_same_space,
    check_variables,
    domain_conditions,
    empirical_conditions,
    no_role,
    outcome_conditions,
)
from qedtex.terms import (
    KL,
    Abs,
    Add,
    Apply,
    Argmax,
    Argmin,
    Comparison,
    Const,
    CrossEntropy,
    Derivative,
    Distribution,
    Div,
    Entropy,
    Event,
    Every,
    Exp,
    Expectation,
    FiniteSet,
    Index,
    Integral,
    Interval,
    Kronecker,
    Limit,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Over,
    Pow,
    Prob,
    ProductOver,
    Range,
    SelfInformation,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
    role_of,
    sort_of,
)
from qedtex.terms import term as to_term


def own_requirements(term: Term, scope: Scope) -> Iterator[Condition]:
    """The conditions of one node alone, those of its parts left out."""
    yield from _own(term, scope)


def requirements(term: Term, scope: Scope) -> tuple[Condition, ...]:
    """The conditions for a term and all its parts to make sense; raises `IllFormed` where they never can.

    >>> from qedtex.language import log, real
    >>> from qedtex.context import Scope
    >>> y = real("y")
    >>> [str(condition) for condition in requirements(log(1 / y), Scope())]
    ['1 / y > 0', 'y != 0']
    """
    check_shape(term)  # before what is known of equal terms: 2.0 equals 2
    return _requirements(term, scope)


@lru_cache(maxsize=1 << 14)
def _requirements(term: Term, scope: Scope) -> tuple[Condition, ...]:
    found = list(_own(term, scope))
    last = len(term.children) - 1
    for number, child in enumerate(term.children):
        if isinstance(term, Interval) and is_infinite(child):
            continue  # no number, and nothing to ask of it
        found += _requirements(child, scope.enter(term) if term.bound and number == last else scope)
    return tuple(found)


def _own(term: Term, scope: Scope) -> Iterator[Condition]:
    """The conditions of one node alone."""
    check_fields(term)
    match term:
        case Num(exact, digits):
            if exact < 0 or (digits and Fraction(digits) != exact):
                raise IllFormed("QT122", f"the number {exact} cannot be written {digits or exact}")
        case Const(name):
            if name not in ("pi", "e", "oo"):
                raise IllFormed("QT122", f"there is no constant called {name}", help="use a symbol")
        case Symbol(_, sort):
            _check_free_data(term, scope)
            bound, domain = scope.domain(term)
            if not bound or domain is None:
                yield from _inhabited(sort, scope)
        case Over(space):
            _check_free_data(term, scope)
            yield from _inhabited(Outcome(space), scope)
        case Interval():
            _check_numbers(tuple(end for end in term.children if not is_infinite(end)))
        case FiniteSet(elements):
            if not elements:
                raise IllFormed("QT117", "a set that is listed has an element")
            _check_numbers(elements)
        case Kronecker():
            _check_numbers(term.children)
            for side in term.children:
                yield integral(side, scope)
        case Apply(function, argument):
            yield from membership(argument, function.domain, scope)
        case Derivative():
            yield from _derivative(term, scope)
        case Limit():
            yield from _limit(term, scope)
        case Comparison(_, relation, _):
            if relation not in COMPARED:
                raise IllFormed("QT117", f"{relation} does not compare two numbers", help=f"use one of {COMPARED}")
            _check_numbers(term.children)
        case Every(_, _, body):
            if not isinstance(body, (Comparison, Every)):
                raise IllFormed("QT112", f"{body} is not a proposition")
            yield from domain_conditions(term, scope)
        case Add() | Mul() | Neg() | Abs() | Exp() | Sigmoid():
            if isinstance(term, (Add, Mul)) and len(term.children) < 2:
                raise IllFormed("QT117", f"{type(term).__name__} needs two parts or more")
            _check_numbers(term.children)
        case Div(_, by):
            _check_numbers(term.children)
            yield nonzero(by, scope)
        case Sqrt(of):
            _check_numbers(term.children)
            yield nonnegative(of, scope)
        case Pow(base, exponent):
            _check_numbers(term.children)
            yield from _power(base, exponent, scope)
        case Log(of, base, written):
            if written not in ("log", "ln"):
                raise IllFormed("QT122", f"a natural logarithm is written log or ln, not {written}")
            _check_numbers(term.children)
            yield positive(of, scope)
            if base is not None:
                yield positive(base, scope)
                yield nonzero(base - 1, scope)
        case Norm(vector, order):
            sort = vector.sort
            if order not in (1, 2) or not (isinstance(sort, Family) and isinstance(sort.element, Real)):
                raise IllFormed("QT113", f"{vector} is not a vector of reals with a norm of order {order}")
        case Index(Symbol(_, Family(_, lower, upper)), at, _):
            _check_numbers((at,))
            yield integral(at, scope)
            yield nonnegative(at - lower, scope)
            yield nonnegative(upper - at, scope)
        case Range(lower, upper):
            _check_numbers(term.children)
            yield integral(lower, scope)
            yield integral(upper, scope)
        case SumOver() | ProductOver():
            _check_numbers((term.body,))
            yield from domain_conditions(term, scope)
        case Integral():
            _check_numbers((term.body,))
            yield from integrable(term, scope)
        case Argmax(variable, body) | Argmin(variable, body):
            _check_numbers((body,))
            sort = variable.sort.element if isinstance(variable.sort, Family) else variable.sort
            if not isinstance(sort, Real):
                raise IllFormed("QT114", f"{variable} does not range over real numbers")
        case Event():
            _check_numbers(term.children)
        case Distribution(law, _, _):
            _check_free_data(term, scope)
            if law.space is not None:
                yield from _inhabited(Outcome(law.space), scope)
            if law.sample is not None:
                yield from _inhabited(law.sample.sort, scope)
                yield from empirical_conditions(law, law.sample, scope)
        case Prob(distribution, outcomes, _):
            for outcome in outcomes:
                yield from outcome_conditions(distribution, outcome, scope)
            for value in distribution.given:
                if distribution.law.space is None and role_of(value) is None:
                    raise no_role(distribution, value)
            check_roles(term)
            if distribution.given and not distribution.law.positive:
                raise IllFormed("QT115", f"{term} conditions on what may have probability 0")
        case Expectation(Distribution() as distribution, variable, body):
            _check_numbers((body,))
            check_expectation(term, distribution, variable)
        case Entropy(distribution, base):
            check_finite(distribution)
            yield from _base(base, scope)
        case CrossEntropy(distribution, other, base) | KL(distribution, other, base):
            check_same_space(distribution, other)
            if isinstance(term, KL) or distribution.law.sample is None:
                check_finite(distribution)
            if not other.law.positive:
                raise IllFormed(
                    "QT116", f"{term} is undefined where {other.law.name} is 0", help="declare full support"
                )
            yield from _base(base, scope)
        case VariableEntropy(distribution, _, _, base):
            check_variables(term, distribution)
            yield from _base(base, scope)
        case SelfInformation(distribution, outcome, base):
            yield from outcome_conditions(distribution, outcome, scope)
            if not distribution.law.positive:
                raise IllFormed("QT116", f"{term} is undefined where {distribution.law.name} is 0")
            yield from _base(base, scope)
        case _:
            raise IllFormed("QT117", f"{type(term).__name__} has no conditions of its own: it cannot be stated yet")


def _inhabited(sort: Sort, scope: Scope) -> Iterator[Condition]:
    """The conditions for a sort to have an element: a claim about none of them would say nothing.

    They are asked for outside every binder: inside a sum over an empty range anything would hold.
    """
    outside = Scope(scope.context)
    for end in sort.terms():
        yield from requirements(end, outside)  # and so the sorts of what the ends speak of have elements too
    match sort:
        case Real(least, greatest, lower_open, upper_open) if least is not None and greatest is not None:
            if least > greatest or (least == greatest and (lower_open or upper_open)):
                raise IllFormed("QT123", f"no real number lies between {least} and {greatest}")
        case Integer(lower, upper):
            for one in (lower, upper):
                if one is not None:
                    yield integral(one, outside)
            if lower is not None and upper is not None:
                yield nonnegative(upper - lower, outside)
        case Outcome(Enumerated(_, lower, upper) | Labels(lower, upper)):
            yield integral(lower, outside)
            yield integral(upper, outside)
            yield nonnegative(upper - lower, outside)
        case Family(element, _, _):
            yield from _inhabited(element, scope)
        case _:
            return


def _power(base: Term, exponent: Term, scope: Scope) -> Iterator[Condition]:
    try:
        number = as_number(Arithmetic().polynomial(exponent))
    except QedtexError:
        number = None
    if number is None or number.denominator != 1:
        if number is not None and number > 0:
            yield nonnegative(base, scope)
        elif number is not None or not holds(integral(exponent, scope)):
            yield positive(base, scope)
        elif not holds(nonnegative(exponent, scope)):
            yield nonzero(base, scope)
    elif number < Fraction(0):
        yield nonzero(base, scope)


COMPARED = ("=", "!=", "<", "<=", ">", ">=")
"""The relations that a proposition can state of two numbers."""


def _derivative(term: Derivative, scope: Scope) -> Iterator[Condition]:
    """The variable runs over an open interval, or each component does; the body has a derivative there."""
    _check_numbers((term.body,))
    sort = term.variable.sort
    if term.index is None:
        if not is_open(sort):
            raise IllFormed("QT129", f"{term.variable} does not range over an open interval", help="use real(...)")
        yield from membership(term.at, sort, scope)
    else:
        if not isinstance(sort, Family) or not is_open(sort.element) or sort_of(term.at) != sort:
            raise IllFormed("QT129", f"{term.variable} and {term.at} are not vectors over an open interval")
        yield integral(term.index, scope)
        yield nonnegative(term.index - sort.lower, scope)
        yield nonnegative(sort.upper - term.index, scope)
    yield from smooth(term.body, term.variable, scope.enter(term))


def _limit(term: Limit, scope: Scope) -> Iterator[Condition]:
    """The variable's interval holds points as near as one likes on each side that the limit is taken from."""
    _check_numbers((term.body,))
    sort = term.variable.sort
    if not isinstance(sort, Real) or term.side not in ("", "+", "-"):
        raise IllFormed("QT131", f"{term} is no limit over an interval of the reals")
    if term.point in (Const("oo"), Neg(Const("oo"))):
        end = sort.greatest if term.point == Const("oo") else sort.least
        if end is not None or term.side:
            raise IllFormed("QT131", f"{term.variable} does not go to {term.point}")
        return
    _check_numbers((term.point,))
    from_above, from_below = term.side in ("", "+"), term.side in ("", "-")
    if sort.least is not None:
        distance = term.point - to_term(sort.least)
        yield positive(distance, scope) if from_below else nonnegative(distance, scope)
    if sort.greatest is not None:
        distance = to_term(sort.greatest) - term.point
        yield positive(distance, scope) if from_above else nonnegative(distance, scope)


def _base(base: Term | None, scope: Scope) -> Iterator[Condition]:
    if base is not None:
        _check_numbers((base,))
        yield positive(base, scope)
        yield nonzero(base - 1, scope)


def _check_numbers(children: tuple[Term, ...]) -> None:
    for child in children:
        require_number(child)


def _check_free_data(term: Term, scope: Scope) -> None:
    """The number of outcomes of a space, or of members of a family, is not a bound symbol."""
    for inside in mentioned(term):
        captured = free(inside) & scope.bound
        if captured:
            raise IllFormed("QT109", f"{', '.join(map(str, captured))} is bound here and also fixes the size of {term}")

"""Rules of argmax and argmin: what may be done to an objective without moving the points where it is extreme."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.binding import free
from qedtex.conditions import positive
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, rule
from qedtex.terms import Add, Argmax, Argmin, Div, Exp, Log, Mul, Neg, Symbol, Term, term


@rule("a strictly increasing function keeps the extremum", "严格单调递增变换", "definition.extremum", "log.increasing")
def extremum_increasing(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm of a positive objective, and the exponential of any, is extreme at the same points.

           f(t) > 0 for every t
        --------------------------------------
        argmax_t f(t) = argmax_t log f(t)

    Fails unless the objective is positive everywhere.

    >>> from qedtex.language import argmax, exp, log, real
    >>> from qedtex.rules.examples import shows
    >>> t = real("t")
    >>> shows(extremum_increasing, argmax(exp(t), t), argmax(log(exp(t)), t))
    'accepted'
    >>> shows(extremum_increasing, argmax(t, t), argmax(log(t), t))
    'extremum_increasing needs t > 0 for every t, and nothing known says so'

    Source: Boyd & Vandenberghe (2004), section 4.1.3.
    """
    if isinstance(before, (Argmax, Argmin)):
        inside = scope.enter(before)
        yield type(before)(before.variable, Log(before.body)), (positive(before.body, inside),)
        if isinstance(before.body, Log) and before.body.base is not None:
            return
        yield type(before)(before.variable, Exp(before.body)), ()


@rule("maximising is minimising the negative", "最大化等价于最小化相反数", "definition.extremum", "arithmetic.order")
def extremum_negate(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The maximisers of an objective are the minimisers of its negative.

        --------------------------------
        argmax_t f(t) = argmin_t -f(t)

    Fails unless maximum changes to minimum, or minimum to maximum.

    >>> from qedtex.language import argmax, argmin, real
    >>> from qedtex.rules.examples import shows
    >>> t = real("t")
    >>> shows(extremum_negate, argmax(t**2, t), argmin(-(t**2), t))
    'accepted'
    >>> shows(extremum_negate, argmax(t**2, t), argmin(t**2, t))
    'extremum_negate refuses: it turns argmax_{t} t^2 into argmin_{t} (-t^2), not into argmin_{t} t^2'

    Source: Boyd & Vandenberghe (2004), section 4.1.3.
    """
    if not isinstance(before, (Argmax, Argmin)):
        return
    other = Argmin if isinstance(before, Argmax) else Argmax
    yield other(before.variable, Neg(before.body)), ()
    if isinstance(before.body, Neg):
        yield other(before.variable, before.body.of), ()


@rule("drop what does not depend on the variable", "去掉与变量无关的常数项", "definition.extremum", "arithmetic.order")
def extremum_drop_constant(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Additive terms that do not depend on the variable do not move the extremum.

              t is not free in c
        -------------------------------------
        argmax_t (f(t) + c) = argmax_t f(t)

    Fails unless the objective is a sum of which some terms, and not all, are free of the variable.

    >>> from qedtex.language import argmax, real
    >>> from qedtex.rules.examples import shows
    >>> t, c = real("t"), real("c")
    >>> shows(extremum_drop_constant, argmax(t**2 + c, t), argmax(t**2, t))
    'accepted'
    >>> shows(extremum_drop_constant, argmax(t**2 + c * t, t), argmax(t**2, t))
    'extremum_drop_constant refuses: it does not apply to argmax_{t} (t^2 + c t)'

    Source: Boyd & Vandenberghe (2004), section 4.1.3.
    """
    if not isinstance(before, (Argmax, Argmin)) or not isinstance(before.body, Add):
        return
    kept = tuple(part for part in before.body.terms if before.variable in free(part))
    if kept and len(kept) < len(before.body.terms):
        yield type(before)(before.variable, Add(kept) if len(kept) > 1 else kept[0]), ()


@rule("drop a positive factor", "去掉与变量无关的正因子", "definition.extremum", "arithmetic.order")
def extremum_drop_factor(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Positive factors and divisors that do not depend on the variable do not move the extremum.

        c > 0, t is not free in c
        -------------------------------------
        argmax_t c f(t) = argmax_t f(t)

    Fails unless all factors and divisors that are free of the variable multiply to something positive.

    >>> from qedtex.language import argmax, positive, real
    >>> from qedtex.rules.examples import shows
    >>> t, s, c = real("t"), positive("sigma"), real("c")
    >>> shows(extremum_drop_factor, argmax(s * t, t), argmax(t, t))
    'accepted'
    >>> shows(extremum_drop_factor, argmax(c * t, t), argmax(t, t))
    'extremum_drop_factor needs c > 0, and nothing known says so'

    Source: Boyd & Vandenberghe (2004), section 4.1.3.
    """
    if not isinstance(before, (Argmax, Argmin)):
        return
    for kept, dropped in _without_constants(before.body, before.variable):
        yield type(before)(before.variable, kept), tuple(positive(part, scope) for part in dropped)


def _without_constants(body: Term, variable: Symbol) -> Iterator[tuple[Term, tuple[Term, ...]]]:
    """What is left of an objective without the factors and divisors free of the variable, and those."""
    match body:
        case Neg(of):
            for kept, dropped in _without_constants(of, variable):
                yield Neg(kept), dropped
        case Mul(factors):
            kept_factors = tuple(factor for factor in factors if variable in free(factor))
            dropped = tuple(factor for factor in factors if variable not in free(factor))
            if kept_factors and dropped:
                yield Mul(kept_factors) if len(kept_factors) > 1 else kept_factors[0], dropped
        case Div(over, by) if variable not in free(by) and variable in free(over):
            yield over, (by,)
            for kept, dropped in _without_constants(over, variable):
                yield kept, (*dropped, by)
        case Div(over, by) if variable in free(by) and variable not in free(over) and over != term(1):
            yield Div(term(1), by), (over,)
        case _:
            return

"""Integrals over a bounded interval, by Arb's rigorous integration of the integrand in the complex plane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import acb, arb

from qedtex.binding import free
from qedtex.errors import QedtexError
from qedtex.oracle.laws import Environment
from qedtex.oracle.values import Inconsistent, Indeterminate, Number, Unable, Undefined, as_integer, ball
from qedtex.terms import (
    Abs,
    Add,
    Const,
    Div,
    Exp,
    Integral,
    Interval,
    Log,
    Mul,
    Neg,
    Pow,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
)

if TYPE_CHECKING:
    from qedtex.oracle.evaluation import Evaluator

_MOST_EVALUATIONS = 3000
_NOWHERE = acb(arb("nan"), arb("nan"))


def integral(evaluator: Evaluator, term: Integral, environment: Environment) -> Number:
    """The enclosure of an integral; raises `Unable` for an infinite end, and where no enclosure is found in time."""
    domain = term.domain
    if not isinstance(domain, Interval) or any(Const("oo") in end.walk() for end in domain.children):
        raise Unable("an integral over an unbounded interval")
    lower, upper = (ball(evaluator.number(end, environment)) for end in domain.children)
    integrand = _Integrand(evaluator, term.variable, environment)
    troubles: list[Exception] = []

    def value(at: Any, analytic: bool) -> Any:
        # an exception cannot pass through Arb, so it waits, and what is left to do is made short
        if not troubles:
            try:
                return integrand(term.body, at, analytic)
            except (Unable, Undefined, Indeterminate, Inconsistent, QedtexError) as trouble:
                troubles.append(trouble)
        return _NOWHERE

    found = acb.integral(value, acb(lower), acb(upper), eval_limit=_MOST_EVALUATIONS)
    if troubles:
        raise troubles[0]
    if not found.is_finite() or not found.imag.contains(0):
        raise Unable("an integral that was not enclosed in time")
    return found.real


class _Integrand:
    """The body of an integral as a function of a complex number; not finite where it might not be analytic."""

    def __init__(self, evaluator: Evaluator, variable: Symbol, environment: Environment) -> None:
        self.evaluator = evaluator
        self.variable = variable
        self.environment = environment

    def __call__(self, term: Term, at: Any, analytic: bool) -> Any:
        if self.variable not in free(term):
            return acb(ball(self.evaluator.number(term, self.environment)))

        def inner(part: Term) -> Any:
            return self(part, at, analytic)

        match term:
            case Symbol():
                return at
            case Add(terms):
                return sum((inner(part) for part in terms), acb(0))
            case Mul(factors):
                total = acb(1)
                for factor in factors:
                    total *= inner(factor)
                return total
            case Neg(of):
                return -inner(of)
            case Div(over, by):
                return inner(over) / inner(by)
            case Pow(base, exponent):
                return self._power(inner(base), exponent, inner)
            case Sqrt(of):
                return _right(inner(of)).sqrt(analytic=analytic)
            case Abs(of):
                return inner(of).real_abs(analytic=analytic)
            case Exp(of):
                return inner(of).exp()
            case Log(of, base, _):
                value = _right(inner(of)).log(analytic=analytic)
                return value if base is None else value / _right(inner(base)).log(analytic=analytic)
            case Sigmoid(of):
                return 1 / (1 + (-inner(of)).exp())
            case SumOver(domain, variable, body) if self.variable not in free(domain):
                total = acb(0)
                outer = self.environment
                for value in self.evaluator.domain(domain, outer):
                    self.environment = {**outer, variable: value}
                    total += inner(body)
                self.environment = outer
                return total
            case _:
                raise Unable(f"the oracle does not integrate {type(term).__name__}")

    def _power(self, base: Any, exponent: Term, inner: Any) -> Any:
        whole = None
        if self.variable not in free(exponent):
            whole = as_integer(self.evaluator.number(exponent, self.environment))
        return base**whole if whole is not None else (_right(base).log() * inner(exponent)).exp()


def _right(value: Any) -> Any:
    """A number with a positive real part, where the logarithm and roots are analytic; else one that is not finite."""
    return value if value.real > 0 else _NOWHERE

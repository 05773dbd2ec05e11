"""Rules of limits: of what is continuous at the point, and of what grows or vanishes there."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.binding import free, substitute
from qedtex.conditions import Condition, holds, positive
from qedtex.context import Scope
from qedtex.definedness import requirements
from qedtex.growth import INFINITY, Unknown, limits
from qedtex.inference import Arguments, Outcome, Refused, rule
from qedtex.scales import numeric
from qedtex.terms import Abs, Add, Apply, Const, Div, Exp, Limit, Log, Mul, Neg, Pow, Sigmoid, Sqrt, Term

_CONTINUOUS = (Add, Mul, Neg, Div, Exp, Log, Sigmoid, Sqrt, Abs)
"""Nodes that are continuous wherever they are defined, given that their parts are."""


@rule("continuity", "连续性", "continuity", "limit.algebra")
def limit_by_continuity(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The limit of a continuous function is its value.

             f continuous at a
        -------------------------
        lim_{x -> a} f(x) = f(a)

    Fails unless the point is a number, and f is defined there and built from x by arithmetic, powers, roots, absolute
    values, exp, log, the sigmoid and differentiable functions. A power has a positive base at a or a natural exponent.

    >>> from qedtex.language import limit, log, positive as scale, term
    >>> from qedtex.rules.examples import shows
    >>> x, c = scale("x"), scale("c")
    >>> shows(limit_by_continuity, limit(x * log(x), x, c), c * log(c))
    'accepted'
    >>> shows(limit_by_continuity, limit(x * log(x), x, 0, "+"), term(0))
    'limit_by_continuity refuses: 0 log 0 is not known to make sense'

    Source: Rudin (1976), theorems 4.6 and 4.9.
    """
    if not isinstance(before, Limit) or before.point in (INFINITY, Neg(INFINITY)):
        return
    value = substitute(before.body, {before.variable: before.point})
    if not all(map(holds, requirements(value, scope))):
        raise Refused(f"{value} is not known to make sense")
    yield value, tuple(_continuous(before.body, before, scope))


def _continuous(body: Term, whole: Limit, scope: Scope) -> Iterator[Condition]:
    """The conditions for a term that is defined at the point to be continuous there; raises `Refused`."""
    variable = whole.variable
    if variable not in free(body) or body == variable:
        return
    match body:
        case Pow(base, exponent):
            number = None if variable in free(exponent) else numeric(exponent)
            natural = number is not None and number.denominator == 1 and number > 0
            if not natural and base != Const("e"):
                yield positive(substitute(base, {variable: whole.point}), scope)
            yield from _continuous(base, whole, scope)
            yield from _continuous(exponent, whole, scope)
        case Apply(function, argument) if function.differentiable:
            yield from _continuous(argument, whole, scope)
        case Log(_, base, _) if base is not None and variable in free(base):
            raise Refused(f"the base of {body} changes")
        case _ if isinstance(body, _CONTINUOUS):
            for child in body.children:
                yield from _continuous(child, whole, scope)
        case _:
            raise Refused(f"nothing shows that {body} is continuous in {variable}")


@rule("limits of elementary functions", "初等函数的极限", "limit.algebra", "continuity", "limit.growth")
def limit_by_growth(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The limit of an elementary function, by how fast its parts grow or vanish.

        f(x) / (exp(k_1 t^p_1 + ...) t^b (log t)^c) -> L       t = x, -x, 1 / (x - a) or 1 / (a - x)
        --------------------------------------------------------------------------------------------
          lim f(x) = 0, L or +-oo as the first of k_1, ..., b, c that is not 0 is < 0, none, or > 0

    The quotient is found from sums, products, quotients, powers, exp, log and the sigmoid of what is known already; see
    `qedtex.growth`. Fails unless each sign that it takes is known, and both sides give the same where no side is named.

    >>> from qedtex.language import exp, limit, log, oo, positive as scale, real, term
    >>> from qedtex.rules.examples import shows
    >>> x, k, r = scale("x"), scale("k"), real("r")
    >>> shows(limit_by_growth, limit(x**3 * exp(-k * x), x, oo), term(0))
    'accepted'
    >>> shows(limit_by_growth, limit(x * log(x), x, 0, "+"), term(-1))
    'limit_by_growth refuses: it turns lim_{x→0⁺} x log x into 0, not into -1'
    >>> shows(limit_by_growth, limit(x**3 * exp(-r * x), x, oo), term(0))
    'limit_by_growth refuses: nothing known gives -r a sign'

    Source: Rudin (1976), theorems 4.4, 4.7, 4.34 and 8.6 (f), and section 8.6, (45).
    """
    if not isinstance(before, Limit):
        return
    try:
        found = limits(before, scope)
    except Unknown as unknown:
        raise Refused(str(unknown)) from unknown
    yield found

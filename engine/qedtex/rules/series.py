"""Rules of sums that have a closed form: of powers of the index, and of a geometric sequence."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb

from qedtex.arithmetic import Arithmetic, as_number
from qedtex.binding import free
from qedtex.conditions import integral, nonnegative, nonzero
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, rule
from qedtex.terms import Add, Div, Mul, Neg, Num, Pow, Range, SumOver, Symbol, Term, term

_HIGHEST = 8


@rule("sum of powers of whole numbers", "整数幂求和", "sum.finite")
def sum_of_powers(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The sum of the k-th powers of successive integers is the difference of a polynomial at the two ends.

        F(0) = 0, F(x) - F(x - 1) = x^k, b >= a - 1
        -------------------------------------------
            sum_{i=a}^b i^k = F(b) - F(a - 1)

    Fails unless the body is the index or a power of it with an exponent from 1 to 8, and the range is one of integers
    that is known not to be shorter than empty.

    >>> from qedtex.language import index, integer, positive_integer, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, n, k = index("i"), positive_integer("n"), integer("k")
    >>> shows(sum_of_powers, Sum(i, (i, 1, n)), n**2 / 2 + n / 2)
    'accepted'
    >>> shows(sum_of_powers, Sum(i, (i, 1, n)), n**2 / 2)[:28]
    'sum_of_powers refuses: it tu'
    >>> shows(sum_of_powers, Sum(i, (i, 1, k)), k**2 / 2 + k / 2)
    'sum_of_powers needs k - 1 + 1 >= 0, and nothing known says so'

    Source: Graham, Knuth & Patashnik (1994), (6.78), by induction.
    """
    if not isinstance(before, SumOver) or not isinstance(before.domain, Range):
        return
    exponent = _exponent(before.body, before.variable)
    if exponent is None:
        return
    lower, upper = before.domain.lower, before.domain.upper
    bases = (integral(lower, scope), integral(upper, scope), nonnegative(upper - lower + 1, scope))
    whole = _polynomial(upper, exponent)
    first = as_number(Arithmetic().polynomial(lower))
    yield (whole if first == 1 else whole - _polynomial(lower - 1, exponent)), bases


def _exponent(body: Term, index: Symbol) -> int | None:
    match body:
        case Pow(base, Num(value, _)) if base == index and value.denominator == 1 and 1 <= value <= _HIGHEST:
            return int(value)
        case _:
            return 1 if body == index else None


def _polynomial(at: Term, exponent: int) -> Term:
    """The polynomial F with F(0) = 0 and F(x) - F(x - 1) = x^k, at a term."""
    parts: list[Term] = []
    for power, factor in sorted(_coefficients(exponent).items(), reverse=True):
        raised = at if power == 1 else Pow(at, term(power))
        over = raised if abs(factor.numerator) == 1 else Mul((term(abs(factor.numerator)), raised))
        part = over if factor.denominator == 1 else Div(over, term(factor.denominator))
        parts.append(Neg(part) if factor < 0 else part)
    return Add(tuple(parts))


def _coefficients(exponent: int) -> dict[int, Fraction]:
    """The coefficients of that polynomial, from the highest down: each is what the ones above it leave over."""
    left = {exponent: Fraction(1)}
    found: dict[int, Fraction] = {}
    for power in range(exponent + 1, 0, -1):
        # x^m - (x - 1)^m begins with m x^(m - 1)
        factor = left.get(power - 1, Fraction(0)) / power
        if factor:
            found[power] = factor
            for lower in range(power):
                sign = -1 if (power - lower) % 2 == 0 else 1
                left[lower] = left.get(lower, Fraction(0)) - factor * sign * comb(power, lower)
    return found


@rule("geometric sum", "等比数列求和", "sum.finite", "arithmetic.field")
def geometric_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The sum of a geometric sequence is the difference of its first term and the one behind its last, over 1 - r.

                     r != 1, b >= a - 1
        --------------------------------------------------
        sum_{i=a}^b r^(c + i) = (r^(c + a) - r^(c + b + 1)) / (1 - r)

                     r != 1, b >= a - 1
        --------------------------------------------------
        sum_{i=a}^b r^(c - i) = (r^(c - b) - r^(c - a + 1)) / (1 - r)

    Fails unless the base is free of the index and known not to be 1, the exponent is the index or its negative with
    something free of it added, and the range is one of integers that is known not to be shorter than empty.

    >>> from qedtex.language import index, positive_integer, real, Sum, term
    >>> from qedtex.rules.examples import shows
    >>> i, n, t = index("i"), positive_integer("n"), real("t")
    >>> shows(geometric_sum, Sum(term(2)**i, (i, 0, n)), (term(2)**0 - term(2)**(n + 1)) / (1 - term(2)))
    'accepted'
    >>> shows(geometric_sum, Sum(t**i, (i, 0, n)), (t**0 - t**(n + 1)) / (1 - t))
    'geometric_sum needs 1 - t != 0, and nothing known says so'
    >>> shows(geometric_sum, Sum(t**(i * i), (i, 0, n)), (t**0 - t**(n + 1)) / (1 - t))
    'geometric_sum refuses: it does not apply to ∑_{i=0}^{n} t^(i i)'

    Source: Graham, Knuth & Patashnik (1994), (2.25).
    """
    if not isinstance(before, SumOver) or not isinstance(before.domain, Range) or not isinstance(before.body, Pow):
        return
    base, index = before.body.base, before.variable
    found = _slope(before.body.exponent, index)
    if index in free(base) or found is None:
        return
    rising, rest = found
    lower, upper = before.domain.lower, before.domain.upper
    first, behind = (lower, upper + 1) if rising else (Neg(upper), Neg(lower) + 1)
    bases = (
        nonzero(1 - base, scope),
        integral(lower, scope),
        integral(upper, scope),
        nonnegative(upper - lower + 1, scope),
    )
    ends = [Pow(base, end if rest is None else Add((*rest, end))) for end in (first, behind)]
    yield Div(Add((ends[0], Neg(ends[1]))), 1 - base), bases


def _slope(exponent: Term, index: Symbol) -> tuple[bool, tuple[Term, ...] | None] | None:
    """Whether an exponent rises with the index or falls, by one each time, and what is added to it."""
    parts = exponent.terms if isinstance(exponent, Add) else (exponent,)
    moving = [part for part in parts if index in free(part)]
    if len(moving) != 1 or moving[0] not in (index, Neg(index)):
        return None
    rest = tuple(part for part in parts if part is not moving[0])
    return moving[0] == index, rest or None

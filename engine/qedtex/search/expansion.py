"""The expanded form of a term: its polynomial written out again, terms and factors in one fixed order."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from qedtex.arithmetic import Arithmetic, Monomial, Polynomial
from qedtex.terms import Add, Div, Mul, Neg, Num, Pow, Sqrt, Term, term


@lru_cache(maxsize=8192)
def expanded(whole: Term) -> Term:
    """The term multiplied out, itself where it is so already; raises `OverBudget` where that would be too large.

    >>> from qedtex.language import real
    >>> a, b = real("a"), real("b")
    >>> print(expanded((a + b) * (a - b)))
    a^2 - b^2
    """
    table = Arithmetic()
    after = written(table, table.polynomial(whole))
    return whole if after == whole else after


def written(table: Arithmetic, value: Polynomial) -> Term:
    """A polynomial as a term."""
    parts = sorted(((_monomial(table, monomial), number) for monomial, number in value.items()), key=_order)
    terms = [_scaled(part, number) for part, number in parts]
    if not terms:
        return term(0)
    return Add(tuple(terms)) if len(terms) > 1 else terms[0]


Parts = tuple[tuple[Term, ...], tuple[Term, ...]]


def _order(part: tuple[Parts, Fraction]) -> tuple[str, ...]:
    (above, below), _ = part
    return (*(str(factor) for factor in above), "/", *(str(factor) for factor in below))


def _monomial(table: Arithmetic, monomial: Monomial) -> Parts:
    """The factors and the divisors of a monomial."""
    above: list[Term] = []
    below: list[Term] = []
    for atom, exponent in monomial:
        base = written(table, table.sums[atom]) if atom in table.sums else table.terms[atom]
        (above if exponent > 0 else below).append(_power(base, abs(exponent)))
    return tuple(sorted(above, key=str)), tuple(sorted(below, key=str))


def _power(base: Term, exponent: Fraction) -> Term:
    if exponent == 1:
        return base
    if exponent == Fraction(1, 2):
        return Sqrt(base)
    return Pow(base, term(exponent))


def _scaled(parts: Parts, number: Fraction) -> Term:
    above, below = list(parts[0]), list(parts[1])
    size = abs(number)
    if size.numerator != 1 or not above:
        above.insert(0, Num(Fraction(size.numerator)))
    if size.denominator != 1:
        below.insert(0, Num(Fraction(size.denominator)))
    result = _product(above)
    if below:
        result = Div(result, _product(below))
    return Neg(result) if number < 0 else result


def _product(factors: list[Term]) -> Term:
    return Mul(tuple(factors)) if len(factors) > 1 else factors[0]

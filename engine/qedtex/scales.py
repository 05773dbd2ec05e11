"""Scales of growth, exp(k_1 t^p_1 + ...) t^b (log t)^c, and numbers as they come out of calculating with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from qedtex.arithmetic import Arithmetic, as_number
from qedtex.errors import QedtexError
from qedtex.terms import Add, Div, Mul, Neg, Num, Pow, Sqrt, Term, term

ZERO, ONE = term(0), term(1)


@dataclass(frozen=True, slots=True)
class Scale:
    """exp of a sum of rates times powers of t, times powers of t and of log t."""

    rates: tuple[tuple[Fraction, Term], ...] = ()
    """The power of t and its rate, highest power first; no rate is 0."""
    power: Term = ZERO
    logs: Term = ZERO

    @property
    def is_trivial(self) -> bool:
        """Whether it is the constant 1."""
        return not self.rates and self.power == self.logs == ZERO


def multiplied(one: Scale, other: Scale) -> Scale:
    """The product of two scales."""
    rates = dict(one.rates)
    for degree, rate in other.rates:
        rates[degree] = tidy(Add((rates[degree], rate))) if degree in rates else rate
    kept = tuple((degree, rates[degree]) for degree in sorted(rates, reverse=True) if rates[degree] != ZERO)
    return Scale(kept, tidy(Add((one.power, other.power))), tidy(Add((one.logs, other.logs))))


def divided(one: Scale, other: Scale) -> Scale:
    """The quotient of two scales."""
    rates = tuple((degree, scaled(rate, Fraction(-1))) for degree, rate in other.rates)
    return multiplied(one, Scale(rates, scaled(other.power, Fraction(-1)), scaled(other.logs, Fraction(-1))))


def scaled(value: Term, by: Fraction) -> Term:
    """A number times a rational one."""
    return tidy(Mul((term(by), value)))


def raised(value: Term, power: Fraction) -> Term:
    """A rational power of a number, a root as one and the inverse as a quotient."""
    if power == 1:
        return value
    if power == -1:
        return Div(ONE, value)
    return Sqrt(value) if power == Fraction(1, 2) else Pow(value, term(power))


def numeric(value: Term) -> Fraction | None:
    """The rational number that a term is by arithmetic; `None` where it is none."""
    try:
        return as_number(Arithmetic().polynomial(value))
    except QedtexError:
        return None


def tidy(value: Term) -> Term:
    """A number as a numeral where arithmetic makes it one, and without factors and terms that do nothing."""
    number = numeric(value)
    if number is not None:
        return term(number)
    match value:
        case Neg(Neg(of)):
            return of
        case Mul(parts):
            return without(parts, ONE, Mul)
        case Add(parts):
            return without(parts, ZERO, Add)
        case Div(over, by) if by == ONE:
            return over
        case _:
            return value


def without(parts: tuple[Term, ...], idle: Term, joined: Callable[[tuple[Term, ...]], Term]) -> Term:
    """A sum without its zeros, or a product without its ones."""
    kept = tuple(part for part in parts if part != idle)
    return kept[0] if len(kept) == 1 else joined(kept)


def terms_of(whole: Term) -> Iterator[Term]:
    """The terms of a sum, those of sums and negatives inside it too."""
    match whole:
        case Add(parts):
            for part in parts:
                yield from terms_of(part)
        case Neg(Add(parts)):
            for part in parts:
                yield from terms_of(Neg(part))
        case Neg(Neg(of)):
            yield from terms_of(of)
        case _:
            yield whole


def degree_at_most(whole: Term) -> int:
    """A bound for the degree of a polynomial, by how it is built; each part that is no number counts as a symbol.

    >>> from qedtex.language import real
    >>> x = real("x")
    >>> degree_at_most(x * (x + 1) ** 8)
    9
    """
    match whole:
        case Add(parts):
            return max(map(degree_at_most, parts))
        case Mul(parts):
            return sum(map(degree_at_most, parts))
        case Pow(base, Num(value, _)):
            return degree_at_most(base) * max(int(value), 1)
        case Neg(of) | Div(of, _):
            return degree_at_most(of)
        case Num():
            return 0
        case _:
            return 1


def shifted(found: tuple[Term, ...], by: Term) -> tuple[Term, ...]:
    """The coefficients in y of a polynomial at a + y, by Horner's scheme."""
    result: list[Term] = []
    for part in reversed(found):
        raised_by_one = [ZERO, *result]
        for place, old in enumerate(result):
            raised_by_one[place] = tidy(Add((raised_by_one[place], Mul((by, old)))))
        raised_by_one[0] = tidy(Add((raised_by_one[0], part)))
        result = raised_by_one
    while len(result) > 1 and result[-1] == ZERO:
        result.pop()
    return tuple(result)

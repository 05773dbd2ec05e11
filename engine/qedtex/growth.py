"""How a term grows as a symbol goes to a point or to infinity, by how it is built: its scale, and its factor there.

With t = x at infinity, -x at minus infinity, 1 / (x - a) above a and 1 / (a - x) below, a scale is

    exp(k_1 t^p_1 + ... + k_m t^p_m) t^b (log t)^c

and a term grows like `factor` times a scale when their quotient *tends to the factor*, which may be 0. That is kept by
products, quotients (the factor below is not 0), powers (it is positive), and sums, where the greater scale wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

from qedtex.arithmetic import Arithmetic
from qedtex.binding import free
from qedtex.conditions import Condition, holds, nonnegative, nonzero, positive
from qedtex.context import Scope
from qedtex.integrability import coefficients
from qedtex.scales import (
    ONE,
    ZERO,
    Scale,
    degree_at_most,
    divided,
    multiplied,
    numeric,
    raised,
    scaled,
    shifted,
    terms_of,
    tidy,
)
from qedtex.terms import Abs, Add, Const, Div, Exp, Limit, Log, Mul, Neg, Pow, Sigmoid, Sqrt, Term, term

INFINITY = Const("oo")
_MOST_LOOKS = 300
"""How many terms may be looked at for one limit."""
_HIGHEST_DEGREE = 16
"""The highest degree of a polynomial that is multiplied out."""
_HIGHEST = 64
"""The highest numeric power that is taken of a scale."""


class Unknown(Exception):
    """Why nothing is known of how a term grows, in words."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A term divided by `scale` tends to `factor`; it *is* their product where it is `exact`."""

    scale: Scale
    factor: Term
    exact: bool = False


@dataclass(slots=True)
class Approach:
    """One way of going to a point: by which the terms of one limit grow, and under which conditions."""

    limit: Limit
    from_above: bool
    scope: Scope
    conditions: list[Condition] = field(default_factory=list)
    _seen: dict[Term, Growth] = field(default_factory=dict)
    _looks: int = 0

    @property
    def is_far(self) -> bool:
        """Whether it goes to infinity or minus infinity."""
        return self.limit.point in (INFINITY, Neg(INFINITY))

    @property
    def direction(self) -> int:
        """1 where the symbol is greater than near the point by 1 / t or is t, else -1."""
        return 1 if (self.limit.point == INFINITY if self.is_far else self.from_above) else -1

    def result(self) -> Term:
        """What the body tends to, infinity included; raises `Unknown`."""
        found = self.growth(self.limit.body)
        height = self.height(found.scale)
        if height < 0:
            return ZERO
        if height == 0:
            return found.factor
        return INFINITY if self.sign(found.factor) > 0 else Neg(INFINITY)

    # Signs ---------------------------------------------------------------------------------------------------------

    def sign(self, value: Term) -> int:
        """The sign of a number that is not 0; raises `Unknown` where it is not shown."""
        number = numeric(value)
        if number is not None and number != 0:
            return 1 if number > 0 else -1
        if number is None:
            for condition, sign in ((positive(value, self.scope), 1), (positive(Neg(value), self.scope), -1)):
                if holds(condition):
                    self.conditions.append(condition)
                    return sign
        raise Unknown(f"nothing known gives {value} a sign")

    def need(self, condition: Condition) -> None:
        """Note a condition; raises `Unknown` where it is not known to hold."""
        if not holds(condition):
            raise Unknown(f"nothing known says {condition}")
        self.conditions.append(condition)

    def height(self, scale: Scale) -> int:
        """1 where a scale grows without bound, -1 where it vanishes, 0 where it is 1."""
        for value in (*(rate for _, rate in scale.rates), scale.power, scale.logs):
            if value != ZERO:
                return self.sign(value)
        return 0

    # Growth --------------------------------------------------------------------------------------------------------

    def growth(self, whole: Term) -> Growth:
        """How a term grows; raises `Unknown`."""
        found = self._seen.get(whole)
        if found is None:
            self._looks += 1
            if self._looks > _MOST_LOOKS:
                raise Unknown("the term is too large")
            found = self._seen[whole] = self._growth(whole)
        return found

    def _growth(self, whole: Term) -> Growth:
        variable = self.limit.variable
        if variable not in free(whole):
            return Growth(Scale(), tidy(whole), exact=True)
        polynomial = self._polynomial(whole)
        if polynomial is not None:
            return self._of_polynomial(polynomial)
        match whole:
            case Neg(of):
                inner = self.growth(of)
                return Growth(inner.scale, tidy(Neg(inner.factor)), inner.exact)
            case Add():
                return self._of_sum(whole)
            case Mul(factors):
                return reduce(self._times, map(self.growth, factors))
            case Div(over, by):
                return self._times(self.growth(over), self._to_power(self.growth(by), Fraction(-1)))
            case Exp(exponent) | Pow(Const("e"), exponent):
                return self._exponential(exponent)
            case Sqrt(of):
                return self._to_power(self.growth(of), Fraction(1, 2))
            case Pow(base, exponent):
                number = numeric(exponent)
                if number is not None:
                    return self._to_power(self.growth(base), number)
                self.sign_of_base(base)
                return self._exponential(Mul((exponent, Log(base))))
            case Log(_, base, _) if base is not None and variable in free(base):
                raise Unknown(f"the base of {whole} changes")
            case Log(of, base, _):
                found = self._logarithm(of)
                return found if base is None else Growth(found.scale, tidy(Div(found.factor, Log(base))), found.exact)
            case Sigmoid(of):
                return self._sigmoid(of)
            case Abs(of):
                inner = self.growth(of)
                return Growth(inner.scale, tidy(Abs(inner.factor)), inner.exact)
            case _:
                raise Unknown(f"nothing is known of how {whole} grows")

    def sign_of_base(self, base: Term) -> None:
        """A power with a changing exponent is taken of what is positive near the point."""
        if self.sign(self.growth(base).factor) < 0:
            raise Unknown(f"{base} is not positive")

    def _coefficients(self, whole: Term) -> tuple[Term, ...] | None:
        """The coefficients of a polynomial in x, unless its degree could be large."""
        return coefficients(whole, self.limit.variable) if degree_at_most(whole) <= _HIGHEST_DEGREE else None

    def _polynomial(self, whole: Term) -> tuple[Term, ...] | None:
        """The coefficients of a polynomial in x, or near a point a in x - a; the constant one first."""
        found = self._coefficients(whole)
        if found is not None and not self.is_far and self.limit.point != ZERO:
            found = shifted(found, self.limit.point)
        return None if found is None else tuple(map(tidy, found))

    def _of_polynomial(self, found: tuple[Term, ...]) -> Growth:
        """The highest power wins at infinity, the lowest one near a point."""
        present = [power for power, part in enumerate(found) if part != ZERO]
        if not present:
            return Growth(Scale(), ZERO, exact=True)
        leading = present[-1] if self.is_far else present[0]
        factor = found[leading] if self.direction > 0 or leading % 2 == 0 else tidy(Neg(found[leading]))
        power = term(leading if self.is_far else -leading)
        return Growth(Scale(power=power), factor, exact=len(present) == 1)

    def _of_sum(self, whole: Term) -> Growth:
        """The greatest scale wins; where the limits of the terms cancel, exp h - 1 is looked at, which grows like h."""
        parts = list(terms_of(whole))
        total = self._added(parts, [])
        if total.exact or not total.scale.is_trivial or total.factor != ZERO:
            return total
        near_one = [(part, exponent) for part in parts if (exponent := self._vanishing_exponent(part)) is not None]
        if not near_one:
            return total
        rest = [part for part in parts if all(part is not other for other, _ in near_one)]
        ones = [Neg(ONE) if isinstance(part, Neg) else ONE for part, _ in near_one]
        grown = [self.growth(Neg(exponent) if isinstance(part, Neg) else exponent) for part, exponent in near_one]
        return self._added([*rest, *ones], [Growth(part.scale, part.factor) for part in grown])

    def _vanishing_exponent(self, part: Term) -> Term | None:
        """The h of exp h or -exp h where h vanishes."""
        match part:
            case Exp(exponent) | Neg(Exp(exponent)) | Pow(Const("e"), exponent) | Neg(Pow(Const("e"), exponent)):
                changes = self.limit.variable in free(exponent)
                return exponent if changes and self._vanishes(self.growth(exponent)) else None
            case _:
                return None

    def _vanishes(self, found: Growth) -> bool:
        height = self.height(found.scale)
        return height < 0 or (height == 0 and found.factor == ZERO)

    def _added(self, parts: list[Term], listed: list[Growth]) -> Growth:
        """The greatest scale wins; the factors of equal ones add up. Polynomials are added up first, exactly."""
        plain = [part for part in parts if self._coefficients(part) is not None]
        listed = [*(self.growth(part) for part in parts if part not in plain), *listed]
        if plain:
            listed.append(self.growth(plain[0] if len(plain) == 1 else Add(tuple(plain))))
        total, *others = [part for part in listed if not (part.exact and part.factor == ZERO)] or [listed[0]]
        for other in others:
            height = self.height(divided(total.scale, other.scale))
            if height == 0:
                factor = tidy(Add((total.factor, other.factor)))
                total = Growth(total.scale, factor, total.exact and other.exact)
            else:
                greater = total if height > 0 else other
                total = Growth(greater.scale, greater.factor)
        return total

    def _times(self, one: Growth, other: Growth) -> Growth:
        scale = multiplied(one.scale, other.scale)
        return Growth(scale, tidy(Mul((one.factor, other.factor))), one.exact and other.exact)

    def _to_power(self, base: Growth, power: Fraction) -> Growth:
        """A fixed power: of any factor for a natural one, for an integer of a nonzero one, else of a positive one."""
        if abs(power) > _HIGHEST or power.denominator > _HIGHEST:
            raise Unknown("a power beyond what is looked at")
        if power.denominator == 1 and power < 0:
            if numeric(base.factor) in (None, 0):
                self.need(nonzero(base.factor, self.scope))
        elif power.denominator != 1:
            self.need(nonnegative(base.factor, self.scope) if power > 0 else positive(base.factor, self.scope))
        rates = tuple((degree, scaled(rate, power)) for degree, rate in base.scale.rates)
        scale = Scale(rates, scaled(base.scale.power, power), scaled(base.scale.logs, power))
        return Growth(scale, tidy(raised(base.factor, power)), base.exact)

    # Exponentials and logarithms -------------------------------------------------------------------------------------

    def _exponential(self, exponent: Term) -> Growth:
        """exp of a sum is a product, in which each part is looked at by itself; polynomials are added up first."""
        parts = list(terms_of(exponent))
        plain = [part for part in parts if self._coefficients(part) is not None]
        found = [self._exponential_of(part) for part in parts if part not in plain]
        if plain:
            polynomial = self._polynomial(Add(tuple(plain)) if len(plain) > 1 else plain[0])
            found.append(self._exponential_of_polynomial(polynomial or (ZERO,)))
        return reduce(self._times, found)

    def _exponential_of_polynomial(self, found: tuple[Term, ...]) -> Growth:
        constant = ONE if found[0] == ZERO else Exp(found[0])
        if not self.is_far:
            return Growth(Scale(), constant)
        rates = [
            (Fraction(degree), rate if self.direction > 0 or degree % 2 == 0 else tidy(Neg(rate)))
            for degree, rate in enumerate(found)
            if degree and rate != ZERO
        ]
        return Growth(Scale(tuple(reversed(rates))), constant, exact=True)

    def _exponential_of(self, part: Term) -> Growth:
        """exp of what vanishes tends to 1, of what tends to c to exp c; of c t^p and c log t it is a scale."""
        inner = self.growth(part)
        scale = inner.scale
        height = self.height(scale)
        if height <= 0:
            return Growth(Scale(), ONE if height < 0 or inner.factor == ZERO else Exp(inner.factor))
        degree = numeric(scale.power)
        if inner.exact and not scale.rates and degree is not None:
            if scale.logs == ZERO:
                return Growth(Scale(rates=((degree, inner.factor),)), ONE, exact=True)
            if degree == 0 and scale.logs == ONE:
                return Growth(Scale(power=inner.factor), ONE, exact=True)
        if self.sign(inner.factor) < 0:
            return Growth(Scale(), ZERO)  # vanishes, and nothing is said of how fast
        raise Unknown(f"exp({part}) grows faster than the scales that are compared")

    def _logarithm(self, of: Term) -> Growth:
        """log of t^b grows like b log t, of an exponential like its exponent, of what tends to c like log c."""
        inner = self.growth(of)
        if self.sign(inner.factor) < 0:
            raise Unknown(f"{of} is not positive")
        scale, exact = inner.scale, inner.exact and inner.factor == ONE
        if scale.rates:
            degree, rate = scale.rates[0]
            alone = exact and len(scale.rates) == 1 and scale.power == scale.logs == ZERO
            return Growth(Scale(power=term(degree)), rate, alone)
        if scale.power != ZERO:
            return Growth(Scale(logs=ONE), scale.power, exact and scale.logs == ZERO)
        if scale.logs != ZERO:
            raise Unknown("logarithms of logarithms are not compared")
        if inner.factor == ONE:
            beyond = self.growth(Add((of, term(-1))))  # log(1 + h) / h tends to 1 as h vanishes, and is not 1
            return Growth(beyond.scale, beyond.factor)
        return Growth(Scale(), Log(inner.factor))

    def _sigmoid(self, of: Term) -> Growth:
        """The sigmoid tends to 1 at infinity, grows like exp at minus infinity, and is continuous."""
        inner = self.growth(of)
        height = self.height(inner.scale)
        if height <= 0:
            return Growth(Scale(), Sigmoid(inner.factor if height == 0 else ZERO))
        return Growth(Scale(), ONE) if self.sign(inner.factor) > 0 else self._exponential(of)


def same(one: Term, other: Term) -> bool:
    """Whether two limits are the same one: both the same infinity, or numbers that arithmetic shows to be equal."""
    infinite = (INFINITY, Neg(INFINITY))
    return one == other or (one not in infinite and other not in infinite and Arithmetic().equal(one, other))


def limits(whole: Limit, scope: Scope) -> tuple[Term, tuple[Condition, ...]]:
    """What the body of a limit tends to, and the conditions for that; raises `Unknown`.

    >>> from qedtex.language import exp, limit, log, oo, positive as scale
    >>> x, c = scale("x"), scale("c")
    >>> [limits(limit(body, x, oo), Scope())[0] for body in (x**2 * exp(-c * x), log(x) - x, (3 * x + 1) / (x + 2))]
    [0, -∞, 3]
    """
    two_sided = not whole.side and whole.point not in (INFINITY, Neg(INFINITY))
    ways = [Approach(whole, above, scope) for above in ((True, False) if two_sided else (whole.side == "+",))]
    found = [way.result() for way in ways]
    if not all(same(found[0], other) for other in found):
        raise Unknown("it is not shown to tend to the same from both sides")
    return found[0], tuple(condition for way in ways for condition in way.conditions)

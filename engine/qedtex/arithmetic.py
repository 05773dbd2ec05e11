"""Ring and field arithmetic: terms as fractions of polynomials over atoms, compared exactly.

An atom is whatever is not +, -, *, / or a numeric power: a logarithm, a probability, a whole sum. Two atoms are the
same when their parts are equal polynomials, so arithmetic also acts inside them and up to bound names. Both sides of
a comparison must make sense (the kernel sees to that): divisors are then non-zero, and bases of fractional powers
non-negative, which is what cancelling them needs. The answer is complete for the field operations at the top level
(cross-multiplication); inside atoms a quotient of polynomials is compared without a greatest common divisor.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction

from qedtex.binding import free, manner_free
from qedtex.errors import QedtexError
from qedtex.terms import (
    Abs,
    Add,
    Const,
    Div,
    Exp,
    Kronecker,
    Mul,
    Neg,
    Num,
    Pow,
    Sqrt,
    Symbol,
    Term,
)

Monomial = frozenset[tuple[int, Fraction]]
Polynomial = Mapping[Monomial, Fraction]
Levels = Mapping[Symbol, int]

ONE: Monomial = frozenset()
_UNIT = Fraction(1)
_E = Const("e")
_MOST_TERMS = 4000
_HIGHEST_POWER = 16
_MOST_BITS = 4096


class OverBudget(QedtexError):
    """An expression would grow past what one step may cost."""


def _over_budget(what: str) -> OverBudget:
    return OverBudget("QT120", f"{what} is more than one step may cost", help="split the step, or the expression")


class Arithmetic:
    """A table of atoms shared by the terms that are compared with each other.

    >>> from qedtex.language import real
    >>> x, y = real("x"), real("y")
    >>> Arithmetic().equal((x + y) ** 2 / (x + y), y + x), Arithmetic().equal(x - y, y - x)
    (True, False)
    """

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self.sums: dict[int, Polynomial] = {}
        """The atoms that are sums under a negative or fractional power, with those sums."""
        self.terms: dict[int, Term] = {}
        """The first term met for each atom."""
        self._memory: dict[Hashable, Polynomial] = {}

    def equal(self, one: Term, other: Term) -> bool:
        """Whether two terms that make sense are equal by field arithmetic alone."""
        if not is_real(one) or not is_real(other):
            return self._key(one, {}) == self._key(other, {})
        return self.is_zero(self.minus(self.polynomial(one), self.polynomial(other)))

    def polynomial(self, term: Term, levels: Levels | None = None) -> Polynomial:
        """The term as a polynomial whose atoms may carry negative and fractional exponents."""
        if not levels:
            known = self._memory.get(term)
            if known is None:
                known = self._memory[term] = self._polynomial(term, {})
            return known
        relevant = [(level, symbol) for symbol, level in levels.items() if symbol in free(term)]
        if not relevant:
            return self.polynomial(term)
        memory_key = (term, *sorted(relevant, key=_level))
        known = self._memory.get(memory_key)
        if known is None:
            known = self._memory[memory_key] = self._polynomial(term, levels)
        return known

    def _polynomial(self, term: Term, levels: Levels) -> Polynomial:
        match term:
            case Num(value, _):
                return constant(value)
            case Add(terms):
                total: dict[Monomial, Fraction] = {}
                for part in terms:
                    _accumulate(total, self.polynomial(part, levels), _UNIT)
                return total
            case Neg(of):
                return {monomial: -number for monomial, number in self.polynomial(of, levels).items()}
            case Mul(factors):
                product: Polynomial = constant(_UNIT)
                for factor in factors:
                    product = self.times(product, self.polynomial(factor, levels))
                return product
            case Div(over, by):
                return self.times(self.polynomial(over, levels), self.power(self.polynomial(by, levels), Fraction(-1)))
            case Sqrt(of):
                return self.power(self.polynomial(of, levels), Fraction(1, 2))
            case Const("e"):
                return self._atom(("e",), term)
            case Exp(exponent) | Pow(Const("e"), exponent):
                number = as_number(self.polynomial(exponent, levels))
                if number is not None:
                    return self.power(self.polynomial(_E, levels), number)
                return self._atom(("Exp", (), self._part(exponent, levels)), term)
            case Pow(base, exponent):
                number = as_number(self.polynomial(exponent, levels))
                if number is not None:
                    return self.power(self.polynomial(base, levels), number)
            case Abs(of):
                inner = self.polynomial(of, levels)
                number = as_number(inner)
                if number is not None:
                    return constant(abs(number))
                flipped = {monomial: -number for monomial, number in inner.items()}
                return self._atom(("Abs", frozenset({_frozen(inner), _frozen(flipped)})), term)
            case _:
                pass
        return self._atom(self._key(term, levels), term)

    def _key(self, term: Term, levels: Levels) -> Hashable:
        """What makes two atoms the same: the kind of node, its data, and its parts as polynomials."""
        if isinstance(term, Symbol):
            return ("bound", levels[term]) if term in levels else term
        if (
            isinstance(term, (Num, Add, Neg, Mul, Div, Sqrt, Abs))
            or term == _E
            or (isinstance(term, Pow) and self._has_numeric_power(term, levels))
        ):
            return _frozen(self.polynomial(term, levels))
        children = term.children
        if isinstance(term, Kronecker):  # it is the same of j and k as of k and j
            return ("Kronecker", frozenset(self._part(child, levels) for child in children))
        if not term.bound:
            return (type(term).__name__, manner_free(term), *(self._part(child, levels) for child in children))
        depth = 1 + max(levels.values(), default=0)
        inner = {**levels, **{variable: depth + k for k, variable in enumerate(term.variables)}}
        sorts = tuple(variable.sort for variable in term.variables)
        outside = tuple(self._part(child, levels) for child in children[:-1])
        return (type(term).__name__, manner_free(term), sorts, depth, *outside, self._part(children[-1], inner))

    def _part(self, term: Term, levels: Levels) -> Hashable:
        return _frozen(self.polynomial(term, levels)) if is_real(term) else self._key(term, levels)

    def _has_numeric_power(self, term: Pow, levels: Levels) -> bool:
        return term.base == _E or as_number(self.polynomial(term.exponent, levels)) is not None

    def _atom(self, key: Hashable, term: Term) -> Polynomial:
        number = self._number(key)
        self.terms.setdefault(number, term)
        return {frozenset({(number, _UNIT)}): _UNIT}

    def _number(self, key: Hashable) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def times(self, one: Polynomial, other: Polynomial) -> Polynomial:
        """The product, with powers of one atom put together."""
        if len(one) * len(other) > _MOST_TERMS:
            raise _over_budget(f"a product of {len(one)} by {len(other)} terms")
        if len(one) == 1 and one.get(ONE) == 1:
            return other
        if len(other) == 1 and other.get(ONE) == 1:
            return one
        total: dict[Monomial, Fraction] = {}
        for left, a in one.items():
            for right, b in other.items():
                monomial, number = _joined(left, right), a * b
                value = total.get(monomial)
                total[monomial] = number if value is None else value + number
        return {monomial: number for monomial, number in total.items() if number}

    def minus(self, one: Polynomial, other: Polynomial) -> Polynomial:
        """The difference."""
        total = dict(one)
        _accumulate(total, other, Fraction(-1))
        return total

    def power(self, base: Polynomial, exponent: Fraction) -> Polynomial:
        """A power with a rational exponent: monomials at once, small natural powers multiplied out, else an atom."""
        if exponent == 0:
            return constant(_UNIT)
        if not base:
            if exponent > 0:
                return {}
            raise QedtexError("QT121", "a divisor is identically zero")
        if len(base) == 1:
            ((monomial, number),) = base.items()
            if exponent.denominator == 1:
                if (
                    abs(exponent.numerator) * max(number.numerator.bit_length(), number.denominator.bit_length())
                    > _MOST_BITS
                ):
                    raise _over_budget(f"a power with exponent {exponent}")
                return {frozenset((atom, k * exponent) for atom, k in monomial): number ** int(exponent)}
            if number == 1 and len(monomial) == 1:
                ((atom, k),) = monomial
                if k == 1 and atom not in self.sums:
                    return {frozenset({(atom, exponent)}): _UNIT}
        elif exponent.denominator == 1 and 0 < exponent <= _HIGHEST_POWER:
            result: Polynomial = base
            for _ in range(int(exponent) - 1):
                result = self.times(result, base)
            return result
        return self._power_of_sum(base, exponent)

    def _power_of_sum(self, base: Polynomial, exponent: Fraction) -> Polynomial:
        """A sum under a negative or fractional power: its leading coefficient and an atom for the monic rest."""
        scale = Fraction(1)
        if exponent.denominator == 1:
            scale = base[min(base, key=_order)]
            base = {monomial: number / scale for monomial, number in base.items()}
        atom = self._number(("sum", _frozen(base)))
        self.sums[atom] = base
        return {frozenset({(atom, exponent)}): scale ** int(exponent) if scale != 1 else _UNIT}

    def is_zero(self, value: Polynomial) -> bool:
        """Whether a polynomial is identically zero once it is multiplied by every sum in its divisors."""
        while True:
            present = {atom for monomial in value for atom, _ in monomial if atom in self.sums}
            pending = [atom for atom in present if not self._is_cleared(value, atom)]
            if not value or not pending:
                return not value
            value = self._cleared(value, max(pending))  # a sum holds atoms made before it, never later ones

    def _is_cleared(self, value: Polynomial, atom: int) -> bool:
        return all(0 <= dict(monomial).get(atom, Fraction(0)) < 1 for monomial in value)

    def _cleared(self, value: Polynomial, atom: int) -> Polynomial:
        """The value times a power of one sum, with that sum written out wherever its exponent is at least 1."""
        lowest = min(dict(monomial).get(atom, Fraction(0)) for monomial in value)
        whole: dict[Monomial, Fraction] = {}
        for monomial, number in value.items():
            exponents = dict(monomial)
            times, left = divmod(exponents.pop(atom, Fraction(0)) - min(lowest, Fraction(0)), 1)
            if left:
                exponents[atom] = left
            if times > _HIGHEST_POWER:
                raise _over_budget(f"a power with exponent {times}")
            rest: Polynomial = {frozenset(exponents.items()): number}
            for _ in range(int(times)):
                rest = self.times(rest, self.sums[atom])
            _accumulate(whole, rest, _UNIT)
        return whole


def is_real(term: Term) -> bool:
    """Whether a node stands for a real number, so that it has a polynomial."""
    return type(term).__name__ not in NOT_REAL


NOT_REAL = frozenset(
    {
        *("Range", "Over", "Interval", "Distribution", "Event", "Argmax", "Argmin", "FiniteSet", "Limit"),
        *("Comparison", "Every"),
    }
)
"""The kinds of nodes that stand for no real number; a limit may be infinite."""


def constant(value: Fraction) -> Polynomial:
    """The polynomial of a number."""
    return {ONE: value} if value else {}


def as_number(value: Polynomial) -> Fraction | None:
    """The number that a polynomial is, or `None` where an atom occurs."""
    if not value:
        return Fraction(0)
    return value[ONE] if len(value) == 1 and ONE in value else None


def _level(pair: tuple[int, Symbol]) -> int:
    return pair[0]


def _order(monomial: Monomial) -> list[tuple[int, Fraction]]:
    return sorted(monomial)


def _accumulate(total: dict[Monomial, Fraction], more: Polynomial, times: Fraction) -> None:
    plain = times == 1
    for monomial, number in more.items():
        known, part = total.get(monomial), number if plain else number * times
        value = part if known is None else known + part
        if value:
            total[monomial] = value
        else:
            total.pop(monomial, None)


def _joined(one: Monomial, other: Monomial) -> Monomial:
    if not one:
        return other
    if not other:
        return one
    exponents = dict(one)
    for atom, k in other:
        value = exponents.get(atom, Fraction(0)) + k
        if value:
            exponents[atom] = value
        else:
            exponents.pop(atom, None)
    return frozenset(exponents.items())


def _frozen(value: Polynomial) -> Hashable:
    return frozenset(value.items())

"""Sums of fractions as one fraction in lowest terms, so that the logarithm of one is that of the other."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from qedtex.arithmetic import Arithmetic, Polynomial
from qedtex.terms import Add, Div, Mul, Neg, Pow, Term, term

_MOST_ATOMS = 8
_MOST_PARTS = 12


@lru_cache(maxsize=4096)
def one_fraction(whole: Term) -> tuple[Term, Term] | None:
    """The two parts of the fraction that a sum with divisors is, each as a product; `None` for a sum without any.

    >>> from qedtex.language import exp, real
    >>> x = real("x")
    >>> print(*one_fraction(1 - 1 / (1 + exp(x))))
    exp(x) 1 + exp(x)
    >>> one_fraction(1 + exp(x)) is None
    True
    """
    import sympy

    table = Arithmetic()
    value = table.polynomial(whole)
    symbols: dict[int, Any] = {}
    if not _has_divisors(table, value, symbols) or len(symbols) > _MOST_ATOMS:
        return None
    over, by = sympy.fraction(sympy.cancel(sympy.together(_sympy(table, value, symbols))))
    if by.is_number:
        return None
    terms = {symbol: table.terms[atom] for atom, symbol in symbols.items() if atom not in table.sums}
    return _term(sympy.factor(over), terms), _term(sympy.factor(by), terms)


def _has_divisors(table: Arithmetic, value: Polynomial, symbols: dict[int, Any]) -> bool:
    """Whether a polynomial divides by anything; its atoms are given symbols. Roots and large sums are let be."""
    import sympy

    found = False
    if len(value) > _MOST_PARTS or any(k.denominator != 1 for monomial in value for _, k in monomial):
        symbols.update({-number: None for number in range(1, _MOST_ATOMS + 2)})
        return False
    for monomial in value:
        for atom, exponent in monomial:
            found = found or exponent < 0
            symbols.setdefault(atom, sympy.Symbol(f"a{atom}"))
            if atom in table.sums:
                found = _has_divisors(table, table.sums[atom], symbols) or found
    return found


def _sympy(table: Arithmetic, value: Polynomial, symbols: dict[int, Any]) -> Any:
    import sympy

    whole = sympy.Integer(0)
    for monomial, number in value.items():
        part = sympy.Rational(number.numerator, number.denominator)
        for atom, exponent in monomial:
            base = _sympy(table, table.sums[atom], symbols) if atom in table.sums else symbols[atom]
            part *= base ** int(exponent)
        whole += part
    return whole


def _term(value: Any, terms: dict[Any, Term]) -> Term:
    """A polynomial of SymPy as a term."""
    if value.is_Rational:
        over = term(abs(int(value.p)))
        size = over if value.q == 1 else Div(over, term(int(value.q)))
        return Neg(size) if value < 0 else size
    if value.is_Symbol:
        return terms[value]
    if value.is_Pow:
        return Pow(_term(value.base, terms), term(int(value.exp)))
    parts = tuple(_term(part, terms) for part in value.args)
    return Add(parts) if value.is_Add else Mul(parts)

"""Sums of fractions as one fraction in lowest terms, so that the logarithm of one is that of the other."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from qedtex.arithmetic import Arithmetic, Polynomial
from qedtex.search.expansion import expanded
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

    found = _cancelled(whole)
    if found is None:
        return None
    over, by, terms = found
    return _term(sympy.factor(over), terms), _term(sympy.factor(by), terms)


@lru_cache(maxsize=4096)
def divided(whole: Term) -> Term | None:
    """A fraction by powers of one sum with the numerator divided by that, again and again; `None` for anything else.

    >>> from qedtex.language import exp, real
    >>> x, y = real("x"), real("y")
    >>> print(divided(y * exp(x) / (1 + exp(x))))
    y - y / (1 + exp(x))
    """
    import sympy

    found = _cancelled(whole)
    if found is None:
        return None
    over, by, terms = found
    number, factors = sympy.factor_list(by)
    if len(factors) != 1 or not factors[0][0].is_Add:
        return None
    ((factor, power),) = factors
    main = min(factor.free_symbols, key=lambda symbol: str(terms[symbol]))
    rest, parts = over / number, []
    for exponent in range(power, 0, -1):
        rest, left = sympy.div(rest, factor, main)
        if not sympy.fraction(sympy.together(rest))[1].is_number:
            return None
        parts.append((left, exponent))
    made = [_part(piece, None, terms) for piece in sympy.Add.make_args(sympy.expand(rest)) if piece != 0]
    for left, exponent in parts:
        below = _power(_term(sympy.expand(factor), terms), exponent)
        made.extend(_part(piece, below, terms) for piece in sympy.Add.make_args(sympy.expand(left)) if piece != 0)
    if not made:
        return term(0)
    return expanded(Add(tuple(made)) if len(made) > 1 else made[0])


def _power(base: Term, exponent: int) -> Term:
    return base if exponent == 1 else Pow(base, term(exponent))


def _part(piece: Any, below: Term | None, terms: dict[Any, Term]) -> Term:
    made = _term(piece, terms)
    return made if below is None else Div(made, below)


def _cancelled(whole: Term) -> tuple[Any, Any, dict[Any, Term]] | None:
    """The fraction in lowest terms, over symbols for atoms, and what these stand for."""
    import sympy

    table = Arithmetic()
    value = table.polynomial(whole)
    symbols: dict[int, Any] = {}
    if not _has_divisors(table, value, symbols) or len(symbols) > _MOST_ATOMS:
        return None
    over, by = sympy.fraction(sympy.cancel(sympy.together(_sympy(table, value, symbols))))
    if by.is_number:
        return None
    return over, by, {symbol: table.terms[atom] for atom, symbol in symbols.items() if atom not in table.sums}


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

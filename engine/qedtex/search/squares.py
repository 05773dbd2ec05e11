"""Search for inequalities by completing squares: a quadratic polynomial as a sum of squares. Untrusted.

Where R - L = c_1 l_1^2 + ... + c_k l_k^2 + c over a positive divisor, each c_j >= 0, the kernel checks
L = L + 0 <= L + (R - L written so) = R.
"""

from __future__ import annotations

from fractions import Fraction

from qedtex.arithmetic import Arithmetic, Monomial, Polynomial, constant
from qedtex.claims import Claim
from qedtex.conditions import holds, nonnegative, positive
from qedtex.context import Context, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import Link, Use
from qedtex.rules import arithmetic, compare
from qedtex.search import Found, find
from qedtex.search.expansion import written
from qedtex.terms import Add, Div, Mul, Pow, Term, term

_MOST_ATOMS = 6
_UNIT: Monomial = frozenset()
_ORDERS = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)


def by_squares(claim: Claim) -> Found | None:
    """Links that show an inequality by writing the difference of its sides as squares; `None` where it is none.

    >>> from qedtex.language import real
    >>> a, b = real("a"), real("b")
    >>> by_squares(Claim(a**2 + b**2, Relation.GREATER_EQUAL, 2 * a * b)) is not None
    True
    >>> by_squares(Claim(a**2 + b**2, Relation.GREATER_EQUAL, 3 * a * b)) is None
    True
    """
    if claim.relation not in _ORDERS:
        return None
    turned = claim.relation in (Relation.GREATER, Relation.GREATER_EQUAL)
    low, high = (claim.right, claim.left) if turned else (claim.left, claim.right)
    try:
        links = _links(low, high, claim.context, strict=claim.relation in (Relation.LESS, Relation.GREATER))
    except (QedtexError, RecursionError):
        return None
    if links is None:
        return None
    return Found(tuple(link.turned() for link in reversed(links)) if turned else links)


def _links(low: Term, high: Term, context: Context, *, strict: bool) -> tuple[Link, ...] | None:
    surplus = _as_squares(high - low, Scope(context))
    if surplus is None:
        return None
    known = positive(surplus, Scope(context)) if strict else nonnegative(surplus, Scope(context))
    if not holds(known):
        return None
    start, end = Add((low, term(0))), Add((low, surplus))
    after = find(end, high, context, [Use(arithmetic)])
    if after is None:
        return None
    return (Link(low, start, (), Use(arithmetic)), Link(start, end, (1,), Use(compare)), *after.links)


def _as_squares(value: Term, scope: Scope) -> Term | None:
    """A term as squares with non-negative factors and a number, over what is positive; `None` where it is not so."""
    table = Arithmetic()
    polynomial = table.polynomial(value)
    divisor = _common_divisor(polynomial)
    multiplied = table.times(polynomial, {divisor: Fraction(1)})
    atoms = sorted({atom for monomial in multiplied for atom, _ in monomial})
    if not 0 < len(atoms) <= _MOST_ATOMS or any(atom not in table.terms for atom in atoms):
        return None
    squares = _completed(table, multiplied, atoms)
    if not squares:
        return None
    parts = [_scaled(factor, Pow(written(table, line), term(2)) if line else term(1)) for factor, line in squares]
    found = Add(tuple(parts)) if len(parts) > 1 else _product(parts)
    below = written(table, {divisor: Fraction(1)})
    if below == term(1):
        return found
    return Div(found, below) if holds(positive(below, scope)) else None


def _common_divisor(value: Polynomial) -> Monomial:
    """What a polynomial is multiplied with so that no exponent in it is negative."""
    lowest: dict[int, Fraction] = {}
    for monomial in value:
        for atom, exponent in monomial:
            lowest[atom] = min(lowest.get(atom, Fraction(0)), exponent)
    return frozenset((atom, -exponent) for atom, exponent in lowest.items() if exponent < 0)


def _completed(
    table: Arithmetic, value: Polynomial, atoms: list[int]
) -> list[tuple[Fraction, dict[Monomial, Fraction]]] | None:
    """A polynomial of degree two as factors and the linear forms whose squares they stand before."""
    if any(sum(exponent for _, exponent in monomial) > 2 for monomial in value):
        return None
    if any(exponent.denominator != 1 for monomial in value for _, exponent in monomial):
        return None
    rest, found = dict(value), []
    for atom in atoms:
        square = frozenset({(atom, Fraction(2))})
        leading = rest.get(square, Fraction(0))
        linear = {monomial: number for monomial, number in rest.items() if atom in dict(monomial)}
        if not linear:
            continue
        if leading <= 0:
            return None
        one = {frozenset({(atom, Fraction(1))}): Fraction(1)}
        for monomial, number in linear.items():
            if monomial != square:
                without = frozenset((other, k) for other, k in monomial if other != atom)
                one[without] = one.get(without, Fraction(0)) + number / (2 * leading)
        whole = table.times(constant(leading), table.times(one, one))
        rest = dict(table.minus(rest, whole))
        found.append((leading, one))
    if set(rest) - {_UNIT} or rest.get(_UNIT, Fraction(0)) < 0:
        return None
    return [*found, *([(rest[_UNIT], {})] if rest.get(_UNIT) else [])]


def _product(factors: list[Term]) -> Term:
    return term(1) if not factors else factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _scaled(factor: Fraction, value: Term) -> Term:
    if value == term(1):
        return term(factor)
    return value if factor == 1 else Mul((term(factor), value))

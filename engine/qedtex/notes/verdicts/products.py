"""Scalar products as numbers: what they owe each other, and to matrices that may be symmetric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qedtex.binding import free, substitute
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.notes.reading.naming import factors_of
from qedtex.sorts import REAL, Real
from qedtex.terms import Pow, Symbol, Term, term

_Factors = tuple[tuple[str, bool], ...]


def products(claim: Claim) -> dict[Symbol, _Factors]:
    """The scalar products that a claim speaks of, with what they are made of."""
    symbols = {s for side in (claim.left, claim.right) for s in free(side) if isinstance(s.sort, Real)}
    found = {symbol: factors_of(symbol.name) for symbol in sorted(symbols, key=str)}
    return {symbol: factors for symbol, factors in found.items() if factors}


def of_real_vectors(claim: Claim) -> Claim | None:
    """The claim with what Cauchy and Schwarz say of its scalar products; `None` where they say nothing of them.

    >>> from qedtex.language import real
    >>> a, b, ab = (real("\\\\mathrm{%s}" % name) for name in ("aᵀa", "bᵀb", "aᵀb"))
    >>> print(of_real_vectors(Claim(ab, Relation.EQUAL, a + b)).context.hypotheses[0].right)
    aᵀa bᵀb
    """
    found = products(claim)
    squares = {_half(factors): symbol for symbol, factors in found.items() if _is_square(factors)}
    known: list[Hypothesis] = []
    for symbol, factors in found.items():
        for place in range(1, len(factors)):
            one, other = squares.get(_turned(factors[:place])), squares.get(factors[place:])
            if one is not None and other is not None and one != other:
                name = f"Cauchy-Schwarz {len(known) + 1}"
                known.append(Hypothesis(name, Pow(symbol, term(2)), Relation.LESS_EQUAL, one * other))
    return replace(claim, context=Context((*claim.context.hypotheses, *known))) if known else None


def of_unit_vectors(claim: Claim) -> Claim | None:
    """The claim for vectors of length 1; `None` where it speaks of no squared lengths."""
    ones: dict[Symbol, Term] = {s: term(1) for s, factors in products(claim).items() if _is_square(factors)}
    return _put(claim, ones) if ones else None


def of_orthogonal_vectors(claim: Claim) -> Claim | None:
    """The claim for vectors that are orthogonal to each other; `None` where it speaks of no two."""
    noughts: dict[Symbol, Term] = {s: term(0) for s, factors in products(claim).items() if not _is_square(factors)}
    return _put(claim, noughts) if noughts else None


def is_of_many(claim: Claim) -> bool:
    """Whether a claim speaks of more squared lengths than two, which owe each other more than that."""
    return sum(map(_is_square, products(claim).values())) > 2


def of_symmetric_matrices(claim: Claim) -> Claim | None:
    """The claim for matrices that are their own transposes; `None` where that changes nothing."""
    found = products(claim)
    alike: dict[_Factors, Symbol] = {}
    change: dict[Symbol, Term] = {}
    for symbol, factors in found.items():
        plain = tuple((name, False) for name, _ in factors)
        shape = min(plain, tuple(reversed(plain)))
        if len(shape) > 2 and shape in alike:
            change[symbol] = replace(alike[shape], sort=REAL)
        alike.setdefault(shape, symbol)
    changed = {symbol: value for symbol, value in change.items() if symbol != value}
    return _put(claim, changed) if changed else None


def _put(claim: Claim, values: Mapping[Symbol, Term]) -> Claim:
    return replace(claim, left=substitute(claim.left, values), right=substitute(claim.right, values))


def _turned(factors: _Factors) -> _Factors:
    return tuple((name, not raised) for name, raised in reversed(factors))


def _is_square(factors: _Factors) -> bool:
    return len(factors) % 2 == 0 and factors == _turned(factors)


def _half(factors: _Factors) -> _Factors:
    return factors[len(factors) // 2 :]

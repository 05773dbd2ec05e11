"""Search for equations of logarithms of sums of exponentials, as log(1 + e^x) = x + log(1 + e^-x). Untrusted.

A sum of exponentials has one form in which each name has 0 as its least factor in the exponents: e^-x + 1 is
e^-x (1 + e^x). Both sides are brought to it in their logarithms, by links that the kernel checks, and then compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qedtex.arithmetic import Arithmetic, Monomial, Polynomial
from qedtex.binding import Path, places, put
from qedtex.claims import Claim
from qedtex.context import Context, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import RULES, Link, Use
from qedtex.search import Found, find
from qedtex.search.expansion import written
from qedtex.search.normal import Normaliser
from qedtex.search.tangents import product
from qedtex.terms import Add, Exp, Log, Mul, Neg, Sigmoid, Term, term

_MOST_LOGARITHMS = 4


def by_common_exponential(claim: Claim) -> Found | None:
    """Links that show an equation by common factors of sums of exponentials in logarithms; `None` without any.

    >>> from qedtex.language import exp, log, real
    >>> x = real("x")
    >>> by_common_exponential(Claim(log(1 + exp(x)), Relation.EQUAL, x + log(1 + exp(-x)))) is not None
    True
    >>> by_common_exponential(Claim(log(1 + exp(x)), Relation.EQUAL, log(1 + exp(-x)) - x)) is None
    True
    """
    nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
    kinds = {type(node) for node in nodes}
    if claim.relation is not Relation.EQUAL or Log not in kinds or not kinds & {Exp, Sigmoid}:
        return None
    try:
        left, forth = _usual(claim.left, claim.context)
        right, back = _usual(claim.right, claim.context)
        between = find(left, right, claim.context)
    except (QedtexError, RecursionError):
        return None
    if between is None:
        return None
    return Found((*forth, *between.links, *(link.turned() for link in reversed(back))))


def _usual(side: Term, context: Context) -> tuple[Term, tuple[Link, ...]]:
    """A side in normal form, its logarithms of sums of exponentials with the common factor taken out."""
    uses = {rule.name: Use(rule) for rule in RULES if not rule.once and rule.name not in ("cite", "rename_index")}
    found = [*_complements(side, context)]
    here, links = Normaliser(uses).run(found[-1].after if found else side, Scope(context))
    found.extend(links)
    for _ in range(_MOST_LOGARITHMS):
        made = next(_taken_out(here, context), None)
        if made is None:
            break
        found.extend(made)
        here = made[-1].after
    return here, tuple(found)


def _complements(whole: Term, context: Context) -> Iterator[Link]:
    """Links that write 1 - sigma(z) as sigma(-z)."""
    for path, inner in places(whole):
        match inner:
            case Add((one, Neg(Sigmoid(of)))) | Add((Neg(Sigmoid(of)), one)) if one == term(1):
                found = find(inner, Sigmoid(Neg(of)), context)
                for link in _under(whole, path, found) if found is not None else ():
                    yield link
                    whole = link.after


def _taken_out(whole: Term, context: Context) -> Iterator[tuple[Link, ...]]:
    """For each logarithm of a sum of exponentials with a common factor, the links that take it out."""
    for path, inner in places(whole):
        if not isinstance(inner, Log) or inner.base is not None or not isinstance(inner.of, Add):
            continue
        parts = _factored(inner.of)
        if parts is None:
            continue
        exponent, rest = parts
        both = Mul((Exp(exponent), rest))
        first = find(inner.of, both, context)
        middle = Log(both)
        last = find(middle, exponent + Log(rest), context) if first is not None else None
        if first is not None and last is not None:
            yield (
                *_under(whole, (*path, 0), first),
                *_under(put(whole, path, middle), path, last),
            )


def _under(whole: Term, path: Path, found: Found) -> tuple[Link, ...]:
    """Links at a place inside a term."""
    return tuple(
        Link(put(whole, path, one.before), put(whole, path, one.after), (*path, *one.path), one.use, one.reverse)
        for one in found.links
    )


def _factored(whole: Add) -> tuple[Term, Term] | None:
    """The exponent of the common exponential factor of a sum, and what is left; `None` where there is none."""
    table = Arithmetic()
    exponents: list[Polynomial] = []
    others: list[Term] = []
    for monomial, number in table.polynomial(whole).items():
        exponent, rest = _apart(table, monomial)
        exponents.append(exponent)
        others.append(written(table, {rest: number}))
    if not any(exponents):
        return None
    names = {name for exponent in exponents for name in exponent}
    common = {name: min(exponent.get(name, Fraction(0)) for exponent in exponents) for name in names}
    common = {name: least for name, least in common.items() if least}
    if not common:
        return None
    left: list[Term] = []
    for exponent, other in zip(exponents, others, strict=True):
        raised = table.minus(exponent, common)
        factors = [other, *([Exp(written(table, raised))] if raised else [])]
        left.append(product(tuple(factors[1:] if factors[1:] and other == term(1) else factors)))
    return written(table, common), Add(tuple(sorted(left, key=str)))


def _apart(table: Arithmetic, monomial: Monomial) -> tuple[Polynomial, Monomial]:
    """The exponent of the exponentials in a monomial, and its other atoms."""
    exponent: Polynomial = {}
    rest = []
    for atom, power in monomial:
        known = table.terms.get(atom)
        if isinstance(known, Exp):
            more = {name: -number * power for name, number in table.polynomial(known.of).items()}
            exponent = table.minus(exponent, more)
        else:
            rest.append((atom, power))
    return exponent, frozenset(rest)

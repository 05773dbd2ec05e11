"""Search for integrals by antiderivatives of powers and exponentials, each of which is proved to be one first.

It is untrusted: the kernel proves F' = f, and takes the integral of f from that theorem.
"""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Context, Relation
from qedtex.errors import QedtexError
from qedtex.inference import Use
from qedtex.kernel import Named, prove
from qedtex.language import diff
from qedtex.rules import integral_by_antiderivative
from qedtex.search.relations import found_for
from qedtex.terms import Add, Div, Exp, Integral, Interval, Mul, Neg, Num, Pow, Symbol, Term, term

_MOST = 4


def antiderivatives(claim: Claim) -> Iterator[Use]:
    """The uses of the theorems F' = f for the integrals of a claim that stand outside of others.

    >>> from qedtex.language import real
    >>> from qedtex.terms import term
    >>> x = real("x")
    >>> square = Integral(Interval(term(0), term(1)), x, x**2)
    >>> [str(use.arguments[0]) for use in antiderivatives(Claim(square, Relation.EQUAL, 1 / term(3)))]
    ['the antiderivative of x^2']
    """
    known: set[tuple[Symbol, Term]] = set()
    for integral in _integrals(claim):
        for variable, part in _parts(integral):
            if (variable, part) in known or len(known) >= _MOST:
                continue
            known.add((variable, part))
            whole = antiderivative(part, variable)
            named = _theorem(whole, part, variable) if whole is not None else None
            if named is not None:
                yield Use(integral_by_antiderivative, (named,))


def _integrals(claim: Claim) -> Iterator[Integral]:
    for side in (claim.left, claim.right):
        for node in side.walk():
            if isinstance(node, Integral) and isinstance(node.domain, Interval):
                yield node


def _parts(integral: Integral) -> Iterator[tuple[Symbol, Term]]:
    """What is left to integrate where sums are split and constants taken out, and the whole as it stands."""
    variable = integral.variable
    yield variable, integral.body
    pending = [integral.body]
    while pending:
        body = pending.pop()
        match body:
            case Add(terms):
                pending.extend(terms)
            case Neg(of):
                pending.append(of)
            case Mul(factors):
                kept = tuple(factor for factor in factors if variable in free(factor))
                if len(kept) != len(factors) and kept:
                    pending.append(Mul(kept) if len(kept) > 1 else kept[0])
                else:
                    yield variable, body
            case Div(over, by) if variable not in free(by):
                pending.append(over)
            case _:
                yield variable, body


def antiderivative(body: Term, variable: Symbol) -> Term | None:
    """A function whose derivative is the body, of powers and exponentials; `None` where none is known.

    >>> from qedtex.language import exp, real
    >>> x, c = real("x"), real("c")
    >>> print(antiderivative(c * x**2, x), antiderivative(exp(-2 * x), x), antiderivative(1 / x, x), sep="; ")
    c (x^3 / 3); exp(-2 x) / (-2); None
    """
    if variable not in free(body):
        return body * variable
    match body:
        case Symbol():
            return Div(Pow(variable, term(2)), term(2))
        case Pow(base, Num(exponent, _)) if base == variable and exponent >= 0 and exponent.denominator == 1:
            return variable ** int(exponent + 1) / int(exponent + 1)
        case Neg(of):
            inner = antiderivative(of, variable)
            return Neg(inner) if inner is not None else None
        case Add(terms):
            found = [inner for one in terms if (inner := antiderivative(one, variable)) is not None]
            return Add(tuple(found)) if len(found) == len(terms) else None
        case Mul(factors):
            kept = [factor for factor in factors if variable in free(factor)]
            out = tuple(factor for factor in factors if variable not in free(factor))
            inner = antiderivative(kept[0], variable) if len(kept) == 1 else None
            return Mul((*out, inner)) if inner is not None else None
        case Div(over, by) if variable not in free(by):
            inner = antiderivative(over, variable)
            return inner / by if inner is not None else None
        case Exp(of):
            slope = _slope(of, variable)
            return body / slope if slope is not None else None
        case _:
            return None


def _slope(of: Term, variable: Symbol) -> Term | None:
    """The constant c of a product c x; `None` where a term is no such product."""
    match of:
        case Symbol() if of == variable:
            return term(1)
        case Neg(inner):
            found = _slope(inner, variable)
            return Neg(found) if found is not None else None
        case Div(over, by) if variable not in free(by):
            found = _slope(over, variable)
            return found / by if found is not None else None
        case Mul(factors):
            kept = [factor for factor in factors if variable in free(factor)]
            out = tuple(factor for factor in factors if variable not in free(factor))
            return (Mul(out) if len(out) > 1 else out[0]) if kept == [variable] and out else None
        case _:
            return None


def _theorem(whole: Term, body: Term, variable: Symbol) -> Named | None:
    """That the derivative of a function is the body, proved."""
    try:
        claim = Claim(diff(whole, variable), Relation.EQUAL, body, Context())
        found = found_for(claim)
        return Named(f"the antiderivative of {body}", prove(claim, found.links)) if found is not None else None
    except (QedtexError, RecursionError):
        return None

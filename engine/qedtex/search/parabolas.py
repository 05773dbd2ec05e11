"""Search for where a parabola is extreme: f(t) = f(c) + a (t - c)^2 has its only minimum at c where a > 0. Untrusted.

The objective may be a sum of squares: its coefficients are read off its normal form.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from qedtex.arithmetic import Arithmetic, Monomial, Polynomial
from qedtex.binding import free, fresh, rename_bound, substitute
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import RULES, Link, Use
from qedtex.kernel import Named, prove
from qedtex.rules import arithmetic, compare, unique_extremum
from qedtex.search import Found, find
from qedtex.search.expansion import written
from qedtex.search.normal import Normaliser
from qedtex.terms import Add, Argmax, Argmin, Div, FiniteSet, Mul, Neg, Pow, Symbol, Term, term


def by_vertex(claim: Claim) -> Found | None:
    """A link that shows where a parabola has its only minimum, or maximum; `None` where the claim is no such one.

    >>> from qedtex.language import argmin, points, real
    >>> t, a = real("t"), real("a")
    >>> by_vertex(Claim(argmin((t - a) ** 2 + t**2, t), Relation.EQUAL, points(a / 2))) is not None
    True
    >>> by_vertex(Claim(argmin((t - a) ** 2 - t**2, t), Relation.EQUAL, points(a / 2))) is None
    True
    """
    if claim.relation is not Relation.EQUAL:
        return None
    one, other = claim.left, claim.right
    turned = isinstance(one, FiniteSet)
    if turned:
        one, other = other, one
    if not isinstance(one, (Argmin, Argmax)) or not isinstance(other, FiniteSet) or len(other.elements) != 1:
        return None
    apart = _apart(one, other)
    try:
        lemma = _beyond_elsewhere(apart, other.elements[0], claim.context)
    except (QedtexError, RecursionError):
        return None
    if lemma is None:
        return None
    renamed = (Link(one, apart, (), Use(arithmetic)),) if apart != one else ()
    links = (*renamed, Link(apart, other, (), Use(unique_extremum, (lemma,))))
    return Found(tuple(link.turned() for link in reversed(links)) if turned else links)


def _apart(extremum: Argmin | Argmax, other: Term) -> Argmin | Argmax:
    """An extremum whose objective binds no name that the other term binds, so that this can be put into it."""
    taken = {variable for node in (*extremum.walk(), *other.walk()) for variable in (*node.variables, *free(node))}
    clashing = {variable for node in other.walk() for variable in node.variables}

    def change(node: Term) -> Term:
        node = node.with_children(tuple(map(change, node.children)))
        for variable in node.variables:
            if variable in clashing:
                own = fresh(variable, taken)
                taken.add(own)
                node = rename_bound(node, variable, own)
        return node

    return type(extremum)(extremum.variable, change(extremum.body))


def vertex(extremum: Argmin | Argmax, context: Context) -> Term | None:
    """Where a parabola is extreme, whichever way it opens; `None` where the objective is seen to be none.

    >>> from qedtex.language import argmin, real
    >>> t, a = real("t"), real("a")
    >>> print(vertex(argmin((t - a) ** 2 + t**2, t), Context()))
    a / 2
    """
    try:
        found = _parabola(extremum.body, extremum.variable, context)
        if found is None:
            return None
        table = Arithmetic()
        middle = Div(Neg(found.slope), Mul((term(2), found.curvature)))
        return written(table, table.polynomial(middle))
    except (QedtexError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class _Parabola:
    """The factors before the square of the variable and before the variable itself."""

    curvature: Term
    slope: Term


def _parabola(body: Term, variable: Symbol, context: Context) -> _Parabola | None:
    """The factors of a polynomial of degree two in the variable, as it stands or in normal form; else `None`."""
    found = _factors(body, variable)
    if found is None:
        uses = {rule.name: Use(rule) for rule in RULES if not rule.once and rule.name not in ("cite", "rename_index")}
        found = _factors(Normaliser(uses).run(body, Scope(context))[0], variable)
    return found


def _factors(body: Term, variable: Symbol) -> _Parabola | None:
    table = Arithmetic()
    (alone,) = table.polynomial(variable)
    ((atom, _),) = alone
    parts: dict[int, dict[Monomial, Fraction]] = {0: {}, 1: {}, 2: {}}
    for monomial, number in table.polynomial(body).items():
        exponents = dict(monomial)
        degree = exponents.pop(atom, Fraction(0))
        if degree not in (0, 1, 2) or any(variable in free(_term(table, other)) for other in exponents):
            return None
        parts[int(degree)][frozenset(exponents.items())] = number
    if not parts[2]:
        return None
    square: Polynomial = parts[2]
    return _Parabola(written(table, square), written(table, parts[1]))


def _term(table: Arithmetic, atom: int) -> Term:
    """What an atom of a polynomial stands for."""
    return table.terms[atom] if atom in table.terms else written(table, table.sums[atom])


def _beyond_elsewhere(extremum: Argmin | Argmax, centre: Term, context: Context) -> Named | None:
    """The theorem that the objective has a greater value, for a maximum a smaller one, at every other point."""
    variable, body = extremum.variable, extremum.body
    if variable in free(centre) or any(variable in known.open_symbols for known in context.hypotheses):
        return None
    found = _parabola(body, variable, context)
    if found is None:
        return None
    there = substitute(body, {variable: centre})
    rise = Mul((found.curvature, Pow(variable - centre, term(2))))
    inside = Context((*context.hypotheses, Hypothesis("elsewhere", variable, Relation.UNEQUAL, centre)))
    start, middle = Add((there, rise)), Add((there, term(0)))
    before = find(body, start, inside)
    if before is None:
        return None
    relation = Relation.GREATER if isinstance(extremum, Argmin) else Relation.LESS
    after = (Link(start, middle, (1,), Use(compare)), Link(middle, there, (), Use(arithmetic)))
    return Named("greater elsewhere", prove(Claim(body, relation, there, inside), (*before.links, *after)))

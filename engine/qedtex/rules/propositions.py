"""Rules of equivalence: what may be done to both sides of an equation or inequality, and where equality holds."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.arithmetic import Arithmetic
from qedtex.binding import free, match, substitute
from qedtex.conditions import holds, membership, nonnegative, nonzero, positive
from qedtex.context import Relation, Scope
from qedtex.definedness import requirements
from qedtex.inference import Arguments, Basis, Outcome, Refused, judged, rule
from qedtex.rules.citation import cite
from qedtex.rules.premises import possible, premises, stated
from qedtex.terms import Comparison, Every, Exp, Log, Neg, SumOver, Symbol, Term, term

_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@judged("the same done to both sides", "两边同时变形", "arithmetic.field", "arithmetic.order")
def both_sides(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """The same is added to both sides, and both are multiplied with what is named as the argument.

              k != 0                        k > 0                       k < 0
        ------------------            ------------------          ------------------
        a = b iff ka + c = kb + c     a < b iff ka + c < kb + c     a < b iff ka + c > kb + c

    Without an argument k is 1. Fails unless the differences of the sides agree up to k, and the sign of k is known.

    >>> from qedtex.language import positive as scale, real, statement
    >>> from qedtex.rules.examples import shows
    >>> a, b, s, t = real("a"), real("b"), scale("s"), real("t")
    >>> shows(both_sides(s), statement(a / s, "=", b), statement(a, "=", s * b))
    'accepted'
    >>> shows(both_sides(t), statement(a, "=", b), statement(t * a, "=", t * b))
    'both_sides needs t != 0, and nothing known says so'

    Source: Rudin (1976), propositions 1.14, 1.15 and 1.18.
    """
    if not isinstance(before, Comparison) or not isinstance(after, Comparison):
        raise Refused(f"{before} or {after} is no equation or inequality")
    factor = next((argument for argument in arguments if isinstance(argument, Term)), term(1))
    scaled, reached = factor * (before.left - before.right), after.left - after.right
    table = Arithmetic()
    same = before.relation == after.relation
    turned = _TURNED.get(before.relation) == after.relation
    is_equation = before.relation in ("=", "!=")
    if not table.equal(scaled, reached) and not (is_equation and same and table.equal(Neg(scaled), reached)):
        raise Refused(f"{before} and {after} do not differ by {factor}")
    sense = tuple(requirements(factor, scope))
    if is_equation and same:
        return (*sense, nonzero(factor, scope))
    if same or turned:
        return (*sense, positive(factor if same else Neg(factor), scope))
    raise Refused(f"{before.relation} does not become {after.relation}")


@rule("a strictly increasing function of both sides", "两边同取严格单调函数", "log.increasing", "log.inverse")
def same_logarithm(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Logarithms of positive numbers, and exponentials, compare as their arguments do.

              a > 0, b > 0
        ---------------------------        ---------------------------
        log a < log b  iff  a < b          exp a < exp b  iff  a < b

    Fails unless both sides are logarithms to one base, or both exponentials; < and the like need a base above 1.

    >>> from qedtex.language import log, positive as scale, statement
    >>> from qedtex.rules.examples import shows
    >>> a, b = scale("a"), scale("b")
    >>> shows(same_logarithm, statement(log(a), "=", log(b)), statement(a, "=", b))
    'accepted'
    >>> shows(same_logarithm, statement(log(a), "=", log(b, 2)), statement(a, "=", b))[:40]
    'same_logarithm refuses: it does not appl'

    Source: Rudin (1976), section 8.6.
    """
    match before:
        case Comparison(Log(one, base, _), relation, Log(other, same, _)) if base == same:
            above = (positive(base - 1, scope),) if base is not None and relation not in ("=", "!=") else ()
            yield Comparison(one, relation, other), (positive(one, scope), positive(other, scope), *above)
        case Comparison(Exp(one), relation, Exp(other)):
            yield Comparison(one, relation, other), ()
        case _:
            return


@rule("a sum of non-negative terms is 0 only if each is", "非负项之和为零", "arithmetic.order", "sum.finite")
def zero_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A finite sum of terms that are not negative is 0 exactly where every term is 0.

               a_i >= 0 for every i
        -----------------------------------------
        sum_i a_i = 0   iff   a_i = 0 for every i

    Fails unless the terms are known to be of one sign, or the argument is a theorem that says so.

    >>> from qedtex.language import every, index, positive_integer, real, statement, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, n, t = index("i"), positive_integer("n"), real("t")
    >>> def each(body):
    ...     return every(statement(body, "=", 0), (i, 1, n))
    >>> shows(zero_sum, statement(Sum((t - i) ** 2, (i, 1, n)), "=", 0), each((t - i) ** 2))
    'accepted'
    >>> shows(zero_sum, statement(Sum(t - i, (i, 1, n)), "=", 0), each(t - i))
    'zero_sum needs t - i >= 0 for i in 1..n, and nothing known says so'

    Source: Rudin (1976), definition 1.17.
    """
    match before:
        case Comparison(SumOver(domain, variable, body) as whole, "=", right) if right == term(0):
            for bases in _of_one_sign(body, scope.enter(whole), arguments):
                yield Every(domain, variable, Comparison(body, "=", right)), bases
        case _:
            return


def _of_one_sign(body: Term, inside: Scope, arguments: Arguments) -> Iterator[tuple[Basis, ...]]:
    """What shows that a term is never negative, or never positive: a theorem that says so, or what is known of it."""
    for theorem in premises(arguments):
        for bound, bases in cite.forward(body, inside, (theorem,)):
            if bound == term(0) and (Relation.GREATER_EQUAL in bases or Relation.LESS_EQUAL in bases):
                yield tuple(basis for basis in bases if not isinstance(basis, Relation))
                return
    condition = nonnegative(body, inside)
    if not holds(condition) and holds(nonnegative(Neg(body), inside)):
        condition = nonnegative(Neg(body), inside)
    yield (condition,)


@rule("where equality holds", "等号成立的条件", "arithmetic.order")
def equality_case(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Two numbers that differ for every t but c, and agree at c, are equal exactly where t = c.

        a(t) < b(t) for every t != c,   a(c) = b(c)
        -------------------------------------------
                a(t) = b(t)   iff   t = c

    The arguments are the two theorems. Fails unless t != c is the only hypothesis about t in the first, and the second
    states the equation at c.

    >>> from qedtex.granted import known
    >>> from qedtex.language import real, statement, term
    >>> from qedtex.rules import arithmetic, compare
    >>> from qedtex.rules.examples import named, shows
    >>> t = real("t")
    >>> strict = named(term(0), "<", t**2, compare, given=[known("apart", t, 0, relation="!=")])
    >>> there = named(term(0), "=", term(0) ** 2, arithmetic)
    >>> shows(equality_case(strict, there), statement(0, "=", t**2), statement(t, "=", 0))
    'accepted'
    >>> shows(equality_case(strict, there), statement(0, "=", t**2), statement(t, "=", 1))
    'equality_case refuses: it turns 0 = t^2 into t = 0, not into t = 1'

    Source: Boyd & Vandenberghe (2004), section 3.1.1.
    """
    given = premises(arguments)
    if len(given) != 2 or not isinstance(before, Comparison) or before.relation != "=":
        return
    strict, there = given
    claim, at_centre = strict.theorem.claim, there.theorem.claim
    if claim.relation not in (Relation.LESS, Relation.GREATER) or at_centre.relation is not Relation.EQUAL:
        raise Refused("a strict inequality and an equation are needed")
    for about in possible(strict, free(claim.left) | free(claim.right), scope):
        symbol = about.symbol
        centres = [stated(known, symbol, Relation.UNEQUAL) for known in about.about]
        if len(centres) != 1 or centres[0] is None or symbol in free(centres[0]):
            continue
        centre = centres[0]
        if symbol in free(at_centre.left) | free(at_centre.right):
            raise Refused(f"{there.name} is not about the point {centre} alone")
        if any(known not in scope.context.hypotheses for known in at_centre.context.hypotheses):
            raise Refused(f"{there.name} stands on a hypothesis that is not known here")
        if (free(at_centre.left) | free(at_centre.right)) & scope.bound:
            raise Refused(f"{there.name} speaks of a symbol that is bound here")
        sides = tuple(substitute(side, {symbol: centre}) for side in (claim.left, claim.right))
        if (at_centre.left, at_centre.right) not in (sides, sides[::-1]):
            raise Refused(f"{there.name} does not state that the sides agree at {centre}")
        for one, other in ((claim.left, claim.right), (claim.right, claim.left)):
            yield from _where_equal(one, other, before, symbol, centre, scope)


def _where_equal(
    one: Term, other: Term, before: Comparison, symbol: Symbol, centre: Term, scope: Scope
) -> Iterator[Outcome]:
    found = match(Comparison(one, "=", other), before, frozenset({symbol}))
    if found is not None and symbol in found:
        value = found[symbol]
        yield (
            Comparison(value, "=", centre),
            (*membership(value, symbol.sort, scope), *membership(centre, symbol.sort, scope)),
        )

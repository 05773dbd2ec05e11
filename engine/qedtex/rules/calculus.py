"""Rules that stand on theorems about derivatives and neighbourhoods: constants, least values, minimisers, limits."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.binding import free, match, substitute
from qedtex.conditions import Condition, holds, membership, nonnegative, nonzero, positive
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.definedness import requirements
from qedtex.inference import Arguments, Basis, Outcome, Refused, rule
from qedtex.rules.premises import Premise, possible, premise, premises, stated
from qedtex.sorts import POSITIVE
from qedtex.terms import Abs, Add, Argmax, Argmin, Const, Derivative, FiniteSet, Limit, Mul, Neg, Symbol, Term, term


@rule("its derivative is 0 throughout", "导数恒为零", "mean_value")
def constant_by_derivative(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A function whose derivative is 0 on an interval has one value there.

        f'(t) = 0 for every t of an interval
        ------------------------------------
                  f(a) = f(c)

    The arguments are the theorem and the point c. Fails unless the theorem has no hypothesis about t, and a and c lie
    in the interval.

    >>> from qedtex.language import diff, positive as scale, real, term
    >>> from qedtex.rules import arithmetic, derivative_linear
    >>> from qedtex.rules.examples import named, shows
    >>> t, a, k = real("t"), real("a"), real("k")
    >>> flat = named(diff(k + 0 * t, t), "=", 0 + 0 * diff(t, t), derivative_linear)
    >>> shows(constant_by_derivative(flat, term(1)), k + 0 * a, k + 0 * term(1))
    'constant_by_derivative refuses: the derivative is 0 + 0 d/dt t, not 0'
    >>> flat = named(diff(k + 0 * t, t), "=", 0, derivative_linear, arithmetic)
    >>> shows(constant_by_derivative(flat, term(1)), k + 0 * a, k + 0 * term(1))
    'accepted'

    Source: Rudin (1976), theorem 5.11 (b).
    """
    for theorem in premises(arguments):
        claim = theorem.theorem.claim
        derivative = claim.left
        if not isinstance(derivative, Derivative) or derivative.index is not None:
            raise Refused(f"{theorem.name} is not about a derivative")
        given = premise(theorem, derivative.at, scope)
        _throughout(given, derivative)
        if claim.relation is not Relation.EQUAL or claim.right != term(0):
            raise Refused(f"the derivative is {claim.right}, not 0")
        for point, fits in _points(derivative, before, scope):
            for other in (argument for argument in arguments if isinstance(argument, Term)):
                value = substitute(derivative.body, {derivative.variable: other})
                yield value, (*fits, *membership(other, derivative.variable.sort, scope))
            del point


def _throughout(given: Premise, derivative: Derivative) -> None:
    """The theorem is about every point of the interval that the variable runs over."""
    if given.about:
        raise Refused(f"the hypothesis {given.about[0].name!r} keeps {given.symbol} from the whole interval")
    if given.symbol.sort != derivative.variable.sort or given.symbol in free(derivative.body) - {derivative.variable}:
        raise Refused(f"{given.symbol} does not run over the interval of the derivative")


def _points(derivative: Derivative, before: Term, scope: Scope) -> Iterator[tuple[Term, tuple[Condition, ...]]]:
    """The point at which a term is the value of the function, which lies in its interval."""
    if (free(derivative.body) - {derivative.variable}) & scope.bound:
        return
    found = match(derivative.body, before, frozenset({derivative.variable}))
    if found is not None and derivative.variable in found:
        point = found[derivative.variable]
        yield point, tuple(membership(point, derivative.variable.sort, scope))


@rule("the derivative changes sign there", "导数在该点变号", "mean_value", "arithmetic.order")
def least_where_derivative_changes_sign(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A function that falls before a point and rises after it is least there; greatest where it rises, then falls.

        (t - c) f'(t) = s(t) >= 0 for every t of an interval       (t - c) f'(t) = s(t) > 0 for every t != c
        ----------------------------------------------------       -----------------------------------------
                          f(a) >= f(c)                                        f(a) > f(c) if a != c

    The argument is the theorem, (t - c) f'(t) = s(t). Fails unless the sign of s follows from what is known, the
    theorem has no hypothesis about t, and a and c lie in the interval.

    >>> from qedtex.language import diff, real, term
    >>> from qedtex.rules import arithmetic, derivative_chain
    >>> from qedtex.rules.examples import named, shows
    >>> t, a = real("t"), real("a")
    >>> rising = named((t - 0) * diff(t**2, t), "=", 2 * t**2, derivative_chain, arithmetic)
    >>> shows(least_where_derivative_changes_sign(rising), a**2, term(0) ** 2)
    'accepted: a^2 >= 0^2'
    >>> shows(least_where_derivative_changes_sign(rising), a**2, term(1) ** 2)
    'least_where_derivative_changes_sign refuses: it turns a^2 into 0^2, not into 1^2'

    Source: Rudin (1976), theorem 5.11; Boyd & Vandenberghe (2004), section 4.2.3.
    """
    for theorem in premises(arguments):
        claim = theorem.theorem.claim
        match claim.left:
            case Mul((distance, Derivative(at, None, variable, body) as derivative)):
                given = premise(theorem, at, scope)
            case _:
                raise Refused(f"{theorem.name} does not state (t - c) f'(t)")
        _throughout(given, derivative)
        turning = _turning_point(distance, given.symbol)
        if claim.relation is not Relation.EQUAL:
            raise Refused(f"{theorem.name} is not an equation")
        there = substitute(body, {variable: turning})
        inside = Scope(given.context)
        for point, fits in _points(derivative, before, scope):
            bases = (*fits, *membership(turning, variable.sort, scope))
            yield from _extreme(claim.right, given, turning, point, there, bases, inside, scope)


def _turning_point(distance: Term, symbol: Symbol) -> Term:
    """The c of t - c, free of t."""
    match distance:
        case Symbol() if distance == symbol:
            return term(0)
        case Add((first, last)) if first == symbol and symbol not in free(last):
            return last.of if isinstance(last, Neg) else Neg(last)
        case _:
            raise Refused(f"{distance} is not written {symbol} minus a point")


def _extreme(
    slope: Term,
    given: Premise,
    turning: Term,
    point: Term,
    there: Term,
    bases: tuple[Basis, ...],
    inside: Scope,
    scope: Scope,
) -> Iterator[Outcome]:
    apart = Hypothesis("%apart", given.symbol, Relation.UNEQUAL, turning)
    elsewhere = Scope(Context((*inside.context.hypotheses, apart)))
    differs = nonzero(point - turning, scope)
    for sign, strict, weak in (
        (slope, Relation.GREATER, Relation.GREATER_EQUAL),
        (Neg(slope), Relation.LESS, Relation.LESS_EQUAL),
    ):
        steep, flat = positive(sign, elsewhere), nonnegative(sign, inside)
        if holds(steep) and holds(differs):
            yield there, (*bases, steep, differs, strict)
            return
        if holds(flat):
            yield there, (*bases, flat, weak)
            return
    raise Refused(f"nothing known gives {slope} one sign")


@rule("the only minimiser", "唯一的最小值点", "definition.extremum")
def unique_extremum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Where every other point has a greater value there is one minimiser; a smaller one, one maximiser.

        f(t) > f(c) for every t != c
        -----------------------------
             argmin_t f(t) = {c}

    The argument is the theorem, with t != c as its only hypothesis about t. Fails unless t runs over what the objective
    does, and c lies there.

    >>> from qedtex.granted import known
    >>> from qedtex.language import argmin, points, real, term
    >>> from qedtex.rules import compare
    >>> from qedtex.rules.examples import named, shows
    >>> t = real("t")
    >>> apart = known("apart", t, 0, relation="!=")
    >>> least = named(t**2, ">", term(0) ** 2, compare, given=[apart])
    >>> shows(unique_extremum(least), argmin(t**2, t), points(0))
    'accepted'
    >>> shows(unique_extremum(least), argmin(t**2, t), points(1))
    'unique_extremum refuses: it turns argmin_{t} t^2 into {0}, not into {1}'

    Source: Boyd & Vandenberghe (2004), section 4.1.1.
    """
    if not isinstance(before, (Argmin, Argmax)):
        return
    for theorem in premises(arguments):
        claim = theorem.theorem.claim
        wanted = Relation.GREATER if isinstance(before, Argmin) else Relation.LESS
        left, right = (claim.left, claim.right) if claim.relation is wanted else (claim.right, claim.left)
        if claim.relation not in (wanted, wanted.reverse):
            raise Refused(f"{theorem.name} is not a strict inequality")
        for given in possible(theorem, (s for s in free(left) if s.sort == before.variable.sort), scope):
            symbol = given.symbol
            centres = [stated(known, symbol, Relation.UNEQUAL) for known in given.about]
            if len(centres) != 1 or centres[0] is None or symbol in free(centres[0]):
                continue
            centre = centres[0]
            objective = substitute(before.body, {before.variable: symbol})
            if symbol in free(before) or objective != left:
                continue
            if substitute(left, {symbol: centre}) != right:
                continue
            yield FiniteSet((centre,)), tuple(membership(centre, symbol.sort, scope))


@rule("definition of the limit", "极限的定义", "definition.limit")
def limit_by_definition(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A limit is what the values come near: within every epsilon near the point, or beyond every bound.

        |f(x) - L| < e for every e > 0 and x with a < x < a + d(e)     f(x) > M for every M > 0 and 0 < x - a < d(M)
        ----------------------------------------------------------     ---------------------------------------------
                       lim_{x -> a+} f(x) = L                                  lim_{x -> a+} f(x) = oo

    The argument is the theorem, whose only hypotheses about x are a < x and x < a + d (from below: a - d < x, x < a; at
    infinity: x > d). Fails unless e (or M) is a symbol for every positive number that L and a are free of, and d > 0.

    >>> from qedtex.granted import known
    >>> from qedtex.language import absolute, limit, positive as scale, term
    >>> from qedtex.rules import compare, square_of_absolute
    >>> from qedtex.rules.examples import named, shows
    >>> x, e = scale("x"), scale("epsilon")
    >>> near = [known("above", x, 0, relation=">"), known("below", x, e, relation="<")]
    >>> small = named(absolute(x), "<", e, square_of_absolute, compare, given=near)
    >>> shows(limit_by_definition(small), limit(x, x, 0, "+"), term(0))
    'accepted'
    >>> shows(limit_by_definition(small), limit(x, x, 1, "+"), term(0))
    'limit_by_definition refuses: it does not apply to lim_{x→1⁺} x'

    Source: Rudin (1976), definition 4.33.
    """
    if not isinstance(before, Limit):
        return
    for theorem in premises(arguments):
        claim = theorem.theorem.claim
        if claim.relation is Relation.LESS:
            small, great = claim.left, claim.right
        elif claim.relation is Relation.GREATER:
            small, great = claim.right, claim.left
        else:
            raise Refused(f"{theorem.name} is not a strict inequality")
        spoken_of = free(claim.left) | free(claim.right)
        for given in possible(theorem, (s for s in spoken_of if s.sort == before.variable.sort), scope):
            symbol = given.symbol
            value = substitute(before.body, {before.variable: symbol})
            if symbol in free(before) or not given.about:
                continue
            for measure, result in _approached(small, great, value):
                yield from _near(before, given, measure, result, scope)


def _approached(small: Term, great: Term, value: Term) -> Iterator[tuple[Symbol, Term]]:
    """The symbol for how near, and the limit that an inequality comes near to."""
    if isinstance(great, Symbol) and isinstance(small, Abs):
        inside = small.of
        if inside == value:
            yield great, term(0)
        match inside:
            case Add((first, last)) if first == value:
                yield great, last.of if isinstance(last, Neg) else Neg(last)
            case _:
                pass
    if isinstance(small, Symbol) and great == value:
        yield small, Const("oo")
    if small == value and isinstance(great, Neg) and isinstance(great.of, Symbol):
        yield great.of, Neg(Const("oo"))


def _near(before: Limit, given: Premise, measure: Symbol, result: Term, scope: Scope) -> Iterator[Outcome]:
    if measure == given.symbol or measure.sort != POSITIVE or measure in free(before) | free(result):
        return
    if given.symbol in free(result) or any(measure in known.open_symbols for known in given.context.hypotheses):
        return
    inside = Scope(given.context)
    point, symbol = before.point, given.symbol
    above = [end for known in given.about if (end := stated(known, symbol, Relation.GREATER)) is not None]
    below = [end for known in given.about if (end := stated(known, symbol, Relation.LESS)) is not None]
    if len(above) + len(below) != len(given.about) or any(symbol in free(end) for end in (*above, *below)):
        return
    sense = tuple(condition for end in (*above, *below) for condition in requirements(end, inside))
    if (point, len(above), len(below)) in ((Const("oo"), 1, 0), (Neg(Const("oo")), 0, 1)):
        yield result, sense
    elif before.side == "+" and above == [point] and len(below) == 1:
        yield result, (*sense, positive(below[0] - point, inside))
    elif before.side == "-" and below == [point] and len(above) == 1:
        yield result, (*sense, positive(point - above[0], inside))

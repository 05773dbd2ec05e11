"""Rules of integrals: linear, split at a point, with the variable changed, by an antiderivative, and Gauss' integral.

That the integrals exist is a condition of the terms (`qedtex.integrability`), so the rules only say what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import add

from qedtex.binding import alpha_equal, free, substitute
from qedtex.conditions import holds, nonnegative, positive
from qedtex.context import Relation, Scope
from qedtex.inference import Arguments, Basis, Outcome, Refused, rule
from qedtex.integrability import decays, is_infinite
from qedtex.rules.premises import premise, premises
from qedtex.terms import (
    Abs,
    Add,
    Const,
    Derivative,
    Div,
    Exp,
    Integral,
    Interval,
    Mul,
    Neg,
    Num,
    Pow,
    Sqrt,
    Symbol,
    Term,
    term,
)


def _of(whole: Integral, part: Term) -> Term:
    """The integral of a part over the same interval."""
    return Integral(whole.domain, whole.variable, part)


@rule("linearity of the integral", "积分的线性性", "integral.linear")
def integral_linear(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The integral of a sum is the sum of the integrals, and constants come out.

        -------------------------------      ---------------------
        int (f + g) = int f + int g          int c f = c int f

    Fails unless the integrand is a sum or a negative, or has a factor or divisor free of the variable, and each
    integral exists.

    >>> from qedtex.language import exp, real
    >>> from qedtex.rules.examples import shows
    >>> from qedtex.terms import Integral, Interval, term
    >>> x, c = real("x"), real("c")
    >>> def over(body):
    ...     return Integral(Interval(term(0), term(1)), x, body)
    >>> shows(integral_linear, over(c * exp(x)), c * over(exp(x)))
    'accepted'
    >>> shows(integral_linear, over(x * exp(x)), over(x) * over(exp(x)))[:36]
    'integral_linear refuses: it does not'

    Source: Rudin (1976), theorems 6.12 and 11.29.
    """
    if not isinstance(before, Integral):
        return
    variable = before.variable
    match before.body:
        case Add(parts):
            yield reduce(add, (_signed(before, part) for part in parts)), ()
        case Neg(of):
            yield Neg(_of(before, of)), ()
        case Mul(factors):
            out = tuple(factor for factor in factors if variable not in free(factor))
            kept = tuple(factor for factor in factors if variable in free(factor))
            if out and kept:
                yield Mul((*out, _of(before, Mul(kept) if len(kept) > 1 else kept[0]))), ()
        case Div(over, by) if variable not in free(by):
            yield Div(_of(before, over), by), ()
        case Num(value, _) if value == 0:
            yield term(0), ()
        case _:
            return


def _signed(whole: Integral, part: Term) -> Term:
    return Neg(_of(whole, part.of)) if isinstance(part, Neg) else _of(whole, part)


@rule("split the interval", "拆分积分区间", "integral.linear", once=True)
def integral_split(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """An integral over an interval is the sum of those over its two parts.

               a <= c <= b
        ---------------------------------
        int_a^b f = int_a^c f + int_c^b f

    The argument is the point c. Fails unless it is known to lie in the interval.

    >>> from qedtex.language import exp, real
    >>> from qedtex.rules.examples import shows
    >>> from qedtex.terms import Integral, Interval, term
    >>> x = real("x")
    >>> def over(lower, upper):
    ...     return Integral(Interval(term(lower), term(upper)), x, exp(x))
    >>> shows(integral_split(term(1)), over(0, 2), over(0, 1) + over(1, 2))
    'accepted'
    >>> shows(integral_split(term(3)), over(0, 2), over(0, 3) + over(3, 2))
    'integral_split needs 2 - 3 >= 0, and nothing known says so'

    Source: Rudin (1976), theorem 6.12 (c).
    """
    if not isinstance(before, Integral) or not isinstance(before.domain, Interval):
        return
    lower, upper = before.domain.lower, before.domain.upper
    for point in (argument for argument in arguments if isinstance(argument, Term)):
        if is_infinite(point):
            raise Refused(f"{point} is not a point of the interval")
        first = Integral(Interval(lower, point), before.variable, before.body)
        yield Add((first, Integral(Interval(point, upper), before.variable, before.body))), ()


@rule("change of variable", "变量代换", "integral.substitution", once=True)
def integral_substitution(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The variable is replaced by a linear function of it.

                             a > 0                                              a < 0
        -----------------------------------------------      -----------------------------------------------
        int_p^q f(x) dx = a int_p'^q' f(a x + b) dx          int_p^q f(x) dx = -a int_q'^p' f(a x + b) dx

    with p' = (p - b) / a and q' = (q - b) / a; infinite ends stay infinite. The arguments are a and b. Fails unless the
    sign of a is known.

    >>> from qedtex.language import exp, oo, positive as scale, real
    >>> from qedtex.rules.examples import shows
    >>> from qedtex.terms import Integral, Interval, term
    >>> x, b, s = real("x"), real("b"), scale("s")
    >>> def whole_line(body):
    ...     return Integral(Interval(-oo, oo), x, body)
    >>> shows(integral_substitution(s, b), whole_line(exp(-(x**2))), s * whole_line(exp(-((s * x + b) ** 2))))
    'accepted'
    >>> shows(integral_substitution(b, s), whole_line(exp(-(x**2))), b * whole_line(exp(-((b * x + s) ** 2))))
    'integral_substitution refuses: the sign of b is not known'

    Source: Rudin (1976), theorem 6.19.
    """
    factors = tuple(argument for argument in arguments if isinstance(argument, Term))
    if not isinstance(before, Integral) or not isinstance(before.domain, Interval) or len(factors) != 2:
        return
    slope, shift = factors
    variable, lower, upper = before.variable, before.domain.lower, before.domain.upper
    if variable in free(slope) | free(shift):
        raise Refused(f"{slope} and {shift} must be free of {variable}")
    body = substitute(before.body, {variable: Add((Mul((slope, variable)), shift))})
    up, down = positive(slope, scope), positive(Neg(slope), scope)
    if holds(up):
        ends = Interval(_moved(lower, slope, shift), _moved(upper, slope, shift))
        yield Mul((slope, Integral(ends, variable, body))), (up,)
    elif holds(down):
        ends = Interval(_turned(upper, slope, shift), _turned(lower, slope, shift))
        yield Neg(Mul((slope, Integral(ends, variable, body)))), (down,)
    else:
        raise Refused(f"the sign of {slope} is not known")


def _moved(end: Term, slope: Term, shift: Term) -> Term:
    return end if is_infinite(end) else Div(Add((end, Neg(shift))), slope)


def _turned(end: Term, slope: Term, shift: Term) -> Term:
    if is_infinite(end):
        return end.of if isinstance(end, Neg) else Neg(end)
    return _moved(end, slope, shift)


@rule("an antiderivative", "牛顿-莱布尼茨公式", "integral.fundamental")
def integral_by_antiderivative(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """An integral is the difference of the values of an antiderivative at the ends; at infinity one that decays is 0.

        F'(x) = f(x) for every real x            F'(x) = f(x) for every real x, F(x) -> 0 as x -> oo
        -----------------------------            --------------------------------------------------
        int_a^b f(x) dx = F(b) - F(a)                    int_a^oo f(x) dx = 0 - F(a)

    The argument is the theorem F' = f. Fails unless it has no hypothesis about x, and at an infinite end F is a sum of
    products of powers with a factor that decays exponentially.

    >>> from qedtex.language import diff, exp, oo, real
    >>> from qedtex.rules import derivative_chain, derivative_identity, derivative_linear
    >>> from qedtex.rules.examples import named, shows
    >>> from qedtex.terms import Integral, Interval, term
    >>> x = real("x")
    >>> slope = named(diff(-exp(-x), x), "=", exp(-x), derivative_chain, derivative_identity, derivative_linear)
    >>> shows(integral_by_antiderivative(slope), Integral(Interval(term(0), oo), x, exp(-x)), 0 - (-exp(-term(0))))
    'accepted'
    >>> shows(integral_by_antiderivative(slope), Integral(Interval(term(0), oo), x, x * exp(-x)), 0 - (-exp(-term(0))))
    'integral_by_antiderivative refuses: it does not apply to ∫_{0}^{∞} x exp(-x) dx'

    Source: Rudin (1976), theorem 6.21.
    """
    if not isinstance(before, Integral) or not isinstance(before.domain, Interval):
        return
    for theorem in premises(arguments):
        claim = theorem.theorem.claim
        slope = claim.left
        if claim.relation is not Relation.EQUAL or not isinstance(slope, Derivative) or slope.index is not None:
            raise Refused(f"{theorem.name} does not state F' = f")
        given = premise(theorem, slope.at, scope)
        if given.about or slope.variable.sort != before.variable.sort or given.symbol.sort != slope.variable.sort:
            raise Refused(f"{theorem.name} is not about every real number")
        if given.symbol in free(slope.body) - {slope.variable}:
            raise Refused(f"{given.symbol} does not run over the reals in {theorem.name}")
        integrand = Integral(before.domain, given.symbol, claim.right)
        if given.symbol in free(before) or not alpha_equal(integrand, before):
            continue
        bases: list[Basis] = []
        values = []
        for end, above in ((before.domain.upper, True), (before.domain.lower, False)):
            if is_infinite(end):
                bases.extend(decays(slope.body, slope.variable, scope.enter(before), below=not above, above=above))
                values.append(term(0))
            else:
                values.append(substitute(slope.body, {slope.variable: end}))
        yield Add((values[0], Neg(values[1]))), tuple(bases)


@rule("an absolute value on a half-line", "半直线上的绝对值", "arithmetic.order")
def integral_absolute(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Over an interval without negative numbers |x| is x, over one without positive numbers it is -x.

                  a >= 0                                  b <= 0
        -------------------------------      --------------------------------
        int_a^b f(|x|) = int_a^b f(x)        int_a^b f(|x|) = int_a^b f(-x)

    Fails unless the sign of an end is known, and the absolute value of the variable alone occurs.

    >>> from qedtex.language import absolute, exp, oo, real
    >>> from qedtex.rules.examples import shows
    >>> from qedtex.terms import Integral, Interval, term
    >>> x = real("x")
    >>> def over(lower, body):
    ...     return Integral(Interval(term(lower), oo), x, body)
    >>> shows(integral_absolute, over(0, exp(-absolute(x))), over(0, exp(-x)))
    'accepted'
    >>> shows(integral_absolute, over(-1, exp(-absolute(x))), over(-1, exp(-x)))
    'integral_absolute refuses: it does not apply to ∫_{-1}^{∞} exp(-|x|) dx'

    Source: Rudin (1976), definition 1.17 and theorem 6.12.
    """
    if not isinstance(before, Integral) or not isinstance(before.domain, Interval):
        return
    lower, upper, variable = before.domain.lower, before.domain.upper, before.variable
    ways: list[tuple[Term, Term]] = []
    if not is_infinite(lower):
        ways.append((lower, variable))
    if not is_infinite(upper):
        ways.append((Neg(upper), Neg(variable)))
    for end, value in ways:
        condition = nonnegative(end, scope)
        body = _without_bars(before.body, variable, value)
        if body != before.body and holds(condition):
            yield _of(before, body), (condition,)


def _without_bars(body: Term, variable: Symbol, value: Term) -> Term:
    """A term with |x| replaced; what binds symbols of its own is left alone."""
    if body == Abs(variable):
        return value
    if body.bound:
        return body
    return body.with_children(tuple(_without_bars(child, variable, value) for child in body.children))


@rule("Gauss' integral", "高斯积分", "integral.gauss")
def gauss_integral(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The integral of exp(-x^2) over the reals is the root of pi.

        -------------------------------------
        int_{-oo}^{oo} exp(-x^2) dx = sqrt(pi)

    Fails unless the integrand is exp(-x^2), and the interval has no finite end.

    >>> from qedtex.language import exp, oo, pi, real, sqrt
    >>> from qedtex.rules.examples import shows
    >>> from qedtex.terms import Integral, Interval, term
    >>> x = real("x")
    >>> shows(gauss_integral, Integral(Interval(-oo, oo), x, exp(-(x**2))), sqrt(pi))
    'accepted'
    >>> shows(gauss_integral, Integral(Interval(term(0), oo), x, exp(-(x**2))), sqrt(pi))
    'gauss_integral refuses: it does not apply to ∫_{0}^{∞} exp(-x^2) dx'

    Source: Rudin (1976), section 8.21, (101).
    """
    match before:
        case Integral(Interval(Neg(Const("oo")), Const("oo")), variable, Exp(Neg(Pow(base, Num(value, _))))) if (
            base == variable and value == 2
        ):
            yield Sqrt(Const("pi")), ()
        case _:
            return

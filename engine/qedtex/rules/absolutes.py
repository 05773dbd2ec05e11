"""Rules of the absolute value: bounds, that of a product and of a sum, and what roots and logarithms make of it."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.arithmetic import Arithmetic, is_real
from qedtex.conditions import nonzero
from qedtex.context import Relation, Scope
from qedtex.inference import Arguments, Basis, Outcome, Refused, judged, rule
from qedtex.terms import Abs, Add, Div, Log, Mul, Neg, Num, Pow, Sqrt, SumOver, Term


@judged("bounded by the absolute value", "不超过绝对值", "arithmetic.order")
def absolute_bound(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """A number lies between its absolute value and the negative of that.

        ---------       ----------
        a <= |a|        a >= -|a|

    Fails unless one of the two terms is the absolute value of the other, or the negative of one, by arithmetic.

    >>> from qedtex.language import absolute, real
    >>> from qedtex.rules.examples import shows
    >>> a, b = real("a"), real("b")
    >>> shows(absolute_bound, a * b, -absolute(a * b)), shows(absolute_bound, absolute(a), -a)
    ('accepted: a b >= -|a b|', 'accepted: |a| >= -a')
    >>> shows(absolute_bound, a, -absolute(b))
    'absolute_bound refuses: neither of a and -|b| is the absolute value of the other'

    Source: Rudin (1976), theorem 1.33.
    """
    for one, other, found in (
        (before, after, Relation.LESS_EQUAL),
        (after, before, Relation.GREATER_EQUAL),
    ):
        # found is how before stands to after where `other` is the greater of the two
        if isinstance(other, Abs) and _same_size(one, other.of):
            return (found,)
        if isinstance(other, Neg) and isinstance(other.of, Abs) and _same_size(one, other.of.of):
            return (found.reverse,)
    raise Refused(f"neither of {before} and {after} is the absolute value of the other")


def _same_size(one: Term, other: Term) -> bool:
    """Whether two numbers are equal, or one the negative of the other."""
    table = Arithmetic()
    return is_real(one) and is_real(other) and (table.equal(one, other) or table.equal(Neg(one), other))


@rule("absolute value of a product", "乘积的绝对值", "arithmetic.order")
def absolute_of_product(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The absolute value of a product or quotient is the product or quotient of the absolute values.

        -------------------       -----------------      -----------
        |a b| = |a| |b|           |a/b| = |a|/|b|        |-a| = |a|

    Fails unless a product, a quotient or a negative stands between the bars.

    >>> from qedtex.language import absolute, real
    >>> from qedtex.rules.examples import shows
    >>> a, b = real("a"), real("b")
    >>> shows(absolute_of_product, absolute(a * b), absolute(a) * absolute(b))
    'accepted'
    >>> shows(absolute_of_product, absolute(a + b), absolute(a) + absolute(b))
    'absolute_of_product refuses: it does not apply to |a + b|'

    Source: Rudin (1976), theorem 1.33 (c).
    """
    match before:
        case Abs(Mul(factors)):
            yield Mul(tuple(map(Abs, factors))), ()
        case Abs(Div(over, by)):
            yield Div(Abs(over), Abs(by)), ()
        case Abs(Neg(of)):
            yield Abs(of), ()
        case _:
            return


@rule("triangle inequality", "三角不等式", "arithmetic.order", "sum.finite")
def absolute_of_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The absolute value of a sum is at most the sum of the absolute values.

        ---------------------       -----------------------------
        |a + b| <= |a| + |b|        |sum_i a_i| <= sum_i |a_i|

    Fails unless a sum stands between the bars.

    >>> from qedtex.language import absolute, real
    >>> from qedtex.rules.examples import shows
    >>> a, b = real("a"), real("b")
    >>> shows(absolute_of_sum, absolute(a - b), absolute(a) + absolute(b))
    'accepted: |a - b| <= |a| + |b|'
    >>> shows(absolute_of_sum, absolute(a + b), absolute(a) - absolute(b))[:23]
    'absolute_of_sum refuses'

    Source: Rudin (1976), theorem 1.33 (e).
    """
    match before:
        case Abs(Add(parts)):
            yield Add(tuple(Abs(part.of if isinstance(part, Neg) else part) for part in parts)), (Relation.LESS_EQUAL,)
        case Abs(SumOver(domain, variable, body)):
            yield SumOver(domain, variable, Abs(body)), (Relation.LESS_EQUAL,)
        case _:
            return


@rule("root of a square", "平方的平方根", "arithmetic.power", "arithmetic.order")
def root_of_square(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The square root of a square is the absolute value.

        ---------------
        sqrt(a^2) = |a|

    Fails unless the square of one term stands under the root.

    >>> from qedtex.language import absolute, real, sqrt
    >>> from qedtex.rules.examples import shows
    >>> t = real("t")
    >>> shows(root_of_square, sqrt(t**2), absolute(t))
    'accepted'
    >>> shows(root_of_square, sqrt(t**2), t)
    'root_of_square refuses: it turns √(t^2) into |t|, not into t'

    Source: Rudin (1976), theorems 1.21 and 1.33.
    """
    match before:
        case Sqrt(Pow(base, Num(value, _))) if value == 2:
            yield Abs(base), ()
        case _:
            return


@rule("logarithm of an even power", "偶次幂的对数", "log.power", "arithmetic.order")
def log_even_power(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm of an even power is the exponent times the logarithm of the absolute value.

        a != 0, k is an even number
        ---------------------------
          log(a^k) = k log |a|

    Fails unless the base is known not to be 0 and the exponent is an even number.

    >>> from qedtex.language import absolute, log, real
    >>> from qedtex.rules.examples import shows
    >>> t = real("t")
    >>> shows(log_even_power, log((t**2 + 1)**2), 2 * log(absolute(t**2 + 1)))
    'accepted'
    >>> shows(log_even_power, log(t**2), 2 * log(absolute(t)))
    'log_even_power needs t != 0, and nothing known says so'
    >>> shows(log_even_power, log((t**2 + 1)**3), 3 * log(absolute(t**2 + 1)))[:22]
    'log_even_power refuses'

    Source: Rudin (1976), section 8.6, (38), and theorem 1.33.
    """
    match before:
        case Log(Pow(base, Num(value, _) as exponent)) if value.denominator == 1 and value % 2 == 0 and value > 0:
            yield Mul((exponent, Log(Abs(base), before.base, before.written))), (nonzero(base, scope),)
        case _:
            return

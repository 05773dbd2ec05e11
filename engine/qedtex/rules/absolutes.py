"""Rules of the absolute value: bounds, that of a product and of a sum, and what roots and logarithms make of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qedtex.arithmetic import Arithmetic, is_real
from qedtex.binding import alpha_equal, free
from qedtex.conditions import nonzero
from qedtex.context import Relation, Scope
from qedtex.inference import Arguments, Basis, Outcome, Refused, judged, rule
from qedtex.rules.premises import premises
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


@judged("by the sign of what stands between the bars", "按绝对值内的符号分情况", "arithmetic.order")
def absolute_cases(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """What holds with t in the place of |t| if t >= 0, and with -t in its place if t <= 0, holds with |t|.

        t >= 0 |- L(t) <= R(t),   t <= 0 |- L(-t) <= R(-t)
        --------------------------------------------------
                       L(|t|) <= R(|t|)

    The arguments are t and the two theorems, of one relation. Fails unless their other hypotheses are known here; where
    a symbol of t is bound, |t| stays as it is.

    >>> from qedtex.context import Context
    >>> from qedtex.granted import known
    >>> from qedtex.language import absolute, real
    >>> from qedtex.rules import arithmetic, compare
    >>> from qedtex.rules.examples import named, shows
    >>> t = real("t")
    >>> above, below = known("above", t, 0, relation=">="), known("below", t, 0, relation="<=")
    >>> one, other = named(t, "<=", 3 * t, compare, given=[above]), named(-t, "<=", 3 * -t, compare, given=[below])
    >>> shows(absolute_cases(t, one, other), absolute(t), 3 * absolute(t))
    'accepted: |t| <= 3 |t|'
    >>> shows(absolute_cases(t, one, one), absolute(t), 3 * absolute(t))[:32]
    'absolute_cases refuses: lemma st'
    >>> shows(absolute_cases(t, one, other), absolute(t), 2 * absolute(t))[:30]
    'absolute_cases refuses: lemma '

    Source: Rudin (1976), definition 1.5 (i).
    """
    sizes = [argument for argument in arguments if isinstance(argument, Term)]
    theorems = premises(arguments)
    if len(sizes) != 1 or len(theorems) != 2:
        raise Refused("it needs what stands between the bars, and two theorems")
    (size,) = sizes
    found: list[Relation] = []
    bases: list[Basis] = []
    for theorem, value, side in zip(
        theorems, (size, Neg(size)), (Relation.GREATER_EQUAL, Relation.LESS_EQUAL), strict=True
    ):
        claim = theorem.theorem.claim
        for known in claim.context.hypotheses:
            if known in scope.context.hypotheses:
                bases.append(known)
            elif known.variables or (known.left, known.relation, known.right) != (size, side, Num(Fraction(0))):
                raise Refused(f"{theorem.name} stands on the hypothesis {known.name!r}, which is not known here")
        if (free(claim.left) | free(claim.right) | free(size)) & scope.bound:
            raise Refused(f"{theorem.name} speaks of a symbol that is bound here")
        sides = (with_size(before, size, value), with_size(after, size, value))
        if not (alpha_equal(sides[0], claim.left) and alpha_equal(sides[1], claim.right)):
            raise Refused(f"{theorem.name} is not about {sides[0]} and {sides[1]}")
        found.append(claim.relation)
    if found[0] is not found[1] or found[0] not in _COMPARED:
        raise Refused("the two theorems show different relations")
    return (*((found[0],) if found[0] is not Relation.EQUAL else ()), *dict.fromkeys(bases))


_COMPARED = (Relation.EQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)


def with_size(whole: Term, size: Term, value: Term) -> Term:
    """A term with a value in the place of |t| and of |-t|, where no symbol of t is bound."""
    if isinstance(whole, Abs) and _same_size(whole.of, size):
        return value
    if whole.bound and free(size) & set(whole.variables):
        return whole
    return whole.with_children(tuple(with_size(child, size, value) for child in whole.children))

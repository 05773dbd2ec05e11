"""Rules of arithmetic: the ring and field laws, multiplying out, powers of products."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qedtex.arithmetic import Arithmetic, is_real
from qedtex.conditions import nonnegative
from qedtex.context import Scope
from qedtex.inference import Arguments, Basis, Outcome, Refused, judged, rule
from qedtex.terms import Abs, Add, Div, Mul, Neg, Num, Pow, Sqrt, Term


@judged("arithmetic", "算术", "arithmetic.field")
def arithmetic(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """Two terms that the ring and field laws make equal are equal.

        a, b over one field of fractions, a - b = 0
        -------------------------------------------
                          a = b

    Fails unless the polynomials of both, with every divisor multiplied out, agree; that the divisors are not zero is
    a condition of the terms themselves.

    >>> from qedtex.language import real
    >>> from qedtex.rules.examples import shows
    >>> x, y = real("x"), real("y")
    >>> shows(arithmetic, (x + y) * (x - y), x**2 - y**2)
    'accepted'
    >>> shows(arithmetic, (x + y) ** 2, x**2 + y**2)
    'arithmetic refuses: (x + y)^2 and x^2 + y^2 are not equal by arithmetic'

    Source: Rudin (1976), definition 1.12.
    """
    if not Arithmetic().equal(before, after):
        raise Refused(f"{before} and {after} are not equal by arithmetic")
    return ()


@judged("multiply out", "展开", "arithmetic.field")
def distribute(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """A product, a quotient or a negative of a sum is multiplied out; read backwards, a common factor is taken out.

        c (a + b)          -(a + b)        (a + b) / c
        ---------          --------        -----------
        c a + c b           -a - b         a/c + b/c

    Fails unless one of the two terms holds a product, quotient or negative of a sum, and arithmetic makes them equal.

    >>> from qedtex.language import real
    >>> from qedtex.rules.examples import shows
    >>> a, b, c = real("a"), real("b"), real("c")
    >>> shows(distribute, c * (a + b), c * a + c * b)
    'accepted'
    >>> shows(distribute, c * (a + b), c * a + b)
    'distribute refuses: c (a + b) and c a + b are not equal by arithmetic'
    >>> shows(distribute, a * b, b * a)
    'distribute refuses: there is no sum to multiply out in a b'

    Source: Rudin (1976), definition 1.12 (D).
    """
    if not Arithmetic().equal(before, after):
        raise Refused(f"{before} and {after} are not equal by arithmetic")
    if not (multiplies_a_sum(before) or multiplies_a_sum(after)):
        raise Refused(f"there is no sum to multiply out in {before}")
    return ()


def multiplies_a_sum(term: Term) -> bool:
    """Whether a product, quotient, negative or power of a sum occurs, not counting what stands inside atoms."""
    match term:
        case Neg(Add()) | Div(Add(), _) | Pow(Add(), Num()):
            return True
        case Mul(factors) if any(isinstance(factor, Add) for factor in factors):
            return True
        case Add() | Mul() | Neg() | Div():
            return any(map(multiplies_a_sum, term.children))
        case _:
            return False


@rule("power of a product", "乘积的幂", "arithmetic.power")
def power_of_product(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A root or power of a product, quotient or power is the product, quotient or power of the roots or powers.

        a >= 0, b >= 0               a >= 0, b > 0               a >= 0
        ----------------------      ----------------------      -----------------
        (a b)^r = a^r b^r           (a/b)^r = a^r / b^r         sqrt(a^2) = a

    Fails unless every factor is known to be non-negative.

    >>> from qedtex.language import positive, pi, real, sqrt
    >>> from qedtex.rules.examples import shows
    >>> s, t = positive("sigma"), real("t")
    >>> shows(power_of_product, sqrt(pi * s), sqrt(pi) * sqrt(s))
    'accepted'
    >>> shows(power_of_product, sqrt(t * s), sqrt(t) * sqrt(s))
    'power_of_product needs t >= 0, and nothing known says so'

    Source: Rudin (1976), exercise 1.6.
    """
    match before:
        case Sqrt(Pow(base, Num(value, _))) if value == 2:
            yield base, (nonnegative(base, scope),)
        case Sqrt(inner):
            yield from _spread(inner, Sqrt, scope)
        case Pow(inner, exponent):
            yield from _spread(inner, lambda part: Pow(part, exponent), scope)
        case _:
            return


def _spread(inner: Term, raised: Callable[[Term], Term], scope: Scope) -> Iterator[Outcome]:
    match inner:
        case Mul(factors):
            yield Mul(tuple(map(raised, factors))), tuple(nonnegative(factor, scope) for factor in factors)
        case Div(over, by):
            yield Div(raised(over), raised(by)), (nonnegative(over, scope), nonnegative(by, scope))
        case _:
            return


@rule("the square of an absolute value", "绝对值的平方", "arithmetic.order")
def square_of_absolute(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The square of an absolute value is the square; an absolute value of what is not negative is that itself.

                              a >= 0
        ---------            -------
        |a|^2 = a^2          |a| = a

    Fails unless the power is 2, or a is known to be non-negative.

    >>> from qedtex.language import absolute, positive, real
    >>> from qedtex.rules.examples import shows
    >>> shows(square_of_absolute, absolute(positive("b")), positive("b"))
    'accepted'
    >>> shows(square_of_absolute, absolute(real("t")), real("t"))
    'square_of_absolute needs t >= 0, and nothing known says so'

    Source: Rudin (1976), theorem 1.33.
    """
    match before:
        case Pow(Abs(of), Num(value, digits)) if value == 2:
            yield Pow(of, Num(value, digits)), ()
        case Abs(of) if is_real(of):
            yield of, (nonnegative(of, scope),)
        case _:
            return

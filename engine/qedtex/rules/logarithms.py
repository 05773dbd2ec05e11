"""Rules of logarithms and exponentials: each argument is positive, or the rule refuses."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.conditions import positive
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, rule
from qedtex.terms import Add, Const, Div, Exp, Log, Mul, Neg, Num, Pow, ProductOver, Sqrt, SumOver, Term, term


@rule("logarithm of a product", "乘积的对数", "log.product")
def log_product(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm of a product is the sum of the logarithms.

          a > 0, b > 0
        ------------------------
        log(a b) = log a + log b

    Fails unless every factor is positive.

    >>> from qedtex.language import log, positive, real
    >>> from qedtex.rules.examples import shows
    >>> a, b, t = positive("a"), positive("b"), real("t")
    >>> shows(log_product, log(a * b), log(a) + log(b))
    'accepted'
    >>> shows(log_product, log(t * t), log(t) + log(t))
    'log_product needs t > 0, and nothing known says so'

    Source: Rudin (1976), section 8.6, (37).
    """
    if isinstance(before, Log) and isinstance(before.of, Mul):
        parts = before.of.factors
        yield Add(tuple(_log(part, before) for part in parts)), tuple(positive(part, scope) for part in parts)


@rule("logarithm of a quotient", "商的对数", "log.product")
def log_quotient(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm of a quotient is the difference of the logarithms.

          a > 0, b > 0
        ------------------------
        log(a/b) = log a - log b

    Fails unless dividend and divisor are positive.

    >>> from qedtex.language import log, positive, real
    >>> from qedtex.rules.examples import shows
    >>> a, b, t = positive("a"), positive("b"), real("t")
    >>> shows(log_quotient, log(a / b), log(a) - log(b))
    'accepted'
    >>> shows(log_quotient, log(a / b), log(b) - log(a))
    'log_quotient refuses: it turns log(a / b) into log a - log b, not into log b - log a'
    >>> shows(log_quotient, log(t / t), log(t) - log(t))
    'log_quotient needs t > 0, and nothing known says so'

    Source: Rudin (1976), section 8.6, (37).
    """
    if isinstance(before, Log) and isinstance(before.of, Div):
        over, by = before.of.over, before.of.by
        bases = (positive(over, scope), positive(by, scope))
        yield Add((_log(over, before), Neg(_log(by, before)))), bases


@rule("logarithm of a power", "幂的对数", "log.power")
def log_power(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm of a power is the exponent times the logarithm.

               a > 0
        ------------------
        log(a^r) = r log a

    Fails unless the base is positive: log(t^2) is not 2 log t for t < 0.

    >>> from qedtex.language import log, positive, real
    >>> from qedtex.rules.examples import shows
    >>> a, t = positive("a"), real("t")
    >>> shows(log_power, log(a**2), 2 * log(a))
    'accepted'
    >>> shows(log_power, log(t**2 + 0), 2 * log(t))
    'log_power refuses: it does not apply to log(t^2 + 0)'
    >>> shows(log_power, log(t**2), 2 * log(t))
    'log_power needs t > 0, and nothing known says so'

    Source: Rudin (1976), section 8.6, (38).
    """
    if not isinstance(before, Log):
        return
    match before.of:
        case Pow(base, exponent):
            yield Mul((exponent, _log(base, before))), (positive(base, scope),)
        case Sqrt(of):
            yield Div(_log(of, before), term(2)), (positive(of, scope),)
        case _:
            return


@rule("logarithm of an exponential", "指数的对数", "log.inverse")
def log_exp(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm undoes the exponential to its own base.

        ---------------        ------------------
        log(exp x) = x         log_b(b^x) = x

    Fails unless the base of the power is that of the logarithm.

    >>> from qedtex.language import exp, log, real
    >>> from qedtex.rules.examples import shows
    >>> shows(log_exp, log(exp(real("x"))), real("x"))
    'accepted'
    >>> shows(log_exp, log(exp(real("x")), 2), real("x"))
    'log_exp refuses: it does not apply to log₂(exp(x))'

    Source: Rudin (1976), section 8.6, (34).
    """
    match before:
        case Log(Exp(of), None, _) | Log(Pow(Const("e"), of), None, _):
            yield of, ()
        case Log(Pow(root, of), base, _) if base is not None and root == base:
            yield of, ()
        case Log(Const("e"), None, _):
            yield term(1), ()
        case Log(of, base, _) if of == base:
            yield term(1), ()
        case _:
            return


@rule("exponential of a logarithm", "对数的指数", "log.inverse")
def exp_log(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The exponential undoes the natural logarithm.

              a > 0
        ---------------
        exp(log a) = a

    Fails unless the logarithm is natural and its argument positive.

    >>> from qedtex.language import exp, log, positive
    >>> from qedtex.rules.examples import shows
    >>> shows(exp_log, exp(log(positive("a"))), positive("a"))
    'accepted'
    >>> shows(exp_log, exp(log(positive("a"), 2)), positive("a"))
    'exp_log refuses: it does not apply to exp(log₂ a)'

    Source: Rudin (1976), section 8.6, (35).
    """
    match before:
        case Exp(Log(of, None, _)) | Pow(Const("e"), Log(of, None, _)):
            yield of, (positive(of, scope),)
        case _:
            return


@rule("logarithm of 1", "1 的对数", "log.product")
def log_one(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm of 1 is 0 to every base.

        ---------
        log 1 = 0

    Fails unless the argument is the number 1.

    >>> from qedtex.language import log, term
    >>> from qedtex.rules.examples import shows
    >>> shows(log_one, log(1), term(0))
    'accepted'
    >>> shows(log_one, log(2), term(0))
    'log_one refuses: it does not apply to log 2'

    Source: Rudin (1976), section 8.6.
    """
    if isinstance(before, Log) and isinstance(before.of, Num) and before.of.value == 1:
        yield term(0), ()


@rule("logarithm of a product of many", "连乘的对数", "log.product", "sum.finite")
def log_of_product(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm of a product over an index is the sum of the logarithms over it.

             a_i > 0 for every i
        -----------------------------
        log prod_i a_i = sum_i log a_i

    Fails unless every factor is positive.

    >>> from qedtex.language import index, log, positive_integer, Product, real, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, n, t = index("i"), positive_integer("n"), real("t")
    >>> shows(log_of_product, log(Product(i, (i, 1, n))), Sum(log(i), (i, 1, n)))
    'accepted'
    >>> shows(log_of_product, log(Product(t, (i, 1, n))), Sum(log(t), (i, 1, n)))
    'log_of_product needs t > 0 for i in 1..n, and nothing known says so'

    Source: Rudin (1976), section 8.6, (37), by induction.
    """
    if isinstance(before, Log) and isinstance(before.of, ProductOver):
        product = before.of
        condition = positive(product.body, scope.enter(product))
        yield SumOver(product.domain, product.variable, _log(product.body, before)), (condition,)


@rule("change of base", "换底", "definition.logarithm_base")
def base_change(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A logarithm to a base is the quotient of natural logarithms.

        a > 0, b > 0, b != 1
        -----------------------
        log_b a = log a / log b

    Fails unless the logarithm carries a base.

    >>> from qedtex.language import log, positive
    >>> from qedtex.rules.examples import shows
    >>> shows(base_change, log(positive("a"), 2), log(positive("a")) / log(2))
    'accepted'
    >>> shows(base_change, log(positive("a"), 2), log(positive("a")) * log(2))
    'base_change refuses: it turns log₂ a into (log a) / (log 2), not into (log a) log 2'

    Source: Rudin (1976), exercise 1.7.
    """
    if isinstance(before, Log) and before.base is not None:
        yield Div(Log(before.of), Log(before.base)), ()


@rule("exponential of a sum", "和的指数", "exp.sum")
def exp_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The exponential of a sum is the product of the exponentials.

        --------------------------
        exp(x + y) = exp(x) exp(y)

    Fails unless the argument is a sum.

    >>> from qedtex.language import exp, real
    >>> from qedtex.rules.examples import shows
    >>> x, y = real("x"), real("y")
    >>> shows(exp_sum, exp(x + y), exp(x) * exp(y))
    'accepted'
    >>> shows(exp_sum, exp(x * y), exp(x) * exp(y))
    'exp_sum refuses: it does not apply to exp(x y)'

    Source: Rudin (1976), section 8.6, (26).
    """
    match before:
        case Exp(Add(terms)):
            yield Mul(tuple(map(Exp, terms))), ()
        case Pow(Const("e") as base, Add(terms)):
            yield Mul(tuple(Pow(base, part) for part in terms)), ()
        case _:
            return


@rule("exponential of a negative", "负数的指数", "exp.sum")
def exp_negative(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The exponential of a negative is the reciprocal.

        --------------------
        exp(-x) = 1 / exp(x)

    Fails unless the argument is a negative; the exponential of 0 is 1.

    >>> from qedtex.language import exp, real
    >>> from qedtex.rules.examples import shows
    >>> x = real("x")
    >>> shows(exp_negative, exp(-x), 1 / exp(x))
    'accepted'
    >>> shows(exp_negative, exp(x), 1 / exp(x))
    'exp_negative refuses: it does not apply to exp(x)'

    Source: Rudin (1976), section 8.6, (27).
    """
    match before:
        case Exp(Neg(of)):
            yield Div(term(1), Exp(of)), ()
        case Pow(Const("e") as base, Neg(of)):
            yield Div(term(1), Pow(base, of)), ()
        case Exp(Num(value, _)) if value == 0:
            yield term(1), ()
        case _:
            return


@rule("exponential of a multiple", "倍数的指数", "exp.sum")
def exp_multiple(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The exponential of a multiple is a power of the exponential.

        ----------------------  (k an integer)
        exp(k x) = exp(x)^k

    Fails unless the argument is a product of a whole number and something else.

    >>> from qedtex.language import exp, real
    >>> from qedtex.rules.examples import shows
    >>> x = real("x")
    >>> shows(exp_multiple, exp(2 * x), exp(x) ** 2)
    'accepted'
    >>> shows(exp_multiple, exp(x * x), exp(x) ** 2)
    'exp_multiple refuses: it does not apply to exp(x x)'

    Source: Rudin (1976), section 8.6, (26), by induction.
    """
    match before:
        case Exp(Mul((Num(value, _) as number, *rest))) | Pow(Const("e"), Mul((Num(value, _) as number, *rest))):
            if value.denominator == 1 and rest:
                of = rest[0] if len(rest) == 1 else Mul(tuple(rest))
                yield Pow(Exp(of) if isinstance(before, Exp) else Pow(Const("e"), of), number), ()
        case _:
            return


@rule("exponential of a sum of many", "求和的指数", "exp.sum", "sum.finite")
def exp_of_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The exponential of a sum over an index is the product of the exponentials over it.

        -------------------------------
        exp sum_i a_i = prod_i exp(a_i)

    Fails unless the argument is a sum over an index.

    >>> from qedtex.language import exp, index, positive_integer, Product, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, n = index("i"), positive_integer("n")
    >>> shows(exp_of_sum, exp(Sum(i, (i, 1, n))), Product(exp(i), (i, 1, n)))
    'accepted'
    >>> shows(exp_of_sum, exp(Sum(i, (i, 1, n))), Sum(exp(i), (i, 1, n)))[:21]
    'exp_of_sum refuses: i'

    Source: Rudin (1976), section 8.6, (26), by induction.
    """
    if isinstance(before, Exp) and isinstance(before.of, SumOver):
        inner = before.of
        yield ProductOver(inner.domain, inner.variable, Exp(inner.body)), ()


def _log(of: Term, like: Log) -> Log:
    return Log(of, like.base, like.written)

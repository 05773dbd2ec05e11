"""Rules of finite sums and products over an index: split, take out, rename, shift, exchange, write out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import add, mul

from qedtex.binding import free, rename_bound, substitute
from qedtex.conditions import integral, nonnegative
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, Refused, rule
from qedtex.terms import Add, Div, Mul, Neg, Num, Pow, ProductOver, Range, SumOver, Symbol, Term, term

_MOST_WRITTEN_OUT = 64


@rule("split the sum", "拆分求和", "sum.finite")
def split_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A sum of sums is the sum of the sums, sign by sign.

        ---------------------------------------------
        sum_i (a_i + b_i) = sum_i a_i + sum_i b_i

    Fails unless the body is a sum or a negative.

    >>> from qedtex.language import index, positive_integer, real, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, n, c = index("i"), positive_integer("n"), real("c")
    >>> whole = Sum(i - c, (i, 1, n))
    >>> shows(split_sum, whole, Sum(i, (i, 1, n)) - Sum(c, (i, 1, n)))
    'accepted'
    >>> shows(split_sum, whole, Sum(i, (i, 1, n)) - c)[:32]
    'split_sum refuses: it turns ∑_{i'

    Source: Graham, Knuth & Patashnik (1994), (2.16).
    """
    if not isinstance(before, SumOver):
        return
    match before.body:
        case Add(terms):
            yield Add(tuple(_signed(before, part) for part in terms)), ()
        case Neg(of):
            yield Neg(SumOver(before.domain, before.variable, of)), ()
        case _:
            return


def _signed(over: SumOver, part: Term) -> Term:
    if isinstance(part, Neg):
        return Neg(SumOver(over.domain, over.variable, part.of))
    return SumOver(over.domain, over.variable, part)


@rule("take out what does not depend on the index", "提出与下标无关的因子", "sum.finite", "arithmetic.field")
def take_out(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Factors and divisors that do not depend on the index are taken out of a sum.

             i is not free in c
        ---------------------------
        sum_i c a_i = c sum_i a_i

    Fails unless some factor or divisor is free of the index and something is left.

    >>> from qedtex.language import index, positive_integer, real, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, n, c = index("i"), positive_integer("n"), real("c")
    >>> shows(take_out, Sum(c * i, (i, 1, n)), c * Sum(i, (i, 1, n)))
    'accepted'
    >>> shows(take_out, Sum(i * (i + 1), (i, 1, n)), i * Sum(i + 1, (i, 1, n)))
    'take_out: i would be bound twice'

    Source: Graham, Knuth & Patashnik (1994), (2.15).
    """
    if not isinstance(before, SumOver):
        return
    index = before.variable

    def depends(part: Term) -> bool:
        return index in free(part)

    match before.body:
        case Neg(of) if depends(of):
            yield Neg(SumOver(before.domain, index, of)), ()
        case Mul(factors):
            out = [factor for factor in factors if not depends(factor)]
            kept = [factor for factor in factors if depends(factor)]
            if out and kept:
                yield Mul((*out, SumOver(before.domain, index, _product(kept)))), ()
        case Div(over, by) if not depends(by) and depends(over):
            yield Div(SumOver(before.domain, index, over), by), ()
        case Div(over, by) if depends(by) and not depends(over) and over != term(1):
            yield Mul((over, SumOver(before.domain, index, Div(term(1), by)))), ()
        case Div(Mul(factors), by):
            out = [factor for factor in factors if not depends(factor)]
            kept = [factor for factor in factors if depends(factor)]
            if out and kept:
                yield Mul((*out, SumOver(before.domain, index, Div(_product(kept), by)))), ()
        case _:
            return


def _product(factors: list[Term]) -> Term:
    return Mul(tuple(factors)) if len(factors) > 1 else factors[0]


@rule("a sum of equal terms", "相同项求和", "sum.finite")
def constant_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A sum of terms that do not depend on the index is their number times one of them; a product is a power.

        b >= a - 1, i is not free in c           b >= a - 1, i is not free in c
        -------------------------------          -------------------------------
        sum_{i=a}^b c = (b - a + 1) c            prod_{i=a}^b c = c^(b - a + 1)

    Fails unless the range is one of integers that is known not to be shorter than empty; a sum of zeros is 0 over
    whatever range.

    >>> from qedtex.language import index, integer, positive_integer, real, Sum, term
    >>> from qedtex.rules.examples import shows
    >>> i, n, c, k = index("i"), positive_integer("n"), real("c"), integer("k")
    >>> shows(constant_sum, Sum(c, (i, 1, n)), n * c)
    'accepted'
    >>> shows(constant_sum, Sum(c, (i, 1, k)), k * c)
    'constant_sum needs k - 1 + 1 >= 0, and nothing known says so'
    >>> shows(constant_sum, Sum(0, (i, 1, k)), real("t") * 0)[:20], shows(constant_sum, Sum(0, (i, 1, k)), term(0))
    ('constant_sum refuses', 'accepted')

    Source: Graham, Knuth & Patashnik (1994), section 2.3.
    """
    if isinstance(before, SumOver) and before.body == term(0):
        yield term(0), ()
        return
    if not isinstance(before, (SumOver, ProductOver)) or not isinstance(before.domain, Range):
        return
    if before.variable in free(before.body):
        return
    lower, upper = before.domain.lower, before.domain.upper
    number = upper if lower == term(1) else upper - lower + 1
    bases = (nonnegative(upper - lower + 1, scope),)
    if isinstance(before, SumOver):
        yield Mul((number, before.body)), bases
    elif isinstance(number, (Num, Symbol)):
        yield Pow(before.body, number), bases


@rule("rename the index", "更换求和下标", "sum.finite")
def rename_index(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A bound index may have another name.

             j is not free in a_i
        ---------------------------
        sum_i a_i = sum_j a_j

    Fails unless the new name is that of a symbol of the same sort that does not occur. Names of bound symbols never
    matter to the kernel; the rule is there to be named as a reason.

    >>> from qedtex.language import index, positive_integer, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, j, n = index("i"), index("j"), positive_integer("n")
    >>> shows(rename_index(j), Sum(i, (i, 1, n)), Sum(j, (j, 1, n)))
    'accepted'
    >>> shows(rename_index(n), Sum(i * n, (i, 1, n)), Sum(n * n, (n, 1, n)))
    'rename_index: n would be bound twice'

    Source: Graham, Knuth & Patashnik (1994), section 2.1.
    """
    if not before.bound:
        return
    (old,) = before.variables
    for new in arguments or (old,):
        if isinstance(new, Symbol) and (new == old or (new.sort == old.sort and new not in free(before))):
            yield rename_bound(before, old, new), ()


@rule("shift the index", "平移下标", "sum.finite")
def shift_index(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The range of an index may be shifted by an integer when the body is shifted against it.

                     k is an integer
        ------------------------------------------
        sum_{i=a}^b f(i) = sum_{i=a+k}^{b+k} f(i - k)

    Fails unless the shift is an integer free of the index. Without an argument a range of numbers is made to begin
    at 1.

    >>> from qedtex.language import index, positive_integer, real, Sum, term
    >>> from qedtex.rules.examples import shows
    >>> i, n, t = index("i"), positive_integer("n"), real("t")
    >>> shows(shift_index(term(1)), Sum(t**i, (i, 0, n)), Sum(t ** (i - 1), (i, 0 + term(1), n + 1)))
    'accepted'
    >>> shows(shift_index(term(1)), Sum(t**i, (i, 0, n)), Sum(t**i, (i, 0 + term(1), n + 1)))[:36]
    'shift_index refuses: it turns ∑_{i=0'

    Source: Graham, Knuth & Patashnik (1994), section 2.4.
    """
    if not isinstance(before, (SumOver, ProductOver)) or not isinstance(before.domain, Range):
        return
    lower, upper = before.domain.lower, before.domain.upper
    if arguments:
        for shift in arguments:
            if not isinstance(shift, Term) or before.variable in free(shift):
                raise Refused("the shift is not a term free of the index")
            if free(shift) & scope.bound:
                continue
            moved = Range(lower + shift, upper + shift)
            body = substitute(before.body, {before.variable: before.variable - shift})
            yield type(before)(moved, before.variable, body), (integral(shift, scope),)
    elif isinstance(lower, Num) and lower.value != 1:
        shift = term(lower.value - 1)
        body = substitute(before.body, {before.variable: before.variable + shift})
        yield type(before)(Range(term(1), upper - shift), before.variable, body), (integral(shift, scope),)


@rule("exchange the sums", "交换求和次序", "sum.finite")
def exchange_sums(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Two finite sums, or two finite products, may change places.

        i is not free in the range of j
        ---------------------------------------
        sum_i sum_j a_ij = sum_j sum_i a_ij

    Fails unless the inner range is free of the outer index.

    >>> from qedtex.language import index, positive_integer, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, j, m, n = index("i"), index("j"), positive_integer("m"), positive_integer("n")
    >>> shows(exchange_sums, Sum(Sum(i * j, (j, 1, m)), (i, 1, n)), Sum(Sum(i * j, (i, 1, n)), (j, 1, m)))
    'accepted'
    >>> shows(exchange_sums, Sum(Sum(i * j, (j, 1, i)), (i, 1, n)), Sum(Sum(i * j, (i, 1, n)), (j, 1, i)))
    'exchange_sums: i would be bound twice'

    Source: Graham, Knuth & Patashnik (1994), (2.27).
    """
    if not isinstance(before, (SumOver, ProductOver)) or type(before.body) is not type(before):
        return
    inner = before.body
    if isinstance(inner, (SumOver, ProductOver)) and before.variable not in free(inner.domain):
        outside = type(before)(before.domain, before.variable, inner.body)
        yield type(before)(inner.domain, inner.variable, outside), ()


@rule("write out the sum", "写出各项", "sum.finite")
def expand_sum(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A sum over a range of numbers is written out.

        ---------------------------------
        sum_{i=1}^2 a_i = a_1 + a_2

    Fails unless both ends are numbers and at most 64 terms result.

    >>> from qedtex.language import index, real, Sum
    >>> from qedtex.rules.examples import shows
    >>> i, t = index("i"), real("t")
    >>> shows(expand_sum, Sum(t**i, (i, 1, 2)), t**1 + t**2)
    'accepted'
    >>> shows(expand_sum, Sum(t**i, (i, 1, 2)), t**1 + t**3)
    'expand_sum refuses: it turns ∑_{i=1}^{2} t^i into t^1 + t^2, not into t^1 + t^3'

    Source: Graham, Knuth & Patashnik (1994), section 2.1.
    """
    if isinstance(before, SumOver):
        members = _members(before)
        if members is not None:
            yield (reduce(add, members) if members else term(0)), ()


@rule("write out the product", "写出各因子", "sum.finite")
def expand_product(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A product over a range of numbers is written out.

        ---------------------------------
        prod_{i=1}^2 a_i = a_1 a_2

    Fails unless both ends are numbers and at most 64 factors result.

    >>> from qedtex.language import index, real, Product
    >>> from qedtex.rules.examples import shows
    >>> i, t = index("i"), real("t")
    >>> shows(expand_product, Product(t + i, (i, 1, 2)), (t + 1) * (t + 2))
    'accepted'
    >>> shows(expand_product, Product(t + i, (i, 1, 2)), (t + 1) + (t + 2))[:22]
    'expand_product refuses'

    Source: Graham, Knuth & Patashnik (1994), section 2.1.
    """
    if isinstance(before, ProductOver):
        members = _members(before)
        if members is not None:
            yield (reduce(mul, members) if members else term(1)), ()


def _members(over: SumOver | ProductOver) -> list[Term] | None:
    """The body at each index, or `None` where the ends are not numbers or there are too many."""
    domain = over.domain
    if not isinstance(domain, Range):
        return None
    ends = [_number(end) for end in (domain.lower, domain.upper)]
    if ends[0] is None or ends[1] is None or ends[1] - ends[0] >= _MOST_WRITTEN_OUT:
        return None
    return [substitute(over.body, {over.variable: term(k)}) for k in range(ends[0], ends[1] + 1)]


def _number(end: Term) -> int | None:
    if isinstance(end, Neg):
        inner = _number(end.of)
        return None if inner is None else -inner
    return int(end.value) if isinstance(end, Num) and end.value.denominator == 1 else None


@rule("split the product", "拆分连乘", "sum.finite")
def split_product(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A product of products is the product of the products; quotients likewise.

        ------------------------------------------------
        prod_i (a_i b_i) = (prod_i a_i) (prod_i b_i)

    Fails unless the body is a product or a quotient.

    >>> from qedtex.language import index, positive_integer, real, Product
    >>> from qedtex.rules.examples import shows
    >>> i, n, t = index("i"), positive_integer("n"), real("t")
    >>> shows(split_product, Product(i * t, (i, 1, n)), Product(i, (i, 1, n)) * Product(t, (i, 1, n)))
    'accepted'
    >>> shows(split_product, Product(i + t, (i, 1, n)), Product(i, (i, 1, n)) + Product(t, (i, 1, n)))
    'split_product refuses: it does not apply to ∏_{i=1}^{n} (i + t)'

    Source: Graham, Knuth & Patashnik (1994), exercise 2.9.
    """
    if not isinstance(before, ProductOver):
        return

    def over(part: Term) -> Term:
        return ProductOver(before.domain, before.variable, part)

    match before.body:
        case Mul(factors):
            yield Mul(tuple(map(over, factors))), ()
        case Div(dividend, by):
            yield Div(over(dividend), over(by)), ()
        case _:
            return

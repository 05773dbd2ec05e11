"""Rules of derivatives: linear, of products and quotients, of compositions, of the variable itself.

That the derivatives exist is a condition of the terms (`qedtex.smoothness`), so the rules only say what they are. Each
results in derivatives taken at the same point as the one that they replace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from operator import add

from qedtex.arithmetic import Arithmetic, as_number
from qedtex.axioms import AXIOMS, Axiom
from qedtex.binding import free, substitute
from qedtex.conditions import Condition, nonzero, positive
from qedtex.context import Scope
from qedtex.errors import QedtexError
from qedtex.inference import Arguments, Outcome, rule
from qedtex.sorts import REAL
from qedtex.terms import (
    Abs,
    Add,
    Apply,
    Const,
    Derivative,
    Distribution,
    Div,
    Exp,
    Expectation,
    Index,
    Kronecker,
    Log,
    Mul,
    Neg,
    Pow,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    term,
)


def _of(whole: Derivative, part: Term) -> Term:
    """The derivative of a part, at the same point with respect to the same symbol."""
    return Derivative(whole.at, whole.index, whole.variable, part)


def _there(whole: Derivative, part: Term) -> Term:
    """A part at the point where the derivative is taken."""
    return substitute(part, {whole.variable: whole.at})


@rule("linearity of the derivative", "求导的线性性", "derivative.algebra")
def derivative_linear(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The derivative of a sum is the sum of the derivatives, constants come out, and that of a constant is 0.

        ----------------        ------------       -------        -------------------------
        (f + g)' = f' + g'      (c f)' = c f'       c' = 0        (sum_i f_i)' = sum_i f_i'

    Fails unless the body is a sum, a negative, a finite sum or an expectation, has a factor or divisor free of the
    variable, or is free of it.

    >>> from qedtex.language import diff, log, positive as scale, real
    >>> from qedtex.rules.examples import shows
    >>> x, c = scale("x"), real("c")
    >>> shows(derivative_linear, diff(c * log(x), x), c * diff(log(x), x))
    'accepted'
    >>> shows(derivative_linear, diff(x * log(x), x), x * diff(log(x), x))[:38]
    'derivative_linear refuses: it does not'

    Source: Rudin (1976), theorem 5.3.
    """
    if not isinstance(before, Derivative):
        return
    variable, body = before.variable, before.body

    def depends(part: Term) -> bool:
        return variable in free(part)

    if not depends(body):
        yield term(0), ()
        return
    match body:
        case Add(terms):
            yield reduce(add, (_signed(before, part) for part in terms)), ()
            kept = [part for part in terms if depends(part)]
            if len(kept) < len(terms):
                yield reduce(add, (_signed(before, part) for part in kept)), ()
        case Neg(of):
            yield Neg(_of(before, of)), ()
        case Mul(factors) if not all(map(depends, factors)):
            out = tuple(factor for factor in factors if not depends(factor))
            kept = [factor for factor in factors if depends(factor)]
            yield Mul((*out, _of(before, Mul(tuple(kept)) if len(kept) > 1 else kept[0]))), ()
        case Div(over, by) if not depends(by):
            yield Div(_of(before, over), by), ()
        case SumOver(domain, index, inner) if not depends(domain) and index not in free(before):
            yield SumOver(domain, index, _of(before, inner)), ()
        case Expectation(Distribution() as distribution, drawn, inner) if not depends(distribution):
            if drawn not in free(before):
                yield Expectation(distribution, drawn, _of(before, inner)), ()
        case _:
            return


def _signed(whole: Derivative, part: Term) -> Term:
    return Neg(_of(whole, part.of)) if isinstance(part, Neg) else _of(whole, part)


@rule("product rule", "乘积的求导法则", "derivative.algebra")
def derivative_product(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The derivative of a product is the sum of the products with one factor differentiated.

        -----------------------
        (f g)' = f' g + f g'

    Fails unless the body is a product.

    >>> from qedtex.language import diff, log, positive as scale
    >>> from qedtex.rules.examples import shows
    >>> x = scale("x")
    >>> shows(derivative_product, diff(x * log(x), x), diff(x, x) * log(x) + x * diff(log(x), x))
    'accepted'
    >>> shows(derivative_product, diff(x * log(x), x), diff(x, x) * diff(log(x), x))[:34]
    'derivative_product refuses: it tur'

    Source: Rudin (1976), theorem 5.3 (b).
    """
    if not isinstance(before, Derivative) or not isinstance(before.body, Mul):
        return
    factors = before.body.factors
    there = [_there(before, factor) for factor in factors]
    terms = []
    for place, factor in enumerate(factors):
        if before.variable in free(factor):
            terms.append(Mul((*there[:place], _of(before, factor), *there[place + 1 :])))
    if terms:
        yield Add(tuple(terms)) if len(terms) > 1 else terms[0], ()


@rule("quotient rule", "商的求导法则", "derivative.algebra")
def derivative_quotient(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The derivative of a quotient.

        ------------------------------
        (f/g)' = (f' g - f g') / g^2

    Fails unless the body is a quotient; that the divisor is not zero is a condition of the term.

    >>> from qedtex.language import diff, exp, positive as scale, real
    >>> from qedtex.rules.examples import shows
    >>> x, c = scale("x"), real("c")
    >>> shows(derivative_quotient, diff(exp(x) / x, x), (diff(exp(x), x) * x - exp(x) * diff(x, x)) / x**2)
    'accepted'
    >>> shows(derivative_quotient, diff(exp(x) / x, x), diff(exp(x), x) / diff(x, x))[:35]
    'derivative_quotient refuses: it tur'

    Source: Rudin (1976), theorem 5.3 (c).
    """
    if not isinstance(before, Derivative) or not isinstance(before.body, Div):
        return
    over, by = before.body.over, before.body.by
    above, below = _there(before, over), _there(before, by)
    if before.variable not in free(over):
        yield Neg(Div(Mul((above, _of(before, by))), Pow(below, term(2)))), ()
    first, second = Mul((_of(before, over), below)), Mul((above, _of(before, by)))
    yield Div(Add((first, Neg(second))), Pow(below, term(2))), ()


@rule("derivative of the variable", "自变量的导数", "derivative.algebra")
def derivative_identity(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The variable has derivative 1; a component of a vector has derivative 1 in itself and 0 in the others.

        ------            -------------------------
        x' = 1            d v_j / d v_k = delta_jk

    Fails unless the body is the variable, or a component of it.

    >>> from qedtex.language import diff, real, term
    >>> from qedtex.rules.examples import shows
    >>> x = real("x")
    >>> shows(derivative_identity, diff(x, x), term(1))
    'accepted'
    >>> shows(derivative_identity, diff(x, x, at=3), term(3))
    'derivative_identity refuses: it turns (d/dx x)|_{x = 3} into 1, not into 3'

    Source: Rudin (1976), example 5.4.
    """
    if not isinstance(before, Derivative):
        return
    if before.index is None and before.body == before.variable:
        yield term(1), ()
    match before.body:
        case Index(family, at, _) if before.index is not None and family == before.variable:
            yield Kronecker(at, before.index), (AXIOMS["definition.kronecker"],)
        case _:
            return


@rule("chain rule", "链式法则", "derivative.chain")
def derivative_chain(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The derivative of a function of a function is that of the outer, there, times that of the inner.

        ----------------------      --------------------      ---------------------------
        (exp u)' = exp(u) u'        (log u)' = u' / u          (u^r)' = r u^(r-1) u'

    Roots, sigmoids, exponentials to another base, absolute values and functions that are known by hypotheses alone
    likewise. Fails unless the body is one of these.

    >>> from qedtex.language import diff, exp, log, positive as scale, real
    >>> from qedtex.rules.examples import shows
    >>> x, y = real("x"), scale("y")
    >>> shows(derivative_chain, diff(exp(x**2), x), exp(x**2) * diff(x**2, x))
    'accepted'
    >>> shows(derivative_chain, diff(log(y), y), 1 / y)
    'accepted'
    >>> shows(derivative_chain, diff(exp(x**2), x), exp(x**2))[:32]
    'derivative_chain refuses: it tur'

    Source: Rudin (1976), theorem 5.5, section 8.6.
    """
    if not isinstance(before, Derivative):
        return
    whole, body = before, before.body
    for inner, outer in _outer(whole, body, scope):
        if inner == whole.variable and whole.index is None:
            yield outer(None), _conditions(body, whole, scope)
        yield outer(_of(whole, inner)), _conditions(body, whole, scope)


def _outer(whole: Derivative, body: Term, scope: Scope) -> Iterator[tuple[Term, Callable[[Term | None], Term]]]:
    """The inner function of the body, and the whole derivative as a function of the inner one's."""
    variable = whole.variable

    def there(part: Term) -> Term:
        return _there(whole, part)

    def scaled(outer: Term) -> Callable[[Term | None], Term]:
        def times(inner: Term | None) -> Term:
            if inner is None:
                return outer
            return Mul((*outer.factors, inner)) if isinstance(outer, Mul) else Mul((outer, inner))

        return times

    match body:
        case Exp(of):
            yield of, scaled(Exp(there(of)))
        case Pow(Const("e") as base, of):
            yield of, scaled(Pow(base, there(of)))
        case Log(of, None, _):
            yield of, lambda inner: Div(term(1) if inner is None else inner, there(of))
        case Log(of, base, written) if base is not None and variable not in free(base):
            below = Mul((there(of), Log(base, None, written)))
            yield of, lambda inner: Div(term(1) if inner is None else inner, below)
        case Pow(base, exponent) if variable not in free(exponent):
            yield base, scaled(Mul((exponent, _lowered(there(base), exponent))))
        case Pow(base, exponent) if variable not in free(base):
            yield exponent, scaled(Mul((there(body), Log(base))))
        case Sqrt(of):
            yield of, lambda inner: Div(term(1) if inner is None else inner, 2 * Sqrt(there(of)))
        case Abs(of):
            yield of, scaled(Div(there(of), Abs(there(of))))
        case Sigmoid(of) if of != variable:
            yield of, scaled(_elsewhere(whole, REAL_VARIABLE, Sigmoid(REAL_VARIABLE), there(of), scope))
        case Apply(function, of) if of != variable:
            own = Symbol("t", function.domain)
            yield of, scaled(_elsewhere(whole, own, function(own), there(of), scope))
        case _:
            return


REAL_VARIABLE = Symbol("t", REAL)


def _elsewhere(whole: Derivative, own: Symbol, body: Term, at: Term, scope: Scope) -> Term:
    """The derivative of a function of one argument at a point; taken at a symbol it is written with that symbol."""
    if isinstance(at, Symbol) and at.sort == own.sort:
        return Derivative(at, None, at, substitute(body, {own: at}))
    new = scope.new(own, whole, at)
    return Derivative(at, None, new, substitute(body, {own: new}))


def _lowered(base: Term, exponent: Term) -> Term:
    """The power with an exponent that is less by 1; the base itself where that leaves 1."""
    try:
        number = as_number(Arithmetic().polynomial(exponent - 1))
    except QedtexError:
        number = None
    if number == 1:
        return base
    return Pow(base, term(number) if number is not None else exponent - 1)


def _conditions(body: Term, whole: Derivative, scope: Scope) -> tuple[Condition | Axiom, ...]:
    """What the outer derivative stands on where it is taken, beyond what the term itself asks for."""
    there = _there(whole, body)
    match there:
        case Abs(of):
            return (nonzero(of, scope), AXIOMS["arithmetic.order"])
        case Sqrt(of):
            return (positive(of, scope), AXIOMS["derivative.power"])
        case Exp() | Pow(Const("e"), _):
            return (AXIOMS["derivative.exp"],)
        case Log(_, None, _):
            return (AXIOMS["derivative.log"],)
        case Log():
            return (AXIOMS["derivative.log"], AXIOMS["definition.logarithm_base"])
        case Pow() if whole.variable not in free(body.children[1]):
            return (AXIOMS["derivative.power"],)
        case Pow():
            return (AXIOMS["derivative.exp"], AXIOMS["log.power"])
        case _:
            return ()

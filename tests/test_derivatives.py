"""The rules of derivatives: each accepts what it states, and on random terms they agree with SymPy's derivatives."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from qedtex.chains import Calc
from qedtex.claims import Claim
from qedtex.context import Context, Relation, Scope
from qedtex.errors import StepRefused
from qedtex.granted import known
from qedtex.inference import Rule, Use
from qedtex.kernel import prove
from qedtex.language import (
    Sum,
    absolute,
    diff,
    exp,
    function,
    index,
    integer,
    log,
    positive,
    positive_integer,
    real,
    sample,
    sigmoid,
    sqrt,
    vector,
)
from qedtex.rules import (
    derivative_chain,
    derivative_identity,
    derivative_linear,
    derivative_product,
    derivative_quotient,
    kronecker_sum,
)
from qedtex.search.normal import Normaliser
from qedtex.sorts import POSITIVE
from qedtex.terms import Derivative, Sigmoid, Term

x, c, s = real("x"), real("c"), positive("s")
n, j = positive_integer("n"), index("j")
k = integer("k", 1, n)
v, u = vector("v", n), sample("u", POSITIVE, n)
f = function("f")
calc = Calc()
RULES = (derivative_linear, derivative_identity, derivative_chain, derivative_product, derivative_quotient)

STEPS: dict[str, tuple[Term, Term, Rule]] = {
    "a sum": (diff(x**2 + exp(x), x), diff(x**2, x) + diff(exp(x), x), derivative_linear),
    "a difference": (diff(x**2 - exp(x), x), diff(x**2, x) - diff(exp(x), x), derivative_linear),
    "a constant factor": (diff(c * exp(x), x), c * diff(exp(x), x), derivative_linear),
    "a constant divisor": (diff(exp(x) / 2, x), diff(exp(x), x) / 2, derivative_linear),
    "a constant": (diff(c, x), 0 * c, derivative_linear),
    "a finite sum": (diff(Sum(x**j, (j, 1, n)), x), Sum(diff(x**j, x), (j, 1, n)), derivative_linear),
    "a product": (diff(x * exp(x), x), diff(x, x) * exp(x) + x * diff(exp(x), x), derivative_product),
    "a product at a point": (
        diff(x * exp(x), x, at=c),
        diff(x, x, at=c) * exp(c) + c * diff(exp(x), x, at=c),
        derivative_product,
    ),
    "a quotient": (
        diff(exp(s) / s, s),
        (diff(exp(s), s) * s - exp(s) * diff(s, s)) / s**2,
        derivative_quotient,
    ),
    "an exponential": (diff(exp(x**2), x), exp(x**2) * diff(x**2, x), derivative_chain),
    "a logarithm": (diff(log(s**2), s), diff(s**2, s) / s**2, derivative_chain),
    "a logarithm to a base": (diff(log(s, 2), s), 1 / (s * log(2)), derivative_chain),
    "a power": (diff(x**3, x), 3 * x**2, derivative_chain),
    "a symbolic power": (diff(s**c, s), c * s ** (c - 1), derivative_chain),
    "an exponential to a base": (diff(s**x, x), s**x * log(s), derivative_chain),
    "a root": (diff(sqrt(s), s), 1 / (2 * sqrt(s)), derivative_chain),
    "an absolute value": (diff(absolute(s), s), s / absolute(s), derivative_chain),
    "an unknown function": (diff(f(x**2), x), diff(f(c), c, at=x**2) * diff(x**2, x), derivative_chain),
    "a sigmoid": (diff(sigmoid(2 * x), x), diff(sigmoid(c), c, at=2 * x) * diff(2 * x, x), derivative_chain),
    "the variable": (diff(x, x), 1 + 0 * x, derivative_identity),
    "components": (diff(Sum(v[j], (j, 1, n)), v[k]), 1 + 0 * x, kronecker_sum),
}


@pytest.mark.parametrize(("before", "after", "rule"), STEPS.values(), ids=STEPS.keys())
def test_each_rule_shows_what_it_states(before: Term, after: Term, rule: Rule) -> None:
    uses = [rule] if rule is not kronecker_sum else [derivative_linear, derivative_identity, kronecker_sum]
    assert calc(before).eq(after, by=uses).last == after


def test_the_gradient_of_a_quadratic_form_has_one_term_for_each_component() -> None:
    shown = calc(diff(Sum(v[j] ** 2, (j, 1, n)), v[k])).eq(
        2 * v[k], by=[derivative_linear, derivative_chain, derivative_identity, kronecker_sum]
    )
    assert shown.last == 2 * v[k]


def test_a_hypothesis_about_a_derivative_is_used_where_it_speaks_of_the_symbol_itself() -> None:
    slope = known("slope", diff(f(x), x), 2 * x)
    assert calc(diff(f(x) + x, x), given=[slope]).eq(2 * x + 1, by=["slope", *RULES[:2]]).last == 2 * x + 1


# Against SymPy ------------------------------------------------------------------------------------------------------

_NUMBERS = st.sampled_from([Fraction(1), Fraction(2), Fraction(3), Fraction(1, 2), Fraction(-1), Fraction(-2)])
_LEAVES = st.one_of(st.just(s), st.just(s), _NUMBERS.map(lambda value: s * value), st.just(c))


def _larger(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] + pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] - pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] * pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] / (pair[1] ** 2 + 1)),
        st.tuples(inner, st.integers(1, 3)).map(lambda pair: pair[0] ** pair[1]),
        inner.map(lambda of: exp(of / 4)),
        inner.map(lambda of: log(of**2 + 1)),
        inner.map(lambda of: log(of**2 + 2, 2)),
        inner.map(lambda of: sqrt(of**2 + 1)),
        inner.map(lambda of: (of**2 + 3) ** Fraction(2, 3)),
        inner.map(lambda of: sigmoid(of)),
        inner.map(lambda of: _power_of_two(of)),
    )


def _power_of_two(of: Term) -> Term:
    """2 to the power of a quarter of a term."""
    return (s / s + 1) ** (of / 4)


_TERMS = st.recursive(_LEAVES, _larger, max_leaves=6)


@settings(max_examples=60, deadline=None)
@given(_TERMS, st.fractions(Fraction(1, 4), Fraction(3), max_denominator=8))
def test_the_rules_agree_with_sympy(body: Term, point: Fraction) -> None:
    before = diff(body, s)
    after, links = Normaliser({rule.name: Use(rule) for rule in RULES}).run(before, Scope())
    try:
        theorem = prove(Claim(before, Relation.EQUAL, after, Context()), links)
    except StepRefused as refusal:
        if refusal.code not in ("QT404", "QT405"):
            raise
        reject()  # multiplied out, a divisor is not seen to differ from 0
    left = [node for node in after.walk() if isinstance(node, Derivative) and not isinstance(node.body, Sigmoid)]
    assert not left
    values: dict[Any, Any] = {"s": sympy.Rational(point), "c": sympy.Rational(-2, 3)}
    expected = sympy.diff(_lowered(body), _symbol(body, "s"))
    found = _number(_lowered(theorem.claim.right), values)
    assert abs(found - _number(expected, values)) <= 1e-9 * (1 + abs(found))


def _lowered(value: Term) -> Any:
    lowered: Any = value.sympy()
    return lowered.doit() if hasattr(lowered, "doit") else sympy.sympify(lowered)


def _symbol(body: Term, name: str) -> Any:
    """The SymPy symbol that a symbol of the term becomes."""
    found = [symbol for symbol in _lowered(body).free_symbols if symbol.name == name]
    return found[0] if found else sympy.Symbol(name)


def _number(value: Any, values: dict[Any, Any]) -> Any:
    return complex(value.subs({symbol: values[symbol.name] for symbol in value.free_symbols}).evalf(30))

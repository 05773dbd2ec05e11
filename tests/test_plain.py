"""The plain text of a term is readable and keeps the shape."""

import pytest
from corpus import CORPUS, Entry, X, Y, i, joint, lam, n, p, w, x, y, y_hat
from corpus import a as one
from hypothesis import given
from strategies import terms

from qedtex.language import (
    Sum,
    delta,
    diff,
    every,
    function,
    limit,
    log,
    oo,
    points,
    real,
    statement,
    variable_entropy,
)
from qedtex.latex.plain import plain
from qedtex.latex.primes import primed
from qedtex.terms import Mul, Term

a, b, c = real("a"), real("b"), real("c")
f = function("f")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (1 / y, "1 / y"),
        (a / (b * c), "a / (b c)"),
        (Mul((a, b / c)), "a (b / c)"),
        (log(a) / b, "(log a) / b"),
        (a * log(b) / c, "(a log b) / c"),
        (x[i + 1], "x_{i + 1}"),
        (lam**2, "λ^2"),
        (p[i], "pᵢ"),
        (-(y * log(y_hat) + (1 - y) * log(1 - y_hat)), "-(y log y\u0302 + (1 - y) log(1 - y\u0302))"),
        (Sum(p(x[i]) * log(p(x[i])), (i, 1, n)), "∑_{i=1}^{n} p(xᵢ) log p(xᵢ)"),
        (diff(a**2, a), "d/da a^2"),
        (diff(w[i], w[i + 1]), "∂/∂w_{i + 1} wᵢ"),
        (diff(a**2, a, at=b), "(d/da a^2)|_{a = b}"),
        (primed(f, a), "f'(a)"),
        (primed(None, a + 1), "σ'(a + 1)"),
        (limit(a * log(a), a, 0, "+"), "lim_{a→0⁺} a log a"),
        (limit(a, a, -oo), "lim_{a→-∞} a"),
        (delta(i, 1), "δ_{i,1}"),
        (points(1 / a, b), "{1 / a, b}"),
        (statement(a, "<=", b), "a <= b"),
        (every(statement(p(x[i]), "=", 0), (i, 1, n)), "p(xᵢ) = 0 ∀ i ∈ {1..n}"),
        (variable_entropy(joint, X, Y, given=one, base=2), "H₂(X, Y | a)"),
    ],
    ids=str,
)
def test_terms_print_readably(formula: Term, expected: str) -> None:
    assert plain(formula) == expected


def test_a_product_over_a_quotient_and_a_quotient_of_a_product_print_apart() -> None:
    assert plain(Mul((a, b / c))) != plain(a * b / c)


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry.name)
def test_no_formula_of_the_corpus_shows_latex_commands(entry: Entry) -> None:
    assert "\\" not in plain(entry.term)


@given(terms())
def test_every_term_prints_on_one_line_without_commands(formula: Term) -> None:
    text = plain(formula)
    assert text
    assert not {"\\", "\n"} & set(text)

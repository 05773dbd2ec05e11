"""The plain text of a term is readable and keeps the shape."""

import pytest
from corpus import CORPUS, Entry, i, lam, n, p, x, y, y_hat
from hypothesis import given
from strategies import terms

from qedtex.language import Sum, log, real
from qedtex.latex.plain import plain
from qedtex.terms import Mul, Term

a, b, c = real("a"), real("b"), real("c")


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

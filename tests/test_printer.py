"""The printer writes what a careful mathematician would, and nothing that reads in two ways."""

from dataclasses import dataclass
from fractions import Fraction

import pytest
from corpus import CORPUS, Entry

from qedtex import terms
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.language import (
    Sum,
    diff,
    exp,
    function,
    index,
    limit,
    log,
    outcomes,
    pmf,
    positive,
    positive_integer,
    real,
    sigmoid,
)
from qedtex.latex.primes import primed
from qedtex.latex.printer import LatexPrinter, latex, latex_relation, method_of
from qedtex.sorts import Labels, RealLine
from qedtex.terms import Interval, Law, Mul, Num, Over, Prob, Range, Symbol, Term, term

a, b, c = real("a"), real("b"), real("c")
n, i = positive_integer("n"), index("i")
f = function("f")


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry.name)
def test_each_formula_of_the_corpus_prints_as_it_is_written_there(entry: Entry) -> None:
    assert latex(entry.term) == entry.latex


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (a - (b - c), "a - (b - c)"),
        (a + Mul((-b, c)), "a + (-b) c"),
        (-(a * b), "-a b"),
        (Mul((a, Mul((b, c)))), "a (b c)"),
        (term(2) * 3, r"2 \cdot 3"),
        (term(2) * Fraction(1, 2), r"2 \cdot \frac{1}{2}"),
        ((a / b) ** 2, r"\left(\frac{a}{b}\right)^{2}"),
        (exp(a) ** 2, r"\left[ \exp(a) \right]^{2}"),
        (log(a) ** 2, r"(\log a)^{2}"),
        (log(a * b), r"\log(a b)"),
        (log(log(a)), r"\log(\log a)"),
        (Mul((log(a), log(a))), r"(\log a) \log a"),
        (positive("sigma") * (a + b), r"\sigma \cdot (a + b)"),
        (sigmoid(a * (b + c)), r"\sigma\left(a (b + c)\right)"),
        (Num(Fraction(1, 3)), r"\frac{1}{3}"),
        (outcomes("x_0", n)[i], "x_{0, i}"),
        (pmf("p_model", outcomes("x", n))[1], r"p_{\mathrm{model}, 1}"),
        (Range(term(0), n), r"\{0, \ldots, n\}"),
        (Over(Labels(term(0), n)), r"\{0, \ldots, n\}"),
        (Over(RealLine()), r"\mathbb{R}"),
        (Interval(a, b), "[a, b]"),
        (diff(a, a) + b, r"\frac{\partial}{\partial a} a + b"),
        (diff(a + b, a) ** 2, r"\left[ \frac{\partial}{\partial a} (a + b) \right]^{2}"),
        (diff(f(a), a) ** 2, "f'(a)^{2}"),
        (diff(f(b), b, at=1), r"\left. \frac{\partial}{\partial b} f(b) \right|_{b = 1}"),
        (primed(f, term(1)), "f'(1)"),
        (diff(diff(f(a), a), a), r"\frac{\partial}{\partial a} f'(a)"),
        (diff(sigmoid(2 * a), a), r"\frac{\partial}{\partial a} \sigma(2 a)"),
        (limit(a + b, a, b + 1, "-") * b, r"\left[ \lim_{a \to (b + 1)^{-}} (a + b) \right] b"),
        (Symbol("\\sigma'", a.sort) * (a + b), r"\sigma' \cdot (a + b)"),
    ],
    ids=str,
)
def test_shapes_that_are_easily_lost_are_kept(formula: Term, expected: str) -> None:
    assert latex(formula) == expected


def test_a_sum_that_is_not_the_last_factor_is_parenthesised_and_one_that_is_not() -> None:
    total = Sum(a**i, (i, 1, n))
    assert latex(total * b).startswith(r"\left(\sum")
    assert latex(b * total).startswith(r"b \sum")


def test_every_relation_has_its_sign() -> None:
    assert [latex_relation(relation) for relation in Relation] == [
        "=", r"\ne", "<", r"\le", ">", r"\ge", r"\to", r"\iff", r"\approx",
    ]  # fmt: skip


def test_every_class_of_node_has_a_method_and_one_that_is_made_up_has_none() -> None:
    abstract = {"Binder", "Extremum"}
    classes = [
        kind
        for kind in vars(terms).values()
        if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term and kind.__name__ not in abstract
    ]
    assert len(classes) > 30
    assert all(callable(getattr(LatexPrinter, method_of(kind.__name__), None)) for kind in classes)
    assert not hasattr(LatexPrinter, method_of("Strange"))


def test_a_dialect_changes_atoms_and_keeps_the_rest() -> None:
    class Dialect(LatexPrinter):
        def prob(self, node: Prob) -> str:
            return f"P_{{{node.distribution.law.name}}}"

    p = Law("p")
    assert Dialect().print(-(p(a) + b) / p(b)) == r"-\frac{P_{p} + b}{P_{p}}"


def test_a_node_that_is_not_known_is_refused() -> None:
    @dataclass(frozen=True, eq=False, repr=False)
    class Strange(Term):
        name: str

    with pytest.raises(QedtexError) as caught:
        latex(Strange("s") + Symbol("a", a.sort))
    assert caught.value.code == "QT290"

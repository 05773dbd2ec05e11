"""The numeric second opinion on derivatives, integrals, unknown functions, sets, propositions and random variables."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.granted import known
from qedtex.language import (
    KL,
    Product,
    Sum,
    absolute,
    alphabet,
    argmax,
    argmin,
    decimal,
    delta,
    diff,
    e,
    every,
    exp,
    function,
    index,
    integer,
    law,
    limit,
    log,
    norm,
    oo,
    outcome,
    outcomes,
    parameter,
    pmf,
    points,
    positive,
    positive_integer,
    random_variable,
    real,
    sigmoid,
    statement,
    variable_entropy,
    vector,
)
from qedtex.latex.primes import primed
from qedtex.oracle import consult
from qedtex.terms import Add, Integral, Interval, Mul, Neg, Term, term

n, d = positive_integer("n"), positive_integer("d")
i, j = index("i"), index("j")
k, m = integer("k", 1, d), integer("m", 1, d)
x, y, a = real("x"), real("y"), real("a")
t = positive("t")
z, w = vector("z", d), vector("w", d)
xs = outcomes("x", n)
p, q = pmf("p", xs), pmf("q", xs)
P = law("P")
letters_x, letters_y = alphabet(r"\mathcal{X}"), alphabet(r"\mathcal{Y}")
X, Y = random_variable("X", letters_x), random_variable("Y", letters_y)
u = outcome("u", letters_x)
f, g = function("f"), function("g", differentiable=False)

SOFTMAX = exp(z[m]) / Sum(exp(z[j]), (j, 1, d))
EQUAL_LAWS = every(statement(p(xs[i]), "=", q(xs[i])), (i, 1, n))
SQUARE = known("square", f(x), x**2, for_all=(x,))
ADDITIVE = known("additive", f(x * y), f(x) + f(y), for_all=(x, y))


def integral(body: Term, lower: Term | int, upper: Term | int) -> Term:
    return Integral(Interval(term(lower), term(upper)), x, body)


def claim(left: Term, right: Term | int, relation: str = "=", *hypotheses: Hypothesis) -> Claim:
    return Claim(left, Relation(relation), term(right), Context(hypotheses))


TRUE = {
    "derivative of a square": claim(diff(x**2, x), 2 * x),
    "derivative at a point": claim(diff(x**2, x, at=3), 6),
    "derivative of the sigmoid": claim(diff(sigmoid(x), x), sigmoid(x) * (1 - sigmoid(x))),
    "derivative of a quotient": claim(diff(1 / (1 + exp(-x)), x), exp(-x) / (1 + exp(-x)) ** 2),
    "derivative of a logarithm": claim(diff(log(t, 2), t), 1 / (t * log(2))),
    "derivative of an absolute value": claim(diff(absolute(x), x), x / absolute(x)),
    "derivative of a power": claim(diff(t**t, t), t**t * (log(t) + 1)),
    "second derivative": claim(diff(diff(x**3 * y, x), x), 6 * x * y),
    "mixed derivative": claim(diff(diff(x**3 * y, x), y), 3 * x**2),
    "derivative of a derivative elsewhere": claim(diff(diff(exp(2 * t), t, at=x**2), x), 8 * x * exp(2 * x**2)),
    "derivative under a sum": claim(diff(Sum(x**i, (i, 1, n)), x), Sum(i * x ** (i - 1), (i, 1, n))),
    "derivative of a product": claim(
        diff(Product(x + i, (i, 1, n)), x), Product(x + i, (i, 1, n)) * Sum(1 / (x + i), (i, 1, n))
    ),
    "gradient of a squared norm": claim(diff(norm(z) ** 2, z[k]), 2 * z[k]),
    "gradient elsewhere": claim(diff(norm(z) ** 2, z[k], at=w), 2 * w[k]),
    "gradient of a one-norm": claim(diff(norm(z, 1), z[k]), z[k] / absolute(z[k])),
    "gradient of a logarithm of softmax": claim(
        diff(log(SOFTMAX), z[k]), delta(m, k) - exp(z[k]) / Sum(exp(z[j]), (j, 1, d))
    ),
    "chain rule for an unknown function": claim(diff(f(x**2), x), 2 * x * primed(f, x**2)),
    "a function that is defined": claim(f(a + 1), a**2 + 2 * a + 1, "=", SQUARE),
    "the derivative of a function that is defined": claim(primed(f, a), 2 * a, "=", SQUARE),
    "Kronecker's delta picks one member": claim(Sum(delta(i, k) * z[i], (i, 1, d)), z[k]),
    "divergence is 0 only for equal laws": claim(statement(KL(p, q), "=", 0), EQUAL_LAWS, "iff"),
    "equality of ln t and t - 1": claim(statement(log(t), "=", t - 1), statement(t, "=", 1), "iff"),
    "digits shown": claim(log(2), decimal("0.693"), "~="),
    "digits of a negative": claim(-log(2), -decimal("0.6931"), "~="),
    "a minimiser": claim(argmin((x - 3) ** 2 + 1, x), points(3)),
    "two minimisers": claim(argmin((x**2 - 1) ** 2, x), points(1, -1)),
    "chain rule of entropy": claim(variable_entropy(P, X, Y), variable_entropy(P, X) + variable_entropy(P, Y, given=X)),
    "entropy in bits": claim(variable_entropy(P, X, base=2), variable_entropy(P, X) / log(2)),
    "conditional entropy as a mean": claim(
        variable_entropy(P, Y, given=X), Sum(P(u) * variable_entropy(P, Y, given=u), u)
    ),
    "conditioning lowers entropy": claim(variable_entropy(P, Y, given=X), variable_entropy(P, Y), "<="),
    "integral of a square": claim(integral(x**2, 0, 1), term(Fraction(1, 3))),
    "integral of a logarithm": claim(integral(log(x), 1, e), 1),
    "integral of an absolute value": claim(integral(absolute(x), -1, 1), 1),
    "integral of a root": claim(integral(x ** Fraction(1, 2), 1, 4), term(Fraction(14, 3))),
    "a divisor that is not 0 by hypothesis": claim(
        (x**2 - 1) / (x - 1), x + 1, "=", known("apart", x, 1, relation="!=")
    ),
    "a product that is given": claim(sigmoid(a * x), sigmoid(4), "=", known("score", a * x, 4), known("input", x, 2)),
    "an inequality for every index": claim(
        Sum(z[i], (i, 1, d)), Sum(w[i], (i, 1, d)), "<=", known("below", z[i], w[i], relation="<=", for_all=(i,))
    ),
}

FALSE = {
    "derivative without its factor": claim(diff(x**2, x), x),
    "derivative at another point": claim(diff(x**2, x, at=3), 5),
    "sign in the derivative of the sigmoid": claim(diff(sigmoid(x), x), sigmoid(x) * (1 + sigmoid(x))),
    "derivative of a product as a product": claim(diff(Product(x + i, (i, 1, n)), x), 1),
    "sign in the gradient of softmax": claim(
        diff(log(SOFTMAX), z[k]), delta(m, k) + exp(z[k]) / Sum(exp(z[j]), (j, 1, d))
    ),
    "gradient of another component": claim(diff(norm(z) ** 2, z[k]), 2 * z[1]),
    "chain rule without the inner derivative": claim(diff(f(x**2), x), primed(f, x**2)),
    "every function is additive": claim(f(x + y), f(x) + f(y)),
    "every function is even": claim(g(x), g(-x)),
    "divergence is 0 only for different laws": claim(
        statement(KL(p, q), "=", 0), every(statement(p(xs[i]), "!=", q(xs[i])), (i, 1, n)), "iff"
    ),
    "a divergence that is never 0": claim(statement(KL(p, q), "=", 0), statement(p(xs[1]), ">", 1), "iff"),
    "equality at another point": claim(statement(log(t), "=", t - 1), statement(t, "=", 2), "iff"),
    "a wrong digit": claim(log(2), decimal("0.694"), "~="),
    "a wrong last digit": claim(-log(2), -decimal("0.6932"), "~="),
    "another minimiser": claim(argmin((x - 3) ** 2 + 1, x), points(2)),
    "a minimiser too many": claim(points(term(3), term(2)), argmin((x - 3) ** 2 + 1, x)),
    "a maximiser for a minimiser": claim(argmax((x - 3) ** 2 + 1, x), points(3)),
    "entropies of dependent variables add": claim(
        variable_entropy(P, X, Y), variable_entropy(P, X) + variable_entropy(P, Y)
    ),
    "conditioning raises entropy": claim(variable_entropy(P, Y, given=X), variable_entropy(P, Y), ">="),
    "a wrong integral": claim(integral(x**2, 0, 1), term(Fraction(1, 2))),
    "a factor of a product that is given": claim(a, 3, "=", known("score", a * x, 4), known("input", x, 2)),
    "a function that is defined otherwise": claim(f(a), a, "=", SQUARE),
}

OUT_OF_REACH = {
    "a limit": claim(limit(x, x, 0), 0),
    "an unbounded integral": claim(integral(exp(-x), 0, oo), 1),
    "a singular integral": claim(integral(log(x), 0, 1), -1),
    "an integral of an unknown function": claim(integral(f(x), 0, 1), 0),
    "a function that hypotheses restrict": claim(f(x * y), 0, "=", ADDITIVE),
    "a hypothesis about all real numbers": claim(a, 5, ">=", known("bound", x**2 + a, 0, relation=">=", for_all=(x,))),
    "the derivative of a law": claim(diff(P(parameter("theta")), parameter("theta")), 0),
    "a minimiser that is not rational": claim(argmin((x - e) ** 2, x), points(e)),
    "a number that shows no digits": claim(log(2), term(Fraction(1, 3)), "~="),
    "propositions that are compared like numbers": claim(statement(x, "=", y), statement(y, "=", x), "="),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_are_tried_and_never_refuted(name: str) -> None:
    for seed in range(3):
        opinion = consult(TRUE[name], seed=seed)
        assert not opinion.refuted, opinion.witness
        assert opinion.points >= 4, opinion.reason


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted_with_numbers(name: str) -> None:
    for seed in range(3):
        opinion = consult(FALSE[name], seed=seed, points=16)
        assert opinion.refuted, opinion.reason
        assert opinion.witness is not None


@pytest.mark.parametrize("name", OUT_OF_REACH)
def test_what_is_out_of_reach_is_said_to_be(name: str) -> None:
    opinion = consult(OUT_OF_REACH[name])
    assert (opinion.refuted, opinion.points) == (False, 0)
    assert opinion.reason


def test_a_derivative_where_there_is_none_refutes_nothing() -> None:
    for left in (diff(absolute(t), t, at=0), diff(log(x), x, at=-1), diff(t ** Fraction(1, 2), t, at=0)):
        opinion = consult(claim(left, 1))
        assert (opinion.refuted, opinion.points) == (False, 0)
        assert "not defined" in opinion.reason


def test_a_hypothesis_about_other_things_is_no_hindrance() -> None:
    assert consult(claim(log(t) + log(t), log(t**2), "=", ADDITIVE)).points == 8
    assert consult(claim(log(t) + log(t), log(t), "=", ADDITIVE)).refuted


def test_a_witness_of_an_equivalence_names_truth_values() -> None:
    witness = consult(FALSE["equality at another point"]).witness
    assert witness is not None
    assert {witness.left, witness.right} == {"true", "false"}


@pytest.mark.parametrize("wrong", [Neg, lambda slope: Add((slope, term(1))), lambda slope: Mul((slope, term(2)))])
@pytest.mark.parametrize("name", ["derivative of a square", "second derivative", "chain rule for an unknown function"])
def test_mutations_of_derivatives_are_refuted(name: str, wrong: Callable[[Term], Term]) -> None:
    assert consult(Claim(TRUE[name].left, Relation.EQUAL, wrong(TRUE[name].right), TRUE[name].context)).refuted

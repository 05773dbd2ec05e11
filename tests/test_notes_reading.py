"""The reader of notes: what formulas mean, what is refused and where, and that nothing is read as something else."""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qedtex.claims import Claim
from qedtex.context import Context, Relation
from qedtex.language import (
    KL,
    CrossEntropy,
    E,
    Entropy,
    Product,
    Sum,
    absolute,
    alphabet,
    argmax,
    argmin,
    data,
    decimal,
    event,
    exp,
    index,
    label,
    labels,
    law,
    ln,
    log,
    member,
    outcome,
    outcomes,
    parameter,
    pi,
    pmf,
    positive,
    positive_integer,
    probability,
    real,
    sample,
    sigmoid,
    sqrt,
)
from qedtex.notes.prose.declarations import declare
from qedtex.notes.reading import Notebook, ReadChain, Unknown, Unread, read_chain, tokens
from qedtex.oracle import consult
from qedtex.search import find
from qedtex.sorts import POSITIVE, REAL, Family, Integer, Labels, Random, Real
from qedtex.stating import require_sense
from qedtex.terms import (
    Apply,
    Const,
    Derivative,
    Distribution,
    Expectation,
    FiniteSet,
    Function,
    Index,
    Law,
    Limit,
    Pow,
    Prob,
    Range,
    SelfInformation,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
    term,
)

n, N, m = positive_integer("n"), positive_integer("N"), positive_integer("m")
i, j = index("i"), index("j")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)
X = alphabet(r"\mathcal{X}")
Y = alphabet(r"\mathcal{Y}")
z = outcome("x", X)
w = outcome("y", Y)
pa, qa = pmf("p", X), pmf("q", X)
theta, real_theta = parameter("theta"), real("theta")
y, y_hat, sigma = label("y"), probability("y_hat"), positive("sigma")
general = law("p")
a, b, c = real("a"), positive("b"), real("c")
D, M = data("D"), outcome("m", alphabet(r"\mathcal{M}"))


def chain(*sides: str, notebook: Notebook | None = None, defines: bool = False) -> ReadChain:
    return read_chain([tokens(side) for side in sides], notebook or Notebook(), defines=defines)


def is_doubtful(found: ReadChain) -> bool:
    """Whether another reading of a chain is not excluded."""
    return any(reading.doubtful for reading in found.readings)


def read(*sides: str) -> Term:
    """The term of the last of some sides."""
    found = chain(*sides).sides[-1]
    assert not isinstance(found, (Unknown, Unread)), found
    return found


def refused(*sides: str) -> tuple[str, str]:
    """Why the last side is refused, and at which token."""
    found = chain(*sides).sides[-1]
    assert isinstance(found, Unread), found
    return found.message, found.token.text


READ = [
    # arithmetic, as written
    ((r"-(a + c)",), -(a + c)),
    ((r"2 a c - \frac{a}{2}",), term(2) * a * c - a / 2),
    ((r"a \cdot c * 2 × a",), a * c * 2 * a),
    ((r"a^{2} + a_1",), a**2 + real("a_1")),
    ((r"\sqrt{2\pi}\sigma",), sqrt(term(2) * pi) * sigma),
    ((r"|\theta| / b",), absolute(real_theta) / b),
    ((r"\frac12",), term(1) / 2),
    (("0.0808",), decimal("0.0808")),
    (("e^{-a}",), Pow(Const("e"), -a)),
    ((r"\exp\left\{-\frac{\theta^2}{2\sigma^2}\right\}",), exp(-(real_theta**2 / (2 * sigma**2)))),
    # logarithms in every spelling
    ((r"y\log\hat y",), y * log(y_hat)),
    ((r"ylog(\hat{y})",), y * log(y_hat)),
    ((r"y \ln \hat{y}",), y * ln(y_hat)),
    ((r"\log_2 \frac{1}{8}",), log(term(1) / 8, 2)),
    (("log_2 8",), log(8, 2)),
    ((r"\lg 5",), log(5, 10)),
    ((r"\lb 5",), log(5, 2)),
    ((r"{\rm log}(b)",), log(b)),
    ((r"\mathrm{log} {b}",), log(b)),
    ((r"\log^2 b",), log(b) ** 2),
    ((r"\log 2b",), log(term(2) * b)),
    # sigmoid and deviation
    ((r"\sigma(a)",), sigmoid(a)),
    ((r"\frac{1}{\sigma^2}",), term(1) / sigma**2),
    # laws and their sums
    ((r"\sum_{i=1}^n p(x_i)\log q(x_i)",), Sum(p(x[i]) * log(q(x[i])), (i, 1, n))),
    (
        (r"\sum_{i=1}^n{p\left(x_{\mathrm{i}}\right)}\log\left(q\left(x_i\right)\right)",),
        Sum(p(x[i]) * log(q(x[i])), (i, 1, n)),
    ),
    ((r"\sum_{i} p(x_i)lnq(x_i)",), Sum(p(x[i]) * ln(q(x[i])), (i, 1, n))),
    ((r"\sum_x p(x) \log q(x)",), Sum(pa(z) * log(qa(z)), z)),
    ((r"\sum_{x \in \mathcal{X}} P(X=x)",), Sum(pmf("P", X)(z), z)),
    ((r"-\sum_i p_i \log p_i",), -Sum(pmf("p", labels(1, n))[i] * log(pmf("p", labels(1, n))[i]), (i, 1, n))),
    ((r"P(x=0) + P(x=1)",), pmf("P", labels(0, 1, "x"))(event("x", 0)) + pmf("P", labels(0, 1, "x"))(event("x", 1))),
    ((r"\sum_x\sum_y p(x,y)",), Sum(Sum(general(z, w), w), z)),
    (
        (r"\sum_{k=1}^K P(y=k)",),
        Sum(
            pmf("P", labels(1, positive_integer("K"), "y"))(event("y", index("k"))),
            (index("k"), 1, positive_integer("K")),
        ),
    ),
    ((r"D(p\|q)",), KL(pa, qa)),
    ((r"p_1 + p_2 + \dots + p_n",), Sum(pmf("p", labels(1, n))[i], (i, 1, n))),
    ((r"D_{KL}(p \mid\mid q)",), KL(pa, qa)),
    ((r"D(a)",), Apply(Function("D"), a)),
    ((r"p(y|x) p(x)",), general(w | z) * general(z)),
    ((r"p(y \mid x) p(x)",), general(w | z) * general(z)),
    ((r"p(\theta|D)",), general(theta | D)),
    ((r"p(\theta|D,m)",), general(theta | (D, M))),
    # expectations
    ((r"\mathbb{E}_{x\sim p}[\log q(x)]",), E(log(qa(z)), z, pa)),
    ((r"E_{x \sim p} \left[ ln \frac{q(x)}{p(x)} \right]",), E(ln(qa(z) / pa(z)), z, pa)),
    ((r"E_{p\left(x\right)}\log q(x)",), E(log(qa(z)), z, pa)),
    ((r"\mathbb{E}_p[\log q(x)]",), E(log(qa(z)), z, pa)),
    # quantities
    ((r"D_{KL}(p\|q)",), KL(pa, qa)),
    ((r"D_{\text{KL}}\left(p||q\right)",), KL(pa, qa)),
    ((r"D_{KL}(p\parallel q)",), KL(pa, qa)),
    ((r"KL(p,q)",), KL(pa, qa)),
    ((r"\mathrm{KL}(p \| q)",), KL(pa, qa)),
    ((r"H(p)",), Entropy(pa)),
    ((r"H(p, q) - H(p)",), CrossEntropy(pa, qa) - Entropy(pa)),
    ((r"\sum_{i=1}^n p(x_i)", r"H(X)"), Entropy(p)),
    ((r"E_{x\sim p}[log_2 p(x)]", r"H(x)"), Entropy(pa, 2)),
    ((r"E_{x\sim p}[log_2 p(x)]", r"I(x)"), SelfInformation(Distribution(pa), z, term(2))),
    # extrema in every spelling
    ((r"\arg\max_\theta p(D|\theta)",), argmax(general(D | theta), theta)),
    ((r"\underset{\theta}{\mathrm{argmax}} p(D|\theta)",), argmax(general(D | theta), theta)),
    ((r"\underset{\theta}{\mathrm{arg}\max} p(D|\theta)",), argmax(general(D | theta), theta)),
    ((r"\operatorname*{arg\,max}_{\theta} p(D|\theta)",), argmax(general(D | theta), theta)),
    ((r"\mathop{\arg\max}\limits_{\theta} p(D|\theta)",), argmax(general(D | theta), theta)),
    ((r"argmax_{\theta} p(D|\theta)",), argmax(general(D | theta), theta)),
    ((r"\text{argmin}_\theta \theta^2 + 1",), argmin(real_theta**2 + 1, real_theta)),
    ((r"\arg\underset{\theta}{\min} \theta^2",), argmin(real_theta**2, real_theta)),
    # samples
    (
        (r"\prod_{i=1}^m p(x^{(i)};\theta)",),
        Product(pmf("p", X)(member(sample("x", X, m), i), params=real_theta), (i, 1, m)),
    ),
    ((r"\frac{1}{N}\sum_i -\ln q(x_i)",), term(1) / N * Sum(-ln(qa(sample("x", X, N)[i])), (i, 1, N))),
]


@pytest.mark.parametrize(("sides", "expected"), READ, ids=[" ; ".join(sides) for sides, _ in READ])
def test_a_formula_is_read_as_this_term(sides: tuple[str, ...], expected: Term) -> None:
    found = read(*sides)
    assert found == expected, f"{found} is not {expected}"
    require_sense(found, chain(*sides).context)


REFUSED = [
    ((r"a \oplus b",), "no term", r"\oplus"),
    ((r"X^T x",), "transpose", "T"),
    ((r"\mathbf{W}^\top x",), "transpose", r"\top"),
    ((r"\nabla f",), "gradient", r"\nabla"),
    ((r"\max_x x",), "maximum", r"\max"),
    ((r"n!!",), "factorial", "!"),
    ((r"\begin{pmatrix} a \end{pmatrix}",), "environment", "pmatrix"),
    ((r"(a + b))",), "never opened", ")"),
    ((r"a + ",), "too early", "+"),
    ((r"\sum a b",), "over what it runs", r"\sum"),
    ((r"\sum_{i=1} a",), "no upper end", r"\sum"),
    ((r"\sum_{i=1}^n a + x_i \sum_j x_j i",), "", ""),
    ((r"y\log\hat y(1-y)",), "where the argument of log ends", "("),
    ((r"\log(a)^2",), "is raised", "^"),
    ((r"1/ab",), "divided by", "b"),
    ((r"a(b)",), "function or a factor", "a"),
    ((r"g(a, b)",), "2 arguments", "g"),
    ((r"expected",), "is a word", "e"),
    ((r"p(x_i^2)",), "power", "x"),
    ((r"x_i^{(j)}",), "no exponent", "("),
    ((r"f''(a)",), "higher derivative", "f"),
    ((r"MSE'",), "by which variable", "M"),
    ((r"E_{r\sim n}[\log q(x)]",), "no law", "n"),
    ((r"-\ln 0.5", r"3\ \text{bit}"), "unit", r"\text"),
    ((r"3\ \text{bit}", r"2\ \text{nat}"), "unit", r"\text"),
    ((r"|X|",), "size of a set", "|"),
    ((r"S[p(x)]",), "function or a factor", "S"),
    ((r"\Pi a",), "over what it runs", r"\Pi"),
    ((r"H_b(a)",), "say which", "H"),
    ((r"(a b)'",), "no function", "'"),
    ((r"\arg\min_w (a - w^T x)^2",), "hides w", "w"),
    ((r"\frac{\partial}{\partial \theta} (\theta^\top x + \theta_1)",), "vector", r"\frac"),
    ((r"E_{x\sim q(z)}[\log p(x)]",), "a law of z", "x"),
    ((r"\mathrm{softmax}(a + c)_k",), "component", r"\mathrm"),
    ((r"\sum_{i \neq j} x_i x_j",), "over what it runs", r"\sum"),
    ((r"a_1 + \cdots + b_n",), "continue", "a"),
    ((r"\log_{?} a",), "unknown", "?"),
    ((r"a = b",), "relation", "="),
    ((r"a 当 b",), "words", "当"),
    ((r"{a + b} c",), "cannot be seen", "{"),
    ((r"-p\log p", r"H(p)"), "is a number", "p"),
    ((r"P(X=x_i)", r"1 + p_i"), "outside its sum", "p"),
    ((r"\frac{dy}{dx}",), "how this depends", r"\frac"),
    ((r"\sum_{i=1}^n\sum_{j=1}^n w_{ij}",), "indices like these", "i"),
    ((r"\sum_{i=1}^n h_{i}(a)",), "indices like these", "i"),
    ((r"\sum_{i \in S} x_i",), "over what it runs", r"\sum"),
    ((r"\sum_{i \neq j} x_i",), "over what it runs", r"\sum"),
    ((r"\mathbf{w}\cdot\mathbf{x}",), "vector", r"\mathbf"),
    ((r"1e-5",), "power of ten", "e"),
    ((r"\mathbb{R}",), "set", r"\mathbb"),
    ((r"p^2(x)",), "superscript", "2"),
    ((r"\|x\|_3",), "norm", r"\|"),
    (("9" * 50,), "40 digits", "9" * 50),
    (("",), "no formula", ""),
]


@pytest.mark.parametrize(("sides", "why", "at"), [row for row in REFUSED if row[1]], ids=lambda value: str(value)[:40])
def test_what_is_not_understood_is_refused_at_its_token(sides: tuple[str, ...], why: str, at: str) -> None:
    message, token = refused(*sides)
    assert why in message and token == at


# The known misreadings ------------------------------------------------------------------------------------------------


def test_p_with_left_and_right_is_no_product() -> None:
    assert read(r"p\left(x_i\right)", r"\sum_{i=1}^n p\left( x_i \right)") == Sum(p(x[i]), (i, 1, n))


def test_log_is_natural() -> None:
    assert read(r"\log 10") == log(10) != log(10, 10)


def test_a_difference_of_entropies_keeps_what_is_given() -> None:
    space = alphabet(r"\mathcal{X}")
    one, other = Symbol("X", Random(space)), Symbol("Y", Random(alphabet(r"\mathcal{Y}")))
    joint = Distribution(law("p"))
    expected = VariableEntropy(joint, (one,)) - VariableEntropy(joint, (one,), (other,))
    assert read(r"H(X)-H(X|Y)") == expected


def test_a_raised_index_is_no_power() -> None:
    found = read(r"\sum_{i=1}^m x^{(i)}")
    assert isinstance(found, SumOver) and found.body == Index(Symbol("x", Family(REAL, term(1), m)), i, raised=True)


def test_an_exponent_behind_an_index_is_kept() -> None:
    family = Symbol("c", Family(REAL, term(1), n))
    assert read(r"\sum_{i=1}^n c_i^2") == Sum(family[i] ** 2, (i, 1, n))


def test_kl_is_no_product_of_letters() -> None:
    assert read("KL(p||q)") == KL(pa, qa)


def test_an_index_with_a_law_is_no_number() -> None:
    found = read(r"\sum_{i=1}^n p_i (-\log p_i)")
    indexed = pmf("p", labels(1, n))
    assert found == Sum(indexed[i] * -log(indexed[i]), (i, 1, n))


def test_a_product_leaves_out_the_factors_that_do_not_use_its_index() -> None:
    found = chain(r"\prod_{i=1}^n p(x_i|\theta) p(\theta)")
    assert str(found.sides[0]) == "(∏_{i=1}^{n} p(xᵢ | θ)) p(θ)" and is_doubtful(found)


def test_a_logarithm_of_two_loose_factors_is_doubtful() -> None:
    found = chain(r"\ln p(y|x) p(x)")
    assert found.sides[0] == ln(general(w | z) * general(z)) and is_doubtful(found)
    assert not is_doubtful(chain(r"\ln [p(y|x) p(x)]"))


def test_p_beside_its_complement_is_a_number() -> None:
    number = probability("p")
    assert read("p(1-p)") == number * (1 - number)


# Chains ---------------------------------------------------------------------------------------------------------------


def test_the_outcomes_of_one_side_serve_the_names_of_another() -> None:
    found = chain(
        r"D_{KL}(p\|q)", r"\sum_{i=1}^{n} p(x_i)\log\frac{p(x_i)}{q(x_i)}", r"E_{x\sim p}[\log p(x)-\log q(x)]"
    )
    assert found.sides[0] == KL(p, q)
    assert isinstance(found.sides[2], Expectation) and found.sides[2].distribution == Distribution(p)


def test_the_base_of_the_logarithms_is_that_of_the_entropy() -> None:
    assert chain("H(P)", r"\mathbb{E}_{X\sim P}[-\log_2 P(X)]").sides[0] == Entropy(pmf("P", X), 2)


def test_small_and_capital_p_are_one_law_where_they_are_not_compared() -> None:
    found = chain(r"H(Y|X)", r"-\sum_x\sum_y p(xy)\log P(y|x)")
    assert found.sides[1] == -Sum(Sum(general(z, w) * log(general(w | z)), w), z) and not is_doubtful(found)
    assert is_doubtful(chain(r"\mathbb{E}_{x\sim P}[\log P(x)]", r"\mathbb{E}_{x\sim P}[\log p(x)]"))
    assert chain("KL(P||p)").sides[0] == KL(pmf("P", X), pa)


def test_dots_are_a_sum_where_their_terms_fit_one_pattern() -> None:
    u, v = Symbol("a", Family(REAL, term(1), n)), Symbol("x", Family(POSITIVE, term(1), n))
    found = chain(r"a_1log(x_1)+a_2log(x_2)+\cdots+a_nlog(x_n)").sides[0]
    assert found == Sum(u[i] * log(v[i]), (i, 1, n))


def test_an_index_used_behind_its_sum_draws_the_sum_out_and_is_noted() -> None:
    found = chain(r"\sum_{i} \ln p(y_i|x_i) + \ln p(x_i)")
    assert isinstance(found.sides[0], SumOver) and any(reading.code == "index-outside" for reading in found.readings)
    assert not is_doubtful(chain(r"\sum_{i} [\ln p(y_i|x_i) + \ln p(x_i)]"))


def test_a_missing_bracket_at_the_end_is_noted() -> None:
    found = chain(r"log(P(x) + 1")
    assert not isinstance(found.sides[0], Unread) and any(reading.code == "unbalanced" for reading in found.readings)


def test_a_conditional_divergence_is_averaged_unless_its_condition_is_fixed() -> None:
    mean = chain(r"D_{KL}(P(y|x)\|Q(y|x))").sides[0]
    assert isinstance(mean, SumOver) and isinstance(mean.body, SumOver)
    fixed = chain(r"\log p(x)", r"D_{KL}(q(z|x)\|p(z|x))").sides[1]
    assert isinstance(fixed, SumOver) and not isinstance(fixed.body, SumOver)


def test_derivatives_and_limits_have_their_nodes() -> None:
    loss = Function("J", REAL, differentiable=True)
    assert read(r"\frac{\partial}{\partial\theta}J(\theta)") == Derivative(
        real_theta, None, real_theta, Apply(loss, real_theta)
    )
    assert read(r"\frac{d}{dc} c^2") == Derivative(c, None, c, c**2)
    f = Function("f")
    near = Symbol("c", Real(Fraction(0), Fraction(1), lower_open=True, upper_open=True))
    assert read(r"\lim_{c \to 0^+} f(c)") == Limit(term(0), "+", near, Apply(f, near))
    assert read(r"\lim_{c \to 0} f(c)") == Limit(term(0), "", c, Apply(f, c))
    far = Symbol("n", Integer(term(2), None))
    for arrow in (r"\lim_{n \to \infty}", r"\lim\limits_{n \rightarrow +\infty}"):
        assert read(rf"{arrow} \frac{{1}}{{n}}") == Limit(Const("oo"), "", far, 1 / far)


def test_a_mean_of_a_random_number_runs_over_its_values() -> None:
    found = read(r"\mathbb{E}[X^2] - (\mathbb{E}[X])^2")
    require_sense(found, Context())
    assert str(found) == "E_{k ~ p}[xₖ^2] - (E_{k ~ p}[xₖ])^2"


def test_a_name_that_is_bound_and_free_gets_two_names() -> None:
    found = read(r"\frac{p(y|x)p(x)}{\sum_{x} p(y|x)p(x)}")
    require_sense(found, Context())


def test_what_a_divisor_needs_is_a_hypothesis() -> None:
    found = chain(r"\frac{1}{a}")
    assert [str(hypothesis) for hypothesis in found.context.hypotheses] == ["a is not 0: a != 0"]
    assert chain(r"\frac{1}{\sigma}").context.hypotheses == ()


# Definitions ----------------------------------------------------------------------------------------------------------


def test_a_left_side_that_nothing_defines_is_unknown_and_then_stands_for_its_definition() -> None:
    notebook = Notebook()
    name = chain(r"C(P, Q)", r"-\sum_{i=1}^nP(x_i)log(Q(x_i))", notebook=notebook).sides[0]
    assert isinstance(name, Unknown) and (name.name, name.parameters) == ("C", ("P", "Q"))
    notebook.define(name)
    P = pmf("P", x)
    found = chain("C(P, P)", r"-\sum_{i=1}^nP(x_i)log(P(x_i))", notebook=notebook)
    assert found.sides[0] == -Sum(P(x[i]) * log(P(x[i])), (i, 1, n)) == found.sides[1]


def test_a_derivative_keeps_the_name_that_it_is_taken_by_and_puts_in_the_others() -> None:
    notebook = Notebook()
    for left, right in (
        (r"\hat{y}", r"\sigma(z)"),
        ("z", "c a"),
        ("L", r"-\left[ y\log\hat{y} + (1-y)\log(1-\hat{y}) \right]"),
    ):
        name = chain(left, right, notebook=notebook).sides[0]
        assert isinstance(name, Unknown)
        notebook.define(name)
    by_prediction = chain(r"\frac{\partial L}{\partial \hat{y}}", "1", notebook=notebook).sides[0]
    assert by_prediction == Derivative(y_hat, None, y_hat, -(y * log(y_hat) + (1 - y) * log(1 - y_hat)))
    by_parameter = chain(r"\frac{\partial \hat{y}}{\partial c}", "1", notebook=notebook).sides[0]
    assert by_parameter == Derivative(c, None, c, sigmoid(c * a))


def test_definitions_in_a_circle_end() -> None:
    notebook = Notebook()
    for left, right in (("A_1", "A_2 + A_2"), ("A_2", "A_1 + A_1")):
        name = chain(left, right, notebook=notebook).sides[0]
        if isinstance(name, Unknown):
            notebook.define(name)
    assert len(chain("A_1", "c", notebook=notebook).sides) == 2


def test_a_function_inside_itself_many_times_does_not_grow() -> None:
    notebook = Notebook()
    name = chain("F(a)", "a + a", notebook=notebook).sides[0]
    assert isinstance(name, Unknown)
    notebook.define(name)
    found = chain("F(" * 25 + "c" + ")" * 25, "1", notebook=notebook).sides[0]
    assert isinstance(found, Unread) and "grow too large" in found.message


def test_a_point_beside_an_argmin_is_the_set_of_it() -> None:
    assert chain(r"\arg\min_c (c-1)^2", "1").sides[1] == FiniteSet((term(1),))
    assert chain(r"\arg\min_c (c-1)^2", r"\{1\}").sides[1] == FiniteSet((term(1),))
    assert chain("c", "1").sides[1] == term(1)


def test_a_known_quantity_is_no_unknown_unless_it_is_defined_anew() -> None:
    assert not isinstance(chain("H(p)", "1").sides[0], Unknown)
    assert isinstance(chain("I(A)", "f(P(A))", defines=True).sides[0], Unknown)


def test_a_value_for_a_moment_is_not_lasting() -> None:
    moment, lasting = chain("y", "1").sides[0], chain(r"\theta_{MLE}", r"argmax_\theta p(D|\theta)").sides[0]
    assert isinstance(moment, Unknown) and not moment.lasting
    assert isinstance(lasting, Unknown) and lasting.lasting and lasting.name == r"\theta_{\mathrm{MLE}}"


def test_an_argument_that_a_sum_would_capture_is_not_captured() -> None:
    notebook = Notebook()
    name = chain("S(a)", r"\sum_{i=1}^n a i", notebook=notebook).sides[0]
    assert isinstance(name, Unknown)
    notebook.define(name)
    found = chain("S(i)", "1", notebook=notebook).sides[0]
    assert isinstance(found, SumOver) and str(found.variable) != "i" and str(found) == "∑_{l=1}^{n} i l"


def test_definitions_that_double_are_refused_before_they_grow() -> None:
    notebook = Notebook()
    letters = [f"A_{{{number}}}" for number in range(40)]
    for before, after in pairwise(letters):
        name = chain(after, f"{before} + {before} + c", notebook=notebook).sides[0]
        if isinstance(name, Unknown):
            notebook.define(name)
    found = chain(letters[-1], "1", notebook=notebook).sides[0]
    assert not isinstance(found, Term) or sum(1 for _ in found.walk()) < 10_000


def test_a_supposition_enters_the_context_of_the_chains_that_need_it() -> None:
    notebook = Notebook()
    notebook.suppose(tokens("P(x=0)"), Relation.EQUAL, tokens("y"))
    notebook.suppose(tokens("Q(x=0)"), Relation.EQUAL, tokens(r"\hat{y}"))
    name = chain("C(P, Q)", r"-\sum_{i=1}^nP(x_i)log(Q(x_i))", notebook=notebook).sides[0]
    assert isinstance(name, Unknown)
    notebook.define(name)
    found = chain("C(P, Q)", r"-(ylog(\hat{y}) + (1 - y)log(1 - \hat{y}))", notebook=notebook)
    left, right = found.sides
    assert isinstance(left, Term) and isinstance(right, Term)
    assert find(left, right, found.context) is not None


def test_a_declared_equation_may_have_a_sum_with_an_equals_sign_below_it() -> None:
    notebook = Notebook()
    assert declare(r"\sum_{j=1}^K y_j = 1, s \ge 0", notebook) == []
    assert [one.relation.value for one in notebook.suppositions] == ["=", ">="]
    assert notebook.suppositions[0].left.at == 0
    assert declare(r"y_{j=1}", notebook) == ["'y_{j=1}' declares nothing"]


def test_a_declaration_overrides_a_convention() -> None:
    notebook = Notebook()
    notebook.declare("a", "positive")
    assert chain("a", notebook=notebook).sides[0] == positive("a")
    with pytest.raises(ValueError, match="no kind"):
        notebook.declare("a", "nonsense")


# True chains are found true -------------------------------------------------------------------------------------------

TRUE = [
    (
        r"D_{KL}\left( p||q \right)",
        r"-H\left( p \right) -\sum_{i=1}^n{p\left( x_i \right)}\log \left( q\left( x_i \right) \right)",
    ),
    (r"-E_{x \sim p}[lnq(x) - lnp(x)]", "H(p,q) - H(p)"),
    (r"H(x)", r"-E_{x \sim p}[log_2 p(x)]"),
    (
        r"\mathbb{E}_{X\sim P} [-\log_2 Q(X)] - \mathbb{E}_{X\sim P} [-\log_2 P(X)]",
        r"\mathbb{E}_{X\sim P} \left[\log_2 \frac{P(X)}{Q(X)}\right]",
    ),
    (
        r"E(log(\frac{P(x_i)}{Q(x_i)}))",
        r"E[-log(\frac{Q(x_i)}{P(x_i)})]",
        r"\sum_{i=1}^nP(x_i)log(\frac{P(x_i)}{Q(x_i)})",
    ),
    (r"argmax_{\theta} \prod_{i} p(d_{i}|m, \theta)", r"argmax_{\theta} \sum_{i} lnp\left(d_{i}|m,\theta\right)"),
    (r"H(p,q)", r"-E_{x \sim p}[lnq(x)]", r"-\sum_{i} p_{i}lnq_{i}"),
    (r"\log L", r"\log L"),
]


@pytest.mark.parametrize("sides", TRUE, ids=[sides[0] for sides in TRUE])
def test_a_true_chain_is_found_true(sides: tuple[str, ...]) -> None:
    found = chain(*sides)
    for left, right in zip(found.sides, found.sides[1:], strict=False):
        assert isinstance(left, Term) and isinstance(right, Term)
        assert find(left, right, found.context) is not None, f"{left} = {right}"


def test_a_false_chain_is_refuted() -> None:
    found = chain(r"D_{KL}(p||q)", r"\sum_{i=1}^n p(x_i)\log\frac{q(x_i)}{p(x_i)}")
    left, right = found.sides
    assert isinstance(left, Term) and isinstance(right, Term)
    assert consult(Claim(left, Relation.EQUAL, right, found.context)).refuted


# Hostile input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "latex",
    [
        "{" * 10000 + "x" + "}" * 10000,
        "(" * 10000,
        "-" * 3000 + "x",
        r"\sqrt" * 3000,
        "9^{9^{9^{9}}}",
        "x^{x^{" * 1000,
        r"\frac{1}{" * 1000,
        r"\log" * 1000,
        r"\sum_{i=1}^n" * 1000,
        "+".join(["x"] * 5000),
        r"\underset" * 500,
        r"\hat" * 3000 + "x",
        r"\mathrm{" * 2000,
        "a" * 3000,
        "1" * 100000,
        r"\mathrm{Var}(" * 30 + "X" + ")" * 30,
        "a(b+" * 35 + "c" + ")" * 35,
        "S[a + " * 35 + "c" + "]" * 35,
        r"\underbrace{" * 1500,
        r"I(A; B | " * 30 + "C" + ")" * 30,
    ],
    ids=range(20),
)
def test_a_bomb_is_read_or_refused_at_once(latex: str) -> None:
    start = time.process_time()
    found = chain(latex, "1").sides[0]
    assert isinstance(found, (Term, Unread, Unknown)) and time.process_time() - start < 5


WORDS = r"""
    p q P x x_i x^{(i)} y \hat{y}_i \theta \sigma H( D_{KL}( E_{x\sim p} \mathbb{E} [ ] ( ) { } \left( \right) | \| , ;
    + - / = \sum_i \sum_{i=1}^n \sum_x \prod_i \log ln \log_2 e^ \exp \frac \sqrt ^ _ ' 1 0.5 n i \cdots \arg\max_\theta
    \lim_{x\to0} \int dx \partial \nabla \text{bit} KL( f( f' ~ \sim \infty \begin{cases} \end{cases} \\ & \top
    \mathbf{x} \bar{x} \underset{\theta} 熵 ! · p(x|y) P(x=1) \operatorname* \cdot \middle \_ \mathrm{
""".split()  # noqa: SIM905 - a list of words reads better without quotes


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=3))
def test_any_soup_of_words_is_read_or_refused_at_one_of_its_tokens(sides: list[list[str]]) -> None:
    written = [tokens(" ".join(words)) for words in sides]
    notebook = Notebook()
    found = read_chain(written, notebook)
    assert len(found.sides) == len(written)
    for side, result in zip(written, found.sides, strict=True):
        assert isinstance(result, (Term, Unread, Unknown))
        if isinstance(result, Unread) and side:
            assert result.token in side and result.message
    if isinstance(found.sides[0], Unknown):
        notebook.define(found.sides[0])
        read_chain(written, notebook)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(latex: str) -> None:
    assert isinstance(chain(latex).sides[0], (Term, Unread, Unknown))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(READ), st.integers(0, 40))
def test_no_token_is_dropped(row: tuple[tuple[str, ...], Term], place: int) -> None:
    """A sign that means nothing, put anywhere into a formula that is read, is found."""
    *before, last = row[0]
    written = tokens(last)
    place = place % (len(written) + 1)
    written[place:place] = tokens(r"\square")
    found = read_chain([*(tokens(side) for side in before), written], Notebook()).sides[-1]
    assert isinstance(found, Unread)


def test_a_mass_that_is_named_is_unknown() -> None:
    assert isinstance(chain(r"P(X=x_i)", r"p_i").sides[1], Unknown)


def test_a_value_of_an_entropy_is_unknown_and_a_bound_of_it_is_not() -> None:
    assert isinstance(chain("H(X)", r"3\ \text{bit}").sides[0], Unknown)
    bound = read_chain([tokens("H(X)"), tokens("0")], Notebook(), relation=">=")
    assert bound.sides[0] == Entropy(pa)


def test_decimals_keep_their_digits() -> None:
    found = read("0.50")
    assert found == decimal("0.50") and found != term(Fraction(1, 2))


def test_an_index_has_integers_for_values() -> None:
    found = read(r"\sum_{i=1}^n i")
    assert isinstance(found, SumOver) and found.variable.sort == Integer()
    assert j.sort == Integer()


# Shorthands, and what a formula leaves open --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dressed", "plain"),
    [
        (r"\underbrace{a + c}_{\text{gain}} - c", r"{a + c} - c"),
        (r"\color{red} a \cancel{c}", "a c"),
        (r"\textcolor{blue}{a} + \phantom{x} c", "a + c"),
        (r"\left. \frac{a}{2} \right.", r"\frac{a}{2}"),
        (r"{a \over 2}", r"\frac{a}{2}"),
        (r"1{,}234 a", "1234 a"),
        (r"46.9\% a", r"\frac{46.9}{100} a"),
        (r"E \log p(X)", r"E[\log p(X)]"),
        (r"Log(b)", r"\log(b)"),
        (r"x^T w", r"w^{\top} x"),
        (r"\Sigma_{i=1}^n a_i", r"\sum_{i=1}^n a_i"),
        (r"P(A \cap B)", "P(A, B)"),
        (r"p(\mathbf{X, Z})", r"p(\mathbf{X}, \mathbf{Z})"),
        (r"(e^{-x})'", r"\frac{d}{dx} e^{-x}"),
        (r"1.\ a + c", "a + c"),
        (r"\mathrm{softmax}(z)_k", r"\frac{\exp(z_k)}{\sum_j \exp(z_j)}"),
        (r"\operatorname{Var}(X)", r"E[(X - E[X])^2]"),
        (r"E_p[\log q]", r"E_{x\sim p}[\log q(x)]"),
        (r"E_X[\log p(x)]", r"E_x[\log p(x)]"),
        (r"I(X; Y | Z)", "H(X | Z) - H(X | Y, Z)"),
        (r"D_{KL}(p(x, y) \| p(x) p(y))", r"\sum_{x, y} p(x, y) \log \frac{p(x, y)}{p(x) p(y)}"),
    ],
)
def test_a_dressed_or_short_formula_is_the_plain_one(dressed: str, plain: str) -> None:
    assert read(dressed) == read(plain)


def test_products_of_vectors_with_their_indices_apart_are_different_numbers() -> None:
    first, last = chain(r"\sum_{i=1}^n w^T x_i", r"\sum_{i=1}^n w_i^T x").sides
    assert first != last


def test_a_raised_letter_that_counts_is_an_exponent_and_no_transpose() -> None:
    assert "transpose" in refused(r"a^T c + T")[0]


def test_a_sum_over_all_but_one_is_written_out_where_that_one_stands_outside() -> None:
    found = chain(r"a_i + \sum_{k \neq i} a_k", r"\sum_k a_k").sides
    assert not any(isinstance(side, Unread) for side in found)
    assert isinstance(chain(r"\sum_{i \neq k} a_i a_k", r"2 \sum_{i \neq k} a_i a_k").sides[0], Unread)


def test_a_definition_for_each_index_is_put_in_at_any_index() -> None:
    notebook = Notebook()
    defined = chain(r"a_j", r"\frac{e^{z_j}}{\sum_k e^{z_k}}", notebook=notebook)
    assert isinstance(defined.sides[0], Unknown) and isinstance(defined.sides[1], Term)
    notebook.define(defined.sides[0], defined.sides[1])
    one, other = chain(r"\sum_k a_k z_k", r"\sum_k \frac{e^{z_k}}{\sum_l e^{z_l}} z_k", notebook=notebook).sides
    assert isinstance(one, Term) and isinstance(other, Term)
    assert not any(isinstance(node, Symbol) and node.name.startswith("a") for node in one.walk())


def test_mu_beside_means_of_one_variable_is_its_mean_and_elsewhere_a_number() -> None:
    one, other = chain(r"E[(X - \mu)^2]", r"E[(X - E[X])^2]").sides
    assert one == other
    assert read(r"\mu + a") == real("mu") + a


def test_a_law_takes_the_parameter_that_it_has_beside_it_unless_it_is_compared_with_itself() -> None:
    shared = chain(r"\log p_\theta(x, z)", r"\log p_\theta(x | z) + \log p(z)")
    assert is_doubtful(shared) and {law.name for side in shared.sides for law in _laws(side)} == {"p"}
    compared = chain(r"\sum_x p(x) \log p_\theta(x)", r"0")
    assert not is_doubtful(compared)


def one_formula(*sides: str, notebook: Notebook | None = None) -> ReadChain:
    """The chain of some sides as they stand in one formula, with equals signs between them."""
    text, found = " = ".join(sides), []
    for number, side in enumerate(sides):
        start = len(" = ".join([*sides[:number], ""])) if number else 0
        found.append([token for token in tokens(text) if start <= token.start < start + len(side)])
    return read_chain(found, notebook or Notebook())


def _laws(side: object) -> set[Law]:
    assert isinstance(side, Term)
    return {node.distribution.law for node in side.walk() if isinstance(node, Prob) and node.distribution.parameters}


@pytest.mark.parametrize(
    "sides",
    [
        (r"\frac{d}{da} a^2", "2 a", "0"),
        (r"\sum_{k=1}^K \hat{y}_k", "1"),
        (r"e^{a - 1}", r"\frac{1}{c}"),
        (r"Q(z)", r"\frac{p(x, z)}{p(x)}"),
        (r"\log p(x)", r"\mathrm{ELBO} + D_{KL}(q(z|x) \| p(z|x))"),
        (r"\sum_j y_j \log c", r"\log c"),
        (r"P(y | x_1, \dots, x_n) P(x_1, \dots, x_n)", r"P(y) \prod_{i=1}^n P(x_i | y)"),
        (r"\sum_{k=1}^K |C_k|", "|D|"),
    ],
)
def test_what_a_note_may_lay_down_is_doubtful(sides: tuple[str, ...]) -> None:
    assert is_doubtful(one_formula(*sides))


@pytest.mark.parametrize(
    "sides",
    [
        (r"\frac{d}{da} a^2", "3 a"),
        (r"\sum_{k=1}^K \hat{y}_k", "0"),
        (r"e^{a - 1}", r"e^a"),
        (r"\log p(x)", r"D_{KL}(q(z|x) \| p(z|x))"),
        (r"\sum_j y_j \log a_j", r"\sum_j y_j a_j"),
        (r"H(p, q)", "H(p) - D_{KL}(p \\| q)"),
    ],
)
def test_a_plain_claim_is_not_doubtful(sides: tuple[str, ...]) -> None:
    assert not is_doubtful(one_formula(*sides))


def test_bare_logarithms_of_numbers_are_doubtful_after_another_base_only() -> None:
    notebook = Notebook()
    assert not is_doubtful(chain(r"\log 0.5", "-1", notebook=notebook))
    chain(r"H(p)", r"-\sum_x p(x) \log_2 p(x)", notebook=notebook)
    assert is_doubtful(chain(r"\log 0.5", "-1", notebook=notebook))


def test_a_name_at_the_end_that_nothing_speaks_of_is_unknown() -> None:
    assert isinstance(chain(r"a c", r"\mathcal{L}_q").sides[1], Unknown)
    assert not isinstance(chain(r"a c", "c").sides[1], Unknown)


def test_the_number_of_outcomes_bounds_an_entropy_that_shows_no_law() -> None:
    left, right = read_chain([tokens("H(X)"), tokens(r"\log n")], Notebook(), relation="<=").sides
    counted = Entropy(Distribution(Law("p", Labels(term(1), n))))
    assert left == counted and right == log(n)
    assert read_chain([tokens("H(X)"), tokens(r"\log b")], Notebook(), relation="<=").sides[0] != counted


def test_a_law_beside_a_number_is_no_law_alone() -> None:
    found = chain(r"D_{KL}(P \| Q)", "0", "P", "0.9").sides[2]
    assert not isinstance(found, Distribution)


@pytest.mark.parametrize("size", ["|D|", r"|\mathcal{Y}|"])
def test_the_size_of_a_set_ends_a_range(size: str) -> None:
    found = read(rf"\frac{{1}}{{{size}}} \sum_{{i=1}}^{{{size}}} a x_i")
    [total] = [node for node in found.walk() if isinstance(node, SumOver)]
    assert isinstance(total.domain, Range) and isinstance(total.domain.upper.sort, Integer)
    assert [node for node in found.walk() if isinstance(node, Symbol) and node.name == total.domain.upper.name] == [
        total.domain.upper
    ] * 2


def test_the_law_below_an_expectation_shows_inside_what_is_drawn() -> None:
    found = chain(r"E_q[\log q(z|x) - \log p(z, x)]", "1")
    assert isinstance(found.sides[0], Expectation) and str(found.sides[0].variable) == "z" and is_doubtful(found)
    assert not is_doubtful(chain(r"E_q[\log q(z) - \log p(z, x)]", "1"))
    assert isinstance(chain(r"E_r[\log q(z|x) - \log p(z, x)]", "1").sides[0], Unread)

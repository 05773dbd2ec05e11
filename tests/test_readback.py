import subprocess
import sys
from dataclasses import replace

import pytest

from qedtex import latex2sympy, readback
from qedtex.language import (
    KL,
    CrossEntropy,
    E,
    Entropy,
    Product,
    SelfInformation,
    Sum,
    alphabet,
    argmin,
    data,
    decimal,
    delta,
    diff,
    e,
    event,
    every,
    exp,
    extrema,
    function,
    index,
    label,
    law,
    limit,
    log,
    norm,
    oo,
    outcome,
    outcomes,
    pi,
    pmf,
    points,
    positive,
    positive_integer,
    probability,
    random_variable,
    real,
    sample,
    sigmoid,
    sqrt,
    statement,
    variable_entropy,
    vector,
)
from qedtex.latex.dialect import application, write
from qedtex.latex.primes import primed
from qedtex.latex2sympy import OutOfReach, available
from qedtex.readback import ReadBack, Reading, compare, compare_all, judge
from qedtex.terms import Const, Integral, Interval, Term, term

n, m, i, j = positive_integer("n"), positive_integer("m"), index("i"), index("j")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)
letters = alphabet(r"\mathcal{X}")
z = outcome("z", letters)
P, Q = pmf("P", letters), pmf("Q", letters)
general, observed = law("p"), data("D")
theta, mu, sigma = real("theta"), real("mu"), positive("sigma")
weights = vector("theta", m)
plain_x = real("x")
targets, inputs = sample("y", alphabet("Y"), m), sample("x", letters, m)
y, y_hat = label("y"), probability("y_hat")

KL_SUM = Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n))
CONDITIONAL = -Sum(log(general(targets[i] | (inputs[i], theta))), (i, 1, m)) / m
BERNOULLI = -(y * log(y_hat) + (1 - y) * log(1 - y_hat))

UNIT = Interval(term(0), term(1))

READ_RIGHT = {
    "Kullback-Leibler divergence": KL_SUM,
    "decomposition": KL(p, q) - (CrossEntropy(p, q) - Entropy(p)) + KL_SUM,
    "bits": Sum(p[i] * log(p[i], 2), (i, 1, n)) - Entropy(p, 2),
    "alphabet": -Sum(P(z) * log(Q(z)), z),
    "expectation": E(-log(Q(z)), z, P) + 1,
    "conditional likelihood": CONDITIONAL,
    "Bayes": general(observed | theta) * general(theta) / general(observed),
    "Bernoulli": BERNOULLI,
    "Gaussian prior": Product(exp(-(weights[j] ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2), (j, 1, m)),
    "weight decay": sigma * norm(weights) ** 2 + sigma * norm(weights, 1),
    "information": Sum(p(x[i]) * SelfInformation(p, x[i]), (i, 1, n)),
    "sigmoid": log(sigmoid(theta)) - sigmoid(-theta) ** 2,
    "event": P(event("x", 0)) * log(decimal("0.99")) + e ** (-theta),
    "integral": Integral(Interval(-Const("oo"), Const("oo")), theta, general(theta) * exp(-(theta**2))),
    "two integrals": Integral(UNIT, theta, general(theta)) + mu + Integral(UNIT, theta, theta * mu) * sigma,
    "shifted index": Sum(p[i + 1] + p[n - i], (i, 1, n)),
    "names that it reads otherwise": real("d") * real("E") - real("I") * real("e") + real("x_0"),
    "derivative": mu * diff(theta**2 * mu + theta, theta) * 2,
    "derivatives of decorated names": diff(plain_x**2, plain_x) + diff(real("x_0") ** 3 * plain_x, real("x_0")),
    "second derivative": diff(diff(theta**3 * mu**2, mu), theta),
    "unknown function": primed(function("f"), theta) * mu - function("f")(theta * mu),
    "slope of the sigmoid": primed(None, theta) - sigmoid(theta) * (1 - sigmoid(theta)),
    "derivative in a sum": Sum(diff(i * theta**2, theta), (i, 1, 3)),
    "limit from above": 2 * limit(theta * log(theta), theta, 0, "+") + 1,
    "limit from below": limit(exp(theta) * mu, theta, 1, "-") * mu,
    "limit at infinity": limit(1 / (1 + exp(-theta)), theta, -oo),
    "Kronecker's delta": Sum(delta(i, n) * theta, (i, 1, n)),
    "comparison": statement(theta + mu, "<=", mu**2),
    "equal laws": every(statement(p(x[i]), "=", q(x[i])), (i, 1, n)),
    "set of points": points(theta, theta + 1),
    "random variables": 2 * variable_entropy(general, random_variable("X", letters), base=2),
    "nested sums": Sum(p[i] * Sum(q[j] * log(p[j] / q[i]), (j, 1, i)), (i, 1, n)),
}


@pytest.fixture(scope="session", autouse=True)
def _only_with_the_library() -> None:
    reason = available()
    if reason is not None:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def readings() -> dict[str, ReadBack]:
    return dict(zip(READ_RIGHT, compare_all(list(READ_RIGHT.values())), strict=True))


def sabotaged(found: Term, before: str, after: str) -> ReadBack:
    written = write(found)
    assert before in written.text
    return judge((found,), (replace(written, text=written.text.replace(before, after, 1)),))[0]


@pytest.mark.parametrize("name", READ_RIGHT)
def test_a_formula_is_read_to_an_equal_value(readings: dict[str, ReadBack], name: str) -> None:
    assert readings[name].outcome is Reading.AGREE, readings[name]


@pytest.mark.parametrize(
    ("found", "before", "after"),
    [
        pytest.param(BERNOULLI, r"+ \left(1 - y", r"- \left(1 - y", id="sign flipped"),
        pytest.param(BERNOULLI, "-", "", id="sign dropped"),
        pytest.param(KL_SUM, r"\frac{p(i)}{q(i)}", r"\frac{q(i)}{p(i)}", id="p and q swapped"),
        pytest.param(CONDITIONAL, r", \theta)", ")", id="argument dropped"),
        pytest.param(CONDITIONAL, "p(i, i", "p(i, m", id="argument changed"),
        pytest.param(KL_SUM, r"\ln", r"\log", id="logarithm to base 10"),
        pytest.param(KL_SUM, "i=1", "i=2", id="range shortened"),
        pytest.param(KL_SUM, "p(i) ", r"p\left(i\right) ", id="function read as a product"),
        pytest.param(sigma**2 * (theta + mu), "^{2}", "^{3}", id="exponent changed"),
        pytest.param(theta - (mu - sigma), r"\left(\mu - \sigma\right)", r"\mu - \sigma", id="brackets dropped"),
        pytest.param(theta * mu, r"\mu", r"\nu", id="name that the formula does not have"),
        pytest.param(Integral(UNIT, theta, theta), "{0}^{1}", "{1}^{0}", id="ends swapped"),
        pytest.param(diff(theta**2 * mu, theta), r"d\theta", r"d\mu", id="derivative by another name"),
        pytest.param(diff(theta**2 + mu, theta), "2", "3", id="another derivative"),
        pytest.param(limit(exp(theta), theta, 0, "+"), "{+}", "{-}", id="limit from the other side"),
        pytest.param(limit(exp(theta), theta, mu), r"\to \mu", r"\to 0", id="limit elsewhere"),
        pytest.param(delta(i, 1) * theta, "(i, 1)", "(i, 2)", id="another index of a delta"),
        pytest.param(E(log(Q(z)), z, P), "=1", "=2", id="expectation over fewer outcomes"),
    ],
)
def test_a_changed_formula_disagrees(found: Term, before: str, after: str) -> None:
    assert sabotaged(found, before, after).outcome is Reading.DISAGREE


def test_a_text_with_the_same_value_agrees() -> None:
    assert sabotaged(theta + mu, r"\theta + \mu", r"\mu + \theta").outcome is Reading.AGREE


def test_a_proposition_disagrees_where_one_side_does(monkeypatch: pytest.MonkeyPatch) -> None:
    real_read = latex2sympy.read
    monkeypatch.setattr(readback, "read", lambda text: real_read(text.replace("2", "3")))
    assert compare(statement(mu, "=", theta**2)).outcome is Reading.DISAGREE
    assert compare(every(statement(p(x[i]), "=", mu), (i, 1, n))).outcome is Reading.AGREE


def test_what_it_cannot_read_is_out_of_reach() -> None:
    found = sabotaged(theta + mu, r"\theta", r"\mathbb{E}_{x \sim p}")
    assert found.outcome is Reading.OUT_OF_REACH
    assert found.reason.startswith("latex2sympy2:")


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (argmin((theta - mu) ** 2, theta), "argmin/argmax is not in its language"),
        (diff(theta**2, theta, at=1), "a derivative at a point"),
        (diff(weights[j], weights[j]), "a derivative at a point, or by a component"),
        (statement(argmin(theta, theta), "=", theta), "argmin/argmax is not in its language"),
        (extrema("theta_ML"), "argmin/argmax is not in its language"),
        (exp(-log(sigma, 2)), "whatever the base"),
        (Sum(general(p[i]), (i, 1, n)) + Sum(general(general(theta, mu)), (j, 1, n)), "the argument"),
        (log(-exp(theta)), "points where both sides make sense"),
        (Sum(p[i], (i, 1, 10**12)), "a range from 1 to"),
    ],
)
def test_what_the_dialect_lacks_is_out_of_reach(found: Term, reason: str) -> None:
    reading = compare(found)
    assert reading.outcome is Reading.OUT_OF_REACH
    assert reason in reading.reason


def test_a_missing_library_is_not_done_and_never_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readback, "available", lambda: "latex2sympy2 cannot be imported: no")
    for found in (compare(BERNOULLI), *compare_all([BERNOULLI, KL_SUM])):
        assert found.outcome is Reading.NOT_DONE
        assert "cannot be imported" in found.reason


def test_conditions_and_outcomes_are_different_arguments() -> None:
    one, other = general(theta | observed), general(observed | theta)
    assert application(one)[0] != application(other)[0]
    assert application(general(theta | observed))[0] != application(general(theta, observed))[0]
    assert application(p(x[i]))[0] == application(p(x[j]))[0]


def test_each_name_has_one_meaning() -> None:
    written = write(real("x") * real("x_0") + positive("x") + p(x[1]))
    assert len(written.meanings) == 4
    assert written.text == "x x_{1} + x_{2} + p(1)"


def test_an_integral_over_a_decorated_name_gets_a_letter() -> None:
    t = real("theta_0")
    text = write(Integral(UNIT, t, t * theta)).text
    assert text == r"\int_{0}^{1} \theta \theta_{1} \, d\theta"


def test_each_text_is_read_once_and_results_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    real_read = latex2sympy.read

    def counted(text: str) -> object:
        texts.append(text)
        return real_read(text)

    monkeypatch.setattr(readback, "read", counted)
    steps: list[tuple[int, int]] = []
    found = compare_all(
        [theta + mu, argmin(theta, theta), real("a"), theta + mu, positive("a")],
        progress=lambda done, total: steps.append((done, total)),
    )
    assert sorted(texts) == [r"\theta + \mu", "a"]
    assert steps == [(1, 2), (2, 2)]
    outcomes_found = [one.outcome for one in found]
    assert outcomes_found == [Reading.AGREE, Reading.OUT_OF_REACH, Reading.AGREE, Reading.AGREE, Reading.AGREE]


def test_processes_find_what_one_process_finds(readings: dict[str, ReadBack]) -> None:
    names = list(READ_RIGHT)[:4]
    assert compare_all([READ_RIGHT[name] for name in names], jobs=2) == tuple(readings[name] for name in names)


def test_a_refused_argument_is_named() -> None:
    with pytest.raises(OutOfReach, match="the argument"):
        write(general(general(theta, mu)))


def test_importing_read_backs_imports_neither_reader_nor_sympy() -> None:
    code = "import sys, qedtex, qedtex.readback; sys.exit('sympy' in sys.modules or 'latex2sympy2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

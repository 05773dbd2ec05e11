"""Formulas of information theory and learning: what they are called, their LaTeX, and the term it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from qedtex.language import (
    KL,
    CrossEntropy,
    E,
    Entropy,
    Product,
    SelfInformation,
    Sum,
    absolute,
    alphabet,
    argmax,
    argmin,
    data,
    decimal,
    delta,
    diff,
    empirical,
    event,
    every,
    exp,
    function,
    index,
    label,
    labels,
    law,
    limit,
    ln,
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
from qedtex.latex.primes import primed
from qedtex.sorts import RealLine
from qedtex.terms import Const, Index, Integral, Interval, Law, Neg, Term, term

n, m, i, j = positive_integer("n"), positive_integer("m"), index("i"), index("j")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)
letters, signs = alphabet(r"\mathcal{X}"), alphabet(r"\mathcal{Y}")
a, b = outcome("a", letters), outcome("b", signs)
r, s = pmf("r", letters), pmf("s", letters)
joint = law("f")
y, y_hat = label("y"), probability("y_hat")
theta, lam, z, u = real("theta"), positive("lambda"), real("z"), real("u")
sigma, mu = positive("sigma"), real("mu")
w = vector("w", positive_integer("d"))
draws = sample("t", letters, m)
model, observed = pmf("p_model", letters), empirical("p_hat_data", draws, letters)
coin = pmf("P", labels(0, 1))
dataset = data("bold_X")
density = Law("g", RealLine())
phi, k = function("phi"), index("k")
X, Y = random_variable("X", letters), random_variable("Y", signs)


@dataclass(frozen=True)
class Entry:
    """A formula: its name, its LaTeX as the printer writes it, and its term."""

    name: str
    latex: str
    term: Term


CORPUS = (
    Entry("self-information", r"I_{p}(x_{i})", SelfInformation(p, x[i])),
    Entry("self-information in bits", r"I_{p, 2}(x_{i})", SelfInformation(p, x[i], 2)),
    Entry("self-information as a logarithm", r"-\log p(x_{i})", -log(p(x[i]))),
    Entry("entropy", r"H(p)", Entropy(p)),
    Entry("entropy in bits", r"H_{2}(p)", Entropy(p, 2)),
    Entry("entropy as a sum", r"-\sum_{i=1}^{n} p(x_{i}) \log p(x_{i})", -Sum(p(x[i]) * log(p(x[i])), (i, 1, n))),
    Entry("entropy over an alphabet", r"-\sum_{a \in \mathcal{X}} r(a) \log r(a)", -Sum(r(a) * log(r(a)), a)),
    Entry("entropy with indexed masses", r"-\sum_{i=1}^{n} p_{i} \log_{2} p_{i}", -Sum(p[i] * log(p[i], 2), (i, 1, n))),
    Entry("cross-entropy", r"H(p, q)", CrossEntropy(p, q)),
    Entry("divergence", r"D_{\mathrm{KL}}\left(p \,\|\, q\right)", KL(p, q)),
    Entry("divergence in bits", r"D_{\mathrm{KL}, 2}\left(p \,\|\, q\right)", KL(p, q, 2)),
    Entry(
        "divergence as a sum",
        r"\sum_{i=1}^{n} p(x_{i}) \log \frac{p(x_{i})}{q(x_{i})}",
        Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n)),
    ),
    Entry(
        "divergence with the logarithms apart",
        r"\sum_{i=1}^{n} p(x_{i}) \left[ \log p(x_{i}) - \log q(x_{i}) \right]",
        Sum(p(x[i]) * (log(p(x[i])) - log(q(x[i]))), (i, 1, n)),
    ),
    Entry("divergence as a difference", r"H(p, q) - H(p)", CrossEntropy(p, q) - Entropy(p)),
    Entry(
        "divergence as an expectation",
        r"\mathbb{E}_{a \sim r}\left[ \log \frac{r(a)}{s(a)} \right]",
        E(log(r(a) / s(a)), a, r),
    ),
    Entry(
        "a step of Gibbs' inequality",
        r"-\log\left(\sum_{i=1}^{n} p(x_{i}) \frac{q(x_{i})}{p(x_{i})}\right)",
        -log(Sum(p(x[i]) * (q(x[i]) / p(x[i])), (i, 1, n))),
    ),
    Entry("Bayes' theorem", r"\frac{f(b \mid a) f(a)}{f(b)}", joint(b | a) * joint(a) / joint(b)),
    Entry("a joint law", r"f(a, b \mid \theta)", joint(a, b | theta)),
    Entry("a conditional law of a space", r"H\left(r(\cdot \mid b)\right)", Entropy(r(a | b).distribution)),
    Entry("events", r"P(y = 1) + P(y = 0)", coin(event("y", 1)) + coin(event("y", 0))),
    Entry(
        "binary cross-entropy",
        r"-\left[ y \log \hat{y} + (1 - y) \log(1 - \hat{y}) \right]",
        -(y * log(y_hat) + (1 - y) * log(1 - y_hat)),
    ),
    Entry(
        "maximum likelihood",
        r"\operatorname*{arg\,max}_{\theta} \prod_{i=1}^{m} p_{\mathrm{model}}(t^{(i)} ; \theta)",
        argmax(Product(model(Index(draws, i, raised=True), params=theta), (i, 1, m)), theta),
    ),
    Entry(
        "mean log-likelihood",
        r"\operatorname*{arg\,max}_{\theta} \frac{1}{m} \sum_{i=1}^{m} \log p_{\mathrm{model}}(t_{i} ; \theta)",
        argmax(1 / m * Sum(log(model(draws[i], params=theta)), (i, 1, m)), theta),
    ),
    Entry(
        "empirical expectation",
        r"\mathbb{E}_{a \sim \hat{p}_{\mathrm{data}}}\left[ \log p_{\mathrm{model}}(a ; \theta) \right]",
        E(log(model(a, params=theta)), a, observed),
    ),
    Entry(
        "divergence from the model",
        r"D_{\mathrm{KL}}\left(\hat{p}_{\mathrm{data}} \,\|\, p_{\mathrm{model}}(\cdot ; \theta)\right)",
        KL(observed, model.at(theta)),
    ),
    Entry(
        "maximum a posteriori",
        r"\operatorname*{arg\,max}_{\theta} \left[ \log f(\mathbf{X} \mid \theta) + \log f(\theta) \right]",
        argmax(log(joint(dataset | theta)) + log(joint(theta)), theta),
    ),
    Entry(
        "a penalised loss",
        r"\operatorname*{arg\,min}_{\theta} \left[ (z - \theta)^{2} + \lambda \left| \theta \right| \right]",
        argmin((z - theta) ** 2 + lam * absolute(theta), theta),
    ),
    Entry("weight decay", r"\frac{\lambda}{2} \lVert w \rVert_{2}^{2}", lam / 2 * norm(w) ** 2),
    Entry("logistic sigmoid", r"\frac{1}{1 + \exp(-z)}", 1 / (1 + exp(-z))),
    Entry("its derivative", r"\sigma(z) \left[ 1 - \sigma(z) \right]", sigmoid(z) * (1 - sigmoid(z))),
    Entry("a scale beside a sigmoid", r"\sigma \cdot (z + 1) \sigma(z)", sigma * (z + 1) * sigmoid(z)),
    Entry(
        "normal density",
        r"\frac{1}{\sqrt{2 \pi} \sigma} \exp\left(-\frac{(u - \mu)^{2}}{2 \sigma^{2}}\right)",
        1 / (sqrt(2 * pi) * sigma) * exp(-((u - mu) ** 2 / (2 * sigma**2))),
    ),
    Entry(
        "a normalised density",
        r"\int_{-\infty}^{\infty} e^{-u} \, \mathrm{d}u",
        Integral(Interval(-Const("oo"), Const("oo")), u, Const("e") ** (-u)),
    ),
    Entry("powers", r"(\theta + 1)^{2} \cdot 2^{n} \theta^{n + 1}", (theta + 1) ** 2 * term(2) ** n * theta ** (n + 1)),
    Entry("a logarithm before a factor", r"(\log y) \ln z", log(y) * ln(z)),
    Entry("decimals", r"0.50 \log 0.50 + \frac{1}{2}", decimal("0.50") * log(decimal("0.50")) + Fraction(1, 2)),
    Entry("a sum before a factor", r"\left(\sum_{i=1}^{n} z^{i}\right) \theta", Sum(z**i, (i, 1, n)) * theta),
    Entry(
        "nested sums",
        r"\sum_{i=1}^{n} \sum_{j=1}^{i - 1} (w_{i} + w_{j})",
        Sum(Sum(w[i] + w[j], (j, 1, i - 1)), (i, 1, n)),
    ),
    Entry("signs", r"-(-z) - (\theta - z) + \theta (-z)", -Neg(z) - (theta - z) + theta * (-z)),
    Entry("a derivative", r"\frac{\partial}{\partial z} (z^{2} + z)", diff(z**2 + z, z)),
    Entry("a partial derivative", r"\frac{\partial}{\partial w_{k}} \log w_{i}", diff(log(w[i]), w[k])),
    Entry(
        "a derivative at a point",
        r"\left. \frac{\partial}{\partial z} z^{2} \right|_{z = \theta + 1}",
        diff(z**2, z, at=theta + 1),
    ),
    Entry("a derivative as a factor", r"\left(\frac{\partial}{\partial z} z^{2}\right) \theta", diff(z**2, z) * theta),
    Entry("the slope of an unknown function", r"\phi'(z) + \phi'(z \theta)", primed(phi, z) + primed(phi, z * theta)),
    Entry(
        "the slope of the sigmoid",
        r"\sigma'(z) = \sigma(z) \left[ 1 - \sigma(z) \right]",
        statement(primed(None, z), "=", sigmoid(z) * (1 - sigmoid(z))),
    ),
    Entry(
        "a functional equation",
        r"\phi(z \theta) = \phi(z) + \phi(\theta)",
        statement(phi(z * theta), "=", phi(z) + phi(theta)),
    ),
    Entry("a limit from above", r"\lim_{z \to 0^{+}} z \log z", limit(z * log(z), z, 0, "+")),
    Entry("a limit at infinity", r"\lim_{z \to -\infty} \exp(z)", limit(exp(z), z, -oo)),
    Entry("Kronecker's delta", r"\delta_{j,k} - w_{k}", delta(j, k) - w[k]),
    Entry("a set of points", r"\left\{ \frac{1}{2}, -\theta \right\}", points(Fraction(1, 2), -theta)),
    Entry("two laws that differ", r"H(p) \ne H(q)", statement(Entropy(p), "!=", Entropy(q))),
    Entry(
        "equal laws",
        r"p(x_{i}) = q(x_{i}) \quad \forall\, i \in \{1, \ldots, n\}",
        every(statement(p(x[i]), "=", q(x[i])), (i, 1, n)),
    ),
    Entry(
        "equal laws over an alphabet",
        r"r(a) = s(a) \quad \forall\, a \in \mathcal{X}",
        every(statement(r(a), "=", s(a)), a),
    ),
    Entry("joint entropy", r"H(X, Y)", variable_entropy(joint, X, Y)),
    Entry("conditional entropy in bits", r"H_{2}(Y \mid X)", variable_entropy(joint, Y, given=X, base=2)),
    Entry("entropy given a value", r"H(Y \mid a)", variable_entropy(joint, Y, given=a)),
)

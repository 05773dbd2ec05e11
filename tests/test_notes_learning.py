"""Notes on learning: laws by their densities, derivatives through names that a note defines, ranges that it states."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.report import Checked
from qedtex.notes.sources.documents import read_text

NEURON = r"A neuron computes $z = wx + b$ and $a = \sigma(z)$. The loss is $L = -[y \log a + (1 - y) \log (1 - a)]$."
FIT = r"预测值 $\hat y_i = w x_i + b$，损失函数 $$L(w, b) = \frac{1}{2n}\sum_{i=1}^n (\hat y_i - y_i)^2$$"
COIN = r"The chance $\theta \in (0, 1)$ is unknown. $$p(x; \theta) = \theta^{x} (1 - \theta)^{1 - x}$$"
NORMAL = r"$$p(x|\mu,\sigma^2) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)$$"
LOGGED = r"$$\ln L(\mu,\sigma) = -n\ln\sigma - \frac{1}{2\sigma^2}\sum_{i=1}^n (x_i-\mu)^2$$"
SQUARED = r"$$\ell(\mu, \sigma^2) = -\frac{n}{2}\log\sigma^2 - \frac{1}{2\sigma^2}\sum_{i=1}^n (x_i-\mu)^2$$"
TOSSES = (
    r"The tosses are $x_1, \dots, x_n \in \{0,1\}$ and $\theta \in (0,1)$."
    "\n\n"
    r"$$L(\theta) = \prod_{i=1}^{n} \theta^{x_i} (1 - \theta)^{1 - x_i}$$"
)


def last(text: str) -> Checked:
    """The last step of a note."""
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (NEURON, r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} \frac{\partial a}{\partial z} x"),
        (NEURON, r"\frac{\partial L}{\partial a} = -\frac{y}{a} + \frac{1 - y}{1 - a}"),
        (NEURON, r"\frac{\partial L}{\partial a} \frac{\partial a}{\partial z} = a - y"),
        (FIT, r"\frac{\partial L}{\partial w} = \frac{1}{n}\sum_{i=1}^n (\hat y_i - y_i) x_i"),
        (COIN, r"\log p(x; \theta) = x \log \theta + (1 - x) \log(1 - \theta)"),
        (COIN, r"\sum_{i=1}^n \log p(x_i; \theta) = \sum_{i=1}^n [x_i \log \theta + (1 - x_i) \log(1 - \theta)]"),
        (COIN, r"\frac{d}{d\theta} \log(1 - \theta) = -\frac{1}{1 - \theta}"),
        (NORMAL, r"\log p(x|\mu,\sigma^2) = -\frac{1}{2}\log(2\pi\sigma^2) - \frac{(x-\mu)^2}{2\sigma^2}"),
        (NORMAL, r"\frac{\partial}{\partial \mu} \log p(x|\mu,\sigma^2) = \frac{x-\mu}{\sigma^2}"),
        ("", r"\mathcal{N}(x \mid \mu, \sigma^2) = \frac{1}{\sqrt{2\pi}\sigma} e^{-\frac{(x-\mu)^2}{2\sigma^2}}"),
        ("", r"\tanh'(x) = 1 - \tanh^2(x)"),
        ("", r"\cosh^2 x - \sinh^2 x = 1"),
        (r"$$J(w) = (w - 3)^2$$", r"J''(w) = 2"),
        ("", r"1e{-3} \cdot 1000 = 1"),
        ("", r"5! = 120"),
        ("", r"D(X) = E[(X - E(X))^2]"),
        ("", r"\log p(x) = \sum_z q(z) \log \frac{p(x, z)}{q(z)} + D_{KL}(q(z) \| p(z \mid x))"),
        ("", r"\log \frac{\lambda^k e^{-\lambda}}{k!} = k \log \lambda - \lambda - \log k!"),
        ("", r"\frac{\partial}{\partial \lambda} \log \frac{\lambda^k e^{-\lambda}}{k!} = \frac{k}{\lambda} - 1"),
        ("", r"E[(\hat\theta - \theta)^2] = Var(\hat\theta) + (E[\hat\theta] - \theta)^2"),
        (
            "",
            r"e^{-\frac{1}{N} \sum_{i=1}^N \log p(w_i|w_{<i})} = \prod_{i=1}^N p(w_i|w_{<i})^{-\frac1N}",
        ),
        ("", r"\prod_{i=1}^n \lambda e^{-\lambda t_i} = \lambda^n e^{-\lambda \sum_{i=1}^n t_i}"),
        ("", r"\tanh(x) = 2\sigma(2x) - 1"),
        ("", r"\arg\max_\mu \sum_{i=1}^n -\frac{(x_i - \mu)^2}{2\sigma^2} = \arg\min_\mu \sum_{i=1}^n (x_i - \mu)^2"),
        (LOGGED, r"\frac{\partial \ln L}{\partial \mu} = \frac{1}{\sigma^2}\sum_{i=1}^n (x_i - \mu)"),
        (SQUARED, r"\frac{\partial \ell}{\partial \mu} = \frac{1}{\sigma^2}\sum_{i=1}^n (x_i - \mu)"),
        (SQUARED, r"\frac{\partial}{\partial \mu} \ell(\mu, \sigma^2) = \frac{1}{\sigma^2}\sum_{i=1}^n (x_i - \mu)"),
        ("", r"\frac{\cancel{n} \log a}{\cancel{n}} = \log a"),
        ("", r"\sum_{i=0}^{n-1} i = \frac{n(n-1)}{2}"),
        ("", r"\sum_{i=1}^n i^2 = \frac{n(n+1)(2n+1)}{6}"),
        ("", r"\sum_{k=1}^n a r^{k-1} = \frac{a(1 - r^n)}{1 - r}, \quad r \neq 1"),
        (r"Let $\beta \in (0, 1)$.", r"(1 - \beta) \sum_{i=1}^t \beta^{t-i} = 1 - \beta^t"),
        ("", r"\log(1 + e^{z}) = z + \log(1 + e^{-z})"),
        ("", r"-y\log\sigma(z) - (1 - y)\log(1 - \sigma(z)) = \log(1 + e^{z}) - yz"),
        ("", r"\log x^2 = 2\log|x| \quad (x \ne 0)"),
        ("", r"\sqrt{(x - 1)^2} = |1 - x|"),
        ("", r"\max(a, b) + \min\{a, b\} = a + b"),
        ("", r"\max(0, 1 - yf) \ge 1 - yf"),
        ("", r"I(X;Y) \le \min\{H(X), H(Y)\}"),
        ("", r"|x - y| \le |x - z| + |z - y|"),
        ("", r"\log(1 + e^{z}) = \max(0, z) + \log(1 + e^{-|z|})"),
        ("", r"\operatorname{Cov}(X, Y) = \mathbb{E}[XY] - \mathbb{E}[X]\mathbb{E}[Y]"),
        ("", r"\operatorname{Var}(X - Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) - 2\operatorname{Cov}(X, Y)"),
        ("", r"\mathbb{E}[aX + bY] = a\mathbb{E}[X] + b\mathbb{E}[Y]"),
        ("", r"\mathbb{E}[\log X] \le \log \mathbb{E}[X]"),
        ("", r"\left|\sum_{i=1}^n a_i\right| \le \sum_{i=1}^n |a_i|"),
        (r"Say $f(x) = w^\top x + b$, and then $f(x) = x\sigma(x)$.", r"f'(x) = f(x) + \sigma(x) (1 - f(x))"),
        (
            r"With $\frac{s}{a} - n = 0 \implies a = \frac{s}{n}$ and $a > 0$:",
            r"\frac{1}{a} + \frac{2}{a} = \frac{3}{a}",
        ),
    ],
)
def test_a_true_step_is_proved(said: str, claim: str) -> None:
    assert last(f"{said}\n\n$${claim}$$").verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (NEURON, r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} x"),
        (NEURON, r"\frac{\partial L}{\partial a} = \frac{y}{a} - \frac{1 - y}{1 - a}"),
        (NEURON, r"\frac{\partial L}{\partial a} \frac{\partial a}{\partial z} = y - a"),
        (FIT, r"\frac{\partial L}{\partial w} = \frac{1}{n}\sum_{i=1}^n (\hat y_i - y_i)"),
        (COIN, r"\log p(x; \theta) = x \log \theta - (1 - x) \log(1 - \theta)"),
        (COIN, r"\sum_{i=1}^n \log p(x_i; \theta) = \sum_{i=1}^n [x_i \log \theta + (1 + x_i) \log(1 - \theta)]"),
        (NORMAL, r"\log p(x|\mu,\sigma^2) = -\log(2\pi\sigma^2) - \frac{(x-\mu)^2}{2\sigma^2}"),
        (NORMAL, r"\frac{\partial}{\partial \mu} \log p(x|\mu,\sigma^2) = -\frac{x-\mu}{\sigma^2}"),
        ("", r"\mathcal{N}(x \mid \mu, \sigma^2) = \frac{1}{2\pi\sigma} e^{-\frac{(x-\mu)^2}{2\sigma^2}}"),
        ("", r"\tanh'(x) = 1 + \tanh^2(x)"),
        (r"$$J(w) = (w - 3)^2$$", r"J''(w) = 1"),
        ("", r"1e{-3} = 0.01"),
        ("", r"3! = 7"),
        ("", r"D(X) = E(X^2) + [E(X)]^2"),
        ("", r"\prod_{i=1}^n \lambda e^{-\lambda x_i} = \lambda e^{-\lambda \sum_{i=1}^n x_i}"),
        ("", r"\tanh(x) = 2\sigma(x) - 1"),
        ("", r"\arg\max_\mu \sum_{i=1}^n -\frac{(x_i - \mu)^2}{2\sigma^2} = \arg\max_\mu \sum_{i=1}^n (x_i - \mu)^2"),
        (
            LOGGED,
            r"\frac{\partial \ln L}{\partial \mu} = -\frac{1}{\sigma^2}\sum_{i=1}^n (x_i - \mu)",
        ),
        (TOSSES, r"\log L(\theta) = \sum_{i=1}^n \left[ x_i \log \theta + (1 + x_i) \log (1 - \theta) \right]"),
        ("", r"\sum_{i=1}^n i = \frac{n(n-1)}{2}"),
        ("", r"\sum_{k=0}^{n} r^k = \frac{1 - r^n}{1 - r}, \quad r \neq 1"),
        ("", r"\log(1 + e^{z}) = \log(1 + e^{-z}) - z"),
        ("", r"\sqrt{x^2} = x"),
        ("", r"\min(a, b) = -\max(a, b)"),
        ("", r"H(X, Y) \le \max(H(X), H(Y))"),
        ("", r"\operatorname{Cov}(X, Y) = \mathbb{E}[XY] + \mathbb{E}[X]\mathbb{E}[Y]"),
        ("", r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) - 2\operatorname{Cov}(X, Y)"),
        (
            "The two variables are independent.",
            r"\operatorname{Var}(X - Y) = \operatorname{Var}(X) - \operatorname{Var}(Y)",
        ),
        ("", r"\mathbb{E}[\log X] = \log \mathbb{E}[X]"),
        ("", r"\log x^2 = \log|x| \quad (x \ne 0)"),
        ("", r"|a + b| \ge |a| + |b|"),
        (r"Say $f(x) = w^\top x + b$, and then $f(x) = x\sigma(x)$.", r"f'(x) = \sigma(x) + x\sigma(x)"),
        (r"With $a = \sigma(z)$ and $C = \frac{(y - a)^2}{2}$,", r"\frac{\partial C}{\partial z} = (y - a) \sigma'(z)"),
    ],
)
def test_a_false_step_is_refuted(said: str, claim: str) -> None:
    assert last(f"{said}\n\n$${claim}$$").verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "note",
    [
        r"A Bernoulli variable with $P(X=1) = p$ has $\mathbb{E}[X] = p$.",
        "A Bernoulli variable with $P(X=1) = p$.\n\n$$\\mathrm{Var}(X) = p(1 - p)$$",
        r"$$a + \cancel{b} = a$$",
        COIN + "\n\n$$\\log p(x; \\lambda) = \\log \\lambda - \\lambda x$$",
        r"For one label $$p(y|x) = \hat{y}$$ and for the other $$p(y|x) = 1 - \hat{y}$$",
        COIN + "\n\n$$\\frac{d}{d\\theta} \\log p(x; \\theta) = \\frac{x}{\\theta} - \\frac{1 - x}{1 - \\theta} = 0$$",
        r"$$\tanh^{-1}(x) = \frac{1}{\tanh(x)}$$",
        r"$$n! = n (n-1)!$$",
        r"$$\mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y]$$",
        r"$$\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)$$",
        r"$$\operatorname{Cov}(X, Y) = 0$$",
        "Let $X$ and $Y$ be independent.\n\n$$\\mathbb{E}[XY] = \\mathbb{E}[X]\\mathbb{E}[Y]$$",
        r"$$D(X) = E[\log D(X)]$$",
        r"$$\log p(x) = \sum_z q(z) \log \frac{p(x, z)}{q(z)} - D_{KL}(q(z) \| p(z \mid x))$$",
        r"$$\log n! = \sum_{k=1}^n \log k$$",
        r"$$\log \frac{\lambda^k}{k!} = k \log \lambda + \log k!$$",
        r"$$E[\hat\theta] = \theta$$",
        r"$$E[(\hat\theta - \theta)^2] = Var(\hat\theta)$$",
        r"$$E[(y - \hat f)^2] = Var(\hat f) + (E[\hat f] - y)^2$$",
    ],
)
def test_what_may_be_meant_otherwise_is_not_called_false(note: str) -> None:
    assert last(note).verdict not in (Verdict.REFUTED, Verdict.PROVED)


@pytest.mark.parametrize(
    "note",
    [
        "If $x > 0$, then $|x| = x$.\n\n$$\\frac{|x|}{x} = 1$$",
        "Let $x > 0$.\n\n## Elsewhere\n\n$$\\sqrt{x} \\ge 0 \\cdot x - x$$\n\n$$\\frac{x}{x} + |x| \\le 1 + x$$",
        "当 $x \\in (0, 1)$ 时。\n\n$$\\sqrt{x} > x$$",
    ],
)
def test_a_range_of_a_case_or_of_elsewhere_proves_nothing(note: str) -> None:
    assert last(note).verdict is not Verdict.PROVED


def test_what_is_solved_for_behind_an_arrow_is_no_definition() -> None:
    note = r"$$\frac{s}{\theta} - \frac{n - s}{1 - \theta} = 0 \implies \theta = %s$$"
    assert last(note % r"\frac{s}{n}").verdict is Verdict.ASSUMED
    assert last(note % r"\frac{n}{s}").verdict is Verdict.UNDECIDED

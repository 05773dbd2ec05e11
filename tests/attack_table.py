"""True and false claims by topic, as people write them: what the checker must never get wrong, and what it decides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A topic with claims that are true and claims that are false, in LaTeX."""

    name: str
    true: tuple[str, ...]
    false: tuple[str, ...]


TOPICS = (
    Topic(
        "entropy",
        true=(
            r"H(X) = -\sum_x p(x) \log p(x)",
            r"H(p) = \mathbb{E}_{x \sim p}[-\log p(x)]",
            r"-\sum_{i=1}^n p_i \log p_i \ge 0",
            r"-\sum_{i=1}^n p_i \log p_i \le \log n",
            r"\sum_{i=1}^n \frac{1}{n} \log_2 n = \log_2 n",
            r"-\sum_{i=1}^n p_i \log p_i = \sum_{i=1}^n p_i \log \frac{1}{p_i}",
        ),
        false=(
            r"H(X) = \sum_x p(x) \log p(x)",
            r"H(p) = \mathbb{E}_{x \sim p}[\log p(x)]",
            r"-\sum_{i=1}^n p_i \log p_i > \log n",
            r"-\sum_{i=1}^n p_i \log p_i \le 1",
            r"\sum_{i=1}^n \frac{1}{n} \log_2 n = n \log_2 n",
            r"-\sum_{i=1}^n p_i \log p_i = -\log \sum_{i=1}^n p_i^2",
        ),
    ),
    Topic(
        "joint and conditional entropy",
        true=(
            r"H(X,Y) = H(X) + H(Y|X)",
            r"H(X,Y) = H(Y) + H(X|Y)",
            r"H(Y|X) = -\sum_x \sum_y p(x,y) \log p(y|x)",
            r"H(Y|X) = \sum_x p(x) \left( -\sum_y p(y|x) \log p(y|x) \right)",
            r"H(Y|X) \le H(Y)",
            r"H(X,Y) \le H(X) + H(Y)",
        ),
        false=(
            r"H(X,Y) = H(X) + H(Y)",
            r"H(X,Y) = H(X) + H(X|Y)",
            r"H(Y|X) = -\sum_x \sum_y p(y|x) \log p(y|x)",
            r"H(Y|X) = H(X|Y)",
            r"H(Y|X) \ge H(Y)",
            r"H(X,Y) \le H(X)",
        ),
    ),
    Topic(
        "mutual information",
        true=(
            r"I(X;Y) = H(X) - H(X|Y)",
            r"I(X;Y) = H(X) + H(Y) - H(X,Y)",
            r"I(X;Y) = \sum_x \sum_y p(x,y) \log \frac{p(x,y)}{p(x) p(y)}",
            r"I(X;Y) \ge 0",
            r"I(X;Y) = I(Y;X)",
        ),
        false=(
            r"I(X;Y) = H(X) - H(Y|X)",
            r"I(X;Y) = H(X) + H(Y) + H(X,Y)",
            r"I(X;Y) = \sum_x \sum_y p(x,y) \log \frac{p(x) p(y)}{p(x,y)}",
            r"I(X;Y) > 0",
            r"I(X;Y) = H(X,Y)",
        ),
    ),
    Topic(
        "KL divergence and cross-entropy",
        true=(
            r"D_{KL}(p\|q) = \sum_x p(x) \log \frac{p(x)}{q(x)}",
            r"H(p,q) = H(p) + D_{KL}(p\|q)",
            r"D_{KL}(p\|q) \ge 0",
            r"H(p,q) \ge H(p)",
            r"KL(p\|p) = 0",
            r"\mathbb{E}_{x\sim p}\left[\log \frac{p(x)}{q(x)}\right] = -\sum_x p(x) \log q(x) - H(p)",
            r"D_{KL}(p\|q) = 0 \iff p = q",
        ),
        false=(
            r"D_{KL}(p\|q) = D_{KL}(q\|p)",
            r"H(p,q) = H(q) + D_{KL}(p\|q)",
            r"D_{KL}(p\|q) = \sum_x q(x) \log \frac{p(x)}{q(x)}",
            r"H(p,q) = H(q,p)",
            r"H(p,q) \le H(p)",
            r"D_{KL}(p\|q) \le 1",
            r"\mathbb{E}_{x\sim q}\left[\log \frac{p(x)}{q(x)}\right] = -\sum_x p(x) \log q(x) - H(p)",
        ),
    ),
    Topic(
        "Jensen, log-sum and other inequalities",
        true=(
            r"\log t \le t - 1 \quad (t > 0)",
            r"\sum_{i=1}^n p_i \log \frac{q_i}{p_i} \le \log \sum_{i=1}^n q_i",
            r"\log \sum_{i=1}^n p_i q_i \ge \sum_{i=1}^n p_i \log q_i",
            r"a^2 + b^2 \ge 2ab",
            r"p_i \le 1",
            r"\mathbb{E}_{x\sim p}[\log q(x)] \le \log \mathbb{E}_{x\sim p}[q(x)]",
        ),
        false=(
            r"\log t \ge t - 1 \quad (t > 0)",
            r"\sum_{i=1}^n p_i \log \frac{q_i}{p_i} \ge \log \sum_{i=1}^n q_i",
            r"\log \sum_{i=1}^n p_i q_i \le \sum_{i=1}^n p_i \log q_i",
            r"a^2 + b^2 > 2ab",
            r"\log p_i \ge 0",
            r"\log \sum_{i=1}^n p_i q_i = \sum_{i=1}^n \log (p_i q_i)",
        ),
    ),
    Topic(
        "sums, products and logarithms",
        true=(
            r"\log \prod_{i=1}^n p(x_i) = \sum_{i=1}^n \log p(x_i)",
            r"\sum_{i=1}^n (a_i + b_i) = \sum_{i=1}^n a_i + \sum_{i=1}^n b_i",
            r"\sum_{i=1}^n c\, a_i = c \sum_{i=1}^n a_i",
            r"\log_2 x = \frac{\ln x}{\ln 2} \quad (x > 0)",
            r"\sum_{i=1}^n \sum_{j=1}^m a_i b_j = \left(\sum_{i=1}^n a_i\right) \left(\sum_{j=1}^m b_j\right)",
            r"\sum_y p(x,y) = p(x)",
        ),
        false=(
            r"\log \sum_{i=1}^n p(x_i) = \sum_{i=1}^n \log p(x_i)",
            r"\sum_{i=1}^n a_i b_i = \sum_{i=1}^n a_i \sum_{i=1}^n b_i",
            r"\sum_{i=1}^n (a_i + c) = c + \sum_{i=1}^n a_i",
            r"\log_2 x = \frac{\ln 2}{\ln x} \quad (x > 1)",
            r"\left(\sum_{i=1}^n a_i\right)^2 = \sum_{i=1}^n a_i^2",
            r"\sum_y p(x,y) = p(y|x)",
        ),
    ),
    Topic(
        "Bayes and conditional probability",
        true=(
            r"p(x,y) = p(y|x) p(x)",
            r"p(y|x) = \frac{p(x|y) p(y)}{p(x)}",
            r"\sum_y p(y|x) = 1",
            r"p(x) = \sum_y p(x|y) p(y)",
            r"p(x,y,z) = p(x) p(y|x) p(z|x,y)",
        ),
        false=(
            r"p(x,y) = p(y|x) p(y)",
            r"p(y|x) = \frac{p(x|y) p(x)}{p(y)}",
            r"\sum_x p(y|x) = 1",
            r"p(y|x) = p(x|y)",
            r"p(x,y) = p(x) p(y)",
        ),
    ),
    Topic(
        "maximum likelihood and MAP",
        true=(
            r"\arg\max_\theta \prod_{i=1}^m p(x_i;\theta) = \arg\max_\theta \sum_{i=1}^m \log p(x_i;\theta)",
            r"\arg\max_\theta \sum_{i=1}^m \log p(x_i;\theta) = \arg\min_\theta -\frac{1}{m} \sum_{i=1}^m \log p(x_i;\theta)",
            r"\arg\min_\theta D_{KL}(p\|q_\theta) = \arg\min_\theta H(p, q_\theta)",
            r"\arg\max_\theta p(D|\theta) p(\theta) = \arg\max_\theta \left[ \log p(D|\theta) + \log p(\theta) \right]",
            r"\arg\max_\theta \frac{p(D|\theta) p(\theta)}{p(D)} = \arg\max_\theta p(D|\theta) p(\theta)",
            r"\arg\max_\theta \left[ -\frac{\theta^2}{2\sigma^2} \right] = \arg\min_\theta \theta^2",
        ),
        false=(
            r"\arg\max_\theta \prod_{i=1}^m p(x_i;\theta) = \arg\min_\theta \sum_{i=1}^m \log p(x_i;\theta)",
            r"\arg\max_\theta \sum_{i=1}^m \log p(x_i;\theta) = \arg\max_\theta -\sum_{i=1}^m \log p(x_i;\theta)",
            r"\arg\min_\theta D_{KL}(p\|q_\theta) = \arg\min_\theta H(q_\theta)",
            r"\arg\max_\theta p(D|\theta) p(\theta) = \arg\max_\theta \log p(D|\theta)",
            r"\arg\max_\theta \prod_{i=1}^m p(x_i;\theta) = \arg\max_\theta \sum_{i=1}^m p(x_i;\theta)",
            r"\arg\min_\theta (\theta - 1)^2 = \arg\min_\theta \theta^2",
        ),
    ),
    Topic(
        "L1 and L2 penalties",
        true=(
            r"\arg\min_\theta \left[ (\theta - a)^2 + \lambda \theta^2 \right] = \left\{ \frac{a}{1+\lambda} \right\}",
            r"\log \left( \frac{1}{\sqrt{2\pi}\sigma} \exp\left(-\frac{\theta^2}{2\sigma^2}\right) \right) = -\frac{\theta^2}{2\sigma^2} - \log(\sqrt{2\pi}\sigma)",
            r"\log \left( \frac{1}{2b} \exp\left(-\frac{|\theta|}{b}\right) \right) = -\log(2b) - \frac{|\theta|}{b}",
            r"\arg\max_\theta \left[ -\frac{|\theta|}{b} \right] = \arg\min_\theta |\theta|",
        ),
        false=(
            r"\arg\min_\theta \left[ (\theta - a)^2 + \lambda \theta^2 \right] = \left\{ a \right\}",
            r"\log \left( \frac{1}{\sqrt{2\pi}\sigma} \exp\left(-\frac{\theta^2}{2\sigma^2}\right) \right) = \frac{\theta^2}{2\sigma^2} - \log(\sqrt{2\pi}\sigma)",
            r"\log \left( \frac{1}{2b} \exp\left(-\frac{|\theta|}{b}\right) \right) = -\log(2b) - \frac{\theta}{b}",
            r"\arg\min_\theta \left[ (\theta - 1)^2 + \lambda |\theta| \right] = \arg\min_\theta (\theta - 1)^2",
        ),
    ),
    Topic(
        "sigmoid, softmax and derivatives",
        true=(
            r"\frac{d}{dz} \sigma(z) = \sigma(z) (1 - \sigma(z))",
            r"\sigma(-z) = 1 - \sigma(z)",
            r"\frac{\partial}{\partial z} \log \sigma(z) = 1 - \sigma(z)",
            r"\frac{d}{dx} \log x = \frac{1}{x} \quad (x > 0)",
            r"\sigma(z) (1 - \sigma(z)) \le \frac{1}{4}",
            r"\sum_{i=1}^n \frac{e^{z_i}}{\sum_{j=1}^n e^{z_j}} = 1",
            r"\frac{\partial}{\partial w} \frac{1}{2} (w x - y)^2 = (w x - y) x",
            r"\frac{d}{d\theta} \left[ -y \log \sigma(\theta) - (1-y) \log (1 - \sigma(\theta)) \right] = \sigma(\theta) - y",
        ),
        false=(
            r"\frac{d}{dz} \sigma(z) = \sigma(z) (1 + \sigma(z))",
            r"\sigma(-z) = -\sigma(z)",
            r"\frac{\partial}{\partial z} \log \sigma(z) = \sigma(z)",
            r"\frac{d}{dx} \log x = \frac{1}{x^2} \quad (x > 0)",
            r"\sigma(z) (1 - \sigma(z)) \le \frac{1}{5}",
            r"\sum_{i=1}^n \frac{e^{z_i}}{\sum_{j=1}^n e^{z_j}} = n",
            r"\frac{\partial}{\partial w} \frac{1}{2} (w x - y)^2 = (w x - y) y",
            r"\frac{d}{d\theta} \left[ -y \log \sigma(\theta) - (1-y) \log (1 - \sigma(\theta)) \right] = y - \sigma(\theta)",
        ),
    ),
    Topic(
        "limits",
        true=(
            r"\lim_{x \to 0^+} x \log x = 0",
            r"\lim_{x \to 0^+} -\log x = +\infty",
            r"\lim_{z \to \infty} \sigma(z) = 1",
            r"\lim_{x \to \infty} \frac{1}{x} = 0",
        ),
        false=(
            r"\lim_{x \to 0^+} x \log x = -1",
            r"\lim_{x \to 0^+} \log x = +\infty",
            r"\lim_{z \to \infty} \sigma(z) = 0",
            r"\lim_{x \to \infty} \frac{1}{x} = 1",
        ),
    ),
    Topic(
        "numbers, rounding and units",
        true=(
            r"-\log_2 \frac{1}{8} = 3",
            r"-0.9 \log_2 0.9 - 0.1 \log_2 0.1 \approx 0.469",
            r"\ln 2 \approx 0.693",
            r"\log_2 e \approx 1.4427",
            r"\sum_{i=1}^{8} \frac{1}{8} \log_2 8 = 3",
            r"-\sum_x p(x) \log_2 p(x) = -\frac{1}{\ln 2} \sum_x p(x) \ln p(x)",
            r"\sigma(4) \approx 0.982",
        ),
        false=(
            r"-\log_2 \frac{1}{8} = -3",
            r"-0.9 \log_2 0.9 - 0.1 \log_2 0.1 \approx 0.479",
            r"\ln 2 = 0.693",
            r"\log_2 e \approx 1.4426",
            r"\sum_{i=1}^{8} \frac{1}{8} \log_2 \frac{1}{8} = 3",
            r"-\sum_x p(x) \log_2 p(x) = -\ln 2 \sum_x p(x) \ln p(x)",
            r"\log_2 x = \ln x \quad (x > 1)",
        ),
    ),
)

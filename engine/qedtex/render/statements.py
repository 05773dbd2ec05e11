"""What the axioms state, typeset: words with formulas between dollar signs, in English and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qedtex.render.reasons import Language
from qedtex.render.tex import escaped

if TYPE_CHECKING:
    from qedtex.axioms import Axiom

STATEMENTS = {
    "definition.self_information": (r"$I(x) = -\log p(x)$", ""),
    "definition.entropy": (
        r"$H(p) = -\sum_{x} p(x) \log p(x) = \mathbb{E}_{x \sim p}[-\log p(x)]$, with $0 \log 0 = 0$",
        r"$H(p) = -\sum_{x} p(x) \log p(x) = \mathbb{E}_{x \sim p}[-\log p(x)]$，约定 $0 \log 0 = 0$",
    ),
    "definition.cross_entropy": (r"$H(p, q) = -\sum_{x} p(x) \log q(x) = \mathbb{E}_{x \sim p}[-\log q(x)]$", ""),
    "definition.variable_entropy": (
        r"$H(X, Y \mid Z) = -\sum p(x, y, z) \log p(x, y \mid z)$, and"
        r" $H(Y \mid x) = -\sum_{y} p(y \mid x) \log p(y \mid x)$",
        r"$H(X, Y \mid Z) = -\sum p(x, y, z) \log p(x, y \mid z)$，"
        r"$H(Y \mid x) = -\sum_{y} p(y \mid x) \log p(y \mid x)$",
    ),
    "definition.kl": (
        r"$D_{\mathrm{KL}}(p \Vert q) = \sum_{x} p(x) \log \frac{p(x)}{q(x)}"
        r" = \mathbb{E}_{x \sim p}\left[\log \frac{p(x)}{q(x)}\right]$,"
        r" or $H(p, q) - H(p)$ where $p$ may be $0$",
        r"$D_{\mathrm{KL}}(p \Vert q) = \sum_{x} p(x) \log \frac{p(x)}{q(x)}"
        r" = \mathbb{E}_{x \sim p}\left[\log \frac{p(x)}{q(x)}\right]$；"
        r"$p$ 可以为 $0$ 时为 $H(p, q) - H(p)$",
    ),
    "definition.expectation": (r"$\mathbb{E}_{x \sim p}[f(x)] = \sum_{x} p(x) f(x)$", ""),
    "definition.empirical_distribution": (
        r"each of the $m$ members of a sample has mass $\frac{1}{m}$",
        r"$m$ 个样本各占 $\frac{1}{m}$ 的概率",
    ),
    "definition.conditional_probability": (r"$p(a \mid b) = \frac{p(a, b)}{p(b)}$", ""),
    "definition.sigmoid": (r"$\sigma(z) = \frac{1}{1 + \exp(-z)}$", ""),
    "definition.norm": (
        r"$\lVert v \rVert_{1} = \sum_{j} \lvert v_{j} \rvert$ and $\lVert v \rVert_{2} = \sqrt{\sum_{j} v_{j}^{2}}$",
        r"$\lVert v \rVert_{1} = \sum_{j} \lvert v_{j} \rvert$，$\lVert v \rVert_{2} = \sqrt{\sum_{j} v_{j}^{2}}$",
    ),
    "definition.logarithm_base": (r"$\log_{b} a = \frac{\log a}{\log b}$", ""),
    "definition.extremum": (
        r"$\arg\max f$ and $\arg\min f$ are the sets of points where $f$ is greatest and least",
        r"$\arg\max f$、$\arg\min f$ 分别是 $f$ 取最大值、最小值的点的集合",
    ),
    "arithmetic.field": ("the field laws of the real numbers", "实数的域公理"),
    "arithmetic.order": ("the order laws of the real numbers", "实数的序公理"),
    "arithmetic.enclosure": (
        "ball arithmetic encloses the real value of an expression without variables",
        "区间（球）算术的结果包含不含变量的表达式的真值",
    ),
    "arithmetic.power": (
        r"$(a b)^{r} = a^{r} b^{r}$ and $(a^{r})^{s} = a^{r s}$ for $a, b > 0$",
        r"$(a b)^{r} = a^{r} b^{r}$，$(a^{r})^{s} = a^{r s}$（$a, b > 0$）",
    ),
    "log.product": (r"$\log(a b) = \log a + \log b$ for $a, b > 0$", r"$\log(a b) = \log a + \log b$（$a, b > 0$）"),
    "log.power": (r"$\log(a^{r}) = r \log a$ for $a > 0$", r"$\log(a^{r}) = r \log a$（$a > 0$）"),
    "log.inverse": (
        r"$\log(\exp x) = x$, and $\exp(\log a) = a$ for $a > 0$",
        r"$\log(\exp x) = x$，$\exp(\log a) = a$（$a > 0$）",
    ),
    "log.increasing": (r"$\log$ is strictly increasing on the positive reals", r"$\log$ 在正实数上严格单调递增"),
    "exp.sum": (r"$\exp(x + y) = \exp(x) \exp(y)$", ""),
    "exp.increasing": (r"$\exp$ is strictly increasing", r"$\exp$ 严格单调递增"),
    "derivative.algebra": (
        r"$(f + g)' = f' + g'$, $(f g)' = f' g + f g'$ and $\left(\frac{f}{g}\right)' = \frac{f' g - f g'}{g^{2}}$",
        r"$(f + g)' = f' + g'$，$(f g)' = f' g + f g'$，$\left(\frac{f}{g}\right)' = \frac{f' g - f g'}{g^{2}}$",
    ),
    "derivative.chain": (r"$(f(g))' = f'(g) \, g'$", ""),
    "derivative.power": (r"$(x^{r})' = r x^{r - 1}$", ""),
    "derivative.exp": (r"$\exp' = \exp$", ""),
    "derivative.log": (r"$\log' x = \frac{1}{x}$ for $x > 0$", r"$\log' x = \frac{1}{x}$（$x > 0$）"),
    "mean_value": (
        "$f(a) - f(b) = (a - b) f'(c)$ for some $c$ between $a$ and $b$",
        "存在介于 $a$ 与 $b$ 之间的 $c$，使 $f(a) - f(b) = (a - b) f'(c)$",
    ),
    "integral.linear": ("integrals are linear, and add up over intervals", "积分的线性性与区间可加性"),
    "integral.substitution": (r"$\int f(x) \, \mathrm{d}x = \int f(g(u)) g'(u) \, \mathrm{d}u$", ""),
    "integral.fundamental": (r"$\int_{a}^{b} F'(x) \, \mathrm{d}x = F(b) - F(a)$", ""),
    "integral.gauss": (r"$\int_{-\infty}^{\infty} \exp(-x^{2}) \, \mathrm{d}x = \sqrt{\pi}$", ""),
    "definition.kronecker": (
        r"$\delta_{j,k}$ is $1$ where $j = k$, and $0$ elsewhere",
        r"$j = k$ 时 $\delta_{j,k} = 1$，否则为 $0$",
    ),
    "definition.limit": (
        r"$f(x) \to L$: every neighbourhood of $L$ holds $f(x)$ for all $x$ near the point",
        r"$f(x) \to L$：$x$ 充分接近该点时 $f(x)$ 落入 $L$ 的任意给定邻域",
    ),
    "limit.algebra": (
        "limits of sums, products, quotients and composites of functions are those of their limits",
        "和、积、商与复合函数的极限由各自的极限得到",
    ),
    "continuity": (
        "elementary functions are continuous where they are defined",
        "初等函数在其定义域内连续",
    ),
    "limit.growth": (
        r"as $x \to \infty$, $\log x$ grows slower than any power of $x$, and that slower than $\exp x$",
        r"$x \to \infty$ 时，$\log x$ 的增长慢于 $x$ 的任何正幂，后者又慢于 $\exp x$",
    ),
    "sum.finite": (
        "finite sums and products, by recursion: linear, reindexed, exchanged",
        "有限和与有限积（递归定义）的线性、换标与换序",
    ),
    "probability.normalised": (
        r"$\sum_{x} p(x) = 1$ for a probability mass function $p$",
        r"概率质量函数 $p$ 满足 $\sum_{x} p(x) = 1$",
    ),
    "probability.joint": (
        "a joint probability is one of all its quantities together, whatever their order",
        "联合概率是其全部变量共同的概率，与书写次序无关",
    ),
    "probability.marginal": (r"$\sum_{y} p(x, y) = p(x)$", ""),
}
"""English and Chinese by the axiom's name; an empty Chinese text is the same as the English one."""


def statement(axiom: Axiom, lang: Language = "en") -> str:
    r"""What an axiom states, for LaTeX and for Markdown; the plain statement where none is typeset here.

    >>> from qedtex.axioms import AXIOMS
    >>> print(statement(AXIOMS["log.product"]))
    $\log(a b) = \log a + \log b$ for $a, b > 0$
    """
    english, chinese = STATEMENTS.get(axiom.name, (escaped(axiom.states), ""))
    return (chinese or english) if lang == "zh" else english

"""How fast notes are read, as a ratio to latex2sympy2 on the formulas that both read."""

from __future__ import annotations

import time
from typing import Any

import pytest

from qedtex import latex2sympy
from qedtex.notes.reading import Notebook, Unread, read_chain, tokens

FORMULAS = (
    r"a + b - c",
    r"a^{2} - 2 a b + b^{2}",
    r"(a - b)^{2}",
    r"\frac{a + b}{c}",
    r"\frac{1}{2} \theta^{2}",
    r"\sqrt{a^{2} + b^{2}}",
    r"\frac{1}{\sqrt{2 \pi} \sigma}",
    r"-\frac{\theta^{2}}{2 \sigma^{2}}",
    r"\ln(a) + \ln(b)",
    r"\ln(a b)",
    r"\log_{2}(a)",
    r"-a \ln(b) - (1 - a) \ln(1 - b)",
    r"-(y \ln(z) + (1 - y) \ln(1 - z))",
    r"\frac{1}{1 + e^{-z}}",
    r"\frac{e^{-z}}{(1 + e^{-z})^{2}}",
    r"\sum_{i=1}^{n} i",
    r"\sum_{i=1}^{n} a_{i} b_{i}",
    r"\sum_{i=1}^{n} a_{i} \ln(b_{i})",
    r"-\sum_{i=1}^{n} a_{i} \ln(\frac{a_{i}}{b_{i}})",
    r"\prod_{i=1}^{n} a_{i}",
    r"\frac{1}{m} \sum_{i=1}^{m} \ln(a_{i})",
    r"\frac{n (n + 1)}{2}",
    r"|a - b|",
    r"\frac{a}{b} + \frac{c}{d}",
    r"a b c + 2 a b - 3",
    r"\sum_{k=0}^{n} r^{k}",
    r"\frac{1 - r^{n + 1}}{1 - r}",
    r"(a + b)(a - b)",
    r"\frac{1}{8} \log_{2}(8)",
    r"0.99 \cdot 2 + 0.01 \cdot 3",
    r"\sum_{i=1}^{n} p(x_i) \log q(x_i)",
    r"\sum_{i=1}^n p\left(x_i\right)\log\frac{p\left(x_i\right)}{q\left(x_i\right)}",
    r"\mathbb{E}_{x\sim p}[\log p(x) - \log q(x)]",
    r"D_{KL}(p\|q)",
    r"H(p, q) - H(p)",
    r"\arg\max_{\theta} \sum_{i=1}^m \log P_{model}(x^{(i)};\theta)",
    r"\underset{\theta}{\mathrm{argmax}} \prod_{i} p(y_i | x_i, m, \theta)",
    r"\frac{p(D|m,\theta)p(\theta|m)}{p(D|m)}",
    r"-(ylog(\hat{y}) + (1 - y)log(1 - \hat{y}))",
    r"\frac{\partial}{\partial\theta}J(\theta)",
)


def read(latex: str) -> bool:
    """Whether our reader reads a formula."""
    return not isinstance(read_chain([tokens(latex)], Notebook()).sides[0], Unread)


def theirs(latex: str) -> bool:
    """Whether latex2sympy2 reads a formula as anything."""
    try:
        latex2sympy.read(latex)
    except latex2sympy.OutOfReach:
        return False
    return True


def test_reading_is_fifty_times_faster_than_latex2sympy2(benchmark: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert all(map(read, FORMULAS))
    theirs("a + b")
    both, slow = [], 0.0
    for formula in FORMULAS:
        start = time.perf_counter()
        if theirs(formula):
            slow += time.perf_counter() - start
            both.append(formula)
    assert len(both) >= 20
    benchmark(lambda: [read(formula) for formula in both])
    quick = []
    for _ in range(20):
        start = time.perf_counter()
        for formula in both:
            read(formula)
        quick.append(time.perf_counter() - start)
    ratio = slow / sorted(quick)[len(quick) // 2]
    with capsys.disabled():
        print(f"\nreading {len(both)} formulas that both read: {ratio:.0f} times faster than latex2sympy2")
    assert ratio >= 50

"""What running text says against a convention is heard, and what hangs on the convention is not proved."""

from __future__ import annotations

import pytest

from qedtex.claims import Verdict
from qedtex.notes.checking import check_document
from qedtex.notes.prose.predicates import predicates
from qedtex.notes.report import Checked
from qedtex.notes.sources.documents import read_text

PROVED, REFUTED, UNDECIDED, ASSUMED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.ASSUMED


def last(text: str) -> Checked:
    """The last step of a note."""
    return check_document(read_text(text, path="note.md"), repairs=False).steps[-1]


SUM = r"$$\sum_x p(x) = 1$$"
MASSES = r"$$\sum_{i=1}^n p_i = 1$$"
LOG = r"$$\log x^2 = 2\log x$$"
ONE = r"$$\frac{x}{x} = 1$$"
SIGN = r"$$|\lambda| = \lambda$$"
SLOPE = r"$$\frac{d}{dx}\log x = \frac1x$$"
PRODUCT = r"$$p(D|\theta) = \prod_{i=1}^m p(x_i|\theta)$$"


@pytest.mark.parametrize(
    "text",
    [
        rf"Let $p$ be unnormalised weights. Then {SUM}",
        rf"The function $p$ isn't normalised. So {SUM}",
        rf"We do not assume that $p$ is normalised. {SUM}",
        rf"Let $p = (p_1, \dots, p_n)$ be an unnormalised vector. {MASSES}",
        rf"Here $p$ is a nonnegative vector, not summing to one. {MASSES}",
        rf"Let $p_i \ge 0$ be weights, not necessarily summing to one. {MASSES}",
        rf"The $p_i$ are arbitrary positive numbers. {MASSES}",
        rf"The numbers $p_i$ sum to 2. {MASSES}",
        rf"Suppose $\sum_x p(x) = 2$. Then {SUM}",
        r"$$\sum_x \tilde{p}(x) = Z$$ $$\sum_x \tilde{p}(x) = 1$$",
        rf"设 $p$ 为未归一化的权重。则 {SUM}",
        rf"$p$ 不是概率分布。{SUM}",
        rf"$p_i$ 为正数，但其和不一定为1。{MASSES}",
        r"这里 $q$ 不是归一化的。则 $D_{KL}(p\|q) \ge 0$。",
        r"Let $p$ and $q$ be positive functions that do not sum to one. Then $D_{KL}(p\|q) \ge 0$.",
        "## Notation\n\n$p$ is an unnormalised density.\n\n## Result\n\n" + SUM,
        rf"{SUM} where $p$ is unnormalised.",
        r"$$\sum_x p(x) = 1, \quad p \text{ unnormalised}$$",
        rf"If $p$ is not normalised, {SUM}",
        r"$\sum_x q(x)$ need not be $1$. $$\sum_x q(x) = 1$$",
        r"The vector $q$ is not restricted to the simplex. $$D_{KL}(p\|q) \ge 0$$",
        r"$q$ 未必满足归一化。 $$\sum_x q(x) = 1$$",
        rf"Note that $p$ is not a valid probability distribution. {SUM}",
        r"$p$ is a Wigner function and may be negative. $$p(x) \ge 0$$",
        r"$p(x) \ge 0$, with $p(x) = 0$ for some $x$. $$p(x) > 0$$",
    ],
)
def test_a_sum_of_masses_is_not_1_where_the_text_says_that_it_need_not_be(text: str) -> None:
    assert last(text).verdict is UNDECIDED


@pytest.mark.parametrize(
    "text",
    [
        rf"Let $p$ be normalised. Then {SUM}",
        rf"Let $q$ be unnormalised weights and $p$ a distribution. Then {SUM}",
        rf"$p$ is not unnormalised. {SUM}",
        rf"$q$ 未归一化，而 $p$ 已归一化。 {SUM}",
        rf"If $p$ is unnormalised we divide by its sum. {SUM}",
        rf"The model's logits $z$ are unnormalised. The softmax gives $p$. {SUM}",
        rf"The weights $w_i$ need not sum to 1. But {MASSES}",
        rf"$p$ need not be uniform. {SUM}",
        "# A\n\nLet $p$ be unnormalised weights.\n\n# B\n\n" + SUM,
        r"Let $p$ be unnormalised weights. Then $\log(p(x)^2) = 2\log p(x)$.",
        r"Let $q$ be unnormalised. $$D_{KL}(p\|q) = H(p,q) - H(p)$$",
        rf"Let $p$ be unnormalised weights. Now we normalise it. {SUM}",
        rf"概率 $p_i$ 之和为 1。 {MASSES}",
        rf"Let $p_i$ be any nonnegative numbers with $\sum_i p_i = 1$. {MASSES}",
        rf"$p_i$ are arbitrary positive numbers that sum to 1. {MASSES}",
        rf"If $p$ is a law and $q(x) = 0$ for some $x$ we stop. {SUM}",
    ],
)
def test_a_law_sums_to_1_where_the_text_says_nothing_against_it_or_it_does_not_matter(text: str) -> None:
    assert last(text).verdict is PROVED


@pytest.mark.parametrize(
    "text",
    [
        rf"$x$ may be negative. {LOG}",
        rf"$x$ 可能为负。 {LOG}",
        rf"$x$ 不一定为正。 {LOG}",
        rf"$x$ need not be positive. {LOG}",
        rf"$x$ is any real number. {LOG}",
        rf"对任意实数 $x$， {LOG}",
        rf"{LOG} Here $x$ may be negative.",
        r"$$\log x^2 = 2 \log x \quad \text{($x$ may be negative)}$$",
        r"$\log x^2 = 2 \log x$ whatever the sign of $x$.",
        r"无论 $x$ 的正负，$\log x^2 = 2 \log x$。",
        rf"$x$ could be zero. {ONE}",
        rf"$x$ may vanish. {ONE}",
        rf"$x$ 可以取零。 {ONE}",
        r"For $x$ equal to zero, $\frac{x}{x} = 1$.",
        rf"$\lambda$ ranges over $[-1, 1]$. {SIGN}",
        rf"$\lambda$ 取值 $-1$ 或 $1$。 {SIGN}",
        rf"$\lambda$ is $-3$ here. {SIGN}",
        r"1. $\lambda$: any real number" + "\n\n" + SIGN,
        rf"$\lambda$ 非正。 {SIGN}",
        r"Labels $y$ are $\pm 1$. $|y| = y$.",
        r"$y \in \{1, \dots, K\}$ $$1 - y \ge 0$$",
        r"$\tau$ is a time lag, which can be negative. $$|\tau| = \tau$$",
        r"The number of samples $n$ can be zero. $$\frac{n}{n} = 1$$",
        rf"拉格朗日乘子 $\lambda$ 无符号限制。 {SIGN}",
        r"$\hat y$ is the raw output of a linear layer, any real number. $$1 - \hat y > 0$$",
        r"Let $n \in \mathbb{N}_0$. $$\frac{n}{n} = 1$$",
        r"$n$ 是自然数（包括 0）。 $$\frac{n}{n} = 1$$",
        r"Here $n$ may be zero. Then $\frac{n}{n} = 1$.",
        r"Let $p$ be $0$ or $1$. Then $p(1-p) > 0$.",
        r"$p(x)$ may be zero for some $x$. $p(x) > 0$.",
        r"$q$ 在某些点为零。 $$\frac{q(x)}{q(x)} = 1$$",
        r"$p$ is not absolutely continuous with respect to $q$. $$D_{KL}(p\|q) = H(p,q) - H(p)$$",
        "$$b < 0:$$\n\n$$\\sqrt{b^2} = b$$",
    ],
)
def test_values_that_the_text_admits_are_not_left_out(text: str) -> None:
    assert last(text).verdict in (UNDECIDED, REFUTED)


@pytest.mark.parametrize(
    "text",
    [
        rf"$\lambda$ is of either sign. {SIGN}",
        rf"The sign of $\lambda$ is arbitrary. {SIGN}",
        r"Let $n$ be any real number. Then $n^2 \ge n$.",
        r"The target $y$ is a real number. $-y\log \hat y - (1-y)\log(1-\hat y) \ge 0$",
        r"$\hat y$ 可以大于 1。 $1 - \hat y > 0$",
    ],
)
def test_what_is_false_for_values_that_the_text_admits_is_called_false(text: str) -> None:
    found = last(text)
    assert found.verdict is REFUTED
    assert "the text says" in found.message


@pytest.mark.parametrize(
    "text",
    [
        rf"$x$ cannot be negative. {LOG}",
        rf"$x$ may not be negative. {LOG}",
        rf"$x$ 不能为负。 {LOG}",
        rf"$x$ must not be zero. {ONE}",
        rf"$x$ 不可为零。 {ONE}",
        rf"The loss may be negative. {LOG}",
        rf"$f(x)$ may be negative. {LOG}",
        rf"The gradient with respect to $x$ may be negative. {LOG}",
        rf"When $x$ is negative, the logarithm is undefined. For $x>0$: {LOG}",
        rf"If $x$ were negative, this would fail; so let $x>0$. {LOG}",
        rf"The dual variable $\mu$ has any sign. {SIGN}",
        rf"$\lambda$ is real and positive. {SIGN}",
        rf"For positive real $x$, {LOG}",
        rf"Let $x$ be a real number such that $x > 0$. {LOG}",
        rf"任意实数 $x>0$，{LOG}",
        rf"对任意正实数 $x$，{LOG}",
        r"Let $n$ be a real number. Then $n^2 \ge 0$.",
        r"There are $n$ real numbers $x_1, \dots, x_n$. $$\frac{n}{n} = 1$$",
        r"$D_{KL}(p\|q)$ may be zero. $\frac{p(x)}{p(x)} = 1$",
        r"$q(x)$ may be zero. $\sum_x p(x) = 1$",
    ],
)
def test_words_about_something_else_or_for_the_convention_change_nothing(text: str) -> None:
    assert last(text).verdict is PROVED


@pytest.mark.parametrize(
    "text",
    [
        rf"The samples are not i.i.d. {PRODUCT}",
        rf"样本非独立同分布。 {PRODUCT}",
        rf"Without independence, {PRODUCT}",
        r"$X$ and $Y$ are not independent. $p(x,y) = p(x)p(y)$.",
        r"$X$ 与 $Y$ 不独立。 $$p(x,y) = p(x)p(y)$$",
        rf"All logarithms are to base 2. {SLOPE}",
        rf"$\log$ denotes $\log_2$. {SLOPE}",
        rf"Throughout, $\log$ means $\log_{{10}}$. {SLOPE}",
        rf"本文对数以2为底。 {SLOPE}",
        r"$f$ is not differentiable. $$\frac{d}{dx} (f(x) + x) = f'(x) + 1$$",
        r"$X$ is continuous. $H(X) \ge 0$.",
        r"设 $X$ 为连续随机变量。 $H(X) \ge 0$。",
        r"$H$ denotes differential entropy. $H(X) \ge 0$.",
        r"For the differential entropy, $$H(X) \ge 0$$",
        r"Let $X \sim \mathcal{N}(0, \sigma^2)$. $$H(X) \ge 0$$",
        r"$p(x)$ 是概率密度函数。 $$p(x) \le 1$$",
        r"$X$ is continuous. $p(x) \le 1$",
        r"The alphabet is infinite. $H(p) \le \log n$",
        r"Here $\sigma$ is the ReLU. $\sigma(-z) = 1 - \sigma(z)$",
        r"Let $\sigma(z) = \max(0,z)$. $$\sigma(-z) = 1 - \sigma(z)$$",
        r"$$H(X) := \max_x p(x)$$ $$H(X) \ge 0$$",
        r"Let $e$ be the error. $\log e = 1$",
        r"Let $\pi$ be the policy. $\pi > 3$",
    ],
)
def test_nothing_is_proved_or_assumed_by_what_the_text_denies(text: str) -> None:
    found = last(text)
    assert found.verdict is UNDECIDED
    assert "the text says" in found.message


@pytest.mark.parametrize(
    "text",
    [
        r"The samples are i.i.d. $$\arg\max_\theta p(D|\theta) = \arg\max_\theta \prod_{i=1}^m p(x_i|\theta)$$",
        r"$X$ and $Y$ are dependent. $H(X,Y) \le H(X) + H(Y)$.",
        rf"Bits are used when the log is base 2. {SLOPE}",
        rf"当对数以 2 为底时，单位是比特。 {SLOPE}",
        rf"Logarithms are natural. {SLOPE}",
        r"All logarithms are to base 2. $\log p(x)^2 = 2 \log p(x)$.",
        r"$X$ is continuous. $H(X,Y) = H(X) + H(Y|X)$",
        r"$X$ is continuous. $I(X;Y) \ge 0$",
        r"$X$ is continuous. $H(X|Y) \le H(X)$",
        r"Let $X$ be discrete. $H(X) \ge 0$.",
        r"$H(X) \ge 0$ for all discrete $X$ (entropy can be negative for continuous $X$).",
        r"Unlike differential entropy, $H(X) \ge 0$.",
        r"$p(x)$ is the mass function or density of $X$. $$p(x) \le 1$$",
        r"$\sigma$ is an activation function called the sigmoid. $$\sigma(-z) = 1 - \sigma(z)$$",
        r"The sigmoid activation function $\sigma$ satisfies $\sigma(-z) = 1 - \sigma(z)$",
        r"The error is $e$. $$\frac{1}{1+e^{-z}} = \sigma(z)$$",
    ],
)
def test_what_holds_all_the_same_stays(text: str) -> None:
    assert last(text).verdict in (PROVED, ASSUMED)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"Suppose $x = 2$. $$x^2 = 4$$ Now let $x$ be arbitrary. $$x^2 = 4$$", UNDECIDED),
        (r"Let $f(x) = x^2$. Now $f$ is any function. $$f'(x) = 2x$$", UNDECIDED),
        (r"$$f(x) = x^2$$ For another function $f$, $$f'(x) = 2x$$", UNDECIDED),
        (r"$$f(x) = x^2$$ For any $x$, $$f'(x) = 2x$$", PROVED),
        (r"Suppose $x = 2$. Let $y$ be arbitrary. $$x^2 = 4$$", PROVED),
    ],
)
def test_a_name_that_is_introduced_anew_leaves_behind_what_it_was(text: str, verdict: Verdict) -> None:
    assert last(text).verdict is verdict


@pytest.mark.parametrize(
    ("directive", "verdict"), [("let sigma > 0", PROVED), ("let p: law", PROVED), ("let tau > 0", UNDECIDED)]
)
def test_a_directive_goes_before_what_the_text_says(directive: str, verdict: Verdict) -> None:
    said = r"$\sigma$ may be zero." if verdict is UNDECIDED or "sigma" in directive else r"$p$ is unnormalised."
    claim = SUM if "law" in directive else r"$$\frac{\sigma}{\sigma} = 1$$"
    assert last(f"{said} <!-- qedtex: {directive} -->\n\n{claim}").verdict is verdict


def test_the_message_names_the_words_and_their_line() -> None:
    found = last("We are given data.\n\nLet $p$ be unnormalised weights.\n\nIt is so.\n\n" + SUM)
    assert found.message == "it holds only if p sums to 1, and the text says “be unnormalised” (line 3)"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("◇ is not necessarily positive.", [("POSITIVE", "LOOSE")]),
        ("None of the ◇ is zero.", [("ZERO", "NEVER")]),
        ("The value of ◇ may be negative.", [("NEGATIVE", "OPEN")]),
        ("The gradient of ◇ may be negative.", []),
        ("The negative log-likelihood of ◇ is small.", []),
        ("◇ is positive definite.", []),
        ("For ◇, the loss is negative.", []),
        ("◇ 的梯度可能为负。", []),
        ("◇ 的值可能为负。", [("NEGATIVE", "OPEN")]),
        ("unnormalised weights ◇ and laws", [("UNNORMALISED", "SAID")]),
    ],
)
def test_what_is_said_of_a_formula(text: str, kinds: list[tuple[str, str]]) -> None:
    assert [(one.kind.name, one.polarity.name) for one in predicates(text)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "◇ " + "可能" * 60 + "x 负。",
        "◇ is " + "between " * 60 + "x",
        "any" + " " * 200 + "x real ◇",
        "◇ is " + "word " * 60 + ", zz negative",
        "◇ and " * 80 + "x is negative",
    ],
)
def test_hostile_words_are_given_up_at_once(text: str) -> None:
    assert len(list(predicates(text))) <= 1

"""Jensen's inequality for functions that are called convex or concave: by the kernel, and in notes."""

from __future__ import annotations

import pytest

from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import QedtexError
from qedtex.kernel import prove
from qedtex.language import Sum, index, outcomes, pmf, positive_integer, real, vector
from qedtex.notes.checking import check_document
from qedtex.notes.report import Checked
from qedtex.notes.sources.documents import read_text
from qedtex.search.supporting import by_support, support, supported
from qedtex.terms import Apply, Function, Term, term

PROVED, REFUTED, UNDECIDED, ASSUMED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED, Verdict.ASSUMED

n, i = positive_integer("n"), index("i")
x, v, w = outcomes("x", n), vector("v", n), vector("w", n)
p, q = pmf("p", x), pmf("q", x)
a, b, lam = real("a"), real("b"), real("lambda")
f, g = Function("f"), Function("g")
CONVEX, CONCAVE = (Context((support(f, convex=convex),)) for convex in (True, False))
BETWEEN = (
    Hypothesis("least", lam, Relation.GREATER_EQUAL, term(0)),
    Hypothesis("most", lam, Relation.LESS_EQUAL, term(1)),
)
MEAN, MEAN_OF_VALUES = Sum(p(x[i]) * v[i], (i, 1, n)), Sum(p(x[i]) * f(v[i]), (i, 1, n))
POINT, CHORD = lam * a + (1 - lam) * b, lam * f(a) + (1 - lam) * f(b)


@pytest.mark.parametrize(
    ("low", "high", "context"),
    [
        (f(MEAN), MEAN_OF_VALUES, CONVEX),
        (MEAN_OF_VALUES, f(MEAN), CONCAVE),
        (f(POINT), CHORD, Context((*CONVEX.hypotheses, *BETWEEN))),
        (f(term(1)), Sum(q(x[i]) * f(p(x[i]) / q(x[i])), (i, 1, n)), CONVEX),
        (2 * f((a + b) / 2), f(a) + f(b), CONVEX),
    ],
)
def test_a_convex_function_of_the_mean_is_at_most_the_mean_of_its_values(
    low: Term, high: Term, context: Context
) -> None:
    for claim in (Claim(low, Relation.LESS_EQUAL, high, context), Claim(high, Relation.GREATER_EQUAL, low, context)):
        found = by_support(claim)
        assert found is not None
        assert prove(claim, found.links).claim == claim


@pytest.mark.parametrize(
    ("low", "high", "context"),
    [
        (f(MEAN), MEAN_OF_VALUES, CONCAVE),
        (MEAN_OF_VALUES, f(MEAN), CONVEX),
        (g(MEAN), Sum(p(x[i]) * g(v[i]), (i, 1, n)), CONVEX),
        (f(POINT), CHORD, CONVEX),
        (f(Sum(w[i] * v[i], (i, 1, n))), Sum(w[i] * f(v[i]), (i, 1, n)), CONVEX),
        (f(MEAN), Sum(q(x[i]) * f(v[i]), (i, 1, n)), CONVEX),
        (f(MEAN), 2 * MEAN_OF_VALUES, CONVEX),
        (f(MEAN), MEAN_OF_VALUES - 1, CONVEX),
    ],
)
def test_what_convexity_does_not_give_is_not_found(low: Term, high: Term, context: Context) -> None:
    claim = Claim(low, Relation.LESS_EQUAL, high, context)
    found = by_support(claim)
    if found is not None:  # the search does not look at signs, the kernel does
        with pytest.raises(QedtexError, match=">= 0"):
            prove(claim, found.links)


def test_that_a_function_is_convex_makes_no_inequality_strict() -> None:
    assert by_support(Claim(f(MEAN), Relation.LESS, MEAN_OF_VALUES, CONVEX)) is None


def test_only_lines_of_support_at_every_point_say_that_a_function_is_convex() -> None:
    known = support(f, convex=True)
    assert supported(known) == f
    at_one_point = Hypothesis("line", known.left, known.relation, known.right, known.variables[1:])
    other = Hypothesis("line", Apply(f, b) - Apply(f, a), Relation.GREATER_EQUAL, Apply(g, a) * (b - a), (a, b))
    assert supported(at_one_point) is None
    assert supported(other) is None


def last(text: str) -> Checked:
    """The last step of a note."""
    return check_document(read_text(text, path="note.md")).steps[-1]


LEAST, MOST = r"f(\mathbb{E}[X]) \le \mathbb{E}[f(X)]", r"f(\mathbb{E}[X]) \ge \mathbb{E}[f(X)]"


@pytest.mark.parametrize(
    "text",
    [
        f"For a convex function $f$, ${LEAST}$.",
        f"If $f$ is strictly convex, then $${LEAST}$$",
        f"$${LEAST}$$\nwhere $f$ is convex.",
        f"Let $f: \\mathbb{{R}} \\to \\mathbb{{R}}$ be convex. Take any $X$.\n\n$${LEAST}$$",
        f"Every convex function satisfies ${LEAST}$.",
        f"若 $f$ 是凸函数，则 ${LEAST}$。",
        f"凸函数满足：${LEAST}$",
        f"For concave $f$ it is the other way round: ${MOST}$.",
        f"设 $f$ 为凹函数，则有 $${MOST}$$",
        r"Let $\varphi$ be convex. $$\varphi\left(\sum_{i=1}^n p_i x_i\right) \le \sum_{i=1}^n p_i \varphi(x_i)$$",
        r"For convex $f$: $$\sum_x q(x) f(p(x) / q(x)) \ge f\left(\sum_x q(x) \frac{p(x)}{q(x)}\right)$$",
    ],
)
def test_jensen_is_proved_where_the_text_says_how_the_function_bends(text: str) -> None:
    assert last(text).verdict is PROVED


@pytest.mark.parametrize(
    ("text", "curve"),
    [
        (f"For a convex function $f$, ${MOST}$.", "t^2"),
        (f"凸函数有一个 Jensen 不等式：${MOST}$", "t^2"),
        (f"If $f$ is concave, ${LEAST}$.", "-t^2"),
    ],
)
def test_jensen_the_wrong_way_round_is_refuted_by_a_curve_and_mended(text: str, curve: str) -> None:
    step = last(text)
    assert step.verdict is REFUTED
    assert step.witness is not None
    assert step.witness.values[0] == ("f(t)", curve)
    assert step.repair is not None


@pytest.mark.parametrize(
    "text",
    [
        f"Jensen: ${LEAST}$",
        f"For a function $f$ that is not convex, ${LEAST}$",
        f"For a non-convex function, ${LEAST}$",
        f"对非凸函数，${LEAST}$",
        f"The loss is convex. Jensen gives ${LEAST}$",
        f"Let $g$ be a convex function; then ${LEAST}$",
        f"The level sets of $f$ are convex sets. ${LEAST}$",
        f"The function $f$ is convex only on a part. ${LEAST}$",
    ],
)
def test_what_is_not_said_to_be_convex_is_assumed_to_be(text: str) -> None:
    step = last(text)
    assert (step.verdict, step.message) == (ASSUMED, "it holds if f is convex")


@pytest.mark.parametrize(
    "text",
    [
        f"Some functions are convex functions and some concave functions: ${MOST}$",
        f"Jensen: ${MOST}$",
        f"For a non-convex function, ${MOST}$",
        r"Let $f$ be convex, with its minimum at $x^*$: $f(x) \ge f(x^*)$",
        r"Let $f$ be convex. Then $f(x) \le 0$",
        r"Let $f$ be convex. Then $f(x) \ge f(y)$ for the larger of the two.",
        r"Let $f$ be convex. Equality means that $f(\mathbb{E}[X]) = \mathbb{E}[f(X)]$",
        r"Let $f$ be convex. Then $f(\mathbb{E}[X]) < \mathbb{E}[f(X)]$",
    ],
)
def test_what_may_be_meant_of_some_functions_is_not_refuted(text: str) -> None:
    assert last(text).verdict in (UNDECIDED, ASSUMED)

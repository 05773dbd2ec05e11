"""The reader reads what the printer writes to the identical term, and refuses what it cannot be sure of."""

import inspect
import subprocess
import sys
import time

import pytest
from corpus import CORPUS, Entry
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from strategies import NODES, terms

from qedtex.context import Relation
from qedtex.language import (
    KL,
    E,
    Entropy,
    SelfInformation,
    Sum,
    absolute,
    alphabet,
    argmax,
    argmin,
    delta,
    diff,
    event,
    every,
    exp,
    function,
    index,
    labels,
    law,
    limit,
    ln,
    log,
    norm,
    oo,
    outcome,
    outcomes,
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
from qedtex.latex.printer import latex
from qedtex.latex.reader import MAX_CHARACTERS, MAX_NESTING, ReadError, Vocabulary, read, read_relation_chain
from qedtex.terms import Const, Div, Index, Mul, Symbol, Term, term

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
a, b, c, theta, sigma = real("a"), real("b"), real("c"), real("theta"), positive("sigma")
p, q, f = pmf("p", x), pmf("q", x), law("f")
letters = alphabet(r"\mathcal{X}")
k, r = outcome("k", letters), pmf("r", letters)
coin = pmf("P", labels(0, 1))
w = vector("w", n)
family_only = vector("a_0", n)
h, V = function("h"), random_variable("V", letters)
WORDS = Vocabulary.of(
    a + b + c + theta + sigma + norm(w) + norm(family_only),
    Sum(p(x[i]) * q(x[i]) + i, (i, 1, n)),
    Sum(r(k), k),
    f(a),
    coin(event("y", 1)),
    real("y_hat"),
    h(a),
    variable_entropy(f, V),
)


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry.name)
def test_each_formula_of_the_corpus_is_read_to_its_term(entry: Entry) -> None:
    assert read(entry.latex, Vocabulary.of(entry.term)) == entry.term


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(terms())
def test_every_term_is_read_back_to_the_identical_tree(formula: Term) -> None:
    written = latex(formula)
    assert read(written, Vocabulary.of(formula)) == formula, written


@pytest.mark.parametrize("kind", NODES, ids=lambda kind: kind.__name__)
def test_every_class_of_node_occurs_in_the_random_terms(kind: type[Term]) -> None:
    once = settings(max_examples=5000, phases=[Phase.generate], database=None)
    find(terms(), lambda formula: any(type(node) is kind for node in formula.walk()), settings=once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\left( a + b \right)c", (a + b) * c),
        (r"{a}{b}", a * b),
        (r"{a + b}", a + b),
        (r"{-a}", -a),
        (r"\frac{{a + b}}{c}", (a + b) / c),
        ("a(b + c)", a * (b + c)),
        (r"\sum_{i=1}^n{p(x_i)\log q(x_i)}", Sum(p(x[i]) * log(q(x[i])), (i, 1, n))),
        (r"\ln\left(a\right)", ln(a)),
        (r"\mathrm{log}(a)\,b", log(a) * b),
        (r"\log \log a", log(log(a))),
        (r"D_{KL}(p||q)", KL(p, q)),
        (r"D_{\text{KL}}(p \parallel q)", KL(p, q)),
        (r"\mathrm{KL}(p\|q)", KL(p, q)),
        (r"f(a|b)", f(a | b)),
        (r"f(a\mid b)", f(a | b)),
        (r"E_{k\sim r}[\log r(k)]", E(log(r(k)), k, r)),
        (r"\arg\min_\theta \theta^2", argmin(theta**2, theta)),
        (r"\operatorname*{argmax}_{\theta} a", argmax(a, theta)),
        (r"\underset{\theta}{\mathrm{argmax}} \left[a+\theta\right]", argmax(a + theta, theta)),
        (r"\sum_k r(k)", Sum(r(k), k)),
        (r"a\times b\cdot c", a * b * c),
        (r"a / b / c", a / b / c),
        (r"a b / c", a * b / c),
        (r"a/b \cdot c", Mul((Div(a, b), c))),
        (r"\sigma(a)", sigmoid(a)),
        (r"\sigma a", sigma * a),
        (r"\hat y^2", real("y_hat") ** 2),
        (r"\left\| w \right\|_2", norm(w)),
        (r"\lvert a \rvert", absolute(a)),
        (r"P(y=0)", coin(event("y", 0))),
        (r"H(p)", Entropy(p)),
        (r"I_p(x_1)", SelfInformation(p, x[1])),
        (r"x^{(i)}", Index(x, i, raised=True)),
        (r"e^{-a}", Const("e") ** (-a)),
        (r"\exp a", exp(a)),
        (r"\frac{d}{da} a^2", diff(a**2, a)),
        (r"\frac{\mathrm{d}}{\mathrm{d} a} a b", diff(a * b, a)),
        (r"\frac{\partial}{\partial w_1} (a + w_{1})", diff(a + w[1], w[1])),
        (r"\left.\frac{\partial}{\partial a} a b\right|_{a=0}", diff(a * b, a, at=0)),
        (r"h'(a)", diff(h(a), a)),
        (r"h' \left( a b \right)^2", primed(h, a * b) ** 2),
        (r"\sigma'(1)", primed(None, term(1))),
        (r"\lim_{a \rightarrow 0^+} a b", limit(a * b, a, 0, "+")),
        (r"\lim_{a \to (b c)^{+}} a", limit(a, a, b * c, "+")),
        (r"\lim_{a \to h(b)^{+}} a", limit(a, a, h(b), "+")),
        (r"\lim_{a \to \infty} a + b", limit(a, a, oo) + b),
        (r"\delta_{1, i}^2", delta(1, i) ** 2),
        (r"\{a, b\}", points(a, b)),
        (r"\{a\}", points(a)),
        (r"\{a + b\} c", (a + b) * c),
        (r"a \leqslant b", statement(a, "<=", b)),
        (r"p(x_i) = 0 \qquad \forall i \in \{1, \dots, n\}",
            every(statement(p(x[i]), "=", 0), (i, 1, n))),
        (r"r(k) > 0 \forall k \in \mathcal{X}", every(statement(r(k), ">", 0), k)),
        (r"r(k) > 0 \forall k", every(statement(r(k), ">", 0), k)),
        (r"H(V)", variable_entropy(f, V)),
        (r"H_2(V \mid k)", variable_entropy(f, V, given=k, base=2)),
    ],
)  # fmt: skip
def test_usual_variants_are_read(text: str, expected: Term) -> None:
    assert read(text, WORDS) == expected


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "QT202", 1),
        ("a +", "QT202", 4),
        ("(a", "QT202", 3),
        ("a)", "QT202", 2),
        ("(a]", "QT202", 3),
        ("a - - b", "QT202", 5),
        ("a # b", "QT201", 3),
        (r"\sum_{i=1}^{n}", "QT202", 15),
        (r"\log", "QT202", 1),
        ("a + unknown", "QT205", 5),
        (r"\unknown{a}", "QT205", 1),
        (r"d", "QT205", 1),
        (r"P(v = 0)", "QT205", 3),
        (r"\log a b", "QT207", 8),
        (r"\log a \cdot b", "QT207", 8),
        (r"\log (a)^{2}", "QT207", 6),
        (r"\log^{2} a", "QT207", 1),
        ("a / b c", "QT207", 7),
        ("a 2", "QT207", 3),
        (r"2 \frac{1}{2}", "QT207", 3),
        ("a^23", "QT207", 3),
        ("a^{b}^{c}", "QT207", 6),
        ("a^{(b)}", "QT207", 1),
        ("{a + b} c", "QT207", 1),
        ("{{a + b}} c", "QT207", 2),
        ("-{a + b}", "QT207", 2),
        ("c - {a - b}", "QT207", 5),
        (r"\log {a + b}", "QT207", 6),
        ("{a / b} c", "QT207", 9),
        (r"{\log a} b", "QT207", 10),
        ("a(b)", "QT207", 2),
        ("a(2)", "QT207", 2),
        ("p_i(a)", "QT207", 4),
        (r"\arg\max_\theta a + b", "QT207", 1),
        ("p + a", "QT208", 1),
        ("H(a)", "QT208", 3),
        ("(a, b)", "QT208", 1),
        (r"\mathrm{d}a", "QT208", 1),
        (r"\sum_{k \in \mathcal{Z}} r(k)", "QT208", 13),
        (r"\sum_{i} i", "QT209", 1),
        (r"\lVert w \rVert", "QT209", 1),
        ("(a)_{b}", "QT209", 1),
        ("a = b = c", "QT210", 3),
        (r"a \to b", "QT210", 3),
        (r"a = b \iff b = a", "QT210", 7),
        (r"\forall a", "QT202", 1),
        (r"a = b \forall a", "QT209", 15),
        (r"a = b \forall i \in \{1, n\}", "QT209", 21),
        (r"r(k) = 0 \forall k \in \mathcal{Z}", "QT208", 24),
        (r"a = b \forall i \in \{1, \ldots, n\} = c", "QT210", 38),
        (r"(a = b) + c", "QT208", 1),
        (r"\{a, b\} + c", "QT208", 1),
        (r"\{a; b\}", "QT208", 1),
        (r"\frac{\partial}{\partial a}", "QT202", 28),
        (r"\frac{\partial}{\partial a}^{2} b", "QT209", 1),
        (r"\frac{\partial}{\partial (a + b)} c", "QT209", 26),
        (r"\left. a \right|_{a = 1}", "QT208", 19),
        (r"\left. \frac{\partial}{\partial a} a \right|_{b = 1}", "QT208", 47),
        (r"\left. \frac{\partial}{\partial a} a \right|", "QT209", 1),
        ("h + a", "QT208", 1),
        ("h^{2}(a)", "QT207", 1),
        ("h(a, b)", "QT208", 3),
        ("h''(a)", "QT205", 1),
        (r"\sigma''(a)", "QT205", 1),
        ("a^{+}", "QT209", 1),
        (r"\lim_{a} a", "QT209", 1),
        (r"\lim_{a = 0} a", "QT209", 1),
        (r"\lim_{a \to b c^{+}} a", "QT207", 13),
        (r"\lim_{a \to -b^{+}} a", "QT207", 13),
        (r"\lim_{a \to 0^{+}}", "QT202", 19),
        (r"\delta_{a}", "QT205", 1),
        ("V + a", "QT208", 1),
        ("H(V, a)", "QT208", 3),
        ("H(V ; a)", "QT208", 7),
        ("p(x_1)'", "QT209", 2),
        (r"\sum'_{k} r(k)", "QT209", 1),
        (r"\lVert w \rVert_2'", "QT209", 1),
        (r"\int_{0}^{1} a \mathrm{d}^{2} a", "QT209", 1),
        (r"f(a ; b \mid c)", "QT208", 9),
        (r"f(\cdot, a)", "QT208", 3),
        (r"D(p \| q)", "QT205", 1),
        ("E[a]", "QT205", 1),
        ("I(a)", "QT205", 1),
    ],
)
def test_what_is_not_certain_is_refused_where_it_stands(text: str, code: str, column: int) -> None:
    with pytest.raises(ReadError) as caught:
        read(text, WORDS)
    assert caught.value.place is not None
    assert (caught.value.code, caught.value.place.column) == (code, column), str(caught.value)


def test_a_name_with_two_meanings_is_refused_and_the_role_tells_a_family_from_a_symbol() -> None:
    one_x = outcome("x", p.space) if p.space is not None else a
    both = Vocabulary.of(p(x[1]), p(one_x))
    assert read("p(x) + p(x_1)", both) == p(one_x) + p(x[1])
    with pytest.raises(ReadError) as caught:
        read("a", Vocabulary.of(a, positive("a")))
    assert caught.value.code == "QT206"
    with pytest.raises(ReadError) as caught:
        read("x_{0}", Vocabulary.of(x[1], Symbol("x_{0}", a.sort)))
    assert caught.value.code == "QT206"


def test_a_bare_d_is_a_differential_only_where_no_d_is_known() -> None:
    d = real("d")
    assert read(r"\frac{d}{d a} a", WORDS) == diff(a, a)
    assert read(r"\frac{d}{d a} a", Vocabulary.of(d, a)) == d / (d * a) * a


def test_a_primed_name_beside_a_function_of_that_name_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read("h' (a + b)", WORDS | Vocabulary.of(real("h'")))
    assert caught.value.code == "QT206"


def test_random_variables_take_the_one_law_that_is_known_for_them() -> None:
    other = variable_entropy(law("g"), V)
    assert read("H(V)", Vocabulary.of(other)) == other
    with pytest.raises(ReadError) as caught:
        read("H(V)", WORDS | Vocabulary.of(other))
    assert caught.value.code == "QT206"


def test_relation_chains_are_read_and_other_signs_between_formulas_refused() -> None:
    assert read_relation_chain(r"a = b \leqslant c", WORDS) == [a, Relation.EQUAL, b, Relation.LESS_EQUAL, c]
    assert read_relation_chain(r"a \ne b \iff b > a \forall i \in \{1, \ldots, n\}", WORDS) == [
        statement(a, "!=", b), Relation.IFF, every(statement(b, ">", a), (i, 1, n)),
    ]  # fmt: skip
    assert read_relation_chain(r"\arg\min_a a = \{b\}", WORDS) == [argmin(a, a), Relation.EQUAL, points(b)]
    assert read_relation_chain(r"a \approx 0.50", WORDS)[1] is Relation.ABOUT
    for text in (r"a = b = c \iff b = a", r"a \iff b = a", r"a = b \iff b \approx a"):
        with pytest.raises(ReadError) as caught:
            read_relation_chain(text, WORDS)
        assert caught.value.code == "QT210"
    with pytest.raises(ReadError) as caught:
        read_relation_chain(r"a \sim b", WORDS)
    assert caught.value.code == "QT210"


@pytest.mark.parametrize("depth", [20, 60, MAX_NESTING - 1])
def test_deep_nesting_is_read(depth: int) -> None:
    assert read("(" * depth + "a" + ")" * depth, WORDS) == a


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * (MAX_CHARACTERS + 1), "QT203"),
        ("(" * 101 + "a" + ")" * 101, "QT204"),
        ("{" * 10_000, "QT204"),
        (r"\log " * 3000 + "a", "QT204"),
        (r"\sum_{k}" * 2000 + "a", "QT204"),
        (r"\int_{0}^{1}" * 1500 + "a" + r"\mathrm{d}a" * 100, "QT209"),
        (r"\int_{0}^{1}" * 300 + "a" + r"\mathrm{d}a" * 300, "QT204"),
        (r"\left|" * 3000, "QT202"),
        (r"\frac{\partial}{\partial a}" * 700 + "a", "QT204"),
        (r"\lim_{a \to 0}" * 1300 + "a", "QT204"),
        (r"\left." * 3000, "QT202"),
        (r"\left." * 900 + "a" + r"\right|_{a=1}" * 900, "QT204"),
        ("h(" * 90 + "V" + ")" * 90, "QT208"),
        ("H(V, " * 90 + "V" + ")" * 90, "QT208"),
        (r"\forall a = b" * 1000, "QT202"),
        (r"\left|" * 900 + "a" + r"\right|" * 900, "QT204"),
        (r"\mathrm{" * 90, "QT202"),
        (r"\hat{" * 90 + "a" + "}" * 90, "QT205"),
        ("a_{" * 90 + "b" * 18_000 + "}" * 90, "QT205"),
        ("a^" * 5000 + "a", "QT207"),
        ("a_{" * 4000, "QT204"),
    ],
    ids=lambda value: value[:10],
)
def test_hostile_formulas_are_refused_quickly(text: str, code: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ReadError) as caught:
        read(text, WORDS)
    assert caught.value.code == code
    assert time.perf_counter() - started < 5


def test_a_formula_read_deep_inside_a_recursion_is_refused_and_does_not_overflow() -> None:
    def inside(levels: int) -> Term:
        return inside(levels - 1) if levels else read("(" * 90 + "a" + ")" * 90, WORDS)

    with pytest.raises(ReadError) as caught:
        inside(sys.getrecursionlimit() - len(inspect.stack()) - 200)
    assert caught.value.code == "QT204"


def test_lark_is_imported_at_the_first_formula_and_not_before() -> None:
    script = (
        "import sys; import qedtex.latex.printer, qedtex.latex.plain; from qedtex.latex.reader import Vocabulary, read;"
        "before = 'lark' in sys.modules; read('1', Vocabulary()); print(before, 'lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_a_long_formula_is_read_in_time() -> None:
    text = " + ".join([r"\log a"] * 2000)
    started = time.perf_counter()
    assert len(read(text, WORDS).children) == 2000
    assert time.perf_counter() - started < 5


VARIANTS = (
    r"a b p q x f H I E k n i w \sigma \log \ln \exp \sum \prod \int \frac \sqrt \left( \right) \left[ \right] ( ) [ ]",
    r"{ } _ ^ ' | \| || , ; = < \le \in \sim + - / \cdot 1 2 0.5 * \hat \mathrm{d} \mathrm{KL} \mathbb{E} \arg\max",
    r"\underset \left| \right| \lVert \rVert \theta x_i p(x_i) _{i=1}^{n} ^{(i)} {a} \infty",
    r"\frac{\partial}{\partial \left. \right|_{a=1} \lim _{a\to h h(a) \delta_{1,i} ^{+} \{ \} \forall V \iff \approx",
)
PIECES = st.sampled_from([piece for line in VARIANTS for piece in line.split()])


def is_read_for_good_or_refused(text: str, words: Vocabulary) -> bool:
    try:
        found = read(text, words)
    except ReadError as error:
        placed = error.place is not None and 1 <= error.place.column <= len(text) + 1
        return placed and error.code.startswith("QT2")
    return read(latex(found), words) == found


@settings(max_examples=600, deadline=2000)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_random_pieces_parse_or_are_refused(text: str) -> None:
    assert is_read_for_good_or_refused(text, WORDS)


@settings(max_examples=300, deadline=2000)
@given(st.text(max_size=60))
def test_random_text_parses_or_is_refused(text: str) -> None:
    assert is_read_for_good_or_refused(text, WORDS)


@settings(max_examples=400, deadline=2000)
@given(st.sampled_from(CORPUS), st.integers(0, 200), st.integers(0, 3), PIECES)
def test_mutated_formulas_parse_or_are_refused(entry: Entry, at: int, removed: int, piece: str) -> None:
    at = min(at, len(entry.latex))
    text = entry.latex[:at] + piece + entry.latex[at + removed :]
    assert is_read_for_good_or_refused(text, Vocabulary.of(entry.term) | WORDS)


def test_reading_is_fast(benchmark) -> None:  # type: ignore[no-untyped-def] # the plugin's fixture has no type
    entry = next(entry for entry in CORPUS if entry.name == "divergence as a sum")
    words = Vocabulary.of(entry.term)
    assert benchmark(read, entry.latex, words) == entry.term


def test_numbers_are_read_exactly() -> None:
    assert read("2 + 0.50", WORDS) == term(2) + read("0.50", WORDS)
    assert read("0.50", WORDS) != read("0.5", WORDS)

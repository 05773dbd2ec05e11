"""From formulas to chains: which relations part sides, how rows go on, and what stands beside a claim."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qedtex.notes.formulas.chains import Chain, chains
from qedtex.notes.sources.documents import read_text

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def read(latex: str, *, display: bool = True) -> list[Chain]:
    mark = "$$" if display else "$"
    return list(chains(read_text(f"{mark}{latex}{mark}")))


def steps(latex: str) -> list[tuple[str, str, str]]:
    return [
        (" ".join(step.left.latex.split()), step.relation, " ".join(step.right.latex.split()))
        for chain in read(latex)
        for step in chain.steps
    ]


# Relations -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "name"),
    [
        ("=", "="),
        (r"\equiv ", "="),
        (r"\ne ", "!="),
        (r"\neq ", "!="),
        (r"\not= ", "!="),
        ("<", "<"),
        (">", ">"),
        (r"\le ", "<="),
        (r"\leqslant ", "<="),
        ("<=", "<="),
        ("≤", "<="),
        (r"\geq ", ">="),
        (">=", ">="),
        (r"\approx ", "~="),
        (r"\propto ", "propto"),
        (r"\to ", "->"),
        (r"\longrightarrow ", "->"),
        (r"\xrightarrow{d}", "->"),
        ("->", "->"),
        (":=", ":="),
        (r"\triangleq ", ":="),
        (r"\overset{def}{=}", ":="),
        (r"\stackrel{\text{def}}{=}", ":="),
        (r"\overset{\triangle}=", ":="),
        (r"\overset{(a)}{\leq}", "<="),
        (r"\stackrel{iid}{\sim}", "~"),
        (r"\sim ", "~"),
        (r"\Rightarrow ", "implies"),
        ("=>", "implies"),
        (r"\iff ", "iff"),
        (r"\Leftrightarrow ", "iff"),
        ("<=>", "iff"),
        ("=^{(a)}", "="),
    ],
)
def test_relations_have_one_name_each(relation: str, name: str) -> None:
    assert steps(f"a {relation} b") == [("a", name, "b")]


def test_what_is_written_over_a_relation_is_its_reason() -> None:
    [chain] = read(r"a \overset{(a)}{\leq} b =^{(b)} c = d")
    assert [step.reason for step in chain.steps] == ["(a)", "(b)", None]


@pytest.mark.parametrize(
    "latex",
    [
        r"\sum_{i=1}^{n} x_i",
        r"\underset{x=1}{\max} f",
        r"P(X=x)",
        r"P\left(X = x\right)",
        r"\Pr[X = x \mid Y = y]",
        r"\{x \mid x > 0\}",
        r"\left\{ x : x = 1 \right\}",
        r"\text{a=b}",
        r"\mathbb{E}_{x\sim p}[x]",
        r"\lim_{x \to 0} f(x)",
        r"x^{a=b}",
        r"\begin{cases} a = 1 \\ b = 2 \end{cases}",
        r"\frac{a=b}{c}",
        r"\hat{a=b}",
        r"\left\langle a = b \right\rangle",
        r"n! + 6",
        r"a \ll b \gg c",
        r"\log_{?}x",
        "",
    ],
)
def test_relations_inside_something_part_nothing(latex: str) -> None:
    assert steps(latex) == []


def test_a_formula_without_relation_is_no_claim() -> None:
    [chain] = read(r"P(x_i)", display=False)
    assert not chain.is_claim
    assert chain.side.latex == "P(x_i)"


def test_a_relation_alone_is_no_claim() -> None:
    [chain] = read(":=", display=False)
    assert not chain.is_claim


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\sum_x{a=b}", [(r"\sum_x a", "=", "b")]),
        (r"\sum_x{p(x=1) = \sum_y{q(y) = r}}", [(r"\sum_x p(x=1)", "=", r"\sum_y q(y)"), (r"\sum_y q(y)", "=", "r")]),
        (r"\frac{1}{m}\sum_{i=1}^m{X_i\longrightarrow} \mu", [(r"\frac{1}{m}\sum_{i=1}^m X_i", "->", r"\mu")]),
        (r"a {=} b", [("a", "=", "b")]),
        (r"\boxed{a = b}", [("a", "=", "b")]),
        (r"\log {p} = q", [(r"\log {p}", "=", "q")]),
    ],
)
def test_a_chain_goes_on_out_of_a_brace_group(latex: str, expected: list[tuple[str, str, str]]) -> None:
    assert steps(latex) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"f(E(X)) \ge E(f(X)", [("f(E(X))", ">=", "E(f(X)")]),
        (r"\log(\frac{a}{b} = c", [(r"\log(\frac{a}{b}", "=", "c")]),
        (r"(0, 1] = a", [("(0, 1]", "=", "a")]),
        (r"\left( a = b", [(r"\left( a", "=", "b")]),
        (r"{ a = b", [("{ a", "=", "b")]),
    ],
)
def test_a_parenthesis_that_nothing_closes_hides_nothing(latex: str, expected: list[tuple[str, str, str]]) -> None:
    assert steps(latex) == expected


# Rows ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"a &= b \\ &\leq c", [("a", "=", "b"), ("b", "<=", "c")]),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned} \tag{4}", [("a", "=", "b"), ("b", "=", "c")]),
        (r"\begin{aligned} a &= b\\ \mathrm{ }&= c\\ \end{aligned}", [("a", "=", "b"), ("b", "=", "c")]),
        (r"{} a &= b \\ {} &= c", [("a", "=", "b"), ("b", "=", "c")]),
        (r"f = \begin{aligned}[t] & a \\ & + b \end{aligned}", [("f", "=", "a + b")]),
        (r"a &= b \\ &\qquad - c \\ &= d", [("a", "=", "b - c"), ("b - c", "=", "d")]),
        (r"a &= b \\ &\quad + c = d", [("a", "=", "b + c"), ("b + c", "=", "d")]),
        (r"a = b \\ + c", [("a", "=", "b + c")]),
        (r"a = \\ b", [("a", "=", "b")]),
        (r"a \\ = b \\ = c", [("a", "=", "b"), ("b", "=", "c")]),
        (r"a &= b \\ c &= d", [("a", "=", "b"), ("c", "=", "d")]),
        (r"-a &= b \\ -c &= d", [("-a", "=", "b"), ("-c", "=", "d")]),
        (r"a &= b = c \\[2pt] &= d", [("a", "=", "b"), ("b", "=", "c"), ("c", "=", "d")]),
        (r"a &= b \\* &= [c] \\ &= d", [("a", "=", "b"), ("b", "=", "[c]"), ("[c]", "=", "d")]),
        (r"\begin{array}{rcl} a & = & b \\ & \le & c \end{array}", [("a", "=", "b"), ("b", "<=", "c")]),
        (r"a &= b & c &= d", [("a", "=", "b"), ("c", "=", "d")]),
        (r"a &= b & c &= d \\ &= e & &= f", [("a", "=", "b"), ("b", "=", "e"), ("c", "=", "d"), ("d", "=", "f")]),
        (r"a &= b \\ \text{hence} \\ c &= d", [("a", "=", "b"), ("c", "=", "d")]),
        (r"a = \begin{cases} 1 & x > 0 \\ 0 & x = 0 \end{cases}", None),
        (r"a &= b, \\ &= c. \label{eq:1} \nonumber", [("a", "=", "b"), ("b", "=", "c")]),
        (r"a &= b。\\ &= c，", [("a", "=", "b"), ("b", "=", "c")]),
        (r"a \quad = \quad b", [("a", "=", "b")]),
        (r"a &= b + \left. \frac{d}{dx} \right. \\ &= 0.5", None),
    ],
)
def test_rows_go_on(latex: str, expected: list[tuple[str, str, str]] | None) -> None:
    found = steps(latex)
    if expected is None:
        assert found[0][:2] == ("a", "=")
        assert len(found) == (1 if "cases" in latex else 2)
    else:
        assert found == expected


def test_rows_of_a_multline_are_one_line() -> None:
    [chain] = chains(read_text("\\begin{multline} a = b \\\\ c + d \\end{multline}", "tex"))
    assert [step.right.latex for step in chain.steps] == ["b c + d"]


def test_rows_of_a_gather_are_claims_of_their_own() -> None:
    found = chains(read_text("\\begin{gather} a = b \\\\ c = d \\end{gather}", "tex"))
    assert [chain.side.latex for chain in found] == ["a", "c"]


def test_columns_of_an_eqnarray_are_one_claim() -> None:
    [chain] = chains(read_text("\\begin{eqnarray} a & = & b \\\\ & = & c \\end{eqnarray}", "tex"))
    assert [(step.relation, step.right.latex) for step in chain.steps] == [("=", "b"), ("=", "c")]


def test_the_argument_of_alignat_is_not_mathematics() -> None:
    [chain] = chains(read_text("\\begin{alignat}{2} a & = b \\end{alignat}", "tex"))
    assert chain.side.latex == "a"


# Beside a claim ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "latex",
    [
        r"a &= b && \text{by Jensen}",
        r"a &= b &\text{by Jensen}",
        r"a = b \quad \text{by Jensen}",
        r"a = b \quad \text{(by Jensen)}",
        r"a = b \text{ (by Jensen)}",
        r"a &= b & & (\text{by Jensen})",
        r"a \overset{\text{by Jensen}}{=} b",
    ],
)
def test_a_text_beside_a_step_is_its_reason(latex: str) -> None:
    [chain] = read(latex)
    [step] = chain.steps
    assert step.right.latex == "b"
    assert step.reason is not None and step.reason.strip("()") == "by Jensen"


@pytest.mark.parametrize("latex", [r"a = 3\ \text{bit}", r"\text{Loss} = b", r"P(\text{a}) = b", r"a = \mathrm{KL}(p)"])
def test_a_unit_or_a_name_is_no_reason(latex: str) -> None:
    [chain] = read(latex)
    assert chain.steps[0].reason is None
    assert f"{chain.steps[0].left.latex} = {chain.steps[0].right.latex}" == latex


@pytest.mark.parametrize(
    ("latex", "meaning", "condition"),
    [
        (r"D = 0, \text{iff}\ p = q", "iff", "p = q"),
        (r"D = 0, \quad \text{当且仅当} p = q", "iff", "p = q"),
        (r"D = 0 \text{ if and only if } p = q", "iff", "p = q"),
        (r"D = 0 当且仅当 p = q", "iff", "p = q"),
        (r"D = 0, \quad \text{if } y = 1", "if", "y = 1"),
        (r"D = 0, \text{ where } y = 1", "where", "y = 1"),
        (r"D = 0 \quad \forall x > 0", "for", "x > 0"),
        (r"D = 0, \quad x \in X", "for", r"x \in X"),
        (r"D = 0, \quad x > 0", "for", "x > 0"),
        (r"D = 0, \quad i = 1, \dots, n", "for", r"i = 1, \dots, n"),
        (r"D = 0, \quad (\sum_i a_i = 1)", "where", r"\sum_i a_i = 1"),
        (r"D &= 0 && \text{if } y = 1", "if", "y = 1"),
        (r"D = 0 \quad \text{s.t. } y = 1", "where", "y = 1"),
        (r"\forall x, y \in X: D = 0", "for", r"x, y \in X"),
        (r"x \in X, \quad D = 0", "for", r"x \in X"),
        (r"\text{if } y = 1, \quad D = 0", "if", "y = 1"),
    ],
)
def test_conditions_are_no_claims(latex: str, meaning: str, condition: str) -> None:
    [chain] = read(latex)
    [step] = chain.steps
    assert (step.left.latex, step.right.latex) == ("D", "0")
    assert step.condition is not None
    assert (step.condition.meaning, step.condition.side.latex) == (meaning, condition)
    assert bool(step.condition.steps) == ("in X" not in condition)


@pytest.mark.parametrize(
    "latex",
    [
        r"a = b, \quad c = d",
        r"a = b, c = d",
        r"a = b \qquad c = d",
        r"a = b \; \; \; c = d",
        r"a = b \text{ and } c = d",
    ],
)
def test_claims_beside_each_other_are_chains(latex: str) -> None:
    first, second = read(latex)
    assert (first.side.latex, second.side.latex) == ("a", "c")
    assert (first.part, second.part) == (0, 1)


@pytest.mark.parametrize(
    "latex",
    [r"x, y = 1, 2", r"f(x, y) = g(x, y)", r"a = x_1, x_2", r"a = b \, c", r"a = b \quad + c", r"x_1, \dots = b"],
)
def test_a_comma_within_a_side_parts_nothing(latex: str) -> None:
    [chain] = read(latex)
    assert len(chain.steps) == 1
    assert not chain.steps[0].conditions


@pytest.mark.parametrize(
    ("latex", "opening"),
    [
        (r"\therefore c = d", "therefore"),
        (r"\because c = d", "because"),
        (r"\Rightarrow c = d", "implies"),
        (r"\text{so } c = d", "therefore"),
        (r"\text{因此 } c = d", "therefore"),
    ],
)
def test_a_row_may_open_with_a_word(latex: str, opening: str) -> None:
    first, second = read(rf"a &= b \\ {latex}")
    assert (first.opening, second.opening) == (None, opening)
    assert second.side.latex == "c"


def test_an_equivalence_is_between_claims() -> None:
    [chain] = read(r"a = b \iff c = d")
    [step] = chain.steps
    assert (step.relation, step.left.latex, step.right.latex) == ("iff", "a = b", "c = d")
    assert [(inner.left.latex, inner.right.latex) for inner in step.left.steps + step.right.steps] == [
        ("a", "b"),
        ("c", "d"),
    ]


def test_an_arrow_is_a_limit_between_terms_and_a_passage_between_equations() -> None:
    assert steps(r"f = g \to 0") == [("f", "=", "g"), ("g", "->", "0")]
    assert steps(r"H = a \longrightarrow H = b") == [("H = a", "->", "H = b")]


# From display to display ---------------------------------------------------------------------------------------------


def test_a_display_may_go_on_with_the_one_before() -> None:
    first, second = chains(read_text("$$a = b$$\n\nso\n\n$$= c$$"))
    assert second.continues
    assert second.steps[0].left is first.steps[0].right
    assert (second.line, second.end_line) == (5, 5)


def test_nothing_goes_on_over_a_heading() -> None:
    _, second = chains(read_text("$$a = b$$\n\n# New\n\n$$= c$$"))
    assert second.continues
    assert second.steps[0].left.tokens == ()


def test_places_are_those_of_the_source() -> None:
    text = "> a\n> $$\n> a &= b \\\\\n>   &\\le c \\\\\n>   &\\quad + d\n> $$\n"
    [chain] = chains(read_text(text))
    assert [step.position for step in chain.steps] == [(3, 6), (4, 6)]
    assert [step.right.position for step in chain.steps] == [(3, 8), (4, 10)]
    assert (chain.line, chain.end_line) == (3, 5)
    assert chain.steps[1].right.latex == "c + d"


# Robustness ----------------------------------------------------------------------------------------------------------

_WORDS = r"""a b = < \leq & \\ \quad , . ( ) { } [ ] \{ \left( \right) \text{iff} \text{by x} \iff \to : - + _ ^ \sum_x
\begin{aligned} \end{aligned} \begin{cases} \end{cases} \tag{1} \frac{a}{b} \overset{d}{=} \overset \not \mathrm{
\therefore 当且仅当 \xrightarrow \forall \; \, \in \dots \begin{array}{rl} \end{array} \right \left"""


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_WORDS.split(" ")), max_size=40).map(" ".join))
def test_no_formula_makes_the_chains_fail(latex: str) -> None:
    for chain in read(latex):
        formula = chain.formula.latex
        for step in chain.steps:
            for side in (step.left, step.right):
                assert all(formula[t.start : t.end] == t.text for t in side.tokens if t.kind not in ("begin", "end"))
            assert step.right.tokens
        starts = [token.start for step in chain.steps for token in step.right.tokens]
        assert starts == sorted(starts)


_SEED_TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]


@pytest.mark.skipif(not _SEED_TEXTS, reason="the five documents in ../shared/seeds are not there")
@pytest.mark.parametrize(
    ("number", "claims", "count"), [(0, 19, 28), (1, 35, 48), (2, 36, 37), (3, 39, 52), (4, 51, 56)]
)
def test_every_step_of_the_documents_is_found(number: int, claims: int, count: int) -> None:
    found = [chain for chain in chains(read_text(_SEED_TEXTS[number])) if chain.is_claim]
    assert (len(found), sum(len(chain.steps) for chain in found)) == (claims, count)
    assert all(step.left.tokens and step.right.tokens for chain in found for step in chain.steps)


def test_an_inline_claim_that_words_put_under_a_condition_holds_only_then() -> None:
    [first, *_] = chains(read_text("We have $a = 0$ if and only if $b = c$."))
    assert first.steps[0].condition is not None and first.steps[0].condition.meaning == "iff"
    [first, *_] = chains(read_text("这里 $a = 0$，当且仅当各项相等。"))
    assert first.steps[0].condition is not None


def test_other_words_behind_an_inline_claim_leave_it_as_it_is() -> None:
    [first, *_] = chains(read_text("We have $a = 0$ and only then $b = c$."))
    assert first.steps[0].condition is None


def test_indices_beside_a_claim_say_when_it_holds() -> None:
    [only] = read(r"a_i = b_j, \quad i = j")
    assert [(one.meaning, one.side.latex) for one in only.steps[0].conditions] == [("if", "i = j")]
    assert len(read(r"a_i = b_j, \quad c = j")) == 2


def test_an_inline_formula_on_its_own_goes_on_with_the_one_before() -> None:
    _, last = chains(read_text(r"\(a = b\)" + "\n\n" + r"\(= c\)"))
    assert last.steps[0].left.latex == "b"
    _, apart = chains(read_text(r"\(a = b\) and then \(= c\)"))
    assert not apart.steps[0].left.tokens

"""What people see: reasons, assumptions, LaTeX that compiles, Markdown that GitHub shows, text for a terminal."""

import re
import shutil
import subprocess

import pytest

import qedtex
from qedtex.axioms import AXIOMS, Axiom
from qedtex.build import load_all, rendered
from qedtex.catalogue import shipped_root
from qedtex.errors import QedtexError
from qedtex.latex.printer import latex, latex_relation
from qedtex.render.assumptions import assumptions
from qedtex.render.breaking import INDENT, broken, whole
from qedtex.render.document import document
from qedtex.render.fragment import MOST_LINES, chain_lines, fragment, part_lines
from qedtex.render.markdown import markdown
from qedtex.render.parts import parts
from qedtex.render.reasons import reason, reason_sentence
from qedtex.render.rows import chain_for
from qedtex.render.stated import claim_lines
from qedtex.render.statements import STATEMENTS, statement
from qedtex.render.terminal import cells, chain_text, page, wrapped
from qedtex.render.tex import escaped
from qedtex.render.width import formula_width

IDS = sorted(
    path.relative_to(shipped_root()).with_suffix("").as_posix().replace("/", ".")
    for path in shipped_root().rglob("*.py")
)
needs_tex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")


def compiled(tmp_path, text):
    (tmp_path / "page.tex").write_text(text, encoding="utf-8")
    for _ in range(2):
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
    return done.returncode, done.stdout.decode(errors="replace")


def document_of_one(derivation, lang):
    return document([derivation], lang)


def chain_in(derivation, lang):
    return chain_text(derivation, lang=lang)


def widest_overfull(log):
    return max(map(float, re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)), default=0.0)


def without_formulas(step, lang):
    return "".join(part for part in reason_sentence(step, lang).parts if isinstance(part, str))


@pytest.mark.parametrize("name", IDS)
def test_every_step_has_a_reason_in_both_languages(name):
    for step in qedtex.load(name).all_steps:
        assert not re.search("[\u4e00-\u9fff]", without_formulas(step, "en"))
        assert re.search("[\u4e00-\u9fff]", without_formulas(step, "zh"))


def test_reasons_name_the_definition_and_the_hypotheses():
    binary = qedtex.load("cross_entropy.binary")
    assert reason(binary.steps[0]) == "definition of cross-entropy"
    assert reason(binary.steps[2]) == "the label; the prediction; the remaining probability"
    assert reason(binary.steps[2], "zh") == "真实标签；预测值；其余概率"


def test_a_citation_names_what_is_cited():
    n, i = qedtex.positive_integer("n"), qedtex.index("i")
    x = qedtex.outcomes("x", n)
    p, q = qedtex.pmf("p", x), qedtex.pmf("q", x)
    cited = qedtex.rules.cite("divergence.kl_decomposition")
    proof = qedtex.calc(qedtex.KL(p, q)).eq(qedtex.CrossEntropy(p, q) - qedtex.Entropy(p), by=cited).qed()
    assert reason(proof.steps[0]) == "by divergence.kl_decomposition"  # its statement is too long for a reason
    nonneg = qedtex.calc(qedtex.KL(p, q)).ge(0, by=qedtex.rules.cite("divergence.kl_nonneg")).qed()
    assert reason(nonneg.steps[0]) == "by “KL(p ‖ q) ≥ 0” (divergence.kl_nonneg)"
    assert reason(nonneg.steps[0], "zh") == "由“KL(p ‖ q) ≥ 0”（divergence.kl_nonneg）"
    assert i.name == "i"


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("entropy.code_length_equality", "both sides times log 2", "两边同乘 log 2"),
        ("entropy.code_length_equality", "both sides negated", "两边同时取负"),
        ("divergence.cross_entropy_equality", "the same added to both sides", "两边同加一项"),
        (
            "entropy.code_length",
            "by divergence.gibbs with aᵢ = p(xᵢ), bᵢ = 2^(-lᵢ) (lemma 1, lemma 2)",
            "由 divergence.gibbs，取 aᵢ = p(xᵢ)，bᵢ = 2^(-lᵢ)（引理 1、引理 2）",
        ),
        ("posterior.laplace_integrates_to_one", "split the interval at 0", "拆分积分区间，取点 0"),
        ("posterior.laplace_integrates_to_one", "change of variable (shifted by μ)", "变量代换（平移 μ）"),
        (
            "information.functional_equation",
            "its derivative is 0 throughout, so its value is that at 1 (lemma 2)",
            "导数恒为零，故其值等于在 1 处的值（引理 2）",
        ),
        ("entropy.chain_rule", "definition of entropy", "熵的定义"),
        ("gradients.example_sigmoid", "definition of the sigmoid", "sigmoid 函数的定义"),
    ],
)
def test_reasons_tell_what_a_rule_was_given(name, english, chinese):
    derivation = qedtex.load(name)
    chain = parts(derivation)[-1]
    told = [(reason(step, "en", chain.numbers), reason(step, "zh", chain.numbers)) for step in chain.steps]
    assert (english, chinese) in told


def test_a_hypothesis_without_words_is_stated():
    t = qedtex.real("t")
    proof = qedtex.calc(t, given=[qedtex.known("fixed", t, 4)]).eq(4, by="fixed").qed()
    assert (reason(proof.steps[0]), reason(proof.steps[0], "zh")) == ("since t = 4", "由于 t = 4")


def test_assumptions_say_what_symbols_are_and_what_is_taken_for_granted():
    found = [sentence.plain for sentence in assumptions(qedtex.load("posterior.gaussian_prior_is_l2_vector"))]
    assert "σ > 0" in found
    assert "N and d are positive integers" in found
    assert "θ = (θ₁, ..., θ_d) ranges over all vectors of real numbers" in found
    assert any(sentence.startswith("Gaussian density: p(θ_c) = ") for sentence in found)


def test_assumptions_tell_positive_laws_from_others():
    found = [sentence.plain for sentence in assumptions(qedtex.load("cross_entropy.binary"))]
    assert any(sentence.startswith("P is") and sentence.endswith("possibly zero somewhere") for sentence in found)
    assert any(sentence.startswith("Q is") and sentence.endswith("positive everywhere") for sentence in found)


def test_an_empirical_distribution_is_named_as_one():
    found = [sentence.plain for sentence in assumptions(qedtex.load("likelihood.mle_is_min_cross_entropy"))]
    assert "p̂_data is the empirical distribution of x^(1), ..., x^(m): each of the m members has mass 1 / m" in found


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cross_entropy.binary", "P is a probability mass function on the values 0, 1 of x, possibly zero somewhere"),
        ("cross_entropy.two_labels_merged", "y is 0 or 1"),
        ("cross_entropy.bernoulli_likelihood", "y₁, ..., yₘ are 0 or 1"),
        ("divergence.gibbs", "a₁, ..., aₙ are positive real numbers"),
        ("entropy.lagrangian_derivative", "p₁, ..., pₙ are positive real numbers"),
        ("likelihood.sample_mean_is_unbiased", "x = (x₁, ..., x_N) is a sample drawn independently from p"),
        ("entropy.code_length", "cited: Kraft's inequality for prefix codes: ∑_{i=1}^{n} 2^(-lᵢ) ≤ 1"),
        (
            "information.minus_k_log",
            "information adds: f(u v) = f(u) + f(v) for every u > 0 and v > 0",
        ),
        (
            "likelihood.conditional_kl",
            "P_data is a probability mass function on the finite set Y for every x, positive everywhere",
        ),
        ("gradients.sigmoid_derivative", "z is a real number"),
        ("posterior.zero_is_l1_minimiser", "the gradient is small: |g| ≤ λ"),
    ],
)
def test_assumptions_read_well(name, sentence):
    assert sentence in [found.plain for found in assumptions(qedtex.load(name))]


@pytest.mark.parametrize("name", IDS)
def test_chinese_assumptions_have_no_space_too_many(name):
    for found in assumptions(qedtex.load(name), "zh"):
        assert "  " not in found.plain


def test_a_wide_formula_is_broken_at_signs_and_nothing_is_lost():
    wide = latex(qedtex.load("posterior.gaussian_second_moment").lines[1])
    pieces = broken(wide, 300.0)
    assert len(pieces) > 1
    assert all(formula_width(piece) <= 300.0 for piece in pieces)
    assert all(re.match(r"(\\left\. \{\} )?[+-]", piece) for piece in pieces[1:])
    assert "".join(whole(pieces).split()) == "".join(wide.split())


def test_a_formula_without_a_place_to_break_is_left_whole():
    assert broken(r"\frac{a + b}{c} \log x", 10.0) == [r"\frac{a + b}{c} \log x"]


@pytest.mark.parametrize("name", IDS)
def test_a_claim_fits_the_document(name):
    claim = qedtex.load(name).claim
    lines = claim_lines(claim, 430.0)
    assert all(formula_width(line.replace("&", "")) <= 430.0 for line in lines)


@pytest.mark.parametrize("name", IDS)
def test_a_fragment_holds_every_formula_as_it_is_printed(name):
    derivation = qedtex.load(name)
    text = fragment(derivation)
    assert text.startswith(f"% generated by qedtex build: {name}\n")
    written = "".join(text.split())
    for part in parts(derivation):
        for row in chain_for(part, "en", 328.0).rows:
            assert "".join(row.after.split()) in written
    assert text.count(r"\qedreason{") == len(derivation.all_steps)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", IDS)
def test_rows_leave_room_for_their_reasons(name, lang):
    for part in parts(qedtex.load(name)):
        chain = chain_for(part, lang, 328.0)
        assert chain.total <= 328.0
        for row in chain.rows:
            assert formula_width(row.after) <= chain.total
            assert not row.reason or chain.beside(row) or row.after
        together = whole([row.after.removeprefix(INDENT) for row in chain.rows])
        assert "".join(latex(part.lines[-1]).split()) in "".join(together.split())


@pytest.mark.parametrize("name", IDS)
def test_markdown_has_only_commands_that_github_shows(name):
    text = markdown(qedtex.load(name)) + markdown(qedtex.load(name), "zh")
    assert not re.search(r"\\(operatorname|phantom|mbox|parbox|qedreason|newcommand|providecommand)", text)
    chains = len(parts(qedtex.load(name)))
    assert text.count("$$") == 2 * (2 + 2 * chains)
    assert text.count(r"\begin{aligned}") == text.count(r"\end{aligned}") >= 2 * chains


def test_every_axiom_is_typeset_and_one_that_is_not_would_be_plain():
    assert set(STATEMENTS) == set(AXIOMS)
    assert statement(Axiom("new.axiom", "a_b < c", "somewhere")) == r"a\_b \textless{} c"
    assert statement(AXIOMS["exp.increasing"], "zh") == r"$\exp$ 严格单调递增"


def test_special_characters_are_escaped():
    assert escaped(r"a_b & 50% of {x} \y") == r"a\_b \& 50\% of \{x\} \textbackslash{}y"


def test_a_notebook_shows_the_chain():
    shown = qedtex.load("divergence.kl_decomposition")._repr_latex_()
    assert shown.startswith("$$\n\\begin{aligned}")
    assert "qedreason" not in shown


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", IDS)
def test_a_chain_keeps_to_the_width_of_the_terminal(name, width):
    text = page(qedtex.load(name), width).plain
    assert max(map(cells, text.splitlines())) <= width
    assert len(chain_text(qedtex.load(name), width).splitlines()) > len(qedtex.load(name).all_steps)


def test_a_text_without_a_place_to_break_stays_whole():
    assert wrapped("a" * 30, 10) == ["a" * 30]
    assert wrapped("ab cd ef", 5) == ["ab cd", "ef"]


@needs_tex
def test_the_document_compiles_without_errors_and_without_overfull_lines(tmp_path):
    code, log = compiled(tmp_path, document(load_all([shipped_root()]).derivations))
    assert code == 0, log[-2000:]
    assert "LaTeX Error" not in log
    assert widest_overfull(log) <= 1.0


@needs_tex
def test_the_chinese_document_compiles(tmp_path):
    found = subprocess.run(["kpsewhich", "CJKutf8.sty"], capture_output=True, text=True, check=False).stdout.strip()
    if not found:
        pytest.skip("CJKutf8 is not installed")
    code, log = compiled(tmp_path, document(load_all([shipped_root()]).derivations, "zh"))
    assert code == 0, log[-2000:]
    assert widest_overfull(log) <= 1.0


@needs_tex
def test_all_fragments_fit_an_article_of_10_pt(tmp_path):
    fragments = [text for name, text in rendered(load_all([shipped_root()]).derivations, "en").items() if "/" in name]
    body = "\n\n".join(text for text in fragments if text.startswith("%"))
    page_text = "\\documentclass{article}\\usepackage{amsmath,amssymb}\\begin{document}\n" + body + "\\end{document}\n"
    code, log = compiled(tmp_path, page_text)
    assert code == 0, log[-2000:]
    assert widest_overfull(log) <= 1.0


@pytest.mark.parametrize("write", [fragment, markdown, assumptions, document_of_one, chain_in])
def test_a_language_that_is_not_known_is_refused(write):
    with pytest.raises(QedtexError, match="there is no language fr") as refused:
        write(qedtex.load("divergence.kl_decomposition"), "fr")
    assert (refused.value.code, refused.value.help) == ("QT520", "en or zh")


@pytest.mark.parametrize("name", IDS)
def test_a_long_chain_is_several_displays_of_the_same_columns(name):
    shown_by_part = [
        re.findall(r"\\begin{aligned}\n(.*?)\n *\\end{aligned}", "\n".join(part_lines(part, "en")), re.DOTALL)
        for part in parts(qedtex.load(name))
    ]
    for part, displays_found in zip(parts(qedtex.load(name)), shown_by_part, strict=True):
        sizes = [len(shown.splitlines()) for shown in displays_found]
        assert sum(sizes) == len(chain_lines(chain_for(part, "en", 328.0)))
        assert max(sizes) <= MOST_LINES
        assert (len(sizes) > 1) == (sum(sizes) > MOST_LINES)
        relations = [latex_relation(step.relation) for step in part.steps]
        for shown in displays_found[1:]:
            assert any(f"&{relation} " in shown.splitlines()[0] for relation in relations)


@needs_tex
@pytest.mark.parametrize("lines", [0, 9, 14, 19, 24])
def test_a_long_fragment_breaks_across_pages(tmp_path, lines):
    text = fragment(qedtex.load("posterior.gaussian_prior_is_l2_vector"))
    before = "".join(rf"\noindent Line {number}\par" for number in range(lines))
    start = "\\documentclass{article}\\usepackage{amsmath,amssymb}\\begin{document}\n"
    code, log = compiled(tmp_path, start + before + "\n" + text + "\\end{document}\n")
    assert code == 0, log[-2000:]
    assert r"Overfull \vbox" not in log
    assert widest_overfull(log) <= 1.0

"""`calc` as a person meets it: chains that hold, and what is said of those that do not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qedtex
from qedtex import (
    KL,
    CrossEntropy,
    Entropy,
    Sum,
    calc,
    index,
    known,
    log,
    outcomes,
    pmf,
    positive,
    positive_integer,
    real,
)
from qedtex.claims import Verdict
from qedtex.errors import QedtexError, StepRefused
from qedtex.rules import arithmetic, cite, fold, log_power, log_product, log_quotient, split_sum, unfold

n, i = positive_integer("n"), index("i")
x = outcomes("x", n)
p, q, r = pmf("p", x), pmf("q", x), pmf("r", x)
a, b, t = positive("a"), positive("b"), real("t")


def test_a_step_keeps_both_sides_as_written() -> None:
    step = calc(-(a + b)).eq(-b - a, by=arithmetic).qed().steps[0]
    assert str(step.left) == "-(a + b)"
    assert str(step.right) == "-b - a"


def test_a_step_says_its_rule_conditions_axioms_and_verdict() -> None:
    step = calc(log(a / b)).eq(log(a) - log(b), by=log_quotient).qed().steps[0]
    assert step.rule == "log_quotient"
    assert step.verdict is Verdict.PROVED
    assert "a > 0" in {str(condition) for condition in step.conditions}
    assert [axiom.name for axiom in step.axioms] == ["log.product"]
    assert step.place.path == __file__


def test_a_reason_that_is_left_out_is_found_and_recorded() -> None:
    step = calc(log(a * b**2)).eq(log(a) + 2 * log(b)).qed().steps[0]
    assert step.searched
    assert step.rule == "log_product, log_power"


def test_a_false_step_is_refused_with_its_line_and_a_counterexample() -> None:
    chain = calc(KL(p, q)).eq(Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n)), by=unfold(KL))
    with pytest.raises(StepRefused) as refusal:
        chain.eq(Entropy(p) - CrossEntropy(p, q), by=fold(Entropy, CrossEntropy))
    text = str(refusal.value)
    assert refusal.value.code == "QT410"
    assert "step 2 is false" in text
    assert "counterexample" in text and "left side" in text and "right side" in text
    place = refusal.value.place
    assert place is not None and place.path == __file__
    line = Path(__file__).read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert "chain.eq(" in line


def test_a_true_step_by_a_wrong_rule_is_refused_with_the_rules_that_do_show_it() -> None:
    with pytest.raises(StepRefused, match="leave `by` out, or name the rules that do show it: log_quotient") as refusal:
        calc(log(a / b)).eq(log(a) - log(b), by=log_product)
    assert "log_product: it applies nowhere" in str(refusal.value)
    assert "is false" not in str(refusal.value)


def test_a_missing_condition_is_named() -> None:
    nonzero = [known("nonzero", t**2, 0, relation=">")]
    with pytest.raises(StepRefused, match=re.escape("log t makes sense only if t > 0")):
        calc(log(t**2), given=nonzero).eq(2 * log(t), by=log_power)
    with pytest.raises(StepRefused, match=re.escape("log_power: it needs t > 0 at log(t^2)")):
        calc(log(t**2), given=nonzero).eq(2 * log(a), by=log_power)


def test_a_reason_that_is_not_needed_is_refused() -> None:
    with pytest.raises(StepRefused, match="QT413"):
        calc(a + b).eq(b + a, by=log_product)


def test_an_unknown_hypothesis_is_refused_with_the_known_ones() -> None:
    given = [known("size", a, b)]
    assert calc(a + 1, given=given).eq(b + 1, by="size").qed()
    with pytest.raises(StepRefused, match="known hypotheses: 'size'"):
        calc(a + 1, given=given).eq(b + 1, by="width")


def test_a_derivation_is_cited_by_id_with_other_laws() -> None:
    proof = calc(KL(q, r) + t).eq(CrossEntropy(q, r) - Entropy(q) + t, by=cite("divergence.kl_decomposition")).qed()
    assert proof.theorem.cites == ("divergence.kl_decomposition",)
    assert "definition.kl" in {axiom.name for axiom in proof.theorem.axioms}


def test_a_citation_does_not_show_what_the_derivation_does_not_say() -> None:
    with pytest.raises(StepRefused):
        calc(KL(q, r)).eq(CrossEntropy(r, q) - Entropy(q), by=cite("divergence.kl_decomposition"))


def test_a_citation_of_nothing_is_an_error_with_the_nearest_id() -> None:
    with pytest.raises(QedtexError, match=r"did you mean divergence\.kl_decomposition"):
        calc(KL(q, r)).eq(CrossEntropy(q, r) - Entropy(q), by=cite("divergence.kl_decompositon"))


def test_a_chain_without_steps_shows_nothing() -> None:
    with pytest.raises(StepRefused, match="QT414"):
        calc(a).qed()


def test_a_chain_is_not_changed_by_going_on() -> None:
    chain = calc(log(a * b))
    chain.eq(log(a) + log(b), by=log_product)
    assert chain.steps == ()


def test_an_identical_line_needs_no_rule() -> None:
    assert calc(a + b).eq(a + b).qed().steps[0].rule == "identity"


def test_a_person_can_write_a_derivation_in_a_few_lines() -> None:
    proof = (
        calc(Sum(log(p(x[i]) * q(x[i])), (i, 1, n)))
        .eq(Sum(log(p(x[i])) + log(q(x[i])), (i, 1, n)), by=log_product)
        .eq(Sum(log(p(x[i])), (i, 1, n)) + Sum(log(q(x[i])), (i, 1, n)), by=split_sum)
        .qed()
    )
    assert repr(proof).splitlines()[0] == "∑_{i=1}^{n} log(p(xᵢ) q(xᵢ))"


# Loaded derivations --------------------------------------------------------------------------------------------------


def test_a_derivation_with_two_outcomes_is_written_out_and_proved_again() -> None:
    two = qedtex.load("divergence.kl_decomposition").at(n=2)
    assert str(two.lines[1]) == "p(x₁) log(p(x₁) / q(x₁)) + p(x₂) log(p(x₂) / q(x₂))"
    assert all(step.verdict is Verdict.PROVED for step in two.steps)
    assert two.verify().ok


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("likelihood.mle_is_min_cross_entropy", {"m": 2}),
        ("posterior.gaussian_prior_is_l2", {"N": 2}),
        ("posterior.laplace_prior_is_l1_vector", {"N": 1, "d": 2}),
    ],
)
def test_a_derivation_about_samples_is_written_out(name: str, sizes: dict[str, int]) -> None:
    written = qedtex.load(name).at(**sizes)
    assert len(written.steps) == len(qedtex.load(name).steps)
    assert "∏" not in str(written.lines[1])


def test_sizes_that_are_not_there_are_refused() -> None:
    d = qedtex.load("divergence.kl_decomposition")
    with pytest.raises(QedtexError, match="QT511") as refusal:
        d.at(m=2)
    assert "n" in refusal.value.help
    for wrong in (0, -1, 2.5, True, 65):
        with pytest.raises(QedtexError, match="QT512"):
            d.at(n=wrong)  # type: ignore[arg-type]


def test_a_derivation_is_evaluated_line_by_line_in_its_unit() -> None:
    lines = qedtex.load("divergence.kl_decomposition").evaluate(p=[0.5, 0.5], q=[0.9, 0.1])
    assert len(lines) == 7
    assert {line.unit for line in lines} == {"nats"}
    assert {line.value for line in lines} == {"0.510825623765991"}
    assert lines[0].number == pytest.approx(0.5108256)


def test_the_binary_cross_entropy_at_a_label_of_one() -> None:
    lines = qedtex.load("cross_entropy.binary").evaluate(y=1, y_hat="0.9")
    assert {line.value for line in lines} == {"0.105360515657826"}


def test_numbers_that_make_no_distribution_are_refused() -> None:
    d = qedtex.load("divergence.kl_decomposition")
    for wrong in (
        {"p": [0.5, 0.6], "q": [0.5, 0.5]},
        {"p": [0.5, 0.5], "q": [0.2, 0.3, 0.5]},
        {"p": [0.5, 0.5]},
        {"p": [0.5, 0.5], "q": [1, 0]},
        {"p": [0.5, 0.5], "q": [0.5, 0.5], "s": 1},
    ):
        with pytest.raises(QedtexError, match="QT30"):
            d.evaluate(**wrong)


def test_a_derivation_about_sets_says_that_it_has_no_numbers() -> None:
    with pytest.raises(QedtexError, match="QT514"):
        qedtex.load("likelihood.mle_is_min_cross_entropy").evaluate(m=2)


def test_a_derivation_verifies_again() -> None:
    report = qedtex.load("posterior.laplace_prior_is_l1").verify()
    assert report.ok
    assert report.steps == 13
    assert report.links >= report.steps


def test_load_finds_the_derivations_of_the_folder_where_python_was_started(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "derivations" / "logs" / "mine.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "from qedtex import derivation, log, positive\n"
        "a, b = positive('a'), positive('b')\n"
        "@derivation(title='mine', source='none', claim=(log(a * b), '=', log(a) + log(b)))\n"
        "def mine(calc):\n    return calc(log(a * b)).eq(log(a) + log(b)).qed()\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert qedtex.load("logs.mine").title == "mine"
    assert qedtex.load("divergence.kl_decomposition").steps
    with pytest.raises(QedtexError, match="QT501"):
        qedtex.load("logs.other")


@pytest.mark.parametrize("reason", [3, 2.5, object()])
def test_what_is_no_reason_is_refused(reason) -> None:
    with pytest.raises(QedtexError, match="QT412"):
        calc(a + b).eq(b + a, by=reason)


def test_a_rule_in_quotes_is_recognised() -> None:
    with pytest.raises(QedtexError, match="did you mean the rule log_quotient"):
        calc(log(a / b)).eq(log(a) - log(b), by="log_quotent")


def test_a_relation_that_is_none_is_refused() -> None:
    with pytest.raises(QedtexError, match="QT127"):
        known("k", a, b, relation="==")


def test_a_term_that_is_nested_too_deeply_is_refused() -> None:
    deep = a
    for _ in range(5000):
        deep = qedtex.exp(deep)
    with pytest.raises(QedtexError, match="QT126"):
        calc(deep)


def test_an_index_that_nothing_binds_is_named() -> None:
    with pytest.raises(QedtexError, match="i is an index that no sum or product binds here"):
        calc(p(x[i]))


def test_wrong_kinds_of_arguments_are_told() -> None:
    for wrong in (lambda: pmf("p", 3), lambda: Sum(a, (i, 1)), lambda: Entropy(x), lambda: qedtex.load(3)):
        with pytest.raises(QedtexError):
            wrong()


def test_a_term_gives_its_latex_and_a_line_its_number() -> None:
    assert (a / b).latex() == r"\frac{a}{b}"
    lines = qedtex.load("cross_entropy.binary").evaluate(y=1, y_hat=0.5)
    assert float(lines[0]) == pytest.approx(0.6931472)


def test_an_inequality_holds_by_the_hypothesis_that_states_it_and_by_no_rule_named_beside() -> None:
    given = [known("up", t, a, relation="<=")]
    assert calc(t, given=given).le(a).qed().steps[0].rule == "substitute(up)"
    assert calc(t, given=given).le(a, by="up").qed().steps[0].rule == "substitute(up)"
    with pytest.raises(StepRefused):
        calc(t, given=given).le(a, by=log_product)
    with pytest.raises(StepRefused):
        calc(t, given=given).ge(a, by="up")


def test_a_hypothesis_that_is_named_but_not_needed_is_refused() -> None:
    given = [known("one", a, b), known("two", t, b)]
    assert calc(a + t, given=given).eq(b + b, by=["one", "two"]).qed()
    with pytest.raises(StepRefused, match="QT413"):
        calc(a + 1, given=given).eq(b + 1, by=["one", "two"])

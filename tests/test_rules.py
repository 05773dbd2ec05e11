"""Every rule: its documentation runs, accepts in one example and refuses in another, and names its source."""

from __future__ import annotations

import doctest

import pytest

import qedtex.rules
from qedtex.errors import StepRefused
from qedtex.inference import RULES, Rule, rule

ALL = sorted(RULES, key=lambda rule: rule.name)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_the_examples_of_a_rule_run(rule: Rule) -> None:
    globs = {name: getattr(qedtex.rules, name) for name in qedtex.rules.__all__}
    example = doctest.DocTestParser().get_doctest(rule.figure, globs, rule.name, None, 0)
    out: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=out.append)
    assert runner.failures == 0, "".join(out)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_documents_figure_refusal_examples_and_source(rule: Rule) -> None:
    text = rule.figure
    assert "----" in text
    assert "Fails unless" in text
    assert "Source:" in text
    assert text.count("shows(") >= (1 if rule.name == "cite" else 2)
    assert "refuses" in text or "needs" in text or "bound twice" in text
    assert rule.english and rule.chinese


def test_rules_are_fixed_once_they_are_loaded() -> None:
    with pytest.raises(StepRefused, match="QT400"):

        @rule("anything goes", "随意")
        def anything(before, scope, arguments):
            yield before, ()

"""Records: small, the same each time, and read back to the identical term; anything else is refused by name."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from strategies import terms

from qedtex.catalogue import Catalogue
from qedtex.errors import QedtexError
from qedtex.language import (
    alphabet,
    delta,
    diff,
    every,
    function,
    index,
    law,
    limit,
    log,
    oo,
    points,
    positive,
    random_variable,
    real,
    statement,
    variable_entropy,
    vector,
)
from qedtex.records import derivation_record, dumps, nodes_from_json, term_from_json, term_to_json
from qedtex.replay.reading import table as replay_table
from qedtex.terms import Integral, Interval, Term

CATALOGUE = Catalogue()
MOST_BYTES = 128 * 1024
y, k, w = real("y"), index("k"), vector("w", 3)


@given(terms())
@settings(max_examples=200, deadline=None)
def test_a_term_comes_back_identical(term) -> None:
    assert term_from_json(json.loads(json.dumps(term_to_json(term)))) == term


@pytest.mark.parametrize(
    "found",
    [
        diff(y**2, y),
        diff(y**2, y, at=3),
        diff(w[k], w[k]),
        limit(log(y), y, 0, "+"),
        function("f", positive("t"), differentiable=False)(y),
        delta(k, 1),
        points(1, y),
        statement(y, "!=", 0),
        every(statement(w[k], "=", 0), (k, 1, 3)),
        variable_entropy(law("p"), random_variable("X", alphabet("calX")), given=y, base=2),
        Integral(Interval(-oo, y), real("t"), real("t")),
    ],
    ids=str,
)
def test_each_kind_of_node_of_calculus_comes_back_identical(found: Term) -> None:
    data = json.loads(json.dumps(term_to_json(found)))
    assert term_from_json(data) == found
    trees = replay_table(data["table"]).nodes
    assert trees[data["term"]][0] == type(found).__name__


def test_the_replay_takes_bound_names_of_a_derivative_for_what_they_are() -> None:
    t, at = real("t"), real("at")

    def tree(found: Term) -> object:
        data = term_to_json(found)
        return replay_table(data["table"]).nodes[data["term"]]

    assert tree(diff(y**2, y, at=at)) == tree(diff(t**2, t, at=at))
    assert tree(diff(y**2, y)) != tree(diff(t**2, t))
    assert tree(limit(y, y, 0, "+")) == tree(limit(t, t, 0, "+"))
    assert tree(limit(y, y, 0, "+")) != tree(limit(y, y, 0, "-"))


@pytest.mark.parametrize("name", CATALOGUE.ids())
def test_every_line_of_a_derivation_comes_back_identical(name: str) -> None:
    derivation = CATALOGUE.load(name)
    record = json.loads(dumps(derivation_record(derivation)))
    nodes = nodes_from_json(record["table"])
    lines = [nodes[record["steps"][0]["left"]], *(nodes[step["right"]] for step in record["steps"])]
    assert tuple(lines) == derivation.lines
    links = [link for step in derivation.steps for link in step.links]
    recorded = [link for step in record["steps"] for link in step["links"]]
    assert [(nodes[link["before"]], nodes[link["after"]]) for link in recorded] == [
        (link.before, link.after) for link in links
    ]


@pytest.mark.parametrize("name", [name for name in CATALOGUE.ids() if CATALOGUE.load(name).proof.lemmas])
def test_the_lemmas_of_a_derivation_come_back_identical(name: str) -> None:
    derivation = CATALOGUE.load(name)
    record = json.loads(dumps(derivation_record(derivation)))
    nodes = nodes_from_json(record["table"])
    lemmas = derivation.proof.lemmas
    assert len({lemma["name"] for lemma in record["lemmas"]}) == len(record["lemmas"]) == len(lemmas)
    stated = {(lemma.theorem.claim.left, lemma.theorem.claim.relation.value) for lemma in lemmas}
    recorded = [(nodes[lemma["claim"]["left"]], lemma["claim"]["relation"]) for lemma in record["lemmas"]]
    assert set(recorded) == stated
    for number, lemma in enumerate(record["lemmas"]):
        assert set(lemma) == {"name", "hypotheses", "claim", "steps"}
        for argument in (x for step in lemma["steps"] for link in step["links"] for x in link["arguments"]):
            assert argument.get("lemma", -1) < number
    assert not {lemma["name"] for lemma in record["lemmas"]} & set(record["cites"])


@pytest.mark.parametrize("name", CATALOGUE.ids())
def test_a_record_is_small_and_the_same_each_time(name: str) -> None:
    first, second = (dumps(derivation_record(Catalogue().load(name))) for _ in range(2))
    assert first == second
    assert len(first.encode()) < MOST_BYTES


def test_shared_subterms_are_written_once() -> None:
    y = real("y")
    whole = y
    for _ in range(40):
        whole = whole * whole + 1
        if len(json.dumps(term_to_json(whole))) > 10**5:
            pytest.fail("the table repeats shared subterms")
        break  # a doubled tree: its hash alone visits every node, so one round shows the sharing
    assert len(term_to_json(whole)["table"]) == 5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "QT732"),
        ({"table": [], "term": 0}, "QT732"),
        ({"table": {}, "term": 0}, "QT732"),
        ({"table": [["Extrema"]], "term": 0}, "QT732"),
        ({"table": [["Const", "pi"]], "term": True}, "QT732"),
        ({"table": [["Const", "pi"]], "term": -1}, "QT732"),
        ({"table": [["__import__", "os"]], "term": 0}, "QT731"),
        ({"table": [["Term"]], "term": 0}, "QT731"),
        ({"table": [["Const", 3]], "term": 0}, "QT731"),
        ({"table": [["Const"]], "term": 0}, "QT731"),
        ({"table": [["Neg", 0]], "term": 0}, "QT731"),
        ({"table": [["Neg", 1], ["Const", "e"]], "term": 0}, "QT731"),
        ({"table": [["Num", "1.5", ""]], "term": 0}, "QT731"),
        ({"table": [["Num", "1/0", ""]], "term": 0}, "QT731"),
        ({"table": [["Num", 1, ""]], "term": 0}, "QT731"),
        ({"table": [["Num", "9" * 5000, ""]], "term": 0}, "QT731"),
        ({"table": [["Real", None, None, 0, False, ""], ["Symbol", "y", 0]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["Symbol", "y", 0]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["Index", 0, 0, False]], "term": 1}, "QT731"),
        ({"table": [["Extrema"], ["Neg", 0]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["Apply", 0, 0]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["Function", "f", 0, True]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["Derivative", 0, None, 0, 0]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["Limit", 0, 1, 0, 0]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["Comparison", 0, 0, 0]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["VariableEntropy", 0, [0], [], None]], "term": 1}, "QT731"),
        ({"table": [["Const", "e"], ["FiniteSet", 0]], "term": 1}, "QT731"),
    ],
)
def test_data_of_another_shape_is_refused(data: object, code: str) -> None:
    with pytest.raises(QedtexError) as refused:
        term_from_json(data)
    assert refused.value.code == code


def test_a_kind_of_node_that_is_not_ours_is_not_written() -> None:
    class Log(type(log(real("y")))):  # type: ignore[misc]
        pass

    with pytest.raises(QedtexError, match="QT701"):
        term_to_json(Log(real("y")))

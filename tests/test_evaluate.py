"""`at` and `evaluate` over the whole catalogue: each gives a result, or says plainly why there is none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qedtex.binding import free
from qedtex.catalogue import Catalogue, shipped_root
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.evaluations import Evaluation, unit_of
from qedtex.kernel import is_theorem
from qedtex.language import KL, Entropy, alphabet, exp, log, pmf, positive, sigmoid
from qedtex.latex.vocabulary import Vocabulary
from qedtex.names import plain_name
from qedtex.proved import Derivation
from qedtex.sorts import Alphabet, Enumerated, Family, Integer, Labels, Outcome, Real, Sort
from qedtex.terms import Law, ProductOver, Range, SumOver, Term, is_enumeration

CATALOGUE = Catalogue((shipped_root(),))
IDS = CATALOGUE.ids()
SIZE = 3

REFUSED_AT = {"QT511", "QT512"}
"""What `at` may answer: a name that is no size here, a number out of its range."""

REFUSED_VALUES = {"QT302", "QT304", "QT305", "QT306", "QT514", "QT515", "QT516"}
"""What `evaluate` may answer: numbers that break a hypothesis, are missing or cannot be given, lines without any."""

WEIGHTS = [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
OWN_VALUES: dict[str, dict[str, object]] = {
    "divergence.gibbs": {"a": WEIGHTS, "b": WEIGHTS[::-1]},
    "divergence.jensen_log": {"a": WEIGHTS, "x": [1, 2, 3]},
    "divergence.log_bound_strict": {"t": 2},
    "entropy.code_length": {"p": WEIGHTS, "l": [1, 2, 2]},
    "gradients.example_cross_entropy": {},
    "gradients.example_ratio_above": {},
    "gradients.example_ratio_below": {},
    "gradients.example_squared_error": {},
    "gradients.softmax_cross_entropy": {"z": [0, 1, 2], "y": WEIGHTS, "k": 2},
    "information.decreasing": {"x": Fraction(1, 2), "y": Fraction(1, 4)},
}
"""Values where the hypotheses ask for more than the sorts tell."""

EVALUATED = 60
"""At least so many derivations have numbers that this test knows how to give."""


def size_of(bound: Term | None) -> int:
    """A bound of a range with every size put to 3."""
    text = str(bound)
    return int(text) if text.isdigit() else SIZE


def sizes(derivation: Derivation) -> dict[str, int]:
    symbols = {symbol for line in derivation.lines for symbol in free(line)}
    return {
        plain_name(symbol.name): SIZE if symbol.sort.upper is None else 1
        for symbol in symbols
        if isinstance(symbol.sort, Integer)
    }


def masses(count: int) -> list[Fraction]:
    total = count * (count + 1) // 2
    return [Fraction(place, total) for place in range(1, count + 1)]


def value_of(sort: Sort) -> object:
    match sort:
        case Integer(_, None):
            return SIZE
        case Integer():
            return 1
        case Real(least, greatest):
            low = Fraction(-1) if least is None else least
            high = low + 3 if greatest is None else greatest
            return (2 * low + high) / 3
        case Family(element, lower, upper):
            return [value_of(element)] * (size_of(upper) - size_of(lower) + 1)
        case Outcome():
            return 1
        case _:
            return None


def law_values(law: Law) -> object:
    match law.space:
        case Enumerated(_, lower, upper) | Labels(lower, upper):
            return masses(size_of(upper) - size_of(lower) + 1)
        case Alphabet():
            return masses(SIZE)
        case _:
            return None


def values(derivation: Derivation) -> dict[str, object]:
    """A number for each free symbol and a list of masses for each law that has one of its own."""
    if derivation.name in OWN_VALUES:
        return OWN_VALUES[derivation.name]
    words = Vocabulary.of(*derivation.lines)
    known = {side for entry in derivation.claim.context.hypotheses for side in (entry.left,)}
    told: dict[str, object] = {}
    for line in derivation.lines:
        for symbol in free(line):
            value = None if is_enumeration(symbol) or symbol in known else value_of(symbol.sort)
            if value is not None:
                told[plain_name(symbol.name)] = value
    defined = {node.distribution.law for side in known for node in side.walk() if hasattr(node, "distribution")}
    for law in words.laws:
        value = None if law.sample is not None or law in defined else law_values(law)
        if value is not None:
            told[plain_name(law.name)] = value
    return told


@pytest.mark.parametrize("name", IDS)
def test_a_derivation_is_proved_for_a_size_or_has_none(name: str) -> None:
    derivation = CATALOGUE.load(name)
    given = sizes(derivation)
    if not given:
        with pytest.raises(QedtexError) as refused:
            derivation.at(n=SIZE)
        assert refused.value.code in REFUSED_AT
        assert refused.value.help
        return
    fixed = derivation.at(**given)
    assert is_theorem(fixed.theorem)
    assert fixed.claim.relation is derivation.claim.relation
    nodes = [node for line in fixed.lines for node in line.walk()]
    assert not any(isinstance(node, (SumOver, ProductOver)) and isinstance(node.domain, Range) for node in nodes)
    assert not sizes(fixed)


def evaluated(name: str) -> tuple[Derivation, Evaluation | None, str]:
    derivation = CATALOGUE.load(name)
    try:
        return derivation, derivation.evaluate(**values(derivation)), ""
    except QedtexError as refusal:
        return derivation, None, refusal.code


@pytest.mark.parametrize("name", IDS)
def test_numbers_agree_with_the_relations_or_are_refused_with_a_reason(name: str) -> None:
    derivation, found, code = evaluated(name)
    if found is None:
        assert code in REFUSED_VALUES
        return
    assert len(found) == len(derivation.lines)
    for step, left, right in zip(derivation.steps, found, found.lines[1:], strict=False):
        gap = float(right) - float(left)
        if step.relation is Relation.EQUAL:
            assert gap == pytest.approx(0, abs=1e-9)
        elif step.relation in (Relation.LESS, Relation.LESS_EQUAL):
            assert gap >= -1e-12
        elif step.relation in (Relation.GREATER, Relation.GREATER_EQUAL):
            assert gap <= 1e-12


def test_most_derivations_with_numbers_are_evaluated() -> None:
    assert sum(evaluated(name)[1] is not None for name in IDS) >= EVALUATED


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("likelihood.mle_is_min_kl", "sets of maximisers or minimisers"),
        ("divergence.kl_zero_iff", "propositions"),
        ("entropy.x_log_x_limit", "a limit"),
    ],
)
def test_lines_that_are_no_numbers_are_refused(name: str, says: str) -> None:
    with pytest.raises(QedtexError, match=says) as refused:
        CATALOGUE.load(name).evaluate(n=2)
    assert refused.value.code == "QT514"
    assert refused.value.help


def test_a_function_known_by_hypotheses_only_is_refused() -> None:
    with pytest.raises(QedtexError, match="known by its hypotheses only") as refused:
        CATALOGUE.load("information.minus_k_log").evaluate(x=2, k=1)
    assert refused.value.code == "QT516"


def test_labels_and_code_lengths_can_be_given_and_must_be_integers() -> None:
    merged = CATALOGUE.load("cross_entropy.two_labels_merged")
    assert [merged.evaluate(y=y, y_hat=0.5)[0].value for y in (0, 1)] == ["0.693147180559945"] * 2
    code = CATALOGUE.load("entropy.code_length")
    found = code.evaluate(p=[0.5, 0.25, 0.25], l=[1, 2, 2])
    assert found[0].value == "1.5"
    assert found[0].unit == ""
    loss = CATALOGUE.load("cross_entropy.bernoulli_loss")
    assert loss.evaluate(y=[1, 0], y_hat=[0.5, 0.5])[0].unit == "nats"
    with pytest.raises(QedtexError) as refused:
        loss.evaluate(y=[1, 2], y_hat=[0.5, 0.5])
    assert refused.value.code == "QT302"
    with pytest.raises(QedtexError, match=r"not an integer|out of range"):
        code.evaluate(p=[0.5, 0.25, 0.25], l=[1, 2, 2.5])


def test_an_index_is_given_with_the_size_it_runs_to() -> None:
    one_hot = CATALOGUE.load("cross_entropy.one_hot")
    assert str(one_hot.at(K=3, k=2).lines[-1]) == "-log q₂"
    with pytest.raises(QedtexError) as refused:
        one_hot.at(K=3, k=4)
    assert refused.value.code == "QT512"


def test_a_lemma_is_proved_for_the_size_too() -> None:
    fixed = CATALOGUE.load("entropy.at_most_log_n").at(n=4)
    assert str(fixed.lines[-1]) == "log 4"
    assert len(fixed.lemmas) >= 1
    assert fixed.verify().ok


def test_units_follow_the_base_and_a_quotient_of_logarithms_has_none() -> None:
    a, b = positive("a"), positive("b")
    p = pmf("p", alphabet("X"))
    assert unit_of(log(a) + log(b)) == "nats"
    assert unit_of(Entropy(p, 2)) == "bits"
    assert unit_of(KL(p, p) / log(2)) == "bits"
    assert unit_of(log(a) / log(3)) == ""
    assert unit_of(log(a, 3)) == ""
    assert unit_of(1 / log(2) - log(a, 2)) == "bits"
    assert unit_of(1 / log(2)) == ""
    assert unit_of(exp(log(a))) == unit_of(sigmoid(log(a))) == unit_of(a) == ""
    assert unit_of(log(a) + log(b, 2)) == ""


@pytest.mark.parametrize(
    ("name", "takes"),
    [
        ("divergence.kl_decomposition", "it takes p=[...], q=[...]"),
        ("cross_entropy.binary", "it takes y=..., y_hat=..."),
        ("entropy.code_length", "it takes p=[...], l=[...]"),
        ("gradients.softmax_cross_entropy", "it takes y=[...], z=[...], k=..."),
    ],
)
def test_missing_numbers_are_named_all_at_once(name: str, takes: str) -> None:
    with pytest.raises(QedtexError) as refused:
        CATALOGUE.load(name).evaluate()
    assert refused.value.code == "QT305"
    words = refused.value.help
    assert words is not None
    assert sorted(words.removeprefix("it takes ").split(", ")) == sorted(takes.removeprefix("it takes ").split(", "))


# Joint laws ----------------------------------------------------------------------------------------------------------

TABLE = [[Fraction(1, 10), Fraction(2, 10), Fraction(3, 10)], [Fraction(1, 4), Fraction(1, 10), Fraction(1, 20)]]


def test_a_joint_law_is_given_as_a_table_with_a_row_for_each_value_of_its_first_variable() -> None:
    from math import log as ln

    chained = CATALOGUE.load("entropy.chain_rule").evaluate(p=TABLE)
    joint = -sum(float(mass) * ln(mass) for row in TABLE for mass in row)
    assert [line.number for line in chained] == pytest.approx([joint] * len(chained))
    given = CATALOGUE.load("entropy.conditional").evaluate(p=TABLE)
    rows = [float(sum(row)) for row in TABLE]
    expected = -sum(float(mass) * ln(float(mass) / rows[x]) for x, row in enumerate(TABLE) for mass in row)
    assert [line.number for line in given] == pytest.approx([expected] * len(given))


def test_conditioning_reduces_entropy_in_numbers_and_not_at_all_for_independent_variables() -> None:
    reduced = [line.number for line in CATALOGUE.load("entropy.conditioning_reduces").evaluate(p=TABLE)]
    assert reduced[0] < reduced[-1]
    independent = [[Fraction(1, 2) * mass for mass in (Fraction(1, 4), Fraction(3, 4))]] * 2
    same = [line.number for line in CATALOGUE.load("entropy.conditioning_reduces").evaluate(p=independent)]
    assert same[0] == pytest.approx(same[-1])


@pytest.mark.parametrize(
    ("name", "values", "code", "told"),
    [
        ("entropy.conditional", {}, "QT305", "a row for each X and in it an entry for each Y"),
        ("entropy.conditional", {"p": [0.5, 0.5]}, "QT304", "p=[[0.25, 0.25], [0.25, 0.25]]"),
        ("entropy.conditional", {"p": [[0.5, 0.5], [0.5]]}, "QT304", "a table of the joint masses"),
        ("entropy.conditional", {"p": [[0.5, 0.5], [0.5, 0.5]]}, "QT303", "sum to 2"),
        ("entropy.conditional", {"p": [[0.5, -0.1], [0.3, 0.3]]}, "QT302", "-0.1"),
        ("divergence.kl_decomposition", {"p": [[0.5, 0.5]], "q": [0.5, 0.5]}, "QT304", "p needs a list"),
        ("information.independent_events_add", {"a": 1, "b": 2}, "QT305", "P has no masses"),
        (
            "information.independent_events_add",
            {"a": 1, "b": 2, "P": [[0.5, 0.1], [0.2, 0.2]]},
            "QT302",
            "break a hypothesis",
        ),
    ],
)
def test_a_table_that_is_missing_or_of_another_form_is_refused_with_the_form_to_use(
    name: str, values: dict[str, object], code: str, told: str
) -> None:
    with pytest.raises(QedtexError) as refused:
        CATALOGUE.load(name).evaluate(**values)
    assert refused.value.code == code
    assert told in str(refused.value)


def test_independent_events_have_numbers_once_their_law_has() -> None:
    quarter = Fraction(1, 4)
    lines = CATALOGUE.load("information.independent_events_add").evaluate(a=1, b=2, P=[[quarter] * 2] * 2)
    assert {line.value for line in lines} == {"1.38629436111989"}

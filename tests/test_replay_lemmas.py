"""The replay of records with lemmas, inequalities and equivalences: what is forged in them is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable

import pytest
from test_replay import one_link

from qedtex import Sum, calc, diff, exp, index, integer, limit, ln, outcomes, pmf, positive, positive_integer, real
from qedtex.chains import Proof
from qedtex.granted import known
from qedtex.kernel import Named
from qedtex.language import (
    absolute,
    argmin,
    every,
    oo,
    points,
    statement,
    term,
)
from qedtex.proved import Derivation
from qedtex.records import derivation_record, dumps
from qedtex.replay import replay
from qedtex.rules import (
    absolute_cases,
    arithmetic,
    both_sides,
    circle_of_implications,
    compare,
    constant_by_derivative,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    equality_case,
    integral_by_antiderivative,
    least_where_derivative_changes_sign,
    limit_by_definition,
    log_one,
    square_of_absolute,
    unique_extremum,
    zero_sum,
)
from qedtex.terms import Integral, Interval

t, x, e, a, b = positive("t"), positive("x"), positive("epsilon"), real("a"), real("b")
n, i = positive_integer("n"), index("i")
outcome = outcomes("x", n)
p, q = pmf("p", outcome), pmf("q", outcome)
APART = known("apart", t, 1, relation="!=")


def gap(at):
    return at - 1 - ln(at)


def slope() -> Proof:
    chain = calc((t - 1) * diff(gap(t), t))
    chain = chain.eq((t - 1) * (diff(t, t) - diff(term(1), t) - diff(ln(t), t)), by=derivative_linear)
    chain = chain.eq((t - 1) * (1 - 1 / t), by=[derivative_identity, derivative_linear, derivative_chain])
    return chain.eq((t - 1) ** 2 / t, by=arithmetic).qed("slope")


def bound() -> Proof:
    by_slope = least_where_derivative_changes_sign(slope())
    chain = calc(ln(t)).eq(t - 1 - gap(t), by=arithmetic).le(t - 1 - gap(term(1)), by=by_slope)
    return chain.eq(t - 1, by=log_one).qed("bound")


def strict() -> Proof:
    by_slope = least_where_derivative_changes_sign(slope())
    chain = calc(ln(t), given=[APART]).eq(t - 1 - gap(t), by=arithmetic).lt(t - 1 - gap(term(1)), by=by_slope)
    return chain.eq(t - 1, by=log_one).qed("strict")


def there() -> Proof:
    return calc(ln(term(1))).eq(term(1) - 1, by=log_one).qed("there")


def equal_only() -> Proof:
    chain = calc(statement(ln(t), "=", t - 1))
    return chain.iff(statement(t, "=", 1), by=equality_case(strict(), there())).qed("equal only")


def small() -> Proof:
    near = [known("above", x, 0, relation=">"), known("below", x, e, relation="<")]
    return calc(absolute(x), given=near).eq(x, by=square_of_absolute).lt(e, by="below").qed("small")


def limit_is_zero() -> Proof:
    return calc(limit(x, x, 0, "+")).eq(0, by=limit_by_definition(small())).qed("limit")


def only_minimiser() -> Proof:
    apart = known("apart", a, 0, relation="!=")
    least = calc(a**2, given=[apart]).gt(term(0) ** 2, by=compare).qed("least")
    return calc(argmin(a**2, a)).eq(points(0), by=unique_extremum(least)).qed("minimiser")


def every_ratio() -> Proof:
    def ratio(at):
        return q(outcome[at]) / p(outcome[at])

    k = integer("k", 1, n)
    nowhere_negative = (
        calc(gap(t)).ge(gap(term(1)), by=least_where_derivative_changes_sign(slope())).eq(0, by=log_one).qed("gap")
    )
    weighed = calc(p(outcome[k]) * gap(ratio(k))).ge(p(outcome[k]) * 0, by=nowhere_negative).eq(0, by=arithmetic)
    chain = calc(statement(Sum(p(outcome[i]) * gap(ratio(i)), (i, 1, n)), "=", 0))
    chain = chain.iff(
        every(statement(p(outcome[i]) * gap(ratio(i)), "=", 0), (i, 1, n)), by=zero_sum(weighed.qed("weighed"))
    )
    chain = chain.iff(every(statement(ln(ratio(i)), "=", ratio(i) - 1), (i, 1, n)), by=both_sides(1 / p(outcome[i])))
    return chain.iff(every(statement(ratio(i), "=", 1), (i, 1, n)), by=equal_only()).qed("ratio")


def constant() -> Proof:
    s = real("s")
    by = [derivative_linear, derivative_chain, derivative_identity, arithmetic]
    flat = calc(diff(ln(exp(s)) - s, s)).eq(0, by=by).qed("flat")
    return calc(ln(exp(b)) - b).eq(ln(exp(term(2))) - 2, by=constant_by_derivative(flat, term(2))).qed("constant")


def integral() -> Proof:
    s = real("s")
    by = [derivative_linear, derivative_chain, derivative_identity, arithmetic]
    falling = calc(diff(-exp(-s), s)).eq(exp(-s), by=by).qed("falling")
    whole = Integral(Interval(term(0), oo), s, exp(-s))
    chain = calc(whole).eq(0 - (-exp(-term(0))), by=integral_by_antiderivative(falling))
    return chain.eq(exp(-term(0)), by=arithmetic).qed("integral")


def both_ways() -> Proof:
    s = real("s")
    forth = calc(s - a, given=[known("order", s, a, relation="<=")]).le(0, by=compare).qed("forth")
    back = calc(s, given=[known("sign", s - a, 0, relation="<=")]).le(a, by=compare).qed("back")
    chain = calc(statement(s, "<=", a))
    return chain.iff(statement(s - a, "<=", 0), by=circle_of_implications(forth, back)).qed("both ways")


def two_cases() -> Proof:
    above = calc(a, given=[known("above", a, 0, relation=">=")]).le(3 * a, by=compare).qed("above")
    below = calc(-a, given=[known("below", a, 0, relation="<=")]).le(3 * -a, by=compare).qed("below")
    return calc(absolute(a)).le(3 * absolute(a), by=absolute_cases(a, above, below)).qed("two cases")


PROOFS: tuple[Callable[[], Proof], ...] = (
    *(slope, bound, strict, there, equal_only, small, limit_is_zero),
    *(only_minimiser, every_ratio, constant, both_ways, integral, two_cases),
)


def record(proof: Proof, name: str = "own.one") -> dict:
    """The record of a proof as it comes from its file."""
    derivation = Derivation(name, "", "t", "t", "s", (), proof.theorem.claim, proof)
    return json.loads(dumps(derivation_record(derivation)))


def refused(forged: dict, match: str) -> None:
    found = replay(forged)
    assert not found.ok
    assert any(match in refusal for refusal in found.refusals), found.refusals


def lemma(data: dict, name: str) -> dict:
    return next(found for found in data["lemmas"] if found["name"] == name)


def of_rule(part: dict, rule: str) -> list[dict]:
    return [link for step in part["steps"] for link in step["links"] if link["rule"] == rule]


# What is accepted ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", PROOFS)
def test_a_proof_by_calculus_replays(made: Callable[[], Proof]) -> None:
    assert replay(record(made())).refusals == ()


def test_lemmas_come_before_those_that_stand_on_them_and_have_names_of_their_own() -> None:
    data = record(every_ratio())
    names = [found["name"] for found in data["lemmas"]]
    assert len(set(names)) == len(names)
    assert names == ["slope", "gap", "weighed", "slope 2", "strict", "there", "equal only"]
    for number, part in enumerate(data["lemmas"]):
        used = [x["lemma"] for s in part["steps"] for k in s["links"] for x in k["arguments"] if "lemma" in x]
        assert all(other < number for other in used)
    assert data["cites"] == {}


def test_the_relation_of_a_link_is_told_where_it_is_no_equation() -> None:
    links = [link for step in record(bound())["steps"] for link in step["links"]]
    told = [link["relation"] for link in links if "relation" in link]
    assert told == ["<="]
    forged = record(bound())
    for link in (link for step in forged["steps"] for link in step["links"]):
        link["relation"] = "<"
    assert replay(forged).ok  # it is found again, not read


def test_a_record_with_lemmas_can_be_cited() -> None:
    cited, c = bound(), positive("c")
    citing = record(calc(ln(c)).le(c - 1, by=cited).qed())
    number = next(x["lemma"] for x in of_rule(citing, "cite")[0]["arguments"])
    part = citing["lemmas"][number]
    citing["cites"] = {"own.bound": {**part["claim"], "hypotheses": part["hypotheses"]}}
    of_rule(citing, "cite")[0]["arguments"] = [{"cites": "own.bound"}]
    assert replay(citing, {"own.bound": record(cited, "own.bound")}).refusals == ()
    assert not replay(citing, {"own.bound": record(strict(), "own.bound")}).ok
    false = record(cited, "own.bound")
    lemma(false, "slope")["steps"][-1]["right"] = lemma(false, "slope")["steps"][0]["left"]
    assert not replay(citing, {"own.bound": false}).ok


def test_a_case_about_something_else_is_refused() -> None:
    forged = record(two_cases())
    part = lemma(forged, "below")
    part["hypotheses"], part["claim"] = lemma(forged, "above")["hypotheses"], lemma(forged, "above")["claim"]
    assert not replay(forged).ok
    forged = record(two_cases())
    [link] = of_rule(forged, "absolute_cases")
    link["arguments"].pop()
    refused(forged, "two lemmas of one relation")


# Forged relations ----------------------------------------------------------------------------------------------------


def test_a_relation_made_stronger_is_refused() -> None:
    forged = record(bound())
    for part in (forged["claim"], *forged["steps"]):
        part["relation"] = part["relation"].replace("<=", "<")
    refused(forged, "its links show <=, not <")
    forged = record(bound())
    forged["claim"]["relation"] = "="
    refused(forged, "the steps show something else")


def test_a_relation_turned_round_is_refused() -> None:
    forged = record(bound())
    for part in (forged["claim"], *forged["steps"]):
        part["relation"] = part["relation"].replace("<=", ">=")
    refused(forged, "its links show <=, not >=")


def test_a_link_turned_round_is_refused() -> None:
    forged = record(bound())
    of_rule(forged, "least_where_derivative_changes_sign")[0]["reverse"] = True
    refused(forged, "least_where_derivative_changes_sign")


def test_an_unknown_relation_is_refused() -> None:
    for relation in ("is", "", "~=3", "==", None):
        forged = record(bound())
        forged["steps"][1]["relation"] = relation
        assert not replay(forged).ok


def test_an_equation_between_propositions_is_refused() -> None:
    forged = record(equal_only())
    for part in (forged["claim"], *forged["steps"]):
        part["relation"] = "="
    refused(forged, "an equivalence stands between propositions")


# Forged lemmas -------------------------------------------------------------------------------------------------------


def test_a_lemma_without_its_hypothesis_is_refused() -> None:
    forged = record(equal_only())
    lemma(forged, "strict")["hypotheses"] = []
    refused(forged, "lemma 1, step 2: its links show <=, not <")


def test_a_derivation_without_its_hypothesis_is_refused() -> None:
    forged = record(strict())
    forged["context"]["hypotheses"] = []
    refused(forged, "its links show <=, not <")


def test_a_lemma_that_cites_itself_or_a_later_one_is_refused() -> None:
    data = record(every_ratio())
    for number, part in enumerate(data["lemmas"]):
        for step, link in ((s, k) for s in range(len(part["steps"])) for k in range(len(part["steps"][s]["links"]))):
            if any("lemma" in argument for argument in part["steps"][step]["links"][link]["arguments"]):
                for other in (number, number + 1, len(data["lemmas"]), -1, True, None):
                    forged = copy.deepcopy(data)
                    changed = forged["lemmas"][number]["steps"][step]["links"][link]
                    changed["arguments"] = [{"lemma": other} for _ in changed["arguments"]]
                    refused(forged, "is not the number of an earlier lemma")


def test_a_lemma_that_is_false_or_empty_is_refused() -> None:
    forged = record(bound())
    lemma(forged, "slope")["steps"] = []
    refused(forged, "no claim or no steps")
    forged = record(bound())
    lemma(forged, "slope")["claim"]["right"] = lemma(forged, "slope")["claim"]["left"]
    refused(forged, "lemma 0, the claim: the steps show something else")
    forged = record(every_ratio())
    forged["lemmas"][1]["name"] = forged["lemmas"][0]["name"]
    refused(forged, "one name")


def test_a_lemma_for_another_is_refused() -> None:
    data = record(every_ratio())
    for rule in ("zero_sum", "cite"):
        for other in range(len(data["lemmas"])):
            forged = copy.deepcopy(data)
            (link,) = of_rule(forged, rule)
            if link["arguments"] != [{"lemma": other}]:
                link["arguments"] = [{"lemma": other}]
                assert not replay(forged).ok


def added(part: dict, data: dict, left: int, relation: str, right: int) -> None:
    part["hypotheses"].append(
        {"name": "more", "kind": "given", "left": left, "relation": relation, "right": right, "variables": []}
    )


def test_a_limit_with_a_hypothesis_too_many_is_refused() -> None:
    data = record(limit_is_zero())
    above, below = data["lemmas"][0]["hypotheses"]
    for left, relation, right in (
        (above["left"], ">", below["right"]),
        (above["left"], "!=", below["right"]),
        (above["left"], "<=", below["right"]),
        (below["right"], ">", below["left"]),
        (below["right"], "!=", above["right"]),
    ):
        forged = copy.deepcopy(data)
        added(forged["lemmas"][0], forged, left, relation, right)
        refused(forged, "step 1: link 1 (limit_by_definition)")


def test_a_limit_from_the_other_side_is_refused() -> None:
    forged = record(limit_is_zero())
    for node in forged["table"]:
        if node[0] == "Limit":
            node[2] = "-"
    assert not replay(forged).ok
    forged = record(limit_is_zero())
    forged["lemmas"][0]["hypotheses"][0]["relation"] = ">="
    assert not replay(forged).ok


def test_a_slope_under_a_hypothesis_about_its_variable_is_refused() -> None:
    forged = record(bound())
    part = lemma(forged, "slope")
    table = forged["table"]
    one = table.index(["Num", "1", ""])
    variable = next(number for number, node in enumerate(table) if node[:2] == ["Symbol", "t"])
    added(part, forged, variable, ">", one)
    refused(forged, "least_where_derivative_changes_sign")


def test_a_flat_function_under_a_hypothesis_about_its_variable_is_refused() -> None:
    forged = record(constant())
    table = forged["table"]
    variable = next(number for number, node in enumerate(table) if node[:2] == ["Symbol", "s"])
    added(forged["lemmas"][0], forged, variable, ">", table.index(["Num", "2", ""]))
    refused(forged, "constant_by_derivative")


def test_an_antiderivative_on_a_part_of_the_line_is_refused() -> None:
    forged = record(integral())
    variable = next(number for number, node in enumerate(forged["table"]) if node[:2] == ["Symbol", "s"])
    added(forged["lemmas"][0], forged, variable, "!=", forged["table"].index(["Num", "0", ""]))
    refused(forged, "integral_by_antiderivative")


def test_an_antiderivative_that_does_not_fall_off_is_refused() -> None:
    s = real("s")
    by = [derivative_linear, derivative_chain, derivative_identity, arithmetic]
    falling = calc(diff(1 - exp(-s), s)).eq(exp(-s), by=by).qed("falling")
    whole = Integral(Interval(term(0), oo), s, exp(-s))
    step = one_link(
        *(whole, 0 - (1 - exp(-term(0))), "integral_by_antiderivative"),
        arguments=(Named("own.falling", falling.theorem),),
    )
    refused_step = replay(step, {"own.falling": record(falling, "own.falling")})
    assert not refused_step.ok and "fall off" in refused_step.refusals[0]


def test_a_minimiser_without_or_with_more_hypotheses_is_refused() -> None:
    forged = record(only_minimiser())
    forged["lemmas"][0]["hypotheses"] = []
    assert not replay(forged).ok
    forged = record(only_minimiser())
    (apart,) = forged["lemmas"][0]["hypotheses"]
    added(forged["lemmas"][0], forged, apart["left"], ">", apart["right"])
    refused(forged, "unique_extremum")


def test_an_equality_case_at_another_point_is_refused() -> None:
    forged = record(equal_only())
    zero = len(forged["table"])
    forged["table"].append(["Num", "2", ""])
    for part in (forged, lemma(forged, "strict")):
        hypotheses = part.get("hypotheses", [])
        for known_one in hypotheses:
            known_one["right"] = zero
    assert not replay(forged).ok


def test_a_circle_that_does_not_close_is_refused() -> None:
    data = record(both_ways())
    for number in (0, 1):
        forged = copy.deepcopy(data)
        (link,) = of_rule(forged, "circle_of_implications")
        link["arguments"] = [{"lemma": number}]
        refused(forged, "circle_of_implications")

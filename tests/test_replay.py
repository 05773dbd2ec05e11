"""The replay: every shipped derivation is accepted, and every forgery is refused."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from mutations import mutants

import qedtex.replay
from qedtex.catalogue import Catalogue
from qedtex.chains import Calc
from qedtex.claims import Claim
from qedtex.granted import known
from qedtex.inference import RULES
from qedtex.kernel import Named
from qedtex.language import (
    E,
    Product,
    Sum,
    absolute,
    alphabet,
    empirical,
    exp,
    index,
    integer,
    labels,
    law,
    log,
    outcome,
    outcomes,
    parameter,
    pmf,
    positive,
    positive_integer,
    probability,
    real,
    sample,
    sqrt,
    term,
    vector,
)
from qedtex.oracle import consult
from qedtex.proved import Derivation
from qedtex.records import _hypothesis, _sides, _Table, derivation_record, dumps, nodes_from_json
from qedtex.replay import main, replay
from qedtex.replay.rules import KNOWN
from qedtex.rules import cite, log_product
from qedtex.sorts import Real
from qedtex.stating import is_proposition
from qedtex.terms import Add, Const, Distribution, Div, Log, Neg, Norm, Num, Pow, SumOver, Symbol, Term

CATALOGUE = Catalogue()
NAMES = CATALOGUE.ids()
KL_ID = "divergence.kl_decomposition"
a, b, t, u = positive("a"), positive("b"), real("t"), real("u")
i, j, n, m = index("i"), index("j"), positive_integer("n"), positive_integer("m")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)
letters = alphabet(r"\mathcal{X}")
r = pmf("r", letters)
z = outcome("z", letters)
APART = [
    "kernel",
    "rules",
    "search",
    "arithmetic",
    "conditions",
    "definedness",
    "binding",
    "terms",
    "context",
    "claims",
    "calc",
    "sorts",
    "lowering",
    "oracle",
]


def shipped(name: str) -> dict:
    return json.loads(dumps(derivation_record(CATALOGUE.load(name))))


def library(name: str) -> dict:
    """The records of what a derivation cites, and of what that cites."""
    return {cited: shipped(cited) for cited in CATALOGUE.load(name).theorem.cites}


def one_link(left, right, rule, *, path=(), arguments=(), reverse=False, given=(), relation="=") -> dict:
    """A record of one step of one link, whatever the kernel thinks of it."""
    table = _Table()
    cited = {argument.name: argument.theorem.claim for argument in arguments if isinstance(argument, Named)}
    sides = {"left": table.number(term(left)), "relation": relation, "right": table.number(term(right))}
    hypotheses = [_hypothesis(known, table) for known in given]
    link = {
        "before": sides["left"],
        "after": sides["right"],
        "rule": rule,
        "arguments": [
            {"term": table.number(argument)}
            if isinstance(argument, Term)
            else {"cites": argument.name}
            if isinstance(argument, Named)
            else {"name": str(argument)}
            for argument in arguments
        ],
        "path": list(path),
        "reverse": reverse,
        "conditions": [],
    }
    return {
        "format": "qedtex-record",
        "schema": 1,
        "id": "forged.one",
        "context": {"hypotheses": hypotheses},
        "claim": sides,
        "steps": [{**sides, "links": [link]}],
        "cites": {
            name: {
                **_sides(claim.left, claim.relation.value, claim.right, table),
                "hypotheses": [_hypothesis(known, table) for known in claim.context.hypotheses],
            }
            for name, claim in cited.items()
        },
        "table": table.nodes,
    }


def edited(record: dict, number: int, change) -> dict:
    """The record with the term `after` of one link changed, and the link after it beginning there."""
    table = _Table()
    for node in nodes_from_json(record["table"]):
        table.number(node)
    forged = copy.deepcopy(record)
    links = [link for step in forged["steps"] for link in step["links"]]
    old = nodes_from_json(record["table"])[links[number]["after"]]
    links[number]["after"] = table.number(change(old))
    assert links[number]["after"] != [link for step in record["steps"] for link in step["links"]][number]["after"]
    forged["table"] = table.nodes
    return forged


def everywhere(node: Term, change) -> Term:
    return change(node.with_children(tuple(everywhere(child, change) for child in node.children)))


# What is accepted --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_derivation_replays(name: str) -> None:
    derivation = CATALOGUE.load(name)
    found = replay(shipped(name), library(name))
    assert found.refusals == ()
    chains = [derivation.proof, *derivation.proof.lemmas]
    assert found.ok
    assert found.links == sum(len(step.links) for chain in chains for step in chain.steps)
    assert found.steps == sum(len(chain.steps) for chain in chains)


def test_every_rule_of_the_kernel_is_known_to_the_replay() -> None:
    assert {rule.name for rule in RULES} == KNOWN


def test_the_replay_loads_nothing_of_the_kernel() -> None:
    home = Path(qedtex.replay.__file__)
    code = (
        "import importlib.util, json, sys\n"
        f"spec = importlib.util.spec_from_file_location('apart', {str(home)!r},"
        f" submodule_search_locations=[{str(home.parent)!r}])\n"
        "made = importlib.util.module_from_spec(spec); sys.modules['apart'] = made; spec.loader.exec_module(made)\n"
        "found = made.replay(json.load(sys.stdin))\n"
        "print(json.dumps([found.ok, found.links, sorted(n for n in sys.modules if n.split('.')[0] == 'qedtex')]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(shipped(KL_ID)), capture_output=True, text=True, check=True
    )
    ok, links, loaded = json.loads(ran.stdout)
    assert ok and links == 9
    assert loaded == []
    for source in home.parent.glob("*.py"):
        for name in APART:
            assert f"qedtex.{name}" not in source.read_text(encoding="utf-8")


def test_the_command_says_how_many_links_were_accepted(tmp_path: Path, capsys) -> None:
    path = tmp_path / "kl.json"
    path.write_text(dumps(shipped(KL_ID)), encoding="utf-8")
    assert main([str(path)]) == 0
    assert capsys.readouterr().out == "9 links of 6 steps accepted\n"
    path.write_text(dumps(edited(shipped(KL_ID), 0, Neg)), encoding="utf-8")
    assert main([str(path)]) == 1
    assert "accepted" in capsys.readouterr().out
    assert main([str(tmp_path / "none.json")]) == 2


RULES_THAT_FIRE = [
    ("arithmetic", (t + u) * (t - u), t**2 - u**2),
    ("log_product", log(a * b), log(a) + log(b)),
    ("log_power", log(a**t), t * log(a)),
    ("log_exp", log(exp(t)), t),
    ("log_one", log(1), term(0)),
    ("base_change", log(a, 2), log(a) / log(2)),
    ("exp_log", exp(log(a)), a),
    ("exp_sum", exp(t + u), exp(t) * exp(u)),
    ("exp_negative", exp(-t), 1 / exp(t)),
    ("exp_multiple", exp(2 * t), exp(t) ** 2),
    ("exp_of_sum", exp(Sum(i, (i, 1, n))), Product(exp(i), (i, 1, n))),
    ("power_of_product", sqrt(a * b), sqrt(a) * sqrt(b)),
    ("square_of_absolute", absolute(t) ** 2, t**2),
    ("root_of_square", sqrt(t**2), absolute(t)),
    ("log_even_power", log((t**2 + 1) ** 2), 2 * log(absolute(t**2 + 1))),
    ("sum_of_powers", Sum(i**3, (i, 2, n)), n**4 / 4 + n**3 / 2 + n**2 / 4 - 1),
    ("geometric_sum", Sum(term(3) ** i, (i, 0, n)), (term(3) ** 0 - term(3) ** (n + 1)) / (1 - term(3))),
    ("constant_sum", Sum(t, (i, 1, n)), n * t),
    ("take_out", Sum(t * i / u**0, (i, 1, n)), t * Sum(i / u**0, (i, 1, n))),
    ("exchange_sums", Sum(Sum(i**2 * j, (j, 1, m)), (i, 1, n)), Sum(Sum(i**2 * j, (i, 1, n)), (j, 1, m))),
    ("expand_sum", Sum(t**i, (i, 1, 2)), t**1 + t**2),
    ("normalisation", Sum(p(x[i]), (i, 1, n)), term(1)),
    ("normalisation", Sum(r(z), z), term(1)),
    ("expectation_linear", E(t * log(r(z)), z, r), t * E(log(r(z)), z, r)),
    ("expectation_to_sum", E(log(r(z)), z, r), Sum(r(z) * log(r(z)), z)),
    ("unfold", Norm(vector("w", n), 1), Sum(absolute(vector("w", n)[j]), (j, 1, n))),
]


@pytest.mark.parametrize(("rule", "left", "right"), RULES_THAT_FIRE)
def test_a_rule_is_known_and_checked(rule: str, left: Term, right: Term) -> None:
    assert replay(one_link(left, right, rule)).refusals == ()
    assert not replay(one_link(left, right + 1, rule)).ok
    assert not replay(one_link(left, right, "unheard_of")).ok


def test_a_shift_needs_its_own_argument() -> None:
    left = Sum(t**i, (i, 0, n))
    right = Sum(t ** (i - 1), (i, term(0) + 1, n + 1))
    assert replay(one_link(left, right, "shift_index", arguments=(term(1),))).ok
    assert not replay(one_link(left, right, "shift_index", arguments=(term(2),))).ok


# Forgeries of a shipped record -------------------------------------------------------------------------------------


def refused(record: dict, match: str) -> None:
    found = replay(record)
    assert not found.ok
    assert any(match in refusal for refusal in found.refusals), found.refusals


def exchanged(node: Term) -> Term:
    laws = {"p": "q", "q": "p"}
    if isinstance(node, Distribution) and node.law.name in laws:
        return Distribution(pmf(laws[node.law.name], node.law.space), node.given, node.parameters)
    return node


def test_two_laws_exchanged_in_one_link_are_refused() -> None:
    refused(edited(shipped(KL_ID), 3, lambda term: everywhere(term, exchanged)), "link")


def test_a_flipped_sign_is_refused() -> None:
    refused(
        edited(
            shipped(KL_ID),
            4,
            lambda term: everywhere(term, lambda node: getattr(node, "of", node) if isinstance(node, Neg) else node),
        ),
        "link",
    )


def test_a_dropped_term_is_refused() -> None:
    def drop(node: Term) -> Term:
        return node.terms[0] if isinstance(node, Add) else node

    refused(edited(shipped(KL_ID), 3, lambda term: everywhere(term, drop)), "step")


def test_an_edited_number_is_refused() -> None:
    def change(node: Term) -> Term:
        return Num(node.value + 1) if isinstance(node, Num) else node

    record = shipped("posterior.gaussian_prior_is_l2")
    links = [link for step in record["steps"] for link in step["links"]]
    tried = 0
    for number, link in enumerate(links):
        after = nodes_from_json(record["table"])[link["after"]]
        if any(isinstance(node, Num) for node in after.walk()):
            assert not replay(edited(record, number, lambda term: everywhere(term, change))).ok
            tried += 1
    assert tried > 12


def test_a_missing_link_is_refused() -> None:
    for step in range(6):
        forged = shipped(KL_ID)
        if len(forged["steps"][step]["links"]) > 1:
            del forged["steps"][step]["links"][0]
            refused(forged, "does not begin where the one before it ended")
    forged = shipped(KL_ID)
    forged["steps"][5]["links"] = []
    refused(forged, "it has no links")


def test_a_missing_step_is_refused() -> None:
    forged = shipped(KL_ID)
    del forged["steps"][2]
    refused(forged, "does not begin where the step before ended")


def test_an_edited_claim_is_refused() -> None:
    forged = shipped(KL_ID)
    forged["claim"]["right"] = forged["claim"]["left"]
    refused(forged, "the steps show something else")
    forged = shipped(KL_ID)
    forged["claim"]["relation"] = "<"
    refused(forged, "the steps show something else")
    forged = shipped(KL_ID)
    forged["steps"] = forged["steps"][:1]
    refused(forged, "the steps show something else")


def test_a_wrong_rule_name_is_refused() -> None:
    for other in ("normalisation", "log_product", "exp_log", "take_out", "extremum_negate"):
        forged = shipped(KL_ID)
        assert forged["steps"][1]["links"][0]["rule"] == "log_quotient"
        forged["steps"][1]["links"][0]["rule"] = other
        refused(forged, other)


def test_an_unknown_rule_is_refused_and_never_skipped() -> None:
    forged = shipped(KL_ID)
    forged["steps"][1]["links"][0]["rule"] = "trust_me"
    refused(forged, "trust_me is not a rule that is known here")


def test_a_path_that_points_elsewhere_is_refused() -> None:
    for path in ([], [0], [1, 0], [-1], [1, 1, -1], [99], [True], ["1"], [1.0]):
        forged = shipped(KL_ID)
        link = forged["steps"][1]["links"][0]
        if path != link["path"]:
            link["path"] = path
            assert not replay(forged).ok


def test_the_recorded_conditions_decide_nothing() -> None:
    forged = shipped(KL_ID)
    for step in forged["steps"]:
        for link in step["links"]:
            link["conditions"] = []
    assert replay(forged).ok  # they are found anew
    false = one_link(log(t * u), log(t) + log(u), "log_product")
    false["steps"][0]["links"][0]["conditions"] = [{"value": 0, "needed": "> 0", "for": []}]
    refused(false, "positive")


def test_data_that_is_no_record_is_refused() -> None:
    for data in (None, [], {}, {"format": "qedtex-record", "schema": 1}, {"format": "qedtex-record", "schema": 2}):
        assert not replay(data).ok
    for key in ("table", "steps", "claim", "context", "cites"):
        forged = shipped(KL_ID)
        del forged[key]
        assert not replay(forged).ok
    for node in (["Eval", "1"], ["Num", "1/0", ""], ["Num", "x", ""], ["Neg", 10**6], ["Symbol", "%0", 0], "Neg", []):
        forged = shipped(KL_ID)
        forged["table"].append(node)
        assert not replay(forged).ok


def test_a_table_that_shares_without_end_is_refused() -> None:
    forged = shipped(KL_ID)
    forged["table"].append(["Const", "e"])
    for _ in range(200):
        last = len(forged["table"]) - 1
        forged["table"].append(["Add", [last, last]])
    refused(forged, "too large")


def test_a_citation_without_its_record_is_refused() -> None:
    forged = shipped(KL_ID)
    forged["cites"] = {"somewhere.else": {**forged["claim"], "hypotheses": []}}
    refused(forged, "whose record is not at hand")


def test_a_citation_is_checked_in_the_record_that_it_cites() -> None:
    c = positive("c")
    base = Calc()(log(a * b)).eq(log(a) + log(b), by=log_product).qed()
    uses = Calc()(log(c * 2)).eq(log(c) + log(2), by=cite(Named("base.one", base.theorem))).qed()
    cited, citing = (
        json.loads(dumps(derivation_record(Derivation(name, "", "t", "t", "s", (), proof.theorem.claim, proof))))
        for name, proof in (("base.one", base), ("use.one", uses))
    )
    assert replay(citing, {"base.one": cited}).refusals == ()
    assert not replay(citing).ok
    assert not replay(citing, {"base.one": shipped(KL_ID)}).ok
    false = copy.deepcopy(cited)
    false["steps"][0]["links"][0]["rule"] = "log_quotient"
    assert not replay(citing, {"base.one": false}).ok


# Forgeries of single links -----------------------------------------------------------------------------------------

w = vector("w", n)
k1 = integer("i", 1)
minus = Num(Fraction(-1))
draws, others = sample("s", letters, m), sample("o", letters, m)
observed = empirical("p_hat", draws, letters)
few = empirical("p_hat", sample("s", letters, term(-2)), letters)
longer, same = sample("x", p.space, n + 1), sample("y", p.space, n)
theta, D = parameter("theta"), law("P")
k5 = integer("k", 5)
c5 = integer("c", 1, k5)
chained = known("chained", D(theta, params=(c5, k5)), term(1), for_all=(c5, k5))
every_sample = known("mean", 1 / m * Sum(log(r(draws[i])), (i, 1, m)), E(log(r(z)), z, observed), for_all=(draws,))
alike = pmf("p", x, positive=False)
nowhere = Symbol("s", Real(Fraction(5), Fraction(-5)))
y01 = probability("y")

FALSE = {
    "log of unknown sign": one_link(log(t * t), log(t) + log(t), "log_product"),
    "log of a power of unknown sign": one_link(log(t**2), 2 * log(t), "log_power"),
    "divisor that may be 0": one_link(t / t, term(1), "arithmetic"),
    "divisor that is 0": one_link(t / (u - u), u, "arithmetic"),
    "index out of range": one_link(w[1] + w[n + 1], w[n + 1] + w[1], "arithmetic"),
    "index below its range": one_link(Sum(w[i], (i, 0, n)), Sum(w[i], (i, 0, n)), "rename_index"),
    "capture of the index": one_link(SumOver(Sum(i, (i, 1, n)).domain, i, i * i), i * Sum(i, (i, 1, n)), "take_out"),
    "one name for two symbols": one_link(
        Sum(i * real("i"), (i, 1, n)) + i, real("i") * Sum(i, (i, 1, n)) + i, "take_out", path=(0,)
    ),
    "hypothesis under a binder that captures": one_link(
        Sum(log(a) + i, (i, 1, n)),
        Sum(i + i, (i, 1, n)),
        "substitute",
        path=(1, 0),
        given=(known("h", log(a), i),),
    ),
    "hypothesis outside its sort": one_link(
        D(theta), term(1), "substitute", given=(known("h", D(y01), term(1), for_all=(y01,)),)
    ),
    "quantifier that depends on another": one_link(
        Sum(D(theta, params=(term(10), term(5))), (k5, 10, 20)),
        Sum(term(1), (k5, 10, 20)),
        "substitute",
        path=(1,),
        given=(chained,),
    ),
    "hypothesis for every sample": one_link(
        1 / m * Sum(log(r(others[i])), (i, 1, m)), E(log(r(z)), z, observed), "substitute", given=(every_sample,)
    ),
    "root of a negative number": one_link(sqrt(t**2), t, "power_of_product"),
    "absolute value of unknown sign": one_link(absolute(t), t, "square_of_absolute"),
    "negative literal": one_link(absolute(minus), minus, "square_of_absolute"),
    "negative path": one_link(Sum(absolute(k1), (k1, -3, 0)), Sum(k1, (k1, -3, 0)), "square_of_absolute", path=(-1,)),
    "sample of negative size": one_link(
        E(term(1), z, few), term(1) / term(-2) * Sum(term(1), (i, 1, term(-2))), "empirical_mean"
    ),
    "masses of a sample": one_link(Sum(p(longer[i]), (i, 1, n)), term(1), "normalisation"),
    "masses of another sample": one_link(Sum(p(same[i]), (i, 1, n)), term(1), "normalisation"),
    "masses of a part": one_link(Sum(p(x[i]), (i, 2, n)), term(1), "normalisation"),
    "masses of no outcomes": one_link(Sum(pmf("P", labels(1, 0))(i), (i, 1, 0)), term(1), "normalisation"),
    "norm of order 3": one_link(Norm(w, 3), sqrt(Sum(w[j] ** 2, (j, 1, n))), "unfold"),
    "unknown constant": one_link(absolute(Const("foo")), Const("foo"), "square_of_absolute"),
    "sum of equal terms of unknown number": one_link(Sum(t, (i, 1, integer("k"))), integer("k") * t, "constant_sum"),
    "exchange with a range that depends": one_link(
        Sum(Sum(t**j, (j, 1, i)), (i, 1, n)), Sum(Sum(t**j, (i, 1, n)), (j, 1, n)), "exchange_sums"
    ),
    "expectation of a product": one_link(
        E(log(r(z)) * r(z), z, r), E(log(r(z)), z, r) * E(r(z), z, r), "expectation_linear"
    ),
    "base that may be 1": one_link(Log(a, b), Div(Log(a), Log(b)), "base_change"),
    "wrong base": one_link(Log(a, term(2)), Div(Log(a), Log(term(3))), "base_change"),
    "symbol without a value": one_link(absolute(nowhere + 6), nowhere + 6, "square_of_absolute"),
    "two laws of one name": one_link(
        Sum(p(x[i]) - alike(x[i]), (i, 1, n)), Sum(p(x[i]), (i, 1, n)) - Sum(alike(x[i]), (i, 1, n)), "split_sum"
    ),
    "fractional power of a square": one_link(Pow(Pow(t, term(2)), Fraction(1, 2) * term(1)), t, "arithmetic"),
}


@pytest.mark.parametrize("what", FALSE)
def test_a_forged_link_is_refused(what: str) -> None:
    found = replay(FALSE[what])
    assert not found.ok and found.refusals


# Mutations of every link -------------------------------------------------------------------------------------------


def tally(name: str, most: int | None = None) -> dict[str, int]:
    """What becomes of mutants of every link: refused, or accepted and true; an accepted false one is an error."""
    derivation = CATALOGUE.load(name)
    context = derivation.claim.context
    laws = tuple(
        dict.fromkeys(node.law for line in derivation.lines for node in line.walk() if isinstance(node, Distribution))
    )
    counts = {"refused": 0, "true": 0}
    links = [checked for step in derivation.steps for checked in step.theorem.links]
    made = [(checked, what, mutant) for checked in links for what, mutant in mutants(checked.link.after, laws)]
    at_hand = library(name) | {
        argument.name: lemma_record(argument)
        for checked in links
        for argument in checked.link.use.arguments
        if isinstance(argument, Named) and argument.proof is not None
    }
    for checked, what, mutant in made[:: 1 if most is None else 1 + len(made) // most]:
        link = checked.link
        record = one_link(
            link.before,
            mutant,
            link.use.rule.name,
            path=link.path,
            arguments=link.use.arguments,
            reverse=link.reverse,
            given=context.hypotheses,
            relation="iff" if is_proposition(link.before) else checked.relation.value,
        )
        if not replay(record, at_hand).ok:
            counts["refused"] += 1
            continue
        counts["true"] += 1
        opinion = consult(Claim(link.before, checked.relation, mutant, context), points=12)
        said = f"{link.before} {checked.relation.value} {mutant}"
        assert not opinion.refuted, f"{what}: {said} by {link.use}: {opinion.witness}"
    return counts


def lemma_record(named: Named) -> dict:
    """The record of a lemma, as if it were a derivation of its own."""
    claim = named.theorem.claim
    return json.loads(dumps(derivation_record(Derivation(named.name, "", "", "", "", (), claim, named.proof))))


@pytest.mark.parametrize("name", NAMES)
def test_no_false_mutant_of_a_link_is_accepted(name: str, record_property) -> None:
    counts = tally(name, most=24)
    record_property("mutants of links", counts)
    assert counts["refused"] >= counts["true"] or counts["refused"] + counts["true"] < 24


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("cross_entropy.b", "divergence.kl_d"))])
def test_no_false_mutant_at_all_is_accepted(name: str, capsys) -> None:
    counts = tally(name)
    with capsys.disabled():
        print(f"\n{name}: {counts}")
    assert counts["refused"] >= 5 * counts["true"]


def test_a_chain_of_one_s_own_replays() -> None:
    proof = Calc()(log(a * b)).eq(log(a) + log(b), by=log_product).qed()
    own = Derivation("own.one", "", "t", "t", "s", (), proof.theorem.claim, proof)
    assert replay(derivation_record(own)).ok

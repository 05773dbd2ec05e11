"""The search: what its fragment decides, how it fails, and that two ways of rewriting one term meet again."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qedtex.binding import places, put
from qedtex.claims import Claim
from qedtex.conditions import Condition, holds
from qedtex.context import Context, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.inference import RULES, Link, Refused, Use
from qedtex.kernel import check_link, prove
from qedtex.language import (
    KL,
    CrossEntropy,
    E,
    Entropy,
    Product,
    Sum,
    alphabet,
    argmax,
    argmin,
    exp,
    index,
    law,
    log,
    outcome,
    outcomes,
    pmf,
    positive,
    positive_integer,
    random_variable,
    real,
    variable_entropy,
)
from qedtex.oracle import consult
from qedtex.search import Allowance, Normalisers, find
from qedtex.search.normal import Normaliser
from qedtex.terms import Term

n, m, i, j = positive_integer("n"), positive_integer("m"), index("i"), index("j")
x = outcomes("x", n)
p, q, r = pmf("p", x), pmf("q", x), pmf("r", x)
z = outcome("z", p.space)
a, b, t = positive("a"), positive("b"), real("t")

REWRITES = (
    "unfold",
    "expectation_to_sum",
    "expectation_linear",
    "log_product",
    "log_quotient",
    "log_power",
    "split_sum",
    "take_out",
    "normalisation",
    "constant_sum",
    "exchange_sums",
)
"""The rules of the sum-log fragment, of which the normal form is to be independent."""


def found(left: Term, right: Term, context: Context | None = None) -> bool:
    """Whether the search finds a way and the kernel accepts it."""
    context = context or Context()
    way = find(left, right, context)
    if way is None:
        return False
    prove(Claim(left, Relation.EQUAL, right, context), way.links)
    return True


TRUE = {
    "KL as cross-entropy minus entropy": (KL(p, q), CrossEntropy(p, q) - Entropy(p)),
    "cross-entropy of a distribution with itself": (CrossEntropy(p, p), Entropy(p)),
    "a difference of divergences": (KL(p, q) - KL(p, r), CrossEntropy(p, q) - CrossEntropy(p, r)),
    "entropy as an expectation": (Entropy(p), E(-log(p(z)), z, p)),
    "a constant under an expectation": (E(t + log(q(z)), z, p), t - CrossEntropy(p, q)),
    "bits from nats": (Entropy(p, 2), Entropy(p) / log(2)),
    "a mean of a mean": (E(E(t * log(p(z)), z, q), outcome("w", p.space), p), t * E(log(p(z)), z, q)),
    "a log of a product of powers": (
        log(Product(a**i * b, (i, 1, n))),
        log(a) * Sum(i, (i, 1, n)) + n * log(b),
    ),
    "sums exchanged": (
        Sum(Sum(p(x[i]) * log(q(x[j])), (j, 1, n)), (i, 1, n)),
        Sum(log(q(x[j])), (j, 1, n)),
    ),
    "an index shifted": (Sum(t * (i + 1), (i, 0, n - 1)), t * Sum(j, (j, 1, n))),
    "an exponential of a sum": (log(exp(t) * a), t + log(a)),
    "argmax of a product": (argmax(a * exp(-(t**2)), t), argmin(t**2, t)),
    "argmin scaled and moved": (argmin((t - a) ** 2 / b + n, t), argmin((t - a) ** 2, t)),
}
FALSE = {
    "arguments exchanged": (KL(p, q), CrossEntropy(q, p) - Entropy(p)),
    "a lost sign": (KL(p, q), CrossEntropy(p, q) + Entropy(p)),
    "the other divergence": (KL(p, q), KL(q, p)),
    "a log of a sum": (Sum(log(p(x[i])), (i, 1, n)), log(Sum(p(x[i]), (i, 1, n)))),
    "a base forgotten": (Entropy(p, 2), Entropy(p)),
    "a square taken out": (Sum((p(x[i])) ** 2, (i, 1, n)), Sum(p(x[i]), (i, 1, n)) ** 2),
    "a divisor under the sum lost": (E(log(q(z)) / a, z, p), E(log(q(z)), z, p)),
    "argmax for argmin": (argmax(-(t**2), t), argmax(t**2, t)),
    "a factor that may be negative": (argmax(t * log(p(x[1])), t), argmax(t, t)),
    "a term that depends on the variable": (argmin((t - a) ** 2 + t, t), argmin((t - a) ** 2, t)),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_true_equation_of_the_fragment_is_found(name: str) -> None:
    left, right = TRUE[name]
    assert found(left, right)


@pytest.mark.parametrize("name", FALSE)
def test_a_false_equation_is_not_found(name: str) -> None:
    left, right = FALSE[name]
    assert find(left, right, Context()) is None


def rewritten(start: Term, seed: int, steps: int) -> Term:
    """A term after some random applications of rules at random places, each checked by the kernel."""
    chance = random.Random(seed)
    current = start
    for _ in range(steps):
        options = []
        for path, inner in places(current):
            scope = Scope(Context()).along(current, path)
            for name in REWRITES:
                rule = RULES.get(name)
                assert rule is not None
                try:
                    results = list(rule.forward(inner, scope, ()))
                except (Refused, QedtexError):
                    continue
                for after, bases in results:
                    if all(holds(basis) for basis in bases if isinstance(basis, Condition)):
                        options.append((path, after, rule))
        if not options:
            break
        path, after, rule = chance.choice(options)
        link = Link(current, put(current, path, after), path, Use(rule))
        try:
            check_link(link, Context())
        except QedtexError:
            continue
        current = link.after
    return current


STARTS = [left for left, _ in TRUE.values() if not isinstance(left, type(argmax(t, t)) | type(argmin(t, t)))]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STARTS), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 5))
def test_two_random_chains_of_true_rewrites_of_one_term_meet_again(start, one, other, steps) -> None:
    left, right = rewritten(start, one, steps), rewritten(start, other, steps)
    assert found(left, right), f"{left}   and   {right}"


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(STARTS), st.integers(0, 10**6), st.integers(1, 4))
def test_a_rewritten_term_is_never_refuted_against_its_start(start, seed, steps) -> None:
    assert not consult(Claim(start, Relation.EQUAL, rewritten(start, seed, steps)), points=4).refuted


def test_the_search_uses_only_the_rules_it_is_given() -> None:
    from qedtex.rules import log_product, log_quotient

    left, right = log(a / b), log(a) - log(b)
    assert find(left, right, Context(), [Use(log_quotient)]) is not None
    assert find(left, right, Context(), [Use(log_product)]) is None


def test_terms_that_differ_in_one_part_are_searched_there() -> None:
    around = exp(t) * log(1 + exp(t))
    found = find(around + KL(p, q) ** 2, around + (CrossEntropy(p, q) - Entropy(p)) ** 2, Context())
    assert found is not None
    assert {link.path[:2] for link in found.links} == {(1, 0)}
    theorem = prove(Claim(found.links[0].before, Relation.EQUAL, found.links[-1].after), found.links)
    assert theorem.claim.right == around + (CrossEntropy(p, q) - Entropy(p)) ** 2
    assert find(around + KL(p, q) ** 2, around + (CrossEntropy(q, p) - Entropy(p)) ** 2, Context()) is None


def test_parts_that_differ_below_a_sum_may_use_its_range() -> None:
    left, right = Sum(a * (log(p(x[i])) - log(q(x[i]))), (i, 1, n)), Sum(a * log(p(x[i]) / q(x[i])), (i, 1, n))
    found = find(left, right, Context())
    assert found is not None and prove(Claim(left, Relation.EQUAL, right), found.links)
    assert find(left, Sum(a * log(q(x[i]) / p(x[i])), (i, 1, n)), Context()) is None


def test_a_search_ends_with_its_allowance() -> None:
    joint = law("p")
    one, other = random_variable("X", alphabet("calX")), random_variable("Y", alphabet("calY"))
    left = variable_entropy(joint, one) + variable_entropy(joint, other, given=one)
    right = variable_entropy(joint, other) + variable_entropy(joint, one, given=other)
    plenty, little = Allowance(), Allowance(1)
    assert find(left, right + 1, Context(), None, plenty) is None
    assert find(left, right + 1, Context(), None, little) is None
    assert Allowance().left - plenty.left > 2 * (1 - little.left) > 0
    assert find(left, right, Context(), None, Allowance()) is not None


EVERY = {rule.name: Use(rule) for rule in RULES if not rule.once and rule.name not in ("cite", "rename_index")}


def test_what_can_be_unfolded_in_two_ways_is_told_from_what_cannot() -> None:
    for whole, two in ((Entropy(p) + 1, True), (KL(p, q), True), (log(a * b) - Sum(p(x[i]), (i, 1, n)), False)):
        normaliser = Normaliser(EVERY)
        normaliser.run(whole, Scope(Context()))
        assert normaliser.met_two_meanings is two
    mean = E(-log(q(z)), z, p)
    assert find(CrossEntropy(p, q), mean, Context()) is not None
    assert find(CrossEntropy(p, q), mean + 1, Context()) is None


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_moves_to_a_normal_form_lead_there(stream: random.Random) -> None:
    parts = [log(a * b / exp(t)), Sum(a * log(p(x[i]) / q(x[i])), (i, 1, n)), KL(p, q), (a + b) ** 2]
    one, other = stream.sample(parts, 2)
    for whole in (one * (other + b) - other, argmax(-(t**2) * a + a * t + other, t), stream.choice(parts)):
        normal, links = Normaliser(EVERY).run(whole, Scope(Context()))
        assert [link.before for link in links] + [normal] == [whole] + [link.after for link in links]
        for link in links:
            check_link(link, Context())


def test_searches_of_one_claim_share_what_they_normalised_by_the_same_rules_alone() -> None:
    known: Normalisers = {}
    one, other = Allowance(normalisers=known), Allowance(normalisers=known)
    assert one.normaliser(EVERY) is other.normaliser(dict(EVERY))
    assert one.normaliser(EVERY) is not Allowance().normaliser(EVERY)
    without = {name: use for name, use in EVERY.items() if name != "log_quotient"}
    arguments = {**EVERY, "unfold": Use(EVERY["unfold"].rule, (KL,))}
    others = [one.normaliser(EVERY, second_meaning=True), one.normaliser(without), one.normaliser(arguments)]
    assert len(set(map(id, [one.normaliser(EVERY), *others]))) == 4

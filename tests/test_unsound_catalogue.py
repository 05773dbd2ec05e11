"""Ways to get something false by the rules of the catalogue; each is refused, each beside what it imitates."""

from __future__ import annotations

from fractions import Fraction

import pytest
from test_replay import one_link

from qedtex.chains import Calc
from qedtex.claims import Claim
from qedtex.context import Context, Relation
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.inference import Link, Rule, Use
from qedtex.kernel import prove
from qedtex.language import (
    KL,
    CrossEntropy,
    E,
    Entropy,
    Sum,
    alphabet,
    data,
    delta,
    empirical,
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
    random_variable,
    real,
    sample,
    sqrt,
    term,
    variable_entropy,
)
from qedtex.replay import replay
from qedtex.rules import (
    conditional,
    expectation_linear,
    expectation_of_sum,
    expectation_to_sum,
    kronecker_label,
    kronecker_sum,
    kronecker_value,
    log_of_number,
    marginal,
    root_of_number,
    sample_member,
    unfold,
)
from qedtex.sorts import UNIT_CLOSED, Outcome
from qedtex.terms import Const, Distribution, Symbol

i, j, n, m = index("i"), index("j"), positive_integer("n"), positive_integer("m")
k, a, t = integer("k", 1, n), positive("a"), real("t")
A, B = alphabet("A"), alphabet("B")
x, x2, y, y2 = outcome("x", A), outcome("u", A), outcome("y", B), outcome("v", B)
p, q, r = law("p"), pmf("q", A), pmf("r", A)
theta, D = parameter("theta"), data("D")
xs = sample("s", A, m)


def proved(left, right, rule, *, path=(), context=None):
    use = rule if isinstance(rule, Use) else Use(rule) if isinstance(rule, Rule) else rule
    return prove(Claim(left, Relation.EQUAL, right, context or Context()), [Link(left, right, path, use)])


def refused(*arguments, **more) -> None:
    with pytest.raises(QedtexError):
        proved(*arguments, **more)


# Numbers


def test_a_logarithm_of_a_number_has_one_value() -> None:
    assert proved(log(Fraction(1, 8), 2), term(-3), log_of_number)
    assert proved(log(8, 4), term(Fraction(3, 2)), log_of_number)
    assert proved(log(12, 2), 2 * log(2, 2) + log(3, 2), log_of_number)
    assert proved(log(Fraction(3, 2)), -log(2) + log(3), log_of_number)
    for wrong in (3, Fraction(-1, 3), -2, 0):
        refused(log(Fraction(1, 8), 2), term(wrong), log_of_number)
    refused(log(8), term(3), log_of_number)
    refused(log(8, 3), term(3), log_of_number)
    refused(log(12), 2 * log(2) + log(3, 2), log_of_number)


@pytest.mark.parametrize("of", [0, -8, Fraction(-1, 8)])
def test_there_is_no_logarithm_of_a_number_that_is_not_positive(of) -> None:
    refused(log(of, 2), term(3), log_of_number)
    refused(log(8, of), term(3), log_of_number)


def test_a_logarithm_to_base_1_is_none() -> None:
    refused(log(8, 1), term(3), log_of_number)
    refused(log(1, 1), term(1), log_of_number)


def test_what_is_not_a_rational_number_has_no_prime_factors() -> None:
    for of in (Const("pi"), a, t, 2 * a):
        refused(log(of, 2), term(1), log_of_number)


def test_a_number_past_the_bound_is_left_alone() -> None:
    refused(log(2**40, 2), term(40), log_of_number)
    assert proved(log(2**29, 2), term(29), log_of_number)


def test_a_square_root_is_the_positive_one_and_exact() -> None:
    assert proved(sqrt(Fraction(9, 4)), term(Fraction(3, 2)), root_of_number)
    for wrong in (term(-3), term(9), 3 * sqrt(9), term(Fraction(1, 3))):
        refused(sqrt(9), wrong, root_of_number)
    refused(sqrt(8), 4 * sqrt(2), root_of_number)
    refused(sqrt(-4), term(2), root_of_number)
    refused(sqrt(4 * a), 2 * sqrt(a), root_of_number)


# Kronecker's delta


def test_kronecker_sums_need_the_index_in_range() -> None:
    whole = Sum(delta(i, k) * i, (i, 1, n))
    assert proved(whole, k, kronecker_sum)
    loose = integer("c")
    refused(Sum(delta(i, loose) * i, (i, 1, n)), loose, kronecker_sum)
    refused(Sum(delta(i, k) * i, (i, 2, n)), k, kronecker_sum)
    refused(Sum(delta(i, k) * i, (i, 1, n - 1)), k, kronecker_sum)
    refused(Sum(delta(i, n + 1), (i, 1, n)), term(1), kronecker_sum)
    refused(Sum(delta(i, 1), (i, 1, 0)), term(1), kronecker_sum)


def test_kronecker_sums_do_not_pick_a_place_that_moves_with_the_index() -> None:
    refused(Sum(delta(i, n + 1 - i), (i, 1, n)), term(1), kronecker_sum)
    refused(Sum(delta(i, i) * i, (i, 1, n)), i, kronecker_sum)
    refused(Sum(delta(i, k) * i, (i, 1, n)), i * delta(i, k), kronecker_sum)
    refused(Sum(delta(2 * i, k), (i, 1, n)), term(1), kronecker_sum)


def test_kronecker_sums_capture_nothing() -> None:
    inner = Sum(delta(i, k) * Sum(i * j, (j, 1, n)), (i, 1, n))
    assert proved(inner, Sum(k * j, (j, 1, n)), kronecker_sum)
    nested = Sum(Sum(delta(i, j) * i, (i, 1, n)), (j, 1, n))
    assert proved(nested, Sum(j, (j, 1, n)), kronecker_sum, path=(1,))
    refused(Sum(Sum(delta(i, j) * i, (i, 1, n)), (j, 1, n + 1)), Sum(j, (j, 1, n + 1)), kronecker_sum, path=(1,))


def test_a_delta_of_integers_that_may_be_equal_is_not_0() -> None:
    assert proved(delta(k, k), term(1), kronecker_value)
    assert proved(delta(k, n + 1), term(0), kronecker_value)
    assert proved(delta(2, 3), term(0), kronecker_value)
    refused(delta(i, k), term(0), kronecker_value)
    refused(delta(k, n), term(0), kronecker_value)
    refused(delta(k, n), term(1), kronecker_value)
    refused(delta(2, 2), term(0), kronecker_value)


def test_a_delta_needs_integers() -> None:
    for value in (t, a, term(Fraction(1, 2)), log(2)):
        refused(delta(value, value), term(1), kronecker_value)
    in_unit = Symbol("y", UNIT_CLOSED)
    refused(delta(1, in_unit), in_unit, kronecker_label)


def test_a_label_that_may_be_more_than_1_is_no_bit() -> None:
    bit, three = integer("b", 0, 1), integer("b", 0, 2)
    assert proved(delta(1, bit), bit, kronecker_label)
    assert proved(delta(bit, 0), 1 - bit, kronecker_label)
    refused(delta(1, three), three, kronecker_label)
    refused(delta(0, bit), bit, kronecker_label)
    refused(delta(2, bit), bit, kronecker_label)
    assert proved(Sum(delta(1, i), (i, 0, 1)), Sum(i, (i, 0, 1)), kronecker_label, path=(1,))
    refused(Sum(delta(1, i), (i, 0, 2)), Sum(i, (i, 0, 2)), kronecker_label, path=(1,))


# Probability


def test_a_marginal_sums_one_quantity_over_its_whole_space() -> None:
    assert proved(Sum(p(x, y), y), p(x), marginal)
    assert proved(Sum(p(y, (x | theta)), y), p(x | theta), marginal)
    refused(Sum(p(x, y), y), p(y), marginal)
    refused(Sum(p(x | y), y), p(x), marginal)
    refused(Sum(p(y), y), term(1), marginal)
    refused(Sum(p(x, y) * p(x), y), p(x) * p(x), marginal)


def test_a_marginal_needs_different_quantities() -> None:
    refused(Sum(p(x, x2), x2), p(x), marginal)
    refused(Sum(p(x, (y | x2)), y), p(x | y), marginal)
    refused(Sum(p(x, (y2 | y)), y2), p(x | y), marginal)
    named = pmf("w", A)
    refused(Sum(named(x, x2), x2), named(x), marginal)


def test_a_marginal_over_part_of_the_space_is_none() -> None:
    u = outcomes("u", n)
    assert proved(Sum(p(x, u[i]), (i, 1, n)), p(x), marginal)
    refused(Sum(p(x, u[i]), (i, 1, n - 1)), p(x), marginal)
    drawn = sample("d", u.sort.element.space, n)
    refused(Sum(p(x, drawn[i]), (i, 1, n)), p(x), marginal)
    refused(Sum(p(x, u[i], params=i), (i, 1, n)), p(x, params=n), marginal)


def test_a_conditional_probability_divides_by_what_it_is_conditioned_on() -> None:
    assert proved(p(theta | D), p(theta, D) / p(D), conditional)
    assert proved(p(theta | (D, x)), p(theta, (D | x)) / p(D | x), conditional)
    refused(p(theta | D), p(theta, D) / p(theta), conditional)
    refused(p(theta | (D, x)), p(theta, (D | x)) / p(D), conditional)
    refused(p(theta), p(theta, D) / p(D), conditional)
    refused(p(x | x2), p(x, x2) / p(x2), conditional)


def test_a_divergence_without_full_support_is_not_a_sum_of_quotients() -> None:
    hat = empirical("h", xs, A)
    assert proved(KL(hat, q), CrossEntropy(hat, q) - Entropy(hat), unfold(KL))
    refused(KL(hat, q), Sum(hat(x) * log(hat(x) / q(x)), x), unfold(KL))
    refused(KL(hat, q), E(log(hat(x) / q(x)), x, hat), unfold(KL))
    refused(KL(q, r), CrossEntropy(q, r) - Entropy(q), unfold(KL))
    with pytest.raises(QedtexError, match="QT116"):
        Calc()(KL(q, hat))


# Expectations


def test_an_expectation_over_a_sample_is_not_one_over_an_outcome() -> None:
    assert proved(E(log(q(xs[1])), xs, r), E(log(q(x)), x, r), sample_member)
    refused(E(q(xs[1]) * q(xs[m]), xs, r), E(q(x) * q(x), x, r), sample_member)
    refused(E(Sum(q(xs[i]), (i, 1, m)), xs, r), Sum(E(q(x), x, r), (i, 1, m)), sample_member)
    refused(E(Sum(q(xs[i]), (i, 1, m)), xs, r), E(Sum(q(x), (i, 1, m)), x, r), sample_member)
    refused(E(log(q(xs[1])), xs, r), E(log(q(x)), x, q), sample_member)
    refused(E(log(q(xs[1])), xs, r), Sum(r(x) * log(q(x)), x), expectation_to_sum)
    refused(E(q(xs[1]) * q(xs[m]), xs, r), E(q(xs[1]), xs, r) * E(q(xs[m]), xs, r), expectation_linear)


def test_a_sample_is_drawn_from_its_own_space() -> None:
    with pytest.raises(QedtexError, match="QT118"):
        Calc()(E(t, sample("d", B, m), r))
    with pytest.raises(QedtexError, match="QT118"):
        Calc()(E(t, xs, p))
    with pytest.raises(QedtexError, match="QT118"):
        Calc()(E(t, xs, empirical("h", sample("d", A, m), A)))
    u = outcomes("u", n)
    w = pmf("w", u)
    with pytest.raises(QedtexError, match="QT118"):
        Calc()(E(w(u[1]), u, w))  # the outcomes themselves are not drawn


def test_a_member_that_a_sum_picks_inside_is_not_taken_out() -> None:
    refused(E(Sum(log(q(xs[i])), (i, 1, m)), xs, r), E(Sum(log(q(x)), (i, 1, m)), x, r), sample_member)
    refused(E(log(q(xs[m + 1])), xs, r), E(log(q(x)), x, r), sample_member)


def test_an_expectation_passes_a_sum_only_if_its_range_is_fixed() -> None:
    c, w = labels(1, 3), integer("w")
    P = pmf("P", c)
    whole = E(Sum(i * w, (i, 1, 3)), w, P)
    assert proved(whole, Sum(E(i * w, w, P), (i, 1, 3)), expectation_of_sum)
    refused(E(Sum(i, (i, 1, w)), w, P), Sum(E(i, w, P), (i, 1, w)), expectation_of_sum)


def test_an_expectation_under_a_general_law_weighs_with_that_law() -> None:
    given_y = p(x | y).distribution
    assert proved(E(log(q(x)), x, given_y), Sum(p(x | y) * log(q(x)), x), expectation_to_sum)
    refused(E(log(q(x)), x, given_y), Sum(p(x) * log(q(x)), x), expectation_to_sum)
    refused(E(log(q(x)), x, given_y), Sum(p(y | x) * log(q(x)), x), expectation_to_sum)
    clash = E(p(x2), x2, p(x | y).distribution)
    assert proved(clash, Sum(p(x2 | y) * p(x2), x2), expectation_to_sum)


# Entropies of random variables


def test_a_conditional_entropy_weighs_with_the_joint_law() -> None:
    X, Y = random_variable("X", A), random_variable("Y", B)
    given_x = variable_entropy(p, Y, given=X)
    assert proved(given_x, -Sum(Sum(p(x, y) * log(p(y | x)), y), x), unfold)
    refused(given_x, -Sum(Sum(p(y | x) * log(p(x)), y), x), unfold)
    refused(given_x, -Sum(Sum(p(y | x) * log(p(y | x)), y), x), unfold)
    refused(given_x, -Sum(Sum(p(x, y) * log(p(x | y)), y), x), unfold)
    refused(given_x, Sum(Sum(p(x, y) * log(p(y | x)), y), x), unfold)
    assert proved(variable_entropy(p, Y, given=x), -Sum(p(y | x) * log(p(y | x)), y), unfold)
    refused(variable_entropy(p, Y, given=x), -Sum(p(x, y) * log(p(y | x)), y), unfold)
    assert proved(variable_entropy(p, X, base=2), -Sum(p(x) * log(p(x), 2), x), unfold)
    refused(variable_entropy(p, X, base=2), -Sum(p(x) * log(p(x)), x), unfold)


def test_two_random_variables_over_one_space_are_not_told_apart() -> None:
    X, other = random_variable("X", A), random_variable("Z", A)
    with pytest.raises(QedtexError, match="QT118"):
        Calc()(variable_entropy(p, X, other))


def test_two_indices_of_a_joint_entropy_do_not_meet() -> None:
    u, v = outcomes("u", n), outcomes("v", m)
    U, V = (random_variable(name, of.sort.element.space) for name, of in (("U", u), ("V", v)))
    body = p(u[i], v[j]) * log(p(u[i], v[j]))
    assert proved(variable_entropy(p, U, V), -Sum(Sum(body, (j, 1, m)), (i, 1, n)), unfold)
    wrong = p(u[i], v[i]) * log(p(u[i], v[i]))
    refused(variable_entropy(p, U, V), -Sum(Sum(wrong, (j, 1, n)), (i, 1, n)), unfold)


# Hypotheses


def test_one_hot_labels_are_no_law_of_full_support() -> None:
    full, K = pmf("y", labels(1, n)), pmf("w", labels(1, n), positive=False)
    c = integer("c", 1, n)
    one_hot = Context((known("one-hot", K[c], delta(c, k), for_all=(c,)),))
    with pytest.raises(QedtexError):
        Calc()(log(K[k]), given=list(one_hot.hypotheses))
    assert full.positive and not K.positive


def test_an_outcome_of_another_space_is_not_drawn() -> None:
    with pytest.raises(QedtexError, match="QT118"):
        Calc()(E(log(q(x2)), Symbol("w", Outcome(B)), Distribution(q)))


# The replay has its own versions of these rules -------------------------------------------------------------------

X, Y = random_variable("X", A), random_variable("Y", B)
bit, hat = integer("b", 0, 1), empirical("h", xs, A)
REPLAYED = [
    (log_of_number, log(Fraction(1, 8), 2), term(-3), [term(3), term(Fraction(-1, 3))]),
    (log_of_number, log(8, 4), term(Fraction(3, 2)), [term(2), term(Fraction(2, 3))]),
    (log_of_number, log(12), 2 * log(2) + log(3), [log(2) + 2 * log(3), 2 * log(2) + log(3, 2)]),
    (kronecker_value, delta(k, k), term(1), [term(0)]),
    (kronecker_value, delta(k, n + 1), term(0), [term(1)]),
    (kronecker_label, delta(1, bit), bit, [1 - bit]),
    (kronecker_label, delta(bit, 0), 1 - bit, [bit]),
    (kronecker_sum, Sum(delta(i, k) * i**2, (i, 1, n)), k**2, [k, term(0), n**2]),
    (kronecker_sum, Sum(delta(k, i) * Sum(i * j, (j, 1, i)), (i, 1, n)), Sum(k * j, (j, 1, k)), [Sum(k, (j, 1, k))]),
    (marginal, Sum(p(x, y), y), p(x), [p(y), term(1)]),
    (marginal, Sum(p(y, (x | theta)), y), p(x | theta), [p(x), p(theta | x)]),
    (conditional, p(theta | (D, x)), p(theta, (D | x)) / p(D | x), [p(theta, D) / p(D), p(theta, (D | x)) / p(D)]),
    (unfold, KL(hat, q), CrossEntropy(hat, q) - Entropy(hat), [CrossEntropy(hat, q), Entropy(hat)]),
    (unfold, variable_entropy(p, Y, given=X), -Sum(Sum(p(x, y) * log(p(y | x)), y), x), [
        -Sum(Sum(p(x, y) * log(p(x | y)), y), x), -Sum(Sum(p(y | x) * log(p(x)), y), x),
    ]),
    (unfold, variable_entropy(p, Y, given=x), -Sum(p(y | x) * log(p(y | x)), y), [-Sum(p(y) * log(p(y)), y)]),
    (sample_member, E(log(q(xs[1])), xs, r), E(log(q(x)), x, r), [E(log(q(x)), x, q), log(q(xs[1]))]),
    (expectation_of_sum, E(Sum(q(x) * i, (i, 1, n)), x, r), Sum(E(q(x) * i, x, r), (i, 1, n)), [E(q(x) * n, x, r)]),
    (expectation_to_sum, E(q(x), x, p(x | y).distribution), Sum(p(x | y) * q(x), x), [Sum(p(x) * q(x), x)]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "after", "wrong"), REPLAYED, ids=lambda part: getattr(part, "name", ""))
def test_kernel_and_replay_accept_and_refuse_alike(rule, before, after, wrong) -> None:
    assert proved(before, after, rule)
    assert replay(one_link(before, after, rule.name)).ok
    for other in wrong:
        refused(before, other, rule)
        assert not replay(one_link(before, other, rule.name)).ok


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (kronecker_sum, Sum(delta(i, j) * i, (i, 1, n)), j),
        (kronecker_sum, Sum(delta(i, k) * i, (i, 2, n)), k),
        (kronecker_sum, Sum(delta(i, n + 1 - i), (i, 1, n)), term(1)),
        (kronecker_value, delta(i, k), term(0)),
        (kronecker_value, delta(t, t), term(1)),
        (kronecker_label, delta(1, k), k),
        (marginal, Sum(p(x, x2), x2), p(x)),
        (marginal, Sum(p(x | y), y), p(x)),
        (conditional, p(x | x2), p(x, x2) / p(x2)),
        (log_of_number, log(0, 2), term(1)),
        (log_of_number, log(8, 1), term(3)),
        (sample_member, E(q(xs[1]) * q(xs[m]), xs, r), E(q(x) * q(x), x, r)),
        (sample_member, E(Sum(q(xs[i]), (i, 1, m)), xs, r), E(Sum(q(x), (i, 1, m)), x, r)),
        (expectation_to_sum, E(q(xs[1]), xs, r), Sum(r(x) * q(x), x)),
        (unfold, KL(q, hat), CrossEntropy(q, hat) - Entropy(q)),
        (unfold, KL(q, r), CrossEntropy(q, r) - Entropy(q)),
    ],
)
def test_the_replay_refuses_what_the_kernel_refuses(rule, before, after) -> None:
    refused(before, after, rule)
    assert not replay(one_link(before, after, rule.name)).ok

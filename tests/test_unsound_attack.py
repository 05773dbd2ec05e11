"""More ways to get something false accepted, each beside what it imitates; each is refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from qedtex.catalogue import Catalogue
from qedtex.chains import Calc
from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.inference import Link, Use
from qedtex.kernel import is_theorem, prove
from qedtex.language import (
    E,
    Entropy,
    Sum,
    absolute,
    alphabet,
    between,
    decimal,
    delta,
    diff,
    every,
    exp,
    function,
    index,
    integer,
    label,
    labels,
    law,
    limit,
    log,
    norm,
    oo,
    outcome,
    outcomes,
    parameter,
    pmf,
    positive,
    positive_integer,
    probability,
    real,
    sample,
    sigmoid,
    sqrt,
    statement,
    vector,
)
from qedtex.notes.verdicts.deciding import decide
from qedtex.rules import (
    arithmetic,
    both_sides,
    compare,
    conditional,
    constant_by_derivative,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    instance,
    integral_absolute,
    integral_substitution,
    least_where_derivative_changes_sign,
    limit_by_definition,
    normalisation,
    rounded,
    same_logarithm,
    substitute,
    take_out,
)
from qedtex.sorts import POSITIVE, REAL, Real
from qedtex.terms import Add, Derivative, Integral, Interval, Neg, Num, Symbol, term

t, a, b, x = real("t"), real("a"), real("b"), real("x")
u, v, eps = positive("u"), positive("v"), positive("epsilon")
n, m, i = positive_integer("n"), positive_integer("m"), index("i")
A = alphabet("A")
calc = Calc()


def refused(attempt: Callable[[], object]) -> None:
    with pytest.raises(QedtexError):
        attempt()


LESS = known("less", a, b, relation="<")
BELOW = known("below", u, v, relation="<")


# Hypotheses that make no sense ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("relation", [">", "!="])
def test_a_hypothesis_without_sense_is_not_known_by_the_sign_of_its_parts(relation: str) -> None:
    """The square of sqrt(a) is at least 0 wherever it is defined, and a by arithmetic."""

    def attempt() -> None:
        given = [known("odd", sqrt(a) ** 2 + v, 0, relation=relation)]
        lemma = calc((a + v) ** 2, given=given).gt(0, by=compare).qed("lemma")
        calc((b + u) ** 2).gt(0, by=lemma)  # b = -1, u = 1

    refused(attempt)


def test_a_neighbourhood_without_sense_is_none() -> None:
    """For w < -1 no u lies between 0 and w + epsilon for small epsilon; sqrt(w)^2 + epsilon only looks positive."""

    def attempt() -> None:
        w = between("w", None, -1)
        near = [known("above", u, 0, relation=">"), known("near", u, sqrt(w) ** 2 + eps, relation="<")]
        lemma = calc(absolute(1 + 0 * u), given=near).lt(eps, by=compare).qed("lemma")
        calc(limit(1 + 0 * u, u, 0, "+")).eq(0, by=limit_by_definition(lemma))  # the limit is 1

    refused(attempt)


def test_a_hypothesis_about_no_number_is_not_known() -> None:
    nothing = Symbol("s", Real(Fraction(5), Fraction(-5)))

    def attempt() -> None:
        lemma = calc(u, given=[known("odd", u, nothing, relation=">=")]).ge(5, by=compare).qed("lemma")
        calc(v).ge(5, by=lemma)

    refused(attempt)


def test_a_hypothesis_shows_the_number_that_it_means() -> None:
    with pytest.raises(QedtexError):
        calc(a, given=[known("odd", a, Num(Fraction(1), "0.1"), relation=">=")]).ge(1, by=compare).qed()


# Empty ranges --------------------------------------------------------------------------------------------------------


def test_the_end_of_a_range_lies_in_a_range_with_an_element() -> None:
    """No integer q lies between c1 >= 5 and 3, so that no integer lies between c1 and q."""
    c4 = integer("d", 5)
    c3 = integer("c", c4)
    c2 = integer("b", c3)
    c1 = integer("a", c2)
    k = integer("k", c1, integer("q", c1, 3))
    with pytest.raises(QedtexError):
        calc(term(4)).gt(k, by=compare).ge(c1, by=compare).ge(c3, by=compare).ge(5, by=compare).qed()


def test_a_law_has_a_number_of_outcomes_that_exists() -> None:
    with pytest.raises(QedtexError):
        calc(Entropy(pmf("p", outcomes("x", integer("q", 5, 3)))))


# Citing --------------------------------------------------------------------------------------------------------------


def test_a_size_within_another_stays_within_it() -> None:
    """m <= n is what the sort of m says; 5 outcomes beside 3 are no instance, whatever is known of n itself."""
    within = integer("m", 1, n)
    whole = 0 * Entropy(pmf("p", outcomes("x", within))) + 0 * Entropy(pmf("q", outcomes("y", n))) + (n - within)
    lemma = calc(whole).ge(0, by=compare).qed("sizes")
    five, three = pmf("P", outcomes("x", 5)), pmf("Q", outcomes("y", 3))
    given = [known("large", n, 7, relation=">=")]
    with pytest.raises(QedtexError):
        calc(0 * Entropy(five) + 0 * Entropy(three) + (term(3) - 5), given=given).ge(0, by=lemma)


def test_the_range_of_a_quantifier_goes_with_the_values() -> None:
    """t (k - 3) = 0 for one k in 1..5, such as 3, does not make t = 0."""
    k, one = integer("k", 1, m), integer("k", 1, 5)
    every_k = known("zero", t * (k - 3), 0, for_all=(k,))
    lemma = calc(t * (term(1) - 3) + 0 * m, given=[every_k]).eq(0 + 0 * m, by="zero").eq(0).qed("lemma")
    for_one = Hypothesis("zero", t * (one - 3), Relation.EQUAL, term(0), (k,))
    with pytest.raises(QedtexError):
        calc(t * (term(1) - 3) + 0 * term(5), given=[for_one]).eq(0, by=lemma)


def test_a_size_is_not_captured_by_a_quantifier() -> None:
    """t (k - n) = 0 for every k makes t = 0; t (k - k) = 0 does not."""
    k = positive_integer("k")
    given = [known("zero", t * (k - n), 0, for_all=(k,))]
    p, q = pmf("p", outcomes("x", n)), pmf("q", outcomes("x", k))
    lemma = calc(0 * Entropy(p) + t * Add((n + 1, Neg(n))), given=given).eq(0 * Entropy(p) + 0, by="zero").qed("lemma")
    trivial = [known("zero", t * (k - k), 0, for_all=(k,))]
    with pytest.raises(QedtexError):
        calc(0 * Entropy(q) + t * Add((k + 1, Neg(k))), given=trivial).eq(0 * Entropy(q) + 0, by=lemma)


def test_a_sample_of_a_quantifier_does_not_become_the_outcomes() -> None:
    """q(z_1) = t for every sample z says that q is flat; for the outcomes z_1, ..., z_n it speaks of z_1 alone."""
    one, other = outcomes("x", n), outcomes("z", n)
    q, r = pmf("q", one), pmf("q", other)
    drawn, y, w = sample("z", q.space, n), sample("y", q.space, n), sample("y", r.space, n)
    given = [known("flat", q(drawn[1]), t, for_all=(drawn,))]
    lemma = calc(q(y[1]) + 0 * t, given=given).eq(t + 0 * t, by="flat").qed("lemma")
    with pytest.raises(QedtexError):
        calc(r(w[1]) + 0 * t, given=[known("flat", r(other[1]), t, for_all=(other,))]).eq(t + 0 * t, by=lemma)


def test_a_quantifier_over_outcomes_moves_with_their_space() -> None:
    """q(w) = t for one w is not that for every w."""
    outcome_of = outcomes("x", n)
    q, r = pmf("q", outcome_of), pmf("q", A)
    w, one, z = outcome("w", q.space), outcome("w", A), outcome("x", A)
    given = [known("flat", q(w), t, for_all=(w,))]
    chain = calc(Sum(q(outcome_of[i]) * q(outcome_of[i]), (i, 1, n)) + 0 * t, given=given)
    chain = chain.eq(Sum(q(outcome_of[i]) * t, (i, 1, n)) + 0 * t, by="flat")
    chain = chain.eq(Sum(q(outcome_of[i]), (i, 1, n)) * t + 0 * t, by=take_out)
    lemma = chain.eq(t + 0 * t, by=normalisation).qed("lemma")
    for_one = Hypothesis("flat", r(one), Relation.EQUAL, t, (w,))
    with pytest.raises(QedtexError):
        calc(Sum(r(z) * r(z), z) + 0 * t, given=[for_one]).eq(t + 0 * t, by=lemma)


def test_a_value_is_not_captured_by_a_derivative() -> None:
    lemma = calc(diff(x * t, x)).eq(t, by=[derivative_linear, derivative_identity]).qed("slope")
    there = calc(diff(x * t, x, at=t)).eq(t, by=[derivative_linear, derivative_identity]).qed("slope there")
    with pytest.raises(QedtexError):
        calc(diff(x * (x + 1), x)).eq(x + 1, by=lemma)
    with pytest.raises(QedtexError):
        calc(Derivative(t, None, t, t * t)).eq(t, by=lemma)
    with pytest.raises(QedtexError):
        calc(diff(x * x, x)).eq(x, by=there)


def test_an_instance_of_a_hypothesis_without_sense_is_refused() -> None:
    f = sample("f", REAL, n)
    squares = Sum(f[i] ** 2, (i, 1, n))

    def attempt() -> None:
        given = [known("odd", sqrt(a) ** 2 + squares + v, 0, relation=">")]
        lemma = calc(a + squares + v, given=given).gt(0, by=compare).qed("lemma")
        calc(a + Sum((0 * i) ** 2, (i, 1, n)) + v).gt(0, by=instance(lemma, statement(f[i], "=", 0 * i)))

    refused(attempt)


def test_what_a_sequence_tends_to_does_not_depend_on_its_index() -> None:
    """a/n -> 0 for every number a, but not for a = n."""
    given = [known("small", a / n, 0, relation="->", for_all=(a,))]
    lemma = calc(a / n, given=given).tends(0, by="small").qed("small")
    for by in ("small", lemma):
        with pytest.raises(QedtexError):
            calc(n * term(1) / n, given=given).tends(0, by=by)
        with pytest.raises(QedtexError):
            calc(term(1), given=given).eq((n * term(1)) / n).tends(0, by=by).qed()


def test_what_tends_or_is_about_is_not_read_from_right_to_left() -> None:
    short, longer = decimal("0.7"), decimal("0.69")
    with pytest.raises(QedtexError):
        prove(Claim(short, Relation.ABOUT, longer), [Link(short, longer, (), Use(rounded), reverse=True)])
    context = Context((known("small", 1 / n, 0, relation="->"),))
    turned = Link(term(0), 1 / n, (), Use(substitute, ("small",)), reverse=True)
    with pytest.raises(QedtexError):
        prove(Claim(term(0), Relation.TENDS, 1 / n, context), [turned])


# Objects that are not what they look like ----------------------------------------------------------------------------


def test_the_range_of_a_symbol_is_looked_at_even_if_it_equals_one_that_was() -> None:
    class Odd(Fraction):
        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return hash(Fraction(0))

    honest, forged = (Symbol("w", Real(least, None, True)) for least in (Fraction(0), Odd(5)))
    calc(honest + 1).gt(honest)

    def attempt() -> None:
        calc(forged + 0).gt(5, by=compare)
        calc(honest + 0).gt(5, by=compare)

    refused(attempt)


def test_a_theorem_whose_claim_was_written_over_is_none() -> None:
    theorem = calc(t + 0).eq(t, by=arithmetic).qed().theorem
    assert is_theorem(theorem)
    object.__setattr__(theorem.claim, "right", t + 1)
    assert not is_theorem(theorem)


# Probability ---------------------------------------------------------------------------------------------------------


def test_an_outcome_given_itself_is_certain() -> None:
    """P(X = x_1 | X = x_1) is 1, and P(X = x_1, X = x_2) is 0."""
    p, two = law("p"), outcomes("x", 2)
    with pytest.raises(QedtexError):
        calc(p(two[1] | two[1])).lt(1, by=compare)
    with pytest.raises(QedtexError):
        calc(p(two[1], two[2])).gt(0, by=compare)
    assert decide(Claim(p(two[1] | two[1]), Relation.UNEQUAL, term(1))).verdict is not Verdict.PROVED


def test_two_random_variables_do_not_become_one_where_a_space_is_moved() -> None:
    """P(w | v) = P(w, v) / P(v) for outcomes of different variables; the rule itself refuses one variable twice."""
    p, named, w, v_a = law("P"), outcomes("y", n), outcome("w", A), outcome("v", A)
    q, r = pmf("q", named), pmf("r", A)
    v_y = outcome("v", q.space)
    lemma = calc(0 * Entropy(q) + p(w | v_y)).eq(0 * Entropy(q) + p(w, v_y) / p(v_y), by=conditional).qed("lemma")
    with pytest.raises(QedtexError):
        calc(p(w | v_a)).eq(p(w, v_a) / p(v_a), by=conditional)
    with pytest.raises(QedtexError):
        calc(0 * Entropy(r) + p(w | v_a)).eq(0 * Entropy(r) + p(w, v_a) / p(v_a), by=lemma)


# Derivations that show something else --------------------------------------------------------------------------------

HEAD = """
import qedtex
from qedtex import Entropy, derivation, log, outcomes, pmf, positive_integer, real
from qedtex.kernel import Named
from qedtex.rules import cite, compare
a, n = real("a"), positive_integer("n")
p = pmf("p", outcomes("x", n))
"""

ANOTHER_REASON = {
    "a lemma shown in the place of the one that was used": """
@derivation(title="t", source="none", claim=(a**2 + 1, ">", 0 * a))
def another(calc):
    used = calc(a**2 + 1).gt(0 * a, by=compare).qed("used")
    shown = calc(a).eq(a + 0).qed("shown")
    return calc(a**2 + 1).gt(0 * a, by=cite(Named("shown", used.theorem, shown))).qed()
""",
    "a citation hidden as a lemma": """
@derivation(title="t", source="none", claim=(Entropy(p), "<=", log(n)))
def another(calc):
    theorem = qedtex.load("entropy.at_most_log_n").proof.theorem
    return calc(Entropy(p)).le(log(n), by=cite(Named("obvious", theorem, object()))).qed()
""",
    "a citation under another id": """
@derivation(title="t", source="none", claim=(Entropy(p), "<=", log(n)))
def another(calc):
    theorem = qedtex.load("entropy.at_most_log_n").proof.theorem
    return calc(Entropy(p)).le(log(n), by=cite(Named("divergence.kl_nonneg", theorem))).qed()
""",
}


@pytest.mark.parametrize("source", ANOTHER_REASON.values(), ids=ANOTHER_REASON.keys())
def test_a_derivation_shows_the_theorems_that_it_used(tmp_path, source: str) -> None:
    (tmp_path / "another.py").write_text(HEAD + source, encoding="utf-8")
    with pytest.raises(QedtexError):
        Catalogue((tmp_path,)).load("another")


# Order inside terms --------------------------------------------------------------------------------------------------

k = integer("k", 0)
thin, z, w = pmf("g", A, positive=False), outcome("z", A), vector("w", n)
y, part = label("y"), probability("y")

NOT_LIFTED: dict[str, tuple[object, object, Hypothesis]] = {
    "a power that may have exponent 0": (u**k, v**k, BELOW),
    "an expectation under a law that may be 0": (E(u, z, thin), E(v, z, thin), BELOW),
    "a sum that may be empty": (Sum(a, (i, 1, k)), Sum(b, (i, 1, k)), LESS),
    "a factor that may be 0": (y * a, y * b, LESS),
    "a norm that may be 0": (norm(w) * a, norm(w) * b, LESS),
    "the base of a logarithm": (log(2, 1 + u), log(2, 1 + v), BELOW),
    "an exponent of a base below 1": (part**a, part**b, LESS),
    "an exponent of a base that may be below 1": (u**a, u**b, LESS),
    "a divisor of unknown sign": (1 / (a**2 + 1) * t, 1 / (b**2 + 1) * t, LESS),
    "two negatives, the wrong way": (Neg(Neg(b)), Neg(Neg(a)), LESS),
}


@pytest.mark.parametrize(("left", "right", "given"), NOT_LIFTED.values(), ids=NOT_LIFTED.keys())
def test_a_strict_inequality_is_not_carried_up_where_it_is_lost(left, right, given) -> None:
    with pytest.raises(QedtexError):
        calc(left, given=[given]).lt(right, by=given.name)


def test_an_order_that_holds_is_carried_up() -> None:
    assert calc(u**n, given=[BELOW]).lt(v**n, by="below").qed()
    assert calc(Sum(a, (i, 1, n)), given=[LESS]).lt(Sum(b, (i, 1, n)), by="less").qed()


# Equivalences --------------------------------------------------------------------------------------------------------


def test_both_sides_are_multiplied_with_a_number_that_exists_and_is_not_0() -> None:
    before = statement(a, "=", b)
    for factor, after in (
        (1 / t, statement(a / t, "=", b / t)),
        (t / t, statement(a * (t / t), "=", b * (t / t))),
        (sqrt(u) ** 0 - 1, statement(0, "=", 0 * t)),
    ):
        with pytest.raises(QedtexError):
            calc(before).iff(after, by=both_sides(factor))


def test_a_logarithm_to_a_base_below_1_turns_an_inequality_round() -> None:
    half = term(1) / 2
    with pytest.raises(QedtexError):
        calc(statement(log(u, half), "<=", log(v, half))).iff(statement(u, "<=", v), by=same_logarithm)


# Calculus ------------------------------------------------------------------------------------------------------------


def over(lower, upper, body) -> Integral:
    return Integral(Interval(term(lower), term(upper)), x, body)


WITHOUT_AN_INTEGRAL: dict[str, Callable[[], object]] = {
    "ends in no known order": lambda: over(a, b, x),
    "a coefficient of unknown sign": lambda: over(-oo, oo, exp(-t * x**2)),
    "powers that cancel": lambda: over(-oo, oo, exp(-(x**2) + x**3 - x**3)),
    "a power with any exponent": lambda: over(-oo, oo, exp(-u * x**2) * x**a),
    "a pole at an end": lambda: over(0, 1, 1 / x),
    "a size that does not grow": lambda: over(-oo, oo, exp(-absolute(0 * x + 1))),
    "a size with slope 0": lambda: over(0, oo, exp(-absolute((u - u) * x + 1))),
    "a function known by hypotheses alone, inside a derivative": lambda: diff(over(0, 1, x * t), t),
    "a function outside of its domain": lambda: diff(function("f", u)(x**2), x),
}


@pytest.mark.parametrize("stated", WITHOUT_AN_INTEGRAL.values(), ids=WITHOUT_AN_INTEGRAL.keys())
def test_an_integral_or_derivative_that_may_not_exist_is_not_stated(stated: Callable[[], object]) -> None:
    with pytest.raises(QedtexError):
        calc(stated())  # type: ignore[arg-type]


def test_a_turned_interval_turns_the_sign() -> None:
    turned = -1 * over(-1, 1, exp(-1 * x + 0))
    with pytest.raises(QedtexError):
        calc(over(-1, 1, exp(x))).eq(turned, by=integral_substitution(term(-1), term(0)))
    with pytest.raises(QedtexError):
        calc(over(0, 1, absolute(x - 1))).eq(over(0, 1, x - 1), by=integral_absolute)


def test_a_least_value_is_where_the_slope_changes_sign_and_strict_elsewhere_only() -> None:
    wrong = calc((t - 1) * diff(t**2, t)).eq(2 * t * (t - 1), by=[derivative_chain, arithmetic]).qed("wrong")
    with pytest.raises(QedtexError):
        calc(a**2).ge(term(1) ** 2, by=least_where_derivative_changes_sign(wrong))
    slope = calc(t * diff(exp(t**2), t)).eq(2 * t**2 * exp(t**2), by=[derivative_chain, arithmetic]).qed("slope")
    with pytest.raises(QedtexError):
        calc(exp(a**2)).gt(exp(term(0) ** 2), by=least_where_derivative_changes_sign(slope))


def test_a_far_neighbourhood_of_an_undefined_end_is_none() -> None:
    beyond = positive("M")

    def attempt() -> None:
        far = [known("far", x, sqrt(-beyond), relation=">")]
        lemma = calc(sigmoid(x) * sigmoid(x), given=far).gt(beyond, by=compare).qed("lemma")
        calc(limit(sigmoid(x) * sigmoid(x), x, oo)).eq(oo, by=limit_by_definition(lemma))

    refused(attempt)


def test_a_delta_of_numbers_that_may_be_equal_has_no_value() -> None:
    loose = integer("k")
    with pytest.raises(QedtexError):
        calc(delta(loose, 2 * loose)).eq(0)
    with pytest.raises(QedtexError):
        calc(log(2)).about(decimal("0.7000"), by=rounded)


# Deciding ------------------------------------------------------------------------------------------------------------

f, p_x = function("f"), outcomes("x", n)
P, theta, D = law("P"), parameter("theta"), parameter("phi")

EQUAL_AFTER_ALL: dict[str, tuple[object, object, list[Hypothesis]]] = {
    "logarithms": (log(6), log(2) + log(3), []),
    "a root": (sqrt(2) ** 2, term(2), []),
    "an absolute value": (absolute(x), sqrt(x**2), []),
    "a derivative": (diff(absolute(u), u), term(1), []),
    "a solution": (t, term(1), [known("square", t**2, 1), known("sign", t, 0, relation=">")]),
    "a function that is 0": (f(a), f(b), [known("zero", f(x), 0, for_all=(x,))]),
    "a function without slope": (f(a), f(b), [known("flat", diff(f(t), t, at=x), 0, for_all=(x,))]),
    "an additive function": (f(0), term(0), [known("additive", f(a + b), f(a) + f(b), for_all=(a, b))]),
    "independence": (P(D | theta), P(D), [known("independent", P(D, theta), P(D) * P(theta))]),
    "one outcome": (pmf("p", p_x)(p_x[1]), term(1), [known("one", n, 1)]),
}


@pytest.mark.parametrize(("left", "right", "given"), EQUAL_AFTER_ALL.values(), ids=EQUAL_AFTER_ALL.keys())
def test_sides_that_are_equal_are_not_said_to_differ(left, right, given) -> None:
    assert decide(Claim(left, Relation.UNEQUAL, right, Context(tuple(given)))).verdict is not Verdict.PROVED


TRUE_PROPOSITIONS: dict[str, tuple[object, object]] = {
    "a square": (statement(t**2, "=", 0), statement(t, "=", 0)),
    "an exponential": (statement(exp(t), "=", 1), statement(t, "=", 0)),
    "an irrational factor": (statement(t / u, "=", sqrt(2)), statement(t, "=", sqrt(2) * u)),
    "an empty range": (statement(Sum(-i, (i, 5, 3)), "=", 0), every(statement(-i, "=", 0), (i, 5, 3))),
}


@pytest.mark.parametrize(("left", "right"), TRUE_PROPOSITIONS.values(), ids=TRUE_PROPOSITIONS.keys())
def test_a_true_equivalence_is_not_refuted(left, right) -> None:
    assert decide(Claim(left, Relation.IFF, right)).verdict is not Verdict.REFUTED


# Citing what does not fit --------------------------------------------------------------------------------------------


def test_a_theorem_whose_index_is_a_number_is_not_moved_to_labels() -> None:
    named = outcomes("x", n)
    p, below = pmf("p", named), pmf("P", labels(-5, -1))
    lemma = calc(Sum(p(named[i]) * i, (i, 1, n))).ge(0, by=compare).qed("mean")
    with pytest.raises(QedtexError):
        calc(Sum(below[i] * i, (i, -5, -1))).ge(0, by=lemma)
    counted = calc(Sum(p(named[i]), (i, 1, n)) + Sum(1, (i, 1, n))).eq(1 + n).qed("count")
    with pytest.raises(QedtexError):
        calc(Sum(below[i], (i, -5, -1)) + Sum(1, (i, -5, -1))).eq(1 - term(1), by=counted)


def test_a_theorem_over_a_whole_space_is_none_over_a_part_of_it() -> None:
    named, j = outcomes("x", n), index("j")
    p, four = pmf("p", named), pmf("P", labels(0, 3))
    lemma = calc(Sum(Sum(p(named[i]) * p(named[j]), (j, 1, n)), (i, 1, n))).eq(1).qed("both")
    with pytest.raises(QedtexError):
        calc(Sum(Sum(four[i] * four[j], (j, 1, 3)), (i, 0, 3))).eq(1, by=lemma)


def test_full_support_does_not_pass_to_a_law_without_it() -> None:
    named = outcomes("x", n)
    full, maybe = pmf("p", named), pmf("r", named, positive=False)
    lemma = calc(full(named[1], params=t)).gt(0, by=compare).qed("positive")
    with pytest.raises(QedtexError):
        calc(maybe(named[1], params=t)).gt(0, by=lemma)


def test_an_instance_holds_at_every_index_whatever_is_known_of_one() -> None:
    f = sample("f", POSITIVE, n)
    lemma = calc(Sum(f[i], (i, 1, n))).gt(0, by=compare).qed("positive sum")
    for given in ([], [known("large", i, 2, relation=">=")]):
        with pytest.raises(QedtexError):
            calc(Sum(log(i), (i, 1, n)), given=given).gt(0, by=instance(lemma, statement(f[i], "=", log(i))))


def test_what_is_said_of_samples_of_one_size_is_not_said_of_others() -> None:
    named = outcomes("x", n)
    p = pmf("p", named)
    shorter = sample("s", p.space, m)
    with pytest.raises(QedtexError):
        calc(p(named[1]) + 0, given=[known("flat", p(shorter[1]), t, for_all=(shorter,))]).eq(t + 0, by="flat")


def test_a_slope_of_0_on_an_interval_says_nothing_outside() -> None:
    lemma = calc(diff(absolute(u) / u, u)).eq(0).qed("flat")
    with pytest.raises(QedtexError):
        calc(absolute(-v) / (-v)).eq(absolute(term(1)) / 1, by=constant_by_derivative(lemma, term(1)))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((t**2) ** Fraction(1, 2), t),
        ((t**2) ** Fraction(3, 2), t**3),
        (sqrt(absolute(t)) ** 2, t),
        (exp(t) ** 2, exp(t**2)),
        ((u**a) ** 2, u ** (a**2)),
        (Sum(1, (i, 1, k)), k + 1),
    ],
)
def test_powers_and_empty_sums_keep_their_value(left, right) -> None:
    with pytest.raises(QedtexError):
        calc(left).eq(right)

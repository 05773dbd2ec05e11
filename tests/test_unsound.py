"""Ways that were once tried to get something false accepted; each is refused, each beside what it imitates."""

from __future__ import annotations

from fractions import Fraction

import pytest

from qedtex.chains import Calc
from qedtex.claims import Claim
from qedtex.conditions import holds, nonzero
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.inference import Link, Rule, Use
from qedtex.kernel import Named, Theorem, is_theorem, prove
from qedtex.language import (
    E,
    Entropy,
    Sum,
    absolute,
    alphabet,
    data,
    decimal,
    empirical,
    event,
    index,
    integer,
    labels,
    law,
    log,
    outcome,
    outcomes,
    parameter,
    pmf,
    positive_integer,
    random_variable,
    real,
    sample,
    term,
    variable_entropy,
    vector,
)
from qedtex.rules import (
    arithmetic,
    cite,
    complement,
    empirical_mean,
    expand_sum,
    expectation_to_sum,
    normalisation,
    product_rule,
    rounded,
    square_of_absolute,
    substitute,
    take_out,
)
from qedtex.sorts import REAL, Integer, Outcome, Real
from qedtex.terms import Add, Const, Law, Log, Mul, Num, Symbol

i, j, n, m, t = index("i"), index("j"), positive_integer("n"), positive_integer("m"), real("t")
x = outcomes("x", n)
p = pmf("p", x)
calc = Calc()
space = alphabet("X")
z, q = outcome("z", space), pmf("q", space)


def proved(left, right, rule, *, path=(), context=None):
    use = rule if isinstance(rule, Use) else Use(rule) if isinstance(rule, Rule) else rule
    return prove(Claim(left, Relation.EQUAL, right, context or Context()), [Link(left, right, path, use)])


def refused(*arguments, **more) -> None:
    with pytest.raises(QedtexError):
        proved(*arguments, **more)


@pytest.mark.parametrize("path", [(-1,), (True,), (1.0,), ("1",)])
def test_a_place_is_a_path_of_natural_numbers(path) -> None:
    k = integer("i", 1)
    body = Sum(absolute(k), (k, -1, 0))
    refused(body, Sum(k, (k, -1, 0)), square_of_absolute, path=path)
    assert proved(Sum(absolute(k), (k, 1, 2)), Sum(k, (k, 1, 2)), square_of_absolute, path=(1,))


def test_a_sample_named_like_the_space_is_not_its_enumeration() -> None:
    longer = sample("x", p.space, n + 1)
    assert proved(Sum(p(x[i]), (i, 1, n)), term(1), normalisation)
    refused(Sum(p(longer[i]), (i, 1, n)), term(1), normalisation)


def test_a_theorem_about_the_outcomes_says_nothing_of_a_sample() -> None:
    theorem = proved(Sum(p(x[i]), (i, 1, n)), term(1), normalisation)
    drawn = sample("y", p.space, n)
    assert proved(Sum(p(x[j]), (j, 1, n)), term(1), cite(Named("a", theorem)))
    refused(Sum(p(drawn[i]), (i, 1, n)), term(1), cite(Named("a", theorem)))


def test_a_theorem_about_one_empirical_distribution_says_nothing_of_another_sample() -> None:
    one, other = sample("x", space, m), sample("y", space, m)
    hat = empirical("p_hat", one, space)
    mean = E(log(q(z)), z, hat)
    theorem = proved(mean, 1 / m * Sum(log(q(one[i])), (i, 1, m)), empirical_mean)
    refused(1 / m * Sum(log(q(other[i])), (i, 1, m)), mean, cite(Named("a", theorem)))


def test_a_hypothesis_about_every_sample_does_not_move_an_empirical_distribution() -> None:
    one, other = sample("x", space, m), sample("y", space, m)
    hat = empirical("p_hat", one, space)
    mean = E(log(q(z)), z, hat)
    context = Context((known("h", 1 / m * Sum(log(q(one[i])), (i, 1, m)), mean, for_all=(one,)),))
    refused(1 / m * Sum(log(q(other[i])), (i, 1, m)), mean, substitute("h"), context=context)


def test_the_range_of_a_quantifier_may_depend_on_another() -> None:
    k = integer("k", 5)
    c = integer("c", 1, k)
    P, D = law("P"), data("D")
    context = Context((known("h", P(D, params=(c, k)), 1, for_all=(k, c)),))
    assert proved(P(D, params=(term(3), term(5))), term(1), substitute("h"), context=context)
    refused(P(D, params=(term(10), term(5))), term(1), substitute("h"), context=context)
    inside = Sum(P(D, params=(term(10), term(5))), (k, 10, 20))
    refused(inside, Sum(term(1), (k, 10, 20)), substitute("h"), path=(1,), context=context)


def test_a_bound_symbol_may_not_look_like_a_free_one() -> None:
    other = real("i")
    refused(Sum(i * other, (i, 1, n)), other * Sum(i, (i, 1, n)), take_out)
    assert proved(Sum(i * t, (i, 1, n)), t * Sum(i, (i, 1, n)), take_out)


def test_a_natural_logarithm_may_not_be_written_as_another() -> None:
    with pytest.raises(QedtexError, match="QT122"):
        Calc()(Log(term(2), None, "lg"))


def test_an_empty_space_has_no_distribution() -> None:
    nothing = labels(1, 0)
    w, none = Symbol("w", Outcome(nothing)), pmf("P", nothing)
    refused(Sum(none(w), w), term(1), normalisation)
    k = integer("k")
    u = outcomes("u", k)
    refused(Sum(pmf("r", u)(u[i]), (i, 1, k)), term(1), normalisation)


def test_an_empty_interval_has_no_symbol() -> None:
    s = Symbol("s", Real(Fraction(5), Fraction(-5)))
    refused(absolute(s + 6), s + 6, square_of_absolute)


def test_numbers_of_both_signs_may_cancel_in_a_sum() -> None:
    w = vector("w", n)
    assert not holds(nonzero(Sum(1 / w[i], (i, 1, n)), Scope()))


def test_a_sample_of_a_negative_size_has_no_mean() -> None:
    drawn = sample("x", space, term(-2))
    hat = empirical("p_hat", drawn, space)
    refused(E(term(1), z, hat), 1 / term(-2) * Sum(term(1), (i, 1, term(-2))), empirical_mean)


def test_an_event_belongs_to_the_variable_of_its_space() -> None:
    P = pmf("P", labels(0, 1, "x"))
    assert proved(P(event("x", 1)), 1 - P(event("x", 0)), complement)
    refused(P(event("y", 1)), 1 - P(event("y", 0)), complement)


def test_a_vector_and_its_component_are_not_two_random_variables() -> None:
    theta = vector("theta", n)
    P = law("P")
    refused(P(theta, theta[1]), P(theta[1] | theta) * P(theta), product_rule)


def test_a_divisor_that_is_identically_zero_is_refused() -> None:
    for senseless in (1 / (t - t), (t - t) / (t - t), t / (0 * t)):
        with pytest.raises(QedtexError):
            Calc()(senseless)
    refused(t / t, term(1), arithmetic)


def test_an_empty_range_inside_a_proof_is_no_place_for_a_law() -> None:
    k = integer("n", 0)
    u = outcomes("u", k)
    some = law("r")
    refused(Sum(some(u[i]), (i, 1, k)), term(1), normalisation)
    with pytest.raises(QedtexError):
        calc(absolute(k - 1)).eq(absolute(k - Sum(some(u[i]), (i, 1, k))), by=normalisation)


def test_the_sort_of_a_symbol_bound_inside_a_value_says_nothing_outside() -> None:
    size = integer("n")
    k = integer("k", 1, size)
    nothing = Sum(0 * k, (k, 1, 1))
    refused(absolute(size + nothing - nothing), size + nothing - nothing, square_of_absolute)


def test_an_integer_drawn_from_labels_lies_among_them() -> None:
    k, P = integer("k", 5), pmf("P", labels(0, 1))
    refused(absolute(E(k - 4, k, P)), E(k - 4, k, P), square_of_absolute)
    mean = calc(E(k, k, P)).eq(Sum(P[i] * i, (i, 0, 1)), by=expectation_to_sum).eq(P[1], by=expand_sum).qed()
    assert len(mean.steps) == 2


def test_an_integer_is_not_drawn_from_an_alphabet() -> None:
    with pytest.raises(QedtexError, match="QT118"):
        calc(E(integer("k", 5), integer("k", 5), q))


def test_an_empirical_distribution_is_that_of_a_sample_from_its_own_space() -> None:
    drawn = sample("s", Integer(term(5)), m)
    hat = empirical("p_hat", drawn, labels(0, 1))
    with pytest.raises(QedtexError, match="QT124"):
        calc(1 - hat[1])
    full = Law("h", labels(0, 1), True, sample("s", labels(0, 1), 1))
    with pytest.raises(QedtexError, match="QT124"):
        calc(1 - full[1])


def test_a_probability_does_not_change_its_random_variable() -> None:
    P, a, b = law("P"), parameter("a"), parameter("b")
    context = Context((known("same", a, b),))
    refused(P(a), P(b), substitute("same"), path=(1,), context=context)
    assert proved(a + 1, b + 1, substitute("same"), path=(0,), context=context)


def test_a_substitution_that_changes_a_bound_sort_does_not_capture() -> None:
    size = positive_integer("n")
    one, other = integer("i", 1, size), integer("i", 1, 3)
    context = Context((known("h", size * other, Sum(other, (one, 1, size)), for_all=(size,)),))
    refused(3 * other, Sum(other, (other, 1, 3)), substitute("h"), context=context)


def test_python_numbers_in_the_place_of_terms_are_terms() -> None:
    with pytest.raises(QedtexError):
        calc(q(z, params=1)).eq(q(z, params=2))
    with pytest.raises(QedtexError):
        calc(Entropy(q.at(0))).eq(Entropy(q.at(1)))
    with pytest.raises(QedtexError, match="QT117"):
        calc(Add((t, 1)))


def test_a_field_holds_exactly_what_its_class_declares() -> None:
    class Odd(Fraction):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = Fraction.__hash__

    for odd in (Num(1e16), Num(Odd(1)), Mul(()), Add((t,)), Symbol("t", None), Log(t + 0, 2)):
        with pytest.raises(QedtexError, match="QT117"):
            prove(Claim(odd, Relation.EQUAL, odd), [])


@pytest.mark.parametrize("name", ["-1", "1", "a - b", "a b", "a%b", "", "x_{", r"\frac{1}{2}+x"])
def test_a_name_is_a_name(name: str) -> None:
    with pytest.raises(QedtexError):
        prove(Claim(Symbol(name, REAL), Relation.EQUAL, Symbol(name, REAL)), [])


def test_an_infinite_number_is_not_stated() -> None:
    with pytest.raises(QedtexError, match="QT112"):
        calc(Const("oo"))


def test_records_that_answer_differently_are_refused() -> None:
    class Sly(Claim):
        pass

    with pytest.raises(QedtexError, match="QT417"):
        prove(Sly(t, Relation.EQUAL, t), [])


def test_a_theorem_whose_claim_was_exchanged_is_none() -> None:
    theorem = proved(t + 0, t, arithmetic)
    assert is_theorem(theorem)
    Theorem.claim.__set__(theorem, Claim(term(0), Relation.EQUAL, term(1)))
    assert not is_theorem(theorem)


def test_an_inequation_of_the_context_makes_a_divisor_safe() -> None:
    with pytest.raises(QedtexError, match="QT405"):
        calc(t / t)
    given = [known("nonzero", t, 0, relation="!=")]
    assert calc(t / t, given=given).eq(1, by=arithmetic).qed()
    with pytest.raises(QedtexError, match="QT405"):
        calc(1 / (t - 1), given=given)


def test_a_rounded_number_and_a_limit_are_not_read_from_right_to_left() -> None:
    whole, short = decimal("0.693"), decimal("0.7")
    with pytest.raises(QedtexError, match="not read from right to left"):
        prove(Claim(short, Relation.ABOUT, whole), [Link(short, whole, (), Use(rounded), True)])
    a, b = real("a"), real("b")
    context = Context((Hypothesis("tends", a, Relation.TENDS, b),))
    with pytest.raises(QedtexError, match="not read from right to left"):
        prove(Claim(b, Relation.TENDS, a, context), [Link(b, a, (), Use(substitute, ("tends",)), True)])


def test_an_entropy_given_a_value_keeps_its_random_variable() -> None:
    joint = law("P")
    spaces = [alphabet(rf"\mathcal{{{letter}}}") for letter in "XYZ"]
    variable, x, z = random_variable("Y", spaces[1]), outcome("x", spaces[0]), outcome("z", spaces[2])
    one, other = variable_entropy(joint, variable, given=x), variable_entropy(joint, variable, given=z)
    context = Context((known("same", x, z),))
    with pytest.raises(QedtexError, match="values of different random variables"):
        prove(Claim(one, Relation.EQUAL, other, context), [Link(one, other, (2,), Use(substitute, ("same",)))])

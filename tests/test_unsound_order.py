"""Ways to get something false accepted by inequalities, theorems and equivalences; each is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

import qedtex
from qedtex.catalogue import Catalogue
from qedtex.chains import Calc
from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import QedtexError
from qedtex.granted import known
from qedtex.inference import Link, Rule, Use
from qedtex.kernel import Named, prove
from qedtex.language import (
    E,
    Entropy,
    Product,
    Sum,
    absolute,
    alphabet,
    argmin,
    between,
    decimal,
    diff,
    e,
    empirical,
    every,
    exp,
    function,
    index,
    integer,
    labels,
    limit,
    ln,
    log,
    nonnegative,
    norm,
    oo,
    outcome,
    outcomes,
    pmf,
    points,
    positive,
    positive_integer,
    probability,
    real,
    sample,
    sqrt,
    statement,
    vector,
)
from qedtex.rules import (
    arithmetic,
    both_sides,
    bound,
    circle_of_implications,
    cite,
    compare,
    constant_by_derivative,
    derivative_chain,
    derivative_identity,
    derivative_linear,
    derivative_product,
    equality_case,
    instance,
    least_where_derivative_changes_sign,
    limit_by_definition,
    neither_is_greater,
    rounded,
    same_logarithm,
    square_of_absolute,
    substitute,
    unique_extremum,
    zero_sum,
)
from qedtex.rules.examples import shows
from qedtex.sorts import NONNEGATIVE, POSITIVE, REAL
from qedtex.terms import Add, Mul, Num, term

t, a, b, c = real("t"), real("a"), real("b"), real("c")
u, v, eps, M = positive("u"), positive("v"), positive("epsilon"), positive("M")
n, m, i, j = positive_integer("n"), positive_integer("m"), index("i"), index("j")
calc = Calc()


def lemma(proof) -> Named:
    return Named(proof.name, proof.theorem)


def proved(left, relation, right, *uses, path=(), given=()):
    context = Context(tuple(given))
    links, current = [], left
    for use, after in uses:
        links.append(Link(current, after, path, use if isinstance(use, Use) else Use(use)))
        current = after
    return prove(Claim(left, Relation(relation), right, context), links)


# Order inside terms --------------------------------------------------------------------------------------------------

LESS = known("less", a, b, relation="<")


@pytest.mark.parametrize(
    ("left", "right", "path"),
    [
        (t * a, t * b, (1,)),  # t may be negative
        (a**2, b**2, (0,)),
        (absolute(a), absolute(b), (0,)),
        (1 / (a**2 + 1) * a, 1 / (a**2 + 1) * b + 0 * a, (1,)),
        (Sum(a, (i, 2, n)), Sum(b, (i, 2, n)), (1,)),  # the sum may be empty
        (Product(a, (i, 1, n)), Product(b, (i, 1, n)), (1,)),
        (limit(a + u, u, 0, "+"), limit(b + u, u, 0, "+"), (1,)),
        (diff(a * u, u), diff(b * u, u), (1,)),  # slopes are not ordered as values are
        (argmin(a * t, t), argmin(b * t, t), (0,)),
        (statement(a, "<", t), statement(b, "<", t), (0,)),
        (every(statement(a, "<", i), (i, 1, n)), every(statement(b, "<", i), (i, 1, n)), (1, 0)),
    ],
)
def test_an_inequality_of_parts_is_not_one_of_wholes(left, right, path) -> None:
    for relation in ("<", ">", "!=", "=", "iff"):
        with pytest.raises(QedtexError):
            prove(
                Claim(left, Relation(relation), right, Context((LESS,))),
                [Link(left, right, path, Use(substitute, ("less",)))],
            )


def test_a_strict_inequality_under_an_expectation_needs_full_support() -> None:
    space = alphabet("calX")
    z, xs = outcome("z", space), sample("x", space, m)
    p_hat = empirical("p_hat", xs, space)
    link = Link(E(a, z, p_hat), E(b, z, p_hat), (1,), Use(substitute, ("less",)))
    with pytest.raises(QedtexError):
        prove(Claim(link.before, Relation.LESS, link.after, Context((LESS,))), [link])
    assert prove(Claim(link.before, Relation.LESS_EQUAL, link.after, Context((LESS,))), [link])


def test_relations_that_turn_round_do_not_join() -> None:
    given = [LESS, known("greater", b, c, relation=">")]
    links = [(substitute("less"), b), (substitute("greater"), c)]
    for relation in ("<", "<=", ">", ">=", "=", "!="):
        with pytest.raises(QedtexError):
            proved(a, relation, c, *links, given=given)


def test_unequal_twice_is_not_unequal() -> None:
    given = [known("one", a, b, relation="!="), known("two", b, a, relation="!=")]
    with pytest.raises(QedtexError):
        proved(a, "!=", a, (substitute("one"), b), (substitute("two"), a), given=given)


def test_a_weak_step_does_not_become_strict_or_equal() -> None:
    given = [known("weak", a, b, relation="<=")]
    for relation in ("<", "=", "!=", ">="):
        with pytest.raises(QedtexError):
            proved(a, relation, b, (substitute("weak"), b), given=given)


def test_a_reversed_link_turns_its_inequality_round() -> None:
    link = Link(b, a, (), Use(substitute, ("less",)), reverse=True)
    assert prove(Claim(b, Relation.GREATER, a, Context((LESS,))), [link])
    with pytest.raises(QedtexError):
        prove(Claim(b, Relation.LESS, a, Context((LESS,))), [link])


def test_a_hypothesis_about_a_symbol_says_nothing_of_a_bound_one() -> None:
    k = integer("k", 1)
    given = [known("large", k, 5, relation=">")]
    with pytest.raises(QedtexError):
        calc(Sum(k, (k, 1, 3)), given=given).gt(Sum(5, (k, 1, 3)), by="large")
    x = real("x")
    above = [known("above", x, 0, relation=">")]
    with pytest.raises(QedtexError):
        calc(diff(absolute(x) ** 2, x), given=above).eq(diff(x**2, x) + diff(absolute(x), x), by=arithmetic)
    with pytest.raises(QedtexError):  # |x| has a derivative at x > 0, but not on the interval the symbol runs over
        calc(diff(absolute(x), x), given=above)


def test_comparing_does_not_use_a_theorem_outside_its_hypotheses() -> None:
    above = known("above", t, 0, relation=">")
    proof = calc(t, given=[above]).gt(0, by=compare).qed("positive")
    with pytest.raises(QedtexError):
        calc(t + 1).gt(1, by=compare(proof))
    k = integer("k", 1)
    open_claim = calc(k + 1).gt(0, by=compare).qed("open")
    with pytest.raises(QedtexError):
        calc(Sum(k + 1, (k, -5, 3))).gt(Sum(0, (k, -5, 3)), by=compare(open_claim))


def test_products_of_known_inequalities_keep_their_signs() -> None:
    w = nonnegative("w")
    assert shows(compare, w * v, 0 * t) == "accepted: w v >= 0 t"
    assert "nothing known" in shows(compare, (u - 1) * (v - 1), 0 * t)
    assert "nothing known" in shows(compare, t * a, 0 * t)
    assert "nothing known" in shows(compare, u * v - 1, 0 * t)
    y = probability("y")
    assert shows(compare, y * u, u).startswith("accepted: y u < u")
    assert "nothing known" in shows(compare, u * v, u)


# Numbers -------------------------------------------------------------------------------------------------------------


def test_more_digits_are_not_shown_than_were_proved() -> None:
    step = [(rounded, decimal("0.7"))]
    assert proved(log(2), "~=", decimal("0.7"), *step)
    with pytest.raises(QedtexError):
        proved(log(2), "~=", decimal("0.7000"), *step)
    proof = calc(log(2)).about(decimal("0.7"), by=rounded).qed("rough")
    with pytest.raises(QedtexError):
        proved(log(2), "~=", decimal("0.7000"), (cite(lemma(proof)), decimal("0.7000")))


def test_a_derivation_does_not_claim_more_digits_than_it_shows(tmp_path) -> None:
    (tmp_path / "rough.py").write_text(
        "from qedtex import decimal, derivation, log\n"
        "from qedtex.rules import rounded\n\n\n"
        '@derivation(title="rough", source="none", claim=(log(2), "~=", decimal("0.7000")))\n'
        "def rough(calc):\n"
        '    return calc(log(2)).about(decimal("0.7"), by=rounded).qed()\n',
        encoding="utf-8",
    )
    with pytest.raises(QedtexError):
        Catalogue((tmp_path,)).load("rough")


@pytest.mark.parametrize("digits", ["1e-5", "1/3", "0.5e1", " 0.5", "0_5"])
def test_only_a_plain_decimal_shows_its_digits(digits) -> None:
    number = Num(Fraction(digits), digits)
    assert not shows(rounded, log(2), number).startswith("accepted")
    assert not shows(rounded, term(Fraction(13, 10)), number).startswith("accepted")


def test_what_is_about_a_decimal_is_not_about_another_that_equals_it_nearly() -> None:
    with pytest.raises(QedtexError):
        calc(log(2)).about(decimal("0.69"), by=rounded).eq(decimal("0.690"), by=arithmetic).qed()
    with pytest.raises(QedtexError):
        calc(log(2)).about(decimal("0.69"), by=rounded).about(decimal("0.7"), by=rounded).qed()


def test_enclosures_do_not_separate_equal_numbers() -> None:
    assert not shows(bound, log(4), 2 * log(2)).startswith("accepted")
    assert not shows(bound, sqrt(2) ** 2, term(2)).startswith("accepted")
    assert not shows(bound, e**2, exp(2)).startswith("accepted")


# Theorems about derivatives ------------------------------------------------------------------------------------------


def slope_of_square(where, given=()):
    return calc((t - where) * diff((t - where) ** 2, t), given=given).eq(
        2 * (t - where) ** 2, by=[derivative_chain, derivative_linear, derivative_identity]
    )


def test_the_turning_point_is_free_of_the_variable() -> None:
    own = calc((t - t) * diff(t**3, t)).eq(0 * t, by=arithmetic).qed("nonsense")
    assert not shows(least_where_derivative_changes_sign(lemma(own)), a**3, term(0) ** 3).startswith("accepted")


def test_the_body_is_free_of_the_point_beside_the_variable() -> None:
    s = real("s")
    claim = (t - 0) * diff(s * t, s, at=t)  # the derivative in s of s t is t, but only this t
    proof = calc(claim).eq(t * t, by=[derivative_linear, derivative_identity]).qed("mixed")
    rule = least_where_derivative_changes_sign(lemma(proof))
    assert not shows(rule, a * t, term(0) * t).startswith("accepted")


def test_a_slope_at_a_number_is_no_slope_throughout() -> None:
    proof = calc(diff(t**2, t, at=0)).eq(2 * term(0), by=derivative_chain).eq(0, by=arithmetic).qed("at 0 only")
    assert not shows(constant_by_derivative(lemma(proof), term(0)), a**2, term(0) ** 2).startswith("accepted")


def test_a_derivative_in_the_other_variable_does_not_make_constant() -> None:
    proof = calc(diff(c, t)).eq(0, by=derivative_linear).qed("of a constant")
    assert not shows(constant_by_derivative(lemma(proof), term(1)), a, term(1)).startswith("accepted")


def test_a_derivative_under_a_hypothesis_on_its_variable_is_refused() -> None:
    f = function("f", t)
    here = known("here", diff(f(c), c, at=t), 0)
    proof = calc(diff(f(c), c, at=t), given=[here]).eq(0, by="here").qed("only at t")
    rule = constant_by_derivative(lemma(proof), term(1))
    assert not shows(rule, f(a), f(1), Context((here,))).startswith("accepted")


def test_a_theorem_with_an_unknown_hypothesis_is_no_premise() -> None:
    given = [known("c", c, 3)]
    proof = slope_of_square(c, given).qed("slope")
    rule = least_where_derivative_changes_sign(lemma(proof))
    assert not shows(rule, (a - c) ** 2, (c - c) ** 2).startswith("accepted")
    assert shows(rule, (a - c) ** 2, (c - c) ** 2, Context(tuple(given))).startswith("accepted")


def test_a_premise_does_not_speak_of_a_symbol_that_is_bound_here() -> None:
    proof = slope_of_square(c).qed("slope")
    rule = least_where_derivative_changes_sign(lemma(proof))
    before, after = argmin((a - c) ** 2, c), argmin((c - c) ** 2, c)
    with pytest.raises(QedtexError):
        prove(Claim(before, Relation.EQUAL, after), [Link(before, after, (0,), rule)])


def test_a_forged_theorem_is_no_premise() -> None:
    class Lookalike:
        claim = Claim(diff(t**2, t), Relation.EQUAL, term(0))

    for rule in (constant_by_derivative, least_where_derivative_changes_sign, limit_by_definition, unique_extremum):
        assert not shows(rule(Named("forged", Lookalike())), a**2, term(1) ** 2).startswith("accepted")
    for rule in (circle_of_implications, neither_is_greater, instance):
        shown = shows(rule(Named("forged", Lookalike())), statement(a, "=", b), statement(b, "=", a))
        assert not shown.startswith("accepted")


@pytest.mark.parametrize("body", [absolute(t), sqrt(t**2), (t**2) ** Fraction(1, 3)])
def test_there_is_no_derivative_where_none_exists(body) -> None:
    with pytest.raises(QedtexError):
        calc(diff(body, t))


def test_a_derivative_over_a_closed_interval_or_of_a_rough_function_is_refused() -> None:
    for variable in (nonnegative("w"), qedtex.label("y"), integer("k", 1)):
        with pytest.raises(QedtexError):
            calc(diff(variable**2, variable))
    f = function("f", t)
    with pytest.raises(QedtexError):
        calc(diff(diff(f(t), t), t))  # one derivative was granted, not two


def test_constants_are_constants_of_the_variable_only() -> None:
    x = real("x")
    for left, right in (
        (diff(x * x, x), x * diff(x, x)),
        (diff(x * t, x), diff(x, x) * diff(t, x)),
        (diff(x**2, x, at=3), 2 * x),
        (diff(Sum(x**i, (i, 1, n)), x), Sum(x**i, (i, 1, n)) * diff(x, x)),
    ):
        for rule in (derivative_linear, derivative_product, derivative_chain):
            assert not shows(rule, left, right).startswith("accepted")


# Extrema and limits --------------------------------------------------------------------------------------------------


def test_a_minimiser_of_a_smaller_set_is_none_of_a_larger() -> None:
    z = between("z", 0, 1)
    apart = known("apart", z, Fraction(1, 2), relation="!=")
    half = term(1) / 2
    least = calc((z - half) ** 2, given=[apart]).gt((half - half) ** 2, by=compare).qed("least")
    assert shows(unique_extremum(lemma(least)), argmin((z - half) ** 2, z), points(half)) == "accepted"
    assert shows(unique_extremum(lemma(least)), argmin((t - half) ** 2, t), points(half)) != "accepted"


def test_a_minimiser_needs_every_other_point() -> None:
    right = [known("apart", t, 0, relation="!="), known("right", t, 0, relation=">")]
    least = calc(t**3, given=right).gt(term(0) ** 3, by=compare).qed("right of 0")
    assert shows(unique_extremum(lemma(least)), argmin(t**3, t), points(0)) != "accepted"


def test_a_limit_needs_every_epsilon_and_a_neighbourhood() -> None:
    fixed = positive("delta")
    for near, small in (
        ([known("near", u, eps, relation="<")], eps),  # nothing says that u is above 0, but u > 0 by its sort
        ([known("above", u, 0, relation=">"), known("near", u, 0 * eps, relation="<")], eps),  # nothing lies there
        ([known("above", u, 0, relation=">"), known("near", u, fixed, relation="<")], fixed),
    ):
        try:
            proof = calc(absolute(u), given=near).eq(u, by=square_of_absolute).lt(small, by="near").qed("near")
        except QedtexError:
            continue
        found = shows(limit_by_definition(lemma(proof)), limit(u, u, 0, "+"), term(0))
        assert found != "accepted" or (small == fixed and len(near) == 2)


def test_a_limit_that_depends_on_epsilon_is_none() -> None:
    near = [known("above", u, 0, relation=">"), known("near", u, 1, relation="<")]
    proof = calc(absolute(u * eps - 0), given=near).eq(u * eps, by=[square_of_absolute, arithmetic])
    proof = proof.lt(eps, by=compare).qed("scaled")
    assert shows(limit_by_definition(lemma(proof)), limit(u * eps, u, 0, "+"), term(0)) != "accepted"
    wide = [known("above", u, 0, relation=">"), known("small", eps, 1, relation=">"), known("near", u, 1, relation="<")]
    big = calc(absolute(u), given=wide).eq(u, by=square_of_absolute).lt(eps, by=compare).qed("large epsilon only")
    assert shows(limit_by_definition(lemma(big)), limit(u, u, 0, "+"), term(0)) != "accepted"


def test_a_one_sided_limit_is_no_two_sided_one() -> None:
    near = [known("above", t, 0, relation=">"), known("near", t, eps, relation="<")]
    proof = calc(absolute(t), given=near).eq(t, by=square_of_absolute).lt(eps, by="near").qed("right")
    assert shows(limit_by_definition(lemma(proof)), limit(t, t, 0, "+"), term(0)) == "accepted"
    assert shows(limit_by_definition(lemma(proof)), limit(t, t, 0), term(0)) != "accepted"
    assert shows(limit_by_definition(lemma(proof)), limit(t, t, 0, "-"), term(0)) != "accepted"


def test_a_bound_is_no_infinite_limit() -> None:
    near = [known("above", u, 0, relation=">"), known("near", u, exp(-M), relation="<")]
    proof = calc(1 + M, given=near).gt(M, by=compare).qed("beyond")
    assert shows(limit_by_definition(lemma(proof)), limit(1 + M, u, 0, "+"), oo) != "accepted"


def test_limits_and_infinity_are_not_calculated_with() -> None:
    for bad in (limit(u, u, oo) - limit(u, u, oo), oo - oo, oo + 1, exp(oo)):
        with pytest.raises(QedtexError):
            calc(bad)
    with pytest.raises(QedtexError):
        proved(limit(u, u, oo), "<", oo, (compare, oo))


# Equivalences --------------------------------------------------------------------------------------------------------


def test_an_equality_case_stands_on_one_hypothesis_only() -> None:
    apart, right = known("apart", t, 0, relation="!="), known("right", t, 0, relation=">")
    strict = calc(term(0), given=[apart, right]).lt(t**3, by=compare).qed("right of 0")
    there = calc(term(0)).eq(term(0) ** 3, by=arithmetic).qed("there")
    shown = shows(equality_case(lemma(strict), lemma(there)), statement(0, "=", a**3), statement(a, "=", 0))
    assert shown != "accepted"


def test_an_equality_case_holds_within_the_sort() -> None:
    proof = qedtex.load("divergence.log_bound_equality").proof
    assert shows(cite(lemma(proof)), statement(ln(v), "=", v - 1), statement(v, "=", 1)) == "accepted"
    minus = known("negative", a, 0, relation="<")
    assert shows(cite(lemma(proof)), statement(ln(a), "=", a - 1), statement(a, "=", 1), Context((minus,))).startswith(
        "cite"
    )


@pytest.mark.parametrize(
    ("before", "after", "factor"),
    [
        (statement(a, "=", b), statement(t * a, "=", t * b), t),
        (statement(a, "<", b), statement(b, "<", a), term(1)),
        (statement(a, "<", b), statement(-a, "<", -b), term(1)),
        (statement(a, "<", b), statement(a, "<=", b), term(1)),
        (statement(a, "=", b), statement(a, "!=", b), term(1)),
        (statement(a, "=", b), statement(0 * a, "=", 0 * b), term(0)),
        (statement(a, "<", b), statement(-a, "<", -b), term(-1)),
        (statement(a**2, "=", b**2), statement(a, "=", b), term(1)),
    ],
)
def test_both_sides_refuses_what_is_no_equivalence(before, after, factor) -> None:
    assert shows(both_sides(factor), before, after) != "accepted"


def test_a_factor_under_every_holds_for_every_index() -> None:
    before = every(statement(i * a, "=", i * b), (i, 0, n))
    after = every(statement(a, "=", b), (i, 0, n))
    with pytest.raises(QedtexError):
        prove(Claim(before, Relation.IFF, after), [Link(before, after, (1,), Use(both_sides, (1 / i,)))])
    with pytest.raises(QedtexError):
        prove(Claim(after, Relation.IFF, before), [Link(after, before, (1,), Use(both_sides, (i,)))])


def test_a_sum_of_both_signs_does_not_vanish_term_by_term() -> None:
    whole = (i, 1, n)
    for body in (a * i, a, ln(u) + i * 0):
        shown = shows(zero_sum, statement(Sum(body, whole), "=", 0), every(statement(body, "=", 0), whole))
        assert shown != "accepted"
    for relation in ("<=", ">=", "!="):
        shown = shows(zero_sum, statement(Sum(i**2, whole), relation, 0), every(statement(i**2, relation, 0), whole))
        assert shown != "accepted"


def test_zero_sum_takes_only_a_theorem_about_its_own_terms() -> None:
    positive_square = calc(a**2).ge(0, by=compare).qed("squares")
    whole = (i, 1, n)
    shown = shows(
        zero_sum(lemma(positive_square)), statement(Sum(t * i, whole), "=", 0), every(statement(t * i, "=", 0), whole)
    )
    assert shown != "accepted"


def test_logarithms_are_undone_only_where_they_are_defined_and_increasing() -> None:
    base = positive("b")
    with pytest.raises(QedtexError):
        proved(statement(log(a), "=", log(b)), "iff", statement(a, "=", b), (same_logarithm, statement(a, "=", b)))
    assert shows(same_logarithm, statement(log(u, base), "<", log(v, base)), statement(u, "<", v)) != "accepted"
    half = term(1) / 2
    assert shows(same_logarithm, statement(log(u, half), "<", log(v, half)), statement(u, "<", v)) != "accepted"
    assert shows(same_logarithm, statement(log(u, half), "=", log(v, half)), statement(u, "=", v)) == "accepted"


def test_an_implication_is_no_equivalence() -> None:
    down = calc(t, given=[known("above 1", t, 1, relation=">")]).gt(0, by=compare).qed("down")
    one, other = statement(t, ">", 1), statement(t, ">", 0)
    for use in (circle_of_implications(lemma(down)), circle_of_implications(lemma(down), lemma(down))):
        assert shows(use, one, other) != "accepted" and shows(use, other, one) != "accepted"


def test_an_implication_under_two_hypotheses_is_refused() -> None:
    given = [known("p", t, 1, relation=">"), known("q", a, 0, relation=">")]
    both = calc(t + a, given=given).gt(1, by=compare).qed("both")
    back = calc(t, given=[known("sum", t + a, 1, relation=">")])
    with pytest.raises(QedtexError):
        back.gt(1, by=compare)
    assert "neither" in shows(circle_of_implications(lemma(both)), statement(t, ">", 1), statement(t + a, ">", 1))


def test_a_hypothesis_for_all_is_not_one_for_some() -> None:
    f, k = sample("f", REAL, n), integer("k", 1, n)
    zero = [known("zero", f[k], 0, for_all=(k,))]
    there = calc(Sum(f[i] ** 2, (i, 1, n)), given=zero).eq(Sum(term(0) ** 2, (i, 1, n)), by="zero").eq(0).qed("there")
    whole = statement(Sum(f[i] ** 2, (i, 1, n)), "=", 0)
    for wrong in (every(statement(f[i], "=", 0), (i, 2, n)), statement(f[1], "=", 0)):
        rule = circle_of_implications(lemma(there))
        assert shows(rule, wrong, whole) != "accepted"


def test_a_range_that_depends_on_a_later_variable_is_refused() -> None:
    """For every l in 1..k and every k in 1..n is no proposition about one k."""
    f, k = sample("f", REAL, n), integer("k", 1, n)
    low = integer("l", 1, k)
    odd = Hypothesis("odd", f[low], Relation.EQUAL, 0 * f[k], (low, k))
    proof = calc(f[1] + 0, given=[odd]).eq(f[1], by=arithmetic).qed("odd")
    found = every(every(statement(f[j], "=", 0 * f[i]), (i, 1, n)), (j, 1, k))
    assert shows(circle_of_implications(lemma(proof)), found, statement(f[1] + 0, "=", f[1])) != "accepted"
    assert "depends on a later one" in shows(
        circle_of_implications(lemma(proof)), statement(f[1] + 0, "=", f[1]), statement(f[1], "=", 0)
    )


# Citing and instances ------------------------------------------------------------------------------------------------


def test_what_is_cited_holds_only_under_its_hypotheses() -> None:
    apart = [known("apart", t, 1, relation="!=")]
    strict = calc((t - 1) ** 2, given=apart).gt(0, by=compare).qed("strict")
    assert calc((exp(u) - 1) ** 2).gt(0, by=cite(strict)).qed()
    for value in (a, term(1), u, exp(a)):
        with pytest.raises(QedtexError):
            calc((value - 1) ** 2).gt(0, by=cite(strict))
    with pytest.raises(QedtexError):
        calc(Sum((i - 1) ** 2, (i, 1, 3))).gt(Sum(0, (i, 1, 3)), by=cite(strict))


def test_an_equation_among_hypotheses_is_not_taken_for_granted() -> None:
    given = [known("value", t, 2)]
    proof = calc(t + 1, given=given).eq(term(2) + 1, by="value").qed("three")
    with pytest.raises(QedtexError):
        calc(a + 1).eq(term(2) + 1, by=cite(proof))


def test_a_theorem_about_two_outcomes_is_none_about_more() -> None:
    two = pmf("p", outcomes("x", 2))
    proof = qedtex.calc(Entropy(two)).le(log(2), by=cite("entropy.at_most_log_n")).qed("one bit")
    for space in (alphabet("calX"), labels(1, 3), outcomes("z", 3), outcomes("x", n), labels(0, 2, "x")):
        other = pmf("q", space)
        assert not shows(cite(lemma(proof)), Entropy(other), log(2)).startswith("accepted")
    same = pmf("q", outcomes("z", 2))
    assert shows(cite(lemma(proof)), Entropy(same), log(2)).startswith("accepted")


def test_the_number_of_outcomes_goes_with_its_space() -> None:
    proof = qedtex.load("entropy.at_most_log_n").proof
    for space, right in ((labels(0, 3), log(3)), (alphabet("calX"), log(n)), (labels(1, n), log(m))):
        law = pmf("q", space)
        assert not shows(cite(lemma(proof)), Entropy(law), right).startswith("accepted")
    assert shows(cite(lemma(proof)), Entropy(pmf("q", labels(0, 3))), log(term(3) - 0 + 1)).startswith("accepted")


def test_a_theorem_about_full_support_is_none_about_less() -> None:
    proof = qedtex.load("divergence.kl_nonneg").proof
    x = outcomes("x", n)
    thin, full = pmf("p", x, positive=False), pmf("q", x)
    assert not shows(cite(lemma(proof)), qedtex.KL(thin, full), term(0)).startswith("accepted")


def test_what_a_sequence_tends_to_is_not_what_one_member_tends_to() -> None:
    given = [known("small", 1 / n, 0, relation="->")]
    proof = calc(1 / n, given=given).tends(0, by="small").qed("small")
    for left in (term(1) / 5, 1 / (2 * m)):
        with pytest.raises(QedtexError):
            calc(left, given=given).tends(0, by=cite(proof))
    with pytest.raises(QedtexError):
        calc(1 / n + 1, given=given).tends(term(0) + 1, by="small")


FAMILY = sample("f", POSITIVE, n)


def family_theorem():
    return lemma(calc(Sum(FAMILY[i], (i, 1, n))).gt(0, by=compare).qed("positive sum"))


def test_an_instance_keeps_to_the_sort_of_the_family() -> None:
    for formula in (t * i, u * (i - 1), ln(u) + i * 0):
        shown = shows(instance(family_theorem(), statement(FAMILY[i], "=", formula)), Sum(formula, (i, 1, n)), term(0))
        assert not shown.startswith("accepted")


def test_an_instance_captures_nothing() -> None:
    k = index("k")
    product = calc(Sum(FAMILY[i] * i, (i, 1, n))).gt(0, by=compare).qed("weighted")
    # with f_k = i the i of the theorem must not swallow that of the formula
    free_i = integer("i", 1)
    wrong = instance(lemma(product), statement(FAMILY[k], "=", free_i * k))
    assert "is bound in what is cited" in shows(wrong, Sum(free_i * k * k, (k, 1, n)), term(0))
    own = instance(lemma(product), statement(FAMILY[i], "=", u * i))
    assert shows(own, Sum(Mul((u * j, j)), (j, 1, n)), term(0)).startswith("accepted")


def test_an_instance_reaches_members_only() -> None:
    w = vector("w", n)
    whole = lemma(calc(norm(w)).ge(0 * norm(w), by=compare).qed("norm"))
    assert not shows(instance(whole, statement(w[i], "=", t)), norm(w), 0 * norm(w)).startswith("accepted")
    theorem = family_theorem()
    for argument in (statement(FAMILY[1], "=", u), statement(FAMILY[i], "<", u), statement(u, "=", v), u):
        assert not shows(instance(theorem, argument), Sum(FAMILY[i], (i, 1, n)), term(0)).startswith("accepted")


def test_an_instance_needs_the_hypotheses_with_the_formulas_in() -> None:
    given = [known("total", Sum(FAMILY[i], (i, 1, n)), 1)]
    proof = calc(Sum(FAMILY[i], (i, 1, n)) + 1, given=given).eq(term(1) + 1, by="total").qed("two")
    formula = statement(FAMILY[i], "=", u * i)
    wrong = calc(Sum(u * i, (i, 1, n))).gt(0, by=compare).qed("positive")
    left, right = Sum(u * i, (i, 1, n)) + 1, term(1) + 1
    for beside in ((), (lemma(wrong),)):
        assert not shows(instance(lemma(proof), formula, *beside), left, right).startswith("accepted")
    granted = known("own", Sum(u * i, (i, 1, n)), 1)
    own = lemma(calc(Sum(u * i, (i, 1, n)), given=[granted]).eq(1, by="own").qed("own"))
    assert not shows(instance(lemma(proof), formula, own), left, right).startswith("accepted")
    assert shows(instance(lemma(proof), formula, own), left, right, Context((granted,))) == "accepted"
    # what the theorem says of its own family is not what it says of another one
    kept = Context(tuple(given))
    assert not shows(instance(lemma(proof), formula), left, right, kept).startswith("accepted")


def test_an_instance_of_jensen_needs_weights_that_sum_to_1() -> None:
    jensen = lemma(qedtex.load("divergence.jensen_log").proof)
    weights, values = sample("a", POSITIVE, n), sample("x", POSITIVE, n)
    formulas = (statement(weights[i], "=", 2 * u), statement(values[i], "=", v * i))
    left, right = Sum(Mul((2 * u, log(v * i))), (i, 1, n)), log(Sum(Mul((2 * u, v * i)), (i, 1, n)))
    assert "stands on the hypothesis" in shows(instance(jensen, *formulas), left, right)


def test_neither_is_greater_needs_both_directions_between_the_same_numbers() -> None:
    given = [known("one", a, b, relation="<="), known("two", b, c, relation="<=")]
    one, two = calc(a, given=given).le(b, by="one").qed(), calc(b, given=given).le(c, by="two").qed()
    with pytest.raises(QedtexError):
        calc(a, given=given).eq(c, by=neither_is_greater(one, two))
    strict = [known("one", a, b, relation="<")]
    less = calc(a, given=strict).lt(b, by="one").qed()
    with pytest.raises(QedtexError):
        calc(a, given=strict).eq(b, by=neither_is_greater(less, less))


def test_a_negative_sum_of_one_term_is_no_sum() -> None:
    with pytest.raises(QedtexError):
        calc(Add((a,)))


def test_a_rule_is_no_theorem() -> None:
    assert isinstance(compare, Rule)
    assert not shows(compare(compare), a, b).startswith("accepted")
    assert not shows(neither_is_greater(compare), a, b).startswith("accepted")
    assert shows(compare, NONNEGATIVE_SUM, 0 * t).startswith("accepted")


NONNEGATIVE_SUM = Sum(sample("g", NONNEGATIVE, n)[j], (j, 1, n))

"""The kernel: what makes a theorem, and everything that does not."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction

import pytest

from qedtex.chains import Calc
from qedtex.claims import Claim
from qedtex.context import Context, Relation
from qedtex.errors import IllFormed, StepRefused
from qedtex.granted import known
from qedtex.inference import Link, Rule, Use
from qedtex.kernel import Named, Theorem, chain, check_link, is_theorem, joined, prove
from qedtex.language import (
    Product,
    Sum,
    argmax,
    exp,
    index,
    integer,
    log,
    outcomes,
    pmf,
    positive,
    positive_integer,
    real,
    sqrt,
    term,
    vector,
)
from qedtex.rules import (
    arithmetic,
    cite,
    extremum_drop_constant,
    log_power,
    log_product,
    split_sum,
    substitute,
    take_out,
)
from qedtex.terms import Add, Const, Norm, Num, SumOver

a, b, t, u = positive("a"), positive("b"), real("t"), real("u")
i, j, n = index("i"), index("j"), positive_integer("n")
x = outcomes("x", n)
p = pmf("p", x)


def accepted(left, right, rule, *, path=(), context=None, reverse=False):
    use = rule if isinstance(rule, Use) else Use(rule)
    return check_link(Link(left, right, path, use, reverse), context or Context())


def refused(left, right, rule, match, **more):
    with pytest.raises(StepRefused, match=match):
        accepted(left, right, rule, **more)


def theorem() -> Theorem:
    return Calc()(log(a * b)).eq(log(a) + log(b), by=log_product).qed().theorem


# Theorems ----------------------------------------------------------------------------------------------------------


def test_a_checked_chain_gives_a_theorem() -> None:
    proved = theorem()
    assert is_theorem(proved)
    assert proved.claim.left == log(a * b)
    assert [axiom.name for axiom in proved.axioms] == ["log.product"]


def test_a_theorem_cannot_be_constructed() -> None:
    with pytest.raises(StepRefused, match="QT407"):
        Theorem(claim=Claim(term(0), Relation.EQUAL, term(1)))


def test_a_theorem_cannot_be_pickled() -> None:
    with pytest.raises(StepRefused, match="QT407"):
        pickle.dumps(theorem())


def test_a_theorem_cannot_be_copied() -> None:
    with pytest.raises(StepRefused, match="QT407"):
        copy.copy(theorem())
    with pytest.raises(StepRefused, match="QT407"):
        copy.deepcopy(theorem())


def test_a_theorem_cannot_be_changed() -> None:
    with pytest.raises(StepRefused, match="QT407"):
        theorem().claim = Claim(term(0), Relation.EQUAL, term(1))


def test_an_object_that_looks_like_a_theorem_is_none() -> None:
    forged = object.__new__(Theorem)
    object.__setattr__(forged, "claim", Claim(term(0), Relation.EQUAL, term(1)))
    assert not is_theorem(forged)
    with pytest.raises(StepRefused, match="QT407"):
        chain([forged])


def test_a_forged_theorem_cannot_be_cited() -> None:
    forged = object.__new__(Theorem)
    object.__setattr__(forged, "claim", Claim(a, Relation.EQUAL, b))
    refused(a, b, cite(Named("x.y", forged)), "not a theorem of the kernel")


def test_a_subclass_of_theorem_cannot_be_made() -> None:
    class Mine(Theorem):  # type: ignore[misc]
        pass

    assert not is_theorem(object.__new__(Mine))


# Links -------------------------------------------------------------------------------------------------------------


def test_a_link_changes_only_the_place_it_names() -> None:
    left = Add((log(a * b), t))
    right = Add((Add((log(a), log(b))), t))
    accepted(left, right, log_product, path=(0,))
    refused(left, Add((Add((log(a), log(b))), u)), log_product, "QT401", path=(0,))


def test_a_link_to_a_place_that_does_not_exist_is_refused() -> None:
    refused(a, b, log_product, "QT401", path=(3,))


def test_a_rule_that_the_kernel_did_not_register_is_refused() -> None:
    anything = Rule("anything", arithmetic.forward, lambda *_: (), "", "")
    refused(a, b, anything, "QT400")


def test_a_rule_under_a_registered_name_is_refused() -> None:
    false = Rule("log_product", arithmetic.forward, lambda *_: (), "", "")
    refused(a, b, false, "QT400")


def test_a_reversed_link_is_checked_the_other_way_round() -> None:
    accepted(log(a) + log(b), log(a * b), log_product, reverse=True)
    refused(log(a * b), log(a) + log(b), log_product, "QT403", reverse=True)


def test_links_that_do_not_join_up_prove_nothing() -> None:
    one = Link(log(a * b), log(a) + log(b), (), Use(log_product))
    with pytest.raises(StepRefused, match="QT408"):
        prove(Claim(log(a * b), Relation.EQUAL, log(b)), [one])
    with pytest.raises(StepRefused, match="QT408"):
        prove(Claim(log(a * a), Relation.EQUAL, log(a) + log(b)), [one])


def test_no_links_prove_only_what_is_the_same_up_to_bound_names() -> None:
    assert is_theorem(prove(Claim(Sum(t**i, (i, 1, n)), Relation.EQUAL, Sum(t**j, (j, 1, n))), []))
    with pytest.raises(StepRefused, match="QT408"):
        prove(Claim(t, Relation.EQUAL, u), [])


@pytest.mark.parametrize("relation", [Relation.LESS, Relation.GREATER, Relation.UNEQUAL, Relation.TENDS, Relation.IFF])
def test_equal_terms_do_not_show_other_relations(relation: Relation) -> None:
    with pytest.raises(StepRefused, match="QT409"):
        prove(Claim(t, relation, t), [])


def test_a_set_is_not_equal_to_a_number() -> None:
    with pytest.raises(StepRefused, match="QT409"):
        prove(Claim(argmax(t, t), Relation.EQUAL, t), [])


# What makes sense --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("senseless", "missing"),
    [
        (log(t), "t > 0"),
        (1 / t, "t != 0"),
        (sqrt(t), "t >= 0"),
        (t**u, "t > 0"),
        (log(a, b), "b - 1 != 0"),
        (p(x[i]), "i"),
        (Sum(log(i), (i, 0, n)), "i > 0"),
        (Sum(p(x[i]), (i, 1, n + 1)), "n - i >= 0"),
        (Sum(1 / (t - i), (i, 1, n)), "!= 0"),
        (argmax(log(t), t), "t > 0 for every t"),
        (log(p(x[1]) - 1), "> 0"),
    ],
)
def test_a_term_without_sense_is_not_stated(senseless, missing: str) -> None:
    with pytest.raises(StepRefused, match="QT405") as refusal:
        Calc()(senseless)
    assert missing in str(refusal.value)


def test_a_cancelled_divisor_still_counts() -> None:
    with pytest.raises(StepRefused, match="QT405"):
        prove(Claim(t * u / t, Relation.EQUAL, u), [Link(t * u / t, u, (), Use(arithmetic))])
    assert prove(Claim(a * u / a, Relation.EQUAL, u), [Link(a * u / a, u, (), Use(arithmetic))])


def test_a_set_is_not_added_to_a_number() -> None:
    with pytest.raises(StepRefused, match="not a number"):
        Calc()(argmax(t, t) + 1)


def test_a_symbol_bound_twice_is_refused() -> None:
    with pytest.raises(StepRefused, match="QT402"):
        Calc()(Sum(Sum(t**i, (i, 1, n)), (i, 1, n)))
    with pytest.raises(StepRefused, match="QT402"):
        Calc()(i + Sum(t**i, (i, 1, n)))


def test_two_symbols_that_look_alike_are_refused() -> None:
    with pytest.raises(StepRefused, match="QT406"):
        prove(Claim(t + positive("t"), Relation.EQUAL, t + positive("t")), [])


def test_two_laws_that_look_alike_are_refused() -> None:
    other = pmf("p", x, positive=False)
    with pytest.raises(StepRefused, match="QT406"):
        prove(Claim(p(x[1]) + other(x[1]), Relation.EQUAL, p(x[1]) + other(x[1])), [])


@pytest.mark.parametrize("odd", [Num(Fraction(1), "2"), Num(Fraction(-1)), Const("tau"), Norm(vector("v", n), 7)])
def test_a_number_constant_or_norm_that_is_none_is_refused(odd) -> None:
    with pytest.raises(StepRefused, match="QT1"):
        Calc()(odd + t)


def test_a_node_of_an_unknown_kind_is_refused() -> None:
    class Sly(Num):
        __slots__ = ()

    with pytest.raises(StepRefused, match="QT117"):
        Calc()(Sly(Fraction(1)) + t)


def test_floats_are_refused() -> None:
    with pytest.raises(IllFormed, match="QT102"):
        t + 0.5  # type: ignore[operator]


# Conditions in scopes ----------------------------------------------------------------------------------------------


def test_the_range_of_an_index_counts_and_its_sort_does_not() -> None:
    k = positive_integer("k")
    with pytest.raises(StepRefused, match="QT405"):
        Calc()(Sum(log(k), (k, 0, n)))
    assert Calc()(Sum(log(k), (k, 1, n)))


def test_a_sum_is_split_whatever_its_range() -> None:
    accepted(Sum(t + i, (i, 1, n)), Sum(t, (i, 1, n)) + Sum(i, (i, 1, n)), split_sum)
    refused(Sum(t * i, (i, 1, n)), Sum(t, (i, 1, n)) * Sum(i, (i, 1, n)), split_sum, "QT403")


def test_a_bound_index_is_not_taken_out_of_its_sum() -> None:
    refused(SumOver(Sum(i, (i, 1, n)).domain, i, i * t), i * Sum(t, (j, 1, n)), take_out, "QT403")


def test_the_logarithm_of_a_square_of_any_sign_is_not_twice_the_logarithm() -> None:
    refused(log(t**2 + 1 - 1), 2 * log(t), log_power, "QT403")
    refused(log(t**2), 2 * log(t), log_power, "QT404")


def test_a_hypothesis_is_not_used_where_its_symbol_is_bound() -> None:
    context = Context((known("value", t, u),))
    accepted(t + 1, u + 1, substitute("value"), path=(0,), context=context)
    refused(argmax(-(t**2), t), argmax(-(u**2), t), substitute("value"), "QT40", path=(0, 0, 0), context=context)


def test_a_hypothesis_about_all_of_a_range_is_not_used_outside_it() -> None:
    k = integer("k", 1, n)
    context = Context((known("members", x_of(k), term(1), for_all=(k,)),))
    accepted(Sum(x_of(i), (i, 1, n)), Sum(term(1), (i, 1, n)), substitute("members"), path=(1,), context=context)
    refused(x_of(n + 1), term(1), substitute("members"), "QT40", context=context)


def x_of(at):
    from qedtex.sorts import REAL, Family
    from qedtex.terms import Symbol

    return Symbol("w", Family(REAL, term(1), n + 5))[at]


def test_what_depends_on_the_variable_is_not_dropped() -> None:
    accepted(argmax(t**2 + a, t), argmax(t**2, t), extremum_drop_constant)
    refused(argmax(t**2 + t, t), argmax(t**2, t), extremum_drop_constant, "QT403")


def test_arithmetic_does_not_equate_what_is_not_equal() -> None:
    accepted((t + u) ** 2, t**2 + 2 * t * u + u**2, arithmetic)
    refused((t + u) ** 2, t**2 + u**2, arithmetic, "QT403")
    refused(sqrt(t**2), t, arithmetic, "QT403")
    refused(exp(t) * exp(u), exp(t * u), arithmetic, "QT403")


def test_an_empty_product_is_not_a_sum() -> None:
    refused(Product(t, (i, 1, n)), Sum(t, (i, 1, n)), arithmetic, "QT403")


# Chains ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [("=", "<=", "<="), ("<=", "<", "<"), ("<", "<", "<"), (">=", "=", ">="), (">=", ">", ">"), ("=", "iff", "iff")],
)
def test_relations_that_join(first: str, second: str, result: str) -> None:
    assert joined(Relation(first), Relation(second)) is Relation(result)


@pytest.mark.parametrize(("first", "second"), [("<=", ">="), ("<", ">"), ("!=", "!="), ("->", "->"), ("iff", "<=")])
def test_relations_that_do_not_join(first: str, second: str) -> None:
    assert joined(Relation(first), Relation(second)) is None


def test_a_chain_may_weaken_its_relation_but_not_turn_it_round() -> None:
    given = [known("up", t, u, relation="<="), known("down", u, a, relation=">=")]
    weaker = Calc()(t, given=given).eq(t + 0, by=arithmetic).eq(t, by=arithmetic).le(u).qed()
    assert weaker.theorem.claim.relation is Relation.LESS_EQUAL
    with pytest.raises(StepRefused, match="QT416"):
        Calc()(t, given=given).le(u).ge(a).qed()


def test_an_inequality_that_nobody_gave_is_refused() -> None:
    with pytest.raises(StepRefused, match="QT4"):
        Calc()(t).lt(u)


def test_theorems_with_a_gap_do_not_chain() -> None:
    with pytest.raises(StepRefused, match="QT416"):
        chain([theorem(), theorem()])

"""Binding: equality up to bound names, substitution without capture, matching, places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import terms

from qedtex.binding import alpha_equal, at, free, fresh, match, places, put, rename_bound, substitute
from qedtex.errors import IllFormed
from qedtex.language import E, Sum, argmax, index, outcome, outcomes, parameter, pmf, positive_integer, real, vector
from qedtex.terms import Symbol

i, j, k, n, m = index("i"), index("j"), index("k"), positive_integer("n"), positive_integer("m")
s, t = real("s"), real("t")


def test_terms_that_differ_in_bound_names_are_the_same() -> None:
    assert alpha_equal(Sum(s * i, (i, 1, n)), Sum(s * j, (j, 1, n)))
    assert not alpha_equal(Sum(s * i, (i, 1, n)), Sum(s * i, (j, 1, n)))


def test_nested_indices_that_change_places_are_not_the_same() -> None:
    one = Sum(Sum(i - j, (j, 1, n)), (i, 1, n))
    other = Sum(Sum(j - i, (j, 1, n)), (i, 1, n))
    assert not alpha_equal(one, other)


def test_shadowed_indices_belong_to_the_inner_sum() -> None:
    inner = Sum(Sum(i, (i, 1, n)), (i, 1, n))
    assert alpha_equal(inner, Sum(Sum(j, (j, 1, n)), (k, 1, n)))
    assert not alpha_equal(inner, Sum(Sum(k, (j, 1, n)), (k, 1, n)))


def test_bound_symbols_of_different_sorts_are_not_the_same() -> None:
    theta, phi = parameter("theta"), parameter("phi")
    assert not alpha_equal(argmax(theta, theta), argmax(phi, phi))


def test_substitution_does_not_capture() -> None:
    changed = substitute(Sum(t * i, (i, 1, n)), {t: i})
    assert i in free(changed)
    assert alpha_equal(changed, Sum(i * j, (j, 1, n)))


def test_substitution_leaves_bound_symbols_alone() -> None:
    whole = Sum(t * i, (i, 1, n))
    assert substitute(whole, {i: s}) == whole


def test_substitution_reaches_the_sizes_of_families_and_spaces() -> None:
    x = outcomes("x", n)
    p = pmf("p", x)
    z = outcome("z", p.space)
    changed = substitute(E(p(z), z, p), {n: m})
    assert n not in free(changed)
    assert m in free(changed)


def test_substitution_reaches_the_size_of_a_bound_vector() -> None:
    v = vector("v", n)
    changed = substitute(argmax(Sum(v[j] ** 2, (j, 1, n)), v), {n: m})
    assert free(changed) == {m}


def test_a_family_is_not_replaced_by_a_number() -> None:
    x = outcomes("x", n)
    with pytest.raises(IllFormed, match="QT105"):
        substitute(x[i], {x: s})


def test_a_fresh_name_is_none_of_those_to_avoid() -> None:
    assert fresh(i, {i, j}).name not in ("i", "j")
    assert fresh(Symbol("z", s.sort), {Symbol("z", t.sort)}).name != "z"


def test_a_pattern_matches_instances_and_nothing_else() -> None:
    assert match(s * t, (s + 1) * t, frozenset({s})) == {s: s + 1}
    assert match(s * s, t * (t + 1), frozenset({s})) is None
    assert match(s * t, s + t, frozenset({s, t})) is None


def test_a_pattern_does_not_match_a_bound_symbol_from_outside() -> None:
    assert match(Sum(s, (i, 1, n)), Sum(t, (i, 1, n)), frozenset({s})) == {s: t}
    assert match(Sum(s, (i, 1, n)), Sum(i, (i, 1, n)), frozenset({s})) is None
    assert match(Sum(s, (i, 1, n)), Sum(j, (j, 1, n)), frozenset({s})) is None


@settings(max_examples=150, deadline=None)
@given(terms())
def test_every_term_is_the_same_as_itself_and_its_places_put_back_give_it(term) -> None:
    assert alpha_equal(term, term)
    for path, inner in places(term):
        assert at(term, path) is inner
        assert put(term, path, inner) == term


@settings(max_examples=150, deadline=None)
@given(terms(), st.data())
def test_substituting_a_fresh_symbol_and_back_gives_the_same(term, data) -> None:
    symbols = sorted((s for s in free(term) if isinstance(s.sort, type(t.sort))), key=lambda s: s.name)
    if not symbols:
        return
    symbol = data.draw(st.sampled_from(symbols))
    other = Symbol("fresh", symbol.sort)
    there = substitute(term, {symbol: other})
    assert symbol not in free(there)
    assert alpha_equal(substitute(there, {other: symbol}), term)


@settings(max_examples=150, deadline=None)
@given(terms())
def test_a_renamed_binder_is_the_same(term) -> None:
    for _, node in places(term):
        for variable in node.variables:
            new = Symbol("new", variable.sort)
            assert alpha_equal(rename_bound(node, variable, new), node)

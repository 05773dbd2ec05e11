"""What is known of every member of a family, as a_i >= 0 for every i, used of one of them: by kernel and replay."""

from __future__ import annotations

import pytest
from test_replay import one_link

from qedtex.arithmetic import Arithmetic
from qedtex.conditions import holds, nonnegative, positive
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.granted import known
from qedtex.language import Sum, delta, index, log, positive_integer, real, vector
from qedtex.replay import replay
from qedtex.rules import kronecker_sum
from qedtex.sorts import Integer
from qedtex.terms import Symbol, Term, term

n, i, j, k = positive_integer("n"), index("i"), index("j"), index("k")
a, b = vector("a", n), vector("b", n)
c, d = real("c"), real("d")
every, first = Symbol("i", Integer(term(1), n)), Symbol("i", Integer(term(1), term(1)))
POSITIVE = known("positive", a[every], 0, relation=">", for_all=(every,))
TURNED = known("positive", 0, a[every], relation="<", for_all=(every,))
OF_THE_FIRST = known("positive", a[first], 0, relation=">", for_all=(first,))
OF_ANOTHER = known("positive", b[every], 0, relation=">", for_all=(every,))
NONNEGATIVE = known("nonnegative", a[every], 0, relation=">=", for_all=(every,))
NEGATIVE = known("negative", a[every], 0, relation="<", for_all=(every,))
ABOVE_INDEX = known("above", a[every], every - 1, relation=">", for_all=(every,))

NONZERO = known("nonzero", b[every], 0, relation=">", for_all=(every,))


def inside(*hypotheses: Hypothesis) -> Scope:
    """Inside a sum over j from 1 to n."""
    return Scope(Context(hypotheses)).enter(Sum(a[j], (j, 1, n)))


@pytest.mark.parametrize("given", [POSITIVE, TURNED, ABOVE_INDEX])
def test_what_is_known_of_every_member_is_known_of_one(given: Hypothesis) -> None:
    assert holds(positive(a[j], inside(given)))
    assert holds(positive(Sum(a[j], (j, 1, n)), Scope(Context((given,)))))
    assert holds(positive(a[term(1)], Scope(Context((given,)))))
    assert holds(nonnegative(a[j], inside(NONNEGATIVE)))
    assert holds(positive(-a[j], inside(NEGATIVE)))


@pytest.mark.parametrize("given", [OF_THE_FIRST, OF_ANOTHER, NONNEGATIVE, NEGATIVE])
def test_what_is_known_of_others_is_not(given: Hypothesis) -> None:
    assert not holds(positive(a[j], inside(given)))
    assert not holds(positive(Sum(a[j], (j, 1, n)), Scope(Context((given,)))))


def test_a_member_outside_of_the_range_is_not_known_of() -> None:
    half = Hypothesis("half", a[every], Relation.GREATER, term(0), (Symbol("i", Integer(term(2), n)),))
    assert not holds(positive(a[j], inside(half)))
    upper = Symbol("i", Integer(term(1), n - 1))
    below = known("below", a[upper], 0, relation=">", for_all=(upper,))
    assert not holds(positive(a[j], inside(below)))
    assert not holds(positive(a[n], Scope(Context((below,)))))


def test_a_hypothesis_about_what_is_bound_here_says_nothing_inside() -> None:
    least = known("least", a[every], c, relation=">", for_all=(every,))
    scope = Scope(Context((least, known("c", c, 0, relation=">"))))
    assert holds(positive(a[term(1)], scope))
    captured = Scope(Context((known("least", a[every], k, relation=">", for_all=(every,)),))).enter(Sum(k, (k, 1, n)))
    assert not holds(positive(a[term(1)], captured))


STEP = (Sum(log(a[j] * 2), (j, 1, n)), Sum(log(a[j]) + log(2), (j, 1, n)))


def replayed(given: tuple[Hypothesis, ...], *sides: Term) -> bool:
    """Whether the logarithm of a product is taken apart by the replay."""
    left, right = sides or STEP
    return bool(replay(one_link(left, right, "log_product", path=(1,), given=given)).ok)


@pytest.mark.parametrize("given", [POSITIVE, TURNED, ABOVE_INDEX])
def test_the_replay_knows_it_too(given: Hypothesis) -> None:
    assert replayed((given,))


def test_a_delta_is_the_same_of_two_indices_in_either_order() -> None:
    one, other, third = (Symbol(name, Integer(term(1), n)) for name in "ijk")
    assert Arithmetic().equal(delta(one, other) * c, c * delta(other, one))
    assert not Arithmetic().equal(delta(one, other), delta(one, third))
    assert replay(one_link(delta(one, other) * c, c * delta(other, one), "arithmetic")).ok
    assert not replay(one_link(delta(one, other), delta(one, third), "arithmetic")).ok
    assert not replay(one_link(delta(one, one), delta(one, other), "arithmetic")).ok


def test_a_delta_over_a_divisor_leaves_one_term() -> None:
    at = Symbol("k", Integer(term(1), n))
    beyond = Symbol("k", Integer(term(1), n + 1))
    whole = Sum(delta(j, at) / b[j], (j, 1, n))
    for rest, is_true in ((1 / b[at], True), (1 / b[term(1)], False), (b[at], False), (term(1), False)):
        found = [after for after, _ in kronecker_sum.forward(whole, Scope(), ())]
        assert any(Arithmetic().equal(rest, after) for after in found) is is_true
        assert replay(one_link(whole, rest, "kronecker_sum", given=(NONZERO,))).ok is is_true
    outside = Sum(delta(j, beyond) / b[j], (j, 1, n))
    assert not replay(one_link(outside, 1 / b[beyond], "kronecker_sum", given=(NONZERO,))).ok


@pytest.mark.parametrize("given", [OF_THE_FIRST, OF_ANOTHER, NONNEGATIVE, NEGATIVE])
def test_the_replay_does_not_know_it_of_others(given: Hypothesis) -> None:
    assert not replayed((given,))
    assert not replayed(())

import subprocess
import sys

import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from strategies import terms

from qedtex.errors import IllFormed
from qedtex.language import (
    KL,
    CrossEntropy,
    E,
    Entropy,
    Product,
    Sum,
    absolute,
    alphabet,
    argmax,
    argmin,
    data,
    delta,
    diff,
    e,
    event,
    every,
    exp,
    function,
    index,
    law,
    limit,
    log,
    norm,
    outcome,
    outcomes,
    pi,
    pmf,
    points,
    positive,
    positive_integer,
    random_variable,
    real,
    sigmoid,
    sqrt,
    statement,
    variable_entropy,
    vector,
)
from qedtex.latex.primes import primed
from qedtex.lowering import to_sympy
from qedtex.terms import Const, Distribution, Integral, Interval, Range, Term, term

n, i, j = positive_integer("n"), index("i"), index("j")
x = outcomes("x", n)
p, q = pmf("p", x), pmf("q", x)
theta, sigma, y = real("theta"), positive("sigma"), real("y")


def test_a_sum_over_members_depends_on_the_index() -> None:
    total = to_sympy(Sum(p[i], (i, 1, 3))).doit()
    assert len(total.args) == 3
    assert not total.has(sympy.Sum)


def test_a_sum_stays_a_sum_until_someone_asks() -> None:
    assert isinstance(to_sympy(Sum(term(1), (i, 1, 3))), sympy.Sum)
    assert isinstance(to_sympy(Product(term(1), (i, 1, 3))), sympy.Product)
    assert isinstance(to_sympy(Integral(Interval(term(0), Const("oo")), y, exp(-y))), sympy.Integral)


def test_a_sum_over_an_alphabet_runs_over_numbered_outcomes() -> None:
    letters = alphabet("X")
    at = outcome("x", letters)
    total = to_sympy(Sum(pmf("P", letters)(at), at))
    (number, lower, upper) = total.limits[0]
    assert lower == 1
    assert upper.name == "|X|"
    assert upper.is_positive
    assert total.function.has(number)


def test_symbols_carry_what_their_sorts_say() -> None:
    assert to_sympy(sigma).is_positive
    assert to_sympy(theta).is_real
    assert to_sympy(n).is_integer
    assert to_sympy(n).is_positive


def test_a_real_symbol_is_not_called_positive() -> None:
    assert to_sympy(theta).is_positive is None
    assert to_sympy(i).is_positive is None


def test_a_free_symbol_is_not_captured_by_a_bound_one_of_its_name() -> None:
    total = to_sympy(Sum(i * real("i"), (i, 1, 2))).doit()
    assert total == 3 * sympy.Symbol("i", real=True)


def test_a_minimiser_keeps_its_variable_bound() -> None:
    weights = vector("theta", n)
    for found in (argmax(-((theta - y) ** 2), theta), argmin(norm(weights, 2) + y, weights)):
        lowered = to_sympy(found)
        assert [symbol.name for symbol in lowered.free_symbols if symbol.name in ("\\theta", "y")] == ["y"]


def test_argmax_and_argmin_differ() -> None:
    body = (theta - y) ** 2
    assert to_sympy(argmax(body, theta)).func != to_sympy(argmin(body, theta)).func


def test_conditions_and_outcomes_keep_their_roles() -> None:
    general, observed = law("p"), data("D")
    assert to_sympy(general(theta | observed)) != to_sympy(general(observed | theta))
    assert to_sympy(general(theta, observed)) != to_sympy(general(theta | observed))
    assert to_sympy(general(theta | observed)) != to_sympy(general(theta, params=observed))


def test_the_named_quantities_are_told_apart() -> None:
    values = {to_sympy(found) for found in (Entropy(p), Entropy(q), CrossEntropy(p, q), CrossEntropy(q, p), KL(p, q))}
    assert len(values) == 5
    assert sympy.simplify(to_sympy(KL(p, q, 2)) * sympy.log(2) - to_sympy(KL(p, q))) == 0


def test_an_expectation_holds_its_body_as_a_function_of_the_outcome() -> None:
    letters = alphabet("X")
    at = outcome("x", letters)
    lowered = to_sympy(E(log(pmf("Q", letters)(at)), at, pmf("P", letters)))
    assert isinstance(lowered.args[1], sympy.Lambda)
    assert not lowered.args[1].free_symbols


def test_arithmetic_is_sympys_own() -> None:
    lowered = to_sympy(exp(-((y - theta) ** 2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma) + absolute(y) - e)
    at = dict(zip(map(to_sympy, (y, theta, sigma)), (3, 2, 2), strict=True))
    expected = sympy.exp(-sympy.Rational(1, 8)) / (sympy.sqrt(2 * sympy.pi) * 2) + 3 - sympy.E
    assert sympy.N(lowered.subs(at) - expected) == pytest.approx(0, abs=1e-12)
    assert to_sympy(sigmoid(y)).subs(to_sympy(y), 0) == sympy.Rational(1, 2)
    assert to_sympy(log(y, 2)) == sympy.log(to_sympy(y)) / sympy.log(2)


def test_an_event_is_an_outcome_with_a_value() -> None:
    coin = pmf("P", alphabet("X"))
    assert to_sympy(coin(event("x", 0))) != to_sympy(coin(event("x", 1)))


def test_a_bare_range_has_no_value() -> None:
    with pytest.raises(IllFormed, match="QT130"):
        to_sympy(Range(term(1), n))


# Calculus, sets and propositions ---------------------------------------------------------------------------------


def test_a_derivative_stays_one_until_someone_asks() -> None:
    lowered = to_sympy(diff(y**2 * theta, y))
    assert isinstance(lowered, sympy.Derivative)
    assert lowered.doit() == 2 * to_sympy(y) * to_sympy(theta)


def test_a_derivative_elsewhere_keeps_its_variable_bound() -> None:
    lowered = to_sympy(diff(y**2, y, at=theta + 1))
    assert isinstance(lowered, sympy.Subs)
    assert lowered.free_symbols == to_sympy(theta).free_symbols
    assert sympy.expand(lowered.doit()) == 2 * to_sympy(theta) + 2


def test_a_derivative_inside_a_sum_follows_the_sum() -> None:
    t = real("t")
    assert to_sympy(Sum(diff(i * t**2, t), (i, 1, 3))).doit() == 12 * to_sympy(t)


def test_a_partial_derivative_is_by_the_component() -> None:
    w, v = vector("w", n), vector("v", n)
    lowered = to_sympy(diff(exp(w[j]) * w[i], w[j]))
    assert isinstance(lowered, sympy.Derivative)
    assert lowered.variables == (to_sympy(w[j]),)
    assert lowered.doit() != to_sympy(diff(exp(w[j]) * w[i], w[i])).doit()
    assert to_sympy(diff(exp(w[j]), w[j], at=v)).doit() == sympy.exp(to_sympy(v[j]))


def test_a_limit_has_the_side_that_is_said_and_else_both() -> None:
    t = real("t")
    assert to_sympy(limit(t * log(t), t, 0, "+")).doit() == 0
    one_sided, two_sided = to_sympy(limit(1 / t, t, 0, "-")), to_sympy(limit(1 / t, t, 0))
    assert one_sided.doit() == -sympy.oo
    assert two_sided.doit() == sympy.zoo
    assert not one_sided.free_symbols


def test_functions_deltas_and_sets_are_sympys_own() -> None:
    f, g = function("f"), function("g")
    assert to_sympy(f(y)) != to_sympy(g(y))
    assert to_sympy(primed(f, y)) == sympy.Derivative(to_sympy(f(y)), to_sympy(y))
    assert to_sympy(Sum(delta(i, j), (i, 1, 3))).has(sympy.KroneckerDelta)
    assert to_sympy(points(y, 1)) == sympy.FiniteSet(to_sympy(y), 1)


def test_a_comparison_is_not_decided_while_it_is_made() -> None:
    assert isinstance(to_sympy(statement(y, "=", y)), sympy.Eq)
    kinds = {type(to_sympy(statement(y, relation, y))) for relation in ("=", "!=", "<", "<=", ">", ">=")}
    assert len(kinds) == 6
    with pytest.raises(IllFormed, match="QT130"):
        to_sympy(statement(y, "->", y))


def test_a_proposition_for_every_index_keeps_it_bound() -> None:
    lowered = to_sympy(every(statement(p(x[i]), "=", q(x[i])), (i, 1, n)))
    assert to_sympy(i) not in lowered.free_symbols
    assert lowered.func.__name__ == "every"


def test_entropies_of_random_variables_are_told_apart() -> None:
    letters = alphabet("X")
    one, two, law_of_both = random_variable("X", letters), random_variable("Y", alphabet("Y")), law("p")
    values = {
        to_sympy(variable_entropy(law_of_both, one)),
        to_sympy(variable_entropy(law_of_both, two)),
        to_sympy(variable_entropy(law_of_both, one, two)),
        to_sympy(variable_entropy(law_of_both, one, given=two)),
        to_sympy(variable_entropy(law_of_both, one, base=2)),
        to_sympy(Entropy(pmf("p", letters))),
    }
    assert len(values) == 6


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(terms(3))
def test_every_term_but_a_bare_distribution_has_a_value(found: Term) -> None:
    if isinstance(found, Distribution):
        with pytest.raises(IllFormed, match="QT130"):
            to_sympy(found)
    else:
        try:
            value = to_sympy(found)
        except TypeError as fault:  # SymPy orders the elements of a set, and 0/0 has no place among them
            value = fault if "NaN" in str(fault) else None
        assert value is not None


def test_importing_the_package_imports_no_sympy() -> None:
    code = "import sys, qedtex, qedtex.lowering; sys.exit('sympy' in sys.modules or 'latex2sympy2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

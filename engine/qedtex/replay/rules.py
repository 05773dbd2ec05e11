"""The replay's own versions of the rules, by name: what a tree may become, and what must be shown for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from . import integrals, limits
from .algebra import equal, normal
from .calculus import DERIVATIVES
from .enclosing import bound, rounded
from .known import Said, cite, compare, instance, substitute
from .probability import (
    as_joint,
    complement,
    conditional,
    empirical_mean,
    expectation_to_sum,
    marginal,
    normalisation,
    reordered,
    sample_member,
    unfold,
)
from .propositions import (
    absolute_bound,
    absolute_cases,
    both_sides,
    circle,
    neither_is_greater,
    same_logarithm,
    zero_sum,
)
from .series import absolute_of_sum, geometric_sum, sum_of_powers
from .signs import Place
from .sums import Answers, factors, indices, kronecker, mean_of_sum, multiplied, split, take_out
from .theorems import constant, equality_case, limit, sole_extremum, turning
from .trees import Refusal, Tree, dropped, less, num, uses

# Logarithms and exponentials -----------------------------------------------------------------------------------------


def logarithms(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Logarithms of products, quotients, powers, exponentials and 1; other bases."""
    if before[0] != "Log":
        return
    base = before[2]
    if base is not None:
        yield ("Div", ("Log", before[1], None), ("Log", base, None)), ()
    match before[1]:
        case ("Mul", parts):
            yield ("Add", tuple(("Log", part, base) for part in parts)), [(place.positive, part) for part in parts]
        case ("Div", over, by):
            checks = [(place.positive, over), (place.positive, by)]
            yield less(("Log", over, base), ("Log", by, base)), checks
        case ("Pow", root, power) if root == (base or ("Const", "e")):
            yield power, ()
            yield ("Mul", (power, ("Log", root, base))), [(place.positive, root)]
        case ("Pow", root, power):
            yield ("Mul", (power, ("Log", root, base))), [(place.positive, root)]
            if power[0] == "Num" and power[1] % 2 == 0:
                yield ("Mul", (power, ("Log", ("Abs", root), base))), [(place.nonzero, root)]
        case ("Sqrt", of):
            yield ("Div", ("Log", of, base), num(2)), [(place.positive, of)]
        case ("Exp", of) if base is None:
            yield of, ()
        case ("Num", value) if value == 1:
            yield num(0), ()
        case ("ProductOver", domain, sort, body):
            inner, factor = place.enter(before[1])
            yield ("SumOver", domain, sort, ("Log", body, base)), [(inner.positive, factor)]
        case _:
            pass
    if before[1] == (base or ("Const", "e")):
        yield num(1), ()


def log_of_number(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """The logarithm of a rational number: a rational power of the base, or a product of powers of primes."""
    import sympy

    value = normal(before[1]) if before[0] == "Log" else sympy.Integer(0)
    if not value.is_Rational or value <= 0 or max(value.p, value.q) > 10**9:
        return
    powers = sympy.factorrat(value)
    base = normal(before[2]) if before[2] is not None else sympy.Integer(0)
    if powers and base.is_Rational and base > 0 and max(base.p, base.q) <= 10**9:
        prime = min(powers)
        exponent = sympy.Rational(powers[prime], sympy.factorrat(base).get(prime, 1))
        if base**exponent == value:
            yield _rational(exponent), ()
    logs = [("Mul", (_rational(power), ("Log", num(prime), before[2]))) for prime, power in powers.items()]
    yield ("Add", (num(0), *logs)), ()


def _rational(value: Any) -> Tree:
    return num(Fraction(int(value.p), int(value.q)) if hasattr(value, "p") else int(value))


def exponentials(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Exponentials of sums, negatives and logarithms."""
    match before:
        case ("Exp", of) | ("Pow", ("Const", "e"), of):
            pass
        case _:
            return
    match of:
        case ("Add", parts):
            yield ("Mul", tuple(("Exp", part) for part in parts)), ()
        case ("Neg", inner):
            yield ("Div", num(1), ("Exp", inner)), ()
        case ("Mul", (("Num", value), *rest)) if rest and value.denominator == 1:
            inner = rest[0] if len(rest) == 1 else ("Mul", tuple(rest))
            yield ("Pow", ("Exp", inner), num(value)), ()
        case ("Num", value) if value == 0:
            yield num(1), ()
        case ("Log", inner, None):
            yield inner, [(place.positive, inner)]
        case ("SumOver", domain, sort, body):
            yield ("ProductOver", domain, sort, ("Exp", body)), ()
        case _:
            return


def roots(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Roots and powers of products, quotients and squares; absolute values."""
    match before:
        case ("Abs", of):
            yield of, [(place.nonnegative, of)]
            match of:
                case ("Mul", parts):
                    yield ("Mul", tuple(("Abs", part) for part in parts)), ()
                case ("Div", over, by):
                    yield ("Div", ("Abs", over), ("Abs", by)), ()
                case ("Neg", part):
                    yield ("Abs", part), ()
                case _:
                    pass
        case ("Pow", ("Abs", of), power) if power == num(2):
            yield ("Pow", of, power), ()
        case ("Sqrt", ("Pow", of, power)) if power == num(2):
            yield of, [(place.nonnegative, of)]
            yield ("Abs", of), ()
        case ("Sqrt" | "Pow", ("Mul", parts), *power):
            checks = [(place.nonnegative, part) for part in parts]
            yield ("Mul", tuple((before[0], part, *power) for part in parts)), checks
        case ("Sqrt" | "Pow", ("Div", over, by), *power):
            checks = [(place.nonnegative, over), (place.nonnegative, by)]
            yield ("Div", (before[0], over, *power), (before[0], by, *power)), checks
        case _:
            return


# Extrema -------------------------------------------------------------------------------------------------------------


def extrema(before: Tree, place: Place, _: Sequence[Any]) -> Answers:
    """Increasing functions of an objective, its negative, and constants added to it."""
    if before[0] not in ("Argmax", "Argmin"):
        return
    kind, sort, body = before
    inner, objective = place.enter(before)
    yield (kind, sort, ("Log", body, None)), [(inner.positive, objective)]
    yield (kind, sort, ("Exp", body)), ()
    yield ("Argmin" if kind == "Argmax" else "Argmax", sort, ("Neg", body)), ()
    kept = [part for part in body[1] if uses(part)] if body[0] == "Add" else []
    if kept:
        yield (kind, sort, ("Add", tuple(kept))), ()


def drop_factor(before: Tree, after: Tree, place: Place) -> bool:
    """Both sides agree once positive factors free of the variable are gone from each objective."""
    if before[0] not in ("Argmax", "Argmin") or after[:2] != before[:2]:
        return False

    def kept(body: Tree) -> Tree:
        parts = factors(body)
        return multiplied([part for part in parts if uses(part[0]) or not place.positive(dropped(part[0]))])

    return equal((*before[:-1], kept(before[-1])), (*after[:-1], kept(after[-1])))


FORWARD: Mapping[str, Callable[[Tree, Place, Sequence[Any]], Answers]] = {
    **dict.fromkeys(
        [
            *("log_product", "log_quotient", "log_power", "log_even_power", "log_exp", "log_one", "log_of_product"),
            "base_change",
        ],
        logarithms,
    ),
    **dict.fromkeys(["exp_log", "exp_sum", "exp_negative", "exp_multiple", "exp_of_sum"], exponentials),
    **dict.fromkeys(["power_of_product", "square_of_absolute", "absolute_of_product", "root_of_square"], roots),
    **dict.fromkeys(["split_sum", "split_product"], split),
    **dict.fromkeys(
        ["constant_sum", "rename_index", "shift_index", "exchange_sums", "expand_sum", "expand_product"], indices
    ),
    **dict.fromkeys(["product_rule", "bayes"], conditional),
    **dict.fromkeys(["extremum_increasing", "extremum_negate", "extremum_drop_constant"], extrema),
    **dict.fromkeys(["kronecker_value", "kronecker_sum", "kronecker_label"], kronecker),
    "sum_of_powers": sum_of_powers,
    "geometric_sum": geometric_sum,
    "log_of_number": log_of_number,
    "conditional": as_joint,
    "marginal": marginal,
    "expectation_of_sum": mean_of_sum,
    "sample_member": sample_member,
    "expectation_linear": split,
    "unfold": unfold,
    "expectation_to_sum": expectation_to_sum,
    "empirical_mean": empirical_mean,
    "normalisation": normalisation,
    "complement": complement,
}
SAID: Mapping[str, Callable[[Tree, Place, Sequence[Any]], Said]] = {
    "substitute": substitute,
    "cite": cite,
    "instance": instance,
    "constant_by_derivative": constant,
    "least_where_derivative_changes_sign": turning,
    "unique_extremum": sole_extremum,
    "absolute_of_sum": absolute_of_sum,
    "limit_by_definition": limit,
    "limit_by_continuity": limits.continuous,
    "equality_case": equality_case,
    "same_logarithm": same_logarithm,
    "zero_sum": zero_sum,
    "neither_is_greater": neither_is_greater,
    "circle_of_implications": circle,
    "integral_split": integrals.split,
    "integral_substitution": integrals.substitution,
    "integral_by_antiderivative": integrals.antiderivative,
    "integral_absolute": integrals.absolute,
    "gauss_integral": integrals.gauss,
}
"""The rules that say how what they make of a term stands to it."""
WEIGHED: Mapping[str, Callable[[Tree, Tree, Place, Sequence[Any]], str]] = {
    "compare": compare,
    "bound": bound,
    "rounded": rounded,
    "both_sides": both_sides,
    "absolute_bound": absolute_bound,
    "absolute_cases": absolute_cases,
    "limit_by_growth": limits.elementary,
    **DERIVATIVES,
}
"""The rules that say how two terms stand to each other; they raise `Refusal` where that is not shown."""
JUDGES: Mapping[str, Callable[[Tree, Tree, Place], bool]] = {
    "arithmetic": lambda before, after, place: equal(before, after),
    "distribute": lambda before, after, place: equal(before, after),
    "take_out": take_out,
    "integral_linear": integrals.linear,
    "reorder": reordered,
    "root_of_number": lambda before, after, place: before[0] == "Sqrt" and equal(before, after),
    "expectation_linear": take_out,
    "extremum_drop_factor": drop_factor,
}


INNER: Mapping[str, frozenset[str]] = {
    "log_product": frozenset({"Mul"}),
    "log_quotient": frozenset({"Div"}),
    "log_power": frozenset({"Pow", "Sqrt"}),
    "log_even_power": frozenset({"Pow"}),
    "log_one": frozenset({"Num"}),
    "log_of_product": frozenset({"ProductOver"}),
}
"""What the logarithm is taken of, for the rules that one function answers for."""


def judge(rule: str, before: Tree, after: Tree, place: Place, arguments: Sequence[Any]) -> str:
    """How two trees stand to each other by a rule; raises `Refusal` unless all that it needs is shown."""
    if rule in WEIGHED:
        return WEIGHED[rule](before, after, place, arguments)
    if rule not in FORWARD and rule not in JUDGES and rule not in SAID:
        raise Refusal(f"{rule} is not a rule that is known here")
    if rule in JUDGES and JUDGES[rule](before, after, place):
        return "="
    if rule in INNER and (before[0] != "Log" or before[1][0] not in INNER[rule]):
        raise Refusal(f"{rule} is not about such a term")
    missing = ""
    for relation, result, checks in _answers(rule, before, place, arguments):
        if equal(result, after):
            lacking = [tree for shown, tree in checks if not shown(tree)]
            if not lacking:
                return relation
            missing = f"; what it needs of {str(lacking[0])[:160]} is not shown"
    raise Refusal(f"{rule} does not lead from one to the other{missing}")


def _answers(rule: str, before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    if rule in SAID:
        yield from SAID[rule](before, place, arguments)
    elif rule in FORWARD:
        yield from (("=", *answer) for answer in FORWARD[rule](before, place, arguments))


KNOWN = frozenset([*FORWARD, *SAID, *WEIGHED, *JUDGES])
"""The names of all the rules that are known here."""

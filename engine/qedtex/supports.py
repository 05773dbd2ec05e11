"""What a law is spread over: which outcomes and variables its masses, entropies and expectations may speak of."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.conditions import Condition, membership, positive, require_number
from qedtex.context import Scope
from qedtex.errors import IllFormed
from qedtex.prover import is_finite
from qedtex.sorts import Family, Integer, Labels, Outcome, Random, Space
from qedtex.terms import (
    Distribution,
    Every,
    Law,
    Num,
    Over,
    Prob,
    ProductOver,
    Range,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
    is_enumeration,
    role_of,
    sort_of,
    space_of,
)


def check_variables(term: VariableEntropy, distribution: Distribution) -> None:
    """The random variables of an entropy are different ones over finite spaces, of one general law of full support."""
    law = distribution.law
    if law.space is not None or not law.positive or distribution.given:
        raise IllFormed("QT118", f"{law.name} is not a joint law of full support")
    spaces: list[Space] = []
    for variable in (*term.of, *term.given):
        sort = sort_of(variable)
        if not isinstance(sort, Random) and not (isinstance(sort, Outcome) and variable in term.given):
            raise IllFormed("QT118", f"{variable} is not a random variable", help="make one with random_variable(...)")
        spaces.append(sort.space)
    if not term.of or not all(map(is_finite, spaces)) or len(set(spaces)) < len(spaces):
        raise IllFormed("QT118", f"{term} needs different random variables over finite spaces")


def domain_conditions(term: SumOver | ProductOver | Every, scope: Scope) -> Iterator[Condition]:
    """The domain of a sum, a product or "for every": a finite space, of which the index is an outcome, or a range."""
    if isinstance(term.domain, Over):
        if sort_of(term.variable) != Outcome(term.domain.space):
            raise IllFormed("QT118", f"{term.variable} is not an outcome of the space that it is summed over")
        if not is_finite(term.domain.space):
            raise IllFormed("QT118", f"a sum over {term.variable} is not finite")
    elif not isinstance(term.domain, Range):
        raise IllFormed("QT118", f"{term} has no range of integers")
    else:
        require_number(term.variable)
    yield from ()


def check_roles(probability: Prob) -> None:
    """No random variable of a general law occurs twice: p(x, x) and p(x | x) are no joint and conditional masses."""
    if probability.distribution.law.space is not None:
        return
    roles = [role_of(part) for part in (*probability.outcomes, *probability.distribution.given)]
    told = [role.element if isinstance(role, Family) else role for role in roles if role is not None]
    if len(set(told)) < len(told):
        raise IllFormed("QT119", f"{probability} speaks of one random variable twice", help="give each its own space")


def outcome_conditions(distribution: Distribution, outcome: Term, scope: Scope) -> Iterator[Condition]:
    """An outcome lies in the law's space; where the law names none, the outcome says which variable it belongs to."""
    space = distribution.law.space
    if space is not None:
        yield from membership(outcome, Outcome(space), scope)
    elif role_of(outcome) is None:
        raise no_role(distribution, outcome)


def empirical_conditions(law: Law, sample: Symbol, scope: Scope) -> Iterator[Condition]:
    """An empirical distribution is that of a non-empty sample from its own space, and need not have full support."""
    match sample.sort:
        case Family(Outcome(space), Num(value, _), upper) if space == law.space and value == 1 and not law.positive:
            yield positive(upper, Scope(scope.context))
        case _:
            raise IllFormed(
                "QT124",
                f"{law.name} is not the empirical distribution of the sample {sample.name}",
                help="draw the sample from the law's own space, without full support",
            )


def no_role(distribution: Distribution, value: Term) -> IllFormed:
    """The refusal of a value of which a general law cannot say whose it is."""
    return IllFormed(
        "QT119",
        f"{value} does not say which random variable it belongs to",
        help=f'declare it with parameter("..."), or give {distribution.law.name} a space',
    )


def check_expectation(term: Term, distribution: Distribution, variable: Symbol) -> None:
    """The variable of an expectation is drawn from the law, which is finite, or of a sample: the mean exists."""
    space = space_of(variable, distribution.law)
    if isinstance(variable.sort, Family) and not is_enumeration(variable) and distribution.law.sample is None:
        drawn = variable.sort.element  # a sample, its members drawn independently
        space = drawn.space if isinstance(drawn, Outcome) and distribution.law.space is not None else None
    if isinstance(variable.sort, Integer) and not isinstance(space, Labels):
        raise IllFormed("QT118", f"{variable} is not an outcome of {distribution.law.name} in {term}")
    if space is None or (distribution.law.space is not None and space != distribution.law.space):
        raise IllFormed("QT118", f"{variable} is not drawn from {distribution.law.name} in {term}")
    if distribution.law.sample is None and not is_finite(space):
        raise IllFormed("QT118", f"the expectation {term} may not exist", help="use a finite space or a sample")


def check_finite(distribution: Distribution) -> None:
    """Raise `IllFormed` QT118 for a law that is not spread over a finite space."""
    space = distribution.law.space
    if not is_finite(space):
        raise IllFormed("QT118", f"{distribution.law.name} is not spread over a finite space")


def check_same_space(one: Distribution, other: Distribution) -> None:
    """Raise `IllFormed` QT118 for two laws that are not spread over one space."""
    if one.law.space is None or one.law.space != other.law.space:
        raise IllFormed("QT118", f"{one.law.name} and {other.law.name} are not spread over one space")

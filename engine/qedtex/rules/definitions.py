"""Rules of definitions: a named quantity is what its definition says, in its sum form and its expectation form."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.axioms import AXIOMS
from qedtex.binding import free, fresh
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, Refused, Use, rule
from qedtex.prover import is_finite
from qedtex.sorts import Enumerated, Family, Integer, Labels, Random, Space
from qedtex.sorts import Outcome as OutcomeSort
from qedtex.terms import (
    KL,
    Abs,
    Add,
    CrossEntropy,
    Distribution,
    Div,
    Entropy,
    Event,
    Exp,
    Expectation,
    Index,
    Log,
    Mul,
    Neg,
    Norm,
    Over,
    Pow,
    Prob,
    Range,
    SelfInformation,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
    term,
)

_NAMES = {
    SelfInformation: "definition.self_information",
    Entropy: "definition.entropy",
    CrossEntropy: "definition.cross_entropy",
    KL: "definition.kl",
    VariableEntropy: "definition.variable_entropy",
    Sigmoid: "definition.sigmoid",
    Norm: "definition.norm",
}


@rule("definition", "定义")
def unfold(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """A named quantity is replaced by its definition; `fold` is the same read from right to left.

        ------------------------------------------        ---------------------------
        H(p, q) = -sum_i p(x_i) log q(x_i)                 H(p, q) = E_{x~p}[-log q(x)]

    Fails unless the node is one of self-information, entropy (of a
    distribution or of random variables), cross-entropy, KL divergence, sigmoid or norm, and one
    of those named in `unfold(...)` where any is. A sum form needs a finite space.

    >>> from qedtex.language import CrossEntropy, index, log, outcomes, pmf, positive_integer, Sum
    >>> from qedtex.rules.examples import shows
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p, q = pmf("p", x), pmf("q", x)
    >>> shows(unfold, CrossEntropy(p, q), -Sum(p(x[i]) * log(q(x[i])), (i, 1, n)))
    'accepted'
    >>> shows(unfold, CrossEntropy(p, q), -Sum(q(x[i]) * log(p(x[i])), (i, 1, n)))[:35]
    'unfold refuses: it turns H(p, q) in'

    Source: the axioms `definition.*`.
    """
    wanted = {_node_name(argument).lower() for argument in arguments}
    name = _NAMES.get(type(before))
    if name is None or (wanted and type(before).__name__.lower() not in wanted):
        return
    for after in meanings(before, scope):
        yield after, (AXIOMS[name],)


def fold(*quantities: object) -> Use:
    """The rule `unfold` read from right to left, named so in a derivation: `fold(Entropy)`."""
    return unfold(*quantities)


def _node_name(argument: object) -> str:
    return getattr(argument, "__name__", str(argument)).replace("_", "")


def meanings(quantity: Term, scope: Scope) -> Iterator[Term]:
    """The defining expressions of a named quantity, the sum form first."""
    match quantity:
        case SelfInformation(distribution, outcome, base):
            yield Neg(Log(Prob(distribution, (outcome,)), base))
        case Entropy(distribution, base):
            yield from _mean(distribution, distribution, base, scope)
        case CrossEntropy(distribution, other, base):
            yield from _mean(distribution, other, base, scope)
        case VariableEntropy():
            yield _joint_mean(quantity, scope)
        case KL(distribution, other, base):
            yield from _divergence(distribution, other, base, scope)
        case Sigmoid(of):
            yield Div(term(1), 1 + Exp(Neg(of)))
        case Norm(Symbol(_, Family(_, lower, upper)) as vector, order):
            j = scope.new(Symbol("j", Integer()), vector)
            if order == 1:
                yield SumOver(Range(lower, upper), j, Abs(Index(vector, j)))
            else:
                yield Sqrt(SumOver(Range(lower, upper), j, Pow(Index(vector, j), term(2))))
        case _:
            return


def _joint_mean(entropy: VariableEntropy, scope: Scope) -> Term:
    """minus the sum of p(x, y, z) log p(x, y | z) over all values, those that are conditioned on outside."""
    law, fixed = entropy.distribution.law, (*entropy.distribution.given, *(g for g in entropy.given if not _random(g)))
    ranges: list[tuple[Term, Symbol]] = []
    values: dict[Term, Term] = {}
    for random in (*filter(_random, entropy.given), *entropy.of):
        taken = (entropy, *values.values(), *(variable for _, variable in ranges))
        domain, variable, value = enumeration(entropy.distribution, scope, *taken, space=_random(random))
        ranges.append((domain, variable))
        values[random] = value
    parameters, of = entropy.distribution.parameters, tuple(values[random] for random in entropy.of)
    drawn = tuple(value for random, value in values.items() if random not in entropy.of)
    joint = Prob(Distribution(law, fixed, parameters), (*drawn, *of))
    whole: Term = Mul((joint, Log(Prob(Distribution(law, (*drawn, *fixed), parameters), of), entropy.base)))
    for domain, variable in reversed(ranges):
        whole = SumOver(domain, variable, whole)
    return Neg(whole)


def _random(part: Term) -> Space | None:
    """The space of a random variable; `None` for one of its outcomes."""
    return part.sort.space if isinstance(part, Symbol) and isinstance(part.sort, Random) else None


def _mean(over: Distribution, of: Distribution, base: Term | None, scope: Scope) -> Iterator[Term]:
    """minus sum p log q, and the expectation of -log q under p."""
    if is_finite(over.law.space):
        domain, variable, outcome = enumeration(over, scope, of)
        surprise = Log(Prob(of, (outcome,)), base)
        yield Neg(SumOver(domain, variable, Mul((Prob(over, (outcome,)), surprise))))
    variable = drawn(over, scope, of)
    yield Expectation(over, variable, Neg(Log(Prob(of, (variable,)), base)))


def _divergence(over: Distribution, other: Distribution, base: Term | None, scope: Scope) -> Iterator[Term]:
    """sum p log(p/q), and its expectation form; where p may be 0 the form first that knows 0 log 0 = 0."""
    if not over.law.positive:
        yield Add((CrossEntropy(over, other, base), Neg(Entropy(over, base))))
    domain, variable, outcome = enumeration(over, scope, other)
    mass = Prob(over, (outcome,))
    yield SumOver(domain, variable, Mul((mass, Log(Div(mass, Prob(other, (outcome,))), base))))
    variable = drawn(over, scope, other)
    ratio = Div(Prob(over, (variable,)), Prob(other, (variable,)))
    yield Expectation(over, variable, Log(ratio, base))


def enumeration(
    distribution: Distribution, scope: Scope, *others: Term, space: Space | None = None
) -> tuple[Term, Symbol, Term]:
    """How a finite space is summed over: the range, the bound index or outcome, and the outcome it stands for.

    The space is that of the law, or for a general law the one named.
    """
    space = distribution.law.space or space
    match space:
        case Enumerated(name, lower, upper):
            index = scope.new(Symbol("i", Integer()), distribution, *others)
            family = Symbol(name, Family(OutcomeSort(space), lower, upper))
            return Range(lower, upper), index, Index(family, index)
        case Labels(lower, upper, name):
            index = scope.new(Symbol("i", Integer()), distribution, *others)
            return Range(lower, upper), index, Event(name, index) if name else index
        case Space():
            variable = scope.new(Symbol("x", OutcomeSort(space)), distribution, *others)
            return Over(space), variable, variable
        case None:
            raise Refused(f"{distribution.law.name} has no space of its own")


def drawn(distribution: Distribution, scope: Scope, *others: Term) -> Symbol:
    """The symbol for an outcome drawn from a distribution: named after its space's outcomes, else x."""
    space = distribution.law.space
    name = space.name if isinstance(space, Enumerated) else "x"
    if space is None:
        raise Refused(f"{distribution.law.name} has no space of its own")
    return _named_apart(Symbol(name, OutcomeSort(space)), scope, distribution, *others)


def _named_apart(variable: Symbol, scope: Scope, *near: Term) -> Symbol:
    """The symbol, or one like it; a family of the same name, as x beside x_i, does not count as taken."""
    plain = frozenset(symbol for symbol in scope.outside if not isinstance(symbol.sort, Family))
    taken = {symbol for term in near for symbol in free(term) if not isinstance(symbol.sort, Family)}
    inside = {bound for term in near for node in term.walk() for bound in node.variables}
    return fresh(variable, plain | taken | inside | scope.bound)

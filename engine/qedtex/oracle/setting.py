"""What a claim speaks of: its free symbols and laws, the roles of their arguments, and the hypotheses on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from qedtex.binding import free
from qedtex.context import Context, Hypothesis, Relation
from qedtex.oracle.shapes import Shapes
from qedtex.oracle.values import Unable
from qedtex.sorts import Alphabet, Data, Enumerated, Family, Labels, Outcome, Random, Real, RealLine, Space
from qedtex.terms import (
    Apply,
    Distribution,
    Event,
    Expectation,
    Function,
    Index,
    Law,
    Mul,
    Prob,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
    sort_of,
)


@dataclass(frozen=True, slots=True)
class Role:
    """Which random variable an argument of a law belongs to. Finite ones carry the space that they are summed over."""

    kind: str
    name: str
    space: Space | None = None
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.kind, self.name, self.space)))

    def __hash__(self) -> int:
        return self._hash


def space_name(space: Space) -> str:
    """The name under which the outcomes of a space are told apart from those of another."""
    return space.variable if isinstance(space, Labels) else getattr(space, "name", "")


class Setting:
    """The terms of a claim and its context, surveyed once for all the models of it."""

    def __init__(self, terms: Iterable[Term], context: Context) -> None:
        self._shared: dict[Term, Term] = {}
        self.terms = tuple(map(self.shared, terms))
        self.hypotheses = tuple(
            replace(entry, left=self.shared(entry.left), right=self.shared(entry.right))
            for entry in _relevant(self.terms, context.hypotheses)
        )
        self.definitions: dict[Symbol, Hypothesis] = {}
        self.members: dict[Symbol, list[Hypothesis]] = {}
        self.normalised: dict[Symbol, Term] = {}
        self.overrides: dict[Law, list[Hypothesis]] = {}
        self.functions: dict[Function, Hypothesis] = {}
        """For each function that an equation defines that equation."""
        self.restricted: set[Function] = set()
        """The functions that hypotheses speak of."""
        self.laws: dict[Law, dict[Role, int]] = {}
        """For each law its roles, with the number of times that something is conditioned on them."""
        self.alone: dict[Law, set[Role]] = {}
        """For each law the roles that it is applied to alone."""
        self.accompanied: dict[Law, set[Role]] = {}
        """For each law the roles that it is applied to together with others."""
        self.spoken_alone: set[Law] = set()
        """The laws that occur without a condition or a parameter."""
        self.parametric: set[Law] = set()
        self.free: dict[Symbol, None] = {}
        self.shapes = Shapes(self)
        self._events: dict[Law, set[str]] = {}
        self._roles: dict[tuple[Term | None, Law, int | None], Role] = {}
        self._bound: dict[Term, tuple[Symbol, ...]] = {}
        sides = [side for entry in self.hypotheses for side in (entry.left, entry.right)]
        nodes = [node for term in (*self.terms, *sides) for node in term.walk()]
        for term in self.terms:
            self.free.update(dict.fromkeys(_with_values(free(term))))
        for entry in self.hypotheses:
            self._register(entry)
            self.free.update(dict.fromkeys(_with_values(entry.open_symbols)))
        self._variables = frozenset(
            (
                *(variable for node in nodes for variable in node.variables),
                *(variable for entry in self.hypotheses for variable in entry.variables),
            )
        )
        for node in nodes:
            self._survey(node)

    def _register(self, entry: Hypothesis) -> None:
        self.restricted |= _functions(entry.left) | _functions(entry.right)
        if entry.relation is not Relation.EQUAL:
            return
        match entry.left:
            case Symbol() as symbol if symbol not in entry.variables and not entry.variables:
                self.definitions.setdefault(symbol, entry)
            case Index(family, _, _):
                self.members.setdefault(family, []).append(entry)
            case Prob(distribution, _, _):
                self.overrides.setdefault(distribution.law, []).append(entry)
            case Apply(function, Symbol() as at) if entry.variables == (at,) and function not in _functions(
                entry.right
            ):
                self.functions.setdefault(function, entry)
            case Mul(factors) if not entry.variables:
                self._solve(entry, factors)
            case SumOver(domain, variable, Index(family, at, _)) if at == variable and not entry.variables:
                if isinstance(family.sort, Family) and tuple(domain.children) == (family.sort.lower, family.sort.upper):
                    self.normalised.setdefault(family, entry.right)
            case _:
                return

    def _solve(self, entry: Hypothesis, factors: tuple[Term, ...]) -> None:
        """Take an equation such as theta x = 4 for a definition of its first factor."""
        first, *rest = factors
        divisor = rest[0] if len(rest) == 1 else Mul(tuple(rest))
        if (
            isinstance(first, Symbol)
            and isinstance(first.sort, Real)
            and first not in free(entry.right) | free(divisor)
        ):
            self.definitions.setdefault(first, replace(entry, left=first, right=entry.right / divisor))

    def is_made_true(self, entry: Hypothesis) -> bool:
        """Whether models are built so that the left side of the equation is its right side."""
        if entry.relation is not Relation.EQUAL:
            return False
        match entry.left:
            case Symbol() as symbol:
                return self.definitions.get(symbol) is entry
            case Index() | Prob():
                return True
            case Apply(function, _):
                return self.functions.get(function) is entry
            case _:
                return False

    def _survey(self, node: Term) -> None:
        match node:
            case Distribution(law, given, parameters):
                (self.parametric if parameters else self.spoken_alone if not given else set()).add(law)
                roles = self.laws.setdefault(law, {})
                for place, argument in enumerate(given):
                    role = self.role(argument, law, given_at=place)
                    roles[role] = roles.get(role, 0) + 1
                    self.accompanied.setdefault(law, set()).add(role)
                if law.space is not None:
                    roles.setdefault(self.role(None, law), 0)
            case Prob(distribution, outcomes, _):
                roles = self.laws.setdefault(distribution.law, {})
                for outcome in outcomes:
                    role = self.role(outcome, distribution.law)
                    roles.setdefault(role, 0)
                    if len(outcomes) > 1 or distribution.given:
                        self.accompanied.setdefault(distribution.law, set()).add(role)
                    else:
                        self.alone.setdefault(distribution.law, set()).add(role)
                    if isinstance(outcome, Event):
                        names = self._events.setdefault(distribution.law, set())
                        names.add(outcome.variable)
                        if len(names) > 1:
                            raise Unable("one law is applied to events of several variables")
            case VariableEntropy(distribution, of, given, _):
                roles = self.laws.setdefault(distribution.law, {})
                for place, variable in enumerate((*of, *given)):
                    role = self.role(variable, distribution.law, given_at=place)
                    roles.setdefault(role, 0)
                    self.accompanied.setdefault(distribution.law, set()).add(role)
            case Expectation(Distribution() as distribution, variable, _):
                roles = self.laws.setdefault(distribution.law, {})
                roles.setdefault(self.role(variable, distribution.law), 0)
            case _:
                return

    def role(self, argument: Term | None, law: Law, *, given_at: int | None = None) -> Role:
        """The random variable that an argument stands for, by its sort; raises `Unable` where that does not say."""
        key = (argument, law, given_at)
        found = self._roles.get(key)
        if found is None:
            found = self._roles[key] = _role(argument, law, given_at)
        return found

    def shared(self, term: Term) -> Term:
        """The same term, made of one object for each part that it has in common with others, which is quick to find."""
        found = self._shared.get(term)
        if found is None:
            found = term.with_children(tuple(map(self.shared, term.children)))
            self._shared[found] = found
        return found

    def dependence(self, term: Term) -> tuple[Symbol, ...]:
        """The symbols that the value of a term depends on and that something around it may bind."""
        found = self._bound.get(term)
        if found is None:
            found = self._bound[term] = tuple(
                symbol for symbol in free(term) if symbol in self._variables or symbol not in self.free
            )
        return found

    def order(self, law: Law, role: Role) -> tuple[bool, bool, int, str, str]:
        """The place of a role in the chain rule of a law: parameters first, then what is conditioned on."""
        is_parameter = role.kind in ("real", "vector")
        times_given = self.laws.get(law, {}).get(role, 0)
        return (role.space is not None, not is_parameter, -times_given, role.kind, role.name)


def _role(argument: Term | None, law: Law, given_at: int | None) -> Role:
    if law.space is not None and given_at is None:
        return outcome_role(law.space)
    sort = None if argument is None else sort_of(argument)
    match sort:
        case Outcome(space) | Random(space):
            return outcome_role(space)
        case Real(role=name) if name:
            return Role("real", name)
        case Data(name):
            return Role("data", name)
        case Family(Real(role=name)) if name:
            return Role("vector", name)
        case Family(Data(name)):
            return Role("sample", name)
        case Family(Outcome(space)):
            return Role("sample", space_name(space))
        case _ if law.space is not None and not isinstance(argument, Event):
            return Role("number", str(given_at))
        case _:
            raise Unable("an argument of a law does not say which random variable it belongs to")


def outcome_role(space: Space) -> Role:
    """The role of the outcomes of a space; raises `Unable` for a space that the oracle does not know."""
    if isinstance(space, RealLine):
        return Role("line", "")
    if isinstance(space, (Enumerated, Alphabet, Labels)):
        return Role("outcome", space_name(space), space)
    raise Unable("a space that is neither finite nor the real line")


def is_enumeration(symbol: Symbol) -> bool:
    """Whether a family is nothing but the outcomes of the space of its name, in order."""
    match symbol.sort:
        case Family(Outcome(Enumerated(name, first, last)), lower, upper):
            return (name, first, last) == (symbol.name, lower, upper)
        case _:
            return False


def _with_values(symbols: Iterable[Symbol]) -> list[Symbol]:
    """The symbols that stand for one value, by name; a random variable stands for none."""
    return sorted((symbol for symbol in symbols if not isinstance(symbol.sort, Random)), key=lambda one: one.name)


def _functions(term: Term) -> set[Function]:
    return {node.function for node in term.walk() if isinstance(node, Apply)}


def _relevant(terms: Iterable[Term], hypotheses: Iterable[Hypothesis]) -> list[Hypothesis]:
    """The hypotheses that share a symbol, a law or a function with the terms, directly or by way of others."""
    spoken: set[object] = set().union(*map(_spoken, terms))
    waiting = [(entry, (_spoken(entry.left) | _spoken(entry.right)) - set(entry.variables)) for entry in hypotheses]
    found: set[str] = set()
    grew = True
    while grew:
        grew = False
        for entry, names in waiting:
            if entry.name not in found and names & spoken:
                found.add(entry.name)
                spoken |= names
                grew = True
    return [entry for entry, _ in waiting if entry.name in found]


def _spoken(term: Term) -> set[object]:
    laws = {node.law for node in term.walk() if isinstance(node, Distribution)}
    return {*free(term), *laws, *_functions(term)}

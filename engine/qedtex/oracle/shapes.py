"""What follows from the roles of the arguments of a law alone, worked out once for all the values they take."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING, NamedTuple

from qedtex.binding import free
from qedtex.context import Hypothesis
from qedtex.oracle.values import Unable
from qedtex.sorts import Data, Family, Integer, Outcome, Real
from qedtex.terms import Distribution, Event, Index, Law, Prob, Symbol, Term

if TYPE_CHECKING:
    from qedtex.oracle.setting import Role, Setting

Roles = tuple["Role", ...]
Places = tuple[int, ...]

_MOST_ARGUMENTS = 5
_WHOLES = ("vector", "sample")
_OPEN_KINDS = ("real", "vector", "number", "line")


class Match(NamedTuple):
    """A way to read arguments as an instance of the left side of a hypothesis; places count arguments from 0."""

    entry: Hypothesis
    direct: tuple[tuple[Symbol, int], ...]
    """The variables that are arguments themselves."""
    families: tuple[tuple[Symbol, int], ...]
    """The vectors of which an argument is a component."""
    rest: tuple[tuple[Term, int], ...]
    """The arguments that have to be equal to a term."""
    ranging: tuple[tuple[Symbol, Symbol | None], ...]
    """The other variables, each with a family whose index it is."""
    is_table: bool
    """Whether the terms mention these other variables only, so that their values can be worked out once."""


class Split(NamedTuple):
    """Some arguments given the others, of which a hypothesis may speak."""

    matches: tuple[Match, ...]
    given: Shape
    given_places: Places


class Shape:
    """The roles of arguments in the order of the chain rule. Two of one law and the same roles are one object."""

    def __init__(self, shapes: Shapes, law: Law, roles: Roles, parameters: int) -> None:
        self.shapes = shapes
        self.law = law
        self.roles = roles
        self.parameters = parameters
        self.has_hypotheses = bool(shapes.setting.overrides.get(law))
        self.open_places = tuple(place for place, role in enumerate(roles) if role.kind in _OPEN_KINDS)
        """The arguments that an argmax can run over."""

    def _without(self, places: Places) -> tuple[Shape, Places]:
        left = tuple(place for place in range(len(self.roles)) if place not in places)
        return self.shapes.shape(self.law, tuple(self.roles[place] for place in left), self.parameters), left

    @cached_property
    def rest(self) -> Shape:
        """The roles before the last one."""
        return self._without((len(self.roles) - 1,))[0]

    @cached_property
    def missing(self) -> tuple[Role, Shape, int] | None:
        """The first finite role that comes before the last one in the chain rule and is not here, and its place."""
        if not self.roles or self.roles[-1].space is None:
            return None
        setting, last = self.shapes.setting, self.roles[-1]

        def rank(role: Role) -> tuple[bool, bool, int, str, str]:
            return setting.order(self.law, role)

        earlier = [
            role
            for role in setting.laws.get(self.law, {})
            if role.space is not None and role not in self.roles and rank(role) < rank(last)
        ]
        if not earlier:
            return None
        first = min(earlier, key=rank)
        shape, order = self.shapes.in_order(self.law, (*self.roles, first), self.parameters)
        return first, shape, order.index(len(self.roles))

    @cached_property
    def marginals(self) -> tuple[tuple[Shape, Places], ...]:
        """What is left without one role, where another has to be summed out of a joint law for it."""
        if len(self.roles) < 2:
            return ()
        fewer = (self._without((place,)) for place in range(len(self.roles)))
        return tuple((shape, places) for shape, places in fewer if shape.missing is not None)

    @cached_property
    def splits(self) -> tuple[Split, ...]:
        """The ways in which hypotheses speak of some roles given the others; rows of masses honour the last one."""
        found: list[Split] = []
        everywhere = range(len(self.roles))
        for size in range(1, len(self.roles) + 1):
            for places in combinations(everywhere, size):
                if places == (len(self.roles) - 1,) and self.roles[-1].space is not None:
                    continue
                given, given_places = self._without(places)
                matches = self.shapes.matches(self.law, self.roles, places, given_places, self.parameters)
                if matches:
                    found.append(Split(matches, given, given_places))
        return tuple(found)

    @cached_property
    def row(self) -> tuple[Match, ...]:
        """The ways in which hypotheses speak of the last role given the others."""
        last = len(self.roles) - 1
        return self.shapes.matches(self.law, self.roles, (last,), tuple(range(last)), self.parameters)

    @cached_property
    def mixes_members(self) -> bool:
        """Whether a sample as a whole and its members are given probabilities; they are not independent."""
        if not any(role.kind in _WHOLES for role in self.roles):
            return False
        setting = self.shapes.setting
        related = setting.accompanied.get(self.law, set()) if len(self.roles) > 1 else set()
        if self.roles[-1].kind in _WHOLES:
            related = related | setting.alone.get(self.law, set())
        names = {role.name for role in self.roles if role.kind in _WHOLES}
        return any(role.kind not in _WHOLES and role.name in names for role in related)


class Application:
    """A law applied to outcomes, given others: `values` hold the outcomes first, then what they are conditioned on."""

    def __init__(self, shapes: Shapes, law: Law, outcomes: Roles, given: Roles, parameters: int) -> None:
        self.shapes = shapes
        self.law = law
        self.outcomes = len(outcomes)
        self.roles = (*outcomes, *given)
        self.parameters = parameters
        self.has_hypotheses = bool(shapes.setting.overrides.get(law))
        if len(self.roles) > _MOST_ARGUMENTS:
            raise Unable("a law is applied to too many arguments")

    @cached_property
    def whole(self) -> tuple[Shape, Places]:
        """The shape of all arguments, and the places of its values; raises `Unable` where a role occurs twice."""
        return self.shapes.in_order(self.law, self.roles, self.parameters)

    @cached_property
    def part(self) -> tuple[Shape, Places]:
        """The shape of what is conditioned on, and the places of its values."""
        shape, places = self.shapes.in_order(self.law, self.roles[self.outcomes :], self.parameters)
        return shape, tuple(self.outcomes + place for place in places)

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """The ways to read this as the left side of a hypothesis."""
        outcomes, given = tuple(range(self.outcomes)), tuple(range(self.outcomes, len(self.roles)))
        return self.shapes.matches(self.law, self.roles, outcomes, given, self.parameters)


class Shapes:
    """The shapes and applications of one setting, each made once."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._shapes: dict[tuple[Law, Roles, int], Shape] = {}
        self._applications: dict[tuple[Law, Roles, Roles, int], Application] = {}
        self._of_terms: dict[Prob, Application] = {}
        self._of_distributions: dict[Distribution, Application] = {}

    def shape(self, law: Law, roles: Roles, parameters: int) -> Shape:
        """The shape of roles that are in order."""
        found = self._shapes.get((law, roles, parameters))
        if found is None:
            found = self._shapes[law, roles, parameters] = Shape(self, law, roles, parameters)
        return found

    def in_order(self, law: Law, roles: Roles, parameters: int) -> tuple[Shape, Places]:
        """The shape of roles in the order of the chain rule, and where each of them stood."""
        if len(set(roles)) < len(roles):
            raise Unable("one random variable occurs twice among the arguments of a law")
        places = sorted(range(len(roles)), key=lambda place: self.setting.order(law, roles[place]))
        return self.shape(law, tuple(roles[place] for place in places), parameters), tuple(places)

    def application(self, law: Law, outcomes: Roles, given: Roles, parameters: int) -> Application:
        """The application of a law to roles; raises `Unable` for too many of them."""
        key = (law, outcomes, given, parameters)
        found = self._applications.get(key)
        if found is None:
            found = self._applications[key] = Application(self, *key)
        return found

    def of_term(self, term: Prob) -> Application:
        """The application that a term writes down."""
        found = self._of_terms.get(term)
        if found is None:
            law, role = term.distribution.law, self.setting.role
            found = self._of_terms[term] = self.application(
                law,
                tuple(role(outcome, law) for outcome in term.outcomes),
                tuple(role(given, law, given_at=place) for place, given in enumerate(term.distribution.given)),
                len(term.distribution.parameters),
            )
        return found

    def of_distribution(self, distribution: Distribution) -> Application:
        """The application of a distribution to one outcome of its space."""
        found = self._of_distributions.get(distribution)
        if found is None:
            law, role = distribution.law, self.setting.role
            found = self._of_distributions[distribution] = self.application(
                law,
                (role(None, law),),
                tuple(role(given, law, given_at=place) for place, given in enumerate(distribution.given)),
                len(distribution.parameters),
            )
        return found

    def matches(self, law: Law, roles: Roles, outcomes: Places, given: Places, parameters: int) -> tuple[Match, ...]:
        """The ways in which a hypothesis may speak of the outcomes at some places given those at others."""
        hypotheses = self.setting.overrides.get(law, ())
        return tuple(
            match for entry in hypotheses for match in self._readings(entry, roles, outcomes, given, parameters)
        )

    def _readings(
        self, entry: Hypothesis, roles: Roles, outcomes: Places, given: Places, parameters: int
    ) -> Iterator[Match]:
        left = entry.left
        if not isinstance(left, Prob):
            return
        pattern = left.distribution
        if (len(left.outcomes), len(pattern.given), len(pattern.parameters)) != (len(outcomes), len(given), parameters):
            return
        unnamed = range(len(roles), len(roles) + parameters)
        every: tuple[Role | None, ...] = (*roles, *(None for _ in unnamed))
        for first, second in product(permutations(outcomes), permutations(given)):
            found = self._reading(entry, left, every, (*first, *second, *unnamed))
            if found is not None:
                yield found

    def _reading(self, entry: Hypothesis, left: Prob, roles: tuple[Role | None, ...], places: Places) -> Match | None:
        law = left.distribution.law
        patterns = (*left.outcomes, *left.distribution.given, *left.distribution.parameters)
        direct: dict[Symbol, int] = {}
        families: dict[Symbol, int] = {}
        rest: list[tuple[Term, int]] = []
        for number, (written, place) in enumerate(zip(patterns, places, strict=True)):
            pattern: Term = written
            if isinstance(written, Event) and written.value in entry.variables:
                at = number - len(left.outcomes)
                if self.setting.role(written, law, given_at=None if at < 0 else at) != roles[place]:
                    return None
                pattern = written.value  # P(Y = j) for every j: the argument is the variable itself
            if not (isinstance(pattern, Symbol) and pattern in entry.variables):
                rest.append((pattern, place))
                if isinstance(pattern, Index) and pattern.family in entry.variables and pattern.family not in direct:
                    families.setdefault(pattern.family, place)
            elif pattern in direct or pattern in families or not self._may_be(pattern, roles[place], law):
                return None
            else:
                direct[pattern] = place
        for number, (pattern, place) in enumerate(zip(patterns, places, strict=True)):
            role, at = roles[place], number - len(left.outcomes)
            if role is None or (pattern, place) not in rest:
                continue
            if self.setting.role(pattern, law, given_at=None if at < 0 else at) != role:
                return None
        ranging = tuple(
            (variable, _indexed_by(variable, rest))
            for variable in entry.variables
            if variable not in direct and variable not in families
        )
        taken = direct.keys() | families.keys()
        is_table = not any(free(pattern) & taken for pattern, _ in rest)
        return Match(entry, tuple(direct.items()), tuple(families.items()), tuple(rest), ranging, is_table)

    def _may_be(self, variable: Symbol, role: Role | None, law: Law) -> bool:
        """Whether an argument of a role can be a value of a variable, as far as roles tell."""
        if role is None:
            return True
        match variable.sort:
            case Real() as sort:
                return role.name == sort.role if role.kind == "real" else role.kind == "number"
            case Integer():
                return True
            case Data(name):
                return role.name == name
            case Outcome(space):
                return role.space == space
            case Family():
                return role == self.setting.role(variable, law, given_at=0)
            case _:
                return False


def _indexed_by(variable: Symbol, rest: list[tuple[Term, int]]) -> Symbol | None:
    """A family that is indexed by a variable."""
    for pattern, _ in rest:
        for node in pattern.walk():
            if isinstance(node, Index) and node.at == variable:
                return node.family
    return None

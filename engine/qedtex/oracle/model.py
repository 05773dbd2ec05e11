"""Models: a concrete value for all that a claim leaves open, in which every hypothesis of its context holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from flint import arb, ctx, fmpq

from qedtex.context import Context, Hypothesis
from qedtex.oracle.evaluation import Evaluator
from qedtex.oracle.hypotheses import check
from qedtex.oracle.laws import Environment, Laws
from qedtex.oracle.setting import Role, Setting, is_enumeration, outcome_role
from qedtex.oracle.values import (
    Inconsistent,
    Number,
    Opaque,
    Point,
    Unable,
    Undefined,
    Value,
    as_integer,
    is_exact,
    rational,
    real_within,
    split_unit,
    within,
    words,
)
from qedtex.sorts import (
    Alphabet,
    Data,
    Enumerated,
    Family,
    Integer,
    Labels,
    Outcome,
    Real,
    RealLine,
    Sort,
    Space,
)
from qedtex.terms import Law, Symbol, Term

if TYPE_CHECKING:
    from qedtex.oracle.refute import Budget

_SIZES = ((2, 3, 4), (2, 4, 3), (3, 2, 4), (3, 4, 2), (4, 2, 3), (4, 3, 2))
_MOST_OUTCOMES = 2000
_LARGE = 12
_TELLING = (fmpq(1), fmpq(1, 2), fmpq(0), fmpq(2))


class Model:
    """A valuation of the free symbols and the laws of a claim: everything drawn from a seed, or given by a user.

    With `coincide`, laws over one space are the same law, which is a legitimate model wherever they are left open;
    with `turned`, they have the same probabilities in different orders, with `large` there are many outcomes;
    with `alike`, real symbols are one number such as 1, where inequalities are seldom strict.
    """

    def __init__(
        self,
        setting: Setting,
        seed: int = 0,
        number: int = 0,
        *,
        coincide: bool = False,
        smallest: bool = False,
        turned: bool = False,
        large: bool = False,
        alike: bool = False,
    ) -> None:
        self.setting = setting
        self.seed = seed
        self.number = number
        self.coincide = coincide
        self.smallest = smallest
        self.turned = turned
        self.large = large
        self.alike = alike
        self.fixed: dict[Symbol, Value] = {}
        self.only_fixed = False
        self.laws = Laws(self)
        self.evaluator = Evaluator(self)
        self._drawn: dict[Symbol, Value] = {}
        self._elements: dict[Role, list[Value]] = {}
        self._defining: set[Symbol] = set()
        self._grids: dict[Sort, list[Value]] = {}
        self._bounds: dict[Symbol, tuple[int, int]] = {}
        self._members: dict[tuple[Symbol, Value], Value] = {}
        self._positions: dict[Role, dict[Value, int]] = {}
        self._integers: dict[tuple[int, int], tuple[Number, ...]] = {}
        self._precision = int(ctx.prec)
        self.grid_matters = True
        """Whether what is found of an argmax or argmin is about the points of the grid, and not about all reals."""

    @classmethod
    def given(cls, terms: Iterable[Term], values: Mapping[str, object], context: Context | None = None) -> Model:
        """The model that a user's numbers describe, by plain names: `p=[0.5, 0.5], theta=2`; sizes follow from lists.

        Raises `QedtexError`: QT301 for an unknown name, QT302 for a value outside of its sort, QT303 for masses that
        do not sum to 1, QT304 for lists of different lengths, QT305 for a missing value, QT306 for what numbers cannot
        give, such as a conditional law.
        """
        from qedtex.oracle.given import model_given

        return model_given(cls, terms, values, context or Context())

    def value(self, term: Term, environment: Environment | None = None) -> Value:
        """The value of a term at the working precision, with values for its bound symbols."""
        if ctx.prec != self._precision:
            self._precision = int(ctx.prec)
            self.laws.forget()
            self.evaluator.forget()
            self._members.clear()
        return self.evaluator.value(term, environment if environment is not None else {})

    def spend_from(self, budget: Budget) -> None:
        """Count the terms of sums and products against a budget that is shared with other models."""
        self.evaluator.budget = budget

    # Symbols -------------------------------------------------------------------------------------------------------

    def symbol(self, symbol: Symbol) -> Value:
        """The value of a free symbol: given, defined by a hypothesis, or drawn."""
        known = self.fixed.get(symbol)
        if known is None:
            known = self._drawn.get(symbol)
        if known is not None:
            return known
        definition = self.setting.definitions.get(symbol)
        if definition is not None:
            return self._defined(symbol, definition)
        if self.only_fixed and not isinstance(symbol.sort, Data) and not is_enumeration(symbol):
            from qedtex.oracle.given import missing

            raise missing(symbol)
        drawn = self._drawn[symbol] = self.draw(symbol)
        return drawn

    def _defined(self, symbol: Symbol, definition: Hypothesis) -> Value:
        if symbol in self._defining:
            raise Unable("the definitions go round in circles")
        self._defining.add(symbol)
        try:
            value = self.value(definition.right)
        finally:
            self._defining.discard(symbol)
        if isinstance(symbol.sort, Real) and within(value, symbol.sort) is not True:
            raise Inconsistent
        if isinstance(symbol.sort, Integer) and not self.integer_fits(as_integer(value), symbol.sort):
            raise Inconsistent
        return value

    def draw(self, symbol: Symbol) -> Value:
        """A random element of the symbol's sort."""
        stream = words(self.seed, ("symbol", symbol.name, type(symbol.sort).__name__))
        if self.alike and isinstance(symbol.sort, Real):
            telling = [value for value in _TELLING if within(value, symbol.sort)]
            if telling:
                return telling[self.seed % len(telling)]
        return self._draw_from(symbol.sort, symbol.name, stream, symbol)

    def _draw_from(self, sort: Sort, name: str, stream: Iterator[int], symbol: Symbol | None = None) -> Value:
        match sort:
            case Real():
                return real_within(sort, stream)
            case Integer():
                return self._draw_integer(sort, name, stream)
            case Outcome(RealLine()):
                return real_within(Real(), stream)
            case Outcome(space):
                elements = self.elements(outcome_role(space))
                return elements[next(stream) % len(elements)]
            case Data():
                return Opaque(name, 0 if symbol is not None else 1 + next(stream) % 5)
            case Family():
                return self._draw_family(sort, name, stream, symbol)
            case _:
                raise Unable(f"{name} has no values to draw from")

    def _draw_integer(self, sort: Integer, name: str, stream: Iterator[int]) -> Number:
        draw = next(stream)
        lower = self._bound(sort.lower)
        upper = self._bound(sort.upper)
        if lower is not None and upper is not None:
            if upper < lower:
                raise Undefined
            return fmpq(lower + draw % min(upper - lower + 1, 4))
        if lower is not None:
            if self.smallest:
                return fmpq(lower)
            return fmpq(lower - 1 + self._size(name, draw))
        return fmpq(draw % 5 - 1 if upper is None else upper - draw % 4)

    def _size(self, name: str, draw: int) -> int:
        """2, 3 and 4 in three points out of four, in an order of its own for each symbol; the first point is small."""
        turn, at = divmod(self.number, 4)
        if self.large:
            return 5 + draw % _LARGE
        if at == 3:
            return 2 + draw % 3
        return _SIZES[next(words(turn, ("size", name))) % (len(_SIZES) if turn else 2)][at]

    def _bound(self, term: Term | None) -> int | None:
        return None if term is None else self.integer(term)

    def integer_fits(self, value: int | None, sort: Integer) -> bool:
        """Whether a value is an integer within the bounds of a sort."""
        lower, upper = self._bound(sort.lower), self._bound(sort.upper)
        return value is not None and (lower is None or lower <= value) and (upper is None or value <= upper)

    def _draw_family(self, sort: Family, name: str, stream: Iterator[int], symbol: Symbol | None) -> tuple[Value, ...]:
        lower, upper = self.integer(sort.lower), self.integer(sort.upper)
        count = max(0, upper - lower + 1)
        if count > _MOST_OUTCOMES:
            raise Unable(f"{name} has too many members")
        if symbol is not None and is_enumeration(symbol):
            return tuple(Point(name, number) for number in range(lower, upper + 1))
        match sort.element:
            case Real() as element if symbol in self.setting.normalised and count:
                total = self.value(self.setting.normalised[symbol])
                shares = tuple(share * total for share in split_unit(count, stream))
                if not all(within(share, element) for share in shares):
                    raise Inconsistent
                return shares
            case element:
                return tuple(self._draw_from(element, name, stream) for _ in range(count))

    def member(self, family: Symbol, at: Value) -> Value:
        """The member of a family at an index; raises `Undefined` outside of its range."""
        number = as_integer(at)
        if number is None and isinstance(at, arb):
            raise Unable("an index is not known to be a whole number")
        if number is None:
            raise Undefined
        key = (family, number)
        found = self._members.get(key)
        if found is None:
            found = self._members[key] = self._member(family, at, number)
        return found

    def _member(self, family: Symbol, at: Value, number: int) -> Value:
        lower, upper = self.bounds(family)
        if not lower <= number <= upper:
            raise Undefined
        for definition in self.setting.members.get(family, ()):
            found = self._defined_member(definition, at)
            if found is not None:
                return found
        members = self.symbol(family)
        return members[number - lower]

    def _defined_member(self, definition: Hypothesis, at: Value) -> Value | None:
        index = definition.left.children[-1]
        if isinstance(index, Symbol) and index in definition.variables:
            return self.value(definition.right, {index: at})
        return self.value(definition.right) if not definition.variables and self.value(index) == at else None

    def is_telling(self, symbol: Symbol) -> bool:
        """Whether a free symbol has a value that a reader wants to see."""
        return not isinstance(symbol.sort, Data) and not is_enumeration(symbol)

    def bounds(self, family: Symbol) -> tuple[int, int]:
        """The first and last index of a family."""
        found = self._bounds.get(family)
        if found is None:
            sort = family.sort
            if not isinstance(sort, Family):
                raise Unable(f"{family.name} is not a family")
            found = self._bounds[family] = (self.integer(sort.lower), self.integer(sort.upper))
        return found

    def integers(self, first: int, last: int) -> tuple[Number, ...]:
        """The integers from the first to the last."""
        found = self._integers.get((first, last))
        if found is None:
            found = self._integers[first, last] = tuple([rational(number) for number in range(first, last + 1)])
        return found

    def members_of(self, family: Symbol) -> list[Value]:
        """All members of a family in order."""
        lower, upper = self.bounds(family)
        return [self.member(family, number) for number in self.integers(lower, upper)]

    def integer(self, term: Term, environment: Environment | None = None) -> int:
        """The value of a term that has to be an integer; raises `Undefined` when it is not one."""
        number = as_integer(self.value(term, environment))
        if number is None:
            raise Undefined
        return number

    # Spaces --------------------------------------------------------------------------------------------------------

    def elements(self, role: Role) -> list[Value]:
        """The outcomes of a finite role in order."""
        if role not in self._elements:
            self._elements[role] = self._enumerate(role.space)
        return self._elements[role]

    def _enumerate(self, space: Space | None) -> list[Value]:
        match space:
            case Enumerated(name, lower, upper):
                numbers = self._numbers(lower, upper)
                return [Point(name, number) for number in numbers]
            case Labels(lower, upper):
                return [rational(number) for number in self._numbers(lower, upper)]
            case Alphabet(name):
                size = self.alphabet_size(name)
                return [Point(name, number) for number in range(1, size + 1)]
            case _:
                raise Unable("a sum over a space that is not finite")

    def alphabet_size(self, name: str) -> int:
        """The number of elements of an alphabet."""
        if self.smallest:
            return 1
        draw = next(words(self.seed, ("alphabet", name)))
        return 5 + draw % _LARGE if self.large else 2 + draw % 3

    def set_elements(self, role: Role, elements: list[Value]) -> None:
        """Fix the outcomes of a finite role."""
        self._elements[role] = elements
        self._positions.pop(role, None)

    def _numbers(self, lower: Term, upper: Term) -> range:
        first, last = self.integer(lower), self.integer(upper)
        if last < first:
            raise Undefined
        if last - first >= _MOST_OUTCOMES:
            raise Unable("a space with too many outcomes")
        return range(first, last + 1)

    def position(self, role: Role, value: Value) -> int:
        """The number of an outcome among the outcomes of its role, from 0; raises `Undefined` where it is not one."""
        places = self._positions.get(role)
        if places is None:
            elements = self.elements(role)
            places = self._positions[role] = {element: place for place, element in enumerate(elements)}
        place = places.get(value)
        if place is None:
            raise Undefined
        return place

    def grid(self, sort: Sort) -> list[Value]:
        """The few random points, numbers or vectors, that stand for the parameter set of an argmax or argmin."""
        if sort not in self._grids:
            element = sort.element if isinstance(sort, Family) else sort
            if not isinstance(element, Real):
                raise Unable("an argmax or argmin over something other than real numbers and vectors")
            stream = words(self.seed, ("grid", type(sort).__name__, element.least, element.greatest, element.role))
            points: dict[Value, None] = {}
            count = 4 + next(stream) % 3
            for _ in range(200):
                points[self._draw_from(sort, element.role, stream)] = None
                if len(points) == count:
                    break
            self._grids[sort] = list(points)
        return self._grids[sort]

    # Hypotheses ----------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Raise `Inconsistent` unless each hypothesis holds here, at every value that the model knows of."""
        check(self)

    def reals(self) -> list[Number]:
        """The real numbers that free symbols have been given or have drawn, members of families included."""
        found: dict[Number, None] = {}
        for symbol in self.setting.free:
            if not isinstance(symbol.sort, (Real, Family)):
                continue
            value = self.symbol(symbol)
            for entry in value if isinstance(value, tuple) else (value,):
                if is_exact(entry):
                    found[entry] = None
        return list(found)

    def free_mass(self, law: Law) -> list[Number] | None:
        """The masses of a law over a finite space, where it is spoken of without a condition."""
        if law.space is None or law.sample is not None or isinstance(law.space, RealLine):
            return None
        role = self.setting.role(None, law)
        application = self.setting.shapes.application(law, (role,), (), 0)
        return [self.laws.probability(application, (element,), ()) for element in self.elements(role)]

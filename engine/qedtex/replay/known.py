"""The replay's rules of what is known: hypotheses of the context, and claims that lemmas and other records show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .algebra import equal
from .probability import role
from .relations import DOWN, ONE_WAY, UP, implied, turned
from .sense import make_sense
from .signs import Known, Place, within
from .spaces import Spaces
from .sums import Check
from .trees import (
    BINDERS,
    FREE_INTEGER,
    SORTS,
    Refusal,
    Tree,
    closed,
    is_closed,
    is_number,
    is_tree,
    less,
    matched,
    opened,
    replaced,
    sort_of,
    symbols,
)

Said = Iterator[tuple[str, Tree, Sequence[Check]]]
"""How what a rule makes of a term stands to it, that result, and what must be shown for it."""


@dataclass(frozen=True)
class Shown:
    """A claim that was shown: by a lemma of the record, or by another record."""

    left: Tree
    relation: str
    right: Tree
    hypotheses: tuple[Known, ...]

    @property
    def symbols(self) -> frozenset[Tree]:
        """The free symbols of the claim."""
        return symbols(self.left) | symbols(self.right)


def shown(arguments: Sequence[Any]) -> list[Shown]:
    """The claims among the arguments of a rule."""
    return [argument for argument in arguments if isinstance(argument, Shown)]


# Hypotheses ----------------------------------------------------------------------------------------------------------


def open_symbols(known: Known) -> frozenset[Tree]:
    """The symbols that a hypothesis speaks of, its own variables left out."""
    _, left, _, right, variables = known
    return (symbols(left) | symbols(right)) - frozenset(variables)


def statement(known: Known, values: Mapping[Tree, Tree] | None = None) -> tuple[Any, ...]:
    """What a hypothesis states, with values for its open symbols: without its name and those of its variables."""
    _, left, relation, right, variables = known
    own = {variable: ("Symbol", f"%variable{number}", ("Any",)) for number, variable in enumerate(variables)}
    sorts = tuple(replaced(variable[2], own) for variable in variables)
    change = {**(values or {})}
    parts = (replaced(left, own), replaced(right, own), *sorts)
    first, last, *ranges = (replaced(part, change) for part in parts)
    return first, relation, last, tuple(ranges)


def is_known(known: Known, place: Place, values: Mapping[Tree, Tree] | None = None) -> bool:
    """Whether the place has a hypothesis that states the same."""
    wanted = statement(known, values)
    return any(statement(other) == wanted for other in place.hypotheses)


def discharged(known: Known, place: Place, values: Mapping[Tree, Tree]) -> list[Check]:
    """What must be shown for an instance of a hypothesis; raises `Refusal` where it can only be known, and is not."""
    if is_known(known, place, values):
        return []
    left, relation, right, variables = statement(known, values)
    if not variables and relation == "!=":
        return [(place.nonzero, less(left, right))]
    if not variables and relation in (*UP, *DOWN):
        gap = less(left, right) if relation in UP else less(right, left)
        return [(place.nonnegative if relation.endswith("=") else place.positive, gap)]
    raise Refusal(f"what is cited stands on the hypothesis {known[0]!r}, which is not known here")


def in_sort(value: Tree, sort: Tree, place: Place) -> list[Check] | None:
    """What must be shown for a value to lie in a sort; `None` where it is of another kind."""
    own = sort_of(value)
    if sort[0] in ("Real", "Integer") and not (sort[0] == "Real" and sort[5] and own != sort):
        checks: list[Check] = [(is_number, value)]
        checks.extend((place.positive if strict else place.nonnegative, fact) for fact, strict in within(value, sort))
        return checks + ([(place.integer, value)] if sort[0] == "Integer" else [])
    return [] if own == sort else None


# Instances -----------------------------------------------------------------------------------------------------------


def instances(
    pattern: Tree, result: Tree, before: Tree, variables: Sequence[Tree], place: Place
) -> Iterator[tuple[Tree, list[Check], dict[Tree, Tree]]]:
    """The result for those values of the variables that make the pattern the tree before, and these values."""
    found: dict[Tree, Tree] = {}
    if not matched(pattern, before, frozenset(variables), found) or set(found) != set(variables):
        return
    if not all(map(is_closed, found.values())) or replaced(pattern, found) != before:
        return
    checks: list[Check] = []
    for variable, value in found.items():
        if variable[0] != "Law":
            needed = in_sort(value, replaced(variable[2], found), place)
            if needed is None:
                return
            checks.extend(needed)
    yield replaced(result, found), checks, found


def substitute(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """The left side of a hypothesis by its right side, for values of its variables; its other symbols are not bound."""
    for known in place.hypotheses:
        name, left, relation, right, variables = known
        if (not arguments or name in arguments) and open_symbols(known).isdisjoint(place.captured()):
            for after, checks, _ in instances(left, right, before, variables, place):
                yield relation, after, checks


def cite(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """An instance of a shown claim: its laws and symbols replaced by others of the same space, support and sort.

    An equivalence replaces a proposition by one that is equal to it. Each hypothesis is known here, or is shown.
    """
    refused: Refusal | None = None
    for claim, start, relation, end, sized in (
        way for one in shown(arguments) for way in _for_spaces(one, before, place)
    ):
        for after, checks, found in instances(start, end, before, general(start, end), place):
            laws_fit = all(
                new[0] == "Law" and new[2] == old[2] and new[4] == old[4] and new[3] >= old[3]
                for old, new in found.items()
                if old[0] == "Law"
            )
            roles = [value for old, value in found.items() if old[0] != "Law" and role(old) is not None]
            if laws_fit and len(set(roles)) == len(roles):
                try:
                    needed = [check for known in claim.hypotheses for check in discharged(known, place, found)]
                except Refusal as refusal:
                    refused = refusal
                    continue
                yield relation, after, [*sized, *checks, *needed]
    if refused is not None:
        raise refused


def _for_spaces(claim: Shown, before: Tree, place: Place) -> Iterator[tuple[Shown, Tree, str, Tree, list[Check]]]:
    """A claim read for the spaces of a term, each way round, with what must be shown for the sizes."""
    for start, relation, end in ways(claim):
        found = Spaces()
        if not found.pair(start, before) or not all(map(is_closed, found.sizes.values())):
            continue
        sized = [in_sort(value, size[2], place) for size, value in found.sizes.items()]
        if None in sized or any(not symbols(value).isdisjoint(place.captured()) for value in found.sizes.values()):
            continue
        sides = [side for known in claim.hypotheses for side in (known[1], known[3], *known[4])]
        try:
            read = found.change([claim.left, claim.right, *sides])
            hypotheses = tuple(
                (name, read(left), said, read(right), tuple(map(read, variables)))
                for name, left, said, right, variables in claim.hypotheses
            )
            changed = Shown(read(claim.left), claim.relation, read(claim.right), hypotheses)
            yield changed, read(start), relation, read(end), [check for checks in sized for check in checks or []]
        except Refusal:
            continue


def ways(claim: Shown) -> Iterator[tuple[Tree, str, Tree]]:
    """A claim read in the directions that it can be used in; equivalent propositions are equal."""
    relation = "=" if claim.relation == "iff" else claim.relation
    yield claim.left, relation, claim.right
    if not relation.startswith(ONE_WAY):
        yield claim.right, turned(relation), claim.left


def general(pattern: Tree, result: Tree) -> list[Tree]:
    """The symbols and laws of a pattern that others may stand for; none where the result has more symbols."""
    everything = symbols(pattern) | symbols(result)
    if not symbols(result) <= symbols(pattern) or not laws(result) <= laws(pattern):
        return []
    fixed = {size for symbol in everything for size in symbols(symbol) - {symbol}}
    fixed |= {symbol for symbol in everything if symbol[2][0] == "Family" and symbol[2][1][0] != "Real"}
    fixed |= {symbol for part in (pattern, result) for symbol in fixing(part)}
    return sorted((symbols(pattern) - fixed) | laws(pattern), key=repr)


def parts(tree: Tree, kinds: frozenset[str]) -> Iterator[Tree]:
    """The parts of a tree of the kinds asked for, those inside sorts, laws and binders included."""
    if tree[0] in kinds:
        yield tree
    for part in tree[1:]:
        for item in [part] if is_tree(part) else part if isinstance(part, tuple) else []:
            yield from parts(item, kinds)


def laws(tree: Tree) -> frozenset[Tree]:
    """The laws that a tree speaks of."""
    return frozenset(parts(tree, frozenset({"Law"})))


def fixing(tree: Tree) -> frozenset[Tree]:
    """The symbols that size something in a tree: they stand in a sort, in a space or in a law."""
    found: frozenset[Tree] = frozenset()
    return found.union(*map(symbols, parts(tree, SORTS)))


# Order ---------------------------------------------------------------------------------------------------------------


def compare(before: Tree, after: Tree, place: Place, arguments: Sequence[Any]) -> str:
    """Which of two numbers is at least the other, where the sign of their difference is shown."""
    known = list(place.hypotheses)
    for claim in shown(arguments):
        if claim.relation not in (*UP, *DOWN) or not all(is_known(other, place) for other in claim.hypotheses):
            raise Refusal("what is named beside is no inequality, or stands on what is not known here")
        known.append(("", claim.left, claim.relation, claim.right, ()))
    there = Place(tuple(known), place.bound)
    for gap, sign in ((less(after, before), "<"), (less(before, after), ">")):
        weak, strict = there.least(gap)
        if weak or strict:
            return sign if strict else sign + "="
    raise Refusal("the sign of the difference is not shown")


# Families ------------------------------------------------------------------------------------------------------------


def instance(before: Tree, place: Place, arguments: Sequence[Any]) -> Said:
    """A shown claim about every family of numbers, with a formula for the members of each."""
    if not shown(arguments):
        return
    claim, *others = shown(arguments)
    formulas = dict(_formula(argument) for argument in arguments if isinstance(argument, tuple))

    def put(tree: Tree) -> Tree:
        changed = _with_members(tree, formulas)
        if not symbols(changed).isdisjoint(formulas):
            raise Refusal("a family occurs otherwise than through its members")
        return changed

    for start, relation, end in ways(claim):
        if equal(put(start), before):
            checks: list[Check] = []
            for known in claim.hypotheses:
                checks.extend(_left_over(known, put, formulas, others, place))
            for family, formula in formulas.items():
                checks.extend(_members(family, formula, place))
            yield relation, put(end), checks


def _formula(argument: Tree) -> tuple[Tree, Callable[[Tree], Tree]]:
    """The family of an equation a_i = f(i), and what each of its members is."""
    match argument:
        case ("Comparison", ("Index", ("Symbol", _, sort) as family, ("Symbol", _, kind) as index), "=", formula):
            plain = sort[0] == "Family" and sort[1][0] == "Real" and not sort[1][5] and kind == FREE_INTEGER
            if plain and index not in symbols(family) and family not in symbols(formula):
                body = closed(formula, index)
                return family, lambda at: opened(body, at)
        case _:
            pass
    raise Refusal("an argument is no equation for the members of a family of numbers")


def _with_members(tree: Tree, formulas: Mapping[Tree, Callable[[Tree], Tree]], depth: int = 0) -> Tree:
    """The tree with the formulas for the members; binders are opened on the way, so that nothing is captured."""
    if tree[0] == "Index" and tree[1] in formulas:
        return formulas[tree[1]](_with_members(tree[2], formulas, depth))
    if tree[0] in SORTS or tree[0] == "Symbol":
        return tree
    below: list[Any] = []
    for number, part in enumerate(tree[1:], 1):
        if tree[0] in BINDERS and number == len(tree) - 1:
            own = ("Symbol", f"%member{depth}", tree[-2])
            below.append(closed(_with_members(opened(part, own), formulas, depth + 1), own))
        elif is_tree(part):
            below.append(_with_members(part, formulas, depth))
        elif isinstance(part, tuple):
            below.append(tuple(_with_members(item, formulas, depth) for item in part))
        else:
            below.append(part)
    return (tree[0], *below)


def _left_over(
    known: Known, put: Callable[[Tree], Tree], formulas: Mapping[Tree, Any], others: Sequence[Shown], place: Place
) -> list[Check]:
    """What must be shown for a hypothesis with the formulas in: nothing where it is known, or another claim says so."""
    name, left, relation, right, variables = known
    if is_known(known, place) and open_symbols(known).isdisjoint(formulas):
        return []
    if variables:
        raise Refusal(f"what is cited stands on the hypothesis {name!r}, which is not known here")
    there: Known = (name, put(left), relation, put(right), ())
    for other in others:
        fits = equal(other.left, there[1]) and equal(other.right, there[3]) and implied(other.relation, relation)
        if fits and all(is_known(one, place) for one in other.hypotheses):
            return []
    make_sense(there[1], place)
    make_sense(there[3], place)
    return discharged(there, place, {})


def _members(family: Tree, formula: Callable[[Tree], Tree], place: Place) -> list[Check]:
    """Every member that the formula gives makes sense and lies in the sort of the family."""
    _, element, lower, upper = family[2]
    own = ("Symbol", f"%{len(place.bound)}", FREE_INTEGER)
    inner = Place(place.hypotheses, (*place.bound, (own, ("Range", lower, upper))))
    value = formula(own)
    make_sense(value, inner)
    return in_sort(value, element, inner) or []

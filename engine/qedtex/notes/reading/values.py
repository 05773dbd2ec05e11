r"""Values of random variables: \sum_x x p(x) as \sum_i x_i p(x_i), where outcomes are used as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qedtex.notes.reading.naming import is_law_name, member
from qedtex.notes.reading.readings import Told
from qedtex.notes.reading.surface import Applied, Big, Bracket, Cells, Name, Product, Related, Surface, rebuilt
from qedtex.notes.reading.uses import quantity

_LETTERS = "iklm"


def with_values(sides: list[Surface], told: Told) -> list[Surface]:
    """The sides of a chain with the values of a random variable as the members of a family of numbers."""
    return _with_weights(_with_members(sides, told), told)


def _with_members(sides: list[Surface], told: Told) -> list[Surface]:
    """Sides in which a sum over x, in which x is a number and has a probability, is over the places of its values.

    Where there is no sum, so is the mean over x drawn from a law.
    """
    if any(isinstance(part, Big) and part.kind == "int" for side in sides for part in side.walk()):
        return sides
    used = {part.text for side in sides for part in side.walk() if isinstance(part, Name)}
    index = next((letter for letter in _LETTERS if letter not in used), None)
    parts = [part for side in sides for part in side.walk()]
    summed = {name for part in parts if (name := _summed(part)) is not None}
    drawn = {pair[0] for part in parts if (pair := _drawn(part)) is not None}
    if index is None or len(summed or drawn) != 1:
        return sides
    [text] = summed or drawn
    value = text.lower()
    laws = [part for side in sides for part in side.walk() if isinstance(part, Applied) and is_law_name(part.head)]
    shown = drawn or any(isinstance(p, Name) and p.text == text for law in laws for p in law.arguments.walk())
    if (value != text and value in used) or not shown or not all(_is_of(law, text) for law in laws):
        return sides
    if not any(_is_number(side, text) for side in sides):
        return sides
    told(text, f"values {value}_{index}, of which there are finitely many", "it is used as a number", False)

    def put(part: Surface) -> Surface:
        if not isinstance(part, Big):
            return part
        place = Name(part.at, index)
        body = rebuilt(part.body, lambda one: _placed(one, text, value, place))
        if _summed(part) == text:
            return replace(part, sub=Cells(part.at, (place,)), body=body)
        found = _drawn(part) if not summed else None
        if found is None or found[0] != text:
            return part
        here = Name(part.at, value, Cells(part.at, (place,)))
        weight = Applied(part.at, found[1], Cells(part.at, (here,)))
        inside = Product(part.at, (weight, Bracket(part.at, "(", Cells(part.at, (body,)))), ("", ""))
        return Big(part.at, "sum", Cells(part.at, (place,)), None, inside)

    return [rebuilt(side, put) for side in sides]


def _with_weights(sides: list[Surface], told: Told) -> list[Surface]:
    """Sides in which p_i beside x_i, where a mean of X is spoken of, is the probability of that value."""
    bodies = [part for side in sides for mean in _means(side) for part in mean.body.walk()]
    capitals = {part.text.lower() for part in bodies if isinstance(part, Name) and _is_capital(part)}
    laws = {
        part.head.text for side in sides for part in side.walk() if isinstance(part, Applied) and is_law_name(part.head)
    }
    members = [found for side in sides for one in side.walk() if isinstance(one, Name) and (found := member(one))]
    values = {found.base for found in members if found.base in capitals}
    weights = {
        one.text for side in sides for one in side.walk() if isinstance(one, Name) and is_law_name(one) and member(one)
    }
    if len(values) != 1 or len(weights) != 1 or laws:
        return sides
    [base], [law] = values, weights
    told(law, f"the probabilities of the values {base}_i", f"a mean of {base.upper()} stands beside them", False)

    def put(part: Surface) -> Surface:
        if isinstance(part, Name) and part.text == law and part.sup is None and member(part):
            value = Name(part.at, base, part.sub)
            return Applied(part.at, Name(part.at, law), Cells(part.at, (value,)))
        return part

    return [rebuilt(side, put) for side in sides]


def _means(side: Surface) -> Iterator[Big]:
    """The means that do not say below the E what is drawn."""
    for part in side.walk():
        if isinstance(part, Big) and part.kind == "E" and part.sub is None:
            yield part


def _is_capital(part: Name) -> bool:
    return part.is_bare and len(part.text) == 1 and part.text.isupper()


def _summed(part: Surface) -> str | None:
    """The one plain name that a sum binds without a range of whole numbers."""
    if not isinstance(part, Big) or part.kind != "sum" or part.sub is None or part.sup is not None:
        return None
    only = part.sub.only
    if isinstance(only, Related) and only.relations == ("in",):
        only = only.pieces[0]
    return only.text if isinstance(only, Name) and only.is_bare else None


def _drawn(part: Surface) -> tuple[str, Name] | None:
    """The plain name over which a mean is, and the law that it says it is drawn from."""
    if not isinstance(part, Big) or part.kind != "E" or part.sub is None:
        return None
    match part.sub.only:
        case Related(_, (Name() as name, Name() as law), ("~",)):
            pass
        case Related(_, (Name() as name, Applied(_, law, Cells(_, (Name() as outcome,)))), ("~",)):
            if outcome.text != name.text or not outcome.is_bare:
                return None
        case _:
            return None
    return (name.text, law) if name.is_bare and is_law_name(law) else None


def _is_of(law: Applied, text: str) -> bool:
    """Whether a law is applied to one name, or to the event that a variable takes it."""
    only = law.arguments.only
    if isinstance(only, Related) and only.relations == ("=",):
        only = only.pieces[1]
    return isinstance(only, Name) and only.is_bare and only.text == text


def _is_number(side: Surface, text: str) -> bool:
    """Whether a name stands elsewhere than behind a law and below a sign."""
    if isinstance(side, Name):
        return side.text == text and side.sub is None and not side.primes
    if isinstance(side, Applied) and (is_law_name(side.head) or quantity(side.head)):
        return False
    children = [child for child in side.parts() if not (isinstance(side, Big) and child is side.sub)]
    return any(_is_number(child, text) for child in children)


def _placed(part: Surface, text: str, value: str, place: Name) -> Surface:
    """The value at a place for a name."""
    is_it = isinstance(part, Name) and part.text == text and part.sub is None and not part.primes
    return replace(part, text=value, sub=Cells(part.at, (place,))) if is_it and isinstance(part, Name) else part

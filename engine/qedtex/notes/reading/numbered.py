"""Random variables that are told apart by what stands below them: X_1 and X_2, each with a space of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from qedtex.notes.reading.naming import index_names, is_law_name, letter_of, member, spelt
from qedtex.notes.reading.surface import Applied, Big, Cells, Dots, Name, Number, Surface, Total, rebuilt
from qedtex.notes.reading.uses import bound_by, quantity


def told_apart(sides: Sequence[Surface], told: Callable[[str, str, str, bool], None]) -> list[Surface]:
    """Sides in which X_1, X_2 in entropies, and x_1, x_2 that sums run over, are names of their own.

    They are members of one family as long as anything in the sides has an index that is not their number. Where two
    sides are not of the same ones, they may be meant to have the same law, or to form a Markov chain.
    """
    parts = [part for side in sides for part in side.walk()]
    variables = {name.text.lower() for part in parts for name in _numbered(part)}
    if not variables:
        return list(sides)
    bound = {name.text for part in parts if isinstance(part, Big) for name in bound_by(part)[0] if name.is_bare}
    open_ones = {
        part.text.lower() for part in parts if isinstance(part, Name) and part.sub is not None and not _is_apart(part)
    }
    letters = variables - open_ones - {letter.lower() for letter in bound}
    if any(isinstance(part, Dots) for part in parts) or not letters:
        return list(sides)
    own = [
        {spelt(part).upper() for part in side.walk() if isinstance(part, Name) and _is_one_of(part, letters)}
        for side in sides
    ]
    if any(one != other for one, other in pairwise(own)):
        names = ", ".join(sorted(set[str]().union(*own)))
        told(names, "any random variables", "they may be meant to have laws that hang together", True)

    def put(part: Surface) -> Surface:
        if isinstance(part, Name) and _is_one_of(part, letters):
            return replace(part, text=spelt(part), sub=None)
        return part

    return [rebuilt(side, put) for side in sides]


def _is_one_of(part: Name, letters: set[str]) -> bool:
    return part.text.lower() in letters and _is_apart(part)


def _numbered(part: Surface) -> Iterator[Name]:
    """The names with a number below them that an entropy or information is of, or that a sum runs over."""
    if isinstance(part, Applied) and quantity(part.head) in ("H", "I"):
        capitals = (cell for cell in part.arguments.cells if isinstance(cell, Name) and cell.text.isupper())
        yield from (cell for cell in capitals if _is_apart(cell))
    elif isinstance(part, Big) and part.kind == "sum" and part.sub is not None:
        yield from (cell for cell in part.sub.cells if isinstance(cell, Name) and _is_apart(cell))


def _is_apart(name: Name) -> bool:
    """Whether a letter that is no law has a number below it and nothing else around it."""
    found = member(name)
    single = len(name.text) == 1 and name.text.isalpha() and name.sup is None
    return single and not is_law_name(name) and found is not None and isinstance(found.index, Number)


def runs_apart(sides: Sequence[Surface], told: Callable[[str, str, str, bool], None]) -> list[Surface]:
    """Sides in which w_{<i}, and w_{1:i-1}, is the i-th member of a family of runs, where a sum or product binds i."""
    parts = [part for side in sides for part in side.walk()]
    bound = {name.text for part in parts if isinstance(part, Big) for name in bound_by(part)[0] if name.is_bare}

    laws = [part for part in parts if isinstance(part, Applied) and is_law_name(part.head)]
    inside = sum(_is_run(cell) for law in laws for cell in law.arguments.cells)
    others = any(not any(map(_is_run, law.arguments.cells)) for law in laws) or inside < sum(map(_is_run, parts))

    def put(part: Surface) -> Surface:
        below = part.sub if isinstance(part, Name) and part.sup is None and not part.primes else None
        if below is None or below.separators != (":",) or not isinstance(part, Name) or len(part.text) != 1:
            return part
        place = _behind(below)
        if place is None or not index_names(place) & bound:
            return part
        told(f"{part.text} before an index", "any values", "they may hang together with what follows", others)
        return replace(part, text=f"\\mathrm{{{part.text}Run}}", sub=Cells(below.at, (place,)))

    return [rebuilt(side, put) for side in sides]


def _is_run(cell: Surface) -> bool:
    return isinstance(cell, Name) and cell.sub is not None and _behind(cell.sub) is not None


def _behind(below: Cells) -> Surface | None:
    """The index behind a run that is written 1 : i - 1."""
    match below.cells:
        case (Number(_, "1"), Total(_, ("+", "-"), (index, Number(_, "1")))):
            return index
        case _:
            return None


def letter_apart(text: str) -> str:
    r"""The letter of a random variable or outcome, with the number that tells it apart; empty where there is none.

    >>> letter_apart("x"), letter_apart("X_{1}"), letter_apart("X_{new}")
    ('x', 'X_{1}', '')
    """
    letter, _, below = letter_of(text).partition("_")
    if len(letter) != 1 or not letter.isalpha() or (below and not below.strip("{}").isdigit()):
        return ""
    return letter_of(text)

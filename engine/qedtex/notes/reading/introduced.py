"""What a left side newly names, and what the sides of a chain show of laws."""

from __future__ import annotations

from dataclasses import replace

from qedtex.notes.reading.naming import (
    CONSTANTS,
    has_exponent,
    is_law_name,
    letter_of,
    member,
    spelt,
    spelt_power,
    vectors_in,
)
from qedtex.notes.reading.normals import is_square_of_scale
from qedtex.notes.reading.notebook import Unknown
from qedtex.notes.reading.surface import Applied, Big, Bracket, Function, Name, Number, Refusal, Related, Surface, Total
from qedtex.notes.reading.uses import bound_by, quantity
from qedtex.terms import Num


def speaks_of_laws(piece: Surface, *, bare: bool = True) -> bool:
    """Whether a piece shows a law, an expectation, or another quantity; a `bare` p that is a number counts as well."""
    for part in piece.walk():
        if isinstance(part, Applied) and (is_law_name(part.head) or quantity(part.head)):
            return True
        if isinstance(part, Big) and part.kind == "E":
            return True
        if isinstance(part, Name) and is_law_name(part) and (bare or part.sub is not None):
            return True
    return False


def new_name(piece: Surface, body: Surface | None, *, known_too: bool) -> Unknown | None:
    """What a left side newly names; `None` where it is something known."""
    try:
        if isinstance(piece, Function) and isinstance(piece.argument, Applied) and body is not None:
            meant = Function(body.at, "exp", None, None, body) if is_natural_log(piece) else None
            return new_name(piece.argument, meant, known_too=known_too) if meant is not None else None
        if isinstance(piece, Name):
            letter = letter_of(piece.text)
            if (
                piece.primes
                or (is_law_name(piece) and not _is_computed(piece, body))
                or (quantity(piece) and not (piece.is_bare and letter == "H"))
                or vectors_in(piece.text)
                or (letter == "\\infty" and piece.sub is None)
                or (letter in CONSTANTS and piece.sub is None and (body is None or not _has_unknowns(body)))
            ):
                return None
            if has_exponent(piece):
                return _new_power(piece, body)
            text = spelt(piece)
            single = len(letter) == 1 or (letter.startswith("\\") and "{" not in letter)
            number = (
                body is None or _is_number(body) or (_is_index(piece) and isinstance(body, Name) and _is_index(body))
            )
            lasting = not (single and number) and body is not None
            if body is not None and text in {spelt_safely(part) for part in body.walk() if isinstance(part, Name)}:
                return None
            return Unknown(text, (), body, lasting)
        if isinstance(piece, Applied) and not piece.head.primes:
            if is_law_name(piece.head) or (quantity(piece.head) and not known_too):
                return None
            if any(separator not in (",", ";", "|") for separator in piece.arguments.separators):
                return None
            parameters = []
            for cell in piece.arguments.cells:
                if not isinstance(cell, Name) or (cell.sup is not None and not is_square_of_scale(cell)):
                    return None
                parameters.append(spelt(replace(cell, sup=None)) + ("^2" if cell.sup is not None else ""))
            name = spelt(piece.head)
            inside = (
                {part.head.text for part in body.walk() if isinstance(part, Applied)} if body is not None else set()
            )
            if piece.head.text in inside or len(set(parameters)) != len(parameters):
                return None
            return Unknown(name, tuple(parameters), body, body is not None)
    except Refusal:
        return None
    return None


def _new_power(power: Name, body: Surface | None) -> Unknown | None:
    r"""A power of a name as a name of its own, as a variance is named \sigma^2: where a sum or mean says what it is."""
    if body is None or not any(isinstance(part, (Big, Applied)) for part in body.walk()):
        return None
    base = spelt(replace(power, sup=None))
    if any(isinstance(part, Name) and spelt_safely(replace(part, sup=None)) == base for part in body.walk()):
        return None
    text = spelt_power(power)
    return Unknown(text, (), body, lasting=True) if text else None


def _has_unknowns(body: Surface) -> bool:
    """Whether a formula speaks of anything but numbers and what its own sums and limits bind."""
    signs = [part for part in body.walk() if isinstance(part, Big)]
    below = (part.text for sign in signs if sign.sub is not None for part in sign.sub.walk() if isinstance(part, Name))
    bound = {*below, *(name.text for sign in signs for name in bound_by(sign)[0])}
    names = {part.text for part in body.walk() if isinstance(part, Name)}
    return bool(names - bound - CONSTANTS - {"\\infty"})


def is_natural_log(piece: Function) -> bool:
    """Whether a function word is the natural logarithm."""
    return piece.word in ("log", "ln") and piece.sub is None and piece.sup is None and not piece.loose


def _is_index(name: Name) -> bool:
    """Whether a name is a letter for an index: i = j is said of a case, and defines nothing."""
    return name.is_bare and name.text in tuple("ijkl")


def _is_computed(piece: Name, body: Surface | None) -> bool:
    """Whether p_i is said to be a formula in the members of a family, as a softmax is, and no law is spoken of."""
    mine = member(piece)
    if mine is None or mine.raised or body is None or not isinstance(mine.index, Name) or speaks_of_laws(body):
        return False
    members = [found for part in body.walk() if isinstance(part, Name) and (found := member(part)) is not None]
    return any(isinstance(found.index, Name) and found.index.text == mine.index.text for found in members)


def spelt_safely(name: Name) -> str:
    """How a name is spelt, or an empty text."""
    try:
        return spelt(name) if member(name) is None or name.sup is None else ""
    except Refusal:
        return ""


def _is_number(body: Surface) -> bool:
    return all(
        isinstance(part, (Number, Total, Bracket, Related)) for part in body.walk() if not isinstance(part, Num)
    ) or (not any(isinstance(part, (Name, Applied)) for part in body.walk()))

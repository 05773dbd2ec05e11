"""Values that a note says a name may have, which its convention leaves out: lambda < 0, y in {-1, 1}, x in R.

A convention such as that lambda is positive stands in for what a note does not say. Where the note says otherwise, the
name ranges over what both allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from qedtex.notes.reading.grammar import parse
from qedtex.notes.reading.naming import member, spelt
from qedtex.notes.reading.surface import Bracket, Name, Number, Refusal, Surface, Total
from qedtex.notes.reading.tokens import Token
from qedtex.sorts import REAL, Integer, Real, Sort
from qedtex.terms import Num, term

Admitted = Mapping[str, frozenset[Fraction]]
"""Some of the values that a note admits for each of some names."""

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", ":=": "=", "!=": "!="}
_HOLDS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "=": eq,
    ":=": eq,
    "!=": ne,
}
_NUMBERS = ("\\mathbbR", "\\mathbbQ", "\\mathbbZ", "\\mathbb{R}", "\\mathbb{Q}", "\\R", "ℝ", "\\mathbb{Z}", "\\Z", "ℤ")
_WITH_ZERO = frozenset(
    f"{letters}{tail}"
    for letters in ("\\mathbb{N}", "\\mathbbN", "\\N", "ℕ")
    for tail in ("_0", "_{0}", "^0", "\\cup\\{0\\}", "_{\\ge0}")
) | {"\\mathbb{Z}_{\\ge0}", "\\mathbb{Z}_{\\geq0}", "\\mathbb{R}_{\\ge0}", "\\mathbb{R}_{\\geq0}"}
_DOTS = frozenset({"\\dots", "\\ldots", "\\cdots", "…"})
_LONGEST = 40
_LONGEST_NUMBER = 12


def admitted(left: Sequence[Token], relation: str, right: Sequence[Token]) -> Iterator[tuple[str, Fraction]]:
    r"""Values that a relation between a name and a number admits, each with the name.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> sorted(value for _, value in admitted(tokens(r"\lambda"), "<", tokens("0")))
    [Fraction(-1, 1)]
    >>> list(admitted(tokens("x"), ">", tokens("0")))
    []
    """
    for name, between, value in compared(left, relation, right):
        yield from ((name, point) for point in _points(between, value))


def compared(left: Sequence[Token], relation: str, right: Sequence[Token]) -> Iterator[tuple[str, str, Fraction]]:
    """A relation between a name and a number with the name in front, for the name and the family it is a member of."""
    for one, between, other in ((left, relation, right), (right, _TURNED.get(relation, ""), left)):
        names, value = _names(one), number(other)
        if names and value is not None:
            yield from ((name, between, value) for name in names)


def is_so(value: Fraction, relation: str, other: Fraction) -> bool:
    """Whether a relation holds between two numbers; one that is not known here is taken to hold.

    >>> is_so(Fraction(-1), ">", Fraction(0)), is_so(Fraction(1), "!=", Fraction(0))
    (False, True)
    """
    known = _HOLDS.get(relation)
    return known is None or known(value, other)


def implies(known: tuple[Sequence[Token], str, Sequence[Token]], step: tuple[str, Sequence[Token]]) -> bool:
    r"""Whether a relation between a name and a number gives another of the same name, which stands on the left of both.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> implies((tokens("x"), ">", tokens("1")), (">=", tokens("0")))
    True
    >>> implies((tokens("x"), ">", tokens("0")), (">", tokens("1")))
    False
    """
    relation, bound = step[0], number(step[1])
    between, value = known[1], number(known[2])
    if bound is None or value is None or not _names(known[0]):
        return False
    upwards = relation in (">", ">=")
    if between not in ("=", ":=", *((">", ">=") if upwards else ("<", "<="))) or relation not in _TURNED:
        return False
    if value == bound:
        return relation in (">=", "<=") if between in ("=", ":=") else relation in (">=", "<=") or between == relation
    return (value > bound) == upwards and relation not in ("=", ":=")


def admitted_by_set(tokens: Sequence[Token]) -> Iterator[tuple[str, Fraction]]:
    r"""Values that lying in a set admits: the members of \{-1, 1\}, what lies in [-1, 1], a negative number for R.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> sorted(admitted_by_set(tokens(r"y \in \{-1, 1\}")))
    [('y', Fraction(-1, 1)), ('y', Fraction(1, 1))]
    """
    place = next((at for at, token in enumerate(tokens) if token.text in ("\\in", "∈")), 0)
    names = [name for part in apart(tokens[:place]) for name in _names(part)]
    behind = [token for token in tokens[place + 1 :] if token.text not in ("\\left", "\\right")]
    if not names or not behind:
        return
    yield from ((name, point) for name in names for point in _members(behind))


def _members(behind: Sequence[Token]) -> Iterator[Fraction]:
    texts = [token.text for token in behind]
    written = "".join(texts)
    if written.partition("\\setminus")[0] in _NUMBERS:
        yield Fraction(-1)
        return
    if written in _WITH_ZERO:
        yield Fraction(0)
        return
    if texts[0] not in ("\\{", "\\lbrace", "[", "(", "]") or len(behind) < 3:
        return
    parts = apart(behind[1:-1])
    values = [number(part) for part in parts]
    if texts[0] in ("\\{", "\\lbrace"):
        yield from (value for value in values if value is not None)
        if values[0] is not None and any(token.text in _DOTS for token in behind):
            yield values[0] + 1
    elif len(parts) == 2:
        low, high = values
        if "".join(token.text for token in parts[0]) in ("-\\infty", "-∞"):
            yield (high if high is not None else Fraction(0)) - 1
        elif low is not None:
            near = (high - low) / 1000 if high is not None else Fraction(1, 1000)
            yield low if texts[0] == "[" else low + near
            if high is not None:
                yield high if texts[-1] == "]" else high - near


def _points(relation: str, value: Fraction) -> Iterator[Fraction]:
    """A value that a relation to a number admits, outside of a convention if there is such a one."""
    match relation:
        case "=" | ":=":
            yield value
        case "!=" if value == 0:
            yield Fraction(-1)
        case "<" | "<=" if value <= 0:
            yield value - 1
        case "<" | "<=":
            yield value if relation == "<=" else value * Fraction(999, 1000)
        case ">" | ">=" if value < 0:
            yield value / 2
        case ">" | ">=" if value >= 1:
            yield value + 1
        case ">=" if value == 0:
            yield value
        case _:
            return


def widened(sort: Sort, points: frozenset[Fraction], *, inferred: bool) -> Sort:
    """A sort made wide enough for some values; one that is `inferred` from a formula keeps its ends open."""
    match sort:
        case Real(least, greatest, lower_open, upper_open):
            if any(_is_outside(point, least, greatest) for point in points):
                return replace(REAL, role=sort.role)
            if inferred:
                return sort
            return replace(
                sort, lower_open=lower_open and least not in points, upper_open=upper_open and greatest not in points
            )
        case Integer(Num() as lower, upper):
            if any(point.denominator != 1 for point in points):
                return REAL
            if any(point < 0 for point in points):
                return Integer(None, upper)
            return Integer(term(0), upper) if 0 in points and lower.value == 1 else sort
        case _:
            return sort


def _is_outside(point: Fraction, least: Fraction | None, greatest: Fraction | None) -> bool:
    return (least is not None and point < least) or (greatest is not None and point > greatest)


def _names(side: Sequence[Token]) -> tuple[str, ...]:
    """The name that a side is, and that of the family which it may be a member of."""
    piece = _piece(side)
    if not isinstance(piece, Name):
        return ()
    mine = member(piece)
    try:
        return (spelt(piece), *((mine.base,) if mine is not None else ()))
    except Refusal:
        return (mine.base,) if mine is not None else ()


def number(side: Sequence[Token]) -> Fraction | None:
    """The number that a side is; `None` for anything else."""
    return _value(_piece(side))


def _value(piece: Surface | None) -> Fraction | None:
    match piece:
        case Number(_, text) if len(text) <= _LONGEST_NUMBER and text.replace(".", "", 1).isdigit():
            return Fraction(text)
        case Total(_, ("-",), (one,)):
            value = _value(one)
            return -value if value is not None else None
        case Total(_, ("+",), (one,)):
            return _value(one)
        case Bracket(_, "(", inside):
            return _value(inside.only)
        case _:
            return None


def _piece(side: Sequence[Token]) -> Surface | None:
    if not 0 < len(side) <= _LONGEST:
        return None
    try:
        return parse(side)[0]
    except (Refusal, RecursionError):
        return None


def apart(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """What stands between commas."""
    found: list[Sequence[Token]] = []
    start = 0
    for at, token in enumerate(tokens):
        if token.text == ",":
            found.append(tokens[start:at])
            start = at + 1
    return [*found, tokens[start:]]

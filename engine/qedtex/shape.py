"""The shape of a node: each field holds exactly what its class declares, names are names, no subclass passes."""

from __future__ import annotations

import re
from dataclasses import fields
from fractions import Fraction
from functools import lru_cache

from qedtex import sorts
from qedtex.errors import IllFormed
from qedtex.sorts import Alphabet, Enumerated, Real, Sort
from qedtex.terms import NODES, Distribution, Event, Function, Law, Num, Symbol, Term

_PLAIN = {"str": str, "bool": bool, "int": int, "Fraction": Fraction}
_SORTS = frozenset(value for value in vars(sorts).values() if isinstance(value, type) and issubclass(value, Sort)) - {
    Sort,
    sorts.Space,
}

_WORD = r"(?:[^\W_]+|\\[A-Za-z]+)"
_DRESSED = rf"\\[A-Za-z]+\{{(?:{_WORD}|\\[A-Za-z]+\{{{_WORD}\}})\}}"
_ATOM = rf"(?:{_DRESSED}|\\[A-Za-z]+|[A-Za-z])"
_PART = rf"(?:{_ATOM}|[^\W_]+)"
_NAME = re.compile(rf"{_ATOM}'*(?:_\{{{_PART}(?:[ ,]{_PART})*\}})?'*")


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether a text is the LaTeX of one name: a letter or command, perhaps dressed, perhaps with a subscript.

    >>> [is_name(text) for text in ("x", r"\\hat{p}_{\\mathrm{data}}", "x'", "a - b", "-1", "")]
    [True, True, True, False, False, False]
    """
    return _NAME.fullmatch(text) is not None


def check_fields(term: Term) -> None:
    """Raise `IllFormed` (QT117) unless every field of a node holds exactly what its class declares."""
    if type(term) not in NODES:
        raise IllFormed("QT117", f"{type(term).__name__} is not a kind of node that the kernel knows")
    if getattr(term, "_shaped", False):
        return
    for field in fields(term):  # type: ignore[arg-type]
        _check(getattr(term, field.name), str(field.type), type(term).__name__)
    if isinstance(term, (Symbol, Event)):
        _check_name(term.name if isinstance(term, Symbol) else term.variable)
    if isinstance(term, Num) and (term.value < 0 or (term.digits and Fraction(term.digits) != term.value)):
        raise IllFormed("QT122", f"the number {term.value} cannot be written {term.digits or term.value}")
    object.__setattr__(term, "_shaped", True)


def check_shape(term: Term) -> None:
    """Raise `IllFormed` (QT117) unless every node of a term has the fields that its class declares."""
    if getattr(term, "_whole", False):
        return
    check_fields(term)
    for child in term.children:
        check_shape(child)
    object.__setattr__(term, "_whole", True)


def _check(value: object, wanted: str, where: str) -> None:
    if wanted.endswith(" | None"):
        if value is None:
            return
        wanted = wanted.removesuffix(" | None")
    match wanted:
        case "Term":
            fits = type(value) in NODES
        case "tuple[Term, ...]":
            fits = type(value) is tuple and all(type(item) in NODES for item in value)
        case "Symbol":
            fits = type(value) is Symbol
            if isinstance(value, Symbol) and fits:
                check_fields(value)
        case "Distribution":
            fits = type(value) is Distribution
        case "Law":
            fits = type(value) is Law
            if isinstance(value, Law) and fits:
                _check_law(value)
        case "Function":
            fits = type(value) is Function
            if isinstance(value, Function) and fits:
                _check_function(value)
        case "Sort" | "Space":
            fits = type(value) in _SORTS
            if isinstance(value, Sort) and fits:
                _check_sort(value)
        case _:
            fits = type(value) is _PLAIN[wanted]
    if not fits:
        raise IllFormed("QT117", f"{_told(value)} does not belong in {where}", help="build terms with qedtex's words")


def _told(value: object) -> str:
    """A value in words that need no printer: it may be one that no printer knows."""
    if isinstance(value, tuple):
        return f"({', '.join(_told(item) for item in value)})"
    return type(value).__name__ if isinstance(value, Term) else repr(value)


def _check_law(law: Law) -> None:
    _check(law.name, "str", "Law")
    _check(law.space, "Space | None", "Law")
    _check(law.positive, "bool", "Law")
    _check(law.sample, "Symbol | None", "Law")
    _check_name(law.name)


def _check_function(function: Function) -> None:
    _check(function.name, "str", "Function")
    _check(function.domain, "Sort", "Function")
    _check(function.differentiable, "bool", "Function")
    _check_name(function.name)
    if type(function.domain) is not Real:
        raise IllFormed("QT128", f"{function.name} is not a function on an interval of the reals")
    if function.differentiable and not is_open(function.domain):
        raise IllFormed("QT128", f"{function.name} can have a derivative everywhere on an open interval only")


def is_open(sort: Sort) -> bool:
    """Whether a sort is an interval of the reals that does not hold its ends."""
    return (
        isinstance(sort, Real)
        and (sort.least is None or sort.lower_open)
        and (sort.greatest is None or sort.upper_open)
    )


def _check_sort(sort: Sort) -> None:
    for field in fields(sort):
        value = getattr(sort, field.name)
        if not isinstance(value, (Sort, Term)) and type(value) not in (str, bool, Fraction, type(None)):
            raise IllFormed("QT117", f"{value!r} does not belong in {type(sort).__name__}")
        if isinstance(value, Sort):
            _check(value, "Sort", type(sort).__name__)
        if isinstance(value, Term) and type(value) not in NODES:
            raise IllFormed("QT117", f"{type(value).__name__} is not a kind of node that the kernel knows")
    if isinstance(sort, (Alphabet, Enumerated)):
        _check_name(sort.name)


def _check_name(name: str) -> None:
    if not is_name(name):
        raise IllFormed(
            "QT125",
            f"{name!r} is not a name",
            help="a name is a letter or a Greek word, with accents and a subscript after _: theta, y_hat, p_data",
        )

"""What a mark asks for: a derivation by its id, the language, which steps, and the note's own names for symbols."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from qedtex.errors import QedtexError
from qedtex.render.reasons import Language

OPTIONS = ("lang", "reasons", "assumptions", "from", "to")
"""The options that are not names of symbols."""

_EQUALS = re.compile(r"\s*=\s*")
_GIVEN = re.compile(r"\s*(?:\||\\mid(?![A-Za-z])|\\vert(?![A-Za-z]))\s*")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be filled in. `first` and `last` are numbers of steps, counted from 1; `last` is 0 for the last one.

    `renaming` holds pairs as they were written: a name of the derivation and what the note calls it.
    """

    name: str
    lang: Language = "en"
    reasons: bool = True
    assumptions: bool = True
    first: int = 1
    last: int = 0
    renaming: tuple[tuple[str, str], ...] = ()


def request(text: str) -> Request:
    r"""What the mark that begins a block says behind `begin`; any key that is no option counts as a symbol.

    Raises `QedtexError` QT884 where it cannot be understood.

    >>> request(r"divergence.kl_decomposition lang=zh from=2, p=P, q=Q_\theta, x = y | x").renaming
    (('p', 'P'), ('q', 'Q_\\theta'), ('x', 'y|x'))
    >>> request("divergence.kl_decomposition lang=de")
    Traceback (most recent call last):
    ...
    qedtex.errors.QedtexError: error[QT884]: lang cannot be 'de'
      expected: en or zh
    """
    name, *settings = _words(_GIVEN.sub("|", _EQUALS.sub("=", text))) or [""]
    if not name or "=" in name:
        raise QedtexError("QT883", "the block names no derivation", help="write its id: `qedtex list` shows all")
    made = Request(name)
    seen: set[str] = set()
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key or not value:
            raise QedtexError(
                "QT884",
                f"{setting!r} sets nothing",
                expected="options as in lang=zh reasons=off, and names as in p=P",
                help=nearest(setting, OPTIONS),
            )
        if key in seen:
            raise QedtexError("QT884", f"{key} is set twice", help="keep one of the two")
        seen.add(key)
        made = _with(made, key, value)
    if made.last and made.first > made.last:
        raise QedtexError("QT884", f"there are no steps from {made.first} to {made.last}", help="exchange the two")
    return made


def nearest(word: str, known: tuple[str, ...]) -> str:
    """The known word that was probably meant, as help."""
    near = get_close_matches(word.partition("=")[0], known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else ""


def _with(made: Request, key: str, value: str) -> Request:
    match key:
        case "lang":
            return replace(made, lang="zh" if _one_of(key, value, ("en", "zh")) == "zh" else "en")
        case "reasons":
            return replace(made, reasons=_one_of(key, value, ("on", "off")) == "on")
        case "assumptions":
            return replace(made, assumptions=_one_of(key, value, ("on", "off")) == "on")
        case "from":
            return replace(made, first=_number(key, value))
        case "to":
            return replace(made, last=_number(key, value))
        case _:
            return replace(made, renaming=(*made.renaming, (key, value)))


def _one_of(key: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise QedtexError("QT884", f"{key} cannot be {value!r}", expected=" or ".join(known))
    return value


def _number(key: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 6 or int(value) < 1:
        raise QedtexError("QT884", f"{key} cannot be {value!r}", expected="the number of a step, counted from 1")
    return int(value)


def _words(text: str) -> list[str]:
    return [word for word in _apart(text) if word]


def _apart(text: str) -> Iterator[str]:
    """The pieces between spaces and commas that stand outside braces."""
    depth = start = 0
    for at, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if depth <= 0 and (letter.isspace() or letter == ","):
            yield text[start:at]
            start = at + 1
    yield text[start:]

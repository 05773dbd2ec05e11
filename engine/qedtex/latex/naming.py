r"""LaTeX names taken apart: a base such as \hat{p}, primes, a star, and the comma-separated parts of a subscript."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_LONGEST = 80
_SPACING = {"\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\qquad"}


@dataclass(frozen=True, slots=True)
class Name:
    r"""A name in its parts, each in a normal form: x_0 and x_{0} are one name, and so are \hat y and \hat{y}."""

    base: str
    primes: int = 0
    starred: bool = False
    subscript: tuple[str, ...] = ()


def normal(text: str) -> str:
    r"""Tokens separated by single spaces, without spacing commands and without braces around a single token.

    >>> normal(r"\hat{y}") == normal(r"\hat y"), normal("{0}")
    (True, '0')
    """
    # What is longer is no name; to take it apart at each level of a nested formula would cost its square.
    return _normal(text) if len(text) <= _LONGEST else text


@lru_cache(maxsize=4096)
def _normal(text: str) -> str:
    tokens = [token for token in _TOKEN.findall(text) if not token.isspace() and token not in _SPACING]
    kept: list[str] = []
    for token in tokens:
        kept.append(token)
        if token == "}" and len(kept) >= 3 and kept[-3] == "{" and kept[-2] not in "{}":
            kept[-3:] = [kept[-2]]
    return " ".join(kept)


@lru_cache(maxsize=4096)
def take_apart(name: str) -> Name:
    r"""The parts of a LaTeX name.

    >>> take_apart(r"\hat{p}_{\mathrm{data}}'").primes, take_apart("x_{0, j}").subscript
    (1, ('0', 'j'))
    """
    base, primes, starred, subscript = pieces(name)
    return Name(normal(base), primes, starred, tuple(normal(part) for part in subscript))


def pieces(name: str) -> tuple[str, int, bool, tuple[str, ...]]:
    """The base, the number of primes, whether there is a star, and the parts of the subscript, as written."""
    base, primes, starred = "", 0, False
    subscript: tuple[str, ...] = ()
    at = 0
    while at < len(name):
        character = name[at]
        if character == "'":
            primes, at = primes + 1, at + 1
        elif character in "_^" and base:
            content, at = _argument(name, at + 1)
            if character == "_":
                subscript = (*subscript, *commas(content))
            else:
                starred = True if normal(content) in ("*", "\\ast", "\\star") else starred
        else:
            start = at
            _, at = _argument(name, at)
            base += name[start:at]
    return base, primes, starred, subscript


def _argument(text: str, at: int) -> tuple[str, int]:
    """The group or token that starts at a place, without its braces, and where it ends."""
    if at < len(text) and text[at] == "{":
        depth = 0
        for end in range(at, len(text)):
            depth += (text[end] == "{") - (text[end] == "}")
            if depth == 0:
                return text[at + 1 : end], end + 1
    found = _TOKEN.match(text, at)
    return (found[0], found.end()) if found else ("", len(text))


def commas(text: str) -> tuple[str, ...]:
    """The parts of a list, split at the commas that stand outside braces and parentheses."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        depth += (character in "{([") - (character in "})]")
        if character == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return tuple(part.strip() for part in (*parts, text[start:]))


def subscripted(name: str, index: str) -> str:
    r"""The LaTeX of a name with a subscript more; one that has a subscript already gets it after a comma.

    >>> subscripted("x", "i"), subscripted(r"\hat{p}_{\mathrm{data}}", "i"), subscripted("x_{0}'", "i")
    ('x_{i}', '\\hat{p}_{\\mathrm{data}, i}', "x'_{0, i}")
    """
    if not {"_", "'"} & set(name):
        return f"{name}_{{{index}}}"
    base, primes, starred, subscript = pieces(name)
    return base + "'" * primes + f"_{{{', '.join((*subscript, index))}}}" + ("^{*}" if starred else "")

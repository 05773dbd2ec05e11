r"""Macros that a document defines (\newcommand, \def, \DeclareMathOperator), and their expansion with a bound."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from qedtex.notes.sources.source import Traced

_DEPTH = 50
_SIZE = 20_000
_FAILURES = 10
_LONGEST = 5_000
_OPTIONAL = 500

DEFINITION = re.compile(
    r"\\(?P<how>newcommand|renewcommand|providecommand|DeclareRobustCommand|def|gdef|edef|xdef|let"
    r"|DeclareMathOperator|DeclarePairedDelimiter)(?![A-Za-z])\*?"
)
_NAME = re.compile(r"\\(?:[A-Za-z@]+|[^A-Za-z@\s])")
_PIECE = re.compile(r"\\[A-Za-z@]+|\\.|#[1-9]|\s+|.", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]|\\\Z", re.DOTALL)
_WORD = re.compile(r"\\[A-Za-z@]+\Z")


@dataclass(frozen=True, slots=True)
class Macro:
    r"""What a macro stands for. A `final` one (from \let) is not expanded again."""

    arity: int
    body: str
    default: str | None = None
    final: bool = False
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """A formula with its macros replaced."""

    content: Traced


@dataclass(frozen=True, slots=True)
class Unexpanded:
    """Why macros were left as they are, and the source offset of the first of them at fault."""

    message: str
    offset: int


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    origins: Sequence[int]
    depth: int


class _Stopped(Exception):
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Macros:
    r"""The macros defined so far in a document.

    >>> macros = Macros()
    >>> rest = macros.taken_from(Traced.of(r"\newcommand{\E}[1]{\mathbb{E}[#1]} \E{X}"))
    >>> macros.expanded(rest).content.text
    ' \\mathbb{E}[X]'
    """

    def __init__(self) -> None:
        self._table: dict[str, Macro] = {}
        self._failures = 0

    def occur_in(self, text: str) -> bool:
        """Whether a macro of the document stands in a text."""
        if not self._table:
            return False
        return any(found[0] in self._table for found in _NAME.finditer(text))

    def taken_from(self, content: Traced) -> Traced:
        """The content without the definitions in it, which hold from here on."""
        if "\\" not in content.text:
            return content
        edits = []
        position = 0
        while (found := DEFINITION.search(content.text, position)) is not None:
            position = self.define(content.text, found)
            if position > found.end():
                edits.append((found.start(), position, ""))
        return content.edited(edits)

    def define(self, text: str, found: re.Match[str]) -> int:
        """Note the definition whose beginning was found; the offset after it, or just after the beginning if it is
        none that we understand."""
        how = found["how"]
        name, position = _name(text, found.end())
        if not name:
            return found.end()
        if how == "let":
            return self._let(text, name, position) or found.end()
        macro, after = _definition(text, how, position, starred=found[0].endswith("*"))
        if macro is None:
            return found.end()
        if not (how == "providecommand" and name in self._table):
            self._table[name] = macro
        return after

    def _let(self, text: str, name: str, position: int) -> int | None:
        position = _past_space(text, position)
        if text[position : position + 1] == "=":
            position = _past_space(text, position + 1)
        target = _NAME.match(text, position)
        if target is None:
            return None
        self._table[name] = self._table.get(target[0], Macro(0, target[0], final=True))
        return target.end()

    def expanded(self, content: Traced) -> Expansion | Unexpanded:
        """The content with every macro replaced, to a bounded depth and size; a document has only so many failures."""
        if self._failures >= _FAILURES:
            return Unexpanded("too many formulas before have macros that expand without end", content.origin(0))
        try:
            return Expansion(self._expand(content))
        except _Stopped as stopped:
            self._failures += 1
            return Unexpanded(str(stopped), stopped.offset)

    def _expand(self, content: Traced) -> Traced:
        pending = [
            _Piece(found[0], content.origins[found.start() : found.end()], 0) for found in _PIECE.finditer(content.text)
        ]
        pending.reverse()
        texts: list[str] = []
        origins = array("q")
        produced = 0
        while pending:
            piece = pending.pop()
            macro = self._table.get(piece.text)
            if macro is None or piece.depth < 0:
                if texts and piece.text[0].isalpha() and _WORD.match(texts[-1]):
                    texts.append(" ")
                    origins.append(piece.origins[0])
                texts.append(piece.text)
                origins.extend(piece.origins)
                continue
            origin = piece.origins[0]
            if piece.depth >= _DEPTH:
                raise _Stopped(f"the macro {piece.text} expands more than {_DEPTH} deep", origin)
            body = _instance(macro, _arguments(macro, pending, origin), origin, piece.depth + 1)
            produced += 1 + sum(len(part.text) for part in body)
            if produced > _SIZE:
                raise _Stopped(f"the macro {piece.text} expands to more than {_SIZE:,} characters", origin)
            pending.extend(reversed(body))
        return Traced("".join(texts), origins)


def _instance(macro: Macro, arguments: list[list[_Piece]], origin: int, depth: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    for found in _PIECE.finditer(macro.body):
        text = found[0]
        if text[0] == "#" and len(text) == 2:
            number = int(text[1])
            if number <= len(arguments):
                pieces.extend(_Piece(part.text, part.origins, depth) for part in arguments[number - 1])
        else:
            pieces.append(_Piece(text, (origin,) * len(text), -1 if macro.final else depth))
    return pieces


def _arguments(macro: Macro, pending: list[_Piece], origin: int) -> list[list[_Piece]]:
    """The arguments of a macro, taken off the pieces that wait; one that is missing is empty."""
    arguments: list[list[_Piece]] = []
    if macro.starred and pending and pending[-1].text == "*":
        pending.pop()
    if macro.default is not None:
        given = _optional(pending)
        if given is None:
            given = [_Piece(part[0], (origin,) * len(part[0]), 0) for part in _PIECE.finditer(macro.default)]
        arguments.append(given)
    while len(arguments) < macro.arity:
        arguments.append(_mandatory(pending))
    return arguments


def _optional(pending: list[_Piece]) -> list[_Piece] | None:
    if not pending or pending[-1].text != "[":
        return None
    taken: list[_Piece] = []
    depth = 0
    for place in range(len(pending) - 2, max(-1, len(pending) - _OPTIONAL), -1):
        text = pending[place].text
        if text == "]" and depth <= 0:
            del pending[place:]
            return taken
        depth += (text == "{") - (text == "}")
        taken.append(pending[place])
    return None


def _mandatory(pending: list[_Piece]) -> list[_Piece]:
    while pending and pending[-1].text.isspace():
        pending.pop()
    if not pending or pending[-1].text == "}":
        return []
    first = pending.pop()
    if first.text != "{":
        return [first]
    taken: list[_Piece] = []
    depth = 1
    while pending:
        piece = pending.pop()
        depth += (piece.text == "{") - (piece.text == "}")
        if depth == 0:
            break
        taken.append(piece)
    return taken


# Reading a definition ----------------------------------------------------------------------------------------------


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _name(text: str, position: int) -> tuple[str, int]:
    position = _past_space(text, position)
    braced = text[position : position + 1] == "{"
    found = _NAME.match(text, _past_space(text, position + 1) if braced else position)
    if found is None:
        return "", position
    end = found.end()
    if braced:
        end = _past_space(text, end)
        if text[end : end + 1] != "}":
            return "", position
        end += 1
    return found[0], end


def _group(text: str, position: int) -> tuple[str | None, int]:
    """The content of the brace group that begins here, and the offset after it."""
    position = _past_space(text, position)
    if text[position : position + 1] != "{":
        return None, position
    depth = 0
    for found in _BRACE.finditer(text, position, position + _LONGEST):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                return text[position + 1 : found.start()], found.end()
        elif DEFINITION.match(text, found.start()):
            break
    return None, position


def _bracket(text: str, position: int) -> tuple[str | None, int]:
    position = _past_space(text, position)
    if text[position : position + 1] != "[":
        return None, position
    end = text.find("]", position, position + 500)
    return (text[position + 1 : end], end + 1) if end >= 0 else (None, position)


def _definition(text: str, how: str, position: int, *, starred: bool) -> tuple[Macro | None, int]:
    if how == "DeclareMathOperator":
        body, after = _group(text, position)
        star = "*" if starred else ""
        return (None if body is None else Macro(0, f"\\operatorname{star}{{{body}}}")), after
    if how == "DeclarePairedDelimiter":
        left, after = _group(text, position)
        right, after = _group(text, after)
        return (None if left is None or right is None else Macro(1, f"{left} #1 {right}", starred=True)), after
    arity, default = 0, None
    if how.endswith("def"):
        while text[position : position + 1] == "#" and text[position + 1 : position + 2] == str(arity + 1):
            arity += 1
            position += 2
    else:
        number, position = _bracket(text, position)
        if number is not None:
            arity = int(number) if number.strip() in {str(n) for n in range(10)} else 0
            default, position = _bracket(text, position)
    body, after = _group(text, position)
    return (None if body is None else Macro(arity, body, default)), after

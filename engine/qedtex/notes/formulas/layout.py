r"""Rows and cells of a formula: what `\\` and `&` part, in it and in the aligned environments that stand free in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qedtex.notes.formulas.relations import depths, is_in_number, matched, relation_at
from qedtex.notes.formulas.segments import trimmed
from qedtex.notes.reading.tokens import Token
from qedtex.notes.reading.words import SPACES

_ALIGNED = re.compile(
    r"(?:align(?:at|ed|edat)?|flalign|split|gather(?:ed)?|multline|multlined|eqnarray|IEEEeqnarray|array|equation"
    r"|subequations|displaymath|dmath|dgroup|xalignat)\*?\Z"
)
_COLUMNS = ("eqnarray", "eqnarray*", "array", "IEEEeqnarray", "IEEEeqnarray*")
"""Environments whose relation has a column of its own."""

_TAKES_ARGUMENT = ("alignat", "alignedat", "array", "IEEEeqnarray", "xalignat")
_ROW_ENDS = ("\\\\", "\\cr", "\\newline", "\\tabularnewline")
_EMPTY_WRAPPERS = frozenset([r"\mathrm", r"\mathbf", r"\mathit", r"\text", r"\mbox", r"\boldsymbol", r"\rm", r"\bf"])
_DROPPED = (
    "\\nonumber",
    "\\notag",
    "\\hline",
    "\\allowdisplaybreaks",
    "\\noindent",
    "\\displaystyle",
    "\\nobreak",
    "\\boxed",
)
_DROPPED_WITH_ARGUMENT = (
    "\\tag",
    "\\label",
    "\\color",
    "\\vspace",
    "\\hspace",
    "\\phantom",
    "\\hphantom",
    "\\vphantom",
)
_TEXT_ROWS = ("\\intertext", "\\shortintertext")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a formula: its cells, and the environment that it is a row of."""

    cells: tuple[tuple[Token, ...], ...]
    environment: str

    @property
    def is_columns(self) -> bool:
        """Whether the relation of a row has a column of its own here."""
        return self.environment in _COLUMNS

    @property
    def is_one_line(self) -> bool:
        """Whether all rows are one long line that was broken."""
        return self.environment.startswith(("multline", "dmath"))


def rows(tokens: Sequence[Token], environment: str) -> list[Row]:
    r"""The rows of a formula that is written in an environment (`$`, `$$` and the like are none).

    >>> from qedtex.notes.reading.tokens import tokens
    >>> [len(row.cells) for row in rows(tokens(r"\begin{aligned} a &= b \\ &= c \end{aligned} \tag{4}"), "$$")]
    [2, 2]
    """
    layout = _Layout(tokens, environment)
    layout.run()
    return layout.rows


class _Layout:
    def __init__(self, tokens: Sequence[Token], environment: str) -> None:
        self.tokens = tokens
        self.pairs = matched(tokens)
        self.rows: list[Row] = []
        self.environments = [environment]
        self.row_environment = environment
        self.cells: list[list[Token]] = [[]]

    def run(self) -> None:
        index = self._past_arguments(0) if self.environments[0].rstrip("*") in _TAKES_ARGUMENT else 0
        while index < len(self.tokens):
            index = self._at(index)
        self._end_row()

    def _at(self, index: int) -> int:
        """Deal with a token that stands in no bracket; the index to go on from."""
        token = self.tokens[index]
        text = token.text
        close = self.pairs.get(index)
        if token.kind == "begin" and close is not None and _ALIGNED.match(text):
            self.environments.append(text)
            self.row_environment = text
            after = index + 1
            return self._past_arguments(after)
        if token.kind == "end":
            if len(self.environments) > 1 and self.environments[-1] == text:
                self.environments.pop()
                # What follows the environment belongs to its last row.
                self._drop_empty_row()
            return index + 1
        if close is not None and token.text not in ("(", "["):
            self.cells[-1].extend(self.tokens[index : close + 1])
            return close + 1
        if token.kind == "command":
            if text in _ROW_ENDS:
                self._end_row()
                return self._past_row_end(index + 1)
            if text in _DROPPED:
                return index + 1
            if text in _DROPPED_WITH_ARGUMENT or text in _TEXT_ROWS:
                if text in _TEXT_ROWS:
                    self._end_row()
                return self._past_group(index + 1)
        elif text == "&":
            self.cells.append([])
            return index + 1
        self.cells[-1].append(token)
        return index + 1

    def _end_row(self) -> None:
        if any(self.cells):
            self.rows.append(Row(tuple(tuple(cell) for cell in self.cells), self.row_environment))
        self.cells = [[]]
        self.row_environment = self.environments[-1]

    def _drop_empty_row(self) -> None:
        """Take up the last row again where an environment ends after a row end."""
        if not any(self.cells) and self.rows:
            last = self.rows.pop()
            self.cells = [list(cell) for cell in last.cells]
            self.row_environment = last.environment

    def _past_group(self, index: int) -> int:
        if index < len(self.tokens) and self.tokens[index].text == "*":
            index += 1
        if index < len(self.tokens) and self.tokens[index].kind == "open":
            return self.pairs.get(index, index) + 1
        return index

    def _past_arguments(self, index: int) -> int:
        """Past `[t]` and `{rcl}` after the beginning of an environment."""
        if (
            index < len(self.tokens)
            and self.tokens[index].text == "["
            and self.pairs.get(index, index + 9) <= index + 3
        ):
            index = self.pairs[index] + 1
        takes = self.environments[-1].rstrip("*") in _TAKES_ARGUMENT
        if takes and index < len(self.tokens) and self.tokens[index].kind == "open":
            index = self.pairs.get(index, index) + 1
        return index

    def _past_row_end(self, index: int) -> int:
        r"""Past the star or the length in `\\*` and `\\[2pt]`."""
        tokens = self.tokens
        if index < len(tokens) and tokens[index].text == "*" and tokens[index].start == tokens[index - 1].end:
            index += 1
        if index + 1 < len(tokens) and tokens[index].text == "[" and tokens[index].start == tokens[index - 1].end:
            close = self.pairs.get(index)
            if close is not None and close <= index + 5 and tokens[index + 1].text.lstrip("-")[:1].isdigit():
                index = close + 1
        return index


def columns(row: Row) -> list[list[tuple[Token, ...]]]:
    """The cells of a row, put together to columns of claims: left and right side, then the next claim or a reason."""
    cells = list(row.cells)
    width = 3 if row.is_columns else 2
    if len(cells) > 2 and _is_relation(cells[1]):
        width = 3
    return [cells[start : start + width] for start in range(0, len(cells), width)]


def without_parentheses(found: tuple[Token, ...]) -> tuple[Token, ...]:
    """What stands inside parentheses around everything, as a remark often does."""
    inside = len(found) > 2 and found[0].text in ("(", "[", "（") and matched(found).get(0) == len(found) - 1
    return trimmed(found[1:-1]) if inside else found


def _is_relation(cell: Sequence[Token]) -> bool:
    inner = trimmed(cell)
    found = relation_at(inner, 0, matched(inner)) if inner else None
    return found is not None and found.end == len(inner)


def without_empty(found: Sequence[Token]) -> list[Token]:
    r"""The tokens without groups that hold nothing, such as `\mathrm{ }`, where no script stands on them."""
    kept: list[Token] = []
    for index, token in enumerate(found):
        if token.kind == "close" and kept and kept[-1].kind == "open":
            scripted = index + 1 < len(found) and found[index + 1].text in ("_", "^")
            before = kept[-2].text if len(kept) > 1 else ""
            if before in _EMPTY_WRAPPERS:
                del kept[-2:]
                continue
            bare = not before.startswith("\\") or before in SPACES
            if not scripted and bare and before not in ("_", "^", "}"):
                kept.pop()
                continue
        kept.append(token)
    return kept


def parted_at_commas(found: Sequence[Token]) -> Iterator[list[Token]]:
    """The parts of tokens between the commas that stand in no bracket, and in no number as 10,000."""
    part: list[Token] = []
    for number, (token, depth) in enumerate(zip(found, depths(found, matched(found)), strict=True)):
        if token.text in (",", "，") and not depth and not is_in_number(found, number):
            yield part
            part = []
        else:
            part.append(token)
    yield part

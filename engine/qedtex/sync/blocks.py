"""Blocks of a note: the marks that begin and end each, what stands between them, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qedtex.errors import QedtexError
from qedtex.notes.blocks import BEGIN, END, Mark, digest, is_digest, plain_lines
from qedtex.notes.sources.documents import TEX
from qedtex.notes.sources.gathering import Gathering
from qedtex.notes.sources.markdown import read_markdown
from qedtex.notes.sources.source import with_unix_lines
from qedtex.notes.sources.tex import read_tex
from qedtex.sync.source import Text, split_line

_QUOTE = re.compile(r"[ \t>]*")
_ENDING = re.compile(r"(?P<said>qedtex\s*:\s*end)(?P<rest>.*?)(?P<close>\s*-->.*|\s*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a text: its marks, what stands before the first of them on its line, and the lines between them."""

    begin: Mark
    end: Mark
    prefix: str
    lines: tuple[str, ...]

    @property
    def edited(self) -> bool:
        """Whether there is something between the marks that `qedtex sync` did not write, or not so."""
        said = self.plain(self.lines)
        return bool(said) and self.end.text != digest(said)

    def plain(self, lines: Sequence[str]) -> tuple[str, ...]:
        """Lines of the block without the marks of the quotations that it stands in."""
        return plain_lines(lines, self.prefix.count(">"))

    def alone(self, kind: str) -> list[str]:
        """The lines of the block with its marks, as a text of their own."""
        begin, end = (f"% qedtex: {word}\n" if kind == TEX else f"<!-- qedtex: {word} -->\n" for word in (BEGIN, END))
        bare = self.prefix.rstrip()
        inside = [line.removeprefix(self.prefix if line.startswith(self.prefix) else bare) for line in self.lines]
        return [begin, *inside, end]

    def filled(self, lines: Sequence[str], first: str, last: str) -> list[str]:
        """The block filled in: new lines, each with its line end, and the line of the mark that ends it.

        `first` and `last` are the lines that the marks end and stand on; new lines take the line end of `first`.
        """
        line_end = split_line(first)[1]
        made = [((self.prefix + line) if line else self.prefix.rstrip()) + line_end for line in lines]
        text, its_end = split_line(last)
        mark = _ENDING.search(text)
        if mark is None:
            raise ValueError(f"{text!r} does not end a block")
        return [*made, f"{text[: mark.start()]}{mark['said']} {digest(self.plain(made))}{mark['close']}{its_end}"]


@dataclass(frozen=True, slots=True)
class Found:
    """The blocks of a text whose marks are right, what is wrong with marks, and all formulas by their lines."""

    blocks: tuple[Block, ...] = ()
    faults: tuple[QedtexError, ...] = ()
    formulas: tuple[tuple[int, str], ...] = ()

    def within(self, block: Block) -> list[str]:
        """The formulas that a reader finds in a block."""
        return [latex for line, latex in self.formulas if block.begin.end_line < line < block.end.line]

    @property
    def outside(self) -> list[str]:
        """The formulas that are in no block."""
        spans = [(block.begin.end_line, block.end.line) for block in self.blocks]
        return [latex for line, latex in self.formulas if not any(first < line < last for first, last in spans)]


def blocks_of(text: Text, kind: str, path: str = "") -> Found:
    r"""The blocks of a text, of a kind of document; places are those of the file at `path`.

    The faults: QT880 for a mark with something else on its line, QT881 for one without the other, QT882 for a block
    inside of another, QT889 for words behind `end` that sync did not write.

    >>> lines = ("<!-- qedtex: begin a.b -->\n", "x\n", "<!-- qedtex: end -->\n", "<!-- qedtex: begin c.d -->")
    >>> found = blocks_of(Text(lines), "markdown")
    >>> found.blocks[0].begin.text, found.blocks[0].lines, found.blocks[0].edited, found.faults[0].code
    ('a.b', ('x\n',), True, 'QT881')
    """
    gathering = Gathering()
    lines = text.lines
    whole = with_unix_lines("".join(lines))
    if kind == TEX:
        read_tex(whole, gathering)
    else:
        read_markdown(whole, gathering, text.cell)
    found: list[Block] = []
    faults: list[QedtexError] = []
    opened: list[Mark] = []
    sound = True
    for mark in gathering.marks:
        fault = _standing(mark, lines, kind) or _said(mark)
        if mark.kind == BEGIN:
            if opened:
                fault = fault or _nested(mark, opened[-1])
            sound = fault is None and (sound or not opened)
            opened.append(mark)
        elif not opened:
            fault = fault or QedtexError("QT881", "no block is open that could end here", help="take the mark away")
        elif len(opened) > 1:
            opened.pop()
        else:
            begin = opened.pop()
            between = tuple(lines[begin.end_line : mark.line - 1])
            if sound and fault is None:
                found.append(Block(begin, mark, lines[begin.line - 1][: begin.column - 1], between))
        if fault is not None:
            faults.append(placed(fault, mark, text, path))
    for begin in opened[:1]:
        unclosed = QedtexError(
            "QT881",
            "the block that begins here does not end",
            help=f"end it with {_example(kind)} on a line of its own",
        )
        faults.append(placed(unclosed, begin, text, path))
    formulas = ((formula.line, " ".join(formula.latex.split())) for formula in gathering.results()[0])
    return Found(tuple(found), tuple(faults), tuple(formulas))


def placed(fault: QedtexError, mark: Mark, text: Text, path: str) -> QedtexError:
    """The fault with the place of a mark; in a notebook the cell is told too."""
    fault.place = text.place(path, mark.line, mark.column)
    if mark.cell is not None:
        fault.message = f"cell {mark.cell}: {fault.message}"
    return fault


def _standing(mark: Mark, lines: Sequence[str], kind: str) -> QedtexError | None:
    """What is wrong with where a mark stands: alone on its lines, but for the marks of a quotation."""
    before = lines[mark.line - 1][: mark.column - 1]
    behind = split_line(lines[mark.end_line - 1])[0]
    if kind == TEX:
        alone = not before.strip()
    else:
        start = mark.column - 1 if mark.line == mark.end_line else 0
        alone = _QUOTE.fullmatch(before) is not None and not behind.partition("-->")[2].strip()
        alone = alone and behind.find("-->") >= start
    if alone and (mark.kind == BEGIN or mark.line == mark.end_line):
        return None
    return QedtexError("QT880", "a mark of a block stands alone on its line", help="put it on a line of its own")


def _said(mark: Mark) -> QedtexError | None:
    if mark.kind == BEGIN or not mark.text or is_digest(mark.text):
        return None
    return QedtexError(
        "QT889",
        f"behind `end` stands what sync did not write: {mark.text[:40]!r}",
        expected="nothing, or the eight digits that sync writes",
        help="take it away",
    )


def _nested(mark: Mark, outer: Mark) -> QedtexError:
    return QedtexError(
        "QT882",
        "a block begins inside of another",
        notes=(f"the block that begins on line {outer.line} does not end before",),
        help="end the outer block first",
    )


def _example(kind: str) -> str:
    return "`% qedtex: end`" if kind == TEX else "`<!-- qedtex: end -->`"

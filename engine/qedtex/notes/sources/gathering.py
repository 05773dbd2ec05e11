"""What a reader of documents finds, gathered in order: formulas with their context, directives, macros, troubles."""

from __future__ import annotations

import re
from dataclasses import replace

from qedtex.notes.blocks import Block, Mark, blocks_between
from qedtex.notes.sources.directives import Directive, InForce, Unknown, parse_comment
from qedtex.notes.sources.documents import Formula, Trouble
from qedtex.notes.sources.macros import Expansion, Macros
from qedtex.notes.sources.source import Lines, Traced

_CONTEXT = 300
_BREAK = re.compile(r"\n[ \t>]*\n")


class Gathering:
    """Collects what a document holds while it is read from its beginning to its end."""

    def __init__(self) -> None:
        self.lines = Lines("")
        self.cell: int | None = None
        self.macros = Macros()
        self.marks: list[Mark] = []
        """The marks of blocks that `qedtex sync` fills, in their order."""
        self._texts: dict[int | None, str] = {}
        self._formulas: list[Formula] = []
        self._directives: list[Directive] = []
        self._in_force: list[Directive] = []
        self._troubles: list[Trouble] = []
        self._context = ""
        self._after = ""
        self._ignore = False
        self._section = 0
        self._heading = ""

    def begin(self, text: str, cell: int | None = None) -> None:
        """Begin a source text: a whole file, or one cell of a notebook."""
        self.lines = Lines(text)
        self.cell = cell
        self._texts[cell] = text

    def results(self) -> tuple[tuple[Formula, ...], tuple[Directive, ...], tuple[Trouble, ...], tuple[Block, ...]]:
        """Everything that was found."""
        self._end_context()
        blocks = blocks_between(self.marks, self._texts)
        return tuple(self._formulas), tuple(self._directives), tuple(self._troubles), blocks

    def prose(self, text: str) -> None:
        """Text between formulas."""
        self._context = (self._context + text)[-_CONTEXT:]
        if len(self._after) < _CONTEXT:
            self._after = (self._after + text)[:_CONTEXT]

    def heading(self, title: str = "") -> None:
        """A heading with its words: what follows is a section of its own."""
        self._section += 1
        self._heading = " ".join(title.split())[:_CONTEXT]

    def trouble(self, code: str, message: str, offset: int, help: str = "") -> Trouble:
        """Note a fault of the document at an offset of the source."""
        line, column = self.lines.place(offset)
        found = Trouble(code, message, line, column, help, self.cell)
        self._troubles.append(found)
        return found

    def comment(self, text: str, offset: int) -> None:
        """A comment of the document, which may be a directive."""
        line, column = self.lines.place(offset)
        found = parse_comment(text, line, self.cell, column)
        if isinstance(found, Unknown):
            hint = f"did you mean `{found.nearest[0]}`?" if found.nearest else "there are let, ignore, off and on"
            self.trouble("QT812", f"no directive is called {found.word!r}", offset, hint)
        elif isinstance(found, Mark):
            self.marks.append(found)
        elif found is not None:
            self._directives.append(found)
            if found.kind == "ignore":
                self._ignore = True
            else:
                self._in_force.append(found)

    def formula(self, content: Traced, environment: str, *, display: bool, start: int, end: int) -> None:
        """A formula whose content was written between two offsets of the source, the delimiters included."""
        trouble = None
        content = self.macros.taken_from(content)
        if self.macros.occur_in(content.text):
            expansion = self.macros.expanded(content)
            if isinstance(expansion, Expansion):
                content = expansion.content
            else:
                trouble = self.trouble(
                    "QT813", expansion.message, expansion.offset, "shorten what its macros stand for"
                )
        content = content.stripped()
        if not content.text:
            return
        self._end_context()
        line, column = self.lines.place(start)
        self._formulas.append(
            Formula(
                latex=content.text,
                origins=content.origins,
                lines=self.lines,
                display=display,
                environment=environment,
                line=line,
                column=column,
                end_line=self.lines.line(max(start, end - 1)),
                cell=self.cell,
                context_before=_said(self._context),
                directives=InForce(self._in_force, len(self._in_force)),
                ignored=self._ignore,
                section=self._section,
                heading=self._heading,
                trouble=trouble,
                span=(start, end),
            )
        )
        self._context = ""
        self._ignore = False

    def _end_context(self) -> None:
        """The prose since the last formula is what follows it."""
        said = _said(self._after)
        if self._formulas and said:
            apart = "\n" if _BREAK.match(self._after.lstrip(" \t")) else ""
            self._formulas[-1] = replace(self._formulas[-1], context_after=apart + said)
        self._after = ""


def _said(text: str) -> str:
    """Prose with single spaces in it, and a line end where one paragraph or block ends and another begins."""
    return "\n".join(filter(None, (" ".join(part.split()) for part in _BREAK.split(text))))

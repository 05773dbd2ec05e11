"""Markdown notes: CommonMark's blocks from markdown-it-py, with displayed mathematics as a block of its own."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from qedtex.notes.sources.escapes import is_escaped, unescaped
from qedtex.notes.sources.gathering import Gathering
from qedtex.notes.sources.source import Traced
from qedtex.notes.sources.spans import ENVIRONMENTS, Spans, looks_like_tex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_NESTING = 60
_OPENER = re.compile(r"\$\$|\\\\?\[|\\begin\s*\{(?P<name>[A-Za-z]{1,20}\*?)\}")
_DISPLAY = re.compile(r"(?<!\\)\$\$")
_SINGLE = re.compile(r"(?<![\\$])\$(?!\$)")
_TEXT_GROUP = re.compile(r"\\(?:text[a-z]*|mbox|hbox)\s*\{[^{}]*\}")
_NOT_MATHS = re.compile(r"(?:`{3}|~{3}|#{1,6}\s)")
_FENCES = ("math", "{math}")
_OPTION = re.compile(r":[\w-]+:")
_BACK = 200
_LEAVES = ("inline", "fence", "code_block", "html_block", "hr", "mathematics")


def read_markdown(text: str, gathering: Gathering, cell: int | None = None) -> None:
    """Gather what a Markdown text holds; its line ends are single newlines."""
    gathering.begin(text, cell)
    # markdown-it-py puts U+FFFD for NUL, and so do we, to find its lines again.
    text = text.replace("\0", "\ufffd")
    source = text if cell is not None else _without_front_matter(text)
    lines = source.split("\n")
    escaped = is_escaped(text)
    covered = bytearray(len(lines) + 1)
    blocks: list[tuple[int, Token]] = []
    heading = False
    for token in _parser().parse(source):
        if token.type == "heading_open":
            heading = True
        if token.type in _LEAVES and token.map is not None:
            start, end = token.map
            covered[start:end] = b"\1" * (end - start)
            token.meta["heading"] = heading
            blocks.append((start, token))
            heading = False
    reader = _Blocks(lines, gathering, escaped)
    blocks.extend(reader.left_over(covered))
    for _, token in sorted(blocks, key=lambda block: block[0]):
        reader.read(token)


class _Blocks:
    """Reads the blocks of a Markdown text one after the other."""

    def __init__(self, lines: list[str], gathering: Gathering, escaped: bool) -> None:
        self._lines = lines
        self._gathering = gathering
        self._escaped = escaped
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def read(self, token: Token) -> None:
        if token.meta.get("heading"):
            self._gathering.heading(token.content)
        self._gathering.prose("\n\n")
        if token.type == "fence":
            if token.info.split(maxsplit=1)[:1] in ([name] for name in _FENCES):
                self._fence(token)
        elif token.type in ("inline", "html_block", "mathematics"):
            Spans(
                self._traced(token.content, token.map or [0, 0]),
                self._gathering,
                markdown=True,
                table=_is_table(token.content),
                escaped=self._escaped,
            ).scan()

    def left_over(self, covered: bytearray) -> list[tuple[int, Token]]:
        """The lines with mathematics that no block holds: nested too deeply, or taken for a link's address."""
        from markdown_it.token import Token

        found = []
        for number, line in enumerate(self._lines):
            if not covered[number] and ("$" in line or "\\" in line):
                found.append((number, Token("inline", "", 0, map=[number, number + 1], content=line, meta={})))
        return found

    def _traced(self, content: str, lines: list[int], skip: int = 0) -> Traced:
        """The content of a block, each of its lines found at the end of its line of the source."""
        parts = []
        first = lines[0] + skip
        pieces = content.split("\n")
        # Lines of nothing but space that CommonMark does not count as space are stripped from a paragraph all the same.
        while first + 1 < lines[1] and pieces[0] and pieces[0].strip() not in self._lines[first]:
            first += 1
        for number, piece in enumerate(pieces, first):
            if number >= len(self._lines):
                break
            line, start = self._lines[number], self._starts[number]
            column = line.rfind(piece)
            if column < 0:
                piece = piece.lstrip()
                column = max(0, line.rfind(piece))
            parts.append(Traced.of(piece + "\n", start + column))
        if not parts:
            return Traced("", ())
        whole = Traced.joined(parts)
        return whole.part(0, len(whole.text) - 1)

    def _fence(self, token: Token) -> None:
        first, end = token.map or [0, 0]
        content = self._traced(token.content, [first, end], skip=1)
        while (line_end := content.text.find("\n")) >= 0 and _OPTION.match(content.text):
            content = content.part(line_end + 1, len(content.text))
        if _OPTION.match(content.text):
            content = content.part(0, 0)
        self._gathering.formula(
            unescaped(content, rows=True),
            "math-fence",
            display=True,
            start=self._starts[first] + len(self._lines[first]) - len(self._lines[first].lstrip(" >\t")),
            end=self._starts[max(first, end - 1)] + len(self._lines[max(first, end - 1)]),
        )


def _is_table(content: str) -> bool:
    """Whether a paragraph is a table: its second line is made of bars, dashes and colons."""
    second = content.split("\n", 2)[1:2]
    return bool(second) and "|" in second[0] and "-" in second[0] and set(second[0]) <= set("|-: \t")


def _without_front_matter(text: str) -> str:
    """The text with its front matter as empty lines, so that the rest keeps its place."""
    for mark, closers in (("---", ("---", "...")), ("+++", ("+++",))):
        if text.split("\n", 1)[0].rstrip() != mark:
            continue
        lines = text.split("\n")
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() in closers:
                return "\n".join(" " * len(line) for line in lines[: number + 1]) + text[_length(lines, number) :]
    return text


def _length(lines: list[str], last: int) -> int:
    return sum(len(line) + 1 for line in lines[: last + 1]) - 1


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING})
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.before(
        "code", "mathematics", _mathematics, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    return parser


# Displayed mathematics as a block ------------------------------------------------------------------------------------


def _mathematics(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the lines of a display, so that what looks like a list or a heading in it is not one."""
    if state.is_code_block(start) or state.sCount[start] < 0:
        return False
    opener = _OPENER.match(_line(state, start))
    if opener is None or (opener["name"] and not ENVIRONMENTS.match(opener["name"])):
        return False
    if _within(state, start):
        return False
    last = _last_line(state, start, opener)
    if last is None:
        return False
    if silent:
        return True
    state.env["after"] = state.line = last + 1
    token = state.push("mathematics", "", 0)
    token.map = [start, last + 1]
    token.content = state.getLines(start, last + 1, state.blkIndent, False)
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _within(state: StateBlock, start: int) -> bool:
    """Whether a display that began in the paragraph above is still open at a line."""
    # Each line is counted once: from the line that was last asked about, its count is known.
    known, known_count = state.env.get("counted", (-1, 0))
    count = 0
    for number in range(start - 1, max(state.env.get("after", 0), start - _BACK) - 1, -1):
        line = _line(state, number)
        if not line.strip():
            break
        count += len(_DISPLAY.findall(line))
        if number == known:
            count += known_count
            break
    state.env["counted"] = (start, count)
    return count % 2 == 1


def _last_line(state: StateBlock, start: int, opener: re.Match[str]) -> int | None:
    """The line on which the display that begins here ends, or nothing where prose comes first."""
    mark = opener[0]
    closer = _DISPLAY if mark == "$$" else re.compile(re.escape(_closer(opener)))
    stops: dict[str, Any] = state.env.setdefault("stops", {})
    key = f"{closer.pattern} {state.lineMax} {state.level}"
    if stops.get(key, -1) > start:
        return None
    open_display = False
    blank = False
    for number in range(start, state.lineMax):
        line = _line(state, number)
        if number > start and (not line.strip() or (blank and not looks_like_tex(line))):
            if line.strip():
                break
            blank = True
            continue
        blank = False
        if number > start and _NOT_MATHS.match(line):
            break
        if mark == "$$":
            for _ in _DISPLAY.finditer(line):
                open_display = not open_display
            if not open_display:
                return number
        elif closer.search(line, len(mark) if number == start else 0):
            return number
        if _SINGLE.search(_TEXT_GROUP.sub("", line)):
            break
    else:
        number = state.lineMax
    stops[key] = number
    return None


def _closer(opener: re.Match[str]) -> str:
    return f"\\end{{{opener['name']}}}" if opener["name"] else opener[0].replace("[", "]")

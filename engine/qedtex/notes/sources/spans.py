"""Formulas within running text: dollars, backslash brackets and environments, apart from code, comments and prices."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence

from qedtex.notes.sources.escapes import unescaped
from qedtex.notes.sources.gathering import Gathering
from qedtex.notes.sources.source import Traced

_ROWS = "align|gather|multline|eqnarray|alignat|xalignat|flalign|dmath|dgroup|IEEEeqnarray"
ENVIRONMENTS = re.compile(rf"(?:equation|displaymath|math|{_ROWS})\*?\Z")
"""The environments that begin mathematics by themselves."""

_MARKDOWN = re.compile(
    r"\\\\[(\[]|\\begin\s*\{(?P<name>[A-Za-z]{1,20}\*?)\}|\\.|`+|\$\$?|<!--|<(?=[A-Za-z/!?])|\]\(", re.DOTALL
)
_TEX = re.compile(
    r"\\begin\s*\{(?P<name>[A-Za-z]{1,20}\*?)\}|\\(?P<section>part|chapter|(?:sub)*section)\b\*?|\\[A-Za-z]+|\\.|\$\$?",
    re.DOTALL,
)
_TITLE = re.compile(r"\s*(?:\[[^\[\]]{0,300}\]\s*)?\{([^{}]{0,300})\}")
"""The words of a heading behind its command."""
_DOLLARS = re.compile(r"\\.|\$\$?", re.DOTALL)
_DOLLAR = re.compile(r"\\.|\$", re.DOTALL)
_BLANK = re.compile(r"\n[ \t]*\n")
_OPEN_TEXT = re.compile(r"\\(?:text[a-z]*|mbox|hbox)\s*\{[^{}]*\Z")
_TEXT_WINDOW = 200
_DESTINATION = re.compile(r"\]\([^()\s]{0,2000}\)")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]{0,2000}>")
_RAW_TAG = re.compile(r"<(pre|code|kbd|samp|script|style|textarea)(?=[\s>])[^<>]{0,2000}>", re.IGNORECASE)
_SHAPED = re.compile(r"[\\^_]")
_LETTER = re.compile(r"[A-Za-z\u0370-\u03ff]'?\Z")


def is_plausible(content: str, after: str) -> bool:
    r"""Whether what stands between two dollar signs is mathematics and not prose between two prices.

    No space inside the dollars and no digit after them, or else a content that looks like TeX.

    >>> is_plausible(r" \theta ", " "), is_plausible("5 and ", "6"), is_plausible("x", "")
    (True, False, True)
    """
    inner = content.strip()
    if not inner or _BLANK.search(content):
        return False
    if inner == content and not after.isdigit():
        return True
    return bool(_SHAPED.search(inner) or _LETTER.match(inner) or ("=" in inner and not inner[0].isdigit()))


def looks_like_tex(content: str) -> bool:
    r"""Whether a text in `\[` and `\]` is mathematics, and not a bracket escaped for Markdown.

    >>> looks_like_tex("a = b"), looks_like_tex("citation needed"), looks_like_tex("1")
    (True, False, False)
    """
    inner = content.strip()
    return bool(_SHAPED.search(inner) or "=" in inner or _LETTER.match(inner))


class Spans:
    """Finds the formulas of one text and hands them on in order."""

    def __init__(
        self,
        text: Traced,
        gathering: Gathering,
        *,
        markdown: bool,
        table: bool = False,
        escaped: bool = False,
        comments: Sequence[tuple[int, str, int]] = (),
    ) -> None:
        self._traced = text
        self._text = text.text
        self._gathering = gathering
        self._markdown = markdown
        self._table = table
        self._escaped = escaped
        # Comments that were taken out: their offset in the text, what they say, and their offset in the source.
        self._comments = deque(comments)
        self._prose_from = 0
        self._missing: set[str] = set()
        self._ticks: dict[int, list[int]] | None = None

    def scan(self) -> None:
        """Hand on everything from the beginning of the text to its end."""
        pattern = _MARKDOWN if self._markdown else _TEX
        position = 0
        while (found := pattern.search(self._text, position)) is not None:
            position = self._at(found)
        self._prose(len(self._text))
        self._comment_until(len(self._text) + 1)

    def _at(self, found: re.Match[str]) -> int:
        """Deal with what was found; the offset to go on from."""
        text, start = found[0], found.start()
        if found["name"] is not None:
            return self._environment(found)
        if text == "$$":
            return self._display(start)
        if text == "$":
            return self._inline(start)
        if self._markdown and text[0] == "\\" and text[-1] in "([" and len(text) in (2, 3):
            return self._brackets(start, text)
        if not self._markdown:
            return self._tex_command(found)
        if text[0] == "`":
            return self._code(found)
        if text[0] == "<":
            return self._html(start)
        if text == "](":
            link = _DESTINATION.match(self._text, start)
            return self._skipped(start, link.end()) if link else found.end()
        return found.end()

    def _tex_command(self, found: re.Match[str]) -> int:
        if found["section"] is not None:
            self._prose(found.start())
            title = _TITLE.match(self._text, found.end())
            self._gathering.heading(title[1] if title else "")
            return found.end()
        if found[0] in ("\\(", "\\["):
            return self._brackets(found.start(), found[0])
        from qedtex.notes.sources.macros import DEFINITION

        definition = DEFINITION.match(self._text, found.start())
        if definition is not None:
            end = self._gathering.macros.define(self._text, definition)
            return self._skipped(found.start(), end)
        return found.end()

    # Delimiters ----------------------------------------------------------------------------------------------------

    def _display(self, start: int) -> int:
        close = self._display_close(start + 2)
        if close is None:
            self._unclosed("$$", start)
            return start + 2
        return self._formula(start, start + 2, close, close + 2, "$$", display=True)

    def _display_close(self, position: int) -> int | None:
        if "$$" in self._missing:
            return None
        begin = position
        in_text = False
        for found in _DOLLARS.finditer(self._text, position):
            if found[0] == "$$":
                return found.start()
            if found[0] == "$":
                if not in_text and not self._inside_text(begin, found.start()):
                    return None
                in_text = not in_text
        self._missing.add("$$")
        return None

    def _inline(self, start: int) -> int:
        if self._markdown and self._text.startswith("`", start + 1):
            end = self._text.find("`$", start + 2)
            if 0 <= end <= start + 5000 and "\n\n" not in self._text[start:end]:
                return self._formula(start, start + 2, end, end + 2, "$`", display=False)
        close = self._inline_close(start + 1)
        if close is None:
            if self._text[start + 1 : start + 2] == "\\" or not self._markdown:
                self._unclosed("$", start)
            return start + 1
        if self._markdown and not is_plausible(self._text[start + 1 : close], self._text[close + 1 : close + 2]):
            return start + 1
        return self._formula(start, start + 1, close, close + 1, "$", display=False)

    def _inline_close(self, position: int) -> int | None:
        if "$" in self._missing:
            return None
        first = None
        in_text = False
        for found in _DOLLAR.finditer(self._text, position):
            if found[0] != "$":
                continue
            close = found.start()
            first = close if first is None else first
            if close - position > _TEXT_WINDOW and in_text:
                return first
            if in_text:
                in_text = False
            elif self._inside_text(position, close):
                in_text = True
            else:
                return None if _BLANK.search(self._text, position, close) else close
        if first is None:
            self._missing.add("$")
        return first

    def _inside_text(self, begin: int, position: int) -> bool:
        return _OPEN_TEXT.search(self._text[max(begin, position - _TEXT_WINDOW) : position]) is not None

    def _brackets(self, start: int, opener: str) -> int:
        closer = opener[:-1] + (")" if opener[-1] == "(" else "]")
        inside = start + len(opener)
        close = self._bracket_close(inside, opener, closer)
        if close is None:
            if not self._markdown:
                self._unclosed(opener, start)
            return inside
        if self._markdown and not looks_like_tex(self._text[inside:close]):
            return inside
        name = opener[-2:]
        return self._formula(start, inside, close, close + len(closer), name, display=name == "\\[")

    def _bracket_close(self, position: int, opener: str, closer: str) -> int | None:
        if closer in self._missing:
            return None
        # A doubled backslash in Markdown is part of the delimiter; elsewhere it ends a row and hides what follows.
        pattern = re.compile(re.escape(opener) + "|" + re.escape(closer) + r"|\\.", re.DOTALL)
        for found in pattern.finditer(self._text, position):
            if found[0] == closer:
                return found.start()
            if found[0] == opener:
                return None
        self._missing.add(closer)
        return None

    def _environment(self, found: re.Match[str]) -> int:
        name = found["name"]
        if not ENVIRONMENTS.match(name):
            return found.end()
        end_mark = f"\\end{{{name}}}"
        close = -1 if end_mark in self._missing else self._text.find(end_mark, found.end())
        again = self._text.find(found[0], found.end(), close) if close >= 0 else -1
        if close < 0 or again >= 0:
            if close < 0:
                self._missing.add(end_mark)
            self._unclosed(found[0], found.start())
            return found.end()
        return self._formula(found.start(), found.end(), close, close + len(end_mark), name, display=name != "math")

    # What is not mathematics -----------------------------------------------------------------------------------------

    def _code(self, found: re.Match[str]) -> int:
        length = len(found[0])
        if self._ticks is None:
            self._ticks = {}
            for run in re.finditer("`+", self._text):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
        runs = self._ticks.get(length, [])
        place = bisect_left(runs, found.end())
        if place == len(runs):
            return found.end()
        close = runs[place]
        role = "{math}"
        if self._text.endswith(role, 0, found.start()):
            start = found.start() - len(role)
            return self._formula(start, found.end(), close, close + length, "math-role", display=False)
        return close + length

    def _html(self, start: int) -> int:
        from markdown_it.common.html_re import HTML_TAG_RE

        if self._text.startswith("<!--", start):
            end = self._find("-->", start + 4)
            if end is None:
                return start + 4
            self._gathering.comment(self._text[start + 4 : end], self._traced.origin(start))
            return self._skipped(start, end + 3)
        raw = _RAW_TAG.match(self._text, start)
        if raw is not None:
            end = self._find(f"</{raw[1].lower()}", raw.end())
            return self._skipped(start, raw.end() if end is None else end)
        tag = _AUTOLINK.match(self._text, start) or HTML_TAG_RE.match(self._text[start : start + 2000])
        if tag is None:
            return start + 1
        return self._skipped(start, start + tag.end() - tag.start())

    def _find(self, mark: str, position: int) -> int | None:
        if mark in self._missing:
            return None
        end = self._text.find(mark, position)
        if end < 0:
            self._missing.add(mark)
            return None
        return end

    # Handing on ------------------------------------------------------------------------------------------------------

    def _prose(self, until: int) -> None:
        if until > self._prose_from:
            self._gathering.prose(self._text[self._prose_from : until])
        self._prose_from = until

    def _skipped(self, start: int, end: int) -> int:
        self._prose(start)
        self._prose_from = end
        return end

    def _comment_until(self, offset: int) -> None:
        while self._comments and self._comments[0][0] <= offset:
            _, said, origin = self._comments.popleft()
            self._gathering.comment(said, origin)

    def _unclosed(self, opener: str, start: int) -> None:
        self._gathering.trouble(
            "QT810", f"nothing closes this {opener}", self._traced.origin(start), "close it, or write \\$ for a dollar"
        )

    def _formula(self, start: int, inside: int, close: int, end: int, environment: str, *, display: bool) -> int:
        content = self._traced.part(inside, close)
        if self._markdown:
            rows = display or "\\begin" in content.text
            content = unescaped(content, escaped=self._escaped, rows=rows, table=self._table)
        self._prose(start)
        # What is said within a formula holds for it, but for `ignore`, which speaks of the next one.
        self._comment_until(start)
        while self._comments and self._comments[0][0] < end and "ignore" not in self._comments[0][1]:
            self._comment_until(self._comments[0][0])
        self._gathering.formula(
            content,
            environment,
            display=display,
            start=self._traced.origin(start),
            end=self._traced.origin(end - 1) + 1,
        )
        self._prose_from = end
        return end

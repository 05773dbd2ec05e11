"""A note's own text with something else in the place of its formulas: Markdown as it looks, LaTeX as it stands.

The text is untrusted. HTML in it is escaped, but for comments, which readers of a note do not see; pictures are not
fetched; and what goes into the places of formulas is put in behind the Markdown renderer, so that nothing a note says
can be taken for it. What is said of a formula stands beside the paragraph, the heading or the table that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML

_BEGIN, _END = "\ue000", "\ue001"
_PLACE = re.compile(f"{_BEGIN}([0-9]+){_END}")
_FOREIGN = re.compile("[\ue000\ue001\x00-\x08\x0b-\x1f\x7f]")
_COMMENT = re.compile("<!--.*?(?:-->|$)", re.DOTALL)
_BLANK = re.compile(r"(\n(?:[ \t]*\n)+)")
_LONGEST = 2_000_000
_CLOSED = "</div></div>\n"


@dataclass(frozen=True, slots=True)
class Placed:
    """What takes the place of a piece of the text, from `start` to `end`, and what is said beside its paragraph."""

    start: int
    end: int
    shown: Markup
    beside: Markup = field(default_factory=Markup)


def markdown_html(text: str, places: Sequence[Placed]) -> Markup:
    r"""A Markdown text with markup in the place of some pieces, which are in order and apart.

    >>> str(markdown_html("# A *b* $x$", [Placed(8, 11, Markup("<b>x</b>"))]))
    '<h1>A <em>b</em> <b>x</b></h1>\n'
    >>> str(markdown_html("$x$", [Placed(0, 3, Markup("<b>x</b>"), Markup("!"))]))
    '<div class="marked"><div class="beside">!</div><div class="paragraph"><b>x</b></div></div>\n'
    >>> str(markdown_html("a<b> ![a](b)<!-- c -->", []))
    '<p>a&lt;b&gt; !<a rel="noreferrer noopener nofollow" href="b">a</a></p>\n'
    """
    if len(text) > _LONGEST:
        return source_html(text, places)
    marked, put = _marked(text, places)
    environment: dict[str, Any] = {"put": put, "seen": set(), "told": set(), "closed": []}
    rendered = _PLACE.sub("", _renderer().render(marked, environment))
    missing = [one for number, one in put.items() if number not in environment["seen"]]
    untold = [one for one in missing if id(one) not in environment["told"]]
    shown = Markup(" ").join(one.shown for one in missing)
    return Markup(rendered) + _block(untold, shown)


def source_html(text: str, places: Sequence[Placed]) -> Markup:
    """A text as it stands, escaped, with markup in the place of some pieces.

    >>> source_html("a < $x$", [Placed(4, 7, Markup("<i>x</i>"))])
    Markup('<div class="source">a &lt; <i>x</i></div>')
    """
    marked, put = _marked(text, places)
    pieces = (_block(_held(piece, put), _filled(piece, put)) for piece in _BLANK.split(marked))
    return Markup('<div class="source">{}</div>').format(Markup("").join(pieces))


def _marked(text: str, places: Sequence[Placed]) -> tuple[str, dict[int, Placed]]:
    """The text with a mark for each piece; marks that the text itself holds are taken out of it."""
    parts: list[str] = []
    done = 0
    for number, one in enumerate(places):
        if one.start >= done:  # a formula inside of another is shown behind it
            parts.append(_FOREIGN.sub("\ufffd", text[done : one.start]))
        parts.append(f"{_BEGIN}{number}{_END}")
        done = max(done, one.end)
    parts.append(_FOREIGN.sub("\ufffd", text[done:]))
    return "".join(parts), dict(enumerate(places))


def _held(text: str, put: Mapping[int, Placed]) -> list[Placed]:
    return [put[int(found[1])] for found in _PLACE.finditer(text)]


def _filled(text: str, put: Mapping[int, Placed]) -> Markup:
    """Text escaped, with the markup in its places."""
    made, done = Markup(), 0
    for found in _PLACE.finditer(text):
        made += escape(text[done : found.start()]) + put[int(found[1])].shown
        done = found.end()
    return made + escape(text[done:])


def _block(held: Sequence[Placed], shown: Markup) -> Markup:
    """A block of text, with what is said beside it."""
    beside = Markup("").join(one.beside for one in held)
    return _opened(beside) + shown + Markup("</div></div>") if beside else shown


def _opened(beside: Markup) -> Markup:
    return Markup('<div class="marked"><div class="beside">{}</div><div class="paragraph">').format(beside)


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark").enable("table").disable("image")
    made.add_render_rule("text", _text)
    made.add_render_rule("code_inline", _code)
    made.add_render_rule("fence", _fence)
    made.add_render_rule("code_block", _fence)
    made.add_render_rule("html_inline", _html)
    made.add_render_rule("html_block", _html_block)
    made.add_render_rule("link_open", _link)
    for kind in ("paragraph", "heading", "table"):
        made.add_render_rule(f"{kind}_open", _open)
        made.add_render_rule(f"{kind}_close", _close)
    return made


def _text(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    text = tokens[index].content
    environment["seen"].update(int(found[1]) for found in _PLACE.finditer(text))
    return str(_filled(text, environment["put"]))


def _code(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    return f"<code>{_text(self, tokens, index, options, environment)}</code>"


def _fence(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    """A fence of code; one that holds nothing but formulas, as a fence of mathematics does, is a paragraph."""
    text, put = tokens[index].content, environment["put"]
    shown = Markup(_text(self, tokens, index, options, environment))
    if not _PLACE.search(text) or _PLACE.sub("", text).strip():
        shown = Markup("<pre><code>{}</code></pre>").format(shown)
    environment["told"].update(id(one) for one in _held(text, put))
    return f"{_block(_held(text, put), shown)}\n"


def _html(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    """HTML in a line as its source; a comment is nothing."""
    text = _COMMENT.sub("", tokens[index].content)
    environment["seen"].update(int(found[1]) for found in _PLACE.finditer(text))
    return str(_filled(text, environment["put"]))


def _html_block(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    shown = Markup(_html(self, tokens, index, options, environment))
    held = _held(_COMMENT.sub("", tokens[index].content), environment["put"])
    environment["told"].update(id(one) for one in held)
    if not shown.strip():
        return ""
    paragraph = Markup('<div class="paragraph">{}</div>').format(shown)
    return f"{_block(held, paragraph)}\n"


def _open(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    """The beginning of a block, with what is said beside it; a paragraph with formulas can hold blocks of its own."""
    token, put = tokens[index], environment["put"]
    held = [one for inside in _inside(tokens, index) for one in _held(inside.content, put)]
    environment["told"].update(id(one) for one in held)
    beside = Markup("").join(one.beside for one in held)
    opened, closed = (str(_opened(beside)), _CLOSED) if beside else ("", "")
    if token.type != "paragraph_open":
        opened, closed = opened + self.renderToken(tokens, index, options, environment), closed
    elif held and not beside:
        opened, closed = '<div class="paragraph">', "</div>\n"
    elif not beside:
        opened = self.renderToken(tokens, index, options, environment)
    environment["closed"].append(closed)
    return opened


def _close(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    closed = str(environment["closed"].pop())
    if closed and tokens[index].type == "paragraph_close":
        return closed
    return self.renderToken(tokens, index, options, environment) + closed


def _inside(tokens: Sequence[Any], index: int) -> Iterator[Any]:
    """The tokens up to the end of the block that begins at one."""
    end = tokens[index].type.replace("_open", "_close")
    for token in tokens[index + 1 :]:
        if token.type == end:
            return
        yield token


def _link(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    target = _PLACE.sub("", str(tokens[index].attrGet("href") or ""))
    return str(Markup('<a rel="noreferrer noopener nofollow" href="{}">').format(target))

"""A note's own text with something else in the place of its formulas: Markdown as it looks, LaTeX as it stands.

The text is untrusted. HTML in it is escaped, pictures are not fetched, and what goes into the places of formulas is put
in behind the Markdown renderer, so that nothing a note says can be taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML

_BEGIN, _END = "\ue000", "\ue001"
_PLACE = re.compile(f"{_BEGIN}([0-9]+){_END}")
_FOREIGN = re.compile("[\ue000\ue001\x00-\x08\x0b-\x1f\x7f]")
_LONGEST = 2_000_000


def markdown_html(text: str, places: Sequence[tuple[int, int, Markup]]) -> Markup:
    r"""A Markdown text with markup in the place of some pieces: (start, end, markup), in order and apart.

    >>> str(markdown_html("# A *b* $x$", [(8, 11, Markup("<b>x</b>"))]))
    '<h1>A <em>b</em> <b>x</b></h1>\n'
    >>> str(markdown_html("<b> ![a](b)", []))
    '<p>&lt;b&gt; ![a](b)</p>\n'
    """
    if len(text) > _LONGEST:
        return source_html(text, places)
    marked, markup = _marked(text, places)
    environment: dict[str, Any] = {"places": markup, "placed": set()}
    rendered = _PLACE.sub("", _renderer().render(marked, environment))
    missing = [made for number, made in markup.items() if number not in environment["placed"]]
    return Markup(rendered) + Markup("").join(missing)  # noqa: S704 - the renderer escapes text, and HTML is off


def source_html(text: str, places: Sequence[tuple[int, int, Markup]]) -> Markup:
    """A text as it stands, escaped, with markup in the place of some pieces.

    >>> source_html("a < $x$", [(4, 7, Markup("<i>x</i>"))])
    Markup('<div class="source">a &lt; <i>x</i></div>')
    """
    marked, markup = _marked(text, places)
    return Markup('<div class="source">{}</div>').format(_filled(marked, markup, set()))


def _marked(text: str, places: Sequence[tuple[int, int, Markup]]) -> tuple[str, dict[int, Markup]]:
    """The text with a mark for each piece; marks that the text itself holds are taken out of it."""
    parts: list[str] = []
    markup: dict[int, Markup] = {}
    done = 0
    for number, (start, end, made) in enumerate(places):
        markup[number] = made
        if start < done:  # a formula inside of another is shown behind it
            parts.append(f"{_BEGIN}{number}{_END}")
            continue
        parts += [_FOREIGN.sub("\ufffd", text[done:start]), f"{_BEGIN}{number}{_END}"]
        done = max(end, start)
    parts.append(_FOREIGN.sub("\ufffd", text[done:]))
    return "".join(parts), markup


def _filled(text: str, markup: Mapping[int, Markup], placed: set[int]) -> Markup:
    """Text escaped, with the markup in its places."""
    made, done = Markup(), 0
    for found in _PLACE.finditer(text):
        number = int(found[1])
        placed.add(number)
        made += escape(text[done : found.start()]) + markup[number]
        done = found.end()
    return made + escape(text[done:])


@cache
def _renderer() -> MarkdownIt:
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    made.add_render_rule("text", _text)
    made.add_render_rule("code_inline", _code)
    made.add_render_rule("fence", _block)
    made.add_render_rule("code_block", _block)
    made.add_render_rule("link_open", _link)
    return made


def _text(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    return str(_filled(tokens[index].content, environment["places"], environment["placed"]))


def _code(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    return f"<code>{_text(self, tokens, index, options, environment)}</code>"


def _block(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    return f"<pre><code>{_text(self, tokens, index, options, environment)}</code></pre>\n"


def _link(self: RendererHTML, tokens: Sequence[Any], index: int, options: Any, environment: Any) -> str:
    target = _PLACE.sub("", str(tokens[index].attrGet("href") or ""))
    return str(Markup('<a rel="noreferrer noopener nofollow" href="{}">').format(target))

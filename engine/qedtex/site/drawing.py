"""A panel drawn by matplotlib as SVG: the same bytes each time, in the colours of the page that they stand on."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from qedtex.site.pictures import Panel

SERIES = 2
"""How many curves a panel can have; the style sheet has a colour for each."""

_INK, _GRID = "#010203", "#010204"
_SERIES = ("#0102a1", "#0102a2")
_COLOURS = {_INK: "currentColor", _GRID: "var(--line)", **{c: f"var(--series-{n})" for n, c in enumerate(_SERIES, 1)}}
"""What matplotlib draws in, and what the page puts there."""
_STYLE = {
    "svg.fonttype": "none",
    "font.family": ["sans-serif"],
    "font.size": 10.0,
    "text.color": _INK,
    "axes.edgecolor": _GRID,
    "axes.labelcolor": _INK,
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": _GRID,
    "grid.linewidth": 0.6,
    "xtick.color": _GRID,
    "ytick.color": _GRID,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "path.simplify": False,
}
_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(r'<svg[^>]*?viewBox="([^"]*)"[^>]*>', re.DOTALL)
_IDS = re.compile(r' id="[a-z0-9.]+_\d+"')
_FAMILY = re.compile(r" font-family: [^;\"]*;")
_OWN_STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)


def drawn(panel: Panel, name: str, title: str, told: str, lang: int) -> Markup:
    """A panel as an inline SVG with a title and a description."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    style: Any = {**_STYLE, "svg.hashsalt": name}
    with rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the browser has the fonts, not we
        figure = Figure(figsize=(4.6, 2.9), layout="constrained")
        FigureCanvasSVG(figure)
        _fill(figure.subplots(), panel, lang)
        target = io.StringIO()
        figure.savefig(target, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(target.getvalue(), name, title, told)


def _fill(axes: Any, panel: Panel, lang: int) -> None:
    for number, (curve, colour) in enumerate(zip(panel.curves, _SERIES[: len(panel.curves)], strict=True)):
        across, up = zip(*[(round(x, 6), round(y, 6)) for x, y in curve.points()], strict=True)
        style = "--" if number else "-"  # colour alone does not tell them apart
        axes.plot(across, up, color=colour, linewidth=2.0, linestyle=style)
        if curve.chord:
            axes.plot((across[0], across[-1]), (up[0], up[-1]), "o", color=colour, markersize=4.5)
    axes.set_xlabel(panel.x[lang])
    axes.set_ylabel(panel.label(lang))
    axes.margins(x=0.02)


def _inline(text: str, name: str, title: str, told: str) -> Markup:
    """The SVG for a page: no prologue, a size that follows its box, the colours of the page, words for a reader."""
    text = _METADATA.sub("", _HEAD.sub("", text))
    for colour, role in _COLOURS.items():
        text = text.replace(colour, role)
    for pattern in (_IDS, _FAMILY, _OWN_STYLE):  # names and a style sheet would hold for the whole page
        text = pattern.sub("", text)
    head = Markup(
        '<svg class="picture" viewBox="{}" role="img" aria-labelledby="{name}-title {name}-told">'
        '<title id="{name}-title">{}</title><desc id="{name}-told">{}</desc>'
    )
    found = _SIZE.search(text)
    box = found[1] if found else "0 0 1 1"
    drawn = _SIZE.sub("", text, count=1)
    return head.format(box, title, told, name=escape(name)) + Markup(drawn)

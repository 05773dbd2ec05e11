"""What Jupyter shows of a derivation and of a checked note: a piece of a page with its style, without a script.

The pages of the site and these share their templates and their style, which here holds inside of the output alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from qedtex.latex.printer import latex, latex_relation
from qedtex.render.assumptions import assumptions
from qedtex.render.reasons import Language
from qedtex.site.formulas import display, inline, sentence_html
from qedtex.site.notes import note_view
from qedtex.site.templates import asset, page, style_within
from qedtex.site.views import Links, chain_views
from qedtex.site.words import words

if TYPE_CHECKING:
    from qedtex.notes.report import CheckedFile
    from qedtex.proved import Derivation


def derivation_output(derivation: Derivation, lang: Language = "en") -> str:
    """A derivation: its claim, its chain with reasons, and on demand what each step rests on.

    >>> import qedtex
    >>> made = derivation_output(qedtex.load("divergence.kl_decomposition"))
    >>> made.startswith('<div class="qedtex-output"'), made.count('class="reason"'), "<script" in made
    (True, 6, False)
    """
    links = Links({}, "", anchors=False)
    claim = derivation.claim
    return page(
        "output_derivation.html",
        style=_style(),
        lang=lang,
        say=words(lang),
        derivation=derivation,
        title=derivation.title if lang == "en" else derivation.chinese,
        claim=(display(latex(claim.left)), inline(latex_relation(claim.relation)), display(latex(claim.right))),
        chains=chain_views(derivation, lang, links),
        links=links,
        assumptions=[sentence_html(sentence) for sentence in assumptions(derivation, lang)],
    )


def note_output(file: CheckedFile, text: str, name: str) -> str:
    """A checked note with its text; `name` tells its marks from those of other outputs."""
    return page("output_note.html", style=_style(), notes=[note_view(file, name, text)])


@cache
def _style() -> Markup:
    made = style_within(".qedtex-output") + asset("output.css")
    return Markup(made)

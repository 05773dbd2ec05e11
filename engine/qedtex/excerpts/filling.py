"""What stands in a filled block: the chain with its lemmas, then what it assumes, as LaTeX or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qedtex.excerpts.options import Request
from qedtex.render.assumptions import assumptions
from qedtex.render.fragment import REASON, assumptions_paragraph, part_lines
from qedtex.render.markdown import sentence_markdown
from qedtex.render.parts import Part, parts
from qedtex.render.web import guarded, web, web_aligned

if TYPE_CHECKING:
    from qedtex.proved import Derivation
    from qedtex.render.reasons import Language


def markdown_lines(derivation: Derivation, request: Request) -> list[str]:
    """The lines of a block in Markdown: displays between double dollars with empty lines around them.

    >>> import qedtex
    >>> lines = markdown_lines(qedtex.load("divergence.kl_decomposition"), Request("divergence.kl_decomposition"))
    >>> lines[:3], lines[-2][:20]
    (['', '$$', '\\\\begin{aligned}'], '*Assumptions.* $p$ a')
    """
    lines = [""]
    for part in parts(derivation, reasons=request.reasons):
        heading = _heading(part, request.lang)
        lines += [heading, ""] if heading else []
        lines += ["$$", *guarded(web_aligned(part, request.lang)).split("\n"), "$$", ""]
    if request.assumptions:
        lines += _assumed(derivation, request.lang)
    return lines


def _heading(part: Part, lang: Language) -> str:
    heading = part.heading(lang)
    return f"**{guarded(web(heading))}**" + ("." if lang == "en" else "") if heading else ""


def _assumed(derivation: Derivation, lang: Language) -> list[str]:
    sentences = [guarded(sentence_markdown(sentence)) for sentence in assumptions(derivation, lang)]
    if not sentences:
        return []
    if lang == "zh":
        return [f"假设：{'；'.join(sentences)}。", ""]
    return [f"*Assumptions.* {'; '.join(sentences)}.", ""]


def latex_lines(derivation: Derivation, request: Request) -> list[str]:
    r"""The lines of a block in LaTeX, as those of a fragment; what reasons need is defined where there are some.

    >>> import qedtex
    >>> lines = latex_lines(qedtex.load("divergence.kl_decomposition"), Request("divergence.kl_decomposition"))
    >>> lines[0][:24], lines[1]
    ('\\providecommand{\\qedreas', '\\[')
    """
    written = [part_lines(part, request.lang) for part in parts(derivation, reasons=request.reasons)]
    lines = [line for part in written for block in part for line in block.split("\n")]
    if any(r"\qedreason{" in line for line in lines):
        lines.insert(0, REASON)
    if request.assumptions:
        paragraph = assumptions_paragraph(derivation, request.lang)
        lines += [line for block in paragraph for line in block.split("\n")]
    return lines

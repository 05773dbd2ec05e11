"""The pages of the static site, by their names below its folder: an index, the axioms, a page for each derivation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from qedtex.axioms import AXIOMS
from qedtex.latex.printer import latex, latex_relation
from qedtex.ledger import versions
from qedtex.render.assumptions import assumptions
from qedtex.render.document import area_title
from qedtex.render.fragment import fragment
from qedtex.render.markdown import markdown, sorted_axioms
from qedtex.render.reasons import Language
from qedtex.render.statements import statement
from qedtex.site.drawing import drawn
from qedtex.site.formulas import display, inline, sentence_html, with_dollars
from qedtex.site.pictures import Panel, Picture, pictures_for
from qedtex.site.templates import asset, page, style
from qedtex.site.views import Links, chain_views
from qedtex.site.words import words
from qedtex.verification import formulas_of
from qedtex.writing import MARK

if TYPE_CHECKING:
    from qedtex.proved import Derivation
    from qedtex.verification import Progress

LANGUAGES: tuple[Language, ...] = ("en", "zh")
_FOLDERS = {"en": "", "zh": "zh/"}
_INDEX, _AXIOMS = "index.html", "axioms.html"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture on a page: its panels, each with the formulas of its curves, what it shows, and whose terms it has."""

    panels: tuple[tuple[Markup, tuple[Markup, ...]], ...]
    title: str
    told: str
    of: tuple[str, ...]


def site(derivations: Sequence[Derivation], progress: Progress | None = None) -> dict[str, str]:
    """Every file of the site, in English and below `zh/` in Chinese; `progress` is told of each page.

    Raises `QedtexError` QT640 where matplotlib, which draws the pictures, is not installed.
    """
    ordered = sorted(derivations, key=lambda derivation: derivation.name)
    pictures = pictures_for(ordered)
    files = {"site.css": style(MARK), "site.js": asset("site.js")}
    for pass_, lang in enumerate(LANGUAGES):
        for number, (name, text) in enumerate(_Writer(ordered, pictures, lang).files(), 1):
            files[name] = text
            if progress is not None:
                progress(pass_ * (len(ordered) + 2) + number, len(LANGUAGES) * (len(ordered) + 2))
    return files


def page_name(derivation: str) -> str:
    """The name of the page of a derivation; those of the other pages are out of its reach.

    >>> page_name("divergence.kl_nonneg")
    'derivations/divergence/kl_nonneg.html'
    """
    return f"derivations/{derivation.replace('.', '/')}.html"


class _Writer:
    """Writes the pages in one language."""

    def __init__(
        self, derivations: list[Derivation], pictures: list[tuple[Picture, tuple[Panel, ...]]], lang: Language
    ) -> None:
        self.derivations = derivations
        self.lang = lang
        self.words = words(lang)
        self.titles = {one.name: one.title if lang == "en" else one.chinese for one in derivations}
        self.cited_by = _cited_by(derivations)
        self.figures = [(picture, self.figure(picture, panels)) for picture, panels in pictures]

    def files(self) -> Iterator[tuple[str, str]]:
        """The pages with their names below the folder of the site."""
        folder = _FOLDERS[self.lang]
        yield folder + _INDEX, self.index()
        yield folder + _AXIOMS, self.axioms()
        for number, derivation in enumerate(self.derivations):
            yield folder + page_name(derivation.name), self.derivation(number, derivation)

    def common(self, name: str) -> dict[str, object]:
        """What every page is given: where it is, and where from there the others are."""
        up = "../" * name.count("/")
        top = up + "../" * _FOLDERS[self.lang].count("/")
        other: Language = "zh" if self.lang == "en" else "en"
        return {
            "mark": MARK,
            "lang": self.lang,
            "say": self.words,
            "version": versions()["qedtex"],
            "home": up + _INDEX,
            "axioms_page": up + _AXIOMS,
            "top": top,
            "twin": top + _FOLDERS[other] + quote(name),
            "twin_lang": other,
            "here": name,
        }

    def links(self, name: str) -> Links:
        """Where from a page the others are."""
        up = "../" * name.count("/")
        return Links({one.name: up + quote(page_name(one.name)) for one in self.derivations}, up + _AXIOMS)

    def index(self) -> str:
        """The index: the pictures, and for each area its derivations with their claims and verdicts."""
        links = self.links(_INDEX)
        areas = [
            (area, area_title(area, self.lang), [self.row(one) for one in group])
            for area, group in groupby(self.derivations, key=lambda one: one.name.rpartition(".")[0])
        ]
        return page(
            "index.html",
            **self.common(_INDEX),
            areas=areas,
            links=links,
            titles=self.titles,
            figures=[figure for _, figure in self.figures],
            counts={
                "derivations": len(self.derivations),
                "steps": sum(len(one.all_steps) for one in self.derivations),
                "formulas": len(formulas_of(self.derivations).written),
                "on_axioms": len({axiom.name for one in self.derivations for axiom in one.theorem.axioms}),
            },
        )

    def row(self, derivation: Derivation) -> dict[str, object]:
        """What the index says of a derivation."""
        claim = derivation.claim
        written = f"{latex(claim.left)} {latex_relation(claim.relation)} {latex(claim.right)}"
        searched = " ".join((derivation.name, derivation.title, derivation.chinese, derivation.source, written))
        return {
            "id": derivation.name,
            "claim": display(written),
            "verdict": derivation.verdict.value,
            "steps": len(derivation.all_steps),
            "axioms": len(derivation.theorem.axioms),
            "searched": searched.lower(),
        }

    def axioms(self) -> str:
        """The axioms with what they state, their sources, and which derivations use them."""
        users = {
            name: [one.name for one in self.derivations if any(axiom.name == name for axiom in one.theorem.axioms)]
            for name in sorted(AXIOMS)
        }
        listed = [
            (AXIOMS[name], with_dollars(statement(AXIOMS[name], self.lang)), used)
            for name, used in users.items()
            if used
        ]
        return page("axioms.html", **self.common(_AXIOMS), axioms=listed, links=self.links(_AXIOMS), titles=self.titles)

    def derivation(self, number: int, derivation: Derivation) -> str:
        """The page of a derivation."""
        name = page_name(derivation.name)
        links = self.links(name)
        claim = derivation.claim
        return page(
            "derivation.html",
            **self.common(name),
            links=links,
            titles=self.titles,
            derivation=derivation,
            area=derivation.name.rpartition(".")[0],
            area_title=area_title(derivation.name.rpartition(".")[0], self.lang),
            claim=(display(latex(claim.left)), inline(latex_relation(claim.relation)), display(latex(claim.right))),
            assumptions=[sentence_html(sentence) for sentence in assumptions(derivation, self.lang)],
            chains=chain_views(derivation, self.lang, links),
            axioms=[(axiom, with_dollars(statement(axiom, self.lang))) for axiom in sorted_axioms(derivation)],
            cited_by=self.cited_by.get(derivation.name, ()),
            figures=[figure for picture, figure in self.figures if derivation.name in (*picture.of, *picture.beside)],
            copies=(
                ("LaTeX", "latex", fragment(derivation, self.lang)),
                ("Markdown", "markdown", self.plain(derivation)),
            ),
            before=self.derivations[number - 1].name if number else None,
            after=self.derivations[number + 1].name if number + 1 < len(self.derivations) else None,
        )

    def plain(self, derivation: Derivation) -> str:
        """The Markdown of a derivation."""
        return markdown(derivation, self.lang)

    def figure(self, picture: Picture, panels: tuple[Panel, ...]) -> Figure:
        """A picture with the formulas of its curves."""
        at = LANGUAGES.index(self.lang)
        title, told = picture.title[at], picture.told[at]
        made = []
        for number, panel in enumerate(panels, 1):
            drawing = drawn(panel, f"{picture.name}-{number}", title, told, at)
            made.append((drawing, tuple(inline(latex(curve.term)) for curve in panel.curves)))
        return Figure(tuple(made), title, told, picture.of)


def _cited_by(derivations: Sequence[Derivation]) -> Mapping[str, list[str]]:
    """For each derivation, those that cite it."""
    found: dict[str, list[str]] = {}
    for name, cited in _citations(derivations):
        found.setdefault(cited, []).append(name)
    return found


def _citations(derivations: Sequence[Derivation]) -> Iterator[tuple[str, str]]:
    for derivation in derivations:
        for cited in derivation.theorem.cites:
            yield derivation.name, cited

"""The static site: every formula is set, every link leads somewhere, nothing is left over, and pictures are true."""

import math
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pytest

from qedtex.build import load_all
from qedtex.catalogue import shipped_root
from qedtex.site.drawing import drawn
from qedtex.site.formulas import display, inline, is_rendered
from qedtex.site.pages import page_name, site
from qedtex.site.pictures import PICTURES, pictures_for
from qedtex.site.templates import asset
from qedtex.verification import formulas_of

OWN = """
from qedtex import derivation, log, positive

a, b = positive("a"), positive("b")


@derivation(title="One <b> & two", source="Rudin (1976)", claim=(log(a * b), "=", log(a) + log(b)))
def one(calc):
    return calc(log(a * b)).eq(log(a) + log(b)).qed()
"""


@pytest.fixture(scope="module")
def shipped():
    return load_all([shipped_root()]).derivations


@pytest.fixture(scope="module")
def pages(shipped):
    return site(shipped)


NAMED = re.compile("&(?!amp;|lt;|gt;|quot;|#)[A-Za-z]+;")
"""Characters by names that HTML knows and XML does not."""


class Read(HTMLParser):
    """What a page holds: its ids, where its links go, and how its elements are nested."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "wbr", "mspace", "path", "use"})

    def __init__(self, text):
        super().__init__()
        self.ids, self.targets, self.open, self.faults = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.ids += [known["id"]] if "id" in known else []
        self.targets += [known[name] for name in ("href", "src") if name in known and tag != "use"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_every_derivation_has_a_page_in_both_languages(shipped, pages):
    assert len(shipped) >= 121
    for derivation in shipped:
        assert page_name(derivation.name) in pages
        assert "zh/" + page_name(derivation.name) in pages


def test_every_formula_of_the_catalogue_is_set_as_mathml(shipped):
    written = set(formulas_of(shipped).written)
    assert len(written) >= 600
    for formula in written:
        assert is_rendered(formula), formula
        for shown in (inline(formula), display(formula)):
            said = "".join(ElementTree.fromstring(NAMED.sub(" ", str(shown))).itertext())
            assert "\\" not in said, formula
            assert "{" not in said or r"\{" in formula, formula


def test_no_page_shows_a_formula_as_its_source(pages):
    for name, text in pages.items():
        if name.endswith(".html"):
            assert 'class="latex"' not in text, name
            assert "<merror" not in text, name
    assert sum(text.count("<math") for text in pages.values()) > 10_000


def test_a_formula_that_cannot_be_set_is_shown_as_its_source():
    assert not is_rendered(r"\unheard{x}")
    assert inline(r"\unheard{x} < 1") == '<code class="latex">\\unheard{x} &lt; 1</code>'


def test_elements_are_closed_in_their_order_and_ids_are_there_once(pages):
    for name, text in pages.items():
        if name.endswith(".html"):
            read = Read(text)
            assert not read.faults, name
            assert not read.open, name
            assert len(read.ids) == len(set(read.ids)), name


def test_every_link_leads_to_a_page_of_the_site_and_to_a_place_in_it(pages):
    read = {name: Read(text) for name, text in pages.items() if name.endswith(".html")}
    followed = 0
    for name, page in read.items():
        for target in page.targets:
            if target == "data:,":  # no icon is asked for
                continue
            path, fragment = urldefrag(target)
            assert "//" not in path, (name, target)
            at = "/".join(resolved(PurePosixPath(name).parent / unquote(path))) if path else name
            assert at in pages, (name, target)
            assert not fragment or unquote(fragment) in read[at].ids, (name, target)
            followed += 1
    assert followed > 5000


def resolved(path):
    parts = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return parts


def test_the_page_of_a_derivation_has_its_steps_reasons_axioms_and_sources_for_copying(shipped, pages):
    for derivation in shipped:
        page = pages[page_name(derivation.name)]
        assert page.count('<p class="reason">') == len(derivation.all_steps), derivation.name
        for axiom in derivation.theorem.axioms:
            assert f"axioms.html#{axiom.name}" in page
        for cited in derivation.theorem.cites:
            assert f"{cited.rpartition('.')[2]}.html" in page
        assert 'id="copy-latex"' in page
        assert 'id="copy-markdown"' in page


def test_the_index_has_every_derivation_with_its_verdict(shipped, pages):
    for name in ("index.html", "zh/index.html"):
        assert pages[name].count("data-search=") == len(shipped)
        for derivation in shipped:
            assert f'href="{page_name(derivation.name)}"' in pages[name]
    assumed = sum(derivation.verdict.value == "assumed" for derivation in shipped)
    assert pages["index.html"].count('class="badge assumed"') == assumed > 0
    assert pages["index.html"].count('class="badge proved"') == len(shipped) - assumed


def test_the_site_of_the_same_derivations_is_the_same_to_the_byte(shipped, pages):
    few = [one for one in shipped if one.name.startswith("entropy.")]
    assert site(few) == site(few)
    [(picture, panels)] = [found for found in pictures_for(shipped) if found[0].name == "sigmoid"]
    assert str(drawn(panels[0], "a", "t", "d", 0)) == str(drawn(panels[0], "a", "t", "d", 0))
    assert picture.of == ("gradients.sigmoid_derivative",)


def test_pages_of_one_area_cite_other_areas_without_links_that_lead_nowhere(shipped):
    few = site([one for one in shipped if one.name.startswith("cross_entropy.")])
    for name, text in few.items():
        if name.endswith(".html"):
            for target in Read(text).targets:
                path = urldefrag(target)[0]
                if path and path != "data:,":
                    assert "/".join(resolved(PurePosixPath(name).parent / unquote(path))) in few, (name, target)


def test_text_of_a_derivation_file_is_escaped(tmp_path):
    path = tmp_path / "derivations" / "a" / "one.py"
    path.parent.mkdir(parents=True)
    path.write_text(OWN, encoding="utf-8")
    made = site(load_all([tmp_path / "derivations"]).derivations)
    assert "One &lt;b&gt; &amp; two" in made["index.html"]
    assert "<b>" not in made["index.html"]
    assert "<figure" not in made["index.html"]  # the terms that the pictures are drawn from are not there


# Pictures -------------------------------------------------------------------------------------------------------------


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


EXPECTED = {
    "information": [[lambda x: -math.log(x)]],
    "binary_entropy": [[lambda p: -(p * math.log2(p) + (1 - p) * math.log2(1 - p))]],
    "divergence": [[lambda t: 0.5 * math.log(0.5 / t) + 0.5 * math.log(0.5 / (1 - t))]],
    "jensen": [[lambda x: -math.log(x), lambda x: None]],
    "sigmoid": [[sigmoid, lambda z: sigmoid(z) * sigmoid(-z)]],
    "gradients": [[lambda z: sigmoid(z) - 1, lambda z: (sigmoid(z) - 1) * sigmoid(z) * sigmoid(-z)]],
    "priors": [
        [lambda x: math.exp(-x * x / 2) / math.sqrt(2 * math.pi), lambda x: math.exp(-abs(x)) / 2],
        [lambda x: x * x / 2, abs],
    ],
}
"""What each curve is, said a second time and not from the terms."""


def test_every_point_of_every_picture_is_where_the_function_is(shipped):
    found = pictures_for(shipped)
    assert [picture.name for picture, _ in found] == list(EXPECTED) == [picture.name for picture in PICTURES]
    for picture, panels in found:
        for panel, functions in zip(panels, EXPECTED[picture.name], strict=True):
            for curve, function in zip(panel.curves, functions, strict=True):
                points = curve.points()
                assert len(points) > 100
                for x, y in points:
                    expected = function(x)
                    assert expected is None or y == pytest.approx(expected, rel=1e-9, abs=1e-12), (picture.name, x)


def test_the_chord_of_jensen_is_straight_and_above_the_curve(shipped):
    [panels] = [panels for picture, panels in pictures_for(shipped) if picture.name == "jensen"]
    chord = panels[0].curves[1].points()
    (x0, y0), (x1, y1) = chord[0], chord[-1]
    for x, y in chord:
        assert y == pytest.approx(y0 + (y1 - y0) * (x - x0) / (x1 - x0), abs=1e-9)
        assert y > -math.log(x)


def test_a_picture_says_in_words_what_it_shows_and_takes_its_colours_from_the_page(pages):
    pictures = re.findall(r'<svg class="picture".*?</svg>', pages["index.html"], flags=re.DOTALL)
    assert len(pictures) == 8
    for picture in pictures:
        assert re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]{40,}</desc>", picture)
        assert "var(--series-1)" in picture
        assert "#0102" not in picture
        assert "<style" not in picture


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1])
def test_text_stands_out_from_what_is_behind_it_in_light_and_in_dark(theme):
    found = re.findall(r"--([a-z0-9-]+): light-dark\((#\w{6}), (#\w{6})\)", asset("colours.css"))
    colour = {name: luminance(both[theme]) for name, *both in found}
    pairs = [(ink, back) for ink in ("ink", "soft", "accent") for back in ("paper", "raised", "sunken")]
    pairs += [(kind, f"{kind}-back") for kind in ("good", "bad", "open", "plain")]
    pairs += [("ink", f"{kind}-back") for kind in ("bad", "open")]
    for ink, back in pairs:
        low, high = sorted((colour[ink], colour[back]))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, back)

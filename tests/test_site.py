"""The static site: every formula is set, every link leads somewhere, nothing is left over, and pictures are true."""

import math
import re
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from qedtex.build import load_all
from qedtex.catalogue import shipped_root
from qedtex.cli import main
from qedtex.errors import QedtexError
from qedtex.site import templates
from qedtex.site.drawing import drawn
from qedtex.site.folder import write_report, write_site
from qedtex.site.formulas import display, inline, is_rendered
from qedtex.site.pages import page_name, site
from qedtex.site.pictures import PICTURES, pictures_for
from qedtex.site.templates import asset, require_installed
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


# Files ----------------------------------------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def own(tmp_path, monkeypatch):
    (tmp_path / "derivations" / "a").mkdir(parents=True)
    (tmp_path / "derivations" / "a" / "one.py").write_text(OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_build_html_writes_a_site_and_a_second_build_leaves_it_as_it_is(own):
    done = run("build", "--html")
    assert done.exit_code == 0, done.output
    index = own / "output" / "site" / "index.html"
    assert "output/site/index.html: 8 files written, 0 unchanged" in done.output
    before = index.stat().st_mtime_ns
    done = run("build", "--html")
    assert done.exit_code == 0, done.output
    assert "0 files written, 8 unchanged" in done.output
    assert index.stat().st_mtime_ns == before
    assert run("build", "--check").exit_code == 0


def test_a_page_whose_derivation_is_gone_is_removed(own):
    (own / "derivations" / "a" / "two.py").write_text(OWN.replace("def one", "def two"), encoding="utf-8")
    assert run("build", "--html").exit_code == 0
    page = own / "output" / "site" / "derivations" / "a" / "two.html"
    assert page.is_file()
    (own / "derivations" / "a" / "two.py").unlink()
    assert run("build", "--html").exit_code == 0
    assert not page.exists()
    assert (own / "output" / "site" / "derivations" / "a" / "one.html").is_file()


def test_a_refused_derivation_leaves_the_site_as_it_is(own):
    assert run("build", "--html").exit_code == 0
    index = own / "output" / "site" / "index.html"
    before = index.read_bytes()
    (own / "derivations" / "a" / "one.py").write_text(OWN.replace("+ log(b)", "- log(b)"), encoding="utf-8")
    assert run("build", "--html").exit_code == 1
    assert index.read_bytes() == before


def test_a_file_in_the_site_that_is_not_ours_is_neither_replaced_nor_removed(own):
    folder = own / "output" / "site"
    folder.mkdir(parents=True)
    (folder / "mine.html").write_text("mine", encoding="utf-8")
    assert run("build", "--html").exit_code == 0
    assert (folder / "mine.html").read_text(encoding="utf-8") == "mine"
    (folder / "index.html").write_text("mine too", encoding="utf-8")
    done = run("build", "--html")
    assert done.exit_code == 1
    assert "QT606" in done.output
    assert (folder / "index.html").read_text(encoding="utf-8") == "mine too"


def test_a_write_that_fails_leaves_no_half_written_file(tmp_path, monkeypatch):
    files = {"index.html": "<!-- generated by qedtex build -->1", "b.html": "<!-- generated by qedtex build -->2"}
    write_site(files, tmp_path)

    def failing(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", failing)
    with pytest.raises(QedtexError, match="No space left"):
        write_site({name: text + "new" for name, text in files.items()}, tmp_path)
    with pytest.raises(QedtexError, match="No space left"):
        write_report(tmp_path / "report.html", "text")
    left = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "site").iterdir()}
    assert left == files
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_and_a_check_for_staleness_exclude_each_other(own):
    done = run("build", "--html", "--check")
    assert done.exit_code == 2
    assert not (own / "output").exists()


def test_what_is_not_installed_is_said_before_the_work_begins(own, monkeypatch):
    monkeypatch.setattr(templates.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(QedtexError) as refused:
        require_installed("matplotlib")
    assert refused.value.code == "QT640"
    assert "qedtex[html]" in refused.value.help
    done = run("build", "--html")
    assert done.exit_code == 2
    assert "QT640" in done.output
    assert not Path("output").exists()

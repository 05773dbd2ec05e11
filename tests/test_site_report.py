"""The page on checked notes: verdicts at the steps, what is false with its numbers, and nothing of a note gets out."""

import json
import re
import threading
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from qedtex.cli import main
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import kind_of, read_text
from qedtex.site.formulas import display
from qedtex.site.notes import note_view
from qedtex.site.outputs import note_output
from qedtex.site.prose import Placed, markdown_html, source_html

NOTE = r"""# Divergence

It is *known* that

$$
\begin{aligned}
D_{KL}(p \| q) &= H(p, q) - H(p) \\
&= H(p) - H(p, q)
\end{aligned}
$$

and that $H(p,q) \ge H(p)$, while $\unheard x = 1$.
"""


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def viewed(text, path="note.md"):
    file = check_document(read_text(text, kind_of(path), path))
    return note_view(file, text=text)


def whole(text, path="note.md"):
    return note_output(check_document(read_text(text, kind_of(path), path)), text, "t")


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its words."""

    def __init__(self, text):
        super().__init__()
        self.found, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def test_a_step_has_its_verdict_where_it_stands_and_the_text_is_around_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kl.md").write_text(NOTE, encoding="utf-8")
    done = run("check", "kl.md", "--html", "report.html")
    assert done.exit_code == 1
    assert "2 proved, 1 refuted, 1 unread" in done.output
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    order = [
        "<h1>Divergence</h1>",
        "<em>known</em>",
        'class="formula display refuted"',
        "line 7: proved",
        "line 8: refuted",
        'class="formula inline proved"',
        'class="formula inline unread"',
        "All steps",
    ]
    places = [page.index(piece) for piece in order]
    assert places == sorted(places)


def test_a_false_step_shows_the_numbers_of_its_counterexample_and_what_would_be_true():
    [(_, text)] = viewed(NOTE).parts
    card = text[text.index('class="finding refuted"') :]
    card = card[: card.index('class="paragraph"')]
    words = "".join(Elements(card).words)
    assert "line 8" in words
    assert "this step is false" in words
    assert re.search(r"p = \[0\.\d+, 0\.\d+\]", words)
    left, right = re.findall(r"(?:left|right) side (-?\d[\d.]*)", words)
    assert float(left) == pytest.approx(-float(right))
    assert "True with" in words


def test_what_is_said_of_a_table_stands_beside_the_table_and_not_in_it():
    [(_, text)] = viewed("| a |\n|---|\n| $H(p,q) = H(p) - D_{KL}(p\\|q)$ |\n").parts
    assert text.index('class="finding refuted"') < text.index("<table>")
    assert 'class="formula inline refuted"' in text[text.index("<table>") :]
    assert "finding" not in text[text.index("<table>") : text.index("</table>")]


def test_comments_of_a_note_are_not_shown_and_other_html_is_shown_as_its_source():
    [(_, text)] = viewed(
        "<!-- qedtex: let a > 0 -->\n\nHere <!-- b --> <sub>c</sub> $a = 1$.\n\n<div>\n$a = 2$\n</div>\n"
    ).parts
    assert "qedtex" not in text
    assert "b --" not in text
    assert "&lt;sub&gt;c&lt;/sub&gt;" in text
    assert "&lt;div&gt;" in text
    assert text.count('class="formula inline') == 2


def test_a_formula_in_a_fence_and_in_latex_and_in_a_notebook_is_marked():
    [(_, fenced)] = viewed("```math\n\\log(ab) = \\log a\n```\n").parts
    assert "<pre>" not in fenced
    assert 'class="formula display refuted"' in fenced
    [(_, source)] = viewed("% a comment\n\nso \\[ \\log(ab) = \\log a \\] holds\n", "note.tex").parts
    assert "% a comment" in source
    assert 'class="formula display refuted"' in source
    cells = [{"cell_type": "code", "source": "1"}, {"cell_type": "markdown", "source": "$\\log(ab) = \\log a$"}]
    view = viewed(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}), "note.ipynb")
    [(title, cell)] = view.parts
    assert title == "cell 2"
    assert 'class="formula inline refuted"' in cell


def test_a_note_that_cannot_be_read_is_told_of(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.ipynb").write_text("{", encoding="utf-8")
    assert run("check", "bad.ipynb", "--html", "report.html").exit_code == 1
    assert "QT805" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_report_takes_the_place_of_a_report_and_of_nothing_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.md").write_text("$H(p) \\ge 0$\n", encoding="utf-8")
    assert run("check", "note.md", "--html", "report.html").exit_code == 0
    assert run("check", "note.md", "--html", "report.html").exit_code == 0
    done = run("check", "note.md", "--html", "note.md")
    assert done.exit_code == 2
    assert "QT641" in done.output
    assert (tmp_path / "note.md").read_text(encoding="utf-8") == "$H(p) \\ge 0$\n"


def test_derivations_that_are_checked_are_in_the_report(tmp_path, monkeypatch):
    (tmp_path / "derivations").mkdir()
    (tmp_path / "derivations" / "a.py").write_text("raise ValueError('<b>no</b>')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("check", "derivations", "--html", "report.html").exit_code != 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "a.py" in page
    assert "<b>no</b>" not in page


# A note is untrusted --------------------------------------------------------------------------------------------------

ATTACKS = [
    "<script>hacked = 1</script>",
    "<img src=x onerror='hacked = 1'>",
    "<svg/onload=hacked=1>",
    "[a](javascript:hacked=1) [b](<javascript:hacked=1>) <javascript:hacked=1> [c](JaVaScRiPt&colon;hacked=1)",
    "[d](data:text/html,<script>hacked=1</script>) ![e](http://example.org/e.png) [f]: javascript:hacked=1",
    '[g](https://example.org/"onmouseover="hacked=1) [h](x "\\"onclick=hacked=1")',
    r"$\text{<script>hacked=1</script>} = \operatorname{<img src=x onerror=hacked=1>}$",
    r"$\href{javascript:hacked=1}{x} = \url{javascript:hacked=1}$ $\class{a}{x} = \style{background:url(//e.org)}{x}$",
    r"$\color{red;background:url(//example.org)} x = \textcolor{red\"onclick=\"hacked=1}{y}$",
    r"$\tag{</math><script>hacked=1</script>} x = 1$ $\label{</math>} a = b$ $\hspace{1em\" onclick=\"hacked=1} = 2$",
    r"$\def\x{\x\x}\x = 1$ $\newcommand{\b}{<b>} \b = 1$ $\html{<script>hacked=1</script>} = 1$ $\unicode{60}$",
    "$</math><script>hacked=1</script> = \\log <img/src=x/onerror=hacked=1>$",
    "```html\n<script>hacked = 1</script>\n```\n\n    <script>hacked = 1</script>\n\n`<script>hacked = 1</script>`",
    "\ue0000\ue001 <b \ue0001\ue001 onclick=hacked=1> $x = 1$ \x00 \x1b[31m [\ue0000\ue001](\ue0000\ue001) $y = 1$",
    "<!-- qedtex: let <script>hacked=1</script> > 0 --> $\\log a = 1$",
    "<style>*{display:none}</style> </main></body></html> {{ 7 * 7 }} {% for x in y %} ]]> --> <!--",
    "| $a = </td><script>hacked=1</script>$ |\n|---|\n| <b>$x = 2$ |",
]
STRANGE_NAME = "<img src=x onerror=hacked=1>.md"
ALLOWED = re.compile(
    "div|p|style|section|h[1-6]|code|span|b|em|strong|ul|ol|li|a|table|thead|tbody|tr|t[hd]|pre|blockquote|hr|br|details"
    "|summary|math|mrow|m[ino]|mtext|mspace|msu[bp]|msubsup|mfrac|msqrt|mroot|munder|mover|munderover|mtable|mt[rd]"
    "|mstyle|mpadded|menclose|mphantom|wbr"
)
ATTRIBUTES = re.compile("class|id|title|role|style|href|rel|aria-[a-z]+|start|align")


def faults(text):
    """What does not belong into a page made of a note: other elements, handlers, links of another kind."""
    for tag, attributes in Elements(text).found:
        if not ALLOWED.fullmatch(tag):
            yield tag
        for name, value in attributes.items():
            known = ATTRIBUTES.fullmatch(name) or tag.startswith("m")
            if not known or name.startswith("on") or name == "src" or "url(" in (value or ""):
                yield f"{tag} {name}={value}"
            if name == "href" and not re.match(r"(https?|mailto):|[^:]*$", value or "", re.IGNORECASE):
                yield f"{tag} {name}={value}"


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("path", ["note.md", "note.tex", STRANGE_NAME])
def test_nothing_that_a_note_says_becomes_markup(attack, path):
    made = re.sub(
        r"<style>.*?</style>", "", whole(f"Text\n\n{attack}\n\nmore $H(p) \\ge 0$", path), count=1, flags=re.S
    )
    assert not list(faults(made))


def test_the_check_of_what_becomes_markup_sees_markup():
    assert list(faults("<script>1</script>")) == ["script"]
    assert list(faults("<a href='javascript:1'>")) == ["a href=javascript:1"]
    assert list(faults("<p onclick='1'>")) == ["p onclick=1"]


@given(
    st.lists(
        st.sampled_from(
            [
                "\n\n",
                "\n",
                " ",
                "$",
                "`",
                "*",
                "[",
                "](",
                ")",
                "<",
                ">",
                "&lt;",
                "|",
                "# ",
                "- ",
                "\ue000",
                "0",
                "\ue001",
                "a",
                '"',
                "'",
                "javascript:",
                "b",
                "\\",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_no_text_becomes_markup_that_markdown_does_not_have(text):
    assert not list(faults(str(markdown_html(text, []))))
    assert not list(faults(str(source_html(text, []))))


@given(
    st.text(alphabet="ab*_`[]() \n\ue000\ue00101|-<>!", max_size=30),
    st.text(alphabet="ab*`[]() \n\ue000\ue001", max_size=30),
)
def test_every_formula_of_a_note_is_shown_once_whatever_stands_around_it(before, after):
    from markupsafe import Markup

    text = f"{before}$x${after}"
    place = Placed(len(before), len(before) + 3, Markup("<i>here</i>"), Markup("<u>said</u>"))
    for made in (markdown_html(text, [place]), source_html(text, [place])):
        assert made.count("<i>here</i>") == 1
        assert made.count("<u>said</u>") == 1


DEEP = [r"\sqrt{", "x^{", r"\frac a", r"\frac{a}", r"\sqrt[3]", r"\hat\frac a", r"\binom a", r"\left(", r"\hat"]


@pytest.mark.parametrize("piece", DEEP)
@pytest.mark.parametrize("closed", [True, False])
def test_a_formula_nested_too_deep_is_shown_as_its_source_and_runs_out_of_no_stack(piece, closed):
    count = 3900 // (len(piece) + piece.count("{"))
    latex = piece * count + " x" + "}" * (piece.count("{") * count * closed)
    made = []
    former = threading.stack_size(256 << 10)
    try:
        thread = threading.Thread(target=lambda: made.append(str(display(latex))))
        thread.start()
    finally:
        threading.stack_size(former)
    thread.join()
    assert made[0].startswith('<code class="latex">')


def test_a_formula_with_many_parts_that_are_not_nested_is_set():
    assert str(display("+".join([r"\frac{1}{x^{2}}"] * 200))).startswith("<math")

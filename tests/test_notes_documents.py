"""From files to formulas: what is mathematics in Markdown, LaTeX and notebooks, and where it stands in the source."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qedtex.errors import QedtexError
from qedtex.notes.formulas.chains import chains
from qedtex.notes.sources.directives import Directive
from qedtex.notes.sources.documents import Document, Formula, kind_of, read_document, read_text

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


def formulas(text: str, kind: str = "markdown") -> list[str]:
    return [formula.latex for formula in read_text(text, kind).formulas]


def codes(text: str, kind: str = "markdown") -> list[tuple[str, int]]:
    return [(trouble.code, trouble.line) for trouble in read_text(text, kind).troubles]


def assert_places(text: str, document: Document, *, exact: bool = True) -> None:
    """Each character of a formula is the character of the source where it is said to stand."""
    lines = text.split("\n")
    for formula in document.formulas:
        for offset, letter in enumerate(formula.latex):
            line, column = formula.position(offset)
            found = (lines[line - 1] + "\n")[column - 1]
            assert found == letter or (not exact and found in "&\\"), (formula.latex, offset, line, column)


# Markdown ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "environment"),
    [
        ("a $x = 1$ b", "x = 1", "$"),
        (r"a $ \theta $ b", r"\theta", "$"),
        ("a $$x = 1$$ b", "x = 1", "$$"),
        ("$$\nx = 1\n$$", "x = 1", "$$"),
        ("text\n$$\nx = 1\n$$\nmore", "x = 1", "$$"),
        ("> [!NOTE]\n> $$\n> x = 1\n> $$", "x = 1", "$$"),
        ("> > $x = 1$", "x = 1", "$"),
        ("- item\n\n  $$\n  x = 1\n$$\n", "x = 1", "$$"),
        ("1. item $x = 1$", "x = 1", "$"),
        ("# Heading $x = 1$", "x = 1", "$"),
        ("$$\n- x\n= 1\n$$", "- x\n= 1", "$$"),
        ("$$\nx\n\n= 1\n$$", "x\n\n= 1", "$$"),
        ("> $$\n> x\n> = 1\n> $$", "x\n= 1", "$$"),
        ("```math\nx = 1\n```", "x = 1", "math-fence"),
        ("```{math}\n:label: eq\nx = 1\n```", "x = 1", "math-fence"),
        ("a $`x = 1`$ b", "x = 1", "$`"),
        ("a {math}`x = 1` b", "x = 1", "math-role"),
        (r"a \(x = 1\) b", "x = 1", r"\("),
        (r"a \\(x = 1\\) b", "x = 1", r"\("),
        ("\\[\nx = 1\n\\]", "x = 1", r"\["),
        (r"\\[ x = 1 \\]", "x = 1", r"\["),
        ("\\begin{align}\nx &= 1\n\\end{align}", "x &= 1", "align"),
        ("text \\begin{equation}x = 1\\end{equation}", "x = 1", "equation"),
        ("|a|b|\n|-|-|\n|$p(x\\|y)$|2|", "p(x|y)", "$"),
        ("<table>\n<tr><td>$x = 1$</td></tr>\n</table>", "x = 1", "$"),
        ("a $x &lt; 1$", "x < 1", "$"),
        (r"$x = \text{if $y$ then } 1$", r"x = \text{if $y$ then } 1", "$"),
        (r"$$x = \text{\$5 or $y$}$$", r"x = \text{\$5 or $y$}", "$$"),
        ("a $x$2", "x", "$"),
        ("\ufeffx".strip("\ufeff") + " $a_1$", "a_1", "$"),
    ],
)
def test_markdown_mathematics_is_found(text: str, expected: str, environment: str) -> None:
    document = read_text(text)
    assert [formula.latex for formula in document.formulas] == [expected]
    assert document.formulas[0].environment == environment
    assert not document.troubles
    assert_places(text, document, exact="&lt;" not in text)


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $6",
        "costs \\$5 or 6$",
        "from $5-$6",
        "a `$x = 1$` b",
        "a ``$x` = 1$`` b",
        "```\n$x = 1$\n```",
        "```python\n$x = 1$\n```",
        "~~~latex\n$$x = 1$$\n~~~",
        "para\n\n    $$x = 1$$\n",
        "<!-- $x = 1$ -->",
        "a <!-- $x = 1$ --> b",
        "<pre>\n$x = 1$\n</pre>",
        "a <code>$x = 1$</code> b",
        '<a href="$x=1$">b</a>',
        "[a](http://b/$c=1$)",
        "---\ntitle: $x = 1$\n---\n",
        "+++\ntitle = '$x = 1$'\n+++\n",
        r"see \[1\] and \[citation needed\]",
        r"an escaped \(parenthesis\)",
        "$$ $$",
        "\\begin{quote}x = 1\\end{quote}",
    ],
)
def test_markdown_that_is_not_mathematics_is_left(text: str) -> None:
    assert formulas(text) == []


def test_front_matter_needs_its_end() -> None:
    assert formulas("---\ntitle: $x = 1$\n\ntext") == ["x = 1"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("$$ a = b\n\nprose goes on $x = 1$ here\n\n$$y = 2$$", 1),
        ("text\n\n$$\na = b\n\n# Heading\n\n$x = 1$\n\n$$y = 2$$", 3),
        ("text $$ a = b and $x = 1$ more\n\n$$y = 2$$", 1),
        ("\\begin{align} a\n\nprose $x = 1$\n\n$$y = 2$$", 1),
    ],
)
def test_an_unclosed_display_is_reported_and_the_rest_is_read(text: str, line: int) -> None:
    document = read_text(text)
    assert [formula.latex for formula in document.formulas][-2:] == ["x = 1", "y = 2"]
    assert codes(text)[0] == ("QT810", line)


def test_a_closed_display_is_not_reported() -> None:
    assert codes("$$ a = b $$\n\nprose goes on $x = 1$ here") == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a \\; b", r"a \; b"),
        (r"\theta\_{ML}", r"\theta_{ML}"),
        (r"\theta\\_{ML}", r"\theta_{ML}"),
        (r"a \* b", "a * b"),
        ("a = b\\\\\\\nc = d", "a = b\\\\\nc = d"),
        (r"a \\\\ b", r"a \\ b"),
        (r"a \\ b", r"a \\ b"),
        (r"a \\\alpha", r"a \\\alpha"),
        (r"\text{a\_b}", r"\text{a\_b}"),
        (r"\{a\}", r"\{a\}"),
        (r"\\{a\\} \\; b", r"\{a\} \; b"),
    ],
)
def test_tex_escaped_for_markdown_is_unescaped_and_other_tex_is_not(written: str, meant: str) -> None:
    text = f"$$x {written}$$"
    document = read_text(text)
    assert [formula.latex for formula in document.formulas] == [f"x {meant}"]
    assert_places(text, document)


def test_positions_are_those_of_the_file_in_quotes_and_lists() -> None:
    text = "> 1. a\n>    $$\n>    x \\_ y\n>    $$\n"
    [formula] = read_text(text).formulas
    assert formula.latex == "x _ y"
    assert [formula.position(offset) for offset in (0, 2, 4)] == [(3, 6), (3, 9), (3, 11)]
    assert (formula.line, formula.column, formula.end_line) == (2, 6, 4)


def test_windows_line_ends_keep_lines_and_columns() -> None:
    [formula] = read_text("a\r\n$$\r\nx = 1\r\n$$\r\n").formulas
    assert formula.position(4) == (3, 5)


def test_the_prose_around_a_formula_is_kept() -> None:
    first, second = read_text("We define $a = 1$, where $b$ is **known**.").formulas
    assert (first.context_before, first.context_after) == ("We define", ", where")
    assert (second.context_before, second.context_after) == (", where", "is **known**.")


def test_prose_is_cut() -> None:
    [formula] = read_text("x" * 1000 + " $a$ " + "y" * 1000).formulas
    assert len(formula.context_before) <= 300 and len(formula.context_after) <= 300


def test_headings_part_sections() -> None:
    assert [f.section for f in read_text("$a$\n# one\n$b$\n\ntwo $c$\n---\n$d$").formulas] == [0, 1, 2, 2]


# Directives ----------------------------------------------------------------------------------------------------------


def test_let_holds_for_the_formulas_after_it() -> None:
    first, second = read_text("$a$\n\n<!-- qedtex: let f: differentiable, sigma > 0 -->\n\n$b$").formulas
    assert list(first.directives) == []
    assert list(second.directives) == [Directive("let", "f: differentiable, sigma > 0", 3)]


def test_ignore_skips_one_formula_and_is_counted() -> None:
    document = read_text("a <!-- qedtex: ignore --> $a = 1$ and $b = 2$")
    assert [formula.ignored for formula in document.formulas] == [True, False]
    assert document.skipped == 1
    assert [chain.side.latex for chain in chains(document)] == ["b"]


def test_an_unknown_directive_is_reported_with_the_nearest() -> None:
    [trouble] = read_text("\n<!-- qedtex: ingore -->").troubles
    assert (trouble.code, trouble.line) == ("QT812", 2)
    assert "ignore" in trouble.help


def test_blocks_of_sync_are_not_directives() -> None:
    document = read_text("<!-- qedtex: begin divergence.kl -->\n\n$$a = b$$\n\n<!-- qedtex: end -->")
    assert not document.troubles and not document.directives


def test_directives_in_latex_hold_from_their_place_on() -> None:
    text = (
        "$a$\n% qedtex: let x > 0\n$b$\n\\begin{align}\nc &= d % qedtex: off QT901\n\\end{align}\n% qedtex: ignore\n$e$"
    )
    document = read_text(text, "tex")
    assert [[d.kind for d in f.directives] for f in document.formulas] == [[], ["let"], ["let", "off"], ["let", "off"]]
    assert [formula.ignored for formula in document.formulas] == [False, False, False, True]


# LaTeX ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $x$ b", ["x"]),
        (r"a \(x\) and \[y\]", ["x", "y"]),
        (r"\begin{equation*}x\end{equation*}", ["x"]),
        (r"\begin{alignat}{2}x &= y\end{alignat}", ["{2}x &= y"]),
        (r"\begin{flalign}x\end{flalign}\begin{eqnarray}y\end{eqnarray}\begin{math}z\end{math}", ["x", "y", "z"]),
        (r"\[\begin{aligned}a &= b \\ &= c\end{aligned}\]", [r"\begin{aligned}a &= b \\ &= c\end{aligned}"]),
        ("% $x$\n$y$", ["y"]),
        (r"5\% of $y$", ["y"]),
        ("\\begin{verbatim}\n$x$\n\\end{verbatim}\n$y$", ["y"]),
        ("\\begin{lstlisting}[language=C]\n$x$ % $\n\\end{lstlisting}\n$y$", ["y"]),
        (r"\verb|$x$| $y$", ["y"]),
        (r"\$5 and $y$", ["y"]),
        ("$x % $ in a comment\n= y$", ["x \n= y"]),
    ],
)
def test_latex_mathematics_is_found(text: str, expected: list[str]) -> None:
    document = read_text(text, "tex")
    assert [formula.latex for formula in document.formulas] == expected
    assert not document.troubles
    assert_places(text, document)


@pytest.mark.parametrize("text", ["$x\n\nnext $y$", r"\[ x \( y", "\\begin{align} x"])
def test_unclosed_latex_is_reported(text: str) -> None:
    assert codes(text, "tex")[0] == ("QT810", 1)


def test_latex_sections_are_headings() -> None:
    assert [f.section for f in read_text(r"$a$ \section{b} $c$ \subsection*{d} $e$", "tex").formulas] == [0, 1, 2]


@pytest.mark.parametrize(
    ("definition", "used", "expected"),
    [
        (r"\newcommand{\E}{\mathbb{E}}", r"\E x", r"\mathbb{E} x"),
        (r"\newcommand{\E}[1]{\mathbb{E}[#1]}", r"\E{x_1}", r"\mathbb{E}[x_1]"),
        (r"\newcommand{\E}[1]{\mathbb{E}[#1]}", r"\E x", r"\mathbb{E}[x]"),
        (r"\newcommand{\E}[2][p]{\mathbb{E}_{#1}[#2]}", r"\E{x} + \E[q]{y}", r"\mathbb{E}_{p}[x] + \mathbb{E}_{q}[y]"),
        (r"\def\f#1#2{\frac{#1}{#2}}", r"\f12", r"\frac{1}{2}"),
        (r"\renewcommand*\vec[1]{\mathbf{#1}}", r"\vec{x}", r"\mathbf{x}"),
        (r"\DeclareMathOperator*{\argmax}{arg\,max}", r"\argmax_x", r"\operatorname*{arg\,max}_x"),
        (r"\DeclareMathOperator{\KL}{KL}", r"\KL(p)", r"\operatorname{KL}(p)"),
        (r"\DeclarePairedDelimiter{\norm}{\lVert}{\rVert}", r"\norm*{x}", r"\lVert x \rVert"),
        (r"\let\e\epsilon", r"\e", r"\epsilon"),
        (r"\let\old\phi\renewcommand{\phi}{\old'}", r"\phi", r"\phi'"),
        (r"\newcommand{\s}[1]{\sin#1}", r"\s x", r"\sin x"),
        (r"\newcommand{\a}{\b}\newcommand{\b}{c}", r"\a", "c"),
    ],
)
def test_macros_of_the_document_are_expanded(definition: str, used: str, expected: str) -> None:
    assert formulas(f"{definition}\n\n$y {used}$", "tex") == [f"y {expected}"]
    assert formulas(f"$${definition}$$\n\n$y {used}$") == [f"y {expected}"]


def test_a_macro_holds_only_after_its_definition() -> None:
    assert formulas(r"$\E$ \newcommand{\E}{x} $\E$", "tex") == [r"\E", "x"]


def test_what_a_macro_gives_stands_where_the_macro_stands() -> None:
    document = read_text("\\newcommand{\\E}{abc}\n$x = \\E y$", "tex")
    [formula] = document.formulas
    assert formula.latex == "x = abc y"
    assert [formula.position(offset) for offset in (0, 4, 6, 8)] == [(2, 2), (2, 6), (2, 6), (2, 9)]


@pytest.mark.parametrize(
    "definitions",
    [
        r"\newcommand{\a}{\a\a}",
        r"\newcommand{\a}{x\a}",
        r"\newcommand{\a}[1]{\a{#1#1}}",
        "".join(
            rf"\newcommand{{\{a}}}{{{f'{chr(92)}{b}' * 9}}}" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
        ),
    ],
)
def test_a_macro_bomb_is_reported_and_does_not_go_off(definitions: str) -> None:
    text = definitions + "\\newcommand{\\j}{" + "y" * 100 + "}\n$\\a{x}$ $z$"
    document = read_text(text, "tex")
    assert [formula.latex for formula in document.formulas] == [r"\a{x}", "z"]
    assert [trouble.code for trouble in document.troubles] == ["QT813"]
    assert document.formulas[0].trouble is document.troubles[0]
    assert document.formulas[1].trouble is None


# Notebooks -----------------------------------------------------------------------------------------------------------


def test_a_notebook_gives_cell_and_line() -> None:
    cells = [
        {"cell_type": "code", "source": ["print('$x$')"]},
        {"cell_type": "markdown", "source": ["# A\n", "<!-- qedtex: let x > 0 -->\n", "and $a = 1$"]},
        {"cell_type": "markdown", "source": "$b$"},
        {"cell_type": "raw", "source": "$c$"},
    ]
    first, second = read_text(json.dumps({"cells": cells, "nbformat": 4}), "notebook").formulas
    assert (first.latex, first.cell, first.line, first.column) == ("a = 1", 2, 3, 5)
    assert (second.latex, second.cell, second.line, second.column) == ("b", 3, 1, 1)
    assert [directive.cell for directive in second.directives] == [2]


def test_an_old_notebook_keeps_its_cells_in_worksheets() -> None:
    text = json.dumps({"worksheets": [{"cells": [{"cell_type": "markdown", "source": ["$a$"]}]}], "nbformat": 3})
    assert formulas(text, "notebook") == ["a"]


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"cells": 3}', "", "[" * 100_000, '{"cells": [}'])
def test_a_broken_notebook_is_an_error(text: str) -> None:
    with pytest.raises(QedtexError) as caught:
        read_text(text, "notebook", "a.ipynb")
    assert caught.value.code == "QT805"


@pytest.mark.parametrize("cell", [3, None, {}, {"cell_type": "markdown"}, {"cell_type": "markdown", "source": 3}])
def test_an_odd_cell_is_passed_over(cell: object) -> None:
    assert formulas(json.dumps({"cells": [cell]}), "notebook") == []


# Files ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"), [("a.md", "markdown"), ("a.txt", "markdown"), ("a.TEX", "tex"), ("a.ipynb", "notebook")]
)
def test_the_ending_says_how_a_file_is_read(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfa $x = 1$")
    document = read_document(path)
    assert document.path == str(path)
    assert document.formulas[0].position(0) == (1, 4)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes("ok\ncaf\xe9 $x$".encode("latin-1"))
    for path, code in [(tmp_path, "QT802"), (tmp_path / "no.md", "QT803"), (tmp_path / "latin.md", "QT801")]:
        with pytest.raises(QedtexError) as caught:
            read_document(path)
        assert caught.value.code == code
    assert caught.value.place is not None and caught.value.place.line == 2
    assert "offset 6" in caught.value.found


def test_a_name_that_no_file_can_have_is_unreadable() -> None:
    with pytest.raises(QedtexError, match="QT804"):
        read_document("a\0b.md")


def test_another_kind_is_refused() -> None:
    with pytest.raises(QedtexError, match="QT806"):
        read_text("", "word")


def test_importing_notes_loads_no_reader_of_documents() -> None:
    probe = "import sys, qedtex.notes; print([n for n in ('sympy', 'markdown_it', 'lark', 'json') if n in sys.modules])"
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


# Robustness ----------------------------------------------------------------------------------------------------------

_WORDS = r"""$ $$ \( \) \[ \] \\( \\] \$ \\ \_ \| ` ``` ```math {math}` $` `$ <!-- --> <a <code> </code> > - * # |
    --- +++ {} { } ( ) = & x \text{ \begin{align} \end{align} \begin{aligned} \end{aligned} \newcommand{\a} \a #1 %
    qedtex: let ignore \left( \right) , \quad \implies \overset{ \tag{1} \sum_ ^ 熵 5 . ~ [ ]("""
_PIECES = st.sampled_from(_WORDS.split()) | st.sampled_from(
    ["\n", "\n\n", " ", "\t", "\r", "\r\n", "    ", "\n> ", "\n- ", "\0", "\u2028", "\x0b"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join), st.sampled_from(["markdown", "tex"]))
def test_no_text_makes_the_reader_fail(text: str, kind: str) -> None:
    document = read_text(text, kind)
    chains(document)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for formula in document.formulas:
        assert_within(formula, lines)


def assert_within(formula: Formula, lines: list[str]) -> None:
    for offset in range(len(formula.latex) + 1):
        line, column = formula.position(offset)
        assert 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


_SEED_TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]


@pytest.mark.skipif(not _SEED_TEXTS, reason="the five documents in ../shared/seeds are not there")
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_mutated_documents_are_read_with_true_places(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(_SEED_TEXTS))
    start = data.draw(st.integers(0, len(text)))
    text = text[start : start + 2000]
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + data.draw(_PIECES) + text[place + data.draw(st.integers(0, 3)) :]
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("newcommand", "")
    document = read_text(text)
    assert_places(text, document)
    chains(document)


@pytest.mark.skipif(not _SEED_TEXTS, reason="the five documents in ../shared/seeds are not there")
@pytest.mark.parametrize(("number", "count"), list(enumerate([20, 56, 117, 91, 79])))
def test_every_formula_of_the_documents_is_found_in_its_place(number: int, count: int) -> None:
    document = read_text(_SEED_TEXTS[number])
    assert len(document.formulas) == count
    assert not document.troubles
    assert_places(_SEED_TEXTS[number], document)


@pytest.mark.parametrize(
    "text",
    [
        "$" + "{" * 10_000 + "x" + "}" * 10_000 + "$",
        "$$" + "\\sum_x{a=" * 10_000 + "b" + "}" * 10_000 + "$$",
        "$$" + "\\left(" * 10_000 + "$$",
        "$$" + "\\begin{aligned}" * 10_000 + "$$",
        ">" * 10_000 + "$x = 1$",
        "- " * 5_000 + "$x = 1$",
        "$ " * 20_000,
        "$$\n" * 20_000,
        "\\[ a\n" * 20_000,
        "<!-- " * 20_000,
        "$$a = " + "1," * 20_000 + "$$",
    ],
)
def test_what_nests_deep_or_repeats_is_read_in_time(text: str) -> None:
    chains(read_text(text))


def test_what_is_nested_too_deep_is_not_lost() -> None:
    assert formulas("> " * 200 + "$x = 1$") == ["x = 1"]

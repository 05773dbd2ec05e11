"""The tokeniser of notes: every character is in one token, in linear time, whatever the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qedtex.notes.reading import tokens

KINDS = {"command", "letter", "number", "symbol", "text", "open", "close", "begin", "end"}


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\alpha\,x", [("command", "\\alpha"), ("command", "\\,"), ("letter", "x")]),
        (r"0.50", [("number", "0.50")]),
        (r"x_{12}", [("letter", "x"), ("symbol", "_"), ("open", "{"), ("number", "12"), ("close", "}")]),
        (r"\text{当且仅当}", [("command", "\\text"), ("open", "{"), ("text", "当且仅当"), ("close", "}")]),
        ("θ", [("letter", "θ")]),
        ("P_A·P", [("letter", "P"), ("symbol", "_"), ("letter", "A"), ("symbol", "·"), ("letter", "P")]),
        (r"\begin{aligned}a\end{aligned}", [("begin", "aligned"), ("letter", "a"), ("end", "aligned")]),
        ("a % b\nc", [("letter", "a"), ("letter", "c")]),
        (r"5\%", [("number", "5"), ("command", "\\%")]),
        ("a \\\\ b", [("letter", "a"), ("command", "\\\\"), ("letter", "b")]),
        ("\\", [("command", "\\")]),
        ("1..2", [("number", "1"), ("symbol", "."), ("number", ".2")]),
    ],
)
def test_a_text_has_these_tokens(latex: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.kind, token.text) for token in tokens(latex)] == expected


def test_an_offset_leads_back_to_the_text() -> None:
    latex = r"\frac{1}{2} p(x_i) % half"
    assert [latex[token.start : token.end] for token in tokens(latex)] == [token.text for token in tokens(latex)]


@given(st.text(alphabet=st.sampled_from(list("\\{}%begind ab01.θ熵_^&\n|$")) | st.characters(), max_size=60))
def test_tokens_cover_every_text_in_order(latex: str) -> None:
    found = tokens(latex)
    end = 0
    for token in found:
        assert token.kind in KINDS and end <= token.start < token.end <= len(latex)
        skipped = latex[end : token.start]
        assert all(line.strip() == "" or line.lstrip().startswith("%") for line in skipped.split("\n"))
        end = token.end


def test_tokens_take_linear_time() -> None:
    hostile = "{" * 20000 + "\\begin" * 20000 + "\\begin{a" * 20000 + "a" * 20000 + "%" * 20000

    def seconds(text: str) -> float:
        start = time.perf_counter()
        tokens(text)
        return time.perf_counter() - start

    seconds(hostile)
    assert seconds(hostile * 4) < 12 * max(seconds(hostile), 0.005)

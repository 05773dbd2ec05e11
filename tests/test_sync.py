"""`qedtex sync`: blocks filled and all else kept byte for byte, refusals at their lines, files never half written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

import qedtex
from qedtex.errors import QedtexError
from qedtex.sync.notebook import notebook_source
from qedtex.sync.running import Filler, Synced, sync_file
from qedtex.sync.source import plain_source

KL = "divergence.kl_decomposition"
BEGIN, END = f"<!-- qedtex: begin {KL} reasons=off -->", "<!-- qedtex: end -->"
BLOCK = f"{BEGIN}\n{END}\n"
FILLER = Filler(qedtex.load)


def synced(path: Path, *, check: bool = False, force: bool = False) -> Synced:
    return sync_file(path, FILLER, check=check, force=force)


def written(folder: Path, text: str | bytes, name: str = "note.md") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def codes(done: Synced) -> list[tuple[str, int]]:
    return [(fault.code, fault.place.line if fault.place else 0) for fault in done.faults]


# What is kept ---------------------------------------------------------------------------------------------------------


def test_a_block_is_filled_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, f"Before.\n\n{BLOCK}\nAfter.\n")
    done = synced(path)
    assert (done.stale, done.written, done.faults) == (1, True, ())
    first = path.read_bytes()
    assert rb"\log \frac{p(x_{i})}{q(x_{i})}" in first
    assert synced(path) == Synced(str(path), current=1)
    assert path.read_bytes() == first


def test_a_changed_request_fills_the_block_anew(tmp_path: Path) -> None:
    path = written(tmp_path, BLOCK)
    synced(path)
    path.write_text(path.read_text().replace("reasons=off", "p=P"))
    assert codes(synced(path, check=True)) == [("QT886", 1)]
    assert synced(path).written
    assert "P(x_{i})" in path.read_text()
    assert "definition of entropy" in path.read_text()


@pytest.mark.parametrize(
    ("raw", "line_end"),
    [
        (b"a\r\n\r\n%b\r\n%b\r\n\r\nb\r\n", b"\r\n"),
        (b"\xef\xbb\xbfa\n\n%b\n%b\n\nb", b"\n"),
        (b"a\r\n\n%b\r\n%b\n\nb\r", b"\r\n"),
        (b"a\n\n%b\n%b", b"\n"),
        (b"a\r\r%b\r%b\r\rb\r", b"\r"),
    ],
)
def test_line_ends_and_byte_order_mark_and_a_missing_final_newline_stay(
    tmp_path: Path, raw: bytes, line_end: bytes
) -> None:
    before, between, after = raw.split(b"%b")
    path = written(tmp_path, before + BEGIN.encode() + between + END.encode() + after)
    assert synced(path).written
    new = path.read_bytes()
    assert new.startswith(before + BEGIN.encode() + between)
    assert new.endswith(b" -->" + after)
    inside = new[len(before + BEGIN.encode() + between) : new.index(b"<!-- qedtex: end")]
    assert inside.replace(line_end, b"").count(b"\n") + inside.replace(line_end, b"").count(b"\r") == 0
    assert inside.endswith(line_end)
    assert synced(path).current == 1


def test_a_block_in_a_quotation_or_a_list_keeps_their_marks(tmp_path: Path) -> None:
    path = written(tmp_path, f"> a\n>\n> {BEGIN}\n> {END}\n\n1. b\n\n   {BEGIN}\n   {END}\n")
    assert synced(path).written
    lines = path.read_text().splitlines()
    quoted, listed = lines[3 : lines.index("")], lines[lines.index("1. b") + 3 :]
    assert all(line.startswith(">") for line in quoted)
    assert all(line.startswith("   ") or not line for line in listed)
    assert synced(path).current == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("note.md", f"```md\n{BLOCK}```\n"),
        ("note.md", f"~~~\n{BEGIN}\n~~~\n"),
        ("note.md", f"a\n\n    {BEGIN}\n"),
        ("note.md", f"`{BEGIN}` is how one begins\n"),
        ("note.tex", f"\\begin{{verbatim}}\n% qedtex: begin {KL}\n\\end{{verbatim}}\n"),
        ("note.tex", f"a \\% qedtex: begin {KL}\n"),
        ("note.tex", f"{BEGIN}\n"),
        ("note.md", f"% qedtex: begin {KL}\n"),
        ("note.md", "no qedtex here\n"),
    ],
)
def test_marks_in_code_and_in_the_other_language_are_text(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path, text, name)
    assert synced(path) == Synced(str(path))
    assert path.read_text() == text


def test_a_block_in_latex_stands_between_comments(tmp_path: Path) -> None:
    text = f"\\section{{A}}\n  % qedtex: begin {KL} p=P\n  % qedtex: end\nB\n"
    path = written(tmp_path, text, "note.tex")
    assert synced(path).written
    new = path.read_text()
    assert new.startswith(text[: text.index("  % qedtex: end")])
    assert r"  &= \sum_{i=1}^{n} P(x_{i}) \left[ \log P(x_{i}) - \log q(x_{i}) \right]" in new
    assert new.endswith("\nB\n")
    assert synced(path).current == 1


_PROSE = st.text(alphabet=st.sampled_from('ab é中$`~>#|*-\\{}[]()_ \t&%!"1.=<+:\u2028\x0c'), max_size=14)
_LINE_END = st.sampled_from(["\n", "\r\n", "\r"])
_LINES = st.lists(st.tuples(_PROSE, _LINE_END), max_size=6).map(lambda lines: "".join(a + b for a, b in lines))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_LINES, min_size=2, max_size=3), _PROSE, st.sampled_from(["md", "tex"]), st.booleans(), _LINE_END)
@example(["---\n", "...\n", ""], "", "md", False, "\n")
def test_whatever_stands_around_blocks_stays_or_the_file_is_left_alone(
    tmp_path: Path, around: list[str], last: str, kind: str, marked: bool, line_end: str
) -> None:
    begin, end = (BEGIN, END) if kind == "md" else (f"% qedtex: begin {KL} reasons=off", "% qedtex: end")
    parts = [(part + line_end * 2).encode() for part in around[:-1]] + [(around[-1] + last).encode()]
    block = f"{begin}{line_end}{end}{line_end}{line_end}".encode()
    raw = (b"\xef\xbb\xbf" if marked else b"") + block.join(parts)
    path = written(tmp_path, raw, f"note.{kind}")
    done = synced(path)
    new = path.read_bytes()
    event("written" if done.written else f"left: {sorted({code for code, _ in codes(done)})}")
    if not done.written:
        assert new == raw
        return
    opened, word = f"{begin}{line_end}".encode(), end.removesuffix(" -->").encode()
    pieces = map(re.escape, (opened, opened, word, end.encode().removeprefix(word)))
    filled = re.compile(b"%b(?:(?!%b).)*%b [0-9a-f]{8}%b" % tuple(pieces), re.DOTALL)
    emptied, count = filled.subn(lambda _: opened + end.encode(), new)
    assert (emptied, count) == (raw, done.stale)
    again = synced(path)
    assert (again.written, again.faults, again.current) == (False, (), done.stale)
    assert path.read_bytes() == new


@given(st.binary(max_size=60))
def test_a_file_in_which_nothing_is_changed_is_put_together_as_it_was(raw: bytes) -> None:
    try:
        source = plain_source(raw, "note.md")
    except QedtexError:
        with pytest.raises(UnicodeDecodeError):
            raw.decode()
        return
    assert source.changed({}) == raw


# Notebooks ------------------------------------------------------------------------------------------------------------


def notebook(*cells: tuple[str, str], indent: int | None = 1, as_list: bool = True, ascii_only: bool = False) -> bytes:
    made = [
        {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True) if as_list else text}
        for kind, text in cells
    ]
    whole = {"cells": made, "metadata": {"é": "中"}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=indent, ensure_ascii=ascii_only).encode()


def sources(raw: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(raw)["cells"]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_PROSE, st.sampled_from([None, 0, 1, 2]), st.booleans(), st.booleans(), st.booleans())
def test_a_notebook_changes_in_the_source_of_its_cell_only(
    tmp_path: Path, prose: str, indent: int | None, as_list: bool, ascii_only: bool, last: bool
) -> None:
    cells = [("code", BLOCK), ("markdown", prose), ("markdown", f"中\n\n{BLOCK}" + "" if last else f"{BLOCK}\né")]
    raw = notebook(*cells, indent=indent, as_list=as_list, ascii_only=ascii_only)
    path = written(tmp_path, raw, "note.ipynb")
    assert notebook_source(raw, "note.ipynb").changed({}) == raw
    assert synced(path).written
    new = path.read_bytes()
    one, other = json.loads(raw), json.loads(new)
    assert sources(new)[:2] == sources(raw)[:2]
    assert isinstance(other["cells"][2]["source"], list) == as_list
    filled, empty = sources(new)[2], sources(raw)[2]
    assert filled.startswith(empty[: empty.index(END)])
    assert r"\log \frac{p(x_{i})}{q(x_{i})}" in filled
    one["cells"][2]["source"] = other["cells"][2]["source"] = None
    assert one == other
    assert new.startswith(raw[: raw.rindex(b"qedtex: begin")])
    assert raw.endswith(new[-60:])
    assert new.isascii() == raw.isascii()
    assert synced(path).current == 1


def test_a_fault_in_a_notebook_names_the_cell_and_the_line_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, notebook(("code", "1"), ("markdown", f"a\n\n{BEGIN}\n")), "note.ipynb")
    [fault] = synced(path).faults
    line = fault.place.line if fault.place else 0
    assert "cell 2" in fault.message
    assert "qedtex: begin" in path.read_text().splitlines()[line - 1]


@pytest.mark.parametrize(
    "raw", [b"qedtex {", b'{"qedtex": 1}', b'["qedtex"]', b'{"cells": "qedtex"}', b"[" * 9999 + b"qedtex"]
)
def test_what_is_no_notebook_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = written(tmp_path, raw, "note.ipynb")
    assert [code for code, _ in codes(synced(path))] == ["QT805"]
    assert path.read_bytes() == raw


# Refusals -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a\n\n{BEGIN}\n\nb\n", [("QT881", 3)]),
        (f"a\n\n{END}\n", [("QT881", 3)]),
        (f"{BEGIN}\n{BEGIN}\n{END}\n{END}\n", [("QT882", 2)]),
        (f"{BEGIN}\n{BEGIN}\n{END}\n", [("QT881", 1), ("QT882", 2)]),
        ("<!-- qedtex: begin no.such -->\n<!-- qedtex: end -->\n", [("QT883", 1)]),
        (f"a\n\n<!-- qedtex: begin {KL} what=1 -->\n{END}\n", [("QT884", 3)]),
        (f"<!-- qedtex: begin {KL} p=q -->\n{END}\n", [("QT887", 1)]),
        (f"{BEGIN}\nmy own words\n{END}\n", [("QT885", 1)]),
        (f"{BEGIN}\n{END} and more\n", [("QT880", 2)]),
        (f"words {BEGIN}\n{END}\n", [("QT880", 1)]),
        (f"{BEGIN} {END}\n", [("QT880", 1), ("QT880", 1)]),
        (f"{BEGIN}\n<!-- qedtex: end here -->\n", [("QT889", 2)]),
        (f"{BLOCK}\n{BEGIN}\n", [("QT881", 4)]),
    ],
)
def test_what_is_wrong_with_a_block_is_refused_at_its_line_and_the_file_left_alone(
    tmp_path: Path, text: str, expected: list[tuple[str, int]]
) -> None:
    path = written(tmp_path, text)
    for force in (False, True):
        done = synced(path, force=force)
        if expected[0][0] == "QT885" and force:
            assert done.written
        else:
            assert codes(done) == expected
            assert path.read_text() == text


def test_an_edit_by_hand_is_refused_and_overwritten_only_with_force(tmp_path: Path) -> None:
    path = written(tmp_path, BLOCK)
    synced(path)
    good = path.read_text()
    bad = good.replace("H(p, q) - H(p)", "H(p) - H(p, q)")
    path.write_text(bad)
    assert codes(synced(path)) == [("QT885", 1)]
    assert codes(synced(path, check=True)) == [("QT885", 1)]
    assert path.read_text() == bad
    assert synced(path, force=True).written
    assert path.read_text() == good


def test_an_edit_under_a_forged_digest_is_stale(tmp_path: Path) -> None:
    path = written(tmp_path, BLOCK)
    synced(path)
    good = path.read_text()
    other = written(tmp_path, BLOCK.replace(KL, "divergence.kl_nonneg"), "other.md")
    synced(other)
    path.write_text(other.read_text().replace("divergence.kl_nonneg", KL))
    assert codes(synced(path, check=True)) == [("QT886", 1)]
    assert synced(path).written
    assert path.read_text() == good


def test_reindented_and_respaced_blocks_are_no_edits(tmp_path: Path) -> None:
    path = written(tmp_path, BLOCK)
    synced(path)
    good = path.read_text()
    path.write_text(good.replace("  &=", "    &=").replace("\n\n", "\n \n\n"))
    assert synced(path).faults == ()
    assert path.read_text() == good


def test_a_sign_of_quotation_put_into_a_block_is_an_edit(tmp_path: Path) -> None:
    path = written(tmp_path, BLOCK)
    synced(path)
    path.write_text(path.read_text().replace("  &= -H(p)", "> &= -H(p)", 1))
    assert codes(synced(path)) == [("QT885", 1)]


@pytest.mark.parametrize(
    "around",
    [
        ("\\[ a\n", "\\]\n"),
        ("\\begin{align}\na\n", "\\end{align}\n"),
        ("$$\na\n", "$$\n"),
        ("\\renewcommand{\\log}{\\ln}\n", ""),
    ],
)
def test_a_block_whose_formulas_would_be_read_in_another_way_is_refused(
    tmp_path: Path, around: tuple[str, str]
) -> None:
    block = f"% qedtex: begin {KL} reasons=off\n% qedtex: end\n"
    text = block.join(around)
    path = written(tmp_path, text, "note.tex")
    for force in (False, True):
        [fault] = synced(path, force=force).faults
        assert fault.code == "QT890"
        assert path.read_text() == text
    path.write_text("a\n" + block + "$$a$$\n\\[b\\]\n")
    assert synced(path).written


def test_what_was_written_into_a_block_does_not_count_as_what_is_around_it(tmp_path: Path) -> None:
    path = written(tmp_path, f"{BEGIN}\n$$ a\n{END}\n\n$$b$$\n")
    assert codes(synced(path)) == [("QT885", 1)]
    assert synced(path, force=True).written


def test_a_file_that_is_not_utf8_is_refused_where_it_holds_blocks(tmp_path: Path) -> None:
    path = written(tmp_path, b"a\n\xff " + BLOCK.encode())
    assert codes(synced(path)) == [("QT801", 2)]
    assert codes(synced(written(tmp_path, BLOCK.encode("utf-16"), "b.md"))) == [("QT801", 1)]
    assert codes(synced(written(tmp_path, b"a\n\xff\n", "c.md"))) == []


def test_check_finds_what_is_stale_and_writes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, BLOCK)
    assert codes(synced(path, check=True)) == [("QT886", 1)]
    assert path.read_text() == BLOCK
    synced(path)
    assert synced(path, check=True) == Synced(str(path), current=1)

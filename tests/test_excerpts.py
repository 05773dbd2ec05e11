"""Excerpts of derivations: what a mark may ask for, and that what is renamed is proved again, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qedtex
from qedtex.catalogue import Catalogue
from qedtex.claims import Verdict
from qedtex.errors import QedtexError
from qedtex.excerpts.filling import latex_lines, markdown_lines
from qedtex.excerpts.options import Request, request
from qedtex.excerpts.renaming import names_in, shown_terms
from qedtex.excerpts.requested import requested
from qedtex.notes.blocks import digest, plain_lines
from qedtex.notes.checking import check_document
from qedtex.notes.sources.documents import MARKDOWN, TEX, read_text
from qedtex.proved import Derivation
from qedtex.sync.blocks import blocks_of
from qedtex.sync.source import plain_source

KL = "divergence.kl_decomposition"
IDS = Catalogue().ids()


def markdown(text: str) -> str:
    wanted = request(text)
    return "\n".join(markdown_lines(requested(wanted, qedtex.load), wanted))


def refusal(text: str) -> QedtexError:
    with pytest.raises(QedtexError) as caught:
        markdown(text)
    return caught.value


def code_of(make: Callable[[], object]) -> str:
    """The code of what is refused, and an empty text where nothing is."""
    try:
        make()
    except QedtexError as fault:
        return fault.code
    return ""


def filled(text: str, kind: str) -> str:
    """A note with one block, filled as sync does it."""
    mark = "% {}" if kind == TEX else "<!-- {} -->"
    note = f"Text.\n\n{mark.format('qedtex: begin ' + text)}\n{mark.format('qedtex: end')}\n\nMore.\n"
    source = plain_source(note.encode(), "note")
    wanted = request(text)
    made = requested(wanted, qedtex.load)
    lines = latex_lines(made, wanted) if kind == TEX else markdown_lines(made, wanted)
    [block] = blocks_of(source.text, kind).blocks
    new = block.filled(lines, source.text.lines[2], source.text.lines[3])
    return "".join([*source.text.lines[:3], *new, *source.text.lines[4:]])


# Options --------------------------------------------------------------------------------------------------------------


def test_an_option_may_stand_in_any_order_and_with_commas_or_without() -> None:
    one = request(rf"{KL} p=P, q = Q_\theta, x=y \mid x lang=zh reasons=off, from=2 to=3")
    assert one == request(rf"{KL} to=3 from=2 lang=zh reasons=off p=P q=Q_\theta x=y|x")
    assert one == Request(KL, "zh", False, True, 2, 3, (("p", "P"), ("q", r"Q_\theta"), ("x", "y|x")))


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "QT883", "names no derivation"),
        ("lang=zh", "QT883", "names no derivation"),
        ("divergence.kl_decompositon", "QT883", "there is no derivation"),
        (f"{KL} lang=de", "QT884", "lang cannot be 'de'"),
        (f"{KL} reasons=no", "QT884", "reasons cannot be 'no'"),
        (f"{KL} from=0", "QT884", "from cannot be '0'"),
        (f"{KL} from=two", "QT884", "from cannot be 'two'"),
        (f"{KL} from=٣", "QT884", "from cannot be"),
        (f"{KL} from=3 to=2", "QT884", "no steps from 3 to 2"),
        (f"{KL} to=7", "QT884", "has no step 7"),
        (f"{KL} lang=en lang=zh", "QT884", "set twice"),
        (f"{KL} zh", "QT884", "'zh' sets nothing"),
        (f"{KL} lang=", "QT884", "sets nothing"),
        (f"{KL} langg=zh", "QT884", "neither an option nor a symbol"),
        (f"{KL} z=w", "QT884", "neither an option nor a symbol"),
        ("information.certain_event assumptions=off", "QT884", "stands on hypotheses"),
    ],
)
def test_what_a_mark_cannot_ask_for_is_refused(text: str, code: str, words: str) -> None:
    fault = refusal(text)
    assert fault.code == code
    assert words in fault.message


def test_an_unknown_id_is_answered_with_the_nearest_one() -> None:
    assert KL in refusal("divergence.kl_decompositon").help


@given(st.text(alphabet="pqxyniPQ=|,{}_\\theta. 019langfromto\n\"'-", max_size=60))
def test_any_text_behind_begin_is_understood_or_refused(text: str) -> None:
    assert code_of(lambda: request(text)) in ("", "QT883", "QT884")


# Steps, reasons, languages --------------------------------------------------------------------------------------------


def test_steps_are_cut_out_and_reasons_left_away() -> None:
    whole, cut = markdown(KL), markdown(f"{KL} from=2 to=3 reasons=off")
    assert "definition of entropy" in whole
    assert r"\text" not in cut
    assert cut.count(r"\\") == 1
    assert "H(p)" not in cut


def test_a_block_in_chinese_gives_its_reasons_in_chinese() -> None:
    assert "假设" in markdown(f"{KL} lang=zh")
    assert "*Assumptions.*" in markdown(f"{KL} lang=en")


def test_assumptions_can_be_left_away_where_there_are_no_hypotheses() -> None:
    assert "Assumptions" not in markdown(f"{KL} assumptions=off")


# Names ----------------------------------------------------------------------------------------------------------------


def test_the_derivation_speaks_the_names_of_the_note() -> None:
    text = markdown(rf"{KL} p=P, q=Q_\theta, x=y|x reasons=off")
    assert r"\sum_{i=1}^{n} P(y_{i} \mid x) \log \frac{P(y_{i} \mid x)}{Q_{\theta}(y_{i} \mid x)}" in text
    assert r"$\mathcal{X}$" in text
    assert "p(x" not in text


def test_a_name_may_be_a_word_in_plain_text() -> None:
    assert r"p_{\mathrm{data}}(x_{i})" in markdown(f"{KL} p=p_data q=p_model")


def test_two_names_may_be_exchanged() -> None:
    plain = markdown(f"{KL} assumptions=off reasons=off")
    swapped = re.sub(r"(?<![A-Za-z])[pq](?![A-Za-z])", lambda name: {"p": "q", "q": "p"}[name[0]], plain)
    assert markdown(f"{KL} p=q q=p assumptions=off reasons=off") == swapped != plain


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("p=q", "p and q would both be called q"),
        ("p=i", "i and p would both be called i"),
        ("n=i", "i and n would both be called i"),
        ("i=n", "i and n would both be called n"),
        ("p=r q=r", "p and q would both be called r"),
        ("x=y|p", "the condition would be called p"),
        ("x=y|y", "the condition would be called y"),
        ("n=m|x", "no outcome of a distribution"),
        ("p=H", "H is the entropy"),
        ("p=E", "E is a sign for the expectation"),
        (r"n=\pi", "the number pi"),
        (r"p=\log", "not a name"),
        (r"p=\sum", "not a name"),
        ("p=a+b", "not a name"),
        (r"p=\input{x}", "not a name"),
        ("p=12", "not a name"),
        ("p='a", "not a name"),
        ("p=a^%^", "not a name"),
        (r"p=\mathrm", "not a name"),
        (r"p=\hat''P", "not a name"),
        (r"p=\theta{a}", "not a name"),
        ("p=" + "a" * 400, "not a name"),
    ],
)
def test_a_renaming_that_captures_or_makes_two_names_one_is_refused(names: str, words: str) -> None:
    fault = refusal(f"{KL} {names}")
    assert fault.code == "QT887"
    assert words in fault.message


_NAMES = st.sampled_from(
    [
        "p",
        "q",
        "x",
        "n",
        "i",
        "P",
        "Q_\\theta",
        "y",
        "m",
        "k",
        "\\hat{p}",
        "p_data",
        "\\sigma",
        "f",
        "D",
        "KL",
        "y|x",
        "N",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["p", "q", "x", "n", "i"]), _NAMES, min_size=1))
def test_a_renaming_is_refused_or_gives_a_block_that_the_check_of_notes_accepts(names: dict[str, str]) -> None:
    text = " ".join([KL, *(f"{old}={new}" for old, new in names.items())])
    notes: list[str] = []
    assert code_of(lambda: notes.append(filled(text, MARKDOWN))) in ("", "QT887")
    for note in notes:
        steps = check_document(read_text(note)).steps
        assert [step.verdict for step in steps] == [Verdict.PROVED] * 6
        assert {step.by for step in steps} == {(KL,)}


# The whole catalogue --------------------------------------------------------------------------------------------------


def everything_renamed(derivation: Derivation) -> str:
    names = names_in(list(shown_terms(derivation)))
    return " ".join(f"{name}=\\zeta_{{{number}}}" for number, name in enumerate(names, 1))


@pytest.mark.parametrize("name", IDS)
def test_a_filled_block_passes_the_check_of_notes(name: str) -> None:
    derivation = qedtex.load(name)
    for options in ("", "lang=zh", "reasons=off to=1", everything_renamed(derivation)):
        for kind in (MARKDOWN, TEX):
            document = read_text(filled(f"{name} {options}", kind), kind)
            checked = check_document(document)
            assert checked.skipped == 0
            assert {step.by for step in checked.steps} == {(name,)}
            shown = [one for one in document.formulas if one.display]
            in_display = [
                step.verdict for step in checked.steps if any(one.line <= step.line <= one.end_line for one in shown)
            ]
            assert in_display
            assert set(in_display) <= {Verdict.PROVED, derivation.verdict}


@pytest.mark.parametrize("kind", [MARKDOWN, TEX])
def test_a_block_that_was_changed_is_read_as_any_other_formula_whatever_its_digest_says(kind: str) -> None:
    good = filled(f"{KL} assumptions=off reasons=off", kind)
    bad = good.replace("H(p, q) - H(p)", "H(p) - H(p, q)")
    assert bad != good
    lines = bad.splitlines()
    begin, end = (number for number, line in enumerate(lines) if "qedtex:" in line)
    old = lines[end].split("end ")[1][:8]
    forged = bad.replace(old, digest(plain_lines(lines[begin + 1 : end])))
    assert forged != bad
    assert check_document(read_text(forged, kind)).steps[-1].verdict is Verdict.REFUTED
    assert {step.verdict for step in check_document(read_text(good, kind)).steps} == {Verdict.PROVED}


def test_a_block_of_a_derivation_that_is_not_shipped_is_counted_as_skipped() -> None:
    note = filled(KL, MARKDOWN).replace("begin divergence.kl_decomposition", "begin mine.own")
    checked = check_document(read_text(note))
    assert (checked.skipped, len(checked.steps)) == (1, 0)
    edited = note.replace("H(p, q) - H(p)", "H(p) - H(p, q)")
    assert check_document(read_text(edited)).steps[-1].verdict is Verdict.REFUTED

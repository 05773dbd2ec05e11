"""The catalogue: files become derivations or clear errors, and a claim that is not what was shown is refused."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from qedtex.catalogue import Catalogue
from qedtex.errors import QedtexError

GOOD = """
from qedtex import derivation, log, positive
from qedtex.rules import log_product

a, b = positive("a"), positive("b")


@derivation(title="Log of a product", source="Rudin (1976), section 8.6", claim=(log(a * b), "=", log(a) + log(b)))
def good(calc):
    return calc(log(a * b)).eq(log(a) + log(b), by=log_product).qed()
"""


def catalogue(tmp_path: Path, **files: str) -> Catalogue:
    for name, text in files.items():
        path = tmp_path / "logs" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return Catalogue((tmp_path,))


def refusal(tmp_path: Path, text: str, name: str = "logs.bad") -> QedtexError:
    with pytest.raises(QedtexError) as raised:
        catalogue(tmp_path, bad=text).load(name)
    assert "Traceback" not in str(raised.value)
    return raised.value


def test_a_file_becomes_a_derivation_with_its_path_for_an_id(tmp_path: Path) -> None:
    derivation = catalogue(tmp_path, good=GOOD).load("logs.good")
    assert derivation.name == "logs.good"
    assert len(derivation.steps) == 1


def test_an_unknown_id_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(QedtexError, match="QT501") as raised:
        catalogue(tmp_path, good=GOOD).load("logs.god")
    assert "logs.good" in raised.value.help


def test_a_syntax_error_is_placed(tmp_path: Path) -> None:
    error = refusal(tmp_path, "x = (1,\ny = 2 +\n")
    assert error.code == "QT502"
    assert error.place is not None
    assert error.place.path.endswith("bad.py")
    assert error.place.line > 0


def test_bytes_that_are_not_text_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QedtexError, match="QT502"):
        Catalogue((tmp_path,)).load("bad")


def test_a_file_that_raises_is_placed_at_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "import qedtex\n\nqedtex.nothing\n")
    assert error.code == "QT503"
    assert error.place is not None and error.place.line == 3


def test_a_derivation_that_raises_is_placed_at_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, GOOD.replace("return calc", "1 / 0\n    return calc"))
    assert error.code == "QT503"
    assert "ZeroDivisionError" in error.message
    assert error.place is not None and error.place.line == 10


def test_a_step_that_is_refused_is_placed_at_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, GOOD.replace(".eq(log(a) + log(b)", ".eq(log(a) - log(b)"))
    assert error.code == "QT410"
    assert error.place is not None and error.place.line == 10


@pytest.mark.parametrize("text", ["", "x = 1\n", "def good(calc):\n    return calc\n"])
def test_a_file_without_a_derivation_is_an_error(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text).code == "QT507"


def test_two_derivations_in_one_file_are_an_error(tmp_path: Path) -> None:
    assert refusal(tmp_path, GOOD + GOOD.replace("def good", "def other")).code == "QT507"


@pytest.mark.parametrize("returned", ["None", "calc(log(a * b))", "True", "'proved'"])
def test_a_derivation_that_returns_something_else_is_an_error(tmp_path: Path, returned: str) -> None:
    text = GOOD[: GOOD.index("    return")] + f"    return {returned}\n"
    assert refusal(tmp_path, text).code == "QT507"


def test_a_derivation_that_returns_the_proof_of_another_calc_is_an_error(tmp_path: Path) -> None:
    text = GOOD.replace("return calc(", "return qedtex.calc(").replace(
        "from qedtex import", "import qedtex\nfrom qedtex import", 1
    )
    assert refusal(tmp_path, text).code == "QT507"


def test_a_derivation_that_returns_a_forged_proof_is_an_error(tmp_path: Path) -> None:
    text = GOOD.replace(
        "    return calc(log(a * b)).eq(log(a) + log(b), by=log_product).qed()",
        "    from qedtex.chains import Proof\n"
        "    from qedtex.kernel import Theorem\n"
        "    return Proof(object.__new__(Theorem), (), calc)",
    )
    assert refusal(tmp_path, text).code == "QT507"


LIES = {
    "steps of no theorem": "Proof(proof.theorem, (Step(object.__new__(Theorem), (), proof.steps[0].place),), calc)",
    "no steps": "Proof(proof.theorem, (), calc)",
    "steps of another theorem": "Proof(proof.theorem, calc(a + b).eq(b + a).qed().steps, calc)",
    "another reason": "Proof(proof.theorem, (replace(proof.steps[0], uses=(log_power(),)),), calc)",
}


@pytest.mark.parametrize("name", LIES)
def test_a_proof_whose_steps_are_not_those_of_its_theorem_is_an_error(tmp_path: Path, name: str) -> None:
    text = GOOD.replace(
        "    return calc(log(a * b)).eq(log(a) + log(b), by=log_product).qed()",
        "    from dataclasses import replace\n"
        "    from qedtex.chains import Proof, Step\n"
        "    from qedtex.kernel import Theorem\n"
        "    from qedtex.rules import log_power\n"
        "    proof = calc(log(a * b)).eq(log(a) + log(b), by=log_product).qed()\n"
        f"    return {LIES[name]}",
    )
    assert refusal(tmp_path, text).code in ("QT407", "QT507")


@pytest.mark.parametrize(
    "claim",
    [
        '(log(a * b), "=", log(a) - log(b))',
        '(log(a), "=", log(a) + log(b))',
        '(log(a * b), "<=", log(a) + log(b))',
        '(log(a) + log(b), "=", log(a * b))',
    ],
)
def test_a_derivation_that_claims_another_conclusion_is_an_error(tmp_path: Path, claim: str) -> None:
    error = refusal(tmp_path, GOOD.replace('(log(a * b), "=", log(a) + log(b))', claim))
    assert error.code == "QT508"
    assert error.expected and error.found


def test_a_derivation_that_adds_a_hypothesis_it_does_not_claim_is_an_error(tmp_path: Path) -> None:
    text = (
        GOOD.replace("calc(log(a * b))", 'calc(log(a * b), given=[known("k", log(a * b), log(a) + log(b))])')
        .replace("by=log_product", 'by="k"')
        .replace("import derivation", "import derivation, known")
    )
    assert refusal(tmp_path, text).code == "QT508"


def test_a_claim_that_is_none_is_an_error(tmp_path: Path) -> None:
    assert refusal(tmp_path, GOOD.replace('"=", log(a) + log(b))', '"~", 1)')).code == "QT506"


def test_two_folders_with_one_id_are_an_error(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "good.py").write_text(GOOD, encoding="utf-8")
    with pytest.raises(QedtexError, match="QT504") as raised:
        Catalogue((tmp_path / "one", tmp_path / "two"))
    assert any("one" in note for note in raised.value.notes)


def test_derivations_that_cite_each_other_are_an_error(tmp_path: Path) -> None:
    citing = GOOD.replace("import log_product", "import cite").replace("by=log_product", 'by=cite("logs.{other}")')
    files = {"one": citing.replace("{other}", "two"), "two": citing.replace("{other}", "one")}
    with pytest.raises(QedtexError, match=r"QT505.*logs\.one -> logs\.two -> logs\.one"):
        catalogue(tmp_path, **files).load("logs.one")


def test_a_derivation_may_cite_another_of_the_same_folder(tmp_path: Path) -> None:
    citing = GOOD.replace("import log_product", "import cite").replace("by=log_product", 'by=cite("logs.good")')
    derivation = catalogue(tmp_path, good=GOOD, citing=citing).load("logs.citing")
    assert derivation.theorem.cites == ("logs.good",)


def test_hidden_files_are_not_derivations(tmp_path: Path) -> None:
    (tmp_path / "_notes.py").write_text("1 / 0", encoding="utf-8")
    assert catalogue(tmp_path, good=GOOD).ids() == ["logs.good"]


def test_a_derivation_of_ones_own_stands_before_a_shipped_one_of_its_id(tmp_path: Path) -> None:
    from qedtex.catalogue import shipped_root

    path = tmp_path / "divergence" / "kl_decomposition.py"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    assert Catalogue((tmp_path, shipped_root())).load("divergence.kl_decomposition").title == "Log of a product"

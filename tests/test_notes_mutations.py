"""Mutants of proved steps, put in as LaTeX: a false one that is called proved is a defect, and there are none."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from mutations import mutants

from qedtex.binding import free
from qedtex.catalogue import Catalogue
from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Relation
from qedtex.errors import QedtexError
from qedtex.latex.printer import latex, latex_relation
from qedtex.notes.checking import check_document
from qedtex.notes.report import Checked
from qedtex.notes.sources.documents import read_document, read_text
from qedtex.notes.verdicts.deciding import shown
from qedtex.oracle import consult
from qedtex.sorts import Family, Real
from qedtex.terms import KL, CrossEntropy, Distribution, Entropy, SelfInformation, Symbol, Term, VariableEntropy, term

QUANTITIES = (KL, CrossEntropy, Entropy, SelfInformation, VariableEntropy)

LEAST = 12
"""How many mutants of each step are tried."""

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
CATALOGUE = Catalogue()


@dataclass(frozen=True)
class Mutant:
    """A changed step: what was done to it, its LaTeX, and the claim as terms."""

    origin: str
    what: str
    latex: str
    claim: Claim


def laws(*terms: Term) -> tuple:
    return tuple(dict.fromkeys(node.law for term in terms for node in term.walk() if isinstance(node, Distribution)))


def spread(items: list, most: int) -> list:
    """Some of the items, taken evenly from all of them."""
    if len(items) <= most:
        return items
    return [items[(number * len(items)) // most] for number in range(most)]


def of_claim(origin: str, claim: Claim, most: int = LEAST) -> Iterator[Mutant]:
    """Mutants of one claim; for an inequality also the one turned round."""
    everywhere = laws(claim.left, claim.right)
    changed = [(what, claim.left, right) for what, right in mutants(claim.right, everywhere)]
    changed += [(f"left: {what}", left, claim.right) for what, left in mutants(claim.left, everywhere)]
    relations = [claim.relation]
    if claim.relation.reverse is not claim.relation:
        yield from made(origin, "turned round", claim.left, claim.relation.reverse, claim.right, claim)
    for what, left, right in spread(changed, most):
        if left != right:
            yield from made(origin, what, left, relations[0], right, claim)


_OWN_BASES = re.compile(r"(D_\{\\mathrm\{KL\}), 2(\})|(H)_\{2\}(?=[(\\])|(I)_\{[^{}]*(?:\{[^{}]*\})?\}(?=\()")


def written(left: Term, relation: Relation, right: Term) -> str:
    """A claim as notes write it: a quantity bears neither the base of its logarithm nor the law of its outcome."""
    whole = f"{latex(left)} {latex_relation(relation)} {latex(right)}"
    return _OWN_BASES.sub(lambda found: "".join(part for part in found.groups() if part), whole)


def in_base(claim: Claim, base: Term | None) -> Claim:
    """A claim with its named quantities to one base, which is nowhere written beside them."""

    def change(node: Term) -> Term:
        node = node.with_children(tuple(map(change, node.children)))
        return replace(node, base=base) if isinstance(node, QUANTITIES) else node

    return Claim(change(claim.left), claim.relation, change(claim.right), claim.context)


def is_false(mutant: Mutant) -> bool | None:
    """Whether a mutant is false as its LaTeX stands: refuted by the oracle, or proved by the kernel; else `None`.

    A mutant that is right in some base of its quantities is open, and so is one whose vector has the name of a law.
    """
    claim = replace(mutant.claim, context=Context())  # what a derivation takes for granted is not in the LaTeX
    if any(_has_the_name_of_a_law(symbol) for side in (claim.left, claim.right) for symbol in free(side)):
        return None
    if consult(claim).refuted:
        return None if any(not consult(in_base(claim, base)).refuted for base in (None, term(2))) else True
    return False if shown(claim) is not None else None


def _has_the_name_of_a_law(symbol: Symbol) -> bool:
    return isinstance(symbol.sort, Family) and isinstance(symbol.sort.element, Real) and symbol.name[:1] in "pqPQr"


def made(origin: str, what: str, left: Term, relation: Relation, right: Term, claim: Claim) -> Iterator[Mutant]:
    try:
        printed = written(left, relation, right)
    except QedtexError:
        return
    yield Mutant(origin, what, printed, Claim(left, relation, right, claim.context))


def of_catalogue(name: str, most: int = LEAST) -> Iterator[tuple[str, Mutant]]:
    """The mutants of the steps of a derivation whose own LaTeX is proved when it is read."""
    for number, step in enumerate(CATALOGUE.load(name).steps, 1):
        claim = Claim(step.left, step.relation, step.right, step.theorem.claim.context)
        if claim.relation in (Relation.TENDS, Relation.IFF, Relation.ABOUT, Relation.UNEQUAL):
            continue
        if len(list(made("", "", claim.left, claim.relation, claim.right, claim))) == 0:
            continue
        own = written(claim.left, claim.relation, claim.right)
        verdict = verdict_on(own).verdict
        yield verdict.value, Mutant(f"{name}:{number}", "", own, claim)
        if verdict is Verdict.PROVED:
            for mutant in of_claim(f"{name}:{number}", claim, most):
                yield "mutant", mutant


def of_documents(most: int = LEAST) -> Iterator[tuple[str, Mutant]]:
    """The mutants of the proved steps of the documents, of which the LaTeX alone is proved too."""
    for path in sorted(SEEDS.glob("*.txt")):
        found: dict = {}
        check_document(read_document(path), proofs=found)
        for (line, column), theorem in found.items():
            claim = theorem.claim
            if claim.relation in (Relation.TENDS, Relation.IFF, Relation.ABOUT, Relation.UNEQUAL):
                continue
            origin = f"{path.stem[:3]}:{line}:{column}"
            for own in made(origin, "", claim.left, claim.relation, claim.right, claim):
                verdict = verdict_on(own.latex).verdict
                yield verdict.value, own
                for mutant in of_claim(origin, claim, most) if verdict is Verdict.PROVED else ():
                    yield "mutant", mutant


def verdict_on(formula: str, *, repairs: bool = False) -> Checked:
    """What the checker says of one step that is a note of its own."""
    checked = check_document(read_text(f"$${formula}$$", path="note.md"), repairs=repairs)
    steps = checked.steps
    if not steps:
        return Checked(1, 1, formula, "", "", Verdict.UNREAD, "no step was seen")
    return steps[-1]


def tally(found: Iterator[tuple[str, Mutant]], told: list[str] | None = None) -> Counter[str]:
    """What becomes of mutants: for the false ones the verdict and whether a right repair is found, and for the true."""
    counts: Counter[str] = Counter()
    told = told if told is not None else []
    for kind, mutant in found:
        if kind != "mutant":
            counts[f"own line {kind}"] += 1
            if kind != "proved":
                told.append(f"own line {kind}: {mutant.origin}: {mutant.latex}")
            continue
        counts["mutants"] += 1
        false = is_false(mutant)
        step = verdict_on(mutant.latex, repairs=bool(false))
        truth = {True: "false", False: "true", None: "not tried on terms"}[false]
        counts[f"{truth}, {step.verdict.value}"] += 1
        if false and step.repair is not None:
            counts["false, repaired"] += 1
        if false is not None and false != (step.verdict is Verdict.REFUTED):
            told.append(
                f"{truth}, {step.verdict.value}: {mutant.origin}: {mutant.what}: {mutant.latex}: {step.message}"
            )
        elif false and step.repair is None:
            told.append(f"no repair: {mutant.origin}: {mutant.what}: {mutant.latex}")
    return counts


def report(counts: Counter[str], told: list[str]) -> str:
    """The counts in a few lines, with rates; the misses go to a file that QEDTEX_MISSES names."""
    if path := os.environ.get("QEDTEX_MISSES"):
        with open(path, "a", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in told)
    false = sum(number for name, number in counts.items() if name.startswith("false, ") and name != "false, repaired")
    refuted, repaired = counts["false, refuted"], counts["false, repaired"]
    lines = [f"  {number} {name}" for name, number in sorted(counts.items())]
    lines.append(f"  false ones refuted: {refuted / max(1, false):.1%}; with a repair: {repaired / max(1, false):.1%}")
    return "\n".join(lines)


def check_sound(counts: Counter[str], told: list[str]) -> None:
    """No false mutant is proved, and what the oracle finds no fault with on terms is not refuted from its LaTeX."""
    wrong = [line for line in told if line.startswith(("false, proved", "true, refuted"))]
    assert not wrong, "\n".join(wrong)


SAMPLE = (
    *("divergence.kl_decomposition", "cross_entropy.is_entropy_plus_kl", "entropy.chain_rule"),
    *("likelihood.mle_is_min_cross_entropy", "gradients.sigmoid_derivative", "information.bits_and_nats"),
)


@pytest.mark.parametrize("name", SAMPLE)
def test_mutants_of_a_derivation_are_seen_through(name: str) -> None:
    told: list[str] = []
    counts = tally(of_catalogue(name, most=4), told)
    check_sound(counts, told)
    assert counts["mutants"] > 0
    assert counts["false, refuted"] >= 0.8 * sum(
        counts[f"false, {verdict.value}"] for verdict in Verdict if verdict is not Verdict.DEFINITION
    )


EVERY = int(os.environ.get("QEDTEX_EVERY", "12"))
"""Which derivations the long test takes: each of them takes most of an hour."""
STEPS = int(os.environ.get("QEDTEX_MUTANTS", "4"))
"""How many mutants it makes of each step of the documents."""


@pytest.mark.long
def test_no_false_mutant_of_the_catalogue_is_proved_from_its_latex(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    counts: Counter[str] = Counter()
    for name in CATALOGUE.ids()[::EVERY]:
        counts += tally(of_catalogue(name), told)
    with capsys.disabled():
        print(f"\nmutants of the catalogue's lines:\n{report(counts, told)}")
    check_sound(counts, told)


@pytest.mark.long
@pytest.mark.skipif(not SEEDS.exists(), reason="the documents are not part of the repository")
def test_no_false_mutant_of_the_documents_is_proved_from_its_latex(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    counts = tally(of_documents(most=STEPS), told)
    with capsys.disabled():
        print(f"\nmutants of the documents' steps:\n{report(counts, told)}")
    check_sound(counts, told)

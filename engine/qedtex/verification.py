"""Verified LaTeX: each formula of some derivations is read back by our reader and, where it reaches, latex2sympy2."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qedtex.errors import Place, QedtexError
from qedtex.latex.dialect import write
from qedtex.latex.printer import latex
from qedtex.latex.reader import read
from qedtex.latex.vocabulary import Vocabulary
from qedtex.latex2sympy import OutOfReach
from qedtex.ledger import Ledger, Reading, versions
from qedtex.render.web import web_latex
from qedtex.terms import Extremum, Term

if TYPE_CHECKING:
    from qedtex.proved import Derivation

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Formulas:
    """The distinct formulas of a build by their LaTeX, each with the terms that are printed so.

    `objectives` are what the sets of minimisers and maximisers among them are about: latex2sympy2 knows no such sets,
    but it can read what is minimised.
    """

    written: dict[str, dict[Term, None]] = field(default_factory=dict)
    objectives: dict[str, dict[Term, None]] = field(default_factory=dict)

    def every(self) -> dict[str, tuple[Term, ...]]:
        """All texts with their terms."""
        found: dict[str, tuple[Term, ...]] = {}
        for table in (self.written, self.objectives):
            for text, terms in table.items():
                found[text] = tuple(dict.fromkeys((*found.get(text, ()), *terms)))
        return found


def formulas_of(derivations: Sequence[Derivation]) -> Formulas:
    """Every formula that is written for some derivations, read back by our own reader to the identical term.

    Raises `QedtexError` QT602 for one that is not.

    >>> import qedtex
    >>> len(formulas_of([qedtex.load("divergence.kl_decomposition")]).written)
    7
    """
    found = Formulas()
    for derivation in derivations:
        hypotheses = dict.fromkeys(
            (
                *derivation.claim.context.hypotheses,
                *(known for lemma in derivation.lemmas for known in lemma.theorem.claim.context.hypotheses),
            )
        )
        terms = dict.fromkeys(
            (
                *derivation.lines,
                *(side for step in derivation.all_steps for side in (step.left, step.right)),
                derivation.claim.left,
                derivation.claim.right,
                *(side for known in hypotheses for side in (known.left, known.right)),
            )
        )
        vocabulary = Vocabulary.of(*terms)
        for term in terms:
            text = latex(term)
            _read_back(derivation, term, text, vocabulary)
            if (shown := web_latex(term)) != text:
                _read_back(derivation, term, shown, vocabulary)
            found.written.setdefault(text, {})[term] = None
            if isinstance(term, Extremum):
                found.objectives.setdefault(latex(term.body), {})[term.body] = None
    return found


def _read_back(derivation: Derivation, term: Term, text: str, vocabulary: Vocabulary) -> None:
    try:
        result: object = read(text, vocabulary)
    except QedtexError as refusal:
        result = refusal.message
    if result != term:
        raise QedtexError(
            "QT602",
            f"a formula of {derivation.name} is not read back to the term that was printed",
            Place(derivation.path),
            expected=str(term),
            found=str(result),
            notes=(f"the formula is {text}",),
            help="nothing was written; this is a fault of qedtex, please report it with the derivation",
        )


def compared(formulas: Formulas, ledger: Ledger, jobs: int = 1, progress: Progress | None = None) -> dict[str, Reading]:
    """What latex2sympy2 makes of each formula; what the ledger records for the same text and versions is reused."""
    every = formulas.every()
    reusable = ledger.readings if dict(ledger.versions) == versions() else {}
    readings: dict[str, Reading] = {}
    pending: dict[str, tuple[Term, ...]] = {}
    for text, terms in every.items():
        known = _reused(text, terms, reusable)
        if known is not None:
            readings[text] = known
        else:
            pending[text] = terms
    readings.update(_fresh(pending, jobs, progress))
    return {text: readings[text] for text in sorted(readings)}


def _reused(text: str, terms: tuple[Term, ...], recorded: Mapping[str, Reading]) -> Reading | None:
    known = recorded.get(text)
    if known is None or known.outcome not in ("agree", "out_of_reach") or known.dialect != _dialects(terms):
        return None
    return known


def _dialects(terms: tuple[Term, ...]) -> tuple[str, ...]:
    """The texts for latex2sympy2, an empty one for what is outside its language."""
    found = set()
    for term in terms:
        try:
            found.add(write(term).text)
        except OutOfReach:
            found.add("")
    return tuple(sorted(found))


def _fresh(pending: Mapping[str, tuple[Term, ...]], jobs: int, progress: Progress | None) -> dict[str, Reading]:
    """Read-backs that are done now; a text counts as the worst of the terms that are printed so."""
    if not pending:
        return {}
    from qedtex.readback import compare_all

    flat = [(text, term) for text, terms in pending.items() for term in terms]
    results: dict[str, list[tuple[int, str, str]]] = {}
    for (text, _), found in zip(flat, compare_all([term for _, term in flat], jobs, progress), strict=True):
        rank = ("disagree", "not_done", "out_of_reach", "agree").index(str(found.outcome))
        results.setdefault(text, []).append((rank, str(found.outcome), found.reason))
    return {
        text: Reading(_dialects(pending[text]), min(outcomes)[1], min(outcomes)[2])
        for text, outcomes in results.items()
    }


def require_agreement(readings: Mapping[str, Reading]) -> None:
    """Raise `QedtexError` QT603 where latex2sympy2 reads a formula as something else."""
    wrong = [(text, reading) for text, reading in readings.items() if reading.outcome == "disagree"]
    if wrong:
        text, reading = wrong[0]
        others = len(wrong) - 1
        raise QedtexError(
            "QT603",
            "latex2sympy2 reads a formula as something else than the term that was printed",
            expected="an equal value",
            found=reading.reason,
            notes=(f"the formula is {text}", *((f"and {others} more",) if others else ())),
            help="nothing was written; this is a fault of qedtex or of latex2sympy2, please report it",
        )

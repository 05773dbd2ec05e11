"""Proofs that stand on how a formula was read: by the letter of a name, or with brackets that are not written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qedtex.binding import free, substitute
from qedtex.claims import Verdict
from qedtex.context import Context, Hypothesis, Relation
from qedtex.notes.reading import Reading
from qedtex.notes.verdicts.deciding import decide
from qedtex.notes.verdicts.domains import with_sorts
from qedtex.notes.verdicts.excuses import reading_told
from qedtex.notes.verdicts.judgement import Judgement
from qedtex.notes.verdicts.library import Library
from qedtex.sorts import REAL, Real
from qedtex.terms import Symbol, Term, term

_LOOSE = frozenset({"index-outside", "loose-log", "mixed-number", "unbalanced"})
"""Readings that add brackets which are not written: what is proved with them is not proved as it stands."""


def as_read(judgement: Judgement, readings: Sequence[Reading]) -> Judgement:
    """The verdict, weakened to assumed where it needs brackets that the formula does not have, or a guessed bound."""
    loose = next((reading for reading in readings if reading.doubtful and reading.code in _LOOSE), None)
    if loose is None and judgement.claim.relation in (Relation.LESS, Relation.GREATER, Relation.UNEQUAL):
        loose = next((reading for reading in readings if reading.code == "inside"), None)
    if loose is None or judgement.verdict is not Verdict.PROVED:
        return judgement
    return replace(judgement, verdict=Verdict.ASSUMED, message=f"it holds if read so: {reading_told(loose)}")


def by_letters(judgement: Judgement, readings: Sequence[Reading], library: Library) -> Judgement:
    """A proof, weakened to assumed where it needs what a name is by its letter alone, such as a label y."""
    by_letter = {reading.name: reading for reading in readings if reading.code == "by-letter"}
    claim = judgement.claim
    names = [s for s in sorted(free(claim.left) | free(claim.right), key=str) if s.name in by_letter]
    wider: dict[Symbol, Term] = {s: replace(s, sort=REAL) for s in names if isinstance(s.sort, Real)}
    if judgement.verdict is not Verdict.PROVED or not wider:
        return judgement
    known = [
        replace(one, left=substitute(one.left, wider), right=substitute(one.right, wider))
        for one in claim.context.hypotheses
    ]
    known += [Hypothesis(f"{s} is not 0", to, Relation.UNEQUAL, term(0)) for s, to in wider.items() if s.name == "b"]
    left, right = (substitute(with_sorts(side, wider), wider) for side in (claim.left, claim.right))
    if decide(replace(claim, left=left, right=right, context=Context(tuple(known))), library).verdict is (
        Verdict.PROVED
    ):
        return judgement
    told = "; ".join(reading_told(by_letter[s.name]) for s in wider)
    return replace(judgement, verdict=Verdict.ASSUMED, message=f"it holds if read so: {told}")

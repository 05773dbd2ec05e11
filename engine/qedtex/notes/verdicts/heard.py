"""Heard: a judgement looked at once more where the text says something against a convention that it may rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qedtex.claims import Claim, Verdict
from qedtex.errors import QedtexError
from qedtex.notes.prose.contraries import Contrary, Convention
from qedtex.notes.verdicts.deciding import Decision, decide, shown
from qedtex.notes.verdicts.judging import Judgement
from qedtex.notes.verdicts.library import Library
from qedtex.notes.verdicts.weakening import weakened


def as_heard(judgement: Judgement, said: Sequence[Contrary], library: Library) -> Judgement:
    """The judgement, taken back where it hangs on a convention that the text denies.

    What is proved must be proved without the convention; what is false must be false without it.
    """
    if judgement.verdict not in (Verdict.PROVED, Verdict.ASSUMED, Verdict.REFUTED):
        return judgement
    bearing = [one for one in said if _bears(one, judgement.claim)]
    if not bearing or (judgement.verdict is Verdict.ASSUMED and not _holds(judgement.claim, library)):
        return judgement
    weaker = weakened(judgement.claim, bearing)
    found = _decided(weaker, library) if weaker is not None else None
    if found is not None and judgement.verdict is Verdict.REFUTED:
        if found.verdict is Verdict.REFUTED and not any(one.restricts for one in bearing):
            return judgement
    elif found is not None and found.verdict is Verdict.PROVED:
        return judgement
    decisive = next((one for one in bearing if not _stands(judgement, one, library)), bearing[0])
    if (
        found is not None
        and found.verdict is Verdict.REFUTED
        and judgement.verdict is Verdict.PROVED
        and all(one.convention is Convention.VALUES and not one.restricts for one in bearing)
        and weaker is not None
    ):
        return Judgement(Verdict.REFUTED, f"a counterexample: it holds {decisive.told}", weaker, found)
    how = "a counterexample, but" if judgement.verdict is Verdict.REFUTED else "it holds"
    message = f"{how} {decisive.told}"
    return replace(judgement, verdict=Verdict.UNDECIDED, message=message, decision=None, mended=None, cautions=())


def _bears(one: Contrary, claim: Claim) -> bool:
    """Whether a contrary changes anything in a claim."""
    return weakened(claim, [one]) != claim


def _stands(judgement: Judgement, one: Contrary, library: Library) -> bool:
    """Whether a judgement stands without one of the conventions alone."""
    weaker = weakened(judgement.claim, [one])
    found = _decided(weaker, library) if weaker is not None else None
    wanted = Verdict.REFUTED if judgement.verdict is Verdict.REFUTED else Verdict.PROVED
    return found is not None and found.verdict is wanted


def _holds(claim: Claim, library: Library) -> bool:
    """Whether what is assumed is the claim of a proof, and no relation that is laid down."""
    try:
        return shown(claim, library) is not None
    except (QedtexError, RecursionError, ArithmeticError):
        return False


def _decided(claim: Claim, library: Library) -> Decision | None:
    try:
        return decide(claim, library)
    except (QedtexError, RecursionError, ArithmeticError):
        return None

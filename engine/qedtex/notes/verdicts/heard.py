"""Heard: a judgement looked at once more where the text says something against a convention that it may rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from qedtex.binding import free, substitute
from qedtex.claims import Claim, Verdict
from qedtex.conditions import Condition, holds
from qedtex.context import Context, Hypothesis, Scope
from qedtex.errors import QedtexError
from qedtex.notes.prose.contraries import Contrary, Convention
from qedtex.notes.reading.admitted import Admitted, widened
from qedtex.notes.verdicts.deciding import Decision, decide, shown
from qedtex.notes.verdicts.judgement import Judgement
from qedtex.notes.verdicts.library import Library
from qedtex.notes.verdicts.weakening import weakened
from qedtex.sorts import REAL
from qedtex.terms import Symbol, term

_DOMAIN = "domain "
"""How the hypotheses are called that say where the sides of a claim make sense."""


def as_heard(
    judgement: Judgement, said: Sequence[Contrary], library: Library, admitted: Admitted | None = None
) -> Judgement:
    """The judgement, taken back where it hangs on a convention that the text denies.

    What is proved must be proved without the convention; what is false must be false without it. What is assumed to
    hold on a domain is not where the note has `admitted` values outside of it.
    """
    if judgement.verdict not in (Verdict.PROVED, Verdict.ASSUMED, Verdict.REFUTED):
        return judgement
    if not (said or admitted) or (judgement.verdict is Verdict.ASSUMED and not _holds(judgement.claim, library)):
        return judgement
    if judgement.verdict is Verdict.ASSUMED:
        values = [(name, one.values) for one in said if one.convention is Convention.VALUES for name in one.names]
        left_out = _left_out(judgement.claim, [*(admitted or {}).items(), *values])
        if left_out is not None:
            told = f"{judgement.message}, and the note says that {left_out} may be otherwise"
            return replace(judgement, verdict=Verdict.UNDECIDED, message=told, decision=None, mended=None, cautions=())
    bearing = [one for one in said if _bears(one, judgement.claim)]
    if not bearing:
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


def _left_out(claim: Claim, admitted: Iterable[tuple[str, frozenset[Fraction]]]) -> Symbol | None:
    """A number of a claim on a domain which the note says may have values outside of it; `None` where there is none."""
    domain = [one for one in claim.context.hypotheses if one.name.startswith(_DOMAIN) and one.right == term(0)]
    symbols = {symbol for side in (claim.left, claim.right) for symbol in free(side)}
    for name, values in admitted:
        for symbol in (one for one in symbols if one.name == name):
            if any(_is_outside(symbol, value, domain) for value in values):
                return symbol
    return None


def _is_outside(symbol: Symbol, value: Fraction, domain: Sequence[Hypothesis]) -> bool:
    """Whether a number lies where a symbol was not taken to lie, or where the domain of a claim does not reach."""
    if value <= 0 and widened(symbol.sort, frozenset({value}), inferred=False) == REAL != symbol.sort:
        return True
    try:
        needed = [(substitute(one.left, {symbol: term(value)}), one.relation.value) for one in domain]
        met = [Condition(left, f"{relation} 0", Scope(Context())) for left, relation in needed if not free(left)]
        return not all(map(holds, met))
    except (QedtexError, RecursionError):
        return True


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

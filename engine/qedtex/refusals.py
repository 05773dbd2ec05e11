"""What is said of a step that is refused: what its rules needed, a counterexample where there is one, and a way on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qedtex.binding import places
from qedtex.claims import Claim, Witness
from qedtex.conditions import Condition, holds
from qedtex.context import Scope
from qedtex.errors import Place, QedtexError, StepRefused
from qedtex.inference import Refused, Use
from qedtex.search import Found, merged
from qedtex.search.normal import Normaliser
from qedtex.search.relations import found_for

if TYPE_CHECKING:
    from qedtex.oracle import Opinion


@dataclass(eq=False)
class StepFailed(StepRefused):
    """A step of a chain that was not accepted: its claim, and the numbers of a counterexample where it is false."""

    claim: Claim | None = None
    witness: Witness | None = None


def fewest(claim: Claim, found: Found) -> Found:
    """Leave out rules one by one as long as the step is still found."""
    kept = list(found.uses)
    for use in found.uses:
        fewer = [other for other in kept if other != use]
        shorter = found_for(claim, fewer)
        if shorter is not None:
            kept, found = fewer, shorter
    return found


def refused(refusal: QedtexError, claim: Claim, uses: tuple[Use, ...] | None, place: Place, number: int) -> StepFailed:
    """The refusal with the place, what the rules needed, a counterexample where there is one, and a way on."""
    if refusal.code != "QT411":
        return StepFailed(refusal.code, f"step {number}: {refusal.message}", place, help=refusal.help, claim=claim)
    opinion = _consulted(claim)
    notes = _what_was_missing(claim, uses)
    if opinion.refuted:
        return StepFailed(
            "QT410",
            f"step {number} is false: {claim}",
            place,
            notes=(f"counterexample {opinion.witness}", *notes),
            help="mend the right side; the left side was reached by proved steps" if number > 1 else "mend one side",
            claim=claim,
            witness=opinion.witness,
        )
    named = ", ".join(map(str, uses)) if uses is not None else "any rule that the search knows"
    tried = f"it agrees at {opinion.points} random points, which proves nothing"
    return StepFailed(
        "QT411",
        f"step {number} is not shown by {named}: {claim}",
        place,
        notes=(*notes, *((tried,) if opinion.points else ())),
        help=_way_on(claim, uses),
        claim=claim,
    )


def _consulted(claim: Claim) -> Opinion:
    from qedtex.oracle import consult

    return consult(claim)


def _way_on(claim: Claim, uses: tuple[Use, ...] | None) -> str:
    if uses is not None:
        found = found_for(claim, None)
        if found is not None:
            names = ", ".join(map(str, fewest(claim, found).uses))
            return f"leave `by` out, or name the rules that do show it: {names}"
    return "split the step into smaller ones, or add the missing fact to the hypotheses"


def _what_was_missing(claim: Claim, uses: tuple[Use, ...] | None) -> tuple[str, ...]:
    """For each rule named: where it nearly applied and what it needed there, or that it applies nowhere."""
    notes: list[str] = []
    scope = Scope(claim.context)
    for use in uses or ():
        needed: list[str] = []
        applied = False
        for side in (claim.left, claim.right):
            for path, inner in places(side):
                here = scope.along(side, path)
                try:
                    results = list(use.rule.forward(inner, here, use.arguments))
                except (Refused, QedtexError) as refusal:
                    needed.append(str(refusal))
                    continue
                for _, bases in results:
                    missing = [basis for basis in bases if isinstance(basis, Condition) and not holds(basis)]
                    needed.extend(f"it needs {condition} at {inner}" for condition in missing)
                    applied = applied or not missing
        if not applied and use.rule.name not in ("arithmetic", "distribute"):
            reason = "; ".join(dict.fromkeys(needed)) or "it applies nowhere in the two sides"
            notes.append(f"{use.rule.name}: {reason}")
    if not notes:
        notes.extend(_normal_forms(claim, uses))
    return tuple(notes)


def _normal_forms(claim: Claim, uses: tuple[Use, ...] | None) -> tuple[str, ...]:
    """What the two sides come to under the rules named."""
    if uses is None:
        return ()
    usual = {name: use for name, use in merged(uses).items() if not use.rule.once}
    forms = []
    for side in (claim.left, claim.right):
        try:
            forms.append(str(Normaliser(usual).run(side, Scope(claim.context))[0]))
        except QedtexError:
            return ()
    return (f"the left side comes to {forms[0]}", f"the right side comes to {forms[1]}")

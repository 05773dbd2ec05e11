"""Deciding one claim of a note: proved by the kernel, refuted by the oracle, or neither."""

from __future__ import annotations

from dataclasses import dataclass, field

from qedtex.binding import places
from qedtex.claims import Claim, Verdict, Witness
from qedtex.context import Context, Relation, Scope
from qedtex.errors import QedtexError
from qedtex.kernel import Named, Refused, Theorem, Use, check_names, prove, require_sense
from qedtex.notes.library import Library, shipped
from qedtex.oracle import Opinion, consult
from qedtex.rules import cite, compare
from qedtex.search import Found
from qedtex.search.normal import Normaliser
from qedtex.search.relations import found_for
from qedtex.terms import Term


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known of a claim: the verdict, by which rules, and for a refuted one the numbers of a counterexample."""

    verdict: Verdict
    by: tuple[str, ...] = ()
    message: str = ""
    witness: Witness | None = None
    theorem: Theorem | None = field(default=None, compare=False)
    points: int = 0


def decide(claim: Claim, library: Library | None = None) -> Decision:
    """Search for a proof, then for a counterexample; raises nothing.

    >>> from qedtex.language import KL, CrossEntropy, Entropy, outcomes, pmf, positive_integer
    >>> x = outcomes("x", positive_integer("n")); p, q = pmf("p", x), pmf("q", x)
    >>> decide(Claim(KL(p, q), Relation.EQUAL, CrossEntropy(p, q) - Entropy(p))).verdict
    <Verdict.PROVED: 'proved'>
    >>> decide(Claim(KL(p, q), Relation.EQUAL, Entropy(p) - CrossEntropy(p, q))).verdict
    <Verdict.REFUTED: 'refuted'>
    >>> decide(Claim(KL(p, q), Relation.GREATER_EQUAL, KL(p, p) * 0)).by
    ('divergence.kl_nonneg',)
    """
    try:
        require_sense(claim.left, claim.context)
        require_sense(claim.right, claim.context)
        check_names(claim)
    except QedtexError as fault:
        return Decision(Verdict.UNDECIDED, message=f"it makes sense only under a condition: {fault.message}")
    except RecursionError:
        return Decision(Verdict.UNDECIDED, message="it is nested too deeply")
    found = _proved(claim, None)
    if found is not None:
        return found
    opinion = _consulted(claim)
    if claim.relation is Relation.UNEQUAL and opinion.witness is not None and not opinion.refuted:
        # the two sides are said to differ somewhere, and there they do
        return Decision(Verdict.PROVED, ("witness",), "the sides differ", opinion.witness, points=opinion.points)
    if opinion.refuted:
        return Decision(Verdict.REFUTED, message="a counterexample", witness=opinion.witness)
    return _from_library(claim, library or shipped()) or Decision(
        Verdict.UNDECIDED, message=_tried(opinion), points=opinion.points
    )


def shown(claim: Claim) -> Decision | None:
    """A proof by search alone, for a claim that stands in for another; `None` where none is found."""
    try:
        require_sense(claim.left, claim.context)
        require_sense(claim.right, claim.context)
        check_names(claim)
    except (QedtexError, RecursionError):
        return None
    return _proved(claim, None)


def _consulted(claim: Claim) -> Opinion:
    try:
        return consult(claim)
    except (QedtexError, RecursionError) as fault:
        return Opinion(False, reason=str(fault))


def _proved(claim: Claim, by: list[Use] | None) -> Decision | None:
    try:
        found = found_for(claim, by)
        if found is None:
            return None
        theorem = prove(claim, found.links)
    except (QedtexError, RecursionError):
        return None
    return Decision(Verdict.PROVED, _names(found), "", None, theorem)


def _from_library(claim: Claim, library: Library) -> Decision | None:
    """The claim as an instance of a theorem of the catalogue, with equations around it."""
    sides = (claim.left, claim.right)
    whole = (*sides, *_unfolded(claim))
    for named in library.candidates(claim):
        if not any(_applies(named, side, claim.context) for side in whole):
            continue
        for by in ([Use(cite, (named,))], [Use(cite, (named,)), *_EQUATIONS]):
            found = _proved(claim, by)
            if found is not None:
                return found
    return None


def _unfolded(claim: Claim) -> list[Term]:
    """The sides with their named quantities written out, which a theorem may be about."""
    normaliser = Normaliser({use.rule.name: use for use in _EQUATIONS if use.rule is not compare})
    found = []
    for side in (claim.left, claim.right):
        try:
            found.append(normaliser.run(side, Scope(claim.context))[0])
        except QedtexError:
            continue
    return found


def _applies(named: Named, side: Term, context: Context) -> bool:
    """Whether a theorem speaks of anything in a formula."""
    for path, inner in places(side):
        try:
            for _ in cite.forward(inner, Scope(context).along(side, path), (named,)):
                return True
        except (Refused, QedtexError):
            continue
    return False


def _equations() -> tuple[Use, ...]:
    from qedtex.kernel import RULES
    from qedtex.search.relations import is_equational

    return tuple(Use(rule) for rule in RULES if is_equational(rule))


_EQUATIONS = (Use(compare), *_equations())


def _names(found: Found) -> tuple[str, ...]:
    """The rules that were used, and the ids of what was cited."""
    names: list[str] = []
    for link in found.links:
        if link.use.rule is cite:
            names.extend(str(argument) for argument in link.use.arguments)
        else:
            names.append(link.use.rule.name)
    distinct = list(dict.fromkeys(names))
    telling = [name for name in distinct if name != "arithmetic"]
    return tuple(telling or distinct)


def _tried(opinion: Opinion) -> str:
    if opinion.points:
        return f"no proof was found, and it agrees at {opinion.points} random points, which proves nothing"
    return f"no proof was found, and no point could be tried: {opinion.reason}"

"""Deciding one claim of a note: proved by the kernel, refuted by the oracle, or neither."""

from __future__ import annotations

from dataclasses import dataclass, field

from qedtex.binding import free, places
from qedtex.claims import Claim, Verdict, Witness
from qedtex.conditions import Condition, holds
from qedtex.context import Context, Relation, Scope
from qedtex.definedness import requirements
from qedtex.errors import QedtexError
from qedtex.inference import Refused, Use
from qedtex.kernel import Named, Theorem, prove
from qedtex.notes.reading.naming import letter_of
from qedtex.notes.verdicts.library import Library, shipped
from qedtex.notes.verdicts.unifying import unified
from qedtex.notes.verdicts.uniqueness import another_limit
from qedtex.oracle import Opinion, consult
from qedtex.rules import both_sides, cite, compare
from qedtex.search import Found
from qedtex.search.antiderivatives import antiderivatives
from qedtex.search.cases import by_cases
from qedtex.search.exponentials import by_common_exponential
from qedtex.search.logarithmic import by_logarithm
from qedtex.search.normal import Normaliser
from qedtex.search.parabolas import by_vertex
from qedtex.search.relations import found_for
from qedtex.search.several_tangents import by_several_tangents
from qedtex.search.squares import by_squares
from qedtex.search.supporting import by_support
from qedtex.search.tangents import by_tangent
from qedtex.search.variances import by_variance
from qedtex.sorts import Integer, Real
from qedtex.stating import check_names, require_sense
from qedtex.terms import (
    Argmax,
    Argmin,
    Derivative,
    Expectation,
    Index,
    Log,
    Mul,
    Prob,
    Sigmoid,
    Symbol,
    Term,
    term,
)

_AT_A_GLANCE = 2
"""How many points are tried before a proof is looked for."""
_POINTS = 8
_MANY_POINTS = 48
"""How many are tried of an inequality that nothing shows, some of them with many outcomes."""
_MOST_KEPT = 5_000
_TANGENT = "divergence.log_bound"
_SLOPE = "gradients.sigmoid_derivative"


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
    library = library or shipped()
    known = library.decided.get(claim)
    if known is None:
        earlier = library.kept.find("decided", claim) if library.kept is not None else None
        known = earlier[0] if earlier is not None else None
        if known is None:
            known = _decided(unified(claim), library)
            if library.kept is not None:
                library.kept.keep("decided", claim, known)
        if len(library.decided) < _MOST_KEPT:
            library.decided[claim] = known
    return known


def _decided(claim: Claim, library: Library) -> Decision:
    for side in (claim.left, claim.right):
        member = _member_of_what_is_drawn(side)
        if member is not None:
            return Decision(Verdict.UNDECIDED, message=f"it does not say whether {member} is drawn too")
    if _is_convention(claim):
        return Decision(Verdict.ASSUMED, message="the convention that 0 log 0 is 0")
    fault = fault_of(claim)
    if fault is not None:
        if _lacks_only_what_is_seen(claim):
            opinion = _consulted(claim, _POINTS)
            if opinion.refuted:
                return Decision(Verdict.REFUTED, message="a counterexample", witness=opinion.witness)
        return Decision(Verdict.UNDECIDED, message=fault)
    if claim.relation is not Relation.UNEQUAL:  # most of what is false is seen to be at once
        glance = _consulted(claim, _AT_A_GLANCE)
        if glance.refuted:
            return Decision(Verdict.REFUTED, message="a counterexample", witness=glance.witness)
    found = _by_slope(claim, library) or _proved(claim, None)
    if found is not None:
        return found
    other = another_limit(claim, _POINTS)
    if other is not None:
        return Decision(Verdict.REFUTED, message="a counterexample", witness=other)
    opinion = _consulted(claim, _POINTS)
    if claim.relation is Relation.UNEQUAL and opinion.witness is not None and not opinion.refuted:
        # the two sides are said to differ somewhere, and there they do
        return Decision(Verdict.PROVED, ("witness",), "the sides differ", opinion.witness, points=opinion.points)
    if opinion.refuted:
        return Decision(Verdict.REFUTED, message="a counterexample", witness=opinion.witness)
    return (
        _by_squares(claim)
        or _by_logarithms(claim)
        or _by_antiderivatives(claim)
        or _from_library(claim, library, with_equations=False)
        or _by_tangent(claim, library)
        or _by_support(claim)
        or _from_library(claim, library, with_equations=True)
        or _by_cases(claim, library)
        or _at_many_points(claim)
        or Decision(Verdict.UNDECIDED, message=_tried(opinion), points=opinion.points)
    )


def _at_many_points(claim: Claim) -> Decision | None:
    """A counterexample to an inequality or an equivalence, which may fail at few points only."""
    if claim.relation in (Relation.EQUAL, Relation.UNEQUAL, Relation.ABOUT, Relation.TENDS):
        return None
    opinion = _consulted(claim, _MANY_POINTS)
    return Decision(Verdict.REFUTED, message="a counterexample", witness=opinion.witness) if opinion.refuted else None


def shown(claim: Claim, library: Library | None = None) -> Decision | None:
    """A proof by search alone, for a claim that stands in for another; `None` where none is found."""
    library = library or shipped()
    if claim not in library.shown:
        earlier = library.kept.find("shown", claim) if library.kept is not None else None
        if earlier is not None:
            found = earlier[0]
        else:
            found = None
            drawn = any(_member_of_what_is_drawn(side) is not None for side in (claim.left, claim.right))
            if not drawn and fault_of(claim) is None:
                found = _proved(claim, None)
            if library.kept is not None:
                library.kept.keep("shown", claim, found)
        if len(library.shown) >= _MOST_KEPT:
            return found
        library.shown[claim] = found
    return library.shown[claim]


def fault_of(claim: Claim) -> str | None:
    """Why a claim makes no sense as it stands; `None` where it does."""
    sets = [side for side in (claim.left, claim.right) if isinstance(side, (Argmax, Argmin))]
    idle = [side for side in sets if side.variable not in free(side.body)]
    if len(idle) == 1 and len(sets) == 2:
        return f"nothing shows how {idle[0].body} depends on {idle[0].variable}"
    try:
        require_sense(claim.left, claim.context)
        require_sense(claim.right, claim.context)
        check_names(claim)
    except QedtexError as fault:
        return f"it makes sense only under a condition: {fault.message}"
    except RecursionError:
        return "it is nested too deeply"
    return None


def _is_convention(claim: Claim) -> bool:
    """Whether 0 log 0 = 0 is laid down, which follows from nothing."""
    zero = term(0)
    match claim.left:
        case Mul((one, Log(of, _, _))):
            return claim.relation is Relation.EQUAL and one == of == claim.right == zero
        case _:
            return False


def _member_of_what_is_drawn(side: Term) -> Term | None:
    """A member x_i inside an expectation over x, which may be one of a sample that is drawn, or a fixed number."""
    for node in side.walk():
        if isinstance(node, Expectation) and "_" not in node.variable.name:
            drawn = letter_of(node.variable.name)
            for inner in node.body.walk():
                name = inner.family.name if isinstance(inner, Index) else ""
                if isinstance(inner, Symbol) and "_" in inner.name:
                    name = inner.name.partition("_")[0]
                if name and letter_of(name) == drawn:
                    return inner
    return None


def _lacks_only_what_is_seen(claim: Claim) -> bool:
    """Whether a claim makes sense but for conditions that a counterexample can meet without changing what is meant.

    Such are sizes that must be large enough, divisors, and probabilities below 1. That a number is positive is more: it
    may be what the writer left out, and without it the claim is another one.
    """
    try:
        check_names(claim)
        for side in (claim.left, claim.right):
            for condition in requirements(side, Scope(claim.context)):
                if not holds(condition) and not _is_seen(condition):
                    return False
    except (QedtexError, RecursionError):
        return False
    return True


def _is_seen(condition: Condition) -> bool:
    symbols = free(condition.value) - condition.scope.bound
    sized = all(isinstance(symbol.sort, Integer) for symbol in symbols)
    laws = any(isinstance(node, Prob) for node in condition.value.walk())
    divisor = condition.needed.startswith("!=")
    return bool(symbols or laws) and (divisor or (sized and bool(symbols)) or (laws and not _numbers(symbols)))


def _numbers(symbols: frozenset[Symbol]) -> bool:
    return any(isinstance(symbol.sort, Real) for symbol in symbols)


def _consulted(claim: Claim, points: int) -> Opinion:
    try:
        return consult(claim, points=points)
    except (QedtexError, RecursionError) as fault:
        return Opinion(False, reason=str(fault))


def _proved(claim: Claim, by: list[Use] | None) -> Decision | None:
    try:
        found = found_for(claim, by)
    except (QedtexError, RecursionError):
        return None
    return _accepted(claim, found) if found is not None else None


def _accepted(claim: Claim, found: Found) -> Decision | None:
    """What the kernel makes of what was found."""
    try:
        theorem = prove(claim, found.links)
    except (QedtexError, RecursionError):
        return None
    return Decision(Verdict.PROVED, _names(found), "", None, theorem)


def _by_slope(claim: Claim, library: Library) -> Decision | None:
    """A proof of an equation about derivatives with that of the sigmoid cited, which is not taken apart then."""
    nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
    composed = any(isinstance(node, Derivative) and not isinstance(node.body, Sigmoid) for node in nodes)
    known = library.named(_SLOPE) if composed and any(isinstance(node, Sigmoid) for node in nodes) else None
    return _proved(claim, [Use(cite, (known,)), *_DERIVATIVES]) if known is not None else None


def _by_squares(claim: Claim) -> Decision | None:
    """A proof of an inequality, or of where a parabola is extreme, by completing squares."""
    found = by_squares(claim) or by_variance(claim) or by_vertex(claim)
    return _accepted(claim, found) if found is not None else None


def _by_logarithms(claim: Claim) -> Decision | None:
    """A proof of an equation of products and powers by their logarithms, or of logarithms of sums of exponentials."""
    tried = (_accepted(claim, found) for way in (by_logarithm, by_common_exponential) if (found := way(claim)))
    return next((made for made in tried if made is not None), None)


def _by_cases(claim: Claim, library: Library) -> Decision | None:
    """A proof of a claim with an absolute value by the sign of what stands between the bars."""
    found = by_cases(claim, lambda case: decide(case, library).theorem)
    return _accepted(claim, found) if found is not None else None


def _by_antiderivatives(claim: Claim) -> Decision | None:
    """A proof of an equation about integrals, with antiderivatives that are proved to be such."""
    uses = [*antiderivatives(claim)] if claim.relation is Relation.EQUAL else []
    others = [use for use in _EQUATIONS if use.rule.name != "integral_by_antiderivative"]
    return _proved(claim, [*uses, *others]) if uses else None


def _by_tangent(claim: Claim, library: Library) -> Decision | None:
    """A proof of an inequality by the tangent of the logarithm."""
    known = library.named(_TANGENT)
    ways = (by_tangent, by_several_tangents) if known is not None else ()
    tried = (_accepted(claim, found) for way in ways if known and (found := way(claim, known)) is not None)
    return next((made for made in tried if made is not None), None)


def _by_support(claim: Claim) -> Decision | None:
    """A proof of an inequality by the convexity of a function."""
    found = by_support(claim)
    return _accepted(claim, found) if found is not None else None


def _from_library(claim: Claim, library: Library, *, with_equations: bool) -> Decision | None:
    """The claim as an instance of a theorem of the catalogue, by itself or with equations around it."""
    sides = (claim.left, claim.right)
    whole = (*sides, *(_unfolded(claim) if with_equations else ()))
    for named in library.candidates(claim):
        if not any(_applies(named, side, claim.context) for side in whole):
            continue
        turned = [Use(both_sides)] if claim.relation is Relation.IFF else []
        found = _proved(claim, [Use(cite, (named,)), *turned, *(_EQUATIONS if with_equations else ())])
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
    from qedtex.inference import RULES
    from qedtex.search.relations import is_equational

    return tuple(Use(rule) for rule in RULES if is_equational(rule))


_EQUATIONS = (Use(compare), *_equations())


_DERIVATIVES = tuple(use for use in _EQUATIONS if use.rule.name.startswith("derivative_"))


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

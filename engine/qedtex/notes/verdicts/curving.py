"""Curving: Jensen's inequality for a function of which no more is known than that it is convex, or not even that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Hypothesis, Relation
from qedtex.notes.prose.convexity import functions_in, under
from qedtex.notes.verdicts.deciding import Decision, decide
from qedtex.notes.verdicts.library import Library
from qedtex.notes.verdicts.repairs import Repair, repaired
from qedtex.search.supporting import by_support, supported
from qedtex.sorts import REAL
from qedtex.terms import Apply, Exp, Function, Neg, Pow, Symbol, Term, term

_TURNED = {Relation.LESS_EQUAL: Relation.GREATER_EQUAL, Relation.GREATER_EQUAL: Relation.LESS_EQUAL}


@dataclass(frozen=True, slots=True)
class Bent:
    """What is found of an inequality when it is tried with a curve for its function."""

    message: str
    decision: Decision
    mended: Repair | None = None


def the_other_way(claim: Claim, library: Library) -> Bent | None:
    r"""A counterexample to Jensen's inequality the wrong way round: with one curve that bends as the text says.

    `None` unless the opposite inequality is proved of all such functions, and this one is false of the curve.

    >>> from qedtex.language import Sum, index, outcomes, pmf, positive_integer, vector
    >>> from qedtex.notes.verdicts.library import shipped
    >>> n, i, f = positive_integer("n"), index("i"), Function("f")
    >>> x, v = outcomes("x", n), vector("v", n)
    >>> p = pmf("p", x)
    >>> at_mean, mean = f(Sum(p(x[i]) * v[i], (i, 1, n))), Sum(p(x[i]) * f(v[i]), (i, 1, n))
    >>> wrong = under(Claim(at_mean, Relation.GREATER_EQUAL, mean), {"f": True})
    >>> the_other_way(wrong, shipped()).message
    'a counterexample: t^2 is convex'
    """
    turned = _TURNED.get(claim.relation)
    known = {one: function for one in claim.context.hypotheses if (function := supported(one)) is not None}
    if turned is None or len(known) != 1 or len(functions_in(claim)) != 1:
        return None
    ((hypothesis, function),) = known.items()
    others = tuple(one for one in claim.context.hypotheses if one != hypothesis)
    if any(isinstance(node, Apply) for one in others for side in (one.left, one.right) for node in side.walk()):
        return None
    opposite = replace(claim, relation=turned)
    shown = decide(opposite, library)
    if shown.verdict is not Verdict.PROVED:
        return None
    for curve in _curves(hypothesis):
        put = replace(
            claim,
            left=_with_curve(claim.left, function, curve),
            right=_with_curve(claim.right, function, curve),
            context=Context(others),
        )
        found = decide(put, library)
        if found.verdict is Verdict.REFUTED and found.witness is not None:
            name, formula = f"{function.name}(t)", str(curve(Symbol("t", REAL)))
            witness = replace(found.witness, values=((name, formula), *found.witness.values))
            bends = "convex" if hypothesis.relation is Relation.GREATER_EQUAL else "concave"
            mended = repaired(f"{turned.value} for {claim.relation.value}", opposite, shown)
            return Bent(f"a counterexample: {formula} is {bends}", replace(found, witness=witness), mended)
    return None


def if_it_bends(claim: Claim, library: Library) -> Bent | None:
    """A proof of an inequality for convex functions, or for concave ones, where nothing says which are meant."""
    functions = functions_in(claim)
    if claim.relation not in _TURNED or len(functions) != 1 or any(map(supported, claim.context.hypotheses)):
        return None
    (function,) = functions
    for convex in (True, False):
        bent = under(claim, {function.name: convex})
        if by_support(bent) is not None:
            told = f"it holds if {function.name} is {'convex' if convex else 'concave'}"
            return Bent(told, decide(bent, library))
    return None


def _curves(known: Hypothesis) -> Sequence[Callable[[Term], Term]]:
    """Curves that bend as a hypothesis says."""
    if known.relation is Relation.GREATER_EQUAL:
        return _square, Exp
    return (lambda t: Neg(_square(t))), (lambda t: Neg(Exp(t)))


def _square(value: Term) -> Term:
    return Pow(value, term(2))


def _with_curve(side: Term, function: Function, curve: Callable[[Term], Term]) -> Term:
    """A side with a formula for the values of a function."""
    inner = side.with_children(tuple(_with_curve(child, function, curve) for child in side.children))
    return curve(inner.argument) if isinstance(inner, Apply) and inner.function == function else inner

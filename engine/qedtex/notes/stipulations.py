"""Stipulations: relations that a note lays down and does not infer, so that no counterexample makes them wrong.

`Let P(x = 0) = y`, `f(1) = 0` of a function that is looked for, the density of a prior: each holds because the note
says so. What is laid down is assumed, and listed as such; it is never called proved.
"""

from __future__ import annotations

import re

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.notes.chains import Step
from qedtex.terms import (
    Apply,
    Argmax,
    Argmin,
    Derivative,
    Distribution,
    Div,
    Event,
    Expectation,
    Index,
    Integral,
    Limit,
    Log,
    Mul,
    Neg,
    Num,
    Prob,
    ProductOver,
    SelfInformation,
    Sigmoid,
    SumOver,
    Symbol,
    Term,
)

_LAYS_DOWN = re.compile(
    r"(?:令|设|记|假设|假定|若|如果|当|取|对应|满足|\b(?:let|suppose|assume|denote|write|put|set|given|if|when|where|with|for|take)\b)"
    r"[^。.;；\n]{0,40}$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:或者|另一|另外|同理|类似|换成|反之|alternatively|instead|similarly|another|on the other hand|\bor\b)",
    re.IGNORECASE,
)


def laid_down(step: Step, claim: Claim) -> str | None:
    """Why a relation is one that is laid down; `None` for an inference.

    A relation of an unknown function is a hypothesis about it; in running text a single quantity is given a value; a
    probability without a law of its own is given a formula.
    """
    nodes = [node for side in _sides(claim) for node in side.walk()]
    function = _hypothesis_about(claim)
    if function is not None:
        return f"a hypothesis about {function}"
    if any(isinstance(node, Apply) for node in nodes):
        return None
    if any(map(_is_worded, claim.left.walk())) != any(map(_is_worded, claim.right.walk())):
        return "what the events are"
    if claim.relation is not Relation.EQUAL:
        return None
    for one, other in (_sides(claim), _sides(claim)[::-1]):
        if not step.right.formula.display and _is_single(one) and _is_plain(other) and not _is_turned(one, other):
            return "a value that is given"
        if isinstance(one, Prob) and not _has_laws(other):
            return "the law that is assumed"
        if isinstance(one, Log) and isinstance(one.of, Prob) and not _has_laws(other):
            return "the law that is assumed" if not _is_known(one.of, claim) else None
    return None


def hangs_on_the_unknown(claim: Claim) -> str | None:
    """Why a claim with a counterexample may hold for the function that is meant; `None` where it is false for any.

    Of an unknown function alone a derivative can be anything, and an inequality between means may rest on convexity;
    what is an identity between unknown functions, as the product rule is, is true or false as it stands.
    """
    sides = [_applied(side) for side in _sides(claim)]
    functions = sorted({node.function.name for side in sides for node in side})
    if not functions:
        return None
    if claim.relation is not Relation.EQUAL:
        return f"it hangs on what {', '.join(functions)} may be"
    alone = [{node.function.name for node in side} for side in sides]
    if not alone[0] or not alone[1]:
        return f"nothing says what {', '.join(functions)} is"
    return None


def _hypothesis_about(claim: Claim) -> str | None:
    """The unknown function that a relation is a hypothesis about: of its values, as in f(a b) = f(a) + f(b).

    What is said of derivatives and means, or of several functions together, is an inference, and so is algebra with
    the same values on both sides.
    """
    sides = [_applied(side) for side in _sides(claim)]
    names = {node.function.name for side in sides for node in side}
    if len(names) != 1:
        plain = claim.relation is Relation.EQUAL and all(isinstance(side, Apply) for side in _sides(claim))
        return " and ".join(sorted(names)) if names and plain else None
    values = [set(side) for side in sides]
    calculus = (Derivative, Integral, Expectation, SumOver, ProductOver)
    if any(isinstance(node, calculus) for side in _sides(claim) for node in side.walk()):
        ordered = claim.relation is not Relation.EQUAL and any(
            isinstance(one, Derivative) and isinstance(one.body, Apply) and not values[1 - place]
            for place, one in enumerate(_sides(claim))
        )
        return names.pop() if ordered else None
    if values[0] and values[0] == values[1]:
        return None
    if not (values[0] and values[1]):
        bare = any(
            isinstance(side, (Apply, Limit)) or (isinstance(side, Neg) and isinstance(side.of, Apply))
            for side in _sides(claim)
        )
        return names.pop() if bare or any(map(_is_worded, (n for s in _sides(claim) for n in s.walk()))) else None
    return names.pop()


def _applied(side: Term) -> list[Apply]:
    return [node for node in side.walk() if isinstance(node, Apply)]


def _is_turned(one: Term, other: Term) -> bool:
    """Whether two probabilities are of the same things, divided otherwise: p(x | y) and p(y | x)."""
    if not isinstance(one, Prob) or not isinstance(other, Prob):
        return False
    parts = [{*value.outcomes, *value.distribution.given} for value in (one, other)]
    return one.distribution.law == other.distribution.law and parts[0] == parts[1] and bool(one.distribution.given)


def _is_known(value: Prob, claim: Claim) -> bool:
    """Whether a density of the same law has been laid down."""
    return any(
        isinstance(node, Prob) and node.distribution.law == value.distribution.law
        for known in claim.context.hypotheses
        for node in known.left.walk()
    )


def is_given_value(claim: Claim) -> bool:
    """Whether a relation gives a single quantity a value, which then holds for what is said next."""
    if claim.relation is not Relation.EQUAL:
        return False
    return any(_is_single(one) and _is_plain(other) for one, other in (_sides(claim), _sides(claim)[::-1]))


def names_a_value(claim: Claim) -> bool:
    """Whether one side is a plain name, as in P(x = 0) = y: a number is an example, and holds for the moment only."""
    return any(isinstance(side, (Symbol, Index)) for side in _sides(claim)) and not any(
        all(isinstance(node, (Num, Neg, Div)) for node in side.walk()) for side in _sides(claim)
    )


def introduces(step: Step) -> bool:
    """Whether the words before a formula lay something down: let, suppose, 令, 设."""
    return _LAYS_DOWN.search(step.right.formula.context_before[-60:]) is not None


def begins_anew(step: Step) -> bool:
    """Whether the words before a formula say that something else follows: or, alternatively, 或者."""
    return _ELSEWHERE.search(step.right.formula.context_before[-40:]) is not None


def puts_numbers_in(claim: Claim) -> bool:
    """Whether decimals stand on the right for symbols of the left, whose values only the prose tells."""
    decimals = any(isinstance(node, Num) and "." in node.digits for node in claim.right.walk())
    lost = {symbol for symbol in free(claim.left) - free(claim.right) if not isinstance(symbol, (Argmax, Argmin))}
    return decimals and bool(lost)


def _sides(claim: Claim) -> tuple[Term, Term]:
    return claim.left, claim.right


def _is_single(value: Term) -> bool:
    match value:
        case Symbol() | Index() | Prob():
            return True
        case SelfInformation() | Sigmoid():
            return bool(free(value))
        case Mul(factors):
            return all(isinstance(factor, (Symbol, Index)) for factor in factors)
        case _:
            return False


def _is_plain(value: Term) -> bool:
    match value:
        case Num() | Symbol() | Index() | Prob():
            return True
        case Neg(of):
            return _is_plain(of)
        case Div(Num(), Num()):
            return True
        case _:
            return False


def _has_laws(value: Term) -> bool:
    return any(isinstance(node, Distribution) for node in value.walk())


def _is_worded(node: Term) -> bool:
    """Whether an event is named by words, which only prose ties to other events."""
    name = node.name if isinstance(node, Symbol) else node.variable if isinstance(node, Event) else ""
    return any(ord(letter) > 0x2E80 for letter in name)

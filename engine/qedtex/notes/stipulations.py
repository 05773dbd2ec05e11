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
    Distribution,
    Div,
    Event,
    Index,
    Log,
    Mul,
    Neg,
    Num,
    Prob,
    SelfInformation,
    Sigmoid,
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
    functions = sorted({node.function.name for node in nodes if isinstance(node, Apply)})
    if functions:
        return f"a hypothesis about {', '.join(functions)}"
    if any(map(_is_worded, nodes)):
        return "what the events are"
    if claim.relation is not Relation.EQUAL:
        return None
    for one, other in (_sides(claim), _sides(claim)[::-1]):
        if not step.right.formula.display and _is_single(one) and _is_plain(other):
            return "a value that is given"
        if isinstance(one, Prob) and not _has_laws(other):
            return "the law that is assumed"
        if isinstance(one, Log) and isinstance(one.of, Prob) and not _has_laws(other):
            return "the law that is assumed"
    return None


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
        case Symbol() | Index() | Prob() | SelfInformation() | Sigmoid():
            return True
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

"""What a step is stated under: its relation, the conditions that belong to it, and what holds for every value."""

from __future__ import annotations

from dataclasses import replace

from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.notes.chains import Step
from qedtex.notes.equivalence import equivalent
from qedtex.notes.provisos import under_same_law
from qedtex.notes.reading import Unknown, Unread
from qedtex.terms import Argmax, Argmin, Distribution, Term

RELATIONS = {
    "=": Relation.EQUAL,
    "!=": Relation.UNEQUAL,
    "<": Relation.LESS,
    "<=": Relation.LESS_EQUAL,
    ">": Relation.GREATER,
    ">=": Relation.GREATER_EQUAL,
    "~=": Relation.ABOUT,
    ":=": Relation.EQUAL,
    "->": Relation.TENDS,
    "iff": Relation.IFF,
}

Stated = dict[int, tuple[Term | Unknown | Unread, Term | Unknown | Unread]]
"""The sides of the relations that conditions state, by those relations."""


def claimed(step: Step, claim: Claim, stated: Stated) -> Claim | None:
    """The claim of a step with its conditions; `None` for a condition that is not understood."""
    for condition in step.conditions:
        known: list[tuple[Term, Relation, Term]] = []
        meaning = condition.meaning
        if meaning == "for" and condition.steps and all(one.relation == "=" for one in condition.steps):
            meaning = "if"
        for one in condition.steps:
            pair, between = stated.get(id(one)), RELATIONS.get(one.relation)
            if pair is not None and isinstance(pair[0], Term) and isinstance(pair[1], Term) and between is not None:
                known.append((pair[0], between, pair[1]))
        if len(known) != len(condition.steps) or not known:
            if meaning in ("iff", "if"):
                return None
            continue
        if meaning == "iff":
            made = equivalent(claim, known[0]) if len(known) == 1 else None
            if made is None:
                return None
            claim = made
        elif meaning == "if" and any(isinstance(part, Distribution) for one in known for part in one):
            first, between, other = known[0]
            if len(known) > 1 or between is not Relation.EQUAL or not isinstance(first, Distribution):
                return None
            put = under_same_law(claim, first, other) if isinstance(other, Distribution) else None
            if put is None:
                return None
            claim = put
        elif meaning == "if":
            hypotheses = [Hypothesis(f"condition {number}", *parts) for number, parts in enumerate(known, 1)]
            claim = replace(claim, context=Context((*claim.context.hypotheses, *hypotheses)))
    return claim


def for_all(claim: Claim) -> Context:
    """The context with what was laid down about a quantity said of all its values, where an extremum is over them."""
    varied = {n.variable for side in (claim.left, claim.right) for n in side.walk() if isinstance(n, (Argmax, Argmin))}
    hypotheses = []
    for known in claim.context.hypotheses:
        own = tuple(sorted((symbol for symbol in known.open_symbols if symbol in varied), key=str))
        hypotheses.append(replace(known, variables=(*known.variables, *own)) if own else known)
    return Context(tuple(hypotheses))

"""What a step is stated under: its relation, the conditions that belong to it, and what holds for every value."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from qedtex.claims import Claim
from qedtex.context import Context, Hypothesis, Relation
from qedtex.notes.formulas.chains import Step
from qedtex.notes.prose.provisos import under_same_law
from qedtex.notes.reading import ReadChain, Unknown, Unread
from qedtex.notes.verdicts.equivalence import equivalent
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


_NARROWS = re.compile(
    r"\\(?:not)?in\b\s*(?:\\left|\\big)?\s*(?:[\[(\]]|\\[{l]|\\math)|\\(?:perp|bot|lt|gt|leq?|geq?|neq?)\b|[⊥<>]"
)
"""A set that is written out, in which something is said to lie, an order, or that things are independent."""


def claimed(step: Step, claim: Claim, stated: Stated) -> Claim | None:
    """The claim of a step with its conditions; `None` for a condition that is not understood."""
    for condition in step.conditions:
        known: list[tuple[Term, Relation, Term]] = []
        meaning = condition.meaning
        if meaning == "unless":  # that it fails elsewhere, or holds somewhere, is no condition that it holds under
            return None
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
            one_law, between, other = known[0]
            if len(known) > 1 or between is not Relation.EQUAL or not isinstance(one_law, Distribution):
                return None
            put = under_same_law(claim, one_law, other) if isinstance(other, Distribution) else None
            if put is None:
                return None
            claim = put
        else:
            first = len(claim.context.hypotheses) + 1
            hypotheses = [Hypothesis(f"condition {number}", *parts) for number, parts in enumerate(known, first)]
            claim = replace(claim, context=Context((*claim.context.hypotheses, *hypotheses)))
    return claim


def as_claim(read: ReadChain, one: str, other: str) -> Claim | None:
    """Two relations, of which the four sides were read, as the claim that each holds exactly where the other does."""
    relations = [RELATIONS.get(each) for each in (one, other)]
    terms = [side for side in read.sides if isinstance(side, Term)]
    if len(terms) != 4 or relations[0] is None or relations[1] is None:
        return None
    return equivalent(Claim(terms[0], relations[0], terms[1], read.context), (terms[2], relations[1], terms[3]))


def for_all(claim: Claim) -> Context:
    """The context with what was laid down about a quantity said of all its values, where an extremum is over them."""
    varied = {n.variable for side in (claim.left, claim.right) for n in side.walk() if isinstance(n, (Argmax, Argmin))}
    hypotheses = []
    for known in claim.context.hypotheses:
        own = tuple(sorted((symbol for symbol in known.open_symbols if symbol in varied), key=str))
        hypotheses.append(replace(known, variables=(*known.variables, *own)) if own else known)
    return Context(tuple(hypotheses))


def not_understood(step: Step, stated: Stated) -> str | None:
    """A condition that narrows what a step is about and was not taken in; `None` where there is none."""
    for condition, behind in zip_longest(step.conditions, step.conditions[1:]):
        latex = " ".join(condition.side.latex.split())
        pairs = [stated.get(id(one)) for one in condition.steps]
        if any(pair is None or not all(isinstance(part, Term) for part in pair) for pair in pairs):
            return latex
        goes_on = behind is not None and not behind.words and bool(behind.steps) and bool(condition.side.tokens)
        if not condition.steps and (goes_on or _NARROWS.search(condition.side.latex)):
            return latex
    return None

"""Convergence of averages: what the running text takes from the law of large numbers, by name."""

from __future__ import annotations

import re

from qedtex.notes.formulas.chains import Step
from qedtex.notes.prose.provisos import sentence
from qedtex.terms import Div, Mul, Neg, Range, SumOver, Term, term

LARGE_NUMBERS = "the law of large numbers, as the text says"

_NAME = r"(?:\blaws? of large numbers\b|\b[WS]?LLN\b|大数(?:定律|法则|定理))"
_LAW = re.compile(_NAME, re.IGNORECASE)
_BEHIND = re.compile(
    rf"[\s,，(（]*(?:by|from|due to|由|根据)\s*(?:the )?(?:weak |strong |[强弱])?{_NAME}", re.IGNORECASE
)


def by_large_numbers(step: Step, left: Term, words: str) -> bool:
    """Whether a step says where an average goes, and the sentence names the law of large numbers for it.

    `words` are those before the formula.
    """
    named = _LAW.search(sentence(words)) or _BEHIND.match(step.right.formula.context_after)
    return step.relation == "->" and named is not None and _is_average(left)


def _is_average(value: Term) -> bool:
    """Whether a value is the sum of n things divided by n."""
    match value:
        case Neg(of):
            return _is_average(of)
        case Div(SumOver(Range(lower, upper), _, _), by):
            return lower == term(1) and upper == by
        case Mul((Div(over, by), SumOver(Range(lower, upper), _, _))):
            return over == lower == term(1) and upper == by
        case _:
            return False

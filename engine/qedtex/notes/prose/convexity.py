"""Convexity: which functions the running text calls convex or concave, as hypotheses for the steps about them.

A function is called so by its name, as in `a convex function $f$` or `where $f$ is concave`, or as the one function
of the sentence, as in `a convex function satisfies $f(E[X]) \\le E[f(X)]$`. 凸 is convex and 凹 concave, as in texts on
optimisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qedtex.claims import Claim
from qedtex.context import Context, Relation
from qedtex.notes.formulas.chains import Chain, Step
from qedtex.notes.prose.provisos import FORMULA, goes_on, sentence
from qedtex.notes.sources.documents import Formula
from qedtex.search.supporting import support
from qedtex.terms import Apply, Function

_KIND = r"(?P<kind>convex|concave|凸|凹)"
_NOUN = r"(?:[\w-]*(?:functions?|maps?|mappings?|generators?)|的?函数)"
_QUALITY = (
    r"(?:(?:strictly|also|both|real-valued|smooth|continuous|differentiable|twice|严格|连续|可微|是?一个|任意)[ ,]*)*"
)
_LEADS_TO = re.compile(rf"(?<!non-)(?<!非)(?<!not ){_KIND}[ ,]*{_QUALITY}{_NOUN}?[ ,，:：]*$", re.IGNORECASE)
"""Words before a name: `for any convex function`."""
_FOLLOWS = re.compile(
    r"[ ,，]*(?:(?:\w+ )?functions? )?(?:(?:is|are|be|为|是|being)[ ]*)?(?:(?:an?|any|某个?|一个)[ ]*)?"
    rf"{_QUALITY}{_KIND}"
    r"(?![- ]?(?:set|hull|集|包)|\s+(?:only|near|except|outside|locally|there|here)\b)",
    re.IGNORECASE,
)
"""Words behind a name: `is strictly convex`."""
_IN_SENTENCE = re.compile(rf"(?<!non-)(?<!非)(?<!not )(?<!不是){_KIND}[ ]*{_QUALITY}{_NOUN}", re.IGNORECASE)
_NAME = re.compile(r"\s*(?P<name>\\?[A-Za-z]+)\s*(?:\(\s*\\?[a-z\\cdot]+\s*\)|:.*\\(?:to|rightarrow).*)?\s*", re.DOTALL)
_CLAUSE_END = re.compile(r"[.!?](?=\s|$)|[。！？；;\n]")
_NEAR = 4
"""Over so many formulas a sentence is followed."""
_ORDERS = frozenset({Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL})


@dataclass(frozen=True, slots=True)
class _Called:
    """That a function is called convex, or concave, at the formula of a number."""

    name: str
    convex: bool
    number: int
    section: int


class Convexity:
    """What a document says of the curvature of its functions."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        formulas = [next(found).formula for _, found in groupby(chains, key=lambda chain: id(chain.formula))]
        self._formulas = formulas
        self._numbers = {id(formula): number for number, formula in enumerate(formulas)}
        self._called = [called for number, one in enumerate(formulas) for called in _called(one, number)]

    def about(self, step: Step, words: str) -> Mapping[str, bool]:
        """The functions by name that are convex (`True`) or concave where a step stands; by "" the one it speaks of.

        `words` are those before its formula, with `FORMULA` for each formula in them.
        """
        formula = step.right.formula
        here = self._numbers.get(id(formula), 0)
        found: dict[str, bool] = {}
        for called in self._called:
            if called.section == formula.section and called.number <= here:
                found[called.name] = called.convex
        near = [called for called in self._called if self._is_one_sentence(called.number, here)]
        found.update({called.name: called.convex for called in near if called.number > here})
        around = sentence(words) + FORMULA + _CLAUSE_END.split(formula.context_after, maxsplit=1)[0]
        kinds = {_is_convex(one["kind"]) for one in _IN_SENTENCE.finditer(around)}
        if len(kinds) == 1 and not near:
            found[""] = kinds.pop()
        return found

    def _is_one_sentence(self, one: int, other: int) -> bool:
        """Whether no sentence ends between two formulas near each other."""
        first, last = min(one, other), max(one, other)
        between = self._formulas[first:last]
        return last - first <= _NEAR and all(goes_on(formula.context_after) for formula in between)


def under(claim: Claim, bends: Mapping[str, bool]) -> Claim:
    """An inequality with the hypotheses that its functions are convex or concave, as far as that is said.

    >>> from qedtex.language import real
    >>> f, a, b = Function("f"), real("a"), real("b")
    >>> print(*under(Claim(Apply(f, a), Relation.LESS_EQUAL, Apply(f, b)), {"f": True}).context.hypotheses)
    f is convex: f(b) - f(a) >= slopef(a) (b - a) for every a, b
    """
    if claim.relation not in _ORDERS or not bends:
        return claim
    functions = functions_in(claim)
    meant = bends.get("") if len(functions) == 1 else None
    known = [
        support(function, convex=convex)
        for function in functions
        if (convex := bends.get(function.name, meant)) is not None
    ]
    return replace(claim, context=Context((*claim.context.hypotheses, *known)))


def functions_in(claim: Claim) -> list[Function]:
    """The functions of a claim that nothing says more of than their name."""
    nodes = (node for side in (claim.left, claim.right) for node in side.walk())
    return list(dict.fromkeys(node.function for node in nodes if isinstance(node, Apply)))


def _called(formula: Formula, number: int) -> Iterator[_Called]:
    named = _NAME.fullmatch(formula.latex)
    if named is None:
        return
    told = _LEADS_TO.search(formula.context_before) or _FOLLOWS.match(formula.context_after)
    if told is not None:
        yield _Called(named["name"], _is_convex(told["kind"]), number, formula.section)


def _is_convex(kind: str) -> bool:
    return kind.lower() in ("convex", "凸")

"""Stipulations: relations that a note lays down and does not infer, so that no counterexample makes them wrong.

`Let P(x = 0) = y`, `f(1) = 0` of a function that is looked for, the density of a prior: each holds because the note
says so. What is laid down is assumed, and listed as such; it is never called proved.
"""

from __future__ import annotations

import re
from dataclasses import replace

from qedtex.binding import free, match, substitute
from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.notes.formulas.chains import Step
from qedtex.notes.reading.naming import FACTORIAL
from qedtex.notes.reading.words import LAW_LETTERS
from qedtex.notes.sources.documents import Formula
from qedtex.oracle import consult
from qedtex.sorts import Extrema, Family, Random, Real
from qedtex.terms import (
    Add,
    Apply,
    Derivative,
    Distribution,
    Div,
    Event,
    Exp,
    Expectation,
    Index,
    Integral,
    Law,
    Limit,
    Log,
    Mul,
    Neg,
    Num,
    Pow,
    Prob,
    ProductOver,
    SelfInformation,
    Sigmoid,
    SumOver,
    Symbol,
    Term,
)

_ORDERS = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
_ARITHMETIC = (Num, Symbol, Index, Add, Mul, Neg, Div, Pow)
_LOGISTIC = re.compile(r"\b(?:sigmoid|logistic)\b|逻辑|S\s*型", re.IGNORECASE)
_LAYS_DOWN = re.compile(
    r"(?:令|设|记|假设|假定|若|如果|当|取|对应|满足|以下|下文|本[节章文]|全文|今后|\b(?:let|suppose|assume|denote|write|put|set|given"
    r"|if|when|where|with|for|take|throughout|henceforth|from (?:now|here) on"
    r"|in (?:this|the following) (?:section|chapter|note|part|post|article))\b)[^。.;；\n]{0,40}$",
    re.IGNORECASE,
)
_INFERS = re.compile(
    r"(?:\b(?:then|hence|thus|therefore|so(?: that)?|consequently|it follows|implies|gives|yields|means|i\.e\."
    r"|we (?:have|get|obtain|see|find|conclude))(?: (?:that|also|even|certainly|obviously|clearly))?"
    r"|则|故|所以|因此|从而|得(?:到|出)?|可知|必有|推出|意味着)[\s,，:：]*$",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"如果|若|当|假设|设|例|情况|特别|已知|代入|此时"
    r"|\b(?:if|when|where|suppose|assume|let|given|for example|example|e\.g\.|case|say|fair|uniform|certain|plug|at)\b",
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
    applied = {node.function.name for node in nodes if isinstance(node, Apply)}
    function = _hypothesis_about(claim) if FACTORIAL not in applied else None
    if function is not None:
        return f"a hypothesis about {function}"
    if applied - {FACTORIAL}:
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
        if isinstance(one, Log) and isinstance(one.of, Prob) and not (_has_laws(other) or applied):
            return "the law that is assumed" if not _is_known(one.of, claim) else None
    return None


def may_be_a_condition(claim: Claim) -> bool:
    """Whether an inequality may say how numbers are chosen: its sides share no name, as in H(p) <= c or a^2 > b, or it
    is one of several numbers in a polynomial, as in w x + b > 0."""
    if claim.relation not in _ORDERS or claim.context.hypotheses:
        return False
    sides = (claim.left, claim.right)
    numbers = _reals(claim.left) | _reals(claim.right)
    left, right = ({*_reals(side), *_laws_in(side)} for side in sides)
    if left and right:
        return bool(numbers) and not left & right
    return len(numbers) > 1 and all(isinstance(node, _ARITHMETIC) for side in sides for node in side.walk())


def hangs_on_the_unknown(claim: Claim) -> str | None:
    """Why a claim with a counterexample may hold for the function that is meant; `None` where it is false for any.

    Of an unknown function alone a derivative can be anything, and an inequality between means may rest on convexity;
    what is an identity between unknown functions, as the product rule is, is true or false as it stands. Where each
    side has a function that the other lacks, the equation may say how they hang together.
    """
    sides = [_applied(side) for side in _sides(claim)]
    functions = sorted({node.function.name for side in sides for node in side})
    if not functions:
        return None
    if claim.relation is not Relation.EQUAL:
        return f"it hangs on what {', '.join(functions)} may be"
    alone = [{node.function.name for node in side} for side in sides]
    if not alone[0] or not alone[1] or (alone[0] - alone[1] and alone[1] - alone[0]):
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
    return lays_down(step.right.formula)


def lays_down(formula: Formula) -> bool:
    """Whether the words before a formula lay down what it says."""
    return _LAYS_DOWN.search(formula.context_before[-60:]) is not None


def gives_another_meaning(step: Step) -> bool:
    """Whether a step lays down that sigma is another function than the logistic sigmoid, which speaks of no e^z."""
    written = [token.text for token in step.right.tokens]
    if step.left.tokens[0].text != "\\sigma" or not (step.relation == ":=" or introduces(step)):
        return False
    formula = step.right.formula
    words = formula.context_before[-60:] + formula.context_after[:60]
    return not {"e", "\\exp", "\\mathrm"} & set(written) and _LOGISTIC.search(words) is None


def gives(step: Step, left: object) -> bool:
    """Whether a step says which law another is, or which one something is drawn from: P = N(0, 1), x ~ N(0, 1)."""
    is_law = isinstance(left, Distribution) or (isinstance(left, Symbol) and left.name in LAW_LETTERS)
    return step.relation == "~" or (step.relation in ("=", ":=") and is_law)


def is_said(step: Step) -> bool:
    """Whether a relation in running text is one that the words before it lay down as a condition."""
    return not step.right.formula.display and introduces(step)


def infers(step: Step) -> bool:
    """Whether the words right before a relation in running text say that it follows: then, hence, we have, 则, 所以."""
    formula = step.right.formula
    return not formula.display and _INFERS.search(formula.context_before[-60:]) is not None


def begins_anew(step: Step) -> bool:
    """Whether the words before a formula say that something else follows: or, alternatively, 或者."""
    return _ELSEWHERE.search(step.right.formula.context_before[-40:]) is not None


def puts_numbers_in(claim: Claim, words: str = "") -> bool:
    """Whether the right side may be the left with values put in that only the prose tells.

    So it is where decimals stand for symbols that are gone; where numbers stand in the places of symbols; and where
    something that varies is said to be one number, with words before it that name a case.
    """
    if claim.relation not in (Relation.EQUAL, Relation.ABOUT):
        return False
    for one, other in ((claim.left, claim.right), (claim.right, claim.left)):
        lost = {symbol for symbol in free(one) - free(other) if not isinstance(symbol.sort, Extrema)}
        if any(isinstance(node, Num) and "." in node.digits for node in other.walk()) and lost:
            return True
        values = match(one, other, frozenset(free(one)))
        if values is not None and lost and all(_is_closed(values.get(symbol, symbol)) for symbol in lost):
            return True
        if _is_closed(other) and _varies(one):
            telling = any(isinstance(node, Num) and node.value not in (0, 1) for node in other.walk())
            unworked = any(isinstance(node, (Exp, Log, Sigmoid)) for node in other.walk())
            if (telling and (_has_laws(one) or unworked)) or _CASE.search(words) is not None:
                return True
    return False


def puts_a_law_in(claim: Claim) -> bool:
    """Whether a probability is gone from one side and new parameters are there: a density that the text names."""
    for one, other in ((claim.left, claim.right), (claim.right, claim.left)):
        gone = {node for node in one.walk() if isinstance(node, Prob)} - set(other.walk())
        if gone and any(isinstance(symbol.sort, Real) for symbol in free(other) - free(one)):
            return True
    return False


def _is_closed(value: Term) -> bool:
    return not free(value) and not any(isinstance(node, (Distribution, Apply, Prob)) for node in value.walk())


def _varies(value: Term) -> bool:
    """Whether a quantity is not the same for all laws and numbers: a copy with other ones differs from it somewhere."""
    names = {symbol: replace(symbol, name=symbol.name + "'") for symbol in free(value) if _is_number(symbol)}
    other = _renamed(substitute(value, dict(names)))
    if other == value:
        return False
    try:
        return consult(Claim(value, Relation.EQUAL, other), points=3).refuted
    except (QedtexError, RecursionError):
        return False


def _is_number(symbol: Symbol) -> bool:
    return isinstance(symbol.sort, (Real, Random))


def _renamed(value: Term) -> Term:
    """A copy with other laws."""
    if isinstance(value, Distribution):
        law = replace(value.law, name=value.law.name + "'")
        value = replace(value, law=law)
    return value.with_children(tuple(map(_renamed, value.children)))


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


def _reals(side: Term) -> set[Symbol]:
    return {symbol for symbol in free(side) if isinstance(symbol.sort, (Real, Family))}


def _laws_in(side: Term) -> set[Law]:
    return {node.law for node in side.walk() if isinstance(node, Distribution)}

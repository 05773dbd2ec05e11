"""Excuses: why a claim with a counterexample is not called false, from how it was read and what it speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from qedtex.binding import free
from qedtex.claims import Claim
from qedtex.context import Relation
from qedtex.notes.prose.stipulations import hangs_on_the_unknown, puts_a_law_in, puts_numbers_in
from qedtex.notes.reading import Reading
from qedtex.sorts import Family, Integer, Real
from qedtex.stating import is_set
from qedtex.terms import (
    KL,
    Add,
    Const,
    CrossEntropy,
    Distribution,
    Div,
    Entropy,
    Exp,
    Index,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Symbol,
    Term,
    VariableEntropy,
    term,
)


def excuse(claim: Claim, words: str, readings: Sequence[Reading]) -> str | None:
    """Why a claim with a counterexample is not called false; `None` where there is no such reason."""
    if any(_is_conditional(side) for side in (claim.left, claim.right)):
        return "it may be meant at one x or as a mean over x"
    if puts_numbers_in(claim, words):
        return "numbers are put in that only the text gives"
    if puts_a_law_in(claim):
        return "a law is put in that only the text gives"
    unknown = hangs_on_the_unknown(claim)
    if unknown is not None:
        return unknown
    doubt = next((reading for reading in readings if reading.doubtful and not _is_moot(reading, claim)), None)
    if doubt is not None:
        told = reading_told(doubt)
        return f"as it was read it is false, and another reading is not excluded: read {told}"
    return None


def puts_in(claim: Claim, words: str) -> bool:
    """Whether a claim puts in numbers, or a law, that only the text gives."""
    return puts_numbers_in(claim, words) or puts_a_law_in(claim)


_ARITHMETIC = (Num, Const, Symbol, Index, Add, Mul, Neg, Div, Pow, Exp, Norm)


def may_be_solved(claim: Claim) -> bool:
    """Whether a claim sets an expression in real numbers to 0, or polynomials and powers to a number: an equation."""
    if claim.relation is not Relation.EQUAL or any(map(_of_laws, claim.left.walk())):
        return False
    polynomial = isinstance(claim.right, Num) and all(isinstance(node, _ARITHMETIC) for node in claim.left.walk())
    if claim.right != term(0) and (not polynomial or claim.context.hypotheses):
        return False
    return any(isinstance(symbol.sort, (Real, Family)) for symbol in free(claim.left))


def may_be_assigned(claim: Claim) -> bool:
    """Whether a claim sets a name to something that it stands in, as an update w = w - eta g does."""
    if claim.relation is not Relation.EQUAL or not isinstance(claim.left, (Symbol, Index)):
        return False
    return any(node == claim.left for node in claim.right.walk())


def _of_laws(node: Term) -> bool:
    return isinstance(node, (Distribution, VariableEntropy))


def is_arithmetic(claim: Claim) -> bool:
    """Whether a claim is about numbers alone, which no condition changes."""
    nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
    return not any(free(side) for side in (claim.left, claim.right)) and not any(
        isinstance(node, Distribution) or (isinstance(node, Log) and node.base is None) for node in nodes
    )


def _is_moot(reading: Reading, claim: Claim) -> bool:
    """Whether a doubt is about names that were read as numbers, none of which is a number of the claim."""
    if not reading.read_as.startswith("any number"):
        return False
    symbols = {symbol for side in (claim.left, claim.right) for symbol in free(side)}
    if is_set(claim.left) and is_set(claim.right):  # how many samples there are hangs on nothing else
        symbols = {symbol for symbol in symbols if not isinstance(symbol.sort, Integer)}
    names = {symbol.name for symbol in symbols}
    told = reading.name.replace(" and ", ", ").split(", ")
    return names.isdisjoint(told)


def reading_told(reading: Reading) -> str:
    """How something was read, and why, in words.

    >>> reading_told(Reading("sigma", "a deviation", "no argument follows"))
    'sigma as a deviation: no argument follows'
    """
    return f"{reading.name} as {reading.read_as}: {reading.why}" if reading.read_as else reading.name


def _is_conditional(side: Term) -> bool:
    """Whether an entropy or divergence of a conditional law is spoken of, which people also mean as a mean."""
    return any(
        isinstance(node, (Entropy, CrossEntropy, KL))
        and any(isinstance(part, Distribution) and part.given for part in node.children)
        for node in side.walk()
    )

"""Read-backs: is a formula that we print read by latex2sympy2, an independent reader, to an equal value?

The formula is printed in the dialect that latex2sympy2 reads (`qedtex.latex.dialect`), read by it, and the SymPy
tree it makes is compared with the term at a few points. At a point every symbol has a number, every function a smooth
table, and both trees are evaluated by two evaluators (`qedtex.readings`) that share nothing but the point. It is a
check of printing and reading and not a proof, so decimals of 50 digits do. A set or a proposition is compared by its
points or sides, each on its own.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from qedtex.latex.dialect import Written, write
from qedtex.latex2sympy import OutOfReach, available, read
from qedtex.readings import Point, read_value, value
from qedtex.terms import Comparison, Every, FiniteSet, Term

_CONTEXT = decimal.Context(prec=50, traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow])
_CLOSE = Decimal("1e-15")
_ZERO = Decimal("1e-40")
_POINTS = 3
_TRIES = 16


class Reading(StrEnum):
    """What a read-back says."""

    AGREE = "agree"
    DISAGREE = "disagree"
    OUT_OF_REACH = "out_of_reach"
    NOT_DONE = "not_done"


_BADNESS = (Reading.AGREE, Reading.NOT_DONE, Reading.OUT_OF_REACH, Reading.DISAGREE)


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The outcome of one read-back, why, and the text that was read; `NOT_DONE` where the library is missing."""

    outcome: Reading
    reason: str
    dialect: str


def compare(term: Term) -> ReadBack:
    r"""Print the term in the dialect, have it read, and compare the values.

    >>> from qedtex.language import index, log, outcomes, pmf, positive_integer, Sum
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p = pmf("p", x)
    >>> found = compare(-Sum(p(x[i]) * log(p(x[i])), (i, 1, n)))
    >>> print(found.outcome, found.dialect)
    agree -\sum_{i=1}^{n} p(i) \ln\left(p(i)\right)
    """
    return compare_all([term])[0]


def compare_all(
    terms: Sequence[Term], jobs: int = 1, progress: Callable[[int, int], None] | None = None
) -> tuple[ReadBack, ...]:
    """The read-back of each term, in order; each dialect text is read once, by `jobs` processes.

    `progress` is told how many of how many texts have been read.
    """
    parts = [_parts(term) for term in terms]
    found = iter(_compare_each([part for group in parts for part in group], jobs, progress))
    return tuple(_together([next(found) for _ in group]) for group in parts)


def _parts(term: Term) -> tuple[Term, ...]:
    """What is compared on its own: the points of a set, the sides of a proposition, else the term itself."""
    match term:
        case FiniteSet(elements):
            return elements or (term,)
        case Comparison(left, _, right):
            return left, right
        case Every(_, _, body):
            return _parts(body)
        case _:
            return (term,)


def _together(found: Sequence[ReadBack]) -> ReadBack:
    """The read-back of the whole: the worst of its parts."""
    worst = max(found, key=lambda part: _BADNESS.index(part.outcome))
    return ReadBack(worst.outcome, worst.reason, ", ".join(part.dialect for part in found))


def _compare_each(
    terms: Sequence[Term], jobs: int, progress: Callable[[int, int], None] | None
) -> tuple[ReadBack, ...]:
    results: dict[int, ReadBack] = {}
    groups: dict[str, list[tuple[int, Written]]] = {}
    for number, term in enumerate(terms):
        try:
            written = write(term)
        except OutOfReach as refusal:
            results[number] = ReadBack(Reading.OUT_OF_REACH, refusal.reason, "")
        else:
            groups.setdefault(written.text, []).append((number, written))
    tasks = [
        (tuple(terms[number] for number, _ in group), tuple(written for _, written in group))
        for group in groups.values()
    ]
    for done, (group, found) in enumerate(zip(groups.values(), _run(tasks, jobs), strict=True), start=1):
        results.update(zip((number for number, _ in group), found, strict=True))
        if progress is not None:
            progress(done, len(tasks))
    return tuple(results[number] for number in range(len(terms)))


def _run(tasks: Sequence[tuple[tuple[Term, ...], tuple[Written, ...]]], jobs: int) -> Any:
    if jobs == 1 or len(tasks) < 2:
        return (judge(*task) for task in tasks)
    from joblib import Parallel, delayed

    return Parallel(n_jobs=jobs, backend="loky", return_as="generator")(delayed(judge)(*task) for task in tasks)


def judge(terms: tuple[Term, ...], written: tuple[Written, ...]) -> tuple[ReadBack, ...]:
    """The read-backs of terms that are written with one and the same text, which is read once."""
    text = written[0].text
    if (missing := available()) is not None:
        return tuple(ReadBack(Reading.NOT_DONE, missing, text) for _ in terms)
    try:
        expression = read(text)
    except OutOfReach as refusal:
        return tuple(ReadBack(Reading.OUT_OF_REACH, refusal.reason, text) for _ in terms)
    return tuple(ReadBack(*_verdict(term, one, expression), text) for term, one in zip(terms, written, strict=True))


def _verdict(term: Term, written: Written, expression: Any) -> tuple[Reading, str]:
    compared = 0
    for seed in range(_TRIES):
        try:
            with decimal.localcontext(_CONTEXT):
                point = Point(seed, written)
                ours, theirs = value(term, point, {}), read_value(expression, point, {})
                close = abs(ours - theirs) <= _CLOSE * max(abs(ours), abs(theirs)) + _ZERO
        except ArithmeticError:
            continue  # one of them makes no sense at this point
        except OutOfReach as refusal:
            return Reading.OUT_OF_REACH, refusal.reason
        if not close:
            return Reading.DISAGREE, f"the term is {ours:.12g} where latex2sympy2 reads {theirs:.12g}"
        compared += 1
        if compared == _POINTS:
            return Reading.AGREE, f"equal at {compared} points"
    return Reading.OUT_OF_REACH, f"fewer than {_POINTS} of {_TRIES} points where both sides make sense"

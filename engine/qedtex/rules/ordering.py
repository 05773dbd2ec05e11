"""Rules of order: a difference that is known to have a sign, bounds of a number, and a number rounded to its digits."""

from __future__ import annotations

import re
from fractions import Fraction

from qedtex.conditions import holds, nonnegative, positive
from qedtex.context import Context, Hypothesis, Relation, Scope
from qedtex.inference import Arguments, Basis, Refused, judged
from qedtex.kernel import Named, is_theorem
from qedtex.order import ORDERED
from qedtex.rules.enclosing import enclosed
from qedtex.terms import Neg, Num, Term

_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
"""A decimal as it is written in text: 1e-5 and 1/3 do not show how many digits are meant."""


@judged("the difference has a sign", "差的符号", "arithmetic.order")
def compare(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """Of two numbers the greater is the one from which the other can be taken away with something positive left.

        b - a > 0         b - a >= 0
        ---------         ----------
          a < b             a <= b

    Fails unless the sign of the difference follows from what is known: the ranges of the symbols, that probabilities
    lie between 0 and 1, the signs of the parts, the hypotheses, and the claims that are named as arguments, added up
    with non-negative factors.

    >>> from qedtex.language import positive as scale, probability, real
    >>> from qedtex.rules.examples import shows
    >>> y, s, t = probability("y"), scale("s"), real("t")
    >>> shows(compare, s * y, s)
    'accepted: s y < s'
    >>> shows(compare, t, t**2)
    'compare refuses: nothing known tells which of t and t^2 is greater'

    Source: Rudin (1976), definition 1.17.
    """
    known = scope
    cited: list[Basis] = []
    for number, argument in enumerate(arguments):
        known = _with(known, argument, number)
    for value, strict, weak in (
        (after - before, Relation.LESS, Relation.LESS_EQUAL),
        (before - after, Relation.GREATER, Relation.GREATER_EQUAL),
    ):
        if holds(positive(value, known)):
            return (*cited, positive(value, known), strict)
        if holds(nonnegative(value, known)):
            return (*cited, nonnegative(value, known), weak)
    raise Refused(f"nothing known tells which of {before} and {after} is greater")


def _with(scope: Scope, argument: object, number: int) -> Scope:
    """The scope with what a theorem states added to what is known; its own hypotheses are known here."""
    if type(argument) is not Named or not is_theorem(argument.theorem):
        raise Refused("what is named beside is not a theorem of the kernel")
    claim = argument.theorem.claim
    if claim.relation not in ORDERED:
        raise Refused(f"{argument.name} is no inequality")
    if any(known not in scope.context.hypotheses for known in claim.context.hypotheses):
        raise Refused(f"{argument.name} stands on a hypothesis that is not known here")
    stated = Hypothesis(f"%{number} {argument.name}", claim.left, claim.relation, claim.right)
    if stated.open_symbols & scope.bound:
        raise Refused(f"{argument.name} speaks of a symbol that is bound here")
    return Scope(Context((*scope.context.hypotheses, stated)), scope.binders, scope.outside, scope.apart)


@judged("numerical bounds", "数值界", "arithmetic.enclosure")
def bound(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """Two numbers without symbols are compared by rigorous enclosures.

        a lies in [a1, a2], b in [b1, b2], a2 < b1
        ------------------------------------------
                          a < b

    Fails unless both are built from numbers by arithmetic, roots, exponentials and logarithms, and enclosures of at
    most 1024 bits tell them apart.

    >>> from qedtex.language import decimal, exp, log, real, term
    >>> from qedtex.rules.examples import shows
    >>> shows(bound, log(2), decimal("0.7"))
    'accepted: log 2 < 0.7'
    >>> shows(bound, log(real("t")), decimal("0.7"))
    'bound refuses: t is not a number'

    Source: Johansson (2017), Arb: efficient arbitrary-precision midpoint-radius interval arithmetic.
    """
    return (_compared(before, after),)


def _compared(before: Term, after: Term) -> Relation:
    for bits in (64, 256, 1024):
        one, other = enclosed(before, bits), enclosed(after, bits)
        if one.upper < other.lower:
            return Relation.LESS
        if one.lower > other.upper:
            return Relation.GREATER
    raise Refused(f"enclosures of 1024 bits do not tell {before} from {after}")


@judged("rounded to the digits shown", "按所示位数取近似", "arithmetic.enclosure")
def rounded(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
    """A number without symbols is about a decimal if it differs by at most half a unit of the last digit shown.

        |a - d| <= 10^-k / 2, d has k decimals
        --------------------------------------
                        a ~= d

    Fails unless the right side is a decimal (or an integer) and an enclosure shows the bound.

    >>> from qedtex.language import decimal, log
    >>> from qedtex.rules.examples import shows
    >>> shows(rounded, log(2), decimal("0.693"))
    'accepted: log 2 ~= 0.693'
    >>> shows(rounded, log(2), decimal("0.694"))
    'rounded refuses: log 2 is not 0.694 to the digits shown'

    Source: Higham (2002), Accuracy and Stability of Numerical Algorithms, section 1.2.
    """
    sign, decimal = (-1, after.of) if isinstance(after, Neg) else (1, after)
    if not isinstance(decimal, Num) or not _DECIMAL.fullmatch(decimal.digits or str(decimal.value)):
        raise Refused(f"{after} shows no digits")
    value, half = sign * decimal.value, Fraction(1, 2 * 10 ** len(decimal.digits.partition(".")[2]))
    for bits in (64, 256, 1024):
        found = enclosed(before, bits)
        if value - half <= found.lower and found.upper <= value + half:
            return (Relation.ABOUT,)
        if found.upper < value - half or found.lower > value + half:
            break
    raise Refused(f"{before} is not {after} to the digits shown")

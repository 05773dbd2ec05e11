"""Rules of exact numbers: the logarithm of a rational number by its prime factors."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qedtex.arithmetic import Arithmetic, as_number
from qedtex.axioms import AXIOMS
from qedtex.binding import free
from qedtex.context import Scope
from qedtex.inference import Arguments, Outcome, rule
from qedtex.terms import Add, Log, Mul, Neg, Term, term

_GREATEST = 10**9
"""Up to which numerator and denominator a number is taken apart, by trial division."""


@rule("logarithm of a number", "数的对数")
def log_of_number(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """The logarithm of a power of the base is the exponent; that of another number is taken apart into its primes.

            r is rational             a = p_1^(k_1) ... p_r^(k_r) with primes p
        ---------------------      ---------------------------------------------
            log_b (b^r) = r         log a = k_1 log p_1 + ... + k_r log p_r

    Fails unless the argument is a positive rational number that is neither 1 nor prime, or a rational power of the
    base; numerator and denominator are at most 10^9.

    >>> from fractions import Fraction
    >>> from qedtex.language import log, positive, term
    >>> from qedtex.rules.examples import shows
    >>> shows(log_of_number, log(Fraction(1, 8), 2), term(-3)), shows(log_of_number, log(12), 2 * log(2) + log(3))
    ('accepted', 'accepted')
    >>> shows(log_of_number, log(Fraction(1, 8), 2), term(3))
    'log_of_number refuses: it turns log₂(1 / 8) into -3, not into 3'
    >>> shows(log_of_number, log(positive("a"), 2), term(3))
    'log_of_number refuses: it does not apply to log₂ a'

    Source: Rudin (1976), section 8.6, (37) and (38); Hardy & Wright (2008), theorem 2.
    """
    if not isinstance(before, Log):
        return
    powers = _powers(before.of)
    if not powers:
        return
    if before.base is not None:
        exponent = _ratio(powers, _powers(before.base))
        if exponent is not None:
            yield term(exponent), (AXIOMS["log.power"], AXIOMS["log.inverse"])
            return
    if list(powers.values()) == [1]:
        return
    parts = tuple(_multiple(power, Log(term(prime), before.base, before.written)) for prime, power in powers.items())
    yield Add(parts) if len(parts) > 1 else parts[0], (AXIOMS["log.product"], AXIOMS["log.power"])


def _powers(number: Term) -> dict[int, int] | None:
    """The exponent of each prime in a positive rational number; `None` for another term, or one too large."""
    if free(number):
        return None
    value = as_number(Arithmetic().polynomial(number))
    if value is None or value <= 0 or max(value.numerator, value.denominator) > _GREATEST:
        return None
    below = {prime: -power for prime, power in _factors(value.denominator).items()}
    return dict(sorted({**_factors(value.numerator), **below}.items()))


def _factors(number: int) -> dict[int, int]:
    found: dict[int, int] = {}
    prime = 2
    while prime * prime <= number:
        while number % prime == 0:
            found[prime] = found.get(prime, 0) + 1
            number //= prime
        prime += 1
    if number > 1:
        found[number] = found.get(number, 0) + 1
    return found


def _ratio(powers: dict[int, int], of_base: dict[int, int] | None) -> Fraction | None:
    """The exponent that the base needs to become the number; `None` where there is no rational one."""
    if not of_base or powers.keys() != of_base.keys():
        return None
    ratios = {Fraction(power, of_base[prime]) for prime, power in powers.items()}
    return ratios.pop() if len(ratios) == 1 else None


def _multiple(factor: int, of: Term) -> Term:
    product = of if abs(factor) == 1 else Mul((term(abs(factor)), of))
    return Neg(product) if factor < 0 else product

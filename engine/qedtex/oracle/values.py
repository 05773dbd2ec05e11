"""The values that terms take at a point: rationals and enclosures, outcomes, opaque data; and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from typing import Any, TypeAlias

from flint import arb, fmpq

from qedtex.sorts import Real

Number: TypeAlias = Any
"""An exact `fmpq`, or an `arb` that encloses the true value."""
Value: TypeAlias = Any
"""A `Number`, a `Point`, an `Opaque`, a tuple of them, the frozen set of an argmax, or a truth value."""

_EXACT_BITS = 4096


class Undefined(Exception):
    """The term has no value at this point: the logarithm of 0, a division by 0, an index out of range."""


class Unable(Exception):
    """The oracle cannot evaluate the term at any point; the text says why."""


class Indeterminate(Exception):
    """The enclosures are too wide to tell: a tie in an argmax, a divisor that may be 0."""


class Inconsistent(Exception):
    """The drawn values break a hypothesis, so that they are no model of the context."""


@dataclass(frozen=True, slots=True)
class Point:
    """An outcome of a finite space that is not a number."""

    space: str
    number: int
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.space, self.number)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class Opaque:
    """A data set, or another quantity that only ever has a probability."""

    name: str
    number: int
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.name, self.number)))

    def __hash__(self) -> int:
        return self._hash


class Rational(fmpq):
    """A rational that remembers its hash, which python-flint works out anew each time and slowly."""

    __slots__ = ("_hash",)
    _hash: int

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            self._hash = value = super().__hash__()
            return value


def words(seed: int, key: tuple[object, ...]) -> Iterator[int]:
    """Endless 32-bit numbers, a function of the seed and the key alone.

    >>> stream = words(0, ("p", 1))
    >>> next(stream) == next(words(0, ("p", 1))), next(stream) == next(words(1, ("p", 1)))
    (True, False)
    """
    block = 0
    text = repr((seed, key)).encode()
    while True:
        digest = blake2b(text, digest_size=64, salt=block.to_bytes(4, "big")).digest()
        for start in range(0, 64, 4):
            yield int.from_bytes(digest[start : start + 4], "big")
        block += 1


def real_within(sort: Real, stream: Iterator[int]) -> Number:
    """An exact decimal from a real interval; a closed end comes up now and then."""
    least = None if sort.least is None else exact(sort.least)
    greatest = None if sort.greatest is None else exact(sort.greatest)
    edge = next(stream) % 12
    if least is not None and not sort.lower_open and edge == 0:
        return least
    if greatest is not None and not sort.upper_open and edge == 1:
        return greatest
    draw = next(stream)
    if least is not None and greatest is not None:
        return rational(least + (greatest - least) * fmpq(1 + draw % 99, 100))
    if least is not None:
        return rational(least + fmpq(1 + draw % 79, 20))
    if greatest is not None:
        return rational(greatest - fmpq(1 + draw % 79, 20))
    return rational(draw % 121 - 60, 20)


def split_unit(parts: int, stream: Iterator[int]) -> list[Number]:
    """Positive exact rationals that sum to 1, with two decimals where there are few of them."""
    if parts == 1:
        return [fmpq(1)]
    if parts > 30:
        weights = [1 + next(stream) % 100 for _ in range(parts)]
        return [fmpq(weight, sum(weights)) for weight in weights]
    cuts: set[int] = set()
    while len(cuts) < parts - 1:
        cuts.add(1 + next(stream) % 99)
    ends = [0, *sorted(cuts), 100]
    masses = [fmpq(right - left, 100) for left, right in pairwise(ends)]
    turn = next(stream) % parts
    return masses[turn:] + masses[:turn]


def rational(numerator: int | fmpq, denominator: int = 1) -> Number:
    """An exact rational that is quick to look up."""
    return Rational(numerator, denominator)


def agree(left: Number, right: Number) -> bool:
    """Whether two numbers may be equal: rationals are compared exactly, enclosures by whether they overlap."""
    if is_exact(left) and is_exact(right):
        return bool(left == right)
    return bool(ball(left).overlaps(ball(right)))


def exact(value: object) -> Number:
    """The `fmpq` of an exact Python number."""
    return Rational(value.numerator, value.denominator)  # type: ignore[attr-defined]


def is_exact(value: Value) -> bool:
    """Whether a value is a rational number, known exactly."""
    return isinstance(value, fmpq)


def ball(value: Number) -> Number:
    """The enclosure of a number at the working precision."""
    return value if isinstance(value, arb) else arb(value)


def lighten(value: Number) -> Number:
    """The same number, as an enclosure once its exact form has grown too long to compute with."""
    return arb(value) if isinstance(value, fmpq) and value.height_bits() > _EXACT_BITS else value


def as_integer(value: Value) -> int | None:
    """The integer that a value is known to be, or `None`."""
    return int(value.numerator) if isinstance(value, fmpq) and value.denominator == 1 else None


def within(value: Number, sort: Real) -> bool | None:
    """Whether a number lies in a real interval; `None` when its enclosure straddles an end."""
    if sort.least is None and sort.greatest is None:
        return True
    for end, is_open, side in ((sort.least, sort.lower_open, 1), (sort.greatest, sort.upper_open, -1)):
        if end is None:
            continue
        distance = (value - exact(end)) * side
        if distance > 0 or (not is_open and distance >= 0):
            continue
        return False if distance < 0 or (is_open and distance == 0) else None
    return True


class Without(frozenset[Value]):
    """Of a set of extreme points only that its elements, which are lower points elsewhere, keep `point` out of it."""

    point: Value

    @classmethod
    def of(cls, point: Value, elsewhere: Value) -> Without:
        """The set that `elsewhere` shows to be without `point`."""
        made = cls({elsewhere})
        made.point = point
        return made


def decimal_text(value: Value) -> str:
    """A value for a reader: about six significant digits, an exact short decimal where there is one.

    >>> from flint import fmpq
    >>> decimal_text(fmpq(7, 20)), decimal_text(fmpq(1, 3)), decimal_text(fmpq(2))
    ('0.35', '0.333333', '2')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Without):
        return f"a set without {decimal_text(value.point)}"
    if isinstance(value, frozenset):
        return "{" + ", ".join(decimal_text(entry) for entry in sorted(value)) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(decimal_text(entry) for entry in value) + "]"
    if isinstance(value, Opaque):
        return value.name if value.number == 0 else f"{value.name}_{value.number}"
    if isinstance(value, Point):
        return f"{value.space}_{value.number}"
    if isinstance(value, fmpq):
        if value.denominator == 1 and abs(value.numerator) < 10**9:
            return str(value)
        scaled = value * 10**6
        if scaled.denominator == 1 and abs(scaled.numerator) < 10**12:
            whole, part = divmod(abs(int(scaled.numerator)), 10**6)
            return f"{'-' if value < 0 else ''}{whole}.{part:06d}".rstrip("0")
    return str(ball(value).str(6, radius=False))

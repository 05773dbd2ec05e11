"""The surface tree of a formula: what is written, before anything is known of its names, and the refusal to read on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace


class Refusal(Exception):
    """What the reader does not understand: why, and the number of the token at which it stopped."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class NoNode(Refusal):
    """What the reader understands, and cannot say to the kernel: there is no term for it, or something is not told."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A piece of a formula; `at` is the number of its first token."""

    at: int

    def parts(self) -> list[Surface]:
        """The pieces directly below, in the order written."""
        found: list[Surface] = []
        for name in self.__match_args__:
            value = getattr(self, name)
            if isinstance(value, Surface):
                found.append(value)
            elif isinstance(value, tuple):
                found += [item for item in value if isinstance(item, Surface)]
        return found

    def walk(self) -> Iterator[Surface]:
        """This piece and every piece below it, in the order written."""
        pending = [self]
        while pending:
            piece = pending.pop()
            yield piece
            pending += reversed(piece.parts())


@dataclass(frozen=True, slots=True)
class Number(Surface):
    """Digits as written, perhaps with a decimal part."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Surface):
    """A name as LaTeX, accents and fonts included, with what stands below, above and behind it."""

    text: str
    sub: Cells | None = None
    sup: Cells | None = None
    primes: int = 0

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing but the name."""
        return self.sub is None and self.sup is None and not self.primes


@dataclass(frozen=True, slots=True)
class Words(Surface):
    """Text inside a formula that is no name of one."""

    text: str


@dataclass(frozen=True, slots=True)
class Opaque(Surface):
    """What is understood and has no term: why there is none, and the pieces that it is made of."""

    why: str
    inside: tuple[Surface, ...] = ()


@dataclass(frozen=True, slots=True)
class Dots(Surface):
    """An ellipsis; `text` says how it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank(Surface):
    """Nothing where something may stand: an empty cell, or the placeholder of p( . | x)."""


@dataclass(frozen=True, slots=True)
class Total(Surface):
    """Terms with their signs, + or -; the first may carry one as well."""

    signs: tuple[str, ...]
    terms: tuple[Surface, ...]


@dataclass(frozen=True, slots=True)
class Product(Surface):
    """Factors side by side or with a sign between them; `signs` says which of them are plain juxtaposition ("")."""

    factors: tuple[Surface, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Surface):
    """A fraction, or a division with a slash."""

    over: Surface
    by: Surface


@dataclass(frozen=True, slots=True)
class Power(Surface):
    """A raised exponent on something that is no name."""

    base: Surface
    exponent: Surface


@dataclass(frozen=True, slots=True)
class Root(Surface):
    """A root, square unless it has a degree."""

    of: Surface
    degree: Surface | None = None


@dataclass(frozen=True, slots=True)
class Cells(Surface):
    """What stands in a bracket or a script: pieces with separators (, ; | || :) between them."""

    cells: tuple[Surface, ...]
    separators: tuple[str, ...] = ()

    @property
    def only(self) -> Surface | None:
        """The piece, where there is one alone."""
        return self.cells[0] if len(self.cells) == 1 else None

    @property
    def at_word(self) -> bool:
        """Whether it is a word of several letters, such as data."""
        return isinstance(self.only, Name) and self.only.text.startswith("\\mathrm{")


@dataclass(frozen=True, slots=True)
class Related(Surface):
    r"""Pieces with relations between them, inside a bracket or a script: i = 1, x \sim p."""

    pieces: tuple[Surface, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bracket(Surface):
    """A bracket of a kind: ( [ { for grouping or a set, | for an absolute value or a size, || for a norm."""

    kind: str
    inside: Cells
    sub: Cells | None = None


@dataclass(frozen=True, slots=True)
class Applied(Surface):
    """A name with a bracket behind it that holds its arguments."""

    head: Name
    arguments: Cells


@dataclass(frozen=True, slots=True)
class Function(Surface):
    """A function word (log, exp, sigmoid) with its argument; `loose` where several factors follow without brackets."""

    word: str
    sub: Cells | None
    sup: Surface | None
    argument: Surface
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Big(Surface):
    """A sign that acts on all that follows it: sum, prod, int, lim, argmax, argmin, E (an expectation).

    `bracketed` says that its body stands in brackets of its own.
    """

    kind: str
    sub: Cells | None
    sup: Cells | None
    body: Surface
    bracketed: bool = False
    differential: Name | None = None


@dataclass(frozen=True, slots=True)
class Differential(Surface):
    r"""A derivative written as a quotient, such as \frac{d}{dx} or \frac{\partial f}{\partial x}.

    `point` is where it is taken, behind a bar as in \left. \frac{d}{dz} f(z) \right|_{z = 0}; `gradient` says that
    it was written as one, \nabla_w F.
    """

    variables: tuple[Name, ...]
    order: int
    of: Surface
    point: Surface | None = None
    gradient: bool = False


def rebuilt(piece: Surface, change: Callable[[Surface], Surface]) -> Surface:
    """A piece with a change made to each part of it, the innermost first."""
    changes: dict[str, object] = {}
    for name in piece.__match_args__:
        value = getattr(piece, name)
        if isinstance(value, Surface):
            made: object = rebuilt(value, change)
        elif isinstance(value, tuple) and any(isinstance(item, Surface) for item in value):
            made = tuple(rebuilt(item, change) if isinstance(item, Surface) else item for item in value)
        else:
            continue
        if made != value:
            changes[name] = made
    return change(replace(piece, **changes) if changes else piece)  # type: ignore[arg-type] # fields keep their types

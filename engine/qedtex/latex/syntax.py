"""The shape of a formula as the grammar sees it, before any name is known, and the error of the reader."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.errors import Place, QedtexError


class ReadError(QedtexError):
    """A formula that the reader does not understand, or that could be understood in two ways; codes QT2xx.

    `place.column` counts the characters of the formula from 1; `found` is the offending piece of it.
    """


def refusal(code: str, message: str, start: int, found: str = "", *, expected: str = "", way_on: str = "") -> ReadError:
    """The error for a piece of the formula that starts at a place counted from 0."""
    shown = found if len(found) <= 40 else found[:37] + "..."
    return ReadError(code, message, Place("<formula>", 1, start + 1), expected, shown, way_on)


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of the formula between two places, counted from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark(Node):
    """A token that joins others: a relation, a separator, a multiplication sign or a slash."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Base(Node):
    """What an item starts from. `kind` is the grammar's name for it; `inside` what it encloses; `text` a lone token."""

    kind: str
    inside: tuple[Node, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Item(Node):
    """A base with its scripts."""

    base: Base
    sub: Args | None = None
    sup: Args | None = None
    primes: int = 0
    starred: bool = False
    side: str = ""
    """The sign in 0^{+}, where a limit comes from."""

    @property
    def is_bare(self) -> bool:
        """Whether it has no script at all."""
        return self.sub is None and self.sup is None and not self.primes and not self.starred and not self.side


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Items side by side, with the multiplication signs and slashes between them."""

    elements: tuple[Item | Mark, ...]


@dataclass(frozen=True, slots=True)
class Total(Node):
    """Products with their signs; only the first may be without one, and then counts as added."""

    signs: tuple[str, ...]
    products: tuple[Product, ...]

    @property
    def only_item(self) -> Item | None:
        """The item, where the whole is a single one without a sign."""
        if len(self.products) == 1 and self.signs == ("+",) and len(self.products[0].elements) == 1:
            item = self.products[0].elements[0]
            return item if isinstance(item, Item) else None
        return None


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """Totals with relations between them; none at all stands for the placeholder of p( . | x)."""

    totals: tuple[Total, ...]
    relations: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Args(Node):
    """What stands between parentheses or in a script: chains with separators between them."""

    cells: tuple[Chain, ...]
    separators: tuple[Mark, ...]

    @property
    def only(self) -> Total | None:
        """The total, where there is one alone."""
        if len(self.cells) == 1 and len(self.cells[0].totals) == 1:
            return self.cells[0].totals[0]
        return None

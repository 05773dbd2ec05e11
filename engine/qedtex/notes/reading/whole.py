"""What the parts of the meaning share: the state of one chain, and the calls from one part to another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from qedtex.notes.reading.kinds import Kinds
from qedtex.notes.reading.naming import is_law_name
from qedtex.notes.reading.surface import Name, Surface
from qedtex.terms import Distribution, Function, Symbol, Term


class Whole(ABC):
    """The state while the terms of one chain are built; each part adds the constructions that it knows."""

    def __init__(self, kinds: Kinds, base: Term | None, functions: Mapping[str, Function]) -> None:
        self.kinds = kinds
        self.base = base
        self.functions = functions
        self.bound: dict[str, Term] = {}
        self.drawn: tuple[str, ...] = ()
        self.places: dict[str, Symbol] = {}
        self.units: set[Term | None] = set()
        """The bases of the units of information that stand behind numbers."""
        self.hypotheses: dict[tuple[str, Symbol], None] = {}

    @contextmanager
    def binding(self, names: Mapping[str, Term]) -> Iterator[None]:
        """Names with a meaning of their own inside a block."""
        outside = self.bound
        self.bound = {**outside, **names}
        try:
            yield
        finally:
            self.bound = outside

    def is_law(self, name: Name) -> bool:
        """Whether a name stands for a law."""
        return is_law_name(name) or name.text in self.kinds.laws

    @abstractmethod
    def term(self, piece: Surface) -> Term:
        """The term of a piece; raises `Refusal`."""

    @abstractmethod
    def name(self, name: Name) -> Term:
        """A name as a number."""

    @abstractmethod
    def exponent(self, piece: Surface) -> Term:
        """A raised exponent."""

    @abstractmethod
    def index(self, piece: Surface) -> Term:
        """The index of a member."""

    @abstractmethod
    def place(self, index: Surface, family: Symbol) -> Term:
        """The index of a member of a family."""

    @abstractmethod
    def slot(self, piece: Surface) -> Distribution:
        """The distribution that a piece stands for."""

    @abstractmethod
    def slot_or_none(self, piece: Surface) -> Distribution | None:
        """The distribution that a piece stands for, where it is a law's name with or without arguments."""

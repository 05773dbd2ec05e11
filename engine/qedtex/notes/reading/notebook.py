"""What is known so far in one document: declarations, definitions and suppositions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qedtex.context import Relation
from qedtex.names import latex_name
from qedtex.notes.reading.admitted import Admitted
from qedtex.notes.reading.densities import Density, density_said
from qedtex.notes.reading.expansion import Definition, Expansion, at_arguments
from qedtex.notes.reading.grammar import parse
from qedtex.notes.reading.naming import CONSTANTS, letter_of, vectors_in
from qedtex.notes.reading.surface import (
    Name,
    Surface,
)
from qedtex.notes.reading.tokens import Token
from qedtex.sorts import NONNEGATIVE, POSITIVE, REAL, UNIT_CLOSED, UNIT_OPEN, Data, Integer, Sort
from qedtex.terms import Function, Term, term

_KINDS: Mapping[str, Sort] = {
    "real": REAL,
    "positive": POSITIVE,
    "nonnegative": NONNEGATIVE,
    "probability": UNIT_OPEN,
    "label": UNIT_CLOSED,
    "integer": Integer(),
    "positive integer": Integer(term(1), None),
    "nonnegative integer": Integer(term(0), None),
}


_ORDINARY = re.compile(r"\\mathord\{([^{}]*)\}")
"""A letter that is not read by its convention."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A left side that nothing defines: a new name, or a new function of plain names, and what it is said to be.

    `lasting` is false for a single variable that is given a number, as in y = 1: such a value holds for a moment.
    """

    name: str
    parameters: tuple[str, ...] = ()
    body: Surface | None = None
    lasting: bool = True

    def __str__(self) -> str:
        name = _ORDINARY.sub(r"\1", self.name)
        return name + (f"({', '.join(self.parameters)})" if self.parameters else "")


@dataclass(frozen=True, slots=True)
class Supposition:
    """A relation between two formulas that holds from here on, as in `let P(x = 0) = y`."""

    left: Surface
    relation: Relation
    right: Surface


@dataclass(slots=True)
class Notebook:
    r"""The state of one document while it is read, chain by chain.

    >>> notebook = Notebook()
    >>> notebook.declare("sigma", "positive")
    >>> notebook.declared[r"\sigma"] == POSITIVE
    True
    """

    declared: dict[str, Sort] = field(default_factory=dict)
    laws: set[str] = field(default_factory=set)
    functions: dict[str, Function] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    suppositions: list[Supposition] = field(default_factory=list)
    admitted: Admitted = field(default_factory=dict)
    """Values that what stands around the next chain says some names may have."""
    bases: set[str] = field(default_factory=set)
    """The bases of logarithms that the document has shown so far; the empty text for none."""
    hidden: set[str] = field(default_factory=set)
    """Names that stand for something of which no term can be made."""
    densities: list[Density] = field(default_factory=list)
    """What laws have been said to be by a formula."""
    is_opened: bool = False
    """Whether those formulas are put in."""
    differentiates_by: str = ""
    """The name by which the text says that the formulas of this section are differentiated."""
    heads: set[str] = field(default_factory=set)
    """Letters that some formula of the document defines as functions, as in Z(t) = ..., before or after this one."""

    def declare(self, name: str, kind: str) -> None:
        """Say what a name is: `real`, `positive`, `integer`, `function`, `differentiable`, `law`, `data`, ...

        Raises `ValueError` for a kind that there is not.
        """
        text = latex_name(name)
        if kind in ("function", "differentiable"):
            self.functions[text] = Function(text, REAL, differentiable=kind == "differentiable")
        elif kind in ("law", "pmf", "distribution"):
            self.laws.add(text)
        elif kind == "data":
            self.declared[text] = Data(text)
        elif kind in _KINDS:
            self.declared[text] = _KINDS[kind]
        else:
            raise ValueError(f"there is no kind {kind!r}; kinds are {', '.join((*_KINDS, 'function', 'law', 'data'))}")

    def suppose(self, left: Sequence[Token], relation: Relation, right: Sequence[Token]) -> None:
        """Take a relation for granted from here on; raises `Refusal` where a side cannot be read."""
        sides = [parse(side, self.function_names)[0] for side in (left, right)]
        self.suppositions.append(Supposition(sides[0], relation, sides[1]))

    def define(self, name: Unknown | str, term: Term | None = None) -> None:
        """Let a name stand for what it was said to be, or for a term, from here on. A later one takes its place."""
        if isinstance(name, str):
            self.definitions[name] = Definition(name, (), None, term)
        elif name.name in CONSTANTS:
            self.hide(name)
        elif name.lasting:
            self.hidden.discard(name.name)
            constant = name.parameters and name.body is not None and not _speaks_of(name.body, name.parameters)
            at_these = at_arguments(name.name, name.parameters)
            key = at_these if constant else name.name
            self.definitions.pop(at_these, None)
            self.definitions[key] = Definition(name.name, name.parameters, name.body, term)

    def hide(self, name: Unknown) -> None:
        """Remember that a name has a meaning of which no term can be made, so that it is no free number."""
        self.hidden.add(name.name)
        self.definitions.pop(name.name, None)

    def forget(self, names: frozenset[str]) -> None:
        """Drop what was defined by names that stand for something else from here on."""
        for key, known in list(self.definitions.items()):
            if known.name in names:
                del self.definitions[key]

    def density(self, left: Sequence[Token], right: Sequence[Token], section: int = 0) -> Density | None:
        """A law that is said to be a formula in what it is applied to, read as numbers; `None` for anything else."""
        return density_said(left, right, self.function_names, section)

    def opened(self, ranges: Mapping[str, Sort]) -> Notebook:
        """The same notebook, with laws as the formulas that they were said to be, and with ranges for numbers."""
        return replace(self, declared={**ranges, **self.declared}, is_opened=True)

    def is_defined(self, name: str) -> bool:
        """Whether a name has a definition."""
        return name in self.definitions

    @property
    def function_names(self) -> frozenset[str]:
        """The letters that a bracket behind makes a function."""
        defined = {found.name for found in self.definitions.values() if found.parameters}
        return frozenset({letter_of(name.split("_")[0]) for name in (*defined, *self.functions, *self.laws)})

    @property
    def plain_names(self) -> frozenset[str]:
        """The letters that are declared to be numbers, so that a bracket behind is a factor."""
        return frozenset(self.declared) - set(self.functions) - self.laws

    def expanded(
        self,
        piece: Surface,
        kept: frozenset[str] = frozenset(),
        loose: frozenset[str] = frozenset(),
        *,
        at_values: bool = False,
    ) -> Surface:
        """A piece with the defined names in it replaced by what they stand for; raises `Refusal` if it grows.

        No sum of a definition binds one of the `loose` names, which the chain uses unbound. With `at_values` a
        derivative by a defined name is taken at what that name stands for.
        """
        densities = self.densities if self.is_opened else ()
        if not self.definitions and not densities:
            return piece
        by = self.differentiates_by
        return Expansion(self.definitions, loose, densities, at_values=at_values, by=by).of(piece, kept)


def _speaks_of(body: Surface, names: Sequence[str]) -> bool:
    """Whether a name, or one that it is a part of as x is of x_i and of w^T x, occurs in a formula."""
    letters = {letter_of(name.split("_")[0]) for name in names}
    return any(
        isinstance(part, Name) and not letters.isdisjoint({letter_of(part.text), *vectors_in(part.text)})
        for part in body.walk()
    )

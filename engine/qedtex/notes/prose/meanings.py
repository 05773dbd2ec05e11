"""Meanings: what each name that a note introduced has been said to be so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qedtex.notes.formulas.chains import Side

_MOST = 6
"""How many of the things that a name has been said to be the other side of a step may mean."""
_MOST_FORMER = 4
"""How many of them a restatement may follow from."""


@dataclass(slots=True)
class Meanings:
    """The sides that names have been said to be, the last of them last."""

    _said: dict[str, list[Side]] = field(default_factory=dict)

    def hear(self, name: str, side: Side) -> None:
        """Take in what a name is said to be."""
        self._said.setdefault(name, []).append(side)

    def forget(self, names: Iterable[str]) -> None:
        """Drop what names have been said to be that stand for something else from here on."""
        for name in names:
            self._said.pop(name, None)

    def latest(self, name: str) -> Side | None:
        """What a name was last said to be."""
        said = self._said.get(name)
        return said[-1] if said else None

    def of(self, name: str) -> Sequence[Side]:
        """What a name may mean."""
        return self._said.get(name, [])[-_MOST:]

    def before_last(self, name: str) -> Sequence[Side]:
        """What a name was said to be before it was last restated."""
        return self._said.get(name, [])[-_MOST_FORMER:-1]

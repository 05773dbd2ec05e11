"""What is read of a chain: the terms of its sides, or why and where a side has none, and how names were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qedtex.context import Context
from qedtex.notes.reading.notebook import Unknown
from qedtex.notes.reading.readings import Reading
from qedtex.notes.reading.tokens import Token
from qedtex.terms import Term


@dataclass(frozen=True, slots=True)
class Unread:
    """A side that has no term: why, and the token at which the reader stopped.

    `understood` says that all of it was read, and only the kernel has no word for it.
    """

    message: str
    token: Token
    understood: bool = False


Side = Term | Unknown | Unread


@dataclass(frozen=True, slots=True)
class ReadChain:
    """The sides of a chain as terms, how their ambiguous names were read, and the hypotheses that this needs."""

    sides: tuple[Side, ...]
    readings: tuple[Reading, ...] = ()
    context: Context = field(default_factory=Context)
    renamed: Unknown | None = None
    """What the left side would newly name, were it not defined already."""
    bases: frozenset[str] = frozenset()
    """The bases that its logarithms are written with: the empty text for none, e for `ln`."""

    def with_readings(self, others: Sequence[Reading]) -> ReadChain:
        """The same, with how names were read elsewhere as well."""
        return replace(self, readings=tuple(dict.fromkeys((*others, *self.readings))))

"""Moves: rule applications inside a term, and the links between whole terms that they make up."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.binding import Path, put
from qedtex.inference import Link, Use
from qedtex.terms import Term


@dataclass(frozen=True, slots=True)
class Move:
    """A rule application at a place inside some term: what stands there before and after."""

    path: Path
    before: Term
    after: Term
    use: Use
    reverse: bool = False

    def under(self, *path: int) -> Move:
        """The same move seen from further up."""
        return Move((*path, *self.path), self.before, self.after, self.use, self.reverse)


def links(whole: Term, moves: tuple[Move, ...]) -> tuple[Link, ...]:
    """The moves as links between whole terms."""
    found = []
    for made in moves:
        after = put(whole, made.path, made.after)
        found.append(Link(whole, after, made.path, made.use, made.reverse))
        whole = after
    return tuple(found)

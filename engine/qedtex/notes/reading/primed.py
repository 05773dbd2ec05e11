r"""Names with a prime that a sum or an integral binds, as in \sum_{y'} p(y'): there the prime is part of the name.

An index with a prime, as in \sum_{k'} e^{z_{k'}}, is read as another letter: that of an index means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qedtex.notes.reading.surface import Big, Name, Surface, rebuilt
from qedtex.notes.reading.uses import bound_by

_LETTERS = frozenset("ijklmnrst")
"""The letters of indices."""


def with_primed_names(side: Surface) -> Surface:
    """A side in which the primes of bound names are part of them; any other prime stands for a derivative."""
    bigs = [part for part in side.walk() if isinstance(part, Big)]
    bound = {
        (name.text, name.primes)
        for big in bigs
        for name in (*bound_by(big)[0], *([big.differential] if big.differential is not None else []))
        if name.primes and name.sub is None and name.sup is None
    }
    if not bound:
        return side
    names = [part for part in side.walk() if isinstance(part, Name)]
    below = {(inner.text, inner.primes) for name in names if name.sub is not None for inner in _names(name.sub)}
    free = iter(sorted(_LETTERS - {name.text for name in names}))
    called = {
        (text, primes): next(free, text) if (text, primes) in below else text + "'" * primes
        for text, primes in sorted(bound)
    }

    def put(part: Surface) -> Surface:
        if isinstance(part, Name) and (part.text, part.primes) in bound:
            return replace(part, text=called[part.text, part.primes], primes=0)
        return part

    return rebuilt(side, put)


def _names(below: Surface) -> Iterator[Name]:
    return (part for part in below.walk() if isinstance(part, Name))

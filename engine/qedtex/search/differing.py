"""Steps that can be read off where two terms differ: a named rule leads from the old part to the new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qedtex.binding import Path, alpha_equal, manner_free, put
from qedtex.context import Scope
from qedtex.errors import QedtexError
from qedtex.inference import Link, Refused, Use
from qedtex.search.normal import is_equation
from qedtex.terms import Term

_Change = tuple[Path, Term, Use, bool]


def differing(left: Term, right: Term, scope: Scope, uses: Sequence[Use]) -> tuple[Link, ...] | None:
    """One link for each place where the terms differ, if every rule named is used; else `None`.

    >>> from qedtex.language import log, positive
    >>> from qedtex.rules import log_product
    >>> a, b = positive("a"), positive("b")
    >>> links = differing(1 + log(a * b), 1 + (log(a) + log(b)), Scope(), [Use(log_product)])
    >>> [(link.path, link.use.rule.name) for link in links]
    [((1,), 'log_product')]
    """
    changes = _changes(left, right, scope.along(left, ()), uses)
    if changes is None or {id(use) for _, _, use, _ in changes} != {id(use) for use in uses}:
        return None
    links, current = [], left
    for path, new, use, reverse in changes:
        after = put(current, path, new)
        links.append(Link(current, after, path, use, reverse))
        current = after
    return tuple(links)


def _changes(old: Term, new: Term, scope: Scope, uses: Sequence[Use]) -> list[_Change] | None:
    """What is to be put where; `None` where no rule leads from the one to the other."""
    if alpha_equal(old, new):
        return []
    for use in uses:
        if _leads(use, old, new, scope):
            return [((), new, use, False)]
        if _leads(use, new, old, scope):
            return [((), new, use, True)]
    ones, others = old.children, new.children
    if type(old) is not type(new) or len(ones) != len(others) or old.variables != new.variables:
        return None
    if not ones or manner_free(old) != manner_free(new):
        return None
    found: list[_Change] = []
    for number, (one, other) in enumerate(zip(ones, others, strict=True)):
        inside = scope.enter(old) if old.bound and number == len(ones) - 1 else scope
        below = _changes(one, other, inside, uses)
        if below is None:
            return None
        found += (((number, *path), after, use, reverse) for path, after, use, reverse in below)
    return found


def _leads(use: Use, old: Term, new: Term, scope: Scope) -> bool:
    try:
        return any(
            alpha_equal(after, new) and is_equation(bases)
            for after, bases in use.rule.forward(old, scope, use.arguments)
        )
    except (Refused, QedtexError):
        return False


def differences(left: Term, right: Term) -> Iterator[Path]:
    """The places on the way to the one part in which two terms differ, the whole first."""
    path: Path = ()
    while True:
        yield path
        if type(left) is not type(right) or len(left.children) != len(right.children):
            return
        apart = [k for k, pair in enumerate(zip(left.children, right.children, strict=True)) if pair[0] != pair[1]]
        if len(apart) != 1 or left.with_children(right.children) != right:
            return
        path = (*path, apart[0])
        left, right = left.children[apart[0]], right.children[apart[0]]

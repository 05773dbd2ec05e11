"""Search for Jensen's inequality of a function that is known to be convex or concave, by its lines of support.

Convexity is a hypothesis of the context: f(b) - f(a) >= s(a) (b - a) for all a and b, where s(a) is a slope of support
at a. A sum of values f(t) with weights is that of (f(t) - f(m)) + f(m), at least that of s(m) (t - m) + f(m), and this
is f(m) where the weights sum to 1 and m is the mean. It is untrusted: the kernel checks each equation and inequality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qedtex.binding import at, free, fresh, places, put, rename_bound
from qedtex.claims import Claim
from qedtex.context import Hypothesis, Relation
from qedtex.errors import QedtexError
from qedtex.inference import Link, Use
from qedtex.rules import substitute
from qedtex.search import Found, find
from qedtex.sorts import REAL
from qedtex.terms import Add, Apply, Function, Neg, Symbol, Term


def support(function: Function, *, convex: bool, name: str = "") -> Hypothesis:
    """That a function on the reals is convex, or concave: at each point a line of support lies below, or above it.

    Raises nothing. Source: Boyd & Vandenberghe (2004), section 3.1.3, with subgradients for slopes (section 6.5.5).

    >>> print(support(Function("f", REAL), convex=True))
    f is convex: f(b) - f(a) >= slopef(a) (b - a) for every a, b
    """
    a, b = Symbol("a", REAL), Symbol("b", REAL)
    bends = "convex" if convex else "concave"
    return Hypothesis(
        name or f"{function.name} is {bends}",
        Apply(function, b) - Apply(function, a),
        Relation.GREATER_EQUAL if convex else Relation.LESS_EQUAL,
        _line(function, a, b),
        (a, b),
        bends,
        f"{function.name} is {bends}",
        f"{function.name} 是{'凸' if convex else '凹'}函数",
    )


def by_support(claim: Claim) -> Found | None:
    """Links that show an inequality by the lines of support of a function of the context; `None` where none are found.

    >>> from qedtex.context import Context
    >>> from qedtex.language import Sum, index, outcomes, pmf, positive_integer, vector
    >>> n, i, f = positive_integer("n"), index("i"), Function("f", REAL)
    >>> p, v = pmf("p", outcomes("x", n)), vector("v", n)
    >>> x = outcomes("x", n)
    >>> mean, least = Sum(p(x[i]) * v[i], (i, 1, n)), Sum(p(x[i]) * Apply(f, v[i]), (i, 1, n))
    >>> convex = Context((support(f, convex=True),))
    >>> by_support(Claim(Apply(f, mean), Relation.LESS_EQUAL, least, convex)) is not None
    True
    >>> by_support(Claim(Apply(f, mean), Relation.GREATER_EQUAL, least, convex)) is None
    True
    """
    if claim.relation not in (Relation.LESS_EQUAL, Relation.GREATER_EQUAL):
        return None
    for known in claim.context.hypotheses:
        function = supported(known)
        if function is None:
            continue
        rises = known.relation is Relation.GREATER_EQUAL
        turned = rises == (claim.relation is Relation.LESS_EQUAL)
        start, end = (claim.right, claim.left) if turned else (claim.left, claim.right)
        for point in _points(function, end):
            links = _links(start, end, Apply(function, _with_own_names(point, start)), known, claim)
            if links is not None:
                return Found(tuple(link.turned() for link in reversed(links)) if turned else links)
    return None


def supported(known: Hypothesis) -> Function | None:
    """The function that a hypothesis gives lines of support to; `None` where it is another hypothesis."""
    for bends in (True, False):
        match known.left:
            case Add((Apply(function, _), _)):
                same = support(function, convex=bends, name=known.name)
                if (known.left, known.relation, known.right, known.variables) == (
                    same.left,
                    same.relation,
                    same.right,
                    same.variables,
                ):
                    return function
    return None


def _points(function: Function, side: Term) -> Iterator[Term]:
    """The points at which a function stands on a side, outside of any binder that the point hangs on."""
    seen = set()
    for _, inner in places(side):
        if isinstance(inner, Apply) and inner.function == function and inner not in seen:
            seen.add(inner)
            if free(inner) <= free(side):
                yield inner.argument


def _with_own_names(point: Term, near: Term) -> Term:
    """A point with names for what it binds that nothing near it has, as it will stand inside other sums."""
    taken = {name for side in (point, near) for node in side.walk() for name in (*node.variables, *free(node))}
    for path, node in places(point):
        for variable in node.variables:
            own = fresh(variable, taken)
            taken.add(own)
            point = put(point, path, rename_bound(at(point, path), variable, own))
    return point


def _links(start: Term, end: Term, mean: Apply, known: Hypothesis, claim: Claim) -> tuple[Link, ...] | None:
    """From the mean of values to the value at the mean, in the relation of the hypothesis turned around."""

    def line(inner: Apply) -> Term:
        return _line(mean.function, mean.argument, inner.argument)

    try:
        apart = _changed(start, mean, lambda inner: Add((inner - mean, mean)))
        straight = _changed(start, mean, lambda inner: Add((line(inner), mean)))
        before = find(start, apart, claim.context)
        after = find(straight, end, claim.context) if before is not None else None
    except (QedtexError, RecursionError):
        return None
    if before is None or after is None:
        return None
    links, here = [*before.links], apart
    for path, inner in _applied(apart, mean):
        there = put(here, path, line(inner))
        links.append(Link(here, there, path, Use(substitute, (known.name,))))
        here = there
    return (*links, *after.links)


def _applied(whole: Term, mean: Apply) -> list[tuple[tuple[int, ...], Apply]]:
    """Where a difference of two values of the function stands in a term, with the first of the values."""
    found = []
    for path, inner in places(whole):
        match inner:
            case Add((Apply() as one, Neg(other))) if other == mean and one.function == mean.function:
                found.append((path, one))
    return found


def _changed(side: Term, mean: Apply, change: Callable[[Apply], Term]) -> Term:
    """A side with another term for each value of the function but the one at the mean."""
    here = side
    found = [
        (path, inner) for path, inner in places(side) if isinstance(inner, Apply) and inner.function == mean.function
    ]
    for path, inner in found:
        if inner != mean and isinstance(inner, Apply):
            here = put(here, path, change(inner))
    return here


def _line(function: Function, a: Term, b: Term) -> Term:
    """The line of support at a, less the value there."""
    return Apply(Function(rf"\mathrm{{slope}}_{{{function.name}}}", REAL), a) * (b - a)

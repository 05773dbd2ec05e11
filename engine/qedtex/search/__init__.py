"""Search, untrusted: finds the rules that lead from one term to another, for the kernel to check.

A step may be read off the places where its sides differ. Else both are brought to normal form with a trace each; where
the forms agree, one trace and the other reversed join the two. Rules that can undo themselves (Bayes' theorem, the
product rule) are tried at each place in turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from qedtex.arithmetic import Arithmetic
from qedtex.binding import Path, alpha_equal, at, places, put
from qedtex.context import Context, Scope
from qedtex.errors import QedtexError
from qedtex.inference import RULES, Link, Refused, Use
from qedtex.rules import arithmetic
from qedtex.search.differing import differences, differing
from qedtex.search.normal import Normaliser, is_equation
from qedtex.terms import Div, Prob, SumOver, Term, VariableEntropy

_NOT_BY_THEMSELVES = ("cite", "rename_index")
_MOST_STATES = 40
_FEWER_STATES = 12
"""How many terms are tried where no reason is named, and so every rule is."""
_DEEPEST = 3
_MOST_WAYS = 2


Normalisers = dict[tuple[object, ...], Normaliser]


@dataclass(slots=True)
class Allowance:
    """How many rules may still be tried at how many places in one search; counted, alike on every machine."""

    left: int = 50_000
    normalisers: Normalisers = field(default_factory=dict)
    """What has been brought to normal form in this search, by the rules that were used."""

    def spend(self, places: int, rules: int) -> bool:
        """Whether that much was left; it is no more then."""
        self.left -= places * max(1, rules)
        return self.left >= 0

    def normaliser(
        self, uses: dict[str, Use], *, second_meaning: bool = False, jointly: bool = False, divided: bool = False
    ) -> Normaliser:
        """The one normaliser of this search with these rules."""
        key = (*uses, *(use.arguments for use in uses.values()), second_meaning, jointly, divided)
        if key not in self.normalisers:
            made = Normaliser(uses, second_meaning=second_meaning, jointly=jointly, divided=divided)
            self.normalisers[key] = made
        return self.normalisers[key]


@dataclass(frozen=True, slots=True)
class Found:
    """A way from one term to another."""

    links: tuple[Link, ...]

    @property
    def uses(self) -> tuple[Use, ...]:
        """The rules on the way, each once, arithmetic only where there is nothing else."""
        seen = dict.fromkeys(link.use for link in self.links)
        named = tuple(use for use in seen if use.rule is not arithmetic)
        return named or tuple(seen)


def find(
    left: Term,
    right: Term,
    context: Context,
    by: Sequence[Use] | None = None,
    allowance: Allowance | None = None,
) -> Found | None:
    """The links from left to right with the rules named, or with any; `None` when none were found.

    A search that calls this often has one `allowance` for all of it.

    Raises nothing: a search that runs out of its budget has found nothing.

    >>> from qedtex.language import KL, CrossEntropy, Entropy, outcomes, pmf, positive_integer
    >>> x = outcomes("x", positive_integer("n")); p, q = pmf("p", x), pmf("q", x)
    >>> find(KL(p, q), CrossEntropy(p, q) - Entropy(p), Context()) is not None
    True
    >>> find(KL(p, q), CrossEntropy(q, p) - Entropy(p), Context()) is None
    True
    """
    return _found(left, right, Scope(context), by, allowance or Allowance())


def _found(left: Term, right: Term, scope: Scope, by: Sequence[Use] | None, allowance: Allowance) -> Found | None:
    named = merged(by) if by is not None else dict(_everything())
    every = dict(named)
    if by is None and not (_divides_by_a_probability(left) or _divides_by_a_probability(right)):
        del named["conditional"]  # it leads anywhere, and has been used only where its divisor is seen
    usual = {name: use for name, use in named.items() if not use.rule.once and name != "cite"}
    once = [use for name, use in named.items() if use.rule.once or name == "cite"]
    if alpha_equal(left, right):
        renamed = by is not None and any(use.rule.name == "rename_index" for use in by)
        direct = _direct(left, right, scope, named) if renamed else ()
        return Found(direct) if direct is not None else None
    at_once = _at_once(left, right, scope, named if by is not None else {"arithmetic": Use(arithmetic)})
    if at_once is not None:
        return Found((at_once,))
    read_off = differing(left, right, scope, by) if by else None
    if read_off is not None:
        return Found(read_off)
    within = _within(left, right, scope, allowance) if by is None else None
    if within is not None:
        return within
    for second_meaning in (False, True):
        most = _FEWER_STATES if by is None else _MOST_STATES
        normaliser = allowance.normaliser(usual, second_meaning=second_meaning)
        found = _meet(left, right, scope, normaliser, once, most, allowance)
        if found is not None:
            return Found(shortened(found.links))
        if not normaliser.met_two_meanings:
            break  # the second way would be the first again
    if by is None and any(map(_is_conditional, (left, right))):
        joint = allowance.normaliser(_jointly(every), jointly=True)
        return _normalised(left, right, scope, joint)
    if by is None and any(isinstance(node, SumOver) for node in left.walk()):
        return _normalised(left, right, scope, allowance.normaliser(usual, divided=True))
    return None


def _within(left: Term, right: Term, scope: Scope, allowance: Allowance) -> Found | None:
    """The links at the one part in which two terms differ, which is searched as if nothing stood around it."""
    *_, path = differences(left, right)
    if not path:
        return None
    found = _found(at(left, path), at(right, path), scope.along(left, path), None, allowance)
    if found is None:
        return None
    links, current = [], left
    for link in found.links:
        after = put(current, path, link.after)
        links.append(Link(current, after, (*path, *link.path), link.use, link.reverse))
        current = after
    return Found(tuple(links))


def _jointly(named: dict[str, Use]) -> dict[str, Use]:
    """The rules that write every conditional probability as a quotient of joint ones."""
    return {name: use for name, use in named.items() if name == "conditional" or not use.rule.once}


def _normalised(left: Term, right: Term, scope: Scope, normaliser: Normaliser) -> Found | None:
    """The links by way of the normal forms of both sides, where these agree."""
    try:
        (one, forth), (other, back) = normaliser.run(left, scope), normaliser.run(right, scope)
        middle = _joined(one, other)
    except QedtexError:
        return None
    if middle is None:
        return None
    return Found(shortened((*forth, *middle, *(link.turned() for link in reversed(back)))))


def _is_conditional(side: Term) -> bool:
    return any(
        (isinstance(node, Prob) and bool(node.distribution.given))
        or (isinstance(node, VariableEntropy) and bool(node.given))
        for node in side.walk()
    )


def _at_once(left: Term, right: Term, scope: Scope, named: dict[str, Use]) -> Link | None:
    """One link for the whole step, where arithmetic is its only reason."""
    if set(named) not in ({"arithmetic"}, {"distribute"}):
        return None
    (use,) = named.values()
    try:
        use.rule.check(left, right, scope, use.arguments)
    except (Refused, QedtexError, RecursionError):
        return None
    return Link(left, right, (), use)


def shortened(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links with each run of arithmetic in a row put together, at the place that holds all that it changes."""
    found: list[Link] = []
    run: list[Link] = []
    for link in (*links, None):
        if link is not None and link.use.rule is arithmetic:
            run.append(link)
            continue
        found.extend(_one(run))
        run = []
        if link is not None:
            found.append(link)
    return tuple(found)


def _one(run: list[Link]) -> list[Link]:
    if len(run) < 2:
        return run
    before, after, path = run[0].before, run[-1].after, run[0].path
    for link in run[1:]:
        shared = 0
        while shared < min(len(path), len(link.path)) and path[shared] == link.path[shared]:
            shared += 1
        path = path[:shared]
    if before == after:
        return []
    try:
        if Arithmetic().equal(at(before, path), at(after, path)):
            return [Link(before, after, path, Use(arithmetic))]
    except QedtexError:
        pass
    return run


def merged(by: Sequence[Use]) -> dict[str, Use]:
    """Uses by the name of their rule, the arguments of several uses of one rule put together."""
    named: dict[str, Use] = {}
    for use in by:
        other = named.get(use.rule.name)
        if other is None:
            named[use.rule.name] = use
        else:
            every = other.arguments and use.arguments
            named[use.rule.name] = Use(use.rule, (*other.arguments, *use.arguments) if every else ())
    return named


def _divides_by_a_probability(whole: Term) -> bool:
    return any(
        isinstance(node, Div) and any(isinstance(part, Prob) for part in node.by.walk()) for node in whole.walk()
    )


@cache
def _everything() -> dict[str, Use]:
    return {rule.name: Use(rule) for rule in RULES if rule.name not in _NOT_BY_THEMSELVES}


def _direct(left: Term, right: Term, scope: Scope, named: dict[str, Use]) -> tuple[Link, ...] | None:
    """A single application of a named rule between terms that are equal up to bound names."""
    for path, inner in places(left):
        for use in named.values():
            if use.rule.name != "rename_index":
                continue
            for after in _applied(use, inner, scope.along(left, path)):
                whole = put(left, path, after)
                if whole == right:
                    return (Link(left, whole, path, use),)
    return None


def _meet(
    left: Term,
    right: Term,
    scope: Scope,
    normaliser: Normaliser,
    once: list[Use],
    most: int,
    allowance: Allowance,
) -> Found | None:
    """Normalise both sides; where they differ, apply the rules that are used once to the left and try again."""
    try:
        target, back = normaliser.run(right, scope)
    except QedtexError:
        return None
    level: list[tuple[Term, tuple[Link, ...]]] = [(left, ())]
    seen: set[Term] = {left}
    for depth in range(_DEEPEST + 1):
        starts: list[tuple[Term, tuple[Link, ...]]] = []
        for current, way in level:
            try:
                normal, forth = normaliser.run(current, scope)
                middle = _joined(normal, target)
            except QedtexError:
                continue
            if middle is not None:
                return Found((*way, *forth, *middle, *(link.turned() for link in reversed(back))))
            starts.append((current, way))
            if normal != current:
                starts.append((normal, (*way, *forth)))
        if depth == _DEEPEST:
            return None
        level = _next(starts, once, scope, seen, most, allowance)
    return None


def _next(
    starts: list[tuple[Term, tuple[Link, ...]]],
    once: list[Use],
    scope: Scope,
    seen: set[Term],
    most: int,
    allowance: Allowance,
) -> list[tuple[Term, tuple[Link, ...]]]:
    """What the rules that are used once make of some terms, as long as there are not too many."""
    found: list[tuple[Term, tuple[Link, ...]]] = []
    for start, so_far in starts:
        if not allowance.spend(len(list(places(start))), len(once)):
            return found
        for move in _moves(start, once, scope):
            after = move[-1].after
            if after not in seen:
                seen.add(after)
                found.append((after, (*so_far, *move)))
            if len(seen) > most:
                return found
    return found


def _joined(one: Term, other: Term) -> tuple[Link, ...] | None:
    """The links between two normal forms: none where they are alike, arithmetic where that makes them equal."""
    if alpha_equal(one, other):
        return () if one == other else (Link(one, other, (), Use(arithmetic)),)
    if Arithmetic().equal(one, other):
        return (Link(one, other, (), Use(arithmetic)),)
    return None


def _moves(whole: Term, once: list[Use], scope: Scope) -> Iterator[tuple[Link, ...]]:
    """Each rule in each of its ways applied at all places at once, and then each application at each place."""
    spots = [(path, inner, scope.along(whole, path)) for path, inner in places(whole)]
    applied = [
        (use, [(path, inner, list(_applied(use, inner, around))) for path, inner, around in spots]) for use in once
    ]
    for use, found in applied:
        for way in range(_MOST_WAYS):
            current, links = whole, []
            for path, inner, results in found:
                if way < len(results) and _stands(current, path, inner):
                    after = put(current, path, results[way])
                    links.append(Link(current, after, path, use))
                    current = after
            if len(links) > 1:
                yield tuple(links)
    for place in range(len(spots)):
        for use, found in applied:
            path, _, results = found[place]
            for after in results:
                yield (Link(whole, put(whole, path, after), path, use),)


def _stands(whole: Term, path: Path, inner: Term) -> bool:
    """Whether a subterm is still where it was before other places were rewritten."""
    try:
        return at(whole, path) is inner
    except IndexError:
        return False


def _applied(use: Use, inner: Term, scope: Scope) -> Iterator[Term]:
    try:
        for after, bases in use.rule.forward(inner, scope, use.arguments):
            if is_equation(bases):
                yield after
    except (Refused, QedtexError):
        return

"""Rules of implications: propositions that lead to each other in a circle, and numbers neither of which is greater."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.binding import alpha_equal, free, substitute
from qedtex.context import Hypothesis, Relation, Scope
from qedtex.definedness import COMPARED
from qedtex.inference import Arguments, Basis, Outcome, Refused, rule
from qedtex.kernel import Named
from qedtex.rules.premises import premises
from qedtex.sorts import Integer
from qedtex.terms import Comparison, Every, Range, Symbol, Term

Edge = tuple[Term, Term, tuple[Basis, ...]]
"""A proposition, one that follows from it, and what that stands on."""


@rule("a circle of implications", "互相推出", "arithmetic.order")
def circle_of_implications(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Two propositions are equivalent if each follows from the other, by way of others where that is needed.

        under the hypothesis P, Q is proved       under the hypothesis Q, P is proved
        -----------------------------------------------------------------------------
                                         P iff Q

    The arguments are the theorems; one that states an equivalence serves in both directions. Fails unless each has just
    one hypothesis that is not known here, and these lead round in a circle.

    >>> from qedtex.granted import known
    >>> from qedtex.language import real, statement
    >>> from qedtex.rules import compare
    >>> from qedtex.rules.examples import named, shows
    >>> s, t = real("s"), real("t")
    >>> there = named(s - t, "<=", 0, compare, given=[known("order", s, t, relation="<=")])
    >>> back = named(s, "<=", t, compare, given=[known("sign", s - t, 0, relation="<=")])
    >>> shows(circle_of_implications(there, back), statement(s, "<=", t), statement(s - t, "<=", 0))
    'accepted'
    >>> shows(circle_of_implications(there), statement(s, "<=", t), statement(s - t, "<=", 0))
    'circle_of_implications refuses: it does not apply to s <= t'

    Source: Enderton (2001), A Mathematical Introduction to Logic, section 2.4, the deduction theorem.
    """
    if not isinstance(before, (Comparison, Every)):
        return
    edges = [edge for theorem in premises(arguments) for edge in _edges(theorem, scope)]
    for end in {edge[1]: None for edge in edges}:
        if alpha_equal(end, before):
            continue
        there, back = _way(before, end, edges), _way(end, before, edges)
        if there is not None and back is not None:
            yield end, tuple(dict.fromkeys((*there, *back)))


def _edges(theorem: Named, scope: Scope) -> Iterator[Edge]:
    """The implications that a theorem gives here."""
    claim = theorem.theorem.claim
    spoken_of = (free(claim.left) | free(claim.right)).union(
        *(known.open_symbols for known in claim.context.hypotheses)
    )
    if spoken_of & scope.bound:
        raise Refused(f"{theorem.name} speaks of a symbol that is bound here")
    here = tuple(known for known in claim.context.hypotheses if known in scope.context.hypotheses)
    new = [known for known in claim.context.hypotheses if known not in scope.context.hypotheses]
    if claim.relation is Relation.IFF and not new:
        yield claim.left, claim.right, here
        yield claim.right, claim.left, here
        return
    if len(new) != 1 or claim.relation.value not in COMPARED:
        raise Refused(f"{theorem.name} is neither an equivalence nor under one hypothesis that is not known here")
    yield _proposition(new[0], theorem), Comparison(claim.left, claim.relation.value, claim.right), here


def _proposition(known: Hypothesis, theorem: Named) -> Term:
    """A hypothesis as a proposition: a comparison, for every index of a range where it has a variable."""
    if known.relation.value not in COMPARED:
        raise Refused(f"the hypothesis {known.name!r} of {theorem.name} compares no numbers")
    said: Term = Comparison(known.left, known.relation.value, known.right)
    for variable in reversed(known.variables):
        match variable.sort:
            case Integer(lower, upper) if lower is not None and upper is not None:
                index = Symbol(variable.name, Integer())
                if index in free(said):
                    raise Refused(f"two symbols are called {index} in {theorem.name}")
                said = Every(Range(lower, upper), index, substitute(said, {variable: index}))
            case _:
                raise Refused(f"{variable} of the hypothesis {known.name!r} is not an index of a range")
    if free(said) & set(known.variables):
        raise Refused(f"the range of a variable of the hypothesis {known.name!r} depends on a later one")
    return said


def _way(start: Term, end: Term, edges: list[Edge]) -> tuple[Basis, ...] | None:
    """What the implications from one proposition to another stand on; `None` where they do not lead there."""
    reached: list[tuple[Term, tuple[Basis, ...]]] = [(start, ())]
    for current, bases in reached:
        if alpha_equal(current, end):
            return bases
        for left, right, more in edges:
            if alpha_equal(left, current) and not any(alpha_equal(right, known) for known, _ in reached):
                reached.append((right, (*bases, *more)))
    return None


@rule("neither is greater", "互不大于", "arithmetic.order")
def neither_is_greater(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
    """Two numbers of which neither is greater than the other are equal.

        a <= b,   b <= a
        ----------------
             a = b

    The arguments are the two theorems. Fails unless their hypotheses are known here.

    >>> from qedtex.granted import known
    >>> from qedtex.language import real
    >>> from qedtex.rules.examples import named, shows
    >>> from qedtex.context import Context
    >>> s, t = real("s"), real("t")
    >>> given = [known("upper", s, t, relation="<="), known("lower", s, t, relation=">=")]
    >>> upper, lower = named(s, "<=", t, "upper", given=given), named(s, ">=", t, "lower", given=given)
    >>> shows(neither_is_greater(upper, lower), s, t, Context(tuple(given)))
    'accepted'
    >>> shows(neither_is_greater(upper, upper), s, t, Context(tuple(given)))
    'neither_is_greater refuses: it does not apply to s'

    Source: Rudin (1976), definition 1.5.
    """
    at_most: list[tuple[Term, Term]] = []
    bases: list[Basis] = []
    for theorem in premises(arguments):
        claim = theorem.theorem.claim
        if claim.relation not in (Relation.LESS_EQUAL, Relation.GREATER_EQUAL):
            raise Refused(f"{theorem.name} is not of the form a <= b")
        missing = [known.name for known in claim.context.hypotheses if known not in scope.context.hypotheses]
        if missing:
            raise Refused(f"{theorem.name} stands on the hypothesis {missing[0]!r}, which is not known here")
        if (free(claim.left) | free(claim.right)) & scope.bound:
            raise Refused(f"{theorem.name} speaks of a symbol that is bound here")
        sides = (claim.left, claim.right)
        at_most.append(sides if claim.relation is Relation.LESS_EQUAL else sides[::-1])
        bases.extend(claim.context.hypotheses)
    for least, greatest in at_most:
        turned = any(alpha_equal(greatest, one) and alpha_equal(least, other) for one, other in at_most)
        if turned and alpha_equal(before, least):
            yield greatest, tuple(dict.fromkeys(bases))
        if turned and alpha_equal(before, greatest):
            yield least, tuple(dict.fromkeys(bases))

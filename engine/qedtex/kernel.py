"""The kernel: it checks links one by one and is the only maker of theorems.

A link says that one term becomes another by one rule at one place. The kernel looks that nothing else changed, asks
the rule, discharges every side condition from the context, and sees that the new term makes sense. A theorem is a
chain of checked links from one side of a claim to the other.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn, TypeVar, final

from qedtex.axioms import Axiom
from qedtex.binding import alpha_equal, at, put
from qedtex.claims import Claim
from qedtex.conditions import Condition, holds
from qedtex.context import Context, Hypothesis, Relation, Scope, shadows
from qedtex.definedness import own_requirements, requirements
from qedtex.errors import QedtexError, StepRefused
from qedtex.inference import RULES, Checked, Link, Refused, Rule, Use
from qedtex.order import implies, lifted
from qedtex.shape import check_shape
from qedtex.stating import check_kinds, check_names, require_sense, way_to_know
from qedtex.terms import (
    Distribution,
    Prob,
    SelfInformation,
    VariableEntropy,
    role_of,
    sort_of,
)

Item = TypeVar("Item")


def check_link(link: Link, context: Context) -> Checked:
    """Accept a link or raise `StepRefused`, saying what is missing (QT401 to QT404)."""
    _exactly(link, Link)
    _exactly(link.use, Use)
    _exactly(link.use.rule, Rule)
    name = link.use.rule.name
    if RULES.get(name) is not link.use.rule:
        raise StepRefused("QT400", f"{name!r} is not a rule of the kernel")
    try:
        # a negative number would reach a child from its end, and so a body without entering its binder
        inside = all(type(step) is int and step >= 0 for step in link.path)
        old, new = at(link.before, link.path), at(link.after, link.path)
        unchanged = inside and put(link.before, link.path, new) == link.after
    except (IndexError, TypeError):
        unchanged = False
    if not unchanged:
        raise StepRefused("QT401", f"{name}: the terms differ outside the place where the rule is applied")
    captured = shadows(link.after, frozenset())
    if captured is not None:
        raise StepRefused("QT402", f"{name}: {captured} would be bound twice", help="rename the inner index")
    scope = Scope(context).along(link.before, link.path)
    try:
        bases = (
            link.use.rule.check(new, old, scope, link.use.arguments)
            if link.reverse
            else link.use.rule.check(old, new, scope, link.use.arguments)
        )
        said = next((basis for basis in bases if isinstance(basis, Relation)), Relation.EQUAL)
        if link.reverse and said in (Relation.ABOUT, Relation.TENDS):
            raise Refused(f"{said.value} is not read from right to left")
        whole = lifted(said.reverse if link.reverse else said, link.before, link.after, link.path, context)
        needed = _distinct(
            [
                *(basis for basis in bases if isinstance(basis, Condition)),
                *requirements(new, scope),
                *_around(link, context),
                *whole.conditions,
            ]
        )
    except Refused as refusal:
        raise StepRefused("QT403", f"{name} refuses: {refusal}") from refusal
    except QedtexError as fault:
        raise StepRefused(fault.code, f"{name} refuses: {fault.message}", help=fault.help) from fault
    for condition in needed:
        _discharge(condition, f"{name} needs")
    return Checked(
        link,
        whole.relation,
        needed,
        _distinct((*(basis for basis in bases if isinstance(basis, Axiom)), *whole.axioms)),
        _distinct(basis for basis in bases if isinstance(basis, Hypothesis)),
    )


def _around(link: Link, context: Context) -> Iterator[Condition]:
    """What the nodes above the changed place need of it, and that no probability changes its random variable."""
    parent, former = link.after, link.before
    scope = Scope(context).along(link.after, ())
    for step in link.path:
        yield from own_requirements(parent, scope)
        old, new = former.children[step], parent.children[step]
        if isinstance(former, (Prob, Distribution, VariableEntropy, SelfInformation)):
            law = former.law if isinstance(former, Distribution) else former.distribution.law
            differs = role_of(old) != role_of(new) or (
                isinstance(former, VariableEntropy) and sort_of(old) != sort_of(new)
            )
            if law.space is None and not isinstance(old, Distribution) and differs:
                raise Refused(f"{old} and {new} are values of different random variables, so {law.name} differs")
        if parent.bound and step == len(parent.children) - 1:
            scope = scope.enter(parent)
        parent, former = new, old


def _exactly(thing: object, kind: type) -> None:
    """Refuse a look-alike: a subclass could answer differently each time it is asked."""
    if type(thing) is not kind:
        raise StepRefused("QT417", f"{type(thing).__name__} is not {kind.__name__}")


def _check_context(context: Context) -> None:
    """Hypotheses are plain records, and none binds a symbol that it also leaves free."""
    _exactly(context, Context)
    for hypothesis in context.hypotheses:
        _exactly(hypothesis, Hypothesis)
        for part in (hypothesis.left, hypothesis.right, *hypothesis.variables):
            check_shape(part)
        for side in (hypothesis.left, hypothesis.right):
            captured = shadows(side, frozenset(hypothesis.variables))
            if captured is not None:
                raise StepRefused("QT402", f"{captured} is bound twice in the hypothesis {hypothesis.name!r}")


def _discharge(condition: Condition, whose: str) -> None:
    if not holds(condition):
        raise StepRefused(
            "QT404",
            f"{whose} {condition}, and nothing known says so",
            help=way_to_know(condition),
        )


@final
class Theorem:
    """A claim that the kernel accepted. It cannot be made, copied, changed or unpickled outside the kernel."""

    __slots__ = ("__weakref__", "axioms", "cites", "claim", "conditions", "hypotheses", "links")

    claim: Claim
    links: tuple[Checked, ...]
    conditions: tuple[Condition, ...]
    axioms: tuple[Axiom, ...]
    hypotheses: tuple[Hypothesis, ...]
    cites: tuple[str, ...]

    def __new__(cls, *_: object, **__: object) -> NoReturn:
        """Refuse: only the kernel makes theorems."""
        raise StepRefused("QT407", "a theorem is made by proving it", help="state the claim with calc(...)")

    def __setattr__(self, name: str, value: object) -> None:
        raise StepRefused("QT407", "a theorem cannot be changed")

    def __reduce__(self) -> NoReturn:
        raise StepRefused("QT407", "a theorem cannot be pickled or copied", help="prove it again from its derivation")

    def __repr__(self) -> str:
        return f"⊢ {self.claim}"


_Issued = tuple[dict[str, object], tuple[object, ...]]
"""What a theorem was made with, and the fields of its claim."""


def _kernel() -> tuple[Callable[..., Theorem], Callable[[object], bool]]:
    issued: weakref.WeakKeyDictionary[Theorem, tuple[dict[str, object], tuple[object, ...]]] = (
        weakref.WeakKeyDictionary()
    )

    def issue(**contents: object) -> Theorem:
        theorem: Theorem = object.__new__(Theorem)  # type: ignore[arg-type] # Theorem.__new__ always refuses
        for name, value in contents.items():
            object.__setattr__(theorem, name, value)
        claim = contents["claim"]
        parts = (claim.left, claim.relation, claim.right, claim.context) if isinstance(claim, Claim) else ()
        issued[theorem] = contents, parts
        return theorem

    def is_theorem(thing: object) -> bool:
        """Whether the kernel itself made this very object, and nothing in it was exchanged since."""
        if not isinstance(thing, Theorem):
            return False
        found = issued.get(thing)  # type: ignore[call-overload] # mypy takes a class that refuses __new__ for Never
        if found is None:
            return False
        contents, parts = found
        claim: Claim = thing.claim  # type: ignore[attr-defined] # as above
        same = all(getattr(thing, name) is value for name, value in contents.items())
        now = (claim.left, claim.relation, claim.right, claim.context)
        return same and all(one is other for one, other in zip(now, parts, strict=True))

    return issue, is_theorem


_issue, is_theorem = _kernel()


def prove(claim: Claim, links: Sequence[Link]) -> Theorem:
    """The theorem that a claim holds, by links from its left side to its right side.

    Raises `StepRefused` where a link is not accepted, where the links do not join up (QT408), where they show another
    relation than is claimed (QT409), or where a side of the claim makes no sense (QT405).
    """
    _exactly(claim, Claim)
    _check_context(claim.context)
    check_kinds(claim)
    sense = (*require_sense(claim.left, claim.context), *require_sense(claim.right, claim.context))
    check_names(claim)
    current, relation = claim.left, Relation.EQUAL
    checked = []
    for link in links:
        if link.before != current:
            raise StepRefused("QT408", f"a link begins at {link.before}, where {current} was reached")
        checked.append(check_link(link, claim.context))
        following = joined(relation, checked[-1].relation)
        if following is None:
            raise StepRefused("QT408", f"a link with {checked[-1].relation.value} does not go on from {relation.value}")
        current, relation = link.after, following
    if current != claim.right if relation is Relation.ABOUT else not alpha_equal(current, claim.right):
        raise StepRefused("QT408", f"the links end at {current}, not at {claim.right}")
    if not implies(relation, claim.relation):
        raise StepRefused("QT409", f"the links show {relation.value}, not {claim.relation.value}")
    return _issued(claim, tuple(checked), sense)


def _issued(
    claim: Claim,
    checked: tuple[Checked, ...],
    sense: tuple[Condition, ...],
    *parts: Theorem,
) -> Theorem:
    cited = [argument for step in checked for argument in step.link.use.arguments if isinstance(argument, Named)]
    theorems = [*parts, *(named.theorem for named in cited)]
    return _issue(
        claim=claim,
        links=(*(link for part in parts for link in part.links), *checked),
        conditions=_distinct([*sense, *(c for step in checked for c in step.conditions), *_all(parts, "conditions")]),
        axioms=_distinct([*(a for step in checked for a in step.axioms), *_all(theorems, "axioms")]),
        hypotheses=_distinct([*(h for step in checked for h in step.hypotheses), *_all(parts, "hypotheses")]),
        cites=_distinct([*(named.name for named in cited if named.proof is None), *_all(theorems, "cites")]),
    )


def _all(theorems: Sequence[Theorem], field: str) -> Iterator[object]:
    for theorem in theorems:
        yield from getattr(theorem, field)


@dataclass(frozen=True, slots=True)
class Named:
    """A theorem that a step stands on: that of another derivation, by its id, or a lemma of the same derivation."""

    name: str
    theorem: Theorem
    proof: object = None
    """The proof of a lemma, for those who write it down; the kernel does not look at it."""

    def __str__(self) -> str:
        return self.name


_JOINED: Final[Mapping[tuple[Relation, Relation], Relation]] = {
    (first, second): result
    for first, second, result in (
        *((Relation.EQUAL, relation, relation) for relation in Relation),
        *((relation, Relation.EQUAL, relation) for relation in Relation if relation is not Relation.ABOUT),
        (Relation.LESS, Relation.LESS, Relation.LESS),
        (Relation.LESS, Relation.LESS_EQUAL, Relation.LESS),
        (Relation.LESS_EQUAL, Relation.LESS, Relation.LESS),
        (Relation.LESS_EQUAL, Relation.LESS_EQUAL, Relation.LESS_EQUAL),
        (Relation.GREATER, Relation.GREATER, Relation.GREATER),
        (Relation.GREATER, Relation.GREATER_EQUAL, Relation.GREATER),
        (Relation.GREATER_EQUAL, Relation.GREATER, Relation.GREATER),
        (Relation.GREATER_EQUAL, Relation.GREATER_EQUAL, Relation.GREATER_EQUAL),
        (Relation.IFF, Relation.IFF, Relation.IFF),
    )
}


def joined(first: Relation, second: Relation) -> Relation | None:
    """What two relations in a row give: = then <= gives <=; <= then >= gives nothing."""
    return _JOINED.get((first, second))


def chain(theorems: Sequence[Theorem]) -> Theorem:
    """The theorem about the two ends of a chain of theorems in one context.

    Raises `StepRefused` (QT416) for a gap, a change of context, or relations that do not join.
    """
    if not theorems or not all(is_theorem(theorem) for theorem in theorems):
        raise StepRefused("QT407", "only theorems of the kernel can be chained")
    first, *others = theorems
    relation = first.claim.relation
    for one, other in zip(theorems, others, strict=False):
        if one.claim.context != other.claim.context:
            raise StepRefused("QT416", "a chain stands in one context")
        if not alpha_equal(one.claim.right, other.claim.left):
            raise StepRefused("QT416", f"{other.claim} does not go on from {one.claim}")
        following = joined(relation, other.claim.relation)
        if following is None:
            raise StepRefused(
                "QT416",
                f"{relation.value} followed by {other.claim.relation.value} says nothing of the two ends",
                help="a chain may weaken its relation but never turn it round",
            )
        relation = following
    claim = Claim(first.claim.left, relation, theorems[-1].claim.right, first.claim.context)
    return _issued(claim, (), (), *theorems)


def _distinct(items: Iterator[Item] | Sequence[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))

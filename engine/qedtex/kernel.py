"""The kernel: it checks links one by one and is the only maker of theorems.

A link says that one term becomes another by one rule at one place. The kernel looks that nothing else changed, asks
the rule, discharges every side condition from the context, and sees that the new term makes sense. A theorem is a
chain of checked links from one side of a claim to the other.
"""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NoReturn, TypeVar, final

from qedtex.axioms import AXIOMS, Axiom
from qedtex.binding import Path, alpha_equal, at, free, put
from qedtex.claims import Claim
from qedtex.conditions import Condition, holds, require_number
from qedtex.context import Context, Hypothesis, Relation, Scope, shadows
from qedtex.definedness import own_requirements, requirements
from qedtex.errors import QedtexError, StepRefused
from qedtex.order import implies, lifted
from qedtex.shape import check_fields
from qedtex.sorts import Extrema, Family, Integer
from qedtex.terms import (
    Apply,
    Argmax,
    Argmin,
    Comparison,
    Const,
    Distribution,
    Every,
    FiniteSet,
    Function,
    Law,
    Limit,
    Neg,
    Prob,
    SelfInformation,
    Symbol,
    Term,
    VariableEntropy,
    role_of,
    sort_of,
)

Item = TypeVar("Item")

Basis = Condition | Axiom | Hypothesis | Relation
"""What a rule's answer stands on: a side condition to discharge, an axiom, or a hypothesis of the context.

A relation among them says how the two terms stand to each other; without one they are equal.
"""

Outcome = tuple[Term, tuple[Basis, ...]]
"""One thing that a rule may turn a term into, and what that stands on."""


class Refused(Exception):
    """A rule's answer that it does not apply, in words."""


Arguments = tuple[object, ...]
Forward = Callable[[Term, Scope, Arguments], Iterator[Outcome]]
Check = Callable[[Term, Term, Scope, Arguments], tuple[Basis, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named inference on equal terms.

    `forward` lists what a term may become; `check` judges a pair, by default by looking for the second in that list.
    """

    name: str
    forward: Forward
    check: Check
    english: str
    chinese: str
    once: bool = False
    """Whether the rule can undo or feed itself, so that the search must not exhaust it."""

    def __call__(self, *arguments: object) -> Use:
        """The rule with arguments, for the `by` of a step: `unfold(KL)`."""
        return Use(self, arguments)

    @property
    def figure(self) -> str:
        """The rule's documentation: sentence, inference figure, when it fails, examples."""
        return inspect.getdoc(self.forward) or ""


@dataclass(frozen=True, slots=True)
class Use:
    """A rule together with its arguments."""

    rule: Rule
    arguments: Arguments = ()

    def __str__(self) -> str:
        listed = ", ".join(getattr(argument, "__name__", str(argument)) for argument in self.arguments)
        return f"{self.rule.name}({listed})" if listed else self.rule.name


class _Registry:
    """The rules by name: filled while the rules are loaded, then closed for good."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}
        self._closed = False

    def add(self, rule: Rule) -> None:
        """Add a rule; raises `StepRefused` (QT400) after closing or for a second rule of one name."""
        if self._closed or rule.name in self._rules:
            raise StepRefused("QT400", f"the rule {rule.name!r} cannot be added: rules are fixed once they are loaded")
        self._rules[rule.name] = rule

    def close(self) -> None:
        """Refuse rules from now on."""
        self._closed = True

    def get(self, name: str) -> Rule | None:
        """The rule of a name."""
        return self._rules.get(name)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())


RULES: Final = _Registry()


def rule(english: str, chinese: str, *rests_on: str, once: bool = False) -> Callable[[Forward], Rule]:
    """Make a rule of a function that lists what a term may become; `rests_on` names the axioms of every use."""
    axioms = tuple(AXIOMS[name] for name in rests_on)

    def make(forward: Forward) -> Rule:
        def listed(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
            for after, bases in forward(before, scope, arguments):
                yield after, (*bases, *axioms)

        listed.__doc__ = forward.__doc__

        def check(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
            results = []
            for result, bases in listed(before, scope, arguments):
                exactly = Relation.ABOUT in bases  # 0.7 and 0.7000 are one number, but show different digits
                if result == after if exactly else alpha_equal(result, after):
                    return bases
                results.append(str(result))
            if not results:
                raise Refused(f"it does not apply to {before}")
            raise Refused(f"it turns {before} into {' or '.join(results)}, not into {after}")

        made = Rule(forward.__name__.strip("_"), listed, check, english, chinese, once)
        RULES.add(made)
        return made

    return make


def judged(english: str, chinese: str, *rests_on: str) -> Callable[[Check], Rule]:
    """Make a rule of a function that judges a pair of terms, where no list of results could be given."""
    axioms = tuple(AXIOMS[name] for name in rests_on)

    def make(check: Check) -> Rule:
        def nothing(before: Term, scope: Scope, arguments: Arguments) -> Iterator[Outcome]:
            yield from ()

        nothing.__doc__ = check.__doc__

        def judge(before: Term, after: Term, scope: Scope, arguments: Arguments) -> tuple[Basis, ...]:
            return (*check(before, after, scope, arguments), *axioms)

        made = Rule(check.__name__, nothing, judge, english, chinese)
        RULES.add(made)
        return made

    return make


@dataclass(frozen=True, slots=True)
class Link:
    """One application of one rule at one place: the smallest step that is checked."""

    before: Term
    after: Term
    path: Path
    use: Use
    reverse: bool = False
    """The rule leads from `after` to `before`: equality holds both ways, an inequality is turned round."""

    def turned(self) -> Link:
        """The same link read from its end to its beginning."""
        return Link(self.after, self.before, self.path, self.use, not self.reverse)


@dataclass(frozen=True, slots=True)
class Checked:
    """A link that was accepted: how its two terms stand to each other, and what that stands on."""

    link: Link
    relation: Relation
    conditions: tuple[Condition, ...]
    axioms: tuple[Axiom, ...]
    hypotheses: tuple[Hypothesis, ...]


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
        needed = (
            *(basis for basis in bases if isinstance(basis, Condition)),
            *requirements(new, scope),
            *_around(link, context),
            *whole.conditions,
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
        _distinct(needed),
        _distinct((*(basis for basis in bases if isinstance(basis, Axiom)), *whole.axioms)),
        _distinct(basis for basis in bases if isinstance(basis, Hypothesis)),
    )


def _around(link: Link, context: Context) -> Iterator[Condition]:
    """What the nodes above the changed place need of it, and that no probability changes its random variable."""
    for depth in range(len(link.path)):
        path = link.path[:depth]
        parent, former = at(link.after, path), at(link.before, path)
        yield from own_requirements(parent, Scope(context).along(link.after, path))
        if isinstance(former, (Prob, Distribution, VariableEntropy, SelfInformation)):
            law = former.law if isinstance(former, Distribution) else former.distribution.law
            old, new = former.children[link.path[depth]], parent.children[link.path[depth]]
            differs = role_of(old) != role_of(new) or (
                isinstance(former, VariableEntropy) and sort_of(old) != sort_of(new)
            )
            if law.space is None and not isinstance(old, Distribution) and differs:
                raise Refused(f"{old} and {new} are values of different random variables, so {law.name} differs")


def _exactly(thing: object, kind: type) -> None:
    """Refuse a look-alike: a subclass could answer differently each time it is asked."""
    if type(thing) is not kind:
        raise StepRefused("QT417", f"{type(thing).__name__} is not {kind.__name__}")


def _check_context(context: Context) -> None:
    """Hypotheses are plain records, and none binds a symbol that it also leaves free."""
    _exactly(context, Context)
    for hypothesis in context.hypotheses:
        _exactly(hypothesis, Hypothesis)
        for side in (hypothesis.left, hypothesis.right):
            captured = shadows(side, frozenset(hypothesis.variables))
            if captured is not None:
                raise StepRefused("QT402", f"{captured} is bound twice in the hypothesis {hypothesis.name!r}")


def _discharge(condition: Condition, whose: str) -> None:
    if not holds(condition):
        raise StepRefused(
            "QT404",
            f"{whose} {condition}, and nothing known says so",
            help=_way_to_know(condition),
        )


def require_sense(term: Term, context: Context) -> tuple[Condition, ...]:
    """The conditions under which a stated term makes sense, all discharged; raises `StepRefused` (QT405) otherwise."""
    for node in term.walk():
        check_fields(node)  # before what is known of equal terms: 2.0 equals 2
    return _sense(term, context)


@lru_cache(maxsize=4096)
def _sense(term: Term, context: Context) -> tuple[Condition, ...]:
    captured = shadows(term, frozenset())
    if captured is not None:
        raise StepRefused("QT402", f"{captured} is bound twice in {term}", help="give the inner one another name")
    needed = tuple(requirements(term, Scope(context)))
    if not (is_set(term) or is_proposition(term) or is_extended(term)):
        require_number(term)
    for condition in needed:
        if not holds(condition):
            raise StepRefused(
                "QT405",
                f"{term} makes sense only if {condition}, and nothing known says so",
                help=_way_to_know(condition),
            )
    return needed


def _way_to_know(condition: Condition) -> str:
    """How a reader can make a missing fact known."""
    loose = sorted(
        symbol.name for symbol in free(condition.value) - condition.scope.bound if symbol.sort == Integer(None, None)
    )
    if loose:
        return f"{', '.join(loose)} is an index that no sum or product binds here"
    relation = condition.needed.removesuffix(" 0")
    code = f'given=[known("name", {condition.value}, 0, relation="{relation}")]'
    return f"declare the symbols so that it follows, as with positive(...), or take it for granted: {code}"


def is_set(term: Term) -> bool:
    """Whether a term stands for a set of points rather than for a number."""
    return isinstance(term, (Argmax, Argmin, FiniteSet)) or (
        isinstance(term, Symbol) and isinstance(term.sort, Extrema)
    )


def is_proposition(term: Term) -> bool:
    """Whether a term is true or false rather than a number."""
    return isinstance(term, (Comparison, Every))


def is_infinite(term: Term) -> bool:
    """Whether a term is infinity itself, with either sign."""
    return term in (Const("oo"), Neg(Const("oo")))


def is_extended(term: Term) -> bool:
    """Whether a term may be infinite: a limit, or infinity itself."""
    return isinstance(term, Limit) or is_infinite(term)


def _check_kinds(claim: Claim) -> None:
    """Sets are only ever equal, propositions equivalent, and only numbers are compared in size."""
    left, relation, right = claim.left, claim.relation, claim.right
    if is_set(left) != is_set(right) or (is_set(left) and relation is not Relation.EQUAL):
        raise StepRefused("QT409", f"{claim} compares a set with a number")
    if not is_proposition(left) == is_proposition(right) == (relation is Relation.IFF):
        raise StepRefused("QT409", f"{claim}: an equivalence stands between propositions, and nothing else does")
    if is_infinite(left) or (is_infinite(right) and not isinstance(left, Limit)):
        raise StepRefused("QT112", f"{claim}: infinity is not a number; only a limit is ever infinite")
    if (is_extended(left) or is_extended(right)) and relation is not Relation.EQUAL:
        raise StepRefused("QT409", f"{claim}: a limit is only ever said to be equal to something")


def check_names(claim: Claim) -> None:
    """No two free symbols of a claim look alike, and no two laws."""
    sides = [claim.left, claim.right]
    everything = free(claim.left) | free(claim.right)
    for hypothesis in claim.context.hypotheses:
        everything |= hypothesis.open_symbols
        sides += [hypothesis.left, hypothesis.right]
    seen: dict[tuple[str, bool], Symbol] = {}
    for symbol in everything:
        key = (symbol.name, isinstance(symbol.sort, Family))
        if seen.setdefault(key, symbol) != symbol:
            raise StepRefused("QT406", f"two different symbols are called {symbol}", help="rename one of them")
    named: dict[str, Law | Function] = {}
    for node in (node for side in sides for node in side.walk() if isinstance(node, (Distribution, Apply))):
        thing = node.law if isinstance(node, Distribution) else node.function
        if named.setdefault(thing.name, thing) != thing:
            raise StepRefused("QT406", f"two different laws or functions are called {thing.name}", help="rename one")


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


def _kernel() -> tuple[Callable[..., Theorem], Callable[[object], bool]]:
    issued: weakref.WeakKeyDictionary[Theorem, dict[str, object]] = weakref.WeakKeyDictionary()

    def issue(**contents: object) -> Theorem:
        theorem: Theorem = object.__new__(Theorem)  # type: ignore[arg-type] # Theorem.__new__ always refuses
        for name, value in contents.items():
            object.__setattr__(theorem, name, value)
        issued[theorem] = contents
        return theorem

    def is_theorem(thing: object) -> bool:
        """Whether the kernel itself made this very object, and nothing in it was exchanged since."""
        if not isinstance(thing, Theorem):
            return False
        contents = issued.get(thing)  # type: ignore[call-overload] # mypy takes a class that refuses __new__ for Never
        return contents is not None and all(getattr(thing, name) is value for name, value in contents.items())

    return issue, is_theorem


_issue, is_theorem = _kernel()


def prove(claim: Claim, links: Sequence[Link]) -> Theorem:
    """The theorem that a claim holds, by links from its left side to its right side.

    Raises `StepRefused` where a link is not accepted, where the links do not join up (QT408), where they show another
    relation than is claimed (QT409), or where a side of the claim makes no sense (QT405).
    """
    _exactly(claim, Claim)
    _check_context(claim.context)
    _check_kinds(claim)
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

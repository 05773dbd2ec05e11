"""Inference: what a rule is, what its answer stands on, and what one application of it is. The kernel judges them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from qedtex.axioms import AXIOMS, Axiom
from qedtex.binding import Path, alpha_equal
from qedtex.conditions import Condition
from qedtex.context import Hypothesis, Relation, Scope
from qedtex.errors import StepRefused
from qedtex.terms import Term

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

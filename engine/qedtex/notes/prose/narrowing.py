"""Narrowing: what a note has laid down or left open before a step, under which the step may hold and not by itself.

`Since x > 1, we get x^2 > 1` is no false step, and neither is p q <= 1/4 behind q = 1 - p. What was said so only ever
takes back that a step is false: it proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from qedtex.binding import free
from qedtex.claims import Claim, Verdict
from qedtex.context import Hypothesis, Relation
from qedtex.errors import QedtexError
from qedtex.notes.formulas.chains import Chain, Side, Step
from qedtex.notes.prose.denials import is_negated
from qedtex.notes.prose.ranges import is_passing
from qedtex.notes.prose.said import Said
from qedtex.notes.prose.stipulations import introduces
from qedtex.notes.prose.worded import worded
from qedtex.notes.reading.tokens import Token
from qedtex.oracle import consult
from qedtex.sorts import Integer
from qedtex.terms import Distribution, Index, Law, Prob, Symbol, Term

_NEAR = 4
"""For how many lines holds what running text says and does not introduce with `let` or `suppose`."""
_MOST = 4
_POINTS = 40
"""At how many points a relation is tried that may hold everywhere, and so narrows nothing."""
ORDERS = ("<", "<=", ">", ">=", "!=")
_OPEN = frozenset({"(", "[", "]", "\\{", "\\lbrace"})
_STRUCTURE = re.compile(
    r"\\(?:[dtc]?frac|sum|prod|int|log|ln|exp|left|right|[bB]igg?[lr]?|cdot|times|q?quad|max|min|sqrt|text\w*|math\w+"
    r"|in|leq?|geq?|neq?|infty|partial|hat|bar|operatorname)$"
)
"""Commands that are no names."""


@dataclass(slots=True)
class Narrowing:
    """The relations and the sets that a note has laid down or left open so far."""

    said: list[Step] = field(default_factory=list)
    sets: list[Side] = field(default_factory=list)
    """What is said to lie in a set."""
    named: list[Chain] = field(default_factory=list)
    """The last formulas of the running text that claim nothing."""

    def hear(self, step: Step, verdict: Verdict) -> None:
        """Take in a step that is neither shown nor false; it takes the place of an earlier one about the same."""
        if verdict in (Verdict.ASSUMED, Verdict.UNDECIDED) and step.relation in (*ORDERS, "=", ":="):
            key = step.left.key
            self.said = [one for one in self.said if _is_part_of(one, step) or one.left.key != key]
            self.said.append(step)

    def hear_of(self, chain: Chain) -> None:
        """Take in that something lies in a set, or what words say of a name, which claims nothing by itself."""
        if _behind_in(chain.side):
            self.sets.append(chain.side)
        here = chain.formula
        if here.display:
            return
        near = [one for one in self.named[-_MOST:] if one.formula.section == here.section]
        self.named = [*near, chain]
        for step in worded(self.named):
            self.hear(step, Verdict.ASSUMED)

    def forget(self, names: frozenset[str]) -> None:
        """Drop what was said of names that stand for something else from here on."""
        self.said = [one for one in self.said if not names & (_names(one.left) | _names(one.right))]
        self.sets = [one for one in self.sets if not names & _names(one)]

    def without(self, understood: Sequence[Side]) -> Narrowing:
        """The same, but for sets of which something else takes care."""
        return replace(self, sets=[side for side in self.sets if not any(side is one for one in understood)])

    def before(self, step: Step) -> list[Said]:
        """The relations that may narrow a step: those that hold still, and share a name with it."""
        names = _names(step.left) | _names(step.right)
        near = (one for one in reversed(self.said) if one is not step and _is_near(one.right, step))
        shared = (one for one in near if names & (_names(one.left) | _names(one.right)))
        last = list(islice((one for one in shared if _holds_at(one.right, step, _lasts(one))), _MOST))
        return [Said(one.left, (one,)) for one in reversed(last)]

    def set_before(self, step: Step) -> str | None:
        """What was said of a set in which something lies that a step speaks of; `None` where nothing was."""
        return next((one.latex for one in self.sets_before(step) if _behind_in(one)[0].text in _OPEN), None)

    def sets_before(self, step: Step) -> list[Side]:
        """What was said of sets in which something lies that a step speaks of."""
        names = _names(step.left) | _names(step.right)
        near = [one for one in self.sets if _holds_at(one, step, not is_passing(one.formula))]
        return [one for one in near if names & _names(one)]

    def orders_before(self, step: Step) -> list[Said]:
        """Those of the relations that may narrow a step which say what is larger, unless they are denied."""
        found = [said for said in self.before(step) if all(one.relation in ORDERS for one in said.steps)]
        return [said for said in found if not any(is_negated(one.right.formula) for one in said.steps)]


def _lasts(step: Step) -> bool:
    """Whether a relation holds for the rest of a section: it is laid down, or says where a number lies in no case."""
    bounds = step.relation in ORDERS and any(
        all(token.kind == "number" or token.text in "-./" for token in side.tokens) for side in (step.left, step.right)
    )
    return introduces(step) or (bounds and not is_passing(step.right.formula))


def _behind_in(side: Side) -> list[Token]:
    """What stands behind the sign that something lies in a set; nothing where there is none."""
    tokens = side.tokens
    place = next((at for at, token in enumerate(tokens) if token.text in ("\\in", "∈")), 0)
    return [token for token in tokens[place + 1 :] if token.text != "\\left"] if place else []


def narrows(claim: Claim, said: Hypothesis) -> bool:
    """Whether something that was said bears on a claim.

    What holds everywhere narrows nothing, and of equations those with a single quantity on one side may be laid down.
    """
    own = {(one.left, one.right) for one in claim.context.hypotheses}
    known = Claim(said.left, said.relation, said.right)
    single = _is_single(said.left, said.right) or _is_single(said.right, said.left)
    if not _about(known) & _about(claim) or (said.relation is Relation.EQUAL and not single):
        return False
    return (single and said.relation is not Relation.EQUAL) or (said.left, said.right) in own or not _holds(known)


def _is_single(side: Term, other: Term) -> bool:
    """Whether a side is a quantity by itself, which the other does not speak of: then that may say what it is."""
    return isinstance(side, (Symbol, Index, Prob)) and side not in set(other.walk())


def is_of_members(claim: Claim, said: Sequence[Hypothesis]) -> bool:
    """Whether a relation speaks of q_i as of a law of its own, beside a claim about q."""
    laws = {
        node.law.name for side in (claim.left, claim.right) for node in side.walk() if isinstance(node, Distribution)
    }
    nodes = [node for one in said for side in (one.left, one.right) for node in side.walk()]
    names = {node.law.name for node in nodes if isinstance(node, Distribution)}
    names |= {node.name for node in nodes if isinstance(node, Symbol)}
    names |= {node.family.name for node in nodes if isinstance(node, Index)}
    return any(name.partition("_")[0] in laws for name in names - laws)


def _holds(known: Claim) -> bool:
    """Whether nothing speaks against a relation as it stands."""
    try:
        return not consult(known, points=_POINTS).refuted
    except (QedtexError, RecursionError):
        return False


def _about(claim: Claim) -> set[Symbol | Law]:
    """The numbers and laws that a claim speaks of; how many outcomes or samples there are says little of either."""
    sides = (claim.left, claim.right)
    laws = {node.law for side in sides for node in side.walk() if isinstance(node, Distribution)}
    numbers = {symbol for side in sides for symbol in free(side)}
    few = {symbol for symbol in numbers if not isinstance(symbol.sort, Integer)} or numbers
    return {*laws, *few}


def _is_near(said: Side, step: Step) -> bool:
    """Whether something was said in the section and the cell of a step."""
    here = step.right.formula
    return said.formula.section == here.section and said.formula.cell == here.cell


def _holds_at(said: Side, step: Step, lasting: bool) -> bool:
    """Whether what was said holds still where a step stands."""
    if not _is_near(said, step):
        return False
    return lasting or said.formula.display or step.right.formula.line - said.formula.end_line <= _NEAR


def _is_part_of(one: Step, other: Step) -> bool:
    """Whether two relations stand in one formula, as 0 < x and x < 1 do."""
    return one.right.formula is other.right.formula


def _names(side: Side) -> set[str]:
    return {name for name in side.names if _STRUCTURE.match(name) is None}

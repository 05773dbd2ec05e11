"""Replay: a recorded derivation checked again from its JSON by a checker that shares nothing with the kernel.

It works on the data itself (`reading`), turned into trees without bound names (`trees`), has its own version of each
rule (`rules`, and the files that it names), its own search for side conditions (`signs`) and for sense (`sense`), its
own account of order (`order`), and leaves arithmetic to SymPy (`algebra`). The conditions that a record lists are not
read, nor is the relation of a link: those that are needed are found and shown anew. The files import each other, SymPy
and mpmath only, so that the folder can be loaded without the package.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .known import Shown
from .order import Above, carried
from .probability import role
from .reading import Table, check_names, table
from .relations import check_kinds, implied, joined, turned
from .rules import judge
from .sense import make_sense
from .signs import Known, Place
from .trees import BINDERS, INFINITE, SORTS, Refusal, Tree, is_tree, replaced, sort_of

__all__ = ["Replay", "main", "replay"]


@dataclass(frozen=True)
class Replay:
    """What a replay found: whether all was accepted, how many links and steps were, and why the others were not."""

    ok: bool
    links: int
    steps: int
    refusals: tuple[str, ...] = ()


@dataclass
class _Record:
    """A record under way: its table, what it cites, the lemmas that were shown so far, and what was counted."""

    table: Table
    cited: Mapping[str, Shown]
    lemmas: list[Shown] = field(default_factory=list)
    links: int = 0
    steps: int = 0
    refusals: list[str] = field(default_factory=list)


def replay(record: object, library: Mapping[str, object] | None = None) -> Replay:
    """Check every link of a record; `library` holds the records that it cites, by id. Never raises for bad data.

    >>> replay({"format": "something else"}).refusals
    ('the record: it is not a qedtex-record of schema 1',)
    """
    try:
        parts = _opening(record)
        found = _Record(parts, _cited(record, parts, library or {}))
        lemmas, main = _chains(record)
    except Refusal as refusal:
        return Replay(False, 0, 0, (f"the record: {refusal}",))
    except _BAD_DATA as fault:
        return Replay(False, 0, 0, (f"the record is not well formed: {fault!r}",))
    for number, lemma in enumerate(lemmas):
        shown = _shown(found, lemma, f"lemma {number}, ")
        if shown is None:
            return Replay(False, found.links, found.steps, tuple(found.refusals))
        found.lemmas.append(shown)
    _shown(found, main, "")
    return Replay(not found.refusals, found.links, found.steps, tuple(found.refusals))


_BAD_DATA = (ArithmeticError, KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)


def _not_polynomial() -> type[Exception]:
    """What SymPy raises for an expression that it cannot take for a polynomial."""
    from sympy.polys.polyerrors import BasePolynomialError

    found: type[Exception] = BasePolynomialError
    return found


def _opening(record: Any) -> Table:
    """The table of a record."""
    if not isinstance(record, dict) or record.get("format") != "qedtex-record" or record.get("schema") != 1:
        raise Refusal("it is not a qedtex-record of schema 1")
    return table(record["table"])


def _chains(record: Any) -> tuple[list[Mapping[str, Any]], Mapping[str, Any]]:
    """The lemmas of a record and its own chain, each with its hypotheses, its claim and its steps."""
    main = {**record, "name": "the derivation", "hypotheses": record["context"]["hypotheses"]}
    lemmas = record.get("lemmas", [])
    names = [lemma["name"] for lemma in lemmas]
    if len(set(names)) < len(names):
        raise Refusal("two of its lemmas have one name")
    for part in (*lemmas, main):
        if not isinstance(part["steps"], list) or not part["steps"] or not isinstance(part["claim"], dict):
            raise Refusal("it holds no claim or no steps")
    return lemmas, main


def _shown(record: _Record, part: Mapping[str, Any], where: str) -> Shown | None:
    """What a lemma or the derivation itself shows; the refusals are noted and `None` returned where it is nothing."""
    before = len(record.refusals)
    try:
        hypotheses = record.table.hypotheses(part["hypotheses"])
        claim = record.table.claim(part["claim"])
        sides = (side for known in hypotheses for side in (known[1], known[3]))
        check_names([claim[0], claim[2], *sides])
    except Refusal as refusal:
        record.refusals.append(f"{where}the claim: {refusal}")
        return None
    except _BAD_DATA as fault:
        record.refusals.append(f"{where}the claim is not well formed: {fault!r}")
        return None
    reached: tuple[Tree, str, Tree] | None = None
    for number, step in enumerate(part["steps"], 1):
        try:
            reached = _step(record, step, reached, Place(hypotheses))
            record.steps += 1
        except Refusal as refusal:
            record.refusals.append(f"{where}step {number}: {refusal}")
            reached = None
        except (*_BAD_DATA, _not_polynomial()) as fault:
            record.refusals.append(f"{where}step {number} is not well formed: {fault!r}")
            reached = None
    if len(record.refusals) > before:
        return None
    ends = reached is not None and (reached[0], reached[2]) == (claim[0], claim[2])
    if reached is None or not ends or not implied(reached[1], claim[1]):
        record.refusals.append(f"{where}the claim: the steps show something else")
        return None
    return Shown(*claim, hypotheses)


def _step(
    record: _Record, step: Mapping[str, Any], reached: tuple[Tree, str, Tree] | None, place: Place
) -> tuple[Tree, str, Tree]:
    """What is shown of the first term and of the right side of a step, all its links accepted."""
    left, relation, right = record.table.claim(step)
    _stated(left, place)
    _stated(right, place)
    check_kinds(left, relation, right)
    if reached is not None and reached[2] != left:
        raise Refusal("it does not begin where the step before ended")
    found = _links(record, step["links"], left, right, place)
    if not implied(found, relation):
        raise Refusal(f"its links show {found}, not {relation}")
    return (left, relation, right) if reached is None else (reached[0], joined(reached[1], relation), right)


def _stated(tree: Tree, place: Place) -> None:
    """A whole term makes sense; it may be infinite."""
    if tree not in INFINITE:
        make_sense(tree, place)


def _links(record: _Record, links: Sequence[Mapping[str, Any]], left: Tree, right: Tree, place: Place) -> str:
    """How the two sides of a step stand to each other by its links."""
    current, relation = left, "="
    for number, link in enumerate(links, 1):
        before, after = record.table.node(link["before"]), record.table.node(link["after"])
        if before != current:
            raise Refusal(f"link {number} does not begin where the one before it ended")
        try:
            relation = joined(relation, _link(record, link, before, after, place))
        except Refusal as refusal:
            raise Refusal(f"link {number} ({link['rule']}): {refusal}") from refusal
        current = after
    if current != right:
        raise Refusal("its links end at something other than its right side" if links else "it has no links")
    record.links += len(links)
    return relation


def _link(record: _Record, link: Mapping[str, Any], before: Tree, after: Tree, top: Place) -> str:
    """Walk down to the place of a link, see that nothing differs on the way, ask the rule, and carry up its answer."""
    if link["reverse"] is not True and link["reverse"] is not False:
        raise Refusal("it does not say which way its rule leads")
    way: list[Above] = []
    names: dict[Tree, Tree] = {}
    old, new, place, number = before, after, top, link["before"]
    for step in link["path"]:
        way.append(_above(old, new, step, place))
        old, new, place = _down(way[-1])
        if len(place.bound) > len(way[-1].place.bound):
            names[record.table.binds(number)] = place.bound[-1][0]
        number = record.table.child(number, way[-1].field, way[-1].member)
    arguments = [_argument(record, argument, names) for argument in link["arguments"]]
    one, other = (new, old) if link["reverse"] else (old, new)
    if not way or new not in INFINITE:
        _stated(new, place)
    said = judge(link["rule"], one, other, place, arguments)
    relation = carried(turned(said) if link["reverse"] else said, way)
    if relation != "=" or any(node.before[0] in _OF_VARIABLES for node in way):
        _stated(after, top)  # what stands around the place has another value, or another meaning
    return relation


_OF_VARIABLES = frozenset({"Prob", "Distribution", "SelfInformation", "VariableEntropy"})


def _above(before: Tree, after: Tree, step: object, place: Place) -> Above:
    """The node above a child with a number, of two terms that agree in everything else."""
    if type(step) is not int or step < 0:
        raise Refusal(f"{step!r} is not the number of a child")
    slots = _slots(before)
    if step >= len(slots) or before[0] != after[0] or len(before) != len(after) or _slots(after) != slots:
        raise Refusal("the two terms differ outside the place of the rule")
    part, member = slots[step]
    hole = ("Hole",)
    if _with(before, part, member, hole) != _with(after, part, member, hole):
        raise Refusal("the two terms differ outside the place of the rule")
    return Above(before, after, part, member, place)


def _down(node: Above) -> tuple[Tree, Tree, Place]:
    """The changed child of a node, old and new, and its place."""
    if node.before[0] in BINDERS and node.field == len(node.before) - 1:
        inner, body = node.place.enter(node.before)
        return body, node.place.enter(node.after)[1], inner
    old, new = (
        tree[node.field] if node.member is None else tree[node.field][node.member] for tree in (node.before, node.after)
    )
    if (
        node.before[0] in _OF_VARIABLES
        and old[0] != "Distribution"
        and _variable(node.before, old) != _variable(node.before, new)
    ):
        raise Refusal("a value becomes one of another random variable")
    return old, new, node.place


def _variable(node: Tree, value: Tree) -> Tree | None:
    """Which random variable a value, or the variable itself, is to a general law."""
    law = node[1] if node[0] == "Distribution" else node[1][1]
    if law[2] is not None:
        return None
    sort = sort_of(value)
    return sort if sort is not None and sort[0] == "Random" else role(value)


def _slots(tree: Tree) -> list[tuple[int, int | None]]:
    """Where the children of a tree stand: the field, and the place in it where it is a group."""
    found: list[tuple[int, int | None]] = []
    for number, part in enumerate(tree[1:], 1):
        if is_tree(part):
            found.extend([] if part[0] in SORTS else [(number, None)])
        elif isinstance(part, tuple):
            found.extend((number, member) for member in range(len(part)))
    return found


def _with(tree: Tree, number: int, member: int | None, new: Tree) -> Tree:
    part = new if member is None else (*tree[number][:member], new, *tree[number][member + 1 :])
    return (*tree[:number], part, *tree[number + 1 :])


def _argument(record: _Record, argument: Mapping[str, Any], names: dict[Tree, Tree]) -> Any:
    """A term, in which symbols that are bound at the place are those; an earlier lemma, what is cited, or a name."""
    if "term" in argument:
        return replaced(record.table.node(argument["term"]), names)
    if "cites" in argument:
        return record.cited[argument["cites"]]
    if "lemma" in argument:
        number = argument["lemma"]
        if type(number) is not int or not 0 <= number < len(record.lemmas):
            raise Refusal(f"{number!r} is not the number of an earlier lemma")
        return record.lemmas[number]
    return argument["name"]


def _cited(record: Any, own: Table, library: Mapping[str, object]) -> dict[str, Shown]:
    """The claims that a record cites, each shown by a record of the library that replays."""
    found: dict[str, Shown] = {}
    for name, claim in record["cites"].items():
        other: Any = library.get(name)
        if other is None:
            raise Refusal(f"it cites {name}, whose record is not at hand")
        rest = {key: value for key, value in library.items() if key != name}
        if not replay(other, rest).ok:
            raise Refusal(f"it cites {name}, whose record is not accepted")
        theirs = _opening(other)
        stated = _claimed(own, claim, claim["hypotheses"])
        if other["id"] != name or stated != _claimed(theirs, other["claim"], other["context"]["hypotheses"]):
            raise Refusal(f"it cites {name} for something else than that shows")
        found[name] = stated
    return found


def _claimed(own: Table, sides: Mapping[str, Any], hypotheses: Sequence[Mapping[str, Any]]) -> Shown:
    known: tuple[Known, ...] = own.hypotheses(hypotheses)
    return Shown(*own.claim(sides), known)


def main(arguments: Sequence[str] | None = None) -> int:
    """Replay the record in a file; files after the first hold what it cites. Returns 0 where all was accepted."""
    paths = list(sys.argv[1:] if arguments is None else arguments)
    if not paths:
        print("usage: python -m qedtex.replay FILE.json [CITED.json ...]", file=sys.stderr)
        return 2
    try:
        records = [json.loads(Path(path).read_text(encoding="utf-8")) for path in paths]
    except (OSError, ValueError, RecursionError) as fault:
        print(f"the file cannot be read: {fault}", file=sys.stderr)
        return 2
    library = {str(other.get("id")): other for other in records[1:] if isinstance(other, dict)}
    found = replay(records[0], library)
    for refusal in found.refusals:
        print(refusal)
    print(f"{found.links} links of {found.steps} steps accepted" if found.ok else "not accepted")
    return 0 if found.ok else 1

"""Replay: a recorded derivation checked again from its JSON by a checker that shares nothing with the kernel.

It works on the data itself, turned into trees without bound names (`trees`), has its own version of each rule
(`rules`, and the files that it names), its own search for side conditions (`signs`) and for sense (`sense`), and leaves
arithmetic to SymPy (`algebra`). The conditions that a record lists are not read: those that are needed are found and
shown anew. The files import each other and SymPy only, so that the folder can be loaded without the package.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from .known import laws
from .rules import judge
from .sense import make_sense
from .signs import Place
from .trees import BINDERS, SORTS, Refusal, Tree, closed, is_tree, symbols

__all__ = ["Replay", "main", "replay"]

FIELDS = {
    **dict.fromkeys(["Neg", "Sqrt", "Abs", "Exp", "Sigmoid", "Over", "Outcome"], "n"),
    **dict.fromkeys(["Div", "Pow", "Range", "Interval", "Argmax", "Argmin", "Index"], "nn"),
    **dict.fromkeys(["SumOver", "ProductOver", "Integral", "Expectation"], "nnn"),
    **{"Add": "g", "Mul": "g", "Num": "f", "Const": "t", "Symbol": "tn", "Log": "nN", "Norm": "nk", "Event": "tn"},
    **{"Distribution": "ngg", "Prob": "ng", "SelfInformation": "nnN", "Entropy": "nN"},
    **{"CrossEntropy": "nnN", "KL": "nnN", "Real": "FFbbt", "Integer": "NN", "Enumerated": "tnn", "Alphabet": "t"},
    **{"Labels": "nnt", "RealLine": "", "Data": "t", "Family": "nnn", "Extrema": "", "Law": "tNbN"},
}
"""What fields hold: n a node, g a group of nodes, f a fraction, t text, b a flag, k a number; capitals: or nothing."""
MANNERS = {"Num": "t", "Log": "t", "Index": "b", "Prob": "b"}
"""The last field of a kind where it is only a manner of writing, which the replay leaves out."""
MOST_NODES = 20_000
"""How large a term may be when it is written out, since a table can share without end."""
INFERRED = {
    **{("=", other): other for other in ("=", "<", "<=", ">", ">=", "!=")},
    **{(other, "="): other for other in ("<", "<=", ">", ">=", "!=")},
    **{(one, two): min(one, two, key=len) for one, two in (("<", "<"), ("<", "<="), ("<=", "<"), ("<=", "<="))},
    **{(one, two): min(one, two, key=len) for one, two in ((">", ">"), (">", ">="), (">=", ">"), (">=", ">="))},
}


@dataclass(frozen=True)
class Replay:
    """What a replay found: whether all was accepted, how many links and steps were, and why the others were not."""

    ok: bool
    links: int
    steps: int
    refusals: tuple[str, ...] = ()


def replay(record: object, library: Mapping[str, object] | None = None) -> Replay:
    """Check every link of a record; `library` holds the records that it cites, by id. Never raises for bad data.

    >>> replay({"format": "something else"}).refusals
    ('the record: it is not a qedtex-record of schema 1',)
    """
    links = steps = 0
    try:
        nodes, hypotheses = _opening(record)
        cited = _cited(record, nodes, library or {})
    except Refusal as refusal:
        return Replay(False, 0, 0, (f"the record: {refusal}",))
    except _BAD_DATA as fault:
        return Replay(False, 0, 0, (f"the record is not well formed: {fault!r}",))
    refusals: list[str] = []
    reached: tuple[Tree, str] | None = None
    first: Tree | None = None
    place = Place(hypotheses)
    for number, step in enumerate(record["steps"], 1):  # type: ignore[index] # looked at by _opening
        try:
            left, right = _side(nodes, step["left"], place), _side(nodes, step["right"], place)
            first = left if first is None else first
            if reached is not None and reached[0] != left:
                raise Refusal("it does not begin where the step before ended")
            links += _step(nodes, step, left, right, place, cited)
            steps += 1
            relation = step["relation"] if reached is None else INFERRED.get((reached[1], step["relation"]))
            if relation is None:
                raise Refusal("its relation does not join with those before it")
            reached = right, relation
        except Refusal as refusal:
            refusals.append(f"step {number}: {refusal}")
            reached = None
        except _BAD_DATA as fault:
            refusals.append(f"step {number} is not well formed: {fault!r}")
            reached = None
    claim = record["claim"]  # type: ignore[index] # looked at by _opening
    if not refusals and (reached is None or (first, reached[1], reached[0]) != _claim(nodes, claim)):
        refusals.append("the claim: the steps show something else")
    return Replay(not refusals, links, steps, tuple(refusals))


_BAD_DATA = (ArithmeticError, KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError)


def _opening(record: Any) -> tuple[list[Tree], tuple[Any, ...]]:
    """The nodes and hypotheses of a record."""
    if not isinstance(record, dict) or record.get("format") != "qedtex-record" or record.get("schema") != 1:
        raise Refusal("it is not a qedtex-record of schema 1")
    if not isinstance(record["steps"], list) or not record["steps"] or not isinstance(record["claim"], dict):
        raise Refusal("it holds no claim or no steps")
    nodes = _nodes(record["table"])
    _check_names(record, nodes)
    return nodes, _hypotheses(record["context"]["hypotheses"], nodes)


def _nodes(table: Sequence[Sequence[Any]]) -> list[Tree]:
    """The trees of a table, with the names of bound symbols gone."""
    nodes: list[Tree] = []
    sizes: list[int] = []
    for kind, *fields in table:
        if kind not in FIELDS:
            raise Refusal(f"{kind!r} is not a kind of node")
        codes = FIELDS[kind] + MANNERS.get(kind, "")
        if len(fields) != len(codes):
            raise Refusal(f"a node of kind {kind} has {len(fields)} fields")
        below = [item for value in fields for item in (value if isinstance(value, list) else [value])]
        sizes.append(1 + sum(sizes[item] for item in below if type(item) is int and 0 <= item < len(nodes)))
        if sizes[-1] > MOST_NODES:
            raise Refusal(f"a term of more than {MOST_NODES} nodes is too large")
        read = [_field(value, code, nodes) for value, code in zip(fields, codes, strict=True)]
        tree: Tree = (kind, *(read[: len(FIELDS[kind])]))
        if kind in BINDERS:
            if tree[-2][0] != "Symbol":
                raise Refusal("a binder binds something other than a symbol")
            tree = (*tree[:-2], tree[-2][2], closed(tree[-1], tree[-2]))
        if kind == "Symbol" and tree[1].startswith("%"):
            raise Refusal(f"{tree[1]!r} is not a name for a symbol")
        nodes.append(tree)
    return nodes


def _field(value: Any, code: str, nodes: list[Tree]) -> Any:
    if value is None and code.isupper():
        return None
    match code.lower():
        case "n" if type(value) is int and 0 <= value < len(nodes):
            return nodes[value]
        case "g" if isinstance(value, list):
            return tuple(_field(item, "n", nodes) for item in value)
        case "f" if isinstance(value, str) and len(value) <= 2000 and value.isascii() and value.partition("/")[0]:
            return Fraction(value)  # raises ValueError or ZeroDivisionError for other text
        case "t" if isinstance(value, str):
            return value
        case "b" if isinstance(value, bool):
            return value
        case "k" if type(value) is int:
            return value
        case _:
            raise Refusal(f"{value!r} is not what a field of a node can be")


def _hypotheses(listed: Sequence[Mapping[str, Any]], nodes: list[Tree]) -> tuple[Any, ...]:
    return tuple(
        (known["name"], *_claim(nodes, known), tuple(nodes[variable] for variable in known["variables"]))
        for known in listed
    )


def _claim(nodes: list[Tree], sides: Mapping[str, Any]) -> tuple[Tree, str, Tree]:
    return nodes[sides["left"]], sides["relation"], nodes[sides["right"]]


def _side(nodes: list[Tree], number: int, place: Place) -> Tree:
    """A term of the record; it makes sense."""
    make_sense(_node(nodes, number), place)
    return nodes[number]


def _node(nodes: list[Tree], number: int) -> Tree:
    if type(number) is not int or number < 0:
        raise Refusal(f"{number!r} is not the number of a node")
    return nodes[number]


def _check_names(record: Mapping[str, Any], nodes: list[Tree]) -> None:
    """No two free symbols, and no two laws, of a claim look alike."""
    sides = [nodes[record["claim"][side]] for side in ("left", "right")]
    seen: dict[tuple[object, ...], Tree] = {}
    for symbol in symbols(sides[0]) | symbols(sides[1]):
        if seen.setdefault((symbol[1], symbol[2][0] == "Family"), symbol) != symbol:
            raise Refusal(f"two different symbols are called {symbol[1]}")
    for law in laws(sides[0]) | laws(sides[1]):
        if seen.setdefault(("law", law[1], "law"), law) != law:
            raise Refusal(f"two different laws are called {law[1]}")


def _cited(record: Any, nodes: list[Tree], library: Mapping[str, object]) -> dict[str, Tree]:
    """The claims that a record cites, each shown by a record of the library that replays."""
    found: dict[str, Tree] = {}
    for name, claim in record["cites"].items():
        other: Any = library.get(name)
        if other is None:
            raise Refusal(f"it cites {name}, whose record is not at hand")
        rest = {key: value for key, value in library.items() if key != name}
        if not replay(other, rest).ok:
            raise Refusal(f"it cites {name}, whose record is not accepted")
        others, hypotheses = _opening(other)
        stated = (*_claim(nodes, claim), _hypotheses(claim["hypotheses"], nodes))
        if other["id"] != name or stated != (*_claim(others, other["claim"]), hypotheses):
            raise Refusal(f"it cites {name} for something else than that shows")
        found[name] = stated
    return found


def _step(
    nodes: list[Tree], step: Mapping[str, Any], left: Tree, right: Tree, place: Place, cited: Mapping[str, Tree]
) -> int:
    """The number of links of a step, all accepted."""
    if step["relation"] not in ("=", "<=", ">=") or (not step["links"] and left != right):
        _assumed(left, step["relation"], right, place)
        return 0
    current = left
    for number, link in enumerate(step["links"], 1):
        before, after = _node(nodes, link["before"]), _node(nodes, link["after"])
        if before != current:
            raise Refusal(f"link {number} does not begin where the one before it ended")
        try:
            _link(nodes, link, before, after, place, cited)
        except Refusal as refusal:
            raise Refusal(f"link {number} ({link['rule']}): {refusal}") from refusal
        current = after
    if current != right:
        raise Refusal("its links end at something other than its right side")
    return len(step["links"])


def _assumed(left: Tree, relation: str, right: Tree, place: Place) -> None:
    """A step without links is a hypothesis as it stands."""
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(relation, relation)
    for _, one, known, other, variables in place.hypotheses:
        if not variables and (left, relation, right) in ((one, known, other),):
            return
        if not variables and (right, turned, left) == (one, known, other):
            return
    raise Refusal("it has no links, and no hypothesis says so")


def _link(
    nodes: list[Tree], link: Mapping[str, Any], before: Tree, after: Tree, place: Place, cited: Mapping[str, Tree]
) -> None:
    """Walk down to the place of a link, see that nothing differs on the way, and ask the rule there."""
    for step in link["path"]:
        before, after, place = _down(before, after, step, place)
    if link["reverse"] is not True and link["reverse"] is not False:
        raise Refusal("it does not say which way its rule leads")
    make_sense(after, place)  # what stands around it keeps its value, and so its sense
    arguments = [_argument(argument, nodes, cited) for argument in link["arguments"]]
    one, other = (after, before) if link["reverse"] else (before, after)
    judge(link["rule"], one, other, place, arguments)


def _down(before: Tree, after: Tree, step: object, place: Place) -> tuple[Tree, Tree, Place]:
    """The child with a number of two terms that agree in everything else."""
    if type(step) is not int or step < 0:
        raise Refusal(f"{step!r} is not the number of a child")
    slots = _slots(before)
    if step >= len(slots) or before[0] != after[0] or len(before) != len(after) or _slots(after) != slots:
        raise Refusal("the two terms differ outside the place of the rule")
    field, member = slots[step]
    hole = ("Hole",)
    if _with(before, field, member, hole) != _with(after, field, member, hole):
        raise Refusal("the two terms differ outside the place of the rule")
    if before[0] in BINDERS and field == len(before) - 1:
        inner, body = place.enter(before)
        return body, place.enter(after)[1], inner
    both = [tree[field] if member is None else tree[field][member] for tree in (before, after)]
    return both[0], both[1], place


def _slots(tree: Tree) -> list[tuple[int, int | None]]:
    """Where the children of a tree stand: the field, and the place in it where it is a group."""
    found: list[tuple[int, int | None]] = []
    for field, part in enumerate(tree[1:], 1):
        if is_tree(part):
            found.extend([] if part[0] in SORTS else [(field, None)])
        elif isinstance(part, tuple):
            found.extend((field, member) for member in range(len(part)))
    return found


def _with(tree: Tree, field: int, member: int | None, new: Tree) -> Tree:
    part = new if member is None else (*tree[field][:member], new, *tree[field][member + 1 :])
    return (*tree[:field], part, *tree[field + 1 :])


def _argument(argument: Mapping[str, Any], nodes: list[Tree], cited: Mapping[str, Tree]) -> Any:
    """A term, what is cited, or a name."""
    if "term" in argument:
        return nodes[argument["term"]]
    return cited[argument["cites"]] if "cites" in argument else argument["name"]


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
    count = sum(len(step["links"]) for step in records[0]["steps"]) if found.ok else None
    print(f"{found.links} links of {found.steps} steps accepted" if count == found.links else "not accepted")
    return 0 if found.ok else 1

"""Reading a record for the replay: its table as trees, its claims with their relations, its hypotheses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .known import parts
from .signs import Known
from .trees import BINDERS, Refusal, Tree, closed, symbols

FIELDS = {
    **dict.fromkeys(["Neg", "Sqrt", "Abs", "Exp", "Sigmoid", "Over", "Outcome", "Random"], "n"),
    **dict.fromkeys(["Div", "Pow", "Range", "Interval", "Argmax", "Argmin", "Index", "Kronecker", "Apply"], "nn"),
    **dict.fromkeys(["SumOver", "ProductOver", "Integral", "Expectation", "Every"], "nnn"),
    **{"Add": "g", "Mul": "g", "Num": "f", "Const": "t", "Symbol": "tn", "Log": "nN", "Norm": "nk", "Event": "tn"},
    **{"Distribution": "ngg", "Prob": "ng", "SelfInformation": "nnN", "Entropy": "nN"},
    **{"CrossEntropy": "nnN", "KL": "nnN", "Real": "FFbbt", "Integer": "NN", "Enumerated": "tnn", "Alphabet": "t"},
    **{"Labels": "nnt", "RealLine": "", "Data": "t", "Family": "nnn", "Extrema": "", "Law": "tNbN"},
    **{"Derivative": "nNnn", "Limit": "ntnn", "FiniteSet": "g", "Comparison": "ntn", "VariableEntropy": "nggN"},
    **{"Function": "tnb"},
}
"""What fields hold: n a node, g a group of nodes, f a fraction, t text, b a flag, k a number; capitals: or nothing."""
MANNERS = {"Num": "t", "Log": "t", "Index": "b", "Prob": "b"}
"""The last field of a kind where it is only a manner of writing, which the trees leave out."""
MOST_NODES = 20_000
"""How large a term may be when it is written out, since a table can share without end."""
RELATIONS = frozenset(["=", "!=", "<", "<=", ">", ">=", "->", "iff", "~="])
DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True)
class Table:
    """The nodes of a record as they are, as trees, and for each how many decimals it shows where it is a decimal."""

    data: Sequence[Sequence[Any]]
    nodes: Sequence[Tree]
    decimals: Sequence[int | None]

    def node(self, number: Any) -> Tree:
        """The tree of a number in the table."""
        if type(number) is not int or not 0 <= number < len(self.nodes):
            raise Refusal(f"{number!r} is not the number of a node")
        return self.nodes[number]

    def child(self, number: int, part: int, member: int | None) -> int:
        """The number of a child of a node, by the field that it stands in and its place in it where it is a group."""
        found = self.data[number][part] if member is None else self.data[number][part][member]
        self.node(found)
        return int(found)

    def binds(self, number: int) -> Tree:
        """The symbol that a binder binds."""
        return self.node(self.data[number][-2])

    def claim(self, sides: Mapping[str, Any]) -> tuple[Tree, str, Tree]:
        """The sides of a claim and its relation; that of a rounded number says to how many decimals."""
        left, right, relation = self.node(sides["left"]), self.node(sides["right"]), sides["relation"]
        if relation not in RELATIONS:
            raise Refusal(f"{relation!r} is not a relation")
        if relation == "~=":
            decimals = self.decimals[sides["right"]]
            if decimals is None:
                raise Refusal("what a number is rounded to shows no digits")
            relation = f"~={decimals}"
        return left, relation, right

    def hypotheses(self, listed: Sequence[Mapping[str, Any]]) -> tuple[Known, ...]:
        """The hypotheses of a context."""
        found = []
        for known in listed:
            variables = tuple(map(self.node, known["variables"]))
            if not isinstance(known["name"], str) or any(variable[0] != "Symbol" for variable in variables):
                raise Refusal("a hypothesis has no name, or is for every value of something other than a symbol")
            found.append((known["name"], *self.claim(known), variables))
        return tuple(found)


def table(data: Sequence[Sequence[Any]]) -> Table:
    """The trees of a table, with the names of bound symbols gone."""
    nodes: list[Tree] = []
    sizes: list[int] = []
    decimals: list[int | None] = []
    for kind, *fields in data:
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
        decimals.append(_decimals(*read) if kind == "Num" else decimals[fields[0]] if kind == "Neg" else None)
        nodes.append(tree)
    return Table(data, nodes, decimals)


def _decimals(value: Fraction, digits: str) -> int | None:
    """How many decimals a number shows; raises `Refusal` where its digits are those of another number."""
    if not digits:
        return 0 if value.denominator == 1 else None
    if not DECIMAL.fullmatch(digits) or Fraction(digits) != value:
        raise Refusal(f"the number {value} is not written {digits!r}")
    return len(digits.partition(".")[2])


def _field(value: Any, code: str, nodes: Sequence[Tree]) -> Any:
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


def check_names(sides: Iterable[Tree]) -> None:
    """No two free symbols, no two laws and no two functions of a claim look alike."""
    seen: dict[tuple[object, ...], Tree] = {}
    for side in sides:
        for symbol in symbols(side):
            if seen.setdefault((symbol[1], symbol[2][0] == "Family"), symbol) != symbol:
                raise Refusal(f"two different symbols are called {symbol[1]}")
        for named in parts(side, frozenset({"Law", "Function"})):
            if seen.setdefault(("law", named[1], "law"), named) != named:
                raise Refusal(f"two different laws or functions are called {named[1]}")

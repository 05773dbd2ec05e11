"""Records: a derivation as plain JSON data, small enough to ship and complete enough to be checked by others.

A record holds one table of distinct nodes; everything else refers to nodes by their number in it. A node is a list:
its kind, then its fields in order, where a field that is itself a node (a term, a sort, a space, a law) is a number,
a group of terms is a list of numbers, and a fraction is text. A node refers only to nodes before it.

A derivation's record holds its lemmas, each with a name of its own, its hypotheses, claim and steps; rules name them
by their number, `{"lemma": 0}`, and other derivations by their id, `{"cites": "area.claim"}`, whose claims are listed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from qedtex import sorts, terms
from qedtex.binding import free
from qedtex.chains import Proof
from qedtex.conditions import Condition
from qedtex.context import Hypothesis, Relation
from qedtex.errors import QedtexError
from qedtex.inference import Checked
from qedtex.kernel import Named
from qedtex.sorts import Family, Sort, Space
from qedtex.terms import NODES, Distribution, Function, Law, Symbol, Term

if TYPE_CHECKING:
    from qedtex.chains import Step
    from qedtex.claims import Claim
    from qedtex.proved import Derivation

FORMAT: Final = "qedtex-record"
SCHEMA: Final = 1
Node = list[object]

_SORTS: Final = (
    *(sorts.Real, sorts.Integer, sorts.Enumerated, sorts.Alphabet, sorts.Labels, sorts.RealLine, sorts.Outcome),
    *(sorts.Data, sorts.Family, sorts.Extrema, sorts.Random),
)
_CLASSES: Final[dict[str, type]] = {kind.__name__: kind for kind in (*NODES, *_SORTS, Law, Function)}
_TERM: Final = "term"
_NODE_TYPES: Final[dict[str, type]] = {
    **{_TERM: Term, "symbol": Symbol, "distribution": Distribution},
    **{"law": Law, "function": Function, "sort": Sort, "space": Space},
}

_SHAPES: Final[dict[str, str]] = {
    "Num": "fraction text",
    "Const": "text",
    "Symbol": "text sort",
    "Index": "symbol term flag",
    "Add": "terms",
    "Mul": "terms",
    "Log": "term term? text",
    "Norm": "symbol natural",
    "Over": "space",
    "Argmax": "symbol term",
    "Argmin": "symbol term",
    "Distribution": "law terms terms",
    "Event": "text term",
    "Prob": "distribution terms flag",
    "SelfInformation": "distribution term term?",
    "Entropy": "distribution term?",
    "CrossEntropy": "distribution distribution term?",
    "KL": "distribution distribution term?",
    "VariableEntropy": "distribution terms terms term?",
    "Apply": "function term",
    "Derivative": "term term? symbol term",
    "Limit": "term text symbol term",
    "FiniteSet": "terms",
    "Comparison": "term text term",
    "Real": "fraction? fraction? flag flag text",
    "Integer": "term? term?",
    "Enumerated": "text term term",
    "Alphabet": "text",
    "Labels": "term term text",
    "RealLine": "",
    "Outcome": "space",
    "Data": "text",
    "Family": "sort term term",
    "Extrema": "",
    "Random": "space",
    "Law": "text space? flag symbol?",
    "Function": "text sort flag",
    **dict.fromkeys(("Neg", "Sqrt", "Abs", "Exp", "Sigmoid"), "term"),
    **dict.fromkeys(("Div", "Pow", "Range", "Interval", "Kronecker"), "term term"),
    **dict.fromkeys(("SumOver", "ProductOver", "Integral", "Expectation", "Every"), "term symbol term"),
}
"""What the fields of each kind of node hold, in order; `?` marks one that may be absent."""


class _Table:
    """The distinct nodes met so far, each with its number."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._numbers: dict[object, int] = {}

    def number(self, thing: object) -> int:
        """The number of a node, which is added with what it refers to if it is new."""
        key = (type(thing).__name__, thing)
        known = self._numbers.get(key)
        if known is not None:
            return known
        kind = type(thing).__name__
        if _CLASSES.get(kind) is not type(thing):
            raise QedtexError("QT701", f"{kind} is not a kind of node that a record can hold")
        fields = _fields(thing)
        node = [kind, *(self._field(value, shape) for value, shape in zip(fields, _SHAPES[kind].split(), strict=True))]
        self.nodes.append(node)
        self._numbers[key] = len(self.nodes) - 1
        return len(self.nodes) - 1

    def _field(self, value: object, shape: str) -> object:
        if value is None:
            return None
        if shape == "terms" and isinstance(value, tuple):
            return [self.number(item) for item in value]
        if shape.startswith("fraction"):
            return str(value)
        return value if shape in ("text", "flag", "natural") else self.number(value)


def _fields(thing: object) -> tuple[object, ...]:
    names: Iterable[str] = getattr(type(thing), "__match_args__", ())
    return tuple(getattr(thing, name) for name in names)


def term_to_json(term: Term) -> dict[str, object]:
    """The JSON data of one term: its table of nodes, and which of them it is; raises `QedtexError` QT701.

    >>> from qedtex.language import real
    >>> y = real("y")
    >>> term_to_json(y + y)["term"], len(term_to_json(y + y)["table"])
    (2, 3)
    """
    table = _Table()
    number = table.number(term)
    return {"table": table.nodes, "term": number}


def term_from_json(data: object) -> Term:
    """The term of JSON data that `term_to_json` made; nothing is evaluated and every shape is looked at.

    Raises `QedtexError`: QT731 for a node of an unknown kind or shape, QT732 for data that is no table of nodes.

    >>> from qedtex.language import log, real
    >>> term_from_json(term_to_json(log(real("y")))) == log(real("y"))
    True
    >>> term_from_json({"table": [["Eval", "1 + 1"]], "term": 0})
    Traceback (most recent call last):
    ...
    qedtex.errors.QedtexError: error[QT731]: node 0 of the table: 'Eval' is not a kind of node
    """
    if not isinstance(data, dict) or set(data) != {"table", "term"}:
        raise QedtexError("QT732", "a term is written as an object with a table and a term")
    nodes = nodes_from_json(data["table"])
    number = data["term"]
    if type(number) is not int or not 0 <= number < len(nodes) or not isinstance(nodes[number], Term):
        raise QedtexError("QT732", f"{number!r} is not the number of a term in the table")
    found = nodes[number]
    assert isinstance(found, Term)
    return found


def nodes_from_json(data: object) -> list[object]:
    """The terms, sorts, spaces and laws of a table; raises `QedtexError` QT731 or QT732."""
    if not isinstance(data, list):
        raise QedtexError("QT732", "the table of nodes is not a list")
    nodes: list[object] = []
    for place, node in enumerate(data):
        if not isinstance(node, list) or not node or not isinstance(node[0], str):
            raise QedtexError("QT732", f"node {place} of the table is not a list that begins with its kind")
        kind, *fields = node
        made = _CLASSES.get(kind)
        if made is None:
            raise QedtexError("QT731", f"node {place} of the table: {kind!r} is not a kind of node")
        shapes = _SHAPES[kind].split()
        if len(fields) != len(shapes):
            raise QedtexError("QT731", f"node {place} of the table: {kind} has {len(shapes)} fields, not {len(fields)}")
        nodes.append(made(*(_read(value, shape, nodes, place) for value, shape in zip(fields, shapes, strict=True))))
    return nodes


def _read(value: object, shape: str, nodes: Sequence[object], place: int) -> object:
    """A field as its shape says; a number must be that of an earlier node of the right type."""
    if shape.endswith("?"):
        return None if value is None else _read(value, shape[:-1], nodes, place)
    if shape == "terms" and isinstance(value, list):
        return tuple(_read(item, _TERM, nodes, place) for item in value)
    plain = _PLAIN.get(shape)
    if plain is not None:
        read = plain(value)
        if read is not None:
            return read
    elif type(value) is int and 0 <= value < place:
        wanted = _NODE_TYPES.get(shape)
        if wanted is not None and isinstance(nodes[value], wanted):
            return nodes[value]
    raise QedtexError("QT731", f"node {place} of the table: {value!r} is not a {shape}")


def _fraction(value: object) -> Fraction | None:
    """An exact fraction written `3` or `-3/4`, and in no other of the ways that `Fraction` reads."""
    if not isinstance(value, str) or len(value) > _MOST_DIGITS or not value.isascii():
        return None
    over, slash, by = value.removeprefix("-").partition("/")
    if not over.isdigit() or (slash and not by.isdigit()) or (slash and int(by) == 0):
        return None
    return Fraction(value)


_MOST_DIGITS: Final = 2000
_PLAIN: Final[dict[str, Callable[[object], object]]] = {
    "fraction": _fraction,
    "text": lambda value: value if isinstance(value, str) else None,
    "flag": lambda value: value if isinstance(value, bool) else None,
    "natural": lambda value: value if type(value) is int and value >= 0 else None,
}


# Derivations -------------------------------------------------------------------------------------------------------


class _Citations:
    """What the rules of a derivation stand on: its lemmas, those that others need first, and other derivations."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.lemmas: list[Proof] = []
        self.cited: dict[str, Claim] = {}
        self._numbers: dict[int, int] = {}
        self._collect(steps)

    def _collect(self, steps: Iterable[Step]) -> None:
        for argument in (a for step in steps for link in step.links for a in link.use.arguments):
            if not isinstance(argument, Named):
                continue
            if not isinstance(argument.proof, Proof):
                self.cited[argument.name] = argument.theorem.claim
            elif id(argument.proof) not in self._numbers:
                self._collect(argument.proof.steps)
                self._numbers[id(argument.proof)] = len(self.lemmas)
                self.lemmas.append(argument.proof)

    def number(self, proof: object) -> int | None:
        """Which lemma a proof is; `None` for one that is none of them."""
        return self._numbers.get(id(proof))

    def names(self) -> list[str]:
        """The names of the lemmas, each made its own by a number where others have it too."""
        given = [lemma.name for lemma in self.lemmas]
        taken = set(given)
        names: list[str] = []
        for name in given:
            own, number = name, 2
            while own in names or (own != name and own in taken):
                own, number = f"{name} {number}", number + 1
            names.append(own)
        return names


def derivation_record(d: Derivation) -> dict[str, object]:
    """A derivation as JSON data: what it claims, in which context, and every link with what it stands on.

    Each of its lemmas has a claim, hypotheses and steps of its own, and stands on lemmas before it only.

    >>> import qedtex
    >>> record = derivation_record(qedtex.load("divergence.kl_decomposition"))
    >>> record["id"], len(record["steps"]), record["steps"][1]["links"][0]["rule"]
    ('divergence.kl_decomposition', 6, 'log_quotient')
    """
    table = _Table()
    citations = _Citations(d.steps)
    hypotheses = [_hypothesis(hypothesis, table) for hypothesis in d.claim.context.hypotheses]
    lemmas = [
        {"name": name, **_chain(lemma.theorem.claim, lemma.steps, citations, table)}
        for name, lemma in zip(citations.names(), citations.lemmas, strict=True)
    ]
    steps = [_step(step, citations, table) for step in d.steps]
    everything = [*d.lines, *(side for known in d.claim.context.hypotheses for side in (known.left, known.right))]
    symbols = sorted({symbol for line in everything for symbol in free(line)}, key=_symbol_order)
    laws = {node.law for line in everything for node in line.walk() if isinstance(node, Distribution)}
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "id": d.name,
        "title": d.title,
        "source": d.source,
        "context": {
            "symbols": [table.number(symbol) for symbol in symbols],
            "laws": [table.number(law) for law in sorted(laws, key=lambda law: (law.name, repr(law)))],
            "hypotheses": hypotheses,
        },
        "claim": _sides(d.claim.left, d.claim.relation.value, d.claim.right, table),
        "lemmas": lemmas,
        "steps": steps,
        "cites": {
            name: {
                **_sides(claim.left, claim.relation.value, claim.right, table),
                "hypotheses": [_hypothesis(known, table) for known in claim.context.hypotheses],
            }
            for name, claim in sorted(citations.cited.items())
        },
        "table": table.nodes,
    }


def _chain(claim: Claim, steps: Sequence[Step], citations: _Citations, table: _Table) -> dict[str, object]:
    return {
        "hypotheses": [_hypothesis(known, table) for known in claim.context.hypotheses],
        "claim": _sides(claim.left, claim.relation.value, claim.right, table),
        "steps": [_step(step, citations, table) for step in steps],
    }


def _symbol_order(symbol: Symbol) -> tuple[str, bool, str]:
    return symbol.name, isinstance(symbol.sort, Family), repr(symbol.sort)


def _sides(left: Term, relation: str, right: Term, table: _Table) -> dict[str, object]:
    return {"left": table.number(left), "relation": relation, "right": table.number(right)}


def _hypothesis(hypothesis: Hypothesis, table: _Table) -> dict[str, object]:
    return {
        "name": hypothesis.name,
        "kind": hypothesis.kind,
        **_sides(hypothesis.left, hypothesis.relation.value, hypothesis.right, table),
        "variables": [table.number(variable) for variable in hypothesis.variables],
    }


def _step(step: Step, citations: _Citations, table: _Table) -> dict[str, object]:
    return {
        **_sides(step.left, step.relation.value, step.right, table),
        "by": [str(use) for use in step.uses],
        "hypotheses": [hypothesis.name for hypothesis in step.theorem.hypotheses],
        "links": [_link(checked, citations, table) for checked in step.theorem.links],
    }


def _link(checked: Checked, citations: _Citations, table: _Table) -> dict[str, object]:
    link = checked.link
    said = {} if checked.relation is Relation.EQUAL else {"relation": checked.relation.value}
    return {
        **said,
        "before": table.number(link.before),
        "after": table.number(link.after),
        "rule": link.use.rule.name,
        "arguments": [_argument(argument, citations, table) for argument in link.use.arguments],
        "path": list(link.path),
        "reverse": link.reverse,
        "conditions": [_condition(condition, table) for condition in checked.conditions],
    }


def _argument(argument: object, citations: _Citations, table: _Table) -> object:
    """A rule's argument: the number of a term or of a lemma, a name, or the id of a derivation that is cited."""
    match argument:
        case Term():
            return {"term": table.number(argument)}
        case Named(name, _, proof):
            number = citations.number(proof)
            return {"cites": name} if number is None else {"lemma": number}
        case str():
            return {"name": argument}
        case _:
            return {"name": getattr(argument, "__name__", str(argument))}


def _condition(condition: Condition, table: _Table) -> dict[str, object]:
    return {
        "value": table.number(condition.value),
        "needed": condition.needed,
        "for": [
            [table.number(symbol), None if domain is None else table.number(domain)]
            for symbol, domain in condition.scope.binders
        ],
    }


def dumps(record: dict[str, object]) -> str:
    """The record as JSON text, the same for the same record.

    >>> dumps({"b": [1, [2]], "a": "é"})
    '{"a":"é","b":[1,[2]]}\\n'
    """
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


assert set(_SHAPES) == set(_CLASSES) == {name for name in _CLASSES if hasattr(terms, name) or hasattr(sorts, name)}

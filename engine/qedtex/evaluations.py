"""A derivation with numbers in: the value of every line and its unit, or a plain word on why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qedtex.binding import free
from qedtex.errors import QedtexError
from qedtex.latex.vocabulary import Vocabulary
from qedtex.names import keyword, plain_name
from qedtex.sorts import Family, Integer, Outcome, Real, RealLine
from qedtex.stating import is_infinite, is_proposition, is_set
from qedtex.terms import (
    KL,
    Apply,
    CrossEntropy,
    Div,
    Entropy,
    Exp,
    Limit,
    Log,
    Prob,
    SelfInformation,
    Sigmoid,
    Term,
    VariableEntropy,
    is_enumeration,
    term,
)

if TYPE_CHECKING:
    from qedtex.proved import Derivation

_BITS = 128
"""The working precision of evaluations, enough for 15 certain digits of what the documents calculate."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an evaluated derivation: the term, its value as a decimal, and the unit (nats, bits or none)."""

    term: Term
    value: str
    unit: str

    @property
    def number(self) -> float:
        """The value as a float, for plotting; decisions are never made on it."""
        return float(self.value)

    def __float__(self) -> float:
        return self.number

    def __repr__(self) -> str:
        return f"{self.term} = {self.value}{' ' + self.unit if self.unit else ''}"


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """The value of every line of a derivation at given numbers."""

    lines: tuple[Line, ...]

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, number: int) -> Line:
        return self.lines[number]

    def __repr__(self) -> str:
        from qedtex.render.terminal import cells

        texts = [str(line.term) for line in self.lines]
        width = min(max(map(cells, texts)), 100)
        values = [f"{line.value} {line.unit}".rstrip() for line in self.lines]
        rows = zip(texts, values, strict=True)
        return "\n".join(f"{text}{' ' * max(width - cells(text), 0)}  {value}" for text, value in rows)


def evaluation(derivation: Derivation, values: Mapping[str, object]) -> Evaluation:
    """The value of every line of the chain; its lemmas are not evaluated. `Derivation.evaluate` says what is raised."""
    from flint import ctx

    from qedtex.oracle import Indeterminate, Model, Unable, Undefined, evaluate

    _require_numbers(derivation)
    rows = []
    with ctx.workprec(_BITS):
        try:
            model = Model.given(derivation.lines, values, derivation.claim.context)
        except QedtexError as fault:
            taken = ", ".join(_taken(derivation))
            if fault.code == "QT305" and taken:
                fault.help = f"it takes {taken}" if "masses" not in fault.message else fault.help
            raise
        for line in derivation.lines:
            try:
                value = evaluate(line, model)
            except (Undefined, Unable, Indeterminate) as problem:
                raise QedtexError("QT515", f"{line} has no value at these numbers: {problem}") from problem
            rows.append(Line(line, _decimal(value), unit_of(line)))
    return Evaluation(tuple(rows))


def _require_numbers(derivation: Derivation) -> None:
    """Raise `QedtexError` where no numbers that are given could make numbers of the lines."""
    name = derivation.name
    for line in derivation.lines:
        if is_set(line):
            raise QedtexError(
                "QT514",
                f"the lines of {name} are sets of maximisers or minimisers, which have no number",
                help="look at the objective of a line: d.lines[0].body",
            )
        if is_proposition(line):
            raise QedtexError(
                "QT514",
                f"the lines of {name} are propositions, which are true or false and have no number",
                help="look at a side of a line: d.lines[0].left",
            )
        if is_infinite(line) or any(isinstance(node, Limit) for node in line.walk()):
            raise QedtexError(
                "QT514",
                f"the lines of {name} speak of a limit, which no numbers are put into",
                help="look at what goes to the limit: d.lines[0].body",
            )
    sides = [side for known in derivation.claim.context.hypotheses for side in (known.left, known.right)]
    nodes = [node for line in (*derivation.lines, *sides) for node in line.walk()]
    names = sorted({plain_name(node.function.name) for node in nodes if isinstance(node, Apply)})
    if names:
        raise QedtexError(
            "QT516",
            f"{name} speaks of {', '.join(names)}, known by its hypotheses only, so that there is nothing to evaluate",
            help="give numbers to a derivation whose functions are written out",
        )


def _taken(derivation: Derivation) -> Iterator[str]:
    """What numbers can be given for, as keywords; sizes that follow from the lengths of lists are left out."""
    words = Vocabulary.of(*derivation.lines)
    stated = [known.left for known in derivation.claim.context.hypotheses]
    told = {side.distribution.law for side in stated if isinstance(side, Prob)}
    inferred: set[Term] = set()
    for law in words.laws:
        if law.space is None and law not in told and law.sample is None:
            yield f"{keyword(law.name)}=[...]"
        if law.space is None or law.sample is not None or law in told or isinstance(law.space, RealLine):
            continue
        inferred.update(law.space.terms())
        yield f"{keyword(law.name)}=[...]"
    listed = frozenset().union(*map(free, derivation.lines)) - set(stated)
    symbols = [symbol for symbol in words.symbols if symbol in listed and not is_enumeration(symbol)]
    for symbol in symbols:
        if isinstance(symbol.sort, Family):
            inferred.update(symbol.sort.terms())
            yield f"{keyword(symbol.name)}=[...]"
    for symbol in symbols:
        if symbol not in inferred and isinstance(symbol.sort, (Real, Integer, Outcome)):
            yield f"{keyword(symbol.name)}=..."


def unit_of(value: Term) -> str:
    """The unit of a line: bits where its logarithms have base 2, nats where they are natural, else none.

    A quotient of two logarithms has no unit of its own, but log a / log 2 is a number of bits; nor has what stands
    below an exponential or a sigmoid one.

    >>> from qedtex.language import log, positive
    >>> a = positive("a")
    >>> [unit_of(one) for one in (log(a), log(a, 2), a, log(a) / log(2), log(a) / log(3))]
    ['nats', 'bits', '', 'bits', '']
    """
    units = set(_units(value))
    return units.pop() if len(units) == 1 else ""


def _units(value: Term) -> Iterator[str]:
    """The units of the parts that a term is put together of; the empty one for a pure number of logarithms."""
    match value:
        case Div(above, below) if set(_units(below)):
            inside = set(_units(above))
            if inside:  # else it is a number such as 1 / log 2, whatever it is added to
                yield "bits" if inside == {"nats"} and below == Log(term(2)) else ""
        case Exp() | Sigmoid():
            return
        case Log() | Entropy() | CrossEntropy() | KL() | SelfInformation() | VariableEntropy():
            yield "nats" if value.base is None else "bits" if value.base == term(2) else ""
        case _:
            for child in value.children:
                yield from _units(child)


def _decimal(value: object) -> str:
    """The decimal digits of an exact rational or of an enclosure, those that are certain, at most 15."""
    from flint import arb, fmpq

    ball = arb(value) if isinstance(value, fmpq) else value
    text = str(ball.str(15, radius=False)) if isinstance(ball, arb) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text

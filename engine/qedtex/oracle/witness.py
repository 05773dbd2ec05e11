"""The numbers of a counterexample, for a reader."""

from __future__ import annotations

from collections.abc import Iterator

from qedtex.claims import Witness
from qedtex.names import plain_name
from qedtex.oracle.model import Model
from qedtex.oracle.values import Indeterminate, Unable, Undefined, Value, decimal_text
from qedtex.sorts import Alphabet, Extrema, Integer
from qedtex.terms import Apply, Extremum, Symbol, Term

_SHOWN = 12


def witness(model: Model, left: Value, right: Value) -> Witness:
    """The values that both sides depend on, sizes first, and what the sides come to."""
    return Witness(tuple(dict.fromkeys(_values(model)))[:_SHOWN], decimal_text(left), decimal_text(right))


def _values(model: Model) -> Iterator[tuple[str, str]]:
    setting = model.setting
    symbols = [symbol for symbol in setting.free if not isinstance(symbol.sort, Extrema)]
    symbols.sort(key=lambda symbol: not isinstance(symbol.sort, Integer))
    for symbol in symbols:
        if model.is_telling(symbol):
            yield plain_name(symbol.name), _shown(model.symbol(symbol))
    for law in setting.laws:
        if isinstance(law.space, Alphabet):
            yield f"|{plain_name(law.space.name)}|", str(len(model.elements(setting.role(None, law))))
    for law in sorted(setting.laws, key=lambda law: law.name):
        if law in setting.spoken_alone:
            try:
                masses = model.free_mass(law)
            except (Unable, Undefined, Indeterminate):
                masses = None
            if masses is not None:
                yield plain_name(law.name), "[" + ", ".join(map(decimal_text, masses)) + "]"
    yield from _functions(model)
    for node in _extrema(setting.terms) if model.grid_matters else ():
        yield plain_name(node.variable.name) + " in", _shown(tuple(model.grid(node.variable.sort)))
    yield from model.laws.looked_up()


def _functions(model: Model) -> Iterator[tuple[str, str]]:
    """The functions that were drawn, which their arguments alone do not tell."""
    nodes = (node for term in model.setting.terms for node in term.walk() if isinstance(node, Apply))
    for function in dict.fromkeys(node.function for node in nodes):
        at = Symbol("t", function.domain)
        try:
            formula = model.evaluator.formula(Apply(function, at))
        except Unable:
            continue
        yield f"{plain_name(function.name)}(t)", str(formula)


def _extrema(terms: tuple[Term, ...]) -> list[Extremum]:
    found = {node.variable: node for term in terms for node in term.walk() if isinstance(node, Extremum)}
    return list(found.values())


def _shown(value: Value) -> str:
    return plain_name(decimal_text(value))

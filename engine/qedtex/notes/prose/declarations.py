"""Declarations in notes: what `qedtex: let f: differentiable, sigma > 0` says of names."""

from __future__ import annotations

import re

from qedtex.context import Relation
from qedtex.notes.cautions import Cautions
from qedtex.notes.formulas.chains import Chain
from qedtex.notes.reading import Notebook, tokens
from qedtex.notes.reading.surface import Refusal

_RELATIONS = {
    "<=": Relation.LESS_EQUAL,
    r"\le": Relation.LESS_EQUAL,
    ">=": Relation.GREATER_EQUAL,
    r"\ge": Relation.GREATER_EQUAL,
    "!=": Relation.UNEQUAL,
    r"\ne": Relation.UNEQUAL,
    "=": Relation.EQUAL,
    "<": Relation.LESS,
    ">": Relation.GREATER,
}
_RELATION = re.compile(r"<=|>=|!=|\\leq?(?![a-z])|\\geq?(?![a-z])|\\neq?(?![a-z])|=|<|>")
_NAME = re.compile(r"\\?[A-Za-z][A-Za-z0-9_{}\\^']*")


def declare(text: str, notebook: Notebook) -> list[str]:
    """Take in what a `let` directive says; returns what is wrong with it, in words.

    >>> notebook = Notebook()
    >>> declare("sigma > 0, N: positive integer", notebook), sorted(notebook.declared)
    ([], ['N', '\\\\sigma'])
    >>> declare("f: wiggly", notebook)
    ["there is no kind 'wiggly'; ..."]
    """
    faults: list[str] = []
    for part in _split(text):
        name, colon, kind = part.partition(":")
        try:
            if colon and _NAME.fullmatch(name.strip()):
                notebook.declare(name.strip(), " ".join(kind.split()))
                continue
            found = _relation(part)
            if found is None:
                faults.append(f"{part!r} declares nothing")
                continue
            left, sign, right = part[: found.start()].strip(), found.group(), part[found.end() :].strip()
            if sign == ">" and right == "0" and _NAME.fullmatch(left):
                notebook.declare(left, "positive")
            else:
                relation = _RELATIONS[sign.replace("leq", "le").replace("geq", "ge").replace("neq", "ne")]
                notebook.suppose(tokens(left), relation, tokens(right))
        except (ValueError, Refusal) as fault:
            faults.append(str(fault))
    return faults


def declare_before(chain: Chain, notebook: Notebook, cautions: Cautions, told: set[tuple[int, int]]) -> None:
    """Take in what `let` directives say before a formula, each once; `told` are the places of those that were heard."""
    for directive in chain.formula.directives:
        key = (directive.line, directive.cell or 0)
        if directive.kind != "let" or key in told:
            continue
        told.add(key)
        for fault in declare(directive.text, notebook):
            cautions.add("let", (directive.line, 1), chain.formula.directives, fault, directive.cell)


def _relation(text: str) -> re.Match[str] | None:
    """The first relation sign outside brackets: in \\sum_{i=1}^n y_i = 1 the second one."""
    for found in _RELATION.finditer(text):
        before = text[: found.start()]
        if sum(before.count(one) for one in "([{") == sum(before.count(one) for one in ")]}"):
            return found
    return None


def _split(text: str) -> list[str]:
    """The parts between commas that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth <= 0:
            parts.append(text[start:place])
            start = place + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]

"""The words for what a derivation takes for granted: hypotheses, in general and of the usual kinds."""

from __future__ import annotations

from qedtex.context import Hypothesis, Relation
from qedtex.errors import IllFormed
from qedtex.terms import Number, Symbol, term


def known(
    name: str,
    left: Number,
    right: Number,
    *,
    relation: str = "=",
    for_all: tuple[Symbol, ...] = (),
    kind: str = "given",
    english: str = "",
    chinese: str = "",
) -> Hypothesis:
    """A hypothesis: `left` and `right` stand in a relation for all values of `for_all`. Steps name it as their reason.

    >>> from qedtex.language import event, label, labels, pmf
    >>> y = label("y"); P = pmf("P", labels(0, 1, "x"), positive=False)
    >>> print(known("label", P(event("x", 0)), y))
    label: P(x = 0) = y
    """
    try:
        stated = Relation(relation)
    except ValueError:
        listed = ", ".join(entry.value for entry in Relation)
        raise IllFormed("QT127", f"{relation!r} is no relation", help=f"relations are {listed}") from None
    return Hypothesis(name, term(left), stated, term(right), for_all, kind, english, chinese)


def iid(left: Number, right: Number, *, for_all: tuple[Symbol, ...] = (), name: str = "iid") -> Hypothesis:
    """The likelihood of a data set is the product over its members: independent and identically distributed."""
    return known(
        name,
        left,
        right,
        for_all=for_all,
        kind="iid",
        english="independent and identically distributed samples",
        chinese="样本独立同分布",
    )


def independence(
    left: Number,
    right: Number,
    *,
    for_all: tuple[Symbol, ...] = (),
    name: str,
    english: str = "independence",
    chinese: str = "独立性",
) -> Hypothesis:
    """A probability is the product of those of independent parts, or does not depend on what it is conditioned on."""
    return known(name, left, right, for_all=for_all, kind="independence", english=english, chinese=chinese)


def density(
    left: Number, right: Number, *, for_all: tuple[Symbol, ...] = (), name: str, chinese: str = ""
) -> Hypothesis:
    """The density of a quantity in closed form; `name` is that of the distribution, `chinese` its Chinese name."""
    return known(
        name,
        left,
        right,
        for_all=for_all,
        kind="density",
        english=f"{name} density",
        chinese=f"{chinese or name}概率密度",
    )

"""qedtex: checked derivations and verified LaTeX for information theory and learning, on SymPy."""

from __future__ import annotations

from functools import cache

from qedtex.calc import Calc
from qedtex.catalogue import Catalogue, derivation
from qedtex.errors import QedtexError
from qedtex.language import (
    KL,
    CrossEntropy,
    E,
    Entropy,
    Product,
    SelfInformation,
    Sum,
    absolute,
    alphabet,
    argmax,
    argmin,
    data,
    decimal,
    density,
    e,
    empirical,
    event,
    exp,
    extrema,
    iid,
    independence,
    index,
    integer,
    known,
    label,
    labels,
    law,
    ln,
    log,
    member,
    nonnegative,
    norm,
    outcome,
    outcomes,
    parameter,
    pi,
    pmf,
    positive,
    positive_integer,
    probability,
    real,
    sample,
    sigmoid,
    sqrt,
    vector,
)
from qedtex.proved import Derivation


def load(name: str) -> Derivation:
    """The shipped derivation of an id, proved; raises `QedtexError` QT501 for an unknown one.

    >>> len(load("divergence.kl_decomposition").steps)
    6
    """
    return _shipped().load(name)


@cache
def _shipped() -> Catalogue:
    return Catalogue()


calc = Calc(lambda name: load(name).theorem)
"""Starts a chain; it may cite the shipped derivations by id."""

"""Reading mathematics as people write it: tokens, a surface tree, and the term that it means. It never guesses."""

from __future__ import annotations

from qedtex.notes.reading.chain import read_chain
from qedtex.notes.reading.expansion import Definition
from qedtex.notes.reading.notebook import Notebook, Unknown
from qedtex.notes.reading.readings import Reading
from qedtex.notes.reading.sides import ReadChain, Side, Unread
from qedtex.notes.reading.tokens import Token, tokens

__all__ = [
    "Definition",
    "Notebook",
    "ReadChain",
    "Reading",
    "Side",
    "Token",
    "Unknown",
    "Unread",
    "read_chain",
    "tokens",
]

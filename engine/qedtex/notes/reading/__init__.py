"""Reading mathematics as people write it: tokens, a surface tree, and the term that it means. It never guesses."""

from __future__ import annotations

from qedtex.notes.reading.tokens import Token, tokens

__all__ = ["Token", "tokens"]

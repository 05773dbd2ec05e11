"""Words and sentences as LaTeX source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qedtex.render.sentences import Sentence

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "“": "``",
    "”": "''",
    **{character: "\\" + character for character in "#$%&_"},
}


_BEHIND_CHINESE = re.compile("(?<=[\u2e80-\u9fff]) ")


def escaped(words: str) -> str:
    """Words with what is special in LaTeX written out.

    >>> print(escaped("50% of a_b"))
    50\\% of a\\_b
    """
    return spaced("".join(_SPECIAL.get(character, character) for character in words))


def spaced(text: str) -> str:
    r"""Text in which a space behind a Chinese character is written out: the environment CJK* swallows it otherwise.

    >>> print(spaced("引理 1"), spaced("lemma 1"))
    引理\ 1 lemma 1
    """
    return _BEHIND_CHINESE.sub(r"\\ ", text)


def sentence_tex(sentence: Sentence) -> str:
    """A sentence with its formulas in math mode."""
    return spaced("".join(escaped(part) if isinstance(part, str) else f"${part.latex}$" for part in sentence.parts))


def comment(text: str) -> str:
    """Text as a comment line, whatever is in it."""
    return "% " + re.sub(r"\s+", " ", text)

"""From LaTeX to terms: the strict reader of what the printer writes and of its usual variants. It never guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qedtex.latex.shape import MAX_CHARACTERS, MAX_NESTING, shape, too_deep
from qedtex.latex.statements import Statements
from qedtex.latex.syntax import ReadError
from qedtex.latex.vocabulary import Vocabulary

if TYPE_CHECKING:
    from qedtex.context import Relation
    from qedtex.terms import Term

__all__ = ["MAX_CHARACTERS", "MAX_NESTING", "ReadError", "Vocabulary", "read", "read_relation_chain"]


def read(text: str, vocabulary: Vocabulary) -> Term:
    r"""The term that a formula states, all of it; raises `ReadError` where there is none or more than one.

    >>> from qedtex.language import label, log, probability
    >>> y, y_hat = label("y"), probability("y_hat")
    >>> read(r"-y \log\left(\hat y\right)", Vocabulary.of(y, y_hat)) == -(y * log(y_hat))
    True
    >>> read(r"y \log z", Vocabulary.of(y))
    Traceback (most recent call last):
    ...
    qedtex.latex.syntax.ReadError: error[QT205]: nothing is known of z
      --> <formula>:1:8
      expected: a name that is declared
      found: z
      help: declare it, or check its spelling
    """
    chain = shape(text)
    try:
        return Statements(text, vocabulary).whole(chain)
    except RecursionError:
        # The limit of nesting keeps inside Python's own, unless the caller is deep in a recursion already.
        raise too_deep(0) from None


def read_relation_chain(text: str, vocabulary: Vocabulary) -> list[Term | Relation]:
    r"""The terms of a chain such as a = b \le c with the relations between them, in order; raises `ReadError`.

    >>> from qedtex.language import real
    >>> [str(part) for part in read_relation_chain(r"a \leq b + 1", Vocabulary.of(real("a"), real("b")))]
    ['a', 'Relation.LESS_EQUAL', 'b + 1']
    """
    chain = shape(text)
    try:
        return Statements(text, vocabulary).relations(chain)
    except RecursionError:
        raise too_deep(0) from None

"""Subjects: the names and the numbers that a formula in running text consists of, of which its words say something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from qedtex.errors import QedtexError
from qedtex.notes.reading.admitted import admitted_by_set, number
from qedtex.notes.reading.grammar import parse
from qedtex.notes.reading.naming import is_law_name, letter_of, member, spelt
from qedtex.notes.reading.surface import Applied, Big, Name, Refusal
from qedtex.notes.reading.tokens import Token, tokens

_LONGEST = 60
_OPEN, _CLOSE = frozenset({"(", "\\{", "\\lbrace", "{"}), frozenset({")", "\\}", "\\rbrace", "}"})
_SAYS = frozenset(
    {"=", "\\in", "∈", ":", ":=", "\\colon", ">", "<", "\\ge", "\\geq", "\\le", "\\leq", "\\geqslant", "≥", "≤"}
)


def names_of(latex: str, *, with_functions: bool = False) -> frozenset[str]:
    r"""The names that a formula consists of, or that stand before its relation; none where it is anything else.

    >>> sorted(names_of("p_i")), sorted(names_of("p(x)")), sorted(names_of(r"\sigma, \tau"))
    (['p', 'p_{i}'], ['p'], ['\\sigma', '\\tau'])
    >>> names_of("f(x)"), names_of(r"\log x"), names_of("x > 0")
    (frozenset(), frozenset(), frozenset({'x'}))
    """
    try:
        return names_of_tokens(tokens(latex), with_functions=with_functions)
    except QedtexError:
        return frozenset()


def names_of_tokens(written: Sequence[Token], *, with_functions: bool = False) -> frozenset[str]:
    """The same of a formula that is parted into tokens."""
    found = [token for token in written if token.text not in ("\\left", "\\right", ".")]
    end = next((at for at, token in enumerate(found) if token.text in _SAYS), len(found))
    left = found[:end]
    if not 0 < len(left) <= _LONGEST:
        return frozenset()
    if left[0].text in _OPEN and left[-1].text in _CLOSE:
        left = left[1:-1]
    names: set[str] = set()
    for part in _parts(left):
        if all(token.text in ("\\ldots", "\\dots", "\\cdots", "…", ".") for token in part):
            continue
        mine = set(_of_one(part, with_functions=with_functions))
        if not mine:
            return frozenset()
        names |= mine
    return frozenset(names)


def number_of(latex: str) -> Iterator[Fraction]:
    r"""The numbers that a formula is: one, two behind a sign for plus or minus, or those of a set.

    >>> [str(value) for value in number_of(r"\pm 1")], [str(value) for value in number_of(r"\{-1, 1\}")]
    (['1', '-1'], ['-1', '1'])
    """
    try:
        found = tokens(latex)
    except QedtexError:
        return
    both = bool(found) and found[0].text in ("\\pm", "±")
    value = number(found[1:] if both else found)
    if value is not None:
        yield value
        if both:
            yield -value
    else:
        listed = found if found and found[0].text in ("[", "(", "]", "\\{", "\\lbrace") else tokens(rf"\{{{latex}\}}")
        yield from (point for _, point in admitted_by_set([*tokens("x \\in"), *listed]))


def names_of_sum(left: Sequence[Token], relation: str, right: Sequence[Token]) -> frozenset[str]:
    r"""The laws whose masses a relation says to sum to another number than 1; none for anything else.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> names_of_sum(tokens(r"\sum_x p(x)"), "=", tokens("2")), names_of_sum(tokens(r"\sum_x p(x)"), "=", tokens("1"))
    (frozenset({'p'}), frozenset())
    """
    for one, other in ((left, right), (right, left)):
        value = number(other)
        if not 0 < len(one) <= _LONGEST or (value == 1 and relation not in ("!=", "<", ">")):
            continue
        if value is None and not (relation in ("=", ":=") and _is_a_number(other)):
            continue
        names = summed(one)
        if names:
            return names
    return frozenset()


def names_summed(latex: str) -> frozenset[str]:
    r"""The laws whose masses a formula sums, and nothing else.

    >>> names_summed(r"\sum_x q(x)"), names_summed("q(x)")
    (frozenset({'q'}), frozenset())
    """
    try:
        return summed(tokens(latex))
    except QedtexError:
        return frozenset()


def summed(side: Sequence[Token]) -> frozenset[str]:
    """The same of a side."""
    try:
        piece, _ = parse(tuple(side))
    except (Refusal, RecursionError):
        return frozenset()
    if not isinstance(piece, Big) or piece.kind != "sum":
        return frozenset()
    body = piece.body
    if isinstance(body, Applied) and is_law_name(body.head):
        return frozenset({body.head.text})
    mine = member(body) if isinstance(body, Name) and is_law_name(body) else None
    return frozenset({mine.base}) if mine is not None else frozenset()


def _is_a_number(side: Sequence[Token]) -> bool:
    """Whether a side is a plain name, as that of a sum."""
    try:
        piece, _ = parse(tuple(side))
    except (Refusal, RecursionError):
        return False
    return isinstance(piece, Name) and not piece.primes and not is_law_name(piece)


def _parts(written: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """What stands between commas outside of brackets."""
    depth, start = 0, 0
    for at, token in enumerate(written):
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if token.text == "," and depth == 0:
            yield written[start:at]
            start = at + 1
    yield written[start:]


def _of_one(part: Sequence[Token], *, with_functions: bool) -> Iterator[str]:
    try:
        piece, _ = parse(tuple(part))
    except (Refusal, RecursionError):
        return
    if isinstance(piece, Applied) and (with_functions or is_law_name(piece.head)):
        piece = Name(piece.head.at, piece.head.text, piece.head.sub)
    if not isinstance(piece, Name) or piece.sup is not None or piece.primes:
        return
    mine = member(piece)
    if mine is not None:
        yield mine.base
        yield letter_of(mine.base)
    try:
        yield spelt(piece)
    except Refusal:
        return
    if piece.text.startswith("\\mathbf{"):
        yield letter_of(piece.text)

"""What a chain leaves open: readings that are likely and not certain, so that nothing is called false on them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from qedtex.notes.reading.kinds import Kinds
from qedtex.notes.reading.naming import is_law_name, is_size, letter_of, spelt, vectors_in
from qedtex.notes.reading.surface import Applied, Big, Differential, Name, Number, Product, Refusal, Surface
from qedtex.notes.reading.uses import bound_by, loose_indices

FIXED = frozenset({"\\infty", "\\pi", "e"})
"""Names of numbers that are never anything else."""
_COUNTS = frozenset("nNKmMk")


def note_doubts(
    sides: Sequence[Surface], steps: Sequence[tuple[Surface, Surface]], kinds: Kinds, bases: set[str], *, equation: bool
) -> None:
    """Note what is open in a chain of `sides`; `steps` are those that an equals sign stands between.

    `bases` are those of the logarithms that the document has shown before.
    """
    for one, other in steps:
        _laid_down(sides, one, other, kinds)
        if equation:
            _relation_of_unknowns(one, other, kinds)
    if sides and equation:
        _chosen_law(sides, kinds)
    counts = kinds.uses.positive & _COUNTS
    if not equation and kinds.uses.spoken and counts and kinds.number_of_outcomes() is None:
        kinds.note(min(counts), "any number", "it may be the number of outcomes", doubtful=True)
    elsewhere = bases & {"2", "10"}
    if elsewhere and kinds.uses.bases == {""} and not any(isinstance(p, Name) for side in sides for p in side.walk()):
        told = f"elsewhere the note takes base {min(elsewhere)}"
        kinds.note("log", "the natural logarithm", told, doubtful=True)
    _labels(sides, kinds)
    _independence(kinds)


def _laid_down(sides: Sequence[Surface], one: Surface, other: Surface, kinds: Kinds) -> None:
    """A derivative that is set to 0, and numbers that are said to sum to 1."""
    if not isinstance(other, Number):
        return
    if (
        other.text == "0"
        and not isinstance(one, Name)
        and any(isinstance(part, Differential) for side in sides for part in side.walk())
    ):
        kinds.note("= 0", "an identity", "a derivative is set to 0 to find where it is", doubtful=True)
    if other.text == "1" and isinstance(one, Big) and one.kind == "sum" and isinstance(one.body, Name):
        kinds.note("= 1", "an identity", "such a sum is often 1 by what was said before", doubtful=True)


def _relation_of_unknowns(one: Surface, other: Surface, kinds: Kinds) -> None:
    """An equation of which each side has a quantity that the other lacks may say how they hang together."""
    left, right = _numbers_in(one, kinds), _numbers_in(other, kinds)
    for name in sorted(left ^ right):
        worded = name.startswith(("\\mathrm{", "\\mathcal{", "\\text{")) and not (vectors_in(name) or is_size(name))
        if worded or (name == "C" and _is_added(name, one, other)):
            kinds.note(_spellings({name}, one, other), "any number", "the equation may say what it is", doubtful=True)
    if left - right and right - left:
        told = f"{_spellings(left - right, one)} and {_spellings(right - left, other)}"
        kinds.note(told, "any numbers", "the equation may say how they hang together", doubtful=True)


def _spellings(names: set[str], *sides: Surface) -> str:
    """Names as a list, with the subscripts that they have."""
    found = set(names)
    for part in (part for side in sides for part in side.walk()):
        if isinstance(part, Name) and part.text in names:
            with suppress(Refusal):
                found.add(spelt(Name(part.at, part.text, part.sub, None, part.primes)))
    return ", ".join(sorted(found))


def _is_added(name: str, *sides: Surface) -> bool:
    """Whether a name is a term of its own, as a constant is."""
    return any(isinstance(one, Name) and one.text == name for side in sides for one in getattr(side, "terms", ()))


def _labels(sides: Sequence[Surface], kinds: Kinds) -> None:
    """A sum of labels times what does not run with them: labels are often one-hot, and sum to 1."""
    for part in (part for side in sides for part in side.walk()):
        if not isinstance(part, Big) or part.kind != "sum":
            continue
        running = {name.text for name in bound_by(part)[0]}
        factors = part.body.factors if isinstance(part.body, Product) else (part.body,)
        along = [one for one in factors if loose_indices(one) & running]
        if len(along) == 1 and isinstance(along[0], Name) and along[0].text in ("y", "t", "\\mathbf{y}"):
            kinds.note(along[0].text, "any labels", "they may be meant to sum to 1", doubtful=True)


def _numbers_in(piece: Surface, kinds: Kinds) -> set[str]:
    """The names in a piece that stand for numbers and that nothing binds."""
    bound = {*kinds.uses.indices, *kinds.uses.outcomes, *FIXED, *"ijkl", *(law.text for law in kinds.uses.slots)}
    return set(_names(piece)) - bound


def _names(piece: Surface) -> Iterator[str]:
    """The names in a piece that are no subscripts, no functions, and no laws or quantities with arguments."""
    if isinstance(piece, Name):
        yield piece.text
        for part in piece.sup.cells if piece.sup is not None else ():
            yield from _names(part)
        return
    left_out = piece.head if isinstance(piece, Applied) else piece.sub if isinstance(piece, Big) else None
    for part in piece.parts():
        if part is not left_out:
            yield from _names(part)


def _chosen_law(sides: Sequence[Surface], kinds: Kinds) -> None:
    """A law on the left that no other side speaks of may be chosen to be what stands there."""
    first, *others = sides
    if not isinstance(first, Applied) or not is_law_name(first.head):
        return
    names = (part for side in others for part in side.walk() if isinstance(part, Name) and is_law_name(part))
    letters = {letter_of(name.text).lower() for name in names}
    if letters and letter_of(first.head.text).lower() not in letters:
        kinds.note(first.head.text, "any law", "it may be chosen to be this one", doubtful=True)


def _independence(kinds: Kinds) -> None:
    """A joint probability of a family beside those of its members given an outcome: they may be independent."""
    found = [arguments for _, arguments, _ in kinds.uses.applications]
    joint = {value.base for one in found for value in (*one.outcomes, *one.given) if value.kind == "family"}
    for one in found:
        of_members = any(value.kind == "member" and value.base in joint for value in one.outcomes)
        if of_members and any(kinds.is_outcome(value) for value in one.given):
            kinds.note("factors", "a claim for any law", "they may be taken to be independent", doubtful=True)

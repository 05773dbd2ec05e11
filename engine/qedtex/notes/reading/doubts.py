"""What a chain leaves open: readings that are likely and not certain, so that nothing is called false on them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from qedtex.notes.reading.kinds import Kinds
from qedtex.notes.reading.naming import is_law_name, is_size, letter_of, member, spelt, vectors_in
from qedtex.notes.reading.surface import Applied, Big, Differential, Name, Number, Product, Refusal, Surface, Total
from qedtex.notes.reading.tokens import Token
from qedtex.notes.reading.transparent import STROKES
from qedtex.notes.reading.uses import bound_by, loose_indices, quantity

FIXED = frozenset({"\\infty", "\\pi", "e"})
"""Names of numbers that are never anything else."""
_COUNTS = frozenset("nNKmMk")
_EXTREMES = frozenset({"\\mathrm{max}", "\\mathrm{min}"})


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
    for name in sorted(kinds.uses.numbers & {"i", "j", "\\mathrm{i}", "\\mathrm{j}"} - set(kinds.uses.indices)):
        kinds.note(name, "any number", "it may be the imaginary unit", doubtful=True)
    _labels(sides, kinds)
    _independence(kinds)
    _cases(sides, kinds)
    _places(sides, kinds)
    _conditional(sides, kinds)
    _extremes(sides, kinds)
    for name in sorted(kinds.uses.numbers & bases - {"e"}):
        kinds.note(name, "any base", "it is the base of logarithms, which is mostly above 1", doubtful=True)


def _laid_down(sides: Sequence[Surface], one: Surface, other: Surface, kinds: Kinds) -> None:
    """A derivative that is set to 0, and numbers that are said to sum to 1."""
    if not isinstance(other, Number):
        return
    if (
        other.text == "0"
        and not isinstance(one, Name)
        and any(_is_derivative(part) for side in sides for part in side.walk())
    ):
        kinds.note("= 0", "an identity", "a derivative is set to 0 to find where it is", doubtful=True)
    if _is_sum_of_names(one, other.text):
        kinds.note("= 1", "an identity", "such a sum is often 1 by what was said before", doubtful=True)


def _is_derivative(part: Surface) -> bool:
    return isinstance(part, Differential) or (isinstance(part, Applied) and part.head.primes > 0)


def _is_sum_of_names(one: Surface, other: str) -> bool:
    """Whether a sum of names is said to be 1, or such a sum less 1 to be 0."""
    if other == "0" and isinstance(one, Total) and len(one.terms) == 2 and one.signs.count("-") == 1:
        first, second = one.terms
        if isinstance(first, Number):
            first, second = second, first
        return isinstance(second, Number) and second.text == "1" and _is_sum_of_names(first, "1")
    return other == "1" and isinstance(one, Big) and one.kind == "sum" and isinstance(one.body, Name)


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

    slopes = [part for side in (one, other) for part in side.walk() if isinstance(part, Differential)]
    varied = {name.text for part in slopes for name in part.variables}
    for mine, theirs, here in ((left, right, one), (right, left, other)):
        by = {name.text for part in here.walk() if isinstance(part, Differential) for name in part.variables}
        kept = mine - by - _COUNTS - {"e", "\\pi", "\\delta"}
        if by and kept and theirs - mine - varied - {"\\delta"}:
            told = f"{_spellings(kept, here)} as not depending on {_spellings(by, here)}"
            kinds.note(told, "", "the other side speaks of more", doubtful=True)
    for mine, theirs, here, there in ((left, right, one, other), (right, left, other, one)):
        lone = (mine - theirs - _COUNTS - kinds.uses.extrema) & kinds.uses.numbers - _inside_means(here)
        if lone and not theirs - mine and _is_of_a_law(there):
            told = _spellings(lone, here)
            kinds.note(told, "any numbers", "the equation may say how they hang on the law", doubtful=True)
    for name in sorted(left ^ right):
        if name.startswith("\\bar{"):
            kinds.note(_spellings({name}, one, other), "any number", "it may be a mean", doubtful=True)
    for side, beside in ((one, other), (other, one)):
        if _is_sample_mean(beside, kinds) and _is_quantity(side):
            kinds.note(
                "the sum", "over any members", "a mean over a sample may stand for an expectation", doubtful=True
            )


def _inside_means(piece: Surface) -> set[str]:
    """The names in the bodies of expectations."""
    means = (part for part in piece.walk() if isinstance(part, Big) and part.kind == "E")
    return {name for mean in means for name in _names(mean.body)}


def _is_of_a_law(piece: Surface) -> bool:
    """Whether a piece is a mean or an entropy and the like, which a law gives a value."""
    return any(
        (isinstance(part, Big) and part.kind == "E") or (isinstance(part, Applied) and quantity(part.head))
        for part in piece.walk()
    )


def _is_quantity(piece: Surface) -> bool:
    return any(isinstance(part, Applied) and quantity(part.head) in ("H", "KL", "D", "CE") for part in piece.walk())


def _is_sample_mean(piece: Surface, kinds: Kinds) -> bool:
    """Whether a piece is divided by a number and holds a sum over the members of a sample that no law weighs."""
    if not set(kinds.uses.denominators) & {*_COUNTS, "T", "\\mathrm{cardD}"}:
        return False
    for part in piece.walk():
        if not isinstance(part, Big) or part.kind != "sum":
            continue
        running = {name.text for name in bound_by(part)[0]}
        members = [found for one in part.body.walk() if isinstance(one, Name) and (found := member(one)) is not None]
        bases = {
            found.base for found in members if {p.text for p in found.index.walk() if isinstance(p, Name)} & running
        }
        if bases and not bases & kinds.uses.weighted and not bases & kinds.uses.indexed:
            return True
    return False


def _cases(sides: Sequence[Surface], kinds: Kinds) -> None:
    """A small letter that is bound beside its capital that is not, or the other way: they may be the same."""
    uses = kinds.uses
    shown = {value.base for _, found, _ in uses.applications for value in (*found.outcomes, *found.given)}
    for side in sides:
        for part in side.walk():
            if isinstance(part, Applied) and quantity(part.head) == "I" and isinstance(part.arguments.only, Name):
                shown.add(part.arguments.only.text)
            if isinstance(part, Big) and part.kind == "E" and part.sub is not None:
                drawn = {name.text for name in part.sub.walk() if isinstance(name, Name)}
                for text in sorted(drawn - shown):
                    if len(text) == 1 and text.islower() and text.upper() in uses.fixed:
                        kinds.note(f"{text}, {text.upper()}", "two outcomes", "they may be the same", doubtful=True)
    for small in sorted(text for text in shown | uses.outcomes if len(text) == 1 and text.islower()):
        capital = small.upper()
        if capital not in shown | uses.outcomes:
            continue
        if (
            (small in uses.fixed and capital in uses.fixed | uses.outcomes)
            or capital in uses.fixed
            or small not in (uses.outcomes | uses.fixed)
        ):
            kinds.note(f"{small}, {capital}", "two outcomes", "they may be the same", doubtful=True)
    laws = {kinds.alias(name.text) for name in (*(name for name, _, _ in uses.applications), *uses.slots)}
    for small in sorted(text for text in laws if len(text) == 1 and text.islower() and text.upper() in laws):
        kinds.note(f"{small}, {small.upper()}", "two laws", "they may be the same", doubtful=True)


def _conditional(sides: Sequence[Surface], kinds: Kinds) -> None:
    """KL(q || p) beside p(z | x), and no p(z): the conditional law may be meant."""
    given: dict[str, set[bool]] = {}
    for name, found, _ in kinds.uses.applications:
        given.setdefault(name.text, set()).add(bool(found.given))
    for part in (part for side in sides for part in side.walk()):
        if isinstance(part, Applied) and quantity(part.head) in ("H", "KL", "D", "CE"):
            for cell in part.arguments.cells:
                if isinstance(cell, Name) and given.get(cell.text) == {True}:
                    kinds.note(
                        cell.text, "a law without a condition", "the conditional one may be meant", doubtful=True
                    )


def _places(sides: Sequence[Surface], kinds: Kinds) -> None:
    """Two indices that nothing binds, and no delta of them: they may be meant to differ."""
    names = [part for side in sides for part in side.walk() if isinstance(part, Name)]
    members = [found for name in names if name.text != "\\delta" and (found := member(name)) is not None]
    free = {one.index.text for one in members if isinstance(one.index, Name)} - set(kinds.uses.indices)
    counted = free - _COUNTS
    if len(counted) > 1 and not any(name.text == "\\delta" for name in names):
        kinds.note(", ".join(sorted(counted)), "any places", "they may be meant to differ", doubtful=True)


def _extremes(sides: Sequence[Surface], kinds: Kinds) -> None:
    """z_max beside the z_k: it may be the largest of them."""
    for part in (part for side in sides for part in side.walk()):
        below = part.sub.only if isinstance(part, Name) and part.sub is not None else None
        if isinstance(part, Name) and isinstance(below, Name) and below.text in _EXTREMES:
            kinds.note(spelt_or(part), "any number", "it may be the largest or the least of them", doubtful=True)


def spelt_or(name: Name) -> str:
    """How a name is spelt; its letter alone where its scripts are no part of it."""
    try:
        return spelt(name)
    except Refusal:
        return name.text


def note_hidden(sides: Sequence[Surface], kinds: Kinds, hidden: set[str]) -> None:
    """Names that the document has given a meaning of which no term could be made."""
    names = {spelt_or(part) for side in sides for part in side.walk() if isinstance(part, Name)} if hidden else set()
    for name in sorted(names & hidden):
        kinds.note(name, "anything", "what it stands for could not be made a term", doubtful=True)


def note_written(written: Sequence[Sequence[Token]], kinds: Kinds) -> None:
    """What only the tokens show: letters that may be one name, and what is struck out and may be meant to be gone."""
    _joined(written, kinds)
    if any(token.text in STROKES for side in written for token in side):
        kinds.note("what is struck out", "still there", "it may be meant to be gone", doubtful=True)


def _joined(written: Sequence[Sequence[Token]], kinds: Kinds) -> None:
    """Capitals side by side of which one never stands alone, as in TP / (TP + FP): they may be one name."""
    runs: list[str] = []
    alone: set[str] = set()
    for side in written:
        run = ""
        for token, behind in zip(side, [*side[1:], None], strict=False):
            if token.kind != "letter" or not ("A" <= token.text <= "Z"):
                continue
            run += token.text
            if behind is None or behind.start != token.end or behind.kind != "letter" or not behind.text.isupper():
                runs.append(run)
                run = ""
    alone = {run for run in runs if len(run) == 1}
    for run in sorted({run for run in runs if len(run) > 1}):
        if not set(run) <= alone and any(letter in kinds.uses.numbers for letter in run):
            kinds.note(run, f"{' times '.join(run)}", "it may be one name", doubtful=True)


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
    numbered = {
        part.text: spelt_or(Name(part.at, part.text, part.sub))
        for part in piece.walk()
        if isinstance(part, Name) and part.sub is not None and isinstance(part.sub.only, Number)
        if part.text not in kinds.uses.families
    }
    return {numbered.get(name, name) for name in _names(piece)} - bound


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

"""Shorthands written out on the surface tree: variances, sums without one index, laws without their outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from itertools import islice

from qedtex.notes.reading.gradients import with_gradient
from qedtex.notes.reading.marginals import beside_joint_laws, from_marginals
from qedtex.notes.reading.mixtures import with_mixtures
from qedtex.notes.reading.naming import RANDOM, is_law_name, is_parameter, letter_of, member
from qedtex.notes.reading.normals import grouped, is_bold, is_variance, normal_density, without_squares
from qedtex.notes.reading.numbered import runs_apart, told_apart
from qedtex.notes.reading.readings import Told
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Blank,
    Bracket,
    Cells,
    Differential,
    Function,
    Name,
    Number,
    Opaque,
    Power,
    Product,
    Quotient,
    Related,
    Surface,
    Total,
    rebuilt,
)
from qedtex.notes.reading.unindexed import with_indices
from qedtex.notes.reading.uses import bound_by, quantity
from qedtex.notes.reading.values import with_values

_MOST_TWICE = 200
"""The most parts of a piece that is written twice."""


def written_out(side: Surface) -> Surface:
    """A side with its shorthands written out, those that need no other side to be understood."""
    if not any(isinstance(part, (Applied, Big, Opaque)) for part in side.walk()):
        return side
    return rebuilt(side, _plain)


def _plain(piece: Surface) -> Surface:
    match piece:
        case Applied(at, head, Cells(_, (only,))) if (
            quantity(head) == "Var" and not isinstance(only, Related) and _is_small(only)
        ):
            return _variance(at, only)
        case Applied(at, Name(_, "\\mathrm{Cov}" | "\\mathrm{cov}") as head, Cells(_, (one, other), (",",))) if (
            head.is_bare and _is_small(one) and _is_small(other)
        ):
            return _covariance(at, one, other)
        case Applied(at, Name(_, "\\mathrm{softmax}"), Cells(_, (Name() as of, index), (";",))):
            return _softmax(at, of, index)
        case Product(_, factors) if any(isinstance(factor, Opaque) for factor in factors):
            return with_gradient(piece)
        case Applied(_, head, Cells(_, (one, other))) if quantity(head) in ("KL", "D") and isinstance(other, Product):
            return from_marginals(piece, one, other)
        case Opaque(at, _, (Name(_, "\\mathcal{N}") as head, Cells(_, (x, mean, variance), ("|" | ";", ",")))) if (
            head.is_bare and is_variance(variance) and not any(map(is_bold, (x, mean, variance)))
        ):
            return normal_density(at, x, mean, variance)
        case Applied(_, head, arguments) if is_law_name(head) and set(arguments.separators) & {"|", ";"}:
            return replace(piece, arguments=without_squares(arguments))
        case Big(_, "sum" | "prod", Cells(_, (Name() as bound,)), None) if not bound.is_bare:
            return _bound_plainly(piece, bound)
        case Big(_, "E", Cells(_, (Name() as drawn,)), None):
            return _drawn(piece, drawn)
        case _:
            return piece


def _bound_plainly(piece: Big, bound: Name) -> Surface:
    """A sum over the values of z_i as one over those of z, where no other z stands in it."""
    own = [part for part in piece.body.walk() if isinstance(part, Name) and part.text == bound.text]
    plain = replace(bound, sub=None, sup=None)
    if len(bound.text) != 1 or member(bound) is None or any(not _same_name(part, bound) for part in own):
        return piece

    def put(part: Surface) -> Surface:
        return replace(plain, at=part.at) if isinstance(part, Name) and _same_name(part, bound) else part

    return replace(piece, sub=Cells(bound.at, (plain,)), body=rebuilt(piece.body, put))


def _same_name(one: Name, other: Name) -> bool:
    """Whether two names are spelt alike, their indices too."""
    mine, its = member(one), member(other)
    if one.text != other.text or mine is None or its is None or mine.raised != its.raised:
        return False
    return isinstance(mine.index, Name) and isinstance(its.index, Name) and mine.index.text == its.index.text


def _is_small(piece: Surface) -> bool:
    """Whether a piece may be written twice; what nests its own kind would double at each level."""
    return next(islice(piece.walk(), _MOST_TWICE, None), None) is None


def _mean(at: int, body: Surface) -> Big:
    return Big(at, "E", None, None, body, bracketed=True)


def _variance(at: int, of: Surface) -> Surface:
    """Var(X) as the mean of the squared distance from the mean."""
    distance = Bracket(at, "(", Cells(at, (Total(at, ("+", "-"), (grouped(of), _mean(at, of))),)))
    return _mean(at, Power(at, distance, Number(at, "2")))


def _covariance(at: int, one: Surface, other: Surface) -> Surface:
    """Cov(X, Y) as the mean of the product of the distances from the means."""
    pair = (Bracket(at, "(", Cells(at, (Total(at, ("+", "-"), (grouped(of), _mean(at, of))),))) for of in (one, other))
    return _mean(at, Product(at, tuple(pair), ("",)))


def _softmax(at: int, of: Name, index: Surface) -> Surface:
    """The component of a softmax as a quotient of exponentials."""
    own = {part.text for part in index.walk() if isinstance(part, Name)}
    running = Name(at, next(letter for letter in "jklst" if letter not in own))
    over, each = (Function(at, "exp", None, None, replace(of, sub=Cells(at, (place,)))) for place in (index, running))
    return Quotient(at, over, Big(at, "sum", Cells(at, (running,)), None, each))


def _information(piece: Applied) -> Surface:
    """I(A; B | C) as H(A | C) - H(A | B, C)."""
    at, cells, separators = piece.at, piece.arguments.cells, piece.arguments.separators
    middle = separators.index(";") + 1
    bar = separators.index("|") + 1 if "|" in separators else len(cells)
    one, other, given = cells[:middle], cells[middle:bar], cells[bar:]
    outside = [sign for number, sign in enumerate(separators, 1) if number not in (middle, bar)]
    if (
        not other
        or not _is_small(piece)
        or any(sign != "," for sign in outside)
        or separators.count(";") > 1
        or bar < middle
    ):
        return piece
    return Total(at, ("+", "-"), (_entropy(at, one, given), _entropy(at, one, (*other, *given))))


def _entropy(at: int, named: tuple[Surface, ...], given: tuple[Surface, ...]) -> Applied:
    commas = (",",) * (len(named) - 1)
    more = ("|", *((",",) * (len(given) - 1))) if given else ()
    return Applied(at, Name(at, "H"), Cells(at, (*named, *given), (*commas, *more)))


def _without_one(piece: Big, name: Name, left_out: Name) -> Surface:
    r"""A sum over all k but i as the whole sum without its i-th term."""
    if not name.is_bare or not left_out.is_bare:
        return piece

    def put(part: Surface) -> Surface:
        return replace(part, text=left_out.text) if isinstance(part, Name) and part.text == name.text else part

    inner = {one.text for part in piece.body.walk() if isinstance(part, Big) for one in bound_by(part)[0]}
    others = any(isinstance(part, Big) and part.kind not in ("sum", "prod") for part in piece.body.walk())
    if others or inner & {name.text, left_out.text}:
        return piece
    whole = Big(piece.at, "sum", Cells(name.at, (name,)), None, piece.body)
    both = Total(piece.at, ("+", "-"), (whole, rebuilt(piece.body, put)))
    return Bracket(piece.at, "(", Cells(piece.at, (both,)))


def _drawn(piece: Big, drawn: Name) -> Surface:
    """E_X of a formula in x, and E_p of a formula in which laws stand without their outcome."""
    at = piece.at
    inside = [part for part in piece.body.walk() if isinstance(part, Name)]
    texts = {part.text for part in inside}
    if is_law_name(drawn):
        applied = any(isinstance(part, Applied) for part in piece.body.walk())
        bare = [part for part in inside if is_law_name(part) and part.sup is None and not part.primes]
        if applied or not bare or "x" in texts or len(bare) != len(inside):
            return piece
        outcome = Name(at, "x")

        def apply(part: Surface) -> Surface:
            return Applied(part.at, part, Cells(part.at, (outcome,))) if isinstance(part, Name) else part

        sub = Cells(at, (Related(at, (outcome, drawn), ("~",)),))
        return replace(piece, sub=sub, body=_applied(piece.body, apply))
    small = drawn.text.lower()
    if len(drawn.text) == 1 and drawn.is_bare and drawn.text.isupper() and drawn.text not in texts and small in texts:
        return replace(piece, sub=Cells(at, (replace(drawn, text=small),)))
    return piece


def _applied(body: Surface, change: Callable[[Surface], Surface]) -> Surface:
    """A body with each law given its outcome; the subscripts of the laws stay as they are."""
    if isinstance(body, Name):
        return change(body)
    changes: dict[str, object] = {}
    for entry in fields(body):
        value = getattr(body, entry.name)
        if isinstance(value, Surface):
            changes[entry.name] = _applied(value, change)
        elif isinstance(value, tuple):
            changes[entry.name] = tuple(_applied(item, change) if isinstance(item, Surface) else item for item in value)
    return replace(body, **changes)  # type: ignore[arg-type] # fields keep their types


# What needs all the sides ----------------------------------------------------------------------------------------


def together(sides: Sequence[Surface], told: Told) -> list[Surface]:
    """The sides of a chain with what only all of them together make clear."""
    sides = beside_joint_laws(_with_variances(list(sides)), told)
    apart = runs_apart(told_apart(with_mixtures(sides, told), told), told)
    valued = with_values(with_indices(apart, told), told)
    found = _with_entropies(_without_terms(_with_outcomes(valued)))
    return _with_means(_with_parameters(found, told), told)


def _with_variances(sides: list[Surface]) -> list[Surface]:
    """Sides in which D(X) beside means is the variance of the random variable X, as Chinese notes write it."""
    if not any(isinstance(part, Big) and part.kind == "E" for side in sides for part in side.walk()):
        return sides

    def put(part: Surface) -> Surface:
        match part:
            case Applied(at, Name(_, "D") as head, Cells(_, (only,))) if head.is_bare and _is_small(only):
                capital = any(isinstance(name, Name) and name.text in RANDOM for name in only.walk())
                return _variance(at, only) if capital and not isinstance(only, Related) else part
            case _:
                return part

    return [rebuilt(side, put) for side in sides]


def _with_outcomes(sides: list[Surface]) -> list[Surface]:
    r"""Sides in which the dot of P(\cdot | x), in a quantity such as H, is the one outcome that laws like it are of."""
    laws = [part for side in sides for part in side.walk() if isinstance(part, Applied) and is_law_name(part.head)]
    dotted = [law for law in laws if isinstance(law.arguments.cells[0], Blank)]
    given = {cell.text for law in dotted for cell in law.arguments.cells[1:] if isinstance(cell, Name)}
    outcomes = {
        law.arguments.cells[0].text
        for law in laws
        if isinstance(law.arguments.cells[0], Name) and "|" in law.arguments.separators[:1]
    }
    if not dotted or len(outcomes) != 1 or outcomes & given:
        return sides
    [text] = outcomes

    def put(part: Surface) -> Surface:
        if isinstance(part, Applied) and quantity(part.head) in ("H", "KL", "D", "CE"):
            return replace(part, arguments=replace(part.arguments, cells=tuple(map(filled, part.arguments.cells))))
        return part

    def filled(cell: Surface) -> Surface:
        if isinstance(cell, Applied) and is_law_name(cell.head) and isinstance(cell.arguments.cells[0], Blank):
            first = Name(cell.arguments.cells[0].at, text)
            return replace(cell, arguments=replace(cell.arguments, cells=(first, *cell.arguments.cells[1:])))
        return cell

    return [rebuilt(side, put) for side in sides]


def _with_entropies(sides: list[Surface]) -> list[Surface]:
    """Sides with every I(X; Y) as a difference of entropies, where one of them is of more variables than two."""
    informations = [
        part
        for side in sides
        for part in side.walk()
        if isinstance(part, Applied) and quantity(part.head) == "I" and ";" in part.arguments.separators
    ]
    if all(len(part.arguments.cells) == 2 for part in informations):
        return sides

    def put(part: Surface) -> Surface:
        is_one = isinstance(part, Applied) and quantity(part.head) == "I" and ";" in part.arguments.separators
        return _information(part) if is_one and isinstance(part, Applied) else part

    return [rebuilt(side, put) for side in sides]


def _without_terms(sides: list[Surface]) -> list[Surface]:
    """Sides with the sums over all k but i, where i stands outside such sums as well: else both may run."""
    sums = [part for side in sides for part in side.walk() if _is_but_one(part)]
    if not sums:
        return sides
    inside = [part for one in sums for part in one.walk() if isinstance(part, Name)]
    every = [part.text for side in sides for part in side.walk() if isinstance(part, Name)]

    def put(part: Surface) -> Surface:
        if isinstance(part, Big) and part.sub is not None and _is_but_one(part):
            related = part.sub.only
            if isinstance(related, Related):
                name, left_out = related.pieces
                text = left_out.text if isinstance(left_out, Name) else ""
                outside = every.count(text) > sum(one.text == text for one in inside)
                if isinstance(name, Name) and isinstance(left_out, Name) and outside:
                    return _without_one(part, name, left_out)
        return part

    return [rebuilt(side, put) for side in sides]


def _is_but_one(part: Surface) -> bool:
    only = part.sub.only if isinstance(part, Big) and part.kind == "sum" and part.sub is not None else None
    return isinstance(only, Related) and only.relations == ("!=",) and isinstance(part, Big) and part.sup is None


def _with_means(sides: list[Surface], told: Told) -> list[Surface]:
    r"""Sides in which \mu beside means of one random variable X stands for the mean of X."""
    parts = [part for side in sides for part in side.walk()]
    means = [part for part in parts if isinstance(part, Big) and part.kind == "E" and part.sub is None]
    inside = {part.text for mean in means for part in mean.body.walk() if isinstance(part, Name)}
    capitals = {text for text in inside if len(text) == 1 and text.isupper()}
    varied = {name.text for part in parts if isinstance(part, Differential) for name in part.variables}
    given = {part.text for part in parts if isinstance(part, Applied) for part in part.walk() if isinstance(part, Name)}
    if len(capitals) != 1 or "\\mu" in varied | given or not any(_is_mean(p, capitals) for p in parts):
        return sides
    capital = capitals.pop()
    told("\\mu", f"the mean of {capital}", "it is the usual name of it", False)

    def put(part: Surface) -> Surface:
        return _mean(part.at, Name(part.at, capital)) if _is_mean(part, {capital}) else part

    def raised(part: Surface) -> Surface:
        if isinstance(part, Name) and part.text == "\\mu" and part.sup is not None and part.sub is None:
            exponent = part.sup.only
            return part if exponent is None else Power(part.at, replace(part, sup=None), exponent)
        return part

    return [rebuilt(rebuilt(side, raised), put) for side in sides]


def _is_mean(part: Surface, capitals: set[str]) -> bool:
    if not isinstance(part, Name) or part.text != "\\mu" or part.primes:
        return False
    below = part.sub.only if part.sub is not None else None
    return part.sub is None or (isinstance(below, Name) and below.text in capitals)


def _with_parameters(sides: list[Surface], told: Told) -> list[Surface]:
    r"""Sides in which p(z) beside p_\theta(x | z), and no p_\theta(z), is the same law with the same parameter."""
    applied = [p for side in sides for p in side.walk() if isinstance(p, Applied) and is_law_name(p.head)]
    for letter in dict.fromkeys(part.head.text for part in applied):
        mine = [part for part in applied if part.head.text == letter]
        with_one = {_parameter(part.head) for part in mine} - {""}
        bare = {_pattern(part) for part in mine if part.head.sub is None}
        if len(with_one) != 1:
            continue
        if letter_of(letter) in ("q", "Q") and not bare and _is_alone(sides, letter):
            told(letter, "a law of its own", f"{letter} with a parameter stands beside it", True)
        if not bare or bare & {_pattern(part) for part in mine if part.head.sub is not None}:
            continue
        if _is_alone(sides, letter):
            continue
        sub = next(part.head.sub for part in mine if part.head.sub is not None)
        told(
            letter, f"{letter} with the parameter {next(iter(with_one))}", "the same law stands beside it with it", True
        )

        def put(part: Surface, letter: str = letter, sub: Cells | None = sub) -> Surface:
            if isinstance(part, Applied) and part.head.text == letter and part.head.sub is None:
                return replace(part, head=replace(part.head, sub=sub))
            return part

        sides = [rebuilt(side, put) for side in sides]
    return sides


def _parameter(head: Name) -> str:
    only = head.sub.only if head.sub is not None else None
    return only.text if isinstance(only, Name) and only.is_bare and is_parameter(only.text) else ""


def _pattern(part: Applied) -> str:
    cells, separators = part.arguments.cells, (*part.arguments.separators, "")
    shown = [cell.text if isinstance(cell, Name) else "?" for cell in cells]
    return " ".join(f"{name}{sign}" for name, sign in zip(shown, separators, strict=True))


def _is_alone(sides: Sequence[Surface], letter: str) -> bool:
    """Whether a law stands somewhere without arguments and without a parameter."""
    heads = {id(part.head) for side in sides for part in side.walk() if isinstance(part, Applied)}
    return any(
        isinstance(part, Name) and part.text == letter and part.sub is None and id(part) not in heads
        for side in sides
        for part in side.walk()
    )

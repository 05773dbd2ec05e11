"""Sums and products with dots: a_1 x_1 + a_2 x_2 + ... + a_n x_n, where first, second and last term fit one pattern."""

from __future__ import annotations

from dataclasses import fields, replace

from qedtex.notes.reading.surface import Big, Cells, Dots, Name, Number, Product, Refusal, Related, Surface, Total


def continued(total: Total) -> Surface:
    """The sum that a total with dots stands for; raises `Refusal` where its terms do not fit one pattern."""
    places = [place for place, part in enumerate(total.terms) if isinstance(part, Dots)]
    place = places[0]
    signs = set(total.signs)
    if len(places) != 1 or place == 0 or place != len(total.terms) - 2 or len(signs) > 1:
        raise Refusal("these dots do not continue one pattern", total.terms[place].at)
    try:
        found = _over(total, list(total.terms), "sum")
    except Refusal:
        if place < 3 or signs != {"+"}:
            raise
        return Total(total.at, ("+", "+"), (total.terms[0], _over(total, list(total.terms[1:]), "sum")))
    return found if signs == {"+"} else Total(total.at, ("-",), (found,))


def multiplied(product: Product) -> Surface:
    """The product that factors with dots stand for; raises `Refusal` where they do not fit one pattern."""
    places = [place for place, part in enumerate(product.factors) if isinstance(part, Dots)]
    place = places[0]
    if len(places) != 1 or place == 0 or place != len(product.factors) - 2:
        raise Refusal("these dots do not continue one pattern", product.factors[place].at)
    return _over(product, list(product.factors), "prod")


def _over(total: Surface, parts: list[Surface], kind: str) -> Surface:
    """The sum or product of parts of which the last but one is dots."""
    *first, _, last = parts
    end = _index_of(first[0], last)
    if end is None:
        raise Refusal("the last term does not continue the first", last.at)
    start = _number_in(first[0], last)
    for number, part in enumerate(first):
        expected = Number(part.at, str(start + number))
        if not _alike(part, _with(last, end, expected)):
            raise Refusal("this term does not continue the first", part.at)
    name = _unused(total)
    body = _with(last, end, Name(last.at, name))
    sub = Cells(total.at, (Related(total.at, (Name(total.at, name), Number(total.at, str(start))), ("=",)),))
    return Big(total.at, kind, sub, Cells(total.at, (end,)), body)


def _subscripts(piece: Surface) -> list[Surface]:
    return [part.sub.only for part in piece.walk() if isinstance(part, Name) and part.sub and part.sub.only]


def _index_of(first: Surface, last: Surface) -> Surface | None:
    """The subscript of the last term that stands where the first has a number."""
    for one, other in zip(_subscripts(first), _subscripts(last), strict=False):
        if isinstance(one, Number) and isinstance(other, (Name, Number)) and not _alike(one, other):
            return other
    return None


def _number_in(first: Surface, last: Surface) -> int:
    for one, other in zip(_subscripts(first), _subscripts(last), strict=False):
        if isinstance(one, Number) and not _alike(one, other):
            return int(one.text) if one.text.isdigit() and len(one.text) < 6 else 1
    return 1


def _with(piece: Surface, old: Surface, new: Surface) -> Surface:
    """A piece with the subscripts that are like one replaced."""
    changes: dict[str, object] = {}
    for entry in fields(piece):
        value = getattr(piece, entry.name)
        if isinstance(piece, Name) and entry.name == "sub" and isinstance(value, Cells) and value.only is not None:
            if _alike(value.only, old):
                changes[entry.name] = Cells(value.at, (new,))
        elif isinstance(value, Surface):
            changes[entry.name] = _with(value, old, new)
        elif isinstance(value, tuple):
            changes[entry.name] = tuple(_with(item, old, new) if isinstance(item, Surface) else item for item in value)
    return replace(piece, **changes) if changes else piece  # type: ignore[arg-type]


def _alike(one: object, other: object) -> bool:
    """Whether two pieces are the same but for their places."""
    if isinstance(one, Surface) and isinstance(other, Surface):
        return type(one) is type(other) and all(
            _alike(getattr(one, entry.name), getattr(other, entry.name)) for entry in fields(one) if entry.name != "at"
        )
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    return one == other


def _unused(total: Surface) -> str:
    taken = {part.text for part in total.walk() if isinstance(part, Name)}
    return next(name for name in ("i", "j", "k", "l", "s", "t", "u", "v") if name not in taken or name == "v")

"""What shows which names of a chain are vectors and matrices, and what cannot be read with components."""

from __future__ import annotations

from collections.abc import Sequence

from qedtex.notes.reading.naming import (
    is_vector,
    products_in,
)
from qedtex.notes.reading.surface import (
    Bracket,
    Cells,
    Differential,
    Name,
    Opaque,
    Power,
    Product,
    Surface,
    Total,
    rebuilt,
)
from qedtex.notes.reading.vector_words import ends_of, is_scripted, is_transpose, plain_letter


def is_hidden(part: Surface) -> bool:
    """Whether there is no term for a part as it stands: a norm of more than a name, a transpose, a norm by itself."""
    if isinstance(part, Bracket) and part.kind == "||":
        return not (isinstance(part.inside.only, Name) and part.inside.only.is_bare)
    if isinstance(part, Power):
        return is_transpose(part.exponent)
    return isinstance(part, Name) and is_raised(part)


def is_raised(name: Name) -> bool:
    """Whether a name carries the sign of a transpose."""
    raised = name.sup.only if name.sup is not None else None
    return raised is not None and is_transpose(raised)


def vectors_of(sides: Sequence[Surface]) -> set[str]:
    """The names that stand in norms, are transposed, or have a scalar product."""
    found: set[str] = set()
    for part in (part for side in sides for part in side.walk()):
        if isinstance(part, Name):
            found.update(products_in(part.text))
            if is_raised(part) and is_vector(part.text):
                found.add(plain_letter(part))
        inside = part.inside if isinstance(part, Bracket) and part.kind == "||" else None
        if isinstance(part, Power) and is_transpose(part.exponent):
            inside = Cells(part.at, (part.base,))
        for name in outermost(inside) if inside is not None else ():
            found.add(plain_letter(name))
    return found


def outermost(piece: Surface) -> list[Name]:
    """The small names that a vector formula is a sum of, the last factor of a product among them."""
    match piece:
        case Name() if is_vector(piece.text) and not products_in(piece.text):
            return [piece]
        case Total(_, _, terms):
            return [name for term in terms for name in outermost(term)]
        case Product(_, factors, _):
            return outermost(factors[-1])
        case Bracket(_, kind, inside) if kind != "||":
            return outermost(inside)
        case Cells(_, (only,)):
            return outermost(only)
        case _:
            return []


def matrices_of(sides: Sequence[Surface], vectors: set[str]) -> set[str]:
    """The capitals that are transposed, or stand before a vector."""
    found: set[str] = set()
    for part in (part for side in sides for part in side.walk()):
        if isinstance(part, Name) and is_capital(part.text) and is_raised(part):
            found.add(part.text)
        pairs = zip(part.factors, part.factors[1:], strict=False) if isinstance(part, Product) else ()
        for one, other in pairs:
            before = isinstance(one, Name) and is_capital(one.text) and one.is_bare
            if before and isinstance(one, Name) and isinstance(other, Name) and plain_letter(other) in vectors:
                found.add(one.text)
    return found | {"I"} if found else found


def is_capital(text: str) -> bool:
    """Whether a name is one capital, perhaps bold."""
    letter = plain_letter(Name(0, text))
    return len(letter) == 1 and letter.isupper()


def has_components(sides: Sequence[Surface], text: str) -> bool:
    """Whether a vector also stands with an index and without one, so that it may be spoken of by components."""
    names = [part for side in sides for part in side.walk() if isinstance(part, Name)]
    bare = any((plain_letter(one) == text and one.sub is None) or stands_plainly(one, text) for one in names)
    return bare and any(plain_letter(one) == text and one.sub is not None for one in names)


def has_other_components(sides: Sequence[Surface], variable: Name) -> bool:
    """Whether another component of the same vector is spoken of."""
    names = [part for side in sides for part in side.walk() if isinstance(part, Name)]
    own = [one for one in names if plain_letter(one) == plain_letter(variable) and one.sub is not None]
    return any(one.sup is not None or one.primes or not same_index(one, variable) for one in own)


def same_index(one: Name, other: Name) -> bool:
    """Whether two names have the same single name below them."""
    mine, its = (part.sub.only if part.sub is not None else None for part in (one, other))
    return isinstance(mine, Name) and isinstance(its, Name) and mine.text == its.text


def stands_plainly(product: Name, text: str) -> bool:
    """Whether a vector stands without an index in a scalar product that was read as one name."""
    pair = products_in(product.text)
    return bool(pair) and any(end.text == text and not is_scripted(end) for end in ends_of(product, pair))


def hidden_slopes(sides: Sequence[Surface]) -> list[Surface] | None:
    """The sides with the derivatives by what is a vector in them left without a term; `None` where there are none."""
    vectors = vectors_of(sides)

    def put(part: Surface) -> Surface:
        plain = [one for one in part.variables if one.sub is None] if isinstance(part, Differential) else []
        if isinstance(part, Differential) and any(plain_letter(one) in vectors for one in plain):
            return Opaque(part.at, f"there is no term for a derivative by the vector {plain[0].text} here", (part.of,))
        return part

    made = [rebuilt(side, put) for side in sides]
    return made if made != list(sides) else None

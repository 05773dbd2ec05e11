"""What a chain does with its names, over all its sides: the evidence from which their kinds are inferred."""

from __future__ import annotations

from dataclasses import dataclass, field

from qedtex.notes.reading.naming import (
    Arguments,
    LawName,
    index_names,
    is_law_name,
    letter_of,
    member,
)
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Bracket,
    Cells,
    Dots,
    Name,
    Number,
    Product,
    Related,
    Surface,
    Total,
)


@dataclass(slots=True)
class Uses:
    """The evidence of one chain, gathered by `survey`; sets keep to what is said, nothing is decided here."""

    indices: dict[str, tuple[Surface, Surface] | None] = field(default_factory=dict)
    """The indices that sums and products bind, with the first range written for each."""
    outcomes: set[str] = field(default_factory=set)
    """Names that sums or expectations bind as outcomes."""
    families: dict[str, set[str]] = field(default_factory=dict)
    """Families with the indices they are used at."""
    raised: set[str] = field(default_factory=set)
    applications: list[tuple[LawName, Arguments, Applied]] = field(default_factory=list)
    slots: list[LawName] = field(default_factory=list)
    pairs: list[tuple[LawName, LawName]] = field(default_factory=list)
    indexed: set[str] = field(default_factory=set)
    """Laws written p_i."""
    weights: dict[str, None] = field(default_factory=dict)
    """Laws by which a sum weighs its terms, in the order met."""
    weighted: set[str] = field(default_factory=set)
    """Families x of which a sum has p(x_i) as a factor."""
    bases: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    """Names and families used as numbers."""
    positive: set[str] = field(default_factory=set)
    """Names and families whose logarithm is taken."""
    divisors: set[str] = field(default_factory=set)
    extrema: set[str] = field(default_factory=set)
    random: set[str] = field(default_factory=set)
    """Names in H(X), H(Y | X), I(X; Y) and E_X."""
    fixed: set[str] = field(default_factory=set)
    """Outcomes that laws are applied to where nothing binds them."""
    spoken: int = 0
    """How often H or I is applied."""
    spread: list[tuple[LawName, Arguments | None]] = field(default_factory=list)
    """Laws of which a pair is drawn, or a conditional one is averaged, with their arguments."""
    joint: bool = False
    """Whether H(X, Y), H(Y | X) or I(X; Y) occurs."""
    differentiated: set[str] = field(default_factory=set)
    denominators: list[str] = field(default_factory=list)


def bound_by(big: Big) -> tuple[tuple[Name, ...], tuple[Surface, Surface] | None]:
    """The names that a sum or product binds, and the range written for an index."""
    if big.sub is None:
        return (), None
    only = big.sub.only
    match only:
        case Related(_, (Name() as name, lower), ("=",)):
            upper = big.sup.only if big.sup is not None else None
            return (name,), (lower, upper) if upper is not None else None
        case Related(_, (Name() as name, Name() as values), ("in",)) if is_whole(name, values):
            return (name,), None
        case Related(_, (Bracket(_, "(", inside), Product(_, factors)), ("in",)) if _are_whole(inside.cells, factors):
            return tuple(cell for cell in inside.cells if isinstance(cell, Name)), None
        case Related(_, (lower, Name() as name, upper), ("<=", "<=")) if big.sup is None:
            return (name,), (lower, upper)
        case Name() if big.sup is not None and big.sup.only is not None:
            return (only,), (Number(only.at, "1"), big.sup.only)
        case None if all(isinstance(cell, Related) for cell in big.sub.cells):
            each = [bound_by(Big(big.at, big.kind, Cells(cell.at, (cell,)), None, big.body)) for cell in big.sub.cells]
            plain = all(len(names) == 1 and written is None for names, written in each)
            return tuple(name for names, _ in each for name in names) if plain else (), None
        case None | Name() if all(isinstance(cell, Name) for cell in big.sub.cells):
            return tuple(cell for cell in big.sub.cells if isinstance(cell, Name)), None
        case Product(_, factors) if all(isinstance(factor, Name) for factor in factors):
            return tuple(factor for factor in factors if isinstance(factor, Name)), None
        case _:
            return (), None


def is_whole(name: Name, values: Name) -> bool:
    """Whether a set is that of all values of a name, as in x in X."""
    if values.is_bare and values.text in ("\\chi", "\\Omega"):
        return name.is_bare
    letter = letter_of(values.text.removeprefix("\\mathcal{").removeprefix("\\mathbb{").rstrip("}"))
    return values.is_bare and letter == letter_of(name.text).upper()


def _are_whole(cells: tuple[Surface, ...], factors: tuple[Surface, ...]) -> bool:
    """Whether factors are the sets of all values of names, as in (x, y) in X times Y."""
    return len(cells) == len(factors) and all(
        isinstance(name, Name) and isinstance(values, Name) and is_whole(name, values)
        for name, values in zip(cells, factors, strict=True)
    )


def note_bound(side: Surface, uses: Uses) -> None:
    """Note what the sums and products of a side bind."""
    for piece in side.walk():
        if isinstance(piece, Big) and piece.kind in ("sum", "prod"):
            names, written = bound_by(piece)
            for name in names:
                if not name.is_bare:
                    continue
                if written is not None or _subscripts(piece.body, name.text):
                    if uses.indices.get(name.text) is None:
                        uses.indices[name.text] = written
                else:
                    uses.outcomes.add(name.text)
        elif isinstance(piece, (Total, Product)):
            terms = piece.terms if isinstance(piece, Total) else piece.factors
            if any(isinstance(term, Dots) for term in terms):
                _dotted(terms[-1], uses)


def _dotted(last: Surface, uses: Uses) -> None:
    """A sum or product with dots binds an index that runs to the one of its last term."""
    end: Surface | None = None
    for part in last.walk():
        if isinstance(part, Name):
            found = member(part)
            if found is not None:
                uses.families.setdefault(found.base, set()).add("i")
                end = found.index
    if end is not None and uses.indices.get("i") is None:
        uses.indices["i"] = (Number(end.at, "1"), end)


def _subscripts(body: Surface, name: str) -> bool:
    for part in body.walk():
        if isinstance(part, Name):
            found = member(part)
            if found is not None and name in index_names(found.index):
                return True
            if part.sub is not None and name in index_names(part.sub):
                return True
    return False


def is_base(piece: Surface) -> bool:
    """Whether a piece is a number that logarithms have as their base."""
    return isinstance(piece, Number) and piece.text in ("2", "3", "4", "10", "256")


def says_how(name: Name) -> bool:
    """Whether what stands below H or I is the base of its logarithm, or below I its law, as in H_2(p) and I_p(x)."""
    cells = name.sub.cells if name.sub is not None else ()
    if len(cells) == 1 and is_base(cells[0]):
        return True
    if letter_of(name.text) != "I" or not 1 <= len(cells) <= 2 or not isinstance(cells[0], Name):
        return False
    return is_law_name(cells[0]) and (len(cells) == 1 or is_base(cells[1]))


_ESTIMATES = ("\\hat{", "\\widehat{", "\\tilde{", "\\widetilde{", "\\bar{", "\\overline{", "\\check{", "\\dot{")
"""Accents of an estimate or a variant, which is another quantity."""


def quantity(name: Name) -> str:
    """Which known quantity a name stands for: H, I, KL, CE, Var, or D, a divergence or a function; empty for none."""
    letter = letter_of(name.text)
    if name.text.startswith(_ESTIMATES):
        return ""
    below = name.sub.only if name.sub is not None else None
    tail = below.text if isinstance(below, Name) else ""
    if name.sub is not None and isinstance(below, Product):
        tail = "".join(factor.text for factor in below.factors if isinstance(factor, Name))
    cells = name.sub.cells if name.sub is not None else ()
    if letter == "D" and len(cells) == 2 and isinstance(cells[0], Name) and is_base(cells[1]):
        return "KL" if cells[0].text in ("\\mathrm{KL}", "KL") else ""
    if letter == "\\mathcal{D}":
        return "KL" if tail in ("\\mathrm{KL}", "KL") else ""
    if letter in ("D", "\\mathbb{D}") and tail in ("\\mathrm{KL}", "KL", ""):
        return "KL" if tail else "D"
    if letter == "\\mathrm{KL}" and name.sub is None:
        return "KL"
    if letter in ("H", "I") and name.sup is None and not name.primes and (name.sub is None or says_how(name)):
        return letter
    if letter == "\\mathrm{CE}" and name.is_bare:
        return "CE"
    return "Var" if letter in ("\\mathrm{Var}", "\\mathbb{D}") and name.is_bare else ""


def loose_indices(piece: Surface, bound: frozenset[str] = frozenset()) -> set[str]:
    """The index names that a piece uses and does not bind itself."""
    if isinstance(piece, Big) and piece.kind in ("sum", "prod"):
        bound = bound | {name.text for name in bound_by(piece)[0]}
        return loose_indices(piece.body, bound)
    found: set[str] = set()
    if isinstance(piece, Name):
        as_member = member(piece)
        if as_member is not None:
            return index_names(as_member.index) - bound
        if piece.is_bare:
            return {piece.text} - bound
    for part in piece.parts():
        found |= loose_indices(part, bound)
    return found

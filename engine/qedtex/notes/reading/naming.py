"""Names in a formula: how one is spelt as a symbol, whether it is the member of a family, and the law it stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qedtex.names import GREEK
from qedtex.notes.reading.surface import (
    Applied,
    Blank,
    Bracket,
    Cells,
    Dots,
    Name,
    NoNode,
    Number,
    Product,
    Refusal,
    Related,
    Surface,
    Total,
    Words,
)
from qedtex.notes.reading.words import GREEK_LETTERS, LAW_LETTERS

CONSTANTS = frozenset({"e", "\\pi"})
"""Names of numbers, unless a note says that they are something else."""
_DRESSES = ("\\hat{", "\\bar{", "\\tilde{", "\\mathbf{", "\\check{", "\\dot{")
FACTORIAL = "\\mathrm{lnfactorial}"
"""The function of which nothing is known that stands for the logarithm of a factorial."""
_TURNED = "\u1d40"
"""The raised T in the name of a product of a row and a column."""
TRANSPOSED = frozenset({"T", "\\top", "\\mathrm{T}", "\\intercal"})
_SETS = frozenset("CDSV")
"""Capital letters that between bars are sets of samples, classes or words."""
RANDOM = frozenset("XYZTUVW")
"""Letters for random variables that are numbers."""
CLASS = "\\mathord{y}"
"""The label y where it is an index."""
_INDEX_LETTERS = frozenset("ijklmnstcvNKMT")


def letter_of(text: str) -> str:
    r"""The letter under accents and boldness.

    >>> letter_of(r"\hat{p}")
    'p'
    """
    while text.startswith(_DRESSES):
        text = text[text.index("{") + 1 : -1]
    return text


def is_vector(text: str) -> bool:
    r"""Whether a name may stand for a column of numbers: a small letter, Latin or Greek, perhaps bold."""
    letter = text.removeprefix("\\mathbf{").removesuffix("}") if text.startswith("\\mathbf{") else text
    return (len(letter) == 1 and letter.islower()) or (
        letter.startswith("\\") and letter[1:].isalpha() and letter[1:].islower()
    )


def scalar_product(row: Name, column: Name) -> Name:
    r"""The name of the number w^T x: that of the two together, the one with an index last, else in alphabetic order."""
    if (row.sub is None) == (column.sub is None and column.sup is None):
        swapped = row.sub is None and row.text > column.text
    else:
        swapped = row.sub is not None
    first, last = (column, row) if swapped else (row, column)
    text = f"\\mathrm{{{shown(first.text)}{_TURNED}{shown(last.text)}}}"
    if first.sub is not None and last.sub is not None:
        separators = (",",) * (len(first.sub.cells) + len(last.sub.cells) - 1)
        return Name(row.at, text, Cells(row.at, (*first.sub.cells, *last.sub.cells), separators), last.sup)
    return Name(row.at, text, last.sub, last.sup)


def shown(text: str) -> str:
    """How the letter of a name stands in that of a product."""
    letter = letter_of(text)
    return GREEK.get(letter[1:], letter[1:]) if letter.startswith("\\") else letter


def products_in(text: str) -> tuple[str, ...]:
    r"""The two vectors of which a name is the product w^T x, with nothing between them; none of any other name."""
    found = vectors_in(text)
    return found if all(is_vector(one) for one in found) else ()


def factors_of(text: str) -> tuple[tuple[str, bool], ...]:
    r"""The letters of a scalar product, each with whether it is transposed; none for any other name.

    >>> factors_of("\\mathrm{w\u1d40X\u1d40y}")
    (('w', True), ('X', True), ('y', False))
    """
    if not vectors_in(text):
        return ()
    inside = text.removeprefix("\\mathrm{").removesuffix("}")
    found: list[tuple[str, bool]] = []
    for letter in inside:
        if letter == _TURNED:
            found[-1:] = [(found[-1][0], True)]
        else:
            found.append((letter, False))
    return tuple(found)


def vectors_in(text: str) -> tuple[str, ...]:
    r"""The two letters of a product w^T x; none where a name is no such product."""
    first, between, last = text.removeprefix("\\mathrm{").removesuffix("}").partition(_TURNED)
    return tuple(GREEK_LETTERS.get(letter, letter) for letter in (first, last)) if between else ()


def size_of(bars: Bracket) -> Name | None:
    r"""The name of the size of a data set or a part of it: |D|, |C_k|, |\mathcal{V}|; `None` for what may be no set."""
    only = bars.inside.only
    if bars.kind != "|" or bars.sub is not None or not isinstance(only, Name) or only.primes:
        return None
    letter = only.text.removeprefix("\\mathcal{").removesuffix("}")
    if (letter == only.text and letter not in _SETS) or len(letter) != 1:
        return None
    if only.is_bare:
        return Name(bars.at, "\\mathrm{card}", Cells(bars.at, (Name(bars.at, letter),)))
    if only.sub is not None and only.sup is None:
        return Name(bars.at, f"\\mathrm{{card{letter}}}", only.sub)
    if only.sub is None and only.sup is not None and isinstance(only.sup.only, Name):
        return Name(bars.at, f"\\mathrm{{card{letter}}}", only.sup)
    return None


def is_size(text: str) -> bool:
    """Whether a name is that of the size of a set."""
    return text.startswith("\\mathrm{card")


def spelt(name: Name) -> str:
    r"""The LaTeX of a name as the symbol it is; raises `Refusal` where its scripts are no part of a name.

    >>> spelt(Name(0, r"\theta", Cells(0, (Name(0, r"\mathrm{MLE}"),))))
    '\\theta_{\\mathrm{MLE}}'
    """
    below = [] if name.sub is None else [_part(cell) for cell in name.sub.cells]
    if name.sub is not None and any(separator != "," for separator in name.sub.separators):
        raise NoNode(f"the subscript of {name.text} is not part of a name", name.sub.at)
    if is_word_above(name) and name.sup is not None and isinstance(name.sup.only, Name):
        below.append(f"^{name.sup.only.text}")
    elif name.sup is not None:
        if not isinstance(name.sup.only, Words) or name.sup.only.text not in ("*", "\\ast", "\\star"):
            raise NoNode(f"the superscript of {name.text} is not part of a name", name.sup.at)
        below.append("\\ast")
    base = name.text + "'" * name.primes
    return base + (f"_{{{','.join(below)}}}" if below else "")


def spelt_power(name: Name) -> str:
    r"""The LaTeX of a name raised to a whole number, by which a definition of \sigma^2 is known; empty for all else.

    >>> spelt_power(Name(0, r"\sigma", None, Cells(0, (Number(0, "2"),))))
    '\\sigma^{2}'
    """
    only = name.sup.only if name.sup is not None else None
    if not isinstance(only, Number) or not only.text.isdigit() or not has_exponent(name):
        return ""
    try:
        return f"{spelt(replace(name, sup=None))}^{{{only.text}}}"
    except Refusal:
        return ""


def is_word_above(name: Name) -> bool:
    r"""Whether a word is raised behind a name and belongs to it, as in \theta^{\text{old}}."""
    only = name.sup.only if name.sup is not None else None
    is_word = isinstance(only, Name) and only.is_bare and only.text.startswith(("\\mathrm{", "\\text{"))
    return is_word and isinstance(only, Name) and not is_size(only.text) and name.text != "e"


def _part(cell: Surface) -> str:
    match cell:
        case Name() if cell.is_bare:
            return cell.text
        case Number(_, text) if text.isdigit():
            return text
        case Words(_, "*" | "\\ast" | "\\star"):
            return "\\ast"
        case Product(_, factors, signs) if not any(signs):
            return " ".join(_part(factor) for factor in factors)
        case _:
            raise NoNode("this subscript is not part of a name", cell.at)


def is_of_arguments(head: Name, arguments: Cells) -> bool:
    """Whether what stands below a law says only of which random variables it is, as in p_X(x) and P_{Y|X}(y|x)."""
    below = variables_below(head)
    if not below:
        return False
    shown = [cell.pieces[1] if isinstance(cell, Related) else cell for cell in arguments.cells]
    letters = [letter_of(cell.text).upper() if isinstance(cell, Name) else "" for cell in shown]
    return letters == below


def variables_below(law: Name) -> list[str]:
    """The random variables that stand below a law, as in P_{X,Y}; none where anything else stands there."""
    below = [cell.text for cell in _flat(law.sub)] if law.sub is not None else []
    if len(below) == 1 and below[0].startswith("\\mathrm{"):
        below = list(below[0][8:-1])
    return below if all(len(text) == 1 and text.isupper() for text in below) else []


def _flat(script: Cells) -> list[Name]:
    """The names in a script, with or without signs between them; one that is no name has no letter."""
    found: list[Name] = []
    for cell in script.cells:
        parts = cell.factors if isinstance(cell, Product) else (cell,)
        found.extend(part if isinstance(part, Name) and part.is_bare else Name(cell.at, "") for part in parts)
    return found


@dataclass(frozen=True, slots=True)
class Member:
    """A name written as the member of a family: x_i, or x^{(i)} with a raised index."""

    base: str
    index: Surface
    raised: bool


def member(name: Name) -> Member | None:
    """The member that a name could be, by its scripts alone and an exponent left aside; `None` where it cannot be."""
    if name.primes or name.text == "e":
        return None
    if name.sup is not None and name.sub is None and isinstance(name.sup.only, Bracket):
        inside = name.sup.only.inside.only
        if name.sup.only.kind == "(" and inside is not None and _is_index(inside):
            return Member(name.text, inside, True)
        return None
    if name.sub is None or name.sub.only is None or (name.sup is not None and isinstance(name.sup.only, Words)):
        return None
    return Member(name.text, name.sub.only, False) if _is_index(name.sub.only) else None


def has_exponent(name: Name) -> bool:
    """Whether what is raised behind a name is an exponent, and neither a star nor the index of a sample."""
    if name.sup is None or (isinstance(name.sup.only, Words) and name.sup.only.text in ("*", "\\ast", "\\star")):
        return False
    if is_word_above(name):
        return False
    found = member(name)
    return found is None or not found.raised


def _is_index(piece: Surface) -> bool:
    match piece:
        case Name():
            return piece.is_bare and (piece.text == CLASS or (len(piece.text) == 1 and piece.text in _INDEX_LETTERS))
        case Number(_, text):
            return text.isdigit()
        case Total(_, _, terms):
            return all(map(_is_index, terms))
        case _:
            return False


def index_names(piece: Surface) -> set[str]:
    """The names in an index expression."""
    return {part.text for part in piece.walk() if isinstance(part, Name)}


def is_law_name(name: Name) -> bool:
    """Whether a letter stands for a law of probability by convention."""
    return letter_of(name.text) in LAW_LETTERS


@dataclass(frozen=True, slots=True)
class LawName:
    """The law that a name stands for: its own name, and the parameters that a subscript such as theta gives."""

    text: str
    parameters: tuple[Name, ...] = ()


def law_name(name: Name, indices: frozenset[str]) -> LawName:
    """The law of a name: a Greek subscript or a bound index is a parameter, any other subscript belongs to the name."""
    only = name.sub.only if name.sub is not None else None
    if isinstance(only, Name) and only.sub is None and (is_parameter(only.text) or only.text in indices):
        bare = Name(name.at, name.text, None, name.sup, name.primes)
        return LawName(spelt(bare), (only,))
    if name.sub is not None and all(isinstance(cell, (Name, Dots)) for cell in name.sub.cells):
        inside = [cell for cell in name.sub.cells if isinstance(cell, Name)]
        members = [found for cell in inside if (found := member(cell)) is not None]
        if members and len(members) == len(inside) and len({found.base for found in members}) == 1:
            # p_{D_i}(d_i): one law for each i. With dots, p_{D_1, ..., D_N}, the joint law of all of them.
            whole = LawName(
                spelt(Name(name.at, name.text, Cells(name.at, (Name(name.at, members[0].base),)), name.sup))
            )
            index = members[0].index
            alone = len(inside) == len(name.sub.cells) == 1 and isinstance(index, Name)
            return LawName(whole.text, (index,)) if alone and isinstance(index, Name) else whole
    return LawName(spelt(name))


def is_parameter(text: str) -> bool:
    r"""Whether a name is a Greek letter or a bold weight, which as a subscript of a law is its parameter."""
    letter = letter_of(text)
    return (letter.startswith("\\") and "{" not in letter) or letter in ("w", "W")


@dataclass(frozen=True, slots=True)
class Value:
    """What a law is applied to: `member`, `plain`, `event` (x = 0), `family` (d_1, ..., d_N), `words`, or `blank`."""

    kind: str
    base: str
    at: Surface
    index: Surface | None = None
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a law: outcomes, what follows the bar, and what follows the semicolon."""

    outcomes: tuple[Value, ...]
    given: tuple[Value, ...]
    parameters: tuple[Value, ...]


def arguments(applied: Applied) -> Arguments:
    """The arguments of an applied law, sorted out; raises `Refusal` where they cannot be."""
    parts: list[list[Surface]] = [[], [], []]
    place = 0
    cells = applied.arguments
    for number, cell in enumerate(cells.cells):
        if number:
            separator = cells.separators[number - 1]
            if separator in ("|", ";") and place <= (0 if separator == "|" else 1):
                place = 1 if separator == "|" else 2
            elif separator != ",":
                raise Refusal(f"{separator} does not belong between the arguments of {applied.head.text}", cell.at)
        parts[place].append(cell)
    found = [tuple(value for cell in _families(part) for value in values(cell)) for part in parts]
    if not found[0]:
        raise Refusal(f"{applied.head.text} is applied to nothing", applied.at)
    return Arguments(*found)


def _families(cells: list[Surface]) -> list[Surface]:
    """Cells with d_1, d_2, ..., d_N taken together."""
    dots = [place for place, cell in enumerate(cells) if isinstance(cell, Dots)]
    if not dots:
        return cells
    place = dots[0]
    last = cells[place + 1] if place + 1 < len(cells) else None
    around = [*cells[:place], *([last] if last is not None else [])]
    named = [cell for cell in around if isinstance(cell, Name)]
    if len(dots) == 1 and last is not None and len(named) == len(around) and len({name.text for name in named}) == 1:
        name = named[0]
        return [Cells(name.at, (Name(name.at, name.text), named[-1])), *cells[place + 2 :]]
    raise Refusal("these dots do not continue one pattern", cells[place].at)


def values(cell: Surface) -> tuple[Value, ...]:
    """The values that a cell names: several where names stand side by side, as in p(xy)."""
    match cell:
        case Bracket(_, "(" | "[" | "{", inside):
            return tuple(value for piece in inside.cells for value in values(piece))
        case Name():
            found = member(cell)
            if has_exponent(cell):
                raise Refusal("a law is not applied to a power", cell.at)
            if found is not None:
                return (Value("member", found.base, cell, found.index, found.raised),)
            return (Value("words" if cell.text.startswith("\\text{") else "plain", spelt(cell), cell),)
        case Words(_, text):
            return (Value("words", f"\\text{{{text}}}", cell),)
        case Blank():
            return (Value("blank", "", cell),)
        case Cells(_, (Name() as name, Name() as last), ()):
            return (Value("family", name.text, cell, last.sub.only if last.sub else None),)
        case Product(_, factors, signs) if not any(signs) and all(isinstance(factor, Name) for factor in factors):
            return tuple(value for factor in factors for value in values(factor))
        case Related(_, (Name() as name, value), ("=",)):
            if isinstance(value, Name) and letter_of(value.text).lower() == letter_of(name.text).lower():
                return values(value)
            if isinstance(value, Name) and value.sub is not None and member(value) is not None:
                return values(value)
            return (Value("event", spelt(name), value),)
        case Number():
            return (Value("number", cell.text, cell),)
        case _:
            raise Refusal("a law is not applied to an expression like this", cell.at)

"""The survey of a chain: every use of its names, noted over all sides before anything is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from qedtex.notes.reading.naming import (
    LawName,
    arguments,
    has_exponent,
    index_names,
    is_law_name,
    law_name,
    member,
    spelt,
)
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Bracket,
    Cells,
    Differential,
    Function,
    Name,
    Number,
    Power,
    Product,
    Quotient,
    Refusal,
    Related,
    Surface,
    Total,
)
from qedtex.notes.reading.uses import Uses, bound_by, note_bound, quantity


def survey(sides: Iterable[Surface], laws: frozenset[str] = frozenset()) -> Uses:
    """The uses of the names of some sides; `laws` are further names that stand for laws."""
    listed = list(sides)
    uses = Uses()
    for side in listed:
        note_bound(side, uses)
    surveyor = Surveyor(uses, laws)
    for side in listed:
        surveyor.visit(side)
        surveyor.fixed(side, frozenset())
    return uses


class Surveyor:
    """Walks over a side and notes each use."""

    def __init__(self, uses: Uses, laws: frozenset[str]) -> None:
        self.uses = uses
        self.laws = laws
        self.indices = frozenset(uses.indices)

    def is_law(self, name: Name) -> bool:
        """Whether a name stands for a law."""
        return is_law_name(name) or name.text in self.laws

    def visit(self, piece: Surface, *, number: bool = True) -> None:
        """Note the uses in a piece."""
        uses = self.uses
        match piece:
            case Name():
                self.name(piece, number=number)
                return
            case Applied(_, head, cells):
                self.applied(head, cells, piece)
                return
            case Big():
                self.big(piece)
                self.visit(piece.body)
                ends = piece.sup.cells if piece.sup is not None else ()
                if piece.sub is not None and isinstance(piece.sub.only, Related) and piece.kind != "E":
                    ends = (*piece.sub.only.pieces[1:], *ends)
                for end in ends:
                    self.visit(end)
                return
            case Function(_, word, sub, _, argument):
                if word in ("log", "ln", "lg", "lb"):
                    uses.bases.add(self.base(word, sub))
                    for part in _product(argument):
                        uses.positive.update(self.own_names(part))
            case Quotient(_, over, by):
                for part in _product(by):
                    uses.divisors.update(self.own_names(part))
                    uses.denominators.extend(self.own_names(part))
                del over
            case Differential(_, variables, _, of):
                uses.differentiated.update(variable.text for variable in variables)
                for part in of.walk():
                    if isinstance(part, Applied):
                        uses.differentiated.add(part.head.text)
                for variable in variables:
                    self.name(variable, number=True)
        for part in piece.parts():
            self.visit(part)

    def fixed(self, piece: Surface, bound: frozenset[str]) -> None:
        """Note the outcomes that nothing binds, those in the arguments of H, I and D_KL left out."""
        if isinstance(piece, Applied):
            if quantity(piece.head):
                return
            if self.is_law(piece.head):
                with suppress(Refusal):
                    found = arguments(piece)
                    self.uses.fixed.update({value.base for value in (*found.outcomes, *found.given)} - bound)
        if isinstance(piece, Big):
            names = {name.text for name in bound_by(piece)[0]} if piece.kind in ("sum", "prod") else set()
            if piece.kind == "E" and piece.sub is not None:
                names = {part.text for part in piece.sub.walk() if isinstance(part, Name)}
            if piece.kind == "E" and (piece.sub is None or not names - {"p", "q", "P", "Q"}):
                return
            self.fixed(piece.body, bound | names)
            return
        for part in piece.parts():
            self.fixed(part, bound)

    def own_names(self, piece: Surface) -> Iterator[str]:
        """The symbol or family that a piece is, where it is one."""
        if isinstance(piece, Power) or (isinstance(piece, Bracket) and piece.kind in "([{"):
            inner = piece.base if isinstance(piece, Power) else piece.inside.only
            if inner is not None:
                yield from self.own_names(inner)
        if isinstance(piece, Name):
            found = member(piece)
            bare = Name(piece.at, piece.text, piece.sub, None, piece.primes)
            is_member = found is not None and (
                found.raised
                or bool(index_names(found.index) & self.indices)
                or (found.base in self.uses.families and not is_law_name(piece))
            )
            if found is not None and is_member:
                yield found.base
            else:
                try:
                    yield spelt(bare)
                except Refusal:
                    return

    def base(self, word: str, sub: Cells | None) -> str:
        """The base of a logarithm as written: empty for a natural one."""
        if word in ("lg", "lb"):
            return "10" if word == "lg" else "2"
        if sub is None:
            return ""
        only = sub.only
        return only.text if isinstance(only, (Name, Number)) else "?"

    def name(self, name: Name, *, number: bool) -> None:
        """A name that stands alone."""
        uses = self.uses
        if has_exponent(name) and name.sup is not None:
            for part in name.sup.cells:
                self.visit(part)
            name = Name(name.at, name.text, name.sub, None, name.primes)
        found = member(name)
        if found is not None and (index_names(found.index) & self.indices or found.raised):
            if is_law_name(name) and not found.raised:
                uses.indexed.add(name.text)
                return
            uses.families.setdefault(found.base, set()).update(index_names(found.index) & self.indices)
            if found.raised:
                uses.raised.add(found.base)
            if number:
                uses.numbers.add(found.base)
            return
        if found is not None and found.base in uses.families and is_law_name(name) and not found.raised:
            uses.indexed.add(name.text)
            return
        if found is not None and isinstance(found.index, Number) and found.base in uses.families:
            if number:
                uses.numbers.add(found.base)
            return
        if number:
            for text in self.own_names(name):
                uses.numbers.add(text)

    def applied(self, head: Name, cells: Cells, piece: Applied) -> None:
        """A name with arguments."""
        uses = self.uses
        known = quantity(head)
        if known == "D" and "||" in cells.separators:
            known = "KL"
        if self.is_law(head):
            try:
                sorted_out = arguments(piece)
                law = law_name(head, self.indices)
            except Refusal:
                return
            uses.applications.append((law, sorted_out, piece))
            for value in (*sorted_out.outcomes, *sorted_out.given, *sorted_out.parameters):
                if value.kind == "member" and isinstance(value.at, Name):
                    self.name(value.at, number=False)
                if value.kind == "family":
                    uses.families.setdefault(value.base, set())
        elif known in ("H", "KL", "CE", "I"):
            self.quantity(known, cells)
            below = self.slot(head.sub.cells[0]) if known == "I" and head.sub is not None else None
            if below is not None:
                uses.slots.append(below)
        else:
            if head.primes:
                uses.differentiated.add(head.text)
            for cell in cells.cells:
                self.visit(cell)

    def quantity(self, known: str, cells: Cells) -> None:
        """H, I or KL with its arguments."""
        uses = self.uses
        uses.spoken += known in ("H", "I")
        laws = [found for cell in cells.cells if (found := self.slot(cell)) is not None]
        uses.slots.extend(laws)
        if len(laws) == len(cells.cells) == 2:
            uses.pairs.append((laws[0], laws[1]))
        if known in ("H", "I") and not laws:
            if len(cells.cells) > 1:
                uses.joint = True
            for cell in cells.cells:
                for part in cell.walk():
                    if isinstance(part, Name):
                        uses.random.add(part.text)
        for cell in cells.cells:
            if isinstance(cell, Applied):
                self.visit(cell)
                law = self.slot(cell)
                if law is not None and "|" in cell.arguments.separators and cell is cells.cells[0]:
                    with suppress(Refusal):
                        uses.spread.append((law, arguments(cell)))

    def slot(self, cell: Surface) -> LawName | None:
        """The law that a cell names, with or without arguments."""
        name = cell.head if isinstance(cell, Applied) else cell
        if isinstance(name, Name) and self.is_law(name):
            with suppress(Refusal):
                return law_name(name, self.indices)
        return None

    def big(self, big: Big) -> None:
        """A sum, product, expectation or extremum."""
        uses = self.uses
        if big.kind == "E" and big.sub is None:
            for part in big.body.walk():
                if isinstance(part, Applied) and self.is_law(part.head):
                    inside = (one.text for one in part.arguments.walk() if isinstance(one, Name) and one.is_bare)
                    uses.outcomes.update(text for text in inside if len(text) == 1 and text.isupper())
        if big.kind in ("argmax", "argmin") and big.sub is not None:
            named = big.sub.only
            if isinstance(named, Related) and named.relations == ("in",):
                named = named.pieces[0]
            uses.extrema.update(part.text for part in (named or big.sub).walk() if isinstance(part, Name))
        if big.kind == "E" and big.sub is not None:
            drawn = big.sub.only
            if isinstance(drawn, Related) and drawn.relations == ("~",):
                law = self.slot(drawn.pieces[1])
                names = [part.text for part in drawn.pieces[0].walk() if isinstance(part, Name)]
                uses.outcomes.update(names)
                if law is not None and len(names) > 1:
                    uses.spread.append((law, None))
            else:
                law = self.slot(drawn) if drawn is not None else None
                if law is None and isinstance(drawn, Name):
                    uses.outcomes.add(drawn.text)
            if law is not None:
                uses.slots.append(law)
                uses.weights.setdefault(law.text)
        if big.kind == "sum":
            self.weigh(big)

    def weigh(self, big: Big) -> None:
        """Note the laws that are factors of what is summed; the first in a term weighs it."""
        for part in _terms(big.body):
            weighing = True
            for factor, alone in _factors(part):
                if isinstance(factor, Applied) and self.is_law(factor.head):
                    try:
                        sorted_out = arguments(factor)
                        law = law_name(factor.head, self.indices).text
                    except Refusal:
                        continue
                    self.uses.weighted.update(value.base for value in sorted_out.outcomes if value.kind == "member")
                elif isinstance(factor, Name) and is_law_name(factor):
                    law = factor.text
                else:
                    continue
                if weighing and not alone:
                    self.uses.weights.setdefault(law)
                    weighing = False


def _terms(body: Surface) -> Iterator[Surface]:
    """The terms of what is summed."""
    match body:
        case Bracket(_, "(" | "[" | "{", inside) if inside.only is not None:
            yield from _terms(inside.only)
        case Total(_, _, terms):
            for term in terms:
                yield from _terms(term)
        case Big(_, "sum", _, _, inner):
            yield from _terms(inner)
        case _:
            yield body


def _product(piece: Surface) -> Iterator[Surface]:
    """The factors of a product or fraction, or the piece alone."""
    match piece:
        case Product(_, factors):
            for factor in factors:
                yield from _product(factor)
        case Quotient(_, over, by):
            yield from _product(over)
            yield from _product(by)
        case Bracket(_, "(" | "[" | "{", inside) if inside.only is not None:
            yield from _product(inside.only)
        case _:
            yield piece


def _factors(body: Surface) -> Iterator[tuple[Surface, bool]]:
    """The factors of what is summed, each with whether it is alone; numerators count, divisors do not."""
    match body:
        case Product(_, factors):
            for factor in factors:
                for found, _ in _factors(factor):
                    yield found, False
        case Quotient(_, over, _):
            for found, _ in _factors(over):
                yield found, False
        case Bracket(_, "(" | "[" | "{", inside) if inside.only is not None:
            yield from _factors(inside.only)
        case Total(_, _, terms):
            for term in terms:
                yield from _factors(term)
        case Big(_, "sum", _, _, inner):
            yield from _factors(inner)
        case _:
            yield body, True

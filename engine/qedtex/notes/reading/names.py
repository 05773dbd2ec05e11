"""From the surface tree to the term: names, as numbers, members of families, constants, means and deltas."""

from __future__ import annotations

from fractions import Fraction

from qedtex.notes.reading.naming import (
    CONSTANTS,
    Member,
    has_exponent,
    index_names,
    is_law_name,
    letter_of,
    member,
    spelt,
    vectors_in,
)
from qedtex.notes.reading.signs import Signs
from qedtex.notes.reading.surface import Bracket, Cells, Name, NoNode, Number, Product, Refusal, Surface, Total
from qedtex.notes.reading.uses import quantity
from qedtex.sorts import Family, Integer, Labels, Outcome, Real
from qedtex.terms import Add, Const, Div, Event, Index, Kronecker, Neg, Num, Pow, Range, SumOver, Symbol, Term

_CONSTANTS = {"\\infty": Const("oo"), "\\pi": Const("pi")}


class Names(Signs):
    """The part of the meaning that knows what a name stands for."""

    def name(self, name: Name) -> Term:
        """A name as a number: bound, a member of a family, a constant, or a symbol."""
        if has_exponent(name) and name.sup is not None:
            return self.raised_name(name, name.sup)
        found = member(name)
        if found is not None:
            key = f"{found.base}[{_shown(found.index)}]"
            if key in self.bound:
                return self.bound[key]
            if is_law_name(name) and found.base in self.kinds.uses.indexed and not found.raised:
                return self.indexed(name, found.index)
            if is_law_name(name) and not isinstance(found.index, Number) and self.kinds.is_applied(found.base):
                raise Refusal(f"the index {_shown(found.index)} is used outside its sum", name.at)
            if found.base in self.kinds.uses.families and not self.is_apart(found):
                return self.member(found.base, found.index, raised=found.raised)
        if quantity(name) == "KL":
            return self.bare_divergence(name)
        if name.text == "\\delta" and name.sub is not None and name.sup is None:
            delta = self.delta(name.sub)
            if delta is not None:
                return delta
        self.check_scripts(name)
        if name.text.startswith(("\\mathbf{", "\\mathbb{")) and spelt(name) not in (*self.bound, *self.kinds.declared):
            raise NoNode("there is no term for a vector or a set like this yet", name.at)
        text = spelt(name)
        if text in self.bound:
            return self.bound[text]
        if text in self.places and text not in self.kinds.declared:
            return self.places[text]
        if vectors_in(name.text):
            self.kinds.note(text, "one real number", "it is the product of a row and a column")
        if name.primes and "'" in text:
            raise Refusal(f"the prime on {name.text} does not say by which variable to differentiate", name.at)
        if text in CONSTANTS & self.kinds.hidden:
            raise NoNode(f"{text} is a number by convention, and the note says that it is something else", name.at)
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text == "e" and text not in self.kinds.declared:
            return Const("e")
        if text in self.kinds.uses.indices and text not in self.kinds.declared:
            raise Refusal(f"the index {text} is used outside its sum", name.at)
        if text.startswith("\\text{"):
            raise Refusal(f"{text[6:-1]!r} is no number", name.at)
        if letter_of(name.text) in ("H", "E", "\\mathbb{E}") and name.sub is None:
            raise Refusal(f"{name.text} needs an argument", name.at)
        averaged = self.averaged(name)
        if averaged and text not in self.kinds.declared:
            return self.average(averaged)
        if text in self.kinds.uses.outcomes and text not in self.kinds.uses.numbers:
            raise Refusal(f"{text} is an outcome and no number", name.at)
        if text in self.kinds.uses.families and text not in self.kinds.declared:
            raise NoNode(f"{text} stands for a whole family here, and there is no term for such a vector", name.at)
        return self.kinds.symbol(text, name.text)

    def is_apart(self, found: Member) -> bool:
        """Whether a number stands below a name that is less than any index of its family, as in w_0 beside w_1 x_1."""
        sort = self.kinds.family(found.base).sort
        if not isinstance(found.index, Number) or not isinstance(sort, Family) or found.raised:
            return False
        return isinstance(sort.lower, Num) and int(found.index.text) < sort.lower.value

    def check_scripts(self, name: Name) -> None:
        """Refuse a name with an index below it that is not the index of a family."""
        if name.sub is not None and index_names(name.sub) & (set(self.bound) | set(self.kinds.uses.indices)):
            raise NoNode(f"there is no term for {name.text} with indices like these yet", name.sub.at)

    def raised_name(self, name: Name, sup: Cells) -> Term:
        """A name with an exponent."""
        if sup.only is None or (isinstance(sup.only, Bracket) and name.text != "e"):
            raise Refusal(f"what is raised behind {name.text} is no exponent", sup.at)
        exponent = self.exponent(sup.only)
        bare = Name(name.at, name.text, name.sub, None, name.primes)
        if (
            name.text == "e"
            and bare.is_bare
            and "e" not in self.bound
            and "e" not in self.kinds.declared
            and not self.is_other_than_e(exponent)
        ):
            return Pow(Const("e"), exponent)
        return Pow(self.name(bare), exponent)

    def is_other_than_e(self, exponent: Term) -> bool:
        """Whether e with an exponent may be what the note says that e is, as in e^2."""
        return "e" in self.kinds.hidden and isinstance(exponent, Num)

    def delta(self, below: Cells) -> Term | None:
        """Kronecker's delta of the two indices below it; `None` where there are others."""
        cells = below.only.factors if isinstance(below.only, Product) else below.cells
        families = [base for base in sorted(self.kinds.uses.families) if base not in self.kinds.uses.raised]
        if len(cells) != 2 or not families or not all(isinstance(cell, (Name, Number)) for cell in cells):
            return None
        left, right = (self.place(cell, self.kinds.family(families[0])) for cell in cells)
        return Kronecker(left, right)

    def averaged(self, name: Name) -> str:
        r"""The family of which a name is the mean: x of \bar{x}, and of \bar{x}_n where it has n members."""
        base = name.text[5:-1] if name.text.startswith("\\bar{") else ""
        if base not in self.kinds.uses.families or name.sup is not None or name.primes:
            return ""
        if name.sub is None:
            return base
        sort = self.kinds.family(base).sort
        count = name.sub.only
        ends = isinstance(sort, Family) and isinstance(count, Name) and sort.upper == self.kinds.count(count.text)
        return base if ends else ""

    def average(self, base: str) -> Term:
        r"""The mean of the members of a family, written with a bar."""
        family = self.kinds.family(base)
        sort = family.sort
        if not isinstance(sort, Family) or isinstance(sort.element, Outcome):
            raise Refusal(f"the members of {base} are no numbers", 0)
        taken = set(self.bound) | {base}
        index = Symbol(next(letter for letter in "jklrsuv" if letter not in taken), Integer())
        self.kinds.note(f"\\bar{{{base}}}", f"the mean of the {base}", "it is the usual name of it")
        return Div(SumOver(Range(sort.lower, sort.upper), index, Index(family, index)), sort.upper)

    def member(self, base: str, index: Surface, *, raised: bool = False) -> Term:
        """The member of a family; the outcome x = k where a family lists the labels of an event."""
        family = self.kinds.family(base)
        at = self.place(index, family)
        if base.startswith("\\mathbf{") and isinstance(family.sort, Family) and isinstance(family.sort.element, Real):
            raise NoNode("there is no term for a vector like this yet", index.at)
        sort = family.sort
        if isinstance(sort, Family) and isinstance(sort.element, Outcome) and isinstance(sort.element.space, Labels):
            space = sort.element.space
            return Event(space.variable, at) if space.variable else at
        return Index(family, at, raised)

    def place(self, index: Surface, family: Symbol) -> Term:
        """The index of a member; one that nothing binds runs as far as the family does."""
        free = isinstance(index, Name) and index.text not in self.bound
        if free and isinstance(index, Name) and index.text in self.kinds.uses.indices:
            if any(isinstance(value, Symbol) and isinstance(value.sort, Outcome) for value in self.bound.values()):
                raise Refusal(f"the index {index.text} is used outside its sum", index.at)
            self.kinds.note(index.text, "any index", "nothing binds it here")
        if free and isinstance(family.sort, Family) and isinstance(index, Name) and index.text.islower():
            return self.places.setdefault(index.text, Symbol(index.text, Integer(family.sort.lower, family.sort.upper)))
        return self.index(index)

    def index(self, piece: Surface) -> Term:
        """The index of a member."""
        match piece:
            case Number(_, text):
                return Num(Fraction(int(text)))
            case Name():
                if piece.text in self.bound:
                    return self.bound[piece.text]
                if piece.text in self.kinds.uses.indices:
                    raise Refusal(f"the index {piece.text} is used outside its sum", piece.at)
                if piece.text in ("n", "N", "m", "K", "M", "T"):
                    return self.kinds.count(piece.text)
                return Symbol(piece.text, Integer(*self.kinds.index_range(piece.text)))
            case Total(_, signs, terms):
                parts = [Neg(self.index(p)) if s == "-" else self.index(p) for s, p in zip(signs, terms, strict=True)]
                return parts[0] if len(parts) == 1 else Add(tuple(parts))
            case _:
                raise Refusal("this is no index", piece.at)


def _shown(index: Surface) -> str:
    return index.text if isinstance(index, (Name, Number)) else ""

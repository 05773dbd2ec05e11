"""From the surface tree to the term: arithmetic, sums and products, extrema, limits, derivatives and functions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from qedtex.notes.reading.dots import continued
from qedtex.notes.reading.naming import has_exponent, index_names, is_law_name, letter_of, member, spelt, vectors_in
from qedtex.notes.reading.signs import Signs
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Blank,
    Bracket,
    Cells,
    Differential,
    Dots,
    Function,
    Name,
    Number,
    Power,
    Product,
    Quotient,
    Refusal,
    Related,
    Root,
    Surface,
    Total,
    Words,
)
from qedtex.notes.reading.uses import bound_by, loose_indices, quantity
from qedtex.sorts import REAL, Family, Integer, Labels, Outcome, Real
from qedtex.terms import (
    Abs,
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Event,
    Exp,
    FiniteSet,
    Index,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Range,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    term,
)
from qedtex.terms import Function as RealFunction

_CONSTANTS = {"\\infty": Const("oo"), "\\pi": Const("pi")}
_UNITS: Mapping[str, Term | None] = {
    **dict.fromkeys(("\\mathrm{bit}", "\\mathrm{bits}", "\\mathrm{Sh}"), term(2)),
    **dict.fromkeys(("\\mathrm{nat}", "\\mathrm{nats}")),
}


class Meaning(Signs):
    """Builds the terms of one chain from what is known of its names."""

    def term(self, piece: Surface) -> Term:
        """The term of a piece; raises `Refusal`."""
        match piece:
            case Number(_, text):
                return Num(Fraction(text), text if "." in text else "")
            case Name():
                return self.name(piece)
            case Total():
                return self.total(piece)
            case Product():
                return self.product(piece)
            case Quotient(_, over, by):
                divisor = self.term(by)
                self.divides(divisor)
                return Div(self.term(over), divisor)
            case Power(_, base, exponent):
                return Pow(self.term(base), self.exponent(exponent))
            case Root(_, of, degree):
                if degree is not None:
                    return Pow(self.term(of), Div(term(1), self.term(degree)))
                return Sqrt(self.term(of))
            case Bracket():
                return self.bracket(piece)
            case Function():
                return self.function(piece)
            case Big():
                return self.big(piece)
            case Applied():
                return self.applied(piece)
            case Differential():
                return self.derivative(piece)
            case Dots():
                raise Refusal("these dots do not continue a sum", piece.at)
            case Blank():
                raise Refusal("there is nothing here", piece.at)
            case Words(_, text):
                raise Refusal(f"{text!r} is no part of a formula", piece.at)
            case Related() | Cells():
                raise Refusal("a statement stands where a number should", piece.at)
            case _:
                raise Refusal("this has no meaning here", piece.at)

    def total(self, total: Total) -> Term:
        """Terms with signs; a sum whose index is used behind it reaches as far as that."""
        if any(isinstance(part, Dots) for part in total.terms):
            return self.term(continued(total))
        parts = list(zip(total.signs, total.terms, strict=True))
        for place, (_, part) in enumerate(parts[:-1]):
            if isinstance(part, Big) and part.kind in ("sum", "prod"):
                reach = self.reach(part, [later for _, later in parts[place + 1 :]])
                if reach:
                    taken = parts[place + 1 : place + 1 + reach]
                    body = Total(part.body.at, ("+", *(s for s, _ in taken)), (part.body, *(t for _, t in taken)))
                    whole = Big(part.at, part.kind, part.sub, part.sup, body)
                    parts[place : place + 1 + reach] = [(parts[place][0], whole)]
                    break
        terms = [Neg(self.term(part)) if sign == "-" else self.term(part) for sign, part in parts]
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    def reach(self, big: Big, later: list[Surface]) -> int:
        """How many of the terms behind a sum use its index, where nothing else binds it."""
        names = {name.text for name in bound_by(big)[0]} - set(self.bound)
        last = 0
        for number, piece in enumerate(later, 1):
            if loose_indices(piece) & names:
                last = number
        if last:
            self.kinds.note(
                ", ".join(sorted(names)),
                "bound as far as it is used",
                "the index is used behind its sum",
                doubtful=True,
                code="index-outside",
            )
        return last

    def product(self, product: Product) -> Term:
        """Factors side by side; a minus sign in front of the last goes before the whole."""
        factors: list[Term] = []
        negative = False
        pieces = product.factors
        unit = pieces[-1]
        if isinstance(unit, Name) and unit.text in _UNITS:
            self.unit(unit)
            pieces = pieces[:-1]
            if len(pieces) == 1:
                return self.term(pieces[0])
        for piece in pieces:
            factor = self.term(piece)
            if isinstance(factor, Neg) and isinstance(piece, Total):
                factor, negative = factor.of, not negative
            factors.append(factor)
        found = Mul(tuple(factors))
        return Neg(found) if negative else found

    def unit(self, name: Name) -> None:
        """A unit of information behind a number: it must be that of the chain's logarithms."""
        if self.base != _UNITS[name.text]:
            raise Refusal(f"{name.text[8:-1]} is not the unit of the logarithms here", name.at)

    def exponent(self, piece: Surface) -> Term:
        """A raised exponent."""
        if isinstance(piece, Words) and piece.text == "\\top":
            raise Refusal("there is no node for a transpose yet", piece.at)
        if isinstance(piece, Words):
            raise Refusal(f"a raised {piece.text} is no exponent", piece.at)
        if isinstance(piece, Name) and piece.is_bare and piece.text in ("T", "\\top", "\\dagger", "\\prime", "H"):
            raise Refusal("there is no node for a transpose yet", piece.at)
        return self.term(piece)

    def divides(self, divisor: Term) -> None:
        """Note the plain real names that are divided by, as they must not be 0."""
        for factor in divisor.factors if isinstance(divisor, Mul) else (divisor,):
            base = factor.base if isinstance(factor, Pow) else factor
            if isinstance(base, Symbol) and base.sort == REAL and base.name not in self.bound:
                self.hypotheses.setdefault(("nonzero", base))

    def bracket(self, piece: Bracket) -> Term:
        """Grouping, an absolute value, or a norm."""
        inside = piece.inside.only
        listed = piece.inside.cells
        if (
            piece.kind == "{"
            and all(isinstance(cell, (Number, Quotient)) for cell in listed)
            and self.kinds.uses.extrema
        ):
            return FiniteSet(tuple(self.term(cell) for cell in listed))
        if inside is None or isinstance(inside, (Related, Blank)):
            raise Refusal("this bracket does not hold one number", piece.at)
        if piece.kind == "|":
            name = letter_of(inside.text) if isinstance(inside, Name) else ""
            if (name.isupper() or name.startswith("\\mathcal")) and name not in self.bound:
                raise Refusal("there is no node for the size of a set yet", piece.at)
            return Abs(self.term(inside))
        if piece.kind == "||":
            order = piece.sub.only.text if piece.sub is not None and isinstance(piece.sub.only, Number) else "2"
            if not isinstance(inside, Name) or not inside.is_bare or order not in ("1", "2"):
                raise Refusal("there is no node for this norm yet", piece.at)
            vector = self.kinds.family(inside.text)
            return Norm(vector, int(order))
        if piece.kind == "{" and not isinstance(inside, (Total, Product, Big, Function, Quotient, Bracket, Applied)):
            raise Refusal("there is no node for a set like this yet", piece.at)
        return self.term(inside)

    # Names -----------------------------------------------------------------------------------------------------

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
            if found.base in self.kinds.uses.families:
                return self.member(found.base, found.index, raised=found.raised)
        if quantity(name) == "KL":
            return self.bare_divergence(name)
        self.check_scripts(name)
        if name.text.startswith(("\\mathbf{", "\\mathbb{")) and spelt(name) not in (*self.bound, *self.kinds.declared):
            raise Refusal("there is no node for a vector or a set like this yet", name.at)
        text = spelt(name)
        if text in self.bound:
            return self.bound[text]
        if text in self.places and text not in self.kinds.declared:
            return self.places[text]
        if vectors_in(name.text):
            self.kinds.note(text, "one real number", "it is the product of a row and a column")
        if name.primes and "'" in text:
            raise Refusal(f"the prime on {name.text} does not say by which variable to differentiate", name.at)
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
        if text.startswith("\\bar{") and text[5:-1] in self.kinds.uses.families and text not in self.kinds.declared:
            return self.average(text[5:-1])
        if text in self.kinds.uses.outcomes and text not in self.kinds.uses.numbers:
            raise Refusal(f"{text} is an outcome and no number", name.at)
        if text in self.kinds.uses.families and text not in self.kinds.declared:
            raise Refusal(f"{text} stands for a whole family here, and there is no node for such a vector", name.at)
        return self.kinds.symbol(text, name.text)

    def check_scripts(self, name: Name) -> None:
        """Refuse a name with an index below it that is not the index of a family."""
        if name.sub is not None and index_names(name.sub) & (set(self.bound) | set(self.kinds.uses.indices)):
            raise Refusal(f"there is no node for {name.text} with indices like these yet", name.sub.at)

    def raised_name(self, name: Name, sup: Cells) -> Term:
        """A name with an exponent."""
        if sup.only is None or (isinstance(sup.only, Bracket) and name.text != "e"):
            raise Refusal(f"what is raised behind {name.text} is no exponent", sup.at)
        exponent = self.exponent(sup.only)
        bare = Name(name.at, name.text, name.sub, None, name.primes)
        if name.text == "e" and bare.is_bare and "e" not in self.bound and "e" not in self.kinds.declared:
            return Pow(Const("e"), exponent)
        return Pow(self.name(bare), exponent)

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
            raise Refusal("there is no node for a vector like this yet", index.at)
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

    # Functions and big signs -----------------------------------------------------------------------------------

    def function(self, function: Function) -> Term:
        """A logarithm, exponential or sigmoid."""
        argument = self.term(function.argument)
        if function.loose:
            self.kinds.note(
                function.word,
                "of all the factors that follow",
                "there are no brackets",
                doubtful=True,
                code="loose-log",
            )
        found: Term
        match function.word:
            case "log" | "ln" | "lg" | "lb":
                found = Log(argument, self.log_base(function), "ln" if function.word == "ln" else "log")
            case "exp":
                found = Exp(argument)
            case "sigmoid'":
                variable = Symbol("t", REAL)
                found = Derivative(argument, None, variable, Sigmoid(variable))
            case _:
                found = Sigmoid(argument)
        return found if function.sup is None else Pow(found, self.exponent(function.sup))

    def log_base(self, function: Function) -> Term | None:
        """The base of a logarithm; `None` for a natural one."""
        if function.word in ("lg", "lb"):
            return term(10 if function.word == "lg" else 2)
        if function.sub is None:
            return None
        if function.word == "ln" or function.sub.only is None:
            raise Refusal("this is no base of a logarithm", function.sub.at)
        base = self.term(function.sub.only)
        if base == Const("e"):
            return None
        if isinstance(base, Symbol):
            self.hypotheses.setdefault(("base", base))
        return base

    def applied(self, piece: Applied) -> Term:
        """A law, a known quantity or a function with its arguments."""
        found = self.quantity_of(piece)
        if found is not None:
            return found
        head = piece.head
        if self.is_law(head):
            return self.probability(piece)
        only = piece.arguments.only
        plain = Name(head.at, head.text, head.sub, head.sup)
        self.check_scripts(plain)
        text = spelt(plain)
        if only is None:
            raise Refusal(f"nothing is known of the function {text} of {len(piece.arguments.cells)} arguments", head.at)
        if letter_of(head.text) == "H" and head.sub is not None and text not in self.functions:
            raise Refusal("H with a subscript may be of a law, a set or a base: say which", head.at)
        if head.primes > 1:
            raise Refusal("there is no node for a higher derivative yet", head.at)
        function = self.functions.get(text) or RealFunction(
            text, REAL, differentiable=head.text in self.kinds.uses.differentiated
        )
        argument = self.term(only)
        if head.primes:
            variable = Symbol("t", function.domain)
            return Derivative(argument, None, variable, Apply(function, variable))
        return Apply(function, argument)


def _shown(index: Surface) -> str:
    return index.text if isinstance(index, (Name, Number)) else ""

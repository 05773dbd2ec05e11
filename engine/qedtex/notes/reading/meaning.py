"""From the surface tree to the term: arithmetic, sums and products, extrema, limits, derivatives and functions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import factorial

from qedtex.notes.reading.dots import continued, multiplied
from qedtex.notes.reading.names import Names
from qedtex.notes.reading.naming import FACTORIAL, letter_of, spelt
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
    NoNode,
    Number,
    Opaque,
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
from qedtex.notes.reading.uses import bound_by, loose_indices
from qedtex.sorts import REAL
from qedtex.terms import (
    Abs,
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Exp,
    FiniteSet,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Sigmoid,
    Sqrt,
    Symbol,
    Term,
    term,
)
from qedtex.terms import Function as RealFunction

_UNITS: Mapping[str, Term | None] = {
    **dict.fromkeys(("\\mathrm{bit}", "\\mathrm{bits}", "\\mathrm{Sh}"), term(2)),
    **dict.fromkeys(("\\mathrm{nat}", "\\mathrm{nats}")),
    **dict.fromkeys(("\\text{比特}", "\\text{（比特）}", "\\text{(比特)}"), term(2)),
    **dict.fromkeys(("\\text{奈特}", "\\text{（奈特）}", "\\text{(奈特)}")),
}


class Meaning(Names):
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
            case Opaque(_, why):
                raise NoNode(why, piece.at)
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
        if any(isinstance(part, Dots) for part in product.factors):
            return self.term(multiplied(product))
        for number, piece, sign in zip(
            product.factors, product.factors[1:], product.signs[-len(product.factors) + 1 :], strict=False
        ):
            if not sign and _is_mixed(number, piece):
                self.kinds.note(
                    "a number before a fraction", "a product", "it may be mixed", doubtful=True, code="mixed-number"
                )
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
        uses = self.kinds.uses
        self.units.add(_UNITS[name.text])
        if not (uses.bases or uses.spoken or uses.pairs) and len(self.units) == 1:
            return
        if self.base != _UNITS[name.text] or len(self.units) > 1:
            raise Refusal(f"{name.text.partition('{')[2][:-1]} is not the unit of the logarithms here", name.at)

    def exponent(self, piece: Surface) -> Term:
        """A raised exponent."""
        if isinstance(piece, Words) and piece.text == "\\top":
            raise NoNode("there is no term for a transpose yet", piece.at)
        if isinstance(piece, Words):
            raise Refusal(f"a raised {piece.text} is no exponent", piece.at)
        if isinstance(piece, Name) and piece.is_bare and piece.text in ("T", "\\top", "\\dagger", "\\prime", "H"):
            raise NoNode("there is no term for a transpose yet", piece.at)
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
            raise NoNode("this bracket does not hold one number", piece.at)
        if piece.kind == "|":
            name = letter_of(inside.text) if isinstance(inside, Name) else ""
            if (name.isupper() or name.startswith("\\mathcal")) and name not in self.bound:
                raise NoNode("there is no term for the size of a set yet", piece.at)
            return Abs(self.term(inside))
        if piece.kind == "||":
            which = Number(piece.at, "2") if piece.sub is None else piece.sub.only
            order = which.text if isinstance(which, Number) else ""
            if not isinstance(inside, Name) or not inside.is_bare or order not in ("1", "2"):
                raise NoNode("there is no term for this norm yet", piece.at)
            vector = self.kinds.family(inside.text)
            return Norm(vector, int(order))
        if piece.kind == "{" and not isinstance(inside, (Total, Product, Big, Function, Quotient, Bracket, Applied)):
            raise NoNode("there is no term for a set like this yet", piece.at)
        return self.term(inside)

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
            case "sigmoid":
                found = Sigmoid(argument)
            case "factorial":
                found = self.factorial(argument)
            case word if word.endswith("'"):
                variable = Symbol("t", REAL)
                found = Derivative(argument, None, variable, _hyperbolic(word[:-1], variable))
            case word:
                found = _hyperbolic(word, argument)
        return found if function.sup is None else Pow(found, self.exponent(function.sup))

    def factorial(self, argument: Term) -> Term:
        """A factorial: of a small number its value, else a positive number of which nothing more is known."""
        if isinstance(argument, Num) and argument.value.denominator == 1 and 0 <= argument.value <= 20:
            return term(factorial(int(argument.value)))
        self.kinds.note("!", "a positive number", "no more is known of a factorial", doubtful=True)
        return Exp(Apply(RealFunction(FACTORIAL, REAL), argument))

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
            raise NoNode(f"nothing is known of the function {text} of {len(piece.arguments.cells)} arguments", head.at)
        if letter_of(head.text) == "H" and head.sub is not None and text not in self.functions:
            raise NoNode("H with a subscript may be of a law, a set or a base: say which", head.at)
        if head.primes > 1:
            raise NoNode("there is no term for a higher derivative yet", head.at)
        function = self.functions.get(text) or RealFunction(
            text, REAL, differentiable=head.text in self.kinds.uses.differentiated
        )
        argument = self.term(only)
        if head.primes:
            variable = Symbol("t", function.domain)
            return Derivative(argument, None, variable, Apply(function, variable))
        return Apply(function, argument)


def _hyperbolic(word: str, argument: Term) -> Term:
    """A hyperbolic function by its definition."""
    rising, falling = Exp(argument), Exp(Neg(argument))
    over, by = Add((rising, Neg(falling))), Add((rising, falling))
    return Div(over, by) if word == "tanh" else Div(over if word == "sinh" else by, term(2))


def _is_mixed(number: Surface, piece: Surface) -> bool:
    """Whether two factors may be meant as one mixed number: a whole one, and a fraction below 1."""
    if not isinstance(number, Number) or not isinstance(piece, Quotient):
        return False
    parts = (number, piece.over, piece.by)
    digits = [part.text for part in parts if isinstance(part, Number) and part.text.isdigit() and len(part.text) < 7]
    return len(digits) == 3 and int(digits[1]) < int(digits[2])

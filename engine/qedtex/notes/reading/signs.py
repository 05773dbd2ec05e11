"""From the surface tree to the term: sums, products, extrema, limits, integrals and derivatives."""

from __future__ import annotations

from qedtex.binding import free
from qedtex.notes.reading.information import Information
from qedtex.notes.reading.naming import index_names, letter_of, member, spelt, vectors_in
from qedtex.notes.reading.surface import (
    Big,
    Differential,
    Name,
    NoNode,
    Power,
    Product,
    Refusal,
    Related,
    Surface,
    Words,
)
from qedtex.notes.reading.uses import bound_by, loose_indices
from qedtex.sorts import Family, Integer, Labels, Outcome
from qedtex.terms import (
    Argmax,
    Argmin,
    Const,
    Derivative,
    Integral,
    Interval,
    Limit,
    Mul,
    Neg,
    Over,
    ProductOver,
    Range,
    SumOver,
    Symbol,
    Term,
)


class Signs(Information):
    """The part of the meaning that knows of big signs: what they bind, over what, and how far they reach."""

    def big(self, big: Big) -> Term:
        """A big sign with its body."""
        match big.kind:
            case "sum" | "prod":
                return self.repeated(big)
            case "argmax" | "argmin":
                return self.extremum(big)
            case "lim":
                return self.limit(big)
            case "int":
                return self.integral_of(big)
            case _:
                return self.expectation(big)

    def repeated(self, big: Big) -> Term:
        """A sum or product over an index or over outcomes."""
        names, written = bound_by(big)
        node = SumOver if big.kind == "sum" else ProductOver
        word = "sum" if big.kind == "sum" else "product"
        if not names:
            raise Refusal(f"the {word} does not say over what it runs", big.at)
        if big.sub is not None and isinstance(big.sub.only, Related) and big.sub.only.relations[0] == "=":
            if written is None:
                raise Refusal(f"the {word} has no upper end", big.at)
        elif written is not None and big.sup is not None:
            self.kinds.note(names[0].text, "from 1", "its range has no lower end", code="no-lower-end")
        if any(not name.is_bare for name in names):
            raise Refusal(f"the {word} does not bind a plain name", names[0].at)
        behind: list[Surface] = []
        if big.kind == "prod" and isinstance(big.body, Product):
            behind = self.behind(big.body, {name.text for name in names})
        if behind and isinstance(big.body, Product):
            kept = len(big.body.factors) - len(behind)
            body = Product(big.body.at, big.body.factors[:kept], big.body.signs[:kept])
            big = Big(big.at, big.kind, big.sub, big.sup, body)
        found = self.over(big, list(names), written, node)
        return Mul((found, *(self.term(piece) for piece in behind))) if behind else found

    def behind(self, body: Product, names: set[str]) -> list[Surface]:
        """The factors behind the last one that uses the index of a product: they stand outside it."""
        place = len(body.factors)
        while place > 1 and not loose_indices(body.factors[place - 1]) & names:
            place -= 1
        if place == len(body.factors) or not loose_indices(body.factors[place - 1]) & names:
            return []
        self.kinds.note(
            ", ".join(sorted(names)),
            "the factors behind stand outside the product",
            "they do not use it",
            doubtful=True,
        )
        return list(body.factors[place:])

    def over(
        self,
        big: Big,
        names: list[Name],
        written: tuple[Surface, Surface] | None,
        node: type[SumOver] | type[ProductOver],
    ) -> Term:
        """One sum or product for each name."""
        if not names:
            return self.term(big.body)
        name, *rest = names
        if name.text in self.bound:
            raise Refusal(f"{name.text} is bound twice", name.at)
        if name.text in self.kinds.uses.indices:
            domain, variable = self.domain(big, name, written), Symbol(name.text, Integer())
            with self.binding({name.text: variable}):
                return node(domain, variable, self.over(big, rest, None, node))
        space = self.outcome_space(name)
        variable = Symbol(name.text, Outcome(space))
        with self.binding({name.text: variable}):
            return node(Over(space), variable, self.over(big, rest, None, node))

    def domain(self, big: Big, name: Name, written: tuple[Surface, Surface] | None) -> Range:
        """The range of an index: the labels themselves where the sum runs over all values of an event."""
        for part in big.body.walk():
            found = member(part) if isinstance(part, Name) else None
            if found is None or index_names(found.index) != {name.text} or found.base not in self.kinds.uses.families:
                continue
            sort = self.kinds.family(found.base).sort
            if isinstance(sort, Family) and isinstance(sort.element, Outcome):
                space = sort.element.space
                if isinstance(space, Labels) and space.variable:
                    return Range(space.lower, space.upper)
            if written is None and isinstance(sort, Family):
                return Range(sort.lower, sort.upper)
        if written is not None:
            return Range(self.end(written[0]), self.end(written[1]))
        return Range(*self.kinds.index_range(name.text))

    def end(self, piece: Surface) -> Term:
        """The end of a range, in which other indices may occur."""
        if isinstance(piece, Name) and piece.text in self.bound:
            return self.bound[piece.text]
        return self.kinds.end(piece)

    def extremum(self, big: Big) -> Term:
        """The set of maximisers or minimisers."""
        only = big.sub.only if big.sub is not None else None
        if isinstance(only, Related) and only.relations == ("in",):
            only = only.pieces[0]
        if not isinstance(only, Name):
            raise Refusal("it is not said for which one variable", big.at)
        text = spelt(only)
        self.shows(text, big.body)
        inside = {spelt_or_empty(part) for part in big.body.walk() if isinstance(part, Name)}
        bold = f"\\mathbf{{{text}}}"
        if text not in inside and bold in inside:
            self.kinds.note(text, bold, "the bold letter is what is varied", doubtful=False)
            text = bold
        is_vector = text in self.kinds.uses.families
        variable = self.kinds.family(text) if is_vector else self.kinds.symbol(text, only.text)
        with self.binding({text: variable}):
            body = self.term(big.body)
        return Argmax(variable, body) if big.kind == "argmax" else Argmin(variable, body)

    def limit(self, big: Big) -> Term:
        """A limit."""
        only = big.sub.only if big.sub is not None else None
        if not isinstance(only, Related) or only.relations != ("->",):
            raise Refusal("the limit does not say what goes where", big.at)
        name, target = only.pieces
        if not isinstance(name, Name):
            raise Refusal("what goes somewhere is no plain name", name.at)
        side = ""
        if isinstance(target, Power) and isinstance(target.exponent, Words) and target.exponent.text in ("+", "-"):
            side, target = target.exponent.text, target.base
        elif isinstance(target, Name) and target.sup is not None and isinstance(target.sup.only, Words):
            side, target = target.sup.only.text, Name(target.at, target.text, target.sub)
        text = spelt(name)
        point = self.term(target)
        variable = self.kinds.symbol(text, name.text)
        with self.binding({text: variable}):
            return Limit(point, side, variable, self.term(big.body))

    def integral_of(self, big: Big) -> Term:
        """An integral over an interval."""
        if big.differential is None:
            raise Refusal("the integral has no differential", big.at)
        lower = self.term(big.sub.only) if big.sub is not None and big.sub.only is not None else None
        upper = self.term(big.sup.only) if big.sup is not None and big.sup.only is not None else None
        if (lower is None) != (upper is None):
            raise Refusal("the integral has only one end", big.at)
        if lower is None or upper is None:
            lower, upper = Neg(Const("oo")), Const("oo")
            self.kinds.note("integral", "over all real numbers", "no ends are written", doubtful=True)
        text = spelt(big.differential)
        variable = self.kinds.symbol(text, big.differential.text)
        with self.binding({text: variable}):
            return Integral(Interval(lower, upper), variable, self.term(big.body))

    def shows(self, variable: str, body: Surface) -> None:
        """Refuse a product of a row and a column that hides a name which is varied."""
        for part in body.walk():
            if isinstance(part, Name) and letter_of(variable) in map(letter_of, vectors_in(part.text)):
                raise NoNode(f"there is no node for a product of vectors that hides {variable} yet", part.at)

    def derivative(self, piece: Differential) -> Term:
        """A derivative by one variable, once or several times."""
        for name in piece.variables:
            self.shows(name.text, piece.of)
        body = self.term(piece.of)
        for name in reversed(piece.variables):
            found = member(name)
            if found is not None and found.base in self.kinds.uses.families:
                if piece.point is not None:
                    raise NoNode("there is no node for a derivative at such a point yet", piece.at)
                vector = self.kinds.family(found.base)
                if free(body) and vector not in free(body):
                    raise NoNode(f"nothing says how this depends on {spelt_or_empty(name)}", piece.at)
                body = Derivative(vector, self.place(found.index, vector), vector, body)
                continue
            at = self.name(name)
            if not isinstance(at, Symbol):
                raise NoNode("a derivative is taken by a variable", name.at)
            if free(body) and at not in free(body):
                raise NoNode(f"nothing says how this depends on {at.name}", piece.at)
            body = Derivative(at if piece.point is None else self.term(piece.point), None, at, body)
        return body


def spelt_or_empty(name: Name) -> str:
    """How a name is spelt, or an empty text where its scripts are no part of a name."""
    try:
        return spelt(Name(name.at, name.text, name.sub, None, name.primes))
    except Refusal:
        return ""

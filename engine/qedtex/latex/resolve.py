"""From the shape of a formula to its term: what stands side by side becomes products, functions and bodies of sums."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from qedtex.context import Relation
from qedtex.latex.calculus import Calculus
from qedtex.latex.naming import normal
from qedtex.latex.shape import MAX_NESTING, too_deep
from qedtex.latex.syntax import Args, Base, Item, Mark, Node, Total, refusal
from qedtex.sorts import Alphabet, Outcome
from qedtex.terms import (
    Abs,
    Add,
    Argmax,
    Argmin,
    Div,
    Exp,
    Index,
    Integral,
    Interval,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Over,
    Pow,
    ProductOver,
    Range,
    Sqrt,
    SumOver,
    Symbol,
    Term,
    sort_of,
)

RELATIONS = {
    "=": Relation.EQUAL,
    **dict.fromkeys(("\\ne", "\\neq"), Relation.UNEQUAL),
    **dict.fromkeys(("<", "\\lt"), Relation.LESS),
    **dict.fromkeys(("\\le", "\\leq", "\\leqslant"), Relation.LESS_EQUAL),
    **dict.fromkeys((">", "\\gt"), Relation.GREATER),
    **dict.fromkeys(("\\ge", "\\geq", "\\geqslant"), Relation.GREATER_EQUAL),
    **dict.fromkeys(("\\to", "\\rightarrow", "\\longrightarrow"), Relation.TENDS),
    "\\approx": Relation.ABOUT,
    **dict.fromkeys(("\\iff", "\\Leftrightarrow", "\\Longleftrightarrow", "\\leftrightarrow"), Relation.IFF),
}
Elements = tuple[Item | Mark, ...]


class Resolver(Calculus):
    """One formula, resolved with one vocabulary. Each piece is visited once, so the time is linear in the length."""

    def total(self, node: Total) -> Term:
        """A sum of products with signs."""
        while node.only_item is not None and node.only_item.is_bare and node.only_item.base.kind == "brace":
            inside = node.only_item.base.inside[0]
            if not isinstance(inside, Total):
                raise TypeError("braces enclose a sum")
            node = inside
        terms: list[Term] = []
        for sign, product in zip(node.signs, node.products, strict=True):
            value = self.elements(product.elements)
            if len(node.products) > 1 or sign == "-":
                self.number(value, product)
            terms.append(Neg(value) if sign == "-" else value)
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    def elements(self, elements: Elements) -> Term:
        """A whole product."""
        if any(isinstance(element, Item) and element.base.kind == "brace" for element in elements):
            elements = self.spliced(elements)
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise too_deep(elements[0].start)
        value = self.product(elements, 0, len(elements))
        self.depth -= 1
        return value

    def spliced(self, elements: Elements) -> Elements:
        """Braces do not show, so what they hold is part of the product around them, unless it is a sum."""
        found: list[Item | Mark] = []
        for element in elements:
            if not isinstance(element, Item) or element.base.kind != "brace":
                found.append(element)
                continue
            inside = element.base.inside[0]
            if not isinstance(inside, Total):
                raise TypeError("braces enclose a sum")
            alone = inside.only_item
            if element.is_bare and inside.signs == ("+",):
                found.extend(self.spliced(inside.products[0].elements))
            elif alone is not None and alone.is_bare:
                found.append(replace(element, base=alone.base))
            else:
                raise self.refuse(
                    "QT207", "braces do not show, so this reads in two ways", element, way_on="use ( and )"
                )
        return tuple(found)

    def product(self, elements: Elements, at: int, stop: int) -> Term:
        """Factors from one place to another, divided and multiplied from left to right."""
        if at >= stop:
            end = elements[stop - 1].end
            raise refusal(
                "QT202", "something is missing here", end, expected="a factor", way_on="write it after the sign"
            )
        factors: list[Term] = []
        divided = False
        first = elements[at]
        while at < stop:
            element = elements[at]
            mark = element if isinstance(element, Mark) else None
            at += mark is not None
            item = elements[at]
            if not isinstance(item, Item) or (mark is not None and not factors):
                raise self.refuse("QT202", "a factor is missing here", element, expected="a factor")
            if mark is None and factors:
                self.check_side_by_side(factors[-1], item, divided)
            value, at, swallows = self.factor(elements, at, stop)
            if swallows and at < stop:
                raise self.refuse(
                    "QT207",
                    "the argument of the function could end here or further on",
                    elements[at],
                    way_on=r"write \log(a) b or \log(a b)",
                )
            if mark is None and factors and isinstance(factors[-1], Num) and _is_number_fraction(value):
                raise self.refuse("QT207", "a mixed number or a product", item, way_on=r"write \cdot or +")
            if factors or at < stop:
                self.number(value, item)
            if mark is not None and mark.kind == "SLASH":
                factors, divided = [Div(_product_of(factors), value)], True
            else:
                divided = divided and mark is None
                factors.append(value)
        if len(factors) > 1:
            self.number(factors[0], first)
        return _product_of(factors)

    def check_side_by_side(self, before: Term, item: Item, divided: bool) -> None:
        """Refuse what needs a sign: a number after a factor, a factor after a slash, and a(b), perhaps a function."""
        if divided:
            raise self.refuse(
                "QT207", "what follows a slash could end here or further on", item, way_on=r"write \frac{a}{b} c"
            )
        group = item.base.inside[0] if item.base.kind == "group" and item.is_bare else None
        total = group.only if isinstance(group, Args) else None
        alone = total.only_item if total is not None else None
        if isinstance(before, (Symbol, Index)) and alone is not None and alone.base.kind in ("name", "number"):
            raise self.refuse("QT207", "a function of this, or a product", item, way_on=r"write \cdot for a product")
        if item.base.kind == "number":
            raise self.refuse("QT207", "a number after a factor needs a sign", item, way_on=r"write \cdot before it")

    def factor(self, elements: Elements, at: int, stop: int) -> tuple[Term, int, bool]:
        """One factor, where the next starts, and whether it would swallow what follows: an argument without ( )."""
        item = elements[at]
        if not isinstance(item, Item):
            raise self.refuse("QT202", "a factor is missing here", item, expected="a factor")
        if item.side:
            raise self.refuse("QT209", "a lone sign in a superscript belongs to where a limit goes", item)
        if item.base.kind in ("BIG", "EXTREMUM", "DIFFERENTIAL", "norm") and (item.primes or item.starred):
            raise self.refuse("QT209", "this cannot carry a prime or star", item)
        match item.base.kind:
            case "name":
                following = elements[at + 1] if at + 1 < stop else None
                value, taken = self.named(item, following if isinstance(following, Item) else None)
                return value, at + 1 + taken, False
            case "group":
                return self.raised(self.grouped(item.base), item), at + 1, False
            case "FUNCTION":
                return self.function(item, elements, at + 1, stop)
            case "BIG" if "int" in item.base.text:
                return self.integral(item, elements, at + 1, stop)
            case "BIG" if "lim" in item.base.text:
                return self.limit(item, elements, at + 1, stop), stop, False
            case "fraction" if (slope := self.derivative(item, elements, at + 1, stop)) is not None:
                return slope, stop, False
            case "evaluated":
                return self.evaluated(item), at + 1, False
            case "BIG" | "EXTREMUM":
                variable, domain = self.limits(item)
                self.deeper(item)
                body = self.product(elements, at + 1, stop)
                self.depth -= 1
                self.number(body, elements[stop - 1])
                if domain is None:
                    return (Argmax if "max" in item.base.text else Argmin)(variable, body), stop, False
                return (SumOver if "sum" in item.base.text else ProductOver)(domain, variable, body), stop, False
            case "DIFFERENTIAL":
                raise self.refuse("QT208", "there is no integral that this could end", item)
            case _:
                return self.enclosed(item), at + 1, False

    def deeper(self, item: Node) -> None:
        """Count one level of nesting."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise too_deep(item.start)

    def enclosed(self, item: Item) -> Term:
        """A number, or what a sign encloses, with a power."""
        base = item.base
        inside = [self.total(node) for node in base.inside if isinstance(node, Total)]
        if base.kind == "norm":
            return self.norm(item, inside[0])
        if base.kind != "number":
            for value, node in zip(inside, base.inside, strict=True):
                self.number(value, node)
        match base.kind:
            case "number":
                exact = Fraction(base.text)
                return self.raised(Num(exact, base.text if "." in base.text else ""), item)
            case "fraction":
                return self.raised(Div(inside[0], inside[1]), item)
            case "root":
                return self.raised(Sqrt(inside[0]), item)
            case "absolute":
                return self.raised(Abs(inside[0]), item)
            case _:
                raise self.refuse("QT202", "this does not stand for anything here", item)

    def grouped(self, base: Base) -> Term:
        """What stands between parentheses."""
        args = base.inside[0]
        only = args.only if isinstance(args, Args) else None
        if only is None:
            raise self.refuse(
                "QT208", "these parentheses hold no single formula, and no function stands before them", base
            )
        return self.total(only)

    def raised(self, value: Term, item: Item) -> Term:
        """The power of a value that an item's superscript says; other scripts are refused."""
        if item.sub is not None or item.primes or item.starred or item.side:
            raise self.refuse("QT209", "this cannot carry a subscript, prime or star", item)
        if item.sup is None:
            return value
        self.number(value, item)
        return Pow(value, self.exponent(item.sup))

    def exponent(self, args: Args) -> Term:
        """An exponent."""
        if args.only is None:
            raise self.refuse("QT209", "this is not an exponent", args, expected="one number")
        return self.number(self.total(args.only), args)

    def norm(self, item: Item, vector: Term) -> Term:
        """A norm, whose order is its subscript."""
        order = normal(self.source(item.sub)) if item.sub is not None else ""
        if order not in ("1", "2"):
            raise self.refuse("QT209", "the norm does not say its order", item, expected="a subscript 1 or 2")
        if not isinstance(vector, Symbol):
            raise self.refuse("QT208", "a norm is of a vector", item.base, expected="the name of a vector")
        value = Norm(vector, int(order))
        return value if item.sup is None else Pow(value, self.exponent(item.sup))

    def function(self, item: Item, elements: Elements, at: int, stop: int) -> tuple[Term, int, bool]:
        """A logarithm or exponential with its argument; without parentheses the argument is one factor."""
        name = "exp" if "exp" in item.base.text else "ln" if "ln" in item.base.text else "log"
        if item.sup is not None or item.primes or item.starred:
            raise self.refuse(
                "QT207", "the power could be of the function or of its value", item, way_on="use brackets"
            )
        base = None
        if item.sub is not None:
            if name == "exp" or item.sub.only is None:
                raise self.refuse("QT209", "this is not the base of a logarithm", item.sub)
            base = self.number(self.total(item.sub.only), item.sub)
        follower = elements[at] if at < stop else None
        if follower is None or isinstance(follower, Mark):
            raise self.refuse("QT202", f"{item.base.text} has no argument", item, expected="an argument")
        swallows = True
        if follower.base.kind == "group":
            if not follower.is_bare:
                raise self.refuse(
                    "QT207", "the power could be of the argument or of the value", follower, way_on="use brackets"
                )
            value, at, swallows = self.grouped(follower.base), at + 1, False
        else:
            self.deeper(item)
            value, at, _ = self.factor(elements, at, stop)
            self.depth -= 1
        self.number(value, follower)
        return (Exp(value) if name == "exp" else Log(value, base, name)), at, swallows

    def integral(self, item: Item, elements: Elements, at: int, stop: int) -> tuple[Term, int, bool]:
        """An integral from its sign to its d."""
        if item.sub is None or item.sub.only is None or item.sup is None or item.sup.only is None:
            raise self.refuse("QT209", "the integral does not say its limits", item, expected="_{a}^{b}")
        open_integrals, end = 1, at
        while end < stop:
            base = getattr(elements[end], "base", None)
            kind, text = (base.kind, base.text) if base is not None else ("", "")
            open_integrals += (kind == "BIG" and "int" in text) - (kind == "DIFFERENTIAL")
            if open_integrals == 0:
                break
            end += 1
        drawn = elements[end + 1] if end + 1 < stop else None
        if not isinstance(drawn, Item) or not getattr(elements[end], "is_bare", False):
            raise self.refuse("QT209", "the integral does not say its variable", item, expected=r"\mathrm{d}x")
        self.deeper(item)
        body = self.product(elements, at, end)
        self.depth -= 1
        self.number(body, elements[end - 1])
        domain = Interval(self.total(item.sub.only), self.total(item.sup.only))
        return Integral(domain, self.variable(drawn), body), end + 2, False

    def limits(self, item: Item) -> tuple[Symbol, Term | None]:
        """The variable of a sum, product or arg max, and the range of the first two."""
        below = item.sub.cells[0] if item.sub is not None and len(item.sub.cells) == 1 else None
        name = below.totals[0].only_item if below is not None and below.totals else None
        if below is None or name is None:
            raise self.refuse("QT209", "it does not say over what", item, expected="a variable below the sign")
        variable = self.variable(name)
        relation = below.relations[0].text if len(below.relations) == 1 else ""
        if item.base.kind == "EXTREMUM":
            if len(below.totals) == 1 and item.sup is None:
                return variable, None
        elif relation == "=" and item.sup is not None and item.sup.only is not None:
            lower = self.number(self.total(below.totals[1]), below)
            return variable, Range(lower, self.number(self.total(item.sup.only), item.sup))
        elif item.sup is None and (relation == "\\in" or not below.relations):
            sort = sort_of(variable)
            if not isinstance(sort, Outcome):
                raise self.refuse("QT209", f"{variable.name} has no range here", item, expected="_{i=1}^{n}")
            if below.relations:
                self.check_space(sort.space.name if isinstance(sort.space, Alphabet) else None, below.totals[1])
            return variable, Over(sort.space)
        raise self.refuse("QT209", "these limits are not understood", item, expected="_{i=1}^{n} or _{x}")


def _product_of(factors: list[Term]) -> Term:
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _is_number_fraction(value: Term) -> bool:
    return isinstance(value, Div) and isinstance(value.over, Num) and isinstance(value.by, Num)

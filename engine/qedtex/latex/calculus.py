"""Calculus and random variables in a formula: derivatives with a sign or a prime, limits, deltas, H(X | Y)."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from functools import reduce

from qedtex.latex.applied import Applied, Slope
from qedtex.latex.naming import Name, normal
from qedtex.latex.primes import primed
from qedtex.latex.syntax import Args, Base, Chain, Item, Mark, Node, Total
from qedtex.latex.vocabulary import is_random
from qedtex.terms import (
    Apply,
    Derivative,
    Distribution,
    Function,
    Index,
    Kronecker,
    Limit,
    Mul,
    Symbol,
    Term,
    VariableEntropy,
)

_ARROWS = frozenset({"\\to", "\\rightarrow", "\\longrightarrow"})


class Calculus(Applied):
    """The part of the resolver that knows derivatives and limits."""

    @abstractmethod
    def product(self, elements: tuple[Item | Mark, ...], at: int, stop: int) -> Term:
        """Factors from one place to another."""

    @abstractmethod
    def deeper(self, item: Node) -> None:
        """Count one level of nesting."""

    # Derivatives ---------------------------------------------------------------------------------------------------

    def slope(self, base: Base) -> tuple[Symbol, Term | None] | None:
        """The variable of the sign of a derivative, with the index of a component; `None` for any other fraction."""
        over, by = base.inside
        top = over.only_item if isinstance(over, Total) else None
        if top is None or not isinstance(by, Total) or by.signs != ("+",):
            return None
        elements = by.products[0].elements
        if len(elements) != 2 or not isinstance(elements[0], Item) or not isinstance(elements[1], Item):
            return None
        sign = self.differential(top)
        if not sign or sign != self.differential(elements[0]):
            return None
        value, _ = self.named(elements[1], None) if elements[1].base.kind == "name" else (None, 0)
        match value:
            case Symbol():
                return value, None
            case Index(family, at, _):
                return family, at
            case _:
                raise self.refuse("QT209", "this cannot be the variable", elements[1], expected="a symbol")

    def differential(self, item: Item) -> str:
        """The sign of a differential, or nothing; a bare d is one only where no d is known."""
        text = normal(self.source(item))
        if text == "d":
            known = self.vocabulary
            name = Name("d")
            found = (*known.plain(name), *known.families(name), *known.laws_named(name), *known.functions_named(name))
            return "" if found else text
        return text if item.is_bare and (text == r"\partial" or item.base.kind == "DIFFERENTIAL") else ""

    def derivative(self, item: Item, elements: tuple[Item | Mark, ...], at: int, stop: int) -> Derivative | None:
        """A derivative with a sign before its body, which takes all factors that follow; `None` without a sign."""
        found = self.slope(item.base)
        if found is None:
            return None
        if not item.is_bare:
            raise self.refuse("QT209", "the sign of a derivative cannot carry scripts", item)
        self.deeper(item)
        body = self.number(self.product(elements, at, stop), elements[stop - 1])
        self.depth -= 1
        return Derivative(found[0], found[1], found[0], body)

    def evaluated(self, item: Item) -> Term:
        """A derivative at the point that the subscript of its bar says."""
        inside = item.base.inside[0]
        value = self.total(inside) if isinstance(inside, Total) else None
        cell = item.sub.cells[0] if item.sub is not None and len(item.sub.cells) == 1 else None
        name = cell.totals[0].only_item if cell is not None and len(cell.totals) == 2 else None
        if cell is None or name is None or cell.relations[0].text != "=":
            raise self.refuse("QT209", "the bar does not say the point", item, expected="_{x = a}")
        if not isinstance(value, Derivative) or value.at != value.variable or self.variable(name) != value.variable:
            raise self.refuse("QT208", "the bar is for a derivative with respect to this variable", cell)
        point = self.number(self.total(cell.totals[1]), cell.totals[1])
        return self.raised(replace(value, at=point), replace(item, sub=None))

    def application(self, meaning: Function | Slope, item: Item, group: Item | None) -> Term:
        """A function, or the derivative that its prime stands for, applied to what the parentheses hold."""
        args = group.base.inside[0] if group is not None else None
        if group is None or not isinstance(args, Args):
            raise self.refuse("QT208", "this is a function, not a number", item, way_on="apply it: f(x)")
        if item.sup is not None:
            raise self.refuse("QT207", "the power could be of the function or of its value", item, way_on="use f(x)^2")
        if args.only is None:
            raise self.refuse("QT208", "a function has one argument", args)
        argument = self.number(self.total(args.only), args)
        value = Apply(meaning, argument) if isinstance(meaning, Function) else primed(meaning.function, argument)
        return self.raised(value, group)

    def functions(self, name: Name) -> list[Function | Slope]:
        """The functions of a name, and those of the name without one prime."""
        found: list[Function | Slope] = list(self.vocabulary.functions_named(name))
        if name.primes:
            found += map(Slope, self.vocabulary.functions_named(replace(name, primes=name.primes - 1)))
        return found

    # Limits --------------------------------------------------------------------------------------------------------

    def limit(self, item: Item, elements: tuple[Item | Mark, ...], at: int, stop: int) -> Limit:
        """A limit, which takes all factors that follow."""
        below = item.sub.cells[0] if item.sub is not None and len(item.sub.cells) == 1 else None
        name = below.totals[0].only_item if below is not None and len(below.totals) == 2 else None
        if below is None or name is None or below.relations[0].text not in _ARROWS or item.sup is not None:
            raise self.refuse("QT209", "the limit does not say what goes where", item, expected=r"_{x \to 0}")
        variable = self.variable(name)
        point, side = self.point(below.totals[1])
        self.deeper(item)
        body = self.number(self.product(elements, at, stop), elements[stop - 1])
        self.depth -= 1
        return Limit(point, side, variable, body)

    def point(self, total: Total) -> tuple[Term, str]:
        """Where a limit goes to, and from which side."""
        last = total.products[-1].elements[-1]
        side = last.side if isinstance(last, Item) else ""
        if not isinstance(last, Item) or not side:
            return self.number(self.total(total), total), ""
        alone = replace(total.products[-1], elements=(*total.products[-1].elements[:-1], replace(last, side="")))
        value = self.number(self.total(replace(total, products=(*total.products[:-1], alone))), total)
        if total.signs != ("+",) or (isinstance(value, Mul) and total.only_item is None):
            raise self.refuse("QT207", "the side could be of the last part alone", total, way_on="use brackets")
        return value, side

    # Deltas and random variables -----------------------------------------------------------------------------------

    def delta(self, cells: tuple[Chain, ...]) -> Kronecker:
        """Kronecker's delta of two indices."""
        left, right = (self.number(self.cell(cell), cell) for cell in cells)
        return Kronecker(left, right)

    def variable_entropy(self, base: Term | None, args: Args) -> VariableEntropy:
        """The entropy of random variables under the one distribution that the vocabulary knows for them."""
        of, given, parameters = self.parts(args)
        if parameters:
            raise self.refuse("QT208", "an entropy of random variables has no parameters", parameters[0])
        variables = tuple(self.cell(cell) for cell in of)
        conditions = tuple(self.outcome(cell) for cell in given)
        chosen = [part for part in (*variables, *conditions) if isinstance(part, Symbol) and is_random(part)]
        if not all(map(is_random, variables)):
            raise self.refuse("QT208", "this is not a random variable", args, expected="a random variable such as X")
        options = [set(self.vocabulary.distributions(variable)) for variable in chosen]
        common: set[Distribution] = reduce(set.intersection, options)
        if len(common) != 1:
            raise self.refuse("QT206", f"these random variables have {len(common)} joint distributions here", args)
        return VariableEntropy(common.pop(), variables, conditions, base)

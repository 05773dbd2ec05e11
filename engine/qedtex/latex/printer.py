"""From terms to LaTeX: the author's order and shape, with the parentheses that make it readable in one way only."""

from __future__ import annotations

from qedtex.context import Relation
from qedtex.latex.naming import subscripted
from qedtex.latex.primes import is_primed
from qedtex.latex.printing import ATOM, CALLED, FACTOR, PREFIX, PRODUCT, SLOPE, STATEMENT, SUM, method_of
from qedtex.latex.quantities import Quantities
from qedtex.sorts import Alphabet, Enumerated, Labels, Space
from qedtex.terms import (
    Apply,
    Argmax,
    Argmin,
    Binder,
    Comparison,
    Derivative,
    Every,
    Extremum,
    FiniteSet,
    Integral,
    Interval,
    Kronecker,
    Limit,
    Over,
    ProductOver,
    Range,
    SumOver,
    Term,
)

__all__ = [
    "ATOM", "CALLED", "FACTOR", "PREFIX", "PRODUCT", "STATEMENT", "SUM", "LatexPrinter", "latex", "latex_relation",
    "method_of",
]  # fmt: skip

_RELATIONS = {
    Relation.EQUAL: "=",
    Relation.UNEQUAL: r"\ne",
    Relation.LESS: "<",
    Relation.LESS_EQUAL: r"\le",
    Relation.GREATER: ">",
    Relation.GREATER_EQUAL: r"\ge",
    Relation.TENDS: r"\to",
    Relation.IFF: r"\iff",
    Relation.ABOUT: r"\approx",
}


def latex(term: Term) -> str:
    r"""The LaTeX of a term, which `qedtex.latex.reader` reads back to the identical term.

    >>> from qedtex.language import label, log, probability
    >>> y, y_hat = label("y"), probability("y_hat")
    >>> print(latex(-(y * log(y_hat) + (1 - y) * log(1 - y_hat))))
    -\left[ y \log \hat{y} + (1 - y) \log(1 - \hat{y}) \right]
    """
    return LatexPrinter().print(term)


def latex_relation(relation: Relation) -> str:
    r"""The LaTeX of a relation.

    >>> latex_relation(Relation.LESS_EQUAL)
    '\\le'
    """
    return _RELATIONS[relation]


class LatexPrinter(Quantities):
    """The printer of LaTeX. Here is what binds, calculus, sets and propositions."""

    # Ranges and binders --------------------------------------------------------------------------------------------

    def range(self, node: Range) -> str:
        """A range of integers on its own."""
        return rf"\{{{self.print(node.lower)}, \ldots, {self.print(node.upper)}\}}"

    def over(self, node: Over) -> str:
        """The outcomes of a space on their own."""
        return self.space(node.space)

    def space(self, space: Space) -> str:
        """A space."""
        match space:
            case Alphabet(name):
                return name
            case Enumerated(name, lower, upper):
                ends = [subscripted(name, self.print(end)) for end in (lower, upper)]
                return rf"\{{{ends[0]}, \ldots, {ends[1]}\}}"
            case Labels(lower, upper):
                return self.print(Range(lower, upper))
            case _:
                return r"\mathbb{R}"

    def interval(self, node: Interval) -> str:
        """An interval on its own."""
        return f"[{self.print(node.lower)}, {self.print(node.upper)}]"

    def limits(self, node: Binder) -> str:
        """The limits below and above the sign of a sum, product or integral."""
        name = self.print(node.variable)
        match node.domain:
            case Range(lower, upper):
                return f"_{{{name}={self.print(lower)}}}^{{{self.print(upper)}}}"
            case Interval(lower, upper):
                return f"_{{{self.print(lower)}}}^{{{self.print(upper)}}}"
            case Over(Alphabet() as space):
                return rf"_{{{name} \in {self.space(space)}}}"
            case _:
                return f"_{{{name}}}"

    def sum_over(self, node: SumOver) -> str:
        """A sum; its body runs to the next sign."""
        return rf"\sum{self.limits(node)} {self.at_least(PRODUCT, node.body)}"

    def product_over(self, node: ProductOver) -> str:
        """A product over a range; its body runs to the next sign."""
        return rf"\prod{self.limits(node)} {self.at_least(PRODUCT, node.body)}"

    def integral(self, node: Integral) -> str:
        """An integral."""
        body = self.at_least(PRODUCT, node.body)
        return rf"\int{self.limits(node)} {body} \, \mathrm{{d}}{self.print(node.variable)}"

    def argmax(self, node: Argmax) -> str:
        """A set of maximisers."""
        return self.extremum("max", node)

    def argmin(self, node: Argmin) -> str:
        """A set of minimisers."""
        return self.extremum("min", node)

    def extremum(self, which: str, node: Extremum) -> str:
        """A set of maximisers or minimisers, with brackets around a sum."""
        body = self.print(node.body)
        if self.level(node.body) < PRODUCT:
            body = rf"\left[ {body} \right]"
        return rf"\operatorname*{{arg\,{which}}}_{{{self.print(node.variable)}}} {body}"

    # Calculus ------------------------------------------------------------------------------------------------------

    def apply(self, node: Apply) -> str:
        """The value of a function."""
        return node.function.name + self.arguments(self.print(node.argument))

    def derivative(self, node: Derivative) -> str:
        """A derivative: with a prime where that says all, else as a sign before the body, with the point behind it."""
        if is_primed(node):
            name = node.body.function.name if isinstance(node.body, Apply) else r"\sigma"
            return f"{name}'" + self.arguments(self.print(node.at))
        name = self.print(node.variable)
        if node.index is not None:
            name = subscripted(node.variable.name, self.print(node.index))
        text = rf"{SLOPE}{{\partial {name}}} {self.at_least(PRODUCT, node.body)}"
        if node.at == node.variable:
            return text
        return rf"\left. {text} \right|_{{{self.print(node.variable)} = {self.print(node.at)}}}"

    def limit(self, node: Limit) -> str:
        """A limit; its body runs to the next sign."""
        to = f"{self.at_least(ATOM, node.point)}^{{{node.side}}}" if node.side else self.print(node.point)
        return rf"\lim_{{{self.print(node.variable)} \to {to}}} {self.at_least(PRODUCT, node.body)}"

    def kronecker(self, node: Kronecker) -> str:
        """Kronecker's delta."""
        return rf"\delta_{{{self.print(node.left)},{self.print(node.right)}}}"

    # Sets and propositions -----------------------------------------------------------------------------------------

    def finite_set(self, node: FiniteSet) -> str:
        """A set of points."""
        return rf"\left\{{ {self.sequence(node.elements)} \right\}}"

    def comparison(self, node: Comparison) -> str:
        """A relation between two numbers."""
        sign = latex_relation(Relation(node.relation))
        return f"{self.at_least(SUM, node.left)} {sign} {self.at_least(SUM, node.right)}"

    def every(self, node: Every) -> str:
        """A proposition for every value of a variable."""
        match node.domain:
            case Range() | Over(Alphabet()):
                among = rf" \in {self.print(node.domain)}"
            case _:
                among = ""
        return rf"{self.print(node.body)} \quad \forall\, {self.print(node.variable)}{among}"

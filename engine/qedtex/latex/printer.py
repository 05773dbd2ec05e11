"""From terms to LaTeX: the author's order and shape, with the parentheses that make it readable in one way only."""

from __future__ import annotations

import re
from collections.abc import Callable

from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.latex.naming import subscripted
from qedtex.sorts import Alphabet, Enumerated, Labels, Space
from qedtex.terms import (
    KL,
    Abs,
    Add,
    Argmax,
    Argmin,
    Binder,
    Const,
    CrossEntropy,
    Distribution,
    Div,
    Entropy,
    Event,
    Exp,
    Expectation,
    Extremum,
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
    Prob,
    ProductOver,
    Range,
    SelfInformation,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
)

SUM, PRODUCT, PREFIX, FACTOR, ATOM = range(5)
"""How tightly a printed node holds together. A PREFIX takes all factors after it, so it may only come last."""

_TALL = re.compile(r"\\(?:left|frac|sum|prod|int|operatorname\*)")
_RAISED = re.compile(r"\^\{\([^()]*\)\}")
_RELATIONS = {
    Relation.EQUAL: "=",
    Relation.UNEQUAL: r"\ne",
    Relation.LESS: "<",
    Relation.LESS_EQUAL: r"\le",
    Relation.GREATER: ">",
    Relation.GREATER_EQUAL: r"\ge",
    Relation.TENDS: r"\to",
    Relation.IFF: r"\iff",
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


class LatexPrinter:
    """A walker with one method per class of node, called as the class is in lower case: `SumOver` by `sum_over`.

    Another dialect overrides how atoms are printed; signs, products, fractions and parentheses stay shared. A class
    that no method handles raises (QT290).
    """

    times = r" \cdot "

    def print(self, term: Term) -> str:
        """The text of a term."""
        method: Callable[[Term], str] | None = getattr(self, method_of(type(term).__name__), None)
        if method is None:
            raise QedtexError("QT290", f"{type(self).__name__} does not print {type(term).__name__}")
        return method(term)

    def level(self, term: Term) -> int:
        """How tightly the printed term holds together."""
        match term:
            case Add() | Neg() | Extremum() | Event():
                return SUM
            case Mul():
                return PRODUCT
            case Log() | Integral() | SumOver() | ProductOver():
                return PREFIX
            case Pow() | Exp() | Div() | Expectation() | Index(_, _, True):
                return FACTOR
            case Num(value, digits) if not digits and value.denominator != 1:
                return FACTOR
            case Symbol(name, _) if "^" in name:
                return FACTOR
            case _:
                return ATOM

    def at_least(self, level: int, term: Term) -> str:
        """The term, in parentheses unless it holds together at least as tightly as is needed."""
        text = self.print(term)
        return text if self.level(term) >= level else self.group(text)

    def group(self, text: str) -> str:
        """Parentheses around part of a sum or product, brackets where there are parentheses inside already."""
        inside = _RAISED.sub("", text)
        if "(" in inside and "[" not in inside:
            return rf"\left[ {text} \right]"
        return self.arguments(text)

    def arguments(self, text: str) -> str:
        """Parentheses around the arguments of a function, large ones where the arguments are tall or nested."""
        large = _TALL.search(text) or "(" in _RAISED.sub("", text)
        return rf"\left({text}\right)" if large else f"({text})"

    def sequence(self, terms: tuple[Term, ...]) -> str:
        """Terms with commas between them."""
        return ", ".join(self.print(term) for term in terms)

    # Numbers and names ---------------------------------------------------------------------------------------------

    def num(self, node: Num) -> str:
        """A number: its digits as written, else an integer or a fraction."""
        if node.digits:
            return node.digits
        if node.value.denominator == 1:
            return str(node.value)
        return self.fraction(str(node.value.numerator), str(node.value.denominator))

    def const(self, node: Const) -> str:
        """A constant, or the infinite end of a range."""
        return {"pi": r"\pi", "oo": r"\infty"}.get(node.name, node.name)

    def symbol(self, node: Symbol) -> str:
        """A symbol by its name."""
        return node.name

    def index(self, node: Index) -> str:
        """A member of a family."""
        at = self.print(node.at)
        return f"{node.family.name}^{{({at})}}" if node.raised else subscripted(node.family.name, at)

    # Arithmetic ----------------------------------------------------------------------------------------------------

    def add(self, node: Add) -> str:
        """A sum, with the signs of its terms between them."""
        first, *rest = node.terms
        text = self.print(first) if isinstance(first, Neg) else self.at_least(PRODUCT, first)
        for part in rest:
            sign, part = ("-", part.of) if isinstance(part, Neg) else ("+", part)
            text += f" {sign} {self.at_least(PRODUCT, part)}"
        return text

    def neg(self, node: Neg) -> str:
        """A negative."""
        return "-" + self.at_least(PRODUCT, node.of)

    def mul(self, node: Mul) -> str:
        """A product: a factor that would swallow those after it is in parentheses unless it comes last."""
        text = ""
        before: Term | None = None
        for number, factor in enumerate(node.factors, 1):
            written = self.at_least(PREFIX if number == len(node.factors) else FACTOR, factor)
            if before is None:
                text = written
            else:
                text += (self.times if self.needs_sign(before, text, written) else " ") + written
            before = factor
        return text

    def needs_sign(self, before: Term, text: str, written: str) -> bool:
        """Whether two factors side by side would read as something else: 2 3 as 23, a sigma (x) as a sigmoid."""
        if written[0].isdigit() or written[0] == ".":
            return True
        if written.startswith("\\frac") and text[-1].isdigit() and isinstance(before, Num):
            return True
        opens = written[0] == "(" or written.startswith((r"\left(", r"\left["))
        named = isinstance(before, Symbol) and before.name in CALLED
        return opens and (named or (isinstance(before, (Distribution, Prob)) and self.print(before)[-1] == "}"))

    def div(self, node: Div) -> str:
        """A quotient."""
        return self.fraction(self.print(node.over), self.print(node.by))

    def fraction(self, over: str, by: str) -> str:
        """A fraction of two texts."""
        return rf"\frac{{{over}}}{{{by}}}"

    def pow(self, node: Pow) -> str:
        """A power."""
        return f"{self.at_least(ATOM, node.base)}^{{{self.print(node.exponent)}}}"

    def sqrt(self, node: Sqrt) -> str:
        """A square root."""
        return rf"\sqrt{{{self.print(node.of)}}}"

    def abs(self, node: Abs) -> str:
        """An absolute value."""
        return rf"\left| {self.print(node.of)} \right|"

    def exp(self, node: Exp) -> str:
        """An exponential, always with parentheses."""
        return r"\exp" + self.arguments(self.print(node.of))

    def log(self, node: Log) -> str:
        """A logarithm, without parentheses around a single atom, fraction or application."""
        argument = self.print(node.of)
        bare = self.level(node.of) == ATOM or isinstance(node.of, (Div, Exp, Index))
        return f"\\{node.written}{self.log_base(node.base)}" + (f" {argument}" if bare else self.arguments(argument))

    def sigmoid(self, node: Sigmoid) -> str:
        """The logistic sigmoid."""
        return r"\sigma" + self.arguments(self.print(node.of))

    def norm(self, node: Norm) -> str:
        """A norm of a vector."""
        return rf"\lVert {node.vector.name} \rVert_{{{node.order}}}"

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

    # Probability ---------------------------------------------------------------------------------------------------

    def distribution(self, node: Distribution) -> str:
        """A distribution: its law, with a dot for the outcome where it is conditioned or has parameters."""
        if not node.given and not node.parameters:
            return node.law.name
        return node.law.name + self.arguments(r"\cdot" + self.conditions(node))

    def conditions(self, node: Distribution) -> str:
        """What follows the outcomes of a distribution."""
        given = rf" \mid {self.sequence(node.given)}" if node.given else ""
        return given + (f" ; {self.sequence(node.parameters)}" if node.parameters else "")

    def event(self, node: Event) -> str:
        """An outcome by the name of its random variable."""
        return f"{node.variable} = {self.print(node.value)}"

    def prob(self, node: Prob) -> str:
        """A probability or density."""
        inside = self.conditions(node.distribution)
        if not node.indexed:
            return node.distribution.law.name + self.arguments(self.sequence(node.outcomes) + inside)
        name = subscripted(node.distribution.law.name, self.sequence(node.outcomes))
        return name + (self.arguments(r"\cdot" + inside) if inside else "")

    def expectation(self, node: Expectation) -> str:
        """An expectation."""
        drawn = rf"{self.print(node.variable)} \sim {self.print(node.distribution)}"
        return rf"\mathbb{{E}}_{{{drawn}}}\left[ {self.print(node.body)} \right]"

    def self_information(self, node: SelfInformation) -> str:
        """The information of an outcome, with its law as a subscript so that it reads back."""
        base = "" if node.base is None else f", {self.print(node.base)}"
        return f"I_{{{self.print(node.distribution)}{base}}}" + self.arguments(self.print(node.outcome))

    def entropy(self, node: Entropy) -> str:
        """An entropy; its base is a subscript."""
        return "H" + self.log_base(node.base) + self.arguments(self.print(node.distribution))

    def cross_entropy(self, node: CrossEntropy) -> str:
        """A cross-entropy; its base is a subscript."""
        return "H" + self.log_base(node.base) + self.arguments(self.sequence((node.distribution, node.other)))

    def log_base(self, base: Term | None) -> str:
        """The subscript for the base of a logarithm."""
        return "" if base is None else f"_{{{self.print(base)}}}"

    def kl(self, node: KL) -> str:
        r"""A Kullback-Leibler divergence; its base follows KL in the subscript."""
        base = "" if node.base is None else f", {self.print(node.base)}"
        between = rf"{self.print(node.distribution)} \,\|\, {self.print(node.other)}"
        return rf"D_{{\mathrm{{KL}}{base}}}\left({between}\right)"


CALLED = frozenset({r"\sigma", "H", "I", "E", "D", r"\mathbb{E}", r"D_{\mathrm{KL}}", r"\mathrm{KL}"})
"""Names that the reader takes for functions when parentheses follow."""


def method_of(name: str) -> str:
    """The name of the method that prints a class of node.

    >>> method_of("CrossEntropy"), method_of("KL")
    ('cross_entropy', 'kl')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()

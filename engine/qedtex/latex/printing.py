"""What every printer of terms shares: how tightly things hold together, parentheses, numbers, names, arithmetic."""

from __future__ import annotations

import re
from collections.abc import Callable

from qedtex.errors import QedtexError
from qedtex.latex.naming import subscripted
from qedtex.latex.primes import is_primed
from qedtex.terms import (
    Abs,
    Add,
    Comparison,
    Const,
    Derivative,
    Distribution,
    Div,
    Event,
    Every,
    Exp,
    Expectation,
    Extremum,
    Index,
    Integral,
    Limit,
    Log,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Prob,
    ProductOver,
    Sigmoid,
    Sqrt,
    SumOver,
    Symbol,
    Term,
)

STATEMENT, SUM, PRODUCT, PREFIX, FACTOR, ATOM = range(-1, 5)
"""How tightly a printed node holds together. A PREFIX takes all factors after it, so it may only come last."""

SLOPE = r"\frac{\partial}"
"""How the sign of a derivative begins."""

_TALL = re.compile(r"\\(?:left|frac|sum|prod|int|lim|operatorname\*)")
_RAISED = re.compile(r"\^\{\([^()]*\)\}")


class Printing:
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
            case Comparison() | Every():
                return STATEMENT
            case Add() | Neg() | Extremum() | Event():
                return SUM
            case Mul():
                return PRODUCT
            case Log() | Integral() | SumOver() | ProductOver() | Limit():
                return PREFIX
            case Derivative():
                return ATOM if is_primed(term) else PREFIX if term.at == term.variable else FACTOR
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
        is_fraction = written.startswith("\\frac") and not written.startswith(SLOPE)
        if is_fraction and text[-1].isdigit() and isinstance(before, Num):
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

    def log_base(self, base: Term | None) -> str:
        """The subscript for the base of a logarithm."""
        return "" if base is None else f"_{{{self.print(base)}}}"


CALLED = frozenset({r"\sigma", r"\sigma'", "H", "I", "E", "D", r"\mathbb{E}", r"D_{\mathrm{KL}}", r"\mathrm{KL}"})
"""Names that the reader takes for functions when parentheses follow."""


def method_of(name: str) -> str:
    """The name of the method that prints a class of node.

    >>> method_of("CrossEntropy"), method_of("KL")
    ('cross_entropy', 'kl')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()

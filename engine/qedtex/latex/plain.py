"""From terms to readable Unicode for a terminal: the printer's parentheses and order, with other signs."""

from __future__ import annotations

from qedtex.latex.primes import is_primed
from qedtex.latex.printer import LatexPrinter
from qedtex.latex.printing import ATOM, FACTOR, PREFIX, PRODUCT, SUM
from qedtex.names import plain_name
from qedtex.sorts import Alphabet, Enumerated, Labels, Space
from qedtex.terms import (
    KL,
    Abs,
    Apply,
    Binder,
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
    FiniteSet,
    Index,
    Integral,
    Interval,
    Kronecker,
    Limit,
    Log,
    Mul,
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
    VariableEntropy,
)


def plain(term: Term) -> str:
    """The text of a term for a terminal. It is for people: only the LaTeX is promised to be read back.

    >>> from qedtex.language import index, log, outcomes, pmf, positive_integer, Sum
    >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p, q = pmf("p", x), pmf("q", x)
    >>> print(plain(Sum(p(x[i]) * log(p(x[i]) / q(x[i])), (i, 1, n))))
    ∑_{i=1}^{n} p(xᵢ) log(p(xᵢ) / q(xᵢ))
    """
    return PlainPrinter().print(term)


class PlainPrinter(LatexPrinter):
    """The printer for a terminal: one line, round parentheses, quotients with a slash."""

    times = " · "

    def level(self, term: Term) -> int:
        """A quotient on one line is no factor: a (b / c) keeps its parentheses."""
        return PRODUCT if isinstance(term, Div) else super().level(term)

    def group(self, text: str) -> str:
        """Parentheses of one kind."""
        return f"({text})"

    def arguments(self, text: str) -> str:
        """Parentheses of one kind."""
        return f"({text})"

    def member(self, name: str, index: str) -> str:
        """A name with an index below it, as a subscript letter where Unicode has one."""
        below = plain_name(f"_{{{index}}}")
        if below == index or "_" in below or "_" in name:
            below = f"_{index}" if len(index) == 1 else f"_{{{index}}}"
        return plain_name(name) + below

    def num(self, node: Num) -> str:
        """A number."""
        return node.digits or str(node.value)

    def const(self, node: Const) -> str:
        """A constant."""
        return {"pi": "π", "oo": "∞"}.get(node.name, node.name)

    def symbol(self, node: Symbol) -> str:
        """A symbol by its name in Unicode."""
        return plain_name(node.name)

    def index(self, node: Index) -> str:
        """A member of a family."""
        at = self.print(node.at)
        return f"{plain_name(node.family.name)}^({at})" if node.raised else self.member(node.family.name, at)

    def div(self, node: Div) -> str:
        """A quotient with a slash."""
        last = node.over.factors[-1] if isinstance(node.over, Mul) else node.over
        # What takes all that follows would take the slash as well.
        over = self.group(self.print(node.over)) if self.level(last) == PREFIX else self.at_least(PRODUCT, node.over)
        return f"{over} / {self.at_least(FACTOR, node.by)}"

    def pow(self, node: Pow) -> str:
        """A power."""
        return f"{self.at_least(ATOM, node.base)}^{self.at_least(ATOM, node.exponent)}"

    def sqrt(self, node: Sqrt) -> str:
        """A square root."""
        return f"√({self.print(node.of)})"

    def abs(self, node: Abs) -> str:
        """An absolute value."""
        return f"|{self.print(node.of)}|"

    def exp(self, node: Exp) -> str:
        """An exponential."""
        return f"exp({self.print(node.of)})"

    def log(self, node: Log) -> str:
        """A logarithm."""
        argument = self.print(node.of)
        bare = self.level(node.of) == ATOM
        return f"{node.written}{self.log_base(node.base)}" + (f" {argument}" if bare else f"({argument})")

    def log_base(self, base: Term | None) -> str:
        """The subscript for the base of a logarithm."""
        return "" if base is None else self.member("", self.print(base))

    def sigmoid(self, node: Sigmoid) -> str:
        """The logistic sigmoid."""
        return f"σ({self.print(node.of)})"

    def norm(self, node: Norm) -> str:
        """A norm."""
        return f"‖{plain_name(node.vector.name)}‖{self.member('', str(node.order))}"

    def range(self, node: Range) -> str:
        """A range of integers."""
        return f"{self.print(node.lower)}..{self.print(node.upper)}"

    def space(self, space: Space) -> str:
        """A space."""
        match space:
            case Alphabet(name):
                return plain_name(name)
            case Enumerated(name, lower, upper):
                ends = [self.member(name, self.print(end)) for end in (lower, upper)]
                return f"{{{ends[0]}, ..., {ends[1]}}}"
            case Labels(lower, upper):
                return self.range(Range(lower, upper))
            case _:
                return "ℝ"

    def limits(self, node: Binder) -> str:
        """The limits of a sum, product or integral."""
        name = self.print(node.variable)
        match node.domain:
            case Range(lower, upper):
                return f"_{{{name}={self.print(lower)}}}^{{{self.print(upper)}}}"
            case Interval(lower, upper):
                return f"_{{{self.print(lower)}}}^{{{self.print(upper)}}}"
            case Over(Alphabet() as space):
                return f"_{{{name} ∈ {self.space(space)}}}"
            case _:
                return f"_{{{name}}}"

    def sum_over(self, node: SumOver) -> str:
        """A sum."""
        return f"∑{self.limits(node)} {self.at_least(PRODUCT, node.body)}"

    def product_over(self, node: ProductOver) -> str:
        """A product over a range."""
        return f"∏{self.limits(node)} {self.at_least(PRODUCT, node.body)}"

    def integral(self, node: Integral) -> str:
        """An integral."""
        return f"∫{self.limits(node)} {self.at_least(PRODUCT, node.body)} d{self.print(node.variable)}"

    def extremum(self, which: str, node: Extremum) -> str:
        """A set of maximisers or minimisers."""
        return f"arg{which}_{{{self.print(node.variable)}}} {self.at_least(PRODUCT, node.body)}"

    def distribution(self, node: Distribution) -> str:
        """A distribution."""
        name = plain_name(node.law.name)
        return f"{name}(·{self.conditions(node)})" if node.given or node.parameters else name

    def conditions(self, node: Distribution) -> str:
        """What follows the outcomes of a distribution."""
        given = f" | {self.sequence(node.given)}" if node.given else ""
        return given + (f"; {self.sequence(node.parameters)}" if node.parameters else "")

    def event(self, node: Event) -> str:
        """An outcome by the name of its random variable."""
        return f"{plain_name(node.variable)} = {self.print(node.value)}"

    def prob(self, node: Prob) -> str:
        """A probability or density."""
        inside = self.conditions(node.distribution)
        outcomes = self.sequence(node.outcomes)
        if not node.indexed:
            return f"{plain_name(node.distribution.law.name)}({outcomes}{inside})"
        return self.member(node.distribution.law.name, outcomes) + (f"(·{inside})" if inside else "")

    def expectation(self, node: Expectation) -> str:
        """An expectation."""
        return f"E_{{{self.print(node.variable)} ~ {self.print(node.distribution)}}}[{self.print(node.body)}]"

    def self_information(self, node: SelfInformation) -> str:
        """The information of an outcome under a law."""
        base = "" if node.base is None else f", {self.print(node.base)}"
        return f"I_{{{self.print(node.distribution)}{base}}}({self.print(node.outcome)})"

    def kl(self, node: KL) -> str:
        """A Kullback-Leibler divergence."""
        between = f"{self.print(node.distribution)} ‖ {self.print(node.other)}"
        return f"KL{self.log_base(node.base)}({between})"

    def variable_entropy(self, node: VariableEntropy) -> str:
        """An entropy of random variables."""
        given = f" | {self.sequence(node.given)}" if node.given else ""
        return f"H{self.log_base(node.base)}({self.sequence(node.of)}{given})"

    def apply(self, node: Apply) -> str:
        """The value of a function."""
        return f"{plain_name(node.function.name)}({self.print(node.argument)})"

    def derivative(self, node: Derivative) -> str:
        """A derivative."""
        if is_primed(node):
            name = plain_name(node.body.function.name) if isinstance(node.body, Apply) else "σ"
            return f"{name}'({self.print(node.at)})"
        name = self.print(node.variable)
        text = f"d/d{name}"
        if node.index is not None:
            text = f"∂/∂{self.member(node.variable.name, self.print(node.index))}"
        text += f" {self.at_least(PRODUCT, node.body)}"
        return text if node.at == node.variable else f"({text})|_{{{name} = {self.print(node.at)}}}"

    def limit(self, node: Limit) -> str:
        """A limit."""
        point = self.at_least(ATOM if node.side else SUM, node.point)
        side = {"+": "⁺", "-": "⁻"}.get(node.side, node.side)
        return f"lim_{{{self.print(node.variable)}→{point}{side}}} {self.at_least(PRODUCT, node.body)}"

    def kronecker(self, node: Kronecker) -> str:
        """Kronecker's delta."""
        return f"δ_{{{self.print(node.left)},{self.print(node.right)}}}"

    def finite_set(self, node: FiniteSet) -> str:
        """A set of points."""
        return f"{{{self.sequence(node.elements)}}}"

    def comparison(self, node: Comparison) -> str:
        """A relation between two numbers."""
        return f"{self.at_least(SUM, node.left)} {node.relation} {self.at_least(SUM, node.right)}"

    def every(self, node: Every) -> str:
        """A proposition for every value of a variable."""
        match node.domain:
            case Range():
                among = f" ∈ {{{self.print(node.domain)}}}"
            case Over():
                among = f" ∈ {self.print(node.domain)}"
            case _:
                among = ""
        return f"{self.print(node.body)} ∀ {self.print(node.variable)}{among}"

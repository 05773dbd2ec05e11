r"""The dialect: a formula written in the LaTeX that latex2sympy2 1.9.1 reads as what it means.

What was found by trying, and is kept to here:

- `p(i)` is an applied function, but `p(-1)`, `p(2 i)` and `p\left(i\right)` are products; `p(-1,)` is a function
  again. So functions have plain parentheses and, unless the argument is one name, a comma; groups have `\left(`.
- `\log` is to base 10 and `\ln a b` takes the whole product, so natural logarithms are `\ln\left(...\right)`.
- The arguments of a function are cut at commas, with their spaces taken out; where that would harm it is refused.
- `d x`, `E`, `I`, names of several letters, and `|` or `;` between arguments mean something else or nothing: such names
  become a letter with a number, and conditions and parameters become further arguments.
- exp(log_b t) is simplified to t for every base b, so a logarithm to a base inside an exponential is refused.

A probability becomes a function of the indices of its outcomes and of what it is conditioned on; a sum over a space a
sum over the outcomes' numbers; an expectation over a finite space the sum that it is. Entropies, divergences, norms
and other expectations become one name each, applied to the bound symbols inside, so that what stands around them is
still compared; so does Kronecker's delta, as a function of two numbers. A derivative is in that library's language only
at its variable itself, a minimiser, a set or a proposition not at all.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from qedtex.binding import free
from qedtex.errors import QedtexError
from qedtex.latex.printer import LatexPrinter
from qedtex.latex.printing import ATOM, FACTOR, PREFIX, PRODUCT, SUM
from qedtex.latex2sympy import OutOfReach
from qedtex.names import GREEK
from qedtex.sorts import Alphabet, Data, Enumerated, Extrema, Family, Labels, Outcome, Real
from qedtex.terms import (
    KL,
    Apply,
    Argmax,
    Argmin,
    Binder,
    Comparison,
    Const,
    CrossEntropy,
    Derivative,
    Distribution,
    Entropy,
    Event,
    Every,
    Exp,
    Expectation,
    FiniteSet,
    Index,
    Integral,
    Interval,
    Kronecker,
    Limit,
    Log,
    Neg,
    Norm,
    Num,
    Over,
    Pow,
    Prob,
    Range,
    SelfInformation,
    Sigmoid,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
)

ALPHABET_SIZE = 3
"""The number of outcomes that an alphabet has in a read-back."""

_NOT_NAMES = frozenset({"d", "e", "E", "I", "\\pi"})
_BARE = str.maketrans("", "", "\\{}")
_UNSAFE_ARGUMENT = re.compile(r"\\[A-Za-z]+\s+[A-Za-z]|\d\s+\d|,")
_LETTERS = {
    **{Entropy: "H", CrossEntropy: "H", VariableEntropy: "H", KL: "K", SelfInformation: "J"},
    **{Expectation: "M", Norm: "N"},
}


@dataclass(frozen=True, slots=True)
class Written:
    """A formula in the dialect: its text, what each name in it stands for, and the symbols bound in the formula.

    A name stands for a symbol, a family (a function of the index), a law with the roles of its arguments, or an opaque
    term (a function of the bound symbols inside it).
    """

    text: str
    meanings: Mapping[str, Hashable]
    bound: frozenset[Symbol]


def application(term: Prob) -> tuple[Hashable, tuple[Term, ...]]:
    """A probability as a function of numbers: which function, and the terms whose numbers are its arguments.

    p(y_i | x_i) and p(x_i | y_i) are different functions of i, and so are p(y_i) and p(y_i | x_i); p_i and p_{i+1} are
    one function of a number.
    """
    distribution = term.distribution
    roles: list[Hashable] = []
    arguments: list[Term] = []
    for role in (term.outcomes, distribution.given, distribution.parameters):
        kinds: list[Hashable] = []
        for part in role:
            kind, argument = _argument(part)
            kinds.append(kind)
            arguments.append(argument)
        roles.append(tuple(kinds))
    return ("law", distribution.law, *roles), tuple(arguments)


def _argument(part: Term) -> tuple[Hashable, Term]:
    match part:
        case Index(Symbol(name, Family(Outcome(Enumerated(own, _, _) as space), _, _)), at, _) if name == own:
            return space, at
        case Index(family, at, _):
            return family, at
        case Symbol(_, Outcome(Enumerated() | Alphabet() as space)):
            return space, part
        case Symbol(_, Data() | Family() as sort):
            return sort, part
        case Symbol(_, Real(role=role)) if role:
            return role, part
        case Event(variable, value):
            return f"{variable} =", value
        case _:
            return "number", part


def is_opaque(term: Term) -> bool:
    """Whether the term is one name in the dialect."""
    return isinstance(term, tuple(_LETTERS)) and as_sum(term) is None


def opened(term: Term, bound: frozenset[Symbol]) -> tuple[Symbol, ...]:
    """The symbols inside an opaque term that are bound outside it: what its name is applied to."""
    return tuple(sorted(free(term) & bound, key=lambda symbol: symbol.name))


def as_sum(term: Term) -> SumOver | None:
    """An expectation over a finite space as a sum; `None` for everything else."""
    match term:
        case Expectation(Distribution() as distribution, Symbol(_, Outcome(space)) as variable, body):
            if isinstance(space, (Enumerated, Alphabet, Labels)):
                return SumOver(Over(space), variable, Prob(distribution, (variable,)) * body)
    return None


def write(term: Term) -> Written:
    r"""The formula in the dialect; raises `OutOfReach` for what latex2sympy2 has no words for.

    >>> from qedtex.language import data, law, log, real
    >>> p, x, theta = law("p"), data("x"), real("theta_ML")
    >>> written = write(log(p(x | theta) / p(x)))
    >>> print(written.text)
    \ln\left(\frac{p(x, \theta_{1})}{p_{1}(x)}\right)
    >>> written.meanings["theta_1"] == theta
    True
    """
    for node in term.walk():
        _refuse(node)
    bound = frozenset(variable for node in term.walk() for variable in node.variables)
    printer = _Dialect(bound)
    for node in term.walk():
        if isinstance(node, (Integral, Derivative, Limit)):
            printer.reserve(node.variable)
    try:
        text = printer.print(term)
    except QedtexError as refusal:
        raise OutOfReach(refusal.message) from None
    return Written(text, printer.meanings, bound)


def _refuse(node: Term) -> None:
    match node:
        case Argmax() | Argmin() | Symbol(_, Extrema()):
            raise OutOfReach("argmin/argmax is not in its language")
        case Comparison() | Every() | FiniteSet():
            raise OutOfReach("sets and propositions are not in its language")
        case Derivative(at, index, variable, _) if at != variable or index is not None:
            raise OutOfReach("a derivative at a point, or by a component, is not in its language")
        case Exp() | Sigmoid() | Pow(Const("e"), _):
            if any(isinstance(inner, Log) and inner.base is not None for inner in node.walk()):
                raise OutOfReach("it takes exp(log_b t) for t, whatever the base")
        case _:
            return


class _Dialect(LatexPrinter):
    """Prints one formula; signs, products, fractions, powers and brackets are those of the printer itself.

    There is one name for each meaning, found or made when it is first needed.
    """

    def __init__(self, bound: frozenset[Symbol]) -> None:
        self.bound = bound
        self.names: dict[Hashable, str] = {}
        self.meanings: dict[str, Hashable] = {}

    def name(self, meaning: Hashable, wanted: str) -> str:
        """The name of a meaning: the wanted one if it is a free letter, else the letter with the next free number."""
        if meaning in self.names:
            return self.names[meaning]
        letter = _letter(wanted)
        itself = (letter,) if wanted == letter else ()
        taken = set(self.names.values())
        name = next(name for name in chain(itself, _numbered(letter)) if name not in taken)
        self.names[meaning] = name
        self.meanings[name.translate(_BARE)] = meaning
        return name

    def reserve(self, variable: Symbol) -> None:
        """Give the variable of an integral, a derivative or a limit a letter without a number: no other can be one."""
        if variable in self.names:
            return
        letters = (_letter(variable.name), *"xyztuvwabcfgh")
        free_letter = next((letter for letter in letters if letter not in self.names.values()), None)
        if free_letter is None:
            raise OutOfReach("more integrals, derivatives and limits than letters")
        self.name(variable, free_letter)

    def level(self, term: Term) -> int:
        """An expectation that is a sum takes all factors after it; a sigmoid is a fraction.

        An integral gets parentheses everywhere: of two in a sum, the first would run to the end of the second.
        """
        match term:
            case Expectation():
                return ATOM if as_sum(term) is None else PREFIX
            case Integral():
                return SUM
            case Sigmoid():
                return FACTOR
            case Derivative():
                return PREFIX
            case _:
                return super().level(term)

    def arguments(self, text: str) -> str:
        """Large parentheses, because a name before plain ones is read as a function."""
        return rf"\left({text}\right)"

    def symbol(self, node: Symbol) -> str:
        """A symbol by the name it has here."""
        return self.name(node, node.name)

    def index(self, node: Index) -> str:
        """A member of a family as a function of the index."""
        return self.applied(self.name(node.family, node.family.name), (node.at,))

    def prob(self, node: Prob) -> str:
        """A probability as a function of indices, outcomes, conditions and parameters."""
        key, arguments = application(node)
        return self.applied(self.name(key, node.distribution.law.name), arguments)

    def opaque(self, node: Term) -> str:
        """A name for the whole term, applied to the bound symbols inside it."""
        name = self.name(node, _LETTERS[type(node)])
        symbols = opened(node, self.bound)
        return self.applied(name, symbols) if symbols else name

    norm = entropy = cross_entropy = kl = self_information = variable_entropy = opaque

    def apply(self, node: Apply) -> str:
        """The value of a function."""
        return self.applied(self.name(node.function, node.function.name), (node.argument,))

    def derivative(self, node: Derivative) -> str:
        """A derivative with an italic d; its body runs to the next sign."""
        return rf"\frac{{d}}{{d{self.print(node.variable)}}} {self.at_least(PRODUCT, node.body)}"

    def kronecker(self, node: Kronecker) -> str:
        """A function of two numbers."""
        return self.applied(self.name(Kronecker, "c"), (node.left, node.right))

    def expectation(self, node: Expectation) -> str:
        """An expectation over a finite space as a sum, any other as a name."""
        total = as_sum(node)
        return self.opaque(node) if total is None else self.print(total)

    def log(self, node: Log) -> str:
        """A logarithm, always with parentheses: without them it takes all factors that follow."""
        name = "\\ln" if node.base is None else f"\\log_{{{self.print(node.base)}}}"
        return name + self.arguments(self.print(node.of))

    def sigmoid(self, node: Sigmoid) -> str:
        """The logistic sigmoid by its definition: its own symbol before parentheses is read as a factor."""
        return f"\\frac{{1}}{{1 + \\exp\\left({self.print(Neg(node.of))}\\right)}}"

    def limits(self, node: Binder) -> str:
        """The limits of a sum over integers: a sum over outcomes runs over their numbers."""
        match node.domain:
            case Over(Enumerated(_, lower, upper)) | Over(Labels(lower, upper)):
                return f"_{{{self.print(node.variable)}={self.print(lower)}}}^{{{self.print(upper)}}}"
            case Over(Alphabet()):
                return f"_{{{self.print(node.variable)}=1}}^{{{ALPHABET_SIZE}}}"
            case Range() | Interval():
                return super().limits(node)
            case _:
                raise OutOfReach("a sum over a range that is not finite")

    def integral(self, node: Integral) -> str:
        """An integral with an italic d, close to its variable."""
        return rf"\int{self.limits(node)} {self.at_least(PRODUCT, node.body)} \, d{self.print(node.variable)}"

    def applied(self, name: str, arguments: tuple[Term, ...]) -> str:
        """A function with its arguments in plain parentheses."""
        texts = [self.print(argument) for argument in arguments]
        for text in texts:
            if _UNSAFE_ARGUMENT.search(text):
                raise OutOfReach(f"the argument {text} of a function is not in its language")
        comma = "" if len(texts) > 1 or isinstance(arguments[0], (Symbol, Num)) else ","
        return f"{name}({', '.join(texts)}{comma})"


def _letter(name: str) -> str:
    """The letter that stands for a name: its own, without accent, font and subscript."""
    for found in re.finditer(r"\\?[A-Za-z]+", name):
        command = found[0]
        if (command.startswith("\\") and command[1:] in GREEK) or len(command) == 1 or not command.startswith("\\"):
            letter = command if command.startswith("\\") else command[0]
            return "c" if letter in _NOT_NAMES else letter
    return "c"


def _numbered(letter: str) -> Iterator[str]:
    return (f"{letter}_{{{number}}}" for number in count(1))

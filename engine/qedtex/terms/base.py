"""Terms and their arithmetic: formulas exactly as their author wrote them, as frozen trees.

`qedtex.lowering` gives the SymPy value of a term.
Nothing evaluates while it is built: -(a + b) stays -(a + b) and p q / p keeps its divisor, so that LaTeX is printed
from the tree and the conditions for a formula to make sense are collected from it before anything can cancel.
SymPy's own classes were tried first, with `evaluate(False)`, on the five named derivations: substitution evaluates
again, a - b and a / b lose their shape, and bound indices are captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import ClassVar

from qedtex.errors import IllFormed
from qedtex.sorts import Family, Sort


class _Readers(dict[type, Callable[[object], tuple[object, ...]]]):
    """What reads the fields of each kind of node; filled when a kind is first met."""

    def __missing__(self, kind: type) -> Callable[[object], tuple[object, ...]]:
        names: tuple[str, ...] = kind.__match_args__  # type: ignore[attr-defined] # every kind of node has them
        if len(names) == 1:
            one = attrgetter(names[0])
            self[kind] = lambda node: (one(node),)
        else:
            self[kind] = attrgetter(*names) if names else lambda node: ()
        return self[kind]


_READERS = _Readers()


class Term:
    """A node of a formula. Equality is equality of trees as written, styles and bound names included.

    Arithmetic operators build terms and never evaluate; integers and fractions are exact, floats are refused.
    """

    __slots__ = ("_children", "_free", "_hash", "_shaped", "_text", "_whole")
    _children: tuple[Term, ...]
    _free: frozenset[Symbol]
    _hash: int
    _text: str
    _shaped: bool
    """Whether `qedtex.shape` has looked at the fields of this very node."""
    _whole: bool
    """Whether it has also looked at those of every node below."""
    __match_args__: ClassVar[tuple[str, ...]] = ()
    bound: ClassVar[bool] = False
    """Whether the node binds `variables` in its last child."""

    def parts(self) -> tuple[object, ...]:
        """The fields of the node in order."""
        return _READERS[type(self)](self)

    @property
    def children(self) -> tuple[Term, ...]:
        """The terms directly below, in field order; for a node that binds, the scope of the binding comes last."""
        try:
            return self._children
        except AttributeError:
            found: list[Term] = []
            for name, part in zip(self.__match_args__, self.parts(), strict=True):
                if isinstance(part, Term):
                    if name != "variable":
                        found.append(part)
                elif isinstance(part, tuple):
                    found += [item for item in part if isinstance(item, Term)]
            children = tuple(found)
            object.__setattr__(self, "_children", children)
            return children

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The symbols that this node binds in its last child."""
        return ()

    def with_children(self, new: tuple[Term, ...]) -> Term:
        """The same node over other children, in the order of `children`."""
        for former, child in zip(self.children, new, strict=True):
            if former is not child:
                break
        else:
            return self
        rest = iter(new)
        fields: list[object] = []
        for name, part in zip(self.__match_args__, self.parts(), strict=True):
            if isinstance(part, Term):
                fields.append(part if name == "variable" else next(rest))
            elif isinstance(part, tuple):
                fields.append(tuple([next(rest) if isinstance(item, Term) else item for item in part]))
            else:
                fields.append(part)
        return type(self)(*fields)

    def walk(self) -> Iterator[Term]:
        """This node and every node below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            value = hash((type(self).__name__, self.parts()))
            object.__setattr__(self, "_hash", value)
            return value

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or not isinstance(other, Term):
            return False
        try:
            if self._hash != other._hash:
                return False
        except AttributeError:
            if hash(self) != hash(other):
                return False
        read = _READERS[type(self)]
        return read(self) == read(other)

    def __add__(self, other: Number) -> Term:
        added = term(other)
        return Add((*self.terms, added)) if isinstance(self, Add) else Add((self, added))

    def __radd__(self, other: Number) -> Term:
        return term(other) + self

    def __sub__(self, other: Number) -> Term:
        return self + Neg(term(other))

    def __rsub__(self, other: Number) -> Term:
        return term(other) - self

    def __mul__(self, other: Number) -> Term:
        factor = term(other)
        if isinstance(self, Neg):
            return Neg(self.of * factor)
        return Mul((*self.factors, factor)) if isinstance(self, Mul) else Mul((self, factor))

    def __rmul__(self, other: Number) -> Term:
        return term(other) * self

    def __truediv__(self, other: Number) -> Term:
        if isinstance(self, Neg):
            return Neg(self.of / other)
        return Div(self, term(other))

    def __rtruediv__(self, other: Number) -> Term:
        return term(other) / self

    def __pow__(self, other: Number) -> Term:
        return Pow(self, term(other))

    def __rpow__(self, other: Number) -> Term:
        return term(other) ** self

    def __neg__(self) -> Term:
        return Neg(self)

    def __or__(self, other: Term | tuple[Term, ...]) -> Given:
        return Given((self,), other if isinstance(other, tuple) else (other,))

    def __bool__(self) -> bool:
        raise IllFormed("QT101", "a term has no truth value", help="compare trees with ==, state claims with calc")

    def __str__(self) -> str:
        try:
            return self._text
        except AttributeError:
            from qedtex.latex.plain import plain

            object.__setattr__(self, "_text", plain(self))
            return self._text

    __repr__ = __str__

    def sympy(self) -> object:
        """The SymPy value of the term, its sums and products left unevaluated; raises `IllFormed` where there is none.

        >>> from qedtex.language import index, positive_integer, Sum
        >>> i, n = index("i"), positive_integer("n")
        >>> Sum(i, (i, 1, n)).sympy().doit()
        n**2/2 + n/2
        """
        from qedtex.lowering import to_sympy

        lowered: object = to_sympy(self)
        return lowered

    _sympy_ = sympy

    def latex(self) -> str:
        """The LaTeX of the term as written.

        >>> from qedtex.language import real
        >>> print((real("x") / 2).latex())
        \\frac{x}{2}
        """
        from qedtex.latex.printer import latex

        return latex(self)

    def _repr_latex_(self) -> str:
        from qedtex.latex.printer import latex

        return f"$\\displaystyle {latex(self)}$"


Number = Term | int | Fraction


def term(value: Number) -> Term:
    """The term of an exact number; a term is itself.

    >>> term(-2) == Neg(Num(Fraction(2)))
    True
    >>> term(0.5)
    Traceback (most recent call last):
    ...
    qedtex.errors.IllFormed: error[QT102]: 0.5 is not exact
      help: write Fraction(1, 2), or decimal("0.5") for a decimal as written
    """
    if isinstance(value, Term):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        if 0 <= value < len(_SMALL):
            return _SMALL[value]
        return Num(Fraction(value)) if value >= 0 else Neg(term(-value))
    if isinstance(value, Fraction):
        if value < 0:
            return Neg(term(-value))
        return term(value.numerator) if value.denominator == 1 else term(value.numerator) / value.denominator
    exact = Fraction(str(value)) if isinstance(value, float) else None
    raise IllFormed(
        "QT102",
        f"{value!r} is not exact" if exact is not None else f"{value!r} is not a term",
        help=f'write Fraction({exact.numerator}, {exact.denominator}), or decimal("{value}") for a decimal as written'
        if exact is not None
        else "terms are built from symbols, integers and fractions",
    )


@dataclass(frozen=True, slots=True)
class Given:
    """`y | x` before a distribution is applied to it: outcomes, and what they are conditioned on. Not a term."""

    outcomes: tuple[Term, ...]
    given: tuple[Term, ...]


# Numbers and names -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Num(Term):
    """A non-negative rational number; `digits` holds a decimal as written, such as 0.50. Printed form has no slash."""

    value: Fraction
    digits: str = ""


_SMALL = tuple(Num(Fraction(value)) for value in range(17))
"""The numbers that are written most: one node of each is enough, and what is one node need not be compared."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Const(Term):
    """The number `pi` or `e` (Euler's number), or `oo` as the infinite end of a range or a limit."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Symbol(Term):
    """A variable: its LaTeX name and the sort it ranges over. A free symbol stands for every element of its sort."""

    name: str
    sort: Sort

    def __getitem__(self, index: Number) -> Index:
        """The member of a family: `x[i]` is x_i."""
        if not isinstance(self.sort, Family):
            raise IllFormed("QT103", f"{self.name} is not a family, so it has no member {index}")
        return Index(self, term(index))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Index(Term):
    """The member of a family at an index within its range; `raised` writes x^{(i)}, a sample's index, for x_i."""

    family: Symbol
    at: Term
    raised: bool = False


# Arithmetic --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Add(Term):
    """A sum of two or more terms in the author's order; a - b is `Add((a, Neg(b)))`."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Mul(Term):
    """A product of two or more factors in the author's order."""

    factors: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Neg(Term):
    """The negative of a real number."""

    of: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Div(Term):
    """A quotient of reals; undefined where the divisor is 0."""

    over: Term
    by: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Pow(Term):
    """A real power: any base for a natural exponent, a non-zero base for a negative integer, else a positive base."""

    base: Term
    exponent: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sqrt(Term):
    """The non-negative square root of a non-negative real."""

    of: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Abs(Term):
    """The absolute value of a real."""

    of: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Exp(Term):
    """The exponential of a real."""

    of: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Log(Term):
    """The logarithm of a positive real: natural (nats) without a base, else to a positive base other than 1.

    `written` is how the author spells a natural logarithm: log or ln.
    """

    of: Term
    base: Term | None = None
    written: str = "log"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sigmoid(Term):
    """The logistic sigmoid 1 / (1 + exp(-z)) of a real. Source: Goodfellow et al. (2016), section 3.10."""

    of: Term


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Norm(Term):
    """The 1-norm or the 2-norm of a real vector (a family of reals). Source: Goodfellow et al. (2016), section 2.5."""

    vector: Symbol
    order: int

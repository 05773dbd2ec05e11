"""The words that a derivation is written in: symbols, distributions, and the operators that build terms."""

from __future__ import annotations

from fractions import Fraction

from qedtex import terms
from qedtex.errors import IllFormed
from qedtex.names import latex_name
from qedtex.sorts import (
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT_CLOSED,
    UNIT_OPEN,
    Alphabet,
    Data,
    Enumerated,
    Extrema,
    Family,
    Integer,
    Labels,
    Outcome,
    Random,
    Real,
    Sort,
    Space,
)
from qedtex.terms import (
    Argmax,
    Argmin,
    Const,
    Distribution,
    Index,
    Law,
    Num,
    Number,
    Over,
    Range,
    Symbol,
    Term,
    sort_of,
    term,
)

pi = Const("pi")
e = Const("e")
oo = Const("oo")
"""Infinity: the end of a range, or where a limit is taken; it is no number."""


def real(name: str) -> Symbol:
    """A symbol for any real number.

    >>> print(real("theta") ** 2)
    θ^2
    """
    return Symbol(latex_name(name), REAL)


def positive(name: str) -> Symbol:
    """A symbol for a positive real number, such as a scale parameter."""
    return Symbol(latex_name(name), POSITIVE)


def nonnegative(name: str) -> Symbol:
    """A symbol for a real number that is at least 0."""
    return Symbol(latex_name(name), NONNEGATIVE)


def probability(name: str) -> Symbol:
    """A symbol for a number in the open interval (0, 1), such as a predicted probability."""
    return Symbol(latex_name(name), UNIT_OPEN)


def label(name: str) -> Symbol:
    """A symbol for a number in the closed interval [0, 1], such as a label."""
    return Symbol(latex_name(name), UNIT_CLOSED)


def integer(name: str, lower: Number | None = None, upper: Number | None = None) -> Symbol:
    """A symbol for an integer between two bounds, both included."""
    return Symbol(
        latex_name(name), Integer(None if lower is None else term(lower), None if upper is None else term(upper))
    )


def positive_integer(name: str) -> Symbol:
    """A symbol for an integer that is at least 1, such as a number of outcomes or of samples."""
    return integer(name, 1)


def between(name: str, least: Number | None, greatest: Number | None) -> Symbol:
    """A symbol for a real number strictly between two rational ends; `None` is an infinite end.

    >>> between("z", 4, None).sort.lower_open
    True
    """
    ends = [None if end is None else Fraction(end) if not isinstance(end, Term) else None for end in (least, greatest)]
    return Symbol(latex_name(name), Real(ends[0], ends[1], ends[0] is not None, ends[1] is not None))


def index(name: str) -> Symbol:
    """A symbol for the index of a sum or product; its range is what the sum says."""
    return Symbol(latex_name(name), Integer())


def outcomes(name: str, number: Number) -> Symbol:
    """The outcomes x_1, ..., x_number of a finite space; `x[i]` is one of them.

    >>> print(outcomes("x", positive_integer("n"))[1])
    x₁
    """
    count = term(number)
    space = Enumerated(latex_name(name), term(1), count)
    return Symbol(latex_name(name), Family(Outcome(space), term(1), count))


def alphabet(name: str) -> Alphabet:
    """A finite non-empty set of outcomes without an index, so that sums over it read sum_x."""
    return Alphabet(latex_name(name))


def outcome(name: str, space: Space) -> Symbol:
    """A symbol for one outcome of a space."""
    return Symbol(latex_name(name), Outcome(space))


def sample(name: str, of: Space | Sort, number: Number) -> Symbol:
    """A sample x_1, ..., x_number of elements of a space, or of another sort."""
    element = Outcome(of) if isinstance(of, Space) else of
    return Symbol(latex_name(name), Family(element, term(1), term(number)))


def member(of: Symbol, number: Number) -> Index:
    """The member of a sample written with a raised index, x^{(i)}."""
    return Index(of, term(number), raised=True)


def parameter(name: str) -> Symbol:
    """A symbol for a real random variable of its own, such as the theta of p(theta) and p(D | theta)."""
    return Symbol(latex_name(name), Real(role=latex_name(name)))


def vector(name: str, dimension: Number) -> Symbol:
    """A vector of reals; `theta[j]` is its component j, and both can be values of a random variable."""
    return Symbol(latex_name(name), Family(Real(role=latex_name(name)), term(1), term(dimension)))


def data(name: str) -> Symbol:
    """A symbol for a whole data set."""
    return Symbol(latex_name(name), Data(latex_name(name)))


def extrema(name: str) -> Symbol:
    """A name for a set of maximisers or minimisers, such as theta_ML."""
    return Symbol(latex_name(name), Extrema())


def law(name: str) -> Law:
    """A general law of probability with full support, told by its arguments: p(theta), p(y | x, theta)."""
    return Law(latex_name(name))


def pmf(name: str, over: Symbol | Space, *, positive: bool = True) -> Law:
    """A probability mass function over the outcomes of a family or over a space; `positive` is full support."""
    return Law(latex_name(name), _space(over), positive)


def empirical(name: str, of: Symbol, over: Space) -> Law:
    """The empirical distribution of a sample over a space: each member has mass 1/m. It need not have full support."""
    return Law(latex_name(name), over, positive=False, sample=of)


def _space(over: Symbol | Space) -> Space:
    if isinstance(over, Space):
        return over
    sort = over.sort if isinstance(over, Symbol) else None
    if isinstance(sort, Family) and isinstance(sort.element, Outcome):
        return sort.element.space
    raise IllFormed("QT106", f"{over} is not a family of outcomes", help='make one with outcomes("x", n)')


def labels(lower: Number, upper: Number, variable: str = "") -> Labels:
    """The integers from `lower` to `upper` as outcomes; a `variable` has them written P(x = 0)."""
    return Labels(term(lower), term(upper), latex_name(variable))


def event(variable: str, value: Number) -> terms.Event:
    """The outcome written x = 0 inside P( )."""
    return terms.Event(latex_name(variable), term(value))


def decimal(digits: str) -> Num:
    """A decimal as written, exact: `decimal("0.99")` is 99/100 and prints as 0.99."""
    return Num(Fraction(digits), digits)


def log(of: Number, base: Number | None = None) -> terms.Log:
    """The logarithm written log: natural unless a base is given."""
    return terms.Log(term(of), None if base is None else term(base))


def ln(of: Number) -> terms.Log:
    """The natural logarithm written ln."""
    return terms.Log(term(of), None, "ln")


def exp(of: Number) -> terms.Exp:
    """The exponential function."""
    return terms.Exp(term(of))


def sqrt(of: Number) -> terms.Sqrt:
    """The square root of a non-negative number."""
    return terms.Sqrt(term(of))


def absolute(of: Number) -> terms.Abs:
    """The absolute value."""
    return terms.Abs(term(of))


def sigmoid(of: Number) -> terms.Sigmoid:
    """The logistic sigmoid."""
    return terms.Sigmoid(term(of))


def norm(of: Symbol, order: int = 2) -> terms.Norm:
    """The 1-norm or 2-norm of a vector."""
    if order not in (1, 2):
        raise IllFormed("QT107", f"there is no norm of order {order} here", help="use order 1 or 2")
    return terms.Norm(of, order)


Limits = tuple[Symbol, Number, Number] | Symbol


def Sum(body: Number, limits: Limits) -> terms.SumOver:  # noqa: N802 - SymPy's name for the same thing
    """A sum over an index from lower to upper, `Sum(f, (i, 1, n))`, or over an outcome of a space, `Sum(f, x)`."""
    variable, domain = _limits(limits)
    return terms.SumOver(domain, variable, term(body))


def Product(body: Number, limits: Limits) -> terms.ProductOver:  # noqa: N802 - SymPy's name for the same thing
    """A product over an index from lower to upper, or over an outcome of a space."""
    variable, domain = _limits(limits)
    return terms.ProductOver(domain, variable, term(body))


def _limits(limits: Limits) -> tuple[Symbol, Term]:
    if isinstance(limits, Symbol):
        sort = sort_of(limits)
        if not isinstance(sort, Outcome):
            raise IllFormed("QT108", f"a sum over {limits} needs a range", help=f"write ({limits}, lower, upper)")
        return limits, Over(sort.space)
    if not isinstance(limits, tuple) or len(limits) != 3 or not isinstance(limits[0], Symbol):
        raise IllFormed("QT108", f"{limits!r} is no range of a sum", help="write (i, lower, upper), or one outcome")
    variable, lower, upper = limits
    return variable, Range(term(lower), term(upper))


def E(body: Number, variable: Symbol, distribution: Law | Distribution) -> terms.Expectation:  # noqa: N802
    """The expectation of `body` with `variable` drawn from a distribution."""
    return terms.Expectation(_distribution(distribution), variable, term(body))


def argmax(body: Number, variable: Symbol) -> Argmax:
    """The set of maximisers of `body` over the variable's sort."""
    return Argmax(variable, term(body))


def argmin(body: Number, variable: Symbol) -> Argmin:
    """The set of minimisers of `body` over the variable's sort."""
    return Argmin(variable, term(body))


def Entropy(distribution: Law | Distribution, base: Number | None = None) -> terms.Entropy:  # noqa: N802
    """The entropy H(p) of a distribution: nats, or with base 2 bits."""
    return terms.Entropy(_distribution(distribution), None if base is None else term(base))


def CrossEntropy(  # noqa: N802
    distribution: Law | Distribution, other: Law | Distribution, base: Number | None = None
) -> terms.CrossEntropy:
    """The cross-entropy H(p, q): nats, or with base 2 bits."""
    return terms.CrossEntropy(_distribution(distribution), _distribution(other), None if base is None else term(base))


def KL(distribution: Law | Distribution, other: Law | Distribution, base: Number | None = None) -> terms.KL:  # noqa: N802
    """The Kullback-Leibler divergence of q from p: nats, or with base 2 bits."""
    return terms.KL(_distribution(distribution), _distribution(other), None if base is None else term(base))


def SelfInformation(  # noqa: N802
    distribution: Law | Distribution, outcome: Number, base: Number | None = None
) -> terms.SelfInformation:
    """The information I(x) = -log p(x) of an outcome: nats, or with base 2 bits."""
    return terms.SelfInformation(_distribution(distribution), term(outcome), None if base is None else term(base))


def _distribution(value: Law | Distribution) -> Distribution:
    if not isinstance(value, (Law, Distribution)):
        raise IllFormed("QT106", f"{value} is not a distribution", help='make one with pmf("p", x)')
    return Distribution(value) if isinstance(value, Law) else value


def random_variable(name: str, space: Space) -> Symbol:
    """A random variable, as the X of H(X): its values are the outcomes of a finite space."""
    return Symbol(latex_name(name), Random(space))


def variable_entropy(
    distribution: Law | Distribution,
    *variables: Symbol,
    given: Term | tuple[Term, ...] = (),
    base: Number | None = None,
) -> terms.VariableEntropy:
    """The entropy H(X, Y | Z) of random variables under their joint law; given others, or given an outcome.

    >>> X = random_variable("X", alphabet("calX"))
    >>> print(variable_entropy(law("p"), X))
    H(X)
    """
    conditions = given if isinstance(given, tuple) else (given,)
    unit = None if base is None else term(base)
    return terms.VariableEntropy(_distribution(distribution), variables, conditions, unit)


def function(name: str, domain: Symbol | None = None, *, differentiable: bool = True) -> terms.Function:
    """A real function that is known by hypotheses alone, on the interval that the symbol `domain` ranges over.

    >>> print(function("f")(real("x") + 1))
    f(x + 1)
    """
    return terms.Function(latex_name(name), REAL if domain is None else domain.sort, differentiable)


def diff(body: Number, variable: Symbol | Index, at: Number | None = None) -> terms.Derivative:
    """The derivative of `body` with respect to a symbol, or to one component `z[k]` of a vector; taken there, or `at`.

    >>> x = real("x")
    >>> print(diff(x**2, x, at=3).at)
    3
    """
    symbol, position = (variable.family, variable.at) if isinstance(variable, Index) else (variable, None)
    return terms.Derivative(symbol if at is None else term(at), position, symbol, term(body))


def limit(body: Number, variable: Symbol, point: Number, side: str = "") -> terms.Limit:
    """The limit of `body` as a symbol goes to a point, or to `oo`; from above with side "+", from below with "-"."""
    return terms.Limit(term(point), side, variable, term(body))


def delta(left: Number, right: Number) -> terms.Kronecker:
    """Kronecker's delta of two integers: 1 where they are equal, else 0."""
    return terms.Kronecker(term(left), term(right))


def points(*elements: Number) -> terms.FiniteSet:
    """The finite set of the points listed, such as the one minimiser of an objective."""
    return terms.FiniteSet(tuple(map(term, elements)))


def statement(left: Number, relation: str, right: Number) -> terms.Comparison:
    """The proposition that two numbers stand in a relation, as one side of an equivalence."""
    return terms.Comparison(term(left), relation, term(right))


def every(body: Term, limits: Limits) -> terms.Every:
    """The proposition that `body` holds for every index of a range, or for every outcome of a space."""
    variable, domain = _limits(limits)
    return terms.Every(domain, variable, body)

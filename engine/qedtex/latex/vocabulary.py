"""The names that a formula may use: symbols, families, laws, functions and random variables, looked up by LaTeX."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from qedtex.latex.naming import Name, take_apart
from qedtex.sorts import Family, Random
from qedtex.terms import (
    Apply,
    Const,
    Derivative,
    Distribution,
    Event,
    Function,
    Index,
    Law,
    Norm,
    Over,
    Symbol,
    Term,
    VariableEntropy,
)

CONSTANTS = {Name("e"): Const("e"), Name(r"\pi"): Const("pi"), Name(r"\infty"): Const("oo")}


@dataclass(frozen=True)
class Vocabulary:
    """What names mean. A plain symbol and a family may share a name: a subscript or raised index tells the family.

    `whole` holds the families that also stand for themselves, as a data set does, and not only for their members;
    `constants` those constants that a symbol of the same name must not hide. `random` gives the random variables of
    H(X) the distribution that they have there, which is not written.
    """

    symbols: tuple[Symbol, ...] = ()
    laws: tuple[Law, ...] = ()
    variables: tuple[str, ...] = ()
    whole: tuple[Symbol, ...] = ()
    constants: tuple[Const, ...] = ()
    functions: tuple[Function, ...] = ()
    random: tuple[tuple[Symbol, Distribution], ...] = ()

    @classmethod
    def of(cls, *terms: Term) -> Vocabulary:
        r"""The names in terms: free ones, bound ones, and those in the ranges of families and spaces.

        >>> from qedtex.language import index, outcomes, pmf, positive_integer, Sum
        >>> n, i = positive_integer("n"), index("i"); x = outcomes("x", n); p = pmf("p", x)
        >>> words = Vocabulary.of(Sum(p(x[i]), (i, 1, n)))
        >>> [symbol.name for symbol in words.symbols], [law.name for law in words.laws]
        (['i', 'n', 'x'], ['p'])
        """
        symbols: dict[Symbol, None] = {}
        laws: dict[Law, None] = {}
        variables: dict[str, None] = {}
        whole: dict[Symbol, None] = {}
        constants: dict[Const, None] = {}
        functions: dict[Function, None] = {}
        random: dict[tuple[Symbol, Distribution], None] = {}
        pending = list(reversed(terms))
        seen: set[Term] = set()
        while pending:
            term = pending.pop()
            children = list(term.children)
            match term:
                case Symbol(_, sort):
                    symbols[term] = None
                    if isinstance(sort, Family):
                        whole[term] = None
                    children.extend(sort.terms())
                case Index(family, at, _):
                    symbols[family] = None
                    children = [at, *family.sort.terms()]
                case Norm(vector, _):
                    symbols[vector] = None
                    children = list(vector.sort.terms())
                case Distribution(law, _, _):
                    laws[law] = None
                    if law.space is not None:
                        children.extend(law.space.terms())
                    if law.sample is not None:
                        symbols[law.sample] = None
                        children.extend(law.sample.sort.terms())
                case Event(variable, _):
                    variables[variable] = None
                case Over(space):
                    children.extend(space.terms())
                case Const():
                    constants[term] = None
                case Apply(function, _):
                    functions[function] = None
                case Derivative(_, index, variable, _) if index is not None:
                    whole[variable] = None
                case VariableEntropy(distribution, of, given, _):
                    chosen = [part for part in (*of, *given) if isinstance(part, Symbol)]
                    random.update(dict.fromkeys((part, distribution) for part in chosen if is_random(part)))
                case _:
                    pass
            for bound in term.variables:
                symbols[bound] = None
                children.extend(bound.sort.terms())
            fresh = [child for child in dict.fromkeys(children) if child not in seen]
            seen.update(fresh)
            pending.extend(reversed(fresh))
        return cls(
            *(tuple(symbols), tuple(laws), tuple(variables), tuple(whole), tuple(constants)),
            *(tuple(functions), tuple(random)),
        )

    def __or__(self, other: Vocabulary) -> Vocabulary:
        """The names of both."""
        return Vocabulary(
            tuple(dict.fromkeys(self.symbols + other.symbols)),
            tuple(dict.fromkeys(self.laws + other.laws)),
            tuple(dict.fromkeys(self.variables + other.variables)),
            tuple(dict.fromkeys(self.whole + other.whole)),
            tuple(dict.fromkeys(self.constants + other.constants)),
            tuple(dict.fromkeys(self.functions + other.functions)),
            tuple(dict.fromkeys(self.random + other.random)),
        )

    def plain(self, name: Name) -> tuple[Term, ...]:
        """What a name without an index can stand for: symbols and constants, else a family as a whole."""
        symbols = self._plain.get(name, ())
        families = self._families.get(name, ())
        families = tuple(family for family in families if not symbols or family in self.whole)
        constant = CONSTANTS.get(name)
        if constant is None or ((symbols or families) and constant not in self.constants):
            return (*symbols, *families)
        return (*symbols, *families, constant)

    def families(self, name: Name) -> tuple[Symbol, ...]:
        """The families of a name."""
        return self._families.get(name, ())

    def laws_named(self, name: Name) -> tuple[Law, ...]:
        """The laws of a name."""
        return self._laws.get(name, ())

    def functions_named(self, name: Name) -> tuple[Function, ...]:
        """The functions of a name that are known by hypotheses."""
        return tuple(function for function in self.functions if take_apart(function.name) == name)

    def distributions(self, variable: Symbol) -> tuple[Distribution, ...]:
        """The distributions that a random variable can have in H(X)."""
        return tuple(distribution for symbol, distribution in self.random if symbol == variable)

    def random_variables(self, name: Name) -> tuple[str, ...]:
        """The random variables of a name, as they are written in P(x = 0); a symbol may stand for one."""
        known = [variable for variable in self.variables if take_apart(variable) == name]
        known += [symbol.name for symbol in self.symbols if take_apart(symbol.name) == name]
        return tuple(dict.fromkeys(known))

    @cached_property
    def _plain(self) -> dict[Name, tuple[Symbol, ...]]:
        return _by_name(tuple(symbol for symbol in self.symbols if not isinstance(symbol.sort, Family)))

    @cached_property
    def _families(self) -> dict[Name, tuple[Symbol, ...]]:
        return _by_name(tuple(symbol for symbol in self.symbols if isinstance(symbol.sort, Family)))

    @cached_property
    def _laws(self) -> dict[Name, tuple[Law, ...]]:
        found: dict[Name, tuple[Law, ...]] = {}
        for law in self.laws:
            name = take_apart(law.name)
            found[name] = (*found.get(name, ()), law)
        return found


def is_random(symbol: Term) -> bool:
    """Whether a symbol is a random variable itself, as in H(X)."""
    return isinstance(symbol, Symbol) and isinstance(symbol.sort, Random)


def _by_name(symbols: tuple[Symbol, ...]) -> dict[Name, tuple[Symbol, ...]]:
    found: dict[Name, tuple[Symbol, ...]] = {}
    for symbol in symbols:
        name = take_apart(symbol.name)
        found[name] = (*found.get(name, ()), symbol)
    return found

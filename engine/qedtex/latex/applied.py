"""What a name means where it stands: a symbol, a member of a family, a law applied, an entropy, an expectation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from qedtex.latex.naming import Name, normal, take_apart
from qedtex.latex.primes import primed
from qedtex.latex.syntax import Args, Chain, Item, Node, ReadError, Total, refusal
from qedtex.latex.vocabulary import Vocabulary, is_random
from qedtex.terms import (
    KL,
    Argmax,
    Argmin,
    Comparison,
    CrossEntropy,
    Distribution,
    Entropy,
    Event,
    Every,
    Expectation,
    FiniteSet,
    Function,
    Index,
    Law,
    Prob,
    SelfInformation,
    Sigmoid,
    Symbol,
    Term,
)

EXPECTATIONS = {normal(name) for name in ("E", r"\mathbb{E}", r"\mathrm{E}", r"\operatorname{E}")}
DIVERGENCES = {normal(name) for name in (r"\mathrm{KL}", r"\operatorname{KL}", r"\text{KL}")}
DIVERGENCE_SUBSCRIPTS = {*DIVERGENCES, normal("{KL}"), normal("KL")}


@dataclass(frozen=True, slots=True)
class Slope:
    """A function whose name carries a prime."""

    function: Function


Meaning = Term | Law | Function | Slope


class Applied(ABC):
    """The half of the resolver that knows the vocabulary; the other half knows arithmetic."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.depth = 0

    @abstractmethod
    def total(self, node: Total) -> Term:
        """A sum of products with signs."""

    @abstractmethod
    def raised(self, value: Term, item: Item) -> Term:
        """The power that an item's superscript says."""

    @abstractmethod
    def exponent(self, args: Args) -> Term:
        """An exponent."""

    @abstractmethod
    def functions(self, name: Name) -> list[Function | Slope]:
        """The functions of a name, and those of the name without one prime."""

    @abstractmethod
    def application(self, meaning: Function | Slope, item: Item, group: Item | None) -> Term:
        """A function applied."""

    @abstractmethod
    def delta(self, cells: tuple[Chain, ...]) -> Term:
        """Kronecker's delta."""

    @abstractmethod
    def variable_entropy(self, base: Term | None, args: Args) -> Term:
        """The entropy of random variables."""

    def source(self, node: Node) -> str:
        """The piece of the formula that a node stands for."""
        return self.text[node.start : node.end]

    def refuse(self, code: str, message: str, node: Node, *, expected: str = "", way_on: str = "") -> ReadError:
        """The error for a node."""
        return refusal(code, message, node.start, self.source(node), expected=expected, way_on=way_on)

    def number(self, value: Term, node: Node) -> Term:
        """A value that may be calculated with; a distribution or a set is refused."""
        if isinstance(value, Distribution):
            raise self.refuse(
                "QT208", f"{value.law.name} is a law, not a number", node, way_on=f"apply it: {value.law.name}(x)"
            )
        if isinstance(value, (FiniteSet, Comparison, Every)) or is_random(value):
            raise self.refuse("QT208", "this is not a number", node)
        if isinstance(value, (Argmax, Argmin)):
            raise self.refuse(
                "QT207", "what the arg max is of could end here or further on", node, way_on="put it in brackets"
            )
        return value

    # Names ---------------------------------------------------------------------------------------------------------

    def named(self, item: Item, following: Item | None) -> tuple[Term, int]:
        """A name with its scripts, and whether the parentheses after it belong to it: 1 if so, else 0."""
        if item.side:
            raise self.refuse("QT209", "a lone sign in a superscript belongs to where a limit goes", item)
        group = following if following is not None and following.base.kind == "group" else None
        base = normal(self.source(item.base))
        if group is not None and item.sup is None and item.primes <= 1 and not item.starred:
            known = self.known_function(base, item, group)
            if known is not None:
                return self.raised(known, group), 1
        return self.looked_up(Name(base, item.primes, item.starred), item, group)

    def looked_up(self, name: Name, item: Item, group: Item | None) -> tuple[Term, int]:
        """What the vocabulary says of a name; more than one possibility is refused."""
        cells = item.sub.cells if item.sub is not None else ()
        parts = tuple(normal(self.source(cell)) for cell in cells)
        found: list[tuple[Meaning, tuple[Chain, ...]]] = []
        raised = self.raised_index(item)
        whole = Name(name.base, name.primes, name.starred, parts)
        if raised is None or not self.vocabulary.families(whole):
            found += [(meaning, ()) for meaning in self.vocabulary.plain(whole)]
        else:
            found += [(family, ()) for family in self.vocabulary.families(whole)]
        found += [(law, ()) for law in self.vocabulary.laws_named(whole)]
        if parts:
            shorter = Name(name.base, name.primes, name.starred, parts[:-1])
            found += [(family, cells[-1:]) for family in self.vocabulary.families(shorter)]
        for kept in range(len(parts)):
            shorter = Name(name.base, name.primes, name.starred, parts[:kept])
            found += [(law, cells[kept:]) for law in self.vocabulary.laws_named(shorter)]
        written = self.source(item) if item.sup is None else self.text[item.start : item.sup.start].rstrip("^ ")
        if group is not None or not found:
            found += [(function, ()) for function in self.functions(whole)]
        if not found and name == Name(r"\delta") and len(cells) == 2:
            return self.raised(self.delta(cells), Item(item.start, item.end, item.base, sup=item.sup)), 0
        if len(found) > 1:
            found = [(meaning, index) for meaning, index in found if not any(map(self.is_word, index))]
        if not found:
            raise refusal(
                "QT205",
                f"nothing is known of {written}",
                item.start,
                written,
                expected="a name that is declared",
                way_on="declare it, or check its spelling",
            )
        if len(found) > 1:
            raise refusal(
                "QT206",
                f"{written} has {len(found)} meanings here",
                item.start,
                written,
                expected="one meaning",
                way_on="give each thing a name of its own",
            )
        ((meaning, index),) = found
        if isinstance(meaning, Law):
            return self.law(meaning, index, item, group)
        if isinstance(meaning, (Function, Slope)):
            return self.application(meaning, item, group), 1
        if index:
            if not isinstance(meaning, Symbol):
                raise TypeError("only families have members")
            value: Term = Index(meaning, self.cell(index[0]))
        elif raised is not None:
            if not isinstance(meaning, Symbol) or meaning not in self.vocabulary.families(whole):
                raise self.refuse("QT207", "a sample's index or a power", item, way_on="write x^{2} for a power")
            return Index(meaning, self.total(raised), raised=True), 0
        else:
            value = meaning
        if item.sup is not None:
            return self.raised(value, Item(item.start, item.end, item.base, sup=item.sup)), 0
        return value, 0

    def is_word(self, cell: Chain) -> bool:
        r"""Whether a subscript is a name that stands for nothing, as in p_{\mathrm{model}}, and so is no index."""
        item = cell.totals[0].only_item if len(cell.totals) == 1 else None
        if item is None or item.base.kind != "name" or not item.is_bare:
            return False
        name = Name(normal(self.source(item.base)))
        return not self.vocabulary.plain(name) and not self.vocabulary.laws_named(name)

    def raised_index(self, item: Item) -> Total | None:
        """The index of a superscript that stands in parentheses as a whole."""
        only = item.sup.only if item.sup is not None else None
        inner = only.only_item if only is not None else None
        if inner is None or inner.base.kind != "group" or not inner.is_bare:
            return None
        args = inner.base.inside[0]
        return args.only if isinstance(args, Args) else None

    def variable(self, item: Item) -> Symbol:
        """The symbol that a sum, an arg max, an integral or an expectation binds."""
        if item.base.kind == "name" and item.sup is None:
            value, _ = self.named(item, None)
            if isinstance(value, Symbol):
                return value
        raise self.refuse("QT209", "this cannot be the variable", item, expected="a symbol")

    def check_space(self, name: str | None, node: Total) -> None:
        """Refuse a set that is not the one the variable ranges over."""
        if name is None or take_apart(name) != take_apart(self.source(node)):
            raise self.refuse("QT208", "the variable does not range over this set", node, expected=name or "no set")

    def cell(self, chain: Chain) -> Term:
        """A single formula between separators."""
        if len(chain.totals) != 1:
            raise self.refuse("QT208", "a single formula belongs here", chain)
        return self.total(chain.totals[0])

    # Laws ----------------------------------------------------------------------------------------------------------

    def law(self, law: Law, index: tuple[Chain, ...], item: Item, group: Item | None) -> tuple[Term, int]:
        """A law by itself, indexed, or applied to what the parentheses after it hold."""
        if item.sup is not None and (group is not None or not index):
            raise self.refuse("QT207", "the power could be of the law or of its value", item, way_on="write p(x)^{2}")
        args = group.base.inside[0] if group is not None else None
        if index:
            outcomes = tuple(self.number(self.cell(cell), cell) for cell in index)
            if not isinstance(args, Args) or group is None:
                value: Term = Prob(Distribution(law), outcomes, indexed=True)
                return self.raised(value, Item(item.start, item.end, item.base, sup=item.sup)), 0
            if args.cells[0].totals:
                raise self.refuse(
                    "QT207", "an indexed law applied, or a product", group, way_on=r"write \cdot for a product"
                )
            value = Prob(self.conditioned(law, args), outcomes, indexed=True)
        elif not isinstance(args, Args) or group is None:
            return Distribution(law), 0
        elif not args.cells[0].totals:
            distribution = self.conditioned(law, args)
            if not group.is_bare:
                raise self.refuse("QT209", "a law is not a number, so it has no power", group)
            return distribution, 1
        else:
            value = Prob(self.conditioned(law, args), tuple(self.outcome(cell) for cell in self.parts(args)[0]))
        return self.raised(value, group), 1

    def parts(self, args: Args) -> tuple[list[Chain], list[Chain], list[Chain]]:
        """The outcomes, what they are given, and the parameters."""
        found: tuple[list[Chain], list[Chain], list[Chain]] = ([args.cells[0]], [], [])
        where = 0
        for separator, cell in zip(args.separators, args.cells[1:], strict=True):
            moved = {"COMMA": where, "MID": 1, "SEMI": 2}.get(separator.kind, -1)
            if moved < where or (moved == where and separator.kind != "COMMA"):
                raise self.refuse("QT208", f"{separator.text} does not fit here", separator, expected="p(y | x ; t)")
            where = moved
            found[where].append(cell)
        return found

    def conditioned(self, law: Law, args: Args) -> Distribution:
        """The distribution of a law with what its parentheses say after the outcomes."""
        outcomes, given, parameters = self.parts(args)
        dots = [cell for cell in args.cells if not cell.totals]
        if dots and (len(dots) > 1 or dots[0] is not outcomes[0] or len(outcomes) > 1):
            raise self.refuse("QT208", "a dot stands for all outcomes, and once", dots[-1])
        return Distribution(
            law, tuple(self.outcome(cell) for cell in given), tuple(self.cell(cell) for cell in parameters)
        )

    def outcome(self, chain: Chain) -> Term:
        """An outcome: a formula, or x = 0 for a value of a random variable."""
        if len(chain.totals) == 2 and chain.relations[0].text == "=":
            name = self.source(chain.totals[0])
            variables = self.vocabulary.random_variables(take_apart(name))
            if len(variables) == 1:
                return Event(variables[0], self.number(self.total(chain.totals[1]), chain.totals[1]))
            raise self.refuse(
                "QT205",
                f"{name} is not one known random variable",
                chain.totals[0],
                expected="a random variable",
                way_on="declare it, or check its spelling",
            )
        value = self.cell(chain)
        return value if isinstance(value, Symbol) else self.number(value, chain)

    # Functions that have a meaning of their own --------------------------------------------------------------------

    def known_function(self, base: str, item: Item, group: Item) -> Term | None:
        """The sigmoid, an expectation, entropy, divergence or information; `None` for any other name."""
        args = group.base.inside[0]
        if not isinstance(args, Args):
            return None
        subscripts = item.sub.cells if item.sub is not None else ()
        if base == "\\sigma" and not subscripts and args.only is not None:
            at = self.number(self.total(args.only), args)
            return primed(None, at) if item.primes else Sigmoid(at)
        if item.primes:
            return None
        bars = any(separator.kind == "BARS" for separator in args.separators)
        if base in EXPECTATIONS and subscripts and any(mark.text == "\\sim" for mark in subscripts[0].relations):
            return self.expectation(subscripts, args)
        if base == "H" and len(subscripts) < 2:
            return self.entropy(self.base_of(subscripts), args)
        if base == "I" and subscripts:
            return self.information(subscripts, args)
        if bars:
            rest = subscripts
            if base == "D" and subscripts and normal(self.source(subscripts[0])) in DIVERGENCE_SUBSCRIPTS:
                rest = subscripts[1:]
            elif base not in DIVERGENCES:
                raise self.refuse("QT205", "this divergence is not known", item, expected=r"D_{\mathrm{KL}}")
            pair = [self.cell(cell) for cell in args.cells]
            if len(pair) != 2 or len(rest) > 1:
                raise self.refuse("QT208", "a divergence is of two distributions", group, expected=r"p \| q")
            return KL(self.drawn(pair[0], args.cells[0]), self.drawn(pair[1], args.cells[1]), self.base_of(rest))
        return None

    def base_of(self, cells: tuple[Chain, ...]) -> Term | None:
        """The base of the logarithm that a subscript gives."""
        return self.number(self.cell(cells[0]), cells[0]) if cells else None

    def drawn(self, value: Term, node: Node) -> Distribution:
        """A distribution, and nothing else."""
        if isinstance(value, Distribution):
            return value
        raise self.refuse("QT208", "this is not a distribution", node, expected="a law such as p")

    def expectation(self, subscripts: tuple[Chain, ...], args: Args) -> Term:
        """An expectation over a variable drawn from a distribution."""
        below = subscripts[0]
        name = below.totals[0].only_item
        if len(subscripts) != 1 or len(below.totals) != 2 or name is None or args.only is None:
            raise self.refuse("QT209", "the expectation does not say what is drawn", below, expected=r"x \sim p")
        variable = self.variable(name)
        distribution = self.drawn(self.total(below.totals[1]), below.totals[1])
        return Expectation(distribution, variable, self.number(self.total(args.only), args))

    def entropy(self, base: Term | None, args: Args) -> Term:
        """An entropy of one distribution, or a cross-entropy of two."""
        # looked up by its text, since to resolve it twice would cost twice as much at each level of nesting
        if any(map(is_random, self.vocabulary.plain(take_apart(self.source(args.cells[0]))))):
            return self.variable_entropy(base, args)
        found = [self.drawn(self.cell(cell), cell) for cell in args.cells]
        if len(found) == 1:
            return Entropy(found[0], base)
        if len(found) == 2 and args.separators[0].kind == "COMMA":
            return CrossEntropy(found[0], found[1], base)
        raise self.refuse("QT208", "an entropy is of one distribution, a cross-entropy of two", args, expected="p, q")

    def information(self, subscripts: tuple[Chain, ...], args: Args) -> Term:
        """The information of an outcome under the law that the subscript names."""
        if len(args.cells) != 1 or len(subscripts) > 2:
            raise self.refuse("QT208", "information is of one outcome", args, expected="I_{p}(x)")
        distribution = self.drawn(self.cell(subscripts[0]), subscripts[0])
        return SelfInformation(distribution, self.outcome(args.cells[0]), self.base_of(subscripts[1:]))

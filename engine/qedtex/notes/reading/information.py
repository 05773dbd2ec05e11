"""From the surface tree to the term: entropy, cross-entropy, divergence, and information."""

from __future__ import annotations

from dataclasses import replace

from qedtex.notes.reading.naming import (
    LawName,
    Value,
    arguments,
    letter_of,
    spelt,
    values,
)
from qedtex.notes.reading.numbered import letter_apart
from qedtex.notes.reading.probabilities import Probabilities
from qedtex.notes.reading.surface import (
    Applied,
    Bracket,
    Cells,
    Name,
    NoNode,
    Refusal,
    Surface,
)
from qedtex.notes.reading.uses import is_base, quantity
from qedtex.sorts import Outcome, Random
from qedtex.terms import (
    KL,
    CrossEntropy,
    Distribution,
    Div,
    Entropy,
    Law,
    Log,
    Mul,
    Neg,
    Over,
    Prob,
    SelfInformation,
    SumOver,
    Symbol,
    Term,
    VariableEntropy,
    term,
)


class Information(Probabilities):
    """The part of the meaning that knows of the quantities of information theory."""

    def slot_or_none(self, piece: Surface) -> Distribution | None:
        """The distribution that a piece stands for, where it is a law's name with or without arguments."""
        if isinstance(piece, Bracket) and piece.inside.only is not None:
            return self.slot_or_none(piece.inside.only)
        if isinstance(piece, Applied) and self.is_law(piece.head):
            law, below = self.law_of(piece.head)
            found = arguments(piece)
            given = tuple(self.value(value, None) for value in found.given)
            return Distribution(law, given, (*below, *(self.value(value, None) for value in found.parameters)))
        if isinstance(piece, Name) and self.is_law(piece) and piece.sup is None:
            if spelt(piece) in self.kinds.uses.numbers and not self.kinds.is_applied(piece.text):
                raise Refusal(f"{piece.text} is a number here, and no law", piece.at)
            law, below = self.law_of(piece)
            return Distribution(law, (), below)
        return None

    def slot(self, piece: Surface) -> Distribution:
        """The distribution that a piece stands for."""
        found = self.slot_or_none(piece)
        if found is None:
            raise Refusal("this is no law of probability", piece.at)
        return found

    def quantity_of(self, piece: Applied) -> Term | None:
        """H, I, D_KL, cross-entropy or variance with its arguments; `None` where the name is none of them.

        A base below its letter, as in H_2(p), is that of its logarithms.
        """
        cells = piece.head.sub.cells if piece.head.sub is not None else ()
        if not cells or not is_base(cells[-1]):
            return self.quantity_alone(piece)
        before = self.base
        self.base = self.term(cells[-1])
        try:
            return self.quantity_alone(piece)
        finally:
            self.base = before

    def quantity_alone(self, piece: Applied) -> Term | None:
        """The same with the base of the logarithms known."""
        match quantity(piece.head):
            case "D" if "||" in piece.arguments.separators:
                return self.divergence(piece)
            case "" | "D":
                return None
            case "Var":
                raise NoNode("there is no term for a variance yet", piece.at)
            case "KL":
                return self.divergence(piece)
            case "I":
                return self.information(piece)
            case "CE":
                return self.cross_entropy(piece)
            case _:
                return self.entropy(piece)

    def two(self, piece: Applied) -> tuple[Surface, Surface]:
        """The two laws of a divergence or cross-entropy."""
        cells = piece.arguments
        if len(cells.cells) != 2 or cells.separators[0] not in (",", "||", "|", ";", ":"):
            raise Refusal(f"{piece.head.text} takes two laws", piece.at)
        if cells.separators[0] == "|":
            self.kinds.note("|", "||", "two laws stand on its sides")
        return cells.cells[0], cells.cells[1]

    def divergence(self, piece: Applied) -> Term:
        """The divergence of two laws, the conditional one averaged over what both are given."""
        one, other = self.two(piece)
        mean = self.conditional(one, other, divided=True)
        return KL(self.slot(one), self.slot(other), self.base) if mean is None else mean

    def bare_divergence(self, name: Name) -> Term:
        """D_KL without arguments: of the two laws that the formula shows, the weighing one first."""
        uses = self.kinds.uses
        shown = dict.fromkeys(self.kinds.alias(law) for law in uses.weights)
        shown.update(dict.fromkeys(self.kinds.alias(law.text) for law, _, _ in uses.applications))
        shown.update(dict.fromkeys(self.kinds.alias(law.text) for law in uses.slots))
        texts = list(shown) or ["p", "q"]
        if len(texts) != 2:
            raise Refusal("it is not said of which two laws this is the divergence", name.at)
        self.kinds.note(name.text, f"the divergence of {texts[0]} and {texts[1]}", "it is written without them")
        one, other = (self.kinds.law(LawName(text)) for text in texts)
        return KL(Distribution(one), Distribution(other), self.base)

    def cross_entropy(self, piece: Applied) -> Term:
        """The cross-entropy of two laws."""
        one, other = self.two(piece)
        mean = self.conditional(one, other)
        return CrossEntropy(self.slot(one), self.slot(other), self.base) if mean is None else mean

    def conditional(self, one: Surface, other: Surface, *, divided: bool = False) -> Term | None:
        """The mean over x of a quantity of p( . | x), where no x is fixed outside; else `None`."""
        if not (isinstance(one, Applied) and isinstance(other, Applied)) or not self.is_law(one.head):
            return None
        shown = arguments(one)
        its = {value.base for value in arguments(other).given} if self.is_law(other.head) else set()
        given = [v for v in shown.given if v.kind == "plain" and v.base not in self.bound and v.base in its]
        free = [v for v in given if self.is_averaged(v) and self.kinds.is_outcome(v)]
        open_values = [*free, *(value for value in shown.outcomes if self.kinds.is_outcome(value))]
        law, below = self.law_of(one.head)
        if not free and law.space is not None and self.law_of(other.head)[0].space is not None:
            return None
        symbols = {v.base: self.kinds.value_symbol(v) for v in open_values if v.base not in self.bound}
        if len(symbols) != len(open_values):
            return None
        with self.binding(symbols):
            first, second = self.probability(one), self.probability(other)
            inside: Term = Log(Div(first, second), self.base) if divided else Neg(Log(second, self.base))
            fixed = tuple(self.value(v, None) for v in shown.given if v.base not in symbols)
            joint = Prob(Distribution(law, fixed, below), tuple(symbols.values()))
        found: Term = Mul((joint, inside)) if divided else Neg(Mul((joint, inside.children[0])))
        for symbol in reversed(symbols.values()):
            found = SumOver(Over(symbol.sort.space), symbol, found)  # type: ignore[attr-defined] # made above
        if free:
            self.kinds.note("|", "averaged over what is given", "Cover & Thomas (2006), (2.65)")
        return found

    def is_averaged(self, value: Value) -> bool:
        """Whether what is given is averaged over: nothing fixes it, or another part of the chain draws it."""
        uses = self.kinds.uses
        return value.base not in uses.fixed or value.base in uses.outcomes

    def entropy(self, piece: Applied) -> Term:
        """The entropy of a law or of random variables."""
        cells = piece.arguments.cells
        if len(cells) == 2 and piece.arguments.separators in ((",",), ("||",), (";",)):
            laws = [cell for cell in cells if self.slot_or_none(cell) is not None]
            if len(laws) == 2:
                return self.cross_entropy(piece)
        if len(cells) == 1:
            mean = self.conditional(cells[0], cells[0])
            if mean is not None:
                return mean
            found = self.slot_or_none(cells[0])
            if found is not None:
                return Entropy(found, self.base)
        return self.entropy_of_variables(piece)

    def entropy_of_variables(self, piece: Applied) -> Term:
        """H(X), H(X, Y), H(Y | X), H(Y | x)."""
        cells, separators = piece.arguments.cells, piece.arguments.separators
        bar = separators.index("|") + 1 if "|" in separators else len(cells)
        if any(separator not in (",", "|") for separator in separators):
            raise Refusal("H does not take these arguments", piece.at)
        if len(cells) == 1 and not self.kinds.uses.joint:
            only = values(cells[0])
            if len(only) == 1 and only[0].kind == "plain":
                role = letter_of(only[0].base).lower()
                law = self.only_law(piece, role)
                self.kinds.note(
                    f"H({only[0].base})", f"the entropy of {law.name}", "it is the law of that variable here"
                )
                return Entropy(Distribution(law), self.base)
        named = [value for cell in cells[:bar] for value in values(cell)]
        if len(named) > 1 and bar == len(cells) and all(value.base[:1].islower() for value in named):
            told = ", ".join(value.base for value in named)
            self.kinds.note(f"H({told})", "of random variables", "it may be a cross-entropy", doubtful=True)
        given = self.told_once([value for cell in cells[bar:] for value in values(cell)], [])
        own = self.told_once(named, given)
        if not own:
            return term(0)
        variables = tuple(self.variable(value) for value in own)
        law = self.joint_law(piece)
        at_one = all(value.base[:1].isupper() for value in named)
        return VariableEntropy(
            Distribution(law), variables, tuple(self.condition(value, law, at_one=at_one) for value in given), self.base
        )

    def told_once(self, named: list[Value], given: list[Value]) -> list[Value]:
        """Random variables without those that are there before or given: H(X, X) is H(X), and H(X | X) is 0."""
        known = {value.base for value in given if value.kind == "plain"}
        found = []
        for value in named:
            if value.kind == "plain" and value.base[:1].isupper() and value.base in known:
                self.kinds.note(value.base, "told once", "a random variable tells nothing more of itself")
            else:
                found.append(value)
                known.add(value.base)
        return found

    def condition(self, value: Value, law: Law, *, at_one: bool) -> Term:
        """What an entropy is given: a small letter beside capitals is one outcome, and else a random variable."""
        if value.base in self.bound or value.kind != "plain" or not value.base[:1].islower():
            return self.variable(value)
        told = "at one outcome" if at_one else "a mean over what is given"
        self.kinds.note(f"H(... | {value.base})", told, "a small letter", doubtful=True)
        return self.value(value, law) if at_one else self.variable(value)

    def joint_law(self, piece: Surface) -> Law:
        """The general law that random variables are drawn from together."""
        texts = self.kinds.named_laws
        if len(texts) > 1:
            raise NoNode("the formula does not show which law is meant", piece.at)
        return Law(texts.pop() if texts else "p")

    def variable(self, value: Value) -> Term:
        """A random variable, or the outcome that one is given."""
        if value.base in self.bound:
            return self.bound[value.base]
        letter = letter_of(value.base)
        if value.kind == "member":
            return self.member_value(value)
        if value.kind != "plain" or not letter_apart(value.base):
            raise Refusal("this is no random variable", value.at.at)
        return Symbol(
            value.base if letter[:1].isupper() else letter[:1].upper() + letter[1:],
            Random(self.kinds.space(letter.lower())),
        )

    def information(self, piece: Applied) -> Term:
        """The information of an outcome, or the mutual information of two random variables."""
        cells = piece.arguments.cells
        together = [value for cell in cells for value in values(cell)] if self.may_be_of_outcomes(piece) else []
        if together:
            told = ", ".join(value.base for value in together)
            self.kinds.note(f"I({told})", "the information of outcomes together", "small letters", doubtful=True)
            law = self.kinds.law(LawName(self.joint_law(piece).name))
            outcomes = tuple(self.value(value, law) for value in together)
            return Neg(Log(Prob(Distribution(law), outcomes), self.base))
        if len(cells) == 2 and piece.arguments.separators[0] in (";", ","):
            if all(isinstance(cell, Name) and letter_of(cell.text).islower() for cell in cells):
                told = ", ".join(cell.text for cell in cells if isinstance(cell, Name))
                self.kinds.note(f"I({told})", "mutual information", "it may be of outcomes", doubtful=True)
            return self.mutual(piece)
        if len(cells) != 1:
            raise Refusal("I takes one outcome, or two random variables", piece.at)
        only = values(cells[0])
        if len(only) != 1 or only[0].kind not in ("plain", "words", "member"):
            raise Refusal("I takes one outcome", piece.at)
        value = only[0]
        below = piece.head.sub.cells[0] if piece.head.sub is not None else None
        law = self.slot(below).law if isinstance(below, Name) else self.only_law(piece, self.kinds.role(value))
        return SelfInformation(Distribution(law), self.value(value, law), self.base)

    def may_be_of_outcomes(self, piece: Applied) -> bool:
        """Whether I(x, y) is the information of x and y together: small letters to which the chain applies a law."""
        cells = piece.arguments.cells
        small = all(isinstance(cell, Name) and cell.is_bare and letter_of(cell.text).islower() for cell in cells)
        if len(cells) < 2 or not small or set(piece.arguments.separators) != {","}:
            return False
        return {cell.text for cell in cells if isinstance(cell, Name)} <= self.kinds.uses.fixed - {*self.bound}

    def mutual(self, piece: Applied) -> Term:
        """The mutual information, written out: the sum of p(x, y) log (p(x, y) / (p(x) p(y)))."""
        one, other = (values(cell) for cell in piece.arguments.cells)
        if len(one) != 1 or len(other) != 1:
            raise NoNode("there is no term for this mutual information yet", piece.at)
        if one[0].kind == other[0].kind == "plain" and one[0].base == other[0].base and one[0].base[:1].isupper():
            alone = replace(piece, arguments=Cells(piece.at, piece.arguments.cells[:1]))
            self.kinds.note("I", "entropy", "it is the information of a random variable on itself")
            return self.entropy_of_variables(alone)
        law = Distribution(self.joint_law(piece))
        x, y = (
            Symbol(letter_of(v[0].base).lower(), Outcome(self.kinds.space(letter_of(v[0].base).lower())))
            for v in (one, other)
        )
        ratio = Div(Prob(law, (x, y)), Mul((Prob(law, (x,)), Prob(law, (y,)))))
        self.kinds.note("I", "mutual information, as a sum", "Cover & Thomas (2006), (2.28)")
        body = Mul((Prob(law, (x, y)), Log(ratio, self.base)))
        return SumOver(Over(self.kinds.space(x.name)), x, SumOver(Over(self.kinds.space(y.name)), y, body))

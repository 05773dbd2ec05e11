"""From the surface tree to the term: laws, what they are applied to, and expectations."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from qedtex.notes.reading.naming import (
    RANDOM,
    LawName,
    Value,
    arguments,
    index_names,
    law_name,
    letter_of,
    member,
    spelt,
    values,
)
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Cells,
    Name,
    NoNode,
    Number,
    Refusal,
    Related,
    Surface,
)
from qedtex.notes.reading.uses import quantity
from qedtex.notes.reading.whole import Whole
from qedtex.sorts import POSITIVE, REAL, Data, Enumerated, Family, Integer, Labels, Outcome, Space
from qedtex.terms import (
    Distribution,
    Event,
    Expectation,
    Index,
    Law,
    Mul,
    Num,
    Over,
    Prob,
    SumOver,
    Symbol,
    Term,
    term,
)


class Probabilities(Whole):
    """The part of the meaning that knows of laws, outcomes and expectations."""

    # Laws ------------------------------------------------------------------------------------------------------

    def law_of(self, name: Name) -> tuple[Law, tuple[Term, ...]]:
        """The law of a name and its parameters."""
        indices = frozenset(self.kinds.uses.indices)
        found = law_name(name, indices)
        if (
            name.sub is not None
            and not found.parameters
            and index_names(name.sub) & indices
            and member(name) is not None
        ):
            raise NoNode(f"there is no term for {name.text} with indices like these yet", name.sub.at)
        return self.kinds.law(found), tuple(self.parameter(parameter) for parameter in found.parameters)

    def parameter(self, name: Name) -> Term:
        """A parameter that stands below a law."""
        return self.index(name) if name.text in self.kinds.uses.indices else self.term(name)

    def probability(self, piece: Applied) -> Term:
        """The probability of outcomes."""
        law, below = self.law_of(piece.head)
        found = arguments(piece)
        outcomes = tuple(self.value(value, law) for value in found.outcomes)
        given = tuple(self.value(value, None) for value in found.given)
        after = tuple(self.value(value, None) for value in found.parameters)
        return Prob(Distribution(law, given, (*below, *after)), outcomes)

    def indexed(self, name: Name, index: Surface) -> Term:
        """The probability written p_i."""
        law = self.kinds.law(LawName(name.text))
        at = self.index(index)
        space = law.space
        if isinstance(space, Enumerated):
            self.kinds.note(f"{name.text}_i", f"{name.text}({space.name}_i)", "the same law is applied to outcomes")
            return Prob(Distribution(law), (Index(self.kinds.family(space.name), at),))
        if isinstance(space, Labels) and not space.variable:
            return Prob(Distribution(law), (at,), indexed=True)
        raise Refusal(f"{name.text} with an index and {name.text} of an outcome do not go together here", name.at)

    def value(self, value: Value, law: Law | None) -> Term:
        """What a law is applied to, or given."""
        piece = value.at
        match value.kind:
            case "member":
                return self.member_value(value)
            case "event":
                if isinstance(piece, Name) and isinstance(self.bound.get(piece.text), Symbol):
                    return Event(value.base, self.bound[piece.text])
                if not isinstance(piece, Number) or not piece.text.isdigit():
                    raise Refusal("this is no value of a random variable", piece.at)
                return Event(value.base, Num(Fraction(int(piece.text))))
            case "number":
                if law is not None and isinstance(law.space, Labels) and isinstance(piece, Number):
                    return term(int(piece.text)) if piece.text.isdigit() else self.term(piece)
                raise Refusal("it is not said of which variable this is the value", piece.at)
            case "family":
                return self.kinds.family(value.base)
            case "blank":
                raise Refusal("there is nothing here", piece.at)
            case _:
                if value.base in self.bound:
                    return self.bound[value.base]
                if value.base in self.kinds.uses.families and value.base not in self.kinds.uses.outcomes:
                    return Symbol(value.base, Data(value.base))
                return self.kinds.value_symbol(value)

    def member_value(self, value: Value) -> Term:
        """The member of a family that a law is applied to."""
        index = value.index
        if index is None:
            raise Refusal("this is no member of a family", value.at.at)
        shown = index.text if isinstance(index, (Name, Number)) else ""
        key = f"{value.base}[{shown}]"
        if key in self.bound:
            return self.bound[key]
        if self.kinds.is_numeric(value.base):
            return self.index(index)
        if value.base in self.kinds.uses.families:
            return self.term(value.at)
        if isinstance(value.at, Name):
            plain = Value("plain", spelt(value.at), value.at)
            return Symbol(plain.base, Outcome(self.kinds.space(self.kinds.role(value))))
        raise Refusal("this is no member of a family", value.at.at)

    def outcome_space(self, name: Name) -> Space:
        """The space that a bound outcome runs over."""
        role = self.kinds.role(Value("plain", name.text, name))
        return self.kinds.space(role)

    # Expectations ----------------------------------------------------------------------------------------------

    def expectation(self, big: Big) -> Term:
        """An expectation, with or without what is drawn written below it."""
        if isinstance(big.body, Cells):
            raise NoNode("there is no term for a conditional expectation yet", big.body.at)
        drawn = big.sub.only if big.sub is not None else None
        if drawn is None:
            if big.sub is not None:
                raise Refusal("it is not clear what is drawn", big.sub.at)
            return self.free_expectation(big)
        if isinstance(drawn, Related):
            if drawn.relations != ("~",):
                raise Refusal("it is not clear what is drawn", drawn.at)
            names = [value.at for value in values(drawn.pieces[0])]
            source = drawn.pieces[1]
            if isinstance(source, Applied) and len(names) == 1 and isinstance(names[0], Name):
                shown = {value.base.lower() for value in arguments(source).outcomes if value.kind == "plain"}
                if shown and names[0].text.lower() not in shown and names[0].is_bare:
                    raise Refusal(f"{names[0].text} is drawn from a law of {', '.join(sorted(shown))}", drawn.at)
            distribution = self.slot(source)
        else:
            if isinstance(drawn, Name):
                drawn = self.applied_inside(big, drawn) or drawn
            law = self.slot_or_none(drawn)
            if law is None and isinstance(drawn, Name):
                names, distribution = [drawn], Distribution(self.only_law(big, self.kinds.role(values(drawn)[0])))
            elif law is not None:
                distribution = law
                names = [value.at for value in arguments(drawn).outcomes] if isinstance(drawn, Applied) else []
            else:
                raise Refusal("it is not clear what is drawn", drawn.at)
        if not names:
            names = [self.drawn_name(big, distribution)]
        return self.mean(big, names, distribution)

    def mean(self, big: Big, names: list[Surface], distribution: Distribution) -> Term:
        """The expectation with the drawn names bound."""
        if any(not isinstance(name, Name) for name in names):
            raise Refusal("what is drawn is no plain name", names[0].at)
        plain = [name for name in names if isinstance(name, Name)]
        if len(plain) == 1:
            name = plain[0]
            space = distribution.law.space
            if isinstance(space, Labels) and (family := self.numeric(name.text)) is not None:
                drawn: Symbol = Symbol("k", Integer())
                with self.binding({name.text: Index(family, drawn)}):
                    return Expectation(distribution, drawn, self.term(big.body))
            variable = Symbol(spelt(name), Outcome(space if space is not None else self.outcome_space(name)))
            with self.binding({spelt(name): variable}):
                return Expectation(distribution, variable, self.term(big.body))
        symbols = {name.text: Symbol(name.text, Outcome(self.outcome_space(name))) for name in plain}
        with self.binding(symbols):
            found: Term = Mul((Prob(distribution, tuple(symbols.values())), self.term(big.body)))
        for symbol in reversed(symbols.values()):
            found = SumOver(Over(symbol.sort.space), symbol, found)  # type: ignore[attr-defined] # made above
        self.kinds.note("E", "a sum over all pairs, weighed with the joint probability", "several names are drawn")
        return found

    def numeric(self, text: str) -> Symbol | None:
        """The family of numbers that a random variable takes."""
        for base in self.kinds.uses.families:
            if letter_of(base) == letter_of(text).lower() and self.kinds.is_numeric(base):
                return self.kinds.family(base)
        return None

    def applied_inside(self, big: Big, law: Name) -> Applied | None:
        """The law below an E as it is applied inside, which shows what is drawn: E_q[log q(z|x)] is over z given x."""
        found: dict[str, Applied] = {}
        for part in big.body.walk():
            if not isinstance(part, Applied) or not self.is_law(part.head) or part.head.text != law.text:
                continue
            if law.sub is not None and spelt(part.head) != spelt(law):
                continue
            if any(value.kind != "plain" or value.base in self.bound for value in arguments(part).outcomes):
                return None
            names = (arguments(part).outcomes, arguments(part).given)
            found.setdefault(str([sorted(value.base for value in values) for values in names]), part)
        if len(found) != 1:
            return None
        shown = next(iter(found.values()))
        if arguments(shown).given:
            why = "it is applied so inside, and may be meant of all"
            self.kinds.note("E", f"at one value of what {law.text} is given", why, doubtful=True)
        return shown

    def drawn_name(self, big: Big, distribution: Distribution) -> Surface:
        """The one name that laws are applied to inside an expectation."""
        found: dict[str, Name] = {}
        for part in big.body.walk():
            if isinstance(part, Applied) and self.is_law(part.head):
                for value in arguments(part).outcomes:
                    if value.kind == "plain" and isinstance(value.at, Name) and value.base not in self.bound:
                        found.setdefault(value.base, value.at)
            elif isinstance(part, Applied) and quantity(part.head) == "I" and isinstance(part.arguments.only, Name):
                found.setdefault(part.arguments.only.text, part.arguments.only)
        if len(found) == 1:
            name = next(iter(found.values()))
            self.kinds.note("E", f"over {name.text} drawn from {distribution.law.name}", "nothing else could be drawn")
            return name
        if not found:
            names = {part.text for part in big.body.walk() if isinstance(part, Name)} - {*self.bound, "e", "\\pi"}
            capitals = [text for text in names if len(text) == 1 and text.isupper()]
            if len(capitals) == 1 and self.numeric(capitals[0]) is not None:
                return Name(big.at, capitals[0])
            if names - {"x"}:
                raise NoNode("it is not shown how what stands in the mean depends on what is drawn", big.at)
            return Name(big.at, "x")
        raise Refusal("it is not clear what is drawn", big.at)

    def free_expectation(self, big: Big) -> Term:
        """An expectation that does not say what is drawn: the outcome in it, from the law that weighs sums."""
        members: dict[str, tuple[str, Surface]] = {}
        for part in big.body.walk():
            found = member(part) if isinstance(part, Name) else None
            if found is None or found.raised or not isinstance(found.index, Name):
                continue
            if found.index.text not in self.bound:
                members.setdefault(f"{found.base}[{found.index.text}]", (found.base, found.index))
        if len(members) == 1:
            key, (base, _) = next(iter(members.items()))
            role = letter_of(base).lower()
            law = self.only_law(big, role)
            if law.space is None:
                raise Refusal("it is not clear what is drawn", big.at)
            variable = Symbol(base, Outcome(law.space))
            self.kinds.note("E", f"over {base} drawn from {law.name}", "that law weighs the sums of this chain")
            with self.binding({key: variable}):
                return Expectation(Distribution(law), variable, self.term(big.body))
        capitals = {
            part.text: part
            for part in big.body.walk()
            if isinstance(part, Name) and part.sub is None and len(part.text) == 1 and part.text.isupper()
        }
        if len(capitals) == 1 and next(iter(capitals)) in self.kinds.uses.numbers:
            return self.real_mean(big, next(iter(capitals.values())))
        if len(capitals) > 1 and capitals.keys() <= self.kinds.uses.numbers & RANDOM:
            return self.real_mean(big, *capitals.values())
        estimator = self.estimator(big)
        if estimator is not None:
            return self.real_mean(big, estimator)
        together = self.drawn_together(big)
        if len(together) > 1:
            return self.mean(big, list(together.values()), Distribution(self.only_law(big, "")))
        law = self.only_law(big, "x")
        return self.mean(big, [self.drawn_name(big, Distribution(law))], Distribution(law))

    def estimator(self, big: Big) -> Name | None:
        r"""The one estimator in a mean, as \hat{\theta} is beside \theta; `None` where another number may be drawn."""
        names = [part for part in big.body.walk() if isinstance(part, Name) and part.text not in ("e", "\\pi")]
        hats = {part.text: part for part in names if part.text.startswith("\\hat{") and part.sub is None}
        if len(hats) != 1 or any(isinstance(part, Applied) for part in big.body.walk()):
            return None
        [(text, hat)] = hats.items()
        if any(part.text not in (text, letter_of(text)) or part.sub is not None for part in names):
            return None
        self.kinds.note(text, "what is random", "it is an estimate", doubtful=True)
        return replace(hat, sup=None, primes=0)

    def drawn_together(self, big: Big) -> dict[str, Surface]:
        """The random variables, in capitals, of the laws inside an expectation: Y and X of p(Y | X)."""
        found: dict[str, Surface] = {}
        for part in big.body.walk():
            if isinstance(part, Applied) and self.is_law(part.head):
                shown = arguments(part)
                for value in (*shown.outcomes, *shown.given):
                    if value.kind == "plain" and len(value.base) == 1 and value.base.isupper():
                        found.setdefault(value.base, value.at)
        return {base: at for base, at in found.items() if base not in self.bound}

    def real_mean(self, big: Big, *names: Name) -> Term:
        """The expectation of a function of real random variables, which take finitely many values together."""
        family = self.numeric(names[0].text) if len(names) == 1 else None
        families = [] if family is None else [family]
        if family is not None:
            law = self.only_law(big, letter_of(names[0].text).lower())
        elif self.kinds.uses.applications or self.kinds.uses.indexed:
            raise NoNode(f"{names[0].text} is used as a number, and its values are not shown", big.at)
        else:
            lower, upper = self.kinds.index_range("i")
            law = Law("p", Labels(lower, upper))
            for name in names:
                sort = POSITIVE if name.text in self.kinds.uses.positive else REAL
                if sort is POSITIVE:
                    told = "its logarithm is taken"
                    self.kinds.note(name.text, "a positive number", told, code="unstated-assumption")
                families.append(Symbol(name.text.lower(), Family(sort, lower, upper)))
                told = f"takes finitely many values {families[-1].name}_i"
                self.kinds.note(name.text, told, "it stands in an expectation")
        drawn = Symbol(next(letter for letter in "kltuv" if letter not in self.drawn), Integer())
        self.drawn = (*self.drawn, drawn.name)
        values = {name.text: Index(family, drawn) for name, family in zip(names, families, strict=True)}
        with self.binding(values):
            found = Expectation(Distribution(law), drawn, self.term(big.body))
        self.drawn = self.drawn[:-1]
        return found

    def only_law(self, piece: Surface, role: str) -> Law:
        """The law of a role that the formula shows: the one that weighs its sums, else the only one."""
        shown = [name for name, _, _ in self.kinds.uses.applications] + self.kinds.uses.slots
        shown += [LawName(text) for text in sorted(self.kinds.uses.indexed)]
        for candidates in (list(self.kinds.uses.weights), [name.text for name in shown]):
            found = {self.kinds.law(LawName(text)).name: self.kinds.law(LawName(text)) for text in candidates}
            fitting = {text: law for text, law in found.items() if self.kinds.law_role(text) in (role, "")} or found
            if len(fitting) == 1:
                return next(iter(fitting.values()))
            if fitting and self.kinds.uses.pairs:
                first = self.kinds.alias(self.kinds.uses.pairs[0][0].text)
                if first in fitting:
                    return fitting[first]
        if not shown and self.kinds.speaks_of_several and isinstance(piece, Applied) and quantity(piece.head) == "I":
            self.kinds.note("I", "of the law P", "the formula shows no other")
            return Law("P")
        if not shown and self.kinds.is_generic:
            self.kinds.note("H", "of any law p", "the formula shows none")
            count = self.kinds.number_of_outcomes()
            return Law("p", self.kinds.space(role) if count is None else Labels(term(1), count))
        raise NoNode("the formula does not show which law is meant", piece.at)

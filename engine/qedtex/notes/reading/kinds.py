"""What kind of thing each name of a chain is, by declaration, by use, and by the conventions of such notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from qedtex.notes.reading.admitted import Admitted, widened
from qedtex.notes.reading.naming import LawName, Value, is_size, letter_of, spelt
from qedtex.notes.reading.numbered import letter_apart
from qedtex.notes.reading.readings import Reading
from qedtex.notes.reading.surface import Name, Number, Refusal, Surface, Total
from qedtex.notes.reading.uses import Uses
from qedtex.sorts import (
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
    Real,
    Sort,
    Space,
)
from qedtex.terms import Law, Num, Symbol, Term, term

_POSITIVE = frozenset({"\\sigma", "b", "\\lambda", "\\tau"})
_COUNTS = frozenset({"n", "m", "N", "K"})
_RANDOM_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(slots=True)
class Kinds:
    """The kinds of the names of one chain. Everything is decided on first demand and then stays."""

    uses: Uses
    declared: Mapping[str, Sort]
    laws: frozenset[str] = frozenset()
    """Names that are declared to be laws."""
    admitted: Admitted = field(default_factory=dict)
    """Values that the note says some of the names may have, whatever is usual."""
    hidden: frozenset[str] = frozenset()
    """Names that the note has given a meaning of which no term could be made."""
    is_generic: bool = False
    """Whether a quantity of a law that is not shown is that of any law, as in H(X) >= 0."""
    readings: dict[Reading, None] = field(default_factory=dict)
    _laws: dict[str, Law] = field(default_factory=dict)
    _spaces: dict[str, Space] = field(default_factory=dict)
    _families: dict[str, Symbol] = field(default_factory=dict)
    _counts: dict[str, str] = field(default_factory=dict)
    _aliases: dict[str, str] | None = None

    def note(self, name: str, read_as: str, why: str, *, doubtful: bool = False, code: str = "") -> None:
        """Remember how a name was read."""
        self.readings.setdefault(Reading(name, read_as, why, doubtful, code))

    @property
    def speaks_of_several(self) -> bool:
        """Whether information or entropy is spoken of at several places."""
        return self.uses.spoken > 1

    def is_applied(self, letter: str) -> bool:
        """Whether a letter, small or capital, stands for a law that is applied."""
        return any(name.text.lower() == letter.lower() for name, _, _ in self.uses.applications)

    # Roles -----------------------------------------------------------------------------------------------------

    def role(self, value: Value) -> str:
        """The random variable that a value belongs to: the small letter of an outcome."""
        letter = letter_of(value.base).rstrip("'")
        if value.kind in ("member", "event", "family"):
            return letter.lower() if len(letter) == 1 else letter
        if value.kind == "plain" and self.is_random(value.base):
            return letter.lower()
        return letter

    def is_random(self, text: str) -> bool:
        """Whether a capital letter stands for a random variable whose values are outcomes."""
        letter = letter_apart(text)
        return letter[:1] in _RANDOM_LETTERS and (text in self.uses.outcomes or text in self.uses.random)

    def is_outcome(self, value: Value) -> bool:
        """Whether a value is an outcome of a finite space, rather than a parameter or a data set."""
        if value.kind in ("member", "event", "family"):
            return True
        if value.kind != "plain" or value.base in self.uses.extrema:
            return False
        if value.base in self.uses.outcomes or self.is_random(value.base):
            return True
        letter = letter_of(value.base)
        plain = bool(letter_apart(value.base)) and letter.islower() and letter not in ("w", "b")
        return plain and value.base not in self.uses.numbers

    def alias(self, law: str) -> str:
        """The law itself, or the one it is another spelling of: p and P in one chain, never compared."""
        if self._aliases is None:
            self._aliases = {}
            met = [name.text for name, _, _ in self.uses.applications] + [name.text for name in self.uses.slots]
            for small, capital in (("p", "P"), ("q", "Q")):
                if small in met and capital in met and not self._compared(small, capital):
                    first = min((small, capital), key=met.index)
                    self._aliases[small if first == capital else capital] = first
                    same = self._patterns(small) & self._patterns(capital)
                    told = f"{small}, {capital}", f"one law, {first}", "they are never compared"
                    self.note(*told, doubtful=bool(same))
        return self._aliases.get(law, law)

    def _patterns(self, law: str) -> set[tuple[int, int, int]]:
        """How many arguments of each sort a law is applied to."""
        return {
            (len(found.outcomes), len(found.given), len(found.parameters))
            for name, found, _ in self.uses.applications
            if name.text == law
        }

    def _compared(self, one: str, other: str) -> bool:
        return any({first.text, second.text} == {one, other} for first, second in self.uses.pairs)

    def law_role(self, law: str) -> str | None:
        """The role that all outcomes of a law belong to; `None` where they are of several, empty where none is seen."""
        law = self.alias(law)
        if self.uses.joint and self.named_laws == {law}:
            return None  # an entropy of several variables is of this law
        roles: set[str] = set()
        for name, averaged in self.uses.spread:
            if self.alias(name.text) == law and (averaged is None or any(map(self.is_outcome, averaged.given))):
                return None
        for name, arguments, _ in self.uses.applications:
            if self.alias(name.text) != law:
                continue
            outcomes = [value for value in arguments.outcomes if value.kind != "blank"]
            if len(outcomes) != 1 or outcomes[0].kind == "family" or not self.is_outcome(outcomes[0]):
                return None
            roles.add(self.role(outcomes[0]))
        if len(roles) > 1:
            return None
        return roles.pop() if roles else ""

    @property
    def named_laws(self) -> set[str]:
        """The laws that are applied or spoken of."""
        applied = {self.alias(name.text) for name, _, _ in self.uses.applications}
        return applied | {self.alias(name.text) for name in self.uses.slots}

    def law(self, name: LawName) -> Law:
        """The law of a name."""
        text = self.alias(name.text)
        known = self._laws.get(text)
        if known is not None:
            return known
        role = self.law_role(text)
        if role == "":
            role = self._partner_role(text)
        space = None if role is None else self.space(role, text)
        law = Law(text, space)
        if space is not None and text.startswith("\\hat{") and role is not None:
            law = self._empirical(law, space, role)
        self._laws[text] = law
        return law

    def _empirical(self, law: Law, space: Space, role: str) -> Law:
        base = next((base for base in self.uses.families if letter_of(base) == role), None)
        if base is None or not isinstance(space, Alphabet):
            return law
        self.note(law.name, f"the empirical distribution of the sample {base}", "it carries a hat")
        return Law(law.name, space, False, self.family(base))

    def _partner_role(self, text: str) -> str | None:
        """The role of a law that is only spoken of: that of one it is compared with, else the only one."""
        for one, other in self.uses.pairs:
            for mine, its in ((one, other), (other, one)):
                if self.alias(mine.text) == text and (found := self.law_role(its.text)) is not None and found:
                    return found
        roles = {role for name, _, _ in self.uses.applications if (role := self.law_role(name.text))}
        return roles.pop() if len(roles) == 1 else ""

    # Spaces and families ---------------------------------------------------------------------------------------

    def space(self, role: str, law: str = "") -> Space:
        """The space of a role."""
        if not role and not self._is_indexed(law):
            role = "x"
        known = self._spaces.get(role)
        if known is None:
            known = self._spaces[role] = self._space(role, law)
        return known

    def _is_indexed(self, law: str) -> bool:
        if not self.uses.indexed:
            return False
        return law in self.uses.indexed or any(
            self.alias(mine.text) == law and its.text in self.uses.indexed
            for pair in self.uses.pairs
            for mine, its in (pair, pair[::-1])
        )

    def _space(self, role: str, law: str) -> Space:
        uses = self.uses
        events = [
            value
            for _, arguments, _ in uses.applications
            for value in (*arguments.outcomes, *arguments.given)
            if value.kind == "event" and self.role(value) == role
        ]
        if events:
            ranging = [v.at.text for v in events if isinstance(v.at, Name) and v.at.text in uses.indices]
            if ranging:
                return Labels(*self.index_range(ranging[0]), events[0].base)
            numbers = [int(v.at.text) for v in events if isinstance(v.at, Number) and v.at.text.isdigit()]
            if len(numbers) < len(events) or max(numbers) > 99:
                raise Refusal(f"the values of {role} are not small whole numbers", events[0].at.at)
            return Labels(term(0), term(max(1, *numbers)), events[0].base)
        base = next((base for base in sorted(uses.weighted) if letter_of(base).lower() == role), None)
        if base is not None:
            lower, upper = self.range_of(base)
            if base in uses.numbers:
                self.note(base, "numbers with a probability each", "they are used as numbers and given probabilities")
                return Labels(lower, upper)
            self.note(f"{base}_i", "all outcomes", "a sum over them is weighed with their probabilities")
            return Enumerated(base, lower, upper)
        if uses.indexed and (role == "" or any(self.law_role(text) in ("", role) for text in uses.indexed)):
            lower, upper = self.index_range(next(iter(uses.indices), "i"))
            return Labels(lower, upper)
        if role.startswith("\\mathrm{"):
            return Alphabet(f"\\mathcal{{X}}_{{{role}}}")
        letter, _, below = role.partition("_") if role.isascii() and letter_apart(role) else ("X", "", "")
        return Alphabet(f"\\mathcal{{{letter.upper()}}}" + (f"_{below}" if below else ""))

    def is_numeric(self, base: str) -> bool:
        """Whether the members of a family are numbers that have probabilities."""
        return base in self.uses.weighted and base in self.uses.numbers

    def range_of(self, base: str) -> tuple[Term, Term]:
        """The range of the indices of a family."""
        indices = self.uses.families.get(base, set())
        for index in sorted(indices):
            if self.uses.indices.get(index) is not None:
                return self.index_range(index)
        return self.index_range(min(indices, default="i"))

    def index_range(self, index: str) -> tuple[Term, Term]:
        """The range of an index: the one written, else 1 to the number there is."""
        written = self.uses.indices.get(index)
        if written is not None:
            return self.end(written[0]), self.end(written[1])
        return term(1), self.count(self.default_count(index))

    def default_count(self, index: str) -> str:
        """The letter for how many members an index without a range runs over."""
        known = self._counts.get(index)
        if known is None:
            written = [pair[1] for pair in self.uses.indices.values() if pair is not None]
            upper = {name.text for name in written if isinstance(name, Name) and name.is_bare}
            taken = set(self._counts.values()) | set(self.uses.outcomes) | set(self.uses.extrema)
            taken |= set(self.uses.indices) | {
                v.base for _, a, _ in self.uses.applications for v in (*a.given, *a.outcomes)
            }
            likely = [name for name in self.uses.denominators if name in _COUNTS]
            order = [*likely, *(sorted(upper) if len(upper) == 1 else ()), "n", "N", "m", "K", "M"]
            known = next((name for name in order if name not in taken), "n")
            self._counts[index] = known
            self.note(f"sum over {index}", f"from 1 to {known}", "no range is written")
        return known

    def count(self, name: str) -> Symbol:
        """A symbol for a number of members."""
        return Symbol(name, self.declared.get(name) or self._admitting(name, Integer(term(1), None)))

    def number_of_outcomes(self) -> Symbol | None:
        """The one letter for a number in a formula that names no outcomes, as the n of H(X) <= log n."""
        if self.uses.outcomes or self.uses.indices or self.uses.applications or self.uses.joint:
            return None
        counts = sorted(self.uses.positive & (_COUNTS | {"k", "M"}))
        if len(counts) != 1:
            return None
        self.note(counts[0], "the number of outcomes", "its logarithm stands beside an entropy")
        return self.count(counts[0])

    def end(self, piece: Surface) -> Term:
        """The end of a range."""
        match piece:
            case Number(_, text) if text.isdigit() and len(text) < 10:
                return Num(Fraction(int(text)))
            case Name() if piece.is_bare and len(letter_of(piece.text)) == 1:
                return self.count(piece.text)
            case Name() if piece.sub is not None and piece.sup is None and len(piece.text) == 1:
                return self.count(spelt(piece))
            case Name() if is_size(piece.text) and piece.sup is None:
                return self.count(spelt(piece))
            case Total(_, signs, (first, *rest)) if signs[0] == "+":
                total = self.end(first)
                for sign, part in zip(signs[1:], rest, strict=True):
                    total = total + self.end(part) if sign == "+" else total - self.end(part)
                return total
            case _:
                raise Refusal("this is no end of a range of whole numbers", piece.at)

    def family(self, base: str) -> Symbol:
        """The family of a name, with what its members are."""
        known = self._families.get(base)
        if known is None:
            lower, upper = self.range_of(base)
            known = self._families[base] = Symbol(base, Family(self._element(base), lower, upper))
        return known

    def _element(self, base: str) -> Sort:
        if base in self.declared:
            return self.declared[base]
        letter = letter_of(base)
        role = letter.lower() if len(letter) == 1 else letter
        if self.is_numeric(base):
            return REAL
        for _, arguments, _ in self.uses.applications:
            for value in (*arguments.outcomes, *arguments.given):
                if value.kind in ("member", "family") and value.base == base:
                    return Outcome(self.space(role))
        return self.number_sort(base)

    # Numbers ---------------------------------------------------------------------------------------------------

    def number_sort(self, text: str, base: str = "") -> Sort:
        """The sort of a name that stands for a number."""
        return self.declared.get(text) or self._admitting(text, self._usual_sort(text, base or text))

    def _admitting(self, text: str, usual: Sort) -> Sort:
        """A usual sort, made wide enough for what the note says of the name."""
        return widened(usual, self.admitted.get(text, frozenset()), inferred=text in self.uses.positive)

    def _usual_sort(self, text: str, base: str) -> Sort:
        letter = letter_of(base)
        if base != letter and base.startswith("\\hat{") and letter in ("y", "p", "q"):
            return UNIT_OPEN
        if letter == "y" and base == "y":
            return self._by_letter(text, UNIT_CLOSED, "a label between 0 and 1")
        if letter in ("p", "q") and base == letter:
            self.note(base, "a number between 0 and 1", "it stands alone among numbers", code="inside")
            return UNIT_OPEN
        if base in _POSITIVE:
            return POSITIVE if base != "b" else self._by_letter(text, POSITIVE, "a positive number")
        if is_size(base) and not self.ends_a_range(text):
            told = "it counts the members of a set, of which nothing is known"
            self.note(base, "a positive number", told, doubtful=True)
            return POSITIVE
        if text in _COUNTS or self.ends_a_range(text):
            return Integer(term(1), None)
        if text in self.uses.positive and min(self.admitted.get(text, (0,))) >= 0:
            self.note(text, "a positive number", "its logarithm is taken", code="unstated-assumption")
            return POSITIVE
        return REAL

    def _by_letter(self, text: str, sort: Sort, told: str) -> Sort:
        """The sort of a name that has it by its letter alone, which often stands for something else."""
        seen = {*self.admitted, *self.uses.positive, *self.uses.divisors, *self.uses.bases}
        if not (text in seen or self.has_role(text) or f"\\hat{{{text}}}" in self.uses.numbers):
            self.note(text, told, "its letter is a usual name of one", code="by-letter")
        return sort

    def ends_a_range(self, text: str) -> bool:
        """Whether a letter is the upper end of a sum from 1, as the d of sum_{j=1}^d."""
        ends = (pair[1] for pair in self.uses.indices.values() if pair is not None)
        return any(isinstance(end, Name) and end.sup is None and spelt(end) == text for end in ends)

    def symbol(self, text: str, base: str) -> Symbol:
        """The symbol of a name that stands for a number."""
        sort = self.number_sort(text, base)
        if isinstance(sort, Real) and not sort.role and self.has_role(text):
            sort = replace(sort, role=text)
        return Symbol(text, sort)

    def has_role(self, text: str) -> bool:
        """Whether a law is applied to a name, or given it."""
        return any(
            value.base == text and value.kind == "plain"
            for _, arguments, _ in self.uses.applications
            for value in (*arguments.outcomes, *arguments.given)
        )

    def value_symbol(self, value: Value) -> Symbol:
        """The symbol of a plain value that a law is applied to."""
        if value.base in self.declared:
            return Symbol(value.base, self.declared[value.base])
        if value.kind == "words":
            return Symbol(value.base, Data(value.base))
        if self.is_outcome(value):
            return Symbol(value.base, Outcome(self.space(self.role(value))))
        letter = letter_of(value.base)
        if letter in _RANDOM_LETTERS or letter.startswith(("\\mathcal", "\\mathrm", "\\text")):
            return Symbol(value.base, Data(value.base))
        return self.symbol(value.base, value.base.split("_")[0])

    def extrema(self, text: str) -> Symbol:
        """A name for a set of minimisers or maximisers."""
        return Symbol(text, Extrema())

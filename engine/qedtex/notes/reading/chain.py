"""One chain read as a whole: the kinds of its names from all of its sides, then a term for each side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import QedtexError
from qedtex.names import GREEK
from qedtex.notes.reading.classes import with_class_index
from qedtex.notes.reading.differentiated import with_plain_numbers
from qedtex.notes.reading.doubts import FIXED, note_doubts, note_hidden, note_written
from qedtex.notes.reading.grammar import parse
from qedtex.notes.reading.heads import heads
from qedtex.notes.reading.introduced import new_name, speaks_of_laws
from qedtex.notes.reading.kinds import Kinds
from qedtex.notes.reading.meaning import Meaning
from qedtex.notes.reading.mixtures import other_laws
from qedtex.notes.reading.naming import is_law_name, letter_of, member, spelt, vectors_in
from qedtex.notes.reading.notebook import Notebook, Unknown
from qedtex.notes.reading.predictions import predicted
from qedtex.notes.reading.primed import with_primed_names
from qedtex.notes.reading.settled import as_sets, named_apart
from qedtex.notes.reading.shorthands import together, written_out
from qedtex.notes.reading.sides import ReadChain, Side, Unread
from qedtex.notes.reading.surface import (
    Applied,
    Function,
    Name,
    NoNode,
    Number,
    Refusal,
    Surface,
)
from qedtex.notes.reading.survey import survey
from qedtex.notes.reading.tokens import Token
from qedtex.notes.reading.uses import Uses, loose_indices, quantity
from qedtex.notes.reading.varied import are_reached, ranges_of, varied
from qedtex.notes.reading.vectors import lengths, without_vectors
from qedtex.terms import Term, term


def read_chain(
    sides: Sequence[Sequence[Token]], notebook: Notebook, *, defines: bool = False, relation: str = "="
) -> ReadChain:
    r"""The sides of one chain of relations, read together; never raises for what is written.

    `defines` says that the first relation is := or the like, so that the left side is new whatever it meant before.
    `relation` is the first relation: H(X) = 3 says of a law that the formula does not show what its entropy is, while
    H(X) >= 0 speaks of any law.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> chain = [tokens(r"D_{KL}(p\|q)"), tokens(r"\sum_{i=1}^n p(x_i)\log\frac{p(x_i)}{q(x_i)}")]
    >>> [str(side) for side in read_chain(chain, Notebook()).sides]
    ['KL(p ‖ q)', '∑_{i=1}^{n} p(xᵢ) log(p(xᵢ) / q(xᵢ))']
    >>> read_chain([tokens(r"a \oplus b")], Notebook()).sides[0].message
    'there is no term for this operation yet'
    """
    return _Chain(sides, notebook, defines=defines, relation=relation).read()


class _Chain:
    """The reading of one chain."""

    def __init__(self, sides: Sequence[Sequence[Token]], notebook: Notebook, *, defines: bool, relation: str) -> None:
        self.written = sides
        self.notebook = notebook
        self.defines = defines
        self.is_equation = relation in ("=", ":=", "~=", "\\approx", "≈")
        self.surfaces: list[Surface | Unread] = []
        self.closed = False
        self.unknown: Unknown | None = None
        self.renamed: Unknown | None = None
        self.told: list[tuple[str, str, str, bool]] = []
        self.body: Surface | None = None
        self.others: frozenset[str] = frozenset()

    def read(self) -> ReadChain:
        """The whole chain."""
        functions = self.notebook.function_names | heads(self.written)
        for side in self.written:
            self.surfaces.append(self._surface(side, functions))
        self._expand()
        self.surfaces = with_class_index(with_plain_numbers(self.surfaces))
        self._without_vectors()
        self._together()
        self.others = other_laws(self._pieces)
        self.told.extend((one, "a law", "a law stands beside it", True) for one in sorted(self.others))
        self._definiendum()
        alone = [piece for piece in self.surfaces if isinstance(piece, Name) and is_law_name(piece)]
        pieces = [piece for piece in self._pieces if piece not in alone]
        if len(alone) == 1 and not any(_has_law(piece, alone[0]) for piece in pieces):
            pieces.extend(alone)
        supposed = self._relevant(pieces)
        uses = survey([*pieces, *(part for one in supposed for part in (one.left, one.right))], self._laws)
        declared = {**lengths(pieces), **ranges_of(self.surfaces, self.notebook), **self.notebook.declared}
        kinds = Kinds(
            uses,
            declared,
            self._laws,
            self.notebook.admitted,
            frozenset(self.notebook.hidden),
            is_generic=not self.is_equation,
        )
        for told in self.told:
            kinds.note(*told[:3], doubtful=told[3])
        self._doubts(kinds)
        note_written(self.written, kinds)
        if self.closed:
            kinds.note("brackets", "closed at the end", "one is missing", doubtful=True, code="unbalanced")
        meaning = Meaning(kinds, self._base(uses, kinds), self.notebook.functions)
        found = [self._term(number, piece, meaning) for number, piece in enumerate(self.surfaces)]
        if self.unknown is not None:
            found[0] = self.unknown
        found = [*as_sets(found, kinds)]
        context = Context(tuple(self._hypotheses(meaning, supposed)))
        return ReadChain(tuple(found), tuple(kinds.readings), context, self.renamed, frozenset(uses.bases))

    @property
    def _pieces(self) -> list[Surface]:
        """The sides that were understood."""
        return [piece for piece in self.surfaces if isinstance(piece, Surface)]

    @property
    def _laws(self) -> frozenset[str]:
        return frozenset(self.notebook.laws) | self.others

    def _surface(self, side: Sequence[Token], functions: frozenset[str]) -> Surface | Unread:
        try:
            found, closed = parse(side, functions, self.notebook.plain_names, self.notebook.heads)
            self.closed = self.closed or closed
            return with_primed_names(written_out(found))
        except Refusal as refusal:
            return _unread(refusal, side)
        except RecursionError:
            return _unread(Refusal("the formula is nested too deeply", 0), side)

    def _expand(self) -> None:
        """Put in the definitions, but for the names by which the chain differentiates."""
        masses = self._masses_of_laws()
        loose = self._loose()
        self.body = next((piece for piece in self.surfaces[1:] if isinstance(piece, Surface)), None)
        written = list(self.surfaces)
        new = {0} if self.defines or (written and self._is_new_function(written[0])) else set()

        def put(kept: set[str], *, at_values: bool) -> list[Surface | Unread]:
            return [
                self._expanded(number, piece, frozenset(kept), loose, at_values=at_values)
                if isinstance(piece, Surface) and number not in new
                else piece
                for number, piece in enumerate(written)
            ]

        found = put(masses | varied(written), at_values=False)
        if not are_reached(found) and are_reached(at_values := put(masses, at_values=True)):
            found = at_values
        self.surfaces = found
        first, now = (written[0], found[0]) if written else (None, None)
        if self.body is not None and isinstance(first, (Name, Applied)) and isinstance(now, Surface) and now != first:
            self.renamed = new_name(first, self.body, known_too=False)

    def _expanded(
        self, number: int, piece: Surface, kept: frozenset[str], loose: frozenset[str], *, at_values: bool
    ) -> Surface | Unread:
        """A side with the definitions put in."""
        try:
            return self.notebook.expanded(piece, kept, loose, at_values=at_values)
        except Refusal as refusal:
            return _unread(refusal, self.written[number])
        except RecursionError:
            return _unread(Refusal("the definitions in this formula are nested too deeply", 0), self.written[number])

    def _is_new_function(self, piece: Surface | Unread) -> bool:
        """Whether a left side is a function that nothing has defined: what its parameters stand for is no matter."""
        if not isinstance(piece, Applied) or not self.is_equation or len(self.surfaces) < 2:
            return False
        found = new_name(piece, self.body, known_too=False)
        return found is not None and bool(found.parameters) and not self.notebook.is_defined(found.name)

    def _loose(self) -> frozenset[str]:
        """The letters for indices that the chain uses and does not bind."""
        if not self.notebook.definitions:
            return frozenset()
        return frozenset("ijkl") & {name for one in self._pieces for name in loose_indices(one)}

    def _masses_of_laws(self) -> set[str]:
        """The names p_i that the document has said to be a formula, where the chain speaks of the law p itself."""
        masses = {
            name for name in self.notebook.definitions if "_{" in name and is_law_name(Name(0, name.split("_")[0]))
        }
        if not masses:
            return set()
        laws = {name: Name(0, name.split("_")[0]) for name in masses}
        found = {name for name, law in laws.items() if any(_has_law(piece, law) for piece in self._pieces)}
        for name in sorted(found):
            self.told.append((name.split("_")[0], "any law", f"{name} has been said to be a formula", True))
        return found

    def _without_vectors(self) -> None:
        """Put numbers in the place of vectors."""
        if len(self._pieces) == len(self.surfaces):
            self.surfaces = [*(without_vectors(self._pieces) or self._pieces)]

    def _together(self) -> None:
        """Write out the shorthands that all sides together make clear."""
        places = [place for place, piece in enumerate(self.surfaces) if isinstance(piece, Surface)]
        made = together(
            [piece for piece in self.surfaces if isinstance(piece, Surface)], lambda *told: self.told.append(told)
        )
        for place, piece in zip(places, made, strict=True):
            self.surfaces[place] = piece

    def _doubts(self, kinds: Kinds) -> None:
        """Note what the chain leaves open; where the unknowns are tied by suppositions, equations may be inferred."""
        pieces = [piece for piece in self.surfaces if isinstance(piece, Surface)]
        steps = []
        for place, one in enumerate(self.surfaces[:-1]):
            other = self.surfaces[place + 1]
            if isinstance(one, Surface) and isinstance(other, Surface) and self._beside(place):
                steps.append((one, other))
        equation = self.is_equation and not self._relevant(pieces)
        note_doubts(pieces, steps, kinds, self.notebook.bases, equation=equation)
        note_hidden(pieces, kinds, self.notebook.hidden)
        self.notebook.bases.update(kinds.uses.bases)

    def _beside(self, place: int) -> bool:
        """Whether a side and the next stand in one formula with little more than a relation between them."""
        one, other = self.written[place], self.written[place + 1]
        return bool(one and other) and 0 <= other[0].start - one[-1].end < _WIDEST

    def _definiendum(self) -> None:
        """Take the left side for a new name, where it is one, out of what the kinds are inferred from."""
        if len(self.surfaces) < 2 or not isinstance(self.surfaces[0], (Name, Applied, Function)):
            return
        body = self.body
        self.unknown = new_name(self.surfaces[0], body, known_too=self.defines)
        if self.unknown is None and self.is_equation and self._is_value_of_a_variable():
            self.unknown = Unknown(_plain(self.written[0]), (), None, lasting=False)
        if self.unknown is not None:
            self.surfaces[0] = Unread("", _NOTHING)

    def _is_value_of_a_variable(self) -> bool:
        """Whether H(X) or I(A) is given a value by a formula that shows no law."""
        left, right = self.surfaces[:2]
        if not isinstance(left, Applied) or quantity(left.head) not in _VALUED or not isinstance(right, Surface):
            return False
        shown = any(
            isinstance(cell, Applied) or (isinstance(cell, Name) and is_law_name(cell)) for cell in left.arguments.cells
        )
        if shown and not any(isinstance(p, Name) or (isinstance(p, Number) and "." in p.text) for p in right.walk()):
            return False
        return not speaks_of_laws(right, bare=not shown)

    def _relevant(self, pieces: Sequence[Surface]) -> list[_Supposed]:
        names = {part.text for piece in pieces for part in piece.walk() if isinstance(part, Name)}
        found = []
        for one in self.notebook.suppositions:
            theirs = {part.text for part in one.left.walk() if isinstance(part, Name)}
            if theirs <= names:
                found.append(_Supposed(one.left, one.relation, one.right))
        return found

    def _base(self, uses: Uses, kinds: Kinds) -> Term | None:
        """The base of the named quantities: that of the logarithms of the chain, where they have one."""
        bases = uses.bases - {"e"}
        if len(bases | ({""} if "e" in uses.bases else set())) > 1:
            if uses.spoken or uses.pairs:
                kinds.note("log", "of several bases", "the chain mixes them", doubtful=True, code="mixed-bases")
            return None
        base = next(iter(bases), "")
        if not base or base == "?":
            return None
        if base.isdigit():
            return term(int(base)) if len(base) < 6 else None
        return kinds.symbol(base, base)

    def _term(self, number: int, piece: Surface | Unread, meaning: Meaning) -> Side:
        if isinstance(piece, Unread):
            return piece
        side = self.written[number]
        try:
            if isinstance(piece, Name) and self._is_law_alone(number, piece, meaning.kinds.uses):
                return meaning.slot(piece)
            if isinstance(piece, Name) and self._is_new_mass(piece, meaning.kinds):
                return Unknown(spelt(piece), (), None, lasting=False)
            if isinstance(piece, Name) and number and self._is_new_here(number, piece, meaning.kinds):
                return self._named(number, piece)
            return named_apart(meaning.term(piece))
        except Refusal as refusal:
            return _unread(refusal, side)
        except QedtexError as error:
            return _unread(Refusal(error.message, piece.at), side)
        except RecursionError:
            return _unread(Refusal("the formula is nested too deeply", 0), side)

    def _is_new_mass(self, name: Name, kinds: Kinds) -> bool:
        """Whether a side is a p_i that no sum binds, as in P(X = x_i) = p_i: a name for what the other side says."""
        found = member(name)
        if found is None or not is_law_name(name) or not isinstance(found.index, Name):
            return False
        return found.index.text not in kinds.uses.indices and kinds.is_applied(found.base)

    def _is_new_here(self, number: int, name: Name, kinds: Kinds) -> bool:
        """Whether a side is a name that nothing else in the chain or the document speaks of, as in A = L_q."""
        if name.sup is not None or name.primes or letter_of(name.text) in FIXED or vectors_in(name.text):
            return False
        if isinstance(self.surfaces[number - 1], (Applied, Name)):
            return False
        texts = [name.text, letter_of(name.text)]
        others = [piece for place, piece in enumerate(self.surfaces) if place != number]
        if any(isinstance(piece, Unread) for piece in others if piece is not self.surfaces[0]):
            return False
        supposed = [part for one in self.notebook.suppositions for part in (one.left, one.right)]
        return not any(
            isinstance(part, Name) and (part.text in texts or letter_of(part.text) in texts)
            for piece in [*others, *supposed, *([self.body] if self.body is not None and number != 1 else [])]
            if isinstance(piece, Surface)
            for part in piece.walk()
        ) and spelt(name) not in (*kinds.declared, *kinds.uses.families)

    def _named(self, number: int, name: Name) -> Unknown:
        """A name for the side before it; a plain letter may be any constant, and names it in that formula only."""
        before = self.surfaces[number - 1]
        letter = letter_of(name.text)
        plain = len(letter) == 1 or letter.removeprefix("\\").removeprefix("var") in GREEK
        lasting = not plain and isinstance(before, Surface)
        return Unknown(spelt(name), (), before if isinstance(before, Surface) else None, lasting=lasting)

    def _is_law_alone(self, number: int, name: Name, uses: Uses) -> bool:
        """Whether a side that is one name is a law, as in P = Q, and no number, as in p = 0.5."""
        if not is_law_name(name) or name.sup is not None:
            return False
        if any(isinstance(piece, Number) for piece in self.surfaces[number + 1 : number + 2]):
            return False
        laws = {law.text for law, _, _ in uses.applications} | {law.text for law in uses.slots}
        others = [piece for place, piece in enumerate(self.surfaces) if place != number]
        return name.text in laws or any(isinstance(piece, Name) and is_law_name(piece) for piece in others)

    def _hypotheses(self, meaning: Meaning, supposed: Iterable[_Supposed]) -> Iterable[Hypothesis]:
        names: set[str] = set()
        for kind, symbol in meaning.hypotheses:
            if kind == "nonzero" and 0 in self.notebook.admitted.get(symbol.name, ()):
                continue
            value = term(0) if kind == "nonzero" else term(1)
            name = f"{symbol} is not {value}"
            if name not in names:
                names.add(name)
                meaning.kinds.note(
                    str(symbol), f"a number other than {value}", "the formula needs it", code="unstated-assumption"
                )
                yield Hypothesis(name, symbol, Relation.UNEQUAL, value)
        yield from predicted(meaning)
        for number, one in enumerate(supposed, 1):
            try:
                left, right = meaning.term(one.left), meaning.term(one.right)
            except (Refusal, QedtexError):
                continue
            yield Hypothesis(f"supposed {number}", left, one.relation, right)


@dataclass(frozen=True, slots=True)
class _Supposed:
    left: Surface
    relation: Relation
    right: Surface


_WIDEST = 40
_VALUED = frozenset({"H", "I", "KL", "CE", "D"})
_NOTHING = Token("end of formula", "", 0, 0)


def _has_law(piece: Surface, law: Name) -> bool:
    """Whether a name stands for a law in a piece: applied, or an argument of H or D_KL."""
    for part in piece.walk():
        if isinstance(part, Applied):
            slots = part.arguments.cells if quantity(part.head) else (part.head,)
            if any(isinstance(slot, Name) and slot.text == law.text for slot in slots):
                return True
    return False


def _unread(refusal: Refusal, side: Sequence[Token]) -> Unread:
    token = side[min(max(refusal.at, 0), len(side) - 1)] if side else _NOTHING
    return Unread(refusal.message, token, isinstance(refusal, NoNode))


def _plain(side: Sequence[Token]) -> str:
    return "".join(token.text for token in side)[:80]

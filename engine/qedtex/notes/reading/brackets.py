"""Brackets, bars and groups: what they hold, where they close, and what parts the cells inside."""

from __future__ import annotations

from abc import abstractmethod

from qedtex.notes.reading.extremes import of_two
from qedtex.notes.reading.operators import Operators
from qedtex.notes.reading.surface import (
    Blank,
    Bracket,
    Cells,
    Name,
    Opaque,
    Quotient,
    Refusal,
    Related,
    Surface,
    Total,
    Words,
)
from qedtex.notes.reading.words import CLOSING, OPENING, RELATIONS, SEPARATORS


class Brackets(Operators):
    """The part of the parser that knows what opens and closes."""

    brackets: dict[int, tuple[Bracket, int]]
    closed_by_end: bool

    @abstractmethod
    def complaint(self) -> str:
        """Why the current token cannot follow."""

    def group(self) -> Surface:
        """What braces hold. They are invisible, so a sum in them must stand alone."""
        at = self.at
        self.position += 1
        if self.token.kind == "close":
            self.position += 1
            if self.starts_factor():
                return self.factor()
            raise self.refuse("the formula stops too early" if self.ended else self.complaint())
        self.deeper()
        self.inside.append("{}")
        found = self.total()
        if self.text == "\\over":
            self.position += 1
            found = Quotient(at, found, self.total())
        self.inside.pop()
        self.depth -= 1
        self.close_group()
        if isinstance(found, Name) and found.is_bare:
            return self.scripted_name(found)
        if isinstance(found, Total) and len(found.terms) > 1 and (self.text == "^" or self.starts_factor()):
            raise Refusal("the braces around this sum cannot be seen: write brackets", at)
        return self.raised(found)

    def close_group(self) -> None:
        """The closing brace; braces left open at the end of a side change nothing that is seen."""
        if self.token.kind == "close":
            self.position += 1
        elif not self.ended:
            raise self.refuse(self.complaint())

    def bracket(self) -> Bracket:
        """A bracket with what it holds; where one is read again as a factor, what was found before stands."""
        start = self.position
        if start not in self.brackets:
            at, kind = self.at, OPENING[self.text]
            self.position += 1
            self.brackets[start] = Bracket(at, kind, self.cells(kind)), self.position
        found, self.position = self.brackets[start]
        return found

    def extreme(self, at: int, word: str) -> Surface:
        """The greater or the less of what a bracket holds, which has a term where that is two numbers."""
        bracket = self.bracket()
        found = of_two(bracket, greater=word == "max")
        why = f"there is no term for {'a maximum' if word == 'max' else 'a minimum'} yet"
        return Opaque(at, why, (bracket,)) if found is None else found

    def bars(self) -> Bracket:
        """An absolute value, a size, or a norm between bars."""
        at, text = self.at, self.text
        double = text in ("\\|", "\\lVert", "\\Vert") or (text == "|" and self.ahead(1).text == "|")
        self.position += 2 if double and text == "|" else 1
        kind = "||" if double else "|"
        return Bracket(at, kind, self.cells(f"l{kind}" if text in ("\\lvert", "\\lVert") else kind))

    def cells(self, kind: str) -> Cells:
        """The pieces up to the closing bracket of a kind, or up to the closing brace of a script."""
        at = self.at
        self.deeper()
        self.inside.append(kind)
        pieces, separators = [self.piece()], []
        while True:
            text = self.text
            if self.closes(kind):
                break
            if text in SEPARATORS and kind not in ("|", "||", "l|", "l||"):
                separator = SEPARATORS[text]
                self.position += 1
                if separator == "|" and SEPARATORS.get(self.text) == "|":
                    self.position += 1
                    separator = "||"
                separators.append(separator)
                pieces.append(self.piece())
            elif self.ended:
                if kind not in ("(", "["):
                    raise self.refuse("a bracket is not closed")
                self.closed_by_end = True
                break
            elif self.token.kind == "close" and kind in ("(", "[") and self.only_braces_left():
                self.closed_by_end = True
                break
            else:
                raise self.refuse(self.complaint())
        self.inside.pop()
        self.depth -= 1
        return Cells(at, tuple(pieces), tuple(separators))

    def only_braces_left(self) -> bool:
        """Whether nothing but closing braces follows."""
        return all(token.kind == "close" for token in self.tokens[self.position : -1])

    def closes(self, kind: str) -> bool:
        """Step over the bracket that closes one of a kind, where it stands here."""
        text = self.text
        steps = 0
        if kind == "{}":
            if self.token.kind == "close" or self.ended:
                self.close_group()
                return True
        elif kind == "|":
            steps = text in ("|", "\\vert")
        elif kind == "||":
            double = text == "|" and self.ahead(1).text == "|"
            steps = 2 if double else text in ("\\|", "\\Vert")
        elif kind in ("l|", "l||"):
            steps = text == ("\\rvert" if kind == "l|" else "\\rVert")
        elif CLOSING.get(text) == kind:
            steps = 1
        self.position += steps
        return bool(steps)

    def piece(self) -> Surface:
        """A cell: an expression, expressions with relations between them, words, or nothing."""
        at, text = self.at, self.text
        if text in ("\\cdot", "·", "*", "\\ast") and self.is_placeholder():
            self.position += 1
            return Blank(at)
        if text in SEPARATORS and text not in ("|", "\\|", "\\vert", "\\Vert"):
            return Blank(at)
        if text in CLOSING or self.token.kind == "close" or self.ended:
            return Blank(at)
        if self.token.kind == "text":
            self.position += 1
            return Words(at, text)
        pieces, relations = [self.total()], []
        while self.text in RELATIONS and (self.text != "~" or self.in_script):
            relations.append(RELATIONS[self.text])
            self.position += 1
            pieces.append(self.total())
        return pieces[0] if not relations else Related(at, tuple(pieces), tuple(relations))

    def is_placeholder(self) -> bool:
        """Whether a dot here fills a cell, as in p( . | x)."""
        following = self.ahead(1).text
        return following in SEPARATORS or following in CLOSING

    def is_norm(self) -> bool:
        """Whether double bars here open a norm that says which one, or is raised: no separator stands before these."""
        if self.text not in ("\\|", "\\Vert") or self.inside[-1] == "||":
            return False
        place = next((step for step in range(2, 8) if self.ahead(step).text == self.text), 0)
        return bool(place) and self.ahead(place + 1).text in ("_", "^")

    def is_bar_of_a_script(self) -> bool:
        """Whether a bar here parts the names of a script, as in P_{Y | X}: no other bar stands in it."""
        if not self.in_script:
            return False
        depth = 0
        for token in self.tokens[self.position + 1 :]:
            if token.text == self.text:
                return False
            depth += (token.kind == "open") - (token.kind == "close")
            if depth < 0:
                break
        return True

"""Fractions, and derivatives, which are written as fractions, with a bar behind for the point."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from qedtex.notes.reading.spelling import Spelling
from qedtex.notes.reading.surface import Differential, Name, Number, Opaque, Quotient, Related, Surface
from qedtex.notes.reading.words import OPENING

_D = frozenset({"\\partial", "d", "\\mathrm{d}"})


class Differentials(Spelling):
    """The part of the parser that knows fractions and derivatives."""

    inside: list[str]

    @abstractmethod
    def total(self) -> Surface:
        """Terms with signs between them."""

    @abstractmethod
    def row(self) -> Surface:
        """Factors side by side."""

    @abstractmethod
    def factor(self) -> Surface:
        """One factor."""

    @abstractmethod
    def starts_factor(self) -> bool:
        """Whether a factor can start here."""

    def fraction(self) -> Surface:
        """A fraction, or a derivative written as one."""
        at = self.at
        self.position += 1
        before = self.position
        order_over = self.differential_sign()
        if order_over:
            of = None if self.token.kind == "close" else self.row()
            if self.token.kind == "close":
                self.position += 1
                variables = self.differential_variables()
                if variables:
                    body = of if of is not None else self.row()
                    return Differential(at, variables, order_over, body, self.point_of(variables))
            self.position = before
        return Quotient(at, self.argument_group(), self.argument_group())

    def point_of(self, variables: tuple[Name, ...]) -> Surface | None:
        """Where a derivative is taken, which a bar behind it says."""
        if not self.is_bar_of_a_point():
            return None
        self.position += 1
        self.position += 1
        said = self.script().only
        match said:
            case Related(_, (Name() as name, point), ("=",)) if len(variables) == 1 and name == replace(
                variables[0], at=name.at
            ):
                return point
            case _:
                raise self.refuse("it is not clear at which point the derivative is taken")

    def is_bar_of_a_point(self) -> bool:
        """Whether a bar stands here with something below it, as behind a derivative."""
        return self.text in ("|", "\\vert") and self.ahead(1).text == "_"

    def slanted_derivative(self) -> Surface:
        r"""A derivative with a slash, as in \partial L / \partial w."""
        at = self.at
        self.position += 1
        if self.token.kind == "open" or not self.starts_factor() or self.text in OPENING:
            raise self.refuse("it is not clear of what this is a derivative")
        of = self.factor()
        if self.text != "/" or self.ahead(1).text != "\\partial":
            return Opaque(at, "there is no term for this sign of a derivative yet", (of,))
        self.position += 2
        variable = self.factor()
        if not isinstance(variable, Name):
            return Opaque(at, "a derivative is taken by a variable", (of, variable))
        return Differential(at, (variable,), 1, of)

    def is_differential(self) -> bool:
        """Whether the d of an integral stands here."""
        if "int" not in self.inside:
            return False
        return (self.text == "d" and self.ahead(1).kind in ("letter", "command")) or (
            self.text == "\\mathrm" and self.ahead(2).text == "d"
        )

    def differential_sign(self) -> int:
        """The order of the derivative whose numerator starts here, else 0."""
        if self.token.kind != "open":
            return 0
        step = 1
        if self.ahead(1).text == "\\mathrm" and self.ahead(3).text == "d":
            step = 4
        elif self.ahead(1).text not in _D:
            return 0
        self.position += step + 1
        order = 1
        if self.text == "^":
            self.position += 1
            if self.token.kind == "open":
                self.position += 1
                order = int(self.text) if self.token.text in ("2", "3") else 0
                self.position += 2
            else:
                order = int(self.text) if self.token.text in ("2", "3") else 0
                self.position += 1
        if self.token.kind == "open" or order == 0:
            return order
        return order

    def differential_variables(self) -> tuple[Name, ...]:
        """The variables of the denominator; none where it is no denominator of a derivative."""
        if self.token.kind != "open":
            return ()
        self.position += 1
        found = []
        while self.token.kind != "close":
            if self.text == "\\mathrm" and self.ahead(2).text == "d":
                self.position += 4
            elif self.text in _D:
                self.position += 1
            else:
                return ()
            at, braced = self.at, self.token.kind == "open" and self.ahead(2).kind == "close"
            self.position += braced
            text = self.name()
            if text is None:
                return ()
            self.position += braced
            sub, sup, primes = self.scripts(None)
            times = 1
            if sup is not None and isinstance(sup.only, Number) and sup.only.text in ("2", "3"):
                times, sup = int(sup.only.text), None
            found.extend([Name(at, text, sub, sup, primes)] * times)
        self.position += 1
        return tuple(found)

    def argument_group(self) -> Surface:
        """The argument of a command: what braces hold, or one token."""
        if self.token.kind == "open":
            at = self.at
            self.position += 1
            self.deeper()
            self.inside.append("{}")
            found = self.total()
            self.inside.pop()
            self.depth -= 1
            if self.token.kind != "close":
                raise self.refuse("a brace is not closed" if self.ended else "this does not belong in the group")
            self.position += 1
            del at
            return found
        return self.single()

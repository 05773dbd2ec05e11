"""The grammar: a precedence parser from tokens to the surface tree. Each method reads one construction, all of it.

total    = [sign] row { sign row }            row = factor { [times] factor | "/" factor }
factor   = number | name scripts [bracket] | bracket | fraction | root | function word argument
         | big sign scripts row | "{" total "}"
cells    = piece { ("," | ";" | "|" | "||" | ":") piece }      piece = total { relation total }
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from qedtex.notes.reading.brackets import Brackets
from qedtex.notes.reading.naming import size_of
from qedtex.notes.reading.surface import (
    Applied,
    Bracket,
    Cells,
    Differential,
    Dots,
    Function,
    Name,
    Number,
    Opaque,
    Power,
    Product,
    Quotient,
    Refusal,
    Root,
    Surface,
    Total,
)
from qedtex.notes.reading.tokens import Token
from qedtex.notes.reading.words import (
    BOLD,
    CLOSING,
    DIVIDED,
    DOTS,
    MINUS,
    NO_NODE,
    OPENING,
    RELATIONS,
    SEPARATORS,
    TIMES,
    UNREADABLE,
)

_LARGEST_EXPONENT = 30
"""The largest power of ten of a number written as 1e{-3}."""


def parse(
    side: Sequence[Token], functions: Collection[str] = (), plain: Collection[str] = (), heads: Collection[str] = ()
) -> tuple[Surface, bool]:
    """The surface tree of a side, and whether a bracket had to be closed at its end; raises `Refusal`.

    `functions` are names that a bracket behind makes a function, `plain` those that it does not; `heads` those that
    the document defines as functions somewhere, which settles what would else be a function or a factor.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> parse(tokens("2 x"))[0]
    Product(at=0, factors=(Number(at=0, text='2'), Name(at=1, text='x', sub=None, sup=None, primes=0)), signs=('', ''))
    """
    parser = Parser(side, functions, plain, heads)
    if parser.ended:
        raise Refusal("there is no formula", 0)
    try:
        found = parser.listed()
    except RecursionError:
        # The bound on nesting keeps inside Python's own, unless the caller is deep in a recursion already.
        raise Refusal("the formula is nested too deeply", 0) from None
    if not parser.ended:
        raise parser.refuse(parser.complaint())
    return found, parser.closed_by_end


def _with_dots(signs: list[str], terms: list[Surface]) -> tuple[tuple[str, ...], tuple[Surface, ...]]:
    """Terms with dots that end a product taken for a term, as in - a_1 - a_2 ... - a_n."""
    found: list[tuple[str, Surface]] = []
    for place, (sign, one) in enumerate(zip(signs, terms, strict=True)):
        inner = one.factors if isinstance(one, Product) else ()
        if len(inner) > 1 and isinstance(inner[-1], Dots) and place + 1 < len(terms):
            rest = inner[0] if len(inner) == 2 else Product(one.at, inner[:-1], one.signs[:-1])  # type: ignore[attr-defined]
            found += [(sign, rest), (signs[place + 1], inner[-1])]
        else:
            found.append((sign, one))
    return tuple(sign for sign, _ in found), tuple(one for _, one in found)


class Parser(Brackets):
    """A recursive-descent parser over one side."""

    def __init__(
        self, side: Sequence[Token], functions: Collection[str], plain: Collection[str], heads: Collection[str]
    ) -> None:
        super().__init__(side)
        self.heads = heads
        self.functions = functions
        self.plain = plain
        self.inside: list[str] = []
        self.brackets: dict[int, tuple[Bracket, int]] = {}
        self.in_script = 0
        self.closed_by_end = False

    def complaint(self) -> str:
        """Why the current token cannot follow."""
        text = self.text
        if text in NO_NODE:
            return f"there is no term for {NO_NODE[text]} yet"
        if text in CLOSING or self.token.kind == "close":
            return "this bracket was never opened"
        if text in RELATIONS:
            return "a relation stands inside a formula"
        if self.token.kind == "begin":
            return f"there is no term for an environment {text!r} yet"
        if self.token.kind == "text":
            return "words stand inside a formula"
        if self.ended:
            return "the formula stops too early"
        return f"{self.token} does not belong here"

    def listed(self) -> Surface:
        """One formula, or a list of them with commas between."""
        at, found = self.at, [self.total()]
        while self.text in (",", "\uff0c") and not self.ended:
            self.position += 1
            found.append(self.total())
        return found[0] if len(found) == 1 else Opaque(at, "there is no term for a list yet", tuple(found))

    def total(self) -> Surface:
        """Terms with signs between them."""
        at = self.at
        sign = self.sign()
        signs, terms = [sign or "+"], [self.row()]
        while (following := self.sign()) is not None:
            signs.append(following)
            terms.append(self.row())
        if len(terms) == 1 and sign is None:
            return terms[0]
        return Total(at, *_with_dots(signs, terms))

    def sign(self) -> str | None:
        """A + or a -, where one stands here."""
        text = self.text
        if text == "+" or text in MINUS:
            self.position += 1
            return "+" if text == "+" else "-"
        return None

    def row(self) -> Surface:
        """Factors side by side; after another sign or a big one, the first may carry its own sign."""
        at = self.at
        sign = self.sign()
        if sign is not None:
            self.deeper()
            inner = self.row()
            self.depth -= 1
            return Total(at, (sign,), (inner,))
        factors, signs = [self.factor()], [""]
        divided = False
        while True:
            text = self.text
            if text in TIMES and not self.is_placeholder():
                self.position += 1
                mark, divided = "*", False
            elif text in DIVIDED:
                if divided:
                    raise self.refuse("it is not clear what is divided by what: write a fraction")
                self.position += 1
                before = factors.pop()
                factors.append(Quotient(before.at, before, self.operand()))
                divided = True
                continue
            elif text == "~" and not self.in_script:
                self.position += 1
                continue
            elif self.starts_factor():
                by = factors[-1].by if divided and isinstance(factors[-1], Quotient) else None
                if by is not None and not isinstance(by, Number) and self.operator_ahead() == "":
                    raise self.refuse("it is not clear whether this is still divided by: write a fraction")
                if isinstance(by, Number) and not (self.operator_ahead() or self.text in OPENING):
                    raise self.refuse("it is not clear whether this is still divided by: write a fraction")
                if self.token.kind == "number" and isinstance(factors[-1], Number):
                    raise self.refuse("two numbers stand side by side: write a sign between them")
                mark, divided = "", False
            else:
                break
            factors.append(self.operand() if mark else self.factor())
            signs.append(mark)
        if len(factors) == 1:
            return factors[0]
        return Product(at, tuple(factors), tuple(signs))

    def operand(self) -> Surface:
        """A factor after a sign of multiplication or division, perhaps with a minus of its own."""
        at = self.at
        sign = self.sign()
        found = self.factor()
        return found if sign is None else Total(at, (sign,), (found,))

    def starts_factor(self) -> bool:
        """Whether the current token can be the first of a factor."""
        token = self.token
        if token.kind in ("number", "letter", "open"):
            return True
        if token.kind == "text":
            return False
        text = token.text
        if self.is_bar_of_a_point():
            return False
        if text in ("|", "\\|", "\\vert", "\\Vert"):
            return not self.inside or (self.inside[-1] == "{}" and not self.is_bar_of_a_script()) or self.is_norm()
        if text in SEPARATORS or text in RELATIONS or text in CLOSING or text in TIMES:
            return False
        if text in UNREADABLE:
            raise self.refuse(self.complaint())
        if text in NO_NODE or token.kind == "begin" or text == "\\partial":
            return True
        return text in OPENING or text in DOTS or (token.kind == "command" and self.is_known(text))

    def factor(self) -> Surface:
        """One factor with its scripts, and with the sign of a factorial behind it."""
        found = self.plain_factor()
        if self.text == "!" and self.ahead(1).text not in ("!", "="):
            self.position += 1
            return self.raised(Function(found.at, "factorial", None, None, found))
        return found

    def plain_factor(self) -> Surface:
        """One factor with its scripts."""
        token, at = self.token, self.at
        if self.ended:
            raise self.refuse("the formula stops too early")
        if token.kind == "number":
            if len(token.text) > 40:
                raise self.refuse("the number has more than 40 digits")
            self.position += 1
            digits = self.thousands(token.text)
            if "." in digits and self.text in DOTS:
                self.position += 1
                return Opaque(at, "there is no term for a number with dots behind it yet", (Number(at, digits),))
            if self.text == "\\%":
                self.position += 1
                return self.raised(Quotient(at, Number(at, digits), Number(at, "100")))
            digits = self.with_exponent(token, digits)
            return self.raised(Number(at, digits))
        if token.kind == "open":
            found = self.operation() if self.braced_word() else None
            return self.group() if found is None else found
        text = token.text
        if text in OPENING:
            return self.raised(self.bracket())
        if text in ("|", "\\lvert", "\\vert", "\\|", "\\lVert", "\\Vert"):
            barred = self.bars()
            size = size_of(barred)
            return self.raised(barred) if size is None else self.scripted_name(size)
        if text in DOTS or (text == "." and self.ahead(1).text == "." and self.ahead(2).text == "."):
            self.position += 3 if text == "." else 1
            return Dots(at, text)
        if text in ("\\frac", "\\dfrac", "\\tfrac", "\\cfrac"):
            return self.raised(self.fraction())
        if text == "\\sqrt":
            self.position += 1
            degree = None
            if self.text == "[":
                degree = self.bracket().inside.only
            return self.raised(Root(at, self.argument_group(), degree))
        if text in UNREADABLE:
            raise self.refuse(self.complaint())
        if text in ("\\max", "\\min") and self.ahead(1).text in OPENING:
            self.position += 1
            return self.raised(self.extreme(at, text[1:]))
        if text in NO_NODE or token.kind == "begin":
            return self.without_node()
        if text == "\\partial":
            return self.slanted_derivative()
        if text in BOLD and self.ahead(1).kind == "open" and self.ahead(2).kind == "number":
            self.position += 1
            return self.raised(Opaque(at, "there is no term for a vector like this yet", (self.argument_group(),)))
        if self.run() in ("max", "min") and self.ahead(3).text == "(":
            word = self.run()
            self.position += 3
            return self.raised(self.extreme(at, word))
        found = self.operation()
        if found is not None:
            return found
        raise self.refuse(self.complaint())

    def without_node(self) -> Opaque:
        """A sign that is understood and has no term, with its scripts; an environment as a whole."""
        at, token = self.at, self.token
        why = self.complaint()
        self.position += 1
        if token.kind == "begin":
            depth = 1
            while depth:
                if self.ended:
                    raise self.refuse("an environment is not ended")
                depth += (self.token.kind == "begin") - (self.token.kind == "end")
                self.position += 1
            return Opaque(at, why)
        if token.text == "\\binom":
            return Opaque(at, why, (self.argument_group(), self.argument_group()))
        sub, sup, _ = self.scripts(None)
        return Opaque(at, why, tuple(script for script in (sub, sup) if script is not None))

    def thousands(self, digits: str) -> str:
        """The digits of a number together with the groups of three that commas in braces, or spaces, part from it."""
        while len(gap := self.gap()) and digits.isdigit():
            digits += self.ahead(gap[-1]).text
            self.position += gap[-1] + 1
        return digits

    def with_exponent(self, number: Token, digits: str) -> str:
        r"""The digits of a number written with an exponent in braces, as 1e{-3}; 1e-3 could be a difference."""
        dressed = (
            self.text in ("\\mathrm", "\\text") and self.ahead(2).text in ("e", "E") and self.ahead(3).kind == "close"
        )
        letter, step = (self.ahead(2), 4) if dressed else (self.token, 1)
        if letter.text not in ("e", "E") or self.token.start != number.end:
            return digits
        behind, after = self.ahead(step), self.ahead(step + 1)
        power = behind.kind == "number" or (behind.text == "-" and after.kind == "number")
        if power and letter.text == "e" and behind.start == self.ahead(step - 1).end:
            raise self.refuse("write a power of ten for this number")
        exponent = self.ahead(step + 2)
        if behind.kind != "open" or after.text not in ("-", "+") or self.ahead(step + 3).kind != "close":
            return digits
        if not exponent.text.isdigit() or int(exponent.text) > _LARGEST_EXPONENT:
            return digits
        self.position += step + 4
        return f"{Decimal(f'{digits}e{after.text}{exponent.text}'):f}"

    def gap(self) -> range:
        """The tokens between a number and three more of its digits; none where there are no such digits.

        A plain comma parts a list, but for one before 000, and a decimal comma has no three noughts behind it.
        """
        behind, before = self.token, self.ahead(-1)
        if behind.kind == "number" and len(before.text) <= 3 and len(behind.text) == 3 and behind.start > before.end:
            return range(1)
        if behind.text == "," and self.ahead(1).text == "000" and self.ahead(1).end == before.end + 4:
            return range(2)
        braced = behind.kind == "open" and self.ahead(1).text == "," and self.ahead(2).kind == "close"
        three = self.ahead(3).text.partition(".")[0]
        return range(4 if braced and self.ahead(3).kind == "number" and three.isdigit() and len(three) == 3 else 0)

    def raised(self, base: Surface) -> Surface:
        """What is no name, with the exponent that may follow; a subscript only behind a bracket."""
        sub = None
        if self.text in ("_", "\\_"):
            softmax = isinstance(base, Applied) and base.head.text.lower() == "\\mathrm{softmax}"
            if softmax and isinstance(base, Applied) and isinstance(base.arguments.only, Name):
                self.position += 1
                place = self.script().only
                if place is None or not base.arguments.only.is_bare:
                    raise self.refuse("this is no component of a softmax")
                head = Name(base.at, "\\mathrm{softmax}")
                return self.raised(Applied(base.at, head, Cells(base.at, (base.arguments.only, place), (";",))))
            if isinstance(base, Function) and base.word == "sigmoid" and isinstance(base.argument, Name):
                self.position += 1
                place = self.script().only
                if place is not None and base.argument.is_bare:
                    head = Name(base.at, "\\mathrm{softmax}")
                    return self.raised(Applied(base.at, head, Cells(base.at, (base.argument, place), (";",))))
                return Opaque(base.at, "there is no term for a component like this yet", (base,))
            if isinstance(base, (Function, Applied, Opaque)):
                self.position += 1
                inside = (base, self.script())
                return self.raised(Opaque(base.at, "there is no term for a component like this yet", inside))
            if not (isinstance(base, Bracket) and base.kind == "||"):
                raise self.refuse("a subscript stands behind something that is no name")
            self.position += 1
            sub = self.script()
            base = Bracket(base.at, base.kind, base.inside, sub)
        if self.text == "^":
            self.position += 1
            exponent = self.script().only
            if exponent is None or self.text == "^":
                raise self.refuse("this exponent is not one expression")
            return Power(base.at, base, exponent)
        if self.text == "'" and self.ahead(1).text != "'" and isinstance(base, Bracket):
            names = {part.text: part for part in base.walk() if isinstance(part, Name)}
            variables = [name for text, name in names.items() if text not in ("e", "\\pi")]
            if len(variables) == 1 and variables[0].is_bare and base.inside.only is not None:
                self.position += 1
                return self.raised(Differential(base.at, (variables[0],), 1, base))
        if self.text == "'":
            raise self.refuse("a prime stands behind something that is no function")
        return base

"""What acts on what follows it: names with brackets, function words, fractions and derivatives, big signs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import replace

from qedtex.notes.reading.differentials import Differentials
from qedtex.notes.reading.naming import TRANSPOSED, is_law_name, is_of_arguments, is_vector, scalar_product
from qedtex.notes.reading.surface import (
    Applied,
    Big,
    Bracket,
    Cells,
    Function,
    Name,
    Number,
    Opaque,
    Product,
    Quotient,
    Refusal,
    Related,
    Surface,
    Total,
    Words,
)
from qedtex.notes.reading.uses import quantity
from qedtex.notes.reading.words import (
    ACCENTS,
    BIG,
    BOLD,
    CLOSING,
    FUNCTIONS,
    GREEK_COMMANDS,
    HYPERBOLIC,
    LAW_LETTERS,
    MINUS,
    OPENING,
    QUANTITIES,
    SEPARATORS,
    TIMES,
    WHOLE_FUNCTIONS,
)

_PARAMETERS = frozenset({"\\theta", "\\phi", "\\varphi", "\\psi", "\\omega", "\\Theta"})
_NAMING = frozenset({"S", "L", "J", "F", "G", "\\mathcal{L}", "\\mathcal{J}", "\\mathcal{F}"})
"""Letters that before a square bracket may be a functional."""
_CURVED = {"\\mathcal{H}": "H", "\\mathbb{H}": "H", "\\mathcal{I}": "I", "\\mathbb{I}": "I"}
_BEFORE_SQUARE = frozenset({"H", "I", "D", "\\mathrm{Var}", "\\mathrm{KL}", *_CURVED})


class Operators(Differentials):
    """The half of the parser that knows what letters, commands and fractions do to what follows."""

    functions: Collection[str]
    plain: Collection[str]
    heads: Collection[str]
    in_script: int

    @abstractmethod
    def raised(self, base: Surface) -> Surface:
        """What is no name, with its exponent."""

    @abstractmethod
    def bracket(self) -> Bracket:
        """A bracket with what it holds."""

    def operation(self) -> Surface | None:
        """A name, or something that acts on what follows; `None` where there is neither."""
        at = self.at
        word, sub = self.word()
        if word == "under":
            return self.scripted_name(Name(at, self.dressed), sub)
        if word in FUNCTIONS:
            return self.function(at, word)
        if word in ("sum", "prod", "int", "lim", "argmax", "argmin"):
            return self.big(at, word, sub)
        sign = self.text
        name = self.name()
        if name is None:
            return None
        if sign == "\\Pi" and self.starts_factor():
            raise Refusal("this product does not say over what it runs", at)
        return self.scripted_name(Name(at, name))

    def operator_ahead(self) -> str:
        """The function word or big sign that comes next, else an empty text; nothing is read."""
        token = self.token
        if token.kind == "letter":
            return self.word_here()
        if token.kind != "command":
            return ""
        if token.text in BIG or token.text == "\\arg":
            return token.text
        if token.text in ("\\mathrm", "\\operatorname", "\\operatorname*", "\\text", "\\mathop", "\\underset"):
            before = self.position
            word, _ = self.word()
            self.position = before
            return "" if word == "under" else word
        return token.text[1:] if token.text[1:] in FUNCTIONS else ""

    def scripted_name(self, name: Name, sub: Cells | None = None) -> Surface:
        """A name with its scripts, and with the bracket behind it where that makes it a function."""
        sub, sup, primes = self.scripts(sub)
        found = Name(name.at, name.text, sub, sup, primes)
        if name.text in ("\\mathcal{D}", "\\mathbb{D}") and quantity(found) == "KL":
            found = Name(name.at, "D", sub, sup, primes)
        letter = self.letter(found.text)
        column = self.column(found)
        if column is not None:
            return column
        if letter in ("E", "\\mathbb{E}", "\\mathrm{E}") and sup is None:
            return self.expectation(found)
        if self.text not in OPENING or OPENING[self.text] == "{":
            return found
        is_plain = name.text == letter and sub is None and sup is None and letter not in self.plain
        if letter == "\\sigma" and is_plain and self.text != "[":
            return self.raised(self.sigmoid(found))
        if self.text == "[" and letter in LAW_LETTERS and self.names_values():
            return self.applied(found, letter)
        if self.text == "[" and letter not in _BEFORE_SQUARE:
            if letter in _NAMING and not self.adds_up():
                raise self.at_refusal(found, f"{name.text} before a bracket could be a function or a factor: say which")
            return found
        return self.applied(found, letter)

    def column(self, row: Name) -> Surface | None:
        r"""The product of a row and the column behind it, as in w^T x: one number, whatever its components."""
        raised = row.sup.only if row.sup is not None else None
        if not (isinstance(raised, (Name, Words)) and raised.text in TRANSPOSED and is_vector(row.text)) or row.primes:
            return None
        if raised.text == "T" and self.counts("T"):
            return None
        before, at = self.position, self.at
        text = None if self.token.kind == "open" or self.operator_ahead() else self.name_or_none()
        if text is None or not is_vector(text):
            self.position = before
            return None
        sub, sup, primes = self.scripts(None)
        column = Name(at, text, sub, sup, primes)
        if primes or (sup is not None and not (isinstance(sup.only, Bracket) and sup.only.kind == "(")):
            self.position = before
            return None
        return scalar_product(Name(row.at, row.text, row.sub), column)

    def counts(self, letter: str) -> bool:
        """Whether a letter stands anywhere as something other than a raised sign."""
        return any(
            token.text == letter and before.text not in ("^", "{")
            for before, token in zip(self.tokens, self.tokens[1:], strict=False)
        )

    def names_values(self) -> bool:
        """Whether the square bracket that opens here says what values variables have, as in P[X = x, Y = y]."""
        depth, cells = 0, [False]
        for token in self.tokens[self.position :]:
            depth += (token.text in OPENING or token.kind == "open") - (token.text in CLOSING or token.kind == "close")
            if depth == 0:
                return all(cells)
            if depth == 1 and token.text in SEPARATORS:
                cells.append(False)
            cells[-1] = cells[-1] or token.text == "="
        return False

    def adds_up(self) -> bool:
        """Whether the square bracket that opens here holds terms with signs between them; nothing is read."""
        depth = 0
        for token in self.tokens[self.position :]:
            depth += (token.text in ("[", "(") or token.kind == "open") - (
                token.text in ("]", ")") or token.kind == "close"
            )
            if depth == 0:
                return False
            if depth == 1 and token.text in ("+", "-"):
                return True
        return False

    def name_or_none(self) -> str | None:
        """The name that stands here, where one does."""
        is_name = (
            self.token.kind == "letter" or self.text in BOLD or self.text in GREEK_COMMANDS or self.text in ACCENTS
        )
        return self.name() if is_name else None

    def applied(self, head: Name, letter: str) -> Surface:
        """A name with a bracket behind: its arguments, or one more factor of a product."""
        known = letter in self.functions or letter in LAW_LETTERS or letter in QUANTITIES or head.primes > 0
        known = (known or letter in WHOLE_FUNCTIONS or letter.startswith("\\mathrm{")) and letter not in self.plain
        before = self.position
        arguments = self.bracket().inside
        only = arguments.only
        if _is_curved_quantity(head, arguments):
            head, known = replace(head, text=_CURVED[head.text]), True
        if (
            letter in LAW_LETTERS
            and isinstance(only, Total)
            and (self.mentions(only, head) or (head.sub is not None and not head.sub.at_word))
        ):
            known = False
        if known:
            if letter in LAW_LETTERS and is_of_arguments(head, arguments):
                head = Name(head.at, head.text, None, head.sup, head.primes)
            return self.raised(Applied(head.at, head, arguments))
        if isinstance(only, (Total, Product, Quotient, Applied, Function)):
            self.position = before
            return head
        if only is None or isinstance(only, Related):
            what = f"the law {head.text}" if head.text.startswith("\\mathcal{") else f"a function {head.text}"
            return self.raised(Opaque(head.at, f"nothing is known of {what}", (head, arguments)))
        if letter not in self.plain and (letter in self.heads or _is_parametrised(head)):
            return self.raised(Applied(head.at, head, arguments))
        raise self.at_refusal(head, f"{head.text} before a bracket could be a function or a factor: say which")

    def mentions(self, piece: Surface, head: Name) -> bool:
        """Whether a name stands by itself inside a piece, as the p in p(1 - p)."""
        applied = {part.head.at for part in piece.walk() if isinstance(part, Applied)}
        return any(
            isinstance(part, Name) and part.text == head.text and part.is_bare and part.at not in applied
            for part in piece.walk()
        )

    def sigmoid(self, name: Name) -> Surface:
        """The logistic sigmoid, or its derivative with a prime."""
        if name.primes > 1:
            raise self.at_refusal(name, "there is no term for a higher derivative of the sigmoid yet")
        argument = self.bracket().inside.only
        if argument is None or isinstance(argument, Related):
            raise self.at_refusal(name, "the sigmoid takes one number")
        return Function(name.at, "sigmoid'" if name.primes else "sigmoid", None, None, argument)

    def expectation(self, name: Name) -> Surface:
        """An expectation: of what stands in brackets, else of the rest of the row."""
        if self.text in OPENING:
            inside = self.bracket().inside
            return self.raised(Big(name.at, "E", name.sub, None, inside.only or inside, bracketed=True))
        if self.ended or not self.starts_factor():
            return name
        if name.sub is None and self.operator_ahead() not in ("log", "ln", "\\log", "\\ln"):
            return name
        return Big(name.at, "E", name.sub, None, self.row())

    def function(self, at: int, word: str) -> Surface:
        """A function word with its argument."""
        sub, sup, primes = self.scripts(None)
        if primes and (primes > 1 or sup is not None or word not in HYPERBOLIC or self.text not in OPENING):
            raise self.refuse("a prime stands behind a function word")
        exponent = sup.only if sup is not None else None
        if sub is not None and word in ("exp", "sigmoid", *HYPERBOLIC):
            raise self.refuse(f"{word} carries no subscript")
        if exponent is not None and word in HYPERBOLIC and not isinstance(exponent, Number):
            raise self.refuse(f"it is not clear whether {word} is raised or turned round")
        word += "'" * primes
        if isinstance(exponent, Bracket) and exponent.kind == "(" and isinstance(exponent.inside.only, Number):
            raise self.refuse(f"a number in brackets above {word} is no exponent")
        if sup is not None and exponent is None:
            raise self.refuse("this exponent is not one expression")
        loose = False
        if self.text in OPENING:
            inside = self.bracket().inside
            if inside.only is None or isinstance(inside.only, Related):
                raise self.refuse(f"{word} takes one number")
            argument: Surface = inside.only
            if self.text in ("^", "_"):
                if word != "exp":
                    raise self.refuse(f"it is not clear whether {word} or its argument is raised")
                return self.raised(Function(at, word, sub, exponent, argument))
        else:
            argument, loose = self.bare_argument(word)
        return Function(at, word, sub, exponent, argument, loose)

    def bare_argument(self, word: str) -> tuple[Surface, bool]:
        """The factors after a function word without brackets, and whether they could be fewer."""
        if self.text == "-" or not self.starts_factor():
            raise self.refuse(f"{word} needs an argument here")
        braced = self.token.kind == "open"
        at = self.at
        first = self.factor()
        if braced or isinstance(first, (Big, Function)):
            return first, False
        if isinstance(first, Name) and self.text in OPENING and OPENING[self.text] != "{":
            raise self.refuse(f"it is not clear where the argument of {word} ends: write brackets")
        factors = [first]
        while self.starts_factor() and not self.operator_ahead() and not self.is_differential():
            if self.text in OPENING and not isinstance(first, Number):
                raise self.refuse(f"it is not clear where the argument of {word} ends: write brackets")
            factors.append(self.factor())
        found = factors[0] if len(factors) == 1 else Product(at, tuple(factors), ("",) * len(factors))
        loose = len(factors) > 1 and isinstance(first, (Applied, Bracket, Quotient, Function))
        if self.text == "/":
            self.position += 1
            found, loose = Quotient(at, found, self.factor()), True
        return found, loose

    def big(self, at: int, kind: str, sub: Cells | None) -> Surface:
        """A big sign with its scripts and its body."""
        sub, sup, primes = self.scripts(sub)
        if primes:
            raise self.refuse("a prime stands behind a big sign")
        self.deeper()
        if kind == "int":
            found = self.integral(at, sub, sup)
        else:
            body = self.total() if kind in ("argmax", "argmin") else self.row()
            found = Big(at, kind, sub, sup, body)
        self.depth -= 1
        return found

    def integral(self, at: int, sub: Cells | None, sup: Cells | None) -> Surface:
        """An integral up to its differential."""
        start, signs, terms = self.at, ["+"], []
        if self.text in ("+", *MINUS):
            signs = [self.signed()]
        self.inside.append("int")
        while True:
            terms.append(self.integrand())
            if self.is_differential():
                break
            signs.append(self.signed())
            if not self.starts_factor() or self.is_differential():
                raise self.refuse("the integral has no differential")
        self.inside.pop()
        self.position += 1 if self.text == "d" else 4
        name_at, text = self.at, self.name()
        if text is None:
            raise self.refuse("the differential names no variable")
        low, high, primes = self.scripts(None)
        variable = Name(name_at, text, low, high, primes)
        bare = len(terms) == 1 and signs == ["+"]
        body = terms[0] if bare else Total(start, tuple(signs), tuple(terms))
        return Big(at, "int", sub, sup, body, differential=variable)

    def integrand(self) -> Surface:
        """One term of what is integrated: its factors up to the differential or the next sign."""
        start, factors = self.at, list[Surface]()
        while not self.is_differential() and self.text not in ("+", *MINUS):
            if self.text in TIMES:
                self.position += 1
                continue
            if self.ended or not self.starts_factor():
                raise self.refuse("the integral has no differential")
            factors.append(self.factor())
        if len(factors) > 1:
            return Product(start, tuple(factors), ("",) * len(factors))
        return factors[0] if factors else Number(start, "1")

    def signed(self) -> str:
        """The sign that stands here."""
        sign = "+" if self.text == "+" else "-"
        self.position += 1
        return sign


def _is_parametrised(head: Name) -> bool:
    r"""Whether a Greek letter or a word below a name says what it depends on, as no factor has: \\mu_\\theta(x)."""
    below = head.sub.only if head.sub is not None else None
    return isinstance(below, Name) and below.is_bare and below.text in _PARAMETERS


def _is_curved_quantity(head: Name, arguments: Cells) -> bool:
    r"""Whether a curved H or I is an entropy or information: \mathbb{I} may be an indicator, \mathcal{H} a set."""
    if head.text not in _CURVED or head.primes or head.sup is not None:
        return False
    if _CURVED[head.text] == "I":
        return ";" in arguments.separators
    return all(_is_variable_or_law(cell) for cell in arguments.cells)


def _is_variable_or_law(cell: Surface) -> bool:
    name = cell.head if isinstance(cell, Applied) else cell
    if isinstance(cell, Related):
        name = cell.pieces[0]
    return isinstance(name, Name) and (is_law_name(name) or (len(name.text) == 1 and name.text.isupper()))

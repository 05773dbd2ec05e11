"""How names and operators are spelt: accents, fonts, words in \\mathrm, scripts, and every spelling of argmax."""

from __future__ import annotations

from abc import ABC, abstractmethod

from qedtex.notes.reading.stream import Stream
from qedtex.notes.reading.surface import Cells, Name, Number, Refusal, Surface, Total, Words
from qedtex.notes.reading.tokens import Token
from qedtex.notes.reading.words import (
    ACCENTS,
    BIG,
    BIG_WORDS,
    BOLD,
    CURVED,
    FUNCTIONS,
    GREEK_COMMANDS,
    GREEK_LETTERS,
    UPRIGHT,
)

_WORDS = frozenset({*FUNCTIONS, *BIG_WORDS})
_EARLIER = {"<": False, "\\lt": False, "\\le": True, "\\leq": True, "\\leqslant": True}
"""Signs below a name for all that comes before an index, and whether what has the index is among it."""
_PARTS = {"\\arg": "arg", "\\max": "max", "\\min": "min", "\\log": "log", "\\ln": "ln", "\\exp": "exp"}


class Spelling(Stream, ABC):
    """Names and operator words, however they are spelt."""

    dressed: str = ""

    def at_refusal(self, piece: Surface, message: str) -> Refusal:
        """The refusal of a piece that was already read."""
        return Refusal(message, piece.at)

    @abstractmethod
    def cells(self, kind: str) -> Cells:
        """The pieces of a bracket or script."""

    def is_known(self, text: str) -> bool:
        """Whether a command starts a name, a function or a big sign."""
        return (
            text in GREEK_COMMANDS
            or text in BIG
            or text[1:] in FUNCTIONS
            or text in ACCENTS
            or text in BOLD
            or text in UPRIGHT
            or text in CURVED
            or text
            in ("\\arg", "\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\sqrt", "\\underset", "\\lvert", "\\lVert")
        )

    def letter(self, text: str) -> str:
        r"""The letter of a name without accents and boldness: p of \hat{p}."""
        while text.startswith(("\\hat{", "\\bar{", "\\tilde{", "\\mathbf{", "\\check{", "\\dot{")):
            text = text[text.index("{") + 1 : -1]
        return text

    def word(self) -> tuple[str, Cells | None]:
        """The function word or big sign that stands here, read, with what \\underset puts below it.

        An empty word where there is none: nothing is read then. "under" where \\underset is put below a name.
        """
        token = self.token
        if token.kind == "letter":
            word = self.word_here()
            if word:
                self.position += len(word)
                return word, None
            if self.run() == "arg" and self.begins_run():
                return self.argument_word(3), None
            return "", None
        if token.kind == "open" and self.braced_word():
            self.position, word = self.flat(self.position)
            return word, None
        if token.kind != "command":
            return "", None
        if token.text[1:] in FUNCTIONS or token.text in BIG:
            self.position += 1
            return BIG.get(token.text, token.text[1:]), None
        if token.text in ("\\Sigma", "\\Pi") and self.is_sum_or_product():
            self.position += 1
            return "sum" if token.text == "\\Sigma" else "prod", None
        if token.text == "\\arg":
            return self.argmax_after(1)
        if token.text == "\\underset":
            return self.underset()
        if token.text in UPRIGHT:
            end, word = self.flat(self.position + 1)
            if word in _WORDS:
                self.position = end
                return word, None
            if word == "arg":
                return self.argmax_after(end - self.position)
        return "", None

    def is_sum_or_product(self) -> bool:
        r"""Whether a capital Sigma or Pi is the sign of a sum or product: it has an index that is used behind it."""
        if self.ahead(1).text not in ("_", "\\_"):
            return False
        name = self.ahead(3 if self.ahead(2).kind == "open" else 2)
        if self.ahead(2).kind == "open" and self.ahead(4).text in ("=", "\\in"):
            return True
        place = self.position + (5 if self.ahead(2).kind == "open" else 3)
        return name.kind == "letter" and any(token.text == name.text for token in self.tokens[place:])

    def braced_word(self) -> bool:
        """Whether a function word stands here in braces of its own, as in {\\rm log}."""
        if self.ahead(1).kind != "letter":
            return False
        end, word = self.flat(self.position)
        return word in _WORDS and end - self.position == len(word) + 2

    def argument_word(self, steps: int) -> str:
        """`arg max` in plain letters."""
        word, _ = self.argmax_after(steps)
        return word

    def argmax_after(self, steps: int) -> tuple[str, Cells | None]:
        """The max or min after arg, with what is set below it."""
        before = self.position
        self.position += steps
        token = self.token
        if token.text in ("\\max", "\\min"):
            self.position += 1
            return "arg" + token.text[1:], None
        if token.kind == "letter" and self.run() in ("max", "min"):
            run = self.run()
            self.position += 3
            return "arg" + run, None
        if token.text == "\\underset":
            self.position += 1
            if self.token.kind == "open":
                below = self.script()
                end, word = self.flat(self.position)
                if word in ("max", "min"):
                    self.position = end
                    return "arg" + word, below
        elif token.text in UPRIGHT:
            end, word = self.flat(self.position + 1)
            if word in ("max", "min"):
                self.position = end
                return "arg" + word, None
        self.position = before
        raise self.refuse("arg stands without max or min")

    def underset(self) -> tuple[str, Cells | None]:
        """\\underset{below}{operator}."""
        self.position += 1
        below = self.script()
        end, word = self.flat(self.position)
        if word in _WORDS:
            self.position = end
            return word, below
        if self.token.kind == "open" and self.ahead(1).text in BIG and self.ahead(2).kind == "close":
            word = BIG[self.ahead(1).text]
            self.position += 3
            return word, below
        if self.token.kind == "open" and self.ahead(1).text == "\\mathbb" and self.flat(self.position + 2)[1] == "E":
            self.position = self.flat(self.position)[0]
            self.dressed = "\\mathbb{E}"
            return "under", below
        raise self.refuse("nothing is known of this with something set below it")

    def flat(self, place: int) -> tuple[int, str]:
        """The letters of the group at a place, its inner groups and fonts opened, and the place behind it."""
        if self.tokens[place].kind != "open":
            token = self.tokens[place]
            return place + 1, token.text if token.kind in ("letter", "text") else _PARTS.get(token.text, "")
        depth = 0
        letters: list[str] = []
        for number in range(place, len(self.tokens) - 1):
            token = self.tokens[number]
            if token.kind == "open":
                depth += 1
            elif token.kind == "close":
                depth -= 1
                if depth == 0:
                    return number + 1, "".join(letters)
            elif token.kind in ("letter", "text", "number"):
                letters.append(token.text)
            elif token.text in _PARTS:
                letters.append(_PARTS[token.text])
            elif token.text not in UPRIGHT and token.text not in CURVED:
                letters.append(token.text if token.text in "-*" else "?")
            if len(letters) > 200:
                break
        return place + 1, ""

    def name(self) -> str | None:
        """The LaTeX of the name that stands here, without its scripts; `None` where there is none."""
        token = self.token
        text = token.text
        if token.kind == "letter":
            several = self.name_here()
            self.position += len(several) or 1
            return f"\\mathrm{{{several}}}" if several else GREEK_LETTERS.get(text, text)
        if token.kind != "command":
            return None
        if text in GREEK_COMMANDS:
            self.position += 1
            return GREEK_COMMANDS[text]
        if text in ACCENTS:
            self.position += 1
            return f"{ACCENTS[text]}{{{self.dressed_name()}}}"
        if text in BOLD:
            self.position += 1
            inner = self.dressed_name()
            return inner if inner.startswith(("\\mathbf{", "\\hat{", "\\tilde{", "\\bar{")) else f"\\mathbf{{{inner}}}"
        if text in UPRIGHT or text in CURVED:
            return self.font_name(text)
        return None

    def font_name(self, font: str) -> str | None:
        """A word or a letter in a font."""
        end, word = self.flat(self.position + 1)
        if "?" in word or not word:
            empty = self.ahead(1).kind == "open" and self.ahead(2).kind == "close"
            raise self.refuse("there is nothing in this group" if empty else "this group is no name")
        self.position = end
        if font in CURVED:
            return f"{CURVED[font]}{{{word}}}"
        if not word.isascii():
            return f"\\text{{{word}}}"
        if len(word) == 1 and word.isalpha():
            return word
        if not word.isalnum():
            word = "".join(character for character in word if character.isalnum())
        return f"\\mathrm{{{word}}}"

    def dressed_name(self) -> str:
        """The one name under an accent or in a bold face."""
        braced = self.token.kind == "open"
        self.position += braced
        found = self.name()
        if found is None or (braced and self.token.kind != "close"):
            raise self.refuse("an accent or font stands over more than one name")
        self.position += braced
        return found

    def scripts(self, sub: Cells | None) -> tuple[Cells | None, Cells | None, int]:
        """What stands below and above, and the number of primes."""
        sup: Cells | None = None
        primes = 0
        while True:
            text = self.text
            if text in ("_", "\\_"):
                if sub is not None:
                    raise self.refuse("there is a second subscript")
                self.position += 1
                sub = self.script(below=True)
            elif text == "^":
                if sup is not None:
                    raise self.refuse("there is a second superscript")
                self.position += 1
                sup = self.script()
                if isinstance(sup.only, Words) and sup.only.text == "'":
                    primes, sup = primes + 1, None
            elif text in ("'", "’", "\\prime"):
                self.position += 1
                primes += 1
            else:
                return sub, sup, primes

    @abstractmethod
    def factor(self) -> Surface:
        """One factor."""

    def script(self, *, below: bool = False) -> Cells:
        """One subscript or superscript."""
        at = self.at
        if not below and self.text in ("\\frac", "\\dfrac", "\\tfrac"):
            return Cells(at, (self.factor(),))
        if self.token.kind != "open":
            return Cells(at, (self.single(),))
        inner, after = self.ahead(1), self.ahead(2)
        if after.kind == "close" and inner.text in ("*", "+", "-", "\\ast", "\\star", "\\prime", "\\top"):
            self.position += 3
            return Cells(at, (Words(at, "'" if inner.text == "\\prime" else inner.text),))
        self.position += 1
        if below and inner.kind == "letter":
            run = self.run()
            if len(run) >= 2 and self.ahead(len(run)).kind == "close" and (len(run) > 2 or not run.islower()):
                self.position += len(run) + 1
                return Cells(at, (Name(at, f"\\mathrm{{{run}}}"),))
        before = self.text if below and inner.text in _EARLIER else ""
        self.position += bool(before)
        self.in_script += 1
        found = self.cells("{}")
        self.in_script -= 1
        if before and found.only is not None:
            last = found.only if _EARLIER[before] else Total(at, ("+", "-"), (found.only, Number(at, "1")))
            return Cells(at, (Number(at, "1"), last), (":",))
        if before:
            raise self.refuse("this subscript does not say up to where it runs")
        return found

    in_script: int = 0

    def single(self) -> Surface:
        """One token as an argument or a script."""
        at, token = self.at, self.token
        if token.kind == "number":
            first, rest = token.text[0], token.text[1:]
            if rest:
                # TeX takes one digit: \\frac12 is a half.
                self.tokens[self.position] = Token("number", rest, token.start + 1, token.end)
            else:
                self.position += 1
            if not first.isdigit():
                raise self.refuse("a decimal point cannot stand here")
            return Number(at, first)
        if token.kind == "open":
            return self.script()
        if token.text in ("*", "+", "-", "\\ast", "\\star", "\\top", "\\prime"):
            self.position += 1
            return Words(at, "'" if token.text == "\\prime" else token.text)
        if token.kind == "letter" and token.text.isascii():
            self.position += 1
            return Name(at, token.text)
        found = self.name()
        if found is None:
            raise self.refuse("the formula stops too early" if self.ended else f"{token} cannot stand here")
        return Name(at, found)

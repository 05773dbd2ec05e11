"""The stream of tokens that the grammar reads: spaces skipped, runs of letters known, plain words found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from qedtex.notes.reading.surface import Refusal
from qedtex.notes.reading.tokens import Token
from qedtex.notes.reading.transparent import undressed
from qedtex.notes.reading.words import NAMED, PLAIN_WORDS, SPACES

MOST_TOKENS = 4000
"""More tokens than one side of a formula may have; longer ones are refused."""

DEEPEST = 40
"""The most brackets and groups inside each other."""

_NOT_SPLIT = frozenset({"logit", "login", "logic", "limit", "lnr", "exps"})
_FIGURES = frozenset(
    [
        "max",
        "min",
        "sup",
        "inf",
        "sin",
        "cos",
        "tan",
        "det",
        "set",
        "and",
        "iff",
        "for",
        "bit",
        "std",
        "sum",
        "var",
        "out",
    ]
)
_SIGNS = {"\u222b": "\\int", "\u2211": "\\sum", "\u220f": "\\prod", "\u2202": "\\partial", "\u2207": "\\nabla"}
"""Signs that are written as they look, and the command for each."""
_END = Token("end of formula", "", 0, 0)


@lru_cache(maxsize=2048)
def split_run(run: str) -> tuple[int, str]:
    """Where in a run of letters a function word stands, and which: `ylog` is y log. (-1, "") where there is none.

    >>> split_run("ylog"), split_run("lnp"), split_run("expected"), split_run("argmax")
    ((1, 'log'), (0, 'ln'), (-1, ''), (0, 'argmax'))
    """
    if run in _NOT_SPLIT:
        return -1, ""
    run = run.replace("Log", "log", 1) if run.startswith("Log") else run
    for start in range(min(3, len(run))):
        for word in PLAIN_WORDS:
            if run.startswith(word, start) and len(run) - start - len(word) <= (
                0 if word in ("lb", "lg", "lim") else 2
            ):
                return start, word
    return -1, ""


class Stream:
    """Tokens with a position; `at` is the number that the current one has in the whole side."""

    def __init__(self, written: Sequence[Token]) -> None:
        if len(written) > MOST_TOKENS:
            raise Refusal(f"the formula is longer than {MOST_TOKENS} tokens", MOST_TOKENS)
        self.tokens: list[Token] = []
        self.numbers: list[int] = []
        for number, token in undressed(written):
            if token.text in SPACES and token.kind == "command":
                continue
            if token.text == "*" and self.tokens and self.tokens[-1].text == "\\operatorname":
                continue
            if token.text in _SIGNS:
                token = Token("command", _SIGNS[token.text], token.start, token.end)
            self.tokens.append(token)
            self.numbers.append(number)
        self.last = max(len(written) - 1, 0)
        while self.tokens and self.tokens[-1].kind == "symbol" and self.tokens[-1].text in ",.;。，；~":
            self.tokens.pop()
            self.numbers.pop()
        if len(self.tokens) > 2 and self.tokens[0].text.isdigit() and self.tokens[1].text == "." != self.tokens[2].text:
            del self.tokens[:2], self.numbers[:2]  # the number of an item in a list
        self.tokens.append(_END)
        self.numbers.append(self.last)
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.position]

    @property
    def text(self) -> str:
        """Its text."""
        return self.tokens[self.position].text

    @property
    def at(self) -> int:
        """Its number in the side."""
        return self.numbers[self.position]

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.position >= len(self.tokens) - 1

    def ahead(self, steps: int) -> Token:
        """The token some steps further on."""
        place = self.position + steps
        return self.tokens[place] if place < len(self.tokens) else _END

    def refuse(self, message: str) -> Refusal:
        """The refusal to read on at the current token."""
        return Refusal(message, self.at)

    def deeper(self) -> None:
        """Enter a bracket or group."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refuse(f"the formula is nested deeper than {DEEPEST} brackets")

    def run(self) -> str:
        """The letters that stand here without a space between them."""
        letters = []
        place = self.position
        while self.tokens[place].kind == "letter" and self.tokens[place].text.isascii():
            letters.append(self.tokens[place].text)
            if self.tokens[place + 1].start != self.tokens[place].end or len(letters) > 24:
                break
            place += 1
        return "".join(letters)

    def begins_run(self) -> bool:
        """Whether the current letter is the first of its run."""
        if self.position == 0:
            return True
        before = self.tokens[self.position - 1]
        return before.kind != "letter" or not before.text.isascii() or before.end != self.token.start

    def word_here(self) -> str:
        """The function word that starts at the current letter, else an empty text."""
        run = self.run()
        if len(run) < 2:
            return ""
        start, word = split_run(run)
        return word if start == 0 else ""

    def name_here(self) -> str:
        """The name of several letters that starts here; refuses a word that is no name."""
        run = self.run()
        if len(run) < 2 or not self.begins_run():
            return ""
        if run in NAMED or (len(run) >= 3 and (run.isupper() or (run[0].isupper() and run[1:].islower()))):
            return run
        if split_run(run)[0] < 0 and len(run) >= 4 and run.islower() and self.ahead(len(run)).text == "(":
            return run
        if split_run(run)[0] < 0 and (len(run) >= 4 or run in _FIGURES):
            raise self.refuse(f"{run!r} is a word and not a product of letters")
        return ""

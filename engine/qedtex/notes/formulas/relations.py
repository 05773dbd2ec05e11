r"""Relations between the sides of a chain, and which of them stand at the top of a formula and not inside something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qedtex.notes.reading.tokens import Token

CONNECTIVES = ("implies", "iff")
"""Relations between claims; the others stand between terms, `->` between either."""

_NAMES = {
    "=": r"= \equiv \doteq ＝ ≡",
    "!=": r"\ne \neq ≠",
    "<": r"< \lt ＜",
    "<=": r"\le \leq \leqslant \leqq ≤ ⩽ ≦",
    ">": r"> \gt ＞",
    ">=": r"\ge \geq \geqslant \geqq ≥ ⩾ ≧",
    "~=": r"\approx \simeq \cong \thickapprox \approxeq ≈ ≃ ≅",
    "propto": r"\propto ∝",
    "->": r"\to \rightarrow \longrightarrow →",
    "implies": r"\Rightarrow \Longrightarrow \implies ⇒ ⟹",
    "iff": r"\iff \Leftrightarrow \Longleftrightarrow ⇔ ⟺",
    ":=": r"\triangleq \coloneqq \coloneq \colonequals ≜ ≔",
    "~": r"\sim \thicksim ∼",
}
_SINGLE = {text: name for name, texts in _NAMES.items() for text in texts.split()}
_ADJACENT = {
    "<=>": "iff",
    "-->": "->",
    "==>": "implies",
    "::=": ":=",
    ":=": ":=",
    "<=": "<=",
    ">=": ">=",
    "=>": "implies",
    "->": "->",
    "==": "=",
}
_STACKED = (r"\overset", r"\stackrel", r"\underset")
_EXTENSIBLE = {
    r"\xrightarrow": "->",
    r"\xlongrightarrow": "->",
    r"\xRightarrow": "implies",
    r"\xlongequal": "=",
    r"\xequal": "=",
}
_DEFINES = ("def", r"\triangle", r"\Delta", "Δ", "定义")

_OPEN = r"( [ \{ \lbrace \lbrack \langle \lfloor \lceil \lgroup （ 【"
_CLOSE = r") ] \} \rbrace \rbrack \rangle \rfloor \rceil \rgroup ） 】"
OPENERS, CLOSERS = frozenset(_OPEN.split()), frozenset(_CLOSE.split())

_TWO_ARGUMENTS = frozenset(
    rf"\frac \dfrac \tfrac \cfrac \binom \dbinom \tbinom {' '.join(_STACKED)} \textcolor \href".split()
)
_SYMBOLS = r"""
    \sum \prod \int \iint \oint \bigcup \bigcap \bigoplus \lim \limsup \liminf \max \min \sup \inf \log \ln \lg \lb
    \exp \sin \cos \tan \tanh \arg \argmax \argmin \det \dim \ker \Pr \gcd \deg \limits \nolimits \quad \qquad \, \; \:
    \! \  \cdot \times \div \pm \mp \partial \nabla \infty \mid \vert \Vert \| \left \right \middle \big \Big \bigg
    \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \displaystyle \textstyle \rm \bf \it \cal \dots \ldots \cdots \forall
    \exists \in \alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu
    \nu \xi \pi \rho \sigma \tau \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Phi \Psi
    \Omega \ell \propto \because \therefore \\
"""
_NO_ARGUMENT = frozenset([*_SYMBOLS.split(), "\\ ", *_SINGLE])
"""Commands after which a brace group stands by itself; any other command takes it for its argument."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation at a place of a list of tokens: its name, the index after it, and what is written over it."""

    name: str
    end: int
    note: tuple[int, int] | None = None


class _Frame:
    """The brackets that are open within one brace group."""

    __slots__ = ("counts", "open", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.open: list[tuple[str, int]] = []
        self.counts = {"(": 0, "left": 0, "begin": 0}


def matched(tokens: Sequence[Token]) -> dict[int, int]:
    r"""For each bracket that is closed, the index of its opening and of its closing token.

    Braces, parentheses and the like, `\left` and `\right`, environments; what nothing closes is left out. An opening
    parenthesis may be closed by a bracket, as in (0, 1].

    >>> from qedtex.notes.reading.tokens import tokens
    >>> matched(tokens(r"f(E(x) = g"))
    {3: 5}
    """
    pairs: dict[int, int] = {}
    frames = [_Frame(-1)]
    delimiter = False
    for index, token in enumerate(tokens):
        if delimiter:
            delimiter = False
            if token.kind not in ("open", "close", "begin", "end"):
                continue
        frame = frames[-1]
        if token.kind == "open":
            frames.append(_Frame(index))
        elif token.kind == "close":
            if len(frames) > 1:
                pairs[frames.pop().start] = index
        elif token.kind == "begin" or token.text == "\\left":
            kind = "begin" if token.kind == "begin" else "left"
            frame.open.append((kind, index))
            frame.counts[kind] += 1
            delimiter = kind == "left"
        elif token.kind == "end":
            _close(frame, "begin", index, pairs)
        elif token.text == "\\right":
            # The pair ends with the delimiter that \right stands before.
            delimiter = index + 1 < len(tokens) and tokens[index + 1].kind not in ("open", "close", "begin", "end")
            _close(frame, "left", index + delimiter, pairs)
        elif token.text in OPENERS:
            frame.open.append(("(", index))
            frame.counts["("] += 1
        elif token.text in CLOSERS and frame.open and frame.open[-1][0] == "(":
            _close(frame, "(", index, pairs)
    return pairs


def _close(frame: _Frame, kind: str, index: int, pairs: dict[int, int]) -> None:
    if not frame.counts[kind]:
        return
    while frame.open:
        other, start = frame.open.pop()
        frame.counts[other] -= 1
        if other == kind:
            pairs[start] = index
            return


def depths(tokens: Sequence[Token], pairs: dict[int, int]) -> list[int]:
    """How many closed brackets each token stands in; a bracket stands in itself."""
    changes = [0] * (len(tokens) + 1)
    for start, end in pairs.items():
        changes[start] += 1
        changes[end + 1] -= 1
    found, depth = [], 0
    for change in changes[:-1]:
        depth += change
        found.append(depth)
    return found


def relation_at(tokens: Sequence[Token], index: int, pairs: dict[int, int]) -> Relation | None:
    r"""The relation that begins at an index, the scripts on it included.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> relation_at(tokens(r"\overset{(a)}{\leq} b"), 0, {1: 5, 6: 8})
    Relation(name='<=', end=9, note=(2, 5))
    >>> relation_at(tokens(":= b"), 0, {}), relation_at(tokens("+ b"), 0, {})
    (Relation(name=':=', end=2, note=None), None)
    """
    found = _bare_relation(tokens, index, pairs)
    if found is None:
        return None
    end, note = found.end, found.note
    while end < len(tokens) and tokens[end].text in ("_", "^") and end + 1 < len(tokens):
        close = pairs.get(end + 1, end + 1)
        note = note or (end + 1, close + 1)
        end = close + 1
    return Relation(found.name, end, note)


def single_relation(text: str, token: Token) -> str | None:
    r"""The relation that one token of a text is by itself, and not as a part of a longer sign.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> [single_relation(text, tokens(text)[1]) for text in (r"a \geq b", "a > b", "a >= b", r"a \not= b")]
    ['>=', '>', None, None]
    """
    beside = text[token.start - 1 : token.start] + text[token.end : token.end + 1]
    if any(letter in "<>=:-/_^" for letter in beside) or text[: token.start].rstrip().endswith("\\not"):
        return None
    return _SINGLE.get(token.text)


def _bare_relation(tokens: Sequence[Token], index: int, pairs: dict[int, int]) -> Relation | None:
    token = tokens[index]
    if token.kind == "symbol":
        run = token.text
        for following in tokens[index + 1 : index + 3]:
            if following.kind != "symbol" or following.start != tokens[index + len(run) - 1].end:
                break
            run += following.text
        if run[:2] in ("<<", ">>"):
            return None
        for length in (3, 2):
            name = _ADJACENT.get(run[:length]) if len(run) >= length else None
            if name is not None:
                return Relation(name, index + length)
    elif token.text in _STACKED:
        return _stacked(tokens, index, pairs)
    elif token.text in _EXTENSIBLE:
        position = index + 1
        if position < len(tokens) and tokens[position].text == "[":
            position = pairs.get(position, position) + 1
        close = pairs.get(position)
        if close is None:
            return Relation(_EXTENSIBLE[token.text], index + 1)
        return Relation(_EXTENSIBLE[token.text], close + 1, (position + 1, close))
    elif token.text == "\\not" and index + 1 < len(tokens) and tokens[index + 1].text == "=":
        return Relation("!=", index + 2)
    name = _SINGLE.get(token.text)
    return Relation(name, index + 1) if name is not None else None


def _stacked(tokens: Sequence[Token], index: int, pairs: dict[int, int]) -> Relation | None:
    """A relation with something written over or under it; what it says may make it a definition."""
    upper = pairs.get(index + 1)
    note = (index + 2, upper) if upper is not None else (index + 1, index + 2)
    position = (upper if upper is not None else index + 1) + 1
    if position >= len(tokens):
        return None
    close = pairs.get(position)
    inner = position + 1 if close is not None else position
    end = close if close is not None else position + 1
    if inner >= end or tokens[inner].text in _STACKED:
        return None
    found = relation_at(tokens[:end], inner, pairs)
    if found is None or found.end != end:
        return None
    said = "".join(token.text for token in tokens[note[0] : note[1]])
    defines = found.name == "=" and any(word in said for word in _DEFINES)
    return Relation(":=" if defines else found.name, end + (close is not None), note)


def without_open_groups(tokens: Sequence[Token]) -> list[Token]:
    r"""The tokens without the braces of groups in which a chain goes on, as in `\sum_x{a = \sum_y{b = c}}`.

    A group that is the argument of a command or a script keeps its braces, and so does one that holds no relation.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> "".join(map(str, without_open_groups(tokens(r"\sum_{i=1}{a = {b} + c}"))))
    '\\sum_{i=1}a={b}+c'
    """
    pairs = matched(tokens)
    arguments = _argument_groups(tokens, pairs)
    dissolved: set[int] = set()
    inside: list[int] = []
    opaque = -1
    for index, token in enumerate(tokens):
        while inside and pairs[inside[-1]] < index:
            inside.pop()
        if index > opaque and index in pairs:
            if token.kind == "open" and index not in arguments:
                inside.append(index)
            else:
                opaque = pairs[index]
        elif index > opaque and inside and inside[-1] not in dissolved and _relates(tokens, index, pairs):
            dissolved.update(inside)
    if not dissolved:
        return list(tokens)
    gone = dissolved.union(pairs[index] for index in dissolved)
    return [token for index, token in enumerate(tokens) if index not in gone]


def _relates(tokens: Sequence[Token], index: int, pairs: dict[int, int]) -> bool:
    before = tokens[index - 1].text if index else ""
    return before not in ("_", "^", "\\left", "\\right") and relation_at(tokens, index, pairs) is not None


def _argument_groups(tokens: Sequence[Token], pairs: dict[int, int]) -> set[int]:
    """The opening braces of groups that are arguments of commands, or scripts."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if token.text in ("_", "^"):
            found.add(index + 1)
        elif token.kind == "command" and token.text not in _NO_ARGUMENT:
            position = index + 1
            if position < len(tokens) and tokens[position].text == "*":
                position += 1
            if position < len(tokens) and tokens[position].text == "[":
                position = pairs.get(position, position - 1) + 1
            for _ in range(2 if token.text in _TWO_ARGUMENTS else 1):
                found.add(position)
                position = pairs.get(position, position) + 1
    return found


def is_in_number(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token may stand inside of a number, right before three of its digits, as the comma of 10,000."""
    around = tokens[max(0, at - 1) : at + 2]
    if len(around) < 3 or {around[0].kind, around[2].kind} != {"number"}:
        return False
    return len(around[2].text) == 3 and around[0].end == around[1].start and around[1].end == around[2].start

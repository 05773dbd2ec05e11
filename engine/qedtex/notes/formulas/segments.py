r"""Parts of a row: claims one beside the other, the conditions on them (`\text{iff}`, `\quad x > 0`), and reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from qedtex.notes.formulas.relations import depths, is_in_number, matched, relation_at
from qedtex.notes.reading.tokens import Token

CLAIM, CONDITION, REASON = "claim", "condition", "reason"

_WORDS = {
    "iff": "iff|if and only if|exactly when|当且仅当|等号成立当且仅当|等价于",
    "if": "if|when|whenever|provided|provided that|once|若|如果|当|只要",
    "unless": "unless|only if|only when|only for|except|except for|for some|仅当|只有当|除非|除了|存在",
    "where": "where|with|subject to|s.t.|st|such that|given|assuming|under|其中|使得|满足|假设|给定|约束",
    "for": "for|for all|for any|for every|for each|对于|对任意|对所有|任意|对",
    "and": "and|or|且|和|与|或|及|以及|并且",
    "therefore": "so|hence|thus|therefore|then|i.e.|ie|that is|implies|即|所以|因此|故|则|于是|从而|也即|那么|可得|得",
    "because": "since|because|because of|as|by|using|note that|recall|recall that|因为|由于|由|利用|根据|注意到",
}
_KINDS = {word.rstrip("."): kind for kind, words in _WORDS.items() for word in words.split("|")}
_ENGLISH = sorted((word for word in _KINDS if word.isascii()), key=len, reverse=True)
_OF_ENGLISH = re.compile(rf"(?:{'|'.join(map(re.escape, _ENGLISH))})(?=[\s.,:])")
_OF_CHINESE = tuple(sorted((word for word in _KINDS if not word.isascii() and len(word) > 1), key=len, reverse=True))

TEXT_COMMANDS = frozenset(
    [
        r"\text",
        r"\mbox",
        r"\hbox",
        r"\textrm",
        r"\textbf",
        r"\textit",
        r"\textsf",
        r"\textnormal",
        r"\textup",
        r"\mathrm",
    ]
)
_LABEL = re.compile(r"[^\W\d_]{2}.*[:：][-–—]?\s*$", re.DOTALL)
"""Words before a formula that say what it is."""
_QUADS = ("\\quad", "\\qquad", "\\hfill")
_SPACES = ("\\;", "\\ ", "\\:", "~", "\\,", "\\!", "\\>")
_COMMAS = (",", ";", "，", "；", "、")
_PUNCTUATION = frozenset([*_QUADS, *_SPACES, *_COMMAS, ":", "：", ".", "。", "\\displaystyle"])
_OPERATORS = frozenset(
    [
        r"+",
        r"-",
        r"\cdot",
        r"\times",
        r"/",
        r"\pm",
        r"\mp",
        r"\div",
        r"*",
        r"\cup",
        r"\cap",
        r"\wedge",
        r"\vee",
        r"\oplus",
        r"·",
        r"−",
    ]
)
_ORDER = frozenset(["<", ">", r"\le", r"\ge", r"\leq", r"\geq", r"\ne", r"\neq", r"\lt", r"\gt", "≤", "≥", "≠"])
_MEMBERSHIP = frozenset([r"\in", r"\notin", r"\subset", r"\subseteq", r"\forall", r"\exists", r"\perp", r"∈", r"∀"])
_INDICES = frozenset("ijklmnst")
_DOTS = frozenset([r"\dots", r"\ldots", r"\cdots", r"\dotsc", r"\dotsb", r"…", r"⋯"])


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a row: its kind, the words that begin it and what they mean (`iff`, `if`, `where`, ...), its tokens."""

    kind: str
    tokens: tuple[Token, ...]
    words: str = ""
    meaning: str = ""


@dataclass(slots=True)
class _Piece:
    separator: str
    tokens: list[Token] = field(default_factory=list)
    lead: tuple[Token, ...] = ()
    words: str = ""
    meaning: str = ""
    relates: bool = False
    is_filled: bool = False


def trimmed(tokens: Sequence[Token]) -> tuple[Token, ...]:
    r"""The tokens without the punctuation and space around them.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> [token.text for token in trimmed(tokens(r"\quad a + b \, ."))]
    ['a', '+', 'b']
    """
    start, end = 0, len(tokens)
    while start < end and tokens[start].text in _PUNCTUATION:
        start += 1
    while (
        end > start
        and (tokens[end - 1].text in _PUNCTUATION)
        and not (end - start > 1 and tokens[end - 2].text in ("\\left", "\\right", "_", "^"))
        and not (tokens[end - 1].text == "." and end - start > 1 and tokens[end - 2].text == ".")
    ):
        end -= 1
    return tuple(tokens[start:end])


def is_operator(tokens: Sequence[Token]) -> bool:
    """Whether what stands here begins with an operator between two terms."""
    return bool(tokens) and tokens[0].text in _OPERATORS


def meaning_of(words: str) -> str:
    """What words between formulas mean, and nothing where they are a name, a unit or a remark.

    >>> meaning_of("if and only if"), meaning_of(" for all "), meaning_of("当且仅当"), meaning_of("bit")
    ('iff', 'for', 'iff', '')
    """
    said = " ".join(words.strip(" ,，.;；:：~$\\").split()).lower()
    if said in _KINDS:
        return _KINDS[said]
    found = _OF_ENGLISH.match(said)
    if found is not None and len(said) < 40:
        return _KINDS[found[0]]
    return next((_KINDS[word] for word in _OF_CHINESE if said.startswith(word)), "")


def has_relation(tokens: Sequence[Token]) -> bool:
    """Whether a relation stands in the tokens, outside every bracket."""
    return _first_relation(tokens) is not None


def _first_relation(tokens: Sequence[Token]) -> tuple[int, str, int] | None:
    pairs = matched(tokens)
    for index, depth in enumerate(depths(tokens, pairs)):
        if depth == 0 or tokens[index].text in ("\\overset", "\\stackrel", "\\underset"):
            before = tokens[index - 1].text if index else ""
            found = None if before in ("_", "^") else relation_at(tokens, index, pairs)
            if found is not None and depth == 0:
                return index, found.name, found.end
    return None


def words_of(tokens: Sequence[Token], latex: str) -> str | None:
    r"""The words of a text group (`\text{...}`) that begins the tokens; `None` where there is none."""
    if len(tokens) < 2 or tokens[0].text not in TEXT_COMMANDS or tokens[1].kind != "open":
        return None
    close = matched(tokens).get(1)
    return None if close is None else latex[tokens[1].end : tokens[close].start]


def is_text(tokens: Sequence[Token]) -> bool:
    """Whether the tokens are a text group, or several, and nothing else but punctuation and parentheses."""
    pairs = matched(tokens)
    index, found = 0, False
    while index < len(tokens):
        token = tokens[index]
        if token.text in TEXT_COMMANDS and index + 1 in pairs:
            index = pairs[index + 1] + 1
            found = True
        elif token.kind == "text" or token.text in _PUNCTUATION or token.text in "()[]（）":
            found = found or token.kind == "text"
            index += 1
        else:
            return False
    return found


def segments(tokens: Sequence[Token], latex: str, *, beside: bool = False) -> list[Segment]:
    r"""The parts of a row; `beside` a claim, in a column of its own, `since a = b` is no claim but what it rests on.

    >>> from qedtex.notes.reading.tokens import tokens
    >>> latex = r"D = 0, \quad \text{iff } p = q"
    >>> [(part.kind, part.meaning, "".join(map(str, part.tokens))) for part in segments(tokens(latex), latex)]
    [('claim', '', 'D=0'), ('condition', 'iff', 'p=q')]
    """
    found: list[Segment] = []
    pieces = _merged(_pieces(tokens, latex))
    for piece in pieces:
        segment = _segment(
            piece,
            first=not found and not (len(pieces) > 1 and not piece.relates and _is_member(piece.tokens)),
            beside=beside or bool(found),
        )
        if segment is not None:
            found.append(segment)
    return found


def _pieces(tokens: Sequence[Token], latex: str) -> list[_Piece]:
    pairs = matched(tokens)
    levels = depths(tokens, pairs)
    pieces = [_Piece("")]
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if levels[index]:
            pieces[-1].tokens.append(token)
        elif token.text in _QUADS or _is_wide(tokens, index):
            while index + 1 < len(tokens) and tokens[index + 1].text in (*_QUADS, *_SPACES):
                index += 1
            pieces.append(_Piece("quad"))
        elif (token.text in _COMMAS and not is_in_number(tokens, index)) or (
            token.text == ":" and _ends_quantifier(pieces, tokens, index)
        ):
            pieces.append(_Piece("comma", lead=(token,)))
        elif token.text in ("\\forall", "\\because", "\\therefore", "∀", "∵", "∴"):
            meaning = {"\\forall": "for", "∀": "for", "\\because": "because", "∵": "because"}.get(
                token.text, "therefore"
            )
            pieces.append(_Piece("words", lead=(token,), words=token.text, meaning=meaning))
        else:
            close = pairs.get(index + 1) if token.text in TEXT_COMMANDS else None
            words = latex[tokens[index + 1].end : tokens[close].start] if close is not None else token.text
            meaning = meaning_of(words) if close is not None or token.kind == "text" else ""
            if close is not None and not pieces[-1].tokens and _LABEL.search(words):
                meaning = "therefore"
            end = index + 1 if close is None else close + 1
            if meaning:
                pieces.append(_Piece("words", lead=tuple(tokens[index:end]), words=words.strip(), meaning=meaning))
            else:
                pieces[-1].tokens.extend(tokens[index:end])
            index = end - 1
        index += 1
    return pieces


def _ends_quantifier(pieces: list[_Piece], tokens: Sequence[Token], index: int) -> bool:
    r"""Whether a colon ends what `\forall x, y \in X` ranges over, and does not begin `:=`."""
    if index + 1 < len(tokens) and tokens[index + 1].text == "=":
        return False
    quantifier = next((piece for piece in reversed(pieces[-6:]) if piece.separator != "comma"), None)
    return quantifier is not None and quantifier.words in ("\\forall", "∀")


def _is_wide(tokens: Sequence[Token], index: int) -> bool:
    r"""Whether several spaces in a row part two formulas, as `\; \; \;` does."""
    run = 0
    while run < 4 and index + run < len(tokens) and tokens[index + run].text in _SPACES:
        run += 1
    return run >= 3 or (run == 2 and {tokens[index].text, tokens[index + 1].text} <= {"\\;", "\\ ", "~"})


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces, with those put together again that only a comma within a term parted."""
    found: list[_Piece] = []
    for piece in pieces:
        tokens = trimmed(piece.tokens)
        piece.is_filled = bool(tokens)
        piece.relates = has_relation(tokens)
        current = found[-1] if found else None
        if current is not None and piece.separator == "quad" and not tokens:
            continue
        listed = (
            piece.separator == "comma"
            and any(one.is_filled for one in found[:-1])
            and found[-1].meaning in ("where", "because")
        )
        if current is None or (_is_apart(current, piece, tokens) and not listed):
            found.append(piece)
            continue
        if piece.separator != "quad":
            current.tokens.extend(piece.lead)
        current.tokens.extend(piece.tokens)
        current.is_filled = current.is_filled or piece.is_filled
        current.relates = current.relates or piece.relates
    return found


def _is_apart(current: _Piece, piece: _Piece, tokens: tuple[Token, ...]) -> bool:
    if piece.separator == "words":
        return piece.meaning != "and" or (piece.relates and current.relates)
    if not current.is_filled or _ends_open(trimmed(current.tokens[-6:])):
        return False
    first = _first_relation(tokens)
    if first is not None and first[0] == 0:
        return False
    if piece.separator == "comma":
        settled = current.relates or (piece.relates and (current.meaning != "" or _is_member(current.tokens)))
        if not settled or piece.relates:
            return settled
        inner = _within_parentheses(tokens)
        return (inner is not None and has_relation(inner)) or is_text(tokens)
    if is_operator(tokens) and not piece.relates:
        return False
    return piece.relates or current.relates


def _is_member(tokens: Sequence[Token]) -> bool:
    """Whether the tokens say of something where it lies: `x \\in X`."""
    return any(token.text in _MEMBERSHIP for token in tokens[:40])


def _ends_open(tokens: Sequence[Token]) -> bool:
    """Whether a relation ends the tokens, so that its right side is still to come."""
    pairs = matched(tokens)
    return any(
        (found := relation_at(tokens, index, pairs)) is not None and found.end == len(tokens)
        for index in range(max(0, len(tokens) - 3), len(tokens))
    )


def _within_parentheses(tokens: tuple[Token, ...]) -> tuple[Token, ...] | None:
    if len(tokens) < 3 or matched(tokens).get(0) != len(tokens) - 1:
        return None
    if tokens[0].text in ("(", "[", "（"):
        return tokens[1:-1]
    return tokens[2:-2] if tokens[0].text == "\\left" and tokens[1].text in ("(", "[") else None


def _segment(piece: _Piece, *, first: bool, beside: bool) -> Segment | None:
    tokens = trimmed(piece.tokens)
    if piece.meaning == "because" and beside:
        return Segment(CONDITION, tokens, piece.words, piece.meaning) if tokens else Segment(REASON, piece.lead)
    if piece.meaning in ("therefore", "because", "and"):
        return Segment(CLAIM, tokens, piece.words, piece.meaning) if tokens else None
    if piece.meaning:
        return Segment(CONDITION, tokens, piece.words, piece.meaning)
    if not tokens:
        return None
    if first:
        return Segment(CLAIM, tokens)
    if is_text(tokens):
        return Segment(REASON, tokens)
    inner = _within_parentheses(tokens)
    if inner is not None:
        kind = CONDITION if has_relation(inner) or _is_member(inner) else REASON
        return Segment(kind, trimmed(inner), meaning="where" if kind == CONDITION else "")
    if not has_relation(tokens):
        narrows = _is_member(tokens) or any(token.text in _ORDER for token in tokens)
        return Segment(CONDITION, tokens, meaning="for") if narrows else Segment(REASON, tokens)
    if _is_case(tokens):
        return Segment(CONDITION, tokens, meaning="if")
    return Segment(CONDITION, tokens, meaning="for") if is_bound(tokens) else Segment(CLAIM, tokens)


def _is_case(tokens: Sequence[Token]) -> bool:
    r"""Whether a relation beside a claim says for which indices it holds: `i = j`, `i \neq j`."""
    indices = len(tokens) == 3 and all(token.text in _INDICES for token in (tokens[0], tokens[2]))
    return indices and tokens[1].text in ("=", "\\ne", "\\neq", "≠")


def is_bound(tokens: Sequence[Token]) -> bool:
    r"""Whether a relation beside a claim says what a letter ranges over: `x > 0`, `i = 1, \dots, n`, `n \to \infty`."""
    first = _first_relation(tokens)
    if first is None:
        return False
    index, name, end = first
    left, right = tokens[:index], tokens[end:]
    if not left or left[0].kind not in ("letter", "command") or len(left) > 5:
        return False
    if len(left) > 1 and left[1].text != "_":
        return False
    if name == "=":
        return any(token.text in _DOTS for token in right) or "..." in "".join(token.text for token in right)
    return name in ("<", ">", "<=", ">=", "!=", "->", "~") and (len(right) <= 2 or name == "~")

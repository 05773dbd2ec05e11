"""What the text says of a name in words: a positive number x, x is nonzero, the length a, 正数 x."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qedtex.notes.formulas.chains import Chain, Condition, Side, Step
from qedtex.notes.reading.tokens import Token, tokens

_SIGN = (
    r"(?P<sign>(?:strictly )?positive|non-?negative|negative|non-?zero|non-?positive"
    r"|(?:greater|larger|bigger) than (?:0|zero)|(?:less|smaller) than (?:0|zero))"
)
_NOUN = (
    r"(?:(?:real|whole) )?(?:numbers?|reals?|constants?|scalars?|integers?|values?|quantit(?:y|ies)|parameters?"
    r"|variables?)"
)
_ZH_SIGN = r"(?P<zh>正|非负|负|非零|不为零)"
_ZH_NOUN = r"(?:的)?(?:实数|整数|常数|数|值)"
_BEFORE = re.compile(rf"\b{_SIGN}(?:\s+{_NOUN})?\s*$|{_ZH_SIGN}{_ZH_NOUN}?\s*$", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s*(?:(?:is|are|be|being|was|were|remains?|stays?|must be|has to be|to be|as)\s+)"
    rf"(?:(?:all|always|both|a|an|any|some)\s+)*{_SIGN}"
    rf"(?=\s*(?:$|[,.;:)，。；]|{_NOUN}\b|(?:and|for|then|we|so|with|in|when|if|here|everywhere)\b))"
    rf"|\s*(?:都|均|恒|总)*(?:是|为|取){_ZH_SIGN}(?=\s*(?:{_ZH_NOUN}|的?\s*(?:$|[,.;，。；、])))",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\s*(?:is|are|be|being|denotes?|stands for|means|measures|counts|表示|是|为)\s*(?:the |a |an |some |any |its )*"
    r"(?:\w+ )?(?:length|distance|norm|magnitude|size|count|number of|variance|standard deviation|probability|radius"
    r"|price|area|volume|mass|temperature|duration|frequency|长度|距离|范数|大小|个数|方差|标准差|概率|半径|面积)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:,|，|、|and|or|和|与|或|及)?\s*(?:and|or)?\s*$", re.IGNORECASE)
_RELATIONS = {"正": ">", "非负": ">=", "负": "<", "非零": "!=", "不为零": "!="}


def relation_in_words(before: str, after: str) -> str | None:
    """The relation to 0 that words before and behind a name give it; `None` where they give none.

    >>> relation_in_words("Let", "be positive. Then"), relation_in_words("for any nonzero", ",")
    ('>', '!=')
    >>> relation_in_words("The gradient of", "is large") is None
    True
    """
    found = _BEHIND.match(after) or _BEFORE.search(before)
    if found is None:
        return ">=" if _MEASURE.match(after) else None
    if found["zh"]:
        return _RELATIONS[found["zh"]]
    sign = found["sign"].lower().replace("-", "")
    if sign.startswith("non"):
        return {"nonnegative": ">=", "nonpositive": "<="}.get(sign, "!=")
    return "<" if sign.startswith(("negative", "less", "smaller")) else ">"


def worded(chains: Sequence[Chain]) -> Iterator[Step]:
    """The relations to 0 that words give the names of the last of some chains, and of those joined to it by `and`.

    Each of the chains is a formula of the running text that claims nothing.
    """
    last = chains[-1].formula
    relation = relation_in_words(last.context_before, last.context_after)
    if relation is None:
        return
    behind = None
    for chain in reversed(chains):
        if behind is not None and not (_JOINED.match(chain.formula.context_after) and chain.formula.context_after):
            return
        yield from _steps(chain.side, relation)
        behind = chain


def in_words(condition: Condition) -> Iterator[Step]:
    """The relations of a condition beside a step, and those that its words give a name: for negative b."""
    yield from condition.steps
    relation = relation_in_words(condition.words, "") if not condition.steps else None
    if relation is not None:
        yield from _steps(condition.side, relation)


def _steps(side: Side, relation: str) -> Iterator[Step]:
    for name in _names(side.tokens):
        zero = Side(tuple(tokens("0")), side.formula)
        yield Step(Side(name, side.formula), relation, zero, side.start)


def _names(written: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The names in a list of names; none where anything else stands there."""
    found: list[tuple[Token, ...]] = []
    part: list[Token] = []
    for token in (*written, Token("symbol", ",", 0, 0)):
        if token.text == ",":
            if not part or part[0].kind not in ("letter", "command") or any(t.text in "()=<>+-" for t in part):
                return
            found.append(tuple(part))
            part = []
        else:
            part.append(token)
    yield from found

"""Predicates: what words of a sentence say of the names in it: `may be negative`, `need not sum to 1`, 未归一化的."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from qedtex.notes.prose.properties import FOUND, NOUN, ONE, Kind
from qedtex.notes.prose.provisos import FORMULA


class Polarity(Enum):
    """How it is said: that it is so, that it may be, that it is never, that it need not be."""

    SAID = auto()
    OPEN = auto()
    NEVER = auto()
    LOOSE = auto()


@dataclass(frozen=True, slots=True)
class Predicate:
    """Something that is said: of which formulas (their offsets), how, in which words, and where those end.

    `objects` are the formulas that it is said with, as the numbers in `y is -1 or 1`; `passing`: it says of a case.
    """

    kind: Kind
    polarity: Polarity
    subjects: tuple[int, ...]
    words: str
    end: int
    objects: tuple[int, ...] = ()
    passing: bool = False


_SIGN_OF = re.compile(
    rf"\bsigns? of (?:the )?(?:\w+ )?(?P<of>{FORMULA})\s+(?:is|are)\s+"
    r"(?:arbitrary|unrestricted|free|indefinite|unknown|not (?:fixed|known|restricted|determined))\b",
    re.IGNORECASE,
)
_NOT_CONTINUOUS = re.compile(
    rf"{FORMULA}\s*(?:is not|isn't) absolutely continuous (?:w\.?r\.?t\.?|with respect to)\s*(?P<of>{FORMULA})",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"\b(?:total mass|masses|sum|total|mass) of (?:the )?(?:\w+ )?(?P<of>{FORMULA})\s+(?:is|are|equals?)\s+"
    rf"(?:not {ONE}\b|{FORMULA}|[02-9]\b|two\b|three\b|finite\b|infinite\b|unknown\b)",
    re.IGNORECASE,
)
_NO_MATTER = re.compile(
    rf"(?:\b(?:whatever|regardless of|irrespective of|independently? of"
    rf"|no matter)\s+(?:the )?signs? of (?:the )?(?:\w+ )?"
    rf"(?P<of>{FORMULA})|[无不]论\s*(?P<zh>{FORMULA})\s*(?:的正负|是?正(?:还)?是?负|的符号|为正(?:还是)?为负))",
    re.IGNORECASE,
)
_ARE_NUMBERS = re.compile(
    rf"(?P<of>{FORMULA})\s*[,(（]?\s*(?P<verb>(?:(?:which )?(?:is|are|being|be|equals?|equal to|may be|can be"
    rf"|takes?|have|has"
    r"|belongs? to|lies?|lying|ranges?|ranging|varies|varying|runs?|set to|fixed (?:at|to)|between|from|是|为"
    r"|等于|在|介于|属于|取"
    r"|的?取?值(?:范围)?(?:是|为|在|域为)?)"
    r"\s*(?:either |both |an integer |a number |a value |one of |equal to |set to |on |over |in |from |between "
    r"|(?:the |only )?values? (?:in )?|to )*+)++)"
    rf"(?P<numbers>[{FORMULA}\d](?:\s*(?:,|or|and|to|、|或|和|与|到|至)\s*[{FORMULA}\d])*)"
    r"(?=\s*(?:$|[,.;:)，。；：（(]|之间|中|时|(?:here|now|throughout|below|above|in|for|on|at|so|then)\b))",
    re.IGNORECASE,
)
_TOKEN = (
    r"(?:is|are|be|being|been|was|were|am|may|might|can't|can|could|will|would|shall|should|must|do|does|did|has|have"
    r"|having|to"
    r"|not|never|cannot|need|needs|n't|isn't|aren't|doesn't|don't|can't|needn't|also|even|well|itself|themselves"
    r"|here|now"
    r"|always|necessarily|generally|in general|possibly|perhaps|sometimes|often|usually|still|just|an?|any|some"
    r"|the|all|both"
    r"|arbitrary|every|this|assumed|allowed|permitted|required|supposed|taken|known|guaranteed|restricted"
    r"|constrained|two|three|chosen"
    r"|considered|treated|regarded|as|such|which|that|only|fixed|given|finite|vectors?|numbers?|functions?"
    r"|family|weights?"
    r"|collection|sequence|of|real|positive|non-?negative|take|takes|value|values|denotes?|means|stands? for"
    r"|remains?|no longer"
    r"|and|or|but|negative|they|these|it|its|their|equal|longer|hence|thus|then|strictly|contains?|include"
    r"|includes|jointly|mutually|longer|random|variables?)"
)
_TOKEN_ZH = (
    r"(?:的?(?:取值|值|符号|分量|元素)|表示|代表|记为|指|已|都|均|也|并|且|是|为|取|可以|可能|可|能|允许|不一定"
    r"|未必|不必|不要求|不需要|无需|不保证|没有"
    r"|不再|不|并非|未|恒|总|必须|必|任意|任何|一个|一组|一族|的|有|这|里|之间|相互|彼此|某个|一般|通常|数|向量"
    r"|函数|权重|实|假[设定]|但|其|它们|他们|正|非负|满足|服从)"
)
_STOPS = (
    r"(?:of|in|on|for|with|to|by|from|at|that|so|if|when|while|than|whose|is|are|was|were|has|have|be|can|may"
    r"|and|or|not"
    r"|almost|nearly|approximately|hardly|barely|roughly|log|mean|average|expected|non|semi)"
)
_NAMES_IT = (
    rf"(?:(?:\s|\b{_TOKEN}\b)*\b(?:is|are|be|denotes?|means|stands for|counts?|represents?)\b"
    rf"(?:(?:\s+(?!(?:is|are|was|were|has|have|can|may|so|that|if|when|where)\b)[a-z'-]+){{1,10}}\s*[,(—–]"
    rf"|(?:\s+\b{_TOKEN}\b)*(?:\s+(?!{_STOPS}\b)[a-z-]+){{1,2}})"
    r"|\s*(?:的?(?:是|为|表示|代表))[^，。,；;是为]{1,10}[，,])?"
)
"""Words that say what a name is, before more is said of it: is the output of a layer, 是偏置，"""
_BETWEEN = re.compile(rf"{_NAMES_IT}(?:[\s,，:：(（*_|\-–—]|\b{_TOKEN}\b|{_TOKEN_ZH})*+", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|be|being|was|were|may|might|can|could|need|needs|must|do|does|has|have|which|cannot|should"
    r"|will|denotes?"
    r"|takes?|remains?|means|as|isn't|aren't|doesn't|don't|can't|needn't|assumed|stands)\b|[,，(（:：—|]|是|为"
    r"|表示|代表|指|取|可|能|不|未|没有|都|均|有|必",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    r"(?:of |sum(?:s|ming)?\b|adds?|adding|vanish|exceeds?|equal|unnormali|未|没有|尚未|不|非|归一|符号|可正"
    r"|正负|在|处处|有|无|积分|[总之其求]?和)",
    re.IGNORECASE,
)
"""What needs no verb before it."""
_NEG = re.compile(r"\b(?:not|never|cannot|no longer|nor|neither)\b|n't\b|[不未]|没有|并非", re.IGNORECASE)
_LOOSELY = re.compile(
    r"\b(?:needs?|necessarily|always|have to|required|assumed|guaranteed|supposed|restricted|constrained|generally"
    r"|in general)\b|needn't|不一定|未必|不必|无需|不要求|不总|不保证|不需要|不再?假[设定]",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:may|might|can|could|allowed|permitted|possibly|perhaps|sometimes|potentially)\b|可|能|允许|也许|有时",
    re.IGNORECASE,
)
_JOINED = re.compile(rf"{FORMULA}\s*(?:,|，|、|and|or|nor|和|与|及|或)\s*(?:and |or |the )*$", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b(?:of|in|on|by|to|from|over|under|between|than|at|via|per|through|into|about|against)\s+(?:the |a |all "
    r"|each |any |its |this |our )?$|\b(?:of|in|on|by|to|from|over|under|between|than|at|via|per|through|into|about"
    r"|against)\s+(?:the|a|an|its|this|our|each)\s+(?:[a-z-]+\s+){1,2}$",
    re.IGNORECASE,
)
_WHOLE_OF = re.compile(
    r"\b(?:values?|signs?|entr(?:y|ies)|components?|elements?|members|coordinates|distribution|law|each|some|all"
    r"|any|one"
    r"|both|most|many|none|neither)\s+of\s+(?:the )?(?:[a-z-]+\s+)?$",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"\b(?:none of(?: the)?|neither|no)\b\s*(?:[a-z]+\s+)?$", re.IGNORECASE)
_NOT_ASSUMED = re.compile(
    r"(?:\b(?:not|n't|never|no longer)\s+(?:\w+\s+)?(?:assume|require|suppose|demand|insist|ask|want|need|know"
    r"|assumed|required)"
    r"|\bwithout (?:assuming|requiring|demanding)|\bno need for)(?:\s+that)?\s*(?:the |all )?(?:[a-z]+\s+)?$"
    r"|(?:不(?:再)?(?:假设|假定|要求|需要)|无需)\s*$",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(r"\bnot (?:all|every)(?: of)?(?: the)?\s*(?:[a-z]+\s+)?$", re.IGNORECASE)
_FOLLOWS = re.compile(
    rf"\s*(?:的)?\s*(?:(?:{NOUN}|target|model|joint|posterior|likelihood|version|form)\s+)*(?:权重|分数|实数"
    rf"|整数|数|变量|随机变量|向量|函数|先验|密度"
    rf"|分布)?\s*(?P<of>{FORMULA})",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"((?:\b(?:not|never|possibly|potentially|necessarily|always|an?|any|some)\b|不一定|未必|可能|不|未|\s)*+)$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:positive|negative|nonzero|正|负|非零)[\s,]*$", re.IGNORECASE)
_FOR = re.compile(r"(?:\bfor\s*(?:all|any|every)?|对于?)\s*$", re.IGNORECASE)
_CASE_OF = re.compile(r"\W*(?:for|in) (?:the )?(?:case of )?(?:the |a )?|\W*(?:对于?|在)", re.IGNORECASE)
_COUNTED = re.compile(r"(?:raw |integer )?(?:counts|scores|logits|pseudo)", re.IGNORECASE)
"""Nouns that stand before a name and say little of it: the scores p."""
_ASIDE = re.compile(
    r"[(（](?!\s*(?:(?:even|also|here|both|and|true|valid|holds)\s+)*(?:for|with|where|when|if|the|all|对|当"
    r"|若)?\s*$)[^()（）]*$",
    re.I,
)
"""Other words in brackets before a property: they speak of something else, (it may be negative for continuous X)."""
_NOT_BEFORE_A_NAME = frozenset(
    {Kind.ZERO, Kind.WITH_ZEROS, Kind.INTEGER, Kind.NEGATIVE, Kind.NONZERO, Kind.NONNEGATIVE}
)
"""What has no name behind it: the negative x is -x, and a nonzero x is heard as a relation."""


def predicates(text: str) -> Iterator[Predicate]:
    """What a sentence says of the formulas in it, which stand as `FORMULA`, or as a digit.

    >>> [(one.kind.name, one.polarity.name, one.subjects) for one in predicates("Here ◇ need not sum to 1.")]
    [('NORMALISED', 'LOOSE', (5,))]
    >>> [one.kind.name for one in predicates("The gradient of ◇ may be negative.")]
    []
    """
    for found in _SIGN_OF.finditer(text):
        yield Predicate(Kind.ANY_SIGN, Polarity.SAID, (found.start("of"),), found[0], found.end())
    for found in _NOT_CONTINUOUS.finditer(text):
        yield Predicate(Kind.WITH_ZEROS, Polarity.SAID, (found.start("of"),), found[0], found.end())
    for found in _TOTAL.finditer(text):
        yield Predicate(Kind.UNNORMALISED, Polarity.SAID, (found.start("of"),), found[0], found.end())
    for found in _NO_MATTER.finditer(text):
        at = found.start("of") if found["of"] else found.start("zh")
        yield Predicate(Kind.ANY_SIGN, Polarity.SAID, (at,), found[0], found.end())
    for found in _ARE_NUMBERS.finditer(text):
        objects = tuple(
            found.start("numbers") + at for at, sign in enumerate(found["numbers"]) if sign == FORMULA or sign.isdigit()
        )
        said = Polarity.OPEN if _MAY.search(found["verb"]) else Polarity.SAID
        yield Predicate(Kind.NUMBERS, said, (found.start("of"),), found[0], found.end(), objects)
    for found in FOUND.finditer(text):
        yield from _said(text, found)


def _said(text: str, found: re.Match[str]) -> Iterator[Predicate]:
    kind = Kind[found.lastgroup or ""]
    before = text[: found.start()]
    at = before.rfind(FORMULA)
    between = before[at + 1 :]
    if at >= 0 and _BETWEEN.fullmatch(between) and (_VERB.search(between) or _VERBAL.match(found[0])):
        if _is_blurred(kind, between):
            return
        subjects, left = _subjects(before[: at + 1])
        if _PART_OF.search(left) and not _WHOLE_OF.search(left):
            return
        polarity = _polarity(between)
        if _NONE_OF.search(left):
            polarity = Polarity.NEVER if polarity in (Polarity.SAID, Polarity.OPEN) else polarity
        elif _NOT_ALL.search(left) or _NOT_ASSUMED.search(left):
            polarity = Polarity.LOOSE
        yield Predicate(kind, polarity, subjects, (between + found[0]).strip(" ,，:：(（"), found.end())
        return
    leads = _LEADS.search(before)
    lead = leads[1] if leads is not None else ""
    behind = _FOLLOWS.match(text, found.end())
    if _SIGNED.search(before) and _is_blurred(kind, "positive"):
        return
    apposed = kind in (Kind.OTHER, Kind.UNBOUNDED, Kind.SIGNED, Kind.UNIT) or (
        kind is Kind.UNNORMALISED and _COUNTED.match(found[0]) is not None
    )
    if _ASIDE.search(before[: len(before) - len(lead)]):
        return
    if behind is not None and not apposed and (kind not in _NOT_BEFORE_A_NAME or _MAY.search(lead)):
        case = kind in (Kind.CONTINUOUS, Kind.DISCRETE) and _FOR.search(before[: len(before) - len(lead)]) is not None
        words = (lead + found[0]).strip()
        yield Predicate(kind, _polarity(lead), (behind.start("of"),), words, found.end(), passing=case)
        return
    if kind is Kind.CONTINUOUS and _CASE_OF.fullmatch(before):
        yield Predicate(kind, Polarity.SAID, (), found[0], found.end(), passing=True)
    if kind in (Kind.DEPENDENT, Kind.INDEPENDENT, Kind.INFINITE):
        clause = re.split(r"[,，;；.。]", before)[-1][-40:]
        yield Predicate(kind, _polarity(clause), (), (clause + found[0]).strip(), found.end())


def _is_blurred(kind: Kind, between: str) -> bool:
    """Whether other words before a noun say more than it does: a positive real, the distribution of something."""
    signed = re.search(r"positive|negative|正|负", between, re.IGNORECASE) is not None
    if kind in (Kind.REAL, Kind.ANY_REAL, Kind.INTEGER, Kind.ANY_INTEGER):
        return signed
    return kind is Kind.NORMALISED and re.search(r"\bthe\b", between) is not None


def _subjects(before: str) -> tuple[tuple[int, ...], str]:
    """The formulas that are joined by `and` up to the last one, and the words before the first of them."""
    found = [len(before) - 1]
    left = before[:-1]
    while (joined := _JOINED.search(left)) is not None:
        found.append(joined.start())
        left = left[: joined.start()]
    return tuple(reversed(found)), left


def _polarity(words: str) -> Polarity:
    if _NEG.search(words):
        return Polarity.LOOSE if _LOOSELY.search(words) else Polarity.NEVER
    return Polarity.OPEN if _MAY.search(words) else Polarity.SAID

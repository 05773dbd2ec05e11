"""Predicates: what words of a sentence say of the names in it: `may be negative`, `need not sum to 1`, 未归一化的."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from qedtex.notes.prose.provisos import FORMULA


class Kind(Enum):
    """What is said of a name."""

    EVERYWHERE = auto()
    NONNEGATIVE = auto()
    POSITIVE = auto()
    NONPOSITIVE = auto()
    NEGATIVE = auto()
    WITH_ZEROS = auto()
    ZERO = auto()
    NONZERO = auto()
    ANY_SIGN = auto()
    ABOVE_ONE = auto()
    ANY_REAL = auto()
    REAL = auto()
    ANY_INTEGER = auto()
    WHOLE = auto()
    FRACTION = auto()
    INTEGER = auto()
    NORMALISED = auto()
    UNNORMALISED = auto()
    CONTINUOUS = auto()
    DISCRETE = auto()
    INFINITE = auto()
    DEPENDENT = auto()
    INDEPENDENT = auto()
    SMOOTH = auto()
    OTHER = auto()
    UNBOUNDED = auto()
    NUMBERS = auto()


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


_NOUN = (
    r"(?:(?:real|whole|random)\s+)?(?:numbers?|reals?|constants?|scalars?|integers?|values?|quantit(?:y|ies)|parameters?"
    r"|variables?|weights?|scores?|vectors?|functions?|mass(?:es)?|measures?|densit(?:y|ies)|laws?|priors?)"
)
_TAIL = (
    rf"(?=\s*(?:$|[,.;:!()，。；、：（）—–{FORMULA}]|{_NOUN}\b|(?:and|or|for|then|so|with|in|when|if|here|too|as|but|at|on"
    r"|everywhere|somewhere|throughout|again|now|we|hence|though|although|because|since|which|to|below|above|after)\b))"
)
_ZH_TAIL = rf"(?=\s*(?:的|数|值|实数|整数|了)?\s*(?:$|[,.;:()，。；、：（）{FORMULA}]|且|并|时|或|和|而|但|也))"
_ONE = r"(?:1|one|unity|一)"
_PROPERTIES: tuple[tuple[Kind, str], ...] = (
    (Kind.EVERYWHERE, r"\b(?:strictly )?positive everywhere\b|\beverywhere positive\b|\bfull support\b|处处(?:为正|大于零)"),
    (Kind.WHOLE, r"\bnon-?negative integers?\b|\bnatural numbers?,? \W?(?:including|with) (?:zero|0)\b|非负整数|自然数\s*[（(]?\s*(?:包括|包含|含)\s*0"),
    (
        Kind.UNNORMALISED,
        r"\b(?:un|non)-?normali[sz]ed\b|\bimproper\b|\bsub-?probabilit(?:y|ies)\b|\bsigned measures?\b"
        r"|\b(?:arbitrary|any|general) (?:strictly )?(?:positive|non-?negative)(?: real)?"
        r" (?:numbers?|reals?|vectors?|weights?|functions?|measures?)\b"
        r"|\b(?:raw |integer )?(?:counts|scores|logits|pseudo-?counts)\b" + _TAIL + r"|(?:未(?:经|被)?|非|没有|尚未)归一化?"
        rf"|任意(?:的)?(?:正|非负)(?:实)?(?:数|向量|函数|权重)|不归一|(?:总|之|其)?和(?:恒)?(?:不(?:一定|必)?|未必)(?:等于|为|是)\s*{_ONE}"
        r"|\bsum(?:s|ming)?(?: up)? to (?:less than|more than|at most|at least|something|an arbitrary|two|three|[02-9]\b"
        rf"|{FORMULA})",
    ),
    (
        Kind.ANY_SIGN,
        r"\b(?:of )?(?:any|either|both|arbitrary|indefinite) signs?\b|\b(?:both )?positive (?:or|and) negative\b"
        r"|\bnegative or positive\b|可正可负|正负均可|任意符号|符号(?:任意|不定|不限)",
    ),
    (Kind.NONPOSITIVE, rf"\bnon-?positive\b{_TAIL}|非正{_ZH_TAIL}"),
    (Kind.NONNEGATIVE, rf"\bnon-?negative\b{_TAIL}|非负{_ZH_TAIL}"),
    (
        Kind.POSITIVE,
        rf"\b(?:strictly )?positive\b{_TAIL}|\b(?:greater|larger|bigger) than (?:0|zero)\b|(?<![非反])正{_ZH_TAIL}"
        r"|大于(?:零|\s*0)",
    ),
    (
        Kind.NEGATIVE,
        rf"(?<!non-)(?<!non)\bnegative\b{_TAIL}|\b(?:less|smaller) than (?:0|zero)\b|\bbelow (?:0|zero)\b"
        rf"|(?<!非)负{_ZH_TAIL}|小于(?:零|\s*0)",
    ),
    (
        Kind.WITH_ZEROS,
        r"\bzeros\b|\bzero (?:entries|components|probabilit(?:y|ies)|mass(?:es)?|somewhere"
        r"|(?:at|on|for|in) (?:some|certain|a few|many)\b)|\bvanish(?:es)? (?:somewhere|(?:at|on|for) (?:some|certain)\b)"
        r"|在?某些?[^，。]{0,6}(?:为|等于|取)(?:零|\s*0)|零点|零概率",
    ),
    (
        Kind.ZERO,
        rf"\b(?:(?:equal(?:s)? (?:to )?)|the value )?(?:zero|0)\b{_TAIL}|\bvanish(?:es|ing)?\b|(?<!不)(?:等于)?(?:零|0){_ZH_TAIL}",
    ),
    (Kind.NONZERO, rf"\bnon-?zero\b{_TAIL}|非零{_ZH_TAIL}"),
    (
        Kind.ABOVE_ONE,
        rf"\b(?:greater|larger|bigger|more) than {_ONE}\b|\b(?:exceeds?|above) {_ONE}\b|(?:大于|超过)\s*{_ONE}",
    ),
    (Kind.ANY_REAL, rf"\b(?:any|arbitrary|every|all) reals?\b(?:\s+{_NOUN})?|(?:任意|任何|所有)(?:的)?实(?:数|值)"),
    (Kind.ANY_INTEGER, r"\b(?:any|arbitrary|every|all) integers?\b|(?:任意|任何|所有)(?:的)?整数"),
    (Kind.FRACTION, r"\bfraction(?:al|s)?\b|\bnon-?integ(?:ers?|ral)\b|非整数|小数|分数"),
    (Kind.REAL, rf"\breal(?:-valued)?\b{_TAIL}|实(?:数|值){_ZH_TAIL}"),
    (Kind.INTEGER, r"(?<!non-)(?<!non)(?<!negative )(?<!positive )\bintegers?\b|\bwhole numbers?\b|(?<![非正负])整数"),
    (
        Kind.NORMALISED,
        r"(?<!un)(?<!un-)(?<!non-)\bnormali[sz]ed\b|\bprobability (?:distributions?|mass functions?|laws?|vectors?|measures?)\b"
        rf"|\bpmfs?\b|\b(?:distributions?|mass functions?){_TAIL}|\b(?:sum(?:s|ming)?|add(?:s|ing)?)(?: up)? to {_ONE}\b"
        rf"|\bunit (?:sum|mass)\b|(?<![未非没有经被不])归一(?:化)?|(?:总|之|其)?和(?:恒)?(?:等于|为|是)\s*{_ONE}"
        r"|概率(?:分布|质量函数)",
    ),
    (
        Kind.CONTINUOUS,
        rf"(?<!absolutely )\bcontinuous(?:ly distributed)?\b(?:\s+(?:random\s+)?(?:variables?|laws?|distributions?))?{_TAIL}"
        r"|\bdifferential entrop(?:y|ies)\b|连续(?:型)?(?:的)?(?:随机变量|变量|分布)|微分熵",
    ),
    (
        Kind.INFINITE,
        r"\binfinite (?:alphabet|support|sample space|set of outcomes)\b"
        r"|\b(?:alphabet|support|sample space) (?:is|may be|can be) (?:countably )?infinite\b"
        r"|\binfinitely many (?:outcomes|values|symbols)\b|(?:无穷|无限)多?个?(?:取值|结果|符号)|(?:字母表|样本空间|支撑集?)(?:是|为)?无[限穷]",
    ),
    (Kind.DISCRETE, rf"\bdiscrete\b(?:\s+(?:random\s+)?(?:variables?|laws?|distributions?))?{_TAIL}|离散"),
    (
        Kind.DEPENDENT,
        r"(?<!in)\bdependent\b|\bcorrelated\b|\bwithout (?:assuming |any )?independence\b"
        r"|\bindependence (?:fails|is violated|is not assumed|does not hold|cannot be assumed)|(?:非|不(?:是|再|一定|假设)?)(?:相互)?独立"
        r"|独立性不成立|(?:相关|相依|依赖)(?:的)?(?=\s*(?:$|[，。；,.;]))",
    ),
    (Kind.INDEPENDENT, r"\bindependent(?:ly)?\b|\bi\.?i\.?d\b|(?<![非不是再定设])(?:相互|彼此)?独立"),
    (Kind.SMOOTH, r"\bdifferentiable\b|\bsmooth\b|可[微导]"),
    (
        Kind.OTHER,
        r"\b(?:relu|tanh|hyperbolic tangent|softplus|activation(?: function)?|non-?linearit(?:y|ies)|errors?|residuals?"
        r"|polic(?:y|ies)|permutations?|projections?|edges?|hessian|hypothes[ie]s|height|hamiltonian|energy|elasticity"
        r"|charge|prior(?: probabilit(?:y|ies))?|(?:mixing|mixture) (?:weights?|proportions?|coefficients?)|matrix|operator"
        r"|stationary distribution)\b|激活函数|误差|残差|策略|排列|置换|海森矩阵|矩阵|混合系数|先验(?:概率)?",
    ),
    (
        Kind.UNBOUNDED,
        r"\b(?:price|pressure|momentum|degree|dimension|order|perplexity|prime|temperature|cost|length|distance|count"
        r"|number of \w+)\b|价格|压强|动量|次数|维数|个数|质数|素数|困惑度|长度|距离",
    ),
)
_FOUND = re.compile("|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _PROPERTIES), re.IGNORECASE)
_SIGN_OF = re.compile(
    rf"\bsigns? of (?:the )?(?:\w+ )?(?P<of>{FORMULA})\s+(?:is|are)\s+"
    r"(?:arbitrary|unrestricted|free|indefinite|unknown|not (?:fixed|known|restricted|determined))\b",
    re.IGNORECASE,
)
_NOT_CONTINUOUS = re.compile(
    rf"{FORMULA}\s*(?:is not|isn't) absolutely continuous (?:w\.?r\.?t\.?|with respect to)\s*(?P<of>{FORMULA})", re.IGNORECASE
)
_TOTAL = re.compile(
    rf"\b(?:total mass|masses|sum|total|mass) of (?:the )?(?:\w+ )?(?P<of>{FORMULA})\s+(?:is|are|equals?)\s+"
    rf"(?:not {_ONE}\b|{FORMULA}|[02-9]\b|two\b|three\b|finite\b|infinite\b|unknown\b)",
    re.IGNORECASE,
)
_NO_MATTER = re.compile(
    rf"(?:\b(?:whatever|regardless of|irrespective of|independently? of|no matter)\s+(?:the )?signs? of (?:the )?(?:\w+ )?"
    rf"(?P<of>{FORMULA})|[无不]论\s*(?P<zh>{FORMULA})\s*(?:的正负|是?正(?:还)?是?负|的符号|为正(?:还是)?为负))",
    re.IGNORECASE,
)
_ARE_NUMBERS = re.compile(
    rf"(?P<of>{FORMULA})\s*[,(（]?\s*(?P<verb>(?:(?:which )?(?:is|are|be|being|equals?|equal to|may be|can be|takes?|have|has"
    r"|belongs? to|lies?|lying|ranges?|ranging|varies|varying|runs?|set to|fixed (?:at|to)|between|from|是|为|等于|在|介于|属于|取"
    r"|的?取?值(?:范围)?(?:是|为|在|域为)?)"
    r"\s*(?:either |both |equal to |set to |on |over |in |from |between |(?:the |only )?values? (?:in )?|to )*)+)"
    rf"(?P<numbers>[{FORMULA}\d](?:\s*(?:,|or|and|to|、|或|和|与|到|至)\s*[{FORMULA}\d])*)"
    r"(?=\s*(?:$|[,.;:)，。；：（(]|之间|中|时|(?:here|now|throughout|below|above|in|for|on|at|so|then)\b))",
    re.IGNORECASE,
)
_TOKEN = (
    r"(?:is|are|be|being|been|was|were|am|may|might|can|could|will|would|shall|should|must|do|does|did|has|have|having|to"
    r"|not|never|cannot|need|needs|n't|isn't|aren't|doesn't|don't|can't|needn't|also|even|well|itself|themselves|here|now"
    r"|always|necessarily|generally|in general|possibly|perhaps|sometimes|often|usually|still|just|an?|any|some|the|all|both"
    r"|arbitrary|every|this|assumed|allowed|permitted|required|supposed|taken|known|guaranteed|restricted|constrained"
    r"|considered|treated|regarded|as|such|which|that|only|fixed|given|finite|vectors?|numbers?|functions?|family|weights?"
    r"|collection|sequence|of|real|positive|non-?negative|take|takes|value|values|denotes?|means|stands? for|remains?|no longer"
    r"|and|or|but|negative|they|these|it|its|their|equal|longer|hence|thus|then|strictly|contains?|include|includes|jointly|mutually|longer|random|variables?)"
)
_TOKEN_ZH = (
    r"(?:的?(?:取值|值|符号|分量|元素)|表示|代表|记为|指|已|都|均|也|并|且|是|为|取|可以|可能|可|能|允许|不一定|未必|不必|不要求|不需要|无需|不保证|没有"
    r"|不再|不|并非|未|恒|总|必须|必|任意|任何|一个|一组|一族|的|有|这|里|之间|相互|彼此|某个|一般|通常|数|向量|函数|权重|实|假[设定]|但|其|它们|他们|正|非负)"
)
_BETWEEN = re.compile(rf"(?:[\s,，:：(（*_|\-–—]|\b{_TOKEN}\b|{_TOKEN_ZH})*", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|be|being|was|were|may|might|can|could|need|needs|must|do|does|has|have|which|cannot|should|will|denotes?"
    r"|takes?|remains?|means|as|isn't|aren't|doesn't|don't|can't|needn't|assumed|stands)\b|[,，(（:：—|]|是|为|表示|代表|指|取|可|能|不|未|没有|都|均|有|必",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    r"(?:of |sum(?:s|ming)?\b|adds?|adding|vanish|exceeds?|equal|unnormali|未|没有|尚未|不|非|归一|符号|可正|正负|在|处处|有|[总之其]?和)", re.IGNORECASE
)
"""What needs no verb before it."""
_NEG = re.compile(r"\b(?:not|never|cannot|no longer|nor|neither)\b|n't\b|[不未]|没有|并非", re.IGNORECASE)
_LOOSELY = re.compile(
    r"\b(?:needs?|necessarily|always|have to|required|assumed|guaranteed|supposed|restricted|constrained|generally"
    r"|in general)\b|needn't|不一定|未必|不必|无需|不要求|不总|不保证|不需要|不再?假[设定]",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:may|might|can|could|allowed|permitted|possibly|perhaps|sometimes|potentially)\b|可|能|允许|也许|有时", re.IGNORECASE
)
_JOINED = re.compile(rf"{FORMULA}\s*(?:,|，|、|and|or|nor|和|与|及|或)\s*(?:and |or |the )*$", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b(?:of|in|on|by|to|from|over|under|between|than|at|via|per|through|into|about|against)\s+(?:the |a |all |each |any )?"
    r"(?:[a-z-]+\s+)?$",
    re.IGNORECASE,
)
_WHOLE_OF = re.compile(
    r"\b(?:values?|signs?|entr(?:y|ies)|components?|elements?|members|coordinates|distribution|law|each|some|all|any|one"
    r"|both|most|many|none|neither)\s+of\s+(?:the )?(?:[a-z-]+\s+)?$",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"\b(?:none of(?: the)?|neither|no)\b\s*(?:[a-z]+\s+)?$", re.IGNORECASE)
_NOT_ASSUMED = re.compile(
    r"(?:\b(?:not|n't|never|no longer)\s+(?:\w+\s+)?(?:assume|require|suppose|demand|insist|ask|want|need|know|assumed|required)"
    r"|\bwithout (?:assuming|requiring|demanding)|\bno need for)(?:\s+that)?\s*(?:the |all )?(?:[a-z]+\s+)?$"
    r"|(?:不(?:再)?(?:假设|假定|要求|需要)|无需)\s*$",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(r"\bnot (?:all|every)(?: of)?(?: the)?\s*(?:[a-z]+\s+)?$", re.IGNORECASE)
_FOLLOWS = re.compile(
    rf"\s*(?:的)?\s*(?:{_NOUN}\s+)*(?:权重|分数|实数|整数|数|变量|随机变量|向量|函数|先验|密度|分布)?\s*(?P<of>{FORMULA})", re.IGNORECASE
)
_LEADS = re.compile(
    r"((?:(?:\b(?:not|never|possibly|potentially|necessarily|always|an?|any|some)\b|不一定|未必|可能|不|未|\s)\s*)*)$", re.IGNORECASE
)
_SIGNED = re.compile(r"(?:positive|negative|nonzero|正|负|非零)[\s,]*$", re.IGNORECASE)
_FOR = re.compile(r"(?:\b(?:for|with)\s*(?:all|any|every)?|对于?)\s*$", re.IGNORECASE)
_COUNTED = re.compile(r"(?:raw |integer )?(?:counts|scores|logits|pseudo)", re.IGNORECASE)
"""Nouns that stand before a name and say little of it: the scores p."""
_ASIDE = re.compile(r"[(（](?!\s*(?:(?:even|also|here|both|and|true|valid|holds)\s+)*(?:for|with|where|when|if|the|all|对|当|若)?\s*$)[^()（）]*$", re.I)
"""Other words in brackets before a property: they speak of something else, (it may be negative for continuous X)."""
_NOT_BEFORE_A_NAME = frozenset({Kind.ZERO, Kind.WITH_ZEROS, Kind.INTEGER, Kind.NEGATIVE, Kind.NONZERO, Kind.NONNEGATIVE})
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
        objects = tuple(found.start("numbers") + at for at, sign in enumerate(found["numbers"]) if sign == FORMULA or sign.isdigit())
        said = Polarity.OPEN if _MAY.search(found["verb"]) else Polarity.SAID
        yield Predicate(Kind.NUMBERS, said, (found.start("of"),), found[0], found.end(), objects)
    for found in _FOUND.finditer(text):
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
    apposed = kind in (Kind.OTHER, Kind.UNBOUNDED) or (kind is Kind.UNNORMALISED and _COUNTED.match(found[0]) is not None)
    if _ASIDE.search(before[: len(before) - len(lead)]):
        return
    if behind is not None and not apposed and (kind not in _NOT_BEFORE_A_NAME or _MAY.search(lead)):
        case = kind in (Kind.CONTINUOUS, Kind.DISCRETE) and _FOR.search(before[: len(before) - len(lead)]) is not None
        words = (lead + found[0]).strip()
        yield Predicate(kind, _polarity(lead), (behind.start("of"),), words, found.end(), passing=case)
        return
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

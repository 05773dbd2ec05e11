"""Contraries: what running text says of a name against a convention: `may be negative`, `unnormalised`, 不一定为正.

A convention stands in for what a note does not say. Each contrary names the convention that it speaks against, of which
names, by which words and where; words that say the convention after all take it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from qedtex.notes.prose.predicates import Polarity, Predicate, predicates
from qedtex.notes.prose.properties import Kind
from qedtex.notes.prose.provisos import FORMULA
from qedtex.notes.prose.sentences import Sentence
from qedtex.notes.prose.subjects import names_of, names_summed, number_of
from qedtex.notes.sources.documents import Formula


class Convention(Enum):
    """What is usually meant, with the words for a step that holds by it; the names stand for {}."""

    VALUES = "only for the usual values of {}"
    SUM = "only if {} sums to 1"
    SUPPORT = "only if {} is positive everywhere"
    DISCRETE = "only for discrete {}"
    FINITE = "only for finitely many outcomes"
    INDEPENDENCE = "only where there is independence"
    BASE = "only of natural logarithms"
    UNSIGNED = "only if {} is nowhere negative"
    SMOOTH = "only for a differentiable {}"
    MEANING = "only for the usual meaning of {}"


@dataclass(frozen=True, slots=True)
class Contrary:
    """A convention, of which names it is spoken (none: of all), the words, and where they hold.

    `values` are what a name may have or may not have; `restricts` says that the words leave something out, so that a
    step that is false in general may still hold; `denies` is false where the words say the convention itself.
    """

    convention: Convention
    names: frozenset[str]
    words: str
    sentence: Sentence
    denies: bool = True
    values: frozenset[Fraction] = frozenset()
    restricts: bool = False
    passing: bool = False
    everywhere: bool = False
    mild: bool = False
    """Whether it says of a number only what kind it is of, which more words may narrow: real and positive."""
    whole: bool = False
    """Whether the name has been given another meaning, so that nothing is known of what speaks of it."""

    @property
    def told(self) -> str:
        """What a step holds under that hangs on the convention, and what the text says against it."""
        name = min(self.names, key=lambda one: (len(one), one), default="them")
        words, line = " ".join(self.words.split()), self.sentence.line_of(self.words)
        return f"{self.convention.value.format(name)}, and the text says “{words}” (line {line})"


_NEGATIVE, _ZERO, _HALF, _ONE, _TWO = Fraction(-1), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)
_Effect = tuple[Convention, bool, frozenset[Fraction]]
_NO: frozenset[Fraction] = frozenset()


def _values(denies: bool, *points: Fraction) -> _Effect:
    return Convention.VALUES, denies, frozenset(points)


_DENIED_SIGN = (_values(True, _NEGATIVE, _ZERO), (Convention.SUPPORT, True, _NO))
_SIGNED = (_values(True, _NEGATIVE), (Convention.UNSIGNED, True, _NO))
_SAID, _OPEN, _NEVER, _LOOSE = Polarity.SAID, Polarity.OPEN, Polarity.NEVER, Polarity.LOOSE
_EFFECTS: dict[tuple[Kind, Polarity], tuple[_Effect, ...]] = {
    (Kind.POSITIVE, _SAID): (_values(False, _NEGATIVE, _ZERO), (Convention.SUPPORT, False, _NO)),
    (Kind.POSITIVE, _NEVER): _DENIED_SIGN,
    (Kind.POSITIVE, _LOOSE): _DENIED_SIGN,
    (Kind.NONNEGATIVE, _SAID): (_values(False, _NEGATIVE),),
    (Kind.NONNEGATIVE, _NEVER): _SIGNED,
    (Kind.NONNEGATIVE, _LOOSE): _SIGNED,
    (Kind.NONPOSITIVE, _SAID): (_values(True, _NEGATIVE, _ZERO),),
    (Kind.NONPOSITIVE, _OPEN): (_values(True, _NEGATIVE, _ZERO),),
    (Kind.NEGATIVE, _SAID): _SIGNED,
    (Kind.NEGATIVE, _OPEN): _SIGNED,
    (Kind.NEGATIVE, _NEVER): (_values(False, _NEGATIVE), (Convention.UNSIGNED, False, _NO)),
    (Kind.SIGNED, _SAID): (
        _values(True, _NEGATIVE, _ZERO),
        (Convention.UNSIGNED, True, _NO),
        (Convention.SUM, True, _NO),
    ),
    (Kind.UNIT, _NEVER): ((Convention.SUM, True, _NO),),
    (Kind.UNIT, _LOOSE): ((Convention.SUM, True, _NO),),
    (Kind.ZERO, _SAID): (_values(True, _ZERO), (Convention.SUPPORT, True, _NO)),
    (Kind.ZERO, _OPEN): (_values(True, _ZERO), (Convention.SUPPORT, True, _NO)),
    (Kind.ZERO, _NEVER): (_values(False, _ZERO), (Convention.SUPPORT, False, _NO)),
    (Kind.NONZERO, _SAID): (_values(False, _ZERO),),
    (Kind.NONZERO, _NEVER): (_values(True, _ZERO),),
    (Kind.NONZERO, _LOOSE): (_values(True, _ZERO),),
    (Kind.REAL, _SAID): (_values(True, _NEGATIVE, _HALF),),
    (Kind.REAL, _OPEN): (_values(True, _NEGATIVE, _HALF),),
    (Kind.ANY_REAL, _SAID): (_values(True, _NEGATIVE, _ZERO, _HALF),),
    (Kind.ANY_REAL, _OPEN): (_values(True, _NEGATIVE, _ZERO, _HALF),),
    (Kind.ANY_INTEGER, _SAID): (_values(True, _NEGATIVE, _ZERO),),
    (Kind.ANY_INTEGER, _OPEN): (_values(True, _NEGATIVE, _ZERO),),
    (Kind.WHOLE, _SAID): (_values(True, _ZERO),),
    (Kind.WHOLE, _OPEN): (_values(True, _ZERO),),
    (Kind.INTEGER, _SAID): (_values(False, _HALF),),
    (Kind.INTEGER, _NEVER): (_values(True, _HALF),),
    (Kind.INTEGER, _LOOSE): (_values(True, _HALF),),
    (Kind.FRACTION, _SAID): (_values(True, _HALF),),
    (Kind.FRACTION, _OPEN): (_values(True, _HALF),),
    (Kind.ANY_SIGN, _SAID): _SIGNED,
    (Kind.ANY_SIGN, _OPEN): _SIGNED,
    (Kind.ABOVE_ONE, _SAID): (_values(True, _TWO),),
    (Kind.ABOVE_ONE, _OPEN): (_values(True, _TWO),),
    (Kind.ABOVE_ONE, _NEVER): (_values(False, _TWO),),
    (Kind.NORMALISED, _SAID): ((Convention.SUM, False, _NO),),
    (Kind.NORMALISED, _NEVER): ((Convention.SUM, True, _NO),),
    (Kind.NORMALISED, _LOOSE): ((Convention.SUM, True, _NO),),
    (Kind.UNNORMALISED, _SAID): ((Convention.SUM, True, _NO),),
    (Kind.UNNORMALISED, _OPEN): ((Convention.SUM, True, _NO),),
    (Kind.UNNORMALISED, _NEVER): ((Convention.SUM, False, _NO),),
    (Kind.EVERYWHERE, _SAID): ((Convention.SUPPORT, False, _NO),),
    (Kind.EVERYWHERE, _NEVER): ((Convention.SUPPORT, True, _NO),),
    (Kind.EVERYWHERE, _LOOSE): ((Convention.SUPPORT, True, _NO),),
    (Kind.WITH_ZEROS, _SAID): ((Convention.SUPPORT, True, _NO), _values(True, _ZERO)),
    (Kind.WITH_ZEROS, _OPEN): ((Convention.SUPPORT, True, _NO), _values(True, _ZERO)),
    (Kind.WITH_ZEROS, _NEVER): ((Convention.SUPPORT, False, _NO),),
    (Kind.CONTINUOUS, _SAID): ((Convention.DISCRETE, True, _NO),),
    (Kind.CONTINUOUS, _OPEN): ((Convention.DISCRETE, True, _NO),),
    (Kind.CONTINUOUS, _NEVER): ((Convention.DISCRETE, False, _NO),),
    (Kind.INFINITE, _SAID): ((Convention.FINITE, True, _NO),),
    (Kind.INFINITE, _OPEN): ((Convention.FINITE, True, _NO),),
    (Kind.DISCRETE, _SAID): ((Convention.DISCRETE, False, _NO),),
    (Kind.DISCRETE, _NEVER): ((Convention.DISCRETE, True, _NO),),
    (Kind.DISCRETE, _LOOSE): ((Convention.DISCRETE, True, _NO),),
    (Kind.DEPENDENT, _SAID): ((Convention.INDEPENDENCE, True, _NO),),
    (Kind.DEPENDENT, _OPEN): ((Convention.INDEPENDENCE, True, _NO),),
    (Kind.DEPENDENT, _NEVER): ((Convention.INDEPENDENCE, False, _NO),),
    (Kind.INDEPENDENT, _SAID): ((Convention.INDEPENDENCE, False, _NO),),
    (Kind.INDEPENDENT, _NEVER): ((Convention.INDEPENDENCE, True, _NO),),
    (Kind.INDEPENDENT, _LOOSE): ((Convention.INDEPENDENCE, True, _NO),),
    (Kind.SMOOTH, _NEVER): ((Convention.SMOOTH, True, _NO),),
    (Kind.SMOOTH, _LOOSE): ((Convention.SMOOTH, True, _NO),),
    (Kind.UNBOUNDED, _SAID): (_values(True, _TWO),),
    (Kind.UNBOUNDED, _OPEN): (_values(True, _TWO),),
    (Kind.OTHER, _SAID): ((Convention.MEANING, True, _NO),),
    (Kind.OTHER, _OPEN): ((Convention.MEANING, True, _NO),),
}
_RESTRICTING = frozenset(
    {
        (Kind.NEGATIVE, _SAID),
        (Kind.NONPOSITIVE, _SAID),
        (Kind.ZERO, _SAID),
        (Kind.POSITIVE, _NEVER),
        (Kind.ABOVE_ONE, _SAID),
    }
)
_MILD = frozenset({Kind.REAL, Kind.ANY_REAL, Kind.ANY_INTEGER, Kind.NONNEGATIVE, Kind.WHOLE})
_CASE = re.compile(
    r"\b(?:if|when|whenever|unless|whether|were|would|in case|until|as long as|otherwise)\b"
    r"|若|当(?!然)|如果|一旦|除非|是否|只要|倘若|否则",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"\?\s*$|？\s*$|吗|\b(?:unlike|myth|misconception|mistake\w*|in contrast to|instead of|rather than|not true that)\b"
    r"|不同于|误以为|并非说",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\b(?:throughout|in this (?:note|article|post|paper|document))\b|本文|全文|通篇", re.IGNORECASE
)
_BASE = re.compile(
    r"\blog\w*\b[^.]{0,40}\bbase[- ]?(?P<en>2|two|10|ten)\b|\bbase[- ](?P<first>2|two|10|ten) log\w*"
    r"|(?:对数|\blog\b)[^。]{0,12}(?:以\s*(?P<zh>2|10)\s*为底|底数?[为是]\s*(?P<bottom>2|10))|以\s*(?P<bare>2"
    r"|10)\s*为底的对数"
    r"|\blog\b[^.]{0,20}\b(?:binary|dyadic) log\w*|\blog\b[^.]{0,20}\b(?P<common>common|decimal|decadic) log\w*"
    r"|^\W*(?:working )?in base (?P<in>2|two|10|ten)\b"
    r"|\b(?:measured?|expressed?|unit\w*)\b[^.]{0,30}\bbits\b",
    re.IGNORECASE,
)
_TEN = frozenset({"10", "ten", "common", "decimal", "decadic"})
_NATURAL = re.compile(
    r"\bnats?\b|\bnatural log|\blog\w* (?:is|are) natural\b|\bbase e\b|\bln\b|自然对数|奈特|\bany base\b|任意底"
    r"|change of base|换底",
    re.IGNORECASE,
)
_NORMALISES = re.compile(
    r"(?<!un)(?<!un-)\b(?:re-?)?normali[sz](?:e|es|ing|ation)\b|(?<![未非没有无不])归一化(?:后|处理|得|为|，|,)",
    re.IGNORECASE,
)
_USUAL = re.compile(
    r"\bsigmoid\w*|\blogistic\b|[Ss]\s*型|逻辑斯|\beuler|\bcircle\b|圆周率|欧拉|自然对数的底", re.IGNORECASE
)
"""Words for what the names of numbers and functions usually mean."""
_SAMPLES = re.compile(
    r"\b(?:samples?|observations?|data|draws?|examples|points|variables|they|these|it)\b|样本|观测|数据|它们|变量|样例",
    re.I,
)


def contraries(sentence: Sentence) -> Iterator[Contrary]:
    """What a sentence says against or for a convention.

    >>> from qedtex.notes.prose.sentences import sentences
    >>> from qedtex.notes.sources.documents import read_text
    >>> [one] = sentences(read_text(r"Here $x$ may be zero").formulas)
    >>> [(each.convention.name, sorted(each.names), each.words) for each in contraries(one)]
    [('VALUES', ['x'], 'may be zero'), ('SUPPORT', ['x'], 'may be zero')]
    """
    if _UNSAID.search(sentence.text):
        return
    everywhere = _EVERYWHERE.search(sentence.text) is not None
    yield from _of_logarithms(sentence)
    if _NORMALISES.search(sentence.text):
        yield Contrary(Convention.SUM, frozenset(), "", sentence, denies=False)
    for found in predicates(sentence.shown):
        names = frozenset(name for at in found.subjects for name in _named(sentence, at, found.kind))
        if found.kind is Kind.OTHER and _USUAL.search(sentence.text):
            continue
        if not names and (found.subjects or not _is_of_all(found, sentence.text)):
            continue
        passing = found.passing or is_of_a_case(sentence.text[: found.end])
        values = frozenset(_numbers(sentence, found))
        effects = _EFFECTS.get((found.kind, found.polarity), ())
        if found.kind is Kind.NUMBERS and values and found.polarity in (_SAID, _OPEN):
            effects = ((Convention.VALUES, True, values),)
        for convention, denies, points in effects:
            yield Contrary(
                convention,
                names,
                _words(sentence, found),
                sentence,
                denies,
                points,
                (found.kind, found.polarity) in _RESTRICTING or found.kind is Kind.NUMBERS,
                passing,
                everywhere,
                mild=found.kind in _MILD,
            )


def is_of_a_case(words: str) -> bool:
    """Whether words speak of a case, so that what they say holds in their sentence only.

    >>> is_of_a_case("If"), is_of_a_case("Let")
    (True, False)
    """
    return _CASE.search(words) is not None


def _of_logarithms(sentence: Sentence) -> Iterator[Contrary]:
    """That logarithms have another base than the natural one, or that they are natural."""
    signs = iter(sentence.formulas)
    shown = "".join(_as_log(next(signs)) if letter == FORMULA else letter for letter in sentence.text)
    found = _BASE.search(shown)
    natural = _NATURAL.search(shown) is not None
    if natural:
        yield Contrary(Convention.BASE, frozenset(), "", sentence, denies=False, everywhere=True)
    written = [re.sub(r"[\s{}]", "", formula.latex) for formula in sentence.formulas]
    signs_say = (re.fullmatch(r"\\log(?:=|:=|\\equiv)\\log_(2|10)", text) for text in written)
    base = next((one[1] for one in signs_say if one), "")
    if natural or _CASE.search(sentence.text) or not (found or base):
        return
    told = next((part for part in found.groups() if part), "2") if found is not None else base
    value = Fraction(10) if told.lower() in _TEN else _TWO
    words = found[0] if found is not None else written[0]
    yield Contrary(Convention.BASE, frozenset(), words, sentence, values=frozenset({value}), everywhere=True)


def _words(sentence: Sentence, found: Predicate) -> str:
    """The words of a predicate, with the formulas in them."""
    start = found.end - len(found.words)
    own = (
        sentence.formula_at(at).latex
        for at, sign in enumerate(sentence.text[: found.end])
        if sign == FORMULA and at >= start
    )
    return "".join(f"${next(own, '')}$" if letter == FORMULA else letter for letter in found.words)


def _as_log(formula: Formula) -> str:
    latex = re.sub(r"[\s{}]", "", formula.latex)
    known = {"\\log": " log ", "\\log_2": " log base 2 ", "\\log_10": " log base 10 "}
    return known.get(latex, latex if latex.isdigit() else FORMULA)


def _named(sentence: Sentence, at: int, kind: Kind) -> Iterator[str]:
    latex = sentence.formula_at(at).latex
    if kind is Kind.UNIT:
        return iter(names_summed(latex))
    return iter(names_of(latex, with_functions=kind in (Kind.OTHER, Kind.CONTINUOUS)))


def _numbers(sentence: Sentence, found: Predicate) -> Iterator[Fraction]:
    for at in found.objects:
        sign = sentence.text[at]
        yield from number_of(sentence.formula_at(at).latex if sign == FORMULA else sign)


def _is_of_all(found: Predicate, text: str) -> bool:
    """Whether words without a name speak of whatever there is: that the samples are not independent."""
    if found.kind in (Kind.INFINITE, Kind.CONTINUOUS):
        return True
    told = _SAMPLES.search(text) or re.search(r"independence|独立|i\.?i\.?d", found.words, re.IGNORECASE)
    return found.kind in (Kind.DEPENDENT, Kind.INDEPENDENT) and told is not None

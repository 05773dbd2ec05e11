"""The reason of a step in words, English or Chinese, from the rules that it names and what they were given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

from qedtex.context import Relation
from qedtex.errors import QedtexError
from qedtex.kernel import Named
from qedtex.render.sentences import Sentence, between, formula, related, sentence
from qedtex.render.width import formula_width
from qedtex.terms import Comparison, Term

if TYPE_CHECKING:
    from qedtex.axioms import Axiom
    from qedtex.inference import Use
    from qedtex.kernel import Theorem


class Reasoned(Protocol):
    """What has reasons: a step of a chain, or some links of a proof together."""

    @property
    def uses(self) -> tuple[Use, ...]:
        """The rules, with their arguments."""

    @property
    def axioms(self) -> tuple[Axiom, ...]:
        """What they rest on, which tells the definitions that were used."""

    @property
    def theorem(self) -> Theorem:
        """What was proved, with the hypotheses that were used."""


Language = Literal["en", "zh"]
"""The languages that derivations are written out in."""

_QUANTITIES = {
    "selfinformation": ("self-information", "自信息"),
    "entropy": ("entropy", "熵"),
    "variableentropy": ("entropy", "熵"),
    "crossentropy": ("cross-entropy", "交叉熵"),
    "kl": ("the KL divergence", "KL 散度"),
    "sigmoid": ("the sigmoid", "sigmoid 函数"),
    "norm": ("the norm", "范数"),
}
_SEPARATOR = {"en": "; ", "zh": "；"}
_WIDEST = 100.0
"""The most points that the statement of a theorem or a hypothesis may take in a reason."""

Numbers = Mapping["Theorem", int]
"""The numbers of the lemmas, by their theorems."""


def require_language(lang: str) -> None:
    """Raise `QedtexError` QT520 for a language that derivations are not written out in."""
    if lang not in ("en", "zh"):
        raise QedtexError("QT520", f"there is no language {lang}", help="en or zh")


def reason(step: Reasoned, lang: Language = "en", lemmas: Numbers | None = None) -> str:
    """Why a step holds, for a terminal; `lemmas` gives the numbers of lemmas.

    >>> import qedtex
    >>> d = qedtex.load("divergence.kl_decomposition")
    >>> [reason(step) for step in d.steps[2:4]], reason(d.steps[3], "zh")
    (['multiply out; split the sum', 'definition of entropy'], '熵的定义')
    """
    return reason_sentence(step, lang, lemmas).plain


def reason_sentence(step: Reasoned, lang: Language = "en", lemmas: Numbers | None = None) -> Sentence:
    """Why a step holds, in words and formulas.

    >>> import qedtex
    >>> reason_sentence(qedtex.load("divergence.kl_nonneg").steps[2]).marked
    'by “$\\\\ln t \\\\le t - 1$” (divergence.log_bound)'
    """
    require_language(lang)
    words = _Words(step, lang, lemmas or {})
    parts = [part for use in step.uses for part in words.use(use)]
    if not parts:
        parts = [words.hypothesis(known.name) for known in step.theorem.hypotheses]
    return between(parts, _SEPARATOR[lang]) or words.say("both sides are the same", "两边相同")


class _Words:
    """The words for one step in one language."""

    def __init__(self, step: Reasoned, lang: Language, lemmas: Numbers) -> None:
        self.step = step
        self.lang = lang
        self.lemmas = lemmas

    def say(self, english: str, chinese: str) -> Sentence:
        """Words in the language."""
        return sentence(english if self.lang == "en" else chinese)

    def use(self, use: Use) -> Iterator[Sentence]:
        """The words for a rule with its arguments."""
        named = [argument for argument in use.arguments if isinstance(argument, Named)]
        terms = [argument for argument in use.arguments if isinstance(argument, Term)]
        match use.rule.name:
            case "unfold":
                yield self.definition(use)
            case "substitute":
                wanted = [str(argument) for argument in use.arguments]
                names = wanted or [known.name for known in self.step.theorem.hypotheses]
                yield from [self.hypothesis(name) for name in names] or [self.plain(use)]
            case "cite" if named:
                yield from map(self.cited, named)
            case "instance" if named:
                yield self.instance(named, terms)
            case "both_sides":
                yield self.both_sides(terms[0] if terms else None)
            case name:
                yield sentence(self.plain(use), self.detail(name, terms), self.beside(named))

    def plain(self, use: Use) -> Sentence:
        """The words for a rule by itself."""
        return self.say(use.rule.english, use.rule.chinese)

    def definition(self, use: Use) -> Sentence:
        """Which definition was used."""
        named = [_key(getattr(argument, "__name__", argument)) for argument in use.arguments]
        if not named:
            axioms = [_key(axiom.name.removeprefix("definition.")) for axiom in self.step.axioms]
            named = [name for name in axioms if name in _QUANTITIES]
        known = [_QUANTITIES[name] for name in named if name in _QUANTITIES]
        if not known:
            return self.plain(use)
        words = [english for english, _ in known]
        return self.say(
            f"definition{'s' if len(words) > 1 else ''} of {joined(words, 'en')}",
            "与".join(chinese for _, chinese in known) + "的定义",
        )

    def hypothesis(self, name: str) -> Sentence:
        """A hypothesis: its words, or what it states where it has none."""
        found = self.step.theorem.claim.context.named(name)
        if found is None:
            return sentence(name)
        words = found.english if self.lang == "en" else found.chinese
        statement = related(formula(found.left), found.relation, formula(found.right))
        if words or formula_width(statement.latex) > _WIDEST:
            return sentence(words or found.english or name)
        return sentence(self.say("since ", "由于 "), statement)

    def cited(self, named: Named) -> Sentence:
        """A theorem that a step stands on: the number of a lemma, or its statement and id."""
        return sentence(self.say("by ", "由"), self.theorem(named))

    def theorem(self, named: Named) -> Sentence:
        """The number of a lemma, or the statement of a theorem, where it is short, and its id."""
        number = self.lemmas.get(named.theorem)
        if number is not None:
            return self.say(f"lemma {number}", f"引理 {number}")
        claim = named.theorem.claim
        statement = related(formula(claim.left), claim.relation, formula(claim.right))
        space = "" if self.lang == "en" else " "
        if formula_width(statement.latex) > _WIDEST:
            return sentence(space, named.name)
        around = ("“", "” (", ")") if self.lang == "en" else ("“", "”（", "）")
        return sentence(around[0], statement, around[1], named.name, around[2])

    def instance(self, named: list[Named], terms: list[Term]) -> Sentence:
        """A theorem about families with what is put in for them, and the lemmas that show its hypotheses."""
        values = [
            related(formula(one.left), Relation.EQUAL, formula(one.right))
            for one in terms
            if isinstance(one, Comparison)
        ]
        number = self.lemmas.get(named[0].theorem)
        cited = sentence(named[0].name) if number is None else self.theorem(named[0])
        comma = ", " if self.lang == "en" else "，"
        listed = between((sentence(value) for value in values), comma)
        by = self.say("by ", "由" if number is not None else "由 ")
        put_in = sentence(self.say(" with ", "，取 "), listed) if values else sentence()
        return sentence(by, cited, put_in, self.beside(named[1:]))

    def both_sides(self, factor: Term | None) -> Sentence:
        """What is done to both sides."""
        match factor:
            case None:
                return self.say("the same added to both sides", "两边同加一项")
            case _ if str(factor) == "-1":
                return self.say("both sides negated", "两边同时取负")
            case _:
                return sentence(self.say("both sides times ", "两边同乘 "), formula(factor))

    def detail(self, name: str, terms: list[Term]) -> Sentence:
        """What a rule was given beside theorems: a point, a change of variable."""
        if name == "integral_substitution" and len(terms) == 2:
            changes = (("shifted by ", "平移 ", terms[1], "0"), ("scaled by ", "伸缩 ", terms[0], "1"))
            parts = [
                sentence(self.say(english, chinese), formula(value))
                for english, chinese, value, without in changes
                if str(value) != without
            ]
            told = between(parts, ", " if self.lang == "en" else "，")
            return sentence(self.say(" (", "（"), told, self.say(")", "）")) if told else told
        if not terms:
            return sentence()
        places = between((sentence(formula(one)) for one in terms), ", " if self.lang == "en" else "、")
        if name == "constant_by_derivative":
            return sentence(self.say(", so its value is that at ", "，故其值等于在 "), places, self.say("", " 处的值"))
        return sentence(self.say(" at ", "，取点 "), places)

    def beside(self, named: list[Named]) -> Sentence:
        """In brackets, the theorems that a rule stands on."""
        if not named:
            return sentence()
        told = [self.theorem(one) if one.theorem in self.lemmas else sentence(one.name) for one in named]
        around = ("（", "、", "）") if self.lang == "zh" else (" (", ", ", ")")
        return sentence(around[0], between(told, around[1]), around[2])


def _key(name: object) -> str:
    return str(name).lower().replace("_", "")


def joined(words: list[str], lang: Language) -> str:
    """Words as a list in a sentence.

    >>> joined(["p", "q", "r"], "en"), joined(["p", "q"], "zh")
    ('p, q and r', 'p、q')
    """
    if lang == "zh":
        return "、".join(words)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)

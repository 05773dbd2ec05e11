"""The reason of a step in words, English or Chinese, from the rules that it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from qedtex.errors import QedtexError
from qedtex.kernel import Named

if TYPE_CHECKING:
    from qedtex.chains import Step
    from qedtex.kernel import Theorem, Use

Language = Literal["en", "zh"]
"""The languages that derivations are written out in."""

_QUANTITIES = {
    "selfinformation": ("self-information", "自信息"),
    "entropy": ("entropy", "熵"),
    "crossentropy": ("cross-entropy", "交叉熵"),
    "kl": ("the KL divergence", "KL 散度"),
    "sigmoid": ("the sigmoid", "sigmoid 函数"),
    "norm": ("the norm", "范数"),
}
_SEPARATOR = {"en": "; ", "zh": "；"}


def require_language(lang: str) -> None:
    """Raise `QedtexError` QT520 for a language that derivations are not written out in."""
    if lang not in ("en", "zh"):
        raise QedtexError("QT520", f"there is no language {lang}", help="en or zh")


def reason(
    step: Step,
    lang: Language = "en",
    titles: Mapping[str, str] | None = None,
    lemmas: Mapping[Theorem, int] | None = None,
) -> str:
    """Why a step holds. `titles` gives the titles of cited derivations by id, `lemmas` the numbers of lemmas.

    >>> import qedtex
    >>> d = qedtex.load("divergence.kl_decomposition")
    >>> [reason(step) for step in d.steps[2:4]], reason(d.steps[3], "zh")
    (['multiply out; split the sum', 'definition of entropy'], '熵的定义')
    """
    require_language(lang)
    parts = [part for use in step.uses for part in _use(use, step, lang, titles or {}, lemmas or {})]
    if not parts:
        parts = [_hypothesis(name, step, lang) for name in _names(step)]
    return _SEPARATOR[lang].join(dict.fromkeys(parts)) or ("both sides are the same" if lang == "en" else "两边相同")


def _use(use: Use, step: Step, lang: Language, titles: Mapping[str, str], lemmas: Mapping[Theorem, int]) -> list[str]:
    match use.rule.name:
        case "unfold":
            return [_definition(use, step, lang)]
        case "substitute":
            wanted = [str(argument) for argument in use.arguments]
            return [_hypothesis(name, step, lang) for name in wanted or _names(step)] or [_plain(use, lang)]
        case "cite":
            named = [argument for argument in use.arguments if isinstance(argument, Named)]
            return [_citation(one, lang, titles, lemmas) for one in named] or [_plain(use, lang)]
        case _:
            beside = [_beside(one, lang, lemmas) for one in use.arguments if isinstance(one, Named)]
            between = "、" if lang == "zh" else ", "
            around = ("（", "）") if lang == "zh" else (" (", ")")
            return [_plain(use, lang) + (around[0] + between.join(beside) + around[1] if beside else "")]


def _plain(use: Use, lang: Language) -> str:
    return use.rule.english if lang == "en" else use.rule.chinese


def _definition(use: Use, step: Step, lang: Language) -> str:
    named = [str(getattr(argument, "__name__", argument)).lower() for argument in use.arguments]
    if not named:
        axioms = [axiom.name.removeprefix("definition.").replace("_", "") for axiom in step.axioms]
        named = [name for name in axioms if name in _QUANTITIES]
    known = [_QUANTITIES[name] for name in named if name in _QUANTITIES]
    if not known:
        return _plain(use, lang)
    if lang == "zh":
        return "与".join(chinese for _, chinese in known) + "的定义"
    words = [english for english, _ in known]
    return f"definition{'s' if len(words) > 1 else ''} of {joined(words, 'en')}"


def _names(step: Step) -> list[str]:
    return [hypothesis.name for hypothesis in step.theorem.hypotheses]


def _hypothesis(name: str, step: Step, lang: Language) -> str:
    found = step.theorem.claim.context.named(name)
    if found is None:
        return name
    return (found.english or name) if lang == "en" else (found.chinese or found.english or name)


def _beside(named: Named, lang: Language, lemmas: Mapping[Theorem, int]) -> str:
    """A theorem that a rule stands on: the number of a lemma, or an id."""
    number = lemmas.get(named.theorem)
    if number is None:
        return named.name
    return f"引理 {number}" if lang == "zh" else f"lemma {number}"


def _citation(named: Named, lang: Language, titles: Mapping[str, str], lemmas: Mapping[Theorem, int]) -> str:
    name, title = named.name, titles.get(named.name)
    if named.theorem in lemmas:
        return f"由{_beside(named, lang, lemmas)}" if lang == "zh" else f"by {_beside(named, lang, lemmas)}"
    if lang == "zh":
        return f"由“{title}”（{name}）" if title else f"由 {name}"
    return f"by “{title}” ({name})" if title else f"by {name}"


def joined(words: list[str], lang: Language) -> str:
    """Words as a list in a sentence.

    >>> joined(["p", "q", "r"], "en"), joined(["p", "q"], "zh")
    ('p, q and r', 'p、q')
    """
    if lang == "zh":
        return "、".join(words)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)

"""Denials: formulas that the running text does not claim, since it calls them false, asks about them or poses them."""

from __future__ import annotations

import re

from qedtex.notes.formulas.chains import Step
from qedtex.notes.prose.provisos import FORMULA, sentence
from qedtex.notes.sources.documents import Formula

_BEFORE = re.compile(
    r"\bnot (?:\w+ )?(?:true|the case|correct|right|valid) (?:\w+ )?that\b|\b(?:false|wrong|incorrect|untrue) that\b"
    r"|\b(?:mistakes?|fallac\w+|misconceptions?|myths?|counterexamples?) \w*\b"
    r"|\b(?:common|frequent|typical|classic|usual) errors?\b|\b(?:prove or disprove|true or false)\b"
    r"|^\W*(?:wrong|incorrect|invalid)\s*[:：]|[❌✗✘]|^\W*\[ \]"
    r"|\b(?:is|was|were|been) (?:\w+ )?(?:thought|believed|claimed|conjectured)\b"
    r"|\b(?:contradiction|absurd\w*)\b"
    r"|\b(?:not|n't) (?:\w+ )?(?:hold|be true|be valid|true|valid|correct)\b[^.。,，]{0,20}[:：]\s*$"
    r"|(?:不成立|不正确|不对)[^。，]{0,6}[:：]\s*$"
    r"|\b(?:might|may|could|would|tempt\w+ to|wrongly|incorrectly|mistakenly|falsely) (?:\w+ )?"
    r"(?:think|expect|believe|guess|hope|assume|conclude|claim|write)\b"
    r"|^\W*(?:solve|find)\b|\b(?:solutions?|roots?) (?:of|to|for)\b|\b(?:solve|whether)\b"
    r"|\bthe equation\W*$|并非|误以为|错误|误解|反例|反证|判断(?:正误|对错)|解方程|求解|是否",
    re.IGNORECASE,
)
"""Words before a formula, in its sentence."""
_BEHIND = re.compile(
    r"[\s,，;；]*(?:(?:but|and|however)\s+)?(?:(?:this|that|it|which)\s+)?"
    r"(?:(?:is|are|was)\s+(?:\w+\s+)?(?:false|wrong|incorrect|untrue|invalid)\b"
    r"|(?:is|are|was|need|can|will)(?:\s+not|n't|not)\s+(?:\w+\s+)?(?:be\s+)?"
    r"(?:true|correct|valid|right|the case|hold|always|generally|in general|necessarily)\b"
    r"|(?:does|do|did)(?:\s+not|n't)\s+(?:\w+\s+){0,2}(?:hold|follow)\b|fails?\b"
    r"|(?:has|have)\s+(?:\w+\s+)?(?:solutions?|roots?)\b)"
    r"|[\s,，]*(?:这)?(?:一般|通常|并|未必|不一定|总是)?(?:不(?:成立|对|正确)|未必成立|不一定成立|是?错误?的|有\w{0,2}解)",
    re.IGNORECASE,
)
"""Words behind a formula."""
_POSES = re.compile(
    r"\b(?:which|one|any) (?:\w+ )?of (?:the|these) (?:following|\w+ below)\b|\b(?:true or false|multiple choice)\b"
    r"|\bselect (?:all|one|the)\b|(?:下列|以下)[^。！？!?\n]{0,20}(?:正确|错误|成立|哪)|判断(?:正误|对错|题)|选择题",
    re.IGNORECASE,
)
"""Words of a question with a list of statements behind it, of which not all are true."""
_OPTION = re.compile(rf"\s*(?:\[[ xX]\]|[(（]?[A-Ha-h\d]{{1,2}}[.)、:：）]|{FORMULA}|\W*$)")
"""How a line begins that is one of the statements."""
_DENYING_HEADING = re.compile(
    r"\b(?:quiz|true or false|multiple choice|(?:common|frequent|typical) (?:mistakes|errors)|pitfalls|fallacies|myths"
    r"|misconceptions|counter-?examples?)\b|误区|常见错误|判断题|选择题|反例|陷阱",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:is|are|does|do|did|can|could|will|would|should|which|when|for which"
    r"|why (?:\w+n't|(?:is|are|does|do|can) not)|(?:is|are|do|does|ca)n't)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[^.!?。！？;；\n]*[?？]|[^.!?。！？;；\n]{0,12}吗")

_ENDS_CASES = re.compile(
    r"\b(?:otherwise|else|in general|conversely|generally)\b|否则|一般(?:地|来说|而言|情况)|反之", re.IGNORECASE
)
"""Words that end the case which was spoken of."""
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|unless|except|without|never|neither|nor)|n't|除非|不(?:是|满足|假设)?|非)\s*$", re.IGNORECASE
)
_NOT_BEHIND = re.compile(
    r"\s*(?:(?:is|was|does|do|did|need|can|must) ?(?:not\b|n't)|cannot\b|fails\b|不(?:成立|对|是|一定))", re.IGNORECASE
)


def ends_a_case(words: str) -> bool:
    """Whether words end the case that was spoken of.

    >>> ends_a_case("Otherwise"), ends_a_case("so that")
    (True, False)
    """
    return _ENDS_CASES.search(words) is not None


def is_negated(formula: Formula) -> bool:
    """Whether the words beside a condition say that it is not met."""
    return bool(_NOT_BEFORE.search(formula.context_before) or _NOT_BEHIND.match(formula.context_after))


def denied(step: Step, words: str) -> str | None:
    """The words that say that a formula is not claimed; `None` where there are none. `words` are those before it."""
    before = sentence(words)
    after = step.right.formula.context_after
    found = _BEFORE.search(before) or _BEHIND.match(after)
    if found is not None:
        return found[0].strip(" ,，;；")
    posed = _posed(words) or _DENYING_HEADING.search(step.right.formula.heading)
    if posed is not None:
        return posed[0]
    asked = _QUESTION.match(after)
    return asked[0].strip() if asked is not None and ("吗" in asked[0] or _ASKS.match(before)) else None


def _posed(words: str) -> re.Match[str] | None:
    """The question of which a formula is one of the answers to choose from."""
    last = None
    for found in _POSES.finditer(words):
        last = found
    if last is None:
        return None
    _, _, behind = words[last.end() :].partition("\n")
    return last if all(map(_OPTION.match, behind.split("\n"))) else None

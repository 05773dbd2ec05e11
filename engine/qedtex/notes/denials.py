"""Denials: formulas that the running text does not claim, since it calls them false, asks about them or poses them."""

from __future__ import annotations

import re

from qedtex.notes.chains import Step
from qedtex.notes.provisos import sentence

_BEFORE = re.compile(
    r"\bnot (?:\w+ )?(?:true|the case|correct|right|valid) (?:\w+ )?that\b|\b(?:false|wrong|incorrect|untrue) that\b"
    r"|\b(?:mistakes?|fallac\w+|misconceptions?|myths?|counterexamples?) \w*\b"
    r"|\b(?:might|may|could|would|tempt\w+ to|wrongly|incorrectly|mistakenly|falsely) (?:\w+ )?"
    r"(?:think|expect|believe|guess|hope|assume|conclude|claim|write)\b"
    r"|^\W*(?:solve|find)\b|\b(?:solutions?|roots?) (?:of|to|for)\b|\b(?:solve|whether)\b"
    r"|\bthe equation\W*$|并非|误以为|错误|误解|解方程|求解|是否",
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
_ASKS = re.compile(r"^\W*(?:is|are|does|do|did|can|could|will|would|should|which|when|for which)\b", re.IGNORECASE)
_QUESTION = re.compile(r"[^.!?。！？;；\n]*[?？]|[^.!?。！？;；\n]{0,12}吗")


def denied(step: Step, words: str) -> str | None:
    """The words that say that a formula is not claimed; `None` where there are none. `words` are those before it."""
    before = sentence(words)
    after = step.right.formula.context_after
    found = _BEFORE.search(before) or _BEHIND.match(after)
    if found is not None:
        return found[0].strip(" ,，;；")
    asked = _QUESTION.match(after)
    return asked[0].strip() if asked is not None and ("吗" in asked[0] or _ASKS.match(before)) else None

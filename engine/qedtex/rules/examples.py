"""What a rule says of one pair of terms, in words: for the examples in the rules' documentation and for tests."""

from __future__ import annotations

from qedtex.context import Context
from qedtex.errors import StepRefused
from qedtex.kernel import Link, Rule, Use, check_link
from qedtex.terms import Term


def shows(rule: Rule | Use, before: Term, after: Term, context: Context | None = None) -> str:
    """`accepted`, or the reason why the kernel refuses the rule on the whole of `before` and `after`."""
    use = rule if isinstance(rule, Use) else Use(rule)
    try:
        check_link(Link(before, after, (), use), context or Context())
    except StepRefused as refusal:
        return refusal.message
    return "accepted"

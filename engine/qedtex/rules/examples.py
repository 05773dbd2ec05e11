"""What a rule says of one pair of terms, in words: for the examples in the rules' documentation and for tests."""

from __future__ import annotations

from collections.abc import Sequence

from qedtex.context import Context, Hypothesis, Relation
from qedtex.errors import StepRefused
from qedtex.inference import Link, Rule, Use
from qedtex.kernel import Named, check_link
from qedtex.terms import Term


def shows(rule: Rule | Use, before: Term, after: Term, context: Context | None = None) -> str:
    """`accepted`, with what it shows where that is no equation, or why the kernel refuses the rule on the two terms."""
    use = rule if isinstance(rule, Use) else Use(rule)
    try:
        checked = check_link(Link(before, after, (), use), context or Context())
    except StepRefused as refusal:
        return refusal.message
    if checked.relation is Relation.EQUAL:
        return "accepted"
    return f"accepted: {before} {checked.relation.value} {after}"


def named(
    left: Term, relation: str, right: Term, *reasons: Rule | Use | str, given: Sequence[Hypothesis] = ()
) -> Named:
    """A theorem proved in one step by the reasons named, for rules that stand on one."""
    from qedtex.chains import Calc

    start = Calc()(left, given=given)
    go = {"=": start.eq, "<=": start.le, "<": start.lt, ">=": start.ge, ">": start.gt, "iff": start.iff}[relation]
    return Named("lemma", go(right, by=list(reasons)).qed().theorem)

"""Judging one step: the verdict on a relation that can be understood as any of some claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qedtex.binding import free
from qedtex.claims import Claim, Verdict
from qedtex.context import Context, Hypothesis, Relation
from qedtex.notes.formulas.chains import Step
from qedtex.notes.prose.convexity import under
from qedtex.notes.prose.denials import denied
from qedtex.notes.prose.provisos import (
    condition_in,
    has_numbered_variables,
    independent,
    is_about,
    says_alike,
    says_independent,
    speaks_of_several,
)
from qedtex.notes.prose.stipulations import begins_anew, laid_down
from qedtex.notes.prose.suppositions import suppositions
from qedtex.notes.verdicts.apart import drawn_apart, variables_of
from qedtex.notes.verdicts.bases import is_natural, names_base, raises, with_base
from qedtex.notes.verdicts.curving import if_it_bends, the_other_way
from qedtex.notes.verdicts.deciding import Decision, decide, shown
from qedtex.notes.verdicts.domains import (
    domain_told,
    is_of_plain_numbers,
    is_told,
    made_positive,
    on_its_domain,
    supposed_of,
    with_positive_names,
)
from qedtex.notes.verdicts.excuses import (
    excuse,
    is_arithmetic,
    may_be_assigned,
    may_be_solved,
    puts_in,
)
from qedtex.notes.verdicts.judgement import Judgement, Surroundings
from qedtex.notes.verdicts.labels import with_labels_of_sum_one
from qedtex.notes.verdicts.lettered import as_read, by_letters
from qedtex.notes.verdicts.library import Library
from qedtex.notes.verdicts.products import (
    is_of_many,
    of_orthogonal_vectors,
    of_real_vectors,
    of_symmetric_matrices,
    of_unit_vectors,
    products,
)
from qedtex.notes.verdicts.repairs import SECONDS, repair
from qedtex.notes.verdicts.rounding import agrees_when_rounded
from qedtex.notes.verdicts.summing import STEPS, SUMS, as_sums, is_of_densities_too
from qedtex.notes.verdicts.unifying import enumerated
from qedtex.sorts import Alphabet, Enumerated, Integer, Labels, Real
from qedtex.stating import is_set
from qedtex.terms import (
    Distribution,
    Neg,
    Num,
    Prob,
    Term,
    term,
)

_SYMMETRIC = re.compile(r"\bsymmetric\b|对称", re.IGNORECASE)
_ORTHOGONAL = re.compile(r"orthogonal|perpendicular|正交|垂直", re.IGNORECASE)
_OPPOSITES = {
    Relation.EQUAL: Relation.UNEQUAL,
    Relation.UNEQUAL: Relation.EQUAL,
    Relation.LESS: Relation.GREATER_EQUAL,
    Relation.GREATER_EQUAL: Relation.LESS,
    Relation.GREATER: Relation.LESS_EQUAL,
    Relation.LESS_EQUAL: Relation.GREATER,
}
_UNIT_BEHIND = 12
"""So near behind a formula stands its unit."""
_SUPPOSED = 2
"""For how many of the claims that a step can mean hypotheses are supposed."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a step is judged with: the library, and whether repairs are looked for."""

    library: Library
    repairs: bool = True

    def judge(self, step: Step, claims: Sequence[Claim], around: Surroundings) -> Judgement:
        """The verdict: proved if one of the claims is, false only where each of them is and nothing excuses it.

        The last of the claims is the likeliest understanding.
        """
        words, readings = around.words, around.readings
        claims = [under(one, around.bends) for one in claims]
        claim, decisions = claims[-1], []
        others = [one for one in (with_size(claim), enumerated(claim)) if one is not None]
        for number, one in enumerate([*claims[::-1], *others]):
            decisions.append(decide(one, self.library))
            if decisions[-1].verdict is Verdict.PROVED:
                if _begins_late(one):
                    return Judgement(Verdict.UNDECIDED, "the sum does not begin with the first outcome", one)
                if step.conditions and self.is_void(one):
                    return Judgement(Verdict.UNDECIDED, "its conditions exclude each other", one)
                proved = as_read(Judgement(Verdict.PROVED, decisions[-1].message, one, decisions[-1]), readings)
                return by_letters(proved, readings, self.library)
            if decisions[-1].verdict is Verdict.ASSUMED:
                return Judgement(Verdict.ASSUMED, decisions[-1].message, one)
            found = self._supposed(one, around.given if not number else (), words) if number < _SUPPOSED else None
            if found is not None:
                return as_read(found, readings)
        reason = laid_down(step, claim)
        if reason is not None:
            return Judgement(Verdict.ASSUMED, reason, claim)
        bent = if_it_bends(claim, self.library)
        if bent is not None:
            return Judgement(Verdict.ASSUMED, bent.message, claim, bent.decision, cautions=("unstated-assumption",))
        bent = the_other_way(claim, self.library)
        if bent is not None:
            return Judgement(Verdict.REFUTED, bent.message, claim, bent.decision, bent.mended)
        undecided = next((one for one in decisions if one.verdict is not Verdict.REFUTED), None)
        if undecided is not None:
            found = self._on_its_domain(step, claim, around) if len(decisions) == 1 else None
            found = found or self._as_sums(step, claim, around)
            return found or Judgement(Verdict.UNDECIDED, undecided.message, claim)
        return self._refuted(step, claim, decisions[0], around, restated=len(claims) > 1 or around.restates)

    def _on_its_domain(self, step: Step, claim: Claim, around: Surroundings) -> Judgement | None:
        """The verdict on a claim where its sides make sense; `None` where that is not known either."""
        natural, narrow = on_its_domain(claim), on_its_domain(with_positive_names(claim)) or with_positive_names(claim)
        if (natural is None and narrow == claim) or supposed_of(natural or narrow, claim) & around.declared:
            return None
        found = decide(natural, self.library) if natural is not None else None
        if natural is not None and found is not None and found.verdict is Verdict.PROVED:
            message = f"it holds where {domain_told(natural)}"
            cautions = ("unstated-assumption",) if is_told(natural) else ()
            return Judgement(Verdict.ASSUMED, message, natural, found, cautions=cautions)
        inner = decide(narrow, self.library)
        if inner.verdict is Verdict.PROVED:
            message = f"it holds if {made_positive(narrow, claim)}"
            return Judgement(Verdict.ASSUMED, message, narrow, inner, cautions=("unstated-assumption",))
        false = inner.verdict is Verdict.REFUTED and (found is None or found.verdict is Verdict.REFUTED)
        if false and is_of_plain_numbers(claim):
            return self._refuted(step, narrow, inner, around, restated=around.restates)
        return None

    def _as_sums(self, step: Step, claim: Claim, around: Surroundings) -> Judgement | None:
        """The verdict on a claim about integrals of laws, by that on sums; `None` where that says nothing."""
        summed = as_sums(claim)
        found = decide(summed, self.library) if summed is not None else None
        if summed is None or found is None:
            return None
        if found.verdict is Verdict.PROVED and is_of_densities_too(summed, found.by):
            return Judgement(Verdict.ASSUMED, SUMS, summed, found)
        if found.verdict is Verdict.REFUTED:
            settled = replace(around, readings=[one for one in around.readings if one.name != "integral"])
            return self._refuted(step, summed, replace(found, message=STEPS), settled, restated=around.restates)
        return None

    def is_void(self, claim: Claim) -> bool:
        """Whether one of the hypotheses of a claim is false by the others, so that anything follows from them."""
        known = claim.context.hypotheses
        for place, one in enumerate(known):
            others = Context((*known[:place], *known[place + 1 :]))
            opposite = _OPPOSITES.get(one.relation)
            if opposite is None or one.variables or not others.hypotheses:
                continue
            if shown(Claim(one.left, opposite, one.right, others), self.library) is not None:
                return True
        return False

    def _supposed(self, claim: Claim, given: tuple[Hypothesis, ...], words: str) -> Judgement | None:
        """A proof with the values that the text gives, or under what is usually supposed."""
        if given:
            with_values = replace(claim, context=Context((*claim.context.hypotheses, *given)))
            proof = shown(with_values, self.library)
            if proof is not None:
                return Judgement(Verdict.PROVED, proof.message, with_values, proof)
        for what, supposed in suppositions(claim, words):
            if shown(supposed, self.library) is not None:
                return Judgement(Verdict.ASSUMED, f"it holds if {what}", supposed, cautions=("unstated-assumption",))
        return None

    def _refuted(
        self, step: Step, claim: Claim, decision: Decision, around: Surroundings, *, restated: bool
    ) -> Judgement:
        """A step with a counterexample; it is called false only where no other understanding is left."""
        if claim.relation is Relation.EQUAL and _is_rounded(claim.right):
            near = decide(replace(claim, relation=Relation.ABOUT), self.library)
            if near.verdict is Verdict.PROVED:
                told = "it holds to the digits shown, and not exactly"
                return Judgement(Verdict.ASSUMED, told, claim, cautions=("rounded-equals",))
        words = around.words
        denial = denied(step, words)
        if denial is not None:
            return Judgement(Verdict.UNDECIDED, f"a counterexample, and the text does not claim it: “{denial}”", claim)
        if agrees_when_rounded(claim, inner=around.inner):
            told = "it holds within the rounding of its decimals, and not exactly"
            return Judgement(Verdict.ASSUMED, told, claim, cautions=("rounded-equals",))
        bare = around.bases <= {""} and not any(map(is_natural, (step.left.latex, step.right.latex)))
        based = self._of_another_base(step, claim, around) if bare else None
        if based is not None:
            return based
        if speaks_of_several(claim) and (says_independent(step, words) or is_about(claim, around.independent)):
            return self._independent(claim, decision)
        if has_numbered_variables(claim):
            alike = says_alike(words)
            if alike is not None:
                told = f"a counterexample, but the text says that variables are “{alike}”"
                return Judgement(Verdict.UNDECIDED, told, claim)
            apart = independent(claim) if claim.relation is Relation.EQUAL else None
            if apart is not None and decide(apart, self.library).verdict is Verdict.PROVED:
                told = "it is false in general, and holds of independent draws, as variables with numbers often are"
                return Judgement(Verdict.UNDECIDED, told, claim)
        vectors = self._of_vectors(claim, decision, f"{words} {step.right.formula.context_after[:_UNIT_BEHIND]}")
        if isinstance(vectors, Judgement):
            return vectors
        decision = vectors
        if (together := self._drawn_together(step, claim, around)) is not None:
            return together
        labelled = with_labels_of_sum_one(claim)
        if labelled is not None:
            decision = decide(labelled, self.library)
            if decision.verdict is not Verdict.REFUTED:
                return _of_labels(labelled, decision)
        met = restated and claim.context.hypotheses
        proviso = None if met or is_arithmetic(claim) else condition_in(step, words)
        if proviso is not None:
            told = f"a counterexample, but the condition “{proviso}” in the text was not understood"
            return Judgement(Verdict.UNDECIDED, told, claim)
        if step.premise and any(isinstance(s.sort, Real) for side in (claim.left, claim.right) for s in free(side)):
            return Judgement(Verdict.ASSUMED, "a premise, from which the next claim is inferred", claim)
        if not around.inner and may_be_solved(claim):
            return Judgement(Verdict.UNDECIDED, "it is no identity, and may be an equation for its names", claim)
        excused = excuse(claim, words, around.readings)
        anew = around.defines and claim.relation is Relation.EQUAL and not puts_in(claim, words)
        if excused is not None and not anew:
            return Judgement(Verdict.UNDECIDED, excused, claim)
        if not around.inner and may_be_assigned(claim):
            return Judgement(Verdict.UNDECIDED, f"it may give {claim.left} a new value", claim)
        if restated and claim.relation not in (Relation.EQUAL, Relation.ABOUT):
            return Judgement(Verdict.UNDECIDED, "it may say when a name that the note has defined is so", claim)
        if restated and begins_anew(step):
            return Judgement(Verdict.DEFINITION, "introduces the name anew", claim)
        if restated and not (is_set(claim.left) or is_set(claim.right)):
            return Judgement(Verdict.DEFINITION, "introduces the name anew", claim, cautions=("redefined",))
        mended = repair(claim, self.library, SECONDS) if self.repairs else None
        strict = mended is not None and mended.what in ("<= for <", ">= for >")
        cautions = ("strict",) if strict else ()
        return Judgement(Verdict.REFUTED, decision.message, claim, decision, mended, cautions)

    def _of_vectors(self, claim: Claim, decision: Decision, words: str) -> Judgement | Decision:
        """A counterexample that vectors can have; a judgement where none is found, or matrices may be symmetric."""
        under = of_real_vectors(claim)
        if under is not None or (products(claim) and claim.relation is not Relation.EQUAL):
            found = decide(under or claim, self.library)
            if found.verdict is Verdict.PROVED:
                return Judgement(Verdict.ASSUMED, "it holds by the Cauchy-Schwarz inequality", claim)
            if found.verdict is not Verdict.REFUTED or (claim.relation is not Relation.EQUAL and is_of_many(claim)):
                told = "no vectors were found for which it is false"
                return Judgement(Verdict.UNDECIDED, told, claim)
            decision = found
        unit, apart = of_unit_vectors(claim), of_orthogonal_vectors(claim)
        if unit is not None and decide(unit, self.library).verdict is not Verdict.REFUTED:
            return Judgement(Verdict.UNDECIDED, "it may be meant of unit vectors", claim)
        if apart is not None and _ORTHOGONAL.search(words) and decide(apart, self.library).verdict is Verdict.PROVED:
            return Judgement(Verdict.ASSUMED, "it holds of orthogonal vectors, of which the text speaks", claim)
        symmetric = of_symmetric_matrices(claim)
        if symmetric is not None and decide(symmetric, self.library).verdict is not Verdict.REFUTED:
            if _SYMMETRIC.search(words) is not None:
                return Judgement(Verdict.ASSUMED, "it holds of symmetric matrices, of which the text speaks", claim)
            return Judgement(Verdict.UNDECIDED, "it may be meant of symmetric matrices", claim)
        return decision

    def _drawn_together(self, step: Step, claim: Claim, around: Surroundings) -> Judgement | None:
        """A step about means of several random variables which may hold of independent ones; `None` if it does not."""
        apart = drawn_apart(claim)
        if apart is None or ("Cov" in step.left.latex + step.right.latex and not isinstance(claim.right, Num)):
            return None
        found = decide(apart, self.library)
        said = says_independent(step, around.words) or variables_of(claim) <= around.independent
        if found.verdict is Verdict.REFUTED:
            return Judgement(Verdict.REFUTED, found.message, apart, found) if said else None
        if found.verdict is Verdict.PROVED and said:
            return Judgement(Verdict.ASSUMED, "it holds because they are independent, as the text says", apart)
        told = "it is false in general, and may be meant of independent random variables"
        return Judgement(Verdict.UNDECIDED, told, claim)

    def _of_another_base(self, step: Step, claim: Claim, around: Surroundings) -> Judgement | None:
        r"""A step that is false of natural logarithms and holds of those to base 2 or 10, where `\log` is written."""
        words = f"{around.words} {step.right.formula.context_after[:_UNIT_BEHIND]}"
        for base in (2, 10):
            under = with_base(claim, base)
            found = decide(under, self.library)
            if found.verdict is Verdict.PROVED:
                if names_base(base, words) or raises(claim, base):
                    who = "text" if names_base(base, words) else "formula"
                    return Judgement(Verdict.ASSUMED, f"it holds to base {base}, as the {who} says", under, found)
                return Judgement(Verdict.UNDECIDED, f"it holds if the logarithms are to base {base}", claim)
            if agrees_when_rounded(under, inner=around.inner):
                return Judgement(Verdict.UNDECIDED, f"it holds to base {base} within its decimals", claim)
        return None

    def _independent(self, claim: Claim, decision: Decision) -> Judgement:
        """A step that is false of any random variables, where the text says that they are independent."""
        under = independent(claim)
        told = "it is false in general, and the text says that something is independent"
        if under is None:
            return Judgement(Verdict.UNDECIDED, told, claim)
        found = decide(under, self.library)
        if found.verdict is Verdict.PROVED:
            return Judgement(Verdict.ASSUMED, "it holds because they are independent, as the text says", under, found)
        if found.verdict is Verdict.REFUTED and found.witness is not None:
            return Judgement(Verdict.REFUTED, found.message, under, found)
        return Judgement(Verdict.UNDECIDED, told, claim)


def is_decimal(value: Term) -> bool:
    """Whether a side is a number alone, as it stands behind a sign for rounding."""
    return isinstance(value.of if isinstance(value, Neg) else value, Num)


def _of_labels(claim: Claim, decision: Decision) -> Judgement:
    """A step that is false of any labels, as it was decided of labels that sum to 1."""
    if decision.verdict is Verdict.PROVED:
        told = "it holds if the labels sum to 1"
        return Judgement(Verdict.ASSUMED, told, claim, decision, cautions=("unstated-assumption",))
    return Judgement(Verdict.UNDECIDED, "it is false of labels with any sum, and they may be meant to sum to 1", claim)


def with_size(claim: Claim) -> Claim | None:
    """The claim with an integer that stands beside a law as the number of its outcomes, as in H(p) <= log n.

    `None` where there is no such integer, or where outcomes of the law are spoken of.
    """
    nodes = [node for side in (claim.left, claim.right) for node in side.walk()]
    symbols = {symbol for side in (claim.left, claim.right) for symbol in free(side)}
    numbers = [symbol for symbol in symbols if isinstance(symbol.sort, Integer)]
    laws = {node.law for node in nodes if isinstance(node, Distribution)}
    alphabets = {law.space for law in laws if isinstance(law.space, Alphabet)}
    if len(numbers) != 1 or len(alphabets) != 1 or any(isinstance(node, Prob) or node.bound for node in nodes):
        return None
    space = Enumerated("x", term(1), numbers[0])

    def change(node: Term) -> Term:
        if isinstance(node, Distribution) and node.law.space in alphabets:
            node = replace(node, law=replace(node.law, space=space))
        return node.with_children(tuple(map(change, node.children)))

    return replace(claim, left=change(claim.left), right=change(claim.right))


def _begins_late(claim: Claim) -> bool:
    """Whether a law was read as spread over outcomes from the second or a later one on, as no law is."""
    laws = {n.law for side in (claim.left, claim.right) for n in side.walk() if isinstance(n, Distribution)}
    lowers = [law.space.lower for law in laws if isinstance(law.space, (Enumerated, Labels))]
    return any(lower not in (term(0), term(1)) and not free(lower) for lower in lowers)


def _is_rounded(value: Term) -> bool:
    inner = value.of if isinstance(value, Neg) else value
    return isinstance(inner, Num) and bool(inner.digits)

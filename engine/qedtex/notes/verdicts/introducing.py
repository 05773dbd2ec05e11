"""Introducing: equations and relations with a name that nothing defines, which say what it is, or how it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.binding import free
from qedtex.claims import Verdict
from qedtex.context import Relation
from qedtex.notes.formulas.chains import Step
from qedtex.notes.prose.convergence import LARGE_NUMBERS, by_large_numbers
from qedtex.notes.prose.hearing import Hearing
from qedtex.notes.prose.stated import RELATIONS
from qedtex.notes.reading import Notebook, ReadChain, Unknown, Unread
from qedtex.notes.report import Checked
from qedtex.notes.verdicts.judging import is_decimal
from qedtex.notes.verdicts.outcomes import WITHOUT_A_TERM, Outcomes
from qedtex.notes.verdicts.reconsidering import Reconsidering
from qedtex.terms import (
    Const,
    Distribution,
    Index,
    Neg,
    Num,
    ProductOver,
    SumOver,
    Symbol,
    Term,
)

Read = Term | Unknown | Unread
_INFERRED = "it is inferred, and nothing shows it"
_POSED = ("!=", "<", "<=", ">", ">=", "->", "~")
"""The relations that say of a name how it is chosen."""


@dataclass(frozen=True, slots=True)
class Introducing:
    """Takes new names into the notebook, and says so."""

    notebook: Notebook
    outcomes: Outcomes
    hearing: Hearing
    again: Reconsidering

    def with_a_name(self, step: Step, left: Read, right: Read, read: ReadChain, behind_arrow: bool) -> Checked:
        """A step with a name that nothing defines; `behind_arrow` where it stands behind one, as what is inferred."""
        if self.again.surrounding.is_condition(step):
            unknown = right if isinstance(left, Term) else left
            return self.outcomes.made(step, Verdict.ASSUMED, f"a condition on {unknown} that is given", read)
        if isinstance(left, Unknown):
            return self.on_the_left(step, left, right, read, behind_arrow)
        if isinstance(left, Term) and isinstance(right, Unknown):
            return self.on_the_right(step, left, right, read, behind_arrow)
        return self.outcomes.unread(step, next(side for side in (left, right) if isinstance(side, Unread)), read)

    def on_the_left(self, step: Step, name: Unknown, right: Read, read: ReadChain, behind_arrow: bool) -> Checked:
        """A left side that nothing defines is introduced by its first equation."""
        equal = RELATIONS.get(step.relation) is Relation.EQUAL
        if step.relation == "~" and (not isinstance(right, Unread) or right.understood):
            return self.outcomes.made(step, Verdict.ASSUMED, f"a condition on {name} that is given", read)
        if isinstance(right, Unread):
            if name.lasting:
                self.notebook.hide(name)
            if not right.understood or not equal:
                return self.outcomes.unread(step, right, read)
            if not name.lasting:
                return self.outcomes.made(step, Verdict.ASSUMED, "a value that is given", read)
            told = f"introduces {name}, of which {WITHOUT_A_TERM}"
            return self.outcomes.made(step, Verdict.DEFINITION, told, read)
        if not equal:
            return self.by_a_relation(step, name, right, read, behind_arrow)
        if not name.lasting:
            self.hearing.give(step)
            if behind_arrow:
                return self.outcomes.made(step, Verdict.UNDECIDED, _INFERRED, read)
            return self.outcomes.made(step, Verdict.ASSUMED, "a value that is given", read)
        if isinstance(right, Term) and _counts_only(right):
            self.notebook.hide(name)
            told = f"introduces {name}, but a sum in it does not use its index"
            return self.outcomes.made(step, Verdict.DEFINITION, told, read)
        if isinstance(right, Term):
            self.notebook.define(name, right)
        return self.outcomes.made(step, Verdict.DEFINITION, f"introduces {name}", read)

    def on_the_right(self, step: Step, left: Term, name: Unknown, read: ReadChain, behind_arrow: bool) -> Checked:
        """A right side that nothing speaks of is a name for the left one, as in P(X = x_i) = p_i."""
        if RELATIONS.get(step.relation) is not Relation.EQUAL:
            return self.by_a_relation(step, left, name, read, behind_arrow)
        if name.lasting:
            self.notebook.define(name, left)
        return self.outcomes.made(step, Verdict.DEFINITION, f"introduces {name}", read)

    def by_a_relation(
        self, step: Step, left: Term | Unknown, right: Term | Unknown, read: ReadChain, behind_arrow: bool
    ) -> Checked:
        """Another relation with a new name: it says how that is chosen where it stands alone, as in n -> oo."""
        unknown = right if isinstance(right, Unknown) else left
        if isinstance(left, Term) and by_large_numbers(step, left, self.hearing.words):
            return self.outcomes.made(step, Verdict.ASSUMED, LARGE_NUMBERS, read)
        if self.again.is_inferred(step, behind_arrow):
            return self.outcomes.made(step, Verdict.UNDECIDED, _INFERRED, read)
        number = not step.right.formula.display and isinstance(right, Term) and is_decimal(right)
        if number or (step.relation in _POSED and _is_plain(left) and _is_plain(right)):
            return self.outcomes.made(step, Verdict.ASSUMED, f"a condition on {unknown} that is given", read)
        return self.outcomes.made(step, Verdict.UNDECIDED, f"nothing says what {unknown} is", read)


def _counts_only(value: Term) -> bool:
    """Whether a sum binds one index and its body uses another that nothing binds: one of the two is a slip."""
    return any(
        isinstance(node, (SumOver, ProductOver))
        and node.variable not in free(node.body)
        and any(isinstance(part, Index) and free(part.at) & free(value) for part in node.body.walk())
        for node in value.walk()
    )


def _is_plain(side: Term | Unknown) -> bool:
    """Whether a side is a name, a law or a constant by itself."""
    if isinstance(side, Unknown):
        return not side.parameters
    return isinstance(side.of if isinstance(side, Neg) else side, (Symbol, Distribution, Num, Const))

"""Introducing: the first equation of a left side that nothing defines."""

from __future__ import annotations

from dataclasses import dataclass

from qedtex.claims import Verdict
from qedtex.context import Relation
from qedtex.notes.formulas.chains import Step
from qedtex.notes.prose.hearing import Hearing
from qedtex.notes.prose.stated import RELATIONS
from qedtex.notes.reading import Notebook, ReadChain, Unknown, Unread
from qedtex.notes.report import Checked
from qedtex.notes.verdicts.judging import is_decimal
from qedtex.notes.verdicts.outcomes import Outcomes
from qedtex.terms import Term


@dataclass(frozen=True, slots=True)
class Introducing:
    """What is known of a document, into which new names go."""

    notebook: Notebook
    outcomes: Outcomes
    hearing: Hearing

    def introduced(self, step: Step, name: Unknown, right: Term | Unknown | Unread, read: ReadChain) -> Checked:
        """A left side that nothing defines is introduced by its first equation."""
        if isinstance(right, Unread):
            if name.lasting:
                self.notebook.hide(name)
            if right.understood and not name.lasting and RELATIONS.get(step.relation) is Relation.EQUAL:
                return self.outcomes.made(step, Verdict.ASSUMED, "a value that is given", read)
            if right.understood and name.lasting and RELATIONS.get(step.relation) is Relation.EQUAL:
                return self.outcomes.made(
                    step, Verdict.DEFINITION, f"introduces {name}, of which nothing can be inferred", read
                )
            return self.outcomes.unread(step, right, read)
        if RELATIONS.get(step.relation) is not Relation.EQUAL:
            if not step.right.formula.display and isinstance(right, Term) and is_decimal(right):
                return self.outcomes.made(step, Verdict.ASSUMED, f"a condition on {name} that is given", read)
            return self.outcomes.made(step, Verdict.UNDECIDED, f"nothing says what {name} is", read)
        if not name.lasting:
            self.hearing.give(step)
            return self.outcomes.made(step, Verdict.ASSUMED, "a value that is given", read)
        if isinstance(right, Term):
            self.notebook.define(name, right)
        return self.outcomes.made(step, Verdict.DEFINITION, f"introduces {name}", read)

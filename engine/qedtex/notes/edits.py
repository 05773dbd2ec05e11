"""Where a step ends in the source of a note, and the change to that source which a repair asks for."""

from __future__ import annotations

from qedtex.claims import Claim
from qedtex.latex.printer import latex_relation
from qedtex.notes.formulas.chains import Step
from qedtex.notes.formulas.relations import single_relation
from qedtex.notes.reading.tokens import tokens
from qedtex.notes.report import Edit
from qedtex.notes.sources.documents import Formula
from qedtex.notes.verdicts.repairs import Repair


def end_in(formula: Formula, start: int, end: int) -> tuple[int, int] | None:
    """Line and column just past a piece of a formula; nothing where a macro at its end hides that.

    >>> from qedtex.notes.sources.documents import read_text
    >>> formula = read_text("Let $a = b + c$.").formulas[0]
    >>> formula.position(2), end_in(formula, 2, 9)
    ((1, 8), (1, 15))
    """
    if not start < end <= len(formula.origins):
        return None
    if end == len(formula.origins) > 1 and formula.origins[-1] == formula.origins[-2]:
        return None
    found = formula.position(end)
    return found if found > formula.position(start) else None


def edit(step: Step, claim: Claim, mended: Repair) -> Edit | None:
    """The change of a step to its repair, where that is another relation between the same sides.

    Other repairs change a term, of which the note has its own spelling; no change to the note is known for them.
    """
    if (mended.claim.left, mended.claim.right) != (claim.left, claim.right) or step.right.formula.cell is not None:
        return None
    formula = step.right.formula
    token = next((token for token in tokens(formula.latex) if token.start == step.at), None)
    if token is None or single_relation(formula.latex, token) is None or token.end >= len(formula.origins):
        return None
    size = token.end - token.start
    first = formula.origins[token.start]
    if list(formula.origins[token.start : token.end + 1]) != list(range(first, first + size + 1)):
        return None  # the note has another spelling of it, as a macro or an HTML entity
    text = latex_relation(mended.claim.relation)
    if text.startswith("\\") and formula.latex[token.end].isalpha():
        text += " "
    line, column = step.position
    return Edit(line, column, column + size, text)

"""`qedtex explain`: one claim, with the small steps that prove it, or the counterexample and the repair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qedtex.claims import Verdict
from qedtex.errors import QedtexError
from qedtex.kernel import Theorem
from qedtex.notes.checking import check_document
from qedtex.notes.prose.declarations import declare
from qedtex.notes.reading import Notebook
from qedtex.notes.report import Checked, diagnostic
from qedtex.notes.sources.documents import read_text
from qedtex.render.reasons import reason
from qedtex.render.sentences import sign
from qedtex.smallsteps import Row, rows

_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "~=": "≈", "->": "→"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps of a claim with their verdicts, and the proofs of those that are proved."""

    steps: tuple[Checked, ...]
    proofs: tuple[Theorem | None, ...]

    @property
    def status(self) -> int:
        """The exit status: 1 where a step is false, or is neither proved nor a definition."""
        good = (Verdict.PROVED, Verdict.DEFINITION, Verdict.ASSUMED)
        return 0 if self.steps and all(step.verdict in good for step in self.steps) else 1

    def lines(self) -> Iterator[str]:
        """What to print: each small step with its reason, or what is wrong."""
        if not self.steps:
            yield "there is no claim in this formula: write two sides and a relation, as in 'a = b'"
        for step, theorem in zip(self.steps, self.proofs, strict=True):
            yield f"{step.lhs} {_SIGNS.get(step.relation, step.relation)} {step.rhs}: {step.verdict.value}"
            if theorem is not None:
                yield from _small_steps(theorem)
            elif step.verdict in (Verdict.REFUTED, Verdict.UNDECIDED, Verdict.UNREAD):
                told = diagnostic("", step)
                yield from (f"  {note}" for note in told.notes)
                if step.message and step.verdict is not Verdict.REFUTED:
                    yield f"  {step.message}"
                if told.help:
                    yield f"  help: {told.help}"
            elif step.message:
                yield f"  {step.message}"
            if step.assumes:
                yield f"  where {'; '.join(step.assumes)}"

    def as_json(self) -> dict[str, object]:
        """The steps as in the report, each with its small steps."""
        from qedtex.notes.report import step_json

        return {
            "steps": [
                {**step_json(step), "small_steps": [] if theorem is None else _links(theorem)}
                for step, theorem in zip(self.steps, self.proofs, strict=True)
            ]
        }


def explained(latex: str, said: Sequence[str] = ()) -> Explanation:
    r"""The explanation of a claim written in LaTeX, with or without dollar signs; raises nothing for what is written.

    What is `said` beforehand is what `qedtex: let` can say; raises `QedtexError` QT715 where it is not understood.

    >>> found = explained(r"D_{KL}(p\|q) = H(p,q) - H(p)")
    >>> next(found.lines())
    'D_{KL}(p\\|q) = H(p,q) - H(p): proved'
    >>> explained(r"D_{KL}(p\|q) = H(p) - H(p,q)").status
    1
    >>> slope = r"\frac{d}{d\theta} \log(1 - \theta) = -\frac{1}{1 - \theta}"
    >>> [explained(slope, said).steps[0].verdict.value for said in ([], ["theta: probability"])]
    ['assumed', 'proved']
    """
    for text in said:
        for told in declare(text, Notebook()):
            way_on = "write it as in 'sigma > 0', 'f: differentiable'"
            raise QedtexError("QT715", f"--let says something that is not understood: {told}", found=text, help=way_on)
    formula = latex.strip().strip("$").strip()
    try:
        document = read_text(f"\\[{formula}\\]", "tex", "claim")
        found: dict[tuple[int, int], Theorem] = {}
        checked = check_document(document, proofs=found, declared=said)
    except QedtexError as fault:
        return Explanation((Checked(1, 1, formula, "", "", Verdict.UNREAD, fault.message),), (None,))
    return Explanation(checked.steps, tuple(found.get((step.line, step.column)) for step in checked.steps))


def _small_steps(theorem: Theorem) -> Iterator[str]:
    found = rows(theorem)
    yield f"  {theorem.claim.left}"
    for row in found:
        yield f"  {sign(row.relation)} {row.after}    [{_because(row)}]"
    if not found:
        yield f"  {sign(theorem.claim.relation)} {theorem.claim.right}    [both sides are the same]"


def _because(row: Row) -> str:
    return reason(row)


def _links(theorem: Theorem) -> list[dict[str, str]]:
    from qedtex.latex.printer import latex

    return [
        {
            "before": latex(checked.link.before),
            "relation": checked.relation.value,
            "after": latex(checked.link.after),
            "rule": str(checked.link.use),
        }
        for checked in theorem.links
    ]

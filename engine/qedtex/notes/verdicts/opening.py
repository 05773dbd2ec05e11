"""Opening: a step that is left open, read once more with laws as the formulas that they were said to be.

Where it makes no sense for all numbers, as log(1 - theta) does not, it is meant for those of which the note says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qedtex.binding import free
from qedtex.claims import Claim, Verdict
from qedtex.notes.formulas.chains import Side, Step
from qedtex.notes.prose.ranges import Ranges
from qedtex.notes.prose.stated import RELATIONS, for_all
from qedtex.notes.reading import Notebook, ReadChain, read_chain
from qedtex.notes.verdicts.deciding import fault_of
from qedtex.sorts import Sort
from qedtex.terms import Prob, Term


@dataclass(frozen=True, slots=True)
class Opened:
    """What a step claims once it is opened, how it was read and by what, and by what its ranges were said.

    `is_near` says that what was put in for laws stands in the same section, and that none is left.
    """

    claim: Claim
    read: ReadChain
    notebook: Notebook
    ranges: tuple[Side, ...]
    is_near: bool


def opened(
    step: Step, verdict: Verdict, notebook: Notebook, said: Ranges, closed: Sequence[object]
) -> Iterator[Opened]:
    """What a step can claim once it is opened; first with the laws of the whole note, then with those of its section.

    `closed` are its sides as they were read before, and `verdict` is what was found of them. What was assumed, as the
    formula of a law is, is decided only by what the same section has said of the law.
    """
    relation = RELATIONS.get(step.relation)
    if relation is None or step.conditions:
        return
    assumed = verdict is Verdict.ASSUMED
    ranges = {} if assumed else said.at(step)
    near = [one for one in notebook.densities if one.section == step.right.formula.section]
    for densities in (notebook.densities, near) if not assumed and len(near) < len(notebook.densities) else (near,):
        for given in ({}, ranges) if ranges else ({},) if densities else ():
            used = replace(notebook, densities=densities).opened(given)
            read = read_chain([step.left.tokens, step.right.tokens], used, relation=step.relation)
            left, right = read.sides
            if not isinstance(left, Term) or not isinstance(right, Term):
                break
            claim = Claim(left, relation, right, read.context)
            claim = Claim(left, relation, right, for_all(claim))
            if given or (left, right) != tuple(closed):
                yield Opened(
                    claim, read, used, tuple(said.said()) if given else (), densities is near and not _has_laws(claim)
                )
            if fault_of(claim) is None and not _are_said_of(ranges, claim):
                break


def _are_said_of(ranges: Mapping[str, Sort], claim: Claim) -> bool:
    """Whether a claim speaks of a number of which it is said where it lies."""
    return any(symbol.name in ranges for side in (claim.left, claim.right) for symbol in free(side))


def _has_laws(claim: Claim) -> bool:
    return any(isinstance(node, Prob) for side in (claim.left, claim.right) for node in side.walk())
